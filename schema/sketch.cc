#include "schema/sketch.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <xxhash.h>

namespace sitrep {
namespace {

constexpr std::size_t run_words = 4;
constexpr std::uint64_t empty_bin = ~std::uint64_t{0};

constexpr double least_similarity = 0.5;
// For texts of fewer words than `short_text` it rises to this.
constexpr double least_similarity_of_shortest = 0.85;
constexpr double short_text = 100;

// A text that was cut keeps all of its runs, so its similarity is its share of the longer one.
constexpr double least_containment = 0.8;
constexpr double least_length_share = 0.35;

// A quarter of the facts of either text, and not of a handful.
constexpr std::size_t least_facts = 8;
constexpr std::size_t own_facts = 4; // one in so many

// One word in so many has a digit.
constexpr std::size_t figures_of_form = 7;
constexpr std::size_t longest_head = 80; // bytes

bool has_digit(std::string_view form) {
    return std::any_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(const Token& token) {
    constexpr std::uint8_t mark = token_capitalised | token_sentence_start;
    return (token.flags & mark) == token_capitalised;
}

// Never 0, which stands for none.
std::uint16_t hash_of_head(std::string_view head) {
    const std::string folded = fold_name(head);
    if (folded.empty()) return 0;
    return static_cast<std::uint16_t>(XXH3_64bits(folded.data(), folded.size()) >> 48 | 1U);
}

void keep_least(std::vector<std::uint16_t>& hashes, std::size_t most) {
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    if (hashes.size() > most) hashes.resize(most);
}

double least_similarity_at(double words) {
    if (words >= short_text) return least_similarity;
    const double shortness = (short_text - words) / (short_text - shortest_sketched_text);
    return least_similarity + (least_similarity_of_shortest - least_similarity) * shortness;
}

std::uint64_t mixed(std::uint64_t value) {
    return XXH3_64bits(&value, sizeof value);
}

} // namespace

TextHead head_of(std::string_view text, const std::optional<Dateline>& dateline) {
    TextHead head;
    if (dateline) {
        head.size = dateline->length;
        head.name = dateline->place.substr(0, dateline->place.find(','));
        if (!head.name.empty()) return head;
    }
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.size() == text.size() || line.size() > longest_head) return head;
    const bool has_small =
        std::any_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool has_capital =
        std::any_of(line.begin(), line.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (has_capital && !has_small) head.name = line;
    return head;
}

Sketch sketch_of(const Tokens& text, const TextHead& head) {
    Sketch sketch;
    std::vector<std::uint64_t> words;
    words.reserve(text.size());
    std::size_t figures = 0;
    for (const Token& token : text.all()) {
        if (token.begin < head.size || (token.flags & token_joined) != 0) continue;
        const std::string_view form = text.form(token);
        words.push_back(XXH3_64bits(form.data(), form.size()));
        const bool is_figure = has_digit(form);
        figures += is_figure ? 1 : 0;
        if (is_figure || is_name(token))
            sketch.facts.push_back(static_cast<std::uint16_t>(words.back() >> 48));
    }
    if (words.size() < shortest_sketched_text) return {};
    keep_least(sketch.facts, most_facts);
    sketch.head = hash_of_head(head.name);
    sketch.is_form = words.size() <= longest_form || figures * figures_of_form >= words.size();
    sketch.words = static_cast<std::uint32_t>(words.size());
    std::array<std::uint64_t, sketch_bins> least;
    least.fill(empty_bin);
    for (std::size_t i = 0; i + run_words <= words.size(); ++i) {
        const std::uint64_t hash = XXH3_64bits(&words[i], run_words * sizeof words[i]);
        if (words.size() <= longest_exact_text)
            sketch.runs.push_back(static_cast<std::uint16_t>(hash >> 48));
        std::uint64_t& bin = least[static_cast<std::size_t>(hash % sketch_bins)];
        bin = std::min(bin, hash);
    }
    keep_least(sketch.runs, sketch.runs.size());
    for (std::size_t bin = 0; bin < sketch_bins; ++bin) {
        // An empty bin borrows from the next that is not, in a way that tells from how far.
        std::size_t distance = 0;
        while (least[(bin + distance) % sketch_bins] == empty_bin) ++distance;
        const std::uint64_t hash = least[(bin + distance) % sketch_bins];
        sketch.bins[bin] = static_cast<std::uint16_t>(mixed(hash + distance) >> 48);
    }
    return sketch;
}

double similarity(const Sketch& a, const Sketch& b) {
    if (!a || !b) return 0;
    if (!a.runs.empty() && !b.runs.empty()) {
        std::vector<std::uint16_t> common;
        std::set_intersection(a.runs.begin(), a.runs.end(), b.runs.begin(), b.runs.end(),
                              std::back_inserter(common));
        return static_cast<double>(common.size()) /
               static_cast<double>(a.runs.size() + b.runs.size() - common.size());
    }
    std::size_t equal = 0;
    for (std::size_t bin = 0; bin < sketch_bins; ++bin) equal += a.bins[bin] == b.bins[bin];
    return static_cast<double>(equal) / sketch_bins;
}

bool is_copy(const Sketch& a, const Sketch& b) {
    if (!a || !b) return false;
    const double jaccard = similarity(a, b);
    const double shorter = std::min(a.words, b.words);
    const double longer = std::max(a.words, b.words);
    if (jaccard >= least_similarity_at(shorter)) return true;
    if (shorter < std::max(short_text, longer * least_length_share)) return false;
    // |A n B| from the Jaccard similarity and the sizes, as a share of the shorter text.
    const double common = jaccard / (1 + jaccard) * (shorter + longer);
    return common >= shorter * least_containment;
}

bool have_other_heads(const Sketch& a, const Sketch& b) {
    return a.head != 0 && b.head != 0 && a.head != b.head;
}

bool tell_of_others(const Sketch& a, const Sketch& b) {
    // Of a list that was cut, what lies beyond its end is not known.
    std::uint16_t known = 0xffff;
    for (const Sketch* sketch : {&a, &b})
        if (sketch->facts.size() == most_facts) known = std::min(known, sketch->facts.back());
    std::size_t common = 0;
    std::size_t only_a = 0;
    std::size_t only_b = 0;
    for (auto x = a.facts.begin(), y = b.facts.begin();;) {
        const bool has_x = x != a.facts.end() && *x <= known;
        const bool has_y = y != b.facts.end() && *y <= known;
        if (!has_x && !has_y) break;
        const bool same = has_x && has_y && *x == *y;
        const bool from_x = has_x && (!has_y || *x <= *y);
        ++(same ? common : from_x ? only_a : only_b);
        if (from_x) ++x;
        if (same || !from_x) ++y;
    }
    const auto differs = [&](std::size_t own) {
        return common + own >= least_facts && own * own_facts >= common + own;
    };
    return differs(only_a) && differs(only_b);
}

std::string band_key(const Sketch& sketch, std::size_t band) {
    constexpr std::size_t step = 3;
    constexpr std::size_t apart = sketch_bins / 2 + 1;
    static_assert((sketch_bands - 1) * step + apart < sketch_bins);
    std::string key(1, static_cast<char>('A' + band));
    for (const std::size_t bin : {band * step, band * step + apart}) {
        key += static_cast<char>(sketch.bins[bin] >> 8);
        key += static_cast<char>(sketch.bins[bin]);
    }
    return key;
}

namespace {

// Beside the number of facts. Older indexes have no heads.
constexpr std::uint16_t head_mark = 0x4000;
constexpr std::uint16_t form_mark = 0x8000;

} // namespace

std::string encode_sketch(const Sketch& sketch) {
    std::string data;
    if (!sketch) return data;
    const auto append = [&](std::uint16_t number) {
        data += static_cast<char>(number >> 8);
        data += static_cast<char>(number);
    };
    append(static_cast<std::uint16_t>(sketch.words >> 16));
    append(static_cast<std::uint16_t>(sketch.words));
    for (const std::uint16_t bin : sketch.bins) append(bin);
    append(static_cast<std::uint16_t>(sketch.facts.size() | (sketch.is_form ? form_mark : 0) |
                                      head_mark));
    append(sketch.head);
    for (const std::uint16_t fact : sketch.facts) append(fact);
    for (const std::uint16_t run : sketch.runs) append(run);
    return data;
}

Sketch decode_sketch(std::string_view data) {
    constexpr std::size_t fixed = 3 + sketch_bins; // numbers of two bytes
    Sketch sketch;
    if (data.size() < 2 * fixed || data.size() % 2 != 0) return sketch;
    const auto number = [&](std::size_t i) {
        return static_cast<std::uint16_t>(static_cast<unsigned char>(data[2 * i]) << 8 |
                                          static_cast<unsigned char>(data[2 * i + 1]));
    };
    const std::uint16_t mark = number(fixed - 1);
    const std::size_t facts = fixed + ((mark & head_mark) != 0 ? 1 : 0);
    const std::size_t runs = facts + (mark & ~(head_mark | form_mark));
    if (runs > data.size() / 2) return sketch;
    sketch.is_form = (mark & form_mark) != 0;
    if (facts > fixed) sketch.head = number(fixed);
    sketch.words = std::uint32_t{number(0)} << 16 | number(1);
    for (std::size_t bin = 0; bin < sketch_bins; ++bin) sketch.bins[bin] = number(2 + bin);
    for (std::size_t i = facts; i < runs; ++i) sketch.facts.push_back(number(i));
    for (std::size_t i = runs; i < data.size() / 2; ++i) sketch.runs.push_back(number(i));
    return sketch;
}

} // namespace sitrep
