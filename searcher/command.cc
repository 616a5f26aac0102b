#include "searcher/command.h"

#include "schema/error.h"
#include "searcher/render.h"
#include "searcher/render_citation.h"
#include "searcher/render_feed.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <limits>
#include <ostream>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr auto formats = std::to_array<OutputFormat>({
    {"text", "for people"},
    {"json", "one document: the query, hits, facets"},
    {"jsonl", "a line a hit, with the whole article; streams"},
    {"csv", "a line a hit; streams"},
    {"atom", "a feed"},
    {"jsonfeed", "a feed as JSON Feed"},
    {"geojson", "for maps: hits at the places they are about, and regions with their counts"},
});

constexpr std::size_t map_regions = 1000;

std::string render(const SearchResult& result, const SearchCommand& command,
                   const RenderOptions& options, const Gazetteer& gazetteer) {
    FeedFrame frame;
    frame.offset = command.request.offset;
    frame.limit = result.hits.size();
    if (command.format == "json") return render_json(result, options) + "\n";
    if (command.format == "atom") return render_atom(result, frame);
    if (command.format == "jsonfeed") return render_json_feed(result, frame) + "\n";
    if (command.format == "geojson") return render_geojson(result, gazetteer) + "\n";
    return render_text(result, command.request, options);
}

std::vector<FacetRequest> default_facets() {
    return {{FieldId::region, 10}, {FieldId::actor, 10},   {FieldId::source, 10},
            {FieldId::lang, 10},   {FieldId::section, 10}, {FieldId::date, 10}};
}

void check_written(std::ostream& out) {
    if (!out) throw Error(ErrorKind::internal, "cannot write to standard output");
}

void cite(const SearchCommand& command, const SearchResult& result) {
    if (command.citation.empty()) return;
    std::ofstream file(command.citation);
    file << render_citation(result) << '\n';
    file.close();
    if (!file)
        throw Error(ErrorKind::usage, fmt::format("cannot write {}", command.citation.string()),
                    "name a file of a directory that is there for --cite");
}

void stream(Searcher& searcher, const SearchCommand& command, const RenderOptions& options,
            std::ostream& out) {
    SearchRequest request = command.request;
    request.explain = options.explain;
    const bool csv = command.format == "csv";
    request.snippets = csv || request.snippets;
    if (csv) out << csv_header();
    searcher.stream(
        request,
        [&](Hit& hit) {
            if (csv)
                out << render_csv_hit(hit);
            else
                out << render_jsonl_hit(hit, options) << '\n';
            return static_cast<bool>(out);
        },
        [&](const SearchResult& result) { cite(command, result); });
}

bool show_versions(Searcher& searcher, const SearchCommand& command, const RenderOptions& options,
                   std::ostream& out) {
    const std::vector<Article> versions = searcher.versions(command.id);
    if (versions.empty()) return false;
    out << (command.format == "text" ? render_versions_text(versions, options)
                                     : render_versions_json(versions) + "\n");
    return true;
}

// Of an article that was taken out.
bool show_tombstone(Searcher& searcher, const SearchCommand& command, const RenderOptions& options,
                    std::ostream& out) {
    std::vector<Article> versions = searcher.versions(command.id);
    if (versions.empty()) return false;
    versions.erase(versions.begin(), versions.end() - 1);
    out << (command.format == "text" ? render_versions_text(versions, options)
                                     : render_versions_json(versions) + "\n");
    return true;
}

bool show_article(Searcher& searcher, const SearchCommand& command, const RenderOptions& options,
                  std::ostream& out) {
    if (command.versions) return show_versions(searcher, command, options, out);
    const auto article = searcher.article(command.id);
    if (!article) return show_tombstone(searcher, command, options, out);
    if (command.format == "text") {
        out << render_article_text(*article, searcher.gazetteer(), options);
        return true;
    }
    SearchRequest request;
    request.query = to_string([&] {
        Node node;
        node.kind = NodeKind::keyword;
        node.field = FieldId::id;
        node.text = command.id;
        node.values = {command.id};
        return node;
    }());
    SearchCommand of_id = command;
    of_id.request = request;
    stream(searcher, of_id, options, out);
    return true;
}

bool show_similar(Searcher& searcher, const SearchCommand& command, const RenderOptions& options,
                  std::ostream& out) {
    auto hits = searcher.similar(command.similar, command.request.limit);
    if (!hits) return false;
    SearchResult result;
    result.hits = std::move(*hits);
    result.total = result.articles = result.hits.size();
    result.revision = searcher.revision();
    result.documents = searcher.documents();
    if (command.format == "csv") out << csv_header();
    for (const Hit& hit : result.hits)
        if (command.format == "csv")
            out << render_csv_hit(hit);
        else if (command.format == "jsonl")
            out << render_jsonl_hit(hit, options) << '\n';
    if (command.format != "csv" && command.format != "jsonl")
        out << render(result, command, options, searcher.gazetteer());
    return true;
}

} // namespace

std::span<const OutputFormat> output_formats() {
    return formats;
}

