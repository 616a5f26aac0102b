// The grammar: operators, parentheses and fields.

#include "searcher/parse_grammar.h"

#include "schema/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace sitrep {

namespace {

QuerySpan spanning(QuerySpan a, QuerySpan b) {
    return {a.begin, b.end};
}

Node negated(Node node, QuerySpan span) {
    node.required = false; // it must be absent: that is never optional
    if (node.kind == NodeKind::neg) {
        Node child = std::move(node.children.front());
        return child;
    }
    Node result;
    result.kind = NodeKind::neg;
    result.span = spanning(span, node.span);
    result.children.push_back(std::move(node));
    return result;
}

// One node of several, nested ones of the same kind taken in.
std::optional<Node> combined(NodeKind kind, std::vector<Node> parts) {
    if (parts.empty()) return {};
    if (parts.size() == 1) return std::move(parts.front());
    Node result;
    result.kind = kind;
    result.span = spanning(parts.front().span, parts.back().span);
    for (Node& part : parts) {
        if (part.kind == kind)
            std::move(part.children.begin(), part.children.end(),
                      std::back_inserter(result.children));
        else
            result.children.push_back(std::move(part));
    }
    return result;
}

class Parser {
  public:
    Parser(std::string_view text, LeafContext& context)
        : text_(text), context_(context), lexemes_(take_versions(lex(text, context.warnings))),
          joins_(join_lexemes(text, lexemes_)) {
        warn_of_small_operators(lexemes_, context.warnings);
    }

    std::optional<Node> parse() {
        if (kind() == LexemeKind::end) return {};
        std::optional<Node> root = disjunction();
        if (kind() == LexemeKind::close)
            fail("a parenthesis is closed that was not opened", "add ( or leave ) out",
                 here().span);
        return root;
    }

    // Where AND and OR met without parentheses.
    std::optional<QuerySpan> mixed() const { return mixed_; }

  private:
    // versions:all says where to search, not what for: it stands before or behind the query.
    std::vector<Lexeme> take_versions(std::vector<Lexeme> lexemes) const {
        const auto is_it = [](const Lexeme& lexeme) { return lexeme.kind == LexemeKind::versions; };
        auto found = std::find_if(lexemes.begin(), lexemes.end(), is_it);
        if (found == lexemes.end()) return lexemes;
        if (found->text != "all" && found->text != "current")
            fail(fmt::format("there are no versions:{}", shown(found->text)),
                 "write versions:all, or leave it out for the current ones", found->span);
        const bool last = std::next(found)->kind == LexemeKind::end;
        if (found != lexemes.begin() && !last)
            fail(fmt::format("{} stands within the query", written(*found)),
                 "put it at the beginning or the end", found->span);
        context_.all_versions = found->text == "all";
        // An AND binds it to the rest.
        const auto next = lexemes.erase(found);
        if (last && next != lexemes.begin() && std::prev(next)->kind == LexemeKind::conj)
            lexemes.erase(std::prev(next));
        else if (!last && next->kind == LexemeKind::conj)
            lexemes.erase(next);
        if (const auto again = std::find_if(lexemes.begin(), lexemes.end(), is_it);
            again != lexemes.end())
            fail("versions: is given twice", "leave one out", again->span);
        return lexemes;
    }

    const Lexeme& here() const { return lexemes_[at_]; }
    LexemeKind kind() const { return here().kind; }
    std::string_view written(const Lexeme& lexeme) const {
        return text_.substr(lexeme.span.begin, lexeme.span.end - lexeme.span.begin);
    }
    bool is_text() const { return field(field_).kind == FieldKind::text; }

    // --- operators, from the loosest to the tightest

