#include "searcher/presearcher.h"

#include "searcher/lower.h"

#include <algorithm>

namespace sitrep {
namespace {

using Keys = Presearcher::Keys;

// A range of days is looked up by the years, months and days that cover it, if they are so few.
constexpr std::size_t most_cover = 64;
// Longer ones are not even written out.
constexpr Day longest_cover = 366 * 40;

} // namespace

std::optional<Keys> Presearcher::keys_of(TreeRef ref) {
    if (!ref.is_tree()) {
        if (ref.negated()) return std::nullopt;
        const std::uint32_t term = ref.number();
        return Keys{{trees_.add_term(trees_.term(term))}, trees_.share(term)};
    }
    // A copy: terms added may move it.
    const std::vector<std::uint32_t> parts(trees_.tree(ref).begin(), trees_.tree(ref).end());
    const std::span<const std::uint32_t> rest = std::span(parts).subspan(1);
    const bool negated = ref.negated();
    switch (static_cast<TreeOp>(parts.front())) {
    case TreeOp::conj: return negated ? keys_of_any(rest, true) : keys_of_all(rest, false);
    case TreeOp::disj: return negated ? keys_of_all(rest, true) : keys_of_any(rest, false);
    default: break;
    }
    if (negated) return std::nullopt;
    switch (static_cast<TreeOp>(parts.front())) {
    case TreeOp::days:
        return keys_of_days(static_cast<FieldId>(rest[0]),
                            {static_cast<Day>(rest[1]), static_cast<Day>(rest[2])});
    case TreeOp::numbers: return keys_of_number(static_cast<FieldId>(rest[0]));
    default: return keys_of_words(rest.subspan(1));
    }
}

std::optional<Keys> Presearcher::keys_of_all(std::span<const std::uint32_t> children,
                                             bool negated) {
    std::optional<Keys> best;
    for (const std::uint32_t bits : children) {
        const TreeRef child{bits};
        std::optional<Keys> keys = keys_of(negated ? !child : child);
        if (!keys) continue;
        const bool better = !best || keys->share < best->share ||
                            (keys->share == best->share && keys->terms.size() < best->terms.size());
        if (better) std::swap(best, keys);
        if (keys) drop(keys->terms);
    }
    return best;
}

std::optional<Keys> Presearcher::keys_of_any(std::span<const std::uint32_t> children,
                                             bool negated) {
    Keys all;
    for (const std::uint32_t bits : children) {
        const TreeRef child{bits};
        const std::optional<Keys> keys = keys_of(negated ? !child : child);
        if (!keys) {
            drop(all.terms);
            return std::nullopt;
        }
        all.terms.insert(all.terms.end(), keys->terms.begin(), keys->terms.end());
        all.share += keys->share;
    }
    std::sort(all.terms.begin(), all.terms.end());
    std::vector<std::uint32_t> distinct;
    for (const std::uint32_t term : all.terms) {
        if (!distinct.empty() && distinct.back() == term)
            trees_.drop_term(term);
        else
            distinct.push_back(term);
    }
    all.terms = std::move(distinct);
    return all;
}

std::optional<Keys> Presearcher::keys_of_words(std::span<const std::uint32_t> words) {
    const std::uint32_t rarest =
        *std::min_element(words.begin(), words.end(), [&](std::uint32_t a, std::uint32_t b) {
            return trees_.share(a) != trees_.share(b) ? trees_.share(a) < trees_.share(b) : a < b;
        });
    return keys_of(TreeRef::term(rarest));
}

std::optional<Keys> Presearcher::keys_of_days(FieldId id, const DayRange& days) {
    if (days.to - days.from > longest_cover) return std::nullopt;
    const std::vector<std::string> cover = cover_days(days);
    if (cover.size() > most_cover) return std::nullopt;
    Keys keys;
    for (const std::string& value : cover) {
        keys.terms.push_back(trees_.add_term(make_term(field(id).prefix, value)));
        keys.share += trees_.share(keys.terms.back());
    }
    return keys;
}

std::optional<Keys> Presearcher::keys_of_number(FieldId id) {
    const std::uint32_t mark = trees_.add_term(StandingTrees::number_mark(id));
    return Keys{{mark}, trees_.share(mark)};
}

void Presearcher::drop(std::span<const std::uint32_t> terms) {
    for (const std::uint32_t term : terms) trees_.drop_term(term);
}

// Terms that an article must have, each by itself.
void Presearcher::collect_required(TreeRef ref, std::vector<std::uint32_t>& terms) const {
    if (!ref.is_tree()) {
        if (!ref.negated()) terms.push_back(ref.number());
        return;
    }
    const std::span<const std::uint32_t> parts = trees_.tree(ref);
    switch (static_cast<TreeOp>(parts.front())) {
    case TreeOp::conj:
    case TreeOp::disj:
        if (ref.negated() != (static_cast<TreeOp>(parts.front()) == TreeOp::disj)) return;
        for (const std::uint32_t child : parts.subspan(1))
            collect_required(ref.negated() ? !TreeRef{child} : TreeRef{child}, terms);
        return;
    case TreeOp::phrase:
    case TreeOp::near:
        if (!ref.negated()) terms.insert(terms.end(), parts.begin() + 2, parts.end());
        return;
    default: return;
    }
}

std::uint32_t Presearcher::second_of(TreeRef tree, const Keys& keys) const {
    std::vector<std::uint32_t> required;
    collect_required(tree, required);
    std::uint32_t rarest = no_term;
    for (const std::uint32_t term : required) {
        if (std::find(keys.terms.begin(), keys.terms.end(), term) != keys.terms.end()) continue;
        if (rarest == no_term || trees_.share(term) < trees_.share(rarest)) rarest = term;
    }
    return rarest;
}

void Presearcher::add(std::uint32_t query, std::uint32_t second,
                      std::span<const std::uint32_t> terms) {
    for (const std::uint32_t term : terms) waiting_.add(term, std::uint64_t{query} << 32 | second);
}

void Presearcher::remove(std::uint32_t query, std::uint32_t second,
                         std::span<const std::uint32_t> terms) {
    for (const std::uint32_t term : terms)
        waiting_.remove(term, std::uint64_t{query} << 32 | second);
}

} // namespace sitrep
