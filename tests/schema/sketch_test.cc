// How alike two texts look to their sketches.

#include "schema/sketch.h"

#include <string>
#include <string_view>

#include <catch2/catch.hpp>

using namespace sitrep;

namespace {

Sketch sketch(const std::string& text, std::size_t from = 0) {
    Tokens tokens;
    tokens.analyse(text);
    TextHead head;
    head.size = from;
    return sketch_of(tokens, head);
}

// Numbered sentences, each of its own words.
std::string sentences(int first, int last) {
    std::string text;
    for (int i = first; i < last; ++i) {
        const std::string n = std::to_string(i);
        text += "Convoy" + n + " left depot" + n + " before dawn and reached checkpoint" + n +
                " near village" + n + " without incident. ";
    }
    return text;
}

bool share_a_band(const Sketch& a, const Sketch& b) {
    for (std::size_t band = 0; band < sketch_bands; ++band)
        if (band_key(a, band) == band_key(b, band)) return true;
    return false;
}

// Of a hundred pairs of texts that begin with the same words, and go on each with its own.
int pairs_that_share_a_band(int common_words, int own_words) {
    const auto words = [](const std::string& stem, int count) {
        std::string text;
        for (int i = 0; i < count; ++i) text += stem + std::to_string(i) + ' ';
        return text;
    };
    int sharing = 0;
    for (int pair = 0; pair < 100; ++pair) {
        const std::string n = "n" + std::to_string(pair) + "x";
        const std::string common = words("common" + n, common_words);
        sharing += share_a_band(sketch(common + words("first" + n, own_words)),
                                sketch(common + words("second" + n, own_words)));
    }
    return sharing;
}

} // namespace

TEST_CASE("a text is a copy of itself, whatever its case and marks") {
    const std::string text = sentences(0, 12);
    CHECK(similarity(sketch(text), sketch(text)) == 1);
    std::string upper;
    for (const char c : text) upper += c == '.' ? ';' : static_cast<char>(std::toupper(c));
    CHECK(sketch(upper) == sketch(text));
}

TEST_CASE("a copy may lack its tail, gain a byline or differ in a few words") {
    const std::string text = sentences(0, 20);
    CHECK(is_copy(sketch(text), sketch(sentences(0, 12))));
    CHECK(is_copy(sketch(text), sketch("By a correspondent of the agency in the capital " + text)));
    std::string edited = text;
    edited.replace(edited.find("before dawn"), 11, "at night");
    edited.replace(edited.rfind("without incident"), 16, "under fire");
    CHECK(is_copy(sketch(text), sketch(edited)));
}

TEST_CASE("texts that share a third are no copies") {
    CHECK_FALSE(is_copy(sketch(sentences(0, 15)), sketch(sentences(10, 25))));
    CHECK_FALSE(is_copy(sketch(sentences(0, 20)), sketch(sentences(20, 40))));
}

TEST_CASE("short texts that differ in what they report are no copies") {
    const std::string report = " people were killed yesterday, including members of the garrison "
                               "and armed loyalists, in shelling and other circumstances";
    CHECK_FALSE(is_copy(sketch("In the northern district 12" + report),
                        sketch("In the southern province 31" + report)));
    CHECK(is_copy(sketch("In the northern district 12" + report),
                  sketch("In the northern district 12" + report + ".")));
}

TEST_CASE("of short texts no run of words is missed") {
    const std::string first = "Russian drones struck the capital on night ";
    const std::string last = ". The president asked for air defence and thanked the crews.";
    for (int night = 1; night < 30; ++night)
        CHECK_FALSE(is_copy(sketch(first + std::to_string(night) + last),
                            sketch(first + std::to_string(night + 1) + last)));
}

TEST_CASE("texts half alike share a band, and few do that have a phrase in common") {
    CHECK(pairs_that_share_a_band(200, 100) >= 88); // runs alike: 0.5
    CHECK(pairs_that_share_a_band(300, 50) >= 99);  // 0.75
    CHECK(pairs_that_share_a_band(10, 200) <= 5);
    // Short texts fill most of their bins from neighbours.
    CHECK(pairs_that_share_a_band(7, 12) <= 30); // 0.12
}

TEST_CASE("a text of a few words has no sketch and is no copy") {
    CHECK_FALSE(sketch("Shelling reported in the east"));
    CHECK_FALSE(is_copy(sketch("Shelling reported"), sketch("Shelling reported")));
    CHECK_FALSE(is_copy(Sketch{}, Sketch{}));
}

TEST_CASE("what stands before the report proper does not count") {
    const std::string dateline = "KYIV, July 4 (Agency) - ";
    const std::string text = sentences(0, 5);
    CHECK(sketch(dateline + text, dateline.size()) == sketch(text));
}

TEST_CASE("the similarity is near the share of common runs of words") {
    // 30 of 50 sentences in common: 0.6, less the runs across sentences.
    const double estimate = similarity(sketch(sentences(0, 40)), sketch(sentences(10, 50)));
    CHECK(estimate > 0.4);
    CHECK(estimate < 0.8);
}

