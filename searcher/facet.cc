#include "searcher/facet.h"

#include "schema/error.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>
#include <unordered_map>

namespace sitrep {
namespace {

// Articles between two looks at the clock.
constexpr std::uint32_t clock_interval = 4096;

class Bits {
  public:
    void set(std::size_t i) {
        if (i >= bits_.size()) bits_.resize(i + 1);
        bits_[i] = true;
        any_ = true;
    }
    bool any_of(std::span<const ValueId> values) const {
        for (const ValueId value : values)
            if (value < bits_.size() && bits_[value]) return true;
        return false;
    }
    bool empty() const { return !any_; }

  private:
    std::vector<bool> bits_;
    bool any_ = false;
};

struct SelectionBits {
    std::size_t field;
    std::size_t request; // of the same field; npos: no facet of it is asked for
    bool has_any;
    Bits any;
    Bits exclude;

    bool passes(std::span<const ValueId> values) const {
        return (!has_any || any.any_of(values)) && (exclude.empty() || !exclude.any_of(values));
    }
};

constexpr std::size_t none = static_cast<std::size_t>(-1);

// Before `b` in the list.
bool comes_first(Sort sort, const DatedDocument& a, const DatedDocument& b) {
    if (a.published != b.published)
        return sort == Sort::newest ? a.published > b.published : a.published < b.published;
    return a.docid < b.docid;
}

// Counts matches in the columns.
class ColumnCounter {
  public:
    ColumnCounter(const ColumnPass& pass, const std::vector<ValueSelection>& selections,
                  const std::vector<FacetRequest>& requested, Sort sort, std::size_t wanted)
        : pass_(pass), sort_(sort), wanted_(wanted) {
        for (const FacetRequest& request : requested) {
            requested_.push_back(static_cast<std::size_t>(request.field));
            const bool is_date = field(request.field).kind == FieldKind::date;
            sizes_.push_back(is_date ? 0 : request.size);
            only_few_dates_.push_back(is_date && request.size > 0);
            counts_.emplace_back(pass.store.dictionary(request.field).size());
        }
        for (const ValueSelection& selection : selections) {
            const auto same =
                std::find_if(requested.begin(), requested.end(), [&](const FacetRequest& request) {
                    return request.field == selection.field;
                });
            SelectionBits bits{
                static_cast<std::size_t>(selection.field),
                same == requested.end() ? none : static_cast<std::size_t>(same - requested.begin()),
                !selection.any.empty(),
                {},
                {}};
            ValueDictionary& dictionary = pass.store.dictionary(selection.field);
            for (const std::string& value : selection.any) bits.any.set(dictionary.find(value));
            for (const std::string& value : selection.exclude)
                bits.exclude.set(dictionary.find(value));
            selections_.push_back(std::move(bits));
        }
    }

    // Of a match in one shard; whether it passes all selections.
    bool see(std::size_t shard_number, Xapian::docid docid) {
        if (++seen_ % clock_interval == 0 && std::chrono::steady_clock::now() > pass_.deadline)
            throw_timeout();
        const ShardColumns& shard = *pass_.columns[shard_number];
        std::size_t failed = none;
        for (std::size_t s = 0; s < selections_.size(); ++s) {
            if (selections_[s].passes(shard.by_field[selections_[s].field].of(docid))) continue;
            if (failed != none) return false; // fails two: counts nowhere
            failed = s;
        }
        if (failed != none) {
            if (selections_[failed].request != none)
                count(selections_[failed].request, shard, docid);
            return false;
        }
        ++total_;
        for (std::size_t r = 0; r < requested_.size(); ++r) count(r, shard, docid);
        if (sort_ != Sort::relevance && wanted_ > 0)
            keep({shard.published[docid - 1], global_docid(shard_number, docid)});
        return true;
    }

    // As Xapian numbers the documents of several databases opened as one.
    Xapian::docid global_docid(std::size_t shard_number, Xapian::docid docid) const {
        return static_cast<Xapian::docid>((docid - 1) * pass_.shards.size() + shard_number + 1);
    }

    FacetCounts take(std::vector<DatedDocument>& dated) {
        std::sort(dated_.begin(), dated_.end(),
                  [&](const auto& a, const auto& b) { return comes_first(sort_, a, b); });
        dated = std::move(dated_);
        FacetCounts result{total_, {}};
        for (std::size_t r = 0; r < requested_.size(); ++r) result.by_request.push_back(facet(r));
        return result;
    }

  private:
    void count(std::size_t request, const ShardColumns& shard, Xapian::docid docid) {
        std::vector<std::uint32_t>& counts = counts_[request];
        for (const ValueId value : shard.by_field[requested_[request]].of(docid)) ++counts[value];
    }

    // The values that may be shown: as many as asked for, and those that are selected.
    FacetCounts::Facet facet(std::size_t r) const {
        const ValueDictionary& dictionary =
            pass_.store.dictionary(static_cast<FieldId>(requested_[r]));
        const auto digest = dictionary.digest();
        const std::vector<std::uint32_t>& counts = counts_[r];
        std::vector<ValueId> ids;
        for (ValueId id = 0; id < counts.size(); ++id)
            if (counts[id] > 0) ids.push_back(id);
        FacetCounts::Facet result{{}, ids.size()};
        if (only_few_dates_[r]) drop_long_levels(r, digest->size, ids);
        if (sizes_[r] > 0 && ids.size() > sizes_[r]) {
            const auto rest = ids.begin() + static_cast<std::ptrdiff_t>(sizes_[r]);
            std::nth_element(ids.begin(), rest, ids.end(), [&](ValueId a, ValueId b) {
                return counts[a] != counts[b] ? counts[a] > counts[b]
                                              : digest->place[a] < digest->place[b];
            });
            ids.erase(std::remove_if(rest, ids.end(),
                                     [&](ValueId id) { return !is_selected(requested_[r], id); }),
                      ids.end());
        }
        for (const ValueId id : ids)
            result.values.push_back({dictionary[id].value, dictionary[id].name, counts[id]});
        return result;
    }

