// Words, phrases and prefixes.

#include "searcher/parse_leaf.h"

#include "schema/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace sitrep {

namespace {

bool is_joined(const Token& token) {
    return (token.flags & token_joined) != 0;
}

// The words of an analysed text, and the one form that stands for all of it, if there is one.
struct Words {
    std::vector<QueryWord> all;
    std::optional<QueryWord> whole;
    bool whole_is_joined = false;
    std::size_t begin = 0; // bytes of the text from the first word to the last
    std::size_t end = 0;
    friend bool operator==(const Words& a, const Words& b) {
        return a.all == b.all && a.whole == b.whole;
    }
};

Words words_of(Tokens& tokens, std::string_view text) {
    tokens.analyse(text);
    Words words;
    words.begin = text.size();
    std::size_t first = text.size();
    std::size_t last = 0;
    for (const Token& token : tokens.all()) {
        words.begin = std::min<std::size_t>(words.begin, token.begin);
        words.end = std::max<std::size_t>(words.end, token.end);
        if (is_joined(token)) continue;
        first = std::min<std::size_t>(first, token.begin);
        last = std::max<std::size_t>(last, token.end);
        words.all.push_back({std::string(tokens.form(token)), token.script, false});
    }
    if (words.all.size() == 1) words.whole = words.all.front();
    for (const Token& token : tokens.all()) {
        if (!is_joined(token) || token.begin > first || token.end < last) continue;
        const std::string_view form = tokens.form(token);
        if (words.whole_is_joined && form.size() <= words.whole->form.size()) continue;
        words.whole = QueryWord{std::string(form), token.script, false};
        words.whole_is_joined = true;
    }
    return words;
}

// The part of a word that holds its letters, if that alone is the same word.
std::string_view trim_word(Tokens& tokens, std::string_view word, const Words& words) {
    const std::string_view trimmed = word.substr(words.begin, words.end - words.begin);
    if (trimmed == word || words_of(tokens, trimmed) == words) return trimmed;
    return word;
}

Node leaf(NodeKind kind, FieldId field, std::string_view text, QuerySpan span) {
    Node node;
    node.kind = kind;
    node.field = field;
    node.text = text;
    node.span = span;
    return node;
}

void warn_nothing(LeafContext& context, std::string_view text, QuerySpan span) {
    std::string hint;
    if (text == "|") hint = "write OR for either";
    if (text == "..") hint = "write a range without spaces: date:2025-06..2025-07";
    if (text == "&") hint = "write the words side by side for both";
    context.warn(fmt::format("nothing to search in {}", quote(shown(text))), hint, span);
}

// A * that is not at the end, and ? inside a word.
void refuse_wildcards(std::string_view word, QuerySpan span) {
    const std::size_t star = word.find('*');
    if (star != std::string_view::npos && star + 1 < word.size()) {
        const std::string message =
            star == 0 ? "a word cannot start with *" : "* is understood only at the end of a word";
        fail(message, "write word* for all words that start alike, or put the text in quotes",
             span);
    }
    if (star == 0) fail("a word cannot start with *", "write * alone for everything", span);
    const std::size_t mark = word.find('?');
    if (mark != std::string_view::npos && has_wordish(word.substr(mark)))
        fail("? is not supported as a wildcard",
             "write word* for all words that start alike, or put the text in quotes", span);
}

// What other engines read in a word and this one does not.
void refuse_unsupported(std::string_view word, QuerySpan span) {
    refuse_wildcards(word, span);
    if (!has_wordish(word)) return;
    const std::size_t tilde = word.find('~');
    const bool about = tilde == 0 && word.size() > 1 && word[1] >= '0' && word[1] <= '9';
    if (tilde != std::string_view::npos && !about)
        fail("fuzzy search is not supported", "remove ~, or put the text in quotes", span);
    if (word.find('^') != std::string_view::npos)
        fail("weights are not supported", "remove ^ and its number, or put the text in quotes",
             span);
}

void warn_of_punctuation(LeafContext& context, std::string_view word, QuerySpan span) {
    if (!has_wordish(word)) return;
    if (word.ends_with('?'))
        context.warn("? at the end of a word is taken as punctuation",
                     "write word* for all words that start alike", span);
    if (word.find('|') != std::string_view::npos)
        context.warn("| is taken as punctuation", "write OR for either", span);
    if (looks_like_url(word))
        context.warn("the address is searched as words in the text",
                     fmt::format("write url:{} for the article at that address", shown(word)),
                     span);
}

std::size_t count_letters(std::string_view form) {
    std::size_t count = 0;
    std::size_t size = 0;
    for (std::size_t at = 0; at < form.size(); at += size)
        count += is_wordish(char_at(form, at, size)) ? 1 : 0;
    return count;
}

std::optional<Node> plain_leaf(LeafContext& context, FieldId field, std::string_view word,
                               QuerySpan span) {
    Words words = words_of(context.tokens, word);
    if (words.all.empty()) {
        warn_nothing(context, word, span);
        return {};
    }
    const bool address = looks_like_url(word) && !words.whole; // shown whole
    Node node = leaf(NodeKind::phrase, field,
                     address ? word : trim_word(context.tokens, word, words), span);
    if (words.whole) {
        node.kind = NodeKind::word;
        words.whole->stop = is_stop_word(words.whole->form);
        node.words.push_back(std::move(*words.whole));
    } else {
        node.words = std::move(words.all);
    }
    return node;
}

std::optional<Node> prefix_leaf(LeafContext& context, FieldId field, std::string_view stem,
                                QuerySpan span) {
    Words words = words_of(context.tokens, stem);
    if (words.all.empty()) fail("a word cannot start with *", "write * alone for everything", span);
    const bool ideographs = std::all_of(words.all.begin(), words.all.end(),
                                        [](const QueryWord& w) { return w.script == Script::cjk; });
    if (ideographs) {
        context.warn("* is not needed after letters that are words by themselves", "leave * out",
                     span);
        return plain_leaf(context, field, stem, span);
    }
    if (words.all.size() == 1) words.whole = words.all.front(); // not the acronym
    if (!words.whole)
        fail(fmt::format("{}* is several words, and * can complete only one", shown(stem)),
             "leave * out, or write the words apart", span);
    if (count_letters(words.whole->form) < context.limits.prefix_letters)
        fail(fmt::format("* needs at least {} letters before it", context.limits.prefix_letters),
             "write more of the word, or leave * out", span);
    Node node = leaf(NodeKind::prefix, field, trim_word(context.tokens, stem, words), span);
    node.words.push_back(std::move(*words.whole));
    return node;
}

// Which of the words (sorted spans) holds the byte `at`; words.size() if none does.
std::size_t word_at(const std::vector<QuerySpan>& words, std::uint32_t at) {
    const auto after = std::upper_bound(
        words.begin(), words.end(), at,
        [](std::uint32_t value, const QuerySpan& word) { return value < word.begin; });
    if (after == words.begin()) return words.size();
    const auto word = static_cast<std::size_t>(after - words.begin()) - 1;
    return at < words[word].end ? word : words.size();
}

} // namespace

