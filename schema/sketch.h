// Sketches of texts: how alike two articles are without either's words at hand.
//
// A sketch is a MinHash by one permutation (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012;
// empty bins filled after Shrivastava and Li, ICML 2014) over runs of four words. The share of
// equal bins estimates the Jaccard similarity of two texts' sets of runs, with a standard error of
// about sqrt(s(1-s)/60). Pairs of bins (bands) serve as index terms: texts that share one are
// candidates to be compared; of pairs with similarity 0.5 it finds 94 in 100, with 0.6 all but one.
#pragma once

#include "schema/analysis.h"
#include "schema/date.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

inline constexpr std::size_t sketch_bins = 60;
inline constexpr std::size_t sketch_bands = 10;

struct Sketch {
    std::array<std::uint16_t, sketch_bins> bins{};
    // Of a text of at most `longest_exact_text` words, hashes of all its runs, sorted: an estimate
    // from few runs would be wide of the mark.
    std::vector<std::uint16_t> runs;
    // Hashes of its numbers and names (words in capitals within a sentence): the least
    // `most_facts`, sorted. What is written alike but tells of others is a form filled in anew.
    std::vector<std::uint16_t> facts;
    std::uint32_t words = 0; // of the text; 0: too short to compare, equal to nothing
    std::uint16_t head = 0;  // a hash of the place or line that it is headed by; 0: none
    // A text of a few lines, or one full of figures, of which one is written a day or an hour by
    // changing little.
    bool is_form = false;

    explicit operator bool() const { return words > 0; }
    // The same words; facts aside, which depend on case, and the head, which stands apart.
    friend bool operator==(const Sketch& a, const Sketch& b) {
        return a.words == b.words && a.bins == b.bins && a.runs == b.runs;
    }
};
inline constexpr std::size_t most_facts = 32;

// What stands before a report proper, which copies change, and what tells forms apart where the
// rest does not.
struct TextHead {
    std::size_t size = 0;  // bytes
    std::string_view name; // the dateline's place, or a first line in capitals ("CBT 12:10 EDT")
};
TextHead head_of(std::string_view text, const std::optional<Dateline>& dateline);

// Of the words behind the head; where they are fewer than `shortest_sketched_text` there is none.
inline constexpr std::size_t shortest_sketched_text = 12;
inline constexpr std::size_t longest_exact_text = 64;
inline constexpr std::size_t longest_form = 100; // words; of more only where figures are many
Sketch sketch_of(const Tokens& text, const TextHead& head = {});

// Jaccard similarity, 0 to 1: estimated, or of two short texts exact.
double similarity(const Sketch& a, const Sketch& b);

// The same report in other clothes: enough of the longer text is the shorter one's. Short texts
// must agree almost to the word, for what differs in them is what they report.
bool is_copy(const Sketch& a, const Sketch& b);

// Whether two are headed by different places or lines.
bool have_other_heads(const Sketch& a, const Sketch& b);

// Whether each of two texts has many numbers and names that the other lacks. Neither an update of
// some numbers nor a text that was cut is that.
bool tell_of_others(const Sketch& a, const Sketch& b);

// The key of a band, for an index term: five bytes, the first the band's number. The two bins of a
// band lie far apart, for in a short text neighbours are filled from each other: bands of
// neighbours find three times as many candidates that are no copies.
std::string band_key(const Sketch& sketch, std::size_t band);

// For a value slot. A damaged string decodes as an empty sketch.
std::string encode_sketch(const Sketch& sketch);
Sketch decode_sketch(std::string_view data);

} // namespace sitrep
