#include "searcher/lower.h"

#include "schema/document.h"
#include "schema/error.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace sitrep {
namespace {

using Xapian::Query;

constexpr std::size_t most_word_forms = 100; // that a word within NEAR may take

// Terms of words: those of the title have a prefix of their own.
std::string_view word_prefix(FieldId id) {
    return id == FieldId::title ? field(FieldId::title).prefix : std::string_view{};
}
std::string_view stem_prefix(FieldId id) {
    return id == FieldId::title ? prefixes::title_stem : prefixes::stem;
}

Query any_of(const std::vector<std::string>& terms) {
    if (terms.size() == 1) return Query(terms.front());
    return Query(Query::OP_OR, terms.begin(), terms.end());
}

Query everything() { return Query::MatchAll; }

// Facets select; they do not rank.
Query unweighted(const Query& query) { return Query(Query::OP_SCALE_WEIGHT, query, 0.0); }

class Lowering {
  public:
    explicit Lowering(const LoweringContext& context) : context_(context) {}

    Query lower(const Node& node) const {
        switch (node.kind) {
        case NodeKind::all: return everything();
        case NodeKind::word: return word(node);
        case NodeKind::phrase: return phrase(node);
        case NodeKind::near: return near(node);
        case NodeKind::prefix: return prefix(node);
        case NodeKind::entity: return unweighted(any_of(entity_terms(node)));
        case NodeKind::keyword:
            return unweighted(Query(make_term(field(node.field).prefix, node.values.at(0))));
        case NodeKind::date: return unweighted(date(node));
        case NodeKind::count: return unweighted(count(node));
        case NodeKind::conj: return conjunction(node);
        case NodeKind::disj: return disjunction(node);
        case NodeKind::neg:
            return Query(Query::OP_AND_NOT, everything(), lower(node.children.at(0)));
        }
        return {};
    }

  private:
    const LoweringContext& context_;

    Query word(const Node& node) const {
        const WordTerms found =
            word_terms(node.words.at(0), context_.languages, context_.stemmers);
        const std::string_view before =
            found.stemmed ? stem_prefix(node.field) : word_prefix(node.field);
        std::vector<std::string> terms;
        for (const std::string& term : found.terms) terms.push_back(make_term(before, term));
        return any_of(terms);
    }

    Query phrase(const Node& node) const {
        std::vector<std::string> terms;
        for (const QueryWord& w : node.words)
            terms.push_back(make_term(word_prefix(node.field), w.form));
        if (terms.size() == 1) return Query(terms.front());
        return Query(Query::OP_PHRASE, terms.begin(), terms.end(),
                     static_cast<Xapian::termcount>(terms.size() + node.distance));
    }

    // Stems have no positions, so each word becomes its forms in the index.
    Query near(const Node& node) const {
        std::vector<Query> words;
        for (const QueryWord& w : node.words) words.push_back(any_of(forms(w, node.field)));
        return Query(Query::OP_NEAR, words.begin(), words.end(),
                     static_cast<Xapian::termcount>(node.distance + 1));
    }

    std::vector<std::string> forms(const QueryWord& w, FieldId id) const {
        const WordTerms stems = word_terms(w, context_.languages, context_.stemmers);
        const std::string before(word_prefix(id));
        std::vector<std::string> found{make_term(before, w.form)};
        if (!stems.stemmed) return found;
        for (const std::string& stem : stems.terms)
            for (const std::string& start : form_starts(stem, w.script))
                add_forms(before, start, stem, w.script, found);
        return found;
    }

    // Words of the index that start so and have that stem in one of its languages.
    void add_forms(const std::string& before, const std::string& start, const std::string& stem,
                   Script script, std::vector<std::string>& found) const {
        const auto end = context_.database.allterms_end(before + start);
        for (auto term = context_.database.allterms_begin(before + start);
             term != end && found.size() < most_word_forms; ++term) {
            const std::string form = (*term).substr(before.size());
            if (has_stem(form, script) && has_stem_of(form, script, stem) &&
                std::find(found.begin(), found.end(), *term) == found.end())
                found.push_back(*term);
        }
    }

