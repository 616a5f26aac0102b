#include "server/openapi.h"

#include "server/routes.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

using Json = nlohmann::ordered_json;

Json parameter(std::string_view name, std::string_view in, std::string_view help,
               std::string_view values) {
    Json json{{"name", name}, {"in", in}, {"description", help}};
    if (!values.empty()) json["description"] = fmt::format("{} ({})", help, values);
    json["required"] = in == "path";
    json["schema"] = {{"type", "string"}};
    return json;
}

// Parameters that may be repeated, and those that stand for one a field.
void add_query_parameter(const ParameterInfo& info, Json& list) {
    const auto is_facet = [](const Field& f) { return f.facet; };
    const std::size_t of_field = info.name.find(".FIELD");
    if (of_field == info.name.npos) {
        Json json = parameter(info.name, "query", info.help, info.values);
        const bool repeats =
            std::any_of(filter_parameters.begin(), filter_parameters.end(),
                        [&](const ParameterInfo& f) { return f.name == info.name; });
        if (repeats) json["schema"] = {{"type", "array"}, {"items", {{"type", "string"}}}};
        list.push_back(std::move(json));
        return;
    }
    const bool exclude = info.name == exclude_parameter.name;
    for (const Field& f : fields) {
        if (exclude ? !is_filter(f) : !is_facet(f)) continue;
        list.push_back(parameter(fmt::format("{}.{}", info.name.substr(0, of_field), f.name),
                                 "query", info.help, info.values));
    }
}

// The {names} of a path.
void add_path_parameters(std::string_view path, Json& list) {
    for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{', at + 1)) {
        const std::size_t end = path.find('}', at);
        list.push_back(parameter(path.substr(at + 1, end - at - 1), "path",
                                 "percent-encoded, also its slashes", ""));
    }
}

Json answers(const Route& route) {
    const Json problem{
        {"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}};
    Json content = Json::object();
    const bool searches = route.path == "/api/v1/search";
    if (searches) {
        for (const FormatInfo& format : format_infos)
            content[std::string(format.type.substr(0, format.type.find(';')))] = {
                {"schema", {{"type", "string"}, {"description", format.help}}}};
        content["application/json"] = {{"schema", {{"$ref", "#/components/schemas/SearchResult"}}}};
    }
    Json ok{{"description", "what was asked for"}};
    if (!content.empty()) ok["content"] = content;
    Json json{{"200", ok},
              {"400",
               {{"description", "a parameter or query cannot be honoured"}, {"content", problem}}}};
    if (route.scope != Scope::open) {
        json["401"] = {{"description", "a key is needed"}, {"content", problem}};
        json["403"] = {{"description", "the key does not allow it"}, {"content", problem}};
    }
    if (route.path.find('{') != route.path.npos)
        json["404"] = {{"description", "there is no such thing"}, {"content", problem}};
    return json;
}

Json operation(const Route& route) {
    Json json{{"summary", route.help}};
    Json parameters = Json::array();
    add_path_parameters(route.path, parameters);
    for (const ParameterInfo& info : route.parameters) add_query_parameter(info, parameters);
    if (!parameters.empty()) json["parameters"] = parameters;
    if (!route.body.help.empty())
        json["requestBody"] = {{"description", fmt::format("{}; at most {} bytes", route.body.help,
                                                           route.body.most_bytes)},
                               {"required", true},
                               {"content", {{"application/json", {{"schema", Json::object()}}}}}};
    json["responses"] = answers(route);
    if (route.scope != Scope::open)
        json["security"] = {{{"key", {scope_names[static_cast<std::size_t>(route.scope)]}}}};
    return json;
}

Json text_schema(std::string_view help) {
    return {{"type", "string"}, {"description", help}};
}

Json problem_schema() {
    return {
        {"type", "object"},
        {"description", "RFC 9457: what went wrong, and what to do about it"},
        {"properties",
         {{"type", text_schema("about:blank")},
          {"title", text_schema("the same for all problems of a kind")},
          {"status", {{"type", "integer"}}},
          {"detail", text_schema("of this one")},
          {"hint", text_schema("what to do")},
          {"parameter", text_schema("which parameter it is about")},
          {"position",
           {{"type", "object"},
            {"description", "the part of the query that it is about, in bytes of UTF-8"},
            {"properties", {{"begin", {{"type", "integer"}}}, {"end", {{"type", "integer"}}}}}}}}}};
}

Json result_schema() {
    const Json object{{"type", "object"}};
    return {{"type", "object"},
            {"properties",
             {{"query", object},
              {"total",
               {{"type", "object"},
                {"properties",
                 {{"value", {{"type", "integer"}}},
                  {"relation", text_schema("eq: exact")},
                  {"articles", {{"type", "integer"}, {"description", "with all copies"}}}}}}},
              {"took_ms", {{"type", "number"}}},
              {"index", object},
              {"hits", {{"type", "array"}, {"items", object}}},
              {"facets", object}}}};
}

} // namespace

std::string openapi_json() {
    Json paths = Json::object();
    for (const Route& route : routes()) {
        std::string method(route.method);
        std::transform(method.begin(), method.end(), method.begin(),
                       [](char c) { return static_cast<char>(c - 'A' + 'a'); });
        paths[std::string(route.path)][method] = operation(route);
    }
    const Json document{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Sitrep"},
          {"version", SITREP_VERSION},
          {"description", "Full-text search for conflict reporting: who, where, when."},
          {"license", {{"name", "GPL-2.0-or-later"}, {"identifier", "GPL-2.0-or-later"}}}}},
        {"paths", paths},
        {"components",
         {{"securitySchemes",
           {{"key",
             {{"type", "http"},
              {"scheme", "bearer"},
              {"description", "needed where the server has keys; not on loopback without"}}}}},
          {"schemas", {{"Problem", problem_schema()}, {"SearchResult", result_schema()}}}}}};
    return document.dump(1);
}

} // namespace sitrep
