#include "searcher/article_terms.h"

#include <algorithm>

namespace sitrep {
namespace {

// Terms of other prefixes have no positions. Forms are folded: they do not begin with a capital.
bool is_word(std::string_view term) {
    constexpr char title = field(FieldId::title).prefix.front();
    return term.empty() || term.front() < 'A' || term.front() > 'Z' || term.front() == title;
}

} // namespace

void ArticleTerms::read(const Xapian::Document& document) {
    bytes_.clear();
    terms_.clear();
    positions_.clear();
    numbers_.clear();
    const auto end = document.termlist_end();
    for (auto item = document.termlist_begin(); item != end; ++item) {
        const std::string term = *item;
        Term added;
        added.begin = static_cast<std::uint32_t>(bytes_.size());
        added.size = static_cast<std::uint32_t>(term.size());
        added.first_position = static_cast<std::uint32_t>(positions_.size());
        if (is_word(term))
            positions_.insert(positions_.end(), item.positionlist_begin(), item.positionlist_end());
        added.positions = static_cast<std::uint32_t>(positions_.size()) - added.first_position;
        bytes_ += term;
        terms_.push_back(added);
    }
    const auto add_number = [&](Slot slot) {
        if (std::string value = document.get_value(slot); !value.empty())
            numbers_.emplace_back(slot, std::move(value));
    };
    for (const Field& f : fields) {
        if (f.kind != FieldKind::count && f.kind != FieldKind::number) continue;
        add_number(f.slot);
        if (f.kind == FieldKind::count) add_number(f.slot + 1);
    }
}

const ArticleTerms::Term* ArticleTerms::find(std::string_view term) const {
    const auto found =
        std::lower_bound(terms_.begin(), terms_.end(), term,
                         [&](const Term& a, std::string_view b) { return bytes(a) < b; });
    return found != terms_.end() && bytes(*found) == term ? &*found : nullptr;
}

std::span<const ArticleTerms::Term> ArticleTerms::starting(std::string_view start) const {
    const auto first =
        std::lower_bound(terms_.begin(), terms_.end(), start,
                         [&](const Term& a, std::string_view b) { return bytes(a) < b; });
    const auto last = std::partition_point(
        first, terms_.end(), [&](const Term& term) { return bytes(term).starts_with(start); });
    return {first, last};
}

std::string_view ArticleTerms::number(Slot slot) const {
    for (const auto& [known, value] : numbers_)
        if (known == slot) return value;
    return {};
}

} // namespace sitrep
