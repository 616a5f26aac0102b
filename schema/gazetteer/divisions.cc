#include "schema/gazetteer/divisions.h"

#include "schema/edit_distance.h"

#include "schema/analysis.h"
#include "schema/gazetteer/names.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace sitrep::gazetteer {

namespace {

// A division of one of the sources, on its way to be paired.
struct Side {
    std::string code;
    std::string name;
    std::vector<Name> names;
    std::set<std::string> folded;
    std::set<std::string> keys;       // match_key of all names
    std::set<std::string> latin_keys; // of those in Latin letters
    bool first_level = true;
    std::string type;
    std::uint64_t people = 0;
    bool paired = false;
};

void add_name(Side& side, const Name& name) {
    for (const std::string& part : split_name(name.text)) {
        side.names.push_back({name.lang, part});
        side.folded.insert(fold_name(part));
        const std::string key = match_key(part);
        if (key.size() < 2) continue;
        side.keys.insert(key);
        if (is_latin(part)) side.latin_keys.insert(key);
    }
}

// How well names agree: 0 not at all; from 100 the same in some language.
int likeness(const Side& a, const Side& b) {
    const auto common = [](const std::set<std::string>& x, const std::set<std::string>& y) {
        return static_cast<int>(
            std::count_if(x.begin(), x.end(), [&](const auto& key) { return y.contains(key); }));
    };
    if (const int same = common(a.keys, b.keys); same > 0)
        return 100 + 10 * same + common(a.folded, b.folded);
    int best = 0;
    for (const std::string& x : a.latin_keys)
        for (const std::string& y : b.latin_keys) {
            const std::size_t longer = std::max(x.size(), y.size());
            const std::size_t limit = longer / 3;
            const std::size_t distance = edit_distance(x, y, limit);
            if (distance <= limit && std::min(x.size(), y.size()) >= 3)
                best = std::max(best, static_cast<int>(100 - 100 * distance / longer));
        }
    return best;
}

struct Pairing {
    int score;
    std::size_t iso;
    std::size_t state;
};

// Pairs off the best first. What is only alike must be alike clearly: nothing else nearly so.
void pair_off(std::vector<Side>& iso, std::vector<Side>& states,
              std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
    std::vector<Pairing> all;
    for (std::size_t i = 0; i < iso.size(); ++i)
        for (std::size_t s = 0; s < states.size(); ++s)
            if (!iso[i].paired && !states[s].paired)
                if (const int score = likeness(iso[i], states[s]); score > 0)
                    all.push_back({2 * score + (iso[i].first_level ? 1 : 0), i, s});
    std::sort(all.begin(), all.end(), [](const Pairing& a, const Pairing& b) {
        return std::tie(b.score, a.iso, a.state) < std::tie(a.score, b.iso, b.state);
    });
    constexpr int same = 200;
    constexpr int margin = 20;
    for (const Pairing& one : all) {
        if (iso[one.iso].paired || states[one.state].paired) continue;
        const bool rival = std::any_of(all.begin(), all.end(), [&](const Pairing& other) {
            const bool shares = (other.iso == one.iso) != (other.state == one.state);
            return shares && !iso[other.iso].paired && !states[other.state].paired &&
                   other.score > one.score - margin;
        });
        if (one.score < same && rival) continue;
        iso[one.iso].paired = states[one.state].paired = true;
        pairs.emplace_back(one.iso, one.state);
    }
}

Division merge(const std::string& country, const Side* iso, const Side* state) {
    Division division;
    division.country = country;
    if (iso != nullptr) {
        division.iso_code = iso->code;
        division.iso_name = division.name = iso->name;
        division.type = iso->type;
        division.names = iso->names;
    }
    if (state != nullptr) {
        division.state_code = state->code;
        division.name = state->name;
        division.people = state->people;
        division.names.insert(division.names.end(), state->names.begin(), state->names.end());
    }
    return division;
}

} // namespace

MatchedDivisions match_divisions(const std::vector<IsoDivision>& iso, const Translations& iso_names,
                                 const std::vector<Town>& towns, const Translations& geonames,
                                 const std::map<std::string, std::string>& known) {
    struct Country {
        std::vector<Side> iso, states;
    };
    std::map<std::string, Country> countries;
    for (const IsoDivision& division : iso) {
        Side side;
        side.code = division.code;
        side.name = split_name(division.name).front();
        side.type = division.type;
        side.first_level = division.first_level;
        add_name(side, {"", division.name});
        for (const Name& name : iso_names.of(division.name)) add_name(side, name);
        countries[division.country()].iso.push_back(std::move(side));
    }
    std::map<std::string, std::size_t> positions; // "UA.07" -> position in its country's states
    for (const Town& town : towns) {
        if (town.state_code.empty() || town.state.empty()) continue;
        std::vector<Side>& states = countries[town.country].states;
        const std::string code = town.country + "." + town.state_code;
        const auto [at, is_new] = positions.emplace(code, states.size());
        if (is_new) {
            Side side;
            side.code = code;
            side.name = town.state;
            add_name(side, {"", town.state});
            for (const Name& name : geonames.of(code)) add_name(side, name);
            states.push_back(std::move(side));
        }
        states[at->second].people += town.population;
    }

    MatchedDivisions result;
    for (auto& [code, country] : countries) {
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        for (std::size_t s = 0; s < country.states.size(); ++s)
            if (const auto decided = known.find(country.states[s].code); decided != known.end())
                for (std::size_t i = 0; i < country.iso.size(); ++i)
                    if (country.iso[i].code == decided->second) {
                        country.iso[i].paired = country.states[s].paired = true;
                        pairs.emplace_back(i, s);
                    }
        pair_off(country.iso, country.states, pairs);
        for (const auto& [i, s] : pairs) {
            result.of_state[country.states[s].code] = result.divisions.size();
            result.divisions.push_back(merge(code, &country.iso[i], &country.states[s]));
            ++result.states_matched;
        }
        for (const Side& side : country.iso)
            if (!side.paired && side.first_level) {
                result.divisions.push_back(merge(code, &side, nullptr));
                if (!country.states.empty())
                    result.report.push_back(fmt::format("iso {} {}", side.code, side.name));
            }
        for (const Side& side : country.states)
            if (!side.paired) {
                result.of_state[side.code] = result.divisions.size();
                result.divisions.push_back(merge(code, nullptr, &side));
                result.report.push_back(
                    fmt::format("state {} {} ({} people)", side.code, side.name, side.people));
            }
        result.states += country.states.size();
    }
    return result;
}

std::optional<std::size_t> MatchedDivisions::of(const Town& town) const {
    const auto found = of_state.find(town.country + "." + town.state_code);
    if (found == of_state.end()) return std::nullopt;
    return found->second;
}

} // namespace sitrep::gazetteer
