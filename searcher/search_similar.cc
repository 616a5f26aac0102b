// What is like an article.
#include "searcher/search_impl.h"

#include "searcher/similar.h"

#include <algorithm>
#include <unordered_set>

namespace sitrep {
namespace {

constexpr std::size_t words = 30;
constexpr Xapian::doccount most_candidates = 100;

// How much each weighs; together 1.
constexpr double by_words = 0.7;
constexpr double by_actors = 0.1;
constexpr double by_regions = 0.1;
constexpr double by_days = 0.1;

struct Candidate {
    Xapian::docid docid = 0;
    double score = 0;
    std::vector<std::string> regions;
    std::vector<std::string> actors;
    std::vector<std::string> happened;
};

Candidate weigh(const Xapian::Document& document, const Xapian::Document& other, double likeness,
                Rarity& rarity) {
    const auto shared = [&](FieldId id) {
        return shared_values(document, other, field(id), rarity);
    };
    SharedValues actors = shared(FieldId::actor);
    SharedValues regions = shared(FieldId::region);
    SharedValues happened = shared(FieldId::happened);
    Candidate candidate;
    candidate.score = by_words * likeness + by_actors * actors.likeness +
                      by_regions * regions.likeness +
                      by_days * std::max(happened.likeness, closeness(document, other));
    candidate.regions = std::move(regions.values);
    candidate.actors = std::move(actors.values);
    candidate.happened = std::move(happened.values);
    return candidate;
}

// Those that no other of them belongs to: Kherson alone says Ukraine too.
void keep_innermost(std::vector<std::string>& ids, EntityKind kind, const Gazetteer& gazetteer) {
    std::unordered_set<std::string_view> outer;
    for (const std::string& id : ids)
        if (const auto entity = gazetteer.find(kind, id))
            for (const EntityIndex above : kind == EntityKind::actor
                                               ? gazetteer.principals(entity->index, today())
                                               : gazetteer.ancestors(entity->index))
                outer.insert(gazetteer.entity(above).id);
    std::erase_if(ids, [&](const std::string& id) { return outer.contains(id); });
}

// Days, unless they are a whole month or the like.
void keep_days(std::vector<std::string>& values) {
    constexpr std::size_t most = 3;
    constexpr std::size_t size_of_day = 10;
    std::erase_if(values, [](const std::string& value) { return value.size() != size_of_day; });
    if (values.size() > most) values.clear();
}

// Two short texts of the same words are one, though they are too short to be told for copies.
std::string short_text(const Article& article) {
    constexpr std::size_t most = 500; // bytes
    if (article.text.size() > most) return {};
    return fold_name(article.title + '\n' + article.text);
}

using WordsByTerm = std::unordered_map<std::string, std::string>;

std::vector<std::string> shared_words(const Xapian::Enquire& enquire, Xapian::docid docid,
                                      const std::vector<std::string>& terms,
                                      const WordsByTerm& words_by_term) {
    constexpr std::size_t most = 5;
    const std::unordered_set<std::string> matching(enquire.get_matching_terms_begin(docid),
                                                   enquire.get_matching_terms_end(docid));
    std::vector<std::string> shared;
    for (const std::string& term : terms) {
        if (shared.size() == most) break;
        const auto word = words_by_term.find(term);
        if (word != words_by_term.end() && matching.contains(term)) shared.push_back(word->second);
    }
    return shared;
}

// As clauses of a query: "region:kherson".
void add_shared_values(Candidate candidate, const Gazetteer& gazetteer,
                       std::vector<std::string>& shared) {
    keep_innermost(candidate.regions, EntityKind::region, gazetteer);
    keep_innermost(candidate.actors, EntityKind::actor, gazetteer);
    keep_days(candidate.happened);
    const auto add = [&](FieldId id, const std::vector<std::string>& values) {
        for (const std::string& value : values)
            shared.push_back(fmt::format("{}:{}", field(id).name, value));
    };
    add(FieldId::actor, candidate.actors);
    add(FieldId::region, candidate.regions);
    add(FieldId::happened, candidate.happened);
}

} // namespace

// Words of the article, as written, by the terms that they have in the index.
std::unordered_map<std::string, std::string>
Searcher::Impl::words_of_terms(const Article& article) {
    std::unordered_map<std::string, std::string> words_by_term;
    Stemmer& stemmer = tools.stemmers.of(article.lang);
    for (const std::string* text : {&article.text, &article.title}) {
        tools.tokens.analyse(*text);
        for (const Token& token : tools.tokens.all()) {
            const std::string_view form = tools.tokens.form(token);
            if (!has_stem(form, token.script)) continue;
            std::string term(prefixes::stem);
            term += stemmer.stem(form, token.script);
            words_by_term.try_emplace(std::move(term),
                                      text->substr(token.begin, token.end - token.begin));
        }
    }
    return words_by_term;
}

std::optional<std::vector<Hit>> Searcher::Impl::similar(std::string_view id, std::size_t limit) {
    const Xapian::docid docid = find(id);
    if (docid == 0) return std::nullopt;
    const Xapian::Database& database = snapshot.database();
    const Xapian::Document document = database.get_document(docid);
    const Article article = decode_article(record_of(document));
    const std::vector<std::string> terms = distinctive_terms(document, database, words);
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(ranking());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    enquire.set_collapse_key(field(FieldId::copies).slot);
    const Xapian::MSet found = enquire.get_mset(0, most_candidates);
    const ArticleGroups& copies = snapshot.groups(FieldId::copies).groups;
    std::unordered_set<std::string> seen{canonical_group(document, copies)};
    std::vector<Candidate> best;
    Rarity rarity(database);
    // An article itself is the best answer to its own words.
    const double most = found.empty() ? 1 : std::max(found.get_max_attained(), 1e-9);
    for (auto item = found.begin(); item != found.end(); ++item) {
        if (*item == docid) continue;
        const Xapian::Document other = item.get_document();
        if (!seen.insert(canonical_group(other, copies)).second) continue;
        best.push_back(weigh(document, other, item.get_weight() / most, rarity));
        best.back().docid = *item;
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    const SearchRequest request;
    const Node everything;
    HitBuilder builder(request, everything, snapshot.languages(), *names, tools);
    const auto words_by_term = words_of_terms(article);
    std::unordered_set<std::string> short_texts{short_text(article)};
    std::vector<Hit> hits;
    for (const Candidate& candidate : best) {
        if (hits.size() == limit) break;
        const Xapian::Document other = database.get_document(candidate.docid);
        Hit hit = builder.build(record_of(other));
        if (std::string text = short_text(hit.article);
            !text.empty() && !short_texts.insert(std::move(text)).second)
            continue;
        tell_groups(hit, other, candidate.docid);
        hit.rank = hits.size() + 1;
        hit.score = candidate.score;
        hit.matched = shared_words(enquire, candidate.docid, terms, words_by_term);
        add_shared_values(candidate, *gazetteer, hit.matched);
        hits.push_back(std::move(hit));
    }
    return hits;
}

} // namespace sitrep
