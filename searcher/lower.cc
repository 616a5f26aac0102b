#include "searcher/lower.h"

#include "schema/document.h"
#include "schema/error.h"
#include "searcher/leaf_terms.h"
#include "searcher/term_query.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace sitrep {
namespace {

using Op = PostingTree::Op;

constexpr std::size_t most_word_forms = 100; // that a word within NEAR may take
constexpr std::size_t most_ordered = 5;      // words within NEAR that are tried in each order

PostingTree leaf(Op op, std::vector<std::string> terms, std::uint32_t window = 0) {
    PostingTree tree;
    tree.op = op;
    tree.terms = std::move(terms);
    tree.window = window;
    return tree;
}

PostingTree nothing() {
    return leaf(Op::none, {});
}

PostingTree inner(Op op, std::vector<PostingTree> children) {
    if (children.size() == 1 && op != Op::minus) return std::move(children.front());
    PostingTree tree;
    tree.op = op;
    tree.children = std::move(children);
    return tree;
}

PostingTree any_of(const std::vector<std::string>& terms) {
    if (terms.empty()) return nothing();
    std::vector<PostingTree> children;
    for (const std::string& term : terms) children.push_back(leaf(Op::term, {term}));
    return inner(Op::disj, std::move(children));
}

// Facets select; they do not rank.
PostingTree unweighted(PostingTree tree) {
    tree.weighted = false;
    return tree;
}

class Lowering {
  public:
    explicit Lowering(const LoweringContext& context) : context_(context) {}

    PostingTree lower(const Node& node) const {
        switch (node.kind) {
        case NodeKind::all: return PostingTree{};
        case NodeKind::word: return word(node);
        case NodeKind::phrase: return phrase(node);
        case NodeKind::near: return near(node);
        case NodeKind::prefix: return prefix(node);
        case NodeKind::entity: return unweighted(any_of(entity_terms_of(node)));
        case NodeKind::keyword: return unweighted(any_of(keyword_terms(node)));
        case NodeKind::date: return unweighted(date(node));
        case NodeKind::count: return unweighted(count(node));
        case NodeKind::conj: return conjunction(node);
        case NodeKind::disj: return disjunction(node);
        case NodeKind::neg: return inner(Op::minus, {PostingTree{}, lower(node.children.at(0))});
        }
        return {};
    }

  private:
    const LoweringContext& context_;

    std::vector<std::string> keyword_terms(const Node& node) const {
        if (node.field != FieldId::copies && node.field != FieldId::story)
            return keyword_terms_of(node);
        const ArticleGroups& groups =
            node.field == FieldId::story ? context_.stories : context_.copies;
        std::vector<std::string> terms;
        for (const std::string& id : groups.indexed_ids(groups.canonical(node.values.at(0))))
            terms.push_back(make_term(field(node.field).prefix, id));
        return terms;
    }

    PostingTree word(const Node& node) const {
        return any_of(word_terms_of(node, context_.languages, context_.stemmers));
    }

    static PostingTree phrase(const Node& node) {
        std::vector<std::string> terms = phrase_terms_of(node);
        if (terms.size() == 1) return leaf(Op::term, std::move(terms));
        return leaf(Op::phrase, std::move(terms), phrase_window(node));
    }

    PostingTree near(const Node& node) const {
        PostingTree tree = leaf(Op::near, {}, node.distance + 1);
        std::vector<std::vector<std::string>> words;
        for (const QueryWord& w : node.words) {
            words.push_back(forms(w, node.field));
            tree.children.push_back(any_of(words.back()));
        }
        if (words.size() > most_ordered || !may_share_places(node, words)) return tree;
        std::vector<PostingTree> parts = tree.children;
        parts.push_back(unweighted(in_any_order(tree, words)));
        return inner(Op::conj, std::move(parts));
    }

    // Whether two of the words may stand at one place, each having others as well: where their
    // forms are partly the same, and where one is a designator or acronym, which stands where its
    // first part does (T-72 at T).
    static bool may_share_places(const Node& near,
                                 const std::vector<std::vector<std::string>>& words) {
        const auto may_be_joined = [](const QueryWord& w) { return !has_stem(w.form, w.script); };
        if (std::any_of(near.words.begin(), near.words.end(), may_be_joined)) return true;
        for (const auto& a : words)
            for (const auto& b : words)
                if (a != b && std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end())
                    return true;
        return false;
    }

