#include "searcher/match.h"

#include <algorithm>
#include <array>

namespace sitrep {

TextMatcher::TextMatcher(const Node& root, std::string_view lang, StemmerPool& stemmers,
                         const std::vector<std::string>& languages)
    : stemmer_(&stemmers.of(lang)), pool_(stemmers), languages_(languages) {
    if (std::find(languages_.begin(), languages_.end(), lang) == languages_.end())
        languages_.emplace_back(lang);
    for (const std::string& language : languages_) stemmers_.push_back(&stemmers.of(language));
    // Arabic, Indonesian and Irish stemmers strip prefixes too.
    constexpr std::array<std::string_view, 4> strip_prefixes{"ar", "id", "ga", "ne"};
    stems_keep_start_ =
        std::find(strip_prefixes.begin(), strip_prefixes.end(), lang) == strip_prefixes.end();
    collect(root);
}

void TextMatcher::collect(const Node& node) {
    switch (node.kind) {
    case NodeKind::word:
    case NodeKind::phrase:
    case NodeKind::near:
    case NodeKind::prefix: add_clause(node); break;
    case NodeKind::conj:
        for (const Node& child : node.children)
            if (!is_dropped_stop_word(node, child)) collect(child);
        break;
    case NodeKind::disj:
        for (const Node& child : node.children) collect(child);
        break;
    default: break; // what is negated or a filter is not in the text
    }
}

void TextMatcher::add_clause(const Node& node) {
    Clause clause{&node, {}};
    for (const QueryWord& word : node.words) clause.words.push_back(word_of(word, node.kind));
    if (!clause.words.empty()) clauses_.push_back(std::move(clause));
}

TextMatcher::Word TextMatcher::word_of(const QueryWord& word, NodeKind kind) {
    Word result;
    result.prefix = kind == NodeKind::prefix;
    if (kind == NodeKind::word || kind == NodeKind::near) {
        WordTerms found = word_terms(word, languages_, pool_);
        result.stemmed = found.stemmed;
        result.terms = std::move(found.terms);
        result.form = word.form;
        if (kind == NodeKind::near && result.stemmed)
            for (const std::string& stem : result.terms)
                for (std::string& start : form_starts(stem, word.script))
                    result.starts.push_back(std::move(start));
    } else {
        result.terms = {word.form};
    }
    if (result.starts.empty() && result.stemmed && !stems_keep_start_) starts_.add_all();
    for (const std::string& start : result.starts.empty() ? result.terms : result.starts)
        add_start(start, result.stemmed);
    starts_.add(word.form);
    return result;
}

namespace {

// Stemmers change the last letters of a word: of a stem these bytes begin the forms too, but for y
// and i (dying, die). So it is for all but some hundred forms of the languages where stems keep the
// start at all.
std::size_t kept_size(std::string_view stem) {
    return stem.size() < 3 ? 1 : std::max<std::size_t>(2, stem.size() * 2 / 3);
}

char without_y(char c) {
    return c == 'y' ? 'i' : c;
}

bool shares_start(std::string_view form, std::string_view stem) {
    const std::size_t kept = kept_size(stem);
    return form.size() >= kept &&
           std::equal(form.begin(), form.begin() + static_cast<int>(kept), stem.begin(),
                      [](char a, char b) { return without_y(a) == without_y(b); });
}

} // namespace

void TextMatcher::add_start(const std::string& start, bool stemmed) {
    if (!stemmed) {
        starts_.add(start);
        return;
    }
    std::vector<std::string> starts{start.substr(0, std::min<std::size_t>(kept_size(start), 3))};
    for (std::size_t i = 1; i < starts.front().size(); ++i)
        for (std::size_t s = starts.size(); without_y(starts.front()[i]) == 'i' && s-- > 0;) {
            starts.push_back(starts[s]);
            starts.back()[i] = starts[s][i] == 'i' ? 'y' : 'i';
        }
    for (const std::string& each : starts) starts_.add(each);
}

// Cheap, before the stemmer is asked.
bool TextMatcher::may_share_stem(const Word& word, std::string_view form) const {
    if (!stems_keep_start_ || !word.starts.empty()) return true;
    return std::any_of(word.terms.begin(), word.terms.end(),
                       [&](const std::string& term) { return shares_start(form, term); });
}

bool TextMatcher::matches(const Word& word, std::string_view form, const Token& token) const {
    if (word.prefix) return form.starts_with(word.terms.front());
    if (!word.stemmed) return form == word.terms.front();
    if ((token.flags & token_joined) != 0 || !may_share_stem(word, form) ||
        !has_stem(form, token.script))
        return false;
    const auto is_term = [&](std::string_view stem) {
        return std::find(word.terms.begin(), word.terms.end(), stem) != word.terms.end();
    };
    if (word.starts.empty()) return is_term(stemmer_->stem(form, token.script));
    if (form == word.form) return true;
    const bool starts_so =
        std::any_of(word.starts.begin(), word.starts.end(),
                    [&](const std::string& start) { return form.starts_with(start); });
    return starts_so && std::any_of(stemmers_.begin(), stemmers_.end(), [&](Stemmer* stemmer) {
               return is_term(stemmer->stem(form, token.script));
           });
}

void TextMatcher::match(const Tokens& tokens, bool in_title,
                        std::vector<MatchedSpan>& spans) const {
    const std::size_t first_span = spans.size();
    bool phrases = false;
    for (const Clause& clause : clauses_)
        phrases = phrases || clause.node->kind == NodeKind::near || clause.words.size() > 1;
    for (const Token& token : tokens.all()) {
        const std::string_view form = tokens.form(token);
        if (!starts_.may_begin(form)) continue;
        for (std::uint32_t c = 0; c < clauses_.size(); ++c) {
            const Clause& clause = clauses_[c];
            if (clause.words.size() > 1 || (!in_title && clause.node->field == FieldId::title))
                continue;
            if (matches(clause.words[0], form, token)) spans.push_back({token.begin, token.end, c});
        }
    }
    if (!phrases) return;
    for (std::uint32_t c = 0; c < clauses_.size(); ++c) {
        const Clause& clause = clauses_[c];
        if (clause.words.size() < 2 || (!in_title && clause.node->field == FieldId::title))
            continue;
        if (clause.node->kind == NodeKind::phrase)
            match_phrase(clause, c, tokens, spans);
        else
            match_near(clause, c, tokens, spans);
    }
    std::stable_sort(spans.begin() + static_cast<std::ptrdiff_t>(first_span), spans.end(),
                     [](const MatchedSpan& a, const MatchedSpan& b) { return a.begin < b.begin; });
}

// Words in order; all within as many positions as there are words, plus the distance. Where other
// words may stand between them each is marked by itself.
void TextMatcher::match_phrase(const Clause& clause, std::uint32_t number, const Tokens& tokens,
                               std::vector<MatchedSpan>& spans) const {
    const auto& all = tokens.all();
    const auto& words = clause.words;
    const std::size_t window = words.size() + clause.node->distance;
    std::vector<std::size_t> places; // tokens, one a word
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!matches(words[0], tokens.form(all[i]), all[i])) continue;
        places.assign(1, i);
        for (std::size_t j = i + 1; j < all.size() && places.size() < words.size(); ++j) {
            if (all[j].position - all[i].position >= window) break;
            if (all[j].position <= all[places.back()].position) continue;
            if (matches(words[places.size()], tokens.form(all[j]), all[j])) places.push_back(j);
        }
        if (places.size() < words.size()) continue;
        if (clause.node->distance == 0) {
            spans.push_back({all[i].begin, all[places.back()].end, number});
            continue;
        }
        for (const std::size_t p : places) spans.push_back({all[p].begin, all[p].end, number});
    }
}

