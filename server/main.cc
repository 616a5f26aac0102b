#include "schema/error.h"
#include "searcher/render_feed.h"
#include "server/forwarded.h"
#include "server/http.h"
#include "server/keys.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

#include <boost/program_options.hpp>
#include <fmt/format.h>

namespace po = boost::program_options;
using namespace sitrep;

namespace {

std::string default_index() {
    const char* set = std::getenv("SITREP_DB");
    return set != nullptr && *set != '\0' ? set : "./sitrep.db";
}

// The first line of a file; empty where none is named.
std::string password_in(const std::string& file) {
    if (file.empty()) return {};
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line))
        throw Error(ErrorKind::usage, "cannot read " + file,
                    "--smtp-password-file names a file whose first line is the password");
    return line;
}

struct CommandLine {
    ServerOptions server;
    std::string index;
    std::string listen;
    std::string keys;
    std::string config;
    std::string log;
    std::string open;
    std::string state;
    std::string password_file;
    std::string proxies;
    AlertOptions alerts;
    po::options_description options{"Options, also of a configuration file (name = value)", 100};
    po::options_description keeping{"Keys", 100};
    po::options_description meta{"Other", 100};
    po::variables_map values;

    CommandLine();
    void read(int argc, char** argv);
};

CommandLine::CommandLine() {
    // clang-format off
    options.add_options()
        ("db", po::value(&index)->default_value(default_index())->value_name("DIR"), "the index (also $SITREP_DB)")
        ("listen", po::value(&listen)->default_value("127.0.0.1:8642")->value_name("HOST:PORT"), "where to listen, on this machine; port 0: any that is free")
        ("threads", po::value(&server.threads)->default_value(server.threads)->value_name("N"), "connections served at once")
        ("searches", po::value(&server.searches)->default_value(0)->value_name("N"), "searches run at once; 0: two a core")
        ("known-results", po::value(&server.known_results)->default_value(server.known_results)->value_name("MB"), "memory for answers to searches that are asked again; 0: none are kept")
        ("partial", po::bool_switch(&server.partial), "answer searches without remote shards that are down, and say so; else they are errors")
        ("public-url", po::value(&server.public_url)->value_name("URL"), "what a proxy before the server is called: https://sitrep.example.org")
        ("trusted-proxies", po::value(&proxies)->value_name("LIST"), "addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: 127.0.0.1,::1")
        ("keys", po::value(&keys)->value_name("FILE"), "the keys of programs and people; DIR.keys where it is not given. Without keys everything is allowed, on loopback only")
        ("open", po::value(&open)->value_name("LIST"), "what needs no key although there are keys: search")
        ("log", po::value(&log)->default_value("faults")->value_name("WHAT"), "on standard error, a JSON object a line: faults, or requests too")
        ("log-queries", po::bool_switch(&server.log.queries), "logs what is searched for, too")
        ("state", po::value(&state)->value_name("FILE"), "where saved searches are kept (default: the index's name with .state; none: they are not)")
        ("allow-private-targets", po::bool_switch(&alerts.delivery.allow_private_targets), "webhooks may go to addresses that are not public")
        ("smtp", po::value(&alerts.delivery.mail.url)->value_name("URL"), "the mail server: smtp://HOST:PORT or smtps://HOST:PORT")
        ("smtp-user", po::value(&alerts.delivery.mail.user)->value_name("NAME"), "whom it knows us as; then the line must be encrypted")
        ("smtp-password-file", po::value(&password_file)->value_name("FILE"), "holds the password")
        ("mail-from", po::value(&alerts.delivery.mail.from)->value_name("ADDRESS"), "the sender of e-mails")
        ("exec", po::value(&alerts.delivery.command)->value_name("PROGRAM"), "may be chosen as a delivery: is run with the notification as its input");
    keeping.add_options()
        ("add-key", po::value<std::string>()->value_name("NAME"), "makes a key, prints it once, and ends")
        ("scope", po::value<std::string>()->default_value("search")->value_name("LIST"), "what the new key allows: search,index,subscribe,admin")
        ("remove-key", po::value<std::string>()->value_name("NAME"), "takes a key away, and ends");
    meta.add_options()
        ("config", po::value(&config)->value_name("FILE"), "a configuration file; the command line goes before it")
        ("help,h", "this text")
        ("version", "the version");
    // clang-format on
}

