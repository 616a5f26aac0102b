#include "searcher/parse.h"

#include "searcher/parse_grammar.h"

#include "schema/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace sitrep {

namespace {

// How deep conjunctions and disjunctions are nested: no fewer than the parentheses of the printed
// form.
std::size_t depth_of(const Node& node) {
    std::size_t depth = 0;
    for (const Node& child : node.children) depth = std::max(depth, depth_of(child));
    const bool level =
        node.kind == NodeKind::conj || node.kind == NodeKind::disj || node.kind == NodeKind::near;
    return depth + (level ? 1 : 0);
}

// Matches nearly everything, because all it asks for is an absence.
bool is_purely_negative(const Node& node) {
    const auto negative = [](const Node& child) { return is_purely_negative(child); };
    switch (node.kind) {
    case NodeKind::neg: return !is_purely_negative(node.children.front());
    case NodeKind::conj: return std::all_of(node.children.begin(), node.children.end(), negative);
    case NodeKind::disj: return std::any_of(node.children.begin(), node.children.end(), negative);
    default: return false;
    }
}

} // namespace

void check_text(std::string_view text, const QueryLimits& limits) {
    if (text.size() > limits.bytes)
        fail_limit(fmt::format("the query has {} bytes, more than {} (limit bytes = {})",
                               text.size(), limits.bytes, limits.bytes),
                   "ask for less, or split the query");
    const QuerySpan whole{0, static_cast<std::uint32_t>(text.size())};
    if (!is_valid_utf8(text)) fail("the query is not valid UTF-8", "send it as UTF-8", whole);
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos)
        fail("the query holds a NUL byte", "leave it out",
             {static_cast<std::uint32_t>(nul), static_cast<std::uint32_t>(nul + 1)});
}

namespace {

// The parsed form must be a query again.
void check_parsed(const ParsedQuery& query, const QueryLimits& limits) {
    if (query.parsed.size() > limits.bytes)
        fail_limit(fmt::format("the parsed query has {} bytes, more than {} (limit bytes = {})",
                               query.parsed.size(), limits.bytes, limits.bytes),
                   "ask for less, or split the query");
    if (depth_of(query.root) > limits.depth)
        fail_limit(fmt::format("the query is nested more than {} deep (limit depth = {})",
                               limits.depth, limits.depth),
                   "ask for less, or split the query");
}

void warn_of_shape(ParsedQuery& query, std::optional<QuerySpan> mixed) {
    const QuerySpan whole{0, static_cast<std::uint32_t>(query.text.size())};
    if (mixed)
        query.warnings.push_back({"AND binds tighter than OR: read as " + query.parsed,
                                  "write parentheses to say what belongs together", *mixed});
    if (!is_purely_negative(query.root)) return;
    if (query.root.kind == NodeKind::disj)
        query.warnings.push_back({"a negation beside OR finds nearly everything: " + query.parsed,
                                  "write AND to leave articles out", whole});
    else
        query.warnings.push_back({"the query only excludes: it finds everything but that",
                                  "add what to search for", whole});
}

} // namespace

ParsedQuery parse_query(std::string_view text, const Gazetteer& gazetteer, Day today,
                        const QueryLimits& limits, const SavedSearches& saved) {
    check_text(text, limits);
    ParsedQuery query;
    query.text = text;
    std::size_t size = 0;
    std::size_t at = 0;
    while (at < text.size() && is_space(char_at(text, at, size))) at += size;
    if (at < text.size()) {
        LeafContext context{gazetteer, today, limits, query.expansions, query.warnings};
        context.saved = saved ? &saved : nullptr;
        context.saved_uses = &query.saved;
        Reading reading = read_grammar(text, context);
        query.all_versions = context.all_versions;
        query.relative = context.relative;
        if (!reading.root && text.find("versions:") == text.npos)
            fail("there is no word or number to search for", "write * for everything",
                 {0, static_cast<std::uint32_t>(text.size())});
        if (reading.root) query.root = std::move(*reading.root);
        query.parsed = to_string(query.root);
        if (query.all_versions)
            query.parsed = reading.root && query.root.kind == NodeKind::disj
                               ? fmt::format("({}) versions:all", query.parsed)
                               : query.parsed + " versions:all";
        warn_of_shape(query, reading.mixed);
    } else {
        query.parsed = to_string(query.root);
    }
    check_parsed(query, limits);
    return query;
}

Node parse_filter(FieldId field, std::string_view value, const Gazetteer& gazetteer, Day today,
                  std::vector<QueryExpansion>& expansions, std::vector<QueryWarning>& warnings) {
    const QueryLimits limits;
    check_text(value, limits);
    LeafContext context{gazetteer, today, limits, expansions, warnings};
    const QuerySpan span{0, static_cast<std::uint32_t>(value.size())};
    std::optional<Node> node;
    switch (sitrep::field(field).kind) {
    case FieldKind::text: node = phrase_leaf(context, field, value, 0, span); break;
    case FieldKind::entity: node = id_leaf(context, field, value, span); break;
    case FieldKind::keyword: node = keyword_leaf(context, field, value, span); break;
    default: node = range_leaf(context, field, {{std::string(value), false}}, span);
    }
    if (!node)
        fail(fmt::format("{}: has no value", sitrep::field(field).name),
             fmt::format("write for instance {}", sitrep::field(field).example), span);
    return std::move(*node);
}

} // namespace sitrep
