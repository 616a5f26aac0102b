#include "schema/gazetteer_impl.h"

#include <algorithm>
#include <cstring>

namespace sitrep {

using namespace gazetteer;

// The words of a text that names are made of; joined tokens aside.
class NameWords {
  public:
    explicit NameWords(const Tokens& tokens) : tokens_(tokens) {
        indices_.reserve(tokens.size());
        for (std::uint32_t i = 0; i < tokens.size(); ++i)
            if ((tokens[i].flags & token_joined) == 0) indices_.push_back(i);
    }
    std::size_t size() const { return indices_.size(); }
    std::uint32_t index(std::size_t i) const { return indices_[i]; }
    const Token& token(std::size_t i) const { return tokens_[indices_[i]]; }
    std::string_view form(std::size_t i) const { return tokens_.form(token(i)); }

    // Whether the words [first, last), parted by spaces, are `key`.
    bool spell(std::size_t first, std::size_t last, const char* key) const {
        for (std::size_t i = first; i < last; ++i) {
            const std::string_view word = form(i);
            if (std::strncmp(key, word.data(), word.size()) != 0) return false;
            key += word.size();
            if (i + 1 < last && *key++ != ' ') return false;
        }
        return *key == '\0';
    }

    // Whether the words from `first` on show the capitals of a Variant.
    bool show(std::size_t first, std::uint32_t capitals) const {
        for (std::size_t i = first; capitals != 0; ++i, capitals >>= 2) {
            const std::uint8_t flags = token(i).flags;
            const std::uint32_t shown = (flags & token_upper) != 0         ? 2U
                                        : (flags & token_capitalised) != 0 ? 1U
                                                                           : 0U;
            if (shown < (capitals & 3U)) return false;
        }
        return true;
    }

  private:
    const Tokens& tokens_;
    std::vector<std::uint32_t> indices_;
};

std::span<const AliasTarget> Gazetteer::Impl::longest(const NameWords& words, std::size_t first,
                                                      std::size_t& last) const {
    std::span<const AliasTarget> found;
    std::uint64_t hash = hash_seed;
    const std::size_t end = std::min(words.size(), first + max_alias_words);
    for (std::size_t i = first; i < end; ++i) {
        constexpr auto apart = token_after_break | token_clause_start;
        if (i > first && (words.token(i).flags & apart) != 0) break;
        hash = extend_hash(hash, words.form(i));
        const auto same = [&](const char* key) { return words.spell(first, i + 1, key); };
        const Probe upper = over.probe(hash, same);
        const Probe lower = base.probe(hash, same);
        const Table& table = upper.key != no_key ? over : base;
        if (const std::uint32_t key = upper.key != no_key ? upper.key : lower.key; key != no_key)
            for (const Variant& variant : table.variants(key))
                if (words.show(first, variant.capitals)) {
                    if (variant.count > 0) {
                        found = table.targets(variant);
                        last = i + 1;
                    }
                    break;
                }
        if (!upper.continues && !lower.continues) break;
    }
    return found;
}

void Gazetteer::match(const Tokens& tokens, std::vector<GazetteerMatch>& matches) const {
    const NameWords words(tokens);
    for (std::size_t first = 0; first < words.size();) {
        std::size_t last = first + 1;
        const auto targets = impl_->longest(words, first, last);
        if (!targets.empty())
            matches.push_back({words.index(first), words.index(last - 1) + 1, targets});
        first = last;
    }
}

} // namespace sitrep
