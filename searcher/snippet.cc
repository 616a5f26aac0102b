#include "searcher/snippet.h"

#include "schema/unicode.h"

#include <algorithm>
#include <tuple>

namespace sitrep {
namespace {

constexpr std::size_t chunk_bytes = 1200; // analysed at a time
constexpr std::size_t longest_chunk = 3000;
constexpr std::size_t bytes_a_word = 12; // about, for chunks that hold a long phrase
constexpr std::size_t context_share = 4; // at most 1/4 of a fragment stands before its first match
constexpr std::size_t longest_title = 4; // letters of "Gen.", "Col.", "Mr."

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_char_start(std::string_view text, std::size_t i) {
    return i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
}

// Where a chunk that starts at `begin` ends: at a paragraph, else a sentence, else a word.
std::size_t chunk_end(std::string_view text, std::size_t begin, std::size_t bytes) {
    if (text.size() - begin <= bytes + bytes / 2) return text.size();
    const std::size_t least = begin + bytes;
    const std::size_t most = std::min(text.size(), begin + bytes + longest_chunk - chunk_bytes);
    const std::string_view reach = text.substr(0, most);
    for (std::size_t i = reach.find('\n', least); i != reach.npos; i = reach.find('\n', i + 1))
        if (i + 1 < reach.size() && (is_space(reach[i + 1]) || reach[i - 1] == '.')) return i + 1;
    for (const std::string_view mark : {". ", " "})
        if (const std::size_t i = reach.find(mark, least); i != reach.npos) return i + mark.size();
    std::size_t end = most;
    while (!is_char_start(text, end)) --end;
    return end;
}

// Text with runs of white space as one space.
void append_text(std::string& out, std::string_view text) {
    while (!text.empty()) {
        std::size_t word = 0;
        while (word < text.size() && !is_space(text[word])) ++word;
        out.append(text.substr(0, word));
        text.remove_prefix(word);
        if (text.empty()) return;
        if (out.empty() || out.back() != ' ') out.push_back(' ');
        while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    }
}

void append_run(Fragment& fragment, std::string_view text, bool match) {
    const bool after_space = fragment.empty() || fragment.back().text.back() == ' ';
    if (after_space)
        while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    if (text.empty()) return;
    if (fragment.empty() || fragment.back().match != match) fragment.push_back({{}, match});
    append_text(fragment.back().text, text);
}

// The text [begin, end) with the spans in it marked; spans are ordered by begin.
Fragment mark(std::string_view text, std::size_t begin, std::size_t end,
              const std::vector<MatchedSpan>& spans) {
    Fragment fragment;
    std::size_t at = begin;
    for (const MatchedSpan& span : spans) {
        if (span.begin >= end) break;
        if (span.begin < begin || span.end > end || span.end <= at) continue;
        const std::size_t from = std::max<std::size_t>(span.begin, at);
        append_run(fragment, text.substr(at, from - at), false);
        append_run(fragment, text.substr(from, span.end - from), true);
        at = span.end;
    }
    append_run(fragment, text.substr(at, end - at), false);
    if (!fragment.empty() && fragment.back().text.back() == ' ') fragment.back().text.pop_back();
    if (!fragment.empty() && fragment.back().text.empty()) fragment.pop_back();
    return fragment;
}

// Orders spans from the `first` on by begin, and drops those found twice.
void sort_unique(std::vector<MatchedSpan>& spans, std::size_t first) {
    const auto key = [](const MatchedSpan& s) { return std::tuple(s.begin, s.end, s.clause); };
    const auto from = spans.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(from, spans.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    spans.erase(std::unique(from, spans.end(),
                            [&](const auto& a, const auto& b) { return key(a) == key(b); }),
                spans.end());
}

using Window = MatchWindow;

// The window of at most `bytes` with the most distinct clauses; of several the one with more
// matches, then the first. Windows that start before spans[from] are known: `best` is theirs.
Window best_window(const std::vector<MatchedSpan>& spans, std::size_t bytes,
                   const std::vector<bool>& known, std::size_t from = 0, Window best = {}) {
    std::vector<std::uint32_t> counts(known.size());
    std::size_t covered = 0;
    std::size_t last = from;
    for (std::size_t first = from; first < spans.size(); ++first) {
        while (last < spans.size() &&
               (last == first || spans[last].end <= spans[first].begin + bytes)) {
            if (counts[spans[last].clause]++ == 0 && !known[spans[last].clause]) ++covered;
            ++last;
        }
        if (covered > best.covered ||
            (covered == best.covered && covered > 0 && last - first > best.matches)) {
            best = {spans[first].begin, spans[first].end, covered, last - first};
            for (std::size_t i = first; i < last; ++i)
                best.end = std::max<std::size_t>(best.end, spans[i].end);
        }
        if (--counts[spans[first].clause] == 0 && !known[spans[first].clause]) --covered;
    }
    return best;
}

std::size_t char_before(std::string_view text, std::size_t i) {
    do --i;
    while (i > 0 && !is_char_start(text, i));
    return i;
}

char32_t char_at(std::string_view text, std::size_t i) {
    return unicode::decode(text, i);
}

bool is_closing(char32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == 0x201D || c == 0x2019 || c == 0xBB ||
           c == 0x300D || c == 0x300F;
}

// Whether the dot at `i` shortens a word: "Gen. Smith", "U.S. forces".
bool is_abbreviation(std::string_view text, std::size_t i) {
    std::size_t begin = i;
    std::size_t letters = 0;
    while (begin > 0 && letters <= longest_title) {
        const std::size_t before = char_before(text, begin);
        if (unicode::info(char_at(text, before)).kind != unicode::CharClass::letter) break;
        begin = before;
        ++letters;
    }
    return letters > 0 && letters <= longest_title && unicode::info(char_at(text, begin)).upper;
}

// Whether a sentence ends right before byte `i` > 0, white space aside.
bool ends_sentence(std::string_view text, std::size_t i) {
    i = char_before(text, i);
    char32_t c = char_at(text, i);
    while (is_closing(c) && i > 0) {
        i = char_before(text, i);
        c = char_at(text, i);
    }
    switch (c) {
    case '.': return !is_abbreviation(text, i);
    case '!':
    case '?':
    case 0x2026: // …
    case 0x061F: // ؟
    case 0x06D4: // ۔
    case 0x0964: // ।
    case 0x3002: // 。
    case 0xFF01: // ！
    case 0xFF1F: return true;
    default: return false;
    }
}

// A sentence or line begins at byte `i`.
bool begins_sentence(std::string_view text, std::size_t i) {
    if (i == 0) return true;
    if (i >= text.size() || is_space(text[i])) return false;
    if (!is_space(text[i - 1])) // ideographs need no space
        return (text[i] & 0x80) != 0 && is_char_start(text, i) &&
               unicode::info(char_at(text, i)).kind == unicode::CharClass::ideograph &&
               ends_sentence(text, i);
    std::size_t end = i;
    while (end > 0 && is_space(text[end - 1]))
        if (text[--end] == '\n') return true;
    return end == 0 || ends_sentence(text, end);
}

// Text may be cut before byte `i` without tearing a word.
bool parts_words(std::string_view text, std::size_t i) {
    if (i == 0 || i >= text.size() || is_space(text[i]) || is_space(text[i - 1])) return true;
    if ((text[i] & 0x80) == 0 || !is_char_start(text, i)) return false;
    using unicode::CharClass;
    const CharClass here = unicode::info(char_at(text, i)).kind;
    const CharClass before = unicode::info(char_at(text, char_before(text, i))).kind;
    const auto is_word = [](CharClass kind) { return kind != CharClass::other; };
    // Next to a letter that is a word by itself, vowel signs after it aside.
    return (here == CharClass::ideograph && is_word(before)) ||
           (here == CharClass::letter && before == CharClass::ideograph);
}

// A place at or before `begin` to start a fragment: the sentence if it starts within `sentence`
// bytes, else a word within `reach`.
std::size_t fragment_start(std::string_view text, std::size_t begin, std::size_t reach,
                           std::size_t sentence) {
    std::size_t least = begin > sentence ? begin - sentence : 0;
    for (std::size_t i = begin + 1; i-- > least;)
        if (begins_sentence(text, i)) return i;
    least = begin > reach ? begin - reach : 0;
    for (std::size_t i = least; i < begin; ++i)
        if (parts_words(text, i) && !is_space(text[i])) return i;
    return begin;
}

// Where a fragment that may reach to `wanted` ends: at a sentence if one ends after `enough`, else
// at a word, at least after `at_least`.
std::size_t fragment_end(std::string_view text, std::size_t at_least, std::size_t enough,
                         std::size_t wanted) {
    if (wanted >= text.size()) return text.size();
    for (std::size_t i = wanted; i > std::max(at_least, enough); --i)
        if (parts_words(text, i) && !is_space(text[i - 1]) && ends_sentence(text, i)) return i;
    for (std::size_t i = wanted; i > std::max(at_least, enough); --i)
        if (parts_words(text, i) && !is_space(text[i - 1])) return i;
    std::size_t end = std::max(wanted, at_least); // in something long without spaces
    while (end > at_least && !is_char_start(text, end)) --end;
    return end;
}

struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// A piece that ends with the text may reach back further.
void reach_back(std::string_view text, Piece& piece, std::size_t bytes) {
    if (piece.end < text.size() || piece.end - piece.begin >= bytes) return;
    const std::size_t least = piece.end > bytes ? piece.end - bytes : 0;
    for (std::size_t i = least; i < piece.begin && piece.end - i > bytes * 3 / 4; ++i)
        if (begins_sentence(text, i)) {
            piece.begin = i;
            return;
        }
    for (std::size_t i = least; i < piece.begin; ++i)
        if (parts_words(text, i) && !is_space(text[i])) {
            piece.begin = i;
            return;
        }
}

Piece cut(std::string_view text, const Window& window, std::size_t bytes) {
    const std::size_t size = window.end - window.begin;
    const std::size_t room = bytes > size ? bytes - size : 0;
    Piece piece;
    piece.begin = fragment_start(text, window.begin, std::min(room, bytes / context_share),
                                 std::min(room, bytes * 2 / 5));
    const std::size_t wanted = piece.begin + bytes;
    piece.end = fragment_end(text, window.end, wanted - bytes / 4, wanted);
    reach_back(text, piece, bytes);
    return piece;
}

Piece opening(std::string_view text, std::size_t bytes) {
    std::size_t begin = 0;
    while (begin < text.size() && is_space(text[begin])) ++begin;
    return {begin, fragment_end(text, begin, begin + bytes * 3 / 4, begin + bytes)};
}

// Words that a match may cover from first to last.
std::size_t widest_match(const TextMatcher& matcher) {
    std::size_t widest = 1;
    for (std::size_t c = 0; c < matcher.clauses(); ++c) {
        const Node& clause = matcher.clause(c);
        if (clause.words.size() > 1)
            widest = std::max(widest, clause.words.size() + clause.distance);
    }
    return widest;
}

// Where the chunk after one of `tokens` begins, so that a match of `words` words that starts in
// one and ends in the other is seen: bytes from the start of the chunk. Words that no match starts
// with may be missing from the tokens.
std::size_t overlap_begin(const Tokens& tokens, std::size_t words, std::size_t chunk_size) {
    if (words < 2 || tokens.size() == 0) return chunk_size;
    const std::size_t last = tokens.last_position();
    std::size_t begin = chunk_size;
    for (std::size_t i = tokens.size(); i-- > 0;) {
        const Token& token = tokens[i];
        const bool ends_here = token.position + words <= last + 1;
        if (ends_here || token.begin < chunk_size / 2) break;
        begin = token.begin;
    }
    return begin;
}

} // namespace

MatchWindow Snippeter::find(std::string_view text, const TextMatcher& matcher, std::size_t wanted,
                            std::size_t bytes) {
    const std::vector<bool> known(matcher.clauses());
    const std::size_t widest = widest_match(matcher);
    const std::size_t chunk = std::max(chunk_bytes, 2 * bytes_a_word * widest);
    Window best;
    for (std::size_t begin = 0; begin < text.size() && best.covered < wanted;) {
        const std::size_t end = chunk_end(text, begin, chunk);
        tokens_.analyse_wanted(text.substr(begin, end - begin), matcher.starts());
        const std::size_t old = spans_.size();
        matcher.match(tokens_, false, spans_);
        for (std::size_t i = old; i < spans_.size(); ++i) {
            spans_[i].begin += static_cast<std::uint32_t>(begin);
            spans_[i].end += static_cast<std::uint32_t>(begin);
        }
        if (spans_.size() > old) {
            // Windows reach back into the last chunk, and chunks overlap.
            const auto from = std::partition_point(
                spans_.begin(), spans_.begin() + static_cast<std::ptrdiff_t>(old),
                [&](const MatchedSpan& span) { return span.begin + bytes < begin; });
            const auto first = static_cast<std::size_t>(from - spans_.begin());
            sort_unique(spans_, first);
            best = best_window(spans_, bytes, known, first, best);
        }
        begin = end < text.size() ? begin + overlap_begin(tokens_, widest, end - begin) : end;
    }
    return best;
}

std::vector<Fragment> Snippeter::snippet(std::string_view text, const TextMatcher& matcher,
                                         const SnippetOptions& options) {
    spans_.clear();
    std::size_t wanted = 0; // clauses that a text can show
    for (std::size_t c = 0; c < matcher.clauses(); ++c)
        wanted += matcher.clause(c).field == FieldId::text;
    const Window best = find(text, matcher, wanted, options.bytes * 3 / 4);
    Window second;
    if (best.covered > 0 && best.covered < wanted && options.fragments > 1) {
        std::vector<bool> known(matcher.clauses());
        for (const MatchedSpan& span : spans_)
            if (span.begin >= best.begin && span.end <= best.end) known[span.clause] = true;
        second = best_window(spans_, options.bytes / 3, known);
    }
    std::vector<Piece> pieces;
    if (best.covered == 0) {
        pieces = {opening(text, options.bytes)};
    } else if (second.covered == 0) {
        pieces = {cut(text, best, options.bytes)};
    } else {
        pieces = {cut(text, best, options.bytes * 3 / 5), cut(text, second, options.bytes * 2 / 5)};
        if (pieces[1].begin < pieces[0].begin) std::swap(pieces[0], pieces[1]);
        if (pieces[1].begin <= pieces[0].end + options.bytes / 8) { // they nearly meet
            pieces[0].end = std::max(pieces[0].end, pieces[1].end);
            pieces.pop_back();
        }
    }
    std::vector<Fragment> fragments;
    for (const Piece& piece : pieces) {
        Fragment fragment = mark(text, piece.begin, piece.end, spans_);
        if (!fragment.empty()) fragments.push_back(std::move(fragment));
    }
    return fragments;
}

std::vector<Run> Snippeter::highlight(std::string_view text, const TextMatcher& matcher,
                                      bool is_title) {
    spans_.clear();
    if (matcher.clauses() > 0) {
        tokens_.analyse_wanted(text, matcher.starts());
        matcher.match(tokens_, is_title, spans_);
    }
    return mark(text, 0, text.size(), spans_);
}

} // namespace sitrep
