#include "plain_xapian.h"

#include <xapian.h>

namespace sitrep::bench {
namespace {

constexpr Xapian::valueno date_slot = 0;
constexpr Xapian::valueno month_slot = 1;
constexpr Xapian::valueno source_slot = 2;

} // namespace

void plain_index(const std::string& directory, const std::vector<Article>& articles) {
    Xapian::WritableDatabase database(directory, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
    for (const Article& article : articles) {
        Xapian::Document document;
        generator.set_document(document);
        generator.set_termpos(0);
        generator.index_text(article.title, 1, "S");
        generator.index_text(article.title);
        generator.increase_termpos();
        generator.index_text(article.text);
        document.set_data(article.title + "\n" + article.text);
        document.add_boolean_term("Q" + article.id);
        document.add_value(date_slot, article.date.to_string());
        document.add_value(month_slot, article.date.to_string().substr(0, 7));
        document.add_value(source_slot, article.source);
        database.replace_document("Q" + article.id, document);
    }
    database.commit();
}

void plain_compact(const std::string& from, const std::string& to) {
    Xapian::Database(from).compact(to);
}

struct PlainSearch::Impl {
    Xapian::Database database;
    Xapian::QueryParser parser;
    Xapian::Stem stemmer{"en"};
};

PlainSearch::PlainSearch(const std::string& directory) : impl_(new Impl) {
    impl_->database = Xapian::Database(directory);
    impl_->parser.set_database(impl_->database);
    impl_->parser.set_stemmer(impl_->stemmer);
    impl_->parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    impl_->parser.set_default_op(Xapian::Query::OP_AND);
}

PlainSearch::~PlainSearch() {
    delete impl_;
}

std::size_t PlainSearch::ids(const std::string& query) {
    Xapian::Enquire enquire(impl_->database);
    enquire.set_query(impl_->parser.parse_query(query));
    return enquire.get_mset(0, 10).size();
}

std::size_t PlainSearch::newest(const std::string& query) {
    Xapian::Enquire enquire(impl_->database);
    enquire.set_query(impl_->parser.parse_query(query));
    enquire.set_sort_by_value_then_relevance(date_slot, true);
    return enquire.get_mset(0, 10).size();
}

std::size_t PlainSearch::snippets(const std::string& query) {
    Xapian::Enquire enquire(impl_->database);
    enquire.set_query(impl_->parser.parse_query(query));
    return bytes_of_snippets(enquire.get_mset(0, 10));
}

std::size_t PlainSearch::answer(const std::string& query) {
    Xapian::Enquire enquire(impl_->database);
    enquire.set_query(impl_->parser.parse_query(query));
    Xapian::ValueCountMatchSpy dates(date_slot);
    Xapian::ValueCountMatchSpy months(month_slot);
    Xapian::ValueCountMatchSpy sources(source_slot);
    for (Xapian::MatchSpy* spy : {&dates, &months, &sources}) enquire.add_matchspy(spy);
    const Xapian::MSet mset = enquire.get_mset(0, 10, impl_->database.get_doccount());
    std::size_t bytes = bytes_of_snippets(mset);
    for (Xapian::ValueCountMatchSpy* spy : {&dates, &months, &sources})
        for (auto value = spy->top_values_begin(10); value != spy->top_values_end(10); ++value)
            bytes += (*value).size();
    return bytes;
}

std::size_t PlainSearch::bytes_of_snippets(const Xapian::MSet& mset) const {
    std::size_t bytes = 0;
    for (auto hit = mset.begin(); hit != mset.end(); ++hit)
        bytes += mset.snippet(hit.get_document().get_data(), 250, impl_->stemmer).size();
    return bytes;
}

} // namespace sitrep::bench
