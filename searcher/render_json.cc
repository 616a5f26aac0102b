#include "searcher/render.h"
#include "searcher/render_citation.h"

#include "searcher/render_json_writer.h"
#include "searcher/versions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

double rounded(double number) {
    return std::round(number * 1000) / 1000;
}

std::string_view name_of(Part part) {
    switch (part) {
    case Part::title: return "title";
    case Part::text: return "text";
    case Part::input: return "input";
    }
    return "text";
}

void write_strings(JsonWriter& json, std::string_view name,
                   const std::vector<std::string>& values) {
    json.key(name).array([&] {
        for (const std::string& value : values) json.value(value);
    });
}

// ---- what the query was taken for

void write_query(JsonWriter& json, const SearchResult& result) {
    const ParsedQuery& query = result.query;
    json.member("text", query.text);
    json.member("parsed", query.parsed);
    json.key("expansions").array([&] {
        for (const QueryExpansion& expansion : query.expansions)
            json.object([&] {
                json.member("text", expansion.text);
                json.member("field", field(expansion.field).name);
                write_strings(json, "ids", expansion.ids);
            });
    });
    json.key("warnings").array([&] {
        for (const QueryWarning& warning : query.warnings)
            json.object([&] {
                json.member("message", warning.message);
                json.member("hint", warning.hint);
                json.member("begin", warning.span.begin);
                json.member("end", warning.span.end);
            });
    });
    json.member_or_null("suggestion", result.suggestion);
}

// ---- hits

void write_labels(JsonWriter& json, std::string_view name, const std::vector<Label>& labels) {
    json.key(name).array([&] {
        for (const Label& label : labels) json.value(label.id);
    });
}

void write_entities(JsonWriter& json, const Hit& hit) {
    json.key("regions").array([&] {
        for (const EntityRef& region : hit.regions)
            json.object([&] {
                json.member("id", region->id);
                json.member("name", region->name);
                write_strings(json, "path", region->path);
            });
    });
    json.key("actors").array([&] {
        for (const EntityRef& actor : hit.actors)
            json.object([&] {
                json.member("id", actor->id);
                json.member("name", actor->name);
                json.member("type", actor->type);
            });
    });
}

void write_event_date(JsonWriter& json, const EventDate& date) {
    json.member("from", format_day(date.range.from));
    json.member("to", format_day(date.range.to));
    json.member("precision", name_of(date.precision));
}

void write_event_dates(JsonWriter& json, std::string_view name, const Article& article,
                       bool planned) {
    json.key(name).array([&] {
        for (const EventDate& date : article.happened)
            if (date.planned == planned) json.object([&] { write_event_date(json, date); });
    });
}

void write_casualties(JsonWriter& json, std::string_view name,
                      const std::optional<Casualties>& casualties) {
    json.key(name);
    if (!casualties) return json.null();
    json.object([&] {
        json.member("low", casualties->low);
        json.member("high", casualties->high);
    });
}

void write_findings(JsonWriter& json, const Article& article) {
    write_labels(json, "conflicts", article.conflicts);
    write_labels(json, "events", article.events);
    write_labels(json, "weapons", article.weapons);
    write_labels(json, "agencies", article.agencies);
    write_event_dates(json, "happened", article, false);
    write_event_dates(json, "planned", article, true);
    write_casualties(json, "killed", article.killed);
    write_casualties(json, "injured", article.injured);
}

void write_groups(JsonWriter& json, const Hit& hit) {
    json.key("copies");
    if (hit.copies.id.empty())
        json.null();
    else
        json.object([&] {
            json.member("id", hit.copies.id);
            json.member("count", hit.copies.count);
            json.member("sources", hit.copies.sources);
            json.member("origins", hit.copies.origins);
        });
    json.key("story");
    if (hit.story.id.empty())
        json.null();
    else
        json.object([&] {
            json.member("id", hit.story.id);
            json.member("reports", hit.story.reports);
            json.member("articles", hit.story.articles);
            json.member("sources", hit.story.sources);
            json.member("origins", hit.story.origins);
        });
}

void write_snippet(JsonWriter& json, const std::vector<Fragment>& fragments) {
    json.member("html", snippet_html(fragments));
    json.key("fragments").array([&] {
        for (const Fragment& fragment : fragments)
            json.array([&] {
                for (const Run& run : fragment)
                    json.object([&] {
                        json.member("text", run.text);
                        json.member("match", run.match);
                    });
            });
    });
}

// Stamps; 0: none.
void write_moment(JsonWriter& json, std::string_view name, std::int64_t microseconds) {
    json.member_or_null(name, microseconds == 0 ? "" : format_moment(microseconds));
}

// ---- evidence

void write_evidence(JsonWriter& json, const Evidence& evidence) {
    json.object([&] {
        json.member("part", name_of(evidence.part));
        json.member("begin", evidence.begin);
        json.member("end", evidence.end);
        json.member("alias", evidence.alias);
        json.member("rule", evidence.rule);
        json.member("confidence", rounded(double{evidence.confidence}));
    });
}

void write_evidence_list(JsonWriter& json, const std::vector<Evidence>& list) {
    json.key("evidence").array([&] {
        for (const Evidence& evidence : list) write_evidence(json, evidence);
    });
}

void write_mentions(JsonWriter& json, const std::vector<Mention>& mentions) {
    json.key("mentions").array([&] {
        for (const Mention& mention : mentions)
            json.object([&] {
                json.member("entity", mention.entity);
                json.member("kind", mention.is_actor ? "actor" : "region");
                json.member("about", mention.about);
                write_evidence_list(json, mention.evidence);
            });
    });
}

