#include "searcher/snippet.h"

#include <algorithm>
#include <limits>

namespace sitrep {
namespace {

constexpr std::size_t chunk_bytes = 1200;  // analysed at a time
constexpr std::size_t longest_chunk = 3000;
constexpr std::size_t context_share = 4;   // at most 1/4 of a fragment stands before its first match

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool is_char_start(std::string_view text, std::size_t i) {
    return i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
}

// Where a chunk that starts at `begin` ends: at a paragraph, else a sentence, else a word.
std::size_t chunk_end(std::string_view text, std::size_t begin) {
    if (text.size() - begin <= chunk_bytes + chunk_bytes / 2) return text.size();
    const std::size_t least = begin + chunk_bytes;
    const std::size_t most = std::min(text.size(), begin + longest_chunk);
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
    for (const char c : text) {
        if (!is_space(c)) out.push_back(c);
        else if (out.empty() || out.back() != ' ') out.push_back(' ');
    }
}

void append_run(Fragment& fragment, std::string_view text, bool match) {
    if (text.empty()) return;
    if (fragment.empty() || fragment.back().match != match) fragment.push_back({{}, match});
    std::string& out = fragment.back().text;
    const bool after_space = out.empty() && fragment.size() > 1 &&
                             !fragment[fragment.size() - 2].text.empty() &&
                             fragment[fragment.size() - 2].text.back() == ' ';
    if (after_space)
        while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    append_text(out, text);
    if (out.empty()) fragment.pop_back();
}

// The text [begin, end) with the spans in it marked; spans are ordered by begin.
Fragment mark(std::string_view text, std::size_t begin, std::size_t end,
              const std::vector<MatchedSpan>& spans) {
    Fragment fragment;
    std::size_t at = begin;
    for (const MatchedSpan& span : spans) {
        if (span.begin < begin || span.end <= at) continue;
        if (span.end > end) break;
        const std::size_t from = std::max<std::size_t>(span.begin, at);
        append_run(fragment, text.substr(at, from - at), false);
        append_run(fragment, text.substr(from, span.end - from), true);
        at = span.end;
    }
    append_run(fragment, text.substr(at, end - at), false);
    return fragment;
}

struct Window {
    std::size_t first = 0; // spans [first, last)
    std::size_t last = 0;
    std::size_t covered = 0; // distinct clauses, those of `known` left out
};

// The window of at most `bytes` with the most distinct clauses; of several the one with more
// matches, then the first.
Window best_window(const std::vector<MatchedSpan>& spans, std::size_t clauses, std::size_t bytes,
                   const std::vector<bool>& known) {
    Window best;
    std::vector<std::uint32_t> counts(clauses);
    std::size_t covered = 0;
    std::size_t last = 0;
    for (std::size_t first = 0; first < spans.size(); ++first) {
        while (last < spans.size() &&
               (last == first || spans[last].end <= spans[first].begin + bytes)) {
            if (counts[spans[last].clause]++ == 0 && !known[spans[last].clause]) ++covered;
            ++last;
        }
        if (covered > best.covered ||
            (covered == best.covered && covered > 0 && last - first > best.last - best.first))
            best = {first, last, covered};
        if (--counts[spans[first].clause] == 0 && !known[spans[first].clause]) --covered;
    }
    return best;
}

bool ends_sentence_at(std::string_view text, std::size_t i) {
    return i >= 2 && is_space(text[i - 1]) &&
           (text[i - 2] == '.' || text[i - 2] == '!' || text[i - 2] == '?' || text[i - 1] == '\n');
}

// A place at or before `begin` to start a fragment: a sentence if one starts within `reach`
// bytes, else a word.
std::size_t fragment_start(std::string_view text, std::size_t begin, std::size_t reach) {
    const std::size_t least = begin > reach ? begin - reach : 0;
    if (least == 0) return 0;
    for (std::size_t i = begin; i > least; --i)
        if (ends_sentence_at(text, i)) return i;
    for (std::size_t i = least; i < begin; ++i)
        if (is_space(text[i])) return i + 1;
    return begin;
}

std::size_t fragment_end(std::string_view text, std::size_t at_least, std::size_t wanted) {
    if (wanted >= text.size()) return text.size();
    for (std::size_t i = wanted; i > at_least; --i)
        if (is_space(text[i])) return i;
    std::size_t end = std::max(wanted, at_least);
    while (end > at_least && !is_char_start(text, end)) --end;
    return std::max(end, at_least);
}

struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Piece cut(std::string_view text, const std::vector<MatchedSpan>& spans, const Window& window,
          std::size_t bytes) {
    const std::size_t first = spans[window.first].begin;
    const std::size_t last = spans[window.last - 1].end;
    const std::size_t room = bytes > last - first ? bytes - (last - first) : 0;
    Piece piece;
    piece.begin = fragment_start(text, first, std::min(room, bytes / context_share));
    piece.end = fragment_end(text, last, piece.begin + bytes);
    return piece;
}

Piece opening(std::string_view text, std::size_t bytes) {
    std::size_t begin = 0;
    while (begin < text.size() && is_space(text[begin])) ++begin;
    return {begin, fragment_end(text, begin, begin + bytes)};
}

} // namespace

std::vector<Fragment> Snippeter::snippet(std::string_view text, const TextMatcher& matcher,
                                         const SnippetOptions& options) {
    spans_.clear();
    std::vector<bool> known(matcher.clauses());
    std::size_t wanted = 0; // clauses that a text can show
    for (std::size_t c = 0; c < matcher.clauses(); ++c)
        wanted += matcher.clause(c).field == FieldId::text;
    Window best;
    for (std::size_t begin = 0; begin < text.size() && wanted > 0 && best.covered < wanted;) {
        const std::size_t end = chunk_end(text, begin);
        tokens_.analyse(text.substr(begin, end - begin));
        const std::size_t old = spans_.size();
        matcher.match(tokens_, false, spans_);
        for (std::size_t i = old; i < spans_.size(); ++i) {
            spans_[i].begin += static_cast<std::uint32_t>(begin);
            spans_[i].end += static_cast<std::uint32_t>(begin);
        }
        begin = end;
        if (spans_.size() > old)
            best = best_window(spans_, matcher.clauses(), options.bytes * 3 / 4, known);
    }
    std::vector<Piece> pieces;
    if (best.covered == 0) {
        pieces.push_back(opening(text, options.bytes));
    } else {
        for (std::size_t i = best.first; i < best.last; ++i) known[spans_[i].clause] = true;
        const Window second =
            options.fragments > 1 && best.covered < wanted
                ? best_window(spans_, matcher.clauses(), options.bytes / 3, known)
                : Window{};
        if (second.covered > 0) {
            pieces.push_back(cut(text, spans_, best, options.bytes * 3 / 5));
            pieces.push_back(cut(text, spans_, second, options.bytes * 2 / 5));
            if (pieces[1].begin < pieces[0].begin) std::swap(pieces[0], pieces[1]);
            if (pieces[1].begin <= pieces[0].end) { // they meet: one piece
                pieces[0].end = std::max(pieces[0].end, pieces[1].end);
                pieces.pop_back();
            }
        } else {
            pieces.push_back(cut(text, spans_, best, options.bytes));
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
        tokens_.analyse(text);
        matcher.match(tokens_, is_title, spans_);
    }
    return mark(text, 0, text.size(), spans_);
}

} // namespace sitrep
