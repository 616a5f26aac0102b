#include "server/page_links.h"

#include <algorithm>

namespace sitrep {
namespace {

EntityKind kind_of(FieldId field) {
    return field == FieldId::actor ? EntityKind::actor : EntityKind::region;
}

bool contains(const std::vector<std::string>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

Picked resolve(FieldId id, const std::string& given, bool excluded, const Gazetteer& gazetteer) {
    Picked picked{id, given, {given}, given, excluded};
    std::vector<QueryExpansion> expansions;
    std::vector<QueryWarning> warnings;
    try {
        const Node node = parse_filter(id, given, gazetteer, today(), expansions, warnings);
        const bool is_value = node.kind == NodeKind::entity || node.kind == NodeKind::keyword;
        if (is_value && !node.values.empty()) picked.ids = node.values;
        if (node.kind == NodeKind::entity)
            if (const auto entity = gazetteer.find(kind_of(id), picked.ids.front()))
                picked.name = entity->name;
    } catch (const Error&) {
        // It stays as it was given; the search says what is wrong with it.
    }
    return picked;
}

} // namespace

View take_view(std::vector<Parameter>& parameters) {
    View view = View::list;
    bool given = false;
    for (const Parameter& parameter : parameters) {
        if (parameter.name != "view" || parameter.value.empty()) continue;
        const auto named = std::find_if(view_names.begin(), view_names.end(), [&](const auto& row) {
            return row.first == parameter.value;
        });
        if (named == view_names.end() || given)
            throw ParameterError("view", given ? "view is given twice" : "there is no such view",
                                 "view is list, map or timeline");
        view = named->second;
        given = true;
    }
    std::erase_if(parameters, [](const Parameter& parameter) { return parameter.name == "view"; });
    return view;
}

std::vector<Parameter> page_parameters(const SearchRequest& request, View view) {
    std::vector<Parameter> parameters = search_parameters(request, page_defaults());
    for (const auto& [name, named] : view_names)
        if (view == named && view != View::list) parameters.push_back({"view", std::string(name)});
    return parameters;
}

std::string search_address(const SearchRequest& request, View view) {
    const std::string query = to_query_string(page_parameters(request, view));
    return query.empty() ? "/search" : "/search?" + query;
}

std::string versions_address(const std::string& id) {
    return "/versions?" + to_query_string({{"id", id}});
}

std::string story_address(const std::string& id) {
    return "/story?" + to_query_string({{"id", id}});
}

std::string article_address(const std::string& id, const std::string& query) {
    std::vector<Parameter> parameters{{"id", id}};
    if (!query.empty()) parameters.push_back({"q", query});
    return "/article?" + to_query_string(parameters);
}

std::vector<Picked> picked_values(const SearchRequest& request, const Gazetteer& gazetteer) {
    std::vector<Picked> picked;
    for (const Selection& selection : request.selections) {
        for (const std::string& value : selection.any)
            picked.push_back(resolve(selection.field, value, false, gazetteer));
        for (const std::string& value : selection.exclude)
            picked.push_back(resolve(selection.field, value, true, gazetteer));
    }
    return picked;
}

bool SearchLinks::is_picked(FieldId field, std::string_view id) const {
    return std::any_of(picked_.begin(), picked_.end(), [&](const Picked& picked) {
        return picked.field == field && contains(picked.ids, id);
    });
}

SearchRequest SearchLinks::released(FieldId field, const std::string& id) const {
    SearchRequest request = request_;
    request.offset = 0;
    for (const Picked& picked : picked_)
        if (picked.field == field && contains(picked.ids, id))
            request = without_value(std::move(request), field, picked.given);
    return request;
}

bool SearchLinks::is_related(FieldId field, std::string_view a, std::string_view b) const {
    if (sitrep::field(field).kind != FieldKind::entity) return false;
    const auto part = gazetteer_.find(kind_of(field), a);
    const auto whole = gazetteer_.find(kind_of(field), b);
    if (!part || !whole) return false;
    const auto above = [&](const Entity& entity) {
        return field == FieldId::actor ? gazetteer_.principals(entity.index, today())
                                       : gazetteer_.ancestors(entity.index);
    };
    const auto has = [](const std::vector<EntityIndex>& list, EntityIndex index) {
        return std::find(list.begin(), list.end(), index) != list.end();
    };
    return has(above(*part), whole->index) || has(above(*whole), part->index);
}

SearchRequest SearchLinks::toggled(FieldId field, const std::string& id) const {
    if (is_picked(field, id)) return released(field, id);
    SearchRequest request = request_;
    for (const Picked& picked : picked_)
        if (picked.field == field && !picked.excluded &&
            std::any_of(picked.ids.begin(), picked.ids.end(),
                        [&](const std::string& other) { return is_related(field, id, other); }))
            request = without_value(std::move(request), field, picked.given);
    return with_value(std::move(request), field, id);
}

SearchRequest SearchLinks::excluded(FieldId field, const std::string& id) const {
    return with_excluded(released(field, id), field, id);
}

} // namespace sitrep
