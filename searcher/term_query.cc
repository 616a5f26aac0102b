#include "searcher/term_query.h"

#include <algorithm>
#include <utility>

namespace sitrep {
namespace {

// The documents of a term, by its posting list.
class TermSource : public Xapian::PostingSource {
  public:
    explicit TermSource(std::string term) : term_(std::move(term)) {}

    PostingSource* clone() const override { return new TermSource(term_); }
    void init(const Xapian::Database& database) override {
        database_ = database;
        frequency_ = database.get_termfreq(term_);
        posting_ = database_.postlist_begin(term_);
        started_ = false;
    }
    Xapian::doccount get_termfreq_min() const override { return frequency_; }
    Xapian::doccount get_termfreq_est() const override { return frequency_; }
    Xapian::doccount get_termfreq_max() const override { return frequency_; }

    void next(double) override {
        if (std::exchange(started_, true)) ++posting_;
    }
    void skip_to(Xapian::docid docid, double) override {
        started_ = true;
        posting_.skip_to(docid);
    }
    bool at_end() const override { return posting_ == Xapian::PostingIterator(); }
    Xapian::docid get_docid() const override { return *posting_; }
    std::string get_description() const override { return term_; }

  private:
    std::string term_;
    Xapian::Database database_;
    Xapian::doccount frequency_ = 0;
    Xapian::PostingIterator posting_;
    bool started_ = false;
};

} // namespace

Xapian::Query TermQueries::selecting(const std::string& term) const {
    const bool misread = std::any_of(gapped_.begin(), gapped_.end(), [&](const auto& shard) {
        return shard.get_termfreq(term) == shard.get_doccount();
    });
    if (!misread) return Xapian::Query(term);
    return Xapian::Query((new TermSource(term))->release());
}

} // namespace sitrep
