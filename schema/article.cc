#include "schema/article.h"

#include "schema/unicode.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <xxhash.h>

namespace sitrep {
namespace {

constexpr std::size_t longest_title = 160;

// A full stop behind these ends no sentence; nor does one behind a single letter ("U.S.").
bool is_abbreviation(std::string_view word) {
    constexpr std::array<std::string_view, 25> abbreviations{
        "Mr",  "Mrs", "Ms", "Dr",  "St",  "Gen", "Col",  "Lt",  "Maj", "Sgt", "Capt", "Gov", "Sen",
        "Rep", "No",  "vs", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "г",    "р"};
    const std::size_t last_letter = word.find_last_of(". ") + 1; // npos + 1 is 0
    const std::string_view letters = word.substr(last_letter);
    std::size_t at = 0;
    if (!letters.empty()) unicode::decode(letters, at);
    return at == letters.size() ||
           std::find(abbreviations.begin(), abbreviations.end(), letters) != abbreviations.end();
}

// Where the first sentence of a text ends.
std::size_t sentence_end(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = unicode::decode(text, at);
        if (c == '\n' || c == '\r') return begin;
        if (c == U'。') return at;
        if (c != '.' && c != '!' && c != '?') continue;
        const std::size_t word = text.substr(0, begin).find_last_of(' ') + 1;
        if (c == '.' && is_abbreviation(text.substr(word, begin - word))) continue;
        while (at < text.size()) { // closing quotes belong to the sentence
            std::size_t next = at;
            const char32_t quote = unicode::decode(text, next);
            if (quote != '"' && quote != U'”' && quote != U'’' && quote != U'»' && quote != ')')
                break;
            at = next;
        }
        if (at == text.size() || text[at] == ' ' || text[at] == '\n') return at;
    }
    return text.size();
}

std::string_view cut_at_word(std::string_view text) {
    if (text.size() <= longest_title) return text;
    std::size_t end = longest_title;
    if (text[end] != ' ') {
        const auto space = text.substr(0, end).find_last_of(' ');
        if (space != std::string_view::npos && space > 0) end = space;
    }
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
    return text.substr(0, text.find_last_not_of(" ,;:-") + 1);
}

} // namespace

std::string_view name_of(Gone gone) {
    constexpr std::array<std::string_view, 3> names{"no", "deleted", "retracted"};
    return names[static_cast<std::size_t>(gone)];
}

std::string group_id(std::string_view article_id) {
    return fmt::format("{:016x}", XXH3_64bits(article_id.data(), article_id.size()));
}

std::string shown_title(const Article& article) {
    if (!article.title.empty()) return article.title;
    if (!article.headline.empty()) return article.headline;
    std::string_view text = article.text;
    if (const auto dateline = find_dateline(text); dateline && dateline->length < text.size())
        text.remove_prefix(dateline->length);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const std::string_view window = text.substr(0, 8 * longest_title);
    return std::string(cut_at_word(text.substr(0, sentence_end(window))));
}

} // namespace sitrep