// Words in any order within a window of positions; each word is marked by itself.
void TextMatcher::match_near(const Clause& clause, std::uint32_t number, const Tokens& tokens,
                             std::vector<MatchedSpan>& spans) const {
    struct Place {
        std::size_t token;
        std::size_t word;
    };
    const auto& all = tokens.all();
    std::vector<Place> places;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t w = 0; w < clause.words.size(); ++w)
            if (matches(clause.words[w], tokens.form(all[i]), all[i])) places.push_back({i, w});
    std::vector<bool> marked(places.size());
    for (std::size_t a = 0; a < places.size(); ++a) {
        std::vector<std::size_t> of_word(clause.words.size(), places.size());
        std::size_t met = 0;
        for (std::size_t b = a; b < places.size() && met < of_word.size(); ++b) {
            const Token& first = all[places[a].token];
            const Token& here = all[places[b].token];
            if (here.position - first.position > clause.node->distance) break;
            if (of_word[places[b].word] != places.size()) continue;
            const bool taken = std::any_of(of_word.begin(), of_word.end(), [&](std::size_t p) {
                return p != places.size() && all[places[p].token].position == here.position;
            });
            if (taken) continue; // a near b needs two words, even where a is b
            of_word[places[b].word] = b;
            ++met;
        }
        if (met == of_word.size())
            for (const std::size_t p : of_word) marked[p] = true;
    }
    for (std::size_t p = 0; p < places.size(); ++p)
        if (marked[p])
            spans.push_back({all[places[p].token].begin, all[places[p].token].end, number});
}

} // namespace sitrep
