// The trees that queries are read as, printed and read again; random queries too.

#include "schema/error.h"
#include "tests/searcher/parse_cases.h"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <random>
#include <string>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("the tree says what the printed form does not show") {
    check_trees({
        {"", "all()"},
        {"Kyiv", "word(kyiv)"},
        {"the war", "conj(word(the-) word(war))"},
        {"+the war", "conj(word(the- required) word(war))"},
        {"\"the war\"", "phrase(the war)"},
        {"T 72", "word(t72)"},
        {"T-72", "word(t72)"},
        {"\"T-72\"", "phrase(t 72)"},
        {"T-72B3", "word(t72b3)"},
        {"US", "word(u.s)"},
        {"us", "word(us-)"},
        {"Łódź", "word(lodz)"},
        {"anti-aircraft", "phrase(anti aircraft)"},
        {"中国", "phrase(中 国)"},
        {"\"a1 b1\"~5", "phrase(a 1 b 1 ~5)"},
        {"the NEAR/5 war", "near(the war ~5)"},
        {"Drone*", "prefix(drone)"},
        {"Su-3*", "prefix(su3)"},
        {"who*", "prefix(who)"},
        {"kyiv -drone", "conj(word(kyiv) neg(word(drone)))"},
        {"kyiv OR -drone", "disj(word(kyiv) neg(word(drone)))"},
        {"title:Kyiv", "word(title: kyiv)"},
        {"source:\"Clash  Report\"", "keyword(source: clash report)"},
        {"lang:UK", "keyword(lang: uk)"},
        {"id:ABC", "keyword(id: ABC)"},
        {"url:HTTP://X.org/A", "keyword(url: HTTP://X.org/A)"},
        {"region:brelkow-x", "phrase(brelkow x)"},
        {"region:vespuccia", "entity(region: vespuccia)"},
        {"actor:=\"anna zornak\"", "entity(actor: anna-zornak exact)"},
        {"region:@qazland-vs", "entity(region: qazland-vs)"},
        {"region:qazland", "entity(region: qazland qazland-vs)"},
        {"date:2025-07-04", "date(date: 2025-07-04..2025-07-04)"},
        {"date:2025-07", "date(date: 2025-07-01..2025-07-31)"},
        {"date:2025-06..2025-07", "date(date: 2025-06-01..2025-07-31)"},
        {"date:2025-07..", "date(date: 2025-07-01..9999-12-31)"},
        {"date:..2025-07", "date(date: 1000-01-01..2025-07-31)"},
        {"date:>=2025-07", "date(date: 2025-07-01..9999-12-31)"},
        {"date:>2025-07", "date(date: 2025-08-01..9999-12-31)"},
        {"date:<=2025-07", "date(date: 1000-01-01..2025-07-31)"},
        {"date:<2025-07", "date(date: 1000-01-01..2025-06-30)"},
        {"date:today", "date(date: 2025-07-09..2025-07-09)"},
        {"date:P7D", "date(date: 2025-07-03..2025-07-09)"},
        {"killed:5..10", "count(killed: 5..10)"},
        {"killed:>5", "count(killed: 6..4294967295)"},
        {"killed:<5", "count(killed: 0..4)"},
        {"version:2", "count(version: 2..2)"},
    });
}

TEST_CASE("spans point into the query") {
    const std::string text = "(kyiv) title:\"peace talks\" -region:brelkov";
    const ParsedQuery query = parse(text);
    const auto part = [&](const Node& node) {
        return text.substr(node.span.begin, node.span.end - node.span.begin);
    };
    REQUIRE(query.root.children.size() == 3);
    CHECK(part(query.root) == text);
    CHECK(part(query.root.children[0]) == "(kyiv)");
    CHECK(part(query.root.children[1]) == "title:\"peace talks\"");
    CHECK(part(query.root.children[2]) == "-region:brelkov");
}

TEST_CASE("trees that no query text stands behind are printed all the same") {
    Node days;
    days.kind = NodeKind::date;
    days.field = FieldId::date;
    days.days = {day_from_civil(2025, 7, 1), last_day};
    CHECK(to_string(days) == "date:2025-07-01..");
    days.days = {first_day, last_day};
    CHECK(parse(to_string(days)).root == days);
    Node region;
    region.kind = NodeKind::entity;
    region.field = FieldId::region;
    region.values = {"qazland"};
    CHECK(to_string(region) == "region:@qazland");
    CHECK(parse(to_string(region)).root == region);
    Node both;
    both.kind = NodeKind::conj;
    both.children = {parse("kyiv OR odesa").root, region, days};
    CHECK(parse(to_string(both)).root == both);
}

namespace {

// Random queries: mostly sensible ones of a small grammar.
class Writer {
  public:
    explicit Writer(unsigned seed) : random_(seed) {}