TEST_CASE("a sketch survives its encoding, and nonsense decodes as none") {
    const Sketch whole = sketch(sentences(0, 9));
    CHECK(decode_sketch(encode_sketch(whole)) == whole);
    const Sketch brief = sketch(sentences(0, 2));
    CHECK_FALSE(brief.runs.empty());
    CHECK(decode_sketch(encode_sketch(brief)) == brief);
    CHECK(encode_sketch(Sketch{}).empty());
    CHECK_FALSE(decode_sketch("nonsense"));
    CHECK(band_key(whole, 0) != band_key(whole, 1));
}

TEST_CASE("a form filled in with other numbers and names tells of others") {
    const auto bond = [](const std::string& who, const std::string& sum, const std::string& lead,
                         const std::string& other, const std::string& day) {
        return "The company " + who + " is issuing a " + sum +
               " mln dlr equity warrant bond due May 7, 1992 with an indicated coupon, lead "
               "manager " +
               lead +
               " International Ltd said. The five year issue is priced at par and comes in "
               "denominations of 5,000 dlrs. It will be listed on the London Stock Exchange, and "
               "each "
               "bond carries a warrant to buy shares at a premium of about 2.5 pct over the "
               "average "
               "closing price in Tokyo. The selling concession is 1.5 pct while management and "
               "underwriting pay 0.75 pct. Fees of the co-lead " +
               other + " are the same. Final terms will be fixed by the managers on April " + day +
               ".";
    };
    const Sketch first =
        sketch(bond("Sankei Building Works", "60", "Nomura", "Sumitomo Finance", "21"));
    const Sketch second =
        sketch(bond("Sekisui Chemical Union", "200", "Yamaichi", "Sanwa Bank", "20"));
    CHECK(is_copy(first, second)); // by their words
    CHECK(tell_of_others(first, second));
    CHECK_FALSE(tell_of_others(first, first));
    // An update of a number, a text that was cut, capitals throughout.
    const Sketch update =
        sketch(bond("Sankei Building Works", "65", "Nomura", "Sumitomo Finance", "22"));
    CHECK_FALSE(tell_of_others(first, update));
    const std::string whole =
        bond("Sankei Building Works", "60", "Nomura", "Sumitomo Finance", "21");
    CHECK_FALSE(tell_of_others(first, sketch(whole.substr(0, whole.size() / 2))));
    std::string upper;
    for (const char c : whole) upper += static_cast<char>(std::toupper(c));
    CHECK_FALSE(tell_of_others(first, sketch(upper)));
    CHECK(decode_sketch(encode_sketch(first)).facts == first.facts);
    CHECK(decode_sketch(encode_sketch(first)).runs == first.runs);
}

TEST_CASE("a text is headed by its dateline's place or a line in capitals, or by nothing") {
    struct {
        std::string text;
        std::string_view head;
    } const rows[] = {
        {"KYIV, July 4 (Reuters) - Drones struck the city.", "KYIV"},
        {"ST JOSEPH, Mo., April 7 - Hog prices rose.", "ST JOSEPH"},
        {"CBT 12:10 EDT\nWHEAT\nMAY7 286", "CBT 12:10 EDT"},
        {"CLASHES IN THE EAST", ""}, // nothing follows
        {"Clashes in the east\nOne was hurt.", ""},
        {"12:10\n11:20", ""},
        {"", ""},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        CHECK(head_of(row.text, find_dateline(row.text)).name == row.head);
    }
}

TEST_CASE("short texts and those full of figures are forms, told apart by their heads") {
    CHECK(sketch(sentences(0, 3)).is_form);
    std::string prose;
    for (char c = 'a'; c < 'z'; ++c)
        prose += std::string("the convoy ") + c + "x left depot " + c + "y before dawn and then ";
    CHECK_FALSE(sketch(prose).is_form);
    CHECK(sketch(sentences(0, 20)).is_form); // three words in twelve have digits

    const auto headed = [](const std::string& head) {
        Tokens tokens;
        tokens.analyse(sentences(0, 3));
        return sketch_of(tokens, {0, head});
    };
    CHECK(have_other_heads(headed("KYIV"), headed("LVIV")));
    CHECK_FALSE(have_other_heads(headed("KYIV"), headed("Kyiv")));
    CHECK_FALSE(have_other_heads(headed("KYIV"), headed("")));
    CHECK_FALSE(have_other_heads(headed("!"), headed("KYIV")));
    for (const std::string head : {"KYIV", ""}) {
        const Sketch decoded = decode_sketch(encode_sketch(headed(head)));
        CHECK(decoded == headed(head));
        CHECK(decoded.facts == headed(head).facts);
        CHECK(decoded.head == headed(head).head);
        CHECK(decoded.is_form);
    }
    CHECK_FALSE(decode_sketch(encode_sketch(sketch(prose))).is_form);
}
