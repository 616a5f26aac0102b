// sitrep-search --save, --saved and --forget.
#include "searcher/command.h"

#include "schema/error.h"
#include "searcher/parse_leaf.h"
#include "searcher/render_json_writer.h"
#include "searcher/saved_searches.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::string_view local_owner; // of the command line

void check_format(const SearchCommand& command) {
    if (command.format != "text" && command.format != "json")
        throw Error(ErrorKind::usage,
                    fmt::format("saved searches cannot be shown as {}", command.format),
                    "--format text or json");
}

void write_json(const std::vector<SavedSearch>& list, std::ostream& out) {
    std::string text;
    JsonWriter json(text);
    json.object([&] {
        json.key("searches").array([&] {
            for (const SavedSearch& one : list)
                json.object([&] {
                    json.member("name", one.name);
                    json.member("query", one.query);
                    json.member("state", one.state);
                    json.member_or_null("problem", one.problem);
                });
        });
    });
    out << text << '\n';
}

void list(const SearchCommand& command, std::ostream& out) {
    std::vector<SavedSearch> found;
    if (std::filesystem::exists(command.state)) {
        State state(command.state, State::User::command);
        found = list_saved(state, local_owner);
    }
    if (command.format == "json") return write_json(found, out);
    if (found.empty()) out << "There are no saved searches. --save NAME QUERY makes one.\n";
    for (const SavedSearch& one : found) {
        out << fmt::format("{}\n    {}\n", one.name, one.query);
        if (one.state == "paused") continue; // what every one is that this command saved
        out << fmt::format("    {}{}{}\n", one.state, one.problem.empty() ? "" : ": ", one.problem);
    }
}

void forget(const SearchCommand& command, std::ostream& out) {
    const bool is_gone = std::filesystem::exists(command.state) && [&] {
        State state(command.state, State::User::command);
        return forget_search(state, local_owner, command.forget);
    }();
    if (!is_gone)
        throw Error(ErrorKind::usage,
                    fmt::format("there is no saved search {}", quote(command.forget)),
                    "--saved lists them");
    out << fmt::format("forgot {}\n", quote(command.forget));
}

void save(const SearchCommand& command, std::ostream& out) {
    if (!command.id.empty() || !command.similar.empty())
        throw Error(ErrorKind::usage, "one article is no search to be saved", "give a query");
    Searcher searcher(command.index);
    const std::string query = query_of(command.request, searcher.gazetteer());
    const ParsedQuery parsed =
        parse_to_save(query, command.save, searcher.gazetteer(), today(), command.request.saved);
    State state(command.state, State::User::command);
    const bool is_other =
        save_search(state, local_owner, command.save, query, searcher.committed());
    if (command.format == "json") {
        std::vector<SavedSearch> all = list_saved(state, local_owner);
        std::erase_if(all, [&](const SavedSearch& one) { return one.name != command.save; });
        return write_json(all, out);
    }
    out << fmt::format("{} {}: {}\nIn a query it is {}\n", is_other ? "saved anew" : "saved",
                       quote(command.save), parsed.parsed, saved_clause(command.save));
    for (const QueryWarning& warning : parsed.warnings)
        out << fmt::format("Note: {}\n", warning.message);
}

} // namespace

bool is_about_saved(const SearchCommand& command) {
    return command.saved || !command.save.empty() || !command.forget.empty();
}

void run_saved(const SearchCommand& command, std::ostream& out) {
    check_format(command);
    const int given =
        int{command.saved} + int{!command.save.empty()} + int{!command.forget.empty()};
    if (given > 1)
        throw Error(ErrorKind::usage, "--save, --saved and --forget exclude each other",
                    "give one of them");
    if (command.saved)
        list(command, out);
    else if (!command.forget.empty())
        forget(command, out);
    else
        save(command, out);
    out.flush();
    if (!out) throw Error(ErrorKind::internal, "cannot write to standard output");
}

} // namespace sitrep