void write_label_evidence(JsonWriter& json, std::string_view name,
                          const std::vector<Label>& labels) {
    json.key(name).array([&] {
        for (const Label& label : labels)
            json.object([&] {
                json.member("id", label.id);
                write_evidence_list(json, label.evidence);
            });
    });
}

void write_casualty_evidence(JsonWriter& json, std::string_view name,
                             const std::optional<Casualties>& casualties) {
    json.key(name);
    if (!casualties) return json.null();
    json.object([&] {
        json.member_or_null("attributed_to", casualties->attributed_to);
        write_evidence_list(json, casualties->evidence);
    });
}

// Why the hit is there, and what in the article shows each value.
void write_explanation(JsonWriter& json, const Hit& hit) {
    const Article& article = hit.article;
    write_strings(json, "why", hit.matched);
    write_mentions(json, article.mentions);
    json.key("evidence").object([&] {
        write_label_evidence(json, "conflicts", article.conflicts);
        write_label_evidence(json, "events", article.events);
        write_label_evidence(json, "weapons", article.weapons);
        write_label_evidence(json, "agencies", article.agencies);
        json.key("happened").array([&] {
            for (const EventDate& date : article.happened)
                json.object([&] {
                    write_event_date(json, date);
                    json.member("planned", date.planned);
                    json.key("evidence").array([&] { write_evidence(json, date.evidence); });
                });
        });
        write_casualty_evidence(json, "killed", article.killed);
        write_casualty_evidence(json, "injured", article.injured);
    });
}

// ---- the whole article

// The members that came with the article and that Sitrep does not know: JSON, put on one line.
void write_extra(JsonWriter& json, std::string_view extra) {
    json.key("extra");
    if (extra.empty()) return json.object([] {});
    if (extra.front() != '{' || !nlohmann::json::accept(extra)) return json.value(extra);
    std::string line(extra);
    // Within valid JSON a bare line break is only white space.
    std::ranges::replace(line, '\n', ' ');
    std::ranges::replace(line, '\r', ' ');
    json.raw(line);
}

void write_article(JsonWriter& json, const Article& article) {
    json.member("text", article.text);
    json.key("origin").object([&] {
        json.member("file", article.origin.file);
        json.member("line", article.origin.line);
    });
    write_strings(json, "authors", article.authors);
    write_strings(json, "sections", article.sections);
    json.member_or_null("indexed", article.indexed == 0 ? "" : format_seconds(article.indexed));
    write_extra(json, article.extra);
}

// ---- facets

void write_facets(JsonWriter& json, const std::vector<FacetResult>& facets) {
    for (const FacetResult& facet : facets) {
        const Field& of = field(facet.field);
        json.key(of.name).array([&] {
            for (const FacetValue& value : facet.values)
                json.object([&] { write_facet_value(json, value, of.kind == FieldKind::date); });
        });
    }
}

} // namespace

void write_hit(JsonWriter& json, const Hit& hit) {
    const Article& article = hit.article;
    json.member("rank", hit.rank);
    json.member("id", article.id);
    json.member_or_null("url", article.url);
    json.member("title", hit.title);
    json.member_or_null("source", article.source);
    json.member_or_null("published", article.date.to_string());
    json.member_or_null("updated", article.updated.to_string());
    json.member_or_null("lang", article.lang);
    json.member("score", rounded(hit.score));
    json.member("version", article.version);
    write_moment(json, "committed", article.committed);
    write_moment(json, "superseded", article.superseded);
    if (article.gone != Gone::no) {
        json.member("gone", name_of(article.gone));
        json.member_or_null("reason", article.reason);
    }
    write_entities(json, hit);
    write_findings(json, article);
    write_groups(json, hit);
    json.key("snippet").object([&] { write_snippet(json, hit.snippet); });
}

void write_facet_value(JsonWriter& json, const FacetValue& value, bool is_date) {
    json.member("id", value.id);
    if (is_date) {
        json.member("count", value.count);
        if (value.selected) json.member("selected", true);
    } else {
        json.member("name", value.name);
        json.member_or_null("parent", value.parent);
        json.member("count", value.count);
        json.member("selected", value.selected);
    }
    if (value.excluded) json.member("excluded", true);
}

std::string render_json(const SearchResult& result, const RenderOptions& options) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.key("query").object([&] { write_query(json, result); });
        json.key("total").object([&] {
            json.member("value", result.total);
            json.member("relation", result.exact ? "eq" : "gte");
            json.member("articles", result.articles);
            json.member("counts", counted_things(result.collapse));
        });
        json.member("took_ms", rounded(result.took_ms));
        json.key("index").object([&] {
            json.member("revision", result.revision);
            json.member("documents", result.documents);
            if (result.committed != 0) write_moment(json, "committed", result.committed);
            if (result.as_of) json.member("as_of", format_moment(*result.as_of));
            if (!result.missing_shards.empty())
                write_strings(json, "missing_shards", result.missing_shards);
        });
        json.key("hits").array([&] {
            for (const Hit& hit : result.hits)
                json.object([&] {
                    write_hit(json, hit);
                    if (options.explain) write_explanation(json, hit);
                });
        });
        json.member_or_null("next", result.next);
        json.key("facets").object([&] { write_facets(json, result.facets); });
    });
    return out;
}

std::string render_json_hit(const Hit& hit) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        write_hit(json, hit);
        write_strings(json, "why", hit.matched);
    });
    return out;
}

std::string render_jsonl_hit(const Hit& hit, const RenderOptions& options) {
    std::string out;
    out.reserve(hit.article.text.size() + 2048);
    JsonWriter json(out);
    json.object([&] {
        write_hit(json, hit);
        write_article(json, hit.article);
        if (options.explain) write_explanation(json, hit);
    });
    return out;
}

} // namespace sitrep
