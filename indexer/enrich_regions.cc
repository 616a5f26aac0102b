#include "indexer/enrich_regions.h"

#include "indexer/enrich_adjectives.h"
#include "indexer/enrich_context.h"
#include "indexer/enrich_historic.h"
#include "schema/word_trie.h"

#include <algorithm>
#include <optional>
#include <set>

namespace sitrep {
namespace {

// What an article must reach to be about a country, and as a share of the most salient one's.
constexpr float least_salience = 1.5F;
constexpr float least_share = 0.25F;
// The same where sentences of violence put it somewhere: who else is named is not where it was.
constexpr float least_share_of_scene = 0.4F;

// What a town or division must reach, as a share of the most salient one's, and the bytes of text
// below which none is named in passing.
constexpr float least_place_share = 0.28F;
constexpr std::size_t shortest_with_minor_places = 300;

// A town that nothing else in the article supports must be known by itself.
constexpr std::uint32_t known_town_population = 200'000;

// What a place weighs where a sentence of violence puts it.
constexpr float scene_weight = 2;

// What a name adds to the salience of its country.
constexpr float demonym_confidence = 0.5F;
constexpr float company_confidence = 0.25F;

bool is_local(const Entity& entity) {
    return is_local(entity.type);
}
bool has(const Name& name, unsigned around) {
    return (name.around & around) != 0;
}

class RegionFinder {
  public:
    RegionFinder(const Article& article, const ArticleTokens& tokens, const PartWords& text,
                 const std::vector<Name>& names, const Gazetteer& gazetteer,
                 CountrySupport& support, Mentions& mentions)
        : on_(article.date ? std::optional(article.date.range().from) : std::nullopt),
          article_(article), english_(article.lang == "en" || article.lang.empty()),
          tokens_(tokens), text_(text), names_(names), gazetteer_(gazetteer), support_(support),
          mentions_(mentions), placed_(names.size(), no_entity) {}

    // What is sure comes first, since it decides what the rest means.
    void run() {
        for (const Name& name : names_) hint(name);
        for (const Name& name : names_) note_divisions(name);
        for (std::size_t i = 0; i < names_.size(); ++i) note_told(i);
        for (std::size_t i = 0; i < names_.size(); ++i) place_wide(i, false);
        for (std::size_t i = 0; i < names_.size(); ++i) vote(names_[i]);
        for (std::size_t i = 0; i < names_.size(); ++i) place_local(i, false);
        for (std::size_t i = 0; i < names_.size(); ++i) place_wide(i, true);
        for (std::size_t i = 0; i < names_.size(); ++i) place_local(i, true);
        // What that told of countries may explain names before.
        for (std::size_t i = 0; i < names_.size(); ++i) place_local(i, true);
        for (std::size_t i = 0; i < names_.size(); ++i) record(i);
        decide();
    }

  private:
    // Actors come from somewhere: that makes places there likelier.
    void hint(const Name& name) {
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::actor) continue;
            if ((target.flags & (alias_needs_context | alias_surname)) != 0) continue;
            hints_.add(entity.country, name.salience);
            if (is_official(entity.type) && name.last > name.first + 1)
                support_.add(entity.country, name.salience * demonym_confidence);
            break;
        }
    }

    // A division that is named tells which of a country's villages of one name is meant.
    void note_divisions(const Name& name) {
        for (const AliasTarget& target : name.targets)
            if ((target.flags & alias_demonym) == 0 &&
                gazetteer_.entity(target.entity).type == EntityType::division)
                named_divisions_.insert(target.entity);
    }

    // Every town and division that a name may mean speaks for its country, the less the more
    // there are: of names that may each lie anywhere most lie in one country.
    void vote(const Name& name) {
        if (!name.capitalised) return;
        std::size_t count = 0;
        for (const AliasTarget& target : name.targets) count += is_possible_local(name, target);
        if (count == 0) return;
        for (const AliasTarget& target : name.targets)
            if (is_possible_local(name, target))
                votes_.add(gazetteer_.entity(target.entity).country,
                           name.salience / static_cast<float>(count));
    }

    bool is_possible_local(const Name& name, const AliasTarget& target) const {
        const Entity entity = gazetteer_.entity(target.entity);
        if (entity.kind != EntityKind::region || !is_local(entity)) return false;
        return (target.flags & (alias_demonym | alias_word)) == 0 && !is_person(name, target);
    }

