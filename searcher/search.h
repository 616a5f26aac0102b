// SearchRequest -> SearchResult: plain data in, plain data out.
#pragma once

#include "schema/article.h"
#include "schema/gazetteer.h"
#include "searcher/article_terms.h"
#include "searcher/parse.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

enum class Sort : std::uint8_t {
    relevance,
    newest,
    oldest,
    sources, // of the story, the most first; then the newest
};
inline constexpr std::array<std::pair<std::string_view, Sort>, 4> sort_names{
    {{"relevance", Sort::relevance},
     {"newest", Sort::newest},
     {"oldest", Sort::oldest},
     {"sources", Sort::sources}}};
enum class Collapse : std::uint8_t {
    none,
    copies, // of the copies of one report only the first in order is a hit, and all count as one
    story,  // the same of the reports of one event
};
// Names and kinds, for options and parameters.
inline constexpr std::array<std::pair<std::string_view, Collapse>, 3> collapse_names{
    {{"none", Collapse::none}, {"copies", Collapse::copies}, {"story", Collapse::story}}};

// Values of one field picked by the user: any of `any`, none of `exclude`. For drill-sideways: a
// field's own facet counts leave its selection out.
struct Selection {
    FieldId field = FieldId::region;
    std::vector<std::string> any;
    std::vector<std::string> exclude;
};

struct FacetRequest {
    FieldId field = FieldId::region;
    std::size_t size = 10; // values returned at most, best first; 0: all
};

struct SearchRequest {
    std::string query;
    std::vector<Selection> selections;
    std::optional<std::string> from; // published on or after, as a period
    std::optional<std::string> to;   // published on or before
    Sort sort = Sort::relevance;
    std::size_t offset = 0;
    std::size_t limit = 10;
    // Hits that earlier pages gave, and that this one leaves out: see cursor.h. Instead of offset.
    std::vector<std::uint64_t> seen;
    std::vector<FacetRequest> facets;
    Collapse collapse = Collapse::none;
    // The index as it stood at a moment (see parse_moment()): what could have been known then. The
    // answer is the same for good, short of a purge.
    std::optional<std::string> as_of;
    // Superseded versions and tombstones too, each a hit; the same as versions:all in the query.
    // Copies are not collapsed.
    bool all_versions = false;
    bool snippets = true; // without them, a page's hits have no text and no `extra` either
    bool explain = false;
    QueryLimits limits;
    SavedSearches saved{};    // for search:name
    std::optional<Day> today; // that periods are told from; by default the day it is
};

// A piece of text, highlighted or not.
struct Run {
    std::string text;
    bool match = false;
    friend bool operator==(const Run&, const Run&) = default;
};
// A contiguous piece of the article.
using Fragment = std::vector<Run>;

struct NamedEntity {
    std::string id;
    std::string name;
    std::string type;
    std::vector<std::string> path; // regions: ids from the outermost to itself
};

// The copies of one report that an article is one of; it is always one itself.
struct CopyGroup {
    std::string id;
    std::uint64_t count = 1;   // of articles in the index
    std::uint64_t sources = 1; // that published them
    std::uint64_t origins = 1; // agencies that they are credited to, or who was first
};

// The story that an article reports; each is in one, if only by itself.
struct StoryGroup {
    std::string id;
    std::uint64_t reports = 1; // copies of one count once
    std::uint64_t articles = 1;
    std::uint64_t sources = 1;
    std::uint64_t origins = 1; // of its reports, taken together
};

// Hits share what is known of an entity.
using EntityRef = std::shared_ptr<const NamedEntity>;

struct Hit {
    std::size_t rank = 0; // 1-based, counted over all pages
    double score = 0;
    Article article;
    std::string title; // to show: the title, or the first sentence where there is none
    std::vector<EntityRef> regions;
    std::vector<EntityRef> actors;
    CopyGroup copies;
    StoryGroup story;
    std::vector<Fragment> snippet; // fragments of the text
    std::vector<Run> highlighted_title;
    std::vector<std::string> matched; // with explain: the clauses that the article meets
};

struct FacetValue {
    std::string id;
    std::string name;
    std::string parent; // hierarchical facets: id of the value above, or empty
    std::uint64_t count = 0;
    bool selected = false;
    bool excluded = false;
};

struct FacetResult {
    FieldId field = FieldId::region;
    std::vector<FacetValue> values; // by count, then id; dates by id
    std::uint64_t distinct = 0;     // how many values there are in all
};

