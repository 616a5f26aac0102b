#include "server/subscription_json.h"

#include "searcher/render_json_writer.h"
#include "server/params.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

constexpr std::array<std::string_view, 14> of_the_server{
    "id",       "parsed",   "state", "problem",   "created", "last_match", "last_seen",
    "failures", "warnings", "feed",  "json_feed", "manage",  "secret",     "watching"};

const std::string& text_of(const nlohmann::json& value, const char* name) {
    if (!value.is_string())
        throw ParameterError(name, fmt::format("{} is not a text", name),
                             fmt::format("as in \"{}\": \"...\"", name));
    return value.get_ref<const std::string&>();
}

void read_delivery(const nlohmann::json& json, Subscription& one) {
    const auto fail = [] {
        throw ParameterError("delivery", "this says no way of delivery",
                             "one of {\"feed\": {}}, {\"webhook\": {\"url\": \"https://...\"}}, "
                             "{\"email\": {\"to\": \"...\"}}, {\"command\": {}}");
    };
    if (!json.is_object() || json.size() != 1) fail();
    const auto kind = value_in(delivery_names, json.begin().key());
    const nlohmann::json& details = json.begin().value();
    if (!kind || !details.is_object()) fail();
    const char* member = *kind == DeliveryKind::webhook ? "url"
                         : *kind == DeliveryKind::email ? "to"
                                                        : nullptr;
    if (details.size() != (member != nullptr ? 1U : 0U)) fail();
    if (member != nullptr && (!details.contains(member) || !details[member].is_string())) fail();
    one.delivery = *kind;
    one.target = member != nullptr ? details[member].get<std::string>() : "";
    if (*kind == DeliveryKind::webhook) check_webhook(one.target);
    if (*kind == DeliveryKind::email) check_address(one.target);
}

void read_query(const std::string& query, Subscription& one) {
    check_query_size(query);
    one.query = query;
}

void read_rate(const nlohmann::json& json, Subscription& one) {
    const auto rate =
        json.is_string() ? value_in(rate_names, json.get_ref<const std::string&>()) : std::nullopt;
    if (!rate)
        throw ParameterError("rate", "this is not a rate",
                             "story (each story once), every (article), hourly, daily or weekly");
    one.rate = *rate;
}

void read_language(const std::string& language) {
    if (language != "en")
        throw ParameterError("language", "notifications cannot be had in that language",
                             "en is the only one yet");
}

} // namespace

void read_subscription(const nlohmann::json& json, Subscription& one, bool is_copy) {
    if (!json.is_object())
        throw ParameterError("body", "this is not a subscription",
                             R"(a JSON object as {"name": "...", "query": "..."})");
    for (const auto& [name, value] : json.items()) {
        if (name == "name")
            check_name(one.name = text_of(value, "name"));
        else if (name == "query")
            read_query(text_of(value, "query"), one);
        else if (name == "rate")
            read_rate(value, one);
        else if (name == "delivery")
            read_delivery(value, one);
        else if (name == "language")
            read_language(text_of(value, "language"));
        else if (name == "paused" && value.is_boolean())
            one.paused = value.get<bool>();
        else if (name == "paused")
            throw ParameterError("paused", "paused is true or false", "as in \"paused\": false");
        else if (!is_copy ||
                 std::find(of_the_server.begin(), of_the_server.end(), name) == of_the_server.end())
            throw ParameterError(name, "a subscription has no such member, or none to set",
                                 "name, query, rate, delivery, language and paused");
    }
}

void check_delivery(const Subscription& one, const DeliveryOptions& options) {
    if (one.delivery == DeliveryKind::webhook && !options.allow_private_targets &&
        is_private_literal(one.target))
        throw ParameterError("delivery", "the webhook's address is not a public one",
                             "a server started with --allow-private-targets would send there");
    if (one.delivery == DeliveryKind::email && options.mail.url.empty())
        throw ParameterError("delivery", "this server sends no e-mail",
                             "it would, started with --smtp and --mail-from; or choose a feed");
    if (one.delivery == DeliveryKind::command && options.command.empty())
        throw ParameterError("delivery", "this server runs no program",
                             "it would, started with --exec; or choose a feed");
}

