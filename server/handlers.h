// The handlers of the routes, by the file that holds them. For the table in routes.cc only.
#pragma once

#include "server/problem.h"
#include "server/routes.h"

#include <optional>

namespace sitrep {

// routes_search.cc
HttpResponse search_api(Site&, const HttpRequest&);
HttpResponse search_api_post(Site&, const HttpRequest&);
HttpResponse search_for_people(Site&, const HttpRequest&);

// routes_articles.cc
HttpResponse article_for_people(Site&, const HttpRequest&);
HttpResponse article_api(Site&, const HttpRequest&);
HttpResponse similar_api(Site&, const HttpRequest&);
HttpResponse why_api(Site&, const HttpRequest&);

// routes_story.cc
HttpResponse story_for_people(Site&, const HttpRequest&);

// routes_versions.cc
HttpResponse versions_api(Site&, const HttpRequest&);
HttpResponse versions_for_people(Site&, const HttpRequest&);
// Of an article that was taken out: 410, and why.
std::optional<Problem> gone_problem(Searcher& searcher, std::string_view id);

// routes_facets.cc
HttpResponse facet_api(Site&, const HttpRequest&);

// routes_feeds.cc
HttpResponse feed_atom(Site&, const HttpRequest&);
HttpResponse feed_json(Site&, const HttpRequest&);
HttpResponse open_search(Site&, const HttpRequest&);

// routes_suggest.cc
HttpResponse suggest_api(Site&, const HttpRequest&);

// routes_intake.cc
HttpResponse add_articles(Site&, const HttpRequest&);

// routes_operation.cc
HttpResponse health(Site&, const HttpRequest&);
HttpResponse ready(Site&, const HttpRequest&);
HttpResponse metrics(Site&, const HttpRequest&);

// routes_reference.cc
HttpResponse reference(Site&, const HttpRequest&);

// routes_help.cc
HttpResponse advanced_for_people(Site&, const HttpRequest&);
HttpResponse help_for_people(Site&, const HttpRequest&);

// routes_assets.cc
HttpResponse web_asset_response(Site&, const HttpRequest&);

// routes_subscriptions.cc
HttpResponse subscription_list_api(Site&, const HttpRequest&);
HttpResponse subscription_create_api(Site&, const HttpRequest&);
HttpResponse subscription_import_api(Site&, const HttpRequest&);
HttpResponse query_backtest_api(Site&, const HttpRequest&);
HttpResponse subscription_api(Site&, const HttpRequest&);
HttpResponse subscription_change_api(Site&, const HttpRequest&);
HttpResponse subscription_delete_api(Site&, const HttpRequest&);
HttpResponse subscription_test_api(Site&, const HttpRequest&);
HttpResponse subscription_backtest_api(Site&, const HttpRequest&);
HttpResponse subscription_deliveries_api(Site&, const HttpRequest&);
HttpResponse delivery_again_api(Site&, const HttpRequest&);
HttpResponse subscription_renew_api(Site&, const HttpRequest&);
HttpResponse subscription_rotate_api(Site&, const HttpRequest&);

// routes_notices.cc
HttpResponse subscription_feed(Site&, const HttpRequest&);
HttpResponse unsubscribe_page(Site&, const HttpRequest&);
HttpResponse unsubscribe(Site&, const HttpRequest&);
HttpResponse events(Site&, const HttpRequest&);

// routes_subscription_pages.cc
HttpResponse subscriptions_page(Site&, const HttpRequest&);
HttpResponse new_subscription_page(Site&, const HttpRequest&);
HttpResponse create_subscription(Site&, const HttpRequest&);
HttpResponse subscription_page(Site&, const HttpRequest&);
HttpResponse change_subscription(Site&, const HttpRequest&);

} // namespace sitrep
