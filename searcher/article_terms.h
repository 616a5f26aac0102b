// What one article's document holds, as plain data: what standing queries are matched against.
#pragma once

#include "schema/field.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

// All terms of a document in order of their bytes, the positions of words, and the numbers in its
// slots. Keeps its memory from one article to the next.
class ArticleTerms {
  public:
    struct Term {
        std::uint32_t begin = 0; // bytes of the storage
        std::uint32_t size = 0;
        std::uint32_t first_position = 0; // into the positions
        std::uint32_t positions = 0;      // how many; none but of words of the text and title
    };

    ArticleTerms() = default;
    explicit ArticleTerms(const Xapian::Document& document) { read(document); }

    // Replaces the content. Of a document in an index this reads its terms from disk, and the
    // positions of each word: about a microsecond each. Throws Xapian::Error.
    void read(const Xapian::Document& document);

    std::size_t size() const { return terms_.size(); }
    const Term& operator[](std::size_t i) const { return terms_[i]; }
    std::string_view bytes(const Term& term) const {
        return {bytes_.data() + term.begin, term.size};
    }
    std::span<const std::uint32_t> positions(const Term& term) const {
        return {positions_.data() + term.first_position, term.positions};
    }

    bool has(std::string_view term) const { return find(term) != nullptr; }
    // nullptr if the article has no such term. Logarithmic.
    const Term* find(std::string_view term) const;
    // All that begin so.
    std::span<const Term> starting(std::string_view start) const;

    // A number of a count or number field as its slot holds it; empty: none.
    std::string_view number(Slot slot) const;

  private:
    std::string bytes_;
    std::vector<Term> terms_;
    std::vector<std::uint32_t> positions_; // ascending for each term
    std::vector<std::pair<Slot, std::string>> numbers_;
};

} // namespace sitrep
