#include "fts5.h"

#include "schema/error.h"

#include <sqlite3.h>

namespace sitrep::bench {
namespace {

void check(sqlite3* database, int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        throw Error(ErrorKind::internal, sqlite3_errmsg(database));
}

void execute(sqlite3* database, const char* sql) {
    check(database, sqlite3_exec(database, sql, nullptr, nullptr, nullptr));
}

sqlite3* open(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    check(database, sqlite3_open(file.c_str(), &database));
    return database;
}

void bind(sqlite3_stmt* statement, int index, const std::string& text) {
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
}

// Quoted, so that no word is an operator.
std::string all_of(const std::string& query) {
    std::string words = "\"";
    for (const char c : query) words += c == ' ' ? std::string("\" \"") : std::string(1, c);
    return words + '"';
}

void index(const std::filesystem::path& file, const std::vector<Article>& articles) {
    for (const char* rest : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + rest);
    sqlite3* database = open(file);
    execute(database, "PRAGMA journal_mode=WAL; BEGIN;"
                      "CREATE VIRTUAL TABLE article USING fts5(id UNINDEXED, title, text, "
                      "date UNINDEXED, source UNINDEXED, tokenize='porter unicode61');");
    sqlite3_stmt* insert = nullptr;
    check(database, sqlite3_prepare_v2(database, "INSERT INTO article VALUES (?, ?, ?, ?, ?)", -1,
                                       &insert, nullptr));
    for (const Article& article : articles) {
        bind(insert, 1, article.id);
        bind(insert, 2, article.title);
        bind(insert, 3, article.text);
        bind(insert, 4, article.date.to_string());
        bind(insert, 5, article.source);
        check(database, sqlite3_step(insert));
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    execute(database, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);");
    sqlite3_close(database);
}

class Fts5Search : public RivalSearch {
  public:
    explicit Fts5Search(const std::filesystem::path& file) : database_(open(file)) {}
    ~Fts5Search() override { sqlite3_close(database_); }
    Fts5Search(const Fts5Search&) = delete;
    Fts5Search& operator=(const Fts5Search&) = delete;

    std::size_t ids(const std::string& query) override {
        return run("SELECT rowid FROM article WHERE article MATCH ? ORDER BY rank LIMIT 10", query);
    }
    std::size_t newest(const std::string& query) override {
        return run("SELECT rowid FROM article WHERE article MATCH ? ORDER BY date DESC LIMIT 10",
                   query);
    }
    std::size_t snippets(const std::string& query) override {
        return run("SELECT id, title, snippet(article, 2, '<b>', '</b>', '...', 32) FROM article "
                   "WHERE article MATCH ? ORDER BY rank LIMIT 10",
                   query);
    }
    std::size_t answer(const std::string& query) override {
        return snippets(query) +
               run("SELECT source, substr(date, 1, 7) AS month, count(*) FROM article "
                   "WHERE article MATCH ? GROUP BY source, month",
                   query);
    }

  private:
    std::size_t run(const char* sql, const std::string& query) {
        sqlite3_stmt* statement = nullptr;
        check(database_, sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
        bind(statement, 1, all_of(query));
        std::size_t rows = 0;
        int code = 0;
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) ++rows;
        check(database_, code);
        sqlite3_finalize(statement);
        return rows;
    }

    sqlite3* database_;
};

} // namespace

const Rival fts5{"fts5", index,
                 [](const std::filesystem::path& file) -> std::unique_ptr<RivalSearch> {
                     return std::make_unique<Fts5Search>(file);
                 },
                 nullptr};

} // namespace sitrep::bench
