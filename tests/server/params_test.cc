#include "server/params.h"

#include "searcher/render_feed.h"

#include <catch2/catch.hpp>

using namespace sitrep;

namespace {

SearchRequest parsed(const std::string& query) {
    return parse_search(parse_query_string(query), api_defaults()).request;
}

std::string address(const SearchRequest& request) {
    return to_query_string(search_parameters(request, api_defaults()));
}

} // namespace

TEST_CASE("an address says the same as the request it is of") {
    struct Row {
        const char* given;
        const char* expected; // null: as given
    };
    const Row rows[] = {
        {"", nullptr},
        {"q=drone+strikes", nullptr},
        {"q=%22a+b%22+-c", nullptr},
        {"q=killed:%3E%3D5&region=ukraine&region=sudan", nullptr},
        {"q=a%3Db", nullptr},
        {"q=a=b", "q=a%3Db"},
        {"q=%D0%9A%D0%B8%D1%97%D0%B2", nullptr},
        {"region=sudan&exclude.actor=nato&q=x", "q=x&region=sudan&exclude.actor=nato"},
        {"source=Lamp+Wire&lang=en&region=sudan", "region=sudan&source=Lamp+Wire&lang=en"},
        {"region=sudan&region=sudan", "region=sudan"},
        {"q=x&from=2025-07&to=2025-07-04", nullptr},
        {"q=x&sort=newest", nullptr},
        {"q=x&sort=relevance", "q=x"},
        {"q=&sort=newest", ""},
        {"sort=oldest", nullptr},
        {"q=x&limit=20&offset=40", nullptr},
        {"q=x&per_page=20&page=3", "q=x&limit=20&offset=40"},
        {"q=x&page=3&per_page=20", "q=x&limit=20&offset=40"},
        {"q=x&size=5", "q=x&limit=5"},
        {"q=x&facets=none", nullptr},
        {"q=x&facets=region,actor:20", "q=x&facets=region:10,actor:20"},
        {"q=x&facet_size.actor=50", nullptr},
        {"q=x&facets=region&facet_size.actor=50", "q=x&facets=region:10,actor:50"},
        {"q=x&region=&from=&sort=", "q=x"},
        {"q=x&collapse=none&format=json", "q=x&collapse=none"},
        {"q=x&collapse=copies", "q=x"},
        {"q=100%25+%zz+%", "q=100%25+%25zz+%25"},
        {"killed=5..&happened=2025-07", "happened=2025-07&killed=5.."},
    };
    for (const Row& row : rows) {
        CAPTURE(row.given);
        const std::string expected = row.expected ? row.expected : row.given;
        CHECK(address(parsed(row.given)) == expected);
        CHECK(address(parsed(expected)) == expected);
    }
}

TEST_CASE("what a parameter cannot mean is refused by name") {
    struct Row {
        const char* given;
        const char* parameter;
    };
    const Row rows[] = {
        {"qq=x", "qq"},
        {"regions=x", "regions"},
        {"Region=x", "Region"},
        {"text=x", "text"},
        {"exclude.foo=x", "exclude.foo"},
        {"exclude.=x", "exclude."},
        {"facet_size.id=5", "facet_size.id"},
        {"facet_size.FIELD=5", "facet_size.FIELD"},
        {"facet_size.actor=0", "facet_size.actor"},
        {"limit=1001", "limit"},
        {"limit=-1", "limit"},
        {"limit=+5", "limit"},
        {"limit=5x", "limit"},
        {"limit=99999999999999999999999", "limit"},
        {"offset=100001", "offset"},
        {"page=0", "page"},
        {"page=100000&per_page=1000", "page"},
        {"limit=5&per_page=5", "per_page"},
        {"offset=5&page=2", "page"},
        {"q=a&q=b", "q"},
        {"sort=date", "sort"},
        {"format=xml", "format"},
        {"collapse=pairs", "collapse"},
        {"facets=region,foo", "facets"},
        {"facets=region:0", "facets"},
        {"facets=,", "facets"},
        {"from=yesteryear", "from"},
        {"to=2025-13", "to"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.given);
        try {
            parsed(row.given);
            FAIL("it was taken");
        } catch (const ParameterError& error) {
            CHECK(error.parameter == row.parameter);
            CHECK(!error.message.empty());
            CHECK(!error.hint.empty());
        }
    }
}

TEST_CASE("too much of anything is refused") {
    std::string many;
    for (int i = 0; i <= 200; ++i) many += "region=r" + std::to_string(i) + "&";
    CHECK_THROWS_AS(parsed(many), ParameterError);
    CHECK_THROWS_AS(parsed("region=" + std::string(600, 'x')), ParameterError);
    CHECK_NOTHROW(parsed("q=" + std::string(5000, 'x')));
}

TEST_CASE("values are picked, excluded and let go of") {
    const SearchRequest none = parsed("q=x&offset=20");
    const SearchRequest one = with_value(none, FieldId::region, "sudan");
    CHECK(address(one) == "q=x&region=sudan");
    CHECK(address(with_value(one, FieldId::region, "chad")) == "q=x&region=sudan&region=chad");
    CHECK(address(with_value(one, FieldId::region, "sudan")) == "q=x&region=sudan");
    const SearchRequest without = with_excluded(one, FieldId::region, "sudan");
    CHECK(address(without) == "q=x&exclude.region=sudan");
    CHECK(address(with_value(without, FieldId::region, "sudan")) == "q=x&region=sudan");
    CHECK(address(without_value(one, FieldId::region, "sudan")) == "q=x");
    CHECK(address(with_value(one, FieldId::source, "a & b")) == "q=x&region=sudan&source=a+%26+b");
}

TEST_CASE("any bytes come back from a query string as they were") {
    std::string all;
    for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
    CHECK(decode_component(encode_component(all)) == all);
    const auto parameters = parse_query_string(to_query_string({{"q", all}, {"region", ""}}));
    REQUIRE(parameters.size() == 2);
    CHECK(parameters[0].value == all);
}

TEST_CASE("links lead to the web only") {
    CHECK(is_web_address("https://example.org/a?b=c"));
    CHECK(is_web_address("HTTP://example.org"));
    for (const char* bad : {"javascript:alert(1)", "data:text/html,x", "//example.org", "",
                            "https://a b", "java\nscript:x", " https://a"})
        CHECK_FALSE(is_web_address(bad));
}
