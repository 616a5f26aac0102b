// How datelines are told from sentences: a date, a place in capitals, a known agency and a dash
// each speak for one; a form is accepted when enough of them agree and what follows fits.
#include "schema/dateline_form.h"

#include <cstdlib>

namespace sitrep {
namespace {

// A dateline that takes longer than this is none.
constexpr std::size_t longest_dateline = 400;

using Form = bool (*)(const DateCursor& start, Finding& found);

// The year that puts a day nearest to the reference.
PartialDate with_year(PartialDate date, const std::optional<PartialDate>& reference) {
    if (date.year != 0) return date;
    if (!reference || reference->year == 0) return {};
    const DayRange known = reference->range();
    const Day middle = known.from + (known.to - known.from) / 2;
    PartialDate best;
    Day best_distance = 0;
    for (int year = reference->year - 1; year <= reference->year + 1; ++year) {
        if (year < 1000 || !is_possible(year, date.month, date.day)) continue;
        const Day distance = std::abs(day_from_civil(year, date.month, date.day) - middle);
        if (best && distance >= best_distance) continue;
        best = date;
        best.year = static_cast<std::int16_t>(year);
        best_distance = distance;
    }
    return best;
}

} // namespace

std::optional<Dateline> find_dateline(std::string_view text, std::optional<PartialDate> reference) {
    DateCursor start{text.substr(0, 4 * longest_dateline)};
    while (start.skip_spaces() || start.skip_any(U"\r\n")) {
    }
    start.text = text.substr(0, start.at + longest_dateline);
    for (const Form form : {Form(labelled_form), Form(date_first_form), Form(source_first_form),
                            Form(place_first_form)}) {
        Finding found;
        if (!form(start, found)) continue;
        Dateline dateline;
        dateline.date = with_year(found.date, reference);
        dateline.place = found.place;
        dateline.source = found.source;
        dateline.length = found.end.at;
        dateline.own_line = found.own_line;
        return dateline;
    }
    return {};
}

} // namespace sitrep
