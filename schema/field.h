// THE table of fields. Every term prefix, value slot and field name of an index is declared here
// and nowhere else; parser, document builder, facets, renderers and `--fields` read it.
//
// Prefixes and slots are explicit and never reused. A change to either, or to what the analyser
// emits, raises schema_version; an index of another version is refused with advice.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

inline constexpr int schema_version = 6;

enum class FieldId : std::uint8_t {
    text,
    title,
    region,
    actor,
    mentions,
    conflict,
    event,
    weapon,
    date,
    happened,
    killed,
    injured,
    source,
    agency,
    author,
    lang,
    section,
    story,
    copies,
    indexed,
    updated,
    version,
    id,
    url,
};

enum class FieldKind : std::uint8_t {
    text,    // analysed words with positions
    entity,  // gazetteer ids; indexed with all they belong to (containment or affiliation)
    keyword, // folded strings, compared whole
    date,    // days; indexed as year, month and day terms
    count,   // low..high pairs of numbers in two consecutive slots
    number,  // one number in one slot
};

using Slot = std::uint32_t;
inline constexpr Slot no_slot = 0xffffffffU;

struct Field {
    FieldId id;
    std::string_view name;
    std::array<std::string_view, 2> aliases; // empty: none
    // Terms are prefix + value. A prefix of several letters ends in ':', so that no prefix and
    // value run together into another prefix.
    std::string_view prefix;
    // Values of a facet, separated by value_separator; for counts the low end (high is slot + 1).
    Slot slot;
    FieldKind kind;
    bool facet;
    bool hierarchical; // facet values form a tree
    std::string_view help;
    std::string_view example;
};

// clang-format off
inline constexpr std::array<Field, 24> fields{{
    {FieldId::text,     "text",     {"body", ""},        "",     no_slot, FieldKind::text,    false, false, "title, lede and body; a bare word searches here", "\"drone strikes\" kyiv"},
    {FieldId::title,    "title",    {"intitle", ""},     "S",    no_slot, FieldKind::text,    false, false, "headline", "title:ceasefire"},
    {FieldId::region,   "region",   {"place", "where"},  "XR:",  0,       FieldKind::entity,  true,  true,  "place that the article is about, or one that contains it", "region:ukraine"},
    {FieldId::actor,    "actor",    {"who", ""},         "XA:",  1,       FieldKind::entity,  true,  true,  "who the article is about, or whom they act for (actor:=name: just that one)", "actor:hezbollah"},
    {FieldId::mentions, "mentions", {"mention", ""},     "XM:",  2,       FieldKind::entity,  false, false, "actor or region named anywhere in the article", "mentions:odesa"},
    {FieldId::conflict, "conflict", {"war", ""},         "XC:",  3,       FieldKind::keyword, true,  false, "war or theatre", "conflict:\"russia-ukraine war\""},
    {FieldId::event,    "event",    {"type", ""},        "XE:",  4,       FieldKind::keyword, true,  false, "kind of event reported", "event:\"drone attack\""},
    {FieldId::weapon,   "weapon",   {"arms", ""},        "XW:",  5,       FieldKind::keyword, true,  false, "weapon or weapon system", "weapon:patriot"},
    {FieldId::date,     "date",     {"published", ""},   "XD:",  6,       FieldKind::date,    true,  true,  "day of publication", "date:2025-07-01..2025-07-04"},
    {FieldId::happened, "happened", {"when", ""},        "XH:",  7,       FieldKind::date,    true,  true,  "day of what the article reports", "happened:2025-07-03"},
    {FieldId::killed,   "killed",   {"dead", ""},        "",     8,       FieldKind::count,   false, false, "people reported killed", "killed:5.."},
    {FieldId::injured,  "injured",  {"wounded", ""},     "",     10,      FieldKind::count,   false, false, "people reported injured", "injured:10..50"},
    {FieldId::source,   "source",   {"publisher", ""},   "XO:",  12,      FieldKind::keyword, true,  false, "publisher", "source:\"clash report\""},
    {FieldId::agency,   "agency",   {"credit", ""},      "XG:",  21,      FieldKind::keyword, true,  false, "news agency that the report is credited to", "agency:reuters"},
    {FieldId::author,   "author",   {"by", ""},          "XB:",  13,      FieldKind::keyword, true,  false, "author", "author:\"jane doe\""},
    {FieldId::lang,     "lang",     {"language", ""},    "XL:",  14,      FieldKind::keyword, true,  false, "language, as a two-letter code", "lang:uk"},
    {FieldId::section,  "section",  {"label", ""},       "XS:",  15,      FieldKind::keyword, true,  false, "section or label of the publisher", "section:\"middle east\""},
    {FieldId::story,    "story",    {"", ""},            "XT:",  16,      FieldKind::keyword, false, false, "story: reports of one event", "story:ID"},
    {FieldId::copies,   "copies",   {"", ""},            "XK:",  17,      FieldKind::keyword, false, false, "group of copies of one report", "copies:ID"},
    {FieldId::indexed,  "indexed",  {"", ""},            "XI:",  18,      FieldKind::date,    false, true,  "day Sitrep first saw it", "indexed:P1D"},
    {FieldId::updated,  "updated",  {"modified", ""},    "XU:",  19,      FieldKind::date,    false, true,  "day it last changed", "updated:today"},
    {FieldId::version,  "version",  {"", ""},            "",     20,      FieldKind::number,  false, false, "how many times it was seen with new content", "version:2.."},
    {FieldId::id,       "id",       {"", ""},            "Q",    no_slot, FieldKind::keyword, false, false, "identifier", "id:\"https://example.org/a1\""},
    {FieldId::url,      "url",      {"link", ""},        "XP:",  no_slot, FieldKind::keyword, false, false, "address", "url:\"https://example.org/a1\""},
}};
// clang-format on

