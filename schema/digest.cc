#include "schema/digest.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <xxhash.h>

namespace sitrep {
namespace {

constexpr std::size_t words_read = 400;
constexpr std::size_t lede_words = 60;
constexpr float title_weight = 3;
constexpr float lede_weight = 2;
constexpr float entity_factor = 1.3F;
constexpr std::size_t shortest_word = 3; // characters; shorter ones are mostly grammar

std::uint32_t hash_of(std::string_view kind, std::string_view name) {
    return static_cast<std::uint32_t>(
        XXH3_64bits_withSeed(name.data(), name.size(), XXH3_64bits(kind.data(), kind.size())));
}

std::size_t characters(std::string_view form) {
    return static_cast<std::size_t>(
        std::count_if(form.begin(), form.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

// Big-endian numbers of some bytes.
void append_number(std::string& data, std::uint32_t number, int bytes) {
    while (bytes-- > 0) data += static_cast<char>(number >> (8 * bytes));
}
std::uint32_t number_at(std::string_view data, std::size_t bytes) {
    std::uint32_t number = 0;
    for (const char c : data.substr(0, bytes)) number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

class FeatureCounter {
  public:
    explicit FeatureCounter(Stemmer& stemmer) : stemmer_(stemmer) {}

    void add(const Tokens& tokens, bool is_title) {
        std::size_t words = 0;
        for (const Token& token : tokens.all()) {
            if (++words > words_read) break;
            const std::string_view form = tokens.form(token);
            if ((token.flags & token_joined_part) != 0) continue;
            if (is_stop_word(form) || is_common_in_news(form)) continue;
            if (token.script != Script::cjk && characters(form) < shortest_word) continue;
            const float weight = is_title ? title_weight : words <= lede_words ? lede_weight : 1;
            counts_[hash_of("word", stemmer_.stem(form, token.script))] += weight;
        }
    }

    void add(const Mention& mention) {
        if (!mention.about) return;
        float count = 0;
        for (const Evidence& evidence : mention.evidence)
            count += evidence.part == Part::title ? title_weight : 1;
        entities_[hash_of(mention.is_actor ? "actor" : "region", mention.entity)] += count;
    }

    Digest take() const {
        std::vector<std::pair<float, std::uint32_t>> weighed;
        for (const auto& [hash, count] : counts_) weighed.emplace_back(1 + std::log(count), hash);
        for (const auto& [hash, count] : entities_)
            weighed.emplace_back(entity_factor * (1 + std::log(std::max(count, 1.0F))), hash);
        std::sort(weighed.begin(), weighed.end(), std::greater<>());
        if (weighed.size() > Digest::most_features) weighed.resize(Digest::most_features);
        Digest digest;
        for (const auto& [weight, hash] : weighed)
            digest.features.push_back(
                {hash, static_cast<std::uint8_t>(std::clamp(weight * 16, 1.0F, 255.0F))});
        std::sort(digest.features.begin(), digest.features.end(),
                  [](const auto& a, const auto& b) { return a.hash < b.hash; });
        return digest;
    }

  private:
    Stemmer& stemmer_;
    std::unordered_map<std::uint32_t, float> counts_;
    std::unordered_map<std::uint32_t, float> entities_;
};

} // namespace

Digest digest_of(const Article& article, const ArticleTokens& tokens, Stemmer& stemmer) {
    FeatureCounter counter(stemmer);
    counter.add(tokens.title, true);
    counter.add(tokens.text, false);
    for (const Mention& mention : article.mentions) counter.add(mention);
    return counter.take();
}

std::string encode_digest(const Digest& digest) {
    std::string data;
    for (const Digest::Feature& feature : digest.features) {
        append_number(data, feature.hash, 4);
        append_number(data, feature.weight, 1);
    }
    return data;
}

Digest decode_digest(std::string_view data) {
    Digest digest;
    if (data.size() % 5 != 0) return digest;
    for (std::size_t i = 0; i < data.size(); i += 5)
        digest.features.push_back({number_at(data.substr(i), 4),
                                   static_cast<std::uint8_t>(number_at(data.substr(i + 4), 1))});
    return digest;
}

} // namespace sitrep
