#include "tests/searcher/parse_cases.h"

#include "schema/error.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace sitrep::test {
namespace {

// id, name, type, belongs, country, valid, aliases, latitude, longitude, population
constexpr const char* names = "qazland\tQazland\tcountry\t\tQZ\t\tКазляндія|قازلند|Qazlandia\n"
                              "vespuccia\tVespuccia\tcountry\t\tVS\n"
                              "qazland-vs\tQazland\tdivision\tvespuccia\tVS\n"
                              "qazland-village\tQazland\tplace\tvespuccia\tVS\t\t\t\t\t900\n"
                              "brelkov-oblast\tBrelkov Oblast\tdivision\tqazland\tQZ\t\tBrelkov\n"
                              "brelkov\tBrelkov\tplace\tbrelkov-oblast\tQZ\t\tБрелків\t\t\t900000\n"
                              "zlatnik-trell\tZlatnik Trell\tplace\tvespuccia\tVS\t\t\t\t\t5000\n"
                              "qazland-forces\tQazland Armed Forces\tarmed-forces\t\tQZ\n"
                              "anna-zornak\tAnna Zornak\tperson\t\t\t\tZornak{s}|Зорнак{s}\n"
                              "bela-zornak\tBela Zornak\tperson\t\t\t\tZornak{s}\n"
                              "trellist-front\tTrellist Front\tarmed-group\n";

// The printed form must be read as the same tree, and be its own printed form.
void check_reparse(const ParsedQuery& query) {
    INFO("printed: " << query.parsed);
    const ParsedQuery again = parse(query.parsed);
    CHECK(again.root == query.root);
    CHECK(again.parsed == query.parsed);
}

void check_spans(const ParsedQuery& query) {
    for (const QueryWarning& warning : query.warnings) {
        CHECK(warning.span.begin <= warning.span.end);
        CHECK(warning.span.end <= query.text.size());
    }
}

} // namespace

const Gazetteer& invented_gazetteer() {
    static std::vector<std::string> problems;
    static const Gazetteer gazetteer(
        std::vector<std::pair<std::string, std::string>>{{"names.tsv", names}}, problems);
    return gazetteer;
}

ParsedQuery parse(std::string_view text, const QueryLimits& limits) {
    return parse_query(text, invented_gazetteer(), wednesday, limits);
}

std::string all_warnings(const ParsedQuery& query) {
    std::string all;
    for (const QueryWarning& warning : query.warnings)
        all += fmt::format("{} | {}\n", warning.message, warning.hint);
    return all;
}

void check_readings(std::initializer_list<Reading> readings) {
    for (const Reading& reading : readings) {
        INFO("query: " << reading.query);
        ParsedQuery query;
        REQUIRE_NOTHROW(query = parse(reading.query));
        CHECK(query.parsed == reading.parsed);
        if (*reading.warning == '\0')
            CHECK(all_warnings(query) == "");
        else
            CHECK_THAT(all_warnings(query), Catch::Contains(reading.warning));
        check_spans(query);
        check_reparse(query);
    }
}

void check_refusals(std::initializer_list<Refusal> refusals) {
    for (const Refusal& refusal : refusals) {
        INFO("query: " << refusal.query);
        try {
            const ParsedQuery query = parse(refusal.query);
            FAIL_CHECK("read as " << query.parsed);
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::query);
            CHECK_THAT(error.message, Catch::Contains(refusal.message));
            CHECK_THAT(error.hint, Catch::Contains(refusal.hint));
            CHECK(!error.hint.empty());
            const std::string query = refusal.query;
            REQUIRE(error.begin <= error.end);
            REQUIRE(error.end <= query.size());
            if (*refusal.about != '\0')
                CHECK(query.substr(error.begin, error.end - error.begin) == refusal.about);
        }
    }
}

std::string describe(const Node& node) {
    constexpr std::array<const char*, 12> kinds{"all",    "word",   "phrase",  "near",
                                                "prefix", "entity", "keyword", "date",
                                                "count",  "conj",   "disj",    "neg"};
    std::string text = kinds.at(static_cast<std::size_t>(node.kind));
    text += '(';
    if (node.field != FieldId::text) text += fmt::format("{}: ", field(node.field).name);
    std::vector<std::string> parts;
    for (const QueryWord& word : node.words) parts.push_back(word.form + (word.stop ? "-" : ""));
    for (const std::string& value : node.values) parts.push_back(value);
    for (const Node& child : node.children) parts.push_back(describe(child));
    if (node.kind == NodeKind::date)
        parts.push_back(format_day(node.days.from) + ".." + format_day(node.days.to));
    if (node.kind == NodeKind::count)
        parts.push_back(fmt::format("{}..{}", node.numbers.from, node.numbers.to));
    if (node.distance > 0) parts.push_back(fmt::format("~{}", node.distance));
    if (node.exact) parts.emplace_back("exact");
    if (node.required) parts.emplace_back("required");
    for (const std::string& part : parts) text += (&part == &parts.front() ? "" : " ") + part;
    return text + ')';
}

void check_trees(std::initializer_list<Tree> trees) {
    for (const Tree& tree : trees) {
        INFO("query: " << tree.query);
        CHECK(describe(parse(tree.query).root) == tree.tree);
    }
}

} // namespace sitrep::test
