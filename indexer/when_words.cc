#include "indexer/when_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

// The table, as bytes of this program.
asm(".section .rodata\n"
    "sitrep_when_words_begin:\n"
    ".incbin \"" SITREP_WHEN_WORDS "\"\n"
    "sitrep_when_words_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char sitrep_when_words_begin[];
extern const char sitrep_when_words_end[];
}

namespace sitrep {
namespace {

// In the order of WhenKind.
constexpr std::array<std::string_view, 33> kind_names{
    "day",     "weekday",      "month",    "jalali",     "unit",    "number",     "few",
    "shift",   "part",         "ago",      "ago_before", "anchor",  "anchor_ago", "since",
    "between", "join",         "night_of", "night_to",   "daypart", "prep",       "joint",
    "suffix",  "abbreviation", "future",   "past",       "said",    "deed",       "now",
    "perfect", "memory",       "paper",    "named",      "nothing"};
constexpr std::array<std::string_view, 7> unit_names{"minute",  "hour",  "day", "week",
                                                     "weekend", "month", "year"};
constexpr std::array<std::string_view, 5> part_names{"-", "early", "mid", "late", "whole"};

// Letters that Arabic and Hebrew write as one with the word behind them: and, in, to, the ...
constexpr std::array<std::string_view, 10> glued_particles{"و", "ف", "ب", "ل", "ك",
                                                           "ו", "ב", "ל", "ה", "מ"};

template <std::size_t n>
std::optional<std::int16_t> index_of(const std::array<std::string_view, n>& names,
                                     std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return {};
    return static_cast<std::int16_t>(found - names.begin());
}

bool read_number(std::string_view text, std::int16_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

// "N" or "N..M".
bool read_range(std::string_view text, WhenMeaning& meaning) {
    const auto dots = text.find("..");
    if (!read_number(text.substr(0, dots), meaning.from)) return false;
    meaning.to = meaning.from;
    return dots == std::string_view::npos || read_number(text.substr(dots + 2), meaning.to);
}

bool read_value(std::string_view text, WhenMeaning& meaning) {
    std::optional<std::int16_t> name;
    switch (meaning.kind) {
    case WhenKind::unit: name = index_of(unit_names, text); break;
    case WhenKind::part: name = index_of(part_names, text); break;
    case WhenKind::day:
    case WhenKind::weekday:
    case WhenKind::month:
    case WhenKind::jalali:
    case WhenKind::number:
    case WhenKind::few:
    case WhenKind::shift:
    case WhenKind::anchor:
    case WhenKind::anchor_ago: return read_range(text, meaning);
    default: return text == "-";
    }
    if (name) meaning.from = meaning.to = *name;
    return name.has_value();
}

// Up to `mark`, which goes too.
std::string_view take_until(std::string_view& text, char mark) {
    const auto end = std::min(text.find(mark), text.size());
    const std::string_view head = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return head;
}

} // namespace

std::uint16_t language_code(std::string_view lang) {
    if (lang.size() != 2) return 0;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(lang[0]) << 8 |
                                      static_cast<unsigned char>(lang[1]));
}

const WhenWords& WhenWords::builtin() {
    static const WhenWords words(
        {sitrep_when_words_begin,
         static_cast<std::size_t>(sitrep_when_words_end - sitrep_when_words_begin)});
    return words;
}

WhenWords::WhenWords(std::string_view table) {
    for (std::size_t number = 1; !table.empty(); ++number) {
        const std::string_view line = take_until(table, '\n');
        if (!line.empty() && line.front() != '#') add_row(line, number);
    }
    trie_ = WordTrie({phrases_.begin(), phrases_.end()});
    phrases_.clear();
}

void WhenWords::add_row(std::string_view line, std::size_t number) {
    std::string_view rest = line;
    WhenMeaning meaning;
    meaning.lang = language_code(take_until(rest, '\t'));
    const std::string_view kind = take_until(rest, '\t');
    const std::string_view value = take_until(rest, '\t');
    const auto index = index_of(kind_names, kind);
    if (index) meaning.kind = static_cast<WhenKind>(*index);
    if (meaning.lang == 0 || !index || !read_value(value, meaning) || rest.empty()) {
        problems_.push_back(
            fmt::format("line {}: not 'language kind value forms', parted by tabs", number));
        return;
    }
    while (!rest.empty()) add_form(take_until(rest, '|'), meaning);
}

void WhenWords::add_form(std::string_view form, WhenMeaning meaning) {
    bool ending = false;
    for (; !form.empty(); form.remove_prefix(1)) {
        if (form.front() == '!')
            meaning.own_language = true;
        else if (form.front() == '~')
            meaning.needs_company = true;
        else if (form.front() == '*')
            ending = true;
        else
            break;
    }
    const std::string key = fold_name(form);
    if (key.empty()) return;
    if (ending) {
        endings_.push_back({key, {meaning}});
        return;
    }
    const auto [phrase, is_new] =
        phrases_.try_emplace(key, static_cast<std::uint32_t>(meanings_.size()));
    if (is_new) meanings_.emplace_back();
    meanings_[phrase->second].push_back(meaning);
    const auto words = static_cast<std::size_t>(std::count(key.begin(), key.end(), ' ')) + 1;
    longest_ = std::max(longest_, words);
}

const WhenMeanings* WhenWords::find_ending(std::string_view word, std::uint16_t lang) const {
    for (const Ending& ending : endings_)
        if (ending.meanings.front().lang == lang && word.size() > ending.text.size() &&
            word.ends_with(ending.text))
            return &ending.meanings;
    return nullptr;
}

// Behind the first word of a phrase; none where no phrase begins so.
WordTrie::Place WhenWords::begin(std::string_view first) const {
    const auto of_phrase = [&](std::string_view word) {
        const WordTrie::Place place = trie_.walk(WordTrie::start, word);
        const bool ends =
            trie_.number(place) != WordTrie::none || trie_.walk(place, " ") != WordTrie::none;
        return ends ? place : WordTrie::none;
    };
    const WordTrie::Place place = of_phrase(first);
    const auto head = static_cast<unsigned char>(first[0]);
    const bool may_be_glued = head >= 0xD7 && head <= 0xDB && first.size() > 4;
    if (place != WordTrie::none || !may_be_glued ||
        std::find(glued_particles.begin(), glued_particles.end(), first.substr(0, 2)) ==
            glued_particles.end())
        return place;
    return of_phrase(first.substr(2));
}

const WhenMeanings* WhenWords::find(std::span<const std::string_view> words, std::uint16_t lang,
                                    std::size_t& size) const {
    std::uint32_t longest = WordTrie::none;
    WordTrie::Place place = begin(words.front());
    for (std::size_t i = 0; place != WordTrie::none;) {
        if (const std::uint32_t number = trie_.number(place); number != WordTrie::none) {
            longest = number;
            size = i + 1;
        }
        if (++i >= words.size()) break;
        place = trie_.walk(trie_.walk(place, " "), words[i]);
    }
    if (longest != WordTrie::none) return &meanings_[longest];
    size = 1;
    return find_ending(words.front(), lang);
}

} // namespace sitrep