std::optional<Node> word_leaf(LeafContext& context, FieldId field, std::string_view word,
                              QuerySpan span) {
    if (word == "*" || word == "*:*") {
        if (field == FieldId::text) return leaf(NodeKind::all, field, "", span);
        fail("* alone is everything, and no value of a field", "leave the field out", span);
    }
    if (!looks_like_url(word)) {
        refuse_unsupported(word, span);
        if (word.ends_with('*'))
            return prefix_leaf(context, field, word.substr(0, word.size() - 1), span);
    }
    warn_of_punctuation(context, word, span);
    return plain_leaf(context, field, word, span);
}

std::optional<Node> phrase_leaf(LeafContext& context, FieldId field, std::string_view text,
                                std::uint32_t distance, QuerySpan span) {
    text = trim_space(text);
    Words words = words_of(context.tokens, text);
    if (words.all.empty()) {
        warn_nothing(context, text, span);
        return {};
    }
    if (text.find('*') != std::string_view::npos)
        context.warn("* in quotes is taken as punctuation", "write word* without quotes", span);
    if (distance > 0 && words.all.size() == 1) {
        context.warn(fmt::format("~{} means nothing after a single word", distance), "leave it out",
                     span);
        distance = 0;
    }
    Node node = leaf(NodeKind::phrase, field, text, span);
    node.words = std::move(words.all);
    node.distance = distance;
    return node;
}

std::vector<WordJoin> find_joins(std::string_view run, const std::vector<QuerySpan>& words) {
    std::vector<WordJoin> joins;
    if (words.size() < 2) return joins;
    Tokens tokens;
    Tokens part;
    tokens.analyse(run);
    // What of each word its own tokens cover.
    std::vector<QuerySpan> covered(words.size(), QuerySpan{0, 0});
    for (const Token& token : tokens.all()) {
        const std::size_t word = word_at(words, token.begin);
        if (is_joined(token) || word == words.size()) continue;
        if (covered[word].end == 0) covered[word].begin = token.begin;
        covered[word].end = token.end;
    }
    for (const Token& token : tokens.all()) {
        if (!is_joined(token)) continue;
        const std::size_t first = word_at(words, token.begin);
        const std::size_t last = word_at(words, token.end - 1);
        if (first >= last || last == words.size()) continue;
        if (token.begin != covered[first].begin || token.end != covered[last].end) continue;
        if (!joins.empty() && first <= joins.back().last) continue;
        std::string text;
        for (std::size_t i = first; i <= last; ++i) {
            if (i > first) text += '-';
            text += run.substr(covered[i].begin, covered[i].end - covered[i].begin);
        }
        const Words whole = words_of(part, text);
        if (whole.whole_is_joined && whole.whole->form.starts_with(tokens.form(token)))
            joins.push_back({first, last, std::move(text)});
    }
    return joins;
}

} // namespace sitrep
