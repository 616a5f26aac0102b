// GDELT 2.0: one row an event that a program read out of a news page; there is no text, only
// codes (CAMEO) for who did what to whom, and where.
#include "indexer/html_page.h"
#include "indexer/preset.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

using enum EventPart;

// clang-format off
constexpr std::array<std::string_view, 61> header{
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode",
    "Actor1Religion1Code", "Actor1Religion2Code", "Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code",
    "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode",
    "Actor2Religion1Code", "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code",
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    "Actor1Geo_Type", "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code", "Actor1Geo_Lat", "Actor1Geo_Long", "Actor1Geo_FeatureID",
    "Actor2Geo_Type", "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code", "Actor2Geo_Lat", "Actor2Geo_Long", "Actor2Geo_FeatureID",
    "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code", "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID",
    "DATEADDED", "SOURCEURL"};

struct Code {
    std::string_view code;
    std::string_view event;  // of schema/lexicon/events.tsv, or empty
    std::string_view phrase; // what is done, for the title
};

// CAMEO: the longest code that an event's begins with counts.
constexpr Code codes[] = {
    {"01",   "",                  "statement"},
    {"02",   "",                  "appeal"},
    {"0256", "ceasefire",         "appeal for a ceasefire"},
    {"03",   "",                  "intent to cooperate"},
    {"036",  "talks",             "intent to negotiate"},
    {"04",   "",                  "consultation"},
    {"045",  "talks",             "mediation"},
    {"046",  "talks",             "negotiations"},
    {"05",   "",                  "diplomatic cooperation"},
    {"057",  "",                  "signing of an agreement"},
    {"06",   "",                  "material cooperation"},
    {"062",  "",                  "military cooperation"},
    {"07",   "",                  "aid"},
    {"072",  "military aid",      "military aid"},
    {"073",  "humanitarian aid",  "humanitarian aid"},
    {"074",  "",                  "peacekeeping"},
    {"08",   "",                  "yielding"},
    {"0841", "",                  "release of people"},
    {"0871", "ceasefire",         "ceasefire declared"},
    {"0873", "withdrawal",        "demobilisation"},
    {"0874", "withdrawal",        "military retreat or surrender"},
    {"09",   "",                  "investigation"},
    {"10",   "",                  "demand"},
    {"11",   "",                  "disapproval"},
    {"12",   "",                  "rejection"},
    {"13",   "",                  "threat"},
    {"14",   "protest",           "protest"},
    {"143",  "labour strike",     "strike or boycott"},
    {"145",  "riot",              "violent protest or riot"},
    {"15",   "",                  "show of military force"},
    {"154",  "mobilisation",      "mobilisation of armed forces"},
    {"16",   "",                  "reduction of relations"},
    {"163",  "sanctions",         "embargo, boycott or sanctions"},
    {"17",   "",                  "coercion"},
    {"171",  "",                  "seizure or destruction of property"},
    {"173",  "arrest",            "arrest or detention"},
    {"174",  "",                  "expulsion or deportation"},
    {"175",  "",                  "violent repression"},
    {"176",  "cyberattack",       "cyberattack"},
    {"18",   "attack",            "unconventional violence"},
    {"181",  "kidnapping",        "abduction, hijacking or hostage-taking"},
    {"182",  "attack",            "physical assault"},
    {"1821", "sexual violence",   "sexual assault"},
    {"1822", "torture",           "torture"},
    {"1823", "killing",           "killing by physical assault"},
    {"183",  "bombing",           "bombing"},
    {"1831", "suicide attack",    "suicide bombing"},
    {"1832", "bombing",           "car bombing"},
    {"1833", "bombing",           "roadside bombing"},
    {"185",  "assassination",     "attempted assassination"},
    {"186",  "assassination",     "assassination"},
    {"19",   "attack",            "conventional military force"},
    {"191",  "siege",             "blockade"},
    {"192",  "territorial change", "occupation of territory"},
    {"193",  "ground combat",     "fighting with small arms"},
    {"194",  "shelling",          "fighting with artillery and tanks"},
    {"195",  "air strike",        "attack from the air"},
    {"1952", "drone attack",      "attack by drones"},
    {"196",  "attack",            "violation of a ceasefire"},
    {"20",   "attack",            "unconventional mass violence"},
    {"201",  "displacement",      "mass expulsion"},
    {"202",  "massacre",          "mass killing"},
    {"203",  "displacement",      "ethnic cleansing"},
    {"2041", "chemical attack",   "attack with chemical, biological or radiological weapons"},
};
// clang-format on

