// The page of a story: its reports in time, and what they gave for the killed and the injured.

#include "server/page.h"

#include "searcher/render_describe.h"
#include "server/page_parts.h"
#include "server/page_story_tolls.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

std::string day_of(const Article& article) {
    return article.date.to_string().substr(0, 10);
}

std::string joined(const std::vector<Label>& labels) {
    std::string names;
    for (const Label& label : labels) names += (names.empty() ? "" : ", ") + label.id;
    return names;
}

TemplateData toll_cell(const std::optional<Casualties>& toll, const std::string& change) {
    if (!toll) return false;
    TemplateData cell;
    cell.set("toll", describe(*toll));
    cell.set("change", text_or_none(change));
    return cell;
}

TemplateData report_row(const Hit& hit, const std::string& killed, const std::string& injured) {
    const Article& article = hit.article;
    TemplateData row;
    row.set("href", article_address(article.id, ""));
    row.set("title", hit.title.empty() ? std::string("(no title)") : hit.title);
    row.set("lang", text_or_none(article.lang));
    row.set("date", text_or_none(article.date.to_string()));
    row.set("day", text_or_none(day_of(article)));
    row.set("source", text_or_none(article.source));
    row.set("agencies", text_or_none(joined(article.agencies)));
    row.set("killed", toll_cell(article.killed, killed));
    row.set("injured", toll_cell(article.injured, injured));
    TemplateData copies(false);
    if (hit.copies.count > 1) {
        SearchRequest all = page_request("copies:" + hit.copies.id);
        all.collapse = Collapse::none;
        all.sort = Sort::oldest;
        copies = TemplateData();
        copies.set("href", search_address(all));
        copies.set("count", fmt::format("{} copies: {}", grouped_number(hit.copies.count),
                                        counted(hit.copies.sources, "source")));
    }
    row.set("copies", copies);
    return row;
}

} // namespace

std::string story_page(const StoryPage& shown) {
    const std::vector<Hit>& reports = shown.reports;
    const Hit& first = reports.front();
    const Hit& last = reports.back();
    TemplateData page = page_frame("Story: " + first.title + " - Sitrep", page_request(""));
    page.set("title", first.title.empty() ? std::string("(no title)") : first.title);
    page.set("lang", text_or_none(first.article.lang));
    page.set("id", first.story.id);
    page.set("merged",
             shown.asked == first.story.id ? TemplateData(false) : TemplateData(shown.asked));
    page.set("counts", fmt::format("{}, {}, {}", counted(first.story.reports, "report"),
                                   counted(first.story.sources, "source"),
                                   counted(first.story.origins, "origin")));
    const std::string begin = day_of(first.article);
    const std::string end = day_of(last.article);
    page.set("time", text_or_none(begin == end || end.empty() ? begin : begin + " to " + end));
    const bool all = shown.total <= reports.size();
    page.set("cut", all ? TemplateData(false)
                        : TemplateData(fmt::format("the first {} of {}", reports.size(),
                                                   grouped_number(shown.total))));
    SearchRequest search = page_request("story:" + first.story.id);
    page.set("search", search_address(search));
    search.collapse = Collapse::none;
    search.sort = Sort::oldest;
    page.set("articles", search_address(search));

    const Tolls killed = tolls_of(reports, &Article::killed);
    const Tolls injured = tolls_of(reports, &Article::injured);
    TemplateData charts(TemplateData::type::list);
    for (const auto& [name, tolls] : {std::pair("Killed", &killed), std::pair("Injured", &injured)})
        if (!tolls->points.empty()) charts << toll_chart(name, *tolls);
    page.set("charts", charts);
    TemplateData rows(TemplateData::type::list);
    for (std::size_t i = 0; i < reports.size(); ++i)
        rows << report_row(reports[i], killed.changes[i], injured.changes[i]);
    page.set("reports", rows);
    return render_template("story", page);
}

} // namespace sitrep
