#include "schema/error.h"
#include "searcher/command.h"
#include "searcher/saved_searches.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <xapian.h>

namespace po = boost::program_options;
using namespace sitrep;

namespace {

std::string default_index() {
    const char* set = std::getenv("SITREP_DB");
    return set != nullptr && *set != '\0' ? set : "./sitrep.db";
}

std::size_t terminal_width() {
    if (const char* columns = std::getenv("COLUMNS"))
        if (const int width = std::atoi(columns); width > 0) return static_cast<std::size_t>(width);
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

Sort sort_of(const std::string& name) {
    for (const auto& [known, sort] : sort_names)
        if (name == known) return sort;
    throw Error(ErrorKind::usage, fmt::format("unknown order \"{}\"", name),
                "--sort relevance, newest, oldest or sources");
}

// Exports hold everything; lists for reading show a report once.
Collapse collapse_of(const std::string& given, const std::string& format) {
    if (given.empty())
        return format == "jsonl" || format == "csv" ? Collapse::none : Collapse::copies;
    for (const auto& [name, collapse] : collapse_names)
        if (given == name) return collapse;
    throw Error(ErrorKind::usage, fmt::format("cannot collapse by \"{}\"", given),
                "--collapse copies, story or none");
}

void print_help(const po::options_description& options) {
    std::cout
        << "usage: sitrep-search [OPTION]... QUERY\n\n"
           "Searches an index. * matches everything. The query language in short:\n"
           "  drone strike          both words, inflections too; OR, NOT or -, ( ), NEAR/5\n"
           "  \"root causes\"         words as written; \"a b\"~5 up to five words between\n"
           "  region:ukraine        a field; date:2025-07, date:P7D, killed:5.., -actor:nato\n"
           "The fields are listed by --fields.\n\n"
        << options << "\nFormats:\n";
    for (const OutputFormat& format : output_formats())
        std::cout << fmt::format("  {:<8} {}\n", format.name, format.help);
    std::cout << "\nExit codes: 0 done, 1 our fault, 2 the user's.\n";
}

int parse_and_run(int argc, char** argv) {
    SearchCommand command;
    std::string index;
    std::string sort;
    std::string facets;
    std::string collapse;
    std::string from;
    std::string to;
    std::string prefix;
    std::string as_of;
    std::string state;
    std::string citation;
    std::vector<std::string> words;
    po::options_description options("Options", 100);
    // clang-format off
    options.add_options()
        ("db", po::value(&index)->default_value(default_index())->value_name("DIR"), "the index (also $SITREP_DB)")
        ("from", po::value(&from)->value_name("DATE"), "published on or after: 2025-07-04, 2025-07, yesterday, P7D")
        ("to", po::value(&to)->value_name("DATE"), "published on or before")
        ("sort", po::value(&sort)->default_value("relevance")->value_name("ORDER"), "relevance, newest, oldest, or sources: what most sources report first")
        ("limit", po::value(&command.request.limit)->default_value(10)->value_name("N"), "hits; 0: all")
        ("offset", po::value(&command.request.offset)->default_value(0)->value_name("N"), "hits to skip")
        ("facets", po::value(&facets)->value_name("LIST"), "facets to count: region,actor:20,date or none")
        ("collapse", po::value(&collapse)->value_name("HOW"), "copies: of the copies of one report show one (the usual but for jsonl and csv); story: of the reports of one event show one; or none")
        ("format", po::value(&command.format)->default_value("text")->value_name("FORMAT"), "output format")
        ("explain", po::bool_switch(&command.request.explain), "show why an article matched, and the evidence for its facets")
        ("similar", po::value(&command.similar)->value_name("ID"), "articles like this one: that share its distinctive words, actors, regions and days")
        ("id", po::value(&command.id)->value_name("ID"), "show one article in full")
        ("versions", po::bool_switch(&command.versions), "of --id: all that it ever said, with the words that changed")
        ("as-of", po::value(&as_of)->value_name("T"), "search the index as it stood then: 2025-07-04T12:00:00Z, or where a day, month or period begins")
        ("partial", po::bool_switch(&command.partial), "answer without remote shards that are down, and say so; else that is an error")
        ("save", po::value(&command.save)->value_name("NAME"), "keep the search under a name: search:NAME in any query stands for it, and sitrep-server can be told to notify of what it finds")
        ("saved", po::bool_switch(&command.saved), "list the saved searches")
        ("forget", po::value(&command.forget)->value_name("NAME"), "forget a saved search")
        ("state", po::value(&state)->value_name("FILE"), "where saved searches are kept (default: the index's name with .state, as for sitrep-server)")
        ("cite", po::value(&citation)->value_name("FILE"), "write there what the result is of, to cite it: query, counts, the index's revision and moment, as a line of JSON")
        ("fields", "list the fields of the query language; --fields actor lists the actors known, with their names")
        ("prefix", po::value(&prefix)->value_name("TEXT"), "of --fields: only names that begin so, as in --fields actor --prefix hez")
        ("help,h", "this text")
        ("version", "the version");
    // clang-format on
    po::options_description filters("Filters (repeat one for a choice: any of them)", 100);
    std::map<FieldId, std::vector<std::string>> selected;
    for (const Field& f : fields)
        if (f.facet && f.kind != FieldKind::date)
            filters.add_options()(f.name.data(), po::value(&selected[f.id])->value_name("VALUE"),
                                  f.help.data());
    options.add(filters);
    po::options_description hidden;
    hidden.add_options()("query", po::value(&words));
    po::positional_options_description positional;
    positional.add("query", -1);
    po::options_description all;
    all.add(options).add(hidden);
    po::variables_map values;
    // A query may begin with - (-drone): short options other than -h are words of the query.
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    std::vector<std::string> arguments(argv + 1, argv + argc);
    std::vector<std::string> negated;
    std::erase_if(arguments, [&](const std::string& argument) {
        const bool word =
            argument.size() > 1 && argument[0] == '-' && argument[1] != '-' && argument != "-h";
        if (word) negated.push_back(argument);
        return word;
    });
    po::store(
        po::command_line_parser(arguments).options(all).positional(positional).style(style).run(),
        values);
    if (values.count("help") > 0) {
        print_help(options);
        return 0;
    }
    if (values.count("version") > 0) {
        std::cout << "sitrep-search " SITREP_VERSION " (Xapian " << Xapian::version_string()
                  << ")\n";
        return 0;
    }
    if (values.count("fields") > 0) {
        po::notify(values);
        if (words.empty()) {
            print_fields(std::cout);
            return 0;
        }
        // The index's own names where there is an index.
        std::optional<Searcher> searcher;
        if (std::filesystem::exists(index)) searcher.emplace(index);
        print_names(searcher ? searcher->gazetteer() : Gazetteer::builtin(), words.front(), prefix,
                    std::cout);
        return 0;
    }
    po::notify(values);
    words.insert(words.end(), negated.begin(), negated.end());
    command.index = index;
    command.state = state.empty() ? usual_state(index) : std::filesystem::path(state);
    command.request.saved = saved_searches(command.state);
    for (const char* named : {"save", "forget"})
        if (values.count(named) > 0 && values[named].as<std::string>().empty())
            throw Error(ErrorKind::usage, "a saved search has a name",
                        fmt::format("as in --{} drones", named));
    const bool needs_query =
        command.id.empty() && command.similar.empty() && !command.saved && command.forget.empty();
    if (words.empty() && needs_query)
        throw Error(ErrorKind::usage, "no query is given", "* matches everything; see --help");
    for (const std::string& word : words)
        command.request.query += (command.request.query.empty() ? "" : " ") + word;
    command.citation = citation;
    command.request.sort = sort_of(sort);
    command.request.collapse = collapse_of(collapse, command.format);
    if (!from.empty()) command.request.from = from;
    if (!to.empty()) command.request.to = to;
    if (!as_of.empty()) command.request.as_of = as_of;
    for (auto& [id, any] : selected)
        if (!any.empty()) command.request.selections.push_back({id, any, {}});
    command.default_facets = values.count("facets") == 0;
    if (!command.default_facets) command.request.facets = parse_facets(facets);
    command.color = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
    command.width = terminal_width();
    if (is_about_saved(command)) {
        run_saved(command, std::cout);
        return 0;
    }
    if (run(command, std::cout)) return 0;
    throw Error(
        ErrorKind::usage,
        fmt::format("there is no article {}", command.id.empty() ? command.similar : command.id),
        "ids are in the \"id\" member of --format json");
}

// Points at the part of the query that an error is about.
void show_position(const Error& error, int argc, char** argv) {
    if (error.end <= error.begin || argc < 2) return;
    std::cerr << "  at bytes " << error.begin << " to " << error.end << " of the query\n";
    static_cast<void>(argv);
}

} // namespace

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    std::signal(SIGPIPE, SIG_DFL); // sitrep-search ... | head
    try {
        return parse_and_run(argc, argv);
    } catch (const Error& error) {
        std::cerr << "sitrep-search: " << error.message << '\n';
        show_position(error, argc, argv);
        if (!error.hint.empty()) std::cerr << "  " << error.hint << '\n';
        return error.exit_code();
    } catch (const po::error& error) {
        std::cerr << "sitrep-search: " << error.what() << "\n  see sitrep-search --help\n";
        return 2;
    } catch (const Xapian::Error& error) {
        std::cerr << "sitrep-search: " << error.get_description() << '\n';
        return 1;
    } catch (const std::exception& error) {
        std::cerr << "sitrep-search: " << error.what() << '\n';
        return 1;
    }
}
