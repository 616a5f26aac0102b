// Laws that hold for every query, on random articles. Seeded: a failure comes again.

#include "schema/document.h"
#include "searcher/match.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/random.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// Only what the text shows can make an article meet it.
bool needs_text(const Node& node) {
    switch (node.kind) {
    case NodeKind::word:
    case NodeKind::phrase:
    case NodeKind::near:
    case NodeKind::prefix: return true;
    case NodeKind::conj:
        return std::any_of(node.children.begin(), node.children.end(), [&](const Node& child) {
            return needs_text(child) && !is_dropped_stop_word(node, child);
        });
    case NodeKind::disj: return std::all_of(node.children.begin(), node.children.end(), needs_text);
    default: return false;
    }
}

// A stop word, or its absence.
bool is_stop_leaf(const Node& node) {
    if (node.kind == NodeKind::neg) return is_stop_leaf(node.children.front());
    return node.kind == NodeKind::word && node.words.front().stop;
}

bool has_match(const Hit& hit) {
    const auto is_match = [](const Run& run) { return run.match; };
    return std::any_of(hit.highlighted_title.begin(), hit.highlighted_title.end(), is_match) ||
           std::any_of(hit.snippet.begin(), hit.snippet.end(), [&](const Fragment& fragment) {
               return std::any_of(fragment.begin(), fragment.end(), is_match);
           });
}

std::string counts_of(const SearchResult& result) {
    std::string text;
    for (const FacetResult& facet : result.facets) {
        text += fmt::format("{} {}:", field(facet.field).name, facet.distinct);
        for (const FacetValue& value : facet.values)
            text += fmt::format(" {}={}{}{}", value.id, value.count, value.selected ? "+" : "",
                                value.excluded ? "-" : "");
    }
    return text;
}

WriterOptions one_thread() {
    WriterOptions options;
    options.threads = 1;
    return options;
}

// Random articles, some of them replaced or deleted after they were published.
struct Corpus {
    Corpus(std::uint32_t seed, std::size_t a_shard) {
        Dice dice(seed);
        std::vector<Article> articles;
        for (std::size_t i = 0; i < 300; ++i) articles.push_back(random_article(dice, i));
        write_index(directory.path(), articles, a_shard);
        {
            IndexWriter writer(directory.path(), builtin_gazetteer(), one_thread());
            for (std::size_t i = 0; i < 300; i += 9) writer.add(random_article(dice, i));
            for (std::size_t i = 4; i < 300; i += 17) writer.remove(fmt::format("a{}", i));
            if (a_shard == 0)
                writer.compact();
            else
                writer.flush();
        }
        slots = std::make_unique<Searcher>(directory.path());
        columns = std::make_unique<Searcher>(directory.path());
        columns->load_columns();
        columns->keep_lists(1 << 14, 1); // so few that lists come and go
        columns->keep_results(1 << 16);
        SearchRequest everything;
        everything.query = "*";
        everything.limit = 0;
        everything.snippets = false;
        slots->stream(everything, [&](Hit& hit) {
            live.push_back(std::move(hit.article));
            return true;
        });
    }

    std::uint64_t total(const std::string& query) {
        SearchRequest request;
        request.query = query;
        request.limit = 0;
        return columns->search(request).total;
    }

    TemporaryDirectory directory;
    std::unique_ptr<Searcher> slots;
    std::unique_ptr<Searcher> columns;
    std::vector<Article> live;
};

constexpr std::uint32_t seed = 20250709;

} // namespace

