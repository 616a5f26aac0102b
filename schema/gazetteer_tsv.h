// The .tsv files of the gazetteer: UTF-8, one row an entity, '#' starts a comment line, columns
// parted by tabs, trailing ones may be left out:
//
//   id  name  type  belongs  country  valid  aliases  latitude  longitude  population
//
// belongs: ';'-separated ids, an actor's each optionally with dates (id@2019-05-20..).
// aliases: '|'-separated `[lang:]text[{flags}]`; flags: d demonym, a abbreviation,
// c case-sensitive, x needs context, h historic, s surname, m metonym, i to be put into all cases
// (uk: and ru: only); a leading '-' removes an alias that the data below gave. A row whose id is
// known already extends it: columns that are not empty override, aliases are added.
#pragma once

#include "schema/gazetteer.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep::gazetteer {

// Of a row; sizes in bytes.
inline constexpr std::size_t max_id_size = 80;
inline constexpr std::size_t max_name_size = 400;
inline constexpr std::size_t max_row_aliases = 4000;

inline constexpr Day always_from = std::numeric_limits<Day>::min();
inline constexpr Day always_to = std::numeric_limits<Day>::max();

// Both ends included.
struct Period {
    Day from = always_from;
    Day to = always_to;
};

struct RowBelongs {
    std::string id;
    Period when;
};

struct RowAlias {
    std::string text;
    AliasFlags flags = 0;
    bool remove = false;
};

// A row as it stands in the file; what is left out of it is empty.
struct Row {
    std::string where; // "actors.tsv:12"
    std::string id;
    std::string name;
    std::optional<EntityType> type;
    std::vector<RowBelongs> belongs;
    std::string country;
    std::optional<Period> valid;
    std::vector<RowAlias> aliases;
    std::optional<double> latitude;
    std::optional<double> longitude;
    std::optional<std::uint32_t> population;
};

// Appends the rows of a file. What makes no sense is left out, the rest of its row kept where
// that is possible, and named in `problems` as "NAME:LINE: reason".
void parse_tsv(const std::string& name, std::string_view text, std::vector<Row>& rows,
               std::vector<std::string>& problems);

std::optional<EntityType> entity_type(std::string_view name);
EntityKind kind_of(EntityType type);

} // namespace sitrep::gazetteer
