#include "search_rows.h"

#include "measure.h"

#include "searcher/render.h"
#include "searcher/search.h"

#include <functional>
#include <memory>

namespace sitrep::bench {
namespace {

using Ask = std::function<void(const std::string&)>;
using Question = std::size_t (RivalSearch::*)(const std::string&);

class Rows {
  public:
    Rows(const std::vector<std::filesystem::path>& rival_indexes,
         const std::vector<std::string>& queries, std::size_t rounds, Report& report)
        : queries_(queries), rounds_(rounds), report_(report) {
        for (std::size_t i = 0; i < rivals().size(); ++i)
            searches_.push_back(rivals()[i].open(rival_indexes[i]));
    }

    void beside_all(const std::string& what, Ask ours, Question question) {
        std::vector<Ask> engines{std::move(ours)};
        for (const auto& search : searches_)
            engines.push_back([&search, question](const std::string& query) {
                (search.get()->*question)(query);
            });
        add(what, engines);
    }

    void beside_plain(const std::string& what, Ask ours, Question question) {
        add(what, {std::move(ours), [this, question](const std::string& query) {
                       (searches_.front().get()->*question)(query);
                   }});
    }

  private:
    void add(const std::string& what, const std::vector<Ask>& engines) {
        Row mean{what, "ms", {}};
        Row p95{what + ", p95", "ms", {}};
        for (const QueryCost& cost : costs_in_turn(queries_, rounds_, engines)) {
            mean.values.push_back(cost.mean);
            p95.values.push_back(cost.p95);
        }
        report_.rows.push_back(std::move(mean));
        report_.rows.push_back(std::move(p95));
    }

    std::vector<std::unique_ptr<RivalSearch>> searches_;
    const std::vector<std::string>& queries_;
    std::size_t rounds_;
    Report& report_;
};

SearchRequest with_facets(std::initializer_list<FieldId> fields) {
    SearchRequest request;
    for (const FieldId field : fields) request.facets.push_back({field, 10});
    return request;
}

} // namespace

void add_search_rows(const std::filesystem::path& index,
                     const std::vector<std::filesystem::path>& rival_indexes,
                     const std::vector<std::string>& queries, std::size_t rounds, Report& report) {
    Rows rows(rival_indexes, queries, rounds, report);
    Searcher searcher(index);
    searcher.load_columns();
    const auto ours = [&searcher](SearchRequest request) -> Ask {
        return [&searcher, request](const std::string& query) mutable {
            request.query = query;
            searcher.search(request);
        };
    };
    const auto rendered = [&searcher](SearchRequest request) -> Ask {
        return [&searcher, request](const std::string& query) mutable {
            request.query = query;
            render_json(searcher.search(request), {});
        };
    };
    SearchRequest records;
    records.snippets = false;
    SearchRequest newest = records;
    newest.sort = Sort::newest;
    const SearchRequest snippets;
    const SearchRequest five = with_facets(
        {FieldId::region, FieldId::actor, FieldId::source, FieldId::event, FieldId::date});
    SearchRequest six = five;
    six.facets.push_back({FieldId::lang, 10});

    rows.beside_all("top ten (Sitrep: records, exact total)", ours(records), &RivalSearch::ids);
    rows.beside_all("the ten newest", ours(newest), &RivalSearch::newest);
    rows.beside_all("top ten with snippets", ours(snippets), &RivalSearch::snippets);
    rows.beside_plain("top ten with snippets (plain: ids alone)", ours(snippets),
                      &RivalSearch::ids);
    rows.beside_plain("with snippets, five facets (plain: ids alone)", ours(five),
                      &RivalSearch::ids);
    rows.beside_plain("with snippets, six facets (plain: ids alone)", ours(six), &RivalSearch::ids);
    rows.beside_all("whole answer (rivals: three plain counts)", rendered(six),
                    &RivalSearch::answer);
    // As the server searches, which keeps lists that are asked for again, as all here are.
    constexpr std::size_t kept_bytes = 16 << 20;
    searcher.keep_lists(kept_bytes);
    rows.beside_plain("whole answer, frequent lists in memory", rendered(six),
                      &RivalSearch::answer);
    rows.beside_plain("top ten, frequent lists in memory", ours(records), &RivalSearch::ids);
    rows.beside_plain("snippets, five facets, the same (plain: ids)", ours(five),
                      &RivalSearch::ids);
}

} // namespace sitrep::bench