    // Two words at one place are not near each other. Xapian (1.4.22) moves one of them on, not
    // always the one that has another place; as phrases in each order it misses nothing.
    static PostingTree in_any_order(const PostingTree& near,
                                    const std::vector<std::vector<std::string>>& words) {
        if (near.window < words.size()) return nothing();
        std::vector<std::size_t> order; // the first of the words that are the same
        for (const auto& word : words)
            order.push_back(static_cast<std::size_t>(std::find(words.begin(), words.end(), word) -
                                                     words.begin()));
        std::sort(order.begin(), order.end());
        std::vector<PostingTree> phrases;
        do {
            PostingTree phrase = leaf(Op::phrase, {}, near.window);
            for (const std::size_t word : order) phrase.children.push_back(near.children[word]);
            phrases.push_back(std::move(phrase));
        } while (std::next_permutation(order.begin(), order.end()));
        return inner(Op::disj, std::move(phrases));
    }

    std::vector<std::string> forms(const QueryWord& w, FieldId id) const {
        const std::string before(word_prefix(id));
        std::vector<std::string> found{make_term(before, w.form)};
        const WordForms wanted(w, context_.languages, context_.stemmers);
        for (const WordForms::Start& start : wanted.starts())
            add_forms(before, start, wanted, found);
        return found;
    }

    void add_forms(const std::string& before, const WordForms::Start& start,
                   const WordForms& wanted, std::vector<std::string>& found) const {
        const auto end = context_.database.allterms_end(before + start.start);
        for (auto term = context_.database.allterms_begin(before + start.start);
             term != end && found.size() < most_word_forms; ++term) {
            const std::string form = (*term).substr(before.size());
            if (wanted.has(form, start) &&
                std::find(found.begin(), found.end(), *term) == found.end())
                found.push_back(*term);
        }
    }

    PostingTree prefix(const Node& node) const {
        const std::string start = make_term(word_prefix(node.field), node.words.at(0).form);
        std::vector<std::string> terms;
        const auto end = context_.database.allterms_end(start);
        for (auto term = context_.database.allterms_begin(start); term != end; ++term) {
            if (terms.size() >= context_.limits.prefix_expansion) {
                Error error(ErrorKind::limit,
                            fmt::format("{}* stands for more than {} words", node.words.at(0).form,
                                        context_.limits.prefix_expansion),
                            "give more letters before the *");
                error.begin = node.span.begin;
                error.end = node.span.end;
                throw error;
            }
            terms.push_back(*term);
        }
        return terms.empty() ? nothing() : leaf(Op::synonym, std::move(terms));
    }

    PostingTree date(const Node& node) const {
        std::vector<std::string> terms;
        const std::string_view before = field(node.field).prefix;
        const auto known = years(before);
        if (!known) return nothing();
        const DayRange days{std::max(node.days.from, day_from_civil(known->first, 1, 1)),
                            std::min(node.days.to, day_from_civil(known->second, 12, 31))};
        for (const std::string& value : cover_days(days)) terms.push_back(make_term(before, value));
        return any_of(terms);
    }

    // The first and last year of a date field in the index, so that an open range stays short.
    std::optional<std::pair<int, int>> years(std::string_view before) const {
        const std::string start(before);
        auto term = context_.database.allterms_begin(start);
        const auto end = context_.database.allterms_end(start);
        if (term == end) return std::nullopt;
        const auto year_of = [&](const std::string& t) {
            return std::stoi(t.substr(start.size(), 4));
        };
        std::pair<int, int> known{year_of(*term), 0};
        while (term != end) {
            known.second = year_of(*term);
            term.skip_to(fmt::format("{}{:04}", start, known.second + 1));
        }
        return known;
    }

    static PostingTree count(const Node& node) {
        const Field& f = field(node.field);
        PostingTree tree = leaf(Op::values, {});
        tree.low_slot = f.slot;
        tree.high_slot = f.kind == FieldKind::count ? f.slot + 1 : f.slot;
        tree.low_bound = Xapian::sortable_serialise(node.numbers.from);
        if (node.numbers.to != NumberRange{}.to)
            tree.high_bound = Xapian::sortable_serialise(node.numbers.to);
        return tree;
    }

