#include "schema/error.h"
#include "server/http.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

#include <boost/program_options.hpp>

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

int parse_and_run(int argc, char** argv) {
    ServerOptions server;
    std::string index;
    std::string listen;
    std::string state;
    std::string password_file;
    AlertOptions alerts;
    po::options_description options("Options", 100);
    // clang-format off
    options.add_options()
        ("db", po::value(&index)->default_value(default_index())->value_name("DIR"), "the index (also $SITREP_DB)")
        ("listen", po::value(&listen)->default_value("127.0.0.1:8642")->value_name("HOST:PORT"), "where to listen, on this machine; port 0: any that is free")
        ("threads", po::value(&server.threads)->default_value(server.threads)->value_name("N"), "connections served at once")
        ("state", po::value(&state)->value_name("FILE"), "where saved searches are kept (default: the index's name with .state; none: they are not)")
        ("public-url", po::value(&alerts.delivery.links.base)->value_name("URL"), "the server's address in notifications, as their readers reach it")
        ("allow-private-targets", po::bool_switch(&alerts.delivery.allow_private_targets), "webhooks may go to addresses that are not public")
        ("smtp", po::value(&alerts.delivery.mail.url)->value_name("URL"), "the mail server: smtp://HOST:PORT or smtps://HOST:PORT")
        ("smtp-user", po::value(&alerts.delivery.mail.user)->value_name("NAME"), "whom it knows us as; then the line must be encrypted")
        ("smtp-password-file", po::value(&password_file)->value_name("FILE"), "holds the password")
        ("mail-from", po::value(&alerts.delivery.mail.from)->value_name("ADDRESS"), "the sender of e-mails")
        ("exec", po::value(&alerts.delivery.command)->value_name("PROGRAM"), "may be chosen as a delivery: is run with the notification as its input")
        ("help,h", "this text")
        ("version", "the version");
    // clang-format on
    po::variables_map values;
    po::store(po::command_line_parser(argc, argv)
                  .options(options)
                  .positional(po::positional_options_description())
                  .run(),
              values);
    if (values.count("help") > 0) {
        std::cout
            << "usage: sitrep-server [OPTION]...\n\n"
               "Answers searches over HTTP: a page for people at /, JSON at /api/v1/search.\n\n"
            << options << "\nExit codes: 0 done, 1 our fault, 2 the user's.\n";
        return 0;
    }
    if (values.count("version") > 0) {
        std::cout << "sitrep-server " SITREP_VERSION "\n";
        return 0;
    }
    po::notify(values);
    server.index = index;
    if (state != "none") {
        alerts.state = state.empty() ? usual_state(index) : std::filesystem::path(state);
        alerts.delivery.mail.password = password_in(password_file);
        check_alert_options(alerts);
        server.alerts = std::move(alerts);
    }
    parse_listen(listen, server);
    serve(server);
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