    // Whether the name is part of a person's.
    static bool is_person(const Name& name, const AliasTarget& target) {
        // "Mariano Escobedo street" is called after a person.
        if (has(name, around_given_name) && !has(name, around_locative | around_division_word))
            return true;
        if (has(name, around_locative | around_place_word | around_division_word)) return false;
        if (has(name, around_title | around_given_name)) return true;
        return (target.flags & alias_person) != 0 && has(name, around_surname | around_capitals);
    }

    // ---- countries, regions of the world, seas

    void place_wide(std::size_t number, bool ambiguous_too) {
        const Name& name = names_[number];
        if (placed_[number] != no_entity) return;
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::region || is_local(entity)) continue;
            if (!believe_wide(name, target, entity, ambiguous_too)) continue;
            place(number, target, entity);
            return;
        }
    }

    bool believe_wide(const Name& name, const AliasTarget& target, const Entity& entity,
                      bool ambiguous_too) const {
        if (name.no_case && (is_pronoun(name) || (target.flags & alias_word) != 0)) return false;
        if (doubts_of(target) == 0) return true;
        if (!ambiguous_too || !name.capitalised || is_person(name, target)) return false;
        if (support_.has(entity.country) || votes_elsewhere(name, entity))
            return support_.has(entity.country);
        if (((doubts_of(target) & alias_foreign) | (target.flags & alias_abbreviation)) != 0)
            return false;
        return name.in_dateline ||
               has(name, around_locative | around_possessive | around_verb | around_comma);
    }

    // In capitals "US" may be the pronoun; "U.S." is not, nor what opens a title.
    bool is_pronoun(const Name& name) const {
        const Tokens& tokens = tokens_of(tokens_, name.part);
        const std::string_view form = tokens.form(tokens[name.first]);
        return name.last == name.first + 1 && name.end - name.begin == form.size() &&
               is_stop_word(form) && !(form == "us" && name.part == Part::title && name.first == 0);
    }

    // Whether another meaning of the name has more to speak for it.
    bool votes_elsewhere(const Name& name, const Entity& entity) const {
        return std::any_of(
            name.targets.begin(), name.targets.end(), [&](const AliasTarget& target) {
                const Entity other = gazetteer_.entity(target.entity);
                return other.kind == EntityKind::region && other.country != entity.country &&
                       support_.has(other.country);
            });
    }

    // ---- towns and divisions

    void place_local(std::size_t number, bool supported_too) {
        if (placed_[number] != no_entity) return;
        const Name& name = names_[number];
        const AdjectiveUse use = use_of(number);
        if (!name.capitalised && use == AdjectiveUse::none) return;
        if (is_half_of_name(number)) return;
        const std::string_view told = country_told_by(name);
        const EntityIndex within = division_behind(number);
        const AliasTarget* best = nullptr;
        const AliasTarget* biggest = nullptr;
        bool best_contained = false;
        double best_score = 0;
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::region || !is_local(entity)) continue;
            if (within != no_entity ? !lies_in(entity, within)
                                    : !told.empty() && entity.country != told)
                continue;
            if (is_adjective(name, target) && !agrees(name, entity, use)) continue;
            if (!name.capitalised && (target.flags & alias_demonym) == 0) continue;
            const bool contained = is_contained(number, entity) || contains_last(number, entity) ||
                                   is_told(name, entity);
            if (!believe_local(name, target, entity, contained, supported_too)) continue;
            // A name as written comes before one that a rule made.
            const double score = score_of(name, entity, contained) *
                                 ((target.flags & alias_generated) != 0 ? 0.01 : 1);
            if (score > best_score) {
                best_score = score;
                best = &target;
                best_contained = contained;
            }
            if (biggest == nullptr ||
                entity.population > gazetteer_.entity(biggest->entity).population)
                biggest = &target;
        }
        if (best == nullptr) return;
        if (!best_contained && !name.in_dateline && outshines(name, *biggest, *best))
            best = biggest;
        const Entity entity = gazetteer_.entity(best->entity);
        if (!supported_too && !support_.has(entity.country) && has_supported_namesake(name)) return;
        place(number, *best, entity);
    }

    // "Paris" is hardly the town in Texas, even in a report on the United States: a city that all
    // the world knows against a small namesake.
    bool outshines(const Name& name, const AliasTarget& big, const AliasTarget& small) const {
        constexpr std::uint32_t known_to_all = 150'000;
        constexpr std::uint32_t small_town = 100'000;
        const Entity city = gazetteer_.entity(big.entity);
        const Entity town = gazetteer_.entity(small.entity);
        if (town.type != EntityType::place || city.type != EntityType::place ||
            (small.flags & alias_by_hand) != 0 || city.population < known_to_all ||
            has(name, around_division_word) || named_divisions_.contains(town.parent))
            return false;
        if (city.population / 5 >= town.population && town.population < small_town) return true;
        return city.population / 3 >= town.population && is_capital(name, city.country);
    }
    // A capital's name stands for its government, too.
    bool is_capital(const Name& name, std::string_view country) const {
        return std::any_of(name.targets.begin(), name.targets.end(), [&](const AliasTarget& t) {
            return (t.flags & alias_metonym) != 0 && gazetteer_.entity(t.entity).country == country;
        });
    }

    // "Jalalabad" in a report on Kyrgyzstan.
    bool has_supported_namesake(const Name& name) const {
        return std::any_of(name.targets.begin(), name.targets.end(), [&](const AliasTarget& t) {
            return is_possible_local(name, t) && support_.has(gazetteer_.entity(t.entity).country);
        });
    }

    // "Juárez, Nuevo León": what the name means here it means in all of the article.
    void note_told(std::size_t number) {
        if (number + 1 >= names_.size() || !has(names_[number + 1], around_comma)) return;
        for (const AliasTarget& target : names_[number].targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind == EntityKind::region && is_local(entity) &&
                is_contained(number, entity))
                told_.emplace(names_[number].targets.data(), target.entity);
        }
    }
    bool is_told(const Name& name, const Entity& entity) const {
        const auto told = told_.find(name.targets.data());
        return told != told_.end() && told->second == entity.index && !is_person_name(name);
    }
    static bool is_person_name(const Name& name) {
        return has(name, around_title | around_given_name | around_surname);
    }

    // Whether it contains the name before it: "Calaca, Batangas" is not the town of Batangas.
    bool contains_last(std::size_t number, const Entity& entity) const {
        if (number == 0 || entity.type != EntityType::division) return false;
        const Name& name = names_[number];
        const Name& last = names_[number - 1];
        if (last.part != name.part || !has(name, around_comma) || name.first > last.last + 1)
            return false;
        return std::any_of(last.targets.begin(), last.targets.end(), [&](const AliasTarget& t) {
            return is_possible_local(last, t) && lies_in(gazetteer_.entity(t.entity), entity.index);
        });
    }

    // Whether the next name is of something that contains it: "San Jose, Calif.".
    bool is_contained(std::size_t number, const Entity& entity) const {
        if (number + 1 >= names_.size()) return false;
        const Name& name = names_[number];
        const Name& next = names_[number + 1];
        if (next.part != name.part || !has(next, around_comma) || next.first > name.last + 1)
            return false;
        const std::vector<EntityIndex> above = gazetteer_.ancestors(entity.index);
        return std::any_of(next.targets.begin(), next.targets.end(), [&](const AliasTarget& t) {
            return (t.flags & alias_demonym) == 0 &&
                   std::find(above.begin(), above.end(), t.entity) != above.end();
        });
    }

    // Whether a name stands where a dateline has its place: "NICE, March 3 -".
    static bool opens_dateline(const Name& name, const AliasTarget& target) {
        if ((target.flags & alias_word) != 0)
            return name.first == 0 && has(name, around_comma_behind);
        return (target.flags & alias_demonym) == 0;
    }

    // Whether a comma and an abbreviation make it a state: "Lake Success, N.Y.".
    static bool is_state_abbreviation(const Name& name, const AliasTarget& target) {
        return (target.flags & alias_abbreviation) != 0 && has(name, around_comma);
    }

    bool believe_local(const Name& name, const AliasTarget& target, const Entity& entity,
                       bool contained, bool supported_too) const {
        if (contained) return true;
        if ((target.flags & alias_abbreviation) != 0) {
            if (is_state_abbreviation(name, target) && !name.no_case) return true;
            if ((target.flags & alias_needs_context) != 0) return false;
        }
        if (name.in_dateline && opens_dateline(name, target))
            return supported_too || (target.flags & alias_needs_context) == 0;
        if (is_person(name, target) || has(name, around_company)) return false;
        const bool supported = support_.has(entity.country) || hints_.has(entity.country);
        // Capitals throughout hide that a word is one, or somebody's name.
        if (name.no_case && (target.flags & alias_person) != 0 &&
            doubts_of(target) != alias_person &&
            !has(name, around_locative | around_place_word | around_division_word | around_comma))
            return false;
        if (has(name, around_institution) && (target.flags & alias_word) == 0)
            return supported_too && supported;
        if ((target.flags & alias_word) != 0)
            return supported_too && (supported || !country_told_by(name).empty()) &&
                   !name.no_case &&
                   has(name, around_locative | around_place_word | around_division_word) &&
                   !is_part_of_other_name(tokens_of(tokens_, name.part), name);
        if (is_cyrillic(name) && !country_told_by(name).empty() &&
            ((target.flags & alias_demonym) != 0 || has(name, around_locative | around_place_word)))
            return true;
        if (doubts_of(target) == 0 && (target.flags & alias_demonym) == 0) {
            if (entity.population >= known_town_population) return true;
            if (!country_told_by(name).empty()) return true;
            if (entity.type == EntityType::division &&
                (has(name, around_division_word) || name.last > name.first + 1))
                return true;
            if ((target.flags & alias_by_hand) != 0 &&
                is_known_by_hand(name, entity, supported_too))
                return true;
            if (has(name, around_locative | around_place_word) && supported_too) return true;
        }
        return supported_too && supported;
    }

    // A village of the gazetteer's own files is believed where nothing speaks against it.
    bool is_known_by_hand(const Name& name, const Entity& entity, bool supported_too) const {
        constexpr std::uint32_t sure_letters = 6;
        if (entity.type == EntityType::division || entity.population > 0) return true;
        return supported_too && name.end - name.begin >= sure_letters &&
               !has(name, around_capitals) && support_.highest() <= 0;
    }

    std::string_view gap_behind(const Name& name) const {
        const Tokens& tokens = tokens_of(tokens_, name.part);
        const std::string& text = name.part == Part::title ? article_.title : article_.text;
        if (name.last >= tokens.size()) return {};
        const std::size_t begin = tokens[name.last - 1].end;
        const std::size_t end = tokens[name.last].begin;
        return end > begin ? std::string_view(text).substr(begin, end - begin) : "";
    }
    bool is_next(std::size_t number) const { // the next name follows at once
        return number + 1 < names_.size() && names_[number + 1].part == names_[number].part &&
               names_[number + 1].first == names_[number].last;
    }

    // "Кам'янка" of "Кам'янка-Лісова": another place than the one that is known.
    bool is_half_of_name(std::size_t number) const {
        const Name& name = names_[number];
        if (!is_cyrillic(name) || gap_behind(name) != "-" || is_next(number)) return false;
        const Token& next = tokens_of(tokens_, name.part)[name.last];
        return (next.flags & token_capitalised) != 0 && next.script == Script::cyrillic;
    }

    // The oblast in "Богданівка Луганської області" and "Богданівка (Луганська область)".
    EntityIndex division_behind(std::size_t number) const {
        const Name& name = names_[number];
        if (!is_cyrillic(name) || !is_next(number)) return no_entity;
        const std::string_view gap = gap_behind(name);
        if (gap != " " && gap != " (") return no_entity;
        for (const AliasTarget& target : names_[number + 1].targets)
            if ((target.flags & alias_demonym) == 0 &&
                gazetteer_.entity(target.entity).type == EntityType::division)
                return target.entity;
        return no_entity;
    }
    bool lies_in(const Entity& entity, EntityIndex division) const {
        const std::vector<EntityIndex> above = gazetteer_.ancestors(entity.index);
        return std::find(above.begin(), above.end(), division) != above.end();
    }

    bool is_cyrillic(const Name& name) const {
        return tokens_of(tokens_, name.part)[name.first].script == Script::cyrillic;
    }
    bool is_adjective(const Name& name, const AliasTarget& target) const {
        return (target.flags & alias_demonym) != 0 && is_cyrillic(name);
    }

    AdjectiveUse use_of(std::size_t number) const {
        const Name& name = names_[number];
        const bool adjective =
            std::any_of(name.targets.begin(), name.targets.end(),
                        [&](const AliasTarget& target) { return is_adjective(name, target); });
        if (!adjective) return AdjectiveUse::none;
        const bool title = name.part == Part::title;
        return use_of_adjective(title ? article_.title : article_.text,
                                tokens_of(tokens_, name.part), names_, number);
    }

    // An oblast's adjective with another noun means the town that it is called after, if any.
    bool agrees(const Name& name, const Entity& entity, AdjectiveUse use) const {
        if (use == AdjectiveUse::none) return false;
        const bool division = entity.type == EntityType::division;
        if (use == AdjectiveUse::division) return division;
        return !division ||
               std::none_of(name.targets.begin(), name.targets.end(), [&](const AliasTarget& t) {
                   const Entity other = gazetteer_.entity(t.entity);
                   return other.type == EntityType::place && other.country == entity.country;
               });
    }

    // The country that a name tells by itself, or nothing. A name in Cyrillic letters mostly does:
    // the press that writes them inflects names, and knows villages that the rest of the world
    // does not. Of namesakes in several countries one must be far bigger than the others.
    std::string_view country_told_by(const Name& name) const {
        if (!is_cyrillic(name)) return {};
        constexpr std::uint32_t far_bigger = 10;
        std::string_view country;
        std::uint32_t first = 0;
        std::uint32_t second = 0; // of other countries
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::region || !is_local(entity)) continue;
            const bool made = (target.flags & alias_generated) != 0; // "Рені" is no case of Рено
            const std::uint32_t people = std::max(entity.population / (made ? 1000 : 1), 1U);
            if (entity.country == country) {
                first = std::max(first, people);
            } else if (people > first) {
                second = first;
                first = people;
                country = entity.country;
            } else {
                second = std::max(second, people);
            }
        }
        return first / far_bigger >= second ? country : std::string_view();
    }

    double score_of(const Name& name, const Entity& entity, bool contained) const {
        double score = 1 + entity.population;
        if (entity.type == EntityType::division && entity.population == 0) score += 100'000;
        const double support =
            static_cast<double>(support_.of(entity.country) + hints_.of(entity.country) * 0.5F);
        // A dateline names the known town by itself, and the country or state of any other.
        if (name.in_dateline) return score * (1 + support) * (contained ? 1e9 : 1);
        if (support > 0) score *= 1000 * (1 + support);
        score *= 1 + 10 * static_cast<double>(votes_.of(entity.country));
        const bool division = entity.type == EntityType::division;
        if (has(name, around_division_word)) score *= division ? 100 : 1;
        if (has(name, around_place_word)) score *= division ? 1 : 10;
        if (named_divisions_.contains(entity.parent)) score *= 100;
        if (contained) score *= 1e9;
        return score;
    }

    // ---- what is found

    void place(std::size_t number, const AliasTarget& target, const Entity& entity) {
        placed_[number] = target.entity;
        targets_.resize(names_.size());
        targets_[number] = target;
        const Name& name = names_[number];
        // "MADRID (Spain), March 3" says one thing, not two.
        if (name.in_dateline && entity.country == dateline_country_) return;
        if (name.in_dateline) dateline_country_ = entity.country;
        const float weight = scene(name);
        has_scene_ = has_scene_ || weight > 1;
        support_.add(entity.country, name.salience * weight * confidence(name, target));
    }

    // "in Medellin" in a sentence that reports violence says where it was.
    float scene(const Name& name) const {
        static const WordSet inside{"in",  "at",    "near",    "inside",   "outside",   "around",
                                    "en",  "em",    "dans",    "northern", "southern",  "eastern",
                                    "bei", "cerca", "central", "western",  "throughout"};
        if (name.part == Part::title || name.in_dateline || !has(name, around_locative)) return 1;
        const std::size_t first = text_.first_word(name);
        return first > 0 && text_.is_violent(first) && inside.contains(text_.form(first - 1))
                   ? scene_weight
                   : 1.0F;
    }

    // "U.S." before a noun: it describes, as "American" would.
    bool is_attribute(const Name& name, const AliasTarget& target) const {
        constexpr auto standing_alone =
            around_locative | around_possessive | around_comma | around_verb | around_comma_behind;
        if ((target.flags & alias_abbreviation) == 0 || has(name, standing_alone)) return false;
        const std::string_view gap = gap_behind(name);
        return !gap.empty() && gap.find_first_not_of(". \n-") == std::string_view::npos;
    }

    float confidence(const Name& name, const AliasTarget& target) const {
        const bool demonym = (target.flags & alias_demonym) != 0 || is_attribute(name, target);
        if (has(name, around_currency)) return 0;
        return (has(name, around_company) ? company_confidence : 1.0F) *
               (demonym ? demonym_confidence : 1.0F);
    }

    void record(std::size_t number) {
        if (placed_[number] == no_entity) return;
        const Name& name = names_[number];
        const Entity entity = gazetteer_.entity(placed_[number]);
        const AliasTarget& target = targets_[number];
        mentions_.add(name, entity, is_local(entity) ? "place" : rule_of(target),
                      confidence(name, target));
        if (!on_) return;
        if (const EntityIndex then = historic_country(entity, *on_, gazetteer_); then != no_entity)
            mentions_.add(name, gazetteer_.entity(then), "then", confidence(name, target));
    }

    void decide() {
        const float top = support_.highest();
        // A brief without a title names nothing in passing.
        constexpr std::size_t brief = 1000; // bytes
        const bool is_brief = article_.title.empty() && article_.text.size() < brief;
        const float least = is_brief ? 0 : least_salience;
        const float share = has_scene_ ? least_share_of_scene : least_share;
        const float threshold = top < least_salience ? 0 : std::max(least, top * share);
        for (auto& [index, gathered] : mentions_.all()) {
            if (gathered.entity.kind != EntityKind::region) continue;
            const std::string_view country = gathered.entity.country;
            gathered.mention.about =
                country.empty() || !support_.has(country)
                    ? gathered.salience >= lede_salience || top < least_salience
                    : support_.of(country) >= threshold;
        }
        drop_minor_places();
    }

    // Of several towns and divisions, one that is named much less than the chief one is a mention.
    // What lies in a place counts for it too; the dateline's place is another matter.
    void drop_minor_places() {
        if (article_.text.size() < shortest_with_minor_places) return;
        std::map<EntityIndex, float> salience;
        std::set<EntityIndex> filed_from;
        float top = 0;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const EntityIndex place = placed_[i];
            if (place == no_entity || !is_local(gazetteer_.entity(place))) continue;
            if (names_[i].in_dateline) {
                filed_from.insert(place);
                for (const EntityIndex above : gazetteer_.ancestors(place))
                    filed_from.insert(above);
                continue;
            }
            top = std::max(top, salience[place] += names_[i].salience);
            for (const EntityIndex above : gazetteer_.ancestors(place))
                if (is_local(gazetteer_.entity(above)))
                    top = std::max(top, salience[above] += names_[i].salience);
        }
        for (auto& [index, gathered] : mentions_.all())
            if (is_local(gathered.entity) && !filed_from.contains(index) &&
                salience[index] < top * least_place_share)
                gathered.mention.about = false;
    }

    // What is a foreign name in English texts may be the usual one in others.
    AliasFlags doubts_of(const AliasTarget& target) const {
        constexpr auto doubts = alias_needs_context | alias_person | alias_word | alias_foreign;
        const auto flags = static_cast<AliasFlags>(target.flags & doubts);
        return english_ ? flags : static_cast<AliasFlags>(flags & ~alias_foreign);
    }

    const std::optional<Day> on_; // published; none: not known
    const Article& article_;
    const bool english_;
    const ArticleTokens& tokens_;
    const PartWords& text_;
    const std::vector<Name>& names_;
    const Gazetteer& gazetteer_;
    CountrySupport& support_;
    Mentions& mentions_;
    std::string_view dateline_country_;
    bool has_scene_ = false;
    CountrySupport hints_;
    std::set<EntityIndex> named_divisions_;
    CountrySupport votes_;
    std::map<const AliasTarget*, EntityIndex> told_; // by the targets of a name
    std::vector<EntityIndex> placed_;                // by name
    std::vector<AliasTarget> targets_;               // by name
};

} // namespace

void CountrySupport::add(std::string_view country, float salience) {
    if (!country.empty()) by_code_[std::string(country)] += salience;
}

float CountrySupport::of(std::string_view country) const {
    const auto found = by_code_.find(country);
    return found == by_code_.end() ? 0 : found->second;
}

float CountrySupport::highest() const {
    float top = 0;
    for (const auto& [country, weight] : by_code_) top = std::max(top, weight);
    return top;
}

void find_regions(const Article& article, const ArticleTokens& tokens, const PartWords& text,
                  const std::vector<Name>& names, const Gazetteer& gazetteer,
                  CountrySupport& support, Mentions& mentions) {
    RegionFinder(article, tokens, text, names, gazetteer, support, mentions).run();
}

} // namespace sitrep
