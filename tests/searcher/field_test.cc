// THE table of fields, walked: each field from the record to what is shown of it.

#include "schema/document.h"
#include "schema/error.h"
#include "searcher/render.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/small_index.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// An article that has a value in every field, and nothing in common with the others.
Article complete_article() {
    Article a = article("complete:1", "Unsinn headline", "Quatsch body with words.",
                        "2025-07-04T10:00:00Z", "Walk Source", "nl");
    a.url = "https://example.org/complete";
    a.updated = parse_date("2025-07-06").value();
    a.authors = {"Walk Author"};
    a.sections = {"Walk Section"};
    a.given_regions = {"madagascar"};
    a.given_actors = {"hezbollah"};
    a.conflicts = {{"walk war", {}}};
    a.events = {{"walk event", {}}};
    a.weapons = {{"walk weapon", {}}};
    a.agencies = {{"walk agency", {}}};
    a.happened = {
        {{day_from_civil(2025, 7, 3), day_from_civil(2025, 7, 3)}, Precision::day, false, {}}};
    a.killed = Casualties{41, 43, "", {}};
    a.injured = Casualties{410, 430, "", {}};
    return a;
}

struct FieldRow {
    FieldId field;
    const char* value; // finds the complete article and no other
    const char* other; // finds nothing
    const char* facet; // id of its facet value, or empty
    const char* jsonl; // pointer to it in the JSONL of the hit, or empty
    const char* shown; // what stands there, as JSON
};

const std::vector<FieldRow>& field_rows() {
    static const std::string now = format_day(static_cast<Day>(now_seconds() / 86400));
    static const std::vector<FieldRow> rows{
        {FieldId::text, "quatsch", "absent", "", "/text", "\"Quatsch body with words.\""},
        {FieldId::title, "unsinn", "quatsch", "", "/title", "\"Unsinn headline\""},
        {FieldId::region, "madagascar", "iceland", "madagascar", "/regions/0/id", "\"madagascar\""},
        {FieldId::actor, "hezbollah", "taliban", "hezbollah", "/actors/0/id", "\"hezbollah\""},
        {FieldId::mentions, "hezbollah", "taliban", "", "", ""},
        {FieldId::conflict, "walk war", "walk", "walk war", "/conflicts/0", "\"walk war\""},
        {FieldId::event, "walk event", "walk", "walk event", "/events/0", "\"walk event\""},
        {FieldId::weapon, "walk weapon", "walk", "walk weapon", "/weapons/0", "\"walk weapon\""},
        {FieldId::date, "2025-07-04", "2025-07-05", "2025-07-04", "/published",
         "\"2025-07-04T10:00:00Z\""},
        {FieldId::happened, "2025-07-03", "2025-07-04", "2025-07-03", "/happened/0/from",
         "\"2025-07-03\""},
        {FieldId::killed, "42", "44", "", "/killed/low", "41"},
        {FieldId::injured, "430", "431", "", "/injured/high", "430"},
        {FieldId::source, "walk source", "walk", "walk source", "/source", "\"Walk Source\""},
        {FieldId::agency, "walk agency", "walk", "walk agency", "/agencies/0", "\"walk agency\""},
        {FieldId::author, "walk author", "walk", "walk author", "/authors/0", "\"Walk Author\""},
        {FieldId::lang, "nl", "sv", "nl", "/lang", "\"nl\""},
        {FieldId::section, "walk section", "walk", "walk section", "/sections/0",
         "\"Walk Section\""},
        // Stories and copies are found by the indexer, not given.
        {FieldId::story, "", "none", "", "", ""},
        {FieldId::copies, "", "none", "", "", ""},
        {FieldId::indexed, now.c_str(), "2001", "", "/indexed", ""},
        {FieldId::updated, "2025-07-06", "2025-07-07", "", "/updated", "\"2025-07-06\""},
        {FieldId::version, "2", "3", "", "/version", "2"},
        {FieldId::id, "complete:1", "complete", "", "/id", "\"complete:1\""},
        {FieldId::url, "https://example.org/complete", "https://example.org/", "", "/url",
         "\"https://example.org/complete\""},
    };
    return rows;
}

std::string clause(const Field& f, std::string_view name, const char* value) {
    const bool number = f.kind == FieldKind::count || f.kind == FieldKind::number;
    return number ? fmt::format("{}:{}", name, value) : fmt::format("{}:\"{}\"", name, value);
}

} // namespace

TEST_CASE("every field is indexed, queried, selected, counted and shown", "[search]") {
    TemporaryDirectory directory;
    Article first = complete_article();
    first.text = "An earlier version.";
    write_index(directory.path(), {first, article("other", "Something else", "Entirely.",
                                                  "2020-01-01", "Elsewhere")});
    write_index(directory.path(), {complete_article()});
    REQUIRE(field_rows().size() == fields.size());
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        for (const FieldRow& row : field_rows()) {
            const Field& f = field(row.field);
            INFO("field: " << f.name);
            const bool recent = row.field == FieldId::indexed; // every article is
            const std::string found = recent ? "complete:1 other" : "complete:1";
            for (const std::string_view name : {f.name, f.aliases[0], f.aliases[1]}) {
                if (name.empty()) continue;
                const auto total = [&](const char* value) {
                    return sorted_ids(ids_of(searcher.search(request_of(clause(f, name, value)))));
                };
                CHECK(total(row.other).empty());
                if (*row.value != '\0') CHECK(total(row.value) == found);
            }
            if (*row.value == '\0') continue;
            SearchRequest request = request_of("*");
            request.selections = {{row.field, {row.value}, {}}};
            CHECK(sorted_ids(ids_of(searcher.search(request))) == found);
            request.selections = {{row.field, {}, {row.value}}};
            CHECK(ids_of(searcher.search(request)) == (recent ? "" : "other"));

            request = request_of(clause(f, f.name, row.value));
            request.facets = {{row.field, 0}};
            if (f.facet) {
                const FacetResult facet = searcher.search(request).facets.at(0);
                CHECK(count_of(facet, row.facet) == 1);
            } else {
                CHECK_THROWS_AS(searcher.search(request), Error);
            }
            if (*row.jsonl == '\0') continue;
            request.facets.clear();
            const SearchResult result = searcher.search(request);
            const auto hit = std::find_if(result.hits.begin(), result.hits.end(), [](const Hit& h) {
                return h.article.id == "complete:1";
            });
            REQUIRE(hit != result.hits.end());
            const auto line = nlohmann::json::parse(render_jsonl_hit(*hit, {}));
            const nlohmann::json::json_pointer pointer(row.jsonl);
            REQUIRE(line.contains(pointer));
            if (*row.shown != '\0') CHECK(line.at(pointer).dump() == row.shown);
            const auto page = nlohmann::json::parse(render_json(result, {}));
            CHECK(page.at("total").at("value") == result.total);
            CHECK(page.at("hits").size() == result.hits.size());
        }
        // The examples of the table are queries.
        for (const Field& f : fields) {
            INFO(f.example);
            if (f.id == FieldId::story || f.id == FieldId::copies) continue;
            CHECK_NOTHROW(searcher.search(request_of(std::string(f.example))));
        }
    }
}
