// Saved searches by name: what one asks for stands where it is named.

#include "searcher/parse_grammar.h"

#include "schema/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

namespace sitrep {

namespace {

// Spans are those of the query that the user sees.
void set_spans(Node& node, QuerySpan span) {
    node.span = span;
    for (Node& child : node.children) set_spans(child, span);
}

void check_open(const LeafContext& context, const std::string& folded, std::string_view name,
                QuerySpan span) {
    const std::vector<std::string>& open = context.open_searches;
    if (std::find(open.begin(), open.end(), folded) != open.end())
        fail(fmt::format("the saved search {} names itself: {} > {}", quote(shown(name)),
                         fmt::join(open, " > "), shown(folded)),
             "take search: out of one of them", span);
    if (open.size() >= context.limits.saved_depth)
        fail_limit(fmt::format("saved searches name one another more than {} deep (limit "
                               "saved_depth = {})",
                               context.limits.saved_depth, context.limits.saved_depth),
                   "write the query itself in one of them");
}

std::string text_of(const LeafContext& context, std::string_view name, QuerySpan span) {
    if (context.saved == nullptr)
        fail("saved searches are not available here", "write the query itself", span);
    std::optional<std::string> text;
    try {
        text = (*context.saved)(name);
    } catch (Error& error) {
        if (error.kind == ErrorKind::query) { // else it is about where they are kept
            error.begin = span.begin;
            error.end = span.end;
        }
        throw;
    }
    if (!text)
        fail(fmt::format("there is no saved search {}", quote(shown(name))),
             "see the saved searches, or write the query itself", span);
    return std::move(*text);
}

// Errors and warnings say where they come from; their place is that of search:name.
std::optional<Node> read(LeafContext& context, std::string_view name, std::string_view text,
                         QuerySpan span) {
    const std::size_t expansions = context.expansions.size();
    const std::size_t warnings = context.warnings.size();
    const bool outermost = context.open_searches.size() == 1;
    const bool all_versions = std::exchange(context.all_versions, false);
    std::optional<Node> root;
    try {
        check_text(text, context.limits);
        root = has_wordish(text) || !trim_space(text).empty() ? read_grammar(text, context).root
                                                              : std::optional<Node>(Node{});
        if (context.all_versions)
            fail("a saved search cannot ask for versions:all",
                 "take it out there, and write it beside search:", span);
        context.all_versions = all_versions;
    } catch (Error& error) {
        if (outermost && error.kind == ErrorKind::query)
            error.message =
                fmt::format("in the saved search {}: {}", quote(shown(name)), error.message);
        error.begin = span.begin;
        error.end = span.end;
        throw;
    }
    for (std::size_t i = expansions; i < context.expansions.size(); ++i)
        context.expansions[i].span = span;
    for (std::size_t i = warnings; i < context.warnings.size(); ++i) {
        if (outermost)
            context.warnings[i].message = fmt::format(
                "in the saved search {}: {}", quote(shown(name)), context.warnings[i].message);
        context.warnings[i].span = span;
    }
    return root;
}

} // namespace

std::optional<Node> saved_leaf(LeafContext& context, std::string_view name, QuerySpan span) {
    const std::string folded = fold_keyword(name);
    check_open(context, folded, name, span);
    const std::string text = text_of(context, name, span);
    const std::size_t use = context.saved_uses->size();
    context.saved_uses->push_back({std::string(name), {}, span});
    context.open_searches.push_back(folded);
    std::optional<Node> root = read(context, name, text, span);
    context.open_searches.pop_back();
    for (std::size_t i = use; i < context.saved_uses->size(); ++i)
        (*context.saved_uses)[i].span = span;
    if (!root) {
        context.warn(fmt::format("nothing to search in the saved search {}", quote(shown(name))),
                     "", span);
        return {};
    }
    (*context.saved_uses)[use].parsed = to_string(*root);
    set_spans(*root, span);
    return root;
}

} // namespace sitrep
