#include "standing.h"

#include "schema/analysis.h"
#include "schema/error.h"
#include "schema/field.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <fmt/format.h>

namespace sitrep::bench {
namespace {

// Words of saved searches are neither in every report nor in one alone.
constexpr double most_share = 0.10;
constexpr double least_share = 0.01;

class Maker {
  public:
    Maker(const std::vector<Article>& articles,
          const std::function<double(std::string_view)>& share)
        : articles_(articles), share_(share) {}

    // Empty: the article has not what it takes.
    std::string query(std::size_t kind) { // 0 to 99
        const Article& article = articles_[below(articles_.size())];
        tokens_.analyse(article.text);
        if (tokens_.size() < 30) return {};
        if (kind < 45) return words(article, below(3) == 0 ? 3 : 2);
        if (kind < 65) return phrase(article);
        if (kind < 85) return alternatives(article);
        if (kind < 95) return leaving_out(article);
        return near(article);
    }

  private:
    std::size_t below(std::size_t n) { return random_() % n; }

    bool is_usable(const Token& token, double least, double most) {
        const std::string_view form = tokens_.form(token);
        if (form.size() < 3 || is_stop_word(form) || !has_stem(form, token.script) ||
            (token.flags & token_joined) != 0)
            return false;
        const double share = share_(stem_term(form, token.script));
        return share >= least && share <= most;
    }

    std::string stem_term(std::string_view form, Script script) {
        return make_term(prefixes::stem, stemmer_.stem(form, script));
    }

    // The place of such a word; size() if none was met by chance.
    std::size_t place(double least = least_share, double most = most_share) {
        for (int tries = 0; tries < 30; ++tries) {
            const std::size_t at = below(tokens_.size());
            if (is_usable(tokens_[at], least, most)) return at;
        }
        return tokens_.size();
    }

    std::string word(double least = least_share, double most = most_share) {
        const std::size_t at = place(least, most);
        return at < tokens_.size() ? std::string(tokens_.form(tokens_[at])) : std::string();
    }

    std::string words(const Article&, std::size_t count) {
        std::set<std::string> distinct;
        for (int tries = 0; tries < 10 && distinct.size() < count; ++tries)
            if (std::string next = word(); !next.empty()) distinct.insert(std::move(next));
        if (distinct.size() < count) return {};
        std::string query;
        for (const std::string& each : distinct) query += (query.empty() ? "" : " ") + each;
        return query;
    }

    std::string phrase(const Article& article) {
        const std::size_t at = place(0.005, 0.3);
        const std::size_t last = at + 1 + below(2);
        if (last >= tokens_.size()) return {};
        if (tokens_[last].position - tokens_[at].position > 4) return {};
        const std::string text =
            article.text.substr(tokens_[at].begin, tokens_[last].end - tokens_[at].begin);
        if (text.find_first_of("\"\\*\n") != std::string::npos) return {};
        return fmt::format("\"{}\"", text);
    }

    std::string alternatives(const Article& article) {
        for (const Mention& mention : article.mentions)
            if (!mention.is_actor && mention.about && below(2) == 0) {
                const std::string a = word();
                const std::string b = word();
                if (a.empty() || b.empty() || a == b) return {};
                return fmt::format("({} OR {}) region:@{}", a, b, mention.entity);
            }
        return {};
    }

    std::string leaving_out(const Article& article) {
        const std::string wanted = words(article, 2);
        const std::string unwanted = word();
        return wanted.empty() || unwanted.empty() ? "" : fmt::format("{} -{}", wanted, unwanted);
    }

    std::string near(const Article&) {
        const std::size_t a = place(0.005, 0.3);
        const std::size_t b = a + 1 + below(4);
        if (b >= tokens_.size() || !is_usable(tokens_[b], 0.005, 0.3)) return {};
        return fmt::format("{} NEAR/5 {}", tokens_.form(tokens_[a]), tokens_.form(tokens_[b]));
    }

    const std::vector<Article>& articles_;
    const std::function<double(std::string_view)>& share_;
    std::mt19937_64 random_{5};
    Tokens tokens_;
    Stemmer stemmer_{"en"};
};

} // namespace

std::vector<std::string> standing_queries(const std::vector<Article>& articles, std::size_t count,
                                          const std::function<double(std::string_view)>& share) {
    Maker maker(articles, share);
    std::set<std::string> seen;
    std::vector<std::string> queries;
    std::size_t tries = 0;
    while (queries.size() < count && tries < count * 1000) {
        std::string query;
        while (query.empty() && ++tries < count * 1000) query = maker.query(queries.size() % 100);
        if (seen.insert(query).second) queries.push_back(query);
    }
    if (queries.size() < count)
        throw Error(
            ErrorKind::usage,
            fmt::format("only {} distinct queries can be made of these articles", queries.size()),
            "");
    return queries;
}

std::vector<std::string> frequent_words(const std::vector<Article>& articles, std::size_t count) {
    std::map<std::string, std::size_t> counts;
    Tokens tokens;
    for (const Article& article : articles) {
        tokens.analyse(article.text);
        for (const Token& token : tokens.all()) {
            const std::string_view form = tokens.form(token);
            if (!is_stop_word(form) && has_stem(form, token.script)) ++counts[std::string(form)];
        }
    }
    std::vector<std::pair<std::size_t, std::string>> sorted;
    for (const auto& [word, seen] : counts) sorted.emplace_back(seen, word);
    std::sort(sorted.rbegin(), sorted.rend());
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(count, sorted.size()); ++i)
        words.push_back(sorted[i].second);
    return words;
}

std::string absent_word(std::size_t number) {
    std::string word;
    for (std::size_t n = number + 1; n > 0; n /= 26) word += static_cast<char>('a' + n % 26);
    return word;
}

} // namespace sitrep::bench
