#include "server/params.h"

#include "server/params_value.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sitrep {

Parameters::Parameters(std::string_view query_string, std::span<const ParameterInfo> allowed)
    : given_(parse_query_string(query_string)) {
    std::vector<std::string_view> names;
    for (const ParameterInfo& info : allowed) names.push_back(info.name);
    std::set<std::string_view> seen;
    for (const Parameter& p : given_) {
        if (std::find(names.begin(), names.end(), p.name) == names.end())
            throw ParameterError(p.name, fmt::format("unknown parameter {}", shown_value(p.name)),
                                 names.empty()
                                     ? "this address takes none"
                                     : fmt::format("allowed are {}", fmt::join(names, ", ")));
        if (!seen.insert(p.name).second)
            throw ParameterError(p.name, fmt::format("{} is given twice", p.name),
                                 fmt::format("give {} once", p.name));
    }
}

const std::string& Parameters::text(std::string_view name) const {
    static const std::string none;
    for (const Parameter& p : given_)
        if (p.name == name) return p.value;
    return none;
}

std::size_t Parameters::number(std::string_view name, std::size_t least, std::size_t most,
                               std::size_t usual) const {
    const std::string& value = text(name);
    return value.empty() ? usual : number_of({std::string(name), value}, least, most);
}

bool ranks(std::string_view query) {
    return query.find_first_not_of(" \t\r\n*") != query.npos;
}

SearchParameters api_defaults() {
    SearchParameters defaults;
    defaults.request.collapse = Collapse::copies;
    for (const FieldId id : {FieldId::region, FieldId::actor, FieldId::source, FieldId::lang,
                             FieldId::section, FieldId::date})
        defaults.request.facets.push_back({id, 10});
    return defaults;
}

SearchParameters page_defaults() {
    SearchParameters defaults;
    defaults.format = Format::html;
    defaults.request.collapse = Collapse::copies;
    defaults.request.limit = 20;
    defaults.request.facets = {{FieldId::region, 16}, {FieldId::actor, 12},   {FieldId::event, 8},
                               {FieldId::weapon, 6},  {FieldId::conflict, 6}, {FieldId::source, 8},
                               {FieldId::agency, 6},  {FieldId::lang, 6},     {FieldId::section, 8},
                               {FieldId::author, 6},  {FieldId::date, 10}};
    return defaults;
}

SearchParameters feed_defaults(Format format) {
    SearchParameters defaults;
    defaults.format = format;
    defaults.request.collapse = Collapse::copies;
    defaults.request.sort = Sort::newest;
    defaults.request.limit = 20;
    return defaults;
}

SearchRequest page_request(const std::string& query) {
    SearchRequest request = page_defaults().request;
    request.query = query;
    if (!ranks(query)) request.sort = Sort::newest;
    return request;
}

} // namespace sitrep
