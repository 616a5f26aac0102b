#include "schema/error.h"
#include "server/http.h"

#include <cstdlib>
#include <iostream>

#include <boost/program_options.hpp>

namespace po = boost::program_options;
using namespace sitrep;

namespace {

std::string default_index() {
    const char* set = std::getenv("SITREP_DB");
    return set != nullptr && *set != '\0' ? set : "./sitrep.db";
}

int parse_and_run(int argc, char** argv) {
    ServerOptions server;
    std::string index;
    std::string listen;
    po::options_description options("Options", 100);
    // clang-format off
    options.add_options()
        ("db", po::value(&index)->default_value(default_index())->value_name("DIR"), "the index (also $SITREP_DB)")
        ("listen", po::value(&listen)->default_value("127.0.0.1:8642")->value_name("HOST:PORT"), "where to listen, on this machine; port 0: any that is free")
        ("threads", po::value(&server.threads)->default_value(server.threads)->value_name("N"), "connections served at once")
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
