// What the tests of the searcher share: marked text, and an index in a directory of its own.
#pragma once

#include "indexer/index_writer.h"
#include "searcher/search.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep::test {

// "a [drone] strike": matches in brackets.
std::string marked(const std::vector<Run>& runs);
// Fragments parted by " | ".
std::string marked(const std::vector<Fragment>& fragments);
// The same without the brackets.
std::string plain(const Fragment& fragment);

// The snippet of a text in a language for a query.
std::string snippet_of(std::string_view lang, std::string_view text, std::string_view query);
std::vector<Fragment> fragments_of(std::string_view lang, std::string_view text,
                                   std::string_view query);

// The built-in gazetteer, not owned.
std::shared_ptr<const Gazetteer> builtin_gazetteer();

// A directory that goes when the object does.
class TemporaryDirectory {
  public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// Writes articles to an index, each `a_shard` of them committed by themselves (0: all at once).
void write_index(const std::filesystem::path& index, const std::vector<Article>& articles,
                 std::size_t a_shard = 0);

// An article with its date read from text.
Article article(std::string id, std::string title, std::string text, std::string_view date = {},
                std::string source = {}, std::string lang = "en");

// Which articles of an index are one group: of copies, or a story.
using Groups = std::set<std::set<std::string>>;
Groups groups_of(Searcher& searcher, FieldId field);

// The ids of hits joined by spaces, in their order.
std::string ids_of(const SearchResult& result);

} // namespace sitrep::test
