#include "indexer/enrich_region_meaning.h"

#include "indexer/enrich_region_cyrillic.h"

#include <algorithm>

namespace sitrep {
namespace {

// A town that nothing else in the article supports must be known by itself.
constexpr std::uint32_t known_town_population = 200'000;

// ---- countries, regions of the world, seas

// In capitals "US" may be the pronoun; "U.S." is not, nor what opens a title.
bool is_pronoun(const RegionText& text, const Name& name) {
    const Tokens& tokens = text.tokens_of(name);
    const std::string_view form = tokens.form(tokens[name.first]);
    return name.last == name.first + 1 && name.end - name.begin == form.size() &&
           is_stop_word(form) && !(form == "us" && name.part == Part::title && name.first == 0);
}

// Whether another meaning of the name has more to speak for it.
bool is_supported_elsewhere(const RegionEvidence& known, const Name& name, const Entity& entity) {
    return std::any_of(name.targets.begin(), name.targets.end(), [&](const AliasTarget& target) {
        const Entity other = known.text.gazetteer.entity(target.entity);
        return other.kind == EntityKind::region && other.country != entity.country &&
               known.support.has(other.country);
    });
}

bool believe_wide(const RegionEvidence& known, const Name& name, const AliasTarget& target,
                  const Entity& entity, bool ambiguous_too) {
    if (name.no_case && (is_pronoun(known.text, name) || (target.flags & alias_word) != 0))
        return false;
    const AliasFlags doubts = doubts_of(known.text, target);
    if (doubts == 0) return true;
    if (!ambiguous_too || !name.capitalised || is_person(name, target)) return false;
    if (known.support.has(entity.country)) return true;
    if (is_supported_elsewhere(known, name, entity)) return false;
    if ((doubts & alias_foreign) != 0 || (target.flags & alias_abbreviation) != 0) return false;
    return name.in_dateline ||
           has(name, around_locative | around_possessive | around_verb | around_comma);
}

// ---- towns and divisions

// Whether it contains the name before it: "Calaca, Batangas" is not the town of Batangas.
bool contains_last(const RegionText& text, std::size_t number, const Entity& entity) {
    if (number == 0 || entity.type != EntityType::division) return false;
    const Name& name = text.names[number];
    const Name& last = text.names[number - 1];
    if (last.part != name.part || !has(name, around_comma) || name.first > last.last + 1)
        return false;
    return std::any_of(last.targets.begin(), last.targets.end(), [&](const AliasTarget& t) {
        return is_possible_local(text, last, t) &&
               lies_in(text.gazetteer, text.gazetteer.entity(t.entity), entity.index);
    });
}

// Whether a name stands where a dateline has its place: "NICE, March 3 -".
bool opens_dateline(const Name& name, const AliasTarget& target) {
    if ((target.flags & alias_word) != 0) return name.first == 0 && has(name, around_comma_behind);
    return (target.flags & alias_demonym) == 0;
}

// Whether a comma and an abbreviation make it a state: "Lake Success, N.Y.".
bool is_state_abbreviation(const Name& name, const AliasTarget& target) {
    return (target.flags & alias_abbreviation) != 0 && has(name, around_comma);
}

// A village of the gazetteer's own files is believed where nothing speaks against it.
bool is_known_by_hand(const RegionEvidence& known, const Name& name, const Entity& entity,
                      bool supported_too) {
    constexpr std::uint32_t sure_letters = 6;
    if (entity.type == EntityType::division || entity.population > 0) return true;
    return supported_too && name.end - name.begin >= sure_letters && !has(name, around_capitals) &&
           known.support.highest() <= 0;
}

// Of a name that is nothing but a place's.
bool believe_plain(const RegionEvidence& known, const Name& name, const AliasTarget& target,
                   const Entity& entity, bool supported_too) {
    if (entity.population >= known_town_population) return true;
    if (!country_told_by(known.text, name).empty()) return true;
    if (entity.type == EntityType::division &&
        (has(name, around_division_word) || name.last > name.first + 1))
        return true;
    if ((target.flags & alias_by_hand) != 0 && is_known_by_hand(known, name, entity, supported_too))
        return true;
    return has(name, around_locative | around_place_word) && supported_too;
}

bool believe_local(const RegionEvidence& known, const Name& name, const AliasTarget& target,
                   const Entity& entity, bool supported_too) {
    const RegionText& text = known.text;
    if ((target.flags & alias_abbreviation) != 0) {
        if (is_state_abbreviation(name, target) && !name.no_case) return true;
        if ((target.flags & alias_needs_context) != 0) return false;
    }
    if (name.in_dateline && opens_dateline(name, target))
        return supported_too || (target.flags & alias_needs_context) == 0;
    if (is_person(name, target) || has(name, around_company)) return false;
    const bool supported =
        known.support.has(entity.country) || known.clues.hints.has(entity.country);
    const AliasFlags doubts = doubts_of(text, target);
    // Capitals throughout hide that a word is one, or somebody's name.
    if (name.no_case && (target.flags & alias_person) != 0 && doubts != alias_person &&
        !has(name, around_locative | around_place_word | around_division_word | around_comma))
        return false;
    if (has(name, around_institution) && (target.flags & alias_word) == 0)
        return supported_too && supported;
    if ((target.flags & alias_word) != 0)
        return supported_too && (supported || !country_told_by(text, name).empty()) &&
               !name.no_case &&
               has(name, around_locative | around_place_word | around_division_word) &&
               !is_part_of_other_name(text.tokens_of(name), name);
    const bool demonym = (target.flags & alias_demonym) != 0;
    if (is_cyrillic(text, name) && !country_told_by(text, name).empty() &&
        (demonym || has(name, around_locative | around_place_word)))
        return true;
    if (doubts == 0 && !demonym && believe_plain(known, name, target, entity, supported_too))
        return true;
    return supported_too && supported;
}

double score_of(const RegionEvidence& known, const Name& name, const Entity& entity,
                bool contained) {
    const RegionClues& clues = known.clues;
    double score = 1 + entity.population;
    if (entity.type == EntityType::division && entity.population == 0) score += 100'000;
    const double support = static_cast<double>(known.support.of(entity.country) +
                                               clues.hints.of(entity.country) * 0.5F);
    // A dateline names the known town by itself, and the country or state of any other.
    if (name.in_dateline) return score * (1 + support) * (contained ? 1e9 : 1);
    if (support > 0) score *= 1000 * (1 + support);
    score *= 1 + 10 * static_cast<double>(clues.votes.of(entity.country));
    const bool division = entity.type == EntityType::division;
    if (has(name, around_division_word)) score *= division ? 100 : 1;
    if (has(name, around_place_word)) score *= division ? 1 : 10;
    if (clues.named_divisions.contains(entity.parent)) score *= 100;
    if (contained) score *= 1e9;
    return score;
}

// A capital's name stands for its government, too.
bool is_capital(const Gazetteer& gazetteer, const Name& name, std::string_view country) {
    return std::any_of(name.targets.begin(), name.targets.end(), [&](const AliasTarget& t) {
        return (t.flags & alias_metonym) != 0 && gazetteer.entity(t.entity).country == country;
    });
}

// "Paris" is hardly the town in Texas, even in a report on the United States: a city that all
// the world knows against a small namesake.
bool outshines(const RegionEvidence& known, const Name& name, const AliasTarget& big,
               const AliasTarget& small) {
    constexpr std::uint32_t known_to_all = 150'000;
    constexpr std::uint32_t small_town = 100'000;
    const Entity city = known.text.gazetteer.entity(big.entity);
    const Entity town = known.text.gazetteer.entity(small.entity);
    if (town.type != EntityType::place || city.type != EntityType::place ||
        (small.flags & alias_by_hand) != 0 || city.population < known_to_all ||
        has(name, around_division_word) || known.clues.named_divisions.contains(town.parent))
        return false;
    if (city.population / 5 >= town.population && town.population < small_town) return true;
    return city.population / 3 >= town.population &&
           is_capital(known.text.gazetteer, name, city.country);
}

// "Jalalabad" in a report on Kyrgyzstan.
bool has_supported_namesake(const RegionEvidence& known, const Name& name) {
    return std::any_of(name.targets.begin(), name.targets.end(), [&](const AliasTarget& t) {
        return is_possible_local(known.text, name, t) &&
               known.support.has(known.text.gazetteer.entity(t.entity).country);
    });
}

// The meanings that are believed, as far as one of them is chosen.
struct Believed {
    const AliasTarget* best = nullptr;
    const AliasTarget* biggest = nullptr;
    double score = 0;            // of the best
    bool best_contained = false; // what stands beside it says where it lies
};

Believed believed_locals(const RegionEvidence& known, std::size_t number, bool supported_too) {
    const RegionText& text = known.text;
    const Name& name = text.names[number];
    const AdjectiveUse use = use_of(text, number);
    Believed found;
    if (!name.capitalised && use == AdjectiveUse::none) return found;
    if (is_half_of_name(text, number)) return found;
    const std::string_view told = country_told_by(text, name);
    const EntityIndex within = division_behind(text, number);
    std::uint32_t most_people = 0;
    for (const AliasTarget& target : name.targets) {
        const Entity entity = text.gazetteer.entity(target.entity);
        if (entity.kind != EntityKind::region || !is_local(entity)) continue;
        if (within != no_entity ? !lies_in(text.gazetteer, entity, within)
                                : !told.empty() && entity.country != told)
            continue;
        if (is_adjective(text, name, target) && !agrees(text.gazetteer, name, entity, use))
            continue;
        if (!name.capitalised && (target.flags & alias_demonym) == 0) continue;
        const bool contained = is_contained(text, number, entity) ||
                               contains_last(text, number, entity) ||
                               known.clues.is_told(name, entity);
        if (!contained && !believe_local(known, name, target, entity, supported_too)) continue;
        // A name as written comes before one that a rule made.
        const double score = score_of(known, name, entity, contained) *
                             ((target.flags & alias_generated) != 0 ? 0.01 : 1);
        if (score > found.score) found = {&target, found.biggest, score, contained};
        if (found.biggest == nullptr || entity.population > most_people) {
            found.biggest = &target;
            most_people = entity.population;
        }
    }
    return found;
}

} // namespace

std::optional<AliasTarget> meant_wide(const RegionEvidence& known, const Name& name,
                                      bool ambiguous_too) {
    for (const AliasTarget& target : name.targets) {
        const Entity entity = known.text.gazetteer.entity(target.entity);
        if (entity.kind != EntityKind::region || is_local(entity)) continue;
        if (believe_wide(known, name, target, entity, ambiguous_too)) return target;
    }
    return std::nullopt;
}

std::optional<AliasTarget> meant_local(const RegionEvidence& known, std::size_t number,
                                       bool supported_too) {
    const Name& name = known.text.names[number];
    auto [best, biggest, score, best_contained] = believed_locals(known, number, supported_too);
    if (best == nullptr) return std::nullopt;
    if (!best_contained && !name.in_dateline && outshines(known, name, *biggest, *best))
        best = biggest;
    const std::string_view country = known.text.gazetteer.entity(best->entity).country;
    if (!supported_too && !known.support.has(country) && has_supported_namesake(known, name))
        return std::nullopt;
    return *best;
}

} // namespace sitrep
