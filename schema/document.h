// Article <-> Xapian::Document: the only code that writes terms and values.
//
// What an article's document holds:
//   terms    words with positions (title, then text, a gap between), "Z" stems, "S" title words
//            and "ZS" their stems; facet terms as the field table says; "Q" + id; the bands of
//            the text's sketch
//   values   per facet the values joined by value_separator (keywords as written, the rest as
//            indexed); sort keys, sketch and digest (see field.h)
//   data     the whole article as a record of tagged fields (see record.cc), packed with zstd
//            (which unpacks several times as fast as the deflate that Xapian would use)
//
// Words of the title weigh 4, of the lede (first paragraph) 3, of the body 2: BM25's k1 is
// doubled to match, so that relative to the body a title word counts twice.
#pragma once

#include "schema/analysis.h"
#include "schema/article.h"
#include "schema/date.h"
#include "schema/field.h"
#include "schema/gazetteer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <xapian.h>

namespace sitrep {

inline constexpr std::uint32_t title_weight = 4;
inline constexpr std::uint32_t lede_weight = 3;
inline constexpr std::uint32_t body_weight = 2;
inline constexpr std::uint32_t longest_lede = 80; // words

// Title and text analysed as they are indexed: one run of positions.
struct ArticleTokens {
    Tokens title;
    Tokens text;
    std::optional<Dateline> dateline; // of the text; views into the article's
    void analyse(const Article& article);
    void analyse(std::string_view title_text, std::string_view body);
};

// Builds documents, one after the other; keeps its memory and stems. Not thread-safe.
class DocumentBuilder {
  public:
    // With `grouped`, documents hold what copies and stories are told by.
    explicit DocumentBuilder(const Gazetteer& gazetteer, bool grouped = true);
    ~DocumentBuilder();

    // `tokens` are those of the article.
    Xapian::Document build(const Article& article, const ArticleTokens& tokens);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Puts an indexed article's document into a group of copies, or a story, that it did not found.
void regroup(Xapian::Document& document, FieldId id, std::string_view group);

// Names of a keyword field as the article writes them; those that fold alike once. Events, weapons
// and conflicts with all that they are a kind of.
std::vector<std::string> keyword_names(const Article& article, FieldId field);

// Values of a facet field as indexed: folded, with all that contain them. Sorted, distinct.
std::vector<std::string> facet_values(const Article& article, FieldId field,
                                      const Gazetteer& gazetteer);

// Year, month and day ids of the days of a range, as date fields index them.
void append_day_values(const DayRange& days, std::vector<std::string>& values);

// How much of a record is unpacked: each more than the one before, and several times its cost.
enum class RecordDetail : std::uint8_t {
    head, // all but the text, the members that Sitrep does not know, and evidence
    text, // all but evidence
    all,
};
// The record of an article stands in a value slot and not in the document's data: Xapian tries to
// deflate data, in vain since a record is packed, whenever it is written and again in each merge.
std::string record_of(const Xapian::Document& document);
std::string encode_article(const Article& article);
// Throws Error{index} on a record that is damaged.
Article decode_article(std::string_view data, RecordDetail detail = RecordDetail::all);

// A hash of what the record brought: the same for the same content.
std::uint64_t content_hash(const Article& article);

} // namespace sitrep
