// The list of hits, and the way through its pages.

#include "searcher/render.h"
#include "searcher/render_describe.h"
#include "searcher/render_feed.h"
#include "server/page_parts.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_entities = 5; // of a kind, of one hit

// Those that contain no other of them: Kherson alone says Ukraine too.
std::vector<EntityRef> innermost(const std::vector<EntityRef>& regions) {
    std::vector<EntityRef> kept;
    for (const EntityRef& region : regions) {
        const bool contains_other =
            std::any_of(regions.begin(), regions.end(), [&](const EntityRef& other) {
                return other->id != region->id && std::find(other->path.begin(), other->path.end(),
                                                            region->id) != other->path.end();
            });
        if (!contains_other) kept.push_back(region);
    }
    return kept;
}

TemplateData entity_links(FieldId id, const std::vector<EntityRef>& entities,
                          const SearchLinks& links) {
    TemplateData list(TemplateData::type::list);
    for (std::size_t i = 0; i < std::min(entities.size(), most_entities); ++i) {
        const NamedEntity& entity = *entities[i];
        TemplateData item;
        item.set("name", entity.name);
        item.set("picked", links.is_picked(id, entity.id));
        item.set("href", links.address(links.toggled(id, entity.id)));
        list << item;
    }
    return list;
}

// Events and weapons, as links too.
TemplateData label_links(FieldId id, const std::vector<Label>& labels, const SearchLinks& links) {
    std::vector<EntityRef> named;
    for (const Label& label : labels)
        named.push_back(
            std::make_shared<const NamedEntity>(NamedEntity{label.id, label.id, {}, {}}));
    return entity_links(id, named, links);
}

// The other copies of the report, where there are some.
TemplateData copies_link(const CopyGroup& copies) {
    if (copies.count < 2) return false;
    SearchRequest all = page_request("copies:" + copies.id);
    all.collapse = Collapse::none;
    all.sort = Sort::oldest;
    TemplateData link;
    link.set("href", search_address(all));
    link.set("count", grouped_number(copies.count));
    link.set("sources", counted(copies.sources, "source"));
    link.set("origins", counted(copies.origins, "origin"));
    return link;
}

// The other reports of the event, where there are some.
TemplateData story_link(const StoryGroup& story) {
    if (story.reports < 2) return false;
    TemplateData link;
    link.set("href", story_address(story.id));
    link.set("reports", grouped_number(story.reports));
    link.set("sources", counted(story.sources, "source"));
    link.set("origins", counted(story.origins, "origin"));
    return link;
}

// When what the article reports happened, where it says so; the first days that it names.
TemplateData happened(const Article& article) {
    constexpr std::size_t most = 2;
    std::string text;
    std::size_t count = 0;
    for (const EventDate& date : article.happened) {
        if (date.planned) continue;
        if (++count <= most) text += (text.empty() ? "" : ", ") + describe(date);
    }
    if (count > most) text += fmt::format(" and {} more", count - most);
    return text_or_none(text);
}

TemplateData hit_data(const SearchRequest& request, const Hit& hit, const SearchLinks& links) {
    const Article& article = hit.article;
    TemplateData data;
    data.set("href", article_address(article.id, ranks(request.query) ? request.query : ""));
    const std::string title = highlighted_html(hit.highlighted_title);
    data.set("title_html", title.empty() ? std::string("(no title)") : title);
    data.set("snippet_html", snippet_html(hit.snippet));
    data.set("lang", text_or_none(article.lang));
    data.set("source", text_or_none(article.source));
    data.set("source_href",
             article.source.empty()
                 ? TemplateData(false)
                 : TemplateData(links.address(links.toggled(FieldId::source, article.source))));
    const std::string date = article.date.to_string();
    data.set("date", text_or_none(date.substr(0, 10)));
    data.set("datetime", date);
    data.set("original",
             is_web_address(article.url) ? TemplateData(article.url) : TemplateData(false));
    data.set("regions", entity_links(FieldId::region, innermost(hit.regions), links));
    data.set("actors", entity_links(FieldId::actor, hit.actors, links));
    data.set("events", label_links(FieldId::event, article.events, links));
    data.set("happened", happened(article));
    data.set("copies", copies_link(hit.copies));
    data.set("story", story_link(hit.story));
    data.set("killed",
             article.killed ? TemplateData(describe(*article.killed)) : TemplateData(false));
    data.set("injured",
             article.injured ? TemplateData(describe(*article.injured)) : TemplateData(false));
    return data;
}

