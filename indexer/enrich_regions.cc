#include "indexer/enrich_regions.h"

#include "indexer/enrich_historic.h"
#include "indexer/enrich_region_clues.h"
#include "indexer/enrich_region_meaning.h"
#include "indexer/enrich_region_salience.h"
#include "indexer/enrich_region_text.h"

#include <optional>

namespace sitrep {
namespace {

// Places names one by one; each that is placed may tell what others mean.
class Placing {
  public:
    Placing(const RegionText& text, const PartWords& words, CountrySupport& support)
        : text_(text), words_(words), clues_(gather_clues(text)), support_(support),
          meant_(text.names.size(), {no_entity, 0}) {
        add_officials(text, support);
    }

    void place_wide(bool ambiguous_too) {
        for (std::size_t i = 0; i < meant_.size(); ++i)
            if (meant_[i].entity == no_entity)
                place(i, meant_wide({text_, clues_, support_}, text_.names[i], ambiguous_too));
    }
    void place_local(bool supported_too) {
        for (std::size_t i = 0; i < meant_.size(); ++i)
            if (meant_[i].entity == no_entity)
                place(i, meant_local({text_, clues_, support_}, i, supported_too));
    }

    const std::vector<AliasTarget>& meant() const { return meant_; } // by name
    bool has_scene() const { return has_scene_; }

  private:
    void place(std::size_t number, const std::optional<AliasTarget>& target) {
        if (!target) return;
        meant_[number] = *target;
        const Name& name = text_.names[number];
        const std::string_view country = text_.gazetteer.entity(target->entity).country;
        // "MADRID (Spain), March 3" says one thing, not two.
        if (name.in_dateline && country == dateline_country_) return;
        if (name.in_dateline) dateline_country_ = country;
        const float weight = scene_weight_of(words_, name);
        has_scene_ = has_scene_ || weight > 1;
        support_.add(country, name.salience * weight * confidence_of(text_, name, *target));
    }

    const RegionText& text_;
    const PartWords& words_;
    const RegionClues clues_;
    CountrySupport& support_;
    std::vector<AliasTarget> meant_;
    std::string_view dateline_country_;
    bool has_scene_ = false;
};

void add_mentions(const RegionText& text, const std::vector<AliasTarget>& meant,
                  Mentions& mentions) {
    const Gazetteer& gazetteer = text.gazetteer;
    for (std::size_t i = 0; i < meant.size(); ++i) {
        if (meant[i].entity == no_entity) continue;
        const Name& name = text.names[i];
        const Entity entity = gazetteer.entity(meant[i].entity);
        const float confidence = confidence_of(text, name, meant[i]);
        mentions.add(name, entity, is_local(entity) ? "place" : rule_of(meant[i]), confidence);
        if (!text.article.date) continue;
        const Day on = text.article.date.range().from;
        if (const EntityIndex then = historic_country(entity, on, gazetteer); then != no_entity)
            mentions.add(name, gazetteer.entity(then), "then", confidence);
    }
}

} // namespace

void find_regions(const Article& article, const ArticleTokens& tokens, const PartWords& words,
                  const std::vector<Name>& names, const Gazetteer& gazetteer,
                  CountrySupport& support, Mentions& mentions) {
    const RegionText text{article, tokens, names, gazetteer};
    Placing placing(text, words, support);
    // What is sure comes first, since it decides what the rest means.
    placing.place_wide(false);
    placing.place_local(false);
    placing.place_wide(true);
    placing.place_local(true);
    placing.place_local(true); // what that told of countries may explain names before
    add_mentions(text, placing.meant(), mentions);
    decide_regions(text, placing.meant(), support, placing.has_scene(), mentions);
}

} // namespace sitrep
