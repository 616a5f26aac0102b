// One article in full: its text with matches marked, what it is about, and what shows that.

#include "server/page_article.h"
#include "searcher/match.h"
#include "searcher/render_describe.h"
#include "searcher/render_feed.h"
#include "server/page.h"
#include "server/page_parts.h"

#include <optional>

#include <fmt/format.h>

namespace sitrep {
namespace {

struct Highlighter {
    Highlighter(const std::string& query, const SavedSearches& saved, const Gazetteer& gazetteer,
                const std::string& lang) {
        if (query.empty()) return;
        try {
            parsed = parse_query(query, gazetteer, today(), {}, saved);
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
        TemplateData item = linked(
            std::string(entity ? entity->name : std::string_view(mention.entity)),
            search_for(id, mention.entity), entity ? std::string(name_of(entity->type)) : "");
        item.set("kind", std::string(mention.is_actor ? "actor" : "region"));
        list << item;
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
    add_row(rows, "Credited to", label_list(FieldId::agency, article.agencies));
    return rows;
}

// "Kakhovka, dam, Kherson": what a similar article shares, by name.
std::string shared_by_name(const Hit& hit, const Gazetteer& gazetteer) {
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, hit.matched.size()); ++i) {
        std::string name = hit.matched[i];
        const std::size_t colon = name.find(':');
        if (colon != name.npos) {
            const bool is_actor = name.starts_with(field(FieldId::actor).name);
            name.erase(0, colon + 1);
            if (const auto entity =
                    gazetteer.find(is_actor ? EntityKind::actor : EntityKind::region, name))
                name = entity->name;
        }
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

// All reports of the story, in time.
TemplateData story_link(const StoryGroup& story) {
    if (story.reports < 2) return false;
    return linked(fmt::format("All {}: {}, {}", counted(story.reports, "report"),
                              counted(story.sources, "source"), counted(story.origins, "origin")),
                  story_address(story.id), "");
}

TemplateData hit_links(const std::vector<Hit>& hits, const std::string& but,
                       const Gazetteer& gazetteer) {
    TemplateData list(TemplateData::type::list);
    for (const Hit& hit : hits) {
        if (hit.article.id == but) continue;
        TemplateData item;
        item.set("href", article_address(hit.article.id, ""));
        item.set("title", hit.title.empty() ? std::string("(no title)") : hit.title);
        item.set("lang", text_or_none(hit.article.lang));
        item.set("source", text_or_none(hit.article.source));
        item.set("date", text_or_none(hit.article.date.to_string().substr(0, 10)));
        item.set("shared", text_or_none(shared_by_name(hit, gazetteer)));
        list << item;
    }
    return list;
}

void set_list(TemplateData& page, const std::string& name, const TemplateData& list) {
    page.set("has_" + name, !list.is_empty_list());
    page.set(name, list);
}

void add_head(const Article& article, TemplateData& page) {
    page.set("lang", text_or_none(article.lang));
    page.set("source",
             article.source.empty()
                 ? TemplateData(false)
                 : linked(article.source, search_for(FieldId::source, article.source), ""));
    page.set("date", text_or_none(article.date.to_string()));
    page.set("updated", text_or_none(article.updated.to_string()));
    page.set("version", article.version > 1 ? TemplateData(fmt::format("{}", article.version))
                                            : TemplateData(false));
    page.set("versions", versions_address(article.id));
    page.set("original",
             is_web_address(article.url) ? TemplateData(article.url) : TemplateData(false));
    page.set("id", article.id);
    page.set("record", "/api/v1/articles/" + encode_path_part(article.id));
}

// Its title and text with everything marked, and the list of what shows what.
void add_text(const ArticlePage& shown, TemplateData& page) {
    const Article& article = shown.article;
    Highlighter highlighter(shown.query, shown.saved, shown.gazetteer, article.lang);
    const std::vector<Finding> findings = findings_of(article, shown.gazetteer);
    Anchors anchors;
    const std::string title = shown_title(article);
    // Without a title the first sentence stands for it: marks of the text are none of its.
    const std::vector<Mark> title_marks =
        article.title.empty() ? std::vector<Mark>{} : marks_of(findings, Part::title, title.size());
    set_list(page, "title",
             marked_paragraphs(title, Part::title, title_marks,
                               highlighter.spans(title, !article.title.empty()), anchors));
    set_list(page, "paragraphs",
             marked_paragraphs(article.text, Part::text,
                               marks_of(findings, Part::text, article.text.size()),
                               highlighter.spans(article.text, false), anchors));
    set_list(page, "evidence", evidence_list(findings, anchors));
}

} // namespace

std::string article_page(const ArticlePage& shown) {
    const Article& article = shown.article;
    const SearchRequest request = page_request(shown.query);
    const std::string title = shown_title(article);
    TemplateData page = page_frame((title.empty() ? "Article" : title) + " - Sitrep", request);
    add_head(article, page);
    add_text(shown, page);
    page.set("findings", findings(article, shown.gazetteer));
    set_list(page, "copies", hit_links(shown.copies, article.id, shown.gazetteer));
    page.set("report", fmt::format("{}, {}", counted(shown.report.sources, "source"),
                                   counted(shown.report.origins, "origin")));
    page.set("is_first", shown.copies.size() > 1 && shown.copies.front().article.id == article.id);
    set_list(page, "reports", hit_links(shown.reports, article.id, shown.gazetteer));
    page.set("story", story_link(shown.story));
    set_list(page, "similar", hit_links(shown.similar, article.id, shown.gazetteer));
    page.set("back_href",
             shown.query.empty() ? TemplateData(false) : TemplateData(search_address(request)));
    return render_template("article", page);
}

} // namespace sitrep