bool run(const SearchCommand& command, std::ostream& out) {
    if (std::none_of(formats.begin(), formats.end(),
                     [&](const OutputFormat& f) { return f.name == command.format; }))
        throw Error(ErrorKind::usage, fmt::format("unknown format \"{}\"", command.format),
                    "see the formats with --help");
    Searcher searcher(command.index, command.partial);
    const RenderOptions options{command.color, command.width, command.request.explain};
    bool found = true;
    if (!command.id.empty()) {
        found = show_article(searcher, command, options, out);
    } else if (!command.similar.empty()) {
        found = show_similar(searcher, command, options, out);
    } else if (command.format == "jsonl" || command.format == "csv") {
        stream(searcher, command, options, out);
    } else {
        SearchRequest request = command.request;
        if (command.default_facets && command.format == "json") request.facets = default_facets();
        if (command.default_facets && command.format == "geojson")
            request.facets = {{FieldId::region, map_regions}};
        if (request.limit == 0) request.limit = std::numeric_limits<std::uint32_t>::max();
        const SearchResult result = searcher.search(request);
        cite(command, result);
        out << render(result, command, options, searcher.gazetteer());
    }
    out.flush();
    check_written(out);
    return found;
}

void print_fields(std::ostream& out) {
    constexpr std::array<std::string_view, 6> kinds{"text", "entity", "keyword",
                                                    "date", "count",  "number"};
    for (const Field& f : fields) {
        std::string names(f.name);
        for (const std::string_view alias : f.aliases)
            if (!alias.empty()) names += fmt::format(", {}", alias);
        out << fmt::format("{:<20} {:<8} {:<6} {}\n{:<20} e.g. {}\n", names,
                           kinds[static_cast<std::size_t>(f.kind)], f.facet ? "facet" : "", f.help,
                           "", f.example);
    }
}

namespace {

// "1987-12..", "..2019-05-20"; empty where there is no bound.
std::string shown_period(Day from, Day to) {
    const bool open_from = from == std::numeric_limits<Day>::min();
    const bool open_to = to == std::numeric_limits<Day>::max();
    if (open_from && open_to) return {};
    return fmt::format("{}..{}", open_from ? "" : format_day(from), open_to ? "" : format_day(to));
}

void print_name(const Gazetteer& gazetteer, const Entity& entity, std::ostream& out) {
    out << fmt::format("{}\t{}\t{}", entity.id, entity.name, name_of(entity.type));
    if (!entity.country.empty()) out << ", " << entity.country;
    if (const auto period = shown_period(entity.valid_from, entity.valid_to); !period.empty())
        out << ", " << period;
    out << '\n';
    for (const Affiliation& one : gazetteer.affiliations(entity.index)) {
        const std::string period = shown_period(one.from, one.to);
        out << "    acts for " << gazetteer.entity(one.whom).id
            << (period.empty() ? "" : " " + period) << '\n';
    }
    std::string names;
    for (const std::string_view alias : gazetteer.aliases(entity.index))
        if (alias != entity.name) names.append(names.empty() ? "" : " | ").append(alias);
    if (!names.empty()) out << "    " << names << '\n';
}

} // namespace

void print_names(const Gazetteer& gazetteer, std::string_view field_name, std::string_view prefix,
                 std::ostream& out) {
    const Field* const f = find_field(field_name);
    if (f == nullptr || (f->id != FieldId::region && f->id != FieldId::actor))
        throw Error(ErrorKind::usage, fmt::format("\"{}\" has no names to list", field_name),
                    "--fields actor --prefix hez, or --fields region --prefix khar");
    const EntityKind kind = f->id == FieldId::actor ? EntityKind::actor : EntityKind::region;
    if (!prefix.empty()) {
        for (const Entity& entity :
             gazetteer.complete(kind, prefix, std::numeric_limits<std::size_t>::max()))
            print_name(gazetteer, entity, out);
        return;
    }
    for (EntityIndex index = 0; index < gazetteer.size(); ++index)
        if (const Entity entity = gazetteer.entity(index); entity.kind == kind)
            print_name(gazetteer, entity, out);
}

std::vector<FacetRequest> parse_facets(std::string_view list) {
    std::vector<FacetRequest> facets;
    if (list == "none" || list.empty()) return facets;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        std::string_view name = list.substr(begin, end - begin);
        begin = end + 1;
        FacetRequest request;
        if (const std::size_t colon = name.find(':'); colon != name.npos) {
            const std::string_view size = name.substr(colon + 1);
            const auto [stop, error] =
                std::from_chars(size.data(), size.data() + size.size(), request.size);
            if (error != std::errc{} || stop != size.data() + size.size())
                throw Error(ErrorKind::usage, fmt::format("\"{}\" is no number of values", size),
                            "as in --facets region:20; 0 gives all");
            name = name.substr(0, colon);
        }
        const Field* f = find_field(name);
        if (f == nullptr || !f->facet) {
            std::string known;
            for (const Field& each : fields)
                if (each.facet) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
            throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a facet", name),
                        "facets are " + known);
        }
        request.field = f->id;
        facets.push_back(request);
    }
    return facets;
}

} // namespace sitrep
