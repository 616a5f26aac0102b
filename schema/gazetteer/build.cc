// gazetteer-build: makes the built-in table of the gazetteer. Run by CMake.
//
//   gazetteer-build ISO_3166_1.json ISO_3166_2.json LOCALES WORDS.txt OUTPUT
//       FILE.tsv...
//
// Prints what it found; rows that make no sense are named on standard error, and left out.
#include "schema/error.h"
#include "schema/gazetteer/generate.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::gazetteer;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw Error(ErrorKind::input, fmt::format("cannot read {}", path.string()));
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) throw Error(ErrorKind::input, fmt::format("cannot write {}", path.string()));
}

void run(const std::vector<std::string>& arguments) {
    const auto start = std::chrono::steady_clock::now();
    const std::filesystem::path locales = arguments[2];
    std::vector<std::string> problems;

    Sources sources;
    for (std::size_t i = 5; i < arguments.size(); ++i)
        parse_tsv(std::filesystem::path(arguments[i]).filename().string(), read_file(arguments[i]),
                  sources.rows, problems);
    sources.common = CommonWords(read_file(arguments[3]));
    const Translations country_names(locales, "iso_3166-1");
    const Translations division_names(locales, "iso_3166-2");
    const Translations geonames(locales, "geonames");
    sources.country_names = &country_names;
    sources.geonames_names = &geonames;
    sources.countries = read_iso_countries(arguments[0]);
    sources.towns = read_towns();
    sources.divisions = match_divisions(read_iso_divisions(arguments[1]), division_names,
                                        sources.towns, geonames, known_states());

    Model model = generate(sources, problems);
    const std::string bytes = model.build(problems);
    write_file(arguments[4], bytes);

    for (const std::string& problem : problems) fmt::print(stderr, "{}\n", problem);
    const Table table(bytes);
    fmt::print("gazetteer: {} entities, {} names, {} bytes; {} of GeoNames' {} states have an ISO "
               "3166-2 code; {} rows, {} problems; {} ms\n",
               table.size(), table.keys().size(), bytes.size(), sources.divisions.states_matched,
               sources.divisions.states, sources.rows.size(), problems.size(),
               std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now() - start)
                   .count());
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 5) {
        std::fputs(
            "usage: gazetteer-build ISO_3166_1.json ISO_3166_2.json LOCALES WORDS.txt OUTPUT "
            "FILE.tsv...\n",
            stderr);
        return 2;
    }
    try {
        run(arguments);
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "gazetteer-build: {}\n{}\n", error.message, error.hint);
        return error.exit_code();
    } catch (const std::exception& error) {
        fmt::print(stderr, "gazetteer-build: {}\n", error.what());
        return 1;
    }
}
