#include "indexer/enrich_names.h"

#include "indexer/enrich_context.h"

#include <algorithm>

namespace sitrep {
namespace {

// Text in capitals throughout does not tell names from words.
bool has_no_case(const Tokens& tokens) {
    std::size_t upper = 0;
    std::size_t cased = 0;
    for (const Token& token : tokens.all()) {
        if (token.script != Script::latin && token.script != Script::cyrillic) continue;
        ++cased;
        upper += (token.flags & token_upper) != 0;
    }
    return upper * 2 > cased;
}

bool is_cased(Script script) {
    return script == Script::latin || script == Script::cyrillic || script == Script::greek;
}

// "the eastern Ghouta": the chief word alone has its capital. An article proves nothing: "la Paz".
bool has_small_adjective(std::string_view source, const Tokens& tokens,
                         const GazetteerMatch& match) {
    constexpr std::size_t longest_article = 3; // bytes
    if (match.last < match.first + 2) return false;
    const Token& first = tokens[match.first];
    const Token& last = tokens[match.last - 1];
    return tokens.form(first).size() > longest_article && (last.flags & token_capitalised) != 0 &&
           first.end < source.size() && source[first.end] == ' ';
}

void find_names(std::string_view source, const Tokens& tokens, Part part,
                std::uint32_t dateline_end, const Gazetteer& gazetteer, std::vector<Name>& names) {
    std::vector<GazetteerMatch> matches;
    gazetteer.match(tokens, matches);
    if (matches.empty()) return;
    const bool no_case = has_no_case(tokens);
    const std::uint32_t lede = lede_end(tokens);
    for (const GazetteerMatch& match : matches) {
        const Token& first = tokens[match.first];
        const bool in_dateline = part == Part::text && first.begin < dateline_end;
        const float salience = part == Part::title  ? title_salience
                               : in_dateline        ? dateline_salience
                               : match.first < lede ? lede_salience
                                                    : body_salience;
        const bool capitalised = no_case || !is_cased(first.script) ||
                                 (first.flags & token_capitalised) != 0 ||
                                 has_small_adjective(source, tokens, match);
        names.push_back({part, first.begin, tokens[match.last - 1].end, match.first, match.last,
                         salience, in_dateline, capitalised, no_case,
                         look_around(source, tokens, match.first, match.last, no_case),
                         match.targets});
    }
}

} // namespace

std::uint32_t lede_end(const Tokens& tokens) {
    constexpr std::uint32_t shortest = 12; // words; a shorter paragraph is a heading
    const auto most =
        static_cast<std::uint32_t>(std::min<std::size_t>(tokens.size(), longest_lede));
    for (std::uint32_t i = shortest + 1; i < most; ++i)
        if ((tokens[i].flags & token_after_break) != 0) return i;
    return most;
}

void find_names(const Article& article, const ArticleTokens& tokens, const Gazetteer& gazetteer,
                std::vector<Name>& names) {
    names.clear();
    find_names(article.title, tokens.title, Part::title, 0, gazetteer, names);
    const auto& dateline = tokens.dateline;
    find_names(article.text, tokens.text, Part::text,
               dateline ? static_cast<std::uint32_t>(dateline->length) : 0, gazetteer, names);
}

} // namespace sitrep
