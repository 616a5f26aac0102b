#include "searcher/render.h"

#include "searcher/render_describe.h"
#include "searcher/render_terminal.h"
#include "searcher/versions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t names_shown = 6; // regions or actors of one hit
constexpr std::size_t expansion_ids_shown = 5;
constexpr std::size_t longest_facet_name = 28; // columns

StyledText highlighted(const std::vector<Run>& runs) {
    StyledText text;
    for (const Run& run : runs) text.add(run.text, run.match ? Style::match : Style::plain);
    return text;
}

StyledText highlighted(const std::vector<Fragment>& fragments) {
    StyledText text;
    for (const Fragment& fragment : fragments) {
        if (!text.empty()) text.add(" … ", Style::dim);
        for (const Run& run : fragment) text.add(run.text, run.match ? Style::match : Style::plain);
    }
    return text;
}

std::string articles(std::uint64_t count) {
    return grouped_number(count) + (count == 1 ? " article" : " articles");
}
std::string stories(std::uint64_t count) {
    return grouped_number(count) + (count == 1 ? " story" : " stories");
}

// ---- above the hits

std::string duration(double milliseconds) {
    if (!std::isfinite(milliseconds)) return "? ms";
    return milliseconds < 1 ? fmt::format("{:.1f} ms", milliseconds)
                            : fmt::format("{:.0f} ms", milliseconds);
}

void write_count(TerminalWriter& writer, const SearchResult& result) {
    StyledText line;
    const bool of_stories = result.collapse == Collapse::story;
    const std::string total = (result.exact ? "" : "at least ") +
                              (of_stories ? stories(result.total) : articles(result.total));
    const bool all_shown = result.exact && result.hits.size() == result.total;
    if (result.hits.empty() || all_shown)
        line.add(total, Style::bold);
    else
        line.add(fmt::format("{} to {} of {}", grouped_number(result.hits.front().rank),
                             grouped_number(result.hits.back().rank), total),
                 Style::bold);
    if (result.articles > result.total)
        line.add(of_stories ? fmt::format(" in {}", articles(result.articles))
                            : fmt::format(", {} with copies", grouped_number(result.articles)),
                 Style::dim);
    line.add(" (" + duration(result.took_ms) + ")", Style::dim);
    writer.paragraph(line);
}

void write_expansion(TerminalWriter& writer, const QueryExpansion& expansion) {
    StyledText line(expansion.text);
    line.add(" = ");
    StyledText ids;
    const std::size_t shown = std::min(expansion.ids.size(), expansion_ids_shown);
    for (std::size_t i = 0; i < shown; ++i) ids.add_item(expansion.ids[i], ", ");
    if (expansion.ids.size() > shown)
        ids.add(fmt::format(" and {} more", expansion.ids.size() - shown));
    line.add(ids.text());
    writer.paragraph(line, "  ", Style::dim);
}

void write_reading(TerminalWriter& writer, const ParsedQuery& query) {
    const StyledText parsed(query.parsed);
    if (!query.parsed.empty() && parsed.text() != StyledText(query.text).text())
        writer.paragraph(parsed, "Read as: ");
    for (const QueryExpansion& expansion : query.expansions) write_expansion(writer, expansion);
    for (const QueryWarning& warning : query.warnings) {
        writer.paragraph(StyledText("Warning: " + warning.message), "", Style::warning);
        writer.paragraph(StyledText(warning.hint), "  ");
    }
}

// ---- where nothing was found

void write_advice(TerminalWriter& writer, const SearchResult& result,
                  const SearchRequest& request) {
    const auto advise = [&](std::string_view advice) {
        writer.paragraph(StyledText(advice), "- ");
    };
    writer.blank_line();
    if (result.documents == 0) return advise("The index is empty: fill it with sitrep-index.");
    if (result.total > 0)
        return advise(fmt::format("There are only {}; --offset {} is past the last.",
                                  grouped_number(result.total), grouped_number(request.offset)));
    writer.paragraph(StyledText("Nothing found."), "", Style::bold);
    if (!request.selections.empty()) advise("Try it without the filters (--region, --actor ...).");
    if (request.from || request.to) advise("Try a wider period (--from, --to).");
    if (request.query.find('"') != std::string::npos)
        advise("Words in quotes must stand as written: try it without the quotes.");
    if (request.query.find(' ') != std::string::npos)
        advise("Every word must be in the article: try fewer, or OR between them.");
    else
        advise("Check the spelling; with a * at the end a word finds all that begin like it.");
    advise(
        fmt::format("The index holds {}: the query * shows them all.", articles(result.documents)));
}

// ---- hits

std::string shown_name(const NamedEntity& entity) {
    return entity.name.empty() ? entity.id : entity.name;
}

void add_names(StyledText& line, std::string_view label, const std::vector<EntityRef>& entities) {
    if (entities.empty()) return;
    StyledText names;
    const std::size_t shown = std::min(entities.size(), names_shown);
    for (std::size_t i = 0; i < shown; ++i) names.add_item(shown_name(*entities[i]), ", ");
    if (entities.size() > shown) names.add(fmt::format(" +{}", entities.size() - shown));
    if (!line.empty()) line.add(" · ", Style::dim);
    line.add(label, Style::dim).add(" ").add(names.text());
}

