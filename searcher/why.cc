#include "searcher/why.h"

#include "schema/document.h"
#include "searcher/match.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_shown = 10; // of one clause

void add_once(std::vector<std::string>& list, std::string value) {
    if (list.size() < most_shown && std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(std::move(value));
}

std::string range_of(const std::optional<Casualties>& casualties) {
    if (!casualties) return {};
    return casualties->low == casualties->high
               ? fmt::format("{}", casualties->low)
               : fmt::format("{}..{}", casualties->low, casualties->high);
}

} // namespace

std::vector<std::string> words_that_meet(const Article& article, const Node& node,
                                         const std::vector<std::string>& languages,
                                         StemmerPool& stemmers) {
    std::vector<std::string> words;
    const TextMatcher matcher(node, article.lang, stemmers, languages);
    Tokens tokens;
    const auto see = [&](const std::string& text, bool in_title) {
        std::vector<MatchedSpan> spans;
        tokens.analyse(text);
        matcher.match(tokens, in_title, spans);
        for (const MatchedSpan& span : spans)
            add_once(words, text.substr(span.begin, span.end - span.begin));
    };
    see(article.title, true);
    see(article.text, false);
    return words;
}

std::vector<std::string> values_of(const Article& article, FieldId id, const Gazetteer& gazetteer) {
    std::vector<std::string> values;
    const auto add = [&](std::string value) {
        if (!value.empty()) add_once(values, std::move(value));
    };
    switch (id) {
    case FieldId::region:
    case FieldId::actor:
        for (const Mention& mention : article.mentions)
            if (mention.about && mention.is_actor == (id == FieldId::actor)) add(mention.entity);
        break;
    case FieldId::mentions:
        for (const Mention& mention : article.mentions) add(mention.entity);
        break;
    case FieldId::date: add(article.date.to_string()); break;
    case FieldId::updated: add(article.updated.to_string()); break;
    case FieldId::happened:
        for (const EventDate& date : article.happened)
            add(fmt::format("{}..{}", format_day(date.range.from), format_day(date.range.to)));
        break;
    case FieldId::killed: add(range_of(article.killed)); break;
    case FieldId::injured: add(range_of(article.injured)); break;
    case FieldId::version: add(fmt::format("{}", article.version)); break;
    case FieldId::id: add(article.id); break;
    case FieldId::url: add(article.url); break;
    case FieldId::lang: add(article.lang); break;
    case FieldId::copies:
    case FieldId::story:
    case FieldId::text:
    case FieldId::title:
    case FieldId::indexed: break;
    default:
        for (std::string& value : facet_values(article, id, gazetteer)) add(std::move(value));
    }
    return values;
}

} // namespace sitrep
