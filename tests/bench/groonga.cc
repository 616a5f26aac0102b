#include "groonga.h"

#include "schema/error.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include <fmt/format.h>
#include <groonga.h>
#include <nlohmann/json.hpp>

namespace sitrep::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t articles_a_load = 1000;

class Session {
  public:
    // Makes the database where it is not there.
    explicit Session(const fs::path& directory) {
        static const grn_rc started = grn_init();
        if (started != GRN_SUCCESS) throw Error(ErrorKind::internal, "Groonga does not start");
        context_ = grn_ctx_open(0);
        const std::string file = (directory / "db").string();
        const bool known = fs::exists(file);
        fs::create_directories(directory);
        grn_obj* database = known ? grn_db_open(context_, file.c_str())
                                  : grn_db_create(context_, file.c_str(), nullptr);
        if (database == nullptr) throw Error(ErrorKind::internal, context_->errbuf);
    }
    ~Session() {
        grn_obj_close(context_, grn_ctx_db(context_));
        grn_ctx_close(context_);
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // The length of the answer.
    std::size_t send(std::string_view command) {
        grn_ctx_send(context_, command.data(), static_cast<unsigned int>(command.size()), 0);
        if (context_->rc != GRN_SUCCESS)
            throw Error(ErrorKind::internal,
                        fmt::format("Groonga: {} ({})", context_->errbuf, command.substr(0, 200)),
                        "are libgroonga0 and groonga-token-filter-stem installed?");
        char* answer = nullptr;
        unsigned int length = 0;
        int flags = 0;
        grn_ctx_recv(context_, &answer, &length, &flags);
        return length;
    }

  private:
    grn_ctx* context_ = nullptr;
};

nlohmann::json row_of(const Article& article) {
    const std::string day = article.date.to_string();
    return {{"_key", article.id}, {"title", article.title},    {"text", article.text},
            {"day", day},         {"month", day.substr(0, 7)}, {"source", article.source}};
}

void index(const fs::path& directory, const std::vector<Article>& articles) {
    fs::remove_all(directory);
    Session session(directory);
    for (const char* command :
         {"plugin_register token_filters/stem", "table_create Days TABLE_PAT_KEY ShortText",
          "table_create Months TABLE_PAT_KEY ShortText",
          "table_create Sources TABLE_PAT_KEY ShortText",
          "table_create Articles TABLE_HASH_KEY ShortText",
          "column_create Articles title COLUMN_SCALAR ShortText",
          "column_create Articles text COLUMN_SCALAR Text",
          "column_create Articles day COLUMN_SCALAR Days",
          "column_create Articles month COLUMN_SCALAR Months",
          "column_create Articles source COLUMN_SCALAR Sources"})
        session.send(command);
    for (std::size_t begin = 0; begin < articles.size(); begin += articles_a_load) {
        nlohmann::json rows = nlohmann::json::array();
        const std::size_t end = std::min(begin + articles_a_load, articles.size());
        for (std::size_t i = begin; i < end; ++i) rows.push_back(row_of(articles[i]));
        session.send("load --table Articles");
        session.send(rows.dump());
    }
    session.send("table_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram "
                 "--normalizer NormalizerAuto --token_filters TokenFilterStem");
    session.send("column_create Words articles COLUMN_INDEX|WITH_POSITION|WITH_SECTION Articles "
                 "title,text");
    session.send("io_flush");
}

// As an argument of a command: the query in single quotes, each word in double ones, so that none
// is an operator.
std::string all_of(const std::string& query) {
    std::string words = "'\"";
    for (const char c : query) {
        if (c == ' ') words += "\" \"";
        if (c == ' ') continue;
        if (c == '\'' || c == '\\') words += '\\';
        words += c;
    }
    return words + "\"'";
}

class GroongaSearch : public RivalSearch {
  public:
    explicit GroongaSearch(const fs::path& directory) : session_(directory) {}

    std::size_t ids(const std::string& query) override {
        return select(query, "--sort_keys -_score --output_columns _key");
    }
    std::size_t newest(const std::string& query) override {
        return select(query, "--sort_keys -day._key --output_columns _key");
    }
    std::size_t snippets(const std::string& query) override {
        return select(query, "--sort_keys -_score --output_columns '_key,title,"
                             "snippet_html(text)'");
    }
    std::size_t answer(const std::string& query) override {
        std::string more = "--sort_keys -_score --output_columns '_key,title,snippet_html(text)'";
        for (const char* field : {"day", "month", "source"})
            more += fmt::format(" --drilldowns[{0}].keys {0} --drilldowns[{0}].sort_keys "
                                "-_nsubrecs --drilldowns[{0}].limit 10",
                                field);
        return select(query, more);
    }

  private:
    std::size_t select(const std::string& query, const std::string& more) {
        return session_.send(fmt::format("select Articles --cache no --match_columns title||text "
                                         "--limit 10 --query {} {}",
                                         all_of(query), more));
    }

    Session session_;
};

} // namespace

const Rival groonga{"groonga", index,
                    [](const fs::path& directory) -> std::unique_ptr<RivalSearch> {
                        return std::make_unique<GroongaSearch>(directory);
                    },
                    nullptr};

} // namespace sitrep::bench