namespace {

void write_delivery_kind(JsonWriter& json, const Subscription& one) {
    json.key("delivery").object([&] {
        json.key(name_in(delivery_names, one.delivery)).object([&] {
            if (one.delivery == DeliveryKind::webhook) json.member("url", one.target);
            if (one.delivery == DeliveryKind::email) json.member("to", one.target);
        });
    });
}

void write_time(JsonWriter& json, std::string_view name, std::int64_t ms) {
    json.member_or_null(name, ms == 0 ? "" : iso_time(ms));
}

// How the query is read, and what is to be said about that.
void write_reading(JsonWriter& json, const Subscription& one, const Gazetteer& gazetteer,
                   const SavedSearches& saved, const std::string& warning) {
    std::vector<QueryWarning> warnings;
    std::string parsed;
    try {
        ParsedQuery query = parse_query(one.query, gazetteer, today(), {}, saved);
        parsed = std::move(query.parsed);
        warnings = std::move(query.warnings);
    } catch (const Error& error) {
        warnings.push_back({error.message, error.hint, {error.begin, error.end}});
    }
    if (!warning.empty()) warnings.push_back({warning, "", {}});
    json.member_or_null("parsed", parsed);
    json.key("warnings").array([&] {
        for (const QueryWarning& each : warnings)
            json.object([&] {
                json.member("message", each.message);
                json.member("hint", each.hint);
                json.member("begin", each.span.begin);
                json.member("end", each.span.end);
            });
    });
}

} // namespace

std::string subscription_json(const Subscription& one, const Gazetteer& gazetteer, Alerts& alerts,
                              const std::string& secret, const std::string& warning) {
    const SiteLinks& links = alerts.options().links;
    const std::string token = alerts.key().feed_token(one.id, one.feed_generation);
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("id", one.id);
        json.member("name", one.name);
        json.member("query", one.query);
        write_reading(json, one, gazetteer, alerts.store().searches(one.owner), warning);
        json.member("rate", name_in(rate_names, one.rate));
        write_delivery_kind(json, one);
        json.member("language", one.language);
        json.member("paused", one.paused);
        json.member("watching", one.is_watching());
        json.member("state", name_in(state_names, one.state));
        json.member_or_null("problem", one.problem);
        write_time(json, "created", one.created);
        write_time(json, "last_match", one.last_match);
        write_time(json, "last_seen", one.last_seen);
        json.member("failures", static_cast<std::uint64_t>(one.failures));
        json.member("feed", links.feed(one.id, token, atom_file));
        json.member("json_feed", links.feed(one.id, token, json_feed_file));
        json.member("manage", links.subscription(one.id));
        if (!secret.empty()) json.member("secret", secret);
    });
    return out;
}

std::string delivery_json(const Delivery& one) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("id", one.id);
        json.member("kind", one.kind);
        json.member("state", one.state);
        json.member("hits", static_cast<std::uint64_t>(one.items));
        json.member("attempts", static_cast<std::uint64_t>(one.attempts));
        write_time(json, "created", one.created);
        write_time(json, "due", one.state == "waiting" ? one.due : 0);
        write_time(json, "finished", one.finished);
        json.key("status");
        if (one.status == 0)
            json.null();
        else
            json.value(static_cast<double>(one.status));
        json.member_or_null("error", one.error);
    });
    return out;
}

nlohmann::json parse_body(std::string_view body) {
    constexpr int deepest = 16;
    const auto callback = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        if (depth > deepest)
            throw ParameterError("body", "the body is nested too deep", "see GET /api/v1");
        return true;
    };
    try {
        return nlohmann::json::parse(body, callback);
    } catch (const nlohmann::json::exception&) {
        throw ParameterError("body", "the body is not JSON",
                             R"(as in {"name": "...", "query": "..."})");
    }
}

} // namespace sitrep
