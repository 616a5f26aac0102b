#include "searcher/standing_trees.h"

#include "searcher/leaf_terms.h"
#include "searcher/term_share.h"

#include <algorithm>

namespace sitrep {
namespace {

std::uint32_t as_number(FieldId field) {
    return static_cast<std::uint32_t>(field);
}

} // namespace

StandingTrees::StandingTrees(const MonitorOptions& options) : options_(options) {}

TreeRef StandingTrees::add(const Node& node) {
    switch (node.kind) {
    case NodeKind::all: return tree_of(TreeOp::conj, {});
    case NodeKind::word: return any_of(word_terms_of(node, options_.languages, stemmers_));
    case NodeKind::phrase: return phrase(node);
    case NodeKind::near: return near(node);
    case NodeKind::prefix: return TreeRef::term(prefix_term(node));
    case NodeKind::entity: return any_of(entity_terms_of(node));
    case NodeKind::keyword: return keyword(node);
    case NodeKind::date:
        return tree_of(TreeOp::days,
                       {as_number(node.field), static_cast<std::uint32_t>(node.days.from),
                        static_cast<std::uint32_t>(node.days.to)});
    case NodeKind::count:
        return tree_of(TreeOp::numbers,
                       {as_number(node.field), node.numbers.from, node.numbers.to});
    case NodeKind::conj: return conjunction(node);
    case NodeKind::disj: return disjunction(node);
    case NodeKind::neg: return !add(node.children.at(0));
    }
    return tree_of(TreeOp::disj, {});
}

void StandingTrees::drop(TreeRef ref) {
    if (!ref.is_tree()) return drop_term(ref.number());
    const std::vector<std::uint32_t> parts(tree(ref).begin(), tree(ref).end());
    if (!trees_.drop(ref.number())) return;
    switch (static_cast<TreeOp>(parts.front())) {
    case TreeOp::conj:
    case TreeOp::disj:
        for (std::size_t i = 1; i < parts.size(); ++i) drop(TreeRef{parts[i]});
        break;
    case TreeOp::phrase:
    case TreeOp::near:
        for (std::size_t i = 2; i < parts.size(); ++i) drop_term(parts[i]);
        break;
    case TreeOp::days:
    case TreeOp::numbers: break;
    }
}

// `rest` holds a user each of terms and trees, which a tree that is there already has.
TreeRef StandingTrees::tree_of(TreeOp op, std::vector<std::uint32_t> rest) {
    rest.insert(rest.begin(), static_cast<std::uint32_t>(op));
    const auto [number, is_new] = trees_.add(rest);
    if (is_new) return TreeRef::tree(number);
    if (op == TreeOp::conj || op == TreeOp::disj)
        for (std::size_t i = 1; i < rest.size(); ++i) drop(TreeRef{rest[i]});
    if (op == TreeOp::phrase || op == TreeOp::near)
        for (std::size_t i = 2; i < rest.size(); ++i) drop_term(rest[i]);
    return TreeRef::tree(number);
}

// In an order of their own, so that queries that ask for the same share it: what is likeliest to
// settle it first.
TreeRef StandingTrees::inner(TreeOp op, std::vector<TreeRef> children) {
    const float sign = op == TreeOp::conj ? 1.0F : -1.0F;
    const auto before = [&](TreeRef a, TreeRef b) {
        const float first = order(a) * sign;
        const float second = order(b) * sign;
        return first != second ? first < second : a.bits < b.bits;
    };
    std::sort(children.begin(), children.end(), before);
    std::vector<std::uint32_t> rest;
    for (const TreeRef child : children) {
        if (!rest.empty() && rest.back() == child.bits)
            drop(child); // said twice
        else
            rest.push_back(child.bits);
    }
    if (rest.size() == 1) return TreeRef{rest.front()};
    return tree_of(op, std::move(rest));
}

// Of a child: how often it is met, as far as a guess is cheap. What is dear comes last in a
// conjunction.
float StandingTrees::order(TreeRef ref) const {
    if (!ref.is_tree()) return ref.negated() ? 1 - share(ref.number()) : share(ref.number());
    switch (static_cast<TreeOp>(tree(ref).front())) {
    case TreeOp::phrase: return 2;
    case TreeOp::near: return 3;
    case TreeOp::disj: return 0.5;
    default: return 1;
    }
}

TreeRef StandingTrees::any_of(const std::vector<std::string>& terms) {
    std::vector<std::uint32_t> members;
    for (const std::string& term : terms) members.push_back(add_term(term));
    std::sort(members.begin(), members.end());
    if (members.empty()) return tree_of(TreeOp::disj, {});
    return TreeRef::term(set_of(std::move(members)));
}

// A term that stands for any of some terms, of which it holds a user each.
std::uint32_t StandingTrees::set_of(std::vector<std::uint32_t> members) {
    for (std::size_t i = members.size(); i-- > 1;)
        if (members[i] == members[i - 1]) {
            drop_term(members[i]);
            members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
        }
    if (members.size() == 1) return members.front();
    std::string term{static_cast<char>(Mark::set)};
    for (const std::uint32_t member : members)
        for (int shift = 0; shift < 32; shift += 8) term += static_cast<char>(member >> shift);
    const auto [number, is_new] = intern(term, [&] {
        double sum = 0;
        for (const std::uint32_t member : members) sum += share(member);
        return sum;
    });
    for (const std::uint32_t member : members) {
        if (is_new)
            sets_.add(member, number);
        else
            drop_term(member); // the set has it
    }
    return number;
}

void StandingTrees::forget_set(std::uint32_t number, std::string_view term) {
    for (std::size_t i = 1; i < term.size(); i += 4) {
        std::uint32_t member = 0;
        for (std::size_t byte = 0; byte < 4; ++byte)
            member |= std::uint32_t{static_cast<unsigned char>(term[i + byte])} << (8 * byte);
        sets_.remove(member, number);
        drop_term(member);
    }
}

TreeRef StandingTrees::conjunction(const Node& node) {
    std::vector<TreeRef> children;
    for (const Node& child : node.children)
        if (!is_dropped_stop_word(node, child)) children.push_back(add(child));
    return inner(TreeOp::conj, std::move(children));
}

TreeRef StandingTrees::disjunction(const Node& node) {
    std::vector<TreeRef> children;
    for (const Node& child : node.children) children.push_back(add(child));
    return inner(TreeOp::disj, std::move(children));
}

TreeRef StandingTrees::phrase(const Node& node) {
    std::vector<std::uint32_t> rest{phrase_window(node)};
    for (const std::string& term : phrase_terms_of(node)) rest.push_back(add_term(term));
    if (rest.size() == 2) return TreeRef::term(rest.back());
    return tree_of(TreeOp::phrase, std::move(rest));
}

TreeRef StandingTrees::near(const Node& node) {
    std::vector<std::uint32_t> rest{node.distance + 1};
    for (const QueryWord& word : node.words) rest.push_back(word_term(word, node.field));
    return tree_of(TreeOp::near, std::move(rest));
}

TreeRef StandingTrees::keyword(const Node& node) {
    const bool group = node.field == FieldId::copies || node.field == FieldId::story;
    if (!group || !options_.groups) return any_of(keyword_terms_of(node));
    Node all = node;
    all.values = options_.groups(node.field, node.values.at(0));
    return any_of(keyword_terms_of(all));
}

template <typename Share>
std::pair<std::uint32_t, bool> StandingTrees::intern(std::string_view term, Share&& share) {
    const auto added = terms_.add({term.data(), term.size()});
    const auto [number, is_new] = added;
    if (!is_new) return added;
    if (number >= shares_.size()) shares_.resize(std::size_t{number} + 1);
    shares_[number] = static_cast<float>(std::min(share(), 1.0));
    return added;
}

std::uint32_t StandingTrees::add_term(std::string_view term) {
    return intern(term, [&] { return share_of(term); }).first;
}

void StandingTrees::drop_term(std::uint32_t number) {
    if (static_cast<unsigned char>(term(number).front()) > static_cast<unsigned char>(Mark::last)) {
        terms_.drop(number);
        return;
    }
    const std::string ours(term(number));
    if (terms_.drop(number)) forget(number, ours);
}

// A pattern as a term: its mark, field, script and form. The start of a word may be of any script.
std::uint32_t StandingTrees::prefix_term(const Node& node) {
    const std::string& start = node.words.at(0).form;
    const std::string_view before = word_prefix(node.field);
    const std::string term = pattern(Mark::prefix, node.field, Script::other, start);
    const auto [number, is_new] = intern(term, [&] { // several words, of which few are short
        return 4 * guess_term_share(make_term(before, start));
    });
    if (is_new) patterns_.add_prefix(number, before, start);
    return number;
}

std::uint32_t StandingTrees::word_term(const QueryWord& word, FieldId field) {
    const std::string term = pattern(Mark::word, field, word.script, word.form);
    const auto [number, is_new] = intern(term, [&] { return share_of_word(word, field); });
    if (is_new) patterns_.add_word(number, word_prefix(field), word, options_.languages, stemmers_);
    return number;
}

void StandingTrees::forget(std::uint32_t number, std::string_view term) {
    if (term.front() == static_cast<char>(Mark::number)) return;
    if (term.front() == static_cast<char>(Mark::set)) return forget_set(number, term);
    const auto field = static_cast<FieldId>(term.at(1));
    const QueryWord word{std::string(term.substr(3)), static_cast<Script>(term.at(2)), false};
    if (term.front() == static_cast<char>(Mark::prefix))
        patterns_.remove_prefix(word_prefix(field), word.form);
    else
        patterns_.remove_word(number, word_prefix(field), word, options_.languages, stemmers_);
}

std::string StandingTrees::pattern(Mark mark, FieldId field, Script script, std::string_view form) {
    std::string term{static_cast<char>(mark), static_cast<char>(field), static_cast<char>(script)};
    return term += form;
}

std::string StandingTrees::number_mark(FieldId field) {
    return {static_cast<char>(Mark::number), static_cast<char>(field)};
}

double StandingTrees::share_of(std::string_view term) const {
    if (term.front() == static_cast<char>(Mark::number)) return 0.3;
    return options_.term_share ? options_.term_share(term) : guess_term_share(term);
}

double StandingTrees::share_of_word(const QueryWord& word, FieldId field) {
    Node node;
    node.field = field;
    node.words = {word};
    double share = 0;
    for (const std::string& term : word_terms_of(node, options_.languages, stemmers_))
        share += share_of(term);
    return share;
}

std::size_t StandingTrees::memory() const {
    return terms_.memory() + trees_.memory() + shares_.capacity() * sizeof(float) +
           patterns_.memory() + sets_.memory();
}

} // namespace sitrep
