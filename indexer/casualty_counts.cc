#include "indexer/casualty_counts.h"

#include <algorithm>
#include <limits>

namespace sitrep {
namespace {

using Word = CasualtyWord;

// How many words of its own may stand between a number and the word for people: "15 Afghan
// government soldiers".
constexpr std::size_t most_adjectives = 3;
// "A 70-year-old retired teacher".
constexpr std::size_t most_after_article = 6;

// "At least some of the other".
constexpr std::size_t most_before_number = 6;

constexpr std::uint32_t largest = 50'000'000;

// More than 30, but not yet 40.
std::uint32_t next_round(std::uint32_t number) {
    std::uint32_t step = 1;
    while (step <= number / 10) step *= 10;
    return number + step - 1;
}

class CountReader {
  public:
    explicit CountReader(std::span<const CasualtyItem> items) : items_(items) {}

    // The count that begins at item `at`.
    std::optional<PeopleCount> read(std::size_t at) {
        PeopleCount count;
        count.first = at;
        bool more = false;
        bool up_to = false;
        const std::size_t end = std::min(items_.size(), at + most_before_number);
        for (; at < end; ++at) {
            const CasualtyItem& item = items_[at];
            if (at > count.first && item.after_break) return {};
            if (item.has(Word::number) || item.has(Word::article)) break;
            more |= item.has(Word::more_than);
            up_to |= item.has(Word::up_to);
            if (!item.has(Word::at_least) && !item.has(Word::more_than) && !item.has(Word::up_to) &&
                !item.has(Word::about) && !item.has(Word::between) && !item.has(Word::filler))
                return {};
        }
        if (at >= end) return {};
        if (!items_[at].has(Word::number)) return read_one(count, at);
        if (!read_number(at, count)) return {};
        if (more) {
            count.high = std::max(count.high, next_round(count.low));
            count.low += 1;
        }
        if (up_to) count.low = 1;
        return read_people(count, at);
    }

  private:
    // "a farmer", "a 14-year-old girl": one.
    std::optional<PeopleCount> read_one(PeopleCount count, std::size_t at) const {
        if (count.first != at) return {};
        const std::size_t end = std::min(items_.size(), at + 1 + most_after_article);
        for (std::size_t i = at + 1; i < end; ++i) {
            const CasualtyItem& item = items_[i];
            if (item.after_comma || item.after_break) return {};
            if (item.has(Word::person)) {
                count.low = count.high = 1;
                count.last = i + 1;
                count.fighter = item.fighter;
                return count;
            }
            const bool part = item.is == 0 || item.has(Word::thing) || item.has(Word::number) ||
                              item.has(Word::filler);
            if (!part) return {};
        }
        return {};
    }

    // "twenty five", "two hundred", "3 000"; then "to 20", "-20".
    bool read_number(std::size_t& at, PeopleCount& count) const {
        const auto low = compose(at);
        if (!low) return false;
        count.low = low->first;
        count.high = low->second;
        if (at + 1 < items_.size() &&
            (items_[at].has(Word::to) || items_[at].has(Word::conjunction)) &&
            items_[at + 1].has(Word::number) && !items_[at].after_comma) {
            const bool between = items_[count.first].has(Word::between);
            if (items_[at].has(Word::to) || between) {
                std::size_t next = at + 1;
                const auto high = compose(next);
                if (high && high->second > count.low) {
                    count.high = high->second;
                    at = next;
                }
            }
        } else if (at < items_.size() && items_[at].digits && !items_[at].after_comma &&
                   items_[at - 1].digits && items_[at].low > count.low) {
            count.high = items_[at].low; // 15-20
            ++at;
        }
        return count.high <= largest;
    }

    std::optional<std::pair<std::uint32_t, std::uint32_t>> compose(std::size_t& at) const {
        const CasualtyItem& first = items_[at++];
        if (first.before_percent) return {};
        std::uint64_t low = first.low;
        std::uint64_t high = first.high;
        std::uint64_t last = first.low;
        while (at < items_.size() && first.digits && items_[at].is_group && low <= largest) {
            low = high = last = low * 1000 + items_[at].low; // 3 000
            ++at;
        }
        while (at < items_.size() && items_[at].has(Word::number) && !items_[at].after_comma &&
               !items_[at].digits) {
            const std::uint64_t next = items_[at].low;
            if (items_[at].low != items_[at].high) break;
            if (next == 100 || next == 1000) {
                low *= next;
                high *= next;
            } else if (last >= 20 && next < last && low % 10 == 0) {
                low += next;
                high += next;
            } else {
                break;
            }
            last = next;
            ++at;
            if (low > largest) return {};
        }
        return std::pair(static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high));
    }

    // What is counted, after the number.
    std::optional<PeopleCount> read_people(PeopleCount count, std::size_t at) const {
        const CasualtyItem& number = items_[at - 1];
        count.last = at;
        count.bare = true;
        if (number.has(Word::people) || number.has(Word::person) || number.has(Word::killed) ||
            number.has(Word::injured))
            count.bare = false;
        std::size_t words = 0;
        for (std::size_t i = at; i < items_.size() && words <= most_adjectives; ++i) {
            const CasualtyItem& item = items_[i];
            if (item.has(Word::including) && i == at) {
                count.subset = true;
                continue;
            }
            if (item.after_comma || item.after_break) break;
            if (item.has(Word::thing) && !item.has(Word::people)) {
                if (i == at || words == i - at) return {};
                break;
            }
            if (item.has(Word::people) || item.has(Word::person)) {
                count.bare = false;
                count.fighter = item.fighter;
                count.last = i + 1;
                // "soldiers and civilians" are told apart by who reads on; "police officers" not
                if (i + 1 < items_.size() && items_[i + 1].has(Word::people) &&
                    !items_[i + 1].after_comma && items_[i + 1].is != 0 &&
                    !items_[i + 1].has(Word::number))
                    continue;
                break;
            }
            if (item.is != 0 && !item.has(Word::filler)) break;
            ++words;
        }
        const bool year = count.bare && number.digits && count.low >= 1900 && count.low <= 2100;
        const bool dated = count.first > 0 && items_[count.first - 1].has(Word::month);
        const bool day = at < items_.size() && items_[at].has(Word::month);
        if ((count.bare && (year || dated)) || day || count.high == 0) return {};
        return count;
    }

    std::span<const CasualtyItem> items_;
};

} // namespace

void read_people_counts(std::span<const CasualtyItem> sentence, std::vector<PeopleCount>& counts) {
    counts.clear();
    CountReader reader(sentence);
    bool subset = false;
    for (std::size_t at = 0; at < sentence.size();) {
        const CasualtyItem& item = sentence[at];
        if (item.has(CasualtyWord::including)) subset = true;
        if (item.has(CasualtyWord::killed) || item.has(CasualtyWord::injured)) subset = false;
        const auto count = reader.read(at);
        if (!count) {
            ++at;
            continue;
        }
        counts.push_back(*count);
        counts.back().subset |= subset;
        at = std::max(count->last, at + 1);
    }
}

} // namespace sitrep
