#include "searcher/saved_searches.h"

#include "schema/analysis.h"
#include "searcher/parse_leaf.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

// What a name stands for; none where nobody saved it.
std::optional<std::string> find_saved(State& state, std::string_view owner, std::string_view name) {
    return state.read([&](SqliteDatabase& db) -> std::optional<std::string> {
        Statement found =
            db.query("SELECT query FROM subscription WHERE owner = ? AND name_key = ? LIMIT 2",
                     owner, fold_keyword(name));
        if (!found.step()) return std::nullopt;
        std::string query = found.text(0);
        if (found.step() && found.text(0) != query)
            throw Error(
                ErrorKind::query,
                fmt::format("several saved searches are called {}", quote(std::string(name))),
                "give each a name of its own");
        return query;
    });
}

std::int64_t unix_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

std::vector<SavedSearch> list_saved(State& state, std::string_view owner) {
    return state.read([&](SqliteDatabase& db) {
        Statement found =
            db.query("SELECT name, query, CASE WHEN state <> 'active' THEN state WHEN paused THEN "
                     "'paused' ELSE 'watched' END, problem FROM subscription WHERE owner = ? "
                     "ORDER BY name_key, created",
                     owner);
        std::vector<SavedSearch> list;
        while (found.step())
            list.push_back({found.text(0), found.text(1), found.text(2), found.text(3)});
        return list;
    });
}

SavedSearches saved_searches(State& state, std::string owner) {
    return [&state, owner = std::move(owner)](std::string_view name) {
        return find_saved(state, owner, name);
    };
}

SavedSearches saved_searches(const std::filesystem::path& state_file) {
    return [state_file, state = std::shared_ptr<State>()](
               std::string_view name) mutable -> std::optional<std::string> {
        if (!state && !std::filesystem::exists(state_file)) return std::nullopt;
        if (!state) state = std::make_shared<State>(state_file, State::User::command);
        return find_saved(*state, "", name);
    };
}

bool names_saved(std::string_view query) {
    constexpr std::string_view field = "search:";
    return std::search(query.begin(), query.end(), field.begin(), field.end(),
                       [](char a, char b) { return (a | 0x20) == (b | 0x20); }) != query.end();
}

std::string saved_clause(const std::string& name) {
    const bool is_bare = is_bare_value(FieldId::text, name) && name.find(':') == name.npos;
    return "search:" + (is_bare ? name : quote(name));
}

ParsedQuery parse_to_save(std::string_view query, std::string_view name, const Gazetteer& gazetteer,
                          Day today, const SavedSearches& saved) {
    const std::string own = fold_keyword(name);
    const SavedSearches as_saved = [&](std::string_view other) -> std::optional<std::string> {
        if (!own.empty() && fold_keyword(other) == own) return std::string(query);
        return saved ? saved(other) : std::nullopt;
    };
    ParsedQuery parsed = parse_query(query, gazetteer, today, {}, as_saved);
    if (parsed.all_versions)
        throw Error(ErrorKind::query, "a saved search cannot ask for versions:all",
                    "it is about what articles say now; write versions:all where you search");
    return parsed;
}

void check_saved_name(const std::string& name) {
    if (is_valid_utf8(name) && fold_keyword(name).empty())
        throw Error(ErrorKind::usage, "a saved search needs a name", "as in: drones over Kyiv");
    const bool is_plain = std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
    });
    if (name.size() > saved_limits::name_bytes || !is_plain || !is_valid_utf8(name))
        throw Error(ErrorKind::usage, "this cannot be the name of a saved search",
                    fmt::format("one line of at most {} bytes of UTF-8", saved_limits::name_bytes));
}