    PostingTree conjunction(const Node& node) const {
        std::vector<PostingTree> wanted;
        std::vector<PostingTree> unwanted;
        for (const Node& child : node.children) {
            if (child.kind == NodeKind::neg)
                unwanted.push_back(lower(child.children.at(0)));
            else if (!is_dropped_stop_word(node, child))
                wanted.push_back(lower(child));
        }
        PostingTree tree = wanted.empty() ? PostingTree{} : inner(Op::conj, std::move(wanted));
        if (unwanted.empty()) return tree;
        return inner(Op::minus, {std::move(tree), inner(Op::disj, std::move(unwanted))});
    }

    PostingTree disjunction(const Node& node) const {
        std::vector<PostingTree> children;
        for (const Node& child : node.children) children.push_back(lower(child));
        return inner(Op::disj, std::move(children));
    }
};

int days_in(int year, int month) {
    return month == 12 ? 31 : day_from_civil(year, month + 1, 1) - day_from_civil(year, month, 1);
}

} // namespace

PostingTree lower(const Node& node, const LoweringContext& context) {
    return Lowering(context).lower(node);
}

namespace {

using Xapian::Query;

class Conversion {
  public:
    explicit Conversion(const TermQueries& terms) : terms_(terms) {}

    Query convert(const PostingTree& tree, bool ranks) const {
        if (!ranks) return plain(tree, false);
        if (tree.weighted) return plain(tree, true);
        return Query(Query::OP_SCALE_WEIGHT, plain(tree, false), 0.0);
    }

  private:
    Query plain(const PostingTree& tree, bool ranks) const {
        const auto children = [&] {
            std::vector<Query> queries;
            for (const PostingTree& child : tree.children) queries.push_back(convert(child, ranks));
            return queries;
        };
        switch (tree.op) {
        case Op::all: return match_all();
        case Op::none: return Query::MatchNothing;
        case Op::term:
            return ranks ? Query(tree.terms.front()) : terms_.selecting(tree.terms.front());
        case Op::synonym: return any_of(tree, ranks);
        case Op::phrase:
            if (!tree.children.empty()) return within(Query::OP_PHRASE, tree);
            return {Query::OP_PHRASE, tree.terms.begin(), tree.terms.end(), tree.window};
        case Op::near: return within(Query::OP_NEAR, tree);
        case Op::values: return values(tree);
        case Op::conj: return joined(Query::OP_AND, children());
        case Op::disj: return joined(Query::OP_OR, children());
        case Op::minus: return joined(Query::OP_AND_NOT, children());
        }
        return {};
    }

    static Query joined(Query::op op, const std::vector<Query>& queries) {
        return {op, queries.begin(), queries.end()};
    }

    Query any_of(const PostingTree& tree, bool ranks) const {
        if (ranks) return {Query::OP_SYNONYM, tree.terms.begin(), tree.terms.end()};
        std::vector<Query> queries;
        for (const std::string& term : tree.terms) queries.push_back(terms_.selecting(term));
        return joined(Query::OP_OR, queries);
    }

    // Its terms are read with their positions, so they need no help.
    Query within(Query::op op, const PostingTree& tree) const {
        std::vector<Query> words;
        for (const PostingTree& child : tree.children) words.push_back(convert(child, true));
        return {op, words.begin(), words.end(), tree.window};
    }

    static Query values(const PostingTree& tree) {
        const Query from(Query::OP_VALUE_GE, tree.high_slot, tree.low_bound);
        if (tree.high_bound.empty()) return from;
        return {Query::OP_AND, from, Query(Query::OP_VALUE_LE, tree.low_slot, tree.high_bound)};
    }

    const TermQueries& terms_;
};

} // namespace

Query to_xapian(const PostingTree& tree, const TermQueries& terms, bool ranks) {
    return Conversion(terms).convert(tree, ranks);
}

std::vector<std::string> cover_days(const DayRange& days) {
    std::vector<std::string> values;
    Day day = std::max(days.from, first_day);
    const Day last = std::min(days.to, last_day);
    while (day <= last) {
        const CivilDay c = civil_from_day(day);
        const Day year_end = day_from_civil(c.year, 12, 31);
        const Day month_end = day_from_civil(c.year, c.month, days_in(c.year, c.month));
        if (c.month == 1 && c.day == 1 && year_end <= last) {
            values.push_back(fmt::format("{:04}", c.year));
            day = year_end + 1;
        } else if (c.day == 1 && month_end <= last) {
            values.push_back(fmt::format("{:04}-{:02}", c.year, c.month));
            day = month_end + 1;
        } else {
            values.push_back(format_day(day++));
        }
    }
    return values;
}

} // namespace sitrep
