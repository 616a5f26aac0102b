#include "searcher/cursor.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sitrep {
namespace {

constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv"; // base32hex
constexpr unsigned bits_a_digit = 5;
constexpr unsigned digits_a_key = 8;
constexpr unsigned key_bits = bits_a_digit * digits_a_key;

} // namespace

std::uint64_t seen_key(const Hit& hit, Collapse collapse) {
    const std::string& name = collapse == Collapse::copies && !hit.copies.id.empty() ? hit.copies.id
                              : collapse == Collapse::story && !hit.story.id.empty()
                                  ? hit.story.id
                                  : hit.article.id;
    return XXH3_64bits(name.data(), name.size()) >> (64 - key_bits);
}

std::string encode_cursor(const std::vector<std::uint64_t>& seen) {
    std::string text;
    text.reserve(seen.size() * digits_a_key);
    for (const std::uint64_t key : seen)
        for (unsigned shift = key_bits; shift > 0; shift -= bits_a_digit)
            text += digits[(key >> (shift - bits_a_digit)) & (digits.size() - 1)];
    return text;
}

std::optional<std::vector<std::uint64_t>> decode_cursor(std::string_view text) {
    if (text.size() % digits_a_key != 0 || text.size() / digits_a_key > most_seen)
        return std::nullopt;
    std::vector<std::uint64_t> seen(text.size() / digits_a_key);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = digits.find(text[i]);
        if (digit == digits.npos) return std::nullopt;
        seen[i / digits_a_key] = seen[i / digits_a_key] << bits_a_digit | digit;
    }
    return seen;
}

} // namespace sitrep
