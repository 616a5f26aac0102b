#include "tests/searcher/render_sample.h"

#include <sstream>

namespace sitrep::test {

PartialDate day(int year, int month, int number) {
    PartialDate date;
    date.year = static_cast<std::int16_t>(year);
    date.month = static_cast<std::uint8_t>(month);
    date.day = static_cast<std::uint8_t>(number);
    return date;
}

EntityRef entity(NamedEntity known) {
    return std::make_shared<const NamedEntity>(std::move(known));
}

Hit sample_hit() {
    Hit hit;
    hit.rank = 3;
    hit.score = 12.34567;
    hit.title = "Drones over Kyiv";
    hit.highlighted_title = {{"Drones", true}, {" over Kyiv", false}};
    hit.regions = {entity({"kyiv", "Kyiv", "place", {"europe", "ukraine", "kyiv"}})};
    hit.actors = {entity({"russian-armed-forces", "Russian Armed Forces", "armed_forces", {}})};
    hit.snippet = {{{"Russian ", false}, {"drones", true}, {" hit Kyiv", false}},
                   {{"more ", false}, {"drones", true}}};
    hit.matched = {"drones"};
    Article& article = hit.article;
    article.id = "a-1";
    article.url = "https://example.org/a1";
    article.title = "Drones over Kyiv";
    article.text = "Russian drones hit Kyiv overnight.\nOfficials said five people died.";
    article.date = day(2025, 7, 4);
    article.source = "Sample Wire";
    article.lang = "en";
    article.authors = {"Jane Doe"};
    article.sections = {"Europe", "War"};
    article.extra = R"({"rating": 5, "tags": ["a"]})";
    article.origin = {"in/a.jsonl", 7};
    article.indexed = 1751635801; // 2025-07-04T13:30:01Z
    article.version = 2;
    article.mentions = {{"kyiv", false, true, {{Part::text, 19, 23, "Kyiv", "name", 0.9F}}},
                        {"made-up-group", true, false, {{Part::input, 0, 0, "MUG", "input", 1}}}};
    article.conflicts = {{"russia-ukraine-war", {}}};
    article.events = {{"drone-attack", {{Part::text, 8, 14, "drones", "word", 1}}}};
    const Day third = day_from_civil(2025, 7, 3);
    article.happened = {{{third, third},
                         Precision::day,
                         false,
                         {Part::text, 24, 33, "overnight", "relative", 0.8F}},
                        {{day_from_civil(2025, 8, 1), day_from_civil(2025, 8, 31)},
                         Precision::month,
                         true,
                         {Part::text, 40, 46, "August", "month", 0.9F}}};
    article.killed = Casualties{5, 7, "officials", {}};
    return hit;
}

SearchResult sample_result() {
    SearchResult result;
    result.query.text = "actor:russia drones";
    result.query.parsed = "actor:russia drones";
    result.query.expansions = {{"actor:russia", FieldId::actor, {"russia"}, {0, 12}}};
    result.query.warnings = {{"\"foo\" is no known actor", "searched in the text", {13, 19}}};
    result.total = 123;
    result.articles = 150;
    result.took_ms = 4.2;
    result.revision = 9;
    result.documents = 1000;
    result.hits = {sample_hit()};
    result.facets = {
        {FieldId::region, {{"ukraine", "Ukraine", "europe", 12, true, false}}, 3},
        {FieldId::date, {{"2025-07", "July 2025", "2025", 12, false, false}}, 1},
    };
    return result;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

} // namespace sitrep::test
