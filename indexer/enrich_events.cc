#include "indexer/enrich_events.h"

#include "indexer/enrich_casualties.h"
#include "schema/lexicon.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sitrep {
namespace {

// Evidence that is kept of a label; more says no more.
constexpr std::size_t most_evidence = 64;

void add(std::vector<Label>& labels, std::string_view id, Evidence evidence) {
    auto label =
        std::find_if(labels.begin(), labels.end(), [&](const Label& l) { return l.id == id; });
    if (label == labels.end()) label = labels.insert(labels.end(), {std::string(id), {}});
    if (label->evidence.size() < most_evidence) label->evidence.push_back(std::move(evidence));
}

Evidence evidence_of(const Article& article, Part part, const Tokens& tokens,
                     const LexiconMatch& match, std::string_view rule) {
    const std::string& text = part == Part::title ? article.title : article.text;
    Evidence evidence;
    evidence.part = part;
    evidence.begin = tokens[match.first].begin;
    evidence.end = tokens[match.last - 1].end;
    evidence.alias = text.substr(evidence.begin, evidence.end - evidence.begin);
    evidence.rule = rule;
    return evidence;
}

void find_labels(const Article& article, Part part, const Tokens& tokens, const Lexicon& lexicon,
                 std::vector<Label>& labels) {
    std::vector<LexiconMatch> matches;
    lexicon.match(tokens, article.lang, matches);
    for (const LexiconMatch& match : matches)
        if ((match.flags & lexicon_needs_context) == 0)
            add(labels, lexicon.entries()[match.entry].id,
                evidence_of(article, part, tokens, match, "word"));
}

} // namespace

void find_events(Article& article, const ArticleTokens& tokens) {
    std::vector<CasualtyReport> reports;
    find_casualties(article, tokens, reports);
    for (const Part part : {Part::title, Part::text}) {
        const Tokens& words = part == Part::title ? tokens.title : tokens.text;
        find_labels(article, part, words, Lexicon::events(), article.events);
        find_labels(article, part, words, Lexicon::weapons(), article.weapons);
    }
}

void find_conflicts(Article&) {}

} // namespace sitrep
