#include "indexer/enrich_region_salience.h"

#include "schema/word_trie.h"

#include <algorithm>
#include <map>
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

// What a place weighs where a sentence of violence puts it.
constexpr float scene_weight = 2;

// How often each town and division is named, by salience. What lies in a place counts for it too.
struct Places {
    std::map<EntityIndex, float> salience;
    float top = 0;
    std::set<EntityIndex>
        filed_from; // the dateline's place is another matter, and what contains it
};

Places weigh_places(const RegionText& text, const std::vector<AliasTarget>& meant) {
    const Gazetteer& gazetteer = text.gazetteer;
    Places places;
    for (std::size_t i = 0; i < text.names.size(); ++i) {
        const EntityIndex place = meant[i].entity;
        if (place == no_entity || !is_local(gazetteer.entity(place))) continue;
        if (text.names[i].in_dateline) {
            places.filed_from.insert(place);
            for (const EntityIndex above : gazetteer.ancestors(place))
                places.filed_from.insert(above);
            continue;
        }
        const auto add = [&](EntityIndex index) {
            places.top = std::max(places.top, places.salience[index] += text.names[i].salience);
        };
        add(place);
        for (const EntityIndex above : gazetteer.ancestors(place))
            if (is_local(gazetteer.entity(above))) add(above);
    }
    return places;
}

// Of several towns and divisions, one that is named much less than the chief one is a mention.
void drop_minor_places(const RegionText& text, const std::vector<AliasTarget>& meant,
                       Mentions& mentions) {
    if (text.article.text.size() < shortest_with_minor_places) return;
    Places places = weigh_places(text, meant);
    for (auto& [index, gathered] : mentions.all())
        if (is_local(gathered.entity) && !places.filed_from.contains(index) &&
            places.salience[index] < places.top * least_place_share)
            gathered.mention.about = false;
}

} // namespace

float scene_weight_of(const PartWords& words, const Name& name) {
    static const WordSet inside{"in",  "at",    "near",    "inside",   "outside",   "around",
                                "en",  "em",    "dans",    "northern", "southern",  "eastern",
                                "bei", "cerca", "central", "western",  "throughout"};
    if (name.part == Part::title || name.in_dateline || !has(name, around_locative)) return 1;
    const std::size_t first = words.first_word(name);
    return first > 0 && words.is_violent(first) && inside.contains(words.form(first - 1))
               ? scene_weight
               : 1.0F;
}

void decide_regions(const RegionText& text, const std::vector<AliasTarget>& meant,
                    const CountrySupport& support, bool has_scene, Mentions& mentions) {
    const float top = support.highest();
    // A brief without a title names nothing in passing.
    constexpr std::size_t brief = 1000; // bytes
    const bool is_brief = text.article.title.empty() && text.article.text.size() < brief;
    const float least = is_brief ? 0 : least_salience;
    const float share = has_scene ? least_share_of_scene : least_share;
    const float threshold = top < least_salience ? 0 : std::max(least, top * share);
    for (auto& [index, gathered] : mentions.all()) {
        if (gathered.entity.kind != EntityKind::region) continue;
        const std::string_view country = gathered.entity.country;
        gathered.mention.about = country.empty() || !support.has(country)
                                     ? gathered.salience >= lede_salience || top < least_salience
                                     : support.of(country) >= threshold;
    }
    drop_minor_places(text, meant, mentions);
}

} // namespace sitrep
