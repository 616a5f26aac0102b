// What an article is: plain data that travels between the rooms. All strings are UTF-8.
#pragma once

#include "schema/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Which text of the article a span points into.
enum class Part : std::uint8_t { title, text, input }; // input: given with the record, no span

// Bytes [begin, end) of a part.
struct Evidence {
    Part part = Part::text;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string alias; // the surface form that matched
    std::string rule;  // which rule made the assignment: "name", "demonym", "input" ...
    float confidence = 1.0F;
};

// An entity found in the text, with every place that shows it.
struct Mention {
    std::string entity;    // gazetteer id: "ukraine", "kharkiv", "volodymyr-zelenskyy"
    bool is_actor = false; // else a region
    bool about = false;    // true: the article is about it; false: it is only named
    std::vector<Evidence> evidence;
};

// A facet value that is not a gazetteer entity: event type, weapon, conflict.
struct Label {
    std::string id;
    std::vector<Evidence> evidence;
};

// When something that the article reports happened.
struct EventDate {
    DayRange range;
    Precision precision = Precision::day;
    bool planned = false; // lies ahead of the article: a plan, not a report
    Evidence evidence;
};

// People killed or injured, as reported: at least `low`, at most `high`.
struct Casualties {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::string attributed_to; // "officials", or empty
    std::vector<Evidence> evidence;
};

// Where a record came from.
struct Origin {
    std::string file;       // path as given, "-" for standard input
    std::uint64_t line = 0; // 1-based; 0: the whole file
};

// Why an article is no longer in the index.
enum class Gone : std::uint8_t { no, deleted, retracted };
std::string_view name_of(Gone gone);

struct Article {
    std::string id;
    std::string url;
    std::string title;
    std::string headline; // as a record keeps it: what to show where there is no title
    std::string text;     // paragraphs separated by line breaks
    std::string dateline; // as a record gives it; the reader puts it at the head of the text
    PartialDate date;     // published
    PartialDate updated;
    std::string source;
    std::vector<std::string> authors;
    std::string lang; // ISO 639-1, lower case; empty: not known yet
    std::vector<std::string> sections;
    std::string extra; // JSON object of members that Sitrep does not know, or empty
    Origin origin;

    bool is_event = false; // a row of event data: one of its own, no copy of a like one

    // Names given with the record; the enricher resolves them and adds what the text shows.
    std::vector<std::string> given_regions;
    std::vector<std::string> given_actors;

    // What the enricher worked out.
    std::vector<Mention> mentions;
    std::vector<Label> conflicts;
    std::vector<Label> events;
    std::vector<Label> weapons;
    std::vector<EventDate> happened;
    std::optional<Casualties> killed;
    std::optional<Casualties> injured;
    std::vector<Label> agencies; // that the report is credited to

    // What the index writer assigns.
    std::string copies; // id of the group of copies of one report; at first its own
    std::string story;  // id of the story: reports of one event; at first its own
    std::uint32_t version = 1;
    std::int64_t indexed = 0; // Unix seconds when the article was first seen
    // Stamp of the commit that published this version, in Unix microseconds: the same for all
    // articles of a commit, larger than that of any commit before, kept when shards merge.
    std::int64_t committed = 0;
    // Stamp of the commit that put another version in its place or took it out; 0: it is current.
    // Not in the record: see slots::superseded.
    std::int64_t superseded = 0;
    std::uint64_t content_hash = 0;

    // A tombstone: an article was taken out by the commit `committed`. It has id, title, url, date
    // and source, but no text, and the version and content hash of what was taken out.
    Gone gone = Gone::no;
    std::string reason; // of a retraction
};

// The id of the group of copies, or of the story, that an article of this id founds, as long as
// what it says belongs there: 16 hexadecimal digits.
std::string group_id(std::string_view article_id);

// The title, or where there is none the first sentence of the text, cut at a word to 160 bytes.
std::string shown_title(const Article& article);

} // namespace sitrep