    std::optional<Node> disjunction() {
        std::vector<Node> parts;
        bool any_conjunction = false;
        std::size_t alternatives = 0;
        const std::size_t first = at_;
        while (true) {
            std::size_t factors = 0;
            if (std::optional<Node> part = conjunction(factors)) parts.push_back(std::move(*part));
            any_conjunction |= factors > 1;
            ++alternatives;
            if (kind() != LexemeKind::disj) break;
            ++at_;
        }
        if (alternatives > 1 && any_conjunction && !mixed_)
            mixed_ = spanning(lexemes_[first].span, lexemes_[at_ - 1].span);
        return combined(NodeKind::disj, std::move(parts));
    }

    std::optional<Node> conjunction(std::size_t& factors) {
        std::vector<Node> parts;
        while (true) {
            if (std::optional<Node> part = signed_operand()) parts.push_back(std::move(*part));
            ++factors;
            if (kind() == LexemeKind::conj)
                ++at_;
            else if (!starts_operand(kind()))
                break;
        }
        return combined(NodeKind::conj, std::move(parts));
    }

    std::optional<Node> signed_operand() {
        bool negative = false;
        bool required = false;
        const QuerySpan begin = here().span;
        for (; kind() == LexemeKind::neg || kind() == LexemeKind::plus; ++at_) {
            if (kind() == LexemeKind::neg) negative = !negative;
            required |= kind() == LexemeKind::plus;
        }
        std::optional<Node> node = near();
        if (!node) return {};
        // Other words are required anyway.
        if (required && node->kind == NodeKind::word && node->words.front().stop)
            node->required = true;
        return negative ? negated(std::move(*node), begin) : std::move(node);
    }

    std::optional<Node> near() {
        const std::size_t first = at_;
        std::optional<Node> left = operand();
        if (kind() != LexemeKind::near) return left;
        const std::uint32_t distance = here().distance;
        Node result;
        result.kind = NodeKind::near;
        result.distance = distance;
        add_near(result, left, lexemes_[first].span);
        while (kind() == LexemeKind::near) {
            if (here().distance != distance)
                fail("NEARs side by side must have the same distance",
                     fmt::format("write NEAR/{} for each of them", distance), here().span);
            ++at_;
            const QuerySpan span = here().span;
            add_near(result, operand(), span);
        }
        result.span = spanning(lexemes_[first].span, lexemes_[at_ - 1].span);
        return result;
    }

    void add_near(Node& near, const std::optional<Node>& side, QuerySpan span) {
        const bool word = side && side->words.size() == 1 &&
                          (side->kind == NodeKind::word || side->kind == NodeKind::phrase);
        if (!word)
            fail("NEAR stands only between single words",
                 "for several words in order write \"a b c\"~5", side ? side->span : span);
        if (!near.words.empty() && near.field != side->field)
            fail("NEAR cannot reach from one field into another",
                 fmt::format("write {}:(a NEAR/5 b)", field(near.field).name), side->span);
        if (!near.words.empty()) near.text += fmt::format(" NEAR/{} ", near.distance);
        near.field = side->field;
        Node shown = *side;
        shown.field = FieldId::text;
        shown.required = false;
        near.text += to_string(shown);
        near.words.push_back(side->words.front());
        near.words.back().stop = false; // it is asked for by name
    }

    // --- operands

    std::optional<Node> operand() {
        switch (kind()) {
        case LexemeKind::open: return group();
        case LexemeKind::field: return fielded();
        case LexemeKind::saved: return saved();
        case LexemeKind::word:
        case LexemeKind::quoted: return leaf();
        default: fail_without_operand();
        }
    }

    [[noreturn]] void fail_without_operand() const {
        const bool closing = kind() == LexemeKind::close || kind() == LexemeKind::end;
        const LexemeKind before = at_ > 0 ? lexemes_[at_ - 1].kind : LexemeKind::end;
        if (kind() == LexemeKind::close && at_ == 0)
            fail("a parenthesis is closed that was not opened", "add ( or leave ) out",
                 here().span);
        if (before == LexemeKind::open && closing)
            fail("there is nothing in the parentheses", "leave them out, or fill them",
                 lexemes_[at_ - 1].span);
        const bool after = closing || before == LexemeKind::near;
        const Lexeme& op = after ? lexemes_[at_ - 1] : here();
        fail(fmt::format("{} has nothing {} it", written(op), after ? "after" : "before"),
             "complete it; to search for the word itself write it in quotes", op.span);
    }

