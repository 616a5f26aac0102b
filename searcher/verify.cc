#include "searcher/verify.h"

#include "searcher/leaf_terms.h"
#include "searcher/position_match.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sitrep {
namespace {

bool has_any(const ArticleTerms& article, const std::vector<std::string>& terms) {
    return std::any_of(terms.begin(), terms.end(),
                       [&](const std::string& term) { return article.has(term); });
}

int digits(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// What "2025", "2025-07" or "2025-07-04" covers.
DayRange days_of(std::string_view term) {
    const int year = digits(term.substr(0, 4));
    const int month = term.size() >= 7 ? digits(term.substr(5, 2)) : 0;
    if (month == 0) return {day_from_civil(year, 1, 1), day_from_civil(year, 12, 31)};
    if (term.size() >= 10) {
        const Day day = day_from_civil(year, month, digits(term.substr(8, 2)));
        return {day, day};
    }
    const Day next =
        month == 12 ? day_from_civil(year + 1, 1, 1) : day_from_civil(year, month + 1, 1);
    return {day_from_civil(year, month, 1), next - 1};
}

} // namespace

std::vector<DayRange> days_of(const ArticleTerms& article, FieldId id) {
    const std::string_view before = field(id).prefix;
    std::vector<DayRange> days;
    for (const ArticleTerms::Term& term : article.starting(before))
        days.push_back(days_of(article.bytes(term).substr(before.size())));
    return days;
}

bool has_day(const std::vector<DayRange>& known, const DayRange& days) {
    return std::any_of(known.begin(), known.end(), [&](const DayRange& covered) {
        return covered.from >= std::max(days.from, first_day) &&
               covered.to <= std::min(days.to, last_day);
    });
}

bool has_number(const ArticleTerms& article, FieldId id, const NumberRange& numbers) {
    const Field& f = field(id);
    const std::string_view high = article.number(f.kind == FieldKind::count ? f.slot + 1 : f.slot);
    if (high < Xapian::sortable_serialise(numbers.from)) return false;
    return numbers.to == NumberRange{}.to ||
           article.number(f.slot) <= Xapian::sortable_serialise(numbers.to);
}

bool has_phrase(const ArticleTerms& article, const std::vector<std::string>& terms,
                std::uint32_t window) {
    std::vector<Positions> lists;
    for (const std::string& term : terms) {
        const ArticleTerms::Term* found = article.find(term);
        if (found == nullptr) return false;
        lists.push_back(article.positions(*found));
    }
    return lists.size() == 1 || has_phrase(lists, window);
}

Verifier::Verifier(std::vector<std::string> languages, GroupIds groups)
    : languages_(std::move(languages)), groups_(std::move(groups)) {}

bool Verifier::matches(const Node& node, const ArticleTerms& article) {
    switch (node.kind) {
    case NodeKind::all: return true;
    case NodeKind::word: return has_any(article, word_terms_of(node, languages_, stemmers_));
    case NodeKind::phrase: return has_phrase(article, phrase_terms_of(node), phrase_window(node));
    case NodeKind::near: return near(node, article);
    case NodeKind::prefix:
        return !article.starting(make_term(word_prefix(node.field), node.words.at(0).form)).empty();
    case NodeKind::entity: return has_any(article, entity_terms_of(node));
    case NodeKind::keyword: return keyword(node, article);
    case NodeKind::date: return has_day(days_of(article, node.field), node.days);
    case NodeKind::count: return has_number(article, node.field, node.numbers);
    case NodeKind::conj: return conjunction(node, article);
    case NodeKind::disj:
        return std::any_of(node.children.begin(), node.children.end(),
                           [&](const Node& child) { return matches(child, article); });
    case NodeKind::neg: return !matches(node.children.at(0), article);
    }
    return false;
}

bool Verifier::conjunction(const Node& node, const ArticleTerms& article) {
    return std::all_of(node.children.begin(), node.children.end(), [&](const Node& child) {
        return is_dropped_stop_word(node, child) || matches(child, article);
    });
}

bool Verifier::near(const Node& node, const ArticleTerms& article) {
    const std::string_view before = word_prefix(node.field);
    std::vector<std::vector<std::uint32_t>> positions;
    for (const QueryWord& word : node.words) {
        const WordForms wanted(word, languages_, stemmers_);
        std::vector<std::uint32_t>& found = positions.emplace_back();
        for (const ArticleTerms::Term& term : article.starting(before)) {
            const std::string_view form = article.bytes(term).substr(before.size());
            if (term.positions == 0 || !wanted.has(form)) continue;
            const Positions at = article.positions(term);
            found.insert(found.end(), at.begin(), at.end());
        }
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
    }
    const std::vector<Positions> lists(positions.begin(), positions.end());
    return has_near(lists, node.distance + 1);
}

bool Verifier::keyword(const Node& node, const ArticleTerms& article) {
    if (!groups_ || (node.field != FieldId::copies && node.field != FieldId::story))
        return has_any(article, keyword_terms_of(node));
    Node group = node;
    group.values = groups_(node.field, node.values.at(0));
    return has_any(article, keyword_terms_of(group));
}

std::vector<MatchedClause> Verifier::why(const Node& query, const ArticleTerms& article) {
    std::vector<MatchedClause> found;
    if (!matches(query, article)) return found;
    collect(query, article, found);
    if (found.empty()) found.push_back({query.span, to_string(query)});
    return found;
}

void Verifier::collect(const Node& node, const ArticleTerms& article,
                       std::vector<MatchedClause>& found) {
    switch (node.kind) {
    case NodeKind::neg: return;
    case NodeKind::conj:
    case NodeKind::disj:
        if (!matches(node, article)) return;
        for (const Node& child : node.children) collect(child, article, found);
        return;
    default:
        if (matches(node, article)) found.push_back({node.span, to_string(node)});
    }
}

} // namespace sitrep