TemplateData labelled(std::string_view label, const std::string& href) {
    TemplateData link;
    link.set("label", std::string(label));
    link.set("href", href);
    return link;
}

TemplateData page_link(const SearchRequest& request, std::size_t offset, std::string_view label,
                       const SearchLinks& links) {
    SearchRequest there = request;
    there.offset = offset;
    return labelled(label, links.address(there));
}

// The pages around where one is, by number.
void add_numbers(const SearchRequest& request, std::size_t position, std::size_t pages,
                 const SearchLinks& links, TemplateData& data) {
    constexpr std::size_t around = 3;
    const std::size_t here = position / request.limit;
    const std::size_t begin = here > around ? here - around : 0;
    const std::size_t end = std::min(pages, here + around + 1);
    TemplateData numbers(TemplateData::type::list);
    for (std::size_t page = begin; page < end; ++page) {
        TemplateData link =
            page_link(request, page * request.limit, fmt::format("{}", page + 1), links);
        link.set("current", page == here && position % request.limit == 0);
        numbers << link;
    }
    data.set("numbers", numbers);
    data.set("first", begin > 0 ? page_link(request, 0, "1", links) : TemplateData(false));
}

} // namespace

TemplateData hit_list(const SearchPage& found, const SearchLinks& links) {
    TemplateData list(TemplateData::type::list);
    for (const Hit& hit : found.result.hits) list << hit_data(found.request, hit, links);
    return list;
}

TemplateData timeline(const SearchPage& found, const SearchLinks& links) {
    TemplateData periods(TemplateData::type::list);
    TemplateData hits(TemplateData::type::list);
    std::string day;
    const auto close = [&] {
        if (hits.is_empty_list()) return;
        TemplateData period;
        period.set("day", day.empty() ? std::string("undated") : day);
        period.set("hits", hits);
        periods << period;
        hits = TemplateData(TemplateData::type::list);
    };
    for (const Hit& hit : found.result.hits) {
        const std::string own = hit.article.date.to_string().substr(0, 10);
        if (own != day) close();
        day = own;
        hits << hit_data(found.request, hit, links);
    }
    close();
    return periods;
}

TemplateData paging(const SearchPage& found, const SearchLinks& links) {
    const SearchResult& result = found.result;
    SearchRequest request = found.request;
    if (request.limit == 0 || result.total == 0) return false;
    // From page to page by cursor, so that articles that arrive meanwhile neither repeat hits nor
    // hide them; to numbers, and beyond what cursors reach, by offset.
    const PageCursors cursors = page_cursors(request, result);
    const std::size_t position = position_of(request);
    request.offset = 0;
    request.seen.clear();
    const std::uint64_t reachable =
        std::min<std::uint64_t>(result.total, parameter_limits::offset + request.limit);
    const auto pages = static_cast<std::size_t>((reachable + request.limit - 1) / request.limit);
    const std::size_t here = position / request.limit;
    if (pages < 2 && here == 0) return false;
    TemplateData data;
    add_numbers(request, position, pages, links, data);
    const auto by_cursor = [&](std::string_view label, const std::string& cursor) {
        return labelled(label, with_cursor(links.address(request), cursor));
    };
    data.set("previous", !cursors.previous.empty() ? by_cursor("Previous", cursors.previous)
                         : here > 0
                             ? page_link(request, (std::min(here, pages) - 1) * request.limit,
                                         "Previous", links)
                             : TemplateData(false));
    data.set("next", !cursors.next.empty() ? by_cursor("Next", cursors.next)
                     : here + 1 < pages
                         ? page_link(request, (here + 1) * request.limit, "Next", links)
                         : TemplateData(false));
    return data;
}

} // namespace sitrep
