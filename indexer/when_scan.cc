#include "indexer/when_scan.h"

#include "schema/date_scan.h"

#include <algorithm>
#include <array>
#include <span>

namespace sitrep {
namespace {

// Words of a phrase stand no further apart than this many bytes.
constexpr std::size_t widest_gap = 3;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "3", "2025", "3rd", "1er": a number of at most four digits, with at most three letters behind.
void read_number(std::string_view form, WhenAtom& atom) {
    std::size_t digits = 0;
    int value = 0;
    for (; digits < form.size() && digits < 5 && is_digit(form[digits]); ++digits)
        value = value * 10 + (form[digits] - '0');
    const std::string_view rest = form.substr(digits);
    if (digits == 0 || digits > 4) return;
    if (!rest.empty() &&
        (digits > 2 || (rest != "st" && rest != "nd" && rest != "rd" && rest != "th" &&
                        rest != "er" && rest != "o" && rest != "a" && rest != "ro" && rest != "e")))
        return;
    atom.value = value;
    atom.digits = static_cast<int>(digits);
}

// "03.07.2025", "3.7.2025": the day stands first wherever dates are written with dots.
void read_dotted(std::string_view form, WhenAtom& atom) {
    std::array<int, 3> parts{};
    std::size_t part = 0;
    std::size_t digits = 0;
    for (const char c : form) {
        if (is_digit(c) && digits < 4) {
            parts[part] = parts[part] * 10 + (c - '0');
            ++digits;
        } else if (c == '.' && digits > 0 && digits <= 2 && part < 2) {
            ++part;
            digits = 0;
        } else {
            return;
        }
    }
    if (part == 2 && digits == 4 && is_possible(parts[2], parts[1], parts[0]))
        atom.dotted = parts[2] * 10000 + parts[1] * 100 + parts[0];
}

} // namespace

void WhenText::scan(std::string_view text, const Tokens& tokens, std::string_view lang,
                    std::uint32_t start) {
    text_ = text;
    tokens_ = &tokens;
    lang_ = language_code(lang);
    words_.clear();
    forms_.clear();
    atoms_.clear();
    sentences_.clear();
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
        if ((tokens[i].flags & token_joined) != 0 || tokens[i].begin < start) continue;
        words_.push_back(i);
        forms_.push_back(tokens.form(tokens[i]));
    }
    const WhenWords& known = WhenWords::builtin();
    const std::span<const std::string_view> forms(forms_);
    for (std::uint32_t i = 0; i < words_.size();) {
        std::size_t size = 1;
        WhenAtom atom;
        if (!forms_[i].empty())
            atom.meanings = known.find(forms.subspan(i, words_in_reach(i)), lang_, size);
        read_number(forms_[i], atom);
        if (forms_[i].size() >= 8) read_dotted(forms_[i], atom);
        if (opens_sentence(i, atom.meanings)) open_sentence(i);
        atom.first = i;
        atom.last = i += static_cast<std::uint32_t>(size);
        if (atom.meanings != nullptr || atom.value >= 0 || atom.dotted > 0) atoms_.push_back(atom);
    }
    close_sentence(static_cast<std::uint32_t>(text.size()));
}

// How many words from here on may make one phrase.
std::size_t WhenText::words_in_reach(std::uint32_t first) const {
    const std::size_t most = std::min(words_.size() - first, WhenWords::builtin().longest_phrase());
    std::size_t count = 1;
    for (; count < most; ++count) {
        const auto next = static_cast<std::uint32_t>(first + count);
        if ((word(next).flags & token_after_break) != 0 || gap_before(next).size() > widest_gap ||
            gap_before(next).find_first_of(".!?;:,") != std::string_view::npos)
            break;
    }
    return count;
}

std::string_view WhenText::gap_before(std::uint32_t index) const {
    if (index == 0) return {};
    const std::uint32_t from = word(index - 1).end;
    const std::uint32_t to = word(index).begin;
    return from < to ? text_.substr(from, to - from) : std::string_view();
}

// The analyser takes every full stop, colon and quotation mark for an end; "Jan. 3", "Gen. Vargas",
// "3. Juli" and 'was "destroyed"' are none.
bool WhenText::opens_sentence(std::uint32_t index, const WhenMeanings* meanings) const {
    constexpr std::array<std::string_view, 6> ends{"!", "?", "…", "。", "؟", "۔"};
    const std::uint8_t flags = word(index).flags;
    if (sentences_.empty() || (flags & token_after_break) != 0) return true;
    if ((flags & token_sentence_start) == 0) return false;
    const std::string_view gap = gap_before(index);
    if (gap.find('.') == std::string_view::npos)
        return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) {
            return gap.find(end) != std::string_view::npos;
        });
    const std::string_view before = forms_[index - 1];
    if (before.size() == 1 && !is_digit(before[0])) return false; // an initial
    const auto is = [](const WhenMeanings* of, WhenKind kind) {
        return of != nullptr && std::any_of(of->begin(), of->end(),
                                            [&](const WhenMeaning& m) { return m.kind == kind; });
    };
    if (before.size() <= 2 && is_digit(before[0])) return !is(meanings, WhenKind::month);
    if (atoms_.empty() || atoms_.back().last != index) return true;
    return !is(atoms_.back().meanings, WhenKind::abbreviation);
}

void WhenText::open_sentence(std::uint32_t index) {
    const std::uint32_t begin = word(index).begin;
    close_sentence(begin);
    const auto atom = static_cast<std::uint32_t>(atoms_.size());
    sentences_.push_back({index, atom, atom, begin, begin});
}

void WhenText::close_sentence(std::uint32_t end) {
    if (sentences_.empty()) return;
    sentences_.back().last_atom = static_cast<std::uint32_t>(atoms_.size());
    sentences_.back().end = end;
}

const WhenMeaning* WhenText::meaning(const WhenAtom& atom, WhenKind kind) const {
    if (atom.meanings == nullptr) return nullptr;
    const WhenMeaning* other = nullptr;
    for (const WhenMeaning& meaning : *atom.meanings) {
        if (meaning.kind != kind) continue;
        if (meaning.lang == lang_) return &meaning;
        if (!meaning.own_language && other == nullptr) other = &meaning;
    }
    return other;
}

} // namespace sitrep