TEST_CASE("counts, totals and both forms of counting agree on random queries", "[property]") {
    for (const std::size_t a_shard : {std::size_t{50}, std::size_t{0}}) {
        Corpus corpus(seed + static_cast<std::uint32_t>(a_shard), a_shard);
        Dice dice(seed);
        REQUIRE(corpus.live.size() > 270);
        for (int i = 0; i < 500; ++i) {
            SearchRequest request;
            request.query = dice.one_in(8) ? "*" : random_query(dice);
            request.sort = static_cast<Sort>(dice.below(3));
            request.offset = dice.one_in(3) ? dice.below(10) : 0;
            request.limit = dice.below(12);
            if (dice.one_in(2))
                request.collapse = dice.one_in(2) ? Collapse::copies : Collapse::story;
            for (const Field& f : fields)
                if (f.facet && dice.one_in(2)) request.facets.push_back({f.id, 0});
            const auto select = [&](FieldId id, const auto& values) {
                Selection selection{id, {}, {}};
                if (!dice.one_in(3)) selection.any.emplace_back(dice.pick(values));
                if (dice.one_in(3)) selection.any.emplace_back(dice.pick(values));
                if (dice.one_in(3)) selection.exclude.emplace_back(dice.pick(values));
                request.selections.push_back(std::move(selection));
            };
            if (dice.one_in(3)) select(FieldId::region, regions);
            if (dice.one_in(4)) select(FieldId::lang, languages);
            if (dice.one_in(4)) select(FieldId::event, events);
            if (dice.one_in(5)) select(FieldId::date, std::array{"2024", "2025-03", "2023-07-01"});
            if (dice.one_in(5)) select(FieldId::mentions, actors);
            INFO("a shard: " << a_shard << " case " << i << " query: " << request.query);

            const SearchResult a = corpus.columns->search(request);
            const SearchResult b = corpus.slots->search(request);
            REQUIRE(a.total == b.total);
            REQUIRE(a.articles == b.articles);
            REQUIRE(ids_of(a) == ids_of(b));
            REQUIRE(counts_of(a) == counts_of(b));
            for (std::size_t h = 0; h < a.hits.size(); ++h)
                REQUIRE(a.hits[h].score == Approx(b.hits[h].score));
            const std::size_t rest = a.total > request.offset ? a.total - request.offset : 0;
            REQUIRE(a.hits.size() == std::min(rest, request.limit));

            SearchRequest again = request;
            again.query = a.query.parsed;
            again.facets.clear();
            const SearchResult c = corpus.slots->search(again);
            REQUIRE(c.total == a.total);
            REQUIRE(ids_of(c) == ids_of(a));

            again.offset = 0;
            again.limit = 0;
            again.snippets = false;
            if (i % 4 == 0)
                REQUIRE(corpus.slots->stream(again, [](Hit&) { return true; }) == a.total);

            // A value's count is what one gets by picking it instead.
            for (int values = 0; values < 3 && !a.facets.empty(); ++values) {
                const FacetResult& facet = a.facets[dice.below(a.facets.size())];
                if (facet.values.empty()) continue;
                const FacetValue& value = facet.values[dice.below(facet.values.size())];
                SearchRequest picked = again;
                std::erase_if(picked.selections, [&](const Selection& selection) {
                    return selection.field == facet.field;
                });
                picked.selections.push_back({facet.field, {value.id}, {}});
                Searcher& searcher = dice.one_in(2) ? *corpus.columns : *corpus.slots;
                INFO("picked " << field(facet.field).name << ": " << value.id);
                REQUIRE(searcher.search(picked).total == value.count);
            }
        }
    }
}

TEST_CASE("and, or and not keep their laws on random queries", "[property]") {
    Corpus corpus(seed + 1, 70);
    Dice dice(seed + 1);
    const std::uint64_t all = corpus.total("*");
    REQUIRE(all == corpus.live.size());
    for (int i = 0; i < 500; ++i) {
        const std::string a = random_query(dice);
        const std::string b = random_query(dice);
        INFO("case " << i << " a: " << a << "  b: " << b);
        SearchRequest request;
        request.query = a;
        const SearchResult found = corpus.columns->search(request);
        REQUIRE(found.total + corpus.total("-(" + a + ")") == all);
        REQUIRE(corpus.total("--(" + a + ")") == found.total);
        request.query = b;
        const SearchResult other = corpus.columns->search(request);
        const std::uint64_t either = corpus.total("(" + a + ") OR (" + b + ")");
        REQUIRE(either >= std::max(found.total, other.total));
        // Beside something else a stop word is no condition, nor are those of a conjunction.
        const std::function<bool(const Node&)> has_stop = [&](const Node& node) {
            return is_stop_leaf(node) ||
                   ((node.kind == NodeKind::conj || node.kind == NodeKind::neg) &&
                    std::any_of(node.children.begin(), node.children.end(), has_stop));
        };
        if (has_stop(found.query.root) || has_stop(other.query.root)) continue;
        const std::uint64_t both = corpus.total("(" + a + ") (" + b + ")");
        REQUIRE(either + both == found.total + other.total);
        REQUIRE(corpus.total("(" + a + ") -(" + b + ")") == found.total - both);
        // De Morgan
        REQUIRE(corpus.total("-(" + a + ") -(" + b + ")") == all - either);
    }
}

