// What the gazetteer is made from, as read from Debian's packages:
//
//  - iso-codes: ISO 3166-1 and -2 as JSON, names translated in .mo files (LGPL-2.1+).
//  - libgeonames-common: towns of 15,000 people and more and the divisions that they lie in, from
//    GeoNames (https://www.geonames.org), CC BY 4.0; read through libgeonames, names translated
//    in .mo files keyed by GeoNames' id, "CC" for a country and "CC.CODE" for a division.
//
// A file that is missing or unreadable throws Error.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace sitrep::gazetteer {

// A name in a language (ISO 639, without country: "zh" for zh_TW).
struct Name {
    std::string lang;
    std::string text;
};

// All languages' translations of one text domain.
class Translations {
  public:
    // `locales` is a directory like /usr/share/locale.
    Translations(const std::filesystem::path& locales, const std::string& domain);
    // Empty where there are none.
    const std::vector<Name>& of(const std::string& key) const;

  private:
    std::unordered_map<std::string, std::vector<Name>> names_;
};

struct IsoCountry {
    std::string alpha2;
    std::string alpha3;
    std::string name;               // the common one where ISO gives it
    std::vector<std::string> names; // all of them
};

struct IsoDivision {
    std::string code; // "UA-63"
    std::string country() const { return code.substr(0, 2); }
    std::string name;
    std::string type; // "Region"
    bool first_level = true;
};

std::vector<IsoCountry> read_iso_countries(const std::filesystem::path& iso_3166_1);
std::vector<IsoDivision> read_iso_divisions(const std::filesystem::path& iso_3166_2);

// A town of GeoNames.
struct Town {
    std::string geonames_id;
    std::string name;
    std::string country;
    std::string country_name;
    std::string state_code; // GeoNames' own ("07"), or empty
    std::string state;      // its English name, more or less
    std::uint32_t population = 0;
    double latitude = 0;
    double longitude = 0;
};

std::vector<Town> read_towns();

} // namespace sitrep::gazetteer
