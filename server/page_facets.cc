// What the user has picked, and what there is to pick.

#include "searcher/render_describe.h"
#include "server/page_parts.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>
#include <unicode/uloc.h>

namespace sitrep {
namespace {

constexpr std::size_t deepest_indent = 5;
constexpr std::size_t most_values_shown = 200; // of one facet

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

// Facet values in the order of a tree: each before those that belong to it.
struct TreeValue {
    const FacetValue* value;
    std::size_t depth;
};

class TreeOrder {
  public:
    explicit TreeOrder(const FacetResult& facet) {
        std::unordered_map<std::string_view, const FacetValue*> by_id;
        for (const FacetValue& value : facet.values) by_id.emplace(value.id, &value);
        for (const FacetValue& value : facet.values) {
            const auto parent = by_id.find(value.parent);
            const bool has_parent = !value.parent.empty() && parent != by_id.end() &&
                                    parent->second != &value &&
                                    parent->second->count >= value.count;
            children_[has_parent ? parent->second : nullptr].push_back(&value);
        }
        add(nullptr, 0);
        // Values in a ring of parents hang on no root.
        for (const FacetValue& value : facet.values)
            if (std::none_of(ordered_.begin(), ordered_.end(),
                             [&](const TreeValue& placed) { return placed.value == &value; }))
                ordered_.push_back({&value, 0});
    }
    const std::vector<TreeValue>& ordered() const { return ordered_; }

  private:
    void add(const FacetValue* parent, std::size_t depth) {
        const auto found = children_.find(parent);
        if (found == children_.end()) return;
        for (const FacetValue* child : found->second) {
            ordered_.push_back({child, std::min(depth, deepest_indent)});
            if (depth < 32) add(child, depth + 1);
        }
    }

    std::unordered_map<const FacetValue*, std::vector<const FacetValue*>> children_;
    std::vector<TreeValue> ordered_;
};

TemplateData value_row(FieldId id, const TreeValue& placed, const FacetLinks& links) {
    const FacetValue& value = *placed.value;
    TemplateData row;
    row.set("name", shown_value(id, value.name.empty() ? value.id : value.name));
    row.set("count", grouped_number(value.count));
    row.set("depth", fmt::format("{}", placed.depth));
    row.set("selected", value.selected);
    row.set("excluded", value.excluded);
    row.set("href", search_address(links.toggled(id, value.id)));
    row.set("exclude_href", value.selected || value.excluded
                                ? TemplateData(false)
                                : TemplateData(search_address(links.excluded(id, value.id))));
    return row;
}

// A link that shows more values of a facet.
TemplateData more_link(const SearchRequest& request, const FacetResult& facet) {
    SearchRequest wider = request;
    bool grown = false;
    for (FacetRequest& asked : wider.facets) {
        if (asked.field != facet.field || asked.size >= most_values_shown) continue;
        asked.size = std::min(most_values_shown, asked.size * 5);
        grown = true;
    }
    if (!grown || facet.distinct <= facet.values.size()) return false;
    TemplateData more;
    more.set("href", search_address(wider));
    more.set("distinct", grouped_number(facet.distinct));
    return more;
}

} // namespace

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

bool FacetLinks::is_picked(FieldId field, std::string_view id) const {
    return std::any_of(picked_.begin(), picked_.end(), [&](const Picked& picked) {
        return picked.field == field && contains(picked.ids, id);
    });
}

SearchRequest FacetLinks::released(FieldId field, const std::string& id) const {
    SearchRequest request = request_;
    request.offset = 0;
    for (const Picked& picked : picked_)
        if (picked.field == field && contains(picked.ids, id))
            request = without_value(std::move(request), field, picked.given);
    return request;
}

bool FacetLinks::is_related(FieldId field, std::string_view a, std::string_view b) const {
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

SearchRequest FacetLinks::toggled(FieldId field, const std::string& id) const {
    if (is_picked(field, id)) return released(field, id);
    SearchRequest request = request_;
    for (const Picked& picked : picked_)
        if (picked.field == field && !picked.excluded &&
            std::any_of(picked.ids.begin(), picked.ids.end(),
                        [&](const std::string& other) { return is_related(field, id, other); }))
            request = without_value(std::move(request), field, picked.given);
    return with_value(std::move(request), field, id);
}

SearchRequest FacetLinks::excluded(FieldId field, const std::string& id) const {
    return with_excluded(released(field, id), field, id);
}

std::string shown_value(FieldId field, const std::string& name) {
    if (field != FieldId::lang) return name;
    std::array<UChar, 64> display{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t size = uloc_getDisplayLanguage(
        name.c_str(), "en", display.data(), static_cast<std::int32_t>(display.size()), &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING || size <= 0) return name;
    std::string english;
    for (std::int32_t i = 0; i < size; ++i) {
        const UChar c = display[static_cast<std::size_t>(i)];
        if (c >= 0x80) return name; // names in English that are not ASCII are not worth decoding
        english.push_back(static_cast<char>(c));
    }
    return english;
}

std::string_view shown_field(FieldId field) {
    switch (field) {
    case FieldId::region: return "Region";
    case FieldId::actor: return "Actor";
    case FieldId::event: return "Event";
    case FieldId::weapon: return "Weapon";
    case FieldId::conflict: return "Conflict";
    case FieldId::source: return "Source";
    case FieldId::lang: return "Language";
    case FieldId::section: return "Section";
    case FieldId::author: return "Author";
    case FieldId::date: return "Published";
    case FieldId::happened: return "Happened";
    default: return sitrep::field(field).name;
    }
}

TemplateData chips(const SearchRequest& request, const FacetLinks& links) {
    TemplateData list(TemplateData::type::list);
    const auto add = [&](std::string_view label, const std::string& value, bool excluded,
                         const SearchRequest& without) {
        TemplateData chip;
        chip.set("label", std::string(label));
        chip.set("value", value);
        chip.set("excluded", excluded);
        chip.set("href", search_address(without));
        list << chip;
    };
    for (const Picked& picked : links.picked())
        add(shown_field(picked.field), shown_value(picked.field, picked.name), picked.excluded,
            without_value(request, picked.field, picked.given));
    if (request.from || request.to) {
        SearchRequest without = request;
        without.from.reset();
        without.to.reset();
        without.offset = 0;
        const std::string from = request.from.value_or("");
        const std::string to = request.to.value_or("");
        add("Published",
            from == to     ? from
            : to.empty()   ? "from " + from
            : from.empty() ? "until " + to
                           : from + " to " + to,
            false, without);
    }
    if (list.is_empty_list()) return false;
    TemplateData all;
    all.set("list", list);
    SearchRequest none = request;
    none.selections.clear();
    none.from.reset();
    none.to.reset();
    none.offset = 0;
    all.set("clear_href", search_address(none));
    return all;
}

TemplateData facet_panels(const SearchRequest& request, const SearchResult& result,
                          const FacetLinks& links) {
    TemplateData panels(TemplateData::type::list);
    for (const FacetResult& facet : result.facets) {
        if (facet.values.empty() || facet.field == FieldId::date) continue;
        TemplateData panel;
        panel.set("name", std::string(field(facet.field).name));
        panel.set("title", std::string(shown_field(facet.field)));
        TemplateData values(TemplateData::type::list);
        const TreeOrder tree(facet);
        for (const TreeValue& placed : tree.ordered())
            values << value_row(facet.field, placed, links);
        panel.set("values", values);
        panel.set("more", more_link(request, facet));
        panels << panel;
    }
    return panels;
}

} // namespace sitrep
