#include "searcher/walk.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace sitrep {
namespace {

using Op = PostingTree::Op;

// A disjunction looks at each child for each match: more than this is the matcher's work.
constexpr std::size_t most_alternatives = 16;

constexpr Xapian::docid at_end = std::numeric_limits<Xapian::docid>::max();

constexpr std::size_t batch_size = 512;

// BM25's k1 ((1 - b) + b length) of the articles of a shard.
struct LengthParts {
    const std::vector<std::uint32_t>& lengths; // by docid - 1
    double factor;                             // 1 / mean length
    Bm25 bm25;
    bool ranks; // else nothing is weighed

    double of(Xapian::docid docid) const {
        const double length = std::max(lengths[docid - 1] * factor, bm25.least_length);
        return bm25.k1 * (length * bm25.b + (1 - bm25.b));
    }
};

// Moves through the matches of a tree in order of docid. A new cursor stands on the first match.
class Cursor {
  public:
    virtual ~Cursor() = default;
    Xapian::docid docid() const { return docid_; }
    virtual void next() = 0;
    // To the first match at or after `docid`, which lies behind the present one.
    virtual void skip_to(Xapian::docid docid) = 0;
    // Of the match that the cursor stands on.
    virtual double weight(double length_part) const = 0;
    // Appends matches until there are batch_size, or no more.
    virtual void fill(std::vector<Match>& batch, const LengthParts& parts) = 0;
    // About how many matches there are.
    virtual Xapian::doccount estimate() const = 0;

  protected:
    Xapian::docid docid_ = at_end;
};

using CursorPtr = std::unique_ptr<Cursor>;

// Cursor::fill() for one kind of cursor, without a virtual call a match.
template <typename Kind>
void fill_from(Kind& cursor, std::vector<Match>& batch, const LengthParts& parts) {
    if (!parts.ranks) {
        for (; cursor.docid() != at_end && batch.size() < batch_size; cursor.next())
            batch.push_back({cursor.docid(), 0});
        return;
    }
    for (; cursor.docid() != at_end && batch.size() < batch_size; cursor.next())
        batch.push_back({cursor.docid(), cursor.weight(parts.of(cursor.docid()))});
}

class TermCursor final : public Cursor {
  public:
    TermCursor(const Xapian::Database& shard, const std::string& term, Xapian::doccount frequency,
               double factor)
        : posting_(shard.postlist_begin(term)), estimate_(frequency), factor_(factor) {
        update();
    }
    void next() override {
        ++posting_;
        update();
    }
    void skip_to(Xapian::docid docid) override {
        posting_.skip_to(docid);
        update();
    }
    double weight(double length_part) const override {
        if (factor_ == 0) return 0;
        const double wdf = posting_.get_wdf();
        return factor_ * (wdf / (length_part + wdf));
    }
    void fill(std::vector<Match>& batch, const LengthParts& parts) override {
        fill_from(*this, batch, parts);
    }
    Xapian::doccount estimate() const override { return estimate_; }

  private:
    void update() { docid_ = posting_ == Xapian::PostingIterator() ? at_end : *posting_; }

    Xapian::PostingIterator posting_;
    Xapian::doccount estimate_;
    double factor_;
};

// The same over a list in memory.
class ListCursor final : public Cursor {
  public:
    ListCursor(std::shared_ptr<const PostingList> list, Xapian::doccount frequency, double factor)
        : list_(std::move(list)), at_(list_->data()), end_(at_ + list_->size()),
          estimate_(frequency), factor_(factor) {
        update();
    }
    void next() override {
        ++at_;
        update();
    }
    // In steps that double, then by halves.
    void skip_to(Xapian::docid docid) override {
        std::ptrdiff_t step = 1;
        while (step < end_ - at_ && at_[step].docid < docid) step *= 2;
        at_ = std::lower_bound(at_ + step / 2, at_ + std::min(step, end_ - at_), docid,
                               [](const Posting& p, Xapian::docid d) { return p.docid < d; });
        update();
    }
    double weight(double length_part) const override {
        if (factor_ == 0) return 0;
        const double wdf = at_->wdf;
        return factor_ * (wdf / (length_part + wdf));
    }
    void fill(std::vector<Match>& batch, const LengthParts& parts) override {
        fill_from(*this, batch, parts);
    }
    Xapian::doccount estimate() const override { return estimate_; }

  private:
    void update() { docid_ = at_ == end_ ? at_end : at_->docid; }

    std::shared_ptr<const PostingList> list_;
    const Posting* at_;
    const Posting* end_;
    Xapian::doccount estimate_;
    double factor_;
};

class NoCursor final : public Cursor {
  public:
    void next() override {}
    void skip_to(Xapian::docid) override {}
    double weight(double) const override { return 0; }
    void fill(std::vector<Match>&, const LengthParts&) override {}
    Xapian::doccount estimate() const override { return 0; }
};

class AndCursor final : public Cursor {
  public:
    explicit AndCursor(std::vector<CursorPtr> children) : children_(std::move(children)) {
        std::stable_sort(children_.begin(), children_.end(), [](const auto& a, const auto& b) {
            return a->estimate() < b->estimate();
        });
        align();
    }
    void next() override {
        children_.front()->next();
        align();
    }
    void skip_to(Xapian::docid docid) override {
        if (children_.front()->docid() < docid) children_.front()->skip_to(docid);
        align();
    }
    double weight(double length_part) const override {
        double sum = 0;
        for (const CursorPtr& child : children_) sum += child->weight(length_part);
        return sum;
    }
    void fill(std::vector<Match>& batch, const LengthParts& parts) override {
        fill_from(*this, batch, parts);
    }
    Xapian::doccount estimate() const override { return children_.front()->estimate(); }