    bool has_stem_of(const std::string& form, Script script, const std::string& stem) const {
        return std::any_of(context_.languages.begin(), context_.languages.end(),
                           [&](const std::string& language) {
                               return context_.stemmers.of(language).stem(form, script) == stem;
                           });
    }

    Query prefix(const Node& node) const {
        const std::string start = make_term(word_prefix(node.field), node.words.at(0).form);
        std::vector<std::string> terms;
        const auto end = context_.database.allterms_end(start);
        for (auto term = context_.database.allterms_begin(start); term != end; ++term) {
            if (terms.size() >= context_.limits.prefix_expansion) {
                Error error(ErrorKind::limit,
                            fmt::format("{}* stands for more than {} words",
                                        node.words.at(0).form, context_.limits.prefix_expansion),
                            "give more letters before the *");
                error.begin = node.span.begin;
                error.end = node.span.end;
                throw error;
            }
            terms.push_back(*term);
        }
        if (terms.empty()) return Query::MatchNothing;
        return Query(Query::OP_SYNONYM, terms.begin(), terms.end());
    }

    static std::vector<std::string> entity_terms(const Node& node) {
        const std::string_view before =
            !node.exact || node.field == FieldId::mentions ? field(node.field).prefix
            : node.field == FieldId::actor                 ? prefixes::actor_exact
                                                           : prefixes::region_exact;
        std::vector<std::string> terms;
        for (const std::string& id : node.values) terms.push_back(make_term(before, id));
        return terms;
    }

    Query date(const Node& node) const {
        std::vector<std::string> terms;
        const std::string_view before = field(node.field).prefix;
        const auto known = years(before);
        if (!known) return Query::MatchNothing;
        const DayRange days{std::max(node.days.from, day_from_civil(known->first, 1, 1)),
                            std::min(node.days.to, day_from_civil(known->second, 12, 31))};
        for (const std::string& value : cover_days(days)) terms.push_back(make_term(before, value));
        return terms.empty() ? Query::MatchNothing : any_of(terms);
    }

    // The first and last year of a date field in the index, so that an open range stays short.
    std::optional<std::pair<int, int>> years(std::string_view before) const {
        const std::string start(before);
        auto term = context_.database.allterms_begin(start);
        const auto end = context_.database.allterms_end(start);
        if (term == end) return std::nullopt;
        const auto year_of = [&](const std::string& t) { return std::stoi(t.substr(start.size(), 4)); };
        std::pair<int, int> known{year_of(*term), 0};
        while (term != end) {
            known.second = year_of(*term);
            term.skip_to(fmt::format("{}{:04}", start, known.second + 1));
        }
        return known;
    }

    static Query count(const Node& node) {
        const Field& f = field(node.field);
        const Slot high = f.kind == FieldKind::count ? f.slot + 1 : f.slot;
        const Query from(Query::OP_VALUE_GE, high, Xapian::sortable_serialise(node.numbers.from));
        if (node.numbers.to == NumberRange{}.to) return from;
        const Query to(Query::OP_VALUE_LE, f.slot, Xapian::sortable_serialise(node.numbers.to));
        return Query(Query::OP_AND, from, to);
    }

    Query conjunction(const Node& node) const {
        std::vector<Query> wanted;
        std::vector<Query> unwanted;
        for (const Node& child : node.children) {
            if (child.kind == NodeKind::neg) unwanted.push_back(lower(child.children.at(0)));
            else if (!is_dropped_stop_word(node, child)) wanted.push_back(lower(child));
        }
        Query query = wanted.empty() ? everything()
                                     : Query(Query::OP_AND, wanted.begin(), wanted.end());
        if (!unwanted.empty())
            query = Query(Query::OP_AND_NOT, query,
                          Query(Query::OP_OR, unwanted.begin(), unwanted.end()));
        return query;
    }

    Query disjunction(const Node& node) const {
        std::vector<Query> children;
        for (const Node& child : node.children) children.push_back(lower(child));
        return Query(Query::OP_OR, children.begin(), children.end());
    }
};

int days_in(int year, int month) {
    return month == 12 ? 31 : day_from_civil(year, month + 1, 1) - day_from_civil(year, month, 1);
}

} // namespace

Xapian::Query lower(const Node& node, const LoweringContext& context) {
    return Lowering(context).lower(node);
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
