#include "tests/searcher/random.h"

#include "schema/date.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace sitrep::test {

std::string words(Dice& dice, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += dice.pick(vocabulary);
        text += dice.one_in(12) ? ". " : dice.one_in(40) ? ".\n\n" : dice.one_in(15) ? ", " : " ";
    }
    return text;
}

static PartialDate random_date(Dice& dice) {
    PartialDate date;
    if (dice.one_in(12)) return date;
    date.year = static_cast<std::int16_t>(2023 + dice.below(3));
    if (dice.one_in(12)) return date;
    date.month = static_cast<std::uint8_t>(1 + dice.below(12));
    if (dice.one_in(12)) return date;
    date.day = static_cast<std::uint8_t>(1 + dice.below(28));
    if (dice.one_in(2)) date.second_of_day = static_cast<std::int32_t>(dice.below(86400));
    return date;
}

Article random_article(Dice& dice, std::size_t number) {
    Article a;
    a.id = fmt::format("a{}", number);
    if (!dice.one_in(10)) a.title = words(dice, 1 + dice.below(6));
    if (!dice.one_in(20)) a.text = words(dice, dice.below(dice.one_in(10) ? 1500 : 40));
    if (dice.one_in(3)) { // a copy of one of a few reports
        Dice report(static_cast<std::uint32_t>(dice.below(12)));
        a.text = words(report, 40);
    }
    a.date = random_date(dice);
    a.source = dice.pick(sources);
    a.lang = dice.pick(languages);
    for (std::size_t i = dice.below(3); i > 0; --i)
        a.given_regions.emplace_back(dice.pick(regions));
    for (std::size_t i = dice.below(3); i > 0; --i) a.given_actors.emplace_back(dice.pick(actors));
    for (std::size_t i = dice.below(3); i > 0; --i)
        a.events.push_back({std::string(dice.pick(events)), {}});
    if (dice.one_in(3)) {
        const auto low = static_cast<std::uint32_t>(dice.below(10));
        a.killed = Casualties{low, low + static_cast<std::uint32_t>(dice.below(5)), "", {}};
    }
    if (dice.one_in(3)) {
        const auto from = day_from_civil(2024, 1, 1) + static_cast<Day>(dice.below(400));
        const auto days = static_cast<Day>(dice.one_in(4) ? dice.below(200) : dice.below(3));
        a.happened = {{{from, from + days}, Precision::day, false, {}}};
    }
    return a;
}

std::string in_quotes(std::string_view text) {
    return fmt::format("\"{}\"", text);
}

std::string random_word(Dice& dice) {
    for (;;) {
        std::string word(dice.pick(vocabulary));
        if (word.find(' ') == std::string::npos) return word;
    }
}

static std::string random_day(Dice& dice) {
    const std::string day =
        format_day(day_from_civil(2022, 11, 1) + static_cast<Day>(dice.below(1300)));
    return day.substr(0, std::array<std::size_t, 3>{4, 7, 10}[dice.below(3)]);
}

static std::string random_range(Dice& dice, std::string from, std::string to) {
    if (to < from) std::swap(from, to);
    switch (dice.below(4)) {
    case 0: return from;
    case 1: return from + "..";
    case 2: return ".." + to;
    default: return from + ".." + to;
    }
}

std::string random_text_leaf(Dice& dice) {
    switch (dice.below(9)) {
    case 0: return in_quotes(random_word(dice) + " " + random_word(dice));
    case 1:
        return fmt::format("\"{} {}\"~{}", random_word(dice), random_word(dice),
                           1 + dice.below(12));
    case 2: {
        std::string a;
        std::string b; // single words only
        do a = random_word(dice);
        while (a.find_first_of("-,") != a.npos || static_cast<unsigned char>(a[0]) > 0xE0);
        do b = random_word(dice);
        while (b.find_first_of("-,") != b.npos || static_cast<unsigned char>(b[0]) > 0xE0);
        return fmt::format("({} NEAR/{} {})", a, 1 + dice.below(12), b);
    }
    case 3: return std::string(dice.pick(std::array{"str*", "dro*", "войс*", "miss*", "حما*"}));
    case 4: return "title:" + random_word(dice);
    case 5: return in_quotes(random_word(dice));
    default: return random_word(dice);
    }
}

std::string random_leaf(Dice& dice) {
    if (!dice.one_in(3)) return random_text_leaf(dice);
    switch (dice.below(8)) {
    case 0: return "region:" + in_quotes(dice.pick(regions));
    case 1: return "actor:" + in_quotes(dice.pick(actors));
    case 2: return "source:" + in_quotes(dice.one_in(2) ? "reuters" : "clash report");
    case 3: return fmt::format("lang:{}", dice.pick(languages));
    case 4: return "date:" + random_range(dice, random_day(dice), random_day(dice));
    case 5: return "happened:" + random_range(dice, random_day(dice), random_day(dice));
    case 6: return fmt::format("killed:{}..{}", dice.below(5), 5 + dice.below(9));
    default: return "event:" + in_quotes(dice.pick(events));
    }
}

std::string random_query(Dice& dice, int depth) {
    if (depth > 2 || dice.one_in(3)) return dice.one_in(40) ? "*" : random_leaf(dice);
    const std::string a = random_query(dice, depth + 1);
    switch (dice.below(6)) {
    case 0: return fmt::format("-({})", a);
    case 1:
    case 2: return fmt::format("({}) OR ({})", a, random_query(dice, depth + 1));
    default: return fmt::format("({}) ({})", a, random_query(dice, depth + 1));
    }
}

} // namespace sitrep::test
