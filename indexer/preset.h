// Event data as it is published -> articles: an event, a row of a table, becomes an article that
// says what happened, when, where, between whom, and how many were killed.
//
// What each column becomes is one table (event_parts); a preset adds what its codes mean.
#pragma once

#include "indexer/reader_member.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// What a column may be of an event.
enum class EventPart : std::uint8_t {
    id,
    url,
    title,
    text,
    published,
    updated,
    source,
    from,
    to,
    date_precision,
    country,
    division,
    place,
    place_precision,
    side_a,
    side_a_country,
    side_a_type,
    side_a_allies,
    side_b,
    side_b_country,
    side_b_type,
    side_b_allies,
    killed_low,
    killed_best,
    killed_high,
    kind,
    kind_group,
    conflict,
    dyad,
    mentions,
    count,
};

inline constexpr std::size_t preset_count = 3;

struct EventPartRow {
    EventPart part;
    std::string_view becomes;                           // for people: "killed, at least"
    std::array<std::string_view, preset_count> columns; // of each preset; empty: it has none
};
// THE table of columns: in the order of EventPart.
std::span<const EventPartRow> event_parts();

// A row of a table, by what its columns are.
class EventRow {
  public:
    EventRow(const std::vector<std::string>& fields,
             const std::array<std::optional<std::size_t>, std::size_t(EventPart::count)>& columns)
        : fields_(fields), columns_(columns) {}
    // Without space around; empty where there is no such column.
    std::string_view operator[](EventPart part) const {
        const auto column = columns_[static_cast<std::size_t>(part)];
        return column ? trim(fields_[*column]) : std::string_view();
    }

  private:
    const std::vector<std::string>& fields_;
    const std::array<std::optional<std::size_t>, std::size_t(EventPart::count)>& columns_;
};

struct Preset {
    std::size_t number; // in event_parts' columns
    std::string_view name;
    std::string_view help;
    char delimiter;                           // 0: the header shows it
    std::span<const std::string_view> header; // of a table that comes without one; else empty
    std::span<const EventPart> required;      // a table without these columns is another's
    Problem (*read)(const EventRow& row, Article& article);

    std::string_view column(EventPart part) const {
        return event_parts()[static_cast<std::size_t>(part)].columns[number];
    }
};
std::span<const Preset> presets();
// Throws Error{usage} for an unknown name.
const Preset& find_preset(std::string_view name);

// event_parts as a table of the README, and the presets as lines of --help.
std::string presets_as_markdown();
std::string presets_as_help();

// One for each preset.
Problem read_ucdp_event(const EventRow& row, Article& article);
Problem read_acled_event(const EventRow& row, Article& article);
Problem read_gdelt_event(const EventRow& row, Article& article);
std::span<const std::string_view> gdelt_header();

// What they share.

// A number of people; a value that is none is a problem, an empty one is not known.
Problem read_people(const EventRow& row, EventPart part, std::optional<std::uint32_t>& people);
// The killed as the range of what the row says.
Problem read_killed(const EventRow& row, Article& article);
// A day that must be there.
Problem read_day(const EventRow& row, EventPart part, Day& day);
// "Ukraine > Kharkiv > Vovchansk", without what is empty.
void give_region(Article& article, std::string_view country, std::string_view division,
                 std::string_view place);
void give_actor(Article& article, std::string_view name);
void give_happened(Article& article, DayRange days, Precision precision, std::string_view written);
void give_event(Article& article, std::string_view kind, std::string_view written);

} // namespace sitrep