    std::optional<Node> group() {
        const QuerySpan open = here().span;
        if (++depth_ > context_.limits.depth)
            fail_limit(fmt::format("the query is nested more than {} deep (limit depth = {})",
                                   context_.limits.depth, context_.limits.depth),
                       "leave needless parentheses out");
        ++at_;
        std::optional<Node> node = disjunction();
        if (kind() != LexemeKind::close)
            fail("a parenthesis is not closed", "add ) or leave ( out", open);
        const QuerySpan span = spanning(open, here().span);
        ++at_;
        --depth_;
        refuse_suffix();
        if (node) node->span = span;
        return node;
    }

    // (a b)^2, (a b)~5, (a b)*
    void refuse_suffix() const {
        const Lexeme& next = here();
        if (next.kind != LexemeKind::word || !next.glued) return;
        if (next.text.find_first_of("^~*") == 0)
            fail(fmt::format("{} cannot follow parentheses", shown(next.text)),
                 "leave it out, or put a space before it", next.span);
    }

    std::optional<Node> fielded() {
        const Lexeme& name = here();
        if (in_field_)
            fail(fmt::format("{}: stands in the parentheses of another field",
                             field(name.field).name),
                 "close the parentheses before it", name.span);
        in_field_ = true;
        field_ = name.field;
        ++at_;
        std::optional<Node> node = kind() == LexemeKind::open ? group() : leaf();
        in_field_ = false;
        field_ = FieldId::text;
        if (node) node->span.begin = name.span.begin;
        return node;
    }

    std::optional<Node> saved() {
        const QuerySpan begin = here().span;
        if (in_field_)
            fail("search: stands in the parentheses of a field", "close the parentheses before it",
                 begin);
        ++at_;
        const Lexeme& name = here();
        if (name.kind != LexemeKind::word && name.kind != LexemeKind::quoted)
            fail("search: takes the name of one saved search",
                 "write search:name, or search:\"several words\"", begin);
        ++at_;
        refuse_distance(name);
        const QuerySpan span = spanning(begin, name.span);
        count_terms(1, context_);
        return saved_leaf(context_, name.text, span);
    }

    std::optional<Node> leaf() {
        std::optional<Node> node;
        switch (field(field_).kind) {
        case FieldKind::text: node = text(); break;
        case FieldKind::entity: node = name(); break;
        case FieldKind::keyword: node = keyword(); break;
        default: node = range();
        }
        if (node) count_terms(std::max<std::size_t>(node->words.size(), 1), context_);
        return node;
    }

    static void count_terms(std::size_t terms, LeafContext& context) {
        context.terms += terms;
        if (context.terms > context.limits.terms)
            fail_limit(fmt::format("the query has more than {} terms (limit terms = {})",
                                   context.limits.terms, context.limits.terms),
                       "ask for less, or split the query");
    }

    // `title:-word`: the sign belongs before the field.
    void refuse_sign(const Lexeme& lexeme) const {
        if (!lexeme.is_value || lexeme.text.find_first_of("-!+") != 0) return;
        fail(fmt::format("{} stands after {}:", lexeme.text.substr(0, 1), field(field_).name),
             fmt::format("write {}{}:{}, or put the value in quotes", lexeme.text.substr(0, 1),
                         field(field_).name, shown(lexeme.text.substr(1))),
             lexeme.span);
    }

    void refuse_distance(const Lexeme& lexeme) const {
        if (lexeme.distance == 0) return;
        fail(fmt::format("~{} is for phrases in the text", lexeme.distance), "leave it out",
             lexeme.span);
    }

