#include "indexer/enrich.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

namespace sitrep {
namespace {

// Salience: what a mention weighs by where it stands, and what an article must reach to be about
// a country. Found by trial on hand-labelled news; see the README.
constexpr float title_salience = 4;
constexpr float dateline_salience = 4;
constexpr float lede_salience = 1;
constexpr float body_salience = 0.5F;
constexpr float least_salience = 2;
constexpr float least_share = 0.25F; // of the most salient country's

// A town that nothing else in the article supports must be known by itself.
constexpr std::uint32_t known_town_population = 200'000;

struct Found {
    Part part;
    std::uint32_t begin;
    std::uint32_t end;
    float salience;
    bool capitalised; // or of a script or text without case
    std::span<const AliasTarget> targets;
};

bool is_country(const Entity& entity) {
    return entity.type == EntityType::country || entity.type == EntityType::territory ||
           entity.type == EntityType::historic_country;
}
bool is_local(const Entity& entity) {
    return entity.type == EntityType::place || entity.type == EntityType::division;
}

std::string rule_of(std::uint8_t flags) {
    if ((flags & alias_demonym) != 0) return "demonym";
    if ((flags & alias_metonym) != 0) return "metonym";
    if ((flags & alias_surname) != 0) return "surname";
    if ((flags & alias_abbreviation) != 0) return "abbreviation";
    return "name";
}

} // namespace

std::string detect_language(std::string_view text) {
    text = text.substr(0, 4096);
    while (!text.empty() && !is_valid_utf8(text)) text.remove_suffix(1); // a cut character
    bool reliable = false;
    CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    std::array<CLD2::Language, 3> languages{};
    std::array<int, 3> percents{};
    std::array<double, 3> scores{};
    int bytes = 0;
    const CLD2::Language language = CLD2::ExtDetectLanguageSummary(
        text.data(), static_cast<int>(text.size()), true, &hints, 0, languages.data(),
        percents.data(), scores.data(), nullptr, &bytes, &reliable);
    if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
    const std::string code = CLD2::LanguageCode(language);
    if (code == "iw") return "he";
    return code.substr(0, code.find('-'));
}

struct Enricher::Impl {
    const Gazetteer& gazetteer;
    std::vector<GazetteerMatch> matches;
    std::vector<Found> found;
    std::map<std::string, float, std::less<>> country_salience; // by ISO code
    std::map<std::pair<bool, EntityIndex>, Mention> mentions;
    std::map<std::pair<bool, EntityIndex>, float> salience;

