// Feeds of any search, and how a browser adds the search box.

#include "server/handlers.h"

#include "searcher/render.h"
#include "server/params.h"
#include "server/search_answer.h"
#include "server/template.h"

#include <fmt/format.h>

namespace sitrep {

HttpResponse feed_atom(Site& site, const HttpRequest& http) {
    return answer_search(site, http, parse_query_string(http.query), feed_defaults(Format::atom));
}

HttpResponse feed_json(Site& site, const HttpRequest& http) {
    return answer_search(site, http, parse_query_string(http.query),
                         feed_defaults(Format::jsonfeed));
}

HttpResponse open_search(Site& site, const HttpRequest& http) {
    const Parameters none(http.query, {});
    const std::string base = escape_html(base_address(site, http));
    std::string body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                       "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
                       "<ShortName>Sitrep</ShortName>\n"
                       "<Description>Conflict reporting: who, where, when</Description>\n"
                       "<InputEncoding>UTF-8</InputEncoding>\n";
    body += fmt::format("<Image type=\"image/svg+xml\">{}{}</Image>\n", base,
                        web_asset_address("favicon.svg"));
    const auto add = [&](std::string_view type, std::string_view relation, std::string_view path) {
        body += fmt::format("<Url type=\"{}\" rel=\"{}\" template=\"{}{}\"/>\n", type, relation,
                            base, escape_html(path));
    };
    add("text/html", "results", "/search?q={searchTerms}");
    add("application/atom+xml", "results",
        "/feed.atom?q={searchTerms}&page={startPage?}&limit={count?}");
    add("application/json", "results", "/api/v1/search?q={searchTerms}&limit={count?}");
    add("application/x-suggestions+json", "suggestions",
        "/api/v1/suggest?q={searchTerms}&format=opensearch");
    add("application/opensearchdescription+xml", "self", "/opensearch.xml");
    return {200, "application/opensearchdescription+xml", body + "</OpenSearchDescription>\n"};
}

} // namespace sitrep
