// The words of a text beside one of them, joined tokens aside.
#pragma once

#include "schema/analysis.h"

#include <cstdint>
#include <string_view>

namespace sitrep {

// Refers to both. Words go by their token numbers.
class Neighbours {
  public:
    static constexpr std::uint32_t none = 0xffffffffU;

    // `source` is the text that was analysed.
    Neighbours(std::string_view source, const Tokens& tokens) : source_(source), tokens_(tokens) {}

    // The word before or behind a token; none: there is none.
    std::uint32_t before(std::uint32_t index) const {
        while (index > 0)
            if ((tokens_[--index].flags & token_joined) == 0) return index;
        return none;
    }
    std::uint32_t behind(std::uint32_t index) const {
        while (++index < tokens_.size())
            if ((tokens_[index].flags & token_joined) == 0) return index;
        return none;
    }
    // What parts two words.
    std::string_view gap(std::uint32_t left, std::uint32_t right) const {
        const std::size_t begin = tokens_[left].end;
        const std::size_t end = tokens_[right].begin;
        return end > begin && end <= source_.size() ? source_.substr(begin, end - begin)
                                                    : std::string_view();
    }

  private:
    std::string_view source_;
    const Tokens& tokens_;
};

} // namespace sitrep
