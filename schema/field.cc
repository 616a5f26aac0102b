#include "schema/field.h"

#include "schema/edit_distance.h"

#include <algorithm>

#include <fmt/format.h>
#include <xxhash.h>

namespace sitrep {
namespace {

constexpr bool table_is_sound() {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Field& a = fields[i];
        if (static_cast<std::size_t>(a.id) != i) return false;
        if (a.prefix.size() > 1 && a.prefix.back() != ':') return false;
        for (std::size_t j = i + 1; j < fields.size(); ++j) {
            const Field& b = fields[j];
            if (a.name == b.name) return false;
            if (!a.prefix.empty() && a.prefix == b.prefix) return false;
            const Slot a_last = a.slot + (a.kind == FieldKind::count ? 1 : 0);
            const Slot b_last = b.slot + (b.kind == FieldKind::count ? 1 : 0);
            if (a.slot != no_slot && b.slot != no_slot && a.slot <= b_last && b.slot <= a_last)
                return false;
        }
    }
    return true;
}
static_assert(table_is_sound(), "field ids in order; names, prefixes and slots unique");

std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

} // namespace

const Field* find_field(std::string_view name) {
    const std::string lower = lower_ascii(name);
    if (lower.empty()) return nullptr;
    for (const Field& f : fields)
        if (f.name == lower || f.aliases[0] == lower || f.aliases[1] == lower) return &f;
    return nullptr;
}

std::string_view nearest_field_name(std::string_view name) {
    const std::string lower = lower_ascii(name);
    std::string_view best;
    std::size_t best_distance = 3; // further away is no help
    for (const Field& f : fields) {
        for (const std::string_view candidate : {f.name, f.aliases[0], f.aliases[1]}) {
            if (candidate.empty()) continue;
            const std::size_t distance = edit_distance(lower, candidate, best_distance);
            if (distance < best_distance) {
                best_distance = distance;
                best = f.name;
            }
        }
    }
    return best;
}

std::string make_term(std::string_view prefix, std::string_view value) {
    std::string term;
    term.reserve(prefix.size() + value.size());
    term.append(prefix).append(value);
    if (term.size() <= max_term_size) return term;
    const std::string tail = fmt::format("~{:016x}", XXH3_64bits(value.data(), value.size()));
    std::size_t cut = max_term_size - tail.size();
    while (cut > prefix.size() && (static_cast<unsigned char>(term[cut]) & 0xC0) == 0x80) --cut;
    term.resize(cut);
    return term + tail;
}

} // namespace sitrep
