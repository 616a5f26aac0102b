// Facets of a result, from what was counted.
#include "searcher/search_impl.h"

#include <algorithm>
#include <map>

namespace sitrep {

void Searcher::Impl::take_counts(const SearchRequest& request, const Plan& p, FacetCounts counts,
                                 SearchResult& result) {
    result.total = counts.total;
    result.articles = counts.articles;
    for (std::size_t i = 0; i < request.facets.size(); ++i)
        result.facets.push_back(
            facet_result(request.facets[i], p, std::move(counts.by_request[i])));
}

// Leaves out levels that are too many to show.
void Searcher::Impl::choose_dates(std::vector<FacetValue>& values) {
    std::map<std::size_t, std::size_t> of_size;
    for (const FacetValue& value : values) ++of_size[value.id.size()];
    std::erase_if(values, [&](const FacetValue& value) {
        const std::size_t size = value.id.size();
        return !value.selected && !value.excluded && of_size[size] > most_dates(size);
    });
}

FacetResult Searcher::Impl::facet_result(const FacetRequest& request, const Plan& p,
                                         FacetCounts::Facet counted) {
    const Field& f = field(request.field);
    FacetResult result{request.field, {}, counted.distinct};
    const auto is_in = [](const std::vector<std::string>& list, const std::string& id) {
        return std::find(list.begin(), list.end(), id) != list.end();
    };
    std::vector<FacetValue>& values = result.values;
    for (FacetCounts::Value& value : counted.values)
        values.push_back(
            {std::move(value.id), std::move(value.name), {}, value.count, false, false});
    for (const ValueSelection& selection : p.selections) {
        if (selection.field != request.field) continue;
        for (FacetValue& value : values) {
            value.selected = value.selected || is_in(selection.any, value.id);
            value.excluded = value.excluded || is_in(selection.exclude, value.id);
        }
    }
    if (f.kind == FieldKind::date) {
        if (request.size > 0) choose_dates(values);
        std::sort(values.begin(), values.end(),
                  [](const FacetValue& a, const FacetValue& b) { return a.id < b.id; });
    } else {
        const auto better = [](const FacetValue& a, const FacetValue& b) {
            return a.count != b.count ? a.count > b.count : a.id < b.id;
        };
        std::sort(values.begin(), values.end(), better);
        if (request.size > 0 && values.size() > request.size) {
            const auto rest = values.begin() + static_cast<std::ptrdiff_t>(request.size);
            values.erase(std::remove_if(rest, values.end(),
                                        [](const FacetValue& value) {
                                            return !value.selected && !value.excluded;
                                        }),
                         values.end());
        }
    }
    for (FacetValue& value : values) {
        if (f.kind == FieldKind::entity) {
            const KnownEntity& known = names->of(
                f.id == FieldId::actor ? EntityKind::actor : EntityKind::region, value.id);
            value.name = known.shown->name;
            value.parent = known.parent;
        } else if (f.kind == FieldKind::date && value.id.size() > 4) {
            value.parent = value.id.substr(0, value.id.size() - 3);
        }
    }
    return result;
}

} // namespace sitrep
