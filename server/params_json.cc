#include "server/params_json.h"

#include "server/params.h"
#include "server/problem.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& name, std::string_view what) {
    throw ParameterError(name, fmt::format("{} cannot be {}", name.substr(0, 64), what),
                         "give texts, numbers, true or false, or an array of them");
}

std::string text_of(const std::string& name, const Json& value) {
    switch (value.type()) {
    case Json::value_t::string: return value.get<std::string>();
    case Json::value_t::boolean: return value.get<bool>() ? "true" : "false";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return value.dump();
    case Json::value_t::number_float: refuse(name, "a fraction");
    case Json::value_t::array: refuse(name, "an array in an array");
    case Json::value_t::object: refuse(name, "an object");
    default: refuse(name, "null in an array");
    }
}

void add(const std::string& name, const Json& value, std::vector<Parameter>& out) {
    if (value.is_null()) return;
    if (!value.is_array()) {
        out.push_back({name, text_of(name, value)});
        return;
    }
    if (name == "facets") { // one parameter with a list
        std::string list;
        for (const Json& item : value)
            list.append(list.empty() ? "" : ",").append(text_of(name, item));
        out.push_back({name, value.empty() ? "none" : list});
        return;
    }
    for (const Json& item : value) out.push_back({name, text_of(name, item)});
}

std::vector<Parameter> of_json(const std::string& body) {
    Json json;
    try {
        json = Json::parse(body);
    } catch (const Json::parse_error& error) {
        throw ParameterError("", fmt::format("the body is no valid JSON at byte {}", error.byte),
                             "send an object of parameters: {\"q\": \"drone\"}");
    }
    if (!json.is_object())
        throw ParameterError("", "the body is no JSON object",
                             "send an object of parameters: {\"q\": \"drone\"}");
    std::vector<Parameter> out;
    for (const auto& [name, value] : json.items()) {
        if (value.is_object() && (name == "exclude" || name == "facet_size")) {
            for (const auto& [part, inner] : value.items()) add(name + "." + part, inner, out);
        } else {
            add(name, value, out);
        }
    }
    return out;
}

} // namespace

std::vector<Parameter> parameters_of_body(const HttpRequest& request) {
    if (request.content_type == "application/x-www-form-urlencoded")
        return parse_query_string(request.body);
    if (!request.content_type.empty() && request.content_type != "application/json")
        throw ProblemError(plain_problem(415, "the body is neither JSON nor a form",
                                         "send it as application/json"));
    return of_json(request.body);
}

} // namespace sitrep
