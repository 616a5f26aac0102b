#include "searcher/term_share.h"

#include "schema/analysis.h"
#include "schema/field.h"

#include <algorithm>
#include <cmath>

namespace sitrep {
namespace {

double share_of_word(std::string_view form) {
    if (is_stop_word(form)) return 0.8;
    const auto letters = std::count_if(form.begin(), form.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    return 0.25 * std::pow(0.7, static_cast<double>(std::max<std::ptrdiff_t>(letters, 2) - 2));
}

double share_of_day(std::string_view date) {
    return date.size() <= 4 ? 0.3 : date.size() <= 7 ? 0.03 : 0.001;
}

double share_of_value(const Field& f, std::string_view value) {
    switch (f.id) {
    case FieldId::id:
    case FieldId::url:
    case FieldId::story:
    case FieldId::copies: return 1e-6;
    case FieldId::lang: return 0.5;
    case FieldId::region:
    case FieldId::mentions:
    case FieldId::conflict: return 0.05;
    case FieldId::date:
    case FieldId::happened:
    case FieldId::indexed:
    case FieldId::updated: return share_of_day(value);
    default: return 0.02;
    }
}

} // namespace

double guess_term_share(std::string_view term) {
    if (term.starts_with('X') || term.starts_with(field(FieldId::id).prefix)) {
        for (const Field& f : fields)
            if (f.kind != FieldKind::text && !f.prefix.empty() && term.starts_with(f.prefix))
                return share_of_value(f, term.substr(f.prefix.size()));
        return 0.01; // one entity exactly
    }
    const bool stem = term.starts_with(prefixes::stem);
    if (stem) term.remove_prefix(prefixes::stem.size());
    const bool title = term.starts_with(field(FieldId::title).prefix);
    if (title) term.remove_prefix(field(FieldId::title).prefix.size());
    return share_of_word(term) * (stem ? 1.5 : 1) * (title ? 0.1 : 1) * 0.8;
}

} // namespace sitrep