    void gather(const Article& article, const ArticleTokens& tokens);
    void gather(const Tokens& tokens, Part part, std::uint32_t dateline_end);
    void weigh_countries();
    void place_regions();
    void place_region(const Found& f);
    EntityIndex choose_local(const Found& f) const;
    void place_actors(Day on);
    void add(const Found& f, const Entity& entity, std::uint8_t flags, const char* rule = nullptr);
    void decide();
    void add_given(Article& article) const;
    void surface_forms(Article& article) const;
};

// Finds all names in title and text.
void Enricher::Impl::gather(const Article& article, const ArticleTokens& tokens) {
    found.clear();
    gather(tokens.title, Part::title, 0);
    const auto dateline = find_dateline(article.text, article.date);
    gather(tokens.text, Part::text, dateline ? static_cast<std::uint32_t>(dateline->length) : 0);
}

void Enricher::Impl::gather(const Tokens& tokens, Part part, std::uint32_t dateline_end) {
    matches.clear();
    gazetteer.match(tokens, matches);
    if (matches.empty()) return;
    // Text in capitals throughout does not tell names from words.
    std::size_t upper = 0;
    std::size_t cased = 0;
    for (const Token& token : tokens.all()) {
        if (token.script != Script::latin && token.script != Script::cyrillic) continue;
        ++cased;
        upper += (token.flags & token_upper) != 0;
    }
    const bool no_case = upper * 2 > cased;
    std::size_t next = 0;
    bool in_lede = true;
    std::size_t words = 0;
    for (const GazetteerMatch& match : matches) {
        for (; next <= match.first; ++next) {
            if ((tokens[next].flags & token_after_break) != 0 && next > 0 && words > 12)
                in_lede = false;
            ++words;
        }
        if (words > longest_lede) in_lede = false;
        const Token& first = tokens[match.first];
        const float weight = part == Part::title          ? title_salience
                             : first.begin < dateline_end ? dateline_salience
                             : in_lede                    ? lede_salience
                                                          : body_salience;
        const bool has_case = first.script == Script::latin || first.script == Script::cyrillic ||
                              first.script == Script::greek;
        found.push_back({part, first.begin, tokens[match.last - 1].end, weight,
                         no_case || !has_case || (first.flags & token_capitalised) != 0,
                         match.targets});
    }
}

void Enricher::Impl::weigh_countries() {
    country_salience.clear();
    for (const Found& f : found) {
        for (const AliasTarget& target : f.targets) {
            const Entity entity = gazetteer.entity(target.entity);
            if (entity.kind != EntityKind::region || !is_country(entity)) continue;
            if ((target.flags & alias_needs_context) != 0 && f.targets.size() > 2) continue;
            const bool demonym = (target.flags & alias_demonym) != 0;
            country_salience[std::string(entity.country)] += f.salience * (demonym ? 0.5F : 1.0F);
            break;
        }
    }
}

void Enricher::Impl::add(const Found& f, const Entity& entity, std::uint8_t flags,
                         const char* rule) {
    const std::pair key{entity.kind == EntityKind::actor, entity.index};
    Mention& mention = mentions[key];
    if (mention.entity.empty()) {
        mention.entity = entity.id;
        mention.is_actor = key.first;
    }
    const bool weak = (flags & alias_demonym) != 0;
    mention.evidence.push_back(
        {f.part, f.begin, f.end, {}, rule ? rule : rule_of(flags), weak ? 0.5F : 1.0F});
    salience[key] += f.salience * (weak ? 0.5F : 1.0F);
}

// Of the towns and divisions that a name may mean, the one that the rest of the article supports.
EntityIndex Enricher::Impl::choose_local(const Found& f) const {
    if (!f.capitalised) return no_entity;
    EntityIndex best = no_entity;
    double best_score = 0;
    for (const AliasTarget& target : f.targets) {
        const Entity entity = gazetteer.entity(target.entity);
        if (entity.kind != EntityKind::region || !is_local(entity)) continue;
        const auto country = country_salience.find(entity.country);
        const bool supported = country != country_salience.end();
        const bool known = entity.population >= known_town_population &&
                           (target.flags & (alias_needs_context | alias_demonym)) == 0;
        if (!supported && !known) continue;
        double score = 1 + entity.population;
        if (supported) score *= 1000 * (1.0 + country->second);
        if (entity.type == EntityType::division && entity.population == 0) score += 100'000;
        if (score > best_score) {
            best_score = score;
            best = target.entity;
        }
    }
    return best;
}

void Enricher::Impl::place_region(const Found& f) {
    for (const AliasTarget& target : f.targets) {
        const Entity entity = gazetteer.entity(target.entity);
        if (entity.kind != EntityKind::region || is_local(entity)) continue;
        const bool ambiguous = (target.flags & alias_needs_context) != 0;
        if (ambiguous && (!f.capitalised || !country_salience.contains(entity.country))) continue;
        add(f, entity, target.flags);
        return;
    }
    const EntityIndex local = choose_local(f);
    if (local == no_entity) return;
    const Entity entity = gazetteer.entity(local);
    add(f, entity, 0, "place");
    country_salience[std::string(entity.country)] += f.salience;
}

void Enricher::Impl::place_regions() {
    for (const Found& f : found) place_region(f);
}

void Enricher::Impl::place_actors(Day on) {
    for (const Found& f : found) {
        for (const AliasTarget& target : f.targets) {
            const Entity entity = gazetteer.entity(target.entity);
            if (entity.kind != EntityKind::actor) continue;
            // People stay in the news before and after their time in office.
            if (entity.type != EntityType::person &&
                (on < entity.valid_from || on > entity.valid_to))
                continue;
            if ((target.flags & (alias_needs_context | alias_surname)) != 0 &&
                (!f.capitalised || ((target.flags & alias_needs_context) != 0 &&
                                    !country_salience.contains(entity.country))))
                continue;
            add(f, entity, target.flags);
            break;
        }
    }
}

// What the article is about, and what it only names.
void Enricher::Impl::decide() {
    float top = 0;
    for (const auto& [country, weight] : country_salience) top = std::max(top, weight);
    const float threshold = top < least_salience ? 0 : std::max(least_salience, top * least_share);
    for (auto& [key, mention] : mentions) {
        const Entity entity = gazetteer.entity(key.second);
        if (!mention.is_actor) {
            const auto country = country_salience.find(entity.country);
            mention.about = entity.country.empty() || country == country_salience.end()
                                ? salience[key] >= lede_salience || top < least_salience
                                : country->second >= threshold;
        } else if (entity.type == EntityType::state) {
            mention.about = salience[key] >= threshold;
        } else {
            mention.about = true;
        }
    }
}

// Regions and actors that came with the record are taken at their word.
void Enricher::Impl::add_given(Article& article) const {
    const auto add_all = [&](const std::vector<std::string>& names, bool actors) {
        for (const std::string& name : names) {
            const auto entities =
                gazetteer.resolve(actors ? EntityKind::actor : EntityKind::region, name);
            const std::string id =
                entities.empty() ? fold_keyword(name) : std::string(entities.front().id);
            if (id.empty()) continue;
            auto known = std::find_if(article.mentions.begin(), article.mentions.end(),
                                      [&](const Mention& mention) {
                                          return mention.is_actor == actors && mention.entity == id;
                                      });
            if (known == article.mentions.end())
                known = article.mentions.insert(article.mentions.end(), {id, actors, true, {}});
            known->about = true;
            known->evidence.push_back({Part::input, 0, 0, name, "input", 1.0F});
        }
    };
    add_all(article.given_regions, false);
    add_all(article.given_actors, true);
}

void Enricher::Impl::surface_forms(Article& article) const {
    for (Mention& mention : article.mentions)
        for (Evidence& evidence : mention.evidence)
            if (evidence.part != Part::input)
                evidence.alias = (evidence.part == Part::title ? article.title : article.text)
                                     .substr(evidence.begin, evidence.end - evidence.begin);
}

Enricher::Enricher(const Gazetteer& gazetteer) : impl_(new Impl{gazetteer, {}, {}, {}, {}, {}}) {}
Enricher::~Enricher() = default;

void Enricher::enrich(Article& article, const ArticleTokens& tokens) {
    if (article.lang.empty())
        article.lang = detect_language(article.title + "\n" + article.text.substr(0, 4096));
    Impl& impl = *impl_;
    impl.mentions.clear();
    impl.salience.clear();
    impl.gather(article, tokens);
    impl.weigh_countries();
    impl.place_regions();
    impl.place_actors(article.date ? article.date.range().from : today());
    impl.decide();
    // What it is about first, the most salient of that before the rest.
    std::vector<std::pair<float, Mention>> ordered;
    for (auto& [key, mention] : impl.mentions)
        ordered.emplace_back(impl.salience[key] + (mention.about ? 1000.0F : 0.0F),
                             std::move(mention));
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [rank, mention] : ordered) article.mentions.push_back(std::move(mention));
    impl.surface_forms(article);
    impl.add_given(article);
}

} // namespace sitrep
