// Dates with a month by name or number among the words of time: "3 July 2025", "July 3-5",
// "03.07.2025", "early July", "3 تموز".
#pragma once

#include "indexer/when_parse.h"

namespace sitrep {

// Looks at atoms; those from `end` on are out of reach.
class WhenReader {
  public:
    WhenReader(const WhenText& text, std::uint32_t end) : text_(text), end_(end) {}

    const WhenAtom& atom(std::uint32_t i) const { return text_.atoms()[i]; }
    const WhenMeaning* as(std::uint32_t i, WhenKind kind) const {
        return i < end_ ? text_.meaning(atom(i), kind) : nullptr;
    }
    bool is(std::uint32_t i, WhenKind kind) const { return as(i, kind) != nullptr; }
    // A number in digits, or -1.
    int number(std::uint32_t i) const { return i < end_ ? atom(i).value : -1; }
    int digits(std::uint32_t i) const { return i < end_ ? atom(i).digits : 0; }
    int dotted(std::uint32_t i) const { return i < end_ ? atom(i).dotted : 0; }

    // It stands directly behind the atom before it.
    bool touches(std::uint32_t i) const;
    std::string_view gap_before(std::uint32_t i) const;
    bool dash_before(std::uint32_t i) const;
    // "on", "the", "of" that touch.
    std::uint32_t skip_small(std::uint32_t i) const;
    std::uint32_t skip_joints(std::uint32_t i) const;
    // "in" and the like stand before it.
    bool behind_prep(std::uint32_t i) const;

    const WhenText& text() const { return text_; }

  private:
    const WhenText& text_;
    std::uint32_t end_;
};

// Both return the atom behind what they read, or `i`.
std::uint32_t date_point(const WhenReader& at, std::uint32_t i, WhenPoint& found);
// "3 and 5 July" behind "between", "3 на 5 июля" behind "в ночь с".
std::uint32_t date_range(const WhenReader& at, std::uint32_t i, WhenPoint& found);

} // namespace sitrep