void write_hit_evidence(TerminalWriter& writer, const Hit& hit, std::string_view indent) {
    StyledText why;
    for (const std::string& clause : hit.matched) why.add_item(clause);
    if (!why.empty()) writer.paragraph(StyledText("Matches: " + why.text()), indent);
    for (const Mention& mention : hit.article.mentions) {
        if (!mention.about || mention.evidence.empty()) continue;
        std::string line = mention.entity + ": " + describe(mention.evidence.front());
        if (mention.evidence.size() > 1)
            line += fmt::format(" and {} more", mention.evidence.size() - 1);
        writer.paragraph(StyledText(line), indent, Style::dim);
    }
}

// Of those that are not current.
std::string shown_version(const Article& article) {
    if (article.gone != Gone::no)
        return fmt::format("{} {}{}", name_of(article.gone), format_moment(article.committed),
                           article.reason.empty() ? "" : ": " + article.reason);
    if (article.superseded == 0) return {};
    return fmt::format("version {}, until {}", article.version, format_moment(article.superseded));
}

void write_hit(TerminalWriter& writer, const Hit& hit, std::size_t rank_width,
               const RenderOptions& options) {
    const Article& article = hit.article;
    const std::string rank = fmt::format("{:>{}}. ", hit.rank, rank_width);
    const std::string indent(rank.size(), ' ');
    const StyledText title =
        hit.highlighted_title.empty() ? StyledText(hit.title) : highlighted(hit.highlighted_title);
    writer.paragraph(title.empty() ? StyledText("(no title)") : title, rank, Style::bold);

    const bool has_address = article.url != article.id;
    writer.items(
        {article.source, article.date.to_string(), article.id, has_address ? article.url : "",
         hit.copies.count > 1 ? fmt::format("{} copies: {}, {}", hit.copies.count,
                                            counted(hit.copies.sources, "source"),
                                            counted(hit.copies.origins, "origin"))
                              : "",
         hit.story.reports > 1 ? fmt::format("story: {} reports, {}, {}", hit.story.reports,
                                             counted(hit.story.sources, "source"),
                                             counted(hit.story.origins, "origin"))
                               : "",
         shown_version(article), options.explain ? fmt::format("score {:.2f}", hit.score) : ""},
        indent, Style::dim);
    writer.paragraph(highlighted(hit.snippet), indent);
    StyledText names;
    add_names(names, "Where:", hit.regions);
    add_names(names, "Who:", hit.actors);
    writer.paragraph(names, indent);
    if (options.explain) write_hit_evidence(writer, hit, indent);
}

// ---- facets

struct FacetCell {
    std::string label; // cut, with its mark
    std::string count;
    bool selected = false;
    std::size_t columns() const { return display_columns(label) + 1 + count.size(); }
};

FacetCell facet_cell(const FacetValue& value, std::size_t columns) {
    const StyledText name(value.name.empty() ? value.id : value.name);
    StyledText label(value.selected ? "+" : value.excluded ? "-" : "");
    label.add_item(cut_to_columns(name.text(), std::min(columns, longest_facet_name)), "");
    return {label.text(), grouped_number(value.count), value.selected};
}

// Values fill columns of one width, row by row, the counts in line.
void write_facet(TerminalWriter& writer, const FacetResult& facet) {
    constexpr std::size_t indent = 2;
    std::vector<FacetCell> cells;
    std::size_t widest = 1;
    for (const FacetValue& value : facet.values) {
        cells.push_back(facet_cell(value, writer.width() / 2));
        widest = std::max(widest, cells.back().columns());
    }
    StyledText heading(field(facet.field).name, Style::bold);
    if (facet.distinct > cells.size())
        heading.add(fmt::format(" ({} of {})", cells.size(), grouped_number(facet.distinct)),
                    Style::dim);
    writer.paragraph(heading);

    const std::size_t a_row = std::max<std::size_t>(1, writer.width() / (widest + indent));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const FacetCell& cell = cells[i];
        writer.write(std::string(indent, ' '));
        writer.write(cell.label, cell.selected ? Style::bold : Style::plain);
        writer.write(std::string(widest + 1 - cell.columns(), ' '));
        writer.write(cell.count, Style::dim);
        if (i % a_row == a_row - 1 || i + 1 == cells.size()) writer.end_line();
    }
}

} // namespace

std::string render_text(const SearchResult& result, const SearchRequest& request,
                        const RenderOptions& options) {
    std::string out;
    TerminalWriter writer(out, options.width, options.color);
    write_count(writer, result);
    write_reading(writer, result.query);
    if (!result.suggestion.empty())
        writer.paragraph(StyledText(result.suggestion, Style::bold), "Did you mean: ");
    if (result.hits.empty() && (result.total == 0 || request.offset > 0))
        write_advice(writer, result, request);

    const std::size_t rank_width =
        result.hits.empty() ? 0 : std::to_string(result.hits.back().rank).size();
    for (const Hit& hit : result.hits) {
        writer.blank_line();
        write_hit(writer, hit, rank_width, options);
    }
    for (const FacetResult& facet : result.facets) {
        if (facet.values.empty()) continue;
        writer.blank_line();
        write_facet(writer, facet);
    }
    return out;
}

} // namespace sitrep