void CommandLine::read(int argc, char** argv) {
    po::options_description all;
    all.add(options).add(keeping).add(meta);
    po::store(po::command_line_parser(argc, argv)
                  .options(all)
                  .positional(po::positional_options_description())
                  .run(),
              values);
    if (values.count("config") > 0) {
        const auto file = values["config"].as<std::string>();
        std::ifstream stream(file);
        if (!stream)
            throw Error(ErrorKind::usage, fmt::format("cannot read {}", file),
                        "a configuration file has a line an option: listen = 127.0.0.1:8642");
        po::store(po::parse_config_file(stream, options), values);
    }
    po::notify(values);
    constexpr std::chrono::milliseconds look{50};
    server.index = index;
    server.follow = look;
    server.keys = keys.empty() ? usual_keys(index) : std::filesystem::path(keys);
    if (log != "faults" && log != "requests")
        throw Error(ErrorKind::usage, fmt::format("cannot log \"{}\"", log),
                    "log is faults or requests");
    server.trusted_proxies = parse_addresses(proxies);
    if (!open.empty()) server.open = parse_scopes(open);
    server.log.requests = log == "requests";
    parse_listen(listen, server);
    while (server.public_url.ends_with('/')) server.public_url.pop_back();
    if (!server.public_url.empty() && !is_web_address(server.public_url))
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a web address", server.public_url),
                    "as in --public-url https://sitrep.example.org");
    if (state == "none") return;
    alerts.state = state.empty() ? usual_state(index) : std::filesystem::path(state);
    alerts.delivery.mail.password = password_in(password_file);
    alerts.delivery.links.base = server.public_url;
    check_alert_options(alerts);
    server.alerts = alerts;
}

int add_key(const CommandLine& line) {
    const std::string key =
        sitrep::add_key(line.server.keys, line.values["add-key"].as<std::string>(),
                        parse_scopes(line.values["scope"].as<std::string>()));
    std::cout << key << '\n';
    std::cerr
        << "This is shown once; a program sends it as \"Authorization: Bearer KEY\", a browser "
           "asks for it as a password. A server that runs takes it on SIGHUP.\n";
    return 0;
}

int parse_and_run(int argc, char** argv) {
    CommandLine line;
    line.read(argc, argv);
    const po::variables_map& values = line.values;
    if (values.count("help") > 0) {
        std::cout
            << "usage: sitrep-server [OPTION]...\n\n"
               "Answers searches over HTTP: a page for people at /, JSON at /api/v1/search.\n\n"
            << line.options << '\n'
            << line.keeping << '\n'
            << line.meta << "\nExit codes: 0 done, 1 our fault, 2 the user's.\n";
        return 0;
    }
    if (values.count("version") > 0) {
        std::cout << "sitrep-server " SITREP_VERSION "\n";
        return 0;
    }
    if (values.count("add-key") > 0) return add_key(line);
    if (values.count("remove-key") > 0) {
        remove_key(line.server.keys, values["remove-key"].as<std::string>());
        return 0;
    }
    serve(line.server, [&] {
        CommandLine again;
        again.read(argc, argv);
        return again.server;
    });
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const Error& error) {
        std::cerr << "sitrep-server: " << error.message << '\n';
        if (!error.hint.empty()) std::cerr << "  " << error.hint << '\n';
        return error.exit_code();
    } catch (const po::error& error) {
        std::cerr << "sitrep-server: " << error.what() << "\n  see sitrep-server --help\n";
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "sitrep-server: " << error.what() << '\n';
        return 1;
    }
}
