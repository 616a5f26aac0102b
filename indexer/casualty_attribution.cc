#include "indexer/casualty_attribution.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

using Word = CasualtyWord;

constexpr std::size_t longest = 6; // words

// Around a name, when and how it was said. Folded.
constexpr std::array<std::string_view, 36> circumstances{
    "today",    "yesterday", "tonight",  "earlier", "later",  "late",   "early",   "officially",
    "just",     "then",      "now",      "only",    "on",     "in",     "at",      "for",
    "by",       "had",       "hoy",      "ayer",    "hier",   "heute",  "gestern", "сегодня",
    "вчера",    "ранее",     "сьогодні", "вчора",   "раніше", "monday", "tuesday", "wednesday",
    "thursday", "friday",    "saturday", "sunday"};
// Who stands for somebody named elsewhere, and what begins another clause.
constexpr std::array<std::string_view, 33> nobody{
    "it",   "he",    "she", "they", "we",  "i",   "you",  "which", "who",   "what", "that",
    "this", "there", "and", "as",   "one", "el",  "ella", "ellos", "quien", "que",  "il",
    "elle", "ils",   "er",  "sie",  "es",  "man", "он",   "она",   "они",   "він",  "вони"};

template <typename List>
bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

class Quote {
  public:
    Quote(std::string_view text, const Tokens& tokens, std::span<const CasualtyItem> sentence)
        : text_(text), tokens_(tokens), sentence_(sentence) {}

    // The name in items [first, last).
    std::string operator()(std::size_t first, std::size_t last) const {
        while (first < last && is_loose(first)) ++first;
        while (first < last && is_loose(last - 1)) --last;
        if (first == last || contains(nobody, form(first))) return {};
        const std::uint32_t begin = tokens_[sentence_[first].first].begin;
        return std::string(text_.substr(begin, tokens_[sentence_[last - 1].last - 1].end - begin));
    }

  private:
    std::string_view form(std::size_t at) const {
        return tokens_.form(tokens_[sentence_[at].first]);
    }
    bool is_loose(std::size_t at) const {
        const CasualtyItem& item = sentence_[at];
        return item.has(Word::filler) || item.has(Word::article) || item.has(Word::aux) ||
               contains(circumstances, form(at));
    }

    std::string_view text_;
    const Tokens& tokens_;
    std::span<const CasualtyItem> sentence_;
};

} // namespace

std::string attribution(std::string_view text, const Tokens& tokens,
                        std::span<const CasualtyItem> sentence) {
    const Quote quote(text, tokens, sentence);
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        const bool according = sentence[at].has(Word::according);
        if (!according && !sentence[at].has(Word::said)) continue;
        std::size_t last = at + 1;
        while (last < sentence.size() && last <= at + longest && !sentence[last].after_comma &&
               !sentence[last].after_break && !sentence[last].has(Word::stop))
            ++last;
        if (according) return quote(at + 1, last);
        std::size_t first = at;
        while (first > 0 && at - first < longest && !sentence[first].after_comma &&
               !sentence[first].after_break)
            --first;
        const bool reaches =
            first == 0 || sentence[first].after_comma || sentence[first].after_break;
        if (reaches && first < at) return quote(first, at);
        if (sentence[at].after_comma && last > at + 1) return quote(at + 1, last);
    }
    return {};
}

} // namespace sitrep
