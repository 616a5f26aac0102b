// How a query was read.

#include "searcher/render_describe.h"
#include "server/page_parts.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace sitrep {
namespace {

// Warnings of picked values have no place in the query.
bool is_in(const QuerySpan& span, std::string_view query) {
    return span.begin < span.end && span.end <= query.size();
}

TemplateData warning_list(const SearchResult& result) {
    TemplateData list(TemplateData::type::list);
    for (const QueryWarning& warning : result.query.warnings) {
        TemplateData item;
        item.set("message", warning.message);
        item.set("hint", text_or_none(warning.hint));
        item.set("where",
                 is_in(warning.span, result.query.text)
                     ? marked_query(result.query.text, warning.span.begin, warning.span.end)
                     : TemplateData(false));
        list << item;
    }
    return list;
}

std::string names_of(const QueryExpansion& expansion, const Gazetteer& gazetteer) {
    constexpr std::size_t most = 6;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, expansion.ids.size()); ++i) {
        const std::string& id = expansion.ids[i];
        auto entity = expansion.field == FieldId::region ? gazetteer.find(EntityKind::region, id)
                                                         : gazetteer.find(EntityKind::actor, id);
        if (!entity) entity = gazetteer.find(EntityKind::region, id);
        names += fmt::format("{}{}", names.empty() ? "" : ", ",
                             entity ? entity->name : std::string_view(id));
    }
    if (expansion.ids.size() > most)
        names += fmt::format(" and {} more", expansion.ids.size() - most);
    return names;
}

// Names in the query that stand for something, where that is not plain from the name.
TemplateData expansion_list(const SearchResult& result, const Gazetteer& gazetteer) {
    TemplateData list(TemplateData::type::list);
    std::set<std::string> told;
    for (const QueryExpansion& expansion : result.query.expansions) {
        const std::string names = names_of(expansion, gazetteer);
        const std::size_t colon = expansion.text.find(':');
        const bool is_plain =
            fold_name(
                std::string_view(expansion.text).substr(std::min(colon, expansion.text.size()))) ==
            fold_name(names);
        // Those of picked values are told by the chips.
        const bool is_typed = result.query.text.find(expansion.text) != std::string::npos;
        if (is_plain || !is_typed || !told.insert(expansion.text).second) continue;
        TemplateData item;
        item.set("text", expansion.text);
        item.set("names", names);
        list << item;
    }
    return list;
}

std::string without_space(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return out;
}

void add_suggestion(const SearchPage& found, const SearchLinks& links, TemplateData& page) {
    if (found.result.suggestion.empty()) {
        page.set("suggestion", false);
        return;
    }
    SearchRequest better = found.request;
    better.query = found.result.suggestion;
    better.offset = 0;
    TemplateData suggestion;
    suggestion.set("text", found.result.suggestion);
    suggestion.set("href", links.address(better));
    page.set("suggestion", suggestion);
}

bool is_char_start(std::string_view text, std::size_t i) {
    return i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
}

} // namespace

TemplateData marked_query(std::string_view query, std::size_t begin, std::size_t end) {
    begin = std::min(begin, query.size());
    end = std::clamp(end, begin, query.size());
    if (begin == end && end < query.size()) ++end;
    while (begin > 0 && !is_char_start(query, begin)) --begin;
    while (!is_char_start(query, end)) ++end;
    TemplateData parts;
    parts.set("before", std::string(query.substr(0, begin)));
    parts.set("wrong", std::string(query.substr(begin, end - begin)));
    parts.set("after", std::string(query.substr(end)));
    return parts;
}

void add_interpretation(const SearchPage& found, const SearchLinks& links, TemplateData& page) {
    const ParsedQuery& query = found.result.query;
    const bool differs =
        ranks(query.text) && without_space(query.text) != without_space(query.parsed);
    page.set("parsed", text_or_none(differs ? query.parsed : ""));
    page.set("expansions", expansion_list(found.result, found.gazetteer));
    page.set("warnings", warning_list(found.result));
    add_suggestion(found, links, page);
}

} // namespace sitrep
