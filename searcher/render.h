// SearchResult -> what the user sees. Each output is one renderer; a table of them feeds --format.
#pragma once

#include "searcher/search.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct RenderOptions {
    bool color = false;
    std::size_t width = 80; // columns of the terminal
    bool explain = false;
};

// The one place where text becomes HTML: & < > " ' are escaped; bytes that are not UTF-8 and
// control characters become U+FFFD, so that the result is well-formed in XML too.
std::string escape_html(std::string_view text);

// Escaped text with <mark> around the matches; fragments joined by " … ".
std::string snippet_html(const std::vector<Fragment>& fragments);
std::string highlighted_html(const std::vector<Run>& runs);

// The result contract of the JSON API, one document; no newline. With explain, hits carry "why"
// and their evidence.
std::string render_json(const SearchResult& result, const RenderOptions& options);
// One hit with all its fields, its whole text and origin (and evidence with explain); no newline.
std::string render_jsonl_hit(const Hit& hit, const RenderOptions& options);
// One hit as render_json() has it, with "why": the clauses that it meets; no newline.
std::string render_json_hit(const Hit& hit);
// For people, on a terminal: hits, facets, warnings. Nothing that comes from an article or a query
// reaches the terminal as a control character.
std::string render_text(const SearchResult& result, const SearchRequest& request,
                        const RenderOptions& options);
// RFC 4180, each record with its CRLF. Cells that a spreadsheet would run as a formula start with
// '.
std::string csv_header();
std::string render_csv_hit(const Hit& hit);
// One article in full, for --id.
std::string render_article_text(const Article& article, const Gazetteer& gazetteer,
                                const RenderOptions& options);

// The versions of an article (Searcher::versions()) with what each changed, word by word: for
// people, words that went as [-so-] and words that came as {+so+}; and as JSON.
std::string render_versions_text(const std::vector<Article>& versions,
                                 const RenderOptions& options);
std::string render_versions_json(const std::vector<Article>& versions);
// "current", "superseded", "retracted", "deleted".
std::string_view state_of(const Article& version);
// The version that another is compared with: the last before it that is no tombstone; or nullptr.
const Article* version_before(const std::vector<Article>& versions, std::size_t at);
// Only so many of the newest are compared.
inline constexpr std::size_t most_compared_versions = 50;

} // namespace sitrep
