// Every name in an article that the gazetteer knows, with what the rules need to weigh it.
#pragma once

#include "schema/article.h"
#include "schema/document.h"
#include "schema/gazetteer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sitrep {

// Salience: what a mention weighs by where it stands. Found by trial on hand-labelled news.
inline constexpr float title_salience = 4;
inline constexpr float dateline_salience = 4;
inline constexpr float lede_salience = 1;
inline constexpr float body_salience = 0.5F;

// A name as it stands in the article; what it means is still open.
struct Name {
    Part part;
    std::uint32_t begin; // bytes of the part
    std::uint32_t end;
    std::uint32_t first; // tokens [first, last) of the part
    std::uint32_t last;
    float salience;
    bool in_dateline;
    bool capitalised;     // or of a script or text without case
    bool no_case;         // the text is in capitals throughout: they tell nothing
    std::uint16_t around; // Around
    std::span<const AliasTarget> targets;
};

// Appends the article's names in order, title first. `names` is emptied before.
void find_names(const Article& article, const ArticleTokens& tokens, const Gazetteer& gazetteer,
                std::vector<Name>& names);

// The lede is the tokens before this one: the first paragraph that is no heading, cut short.
std::uint32_t lede_end(const Tokens& tokens);

// The tokens that a name's numbers are of.
inline const Tokens& tokens_of(const ArticleTokens& tokens, Part part) {
    return part == Part::title ? tokens.title : tokens.text;
}

} // namespace sitrep
