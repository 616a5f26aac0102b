#include "indexer/command.h"
#include "indexer/convert_names.h"
#include "indexer/preset.h"
#include "schema/error.h"

#include <charconv>
#include <cstdlib>
#include <iostream>

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <unistd.h>
#include <xapian.h>

namespace po = boost::program_options;
using namespace sitrep;

namespace {

std::vector<std::pair<std::string, std::string>> pairs(const std::vector<std::string>& options,
                                                       const char* name) {
    std::vector<std::pair<std::string, std::string>> result;
    for (const std::string& option : options) {
        const std::size_t equals = option.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(ErrorKind::usage,
                        fmt::format("--{} {} is not of the form NAME=VALUE", name, option));
        result.emplace_back(option.substr(0, equals), option.substr(equals + 1));
    }
    return result;
}

std::string format_help() {
    std::string help = "Formats:\n  auto     by file name, else by content\n";
    for (const InputFormat& format : input_formats())
        help += fmt::format("  {:<8} {} ({})\n", format.name, format.help, format.extensions);
    return help;
}

std::string default_index() {
    const char* set = std::getenv("SITREP_DB");
    return set != nullptr && *set != '\0' ? set : "./sitrep.db";
}

// As text, since the library reads -1 as the largest number there is.
template <typename Number>
Number read_count(std::string_view option, const std::string& text, Number least, Number most) {
    Number count = 0;
    const char* end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || read != end || count < least || count > most)
        throw Error(ErrorKind::usage,
                    fmt::format("{} is a number from {} to {}", option, least, most));
    return count;
}

