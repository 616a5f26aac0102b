#include "schema/document.h"

#include "schema/error.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace sitrep;

namespace {

Article full_article() {
    Article a;
    a.id = "id-1";
    a.url = "https://example.org/1";
    a.title = "Drones over Kyiv";
    a.text = "Drones struck.\n\nMore followed.";
    a.date = *parse_date("2025-07-04T23:30:00-04:00");
    a.updated = *parse_date("2025-07");
    a.source = "Test  Wire";
    a.authors = {"Jane Doe", "JANE DOE", "Ann"};
    a.lang = "en";
    a.sections = {"Ukraine - Russia War"};
    a.extra = R"({"x":1})";
    a.origin = {"file.jsonl", 12};
    a.mentions = {{"kyiv", false, true, {{Part::title, 12, 16, "Kyiv", "place", 0.5F}}},
                  {"vladimir-putin", true, false, {}}};
    a.conflicts = {{"War", {}}};
    a.events = {{"drone attack", {{Part::text, 0, 6, "Drones", "word", 1.0F}}}};
    a.weapons = {{"drone", {}}};
    a.agencies = {{"reuters", {}}};
    a.happened = {{{-5, 20272}, Precision::month, true, {Part::text, 1, 2, "x", "y", 1.0F}}};
    a.killed = Casualties{5, 9, "officials", {{Part::text, 0, 3, "a", "b", 0.25F}}};
    a.injured = Casualties{0, 12, "", {}};
    a.version = 3;
    a.indexed = 1751600000;
    a.committed = 1751600000123456;
    a.content_hash = 0xfedcba9876543210U;
    return a;
}

} // namespace

TEST_CASE("an article survives being written and read") {
    const Article a = full_article();
    const std::string record = encode_article(a);
    const Article b = decode_article(record);
    CHECK(encode_article(b) == record);
    CHECK(b.date == a.date);
    CHECK(b.origin.line == 12);
    CHECK(b.happened[0].range == a.happened[0].range);
    CHECK(b.happened[0].planned);
    CHECK(b.killed->high == 9);
    CHECK(b.mentions[0].evidence[0].confidence == 0.5F);
    CHECK(b.content_hash == a.content_hash);
    CHECK(b.committed == a.committed);
    CHECK(decode_article(record, RecordDetail::text).mentions[0].evidence.empty());
}

TEST_CASE("the head of a record has all but the text and what Sitrep does not know") {
    const Article a = full_article();
    const Article head = decode_article(encode_article(a), RecordDetail::head);
    CHECK(head.text.empty());
    CHECK(head.extra.empty());
    CHECK(head.title == a.title);
    CHECK(head.mentions.size() == a.mentions.size());
    CHECK(head.content_hash == a.content_hash);
    CHECK(decode_article(encode_article(a), RecordDetail::text).text == a.text);
}

TEST_CASE("a damaged record is refused, never read past its end") {
    const std::string record = encode_article(full_article());
    for (std::size_t size = 0; size < record.size(); ++size) {
        try {
            decode_article(std::string_view(record).substr(0, size));
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::index);
        }
    }
    std::string broken = record;
    for (std::size_t i = 0; i < broken.size(); ++i) {
        broken[i] = static_cast<char>(broken[i] ^ 0x55);
        try {
            decode_article(broken);
        } catch (const Error&) {
        }
        broken[i] = record[i];
    }
}

TEST_CASE("the content hash knows content from circumstance") {
    const Article a = full_article();
    Article b = a;
    b.origin = {"elsewhere", 1};
    b.version = 9;
    b.indexed = 1;
    CHECK(content_hash(a) == content_hash(b));
    b.text += '.';
    CHECK(content_hash(a) != content_hash(b));
}

TEST_CASE("facet values are folded, distinct, and reach up the hierarchy") {
    const Article a = full_article();
    const Gazetteer& gazetteer = Gazetteer::builtin();
    CHECK(facet_values(a, FieldId::source, gazetteer) == std::vector<std::string>{"test wire"});
    CHECK(keyword_names(a, FieldId::author) == std::vector<std::string>{"Jane Doe", "Ann"});
    CHECK(facet_values(a, FieldId::author, gazetteer) ==
          std::vector<std::string>{"ann", "jane doe"});
    CHECK(facet_values(a, FieldId::date, gazetteer) ==
          std::vector<std::string>{"2025", "2025-07", "2025-07-04"});
    CHECK(facet_values(a, FieldId::updated, gazetteer) ==
          std::vector<std::string>{"2025", "2025-07"});
    const auto regions = facet_values(a, FieldId::region, gazetteer);
    for (const char* id : {"kyiv", "ukraine", "eastern-europe", "europe"})
        CHECK(std::find(regions.begin(), regions.end(), id) != regions.end());
    CHECK(facet_values(a, FieldId::actor, gazetteer).empty()); // only named
    CHECK(facet_values(a, FieldId::mentions, gazetteer) ==
          std::vector<std::string>{"kyiv", "vladimir-putin"});
}

TEST_CASE("days are indexed with their months and years; long spans without days") {
    std::vector<std::string> values;
    append_day_values({day_from_civil(2024, 12, 31), day_from_civil(2025, 1, 1)}, values);
    CHECK(values == std::vector<std::string>{"2024-12-31", "2025-01-01", "2024", "2024-12", "2025",
                                             "2025-01"});
    values.clear();
    append_day_values({day_from_civil(2025, 1, 1), day_from_civil(2025, 12, 31)}, values);
    CHECK(values.size() == 13);
}

TEST_CASE("a long value becomes a term of its own within Xapian's limit") {
    const std::string long_value(1000, 'x');
    const std::string term = make_term("XO:", long_value);
    CHECK(term.size() <= 245);
    CHECK(term != make_term("XO:", long_value + "y"));
    CHECK(make_term("XO:", "short") == "XO:short");
}

TEST_CASE("field names, aliases and near misses") {
    REQUIRE(find_field("REGION") != nullptr);
    CHECK(find_field("where")->id == FieldId::region);
    CHECK(find_field("intitle")->id == FieldId::title);
    CHECK(find_field("") == nullptr);
    CHECK(find_field("nope") == nullptr);
    CHECK(nearest_field_name("actr") == "actor");
    CHECK(nearest_field_name("soruce") == "source");
    CHECK(nearest_field_name("zzzzzz").empty());
}
