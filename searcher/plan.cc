#include "searcher/plan.h"

#include "schema/error.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace sitrep {
namespace {

void and_with(Node& root, Node filter) {
    if (root.kind == NodeKind::conj) {
        root.children.push_back(std::move(filter));
        return;
    }
    Node both;
    both.kind = NodeKind::conj;
    if (root.kind != NodeKind::all) both.children.push_back(std::move(root));
    both.children.push_back(std::move(filter));
    root = std::move(both);
}

// One selection a field: what is picked of a field in several places is one choice.
std::vector<Selection> merged(const std::vector<Selection>& selections) {
    std::vector<Selection> result;
    for (const Selection& selection : selections) {
        const auto same = std::find_if(result.begin(), result.end(), [&](const Selection& other) {
            return other.field == selection.field;
        });
        if (same == result.end()) {
            result.push_back(selection);
            continue;
        }
        same->any.insert(same->any.end(), selection.any.begin(), selection.any.end());
        same->exclude.insert(same->exclude.end(), selection.exclude.begin(),
                             selection.exclude.end());
    }
    return result;
}

DayRange period(const std::string& text, const char* option, Day today) {
    const auto days = parse_period(text, today);
    if (!days)
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a date for {}", text, option),
                    "write 2025, 2025-07, 2025-07-04, today, yesterday or P7D");
    return *days;
}

class Planner {
  public:
    Planner(const Searched& searched, const Gazetteer& gazetteer, StemmerPool& stemmers)
        : searched_(searched), gazetteer_(gazetteer), stemmers_(stemmers) {}

    Plan plan(const SearchRequest& request);

  private:
    void add_period(const SearchRequest& request, Plan& plan) const;
    void add_selection(const Selection& selection, Plan& plan, const LoweringContext& context);
    Node selection_node(FieldId id, const std::string& value, Plan& plan) const;
    static std::optional<std::vector<std::string>> facet_ids(const Node& node);

    const Searched& searched_;
    const Gazetteer& gazetteer_;
    StemmerPool& stemmers_;
};

Plan Planner::plan(const SearchRequest& request) {
    Plan p;
    p.deadline = std::chrono::steady_clock::now() +
                 std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                     std::chrono::duration<double>(request.limits.seconds));
    p.query =
        parse_query(request.query, gazetteer_, searched_.today, request.limits, request.saved);
    p.root = p.query.root;
    add_period(request, p);
    const LoweringContext context{searched_.database, searched_.languages, stemmers_,
                                  request.limits,     searched_.copies,    searched_.stories};
    for (const Selection& selection : merged(request.selections))
        add_selection(selection, p, context);
    p.tree = lower(p.root, context);
    p.ranking = to_xapian(p.tree, searched_.term_queries, true);
    p.matching = to_xapian(p.tree, searched_.term_queries, false);
    return p;
}

void Planner::add_period(const SearchRequest& request, Plan& p) const {
    if (!request.from && !request.to) return;
    Node filter;
    filter.kind = NodeKind::date;
    filter.field = FieldId::date;
    if (request.from) filter.days.from = period(*request.from, "from", searched_.today).from;
    if (request.to) filter.days.to = period(*request.to, "to", searched_.today).to;
    if (filter.days.from > filter.days.to)
        throw Error(ErrorKind::usage,
                    fmt::format("from {} is after to {}", *request.from, *request.to),
                    "swap the two dates");
    and_with(p.root, std::move(filter));
}

// The facet values that a selection node asks for; none for kinds that are no facet values.
std::optional<std::vector<std::string>> Planner::facet_ids(const Node& node) {
    if (!field(node.field).facet || node.exact) return std::nullopt;
    switch (node.kind) {
    case NodeKind::entity:
    case NodeKind::keyword: return node.values;
    case NodeKind::date:
        if (node.days.from == first_day || node.days.to == last_day) return std::nullopt;
        return cover_days(node.days);
    default: return std::nullopt;
    }
}

// A region or actor that came with an article and that the gazetteer does not know is a value like
// any other: facets show it.
Node Planner::selection_node(FieldId id, const std::string& value, Plan& p) const {
    if (id == FieldId::region || id == FieldId::actor) {
        const EntityKind kind = id == FieldId::actor ? EntityKind::actor : EntityKind::region;
        const std::string folded = fold_keyword(value);
        if (!gazetteer_.find(kind, value) && gazetteer_.resolve(kind, value).empty() &&
            searched_.database.term_exists(make_term(field(id).prefix, folded))) {
            Node node;
            node.kind = NodeKind::entity;
            node.field = id;
            node.text = value;
            node.values = {folded};
            return node;
        }
    }
    return parse_filter(id, value, gazetteer_, searched_.today, p.query.expansions,
                        p.query.warnings);
}

void Planner::add_selection(const Selection& selection, Plan& p, const LoweringContext& context) {
    ValueSelection values{selection.field, {}, {}};
    Node any;
    any.kind = NodeKind::disj;
    Node unwanted = any;
    bool is_facet = true;
    const auto add = [&](const std::vector<std::string>& given, Node& nodes,
                         std::vector<std::string>& ids) {
        for (const std::string& value : given) {
            Node node = selection_node(selection.field, value, p);
            const auto found = facet_ids(node);
            is_facet = is_facet && found.has_value();
            if (found) ids.insert(ids.end(), found->begin(), found->end());
            nodes.children.push_back(std::move(node));
        }
    };
    add(selection.any, any, values.any);
    add(selection.exclude, unwanted, values.exclude);
    Node node;
    node.kind = NodeKind::conj;
    if (!any.children.empty()) node.children.push_back(std::move(any));
    if (!unwanted.children.empty()) {
        Node neg;
        neg.kind = NodeKind::neg;
        neg.children.push_back(std::move(unwanted));
        node.children.push_back(std::move(neg));
    }
    if (node.children.empty()) return;
    if (is_facet) {
        p.selections.push_back(std::move(values));
        p.selected_trees.push_back(lower(node, context));
        p.selected.push_back(to_xapian(p.selected_trees.back(), searched_.term_queries, false));
    } else {
        and_with(p.root, std::move(node));
    }
}

} // namespace

Plan make_plan(const SearchRequest& request, const Searched& searched, const Gazetteer& gazetteer,
               StemmerPool& stemmers) {
    return Planner(searched, gazetteer, stemmers).plan(request);
}

Plan make_plan(const SearchRequest& request, const Snapshot& snapshot, const Gazetteer& gazetteer,
               StemmerPool& stemmers) {
    return make_plan(request,
                     {snapshot.database(), snapshot.languages(),
                      snapshot.groups(FieldId::copies).groups,
                      snapshot.groups(FieldId::story).groups, snapshot.term_queries(),
                      request.today.value_or(today())},
                     gazetteer, stemmers);
}

} // namespace sitrep
