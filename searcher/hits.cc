#include "searcher/hits.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace sitrep {

const KnownEntity& EntityNames::of(EntityKind kind, const std::string& id) {
    const auto [entry, is_new] = known_[static_cast<std::size_t>(kind)].try_emplace(id);
    KnownEntity& known = entry->second;
    if (!is_new) return known;
    auto shown = std::make_shared<NamedEntity>(NamedEntity{id, id, {}, {}});
    known.shown = shown;
    const auto entity = gazetteer_.find(kind, id);
    if (!entity) return known;
    shown->name = entity->name;
    shown->type = name_of(entity->type);
    if (kind == EntityKind::actor) {
        const auto whom = gazetteer_.affiliations(entity->index);
        if (!whom.empty()) known.parent = gazetteer_.entity(whom.front().whom).id;
        return known;
    }
    std::vector<std::string>& path = shown->path;
    path.push_back(id);
    for (EntityIndex up = entity->parent; up != no_entity; up = gazetteer_.entity(up).parent)
        path.emplace_back(gazetteer_.entity(up).id);
    if (path.size() > 1) known.parent = path[1];
    std::reverse(path.begin(), path.end());
    return known;
}

std::vector<EntityRef> HitBuilder::named(const Article& article, bool actors) {
    std::vector<EntityRef> list;
    for (const Mention& mention : article.mentions)
        if (mention.about && mention.is_actor == actors)
            list.push_back(
                names_.of(actors ? EntityKind::actor : EntityKind::region, mention.entity).shown);
    return list;
}

Hit HitBuilder::build(const std::string& data) {
    Hit hit;
    hit.article = decode_article(data, detail_);
    const Article& article = hit.article;
    hit.title = shown_title(article);
    hit.regions = named(article, false);
    hit.actors = named(article, true);
    auto matcher = matchers_.find(article.lang);
    if (matcher == matchers_.end())
        matcher = matchers_
                      .emplace(article.lang,
                               TextMatcher(root_, article.lang, tools_.stemmers, languages_))
                      .first;
    if (request_.snippets) {
        hit.snippet = tools_.snippeter.snippet(article.text, matcher->second);
        hit.highlighted_title =
            tools_.snippeter.highlight(hit.title, matcher->second, !article.title.empty());
    }
    if (request_.explain) hit.matched = matched_clauses(article, root_, matcher->second);
    return hit;
}

// Whether an article meets a leaf that is no text.
bool HitBuilder::meets_filter(const Article& article, const Node& leaf) const {
    if (leaf.kind == NodeKind::count) {
        const auto overlaps = [&](std::uint32_t low, std::uint32_t high) {
            return high >= leaf.numbers.from && low <= leaf.numbers.to;
        };
        if (leaf.field == FieldId::version) return overlaps(article.version, article.version);
        const auto& count = leaf.field == FieldId::killed ? article.killed : article.injured;
        return count && overlaps(count->low, count->high);
    }
    if (leaf.kind == NodeKind::entity && leaf.exact)
        return std::any_of(
            article.mentions.begin(), article.mentions.end(), [&](const Mention& mention) {
                return mention.about && mention.is_actor == (leaf.field == FieldId::actor) &&
                       std::count(leaf.values.begin(), leaf.values.end(), mention.entity) > 0;
            });
    const bool is_date = leaf.kind == NodeKind::date;
    if (!is_date && leaf.kind != NodeKind::entity && leaf.kind != NodeKind::keyword) return false;
    const auto values = facet_values(article, leaf.field, names_.gazetteer());
    if (!is_date)
        return std::any_of(leaf.values.begin(), leaf.values.end(), [&](const std::string& value) {
            return std::binary_search(values.begin(), values.end(), value);
        });
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        const auto days = parse_period(value, 0);
        return days && days->from >= leaf.days.from && days->to <= leaf.days.to;
    });
}

// The clauses, as query text, that an article meets.
std::vector<std::string> HitBuilder::matched_clauses(const Article& article, const Node& node,
                                                     const TextMatcher& matcher) {
    std::vector<bool> met(matcher.clauses());
    const auto see = [&](std::string_view text, bool in_title) {
        std::vector<MatchedSpan> spans;
        tools_.tokens.analyse(text);
        matcher.match(tools_.tokens, in_title, spans);
        for (const MatchedSpan& span : spans) met[span.clause] = true;
    };
    see(article.title, true);
    see(article.text, false);
    std::vector<std::string> clauses;
    for (std::size_t c = 0; c < met.size(); ++c)
        if (met[c]) clauses.push_back(to_string(matcher.clause(c)));
    const std::function<void(const Node&)> visit = [&](const Node& n) {
        if (n.kind == NodeKind::conj || n.kind == NodeKind::disj)
            for (const Node& child : n.children) visit(child);
        else if (meets_filter(article, n))
            clauses.push_back(to_string(n));
    };
    visit(node);
    return clauses;
}

} // namespace sitrep
