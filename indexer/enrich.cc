#include "indexer/enrich.h"

#include "indexer/enrich_actors.h"
#include "indexer/enrich_agency.h"
#include "indexer/enrich_casualties.h"
#include "indexer/enrich_conflicts.h"
#include "indexer/enrich_events.h"
#include "indexer/enrich_given.h"
#include "indexer/enrich_happened.h"
#include "indexer/enrich_names.h"
#include "indexer/enrich_regions.h"
#include "indexer/language.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sitrep {
namespace {

void ensure_language(Article& article) {
    if (article.lang.empty())
        article.lang = detect_language(article.title + "\n" + article.text.substr(0, 4096));
}

void quote_surface_forms(Article& article) {
    for (Mention& mention : article.mentions)
        for (Evidence& evidence : mention.evidence)
            if (evidence.part != Part::input)
                evidence.alias = (evidence.part == Part::title ? article.title : article.text)
                                     .substr(evidence.begin, evidence.end - evidence.begin);
}

} // namespace

struct Enricher::Impl {
    const Gazetteer& gazetteer;
    std::vector<Name> names;
    CountrySupport support;
    Mentions mentions;
    std::vector<CasualtyReport> casualties;
};

Enricher::Enricher(const Gazetteer& gazetteer) : impl_(new Impl{gazetteer, {}, {}, {}, {}}) {}
Enricher::~Enricher() = default;

void Enricher::enrich(Article& article, const ArticleTokens& tokens) {
    auto& [gazetteer, names, support, mentions, casualties] = *impl_;
    ensure_language(article);
    const Day on = article.date ? article.date.range().from : today();
    support.clear();
    mentions.clear();
    find_names(article, tokens, gazetteer, names);
    const PartWords title(article.title, tokens.title, Part::title, names);
    const PartWords text(article.text, tokens.text, Part::text, names);
    find_regions(article, tokens, text, names, gazetteer, support, mentions);
    find_actors(article, title, text, names, gazetteer, support, on, mentions);
    mentions.take(article.mentions);
    quote_surface_forms(article);
    add_given(article, gazetteer);
    // What came with the record is kept.
    const std::vector<EventDate> given_dates = std::move(article.happened);
    find_casualties(article, tokens, casualties);
    find_events(article, tokens, casualties);
    find_happened(article, tokens);
    if (!given_dates.empty()) article.happened = given_dates;
    find_conflicts(article, tokens, gazetteer);
    find_agencies(article, tokens.dateline);
}

void Enricher::keep_given(Article& article) {
    ensure_language(article);
    add_given(article, impl_->gazetteer);
}

} // namespace sitrep
