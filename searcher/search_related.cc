// Why a search finds an article or not.
#include "searcher/search_impl.h"

#include <fmt/ranges.h>

namespace sitrep {

Xapian::docid Searcher::Impl::find(std::string_view id) const {
    const std::string term = make_term(field(FieldId::id).prefix, id);
    const auto posting = snapshot.database().postlist_begin(term);
    return posting == snapshot.database().postlist_end(term) ? 0 : *posting;
}

// Whether an article is among those that a query finds: the search itself answers.
bool Searcher::Impl::is_met(const Xapian::Query& query, const std::string& id_term) const {
    Xapian::Enquire enquire(snapshot.database());
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(id_term)));
    return !enquire.get_mset(0, 1).empty();
}

WhyClause Searcher::Impl::why_clause(const Node& node, const Article& article,
                                     const std::string& id_term, const LoweringContext& context) {
    WhyClause clause;
    clause.kind = node.kind;
    clause.text = to_string(node);
    clause.span = node.span;
    for (const Node& child : node.children) {
        clause.clauses.push_back(why_clause(child, article, id_term, context));
        clause.clauses.back().ignored =
            node.kind == NodeKind::conj && is_dropped_stop_word(node, child);
    }
    clause.met = is_met(to_xapian(lower(node, context), snapshot.term_queries(), false), id_term);
    if (!node.children.empty() || node.kind == NodeKind::all) return clause;
    const bool is_text = node.kind == NodeKind::word || node.kind == NodeKind::phrase ||
                         node.kind == NodeKind::near || node.kind == NodeKind::prefix;
    if (is_text)
        clause.shown = words_that_meet(article, node, snapshot.languages(), tools.stemmers);
    else
        (clause.met ? clause.shown : clause.has) = values_of(article, node.field, *gazetteer);
    return clause;
}

std::optional<WhyResult> Searcher::Impl::why(std::string_view id, const SearchRequest& request) {
    const Xapian::docid docid = find(id);
    if (docid == 0) return std::nullopt;
    const Xapian::Document document = snapshot.database().get_document(docid);
    const Article article = decode_article(record_of(document));
    const std::string id_term = make_term(field(FieldId::id).prefix, id);
    Plan p = plan(request);
    const LoweringContext context{snapshot.database(),
                                  snapshot.languages(),
                                  tools.stemmers,
                                  request.limits,
                                  snapshot.groups(FieldId::copies).groups,
                                  snapshot.groups(FieldId::story).groups};
    WhyResult result;
    result.id = article.id;
    result.title = shown_title(article);
    result.revision = snapshot.layout().revision;
    auto [copies, size] = group_of(document, FieldId::copies);
    result.copies = {std::move(copies), size.articles, size.sources, size.origins};
    result.found = is_met(p.filtered(p.matching), id_term);
    result.clauses.push_back(why_clause(p.root, article, id_term, context));
    for (std::size_t i = 0; i < p.selections.size(); ++i) {
        const ValueSelection& selection = p.selections[i];
        WhyClause filter;
        filter.kind = NodeKind::keyword;
        filter.text = fmt::format(
            "{}: {}{}{}", field(selection.field).name, fmt::join(selection.any, ", "),
            selection.exclude.empty() ? "" : " not ", fmt::join(selection.exclude, ", "));
        filter.met = is_met(p.selected[i], id_term);
        (filter.met ? filter.shown : filter.has) = values_of(article, selection.field, *gazetteer);
        result.clauses.push_back(std::move(filter));
    }
    result.query = std::move(p.query);
    return result;
}

} // namespace sitrep
