#include "searcher/facet.h"

#include "schema/error.h"
#include "searcher/column_counter.h"

#include <algorithm>
#include <limits>
#include <map>

namespace sitrep {
namespace {

// What a sort orders by, the greatest first. Seconds are whole numbers that a double holds exactly.
double sort_key(Sort sort, const ShardColumns& shard, const Match& match) {
    if (sort == Sort::relevance) return match.weight;
    const auto published = static_cast<double>(shard.published[match.docid - 1]);
    return sort == Sort::newest ? published : -published;
}

// The best so far by weight; of equal ones the first docids.
class Ranking {
  public:
    explicit Ranking(std::size_t wanted) : wanted_(wanted) {}

    bool wants(double weight) const {
        return best_.size() < wanted_ || (wanted_ > 0 && weight >= best_.front().weight);
    }
    void add(const Match& match) {
        if (best_.size() == wanted_) {
            if (!better(match, best_.front())) return;
            std::pop_heap(best_.begin(), best_.end(), better);
            best_.back() = match;
        } else {
            best_.push_back(match);
        }
        std::push_heap(best_.begin(), best_.end(), better);
    }
    std::vector<Match> take() {
        std::sort(best_.begin(), best_.end(), better);
        return std::move(best_);
    }

  private:
    static bool better(const Match& a, const Match& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.docid < b.docid;
    }

    std::size_t wanted_;
    std::vector<Match> best_; // a heap, the worst on top
};

// Counts and ranks what is found in one shard after the other.
class Pass {
  public:
    Pass(const ColumnPass& pass, const PassRequest& request)
        : pass_(pass), request_(request), ranking_(request.wanted),
          counter_(pass.store, request.selections, request.facets, pass.tables) {}

    void open(std::size_t shard) {
        shard_ = shard;
        counter_.open(*pass_.columns[shard]);
    }
    // Matches of the open shard; takes those out that do not pass all selections.
    void see(std::vector<Match>& matches) {
        if (std::chrono::steady_clock::now() > pass_.deadline) throw_timeout();
        counter_.count(matches);
        if (request_.wanted == 0) return;
        for (const Match& match : matches) {
            const double key = sort_key(request_.sort, *pass_.columns[shard_], match);
            if (ranking_.wants(key)) ranking_.add({global_docid(match.docid), key});
        }
    }
    FacetCounts take(std::vector<Match>& best) {
        best = ranking_.take();
        if (request_.sort != Sort::relevance)
            for (Match& match : best) match.weight = 0;
        return counter_.take();
    }

  private:
    // As Xapian numbers the documents of several databases opened as one.
    Xapian::docid global_docid(Xapian::docid docid) const {
        return static_cast<Xapian::docid>((docid - 1) * pass_.shards.size() + shard_ + 1);
    }

    const ColumnPass& pass_;
    const PassRequest& request_;
    Ranking ranking_;
    ColumnCounter counter_;
    std::size_t shard_ = 0;
};

// Sees every match that Xapian's matcher finds in one shard.
class ColumnSpy : public Xapian::MatchSpy {
  public:
    explicit ColumnSpy(Pass& pass) : pass_(pass) {}

    void operator()(const Xapian::Document& document, double) override {
        batch_.push_back({document.get_docid(), 0});
        if (batch_.size() == batch_size) flush();
    }
    std::string name() const override { return "sitrep-columns"; }
    void flush() {
        pass_.see(batch_);
        batch_.clear();
    }

  private:
    static constexpr std::size_t batch_size = 512;

    Pass& pass_;
    std::vector<Match> batch_;
};

void sum_slots(const Field& f, const Xapian::ValueCountMatchSpy& spy, FacetCounts::Facet& out) {
    std::map<std::string, FacetCounts::Value> sums;
    std::vector<std::pair<std::string, std::string_view>> values;
    for (auto slot = spy.values_begin(); slot != spy.values_end(); ++slot) {
        const std::string joined = *slot;
        split_slot(f, joined, values);
        for (const auto& [id, name] : values) {
            FacetCounts::Value& sum = sums[id];
            if (sum.count == 0) sum.name = name;
            sum.count += slot.get_termfreq();
        }
    }
    for (auto& [id, sum] : sums) {
        sum.id = id;
        out.values.push_back(std::move(sum));
    }
    out.distinct = out.values.size();
}

} // namespace

std::size_t most_dates(std::size_t id_size) {
    constexpr std::size_t months = 120;
    constexpr std::size_t days = 62;
    return id_size == 7 ? months : id_size == 10 ? days : std::numeric_limits<std::size_t>::max();
}

void throw_timeout() {
    throw Error(ErrorKind::limit, "the search took longer than its limit",
                "narrow it with more words or a filter");
}

FacetCounts ColumnPass::count(const Xapian::Query& query, const PassRequest& request,
                              std::vector<Match>& best) const {
    Pass pass(*this, request);
    for (std::size_t s = 0; s < shards.size(); ++s) {
        pass.open(s);
        ColumnSpy spy(pass);
        Xapian::Enquire enquire(shards[s]);
        enquire.set_query(query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
        enquire.add_matchspy(&spy);
        enquire.get_mset(0, 0, shards[s].get_doccount());
        spy.flush();
    }
    return pass.take(best);
}

FacetCounts ColumnPass::walk(const PostingTree& tree, const Bm25& bm25, const PassRequest& request,
                             std::vector<Match>& best) const {
    Pass pass(*this, request);
    std::vector<Match> batch;
    for (std::size_t s = 0; s < shards.size(); ++s) {
        pass.open(s);
        Walk walk(tree, database, shards[s], columns[s]->lengths, bm25);
        while (walk.next(batch)) pass.see(batch);
    }
    return pass.take(best);
}

FacetCounts count_by_slots(const Xapian::Database& database,
                           const std::function<Xapian::Query(std::size_t)>& query_without,
                           const std::vector<ValueSelection>& selections,
                           const std::vector<FacetRequest>& requested) {
    FacetCounts result;
    result.by_request.resize(requested.size());
    const auto pass = [&](const Xapian::Query& query, const std::vector<std::size_t>& requests) {
        std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
        Xapian::Enquire enquire(database);
        enquire.set_query(query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        for (const std::size_t r : requests) {
            spies.push_back(
                std::make_unique<Xapian::ValueCountMatchSpy>(field(requested[r].field).slot));
            enquire.add_matchspy(spies.back().get());
        }
        const Xapian::MSet mset = enquire.get_mset(0, 0, database.get_doccount());
        for (std::size_t i = 0; i < requests.size(); ++i)
            sum_slots(field(requested[requests[i]].field), *spies[i],
                      result.by_request[requests[i]]);
        return mset.get_matches_estimated(); // exact: every match was checked
    };
    const auto has_selection = [&](FieldId id) {
        return std::find_if(selections.begin(), selections.end(),
                            [&](const ValueSelection& s) { return s.field == id; }) -
               selections.begin();
    };
    std::vector<std::size_t> together;
    for (std::size_t r = 0; r < requested.size(); ++r) {
        const auto s = static_cast<std::size_t>(has_selection(requested[r].field));
        if (s == selections.size())
            together.push_back(r);
        else
            pass(query_without(s), {r});
    }
    result.total = pass(query_without(selections.size()), together);
    return result;
}

} // namespace sitrep