    // Months and days where they are too many to show, before their names are copied.
    void drop_long_levels(std::size_t r, const std::vector<std::uint8_t>& sizes,
                          std::vector<ValueId>& ids) const {
        std::array<std::size_t, 256> of_size{};
        for (const ValueId id : ids) ++of_size[sizes[id]];
        std::erase_if(ids, [&](ValueId id) {
            return of_size[sizes[id]] > most_dates(sizes[id]) && !is_selected(requested_[r], id);
        });
    }

    bool is_selected(std::size_t field_number, ValueId id) const {
        const std::array<ValueId, 1> value{id};
        return std::any_of(selections_.begin(), selections_.end(), [&](const SelectionBits& s) {
            return s.field == field_number && (s.any.any_of(value) || s.exclude.any_of(value));
        });
    }

    // A heap of the best so far, the worst of them on top.
    void keep(const DatedDocument& document) {
        const auto better = [&](const auto& a, const auto& b) { return comes_first(sort_, a, b); };
        if (dated_.size() < wanted_) {
            dated_.push_back(document);
            std::push_heap(dated_.begin(), dated_.end(), better);
        } else if (better(document, dated_.front())) {
            std::pop_heap(dated_.begin(), dated_.end(), better);
            dated_.back() = document;
            std::push_heap(dated_.begin(), dated_.end(), better);
        }
    }

    const ColumnPass& pass_;
    Sort sort_;
    std::size_t wanted_;
    std::vector<std::size_t> requested_; // field numbers
    std::vector<std::size_t> sizes_;     // values that each may show; 0: all
    std::vector<bool> only_few_dates_;
    std::vector<std::vector<std::uint32_t>> counts_;
    std::vector<SelectionBits> selections_;
    std::vector<DatedDocument> dated_;
    std::uint64_t total_ = 0;
    std::uint32_t seen_ = 0;
};

// Sees every match that Xapian's matcher finds in one shard.
class ColumnSpy : public Xapian::MatchSpy {
  public:
    ColumnSpy(ColumnCounter& counter, std::size_t shard) : counter_(counter), shard_(shard) {}

    void operator()(const Xapian::Document& document, double) override {
        counter_.see(shard_, document.get_docid());
    }
    std::string name() const override { return "sitrep-columns"; }

  private:
    ColumnCounter& counter_;
    std::size_t shard_;
};

// The best so far by weight; of equal ones the first docids.
class Ranking {
  public:
    explicit Ranking(std::size_t wanted) : wanted_(wanted) {}

    bool wants(double weight) const {
        return best_.size() < wanted_ || (wanted_ > 0 && weight >= best_.front().weight);
    }
    void add(const WalkedDocument& document) {
        if (best_.size() == wanted_) {
            if (!better(document, best_.front())) return;
            std::pop_heap(best_.begin(), best_.end(), better);
            best_.back() = document;
        } else {
            best_.push_back(document);
        }
        std::push_heap(best_.begin(), best_.end(), better);
    }
    std::vector<WalkedDocument> take() {
        std::sort(best_.begin(), best_.end(), better);
        return std::move(best_);
    }

  private:
    static bool better(const WalkedDocument& a, const WalkedDocument& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.docid < b.docid;
    }

    std::size_t wanted_;
    std::vector<WalkedDocument> best_; // a heap, the worst on top
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

FacetCounts ColumnPass::count(const Xapian::Query& query,
                              const std::vector<ValueSelection>& selections,
                              const std::vector<FacetRequest>& requested, Sort sort,
                              std::size_t wanted, std::vector<DatedDocument>& dated) const {
    ColumnCounter counter(*this, selections, requested, sort, wanted);
    for (std::size_t s = 0; s < shards.size(); ++s) {
        ColumnSpy spy(counter, s);
        Xapian::Enquire enquire(shards[s]);
        enquire.set_query(query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
        enquire.add_matchspy(&spy);
        enquire.get_mset(0, 0, shards[s].get_doccount());
    }
    return counter.take(dated);
}

FacetCounts ColumnPass::walk(const PostingTree& tree, const Bm25& bm25,
                             const std::vector<ValueSelection>& selections,
                             const std::vector<FacetRequest>& requested, Sort sort,
                             std::size_t wanted, std::vector<WalkedDocument>& best) const {
    ColumnCounter counter(*this, selections, requested, sort, wanted);
    Ranking ranking(sort == Sort::relevance ? wanted : 0);
    for (std::size_t s = 0; s < shards.size(); ++s)
        sitrep::walk(tree, database, shards[s], columns[s]->lengths, bm25,
                     [&](const WalkedDocument& match) {
                         if (counter.see(s, match.docid) && ranking.wants(match.weight))
                             ranking.add({counter.global_docid(s, match.docid), match.weight});
                     });
    std::vector<DatedDocument> dated;
    FacetCounts counts = counter.take(dated);
    best = ranking.take();
    for (const DatedDocument& document : dated) best.push_back({document.docid, 0});
    return counts;
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
