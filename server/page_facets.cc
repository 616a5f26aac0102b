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

TemplateData value_row(FieldId id, const TreeValue& placed, const SearchLinks& links) {
    const FacetValue& value = *placed.value;
    TemplateData row;
    row.set("name", shown_value(id, value.name.empty() ? value.id : value.name));
    row.set("count", grouped_number(value.count));
    row.set("depth", fmt::format("{}", placed.depth));
    row.set("selected", value.selected);
    row.set("excluded", value.excluded);
    row.set("href", links.address(links.toggled(id, value.id)));
    row.set("exclude_href", value.selected || value.excluded
                                ? TemplateData(false)
                                : TemplateData(links.address(links.excluded(id, value.id))));
    return row;
}

// A link that shows more values of a facet.
TemplateData more_link(const SearchRequest& request, const FacetResult& facet, std::size_t shown,
                       const SearchLinks& links) {
    SearchRequest wider = request;
    bool grown = false;
    for (FacetRequest& asked : wider.facets) {
        if (asked.field != facet.field || asked.size >= most_values_shown) continue;
        asked.size = std::min(most_values_shown, asked.size * 5);
        grown = true;
    }
    if (!grown || facet.distinct <= shown) return false;
    TemplateData more;
    more.set("href", links.address(wider));
    more.set("distinct", grouped_number(facet.distinct));
    return more;
}

// The first values, as many as the page asks for, and those picked: the map asks for all.
FacetResult shown_values(const SearchRequest& request, const FacetResult& facet) {
    FacetResult shown{facet.field, {}, facet.distinct};
    for (const FacetRequest& asked : request.facets) {
        if (asked.field != facet.field) continue;
        for (std::size_t i = 0; i < facet.values.size(); ++i)
            if (i < asked.size || facet.values[i].selected || facet.values[i].excluded)
                shown.values.push_back(facet.values[i]);
    }
    return shown;
}

// ---- actors by kind

struct ActorKind {
    std::string_view title;
    std::vector<EntityType> types;
};
const std::array<ActorKind, 5>& actor_kinds() {
    static const std::array<ActorKind, 5> kinds{{
        {"States and governments", {EntityType::state, EntityType::government}},
        {"Armed forces", {EntityType::armed_forces}},
        {"Armed groups", {EntityType::armed_group}},
        {"Persons", {EntityType::person}},
        {"Organisations",
         {EntityType::organisation, EntityType::alliance, EntityType::company, EntityType::media}},
    }};
    return kinds;
}

std::size_t kind_of_actor(const std::string& id, const Gazetteer& gazetteer) {
    const auto entity = gazetteer.find(EntityKind::actor, id);
    for (std::size_t i = 0; entity && i < actor_kinds().size(); ++i) {
        const auto& types = actor_kinds()[i].types;
        if (std::find(types.begin(), types.end(), entity->type) != types.end()) return i;
    }
    return actor_kinds().size() - 1;
}

TemplateData value_group(std::string_view title, const FacetResult& facet,
                         const SearchLinks& links) {
    TemplateData values(TemplateData::type::list);
    const TreeOrder tree(facet);
    for (const TreeValue& placed : tree.ordered()) values << value_row(facet.field, placed, links);
    TemplateData group;
    group.set("kind", text_or_none(std::string(title)));
    group.set("values", values);
    return group;
}

TemplateData value_groups(const FacetResult& facet, const SearchLinks& links) {
    TemplateData groups(TemplateData::type::list);
    if (facet.field != FieldId::actor) {
        groups << value_group("", facet, links);
        return groups;
    }
    for (std::size_t kind = 0; kind < actor_kinds().size(); ++kind) {
        FacetResult of_kind{facet.field, {}, 0};
        for (const FacetValue& value : facet.values)
            if (kind_of_actor(value.id, links.gazetteer()) == kind) of_kind.values.push_back(value);
        if (!of_kind.values.empty())
            groups << value_group(actor_kinds()[kind].title, of_kind, links);
    }
    return groups;
}

} // namespace

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
    case FieldId::agency: return "Agency";
    case FieldId::lang: return "Language";
    case FieldId::section: return "Section";
    case FieldId::author: return "Author";
    case FieldId::date: return "Published";
    case FieldId::happened: return "Happened";
    default: return sitrep::field(field).name;
    }
}

TemplateData chips(const SearchRequest& request, const SearchLinks& links) {
    TemplateData list(TemplateData::type::list);
    const auto add = [&](std::string_view label, const std::string& value, bool excluded,
                         const SearchRequest& without) {
        TemplateData chip;
        chip.set("label", std::string(label));
        chip.set("value", value);
        chip.set("excluded", excluded);
        chip.set("href", links.address(without));
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
    all.set("clear_href", links.address(none));
    return all;
}

TemplateData facet_panels(const SearchPage& found, const SearchLinks& links) {
    TemplateData panels(TemplateData::type::list);
    for (const FacetResult& facet : found.result.facets) {
        if (facet.values.empty() || facet.field == FieldId::date) continue;
        const std::string name(field(facet.field).name);
        const FacetResult shown = shown_values(found.request, facet);
        TemplateData panel;
        panel.set("name", name);
        panel.set("title", std::string(shown_field(facet.field)));
        panel.set("groups", value_groups(shown, links));
        panel.set("more", more_link(found.request, facet, shown.values.size(), links));
        // Any value of a gazetteer or of a long list can be named.
        const bool is_long = facet.distinct > shown.values.size();
        TemplateData find;
        find.set("kept", kept_parameters(found.request, links.view(), {}));
        panel.set("find", is_long ? find : TemplateData(false));
        panels << panel;
    }
    return panels;
}

} // namespace sitrep
