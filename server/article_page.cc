// One article in full: its text with matches marked, what it is about, and what shows that.

#include "searcher/match.h"
#include "searcher/render.h"
#include "searcher/render_describe.h"
#include "searcher/render_feed.h"
#include "server/page.h"
#include "server/page_parts.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_evidence = 5; // of one value

struct Highlighter {
    Highlighter(const std::string& query, const Gazetteer& gazetteer, const std::string& lang) {
        if (query.empty()) return;
        try {
            parsed = parse_query(query, gazetteer, today());
            matcher.emplace(parsed.root, lang, stemmers);
        } catch (const Error&) {
            matcher.reset(); // the article is worth reading all the same
        }
    }

    std::vector<MatchedSpan> spans(const std::string& text, bool in_title) {
        std::vector<MatchedSpan> found;
        if (!matcher || matcher->clauses() == 0) return found;
        tokens.analyse(text);
        matcher->match(tokens, in_title, found);
        return found;
    }

    ParsedQuery parsed;
    StemmerPool stemmers;
    std::optional<TextMatcher> matcher;
    Tokens tokens;
};

// text[begin, end) with the spans in it; `next` is the first span that may reach into it.
std::vector<Run> runs_of(std::string_view text, std::size_t begin, std::size_t end,
                         const std::vector<MatchedSpan>& spans, std::size_t& next) {
    std::vector<Run> runs;
    const auto add = [&](std::size_t from, std::size_t to, bool match) {
        if (from < to) runs.push_back({std::string(text.substr(from, to - from)), match});
    };
    for (; next < spans.size() && spans[next].begin < end; ++next) {
        const std::size_t from = std::max<std::size_t>(spans[next].begin, begin);
        const std::size_t to = std::min<std::size_t>(spans[next].end, end);
        if (from < to) {
            add(begin, from, false);
            add(from, to, true);
            begin = to;
        }
    }
    add(begin, end, false);
    return runs;
}

TemplateData paragraphs(std::string_view text, const std::vector<MatchedSpan>& spans) {
    TemplateData list(TemplateData::type::list);
    std::size_t next = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::vector<Run> runs = runs_of(text, begin, end, spans, next);
        begin = end + 1;
        const bool blank = std::all_of(runs.begin(), runs.end(), [](const Run& run) {
            return run.text.find_first_not_of(" \t\r") == std::string::npos;
        });
        if (blank) continue;
        TemplateData paragraph;
        paragraph.set("html", highlighted_html(runs));
        list << paragraph;
    }
    return list;
}

// A search for all articles with one value.
std::string search_for(FieldId field, const std::string& value) {
    return search_address(with_value(page_request(""), field, value));
}

TemplateData linked(const std::string& name, const std::string& href, const std::string& note) {
    TemplateData item;
    item.set("name", name);
    item.set("href", href);
    item.set("note", text_or_none(note));
    return item;
}

TemplateData entity_list(const Article& article, const Gazetteer& gazetteer, bool actors,
                         bool about) {
    TemplateData list(TemplateData::type::list);
    const FieldId id = !about ? FieldId::mentions : actors ? FieldId::actor : FieldId::region;
    for (const Mention& mention : article.mentions) {
        if (mention.about != about || (about && mention.is_actor != actors)) continue;
        const auto entity = gazetteer.find(
            mention.is_actor ? EntityKind::actor : EntityKind::region, mention.entity);
        list << linked(std::string(entity ? entity->name : std::string_view(mention.entity)),
                       search_for(id, mention.entity),
                       entity ? std::string(name_of(entity->type)) : "");
    }
    return list;
}

TemplateData label_list(FieldId id, const std::vector<Label>& labels) {
    TemplateData list(TemplateData::type::list);
    for (const Label& label : labels) list << linked(label.id, search_for(id, label.id), "");
    return list;
}

TemplateData name_list(FieldId id, const std::vector<std::string>& names) {
    TemplateData list(TemplateData::type::list);
    for (const std::string& name : names) list << linked(name, search_for(id, name), "");
    return list;
}

void add_row(TemplateData& rows, std::string_view label, const TemplateData& values,
             std::string_view kind = "") {
    if (values.is_empty_list()) return;
    TemplateData row;
    row.set("label", std::string(label));
    row.set("values", values);
    row.set("kind", std::string(kind));
    row.set("plain", false);
    rows << row;
}