    void refuse_star(const Lexeme& lexeme) const {
        if (lexeme.kind != LexemeKind::word || !lexeme.text.ends_with('*')) return;
        fail(fmt::format("* is not supported yet in {}:", field(field_).name),
             "write the whole value, or put it in quotes if the * belongs to it", lexeme.span);
    }

    std::optional<Node> text() {
        const Lexeme& lexeme = here();
        if (lexeme.kind == LexemeKind::quoted) {
            ++at_;
            return phrase_leaf(context_, field_, lexeme.text, lexeme.distance, lexeme.span);
        }
        refuse_sign(lexeme);
        if (lexeme.is_value && lexeme.text.starts_with('='))
            fail(fmt::format("{}:= is not supported", field(field_).name),
                 "put the words in quotes to find them as written", lexeme.span);
        const WordJoin& join = joins_[at_];
        if (join.text.empty()) {
            ++at_;
            return word_leaf(context_, field_, lexeme.text, lexeme.span);
        }
        at_ = join.last + 1;
        return word_leaf(context_, field_, join.text,
                         spanning(lexeme.span, lexemes_[join.last].span));
    }

    // The bare words that follow, at most two.
    std::string tail() const {
        std::string words;
        for (std::size_t i = at_;
             i < at_ + 2 && is_plain_word(lexemes_, i) && has_wordish(lexemes_[i].text); ++i)
            words += (words.empty() ? "" : " ") + lexemes_[i].text;
        return words;
    }

    std::optional<Node> name() {
        const Lexeme& lexeme = here();
        ++at_;
        if (lexeme.kind == LexemeKind::quoted) {
            refuse_distance(lexeme);
            return name_leaf(context_, field_, lexeme.text, false, lexeme.span);
        }
        refuse_sign(lexeme);
        refuse_star(lexeme);
        std::string_view value = lexeme.text;
        const bool exact = value.starts_with('=');
        if (exact) value.remove_prefix(1);
        if (value.empty() && here().kind == LexemeKind::quoted && here().glued) {
            const Lexeme& quoted = here();
            ++at_;
            refuse_distance(quoted);
            return name_leaf(context_, field_, quoted.text, exact,
                             spanning(lexeme.span, quoted.span));
        }
        return name_leaf(context_, field_, value, exact, lexeme.span, tail());
    }

    Node keyword() {
        const Lexeme& lexeme = here();
        ++at_;
        refuse_distance(lexeme);
        refuse_star(lexeme);
        if (field_ != FieldId::id && field_ != FieldId::url) {
            refuse_sign(lexeme);
            if (lexeme.kind == LexemeKind::word && lexeme.text.starts_with('='))
                fail(fmt::format("{}: is compared whole anyway", field(field_).name),
                     "leave = out, or put the value in quotes", lexeme.span);
        }
        return keyword_leaf(context_, field_, lexeme.text, lexeme.span);
    }

    Node range() {
        std::vector<RangePiece> pieces;
        QuerySpan span = here().span;
        do {
            refuse_distance(here());
            pieces.push_back({here().text, here().kind == LexemeKind::quoted});
            span = spanning(span, here().span);
            ++at_;
        } while (here().glued && (kind() == LexemeKind::word || kind() == LexemeKind::quoted));
        return range_leaf(context_, field_, pieces, span);
    }

    std::string_view text_;
    LeafContext& context_;
    std::vector<Lexeme> lexemes_;
    std::vector<WordJoin> joins_; // by the lexeme it starts at
    std::size_t at_ = 0;
    FieldId field_ = FieldId::text;
    bool in_field_ = false;
    std::size_t depth_ = 0;
    std::optional<QuerySpan> mixed_;
};

} // namespace

Reading read_grammar(std::string_view text, LeafContext& context) {
    Parser parser(text, context);
    Reading reading;
    reading.root = parser.parse();
    reading.mixed = parser.mixed();
    return reading;
}

} // namespace sitrep