struct SearchResult {
    ParsedQuery query;
    std::string suggestion;             // a better spelling, when there are few hits
    std::uint64_t total = 0;            // hits: articles, or what they are collapsed to
    std::uint64_t articles = 0;         // all that the hits stand for
    Collapse collapse = Collapse::none; // what they are
    bool exact = true;                  // total is exact, else a lower bound
    double took_ms = 0;
    std::uint64_t revision = 0;
    std::uint64_t documents = 0;
    std::int64_t committed = 0; // stamp of the newest commit seen: as_of it, the same for good
    // Remote shards that did not answer: what they hold is neither found nor counted.
    std::vector<std::string> missing_shards;
    std::optional<std::int64_t> as_of; // the moment that the answer is about, Unix microseconds
    std::vector<Hit> hits;
    std::string next; // cursor of the page behind this one; empty: there is none, or it is too far
    std::vector<FacetResult> facets;
};

struct Suggestions;
struct WhyResult;

// Answers searches over one index. Follows commits by itself. Not thread-safe: one a thread; the
// facet columns are shared between searchers of one index.
class Searcher {
  public:
    // Throws Error{index} where there is no index, or one of another schema version.
    // `partial`: a search over remote shards answers without those that are down, and says so; what
    // must be whole (stream, arrivals, versions) fails.
    explicit Searcher(std::filesystem::path index, bool partial = false);
    ~Searcher();
    Searcher(Searcher&&) noexcept;
    Searcher& operator=(Searcher&&) noexcept;

    SearchResult search(const SearchRequest& request);

    // The articles that commits after `mark` (a stamp, see Article::committed) published, oldest
    // commit first, without evidence; `visit` returns false to stop, and asks for the terms where
    // it needs them (good until it returns). Returns the stamp of the newest commit of the index as
    // it was read. Throws Error{index} when the index changes under it: begin again.
    using ReadTerms = std::function<const ArticleTerms&()>;
    std::int64_t arrivals(std::int64_t mark,
                          const std::function<bool(Article&, const ReadTerms&)>& visit);
    // Tombstones of the articles that commits after `mark` retracted. False: a commit is not
    // finished, so that there may be more up to the newest stamp.
    bool retractions(std::int64_t mark, const std::function<void(const Article&)>& visit);
    // Stamp of the newest commit; 0: there was none.
    std::int64_t committed();

    // Streams every hit (request.offset and limit honoured; limit 0: all) in constant memory;
    // `visit` returns false to stop. Facets are not computed. Returns how many were visited.
    // `begin`, before all, gets the rest of the result: the query, counts, and what they are of.
    using BeginStream = std::function<void(const SearchResult&)>;
    std::uint64_t stream(const SearchRequest& request, const std::function<bool(Hit&)>& visit,
                         const BeginStream& begin = {});

    std::optional<Article> article(std::string_view id);
    // The same as a hit, with its evidence and the beginning of the text for a snippet.
    std::optional<Hit> hit(std::string_view id);

    // Every version of an article that the index holds, and its tombstones, the oldest first. A
    // tombstone counts until a later version (Article::superseded).
    std::vector<Article> versions(std::string_view id);
    // Articles like another, best first: that share its distinctive words, whom and what it is
    // about and when that was. Copies of it are left out, and one stands for the copies of each. A
    // hit's score is 0 to 1, `matched` says what is shared. None: there is no such article.
    std::optional<std::vector<Hit>> similar(std::string_view id, std::size_t limit);
    // The ids under which articles of a group (copies or story) are indexed that goes by `id`, or
    // did once: the first is the one that it goes by now.
    std::vector<std::string> group_ids(FieldId field, const std::string& id);
    // Which clauses of a search an article meets, see why.h. None: there is no such article.
    std::optional<WhyResult> why(std::string_view id, const SearchRequest& request);

    // What a beginning of a query may become; `typed` is any text. See suggest.h.
    Suggestions suggest(std::string_view typed, std::size_t names, std::size_t titles);

    // Changes with every commit that changes an answer.
    std::uint64_t revision();
    std::uint64_t documents();
    // Of the articles, English always among them: a word stands for its stems in each.
    std::vector<std::string> languages();

    // The gazetteer this index was built with.
    const Gazetteer& gazetteer() const;

    // Reads the facet columns of the index into memory: for a process that answers many searches.
    // Without it, facets are counted from the value slots.
    void load_columns();
    // After that: keeps posting lists of frequent terms in memory, for all searchers of the index
    // in this process, at most `most_bytes` of them. See ListCache.
    void keep_lists(std::size_t most_bytes, std::uint32_t least_postings = 512);
    // The same of answers that are asked for again, see ResultCache.
    void keep_results(std::size_t most_bytes);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sitrep
