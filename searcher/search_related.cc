// What is asked of one article: what is like it, and why a search finds it or not.
#include "searcher/search_impl.h"

#include "searcher/similar.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/ranges.h>

namespace sitrep {

Xapian::docid Searcher::Impl::find(std::string_view id) const {
    const std::string term = make_term(field(FieldId::id).prefix, id);
    const auto posting = snapshot.database().postlist_begin(term);
    return posting == snapshot.database().postlist_end(term) ? 0 : *posting;
}

std::optional<std::vector<Hit>> Searcher::Impl::similar(std::string_view id, std::size_t limit) {
    constexpr std::size_t words = 30;
    constexpr Xapian::doccount candidates = 100;
    // How much each weighs; together 1.
    constexpr double by_words = 0.6;
    constexpr double by_actors = 0.15;
    constexpr double by_regions = 0.15;
    constexpr double by_days = 0.1;
    const Xapian::docid docid = find(id);
    if (docid == 0) return std::nullopt;
    const Xapian::Database& database = snapshot.database();
    const Xapian::Document document = database.get_document(docid);
    const std::vector<std::string> terms = distinctive_terms(document, database, words);
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(ranking());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    enquire.set_collapse_key(field(FieldId::copies).slot);
    const Xapian::MSet found = enquire.get_mset(0, candidates);
    measured.clear();
    const std::string own = group_of(document, FieldId::copies).first;
    struct Candidate {
        Xapian::docid docid;
        double score;
        std::vector<std::string> shared;
    };
    std::vector<Candidate> best;
    std::unordered_set<std::string> seen{own};
    // An article itself is the best answer to its own words.
    const double most = found.empty() ? 1 : std::max(found.get_max_attained(), 1e-9);
    for (auto item = found.begin(); item != found.end(); ++item) {
        if (*item == docid) continue;
        const Xapian::Document other = item.get_document();
        if (!seen.insert(group_of(other, FieldId::copies).first).second) continue;
        Candidate candidate{*item, by_words * item.get_weight() / most, {}};
        const auto add = [&](FieldId of, double weight) {
            std::vector<std::string> shared;
            candidate.score += weight * shared_values(document, other, database, field(of).slot,
                                                      std::string(field(of).prefix), shared);
            for (const std::string& value : shared)
                if (of != FieldId::happened || value.size() == 10) // days
                    candidate.shared.push_back(fmt::format("{}:{}", field(of).name, value));
        };
        add(FieldId::actor, by_actors);
        add(FieldId::region, by_regions);
        add(FieldId::happened, by_days);
        best.push_back(std::move(candidate));
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    best.resize(std::min(best.size(), limit));
    const SearchRequest request;
    const Node everything;
    HitBuilder builder(request, everything, snapshot.languages(), *names, tools);
    std::vector<Hit> hits;
    for (Candidate& candidate : best) {
        const Xapian::Document other = database.get_document(candidate.docid);
        Hit& hit = hits.emplace_back(builder.build(other.get_data()));
        tell_groups(hit, other, candidate.docid);
        hit.rank = hits.size();
        hit.score = candidate.score;
        hit.matched = std::move(candidate.shared);
    }
    return hits;
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
    const Article article = decode_article(document.get_data());
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
    measured.clear();
    auto [copies, size] = group_of(document, FieldId::copies);
    result.copies = {std::move(copies), size.articles, size.sources};
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
