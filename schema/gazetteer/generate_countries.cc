#include "schema/gazetteer/centre.h"
#include "schema/gazetteer/generation.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace sitrep::gazetteer {
namespace {

// Kosovo has no ISO code, but towns.
std::vector<IsoCountry> all_countries(const Sources& in) {
    std::vector<IsoCountry> countries = in.countries;
    std::set<std::string> known;
    for (const IsoCountry& country : countries) known.insert(country.alpha2);
    for (const Town& town : in.towns)
        if (known.insert(town.country).second)
            countries.push_back({town.country, {}, town.country_name, {town.country_name}});
    return countries;
}

std::vector<Name> country_names(const Sources& in, const IsoCountry& country) {
    std::vector<Name> names;
    for (const std::string& name : country.names) {
        names.push_back({"", name});
        const auto& translated = in.country_names->of(name);
        names.insert(names.end(), translated.begin(), translated.end());
    }
    const auto& translated = in.geonames_names->of(country.alpha2);
    names.insert(names.end(), translated.begin(), translated.end());
    // "Korea, Republic of" is the order of a list, not of a text.
    std::erase_if(names, [](const Name& name) {
        return name.text.find(',') != std::string::npos ||
               name.text.find("，") != std::string::npos ||
               name.text.find("、") != std::string::npos;
    });
    return names;
}

enum class Vote { won, undecided, lost };

// In how many languages a name is which country's: a few translations are mistaken.
class NameVotes {
  public:
    explicit NameVotes(const std::vector<std::vector<Name>>& names) { // by country
        for (std::size_t i = 0; i < names.size(); ++i)
            for (const Name& name : names[i])
                votes_[fold_name(name.text)][i] += name.lang.empty() ? 1000 : 1;
    }
    Vote on(const std::string& key, std::size_t country) const {
        const auto& votes = votes_.at(key);
        const int own = votes.at(country);
        int best = 0;
        for (const auto& [other, count] : votes)
            if (other != country) best = std::max(best, count);
        return best >= 2 * own ? Vote::lost : best >= own ? Vote::undecided : Vote::won;
    }
    // Whether only one language has the name, for one country.
    bool is_lone(const std::string& key) const {
        const auto& votes = votes_.at(key);
        return votes.size() == 1 && votes.begin()->second == 1;
    }

  private:
    std::map<std::string, std::map<std::size_t, int>> votes_; // folded name -> country -> votes
};

// Names in other languages need their capital in texts (Togo is того in Russian), those that
// one language alone has need support.
AliasFlags country_flags(const Name& name, AliasFlags doubt, bool common, bool lone, Vote vote) {
    const bool english = is_english(name);
    if (english && !common) return 0;
    AliasFlags flags = english ? AliasFlags{0} : doubt;
    if (common || lone || vote == Vote::undecided) flags |= alias_needs_context;
    if (has_capital(name.text)) flags |= alias_case_sensitive;
    if (!english && is_latin(name.text)) flags |= alias_foreign;
    return flags;
}

void add_country_names(Generation& generation, EntityDef& entity, std::size_t number,
                       const std::vector<Name>& names, const NameVotes& votes) {
    for (const Name& name : english_first(names)) {
        const std::string key = fold_name(name.text);
        const bool english = is_english(name);
        const PlaceNames::Doubt doubt = generation.names.doubt_of(name, key);
        const bool common = generation.names.is_common(key); // Island is German for Iceland
        if (english) generation.names.add_country_key(key);
        const Vote vote = votes.on(key, number);
        if (!english && !(common && is_kept(name.lang)) && (doubt.useless || vote == Vote::lost))
            continue;
        const bool lone = !is_kept(name.lang) && is_latin(name.text) && votes.is_lone(key);
        add_alias(entity, name.text, key, country_flags(name, doubt.flags, common, lone, vote));
    }
}

EntityDef& add_country(Generation& generation, const IsoCountry& country, const Centre& centre) {
    const Claims& claims = generation.claims;
    const Row* const row = claims.country(country.alpha2, country.names);
    std::string id = row != nullptr ? row->id : slug_of(country.name);
    if (row == nullptr && !generation.ids.is_free(id))
        id = fmt::format("{}-{}", id, lower(country.alpha2));
    generation.ids.take(id);
    // What the .tsv files do not call a country is an island or a base.
    const EntityType type = row != nullptr         ? *row->type
                            : claims.any_country() ? EntityType::territory
                                                   : EntityType::country;
    EntityDef& entity = generation.model.add(type, id, country.name);
    entity.country = country.alpha2;
    entity.codes = {country.alpha2};
    if (!country.alpha3.empty()) entity.codes.push_back(country.alpha3);
    centre.give(entity);
    entity.weight = centre.people();
    generation.countries[country.alpha2] = &entity;
    return entity;
}

} // namespace

void add_countries(Generation& generation) {
    const Sources& in = generation.in;
    std::map<std::string, Centre> centres; // by alpha-2
    for (const Town& town : in.towns) centres[town.country].add(town);
    for (const Row& row : in.rows)
        if (row.type == EntityType::country) generation.names.add_country_key(fold_name(row.name));
    const std::vector<IsoCountry> countries = all_countries(in);
    std::vector<std::vector<Name>> names;
    for (const IsoCountry& country : countries) names.push_back(country_names(in, country));
    const NameVotes votes(names);
    for (std::size_t i = 0; i < countries.size(); ++i) {
        EntityDef& entity = add_country(generation, countries[i], centres[countries[i].alpha2]);
        add_country_names(generation, entity, i, names[i], votes);
    }
}

} // namespace sitrep::gazetteer
