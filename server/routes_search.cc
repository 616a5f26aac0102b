// Searches: for programs and for people.

#include "server/handlers.h"

#include "server/params_json.h"
#include "server/search_answer.h"

namespace sitrep {

HttpResponse search_api(Site& site, const HttpRequest& http) {
    return answer_search(site, http, parse_query_string(http.query), api_defaults());
}

HttpResponse search_api_post(Site& site, const HttpRequest& http) {
    std::vector<Parameter> given = parse_query_string(http.query);
    for (Parameter& parameter : parameters_of_body(http)) given.push_back(std::move(parameter));
    return answer_search(site, http, given, api_defaults());
}

HttpResponse search_for_people(Site& site, const HttpRequest& http) {
    std::vector<Parameter> given = parse_query_string(http.query);
    const View view = take_view(given);
    return answer_search(site, http, given, page_defaults(), view);
}

} // namespace sitrep