bool save_search(State& state, std::string_view owner, const std::string& name,
                 const std::string& query, std::int64_t since) {
    check_saved_name(name);
    if (query.size() > saved_limits::query_bytes)
        throw Error(ErrorKind::limit, "the query is too long to be saved",
                    fmt::format("at most {} bytes", saved_limits::query_bytes));
    const std::string key = fold_keyword(name);
    return state.transaction([&](SqliteDatabase& db) {
        Statement count =
            db.query("SELECT count(*) FILTER (WHERE name_key = ?2), count(*) FROM subscription "
                     "WHERE owner = ?1",
                     owner, key);
        count.step();
        if (count.number(0) > 1)
            throw Error(ErrorKind::usage,
                        fmt::format("several saved searches are called {}", quote(name)),
                        "give each a name of its own in the server first");
        if (count.number(0) == 1) {
            db.run("UPDATE subscription SET name = ?, query = ?, state = 'active', problem = '' "
                   "WHERE owner = ? AND name_key = ?",
                   name, query, owner, key);
            return true;
        }
        if (count.number(1) >= static_cast<std::int64_t>(saved_limits::of_an_owner))
            throw Error(ErrorKind::limit,
                        fmt::format("there are {} saved searches already", count.number(1)),
                        "forget some");
        db.run("INSERT INTO subscription(id, owner, name, name_key, query, rate, delivery, target, "
               "language, paused, state, problem, created, since, failures, secret_generation, "
               "feed_generation) VALUES ('sub_' || lower(hex(randomblob(12))), ?, ?, ?, ?, "
               "'story', 'feed', '', 'en', 1, 'active', '', "
               "?, ?, 0, 1, 1)",
               owner, name, key, query, unix_ms(), since);
        return false;
    });
}

bool forget_search(State& state, std::string_view owner, std::string_view name) {
    return state.transaction([&](SqliteDatabase& db) {
        return db.run("DELETE FROM subscription WHERE owner = ? AND name_key = ?", owner,
                      fold_keyword(name)) > 0;
    });
}

namespace {

Node filter(FieldId field, const std::string& value, const Gazetteer& gazetteer) {
    std::vector<QueryExpansion> expansions;
    std::vector<QueryWarning> warnings;
    return parse_filter(field, value, gazetteer, today(), expansions, warnings);
}

// The filters of a request, each a clause.
std::vector<std::string> clauses_of(const SearchRequest& request, const Gazetteer& gazetteer) {
    std::vector<std::string> clauses;
    for (const Selection& selection : request.selections) {
        Node any;
        any.kind = NodeKind::disj;
        for (const std::string& value : selection.any)
            any.children.push_back(filter(selection.field, value, gazetteer));
        if (any.children.size() == 1)
            clauses.push_back(to_string(any.children.front()));
        else if (!any.children.empty())
            clauses.push_back(fmt::format("({})", to_string(any)));
        for (const std::string& value : selection.exclude) {
            Node none;
            none.kind = NodeKind::neg;
            none.children.push_back(filter(selection.field, value, gazetteer));
            clauses.push_back(to_string(none));
        }
    }
    if (request.from || request.to) {
        const auto bound = [](const std::optional<std::string>& text) {
            if (!text) return std::string();
            return is_bare_value(FieldId::date, *text) ? *text : quote(*text);
        };
        clauses.push_back(fmt::format("date:{}..{}", bound(request.from), bound(request.to)));
    }
    return clauses;
}

} // namespace

std::string query_of(const SearchRequest& request, const Gazetteer& gazetteer) {
    const ParsedQuery words = parse_query(request.query, gazetteer, today(), {}, request.saved);
    if (request.as_of || request.all_versions || words.all_versions)
        throw Error(ErrorKind::usage, "a search of the past cannot be saved",
                    "leave out what asks for another moment, or for all versions");
    const std::vector<std::string> clauses = clauses_of(request, gazetteer);
    if (clauses.empty()) return request.query;
    std::string query;
    if (words.root.kind == NodeKind::disj)
        query = fmt::format("({})", request.query);
    else if (words.root.kind != NodeKind::all)
        query = request.query;
    for (const std::string& clause : clauses) query += (query.empty() ? "" : " ") + clause;
    return query;
}

} // namespace sitrep
