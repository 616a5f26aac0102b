#include "searcher/render_describe.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {

std::string grouped_number(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t i = digits.size(); i > 3;) digits.insert(i -= 3, ",");
    return digits;
}

std::string counted(std::uint64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", grouped_number(number), noun, number == 1 ? "" : "s");
}

std::string describe(const Evidence& evidence) {
    if (evidence.part == Part::input)
        return fmt::format("“{}” (given with the article)", evidence.alias);
    return fmt::format("“{}” ({} {} to {}, {}, {:.2f})", evidence.alias,
                       evidence.part == Part::title ? "title" : "text", evidence.begin,
                       evidence.end, evidence.rule, evidence.confidence);
}

std::string describe(const EventDate& date) {
    constexpr std::size_t year_size = 4;
    constexpr std::size_t month_size = 7;
    std::string text = format_day(date.range.from);
    if (date.precision == Precision::year)
        text.resize(std::min(text.size(), year_size));
    else if (date.precision == Precision::month)
        text.resize(std::min(text.size(), month_size));
    else if (date.range.from != date.range.to)
        text += " to " + format_day(date.range.to);
    if (date.planned) text += " (planned)";
    return text;
}

std::string describe(const Casualties& casualties) {
    std::string text = grouped_number(casualties.low);
    if (casualties.high != casualties.low) text += " to " + grouped_number(casualties.high);
    if (!casualties.attributed_to.empty())
        text += ", according to “" + casualties.attributed_to + "”";
    return text;
}

} // namespace sitrep
