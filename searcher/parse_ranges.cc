// Keywords, and ranges of days and numbers.

#include "schema/lexicon.h"
#include "searcher/parse_leaf.h"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace sitrep {

namespace {

// `>=low`, `low..high` or `low`.
struct Bounds {
    std::string_view op; // of a literal
    std::string low;
    std::string high;
    bool is_range = false;
};

std::string_view comparison(std::string_view text) {
    constexpr std::array<std::string_view, 5> comparisons{">=", "<=", ">", "<", "="};
    for (const std::string_view op : comparisons)
        if (text.starts_with(op)) return op;
    return {};
}

Bounds read_bounds(const std::vector<RangePiece>& pieces) {
    Bounds bounds;
    for (const RangePiece& piece : pieces) {
        std::string_view rest = piece.text;
        // One pair of quotes around everything protects nothing.
        if (!piece.quoted || pieces.size() == 1) {
            if (&piece == &pieces.front()) {
                bounds.op = comparison(rest);
                rest.remove_prefix(bounds.op.size());
            }
            const std::size_t dots = bounds.is_range ? std::string_view::npos : rest.find("..");
            if (dots != std::string_view::npos) {
                bounds.low += rest.substr(0, dots);
                rest.remove_prefix(dots + 2);
                bounds.is_range = true;
            }
        }
        (bounds.is_range ? bounds.high : bounds.low) += rest;
    }
    bounds.low = std::string(trim_space(bounds.low));
    bounds.high = std::string(trim_space(bounds.high));
    return bounds;
}

// A bound as a query writes it again.
std::string written(std::string_view bound) {
    if (bound.empty()) return {};
    return is_bare_value(FieldId::date, bound) ? std::string(bound) : quote(bound);
}

std::string written(const Bounds& bounds) {
    if (bounds.is_range) return fmt::format("{}..{}", written(bounds.low), written(bounds.high));
    return fmt::format("{}{}", bounds.op, written(bounds.low));
}

void check_bounds(FieldId field, const Bounds& bounds, QuerySpan span) {
    const std::string_view name = sitrep::field(field).name;
    if (bounds.low.empty() && bounds.high.empty())
        fail(fmt::format("{}: has no value", name),
             fmt::format("write for instance {}", sitrep::field(field).example), span);
    if (bounds.is_range && !bounds.op.empty())
        fail(fmt::format("{} and .. do not go together", bounds.op),
             fmt::format("write {}:a..b or {}:{}a", name, name, bounds.op), span);
    if (bounds.low.starts_with('[') || bounds.low.starts_with('{'))
        fail("brackets are not supported", fmt::format("write {}:a..b", name), span);
}

[[noreturn]] void fail_reversed(FieldId field, const Bounds& bounds, QuerySpan span) {
    fail("the range ends before it begins",
         fmt::format("write {}:{}..{}", sitrep::field(field).name, written(bounds.high),
                     written(bounds.low)),
         span);
}

[[noreturn]] void fail_empty(const Bounds& bounds, QuerySpan span) {
    fail(fmt::format("nothing lies in the range {}", written(bounds)), "widen the range", span);
}

DayRange read_period(LeafContext& context, const std::string& text, QuerySpan span) {
    const std::optional<DayRange> period = parse_period(text, context.today);
    if (!period)
        fail(fmt::format("{} is no date", quote(shown(text))),
             "write 2025, 2025-07, 2025-07-04, today, yesterday or P7D", span);
    constexpr Day some_years = 1500; // whatever is told from today is another day then
    if (parse_period(text, context.today + some_years) != period) context.relative = true;
    return *period;
}

DayRange read_days(LeafContext& context, FieldId field, const Bounds& bounds, QuerySpan span) {
    DayRange days{first_day, last_day};
    if (bounds.is_range) {
        if (!bounds.low.empty()) days.from = read_period(context, bounds.low, span).from;
        if (!bounds.high.empty()) days.to = read_period(context, bounds.high, span).to;
        if (days.from > days.to) fail_reversed(field, bounds, span);
        return days;
    }
    const DayRange period = read_period(context, bounds.low, span);
    if (bounds.op == ">=") days.from = period.from;
    if (bounds.op == ">") days.from = period.to + 1;
    if (bounds.op == "<=") days.to = period.to;
    if (bounds.op == "<") days.to = period.from - 1;
    if (days.from > days.to) fail_empty(bounds, span);
    return bounds.op.empty() || bounds.op == "=" ? period : days;
}

std::uint32_t read_number(const std::string& text, QuerySpan span) {
    std::uint32_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc::result_out_of_range && stop == end)
        fail(fmt::format("{} is too large a number", shown(text)),
             fmt::format("the largest is {}", NumberRange{}.to), span);
    if (error != std::errc() || stop != end)
        fail(fmt::format("{} is no whole number", quote(shown(text))),
             "write digits only: 5, 5.., ..10, 5..10 or >=5", span);
    return number;
}

NumberRange read_numbers(FieldId field, const Bounds& bounds, QuerySpan span) {
    NumberRange numbers;
    if (bounds.is_range) {
        if (!bounds.low.empty()) numbers.from = read_number(bounds.low, span);
        if (!bounds.high.empty()) numbers.to = read_number(bounds.high, span);
        if (numbers.from > numbers.to) fail_reversed(field, bounds, span);
        return numbers;
    }
    const std::uint32_t number = read_number(bounds.low, span);
    if ((bounds.op == ">" && number == numbers.to) || (bounds.op == "<" && number == 0))
        fail_empty(bounds, span);
    if (bounds.op == ">=") return {number, numbers.to};
    if (bounds.op == ">") return {number + 1, numbers.to};
    if (bounds.op == "<=") return {0, number};
    if (bounds.op == "<") return {0, number - 1};
    return {number, number};
}

void resolve_keyword(LeafContext& context, Node& node) {
    const Lexicon* lexicon = Lexicon::of(node.field);
    if (lexicon == nullptr) return;
    const std::vector<std::string_view> ids = lexicon->resolve(node.text);
    if (ids.empty() || (ids.size() == 1 && ids.front() == node.values.front())) return;
    node.values.assign(ids.begin(), ids.end());
    context.expansions.push_back({to_string(node), node.field, node.values, node.span});
}

} // namespace

Node keyword_leaf(LeafContext& context, FieldId field, std::string_view value, QuerySpan span) {
    const bool verbatim = field == FieldId::id || field == FieldId::url;
    Node node;
    node.kind = NodeKind::keyword;
    node.field = field;
    node.text = value;
    node.span = span;
    node.values.push_back(verbatim ? std::string(value) : fold_keyword(value));
    if (node.values.front().empty())
        fail(fmt::format("{}: has no value", sitrep::field(field).name),
             fmt::format("write for instance {}", sitrep::field(field).example), span);
    resolve_keyword(context, node);
    return node;
}

Node range_leaf(LeafContext& context, FieldId field, const std::vector<RangePiece>& pieces,
                QuerySpan span) {
    const Bounds bounds = read_bounds(pieces);
    check_bounds(field, bounds, span);
    Node node;
    node.field = field;
    node.text = written(bounds);
    node.span = span;
    if (sitrep::field(field).kind == FieldKind::date) {
        node.kind = NodeKind::date;
        node.days = read_days(context, field, bounds, span);
    } else {
        node.kind = NodeKind::count;
        node.numbers = read_numbers(field, bounds, span);
    }
    return node;
}

} // namespace sitrep