// Slots that belong to no field.
namespace slots {
inline constexpr Slot published_seconds = 30; // sortable_serialise(wall seconds), for sorting
inline constexpr Slot content_hash = 31;      // 8 bytes, big-endian
inline constexpr Slot indexed_seconds = 32;   // sortable_serialise(Unix seconds)
inline constexpr Slot updated_seconds = 33;   // sortable_serialise(wall seconds)
inline constexpr Slot sketch = 34;            // of the text, see sketch.h
inline constexpr Slot committed = 35;         // sortable_serialise(Unix microseconds), see Article
inline constexpr Slot superseded = 36;        // likewise; in the history only
inline constexpr Slot digest = 39;            // of the article, see digest.h
inline constexpr Slot record = 40;            // the article, see record_of()
} // namespace slots

// Terms that belong to no field: stems of the text and of the title, one entity exactly.
namespace prefixes {
inline constexpr std::string_view stem = "Z";
inline constexpr std::string_view title_stem = "ZS";
inline constexpr std::string_view actor_exact = "XAE:";
inline constexpr std::string_view region_exact = "XRE:";
inline constexpr std::string_view sketch_band = "XN:"; // texts that may be copies share one
inline constexpr std::string_view later_member =
    "XKL:";                                     // + the prefix of copies or story: joined a group
inline constexpr std::string_view past = "XV:"; // + past_version or past_tombstone: in the history
} // namespace prefixes
inline constexpr std::string_view past_version = "version";
inline constexpr std::string_view past_tombstone = "tombstone";

// Between the values of a multi-valued facet in its slot. Never part of a value.
inline constexpr char value_separator = '\x1f';

// Xapian allows 245 bytes; longer values are cut and closed with a hash of the whole.
inline constexpr std::size_t max_term_size = 240;

constexpr const Field& field(FieldId id) {
    return fields[static_cast<std::size_t>(id)];
}

// By name or alias, case ignored; nullptr if unknown.
const Field* find_field(std::string_view name);

// The name nearest to a mistyped one, or empty: for hints.
std::string_view nearest_field_name(std::string_view name);

// prefix + value, cut to max_term_size. `value` must already be folded as the kind demands.
std::string make_term(std::string_view prefix, std::string_view value);

} // namespace sitrep