TEST_CASE("what was found by its text is marked in it", "[property]") {
    for (const std::size_t a_shard : {std::size_t{60}, std::size_t{0}}) {
        Corpus corpus(seed + 2 + static_cast<std::uint32_t>(a_shard), a_shard);
        Dice dice(seed + 2);
        for (int i = 0; i < 250; ++i) {
            SearchRequest request;
            request.query = random_query(dice);
            request.limit = 40;
            const SearchResult result = corpus.columns->search(request);
            if (!needs_text(result.query.root)) continue;
            INFO("case " << i << " query: " << request.query);
            for (const Hit& hit : result.hits) {
                INFO("id: " << hit.article.id << " lang: " << hit.article.lang << "\n"
                            << hit.article.title << "\n"
                            << hit.article.text.substr(0, 500));
                REQUIRE(has_match(hit));
                for (const Fragment& fragment : hit.snippet)
                    REQUIRE(is_valid_utf8(plain(fragment)));
            }
        }
    }
}

TEST_CASE("a clause finds the articles whose words match it, and no others", "[property]") {
    Corpus corpus(seed + 3, 60);
    Dice dice(seed + 3);
    StemmerPool stemmers;
    const std::vector<std::string> known(languages.begin() + 1, languages.end());
    std::vector<ArticleTokens> tokens(corpus.live.size());
    for (std::size_t a = 0; a < tokens.size(); ++a) tokens[a].analyse(corpus.live[a]);
    for (int i = 0; i < 300; ++i) {
        SearchRequest request;
        request.query = random_text_leaf(dice);
        request.limit = 1000;
        request.snippets = false;
        const SearchResult result = corpus.slots->search(request);
        std::vector<std::string> found;
        for (const Hit& hit : result.hits) found.push_back(hit.article.id);
        std::vector<std::string> matching;
        std::map<std::string, TextMatcher> matchers;
        for (const std::string_view lang : languages)
            matchers.try_emplace(std::string(lang), result.query.root, lang, stemmers, known);
        std::vector<MatchedSpan> spans;
        for (std::size_t a = 0; a < tokens.size(); ++a) {
            const TextMatcher& matcher = matchers.at(corpus.live[a].lang);
            spans.clear();
            matcher.match(tokens[a].title, true, spans);
            matcher.match(tokens[a].text, false, spans);
            if (!spans.empty()) matching.push_back(corpus.live[a].id);
        }
        std::sort(found.begin(), found.end());
        std::sort(matching.begin(), matching.end());
        INFO("case " << i << " query: " << request.query);
        REQUIRE(found == matching);
    }
}

TEST_CASE("a folded keyword folds to itself", "[property]") {
    Dice dice(seed + 4);
    for (int i = 0; i < 100'000; ++i) {
        std::string text;
        for (std::size_t length = 1 + dice.below(4); length > 0; --length) {
            char32_t c = 0;
            do c = static_cast<char32_t>(dice.below(dice.one_in(4) ? 0x20000 : 0x2000));
            while (c >= 0xD800 && c < 0xE000);
            if (c < 0x80) {
                text += static_cast<char>(c);
            } else if (c < 0x800) {
                text += static_cast<char>(0xC0 | (c >> 6));
                text += static_cast<char>(0x80 | (c & 0x3F));
            } else if (c < 0x10000) {
                text += static_cast<char>(0xE0 | (c >> 12));
                text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
                text += static_cast<char>(0x80 | (c & 0x3F));
            } else {
                text += static_cast<char>(0xF0 | (c >> 18));
                text += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
                text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
                text += static_cast<char>(0x80 | (c & 0x3F));
            }
        }
        const std::string folded = fold_keyword(text);
        INFO(text);
        REQUIRE(fold_keyword(folded) == folded);
    }
}
