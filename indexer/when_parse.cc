#include "indexer/when_parse.h"

#include "indexer/when_date.h"

namespace sitrep {
namespace {

class Parser {
  public:
    Parser(const WhenText& text, std::uint32_t end) : at_(text, end) {}

    std::optional<WhenExpression> expression(std::uint32_t i, std::uint32_t& next) {
        WhenExpression found;
        next = between(i, found);
        if (next == i) next = since(i, found);
        if (next == i) next = night(i, found);
        if (next == i) next = plain(i, found);
        if (next == i) return {};
        found.first = at_.atom(i).first;
        found.last = at_.atom(next - 1).last;
        return found;
    }

  private:
    // Each returns the atom behind what it read, or `i` if it is not there.

    // "between 3 July and Friday", "from Monday to Wednesday".
    std::uint32_t between(std::uint32_t i, WhenExpression& found) {
        if (!at_.is(i, WhenKind::between)) return i;
        const std::uint32_t begin = at_.skip_small(i + 1);
        if (!at_.touches(begin)) return i;
        if (const std::uint32_t end = date_range(at_, begin, found.point); end > begin) return end;
        WhenPoint until;
        const std::uint32_t middle = point(begin, found.point);
        if (middle == begin || !at_.is(middle, WhenKind::join) || !at_.touches(middle)) return i;
        const std::uint32_t second = at_.skip_small(middle + 1);
        const std::uint32_t end = at_.touches(second) ? point(second, until) : second;
        if (end == second) return i;
        found.until = until;
        return end;
    }

    std::uint32_t since(std::uint32_t i, WhenExpression& found) {
        if (!at_.is(i, WhenKind::since)) return i;
        const std::uint32_t begin = at_.skip_small(i + 1);
        const std::uint32_t end = at_.touches(begin) ? point(begin, found.point) : begin;
        if (end == begin) return i;
        found.since = found.point.type != WhenType::span;
        return end;
    }

    // "on the night of July 3", "in der Nacht zum Dienstag", "в ночь на 5 июля", "overnight into
    // Friday".
    std::uint32_t night(std::uint32_t i, WhenExpression& found) {
        const bool begins = at_.is(i, WhenKind::night_of);
        if (!begins && !at_.is(i, WhenKind::night_to)) return i;
        const std::uint32_t begin = at_.skip_small(i + 1);
        if (!at_.touches(begin)) return i;
        if (const std::uint32_t end = date_range(at_, begin, found.point); end > begin) return end;
        const std::uint32_t end = point(begin, found.point);
        if (end == begin) return i;
        found.night = begins ? WhenNight::begins : WhenNight::ends;
        return end;
    }

    std::uint32_t plain(std::uint32_t i, WhenExpression& found) {
        const std::uint32_t end = point(i, found.point);
        const WhenType type = found.point.type;
        if (end == i || (type != WhenType::date && type != WhenType::month)) return end;
        // "June 30 - July 2", "January - March 2025"
        WhenPoint until;
        if (!at_.dash_before(end)) return end;
        const std::uint32_t second = date_point(at_, end, until);
        if (second == end || until.type != type) return end;
        if (found.point.year == 0) found.point.year = until.year;
        found.until = until;
        return second;
    }

    // A single point in time and the times of day behind it.
    std::uint32_t point(std::uint32_t i, WhenPoint& found) {
        found = {};
        std::uint32_t end = i;
        for (const auto rule : {&Parser::dated, &Parser::ago, &Parser::span, &Parser::unit,
                                &Parser::weekday, &Parser::offset, &Parser::anchor}) {
            found = {};
            end = (this->*rule)(i, found);
            if (end > i) break;
        }
        if (end == i) return i;
        for (int most = 2; most > 0 && at_.touches(end) && at_.is(end, WhenKind::daypart); --most)
            ++end;
        return end;
    }

    std::uint32_t dated(std::uint32_t i, WhenPoint& found) { return date_point(at_, i, found); }

    // "two days ago", "vor zwei Tagen", "hours ago", "a few hours earlier".
    std::uint32_t ago(std::uint32_t i, WhenPoint& found) {
        const bool ahead = at_.is(i, WhenKind::ago_before);
        const std::uint32_t begin = ahead ? i + 1 : i;
        std::uint32_t end = count_of_units(begin, found);
        if (end == begin) end = bare_unit(begin, found);
        if (end == begin) return i;
        found.type = WhenType::ago;
        if (ahead) return at_.touches(begin) ? end : i;
        if (!at_.touches(end)) return i;
        if (at_.is(end, WhenKind::ago)) {
            const std::uint32_t behind = skip_today(end + 1);
            found.to_the_day = behind > end + 1;
            return behind;
        }
        const WhenMeaning* sense = at_.as(end, WhenKind::anchor_ago);
        if (sense == nullptr || found.from != found.to || found.unit < WhenUnit::day) return i;
        const int days = found.unit == WhenUnit::week ? 7 : 1;
        if (found.unit > WhenUnit::week) return i;
        found.type = WhenType::anchor;
        found.from = found.to = sense->from * found.from * days;
        return end + 1;
    }

    // "hours ago", "days ago": a few.
    std::uint32_t bare_unit(std::uint32_t i, WhenPoint& found) const {
        const WhenMeaning* unit = at_.as(i, WhenKind::unit);
        if (unit == nullptr || !at_.touches(i + 1) || !at_.is(i + 1, WhenKind::ago)) return i;
        found.from = 2;
        found.to = 6;
        found.unit = static_cast<WhenUnit>(unit->from);
        return i + 1;
    }