void add_row(TemplateData& rows, std::string_view label, const std::string& text) {
    if (text.empty()) return;
    TemplateData row;
    row.set("label", std::string(label));
    row.set("values", TemplateData(TemplateData::type::list));
    row.set("plain", text);
    rows << row;
}

TemplateData findings(const Article& article, const Gazetteer& gazetteer) {
    TemplateData rows(TemplateData::type::list);
    add_row(rows, "Where", entity_list(article, gazetteer, false, true), "region");
    add_row(rows, "Who", entity_list(article, gazetteer, true, true), "actor");
    add_row(rows, "Conflict", label_list(FieldId::conflict, article.conflicts));
    add_row(rows, "Events", label_list(FieldId::event, article.events), "event");
    add_row(rows, "Weapons", label_list(FieldId::weapon, article.weapons));
    std::string happened;
    for (const EventDate& date : article.happened)
        happened += (happened.empty() ? "" : ", ") + describe(date);
    add_row(rows, "Happened", happened);
    add_row(rows, "Killed", article.killed ? describe(*article.killed) : "");
    add_row(rows, "Injured", article.injured ? describe(*article.injured) : "");
    add_row(rows, "Also named", entity_list(article, gazetteer, false, false));
    add_row(rows, "Section", name_list(FieldId::section, article.sections));
    add_row(rows, "Author", name_list(FieldId::author, article.authors));
    return rows;
}

void add_evidence(TemplateData& list, const std::string& what,
                  const std::vector<Evidence>& evidence) {
    TemplateData item;
    item.set("what", what);
    TemplateData places(TemplateData::type::list);
    for (std::size_t i = 0; i < std::min(evidence.size(), most_evidence); ++i) {
        TemplateData place;
        place.set("text", describe(evidence[i]));
        places << place;
    }
    item.set("places", places);
    item.set("more", evidence.size() > most_evidence
                         ? TemplateData(fmt::format("{}", evidence.size() - most_evidence))
                         : TemplateData(false));
    list << item;
}

TemplateData evidence_list(const Article& article, const Gazetteer& gazetteer) {
    TemplateData list(TemplateData::type::list);
    for (const Mention& mention : article.mentions) {
        if (!mention.about) continue;
        const auto entity = gazetteer.find(
            mention.is_actor ? EntityKind::actor : EntityKind::region, mention.entity);
        add_evidence(list, std::string(entity ? entity->name : std::string_view(mention.entity)),
                     mention.evidence);
    }
    for (const auto* labels : {&article.conflicts, &article.events, &article.weapons})
        for (const Label& label : *labels) add_evidence(list, label.id, label.evidence);
    for (const EventDate& date : article.happened)
        add_evidence(list, "happened " + describe(date), {date.evidence});
    if (article.killed) add_evidence(list, "killed", article.killed->evidence);
    if (article.injured) add_evidence(list, "injured", article.injured->evidence);
    return list;
}

} // namespace

std::string article_page(const Article& article, const Gazetteer& gazetteer,
                         const std::string& query) {
    Highlighter highlighter(query, gazetteer, article.lang);
    const SearchRequest request = page_request(query);
    const std::string title = shown_title(article);
    TemplateData page = page_frame((title.empty() ? "Article" : title) + " - Sitrep", request);
    std::size_t next = 0;
    const auto title_spans = highlighter.spans(title, !article.title.empty());
    page.set("title_html",
             title.empty() ? std::string("(no title)")
                           : highlighted_html(runs_of(title, 0, title.size(), title_spans, next)));
    page.set("lang", text_or_none(article.lang));
    page.set("source",
             article.source.empty()
                 ? TemplateData(false)
                 : linked(article.source, search_for(FieldId::source, article.source), ""));
    page.set("date", text_or_none(article.date.to_string()));
    page.set("updated", text_or_none(article.updated.to_string()));
    page.set("version", article.version > 1 ? TemplateData(fmt::format("{}", article.version))
                                            : TemplateData(false));
    page.set("original",
             is_web_address(article.url) ? TemplateData(article.url) : TemplateData(false));
    page.set("id", article.id);
    page.set("paragraphs", paragraphs(article.text, highlighter.spans(article.text, false)));
    page.set("findings", findings(article, gazetteer));
    const TemplateData evidence = evidence_list(article, gazetteer);
    page.set("has_evidence", !evidence.is_empty_list());
    page.set("evidence", evidence);
    page.set("back_href",
             query.empty() ? TemplateData(false) : TemplateData(search_address(request)));
    return render_template("article", page);
}

} // namespace sitrep
