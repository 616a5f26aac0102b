#include "searcher/article_view.h"

#include <algorithm>
#include <bit>

namespace sitrep {
namespace {

std::size_t home_of(std::uint32_t term) {
    return static_cast<std::size_t>(term) * 0x9E3779B1U;
}

} // namespace

void ArticleView::read(const ArticleTerms& article, const StandingTrees& trees) {
    article_ = &article;
    trees_ = &trees;
    terms_.clear();
    slots_.assign(std::bit_ceil(std::max<std::size_t>(64, article.size() * 2)), Slot{});
    bits_.fill(0);
    patterns_ = 0;
    for (auto& days : days_) days.reset();
    for (std::size_t i = 0; i < article.size(); ++i) {
        const std::uint32_t term = trees.find_term(article.bytes(article[i]));
        if (term == none) continue;
        add(term, static_cast<std::uint32_t>(i));
        add_sets(term);
    }
    add_patterns();
    add_marks();
}

void ArticleView::add(std::uint32_t term, std::uint32_t place) {
    if ((terms_.size() + 1) * 2 > slots_.size()) { // by patterns
        std::vector<Slot> old(slots_.size() * 2);
        old.swap(slots_);
        terms_.clear();
        for (const Slot& slot : old)
            if (slot.term != none) add(slot.term, slot.place);
    }
    std::size_t i = home_of(term) & (slots_.size() - 1);
    while (slots_[i].term != none) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = {term, place};
    terms_.push_back(term);
    bits_[term / 64 % bits_.size()] |= std::uint64_t{1} << (term % 64);
}

void ArticleView::add_sets(std::uint32_t term) {
    trees_->for_each_set(term, [&](std::uint32_t set) {
        if (!has(set)) add(set, pattern_bit); // without positions
    });
}

const ArticleView::Slot* ArticleView::find(std::uint32_t term) const {
    for (std::size_t i = home_of(term) & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
        if (slots_[i].term == term) return &slots_[i];
        if (slots_[i].term == none) return nullptr;
    }
}

void ArticleView::add_patterns() {
    if (trees_->patterns().empty()) return;
    for (std::size_t i = 0; i < article_->size(); ++i) {
        const ArticleTerms::Term& term = (*article_)[i];
        if (term.positions == 0) continue; // no word
        for (const std::uint32_t pattern :
             known_.patterns(article_->bytes(term), trees_->patterns()))
            add_pattern(pattern, article_->positions(term));
    }
    for (std::size_t i = 0; i < patterns_; ++i) { // of several forms
        std::vector<std::uint32_t>& all = pattern_positions_[i];
        if (std::is_sorted(all.begin(), all.end(), std::less_equal<>())) continue;
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
    }
}

void ArticleView::add_pattern(std::uint32_t pattern, Positions positions) {
    const Slot* known = find(pattern);
    const std::size_t list = known != nullptr ? known->place & ~pattern_bit : patterns_;
    if (known == nullptr) {
        if (patterns_ == pattern_positions_.size()) pattern_positions_.emplace_back();
        pattern_positions_[patterns_++].clear();
        add(pattern, static_cast<std::uint32_t>(list) | pattern_bit);
    }
    std::vector<std::uint32_t>& all = pattern_positions_[list];
    all.insert(all.end(), positions.begin(), positions.end());
}

void ArticleView::add_marks() {
    for (const Field& f : fields) {
        if (f.kind != FieldKind::count && f.kind != FieldKind::number) continue;
        const sitrep::Slot high = f.kind == FieldKind::count ? f.slot + 1 : f.slot;
        if (article_->number(high).empty()) continue;
        const std::uint32_t mark = trees_->find_term(StandingTrees::number_mark(f.id));
        if (mark != none) add(mark, pattern_bit); // without positions
    }
}

bool ArticleView::meets_tree(std::span<const std::uint32_t> parts) const {
    const std::span<const std::uint32_t> rest = parts.subspan(1);
    switch (static_cast<TreeOp>(parts.front())) {
    case TreeOp::conj:
        return std::all_of(rest.begin(), rest.end(),
                           [&](std::uint32_t child) { return meets(TreeRef{child}); });
    case TreeOp::disj:
        return std::any_of(rest.begin(), rest.end(),
                           [&](std::uint32_t child) { return meets(TreeRef{child}); });
    case TreeOp::phrase:
        return positions(rest.subspan(1), lists_) && has_phrase(lists_, rest.front());
    case TreeOp::near: return positions(rest.subspan(1), lists_) && has_near(lists_, rest.front());
    case TreeOp::days:
        return meets_days(static_cast<FieldId>(rest[0]),
                          {static_cast<Day>(rest[1]), static_cast<Day>(rest[2])});
    case TreeOp::numbers:
        return has_number(*article_, static_cast<FieldId>(rest[0]), {rest[1], rest[2]});
    }
    return false;
}

bool ArticleView::meets_days(FieldId field, const DayRange& days) const {
    auto& known = days_[static_cast<std::size_t>(field)];
    if (!known) known = days_of(*article_, field);
    return has_day(*known, days);
}

bool ArticleView::positions(std::span<const std::uint32_t> words,
                            std::vector<Positions>& lists) const {
    lists.clear();
    for (const std::uint32_t word : words) {
        const Slot* found = find(word);
        if (found == nullptr) return false;
        lists.push_back(positions(*found));
    }
    return true;
}

Positions ArticleView::positions(const Slot& slot) const {
    if ((slot.place & pattern_bit) != 0) return pattern_positions_[slot.place & ~pattern_bit];
    return article_->positions((*article_)[slot.place]);
}

} // namespace sitrep
