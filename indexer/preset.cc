#include "indexer/preset.h"

#include "schema/error.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace sitrep {
namespace {

using enum EventPart;

// clang-format off
constexpr std::array<EventPartRow, static_cast<std::size_t>(count)> parts{{
    //                                          ucdp-ged               acled              gdelt
    {id,              "id",                    {"id",                  "event_id_cnty",   "GLOBALEVENTID"}},
    {url,             "url",                   {"",                    "",                "SOURCEURL"}},
    {title,           "title",                 {"source_headline",     "",                ""}},
    {text,            "text",                  {"where_description",   "notes",           ""}},
    {published,       "date",                  {"source_date",         "",                "DATEADDED"}},
    {updated,         "updated",               {"",                    "timestamp",       ""}},
    {source,          "source",                {"source_office",       "source",          ""}},
    {from,            "happened, first day",   {"date_start",          "event_date",      "SQLDATE"}},
    {to,              "happened, last day",    {"date_end",            "",                ""}},
    {date_precision,  "happened, precision",   {"date_prec",           "time_precision",  ""}},
    {country,         "region: country",       {"country",             "country",         "ActionGeo_FullName"}},
    {division,        "region: division",      {"adm_1",               "admin1",          ""}},
    {place,           "region: place",         {"where_coordinates",   "location",        ""}},
    {place_precision, "region, precision",     {"where_prec",          "geo_precision",   "ActionGeo_Type"}},
    {side_a,          "actor",                 {"side_a",              "actor1",          "Actor1Name"}},
    {side_a_country,  "actor, of a country",   {"",                    "",                "Actor1CountryCode"}},
    {side_a_type,     "actor, its role",       {"",                    "",                "Actor1Type1Code"}},
    {side_a_allies,   "actor, beside it",      {"",                    "assoc_actor_1",   ""}},
    {side_b,          "actor",                 {"side_b",              "actor2",          "Actor2Name"}},
    {side_b_country,  "actor, of a country",   {"",                    "",                "Actor2CountryCode"}},
    {side_b_type,     "actor, its role",       {"",                    "",                "Actor2Type1Code"}},
    {side_b_allies,   "actor, beside it",      {"",                    "assoc_actor_2",   ""}},
    {killed_low,      "killed, at least",      {"low",                 "",                ""}},
    {killed_best,     "killed",                {"best",                "fatalities",      ""}},
    {killed_high,     "killed, at most",       {"high",                "",                ""}},
    {kind,            "event",                 {"type_of_violence",    "sub_event_type",  "EventCode"}},
    {kind_group,      "event, else",           {"",                    "event_type",      ""}},
    {conflict,        "text: conflict",        {"conflict_name",       "",                ""}},
    {dyad,            "text: parties",         {"dyad_name",           "",                ""}},
    {mentions,        "text: mentions",        {"",                    "",                "NumMentions"}},
}};

constexpr std::array ucdp_required{id, country, side_a, side_b, from, to, killed_best, kind};
constexpr std::array acled_required{id, country, text, from, side_a, kind, killed_best};
constexpr std::array gdelt_required{id, url, from, country, kind, published};
// clang-format on

static_assert(
    [] {
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (parts[i].part != static_cast<EventPart>(i)) return false;
        return true;
    }(),
    "a part is found by its number");

std::string cell(std::string_view column) {
    return column.empty() ? "" : fmt::format("`{}`", column);
}

} // namespace

std::span<const EventPartRow> event_parts() {
    return parts;
}

std::span<const Preset> presets() {
    static const std::array<Preset, preset_count> all{{
        {0,
         "ucdp-ged",
         "events of UCDP GED, the candidate ones too",
         0,
         {},
         ucdp_required,
         read_ucdp_event},
        {1, "acled", "events of ACLED", 0, {}, acled_required, read_acled_event},
        {2, "gdelt", "events of GDELT 2.0, tab-separated, 61 columns without a header", '\t',
         gdelt_header(), gdelt_required, read_gdelt_event},
    }};
    return all;
}

const Preset& find_preset(std::string_view name) {
    std::string known;
    for (const Preset& preset : presets()) {
        if (preset.name == name) return preset;
        known += (known.empty() ? "" : ", ") + std::string(preset.name);
    }
    throw Error(ErrorKind::usage, fmt::format("no preset is called \"{}\"", name),
                "known are " + known);
}

std::string presets_as_markdown() {
    std::string table = "| of the article |";
    std::string rule = "|---|";
    for (const Preset& preset : presets()) {
        table += fmt::format(" `{}` |", preset.name);
        rule += "---|";
    }
    table += '\n' + rule + '\n';
    for (const EventPartRow& row : parts) {
        table += fmt::format("| {} |", row.becomes);
        for (const std::string_view column : row.columns)
            table += fmt::format(" {} |", cell(column));
        table += '\n';
    }
    return table;
}

std::string presets_as_help() {
    std::string help = "Presets:\n";
    for (const Preset& preset : presets()) {
        help += fmt::format("  {:<8} {}\n", preset.name, preset.help);
        for (const EventPartRow& row : parts)
            if (const std::string_view column = row.columns[preset.number]; !column.empty())
                help += fmt::format("           {:<18} {}\n", column, row.becomes);
    }
    return help;
}

namespace {

std::string problem_of(EventPart part, std::string_view value, std::string_view wanted) {
    return fmt::format("{}: \"{}\" is no {}", parts[static_cast<std::size_t>(part)].becomes,
                       lower_ascii(value.substr(0, 80)), wanted);
}

} // namespace

Problem read_people(const EventRow& row, EventPart part, std::optional<std::uint32_t>& people) {
    const std::string_view value = row[part];
    if (value.empty()) return {};
    std::uint32_t number = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    if (stop != end || error != std::errc()) return problem_of(part, value, "number of people");
    people = number;
    return {};
}

Problem read_killed(const EventRow& row, Article& article) {
    std::optional<std::uint32_t> low;
    std::optional<std::uint32_t> high;
    for (const EventPart part : {killed_low, killed_best, killed_high}) {
        std::optional<std::uint32_t> people;
        if (Problem problem = read_people(row, part, people); !problem.empty()) return problem;
        if (!people) continue;
        low = std::min(low.value_or(*people), *people);
        high = std::max(high.value_or(*people), *people);
    }
    if (low)
        article.killed = Casualties{
            *low, *high, {}, {{Part::input, 0, 0, std::string(row[killed_best]), "input", 1.0F}}};
    return {};
}

Problem read_day(const EventRow& row, EventPart part, Day& day) {
    const auto date = parse_date(row[part]);
    if (!date || date->precision() < Precision::day)
        return problem_of(part, row[part], "day; write it like 2025-07-04");
    day = date->range().from;
    return {};
}

void give_region(Article& article, std::string_view country, std::string_view division,
                 std::string_view place) {
    std::string path;
    for (const std::string_view level : {country, division, place})
        if (!level.empty()) path += (path.empty() ? "" : " > ") + std::string(level);
    assign(article, Member::regions, path);
}

void give_actor(Article& article, std::string_view name) {
    assign(article, Member::actors, name);
}

void give_happened(Article& article, DayRange days, Precision precision, std::string_view written) {
    article.happened.push_back(
        {days, precision, false, {Part::input, 0, 0, std::string(written), "input", 1.0F}});
}

void give_event(Article& article, std::string_view kind, std::string_view written) {
    if (kind.empty()) return;
    article.events.push_back(
        {std::string(kind), {{Part::input, 0, 0, std::string(written), "input", 1.0F}}});
}

} // namespace sitrep
