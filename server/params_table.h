// THE tables of parameters: their names are what is read, their help is the reference.
#pragma once

#include "schema/field.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sitrep {

// A parameter of a query string.
struct ParameterInfo {
    std::string_view name;
    std::string_view values; // what it may be
    std::string_view help;
};

enum class Format : std::uint8_t { html, json, jsonl, csv, atom, jsonfeed, geojson };
struct FormatInfo {
    Format format;
    std::string_view name;
    std::string_view type; // media type
    bool is_export;        // streams every hit
    std::string_view help;
};
inline constexpr auto format_infos = std::to_array<FormatInfo>({
    {Format::html, "html", "text/html; charset=utf-8", false, "a page for people"},
    {Format::json, "json", "application/json", false, "one document: the query, hits, facets"},
    {Format::jsonl, "jsonl", "application/jsonl; charset=utf-8", true,
     "a line a hit, with the whole article; all hits unless limit says less, copies too"},
    {Format::csv, "csv", "text/csv; charset=utf-8; header=present", true,
     "a line a hit; all hits unless limit says less, copies too"},
    {Format::atom, "atom", "application/atom+xml; charset=utf-8", false,
     "a feed, with the OpenSearch elements"},
    {Format::jsonfeed, "jsonfeed", "application/feed+json; charset=utf-8", false,
     "the same as JSON Feed"},
    {Format::geojson, "geojson", "application/geo+json", false,
     "for maps: hits at the places that they are about, and regions with their counts"},
});
constexpr const FormatInfo& info_of(Format format) {
    return format_infos[static_cast<std::size_t>(format)];
}

inline constexpr auto own_parameters = std::to_array<ParameterInfo>({
    {"q", "a query", "what to search for, in the query language; empty or *: everything"},
    {"from", "a date or period", "published on or after: 2025, 2025-07, 2025-07-04, P7D"},
    {"to", "a date or period", "published on or before"},
    {"sort", "relevance, newest, oldest or sources",
     "the order; sources: what most report first; newest where q ranks nothing"},
    {"limit", "0 to 1000; for exports any number, 0: all", "how many hits (also per_page, size)"},
    {"per_page", "as limit", "another name of limit"},
    {"size", "as limit", "another name of limit"},
    {"offset", "0 to 100000", "how many hits to skip"},
    {"cursor", "the next of an answer",
     "instead of offset: the page behind that answer, however the index has changed meanwhile"},
    {"page", "from 1", "instead of offset: which page of limit hits"},
    {"facets", "names of facets: region,actor:20; or none",
     "which facets to count, how many values"},
    {"facet_size.FIELD", "1 to 1000", "how many values of one facet"},
    {"collapse", "copies, story or none",
     "of the copies of one report, or the reports of one event, show one"},
    {"as_of", "a moment: 2025-07-04T12:00:00Z, or a date or period for where it begins",
     "the index as it stood then; the answer stays the same for good"},
    {"versions", "current or all", "all: superseded versions and tombstones too"},
    {"explain", "true or false", "with each hit the clauses it meets, and the evidence"},
    {"format", "the name of a format", "how to answer"},
});

inline constexpr ParameterInfo exclude_parameter{"exclude.FIELD", "as FIELD",
                                                 "leaves out articles with this value of a field"};

// Fields that a parameter can filter by: all but the words of the text.
constexpr bool is_filter(const Field& f) {
    return f.kind != FieldKind::text;
}

inline constexpr auto filter_parameters = [] {
    constexpr auto count =
        static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), is_filter));
    std::array<ParameterInfo, count> infos{};
    std::size_t i = 0;
    for (const Field& f : fields)
        if (is_filter(f))
            infos[i++] = {f.name, "as after its name in a query; repeated: any of them", f.help};
    return infos;
}();

template <std::size_t A, std::size_t B>
constexpr std::array<ParameterInfo, A + B> joined(const std::array<ParameterInfo, A>& a,
                                                  const std::array<ParameterInfo, B>& b) {
    std::array<ParameterInfo, A + B> all{};
    std::copy(a.begin(), a.end(), all.begin());
    std::copy(b.begin(), b.end(), all.begin() + A);
    return all;
}

// Of every address that searches.
inline constexpr auto search_parameter_infos =
    joined(joined(own_parameters, filter_parameters), std::array{exclude_parameter});

// Of single routes, before those of a search where they take these too.
inline constexpr auto article_page_parameters = std::to_array<ParameterInfo>({
    {"id", "an id", "which article"},
    {"q", "a query", "what to mark in it"},
});
inline constexpr auto versions_page_parameters = std::to_array<ParameterInfo>({
    {"id", "an id", "which article"},
});
inline constexpr auto story_page_parameters = std::to_array<ParameterInfo>({
    {"id", "an id", "which story"},
});
inline constexpr auto view_parameters = std::to_array<ParameterInfo>({
    {"view", "list, map or timeline", "how to show the result"},
});
inline constexpr auto search_page_parameters = joined(view_parameters, search_parameter_infos);
inline constexpr auto facet_own_parameters = std::to_array<ParameterInfo>({
    {"prefix", "the beginning of a name", "any word of a name, in any script; empty: all values"},
});
inline constexpr auto reference_parameters = std::to_array<ParameterInfo>({
    {"format", "json or html", "json: an OpenAPI document; where it is not given, as Accept says"},
});
inline constexpr auto similar_parameters = std::to_array<ParameterInfo>({
    {"limit", "0 to 100", "how many articles; 10 where it is not given"},
});
inline constexpr auto suggest_parameters = std::to_array<ParameterInfo>({
    {"q", "a text", "what was typed so far"},
    {"limit", "0 to 50", "how many names; 8 where it is not given"},
    {"format", "json or opensearch", "opensearch: as browsers ask for suggestions"},
    {"titles", "0 to 50", "how many headlines; 4 where it is not given"},
});
inline constexpr auto facet_parameter_infos = joined(facet_own_parameters, search_parameter_infos);

inline constexpr auto event_parameters = std::to_array<ParameterInfo>({
    {"subscription", "an id", "of one alone; else all of yours"},
    {"after", "an event's id", "what came after it too (also as the header Last-Event-ID)"},
});

} // namespace sitrep
