// Names that the gazetteer lists -> the actors they stand for.

#include "indexer/enrich_actors.h"

#include "indexer/enrich_context.h"
#include "schema/gazetteer_roles.h"
#include "schema/word_trie.h"

#include <algorithm>
#include <array>
#include <string>

namespace sitrep {
namespace {

class ListedFinder {
  public:
    ListedFinder(const PartWords& words, ActorContext& context)
        : words_(words), context_(context) {}

    void find(const Name& name) {
        if (is_only_surname(name) && is_stranger(name)) {
            context_.strangers.insert(family_name(name));
            return;
        }
        const std::size_t first = words_.first_word(name);
        const bool stance =
            first > 0 && words_.is_glued(first) && is_stance(words_.form(first - 1));
        const AliasTarget* best = nullptr;
        Entity entity;
        int best_score = -1;
        const auto choose = [&](auto&& may_be_meant) {
            for (const AliasTarget& target : name.targets) {
                const Entity candidate = context_.gazetteer.entity(target.entity);
                if (candidate.kind != EntityKind::actor || !may_be_meant(target, candidate))
                    continue;
                if (stance && is_official(candidate.type)) continue; // "pro-Iranian government"
                const int score = belief(name, target, candidate);
                if (score > best_score) {
                    best_score = score;
                    best = &target;
                    entity = candidate;
                }
            }
        };
        choose([&](const AliasTarget&, const Entity& candidate) {
            return existed(candidate, context_);
        });
        if (best == nullptr)
            choose([&](const AliasTarget& target, const Entity& candidate) {
                return is_remembered(target, candidate);
            });
        if (best == nullptr) return;
        const bool demonym = (best->flags & alias_demonym) != 0;
        Name weighed = name;
        weighed.salience =
            names_a_thing(name) ? 0 : std::max(name.salience, words_.salience(first));
        context_.mentions.add(weighed, entity, rule_of(*best), demonym ? 0.5F : 1.0F);
    }

  private:
    std::string family_name(const Name& name) const {
        return std::string(words_.form(words_.last_word(name) - 1));
    }

    bool is_only_surname(const Name& name) const {
        bool any = false;
        for (const AliasTarget& target : name.targets) {
            if (context_.gazetteer.entity(target.entity).kind != EntityKind::actor) continue;
            if ((target.flags & alias_surname) == 0) return false;
            any = true;
        }
        return any;
    }

    // "the Putin-Erdogan area": two names that together name something, who does nothing there.
    bool names_a_thing(const Name& name) const {
        static const WordSet things{"area", "areas", "zone", "zones",  "region",  "corridor",
                                    "line", "truce", "pact", "accord", "accords", "highway"};
        const std::size_t first = words_.first_word(name);
        const std::size_t last = words_.last_word(name);
        std::size_t end = last;
        if (end < words_.size() && words_.is_dashed(end) && words_.name(end) != nullptr)
            end = words_.last_word(*words_.name(end));
        else if (first == 0 || !words_.is_dashed(first) || words_.name(first - 1) == nullptr)
            return false;
        if (end < words_.size() && words_.form(end) == "demilitarized") ++end;
        return end < words_.size() && things.contains(words_.form(end));
    }

    bool has(const Entity& entity) const { return context_.mentions.all().contains(entity.index); }

    bool is_supported(std::string_view country) const {
        return !country.empty() &&
               (context_.support.has(country) || context_.countries.contains(country));
    }

    // How much speaks for a meaning; below 0: it is not believed.
    // A group that is no more, by a name that nothing else has: people go on to speak of it.
    bool is_remembered(const AliasTarget& target, const Entity& entity) const {
        return entity.type == EntityType::armed_group && context_.on > entity.valid_to &&
               (target.flags & alias_needs_context) == 0;
    }

    int belief(const Name& name, const AliasTarget& target, const Entity& entity) const {
        const bool surname = (target.flags & alias_surname) != 0;
        // What is long gone needs support in an article that may be of today.
        constexpr Day long_ago = 10 * 365;
        const bool ambiguous =
            (target.flags & alias_needs_context) != 0 ||
            (entity.type != EntityType::person && entity.valid_to < context_.on &&
             context_.on - long_ago > entity.valid_to);
        const bool metonym = (target.flags & alias_metonym) != 0;
        if ((surname || ambiguous) && !name.capitalised && !is_written_small(name, entity))
            return -1;
        const bool supported = is_supported(entity.country);
        int score = (has(entity) ? 4 : 0) + (supported ? 2 : 0) + (ambiguous ? 0 : 1);
        if (entity.type == EntityType::person) score += weight_of_person(name, entity);
        if (metonym && (target.flags & alias_needs_context) != 0)
            return acts(words_, name) ? score : -1;
        if (surname && !has(entity) &&
            (context_.strangers.contains(family_name(name)) || is_yet_to_come(entity)))
            return -1;
        if (surname && name.no_case && !has(entity) && !supported && !is_in_office(entity))
            return -1;
        const bool named_by_office = entity.type == EntityType::person && score >= in_office_weight;
        if (!ambiguous || has(entity) || supported || named_by_office) return score;
        // Capitals in a text of small letters are hardly chance: "IS".
        const bool capitals = entity.country.empty() && !surname && is_abbreviation(name);
        return capitals && stands_like_a_name(name) ? score : -1;
    }