    std::string query(int depth) {
        switch (below(depth > 0 ? 9 : 4)) {
        case 4: return query(depth - 1) + " " + query(depth - 1);
        case 5: return query(depth - 1) + " OR " + query(depth - 1);
        case 6: return "(" + query(depth - 1) + ")";
        case 7: return "-(" + query(depth - 1) + ") " + query(depth - 1);
        case 8: return query(depth - 1) + " AND " + query(depth - 1);
        default: return leaf();
        }
    }

    std::string bytes(std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i)
            text += static_cast<char>(below(3) == 0 ? below(256) : 32 + below(96));
        return text;
    }

    std::string pieces(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += pick({"(",       ")",       "\"",     " ",       " ",    "AND ",    " OR ",
                          "NOT ",    "-",       "+",      "!",       "*",    "~5",      "^2",
                          "..",      ":",       "=",      "@",       ">=",   "kyiv",    "T 72",
                          "region:", "date:",   "title:", "killed:", "id:",  "source:", "brelkov",
                          "2025-07", "NEAR/5 ", "„",      "“",       "«",    "»",       "\\",
                          "/",       "|",       "&&",     "||",      "中国", "צה\"ל",   "U.S. ",
                          "the ",    "?",       "://"});
        return text;
    }

  private:
    int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
    std::string pick(std::initializer_list<const char*> choices) {
        return choices.begin()[below(static_cast<int>(choices.size()))];
    }
    std::string word() {
        return pick({"kyiv",
                     "Odesa",
                     "the",
                     "AND,",
                     "T",
                     "72",
                     "T-72B3",
                     "F",
                     "16",
                     "Су",
                     "34",
                     "US",
                     "U.S.",
                     "anti-aircraft",
                     "don't",
                     "中国",
                     "обстріл",
                     "غزة",
                     "5,000",
                     "12:30",
                     "or",
                     "W/5,",
                     "NEAR,",
                     "x?",
                     "http://a.org/b?c=d",
                     "צה\"ל",
                     "#a",
                     "i.e.",
                     "S:t,"});
    }
    std::string leaf() {
        switch (below(14)) {
        case 0: return "\"" + word() + " kyiv " + pick({"b", "\\\"", "\\\\", "«c»"}) + "\"";
        case 1: return "\"drone strike\"~" + std::to_string(1 + below(99));
        case 2:
            return "title:" + pick({"kyiv", "\"a b\"", "(T 72)", "(a OR -b)", "US", "OR", "x:y"});
        case 3: return pick({"kyiv NEAR/5 T 72", "a NEAR b", "US NEAR/3 \"us\"", "+the", "-the"});
        case 4: return pick({"drone*", "Su-3*", "обст*", "title:kyi*"});
        case 5:
            return "region:" +
                   pick({"qazland", "=brelkov", "@qazland-vs", "xyzzy", "\"brelkov oblast\"",
                         "(brelkov OR vespuccia)", "brelkov oblast"});
        case 6: return "actor:" + pick({"zornak", "=\"anna zornak\"", "nobody-at-all", "Зорнак"});
        case 7:
            return "date:" + pick({"2025", "P7D", "2025-06..today", "..2025", "\"4 July 2025\"..",
                                   ">2025-01", "(2024 OR 2025)"});
        case 8: return "killed:" + pick({"5", "5..", "..7", ">=3", "<9", "(1 OR 3)"});
        case 9: return "source:" + pick({"reuters", "\"a \\\"b\\\" c\"", "\"x*\"", "a/b", "(x y)"});
        case 10: return "id:" + pick({"a:b", "http://x.org/a_(b)", "\"(\"", "-1"});
        default: return word();
        }
    }

    std::mt19937 random_;
};

// Refused with an error of ours at a place in the query, or read and printed as the same tree.
// Says whether it was read.
bool survives(const std::string& text) {
    ParsedQuery query;
    try {
        query = parse(text);
    } catch (const Error& error) {
        const bool expected = error.kind == ErrorKind::query || error.kind == ErrorKind::limit;
        if (!expected || error.begin > error.end || error.end > text.size())
            FAIL_CHECK("bad error: " << error.message);
        return false;
    }
    const ParsedQuery again = parse(query.parsed);
    if (!(again.root == query.root) || again.parsed != query.parsed) {
        INFO("printed: " << query.parsed << "\nagain:   " << again.parsed);
        FAIL_CHECK("the printed form is read differently");
    }
    return true;
}

} // namespace

TEST_CASE("the printed form of random queries is read as the same tree") {
    Writer writer(20250709);
    int read = 0;
    for (int i = 0; i < 2000; ++i) {
        const std::string text = writer.query(5);
        INFO("query: " << text);
        read += survives(text) ? 1 : 0;
    }
    CHECK(read > 1900);
}

TEST_CASE("random bytes and pieces of syntax are read or refused") {
    Writer writer(4711);
    for (std::size_t i = 0; i < 2000; ++i) {
        const std::string bytes = writer.bytes(i % 60);
        const std::string pieces = writer.pieces(i % 14);
        INFO("bytes: " << bytes << "\npieces: " << pieces);
        survives(bytes);
        survives(pieces);
    }
}
