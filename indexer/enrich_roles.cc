// Roles -> the actors that play them: "Syrian army", "ejército colombiano", "soldiers of Chad",
// "Israel strikes Gaza", and in a report on one country "the army" and "the rebels".

#include "indexer/enrich_actors.h"

#include "schema/gazetteer_roles.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

constexpr float context_confidence = 0.6F;
constexpr float agent_confidence = 0.8F;

// Before a role they say that it is not the country's own: "foreign troops", "former soldiers".
bool is_alien(std::string_view word) {
    constexpr std::array<std::string_view, 33> words{
        "african",    "allied",       "arab",       "breakaway",    "child",      "coalition",
        "ex",         "exiled",       "foreign",    "former",       "joint",      "kurdish",
        "led",        "mercenary",    "mutinous",   "neighbouring", "occupation", "occupying",
        "opposition", "peacekeeping", "private",    "rebel",        "regional",   "renegade",
        "retired",    "rogue",        "separatist", "serb",         "tribal",     "un",
        "u.n",        "wagner",       "western"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Joined to a name by a hyphen they say that somebody else acts: "Turkish-backed rebels".
bool is_sponsored(std::string_view word) {
    constexpr std::array<std::string_view, 21> words{
        "affiliated", "aligned", "allied",    "armed",     "backed",   "based",     "controlled",
        "funded",     "held",    "installed", "led",       "linked",   "loyal",     "occupied",
        "owned",      "ruled",   "run",       "sponsored", "supplied", "supported", "trained"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Before "factions" they make them those of politics.
bool is_civil(std::string_view word) {
    constexpr std::array<std::string_view, 10> words{
        "coalition", "party",   "political", "parliamentary", "rival",
        "student",   "cabinet", "ruling",    "competing",     "internal"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Countries whose towns and states have a police of their own.
bool has_local_police(std::string_view country) {
    constexpr std::array<std::string_view, 9> countries{"AU", "BR", "CA", "CH", "DE",
                                                        "GB", "JP", "MX", "US"};
    return std::find(countries.begin(), countries.end(), country) != countries.end();
}

bool is_and(std::string_view word) {
    return word == "and" || word == "y" || word == "e" || word == "et" || word == "und" ||
           word == "и" || word == "і" || word == "та";
}

class RoleFinder {
  public:
    RoleFinder(const PartWords& words, ActorContext& context) : words_(words), context_(context) {}

    void find() {
        for (std::size_t i = 0; i < words_.size();) {
            if (const Name* name = name_at(i)) {
                allied(*name);
                i = words_.last_word(*name);
                continue;
            }
            const RolePhrase phrase = free_phrase(i);
            if (phrase.words > 0) place(i, phrase);
            i += std::max<std::size_t>(phrase.words, 1);
        }
    }

    // A country that acts is its government.
    void agent(const Name& name) {
        bool is_demonym = false;
        const auto country = country_of(context_.gazetteer, name, is_demonym);
        if (!country || !name.capitalised) return;
        if (is_demonym ? !attacks(words_, name) : !acts(words_, name)) return;
        if (const auto holder = holder_of(*country, ActorRole::government))
            context_.mentions.add(name, *holder, "agent", agent_confidence);
    }

  private:
    // The name that a word is part of. "Police" is also a town: a word for a role is one unless a
    // capital within a sentence tells the name.
    const Name* name_at(std::size_t i) const {
        const Name* name = words_.name(i);
        if (name == nullptr || words_.last_word(*name) != words_.first_word(*name) + 1) return name;
        for (const AliasTarget& target : name->targets)
            if (context_.gazetteer.entity(target.entity).kind == EntityKind::actor) return name;
        const bool told =
            words_.has_case() && words_.is_capitalised(i) && !words_.starts_sentence(i);
        return !told && role_phrase(words_.from(i).first(1)).alone ? nullptr : name;
    }

    // The role at a word, as far as no name begins in it.
    RolePhrase free_phrase(std::size_t i) const {
        const auto all = words_.from(i);
        std::size_t count = 0;
        while (count < all.size() && name_at(i + count) == nullptr) ++count;
        return role_phrase(all.first(count));
    }

    std::optional<Entity> holder_of(const Entity& country, ActorRole role) const {
        const auto holder = role_holder(context_.gazetteer, country, role);
        return holder && existed(*holder, context_) ? holder : std::nullopt;
    }

    void place(std::size_t i, const RolePhrase& phrase) {
        std::size_t left = i;
        while (left > 0 && i - left < 2 && !words_.starts_sentence(left) &&
               words_.name(left - 1) == nullptr && is_role_modifier(words_.form(left - 1)))
            --left;
        if (left > 0 && !words_.starts_sentence(left)) {
            const Name* owner = words_.name(left - 1);
            if (owner != nullptr && !words_.is_parted(left)) {
                owned(*owner, left, i, phrase);
                return;
            }
            // "Turkish-backed rebels", "pro-government forces"
            const std::string_view before = words_.form(left - 1);
            if ((words_.is_glued(left - 1) && is_sponsored(before)) ||
                (words_.is_glued(left) && is_stance(before)))
                return;
        }
        if (owned_by_next(i, phrase) || (!phrase.alone && !phrase.opposed)) return;
        by_context(left, i, phrase);
    }

    // A name stands right before.
    void owned(const Name& owner, std::size_t left, std::size_t i, const RolePhrase& phrase) {
        const std::size_t first = words_.first_word(owner);
        if (first > 0 && words_.is_glued(first) && is_stance(words_.form(first - 1))) return;
        bool is_demonym = false;
        const auto country = country_of(context_.gazetteer, owner, is_demonym);
        const std::size_t end = i + phrase.words;
        if (country) {
            add(*country, phrase.role, first, end, "demonym", 1.0F);
            share(first, end, phrase.role);
            return;
        }
        // "Punjab police" is Pakistan's or India's; "Assad's troops" are Syria's.
        for (const AliasTarget& target : owner.targets) {
            const Entity entity = context_.gazetteer.entity(target.entity);
            if (phrase.role == ActorRole::police && is_local(entity.type) &&
                !has_local_police(entity.country) &&
                context_.mentions.all().contains(entity.index)) {
                if (const auto whose = country_by_code(context_.gazetteer, entity.country))
                    add(*whose, phrase.role, first, end, "name", agent_confidence);
                return;
            }
            if (entity.type == EntityType::person && phrase.role != ActorRole::insurgents) {
                if (const auto whose = state_of(entity))
                    add(*whose, phrase.role, left > 0 ? first : i, end, "name", 1.0F);
                return;
            }
        }
    }

    // "US and Iraqi troops": what is said of the one at `first` is said of the other too.
    void share(std::size_t first, std::size_t end, ActorRole role) {
        if (first < 2 || !is_and(words_.form(first - 1)) || words_.name(first - 2) == nullptr)
            return;
        const Name& other = *words_.name(first - 2);
        bool is_demonym = false;
        const auto ally = country_of(context_.gazetteer, other, is_demonym);
        if (ally && is_demonym) add(*ally, role, words_.first_word(other), end, "demonym", 1.0F);
    }

    // The same where "Iraqi troops" is a name of its own.
    void allied(const Name& name) {
        for (const AliasTarget& target : name.targets) {
            const EntityType type = context_.gazetteer.entity(target.entity).type;
            if (!is_official(type)) continue;
            share(words_.first_word(name), words_.last_word(name),
                  type == EntityType::government ? ActorRole::government : ActorRole::armed_forces);
            return;
        }
    }

    // The country for which a person acts on the day.
    std::optional<Entity> state_of(const Entity& person) const {
        for (const EntityIndex index : context_.gazetteer.principals(person.index, context_.on)) {
            const Entity principal = context_.gazetteer.entity(index);
            if (principal.type == EntityType::armed_group) return std::nullopt;
            if (principal.type == EntityType::state)
                return context_.gazetteer.find(EntityKind::region, principal.id);
        }
        return std::nullopt;
    }

    // "army of Mali", "armée malienne".
    bool owned_by_next(std::size_t i, const RolePhrase& phrase) {
        const std::size_t end = i + phrase.words;
        std::size_t next = end;
        while (next < words_.size() && next - end < 3 && words_.name(next) == nullptr &&
               !words_.starts_sentence(next) &&
               (words_.form(next) == "from" ||
                (words_.form(next) != "in" && is_role_link(words_.form(next)))))
            ++next;
        if (next >= words_.size() || words_.starts_sentence(next) || words_.name(next) == nullptr)
            return false;
        const Name& owner = *words_.name(next);
        if (words_.is_parted(next)) return false;
        bool is_demonym = false;
        const auto country = country_of(context_.gazetteer, owner, is_demonym);
        // "soldiers of the Free Army" are not the country's.
        if (!country) return next > end && is_group(owner);
        const std::size_t last = words_.last_word(owner);
        if (next == end) {
            // An adjective behind its noun has a small letter where letters have case.
            const bool english = words_.has_case() && words_.is_capitalised(next);
            if (!is_demonym || english || free_phrase_at(last)) return false;
        }
        add(*country, phrase.role, i, last, "demonym", 1.0F);
        return true;
    }

    bool is_group(const Name& name) const {
        return name.capitalised &&
               std::any_of(name.targets.begin(), name.targets.end(),
                           [&](const AliasTarget& target) {
                               return context_.gazetteer.entity(target.entity).type ==
                                      EntityType::armed_group;
                           });
    }

    bool free_phrase_at(std::size_t i) const {
        return i < words_.size() && words_.name(i) == nullptr && free_phrase(i).words > 0;
    }

    // "the army", in a report on one country.
    void by_context(std::size_t left, std::size_t i, const RolePhrase& phrase) {
        if (!context_.country) return;
        const std::size_t end = i + phrase.words;
        if (end < words_.size() && words_.is_glued(end)) return; // "rebel-held"
        if (left > 0 && !words_.starts_sentence(left) && !words_.is_parted(left)) {
            const std::string_view before = words_.form(left - 1);
            if (is_alien(before)) return;
            // "Kurdish forces": a name that is not known
            if (words_.has_case() && words_.is_capitalised(left - 1) &&
                !words_.starts_sentence(left - 1))
                return;
        }
        for (std::size_t w = left; w < i; ++w)
            if (is_alien(words_.form(w))) return;
        if (phrase.opposed && !is_armed(left, end))
            context_.opposed.push_back(words_.span(i, end));
        else
            add(*context_.country, phrase.role, i, end, "context", context_confidence);
    }

    // "the factions" where the sentence reports violence: not "factions of the ruling party".
    bool is_armed(std::size_t left, std::size_t end) const {
        if (!words_.is_violent(left) || (end < words_.size() && words_.form(end) == "of"))
            return false;
        return left == 0 || words_.starts_sentence(left) || !is_civil(words_.form(left - 1));
    }

    void add(const Entity& country, ActorRole role, std::size_t first, std::size_t last,
             std::string_view rule, float confidence) {
        if (const auto holder = holder_of(country, role))
            context_.mentions.add(words_.span(first, last), *holder, rule, confidence);
    }

    const PartWords& words_;
    ActorContext& context_;
};

} // namespace

void find_roles(const PartWords& words, const std::vector<Name>& names, ActorContext& context) {
    RoleFinder finder(words, context);
    finder.find();
    for (const Name& name : names)
        if (name.part == words.part()) finder.agent(name);
}

void find_opposed(ActorContext& context) {
    if (!context.country || context.opposed.empty()) return;
    const auto& all = context.mentions.all();
    const bool met = std::any_of(all.begin(), all.end(), [&](const auto& one) {
        return is_official(one.second.entity.type) &&
               one.second.entity.country == context.country->country;
    });
    const auto holder = role_holder(context.gazetteer, *context.country, ActorRole::insurgents);
    if (!met || !holder || !existed(*holder, context)) return;
    for (const Name& name : context.opposed)
        context.mentions.add(name, *holder, "context", context_confidence);
}

} // namespace sitrep
