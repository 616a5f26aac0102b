#include "schema/gazetteer/sources.h"

#include "schema/analysis.h"
#include "schema/error.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <geonames.h>
#include <nlohmann/json.hpp>

namespace sitrep::gazetteer {

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw Error(ErrorKind::input, fmt::format("cannot read {}", path.string()),
                    "install iso-codes, libgeonames-dev and libgeonames-common, or say where "
                    "their files are");
    return {std::istreambuf_iterator<char>(file), {}};
}

// GNU gettext's compiled catalogues: a header of 32-bit numbers, then a table of the originals and
// one of the translations, each entry length and offset ("The Format of GNU MO Files").
class Catalogue {
  public:
    explicit Catalogue(const std::filesystem::path& path) : path_(path), bytes_(read_file(path)) {
        constexpr std::uint32_t magic = 0x950412deU;
        if (number(0) != magic) damaged();
        count_ = number(8);
        originals_ = number(12);
        translations_ = number(16);
    }
    std::size_t size() const { return count_; }
    std::string original(std::size_t i) const { return text(originals_ + 8 * i); }
    std::string translation(std::size_t i) const { return text(translations_ + 8 * i); }

  private:
    std::uint32_t number(std::size_t at) const {
        std::uint32_t value = 0;
        if (at + sizeof value > bytes_.size()) damaged();
        std::memcpy(&value, bytes_.data() + at, sizeof value);
        return value;
    }
    std::string text(std::size_t entry) const {
        const std::size_t size = number(entry);
        const std::size_t offset = number(entry + 4);
        if (offset > bytes_.size() || size > bytes_.size() - offset) damaged();
        return bytes_.substr(offset, size);
    }
    [[noreturn]] void damaged() const {
        throw Error(ErrorKind::input, fmt::format("{} is not a message catalogue", path_.string()));
    }

    std::filesystem::path path_;
    std::string bytes_;
    std::size_t count_ = 0;
    std::size_t originals_ = 0;
    std::size_t translations_ = 0;
};

nlohmann::json read_json(const std::filesystem::path& path) {
    try {
        return nlohmann::json::parse(read_file(path));
    } catch (const nlohmann::json::exception& error) {
        throw Error(ErrorKind::input, fmt::format("{}: {}", path.string(), error.what()));
    }
}

} // namespace

Translations::Translations(const std::filesystem::path& locales, const std::string& domain) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(locales))
        for (const auto& entry : std::filesystem::directory_iterator(locales)) {
            auto file = entry.path() / "LC_MESSAGES" / (domain + ".mo");
            if (std::filesystem::exists(file)) files.push_back(std::move(file));
        }
    if (files.empty())
        throw Error(ErrorKind::input, fmt::format("no {}.mo below {}", domain, locales.string()),
                    "install iso-codes and libgeonames-common, or say where the locales are");
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const std::string locale = file.parent_path().parent_path().filename().string();
        const std::string lang = locale.substr(0, locale.find_first_of("_@"));
        const Catalogue catalogue(file);
        for (std::size_t i = 0; i < catalogue.size(); ++i) {
            std::string text = catalogue.translation(i);
            if (!text.empty() && is_valid_utf8(text))
                names_[catalogue.original(i)].push_back({lang, std::move(text)});
        }
    }
}

const std::vector<Name>& Translations::of(const std::string& key) const {
    static const std::vector<Name> none;
    const auto found = names_.find(key);
    return found == names_.end() || key.empty() ? none : found->second;
}

std::vector<IsoCountry> read_iso_countries(const std::filesystem::path& iso_3166_1) {
    std::vector<IsoCountry> countries;
    const nlohmann::json file = read_json(iso_3166_1);
    for (const auto& entry : file.at("3166-1")) {
        IsoCountry country;
        country.alpha2 = entry.at("alpha_2");
        country.alpha3 = entry.at("alpha_3");
        for (const char* member : {"common_name", "name", "official_name"})
            if (entry.contains(member)) country.names.push_back(entry.at(member));
        country.name = country.names.front();
        countries.push_back(std::move(country));
    }
    return countries;
}

std::vector<IsoDivision> read_iso_divisions(const std::filesystem::path& iso_3166_2) {
    std::vector<IsoDivision> divisions;
    const nlohmann::json file = read_json(iso_3166_2);
    for (const auto& entry : file.at("3166-2"))
        divisions.push_back(
            {entry.at("code"), entry.at("name"), entry.at("type"), !entry.contains("parent")});
    return divisions;
}

std::vector<Town> read_towns() {
    std::vector<Town> towns;
    const int count = geonames_get_n_cities();
    for (int i = 0; i < count; ++i) {
        const std::unique_ptr<GeonamesCity, void (*)(GeonamesCity*)> city(geonames_get_city(i),
                                                                          geonames_city_free);
        // Beyond the library's functions the record tells the ids: GeoNames id, name, state's
        // code and name, country's code and name, time zone, population, latitude, longitude.
        constexpr const char* layout = "(sssssssudd)";
        if (!city || !g_variant_is_of_type(city.get(), G_VARIANT_TYPE(layout)))
            throw Error(ErrorKind::input, "libgeonames keeps its towns in another form");
        const char *id, *name, *state_code, *state, *country, *country_name, *zone;
        guint32 population = 0;
        double latitude = 0;
        double longitude = 0;
        g_variant_get(city.get(), "(&s&s&s&s&s&s&sudd)", &id, &name, &state_code, &state, &country,
                      &country_name, &zone, &population, &latitude, &longitude);
        towns.push_back(
            {id, name, country, country_name, state_code, state, population, latitude, longitude});
    }
    if (towns.empty()) throw Error(ErrorKind::input, "libgeonames has no towns");
    return towns;
}

} // namespace sitrep::gazetteer
