#include "indexer/enrich_regions.h"

#include <algorithm>

namespace sitrep {
namespace {

// What an article must reach to be about a country, and as a share of the most salient one's.
constexpr float least_salience = 2;
constexpr float least_share = 0.25F;

// A town that nothing else in the article supports must be known by itself.
constexpr std::uint32_t known_town_population = 200'000;

constexpr float demonym_confidence = 0.5F;

bool is_country(const Entity& entity) {
    return entity.type == EntityType::country || entity.type == EntityType::territory ||
           entity.type == EntityType::historic_country;
}
bool is_local(const Entity& entity) {
    return entity.type == EntityType::place || entity.type == EntityType::division;
}
float confidence_of(const AliasTarget& target) {
    return (target.flags & alias_demonym) != 0 ? demonym_confidence : 1.0F;
}

class RegionFinder {
  public:
    RegionFinder(const ArticleTokens& tokens, const Gazetteer& gazetteer, CountrySupport& support,
                 Mentions& mentions)
        : tokens_(tokens), gazetteer_(gazetteer), support_(support), mentions_(mentions) {}

    // First pass: countries by their own names, for they tell which towns are meant.
    void weigh_country(const Name& name) {
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::region || !is_country(entity)) continue;
            if ((target.flags & alias_needs_context) != 0 && name.targets.size() > 2) continue;
            support_.add(entity.country, name.salience * confidence_of(target));
            break;
        }
    }

    // Second pass.
    void place(const Name& name) {
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::region || is_local(entity)) continue;
            const bool ambiguous = (target.flags & alias_needs_context) != 0;
            if (ambiguous && (!name.capitalised || !support_.has(entity.country))) continue;
            mentions_.add(name, entity, rule_of(target), confidence_of(target));
            return;
        }
        const EntityIndex local = choose_local(name);
        if (local == no_entity) return;
        const Entity entity = gazetteer_.entity(local);
        mentions_.add(name, entity, "place", 1.0F);
        support_.add(entity.country, name.salience);
    }

    void decide() {
        const float top = support_.highest();
        const float threshold =
            top < least_salience ? 0 : std::max(least_salience, top * least_share);
        for (auto& [index, gathered] : mentions_.all()) {
            if (gathered.entity.kind != EntityKind::region) continue;
            const std::string_view country = gathered.entity.country;
            gathered.mention.about =
                country.empty() || !support_.has(country)
                    ? gathered.salience >= lede_salience || top < least_salience
                    : support_.of(country) >= threshold;
        }
    }

  private:
    // Whether a name tells its country by itself. A name in Cyrillic letters mostly does: the
    // press that writes them inflects names, and knows villages that the rest of the world does
    // not.
    bool tells_country(const Name& name) const {
        if (tokens_of(tokens_, name.part)[name.first].script != Script::cyrillic) return false;
        std::string_view country;
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::region || !is_local(entity)) continue;
            if (!country.empty() && country != entity.country) return false;
            country = entity.country;
        }
        return true;
    }

    // Of the towns and divisions that a name may mean, the one that the rest supports.
    EntityIndex choose_local(const Name& name) const {
        if (!name.capitalised) return no_entity;
        const bool clear = tells_country(name);
        EntityIndex best = no_entity;
        double best_score = 0;
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer_.entity(target.entity);
            if (entity.kind != EntityKind::region || !is_local(entity)) continue;
            const bool supported = support_.has(entity.country);
            const bool known = (clear || entity.population >= known_town_population) &&
                               (target.flags & (alias_needs_context | alias_demonym)) == 0;
            if (!supported && !known) continue;
            double score = 1 + entity.population;
            if (supported) score *= 1000 * (1.0 + static_cast<double>(support_.of(entity.country)));
            if (entity.type == EntityType::division && entity.population == 0) score += 100'000;
            if (score > best_score) {
                best_score = score;
                best = target.entity;
            }
        }
        return best;
    }

    const ArticleTokens& tokens_;
    const Gazetteer& gazetteer_;
    CountrySupport& support_;
    Mentions& mentions_;
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

void find_regions(const ArticleTokens& tokens, const std::vector<Name>& names,
                  const Gazetteer& gazetteer, CountrySupport& support, Mentions& mentions) {
    RegionFinder finder(tokens, gazetteer, support, mentions);
    for (const Name& name : names) finder.weigh_country(name);
    for (const Name& name : names) finder.place(name);
    finder.decide();
}

} // namespace sitrep