const Code* find_code(std::string_view code) {
    const Code* best = nullptr;
    for (const Code& one : codes)
        if (code.starts_with(one.code) && (best == nullptr || one.code.size() > best->code.size()))
            best = &one;
    return best;
}

// "Kharkiv, Kharkivs'ka Oblast', Ukraine": the place first, the country last; of type 1 a country,
// of 2 and 5 a division, of 3 and 4 a place.
struct Where {
    std::string_view country;
    std::string_view division;
    std::string_view place;
};

Where read_where(std::string_view full, std::string_view type) {
    Where where;
    const auto last = full.rfind(',');
    where.country = trim(last == full.npos ? full : full.substr(last + 1));
    if (last == full.npos) return where;
    const std::string_view rest = full.substr(0, last);
    const auto comma = rest.rfind(',');
    if (type == "2" || type == "5") {
        where.division = trim(rest);
    } else if (comma == rest.npos) {
        where.place = trim(rest);
    } else {
        where.place = trim(rest.substr(0, comma));
        where.division = trim(rest.substr(comma + 1));
    }
    return where;
}

// The name, or where it stands for those who act for a country, who they are.
std::string actor_of(std::string_view name, std::string_view country_code, std::string_view type) {
    if (country_code.empty()) return std::string(name);
    const std::string_view role = type == "GOV"   ? "Government of "
                                  : type == "MIL" ? "Armed forces of "
                                  : type == "COP" ? "Police of "
                                                  : "";
    return role.empty() ? std::string(name) : std::string(role).append(country_code);
}

// "20250704153000": the quarter of an hour in which GDELT saw it, in UTC.
Problem read_added(std::string_view value, Article& article) {
    const bool digits =
        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || (value.size() != 14 && value.size() != 8))
        return fmt::format("DATEADDED \"{}\" is no time", lower_ascii(value.substr(0, 80)));
    std::string written =
        fmt::format("{}-{}-{}", value.substr(0, 4), value.substr(4, 2), value.substr(6, 2));
    if (value.size() == 14)
        written +=
            fmt::format("T{}:{}:{}Z", value.substr(8, 2), value.substr(10, 2), value.substr(12, 2));
    return assign(article, Member::date, written);
}

std::string parties(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty() || a == b) return std::string(a.empty() ? b : a);
    return fmt::format("{} and {}", a, b);
}

} // namespace

std::span<const std::string_view> gdelt_header() {
    return header;
}

Problem read_gdelt_event(const EventRow& row, Article& article) {
    Day day = 0;
    if (Problem problem = read_day(row, from, day); !problem.empty()) return problem;
    if (Problem problem = read_added(row[published], article); !problem.empty()) return problem;
    const Code* code = find_code(row[kind]);
    if (code == nullptr)
        return fmt::format("EventCode \"{}\" is no CAMEO code", lower_ascii(row[kind]));
    assign(article, Member::id, fmt::format("gdelt:{}", row[id]));
    assign(article, Member::url, row[url]);
    assign(article, Member::source, html::host_of(row[url]));
    assign(article, Member::lang, "en");
    give_happened(article, {day, day}, Precision::day, row[from]);
    give_event(article, code->event, row[kind]);
    const std::string who = parties(row[side_a], row[side_b]);
    const std::string_view full = row[country];
    std::string line =
        who.empty() ? std::string(code->phrase) : fmt::format("{}: {}", who, code->phrase);
    if (!full.empty()) line += fmt::format(", {}", full);
    assign(article, Member::title, line);
    assign(article, Member::text,
           fmt::format("{} (CAMEO {}), mentioned {} times", code->phrase, row[kind],
                       row[mentions].empty() ? "0" : row[mentions]));
    const Where where = read_where(full, row[place_precision]);
    give_region(article, where.country, where.division, where.place);
    give_actor(article, actor_of(row[side_a], row[side_a_country], row[side_a_type]));
    give_actor(article, actor_of(row[side_b], row[side_b_country], row[side_b_type]));
    return {};
}

} // namespace sitrep
