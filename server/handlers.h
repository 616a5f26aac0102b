// The handlers of the routes, by the file that holds them. For the table in routes.cc only.
#pragma once

#include "server/routes.h"

namespace sitrep {

// routes_search.cc
HttpResponse search_api(Site&, const HttpRequest&);
HttpResponse search_api_post(Site&, const HttpRequest&);
HttpResponse search_for_people(Site&, const HttpRequest&);

// routes_articles.cc
HttpResponse article_for_people(Site&, const HttpRequest&);
HttpResponse article_api(Site&, const HttpRequest&);

// routes_facets.cc
HttpResponse facet_api(Site&, const HttpRequest&);

// routes_feeds.cc
HttpResponse feed_atom(Site&, const HttpRequest&);
HttpResponse feed_json(Site&, const HttpRequest&);
HttpResponse open_search(Site&, const HttpRequest&);

// routes_suggest.cc
HttpResponse suggest_api(Site&, const HttpRequest&);

// routes_operation.cc
HttpResponse health(Site&, const HttpRequest&);
HttpResponse reference(Site&, const HttpRequest&);

// routes_assets.cc
HttpResponse web_asset_response(Site&, const HttpRequest&);

} // namespace sitrep
