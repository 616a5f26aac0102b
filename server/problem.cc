#include "server/problem.h"

#include "schema/sqlite.h"
#include "server/params.h"

#include <nlohmann/json.hpp>

namespace sitrep {

std::string_view phrase_of(int status) {
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 207: return "Multi-Status";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Internal Server Error";
    }
}

Problem plain_problem(int status, std::string detail, std::string hint) {
    return {status, std::string(phrase_of(status)), std::move(detail), std::move(hint)};
}

bool is_ours(const Error& error) {
    return error.kind == ErrorKind::internal || error.kind == ErrorKind::index;
}

Problem problem_of(const Error& error) {
    if (dynamic_cast<const SqliteError*>(&error) != nullptr)
        return plain_problem(503, "saved searches cannot be read or written at the moment",
                             "try again later");
    switch (error.kind) {
    case ErrorKind::internal: return plain_problem(500, "something went wrong on our side");
    case ErrorKind::index:
        return plain_problem(503, "the index cannot be read at the moment", "try again later");
    case ErrorKind::busy:
        return plain_problem(503, "somebody else writes to the index, or there is too much to do",
                             "try again in a few seconds");
    case ErrorKind::query: {
        Problem problem{400, "Invalid query", error.message, error.hint};
        problem.position = Problem::Position{error.begin, error.end};
        return problem;
    }
    case ErrorKind::limit: return {400, "Limit exceeded", error.message, error.hint};
    case ErrorKind::usage:
    case ErrorKind::input: break;
    }
    Problem problem{400, "Invalid parameter", error.message, error.hint};
    if (const auto* of_parameter = dynamic_cast<const ParameterError*>(&error)) {
        constexpr std::size_t longest_name = 64;
        problem.parameter = of_parameter->parameter.substr(0, longest_name);
    }
    return problem;
}

std::string problem_json(const Problem& problem) {
    nlohmann::ordered_json json;
    json["type"] = "about:blank";
    json["title"] = problem.title;
    json["status"] = problem.status;
    json["detail"] = problem.detail;
    if (!problem.hint.empty()) json["hint"] = problem.hint;
    if (!problem.parameter.empty()) json["parameter"] = problem.parameter;
    if (problem.position)
        json["position"] = {{"begin", problem.position->begin}, {"end", problem.position->end}};
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

HttpResponse problem_response(const Problem& problem) {
    return {problem.status, std::string(type_problem), problem_json(problem)};
}

} // namespace sitrep