    // "nine years ago today"
    std::uint32_t skip_today(std::uint32_t i) const {
        const WhenMeaning* day = at_.touches(i) ? at_.as(i, WhenKind::day) : nullptr;
        return day != nullptr && day->from == 0 && day->to == 0 ? i + 1 : i;
    }

    // A number and a unit behind it.
    std::uint32_t count_of_units(std::uint32_t i, WhenPoint& found) {
        const WhenMeaning* few = at_.as(i, WhenKind::few);
        const WhenMeaning* word = at_.as(i, WhenKind::number);
        const int value = at_.number(i);
        if (value > 999 || (few == nullptr && word == nullptr && value < 1)) return i;
        found.from = few != nullptr ? few->from : word != nullptr ? word->from : value;
        found.to = few != nullptr ? few->to : found.from;
        const WhenMeaning* unit = at_.touches(i + 1) ? at_.as(i + 1, WhenKind::unit) : nullptr;
        if (unit == nullptr) return i;
        found.unit = static_cast<WhenUnit>(unit->from);
        return i + 2;
    }

    // "the past three days", "последние 24 часа", "in recent days".
    std::uint32_t span(std::uint32_t i, WhenPoint& found) {
        const WhenMeaning* shift = at_.as(i, WhenKind::shift);
        std::uint32_t end = i;
        if (shift != nullptr && at_.touches(i + 1)) {
            end = count_of_units(i + 1, found);
            if (end == i + 1) return i;
        } else { // "los tres últimos días", "24 dernières heures"
            const int value = at_.number(i);
            const WhenMeaning* word = at_.as(i, WhenKind::number);
            shift = at_.touches(i + 1) ? at_.as(i + 1, WhenKind::shift) : nullptr;
            const WhenMeaning* unit = at_.touches(i + 2) ? at_.as(i + 2, WhenKind::unit) : nullptr;
            if (shift == nullptr || unit == nullptr || value > 999 ||
                (word == nullptr && value < 1))
                return i;
            found.from = found.to = word != nullptr ? word->from : value;
            found.unit = static_cast<WhenUnit>(unit->from);
            end = i + 3;
        }
        if (shift->from == 0) return i;
        found.type = WhenType::span;
        found.shift = shift->from;
        return end;
    }

    // "last week", "la semaine dernière", "earlier this month", "at the weekend".
    std::uint32_t unit(std::uint32_t i, WhenPoint& found) {
        const WhenMeaning* part = at_.as(i, WhenKind::part);
        std::uint32_t at = i;
        if (part != nullptr) {
            at = at_.skip_joints(i + 1);
            if (!at_.touches(at)) return i;
            found.part = static_cast<WhenPart>(part->from);
        }
        const WhenMeaning* unit = at_.as(at, WhenKind::unit);
        const WhenMeaning* shift = nullptr;
        std::uint32_t end = at + 1;
        if (unit != nullptr) {
            shift = at_.touches(end) ? at_.as(end, WhenKind::shift) : nullptr;
            if (shift != nullptr) ++end;
        } else {
            shift = at_.as(at, WhenKind::shift);
            unit = shift != nullptr && at_.touches(end) ? at_.as(end, WhenKind::unit) : nullptr;
            ++end;
        }
        if (unit == nullptr) return i;
        found.unit = static_cast<WhenUnit>(unit->from);
        if (shift == nullptr && found.unit != WhenUnit::weekend) return i;
        if (found.unit < WhenUnit::week) return i;
        found.type = WhenType::unit;
        if (shift != nullptr) found.shift = shift->from;
        return end;
    }

    // "Friday", "last Friday", "vendredi dernier", "late Thursday", "mon" with company.
    std::uint32_t weekday(std::uint32_t i, WhenPoint& found) {
        std::uint32_t at = i;
        if (at_.is(at, WhenKind::part) && at_.touches(at + 1)) ++at;
        const WhenMeaning* shift = at_.as(at, WhenKind::shift);
        if (shift != nullptr) ++at;
        const WhenMeaning* day =
            at == i || at_.touches(at) ? at_.as(at, WhenKind::weekday) : nullptr;
        if (day == nullptr) return i;
        bool company = shift != nullptr || at_.behind_prep(at);
        std::uint32_t end = at + 1;
        if (shift == nullptr && at_.touches(end)) {
            std::uint32_t next = end;
            if (at_.is(next, WhenKind::daypart) && at_.touches(next + 1)) ++next;
            shift = at_.as(next, WhenKind::shift);
            // "Friday last week" is a week and a weekday: the weekday alone is wrong then.
            if (shift != nullptr && !at_.is(next + 1, WhenKind::unit)) end = next + 1;
            company = company || shift != nullptr || at_.is(end, WhenKind::daypart);
        }
        if (day->needs_company && !company) return i;
        found.type = WhenType::weekday;
        found.from = found.to = day->from;
        if (shift != nullptr) found.shift = shift->from;
        return end;
    }

    std::uint32_t offset(std::uint32_t i, WhenPoint& found) {
        const WhenMeaning* day = at_.as(i, WhenKind::day);
        if (day == nullptr || (day->needs_company && !at_.behind_prep(i))) return i;
        found.type = WhenType::offset;
        found.from = day->from;
        found.to = day->to;
        return i + 1;
    }

    std::uint32_t anchor(std::uint32_t i, WhenPoint& found) {
        const WhenMeaning* day = at_.as(i, WhenKind::anchor);
        if (day == nullptr) return i;
        found.type = WhenType::anchor;
        found.from = found.to = day->from;
        return i + 1;
    }

    WhenReader at_;
};

} // namespace

std::optional<WhenExpression> parse_when(const WhenText& text, std::uint32_t atom,
                                         std::uint32_t end, std::uint32_t& next) {
    return Parser(text, end).expression(atom, next);
}

} // namespace sitrep
