// Any bytes are a query or an error with a place in them, and what is read is printed as a query
// that is read as the same tree.
//
// With -fsanitize=fuzzer this is a libFuzzer target. Built with SITREP_FUZZ_MAIN it has a main of
// its own: a short deterministic run over random pieces of syntax, or over the files it is given.

#include "schema/error.h"
#include "searcher/parse.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

using namespace sitrep;

namespace {

const Gazetteer& gazetteer() {
    static std::vector<std::string> problems;
    static const Gazetteer gazetteer(
        std::vector<std::pair<std::string, std::string>>{
            {"names.tsv", "qazland\tQazland\tcountry\t\tQZ\t\tКазляндія\n"
                          "vespuccia\tVespuccia\tcountry\t\tVS\n"
                          "qazland-vs\tQazland\tdivision\tvespuccia\tVS\n"
                          "anna-zornak\tAnna Zornak\tperson\t\t\t\tZornak{s}\n"}},
        problems);
    return gazetteer;
}

[[noreturn]] void report(std::string_view what, std::string_view text, std::string_view printed) {
    std::fprintf(stderr, "%.*s\n  query:   %.*s\n  printed: %.*s\n", static_cast<int>(what.size()),
                 what.data(), static_cast<int>(text.size()), text.data(),
                 static_cast<int>(printed.size()), printed.data());
    std::abort();
}

void check(std::string_view text) {
    const Day today = day_from_civil(2025, 7, 9);
    ParsedQuery query;
    try {
        query = parse_query(text, gazetteer(), today);
    } catch (const Error& error) {
        if (error.kind != ErrorKind::query && error.kind != ErrorKind::limit)
            report("an error of the wrong kind", text, error.message);
        if (error.begin > error.end || error.end > text.size())
            report("an error at no place in the query", text, error.message);
        if (!is_valid_utf8(error.message) || !is_valid_utf8(error.hint))
            report("an error that is not UTF-8", text, "");
        return;
    }
    try {
        const ParsedQuery again = parse_query(query.parsed, gazetteer(), today);
        if (!(again.root == query.root) || again.parsed != query.parsed)
            report("the printed form is read differently", text, query.parsed);
    } catch (const Error& error) {
        report(error.message, text, query.parsed);
    }
    for (const QueryWarning& warning : query.warnings)
        if (warning.span.begin > warning.span.end || warning.span.end > text.size())
            report("a warning at no place in the query", text, query.parsed);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check({reinterpret_cast<const char*>(data), size});
    return 0;
}

#ifdef SITREP_FUZZ_MAIN

#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace {

std::string random_query(std::mt19937& random) {
    constexpr const char* pieces[] = {
        "(",         ")",       "\"",       " ",       "AND ",  " OR ",    "NOT ",    "-",
        "+",         "!",       "*",        "?",       "~5",    "^2",      "..",      ":",
        "=",         "@",       ">=",       "<",       "kyiv",  "T 72",    "F",       "16",
        "region:",   "date:",   "title:",   "killed:", "id:",   "url:",    "source:", "actor:",
        "mentions:", "qazland", "zornak",   "2025-07", "P7D",   "today",   "NEAR/5 ", "NEAR ",
        "„",         "“",       "”",        "«",       "»",     "\\",      "/",       "|",
        "&&",        "||",      "中国",     "צה\"ל",   "U.S. ", "US ",     "the ",    "://",
        ",",         "\u00A0",  "\n",       "W/5",     "ADJ ",  "search:", "text:",   "12:30",
        "Су 34",     "غزة",     "foo-bar ", "don't ",  "🔥",     "\xff",    "[",
    };
    std::string query;
    for (auto count = random() % 16; count > 0; --count) {
        query += pieces[random() % std::size(pieces)];
        if (random() % 3 == 0) query += ' ';
        if (random() % 40 == 0) query += static_cast<char>(random() % 256);
    }
    return query;
}

} // namespace

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        check(std::string{std::istreambuf_iterator<char>(file), {}});
    }
    if (argc > 1) return 0;
    constexpr int runs = 200'000;
    std::mt19937 random(20250709);
    for (int i = 0; i < runs; ++i) check(random_query(random));
    std::printf("%d random queries\n", runs);
}

#endif