    // Whether the list itself gives the name in small letters: "death squads".
    bool is_written_small(const Name& name, const Entity& entity) const {
        if (!is_supported(entity.country)) return false;
        const std::size_t first = words_.first_word(name);
        const std::size_t last = words_.last_word(name);
        std::string folded;
        for (std::size_t i = first; i < last; ++i)
            folded.append(i > first ? " " : "").append(words_.form(i));
        for (const std::string_view alias : context_.gazetteer.aliases(entity.index))
            if (alias.front() >= 'a' && alias.front() <= 'z' && fold_name(alias) == folded)
                return true;
        return false;
    }

    bool is_abbreviation(const Name& name) const {
        const std::size_t first = words_.first_word(name);
        return !words_.is_upper() && words_.last_word(name) == first + 1 &&
               (words_.token(first).flags & token_upper) != 0;
    }

    static constexpr int in_office_weight = 8;

    // Of two people of one family name, the one who was named in full before, else the one who
    // is in office.
    int weight_of_person(const Name& name, const Entity& person) const {
        if (has(person)) return 16;
        return is_in_office(person) ? ((name.around & around_title) != 0 ? in_office_weight : 1)
                                    : 0;
    }

    bool is_in_office(const Entity& person) const {
        const auto all = context_.gazetteer.affiliations(person.index);
        return std::any_of(all.begin(), all.end(), [&](const Affiliation& one) {
            return one.from <= context_.on && context_.on <= one.to;
        });
    }

    // A family name alone is not that of somebody who took his first office years later.
    bool is_yet_to_come(const Entity& person) const {
        constexpr Day known_before = 10 * 365; // as a candidate, as a rebel
        const auto all = context_.gazetteer.affiliations(person.index);
        return context_.dated && !all.empty() &&
               std::all_of(all.begin(), all.end(), [&](const Affiliation& one) {
                   return one.from > context_.on && one.from - context_.on > known_before;
               });
    }

    // "Baker" is not the Baker whom the list means in "Josephine Baker", nor in what follows.
    bool is_stranger(const Name& name) const {
        if ((name.around & around_title) != 0) return false;
        const std::size_t first = words_.first_word(name);
        if (words_.form(first).size() < 2) return true;
        if ((name.around & (around_given_name | around_surname)) != 0) return true;
        if (first == 0 || words_.starts_sentence(first) || !words_.has_case()) return false;
        if (role_phrase(words_.from(first - 1)).words == 1) return false; // "Präsident Erdogan"
        return words_.is_capitalised(first - 1) && words_.name(first - 1) == nullptr &&
               (name.around & around_comma) == 0 && !words_.starts_sentence(first - 1);
    }

    // "IS", which is also a word: believed where a name would stand.
    bool stands_like_a_name(const Name& name) const {
        const std::size_t first = words_.first_word(name);
        if (!is_stop_word(words_.form(first))) return true;
        if (words_.starts_sentence(first) || acts(words_, name)) return true;
        if (is_preposition(words_.form(first - 1)) || words_.form(first - 1) == "the") return true;
        const std::size_t next = words_.last_word(name);
        if (next >= words_.size()) return false;
        const std::array<std::string_view, 12> followers{
            "militants",  "fighters", "jihadists", "group",  "terrorists", "gunmen",
            "insurgents", "militant", "fighter",   "attack", "positions",  "suicide"};
        return std::find(followers.begin(), followers.end(), words_.form(next)) != followers.end();
    }

    const PartWords& words_;
    ActorContext& context_;
};

} // namespace

void find_countries(const std::vector<Name>& names, ActorContext& context) {
    constexpr auto doubtful = alias_needs_context | alias_surname | alias_demonym;
    for (const Name& name : names)
        for (const AliasTarget& target : name.targets) {
            const Entity entity = context.gazetteer.entity(target.entity);
            if (entity.kind != EntityKind::actor || entity.type == EntityType::state) continue;
            if ((target.flags & doubtful) == 0 && !entity.country.empty() &&
                context.on >= entity.valid_from && context.on <= entity.valid_to)
                context.countries.emplace(entity.country);
            break;
        }
}

void find_listed(const PartWords& words, const std::vector<Name>& names, ActorContext& context) {
    ListedFinder finder(words, context);
    for (const Name& name : names)
        if (name.part == words.part()) finder.find(name);
}

} // namespace sitrep
