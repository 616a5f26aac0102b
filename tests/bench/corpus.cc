#include "corpus.h"

#include "indexer/reader.h"
#include "schema/analysis.h"
#include "schema/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include <fmt/format.h>

namespace sitrep::bench {
namespace {

constexpr std::array<const char*, 24> places{
    "Kyiv",   "Kharkiv", "Ukraine",  "Russia",  "Moscow", "Gaza",     "Israel",      "Lebanon",
    "Beirut", "Syria",   "Damascus", "Sudan",   "Darfur", "Khartoum", "Yemen",       "Sanaa",
    "Mali",   "Goma",    "Myanmar",  "Baghdad", "Mosul",  "Kabul",    "Afghanistan", "Pakistan"};
constexpr std::array<const char*, 12> people{"Volodymyr Zelenskyy",
                                             "Vladimir Putin",
                                             "Donald Trump",
                                             "Joe Biden",
                                             "Hezbollah",
                                             "Hamas",
                                             "the Taliban",
                                             "NATO",
                                             "the Kremlin",
                                             "the United Nations",
                                             "M23",
                                             "Iran"};
constexpr std::array<const char*, 8> sources{"Reuters",   "AP",         "AFP", "BBC News",
                                             "Ukrinform", "Al Jazeera", "DW",  "Clash Report"};
constexpr std::array<const char*, 10> syllables{"ra", "ton", "mi", "sel", "dor",
                                                "ka", "len", "vi", "pos", "ter"};

// A pronounceable word a rank, frequent words short.
std::string word_of(std::size_t rank) {
    std::string word;
    for (std::size_t n = rank + 7; n > 0; n /= syllables.size())
        word += syllables[n % syllables.size()];
    return word;
}

class Writer {
  public:
    Writer(std::uint64_t seed, Length length) : random_(seed), length_(length) {}

    Article article(std::size_t number) {
        Article a;
        a.id = fmt::format("generated-{}", number);
        a.source = pick(sources);
        const Day day = day_from_civil(2020, 1, 1) + static_cast<Day>(below(2000));
        const CivilDay c = civil_from_day(day);
        a.date.year = static_cast<std::int16_t>(c.year);
        a.date.month = static_cast<std::uint8_t>(c.month);
        a.date.day = static_cast<std::uint8_t>(c.day);
        a.lang = "en";
        a.title = sentence(8);
        const std::size_t paragraphs = length_ == Length::report ? 4 + below(8) : 1 + below(2);
        for (std::size_t p = 0; p < paragraphs; ++p) {
            for (std::size_t s = 2 + below(3); s > 0; --s)
                a.text += sentence(12 + below(14)) + ". ";
            a.text += '\n';
        }
        return a;
    }

  private:
    std::size_t below(std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
    }
    template <typename T>
    const char* pick(const T& list) {
        return list[below(list.size())];
    }

    // Zipf with exponent 1 over 200,000 ranks, by the inverse of the harmonic sum.
    std::size_t rank() {
        const double u = std::uniform_real_distribution<double>(0, 1)(random_);
        return static_cast<std::size_t>(std::exp(u * std::log(200'000.0))) - 1;
    }

    std::string sentence(std::size_t words) {
        std::string text;
        for (std::size_t w = 0; w < words; ++w) {
            if (w > 0) text += ' ';
            const std::size_t kind = below(40);
            if (kind == 0)
                text += pick(places);
            else if (kind == 1)
                text += pick(people);
            else
                text += word_of(rank());
        }
        return text;
    }

    std::mt19937_64 random_;
    Length length_;
};

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

// More articles of the same kind: every third word is another of the corpus, so that none is a copy
// of another, which a search engine may treat as such.
void vary(std::vector<Article>& articles, std::size_t count) {
    if (articles.size() >= count) return;
    std::vector<std::string> pool;
    for (const Article& article : articles)
        for (std::string& word : words_of(article.text)) pool.push_back(std::move(word));
    std::mt19937_64 random(3);
    for (std::size_t i = 0; articles.size() < count; ++i) {
        Article varied = articles[i];
        varied.id += fmt::format("#{}", articles.size());
        varied.text.clear();
        for (const std::string& word : words_of(articles[i].text)) {
            if (!varied.text.empty()) varied.text += ' ';
            varied.text += random() % 3 == 0 ? pool[random() % pool.size()] : word;
        }
        articles.push_back(std::move(varied));
    }
}

} // namespace

std::vector<Article> generate(std::size_t count, std::uint64_t seed, Length length) {
    Writer writer(seed, length);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < count; ++i) articles.push_back(writer.article(i));
    return articles;
}

void set_day(Article& article, std::size_t number, std::size_t a_day) {
    const auto day = day_from_civil(2020, 1, 1) + static_cast<Day>(number / a_day);
    article.date = parse_date(format_day(day)).value();
}

std::vector<Article> load(const std::string& file, std::size_t count) {
    RecordStream records({file}, {});
    std::vector<Article> articles;
    Record record;
    while (articles.size() < count && records.next(record))
        if (auto* article = std::get_if<Article>(&record)) articles.push_back(std::move(*article));
    if (articles.empty()) throw Error(ErrorKind::input, "no article in " + file);
    vary(articles, count);
    return articles;
}

std::vector<Article> articles_of(const std::string& file, std::size_t count) {
    return file.empty() ? generate(count, 1) : load(file, count);
}

std::vector<std::string> sample_queries(const std::vector<Article>& articles, std::size_t count,
                                        std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    std::vector<std::string> queries;
    Tokens tokens;
    for (std::size_t attempt = 0; queries.size() < count && attempt < count * 100; ++attempt) {
        tokens.analyse(articles[below(articles.size())].text);
        if (tokens.size() < 50) continue;
        std::string query;
        std::size_t words = 1 + below(3);
        for (std::size_t tries = 0; words > 0 && tries < 20; ++tries) {
            const Token& token = tokens[below(tokens.size())];
            const std::string_view form = tokens.form(token);
            if (form.size() < 3 || is_stop_word(form) || !has_stem(form, token.script)) continue;
            query += (query.empty() ? "" : " ") + std::string(form);
            --words;
        }
        if (words == 0) queries.push_back(std::move(query));
    }
    return queries;
}

} // namespace sitrep::bench