  private:
    // Moves all children to the first docid that they share, at or after the rarest one's.
    void align() {
        Cursor& rarest = *children_.front();
        std::size_t agreeing = 1;
        while (rarest.docid() != at_end && agreeing < children_.size()) {
            Cursor& child = *children_[agreeing];
            if (child.docid() < rarest.docid()) child.skip_to(rarest.docid());
            if (child.docid() == rarest.docid()) {
                ++agreeing;
                continue;
            }
            if (child.docid() == at_end) {
                docid_ = at_end;
                return;
            }
            rarest.skip_to(child.docid());
            agreeing = 1;
        }
        docid_ = rarest.docid();
    }

    std::vector<CursorPtr> children_; // rarest first
};

class OrCursor final : public Cursor {
  public:
    explicit OrCursor(std::vector<CursorPtr> children) : children_(std::move(children)) {
        update();
    }
    void next() override {
        for (const CursorPtr& child : children_)
            if (child->docid() == docid_) child->next();
        update();
    }
    void skip_to(Xapian::docid docid) override {
        for (const CursorPtr& child : children_)
            if (child->docid() < docid) child->skip_to(docid);
        update();
    }
    double weight(double length_part) const override {
        double sum = 0;
        for (const CursorPtr& child : children_)
            if (child->docid() == docid_) sum += child->weight(length_part);
        return sum;
    }
    void fill(std::vector<Match>& batch, const LengthParts& parts) override {
        fill_from(*this, batch, parts);
    }
    Xapian::doccount estimate() const override {
        Xapian::doccount sum = 0;
        for (const CursorPtr& child : children_) sum += child->estimate();
        return sum;
    }

  private:
    void update() {
        docid_ = at_end;
        for (const CursorPtr& child : children_) docid_ = std::min(docid_, child->docid());
    }

    std::vector<CursorPtr> children_;
};

class MinusCursor final : public Cursor {
  public:
    MinusCursor(CursorPtr wanted, CursorPtr unwanted)
        : wanted_(std::move(wanted)), unwanted_(std::move(unwanted)) {
        settle();
    }
    void next() override {
        wanted_->next();
        settle();
    }
    void skip_to(Xapian::docid docid) override {
        if (wanted_->docid() < docid) wanted_->skip_to(docid);
        settle();
    }
    double weight(double length_part) const override { return wanted_->weight(length_part); }
    void fill(std::vector<Match>& batch, const LengthParts& parts) override {
        fill_from(*this, batch, parts);
    }
    Xapian::doccount estimate() const override { return wanted_->estimate(); }

  private:
    void settle() {
        for (; wanted_->docid() != at_end; wanted_->next()) {
            if (unwanted_->docid() < wanted_->docid()) unwanted_->skip_to(wanted_->docid());
            if (unwanted_->docid() != wanted_->docid()) break;
        }
        docid_ = wanted_->docid();
    }

    CursorPtr wanted_;
    CursorPtr unwanted_;
};

// As Xapian::BM25Weight::init() has it, for a term that is once in the query.
double term_factor(double documents, double frequency, const Bm25& bm25) {
    double weight = (documents - frequency + 0.5) / (frequency + 0.5);
    if (weight < 2) weight = weight * 0.5 + 1;
    return std::log(weight) * (bm25.k1 + 1);
}

struct Context {
    const WalkedShard& in;
    Xapian::doccount documents; // in all shards
    const Bm25& bm25;
};

CursorPtr term_cursor(const std::string& term, const Context& context, bool weighted) {
    const Xapian::doccount frequency =
        term.empty() ? context.documents : context.in.all.get_termfreq(term);
    const double factor = weighted ? term_factor(context.documents, frequency, context.bm25) : 0;
    const WalkedShard& in = context.in;
    if (auto list = in.lists.get(in.shard, in.state, term, frequency))
        return std::make_unique<ListCursor>(std::move(list), frequency, factor);
    return std::make_unique<TermCursor>(in.shard, term, frequency, factor);
}

CursorPtr make_cursor(const PostingTree& tree, const Context& context, bool weighted) {
    weighted = weighted && tree.weighted;
    std::vector<CursorPtr> children;
    for (const PostingTree& child : tree.children)
        children.push_back(make_cursor(child, context, weighted));
    switch (tree.op) {
    case Op::all: return term_cursor("", context, false);
    case Op::term: return term_cursor(tree.terms.front(), context, weighted);
    case Op::conj: return std::make_unique<AndCursor>(std::move(children));
    case Op::disj: return std::make_unique<OrCursor>(std::move(children));
    case Op::minus:
        return std::make_unique<MinusCursor>(std::move(children.at(0)), std::move(children.at(1)));
    default: return std::make_unique<NoCursor>();
    }
}

} // namespace

bool is_walkable(const PostingTree& tree) {
    switch (tree.op) {
    case Op::synonym:
    case Op::phrase:
    case Op::near:
    case Op::values: return false;
    case Op::disj:
        if (tree.children.size() > most_alternatives) return false;
        break;
    default: break;
    }
    return std::all_of(tree.children.begin(), tree.children.end(), is_walkable);
}

struct Walk::Impl {
    CursorPtr cursor;
    LengthParts parts;
};

Walk::Walk(const PostingTree& tree, const WalkedShard& shard, const Bm25& bm25, bool ranks) {
    const double mean_length = shard.all.get_avlength();
    impl_ = std::make_unique<Impl>(
        Impl{make_cursor(tree, {shard, shard.all.get_doccount(), bm25}, true),
             {shard.lengths, mean_length > 0 ? 1 / mean_length : 0, bm25, ranks}});
}

Walk::~Walk() = default;

bool Walk::next(std::vector<Match>& batch) {
    batch.clear();
    impl_->cursor->fill(batch, impl_->parts);
    return !batch.empty();
}

} // namespace sitrep
