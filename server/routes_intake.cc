// Articles from other programs.

#include "server/handlers.h"

#include "searcher/follower.h"
#include "searcher/render_json_writer.h"
#include "server/intake.h"
#include "server/params.h"
#include "server/problem.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

void check_body(const HttpRequest& http) {
    constexpr std::array<std::string_view, 5> types{"", "application/json", "application/jsonl",
                                                    "application/x-ndjson", "application/ndjson"};
    if (std::find(types.begin(), types.end(), http.content_type) == types.end())
        throw ProblemError(plain_problem(415, "the body is not JSON",
                                         "send articles as application/json or application/jsonl"));
    const std::size_t first = http.body.find_first_not_of(" \t\r\n");
    if (first == http.body.npos)
        throw ProblemError(plain_problem(400, "the body holds no article",
                                         "send a JSON array of articles, or one a line"));
    if (http.body[first] != '{' && http.body[first] != '[')
        throw ProblemError(plain_problem(400,
                                         "the body is neither an array of articles nor JSON Lines",
                                         "it begins with [ or {"));
}

using Status = IntakeResult::Status;

void write_results(JsonWriter& json, const std::vector<IntakeResult>& results) {
    for (const Status status :
         {Status::added, Status::updated, Status::unchanged, Status::rejected})
        json.member(name_of(status), static_cast<std::uint64_t>(std::count_if(
                                         results.begin(), results.end(),
                                         [&](const auto& r) { return r.status == status; })));
    json.key("results").array([&] {
        for (const IntakeResult& result : results)
            json.object([&] {
                json.member("line", result.line);
                json.member_or_null("id", result.id);
                json.member("status", name_of(result.status));
                if (result.status == Status::rejected) json.member("reason", result.reason);
            });
    });
}

} // namespace

HttpResponse add_articles(Site& site, const HttpRequest& http) {
    const Parameters none(http.query, {});
    check_body(http);
    const std::vector<IntakeResult> results = site.intake.add(http.body);
    if (results.empty())
        throw ProblemError(plain_problem(400, "the body holds no article",
                                         "send a JSON array of articles, or one a line"));
    if (site.follower != nullptr) site.follower->catch_up(); // so that it is found from now on
    const auto rejected = std::count_if(results.begin(), results.end(), [](const auto& result) {
        return result.status == Status::rejected;
    });
    constexpr int all_well = 200;
    constexpr int mixed = 207;
    constexpr int nothing_taken = 422;
    HttpResponse response;
    JsonWriter json(response.body);
    if (rejected > 0 && static_cast<std::size_t>(rejected) == results.size()) {
        response.status = nothing_taken;
        response.type = type_problem;
        json.object([&] {
            json.member("type", "about:blank");
            json.member("title", phrase_of(nothing_taken));
            json.member("status", static_cast<unsigned>(nothing_taken));
            json.member("detail", "no record of the body is an article");
            write_results(json, results);
        });
        return response;
    }
    response.status = rejected > 0 ? mixed : all_well;
    response.type = type_json;
    json.object([&] { write_results(json, results); });
    return response;
}

} // namespace sitrep
