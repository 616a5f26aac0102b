#include "plain_xapian.h"

#include <xapian.h>

namespace sitrep::bench {
namespace {

namespace fs = std::filesystem;

constexpr Xapian::valueno date_slot = 0;
constexpr Xapian::valueno month_slot = 1;
constexpr Xapian::valueno source_slot = 2;

void index(const fs::path& directory, const std::vector<Article>& articles) {
    fs::remove_all(directory);
    Xapian::WritableDatabase database(directory.string(), Xapian::DB_CREATE);
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

void compact(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    Xapian::Database(from.string()).compact(to.string());
}

class PlainSearch : public RivalSearch {
  public:
    explicit PlainSearch(const fs::path& directory) : database_(directory.string()) {
        parser_.set_database(database_);
        parser_.set_stemmer(stemmer_);
        parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        parser_.set_default_op(Xapian::Query::OP_AND);
    }

    std::size_t ids(const std::string& query) override {
        return asked(query).get_mset(0, 10).size();
    }
    std::size_t newest(const std::string& query) override {
        Xapian::Enquire enquire = asked(query);
        enquire.set_sort_by_value_then_relevance(date_slot, true);
        return enquire.get_mset(0, 10).size();
    }
    std::size_t snippets(const std::string& query) override {
        return bytes_of_snippets(asked(query).get_mset(0, 10));
    }
    std::size_t answer(const std::string& query) override {
        Xapian::Enquire enquire = asked(query);
        Xapian::ValueCountMatchSpy dates(date_slot);
        Xapian::ValueCountMatchSpy months(month_slot);
        Xapian::ValueCountMatchSpy sources(source_slot);
        for (Xapian::MatchSpy* spy : {&dates, &months, &sources}) enquire.add_matchspy(spy);
        const Xapian::MSet mset = enquire.get_mset(0, 10, database_.get_doccount());
        std::size_t bytes = bytes_of_snippets(mset);
        for (Xapian::ValueCountMatchSpy* spy : {&dates, &months, &sources})
            for (auto value = spy->top_values_begin(10); value != spy->top_values_end(10); ++value)
                bytes += (*value).size();
        return bytes;
    }

  private:
    Xapian::Enquire asked(const std::string& query) {
        Xapian::Enquire enquire(database_);
        enquire.set_query(parser_.parse_query(query));
        return enquire;
    }
    std::size_t bytes_of_snippets(const Xapian::MSet& mset) const {
        std::size_t bytes = 0;
        for (auto hit = mset.begin(); hit != mset.end(); ++hit)
            bytes += mset.snippet(hit.get_document().get_data(), 250, stemmer_).size();
        return bytes;
    }

    Xapian::Database database_;
    Xapian::QueryParser parser_;
    Xapian::Stem stemmer_{"en"};
};

} // namespace

const Rival plain_xapian{"plain", index,
                         [](const fs::path& directory) -> std::unique_ptr<RivalSearch> {
                             return std::make_unique<PlainSearch>(directory);
                         },
                         compact};

} // namespace sitrep::bench
