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

double least_similarity_at(double words) {
    if (words >= short_text) return least_similarity;
    const double shortness = (short_text - words) / (short_text - shortest_sketched_text);
    return least_similarity + (least_similarity_of_shortest - least_similarity) * shortness;
}

std::uint64_t mixed(std::uint64_t value) {
    return XXH3_64bits(&value, sizeof value);
}

} // namespace

Sketch sketch_of(const Tokens& text, std::size_t from) {
    std::vector<std::uint64_t> words;
    words.reserve(text.size());
    for (const Token& token : text.all()) {
        if (token.begin < from || (token.flags & token_joined) != 0) continue;
        const std::string_view form = text.form(token);
        words.push_back(XXH3_64bits(form.data(), form.size()));
    }
    if (words.size() < shortest_sketched_text) return {};
    Sketch sketch;
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
    std::sort(sketch.runs.begin(), sketch.runs.end());
    sketch.runs.erase(std::unique(sketch.runs.begin(), sketch.runs.end()), sketch.runs.end());
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

std::string band_key(const Sketch& sketch, std::size_t band) {
    const std::uint64_t hash = XXH3_64bits(&sketch.bins[band * sketch_band_rows],
                                           sketch_band_rows * sizeof(std::uint16_t));
    std::string key(1, static_cast<char>('A' + band));
    for (int shift = 24; shift >= 0; shift -= 8) key += static_cast<char>(hash >> shift);
    return key;
}

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
    for (const std::uint16_t run : sketch.runs) append(run);
    return data;
}

Sketch decode_sketch(std::string_view data) {
    constexpr std::size_t fixed = 2 + sketch_bins; // numbers of two bytes
    Sketch sketch;
    if (data.size() < 2 * fixed || data.size() % 2 != 0) return sketch;
    const auto number = [&](std::size_t i) {
        return static_cast<std::uint16_t>(static_cast<unsigned char>(data[2 * i]) << 8 |
                                          static_cast<unsigned char>(data[2 * i + 1]));
    };
    sketch.words = std::uint32_t{number(0)} << 16 | number(1);
    for (std::size_t bin = 0; bin < sketch_bins; ++bin) sketch.bins[bin] = number(2 + bin);
    for (std::size_t i = fixed; i < data.size() / 2; ++i) sketch.runs.push_back(number(i));
    return sketch;
}

} // namespace sitrep
