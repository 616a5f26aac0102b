#include "searcher/facet.h"

#include "schema/error.h"
#include "searcher/column_counter.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace sitrep {
namespace {

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
    static bool better(const Match& a, const Match& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.docid < b.docid;
    }

  private:
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
        if (request_.collapse != nullptr) set_copies_aside(matches);
        counter_.count(matches);
        if (request_.wanted == 0) return;
        for (const Match& match : matches) {
            const double key = sort_key(shard_, match);
            if (ranking_.wants(key)) ranking_.add({global_docid(match.docid), key});
        }
    }
    FacetCounts take(std::vector<Match>& best) {
        counter_.count_groups(copies_, pass_.columns);
        rank_groups();
        best = ranking_.take();
        if (request_.sort != Sort::relevance)
            for (Match& match : best) match.weight = 0;
        return counter_.take();
    }

  private:
    // As Xapian numbers the documents of several databases opened as one.
    Xapian::docid global_docid(Xapian::docid docid) const { return global_docid(docid, shard_); }
    Xapian::docid global_docid(Xapian::docid docid, std::size_t shard) const {
        return static_cast<Xapian::docid>((docid - 1) * pass_.shards.size() + shard + 1);
    }

    // What the sort orders by, the greatest first. Seconds are whole numbers that a double holds
    // exactly, and so are seconds of ten thousand years and a hundred thousand sources.
    double sort_key(std::size_t shard, const Match& match) const {
        if (request_.sort == Sort::relevance) return match.weight;
        const auto published =
            static_cast<double>(pass_.columns[shard]->published[match.docid - 1]);
        if (request_.sort == Sort::oldest) return -published;
        if (request_.sort == Sort::newest) return published;
        constexpr double most_seconds = 1LL << 37;
        return static_cast<double>(sources_of_story(shard, match.docid)) * 2 * most_seconds +
               std::clamp(published, -most_seconds, most_seconds);
    }
    std::uint64_t sources_of_story(std::size_t shard, Xapian::docid docid) const {
        const std::uint32_t story = request_.stories->table.by_shard[shard]->group_of(docid);
        return story == ShardGroups::alone ? 1 : request_.stories->sizes[story].sources;
    }

    void set_copies_aside(std::vector<Match>& matches) {
        const ShardGroups& groups = *(*request_.collapse)[shard_];
        std::erase_if(matches, [&](const Match& match) {
            const std::uint32_t group = groups.group_of(match.docid);
            if (group != ShardGroups::alone) copies_.push_back({group, shard_, match});
            return group != ShardGroups::alone;
        });
    }

    // The best of each group.
    void rank_groups() {
        if (request_.wanted == 0) return;
        std::unordered_map<std::uint32_t, Match> best;
        for (const GroupedMatch& copy : copies_) {
            const Match match{global_docid(copy.match.docid, copy.shard),
                              sort_key(copy.shard, copy.match)};
            const auto [known, is_new] = best.try_emplace(copy.group, match);
            if (!is_new && Ranking::better(match, known->second)) known->second = match;
        }
        for (const auto& [group, match] : best) ranking_.add(match);
    }

    const ColumnPass& pass_;
    const PassRequest& request_;
    Ranking ranking_;
    ColumnCounter counter_;
    std::size_t shard_ = 0;
    std::vector<GroupedMatch> copies_; // those that pass all selections, once counted
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

FacetCounts ColumnPass::count(const std::vector<std::vector<Match>>& matches,
                              const PassRequest& request, std::vector<Match>& best) const {
    Pass pass(*this, request);
    std::vector<Match> batch;
    for (std::size_t s = 0; s < shards.size(); ++s) {
        pass.open(s);
        batch = matches[s];
        pass.see(batch);
    }
    return pass.take(best);
}

FacetCounts ColumnPass::count_all(const PassRequest& request, std::vector<Match>& best) const {
    constexpr Xapian::docid batch_size = 512;
    Pass pass(*this, request);
    std::vector<Match> batch;
    for (std::size_t s = 0; s < shards.size(); ++s) {
        pass.open(s);
        for (Xapian::docid first = 1; first <= columns[s]->last; first += batch_size) {
            batch.clear();
            const Xapian::docid end = std::min(columns[s]->last, first + batch_size - 1);
            for (Xapian::docid docid = first; docid <= end; ++docid) batch.push_back({docid, 0});
            pass.see(batch);
        }
    }
    return pass.take(best);
}

FacetCounts ColumnPass::walk(const PostingTree& tree, const Bm25& bm25, const PassRequest& request,
                             std::vector<Match>& best) const {
    Pass pass(*this, request);
    std::vector<Match> batch;
    const bool ranks = request.wanted > 0 && request.sort == Sort::relevance;
    for (std::size_t s = 0; s < shards.size(); ++s) {
        pass.open(s);
        const WalkedShard shard{database, shards[s], columns[s]->lengths, store.lists(), states[s]};
        Walk walk(tree, shard, bm25, ranks);
        while (walk.next(batch)) pass.see(batch);
    }
    return pass.take(best);
}

} // namespace sitrep
