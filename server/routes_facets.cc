// Values of one facet among the articles that a search finds: those of a name.

#include "server/handlers.h"

#include "schema/analysis.h"
#include "searcher/render_json_writer.h"
#include "server/freshness.h"
#include "server/owner.h"
#include "server/params.h"
#include "server/problem.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

namespace sitrep {
namespace {

const Field& facet_of(const std::string& name) {
    const Field* f = find_field(name);
    if (f != nullptr && f->facet) return *f;
    std::string known;
    for (const Field& each : fields)
        if (each.facet) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
    throw ProblemError(plain_problem(404, "there is no such facet", "facets are " + known));
}

// Whether a word of a folded text begins so.
bool has_word_start(std::string_view folded, std::string_view prefix) {
    for (std::size_t at = folded.find(prefix); at != folded.npos; at = folded.find(prefix, at + 1))
        if (at == 0 || folded[at - 1] == ' ' || folded[at - 1] == '-') return true;
    return false;
}

// Which values a prefix stands for: by any name in any script where the gazetteer knows them.
class NameFilter {
  public:
    NameFilter(const Field& of, const std::string& prefix, const Gazetteer& gazetteer)
        : prefix_(fold_keyword(prefix)) {
        if (of.kind != FieldKind::entity || prefix_.empty()) return;
        const EntityKind kind = of.id == FieldId::actor ? EntityKind::actor : EntityKind::region;
        for (const Entity& entity :
             gazetteer.complete(kind, prefix, std::numeric_limits<std::size_t>::max()))
            known_.emplace(entity.id);
    }

    bool passes(const FacetValue& value) const {
        return prefix_.empty() || known_.contains(value.id) || value.id.starts_with(prefix_) ||
               has_word_start(fold_keyword(value.name), prefix_);
    }

  private:
    std::string prefix_;
    std::set<std::string, std::less<>> known_;
};

} // namespace

HttpResponse facet_api(Site& site, const HttpRequest& http) {
    const Field& of = facet_of(http.path_value("field"));
    std::string prefix;
    std::vector<Parameter> rest;
    for (Parameter& parameter : parse_query_string(http.query)) {
        if (parameter.name == "prefix")
            prefix = parameter.value.substr(0, parameter_limits::value_bytes);
        else
            rest.push_back(std::move(parameter));
    }
    make_valid_utf8(prefix);
    SearchRequest request = parse_search(rest, api_defaults()).request;
    const std::size_t limit = request.limit;
    request.limit = 0;
    request.facets = {{of.id, 0}};
    const SavedUse saved = saved_use(site, http, request.query);
    request.saved = saved.searches;
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision(), saved.revision);
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const SearchResult result = searcher->search(request);
    const NameFilter filter(of, prefix, searcher->gazetteer());
    std::string body;
    JsonWriter json(body);
    json.object([&] {
        json.member("field", of.name);
        json.member("prefix", prefix);
        std::uint64_t found = 0;
        json.key("values").array([&] {
            for (const FacetValue& value : result.facets.front().values) {
                if (!filter.passes(value) || ++found > limit) continue;
                json.object([&] { write_facet_value(json, value, of.kind == FieldKind::date); });
            }
        });
        json.member("found", found);
        json.member("distinct", result.facets.front().distinct);
        json.key("index").object([&] {
            json.member("revision", result.revision);
            json.member("documents", result.documents);
        });
    });
    return {200, std::string(type_json), std::move(body), {{"ETag", etag}}};
}

} // namespace sitrep