std::chrono::milliseconds read_seconds(std::string_view option, double seconds) {
    if (!(seconds >= 0 && seconds <= 3600))
        throw Error(ErrorKind::usage,
                    fmt::format("{} is a number of seconds, at most 3600", option));
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

int parse_and_run(int argc, char** argv) {
    IndexCommand command;
    std::string rejects;
    std::vector<std::string> map;
    std::vector<std::string> set;
    std::string index;
    std::string names;
    std::string threads;
    std::string shards;
    std::string commit_every;
    std::uint32_t every = 300;
    double host_pause = 1;
    double timeout = 30;
    bool no_enrich = false;
    po::options_description options("Options", 100);
    // clang-format off
    options.add_options()
        ("db", po::value(&index)->default_value(default_index())->value_name("DIR"), "the index; made where there is none (also $SITREP_DB)")
        ("format", po::value(&command.read.format)->default_value("auto")->value_name("FORMAT"), "input format")
        ("preset", po::value(&command.read.preset)->value_name("NAME"), "the inputs are published event data of this kind, an event a row")
        ("map", po::value(&map)->value_name("FIELD=COLUMN"), "take an article's member from this column or JSON member")
        ("set", po::value(&set)->value_name("FIELD=VALUE"), "give a member this value where it is empty")
        ("threads", po::value(&threads)->default_value("0")->value_name("N"), "threads that analyse; 0: one a core")
        ("no-enrich", po::bool_switch(&no_enrich), "index the words and what the records bring, and work out nothing: no regions, actors, dates, events or tolls, no copies, no stories; loads faster")
        ("shards", po::value(&shards)->default_value("1")->value_name("N"), "how many shards of one size to leave, for as many search processes or machines; a larger one is not split")
        ("commit-every", po::value(&commit_every)->default_value(std::to_string(command.commit_every))->value_name("N"), "articles from one commit to the next: what is searchable while more is read, and kept when the run is killed")
        ("gazetteer", po::value(&command.gazetteers)->value_name("FILE"), "names of actors and regions (.tsv) to add to the index's own; may be repeated")
        ("rejects", po::value(&rejects)->value_name("FILE"), "where records that cannot be indexed are kept (default: rejects.jsonl in the index)")
        ("max-record", po::value(&command.read.max_record_bytes)->default_value(command.read.max_record_bytes)->value_name("BYTES"), "longer records are rejected")
        ("dry-run", po::bool_switch(&command.dry_run), "show what would be indexed and found in it; write nothing")
        ("convert-names", po::value(&names)->value_name("FILE"), "print a list of actors with CAMEO codes (JSON Lines) as rows for --gazetteer")
        ("follow", po::bool_switch(&command.follow.follow), "follow the inputs (addresses of feeds, lists of feeds in OPML, folders) and what was followed before")
        ("fetch-articles", po::bool_switch(&command.follow.fetch_articles), "follow: take the pages behind the entries of feeds, too; robots.txt is honoured")
        ("every", po::value(&every)->default_value(every)->value_name("SECONDS"), "follow: between two polls of a feed")
        ("host-pause", po::value(&host_pause)->default_value(host_pause, "1")->value_name("SECONDS"), "follow: between two requests to a host")
        ("timeout", po::value(&timeout)->default_value(timeout, "30")->value_name("SECONDS"), "follow: for a whole answer")
        ("once", po::bool_switch(&command.follow.once), "follow: ask what is due, and end")
        ("allow-private", po::bool_switch(&command.follow.allow_private), "follow: addresses on this machine and in private networks, too")
        ("sources", po::bool_switch(&command.follow.sources), "print the followed sources and how they are")
        ("forget", po::value(&command.follow.forget)->value_name("SOURCE"), "follow a source no more; its articles stay")
        ("delete", po::value(&command.deletions)->value_name("ID"), "take an article out of the index; what it said stays in the history; may be repeated")
        ("retract", po::value(&command.retractions)->value_name("ID"), "the same for an article that was withdrawn: says so, with the reason, to whoever asks for it; may be repeated")
        ("reason", po::value(&command.reason)->value_name("TEXT"), "why it was withdrawn")
        ("purge", po::value(&command.purges)->value_name("ID"), "remove an article in all its versions and every trace of it, for legal reasons; may be repeated")
        ("compact", po::bool_switch(&command.compact), "merge the index into one shard")
        ("check", po::bool_switch(&command.check), "check the index for damage")
        ("help,h", "this text")
        ("version", "the version");
    // clang-format on
    po::options_description hidden;
    hidden.add_options()("input", po::value(&command.inputs));
    po::positional_options_description positional;
    positional.add("input", -1);
    po::options_description all;
    all.add(options).add(hidden);
    po::variables_map values;
    po::store(po::command_line_parser(argc, argv).options(all).positional(positional).run(),
              values);
    if (values.count("help") > 0) {
        std::cout << "usage: sitrep-index [OPTION]... INPUT...\n\n"
                     "Indexes articles. An input is a file, a directory (walked) or - (standard "
                     "input); .gz and .zst are\nunpacked. The same article again changes nothing; "
                     "with other content it is updated.\n\n"
                  << options << '\n'
                  << format_help() << presets_as_help()
                  << "\nExit codes: 0 done, 1 our fault, 2 the user's, 3 indexed but some inputs "
                     "rejected.\n";
        return 0;
    }
    if (values.count("version") > 0) {
        std::cout << "sitrep-index " SITREP_VERSION " (Xapian " << Xapian::version_string()
                  << ")\n";
        return 0;
    }
    po::notify(values);
    if (!names.empty()) return convert_names(names, std::cout, std::cerr) == 0 ? 0 : 3;
    command.index = index;
    command.enrich = !no_enrich;
    command.follow.every = std::chrono::seconds(every);
    command.threads = read_count("--threads", threads, 0U, 1024U);
    command.commit_every =
        read_count("--commit-every", commit_every, std::size_t{1}, command.commit_every);
    command.shards = read_count("--shards", shards, std::size_t{1}, std::size_t{64});
    command.follow.host_pause = read_seconds("--host-pause", host_pause);
    command.follow.time = read_seconds("--timeout", timeout);
    command.read.map = pairs(map, "map");
    command.read.set = pairs(set, "set");
    if (!rejects.empty()) command.rejects = rejects;
    command.show_progress = ::isatty(STDERR_FILENO) == 1;
    return run(command);
}

} // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const Error& error) {
        std::cerr << "sitrep-index: " << error.message << '\n';
        if (!error.hint.empty()) std::cerr << "  " << error.hint << '\n';
        return error.exit_code();
    } catch (const po::error& error) {
        std::cerr << "sitrep-index: " << error.what() << "\n  see sitrep-index --help\n";
        return 2;
    } catch (const Xapian::Error& error) {
        std::cerr << "sitrep-index: " << error.get_description() << '\n';
        return 1;
    } catch (const std::exception& error) {
        std::cerr << "sitrep-index: " << error.what() << '\n';
        return 1;
    }
}
