// Lists by number, very many and most of them of one item or none.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

namespace sitrep {

// Items are unsigned numbers whose highest bit is not set. In no order.
template <typename T>
class ShortLists {
    static_assert(std::is_unsigned_v<T>);

  public:
    void add(std::uint32_t list, T item) {
        if (list >= first_.size()) first_.resize(std::size_t{list} + 1, none);
        T& first = first_[list];
        if (first == none) {
            first = item;
            return;
        }
        if ((first & list_bit) == 0) {
            const std::size_t longer = new_list();
            longer_[longer].push_back(first);
            first = static_cast<T>(longer) | list_bit;
        }
        longer_[static_cast<std::size_t>(first & ~list_bit)].push_back(item);
    }

    // One that is in it. Linear in the list.
    void remove(std::uint32_t list, T item) {
        T& first = first_[list];
        if ((first & list_bit) == 0) {
            first = none;
            return;
        }
        const auto longer = static_cast<std::size_t>(first & ~list_bit);
        std::vector<T>& items = longer_[longer];
        *std::find(items.begin(), items.end(), item) = items.back();
        items.pop_back();
        if (items.size() > 1) return;
        first = items.front();
        items = {};
        free_.push_back(longer);
    }

    template <typename Visit>
    void for_each(std::uint32_t list, Visit&& visit) const {
        if (list >= first_.size() || first_[list] == none) return;
        if ((first_[list] & list_bit) == 0) return visit(first_[list]);
        for (const T item : longer_[static_cast<std::size_t>(first_[list] & ~list_bit)])
            visit(item);
    }

    std::size_t memory() const {
        std::size_t bytes = first_.capacity() * sizeof(T) + free_.capacity() * sizeof(std::size_t) +
                            longer_.capacity() * sizeof(std::vector<T>);
        for (const std::vector<T>& items : longer_) bytes += items.capacity() * sizeof(T);
        return bytes;
    }

  private:
    static constexpr T none = std::numeric_limits<T>::max();
    static constexpr T list_bit = T{1} << (std::numeric_limits<T>::digits - 1);

    std::size_t new_list() {
        if (free_.empty()) {
            longer_.emplace_back();
            return longer_.size() - 1;
        }
        const std::size_t list = free_.back();
        free_.pop_back();
        return list;
    }

    std::vector<T> first_; // none, the one item, or the number of a longer list
    std::vector<std::vector<T>> longer_;
    std::vector<std::size_t> free_;
};

} // namespace sitrep
