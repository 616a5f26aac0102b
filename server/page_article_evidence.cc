// What was found in an article, and what shows it.

#include "searcher/render_describe.h"
#include "server/page_article.h"
#include "server/page_parts.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_places = 6; // of one finding

void add_mentions(std::vector<Finding>& findings, const Article& article,
                  const Gazetteer& gazetteer, bool about) {
    for (const Mention& mention : article.mentions) {
        if (mention.about != about) continue;
        const auto entity = gazetteer.find(
            mention.is_actor ? EntityKind::actor : EntityKind::region, mention.entity);
        findings.push_back({mention.is_actor ? MarkKind::actor : MarkKind::region,
                            std::string(entity ? entity->name : std::string_view(mention.entity)),
                            about, mention.evidence});
    }
}

TemplateData place_of(const Evidence& evidence, const Anchors& anchors) {
    TemplateData place;
    const auto anchor = anchors.find({evidence.part, evidence.begin});
    place.set("anchor",
              anchor == anchors.end() ? TemplateData(false) : TemplateData(anchor->second));
    place.set("alias", text_or_none(evidence.alias));
    place.set("rule",
              evidence.part == Part::input ? std::string("given with the article") : evidence.rule);
    place.set("confidence", evidence.confidence < 1
                                ? TemplateData(fmt::format("{:.2f}", evidence.confidence))
                                : TemplateData(false));
    return place;
}

} // namespace

std::string_view name_of(MarkKind kind) {
    switch (kind) {
    case MarkKind::region: return "region";
    case MarkKind::actor: return "actor";
    case MarkKind::event: return "event";
    case MarkKind::weapon: return "weapon";
    case MarkKind::when: return "when";
    case MarkKind::toll: return "toll";
    }
    return "region";
}

std::vector<Finding> findings_of(const Article& article, const Gazetteer& gazetteer) {
    std::vector<Finding> findings;
    add_mentions(findings, article, gazetteer, true);
    for (const Label& label : article.events)
        findings.push_back({MarkKind::event, label.id, true, label.evidence});
    for (const Label& label : article.conflicts)
        findings.push_back({MarkKind::event, label.id, true, label.evidence});
    for (const Label& label : article.weapons)
        findings.push_back({MarkKind::weapon, label.id, true, label.evidence});
    for (const EventDate& date : article.happened)
        findings.push_back({MarkKind::when, describe(date), true, {date.evidence}});
    if (article.killed)
        findings.push_back({MarkKind::toll, "killed " + describe(*article.killed), true,
                            article.killed->evidence});
    if (article.injured)
        findings.push_back({MarkKind::toll, "injured " + describe(*article.injured), true,
                            article.injured->evidence});
    add_mentions(findings, article, gazetteer, false);
    return findings;
}

TemplateData evidence_list(const std::vector<Finding>& findings, const Anchors& anchors) {
    TemplateData list(TemplateData::type::list);
    for (const Finding& finding : findings) {
        TemplateData item;
        item.set("what", finding.what);
        item.set("kind", std::string(name_of(finding.kind)));
        item.set("about", finding.about);
        TemplateData places(TemplateData::type::list);
        for (std::size_t i = 0; i < std::min(finding.evidence.size(), most_places); ++i)
            places << place_of(finding.evidence[i], anchors);
        item.set("places", places);
        item.set("more",
                 finding.evidence.size() > most_places
                     ? TemplateData(fmt::format("{}", finding.evidence.size() - most_places))
                     : TemplateData(false));
        list << item;
    }
    return list;
}

} // namespace sitrep
