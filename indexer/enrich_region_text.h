// An article as the rules on regions read it, and what a name in it tells by where it stands.
#pragma once

#include "indexer/enrich_context.h"
#include "indexer/enrich_mentions.h"
#include "indexer/enrich_names.h"
#include "schema/article.h"
#include "schema/gazetteer.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace sitrep {

// Refers to all of it. Names go by their numbers in `names`.
struct RegionText {
    const Article& article; // has its language
    const ArticleTokens& tokens;
    const std::vector<Name>& names;
    const Gazetteer& gazetteer;

    bool is_english() const { return article.lang == "en" || article.lang.empty(); }
    const Tokens& tokens_of(const Name& name) const { return sitrep::tokens_of(tokens, name.part); }
    const std::string& source_of(const Name& name) const {
        return name.part == Part::title ? article.title : article.text;
    }
};

inline bool has(const Name& name, unsigned around) {
    return (name.around & around) != 0;
}

inline bool is_local(const Entity& entity) {
    return is_local(entity.type);
}

// What speaks against an alias: some of alias_needs_context, _person, _word and _foreign. What is
// a foreign name in English texts may be the usual one in others.
AliasFlags doubts_of(const RegionText& text, const AliasTarget& target);

// Whether the name is part of a person's.
bool is_person(const Name& name, const AliasTarget& target);

// Whether the name may be the town or division of `target` at all.
bool is_possible_local(const RegionText& text, const Name& name, const AliasTarget& target);

bool lies_in(const Gazetteer& gazetteer, const Entity& entity, EntityIndex region);

// Whether the next name is of something that contains `entity`, a meaning of this one: "San Jose,
// Calif.".
bool is_contained(const RegionText& text, std::size_t number, const Entity& entity);

// What stands between the name and the next word; empty at the end.
std::string_view gap_behind(const RegionText& text, const Name& name);

// What a demonym adds to the salience of its country, as a share of what the name itself would.
inline constexpr float demonym_confidence = 0.5F;

// What an alias adds to the salience of what it means, as a share: less as an adjective or in a
// company's name, nothing in a sum of money.
float confidence_of(const RegionText& text, const Name& name, const AliasTarget& target);

} // namespace sitrep
