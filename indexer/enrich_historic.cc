#include "indexer/enrich_historic.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sitrep {
namespace {

struct Past {
    std::string_view countries; // of today, by ISO code, parted by spaces
    std::string_view historic;  // id
    Day until = 0;              // they left it then, where that was before its end; 0: at its end
    std::string_view divisions; // ids of those that lay in it; "-": of those that did not
};

constexpr std::string_view east_german =
    "brandenburg-land saxony saxony-anhalt free-state-of-thuringia mecklenburg-vorpommern";
constexpr std::string_view not_west_german =
    "- brandenburg-land saxony saxony-anhalt free-state-of-thuringia mecklenburg-vorpommern "
    "berlin-land";
constexpr std::string_view south_yemeni =
    "aden-governorate abyan shabwah lahij-governorate hadramawt mahra socotra dhale";
constexpr std::string_view not_south_yemeni =
    "- aden-governorate abyan shabwah lahij-governorate hadramawt mahra socotra dhale";

constexpr Day june_1991 = 7845;  // Slovenia and Croatia leave Yugoslavia, 1991-06-25
constexpr Day april_1992 = 8131; // Bosnia is recognised, 1992-04-06

constexpr std::array pasts{
    Past{"RU UA BY KZ UZ TM TJ KG GE AM AZ MD LT LV EE", "ussr", 0, ""},
    Past{"DE", "west-germany", 0, not_west_german},
    Past{"DE", "east-germany", 0, east_german},
    Past{"HR SI MK", "yugoslavia", june_1991, ""},
    Past{"BA", "yugoslavia", april_1992, ""},
    Past{"RS ME XK", "yugoslavia", 0, ""},
    Past{"CZ SK", "czechoslovakia", 0, ""},
    Past{"YE", "north-yemen", 0, not_south_yemeni},
    Past{"YE", "south-yemen", 0, south_yemeni},
};

bool holds(std::string_view list, std::string_view word) {
    for (std::size_t at = list.find(word); at != std::string_view::npos;
         at = list.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' '))
            return true;
    }
    return false;
}

bool lay_in(const Past& past, const Entity& region, const Gazetteer& gazetteer) {
    if (past.divisions.empty()) return true;
    if (region.type != EntityType::place && region.type != EntityType::division) return false;
    bool listed = holds(past.divisions, region.id);
    for (const EntityIndex above : gazetteer.ancestors(region.index))
        listed = listed || holds(past.divisions, gazetteer.entity(above).id);
    return listed != past.divisions.starts_with('-');
}

} // namespace

EntityIndex historic_country(const Entity& region, Day on, const Gazetteer& gazetteer) {
    constexpr Day latest = 12'087; // 2003-02-04: after that there is nothing to know
    if (on > latest || region.country.empty() || region.type == EntityType::historic_country)
        return no_entity;
    for (const Past& past : pasts) {
        if (!holds(past.countries, region.country) || (past.until != 0 && on >= past.until))
            continue;
        const auto historic = gazetteer.find(EntityKind::region, past.historic);
        if (historic && on >= historic->valid_from && on <= historic->valid_to &&
            lay_in(past, region, gazetteer))
            return historic->index;
    }
    return no_entity;
}

} // namespace sitrep
