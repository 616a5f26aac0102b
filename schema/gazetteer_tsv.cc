#include "schema/gazetteer_tsv.h"

#include "schema/analysis.h"
#include "schema/declension.h"
#include "schema/tsv_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace sitrep {

namespace {

constexpr std::array<std::pair<std::string_view, EntityType>, 16> types{{
    {"world-region", EntityType::world_region},
    {"country", EntityType::country},
    {"territory", EntityType::territory},
    {"division", EntityType::division},
    {"place", EntityType::place},
    {"sea", EntityType::sea},
    {"historic-country", EntityType::historic_country},
    {"state", EntityType::state},
    {"government", EntityType::government},
    {"armed-forces", EntityType::armed_forces},
    {"person", EntityType::person},
    {"armed-group", EntityType::armed_group},
    {"organisation", EntityType::organisation},
    {"alliance", EntityType::alliance},
    {"company", EntityType::company},
    {"media", EntityType::media},
}};

} // namespace

std::string_view name_of(EntityType type) {
    return types[static_cast<std::size_t>(type)].first;
}

namespace gazetteer {

namespace {

struct FlagLetter {
    char letter;
    AliasFlag flag;
};
constexpr std::array<FlagLetter, 7> flag_letters{{
    {'d', alias_demonym},
    {'a', alias_abbreviation},
    {'c', alias_case_sensitive},
    {'x', alias_needs_context},
    {'h', alias_historic},
    {'s', alias_surname},
    {'m', alias_metonym},
}};

bool is_slug(std::string_view id) {
    return !id.empty() && id.size() <= max_id_size && id.front() != '-' && id.back() != '-' &&
           std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

template <typename Number>
std::optional<Number> read_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// The first and last day of "2022", "2022-02" or "2022-02-24".
std::optional<Period> read_partial_date(std::string_view text) {
    const bool has_month = text.size() >= 7;
    const bool has_day = text.size() == 10;
    if ((text.size() != 4 && text.size() != 7 && !has_day) || (has_month && text[4] != '-') ||
        (has_day && text[7] != '-'))
        return std::nullopt;
    const auto year = read_number<int>(text.substr(0, 4));
    const auto month = has_month ? read_number<unsigned>(text.substr(5, 2)) : 1U;
    const auto day = has_day ? read_number<unsigned>(text.substr(8, 2)) : 1U;
    if (!year || !month || !day || *year < 1) return std::nullopt;
    using namespace std::chrono;
    const auto in_days = [](const auto& date) {
        return static_cast<Day>(sys_days(date).time_since_epoch().count());
    };
    const year_month_day first{std::chrono::year(*year), std::chrono::month(*month),
                               std::chrono::day(*day)};
    if (!first.ok()) return std::nullopt;
    if (has_day) return Period{in_days(first), in_days(first)};
    const auto last_month = has_month ? first.month() : December;
    return Period{in_days(first), in_days(first.year() / last_month / last)};
}

// "FROM..TO", either end open.
std::optional<Period> read_period(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    Period period;
    const auto from = trim(text.substr(0, dots));
    const auto to = trim(text.substr(dots + 2));
    if (!from.empty()) {
        const auto days = read_partial_date(from);
        if (!days) return std::nullopt;
        period.from = days->from;
    }
    if (!to.empty()) {
        const auto days = read_partial_date(to);
        if (!days) return std::nullopt;
        period.to = days->to;
    }
    if (period.from > period.to) return std::nullopt;
    return period;
}

// Reads the columns of one line into a row and notes what is wrong with them.
class RowReader {
  public:
    RowReader(Row& row, std::vector<std::string>& problems) : row_(row), problems_(problems) {}

    // Whether the row is worth keeping.
    bool read(std::string_view line) {
        std::array<std::string_view, 10> columns;
        std::size_t count = 0;
        bool too_many = false;
        for_each_part(line, '\t', [&](std::string_view column) {
            if (count < columns.size())
                columns[count++] = trim(column);
            else
                too_many = too_many || !trim(column).empty();
        });
        if (too_many) problem("more than 10 columns; the rest is left out");
        if (!is_slug(columns[0])) {
            problem(fmt::format("\"{}\" is not an id (a-z, 0-9 and -, at most {} of them)",
                                columns[0], max_id_size));
            return false;
        }
        row_.id = columns[0];
        row_.name = columns[1];
        if (row_.name.size() > max_name_size) {
            problem("the name is too long");
            return false;
        }
        if (!read_type(columns[2])) return false;
        read_belongs(columns[3]);
        read_country(columns[4]);
        read_valid(columns[5]);
        if (!columns[6].empty())
            for_each_part(columns[6], '|',
                          [&](std::string_view alias) { read_alias(trim(alias)); });
        read_position(columns[7], columns[8]);
        read_population(columns[9]);
        return true;
    }

  private:
    void problem(std::string_view reason) {
        problems_.push_back(fmt::format("{}: {}", row_.where, reason));
    }

    bool read_type(std::string_view text) {
        if (text.empty()) return true;
        row_.type = entity_type(text);
        if (!row_.type) problem(fmt::format("\"{}\" is not a type", text));
        return row_.type.has_value();
    }

    void read_belongs(std::string_view text) {
        if (text.empty()) return;
        for_each_part(text, ';', [&](std::string_view part) {
            part = trim(part);
            const std::size_t at = part.find('@');
            RowBelongs belongs{std::string(trim(part.substr(0, at))), {}};
            if (!is_slug(belongs.id)) {
                problem(fmt::format("\"{}\" is not an id to belong to", belongs.id));
                return;
            }
            if (at != std::string_view::npos) {
                const auto period = read_period(part.substr(at + 1));
                if (!period) {
                    problem(fmt::format("\"{}\" are not dates (FROM..TO)", part.substr(at + 1)));
                    return;
                }
                belongs.when = *period;
            }
            row_.belongs.push_back(std::move(belongs));
        });
    }

    void read_country(std::string_view text) {
        const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
        if (text.size() == 2 && upper(text[0]) && upper(text[1]))
            row_.country = text;
        else if (!text.empty())
            problem(fmt::format("\"{}\" is not a country code (ISO 3166-1 alpha-2)", text));
    }

    void read_valid(std::string_view text) {
        if (text.empty()) return;
        row_.valid = read_period(text);
        if (!row_.valid) problem(fmt::format("\"{}\" are not dates (FROM..TO)", text));
    }

    void read_alias(std::string_view text) {
        if (text.empty()) return;
        const std::string_view written = text;
        RowAlias alias;
        bool inflect = false;
        if (text.front() == '-') {
            alias.remove = true;
            text.remove_prefix(1);
        }
        if (text.ends_with('}')) {
            const std::size_t brace = text.rfind('{');
            if (brace == std::string_view::npos ||
                !read_flags(text.substr(brace + 1), alias, inflect)) {
                problem(fmt::format("\"{}\" has flags other than {{dacxhsmi}}", written));
                return;
            }
            text = trim(text.substr(0, brace));
        }
        const std::string_view language = language_of(text);
        if (!language.empty()) text = trim(text.substr(language.size() + 1));
        if (!language.empty() && language != "en" && starts_latin(text))
            alias.flags = static_cast<AliasFlags>(alias.flags | alias_foreign);
        if (text.empty() || text.size() > max_name_size) {
            problem(fmt::format("the alias \"{}\" is empty or too long", written));
            return;
        }
        alias.text = text;
        if (inflect && !slavic_of(language)) {
            problem(fmt::format("\"{}\": only names in uk: and ru: can be inflected", written));
            inflect = false;
        }
        if (inflect)
            add_forms(alias, *slavic_of(language));
        else
            add(std::move(alias));
    }

    void add(RowAlias alias) {
        if (row_.aliases.size() < max_row_aliases) {
            row_.aliases.push_back(std::move(alias));
        } else if (!full_) {
            problem(fmt::format("more than {} aliases", max_row_aliases));
            full_ = true;
        }
    }

    void add_forms(const RowAlias& alias, const std::vector<std::string>& forms, AliasFlags flags) {
        for (const std::string& form : forms) {
            const AliasFlags made = form == alias.text ? 0 : alias_generated;
            add({form, static_cast<AliasFlags>(alias.flags | flags | made), alias.remove});
        }
    }

    // A name in all its cases, a place's with those of its adjective.
    void add_forms(const RowAlias& alias, Slavic language) {
        if ((alias.flags & alias_demonym) != 0) {
            add_forms(alias, adjective_forms(alias.text, language), 0);
            return;
        }
        const bool person = row_.type == EntityType::person;
        const Named named = person ? person_of(alias.text, language) : Named::place;
        add_forms(alias, case_forms(alias.text, language, named), 0);
        if (row_.type == EntityType::division) add_division_adjective(alias, language);
        if (row_.type != EntityType::place) return;
        if (const std::string adjective = place_adjective(alias.text, language); !adjective.empty())
            add_forms(alias, adjective_forms(adjective, language), alias_demonym);
    }

    // ASCII and the Latin blocks that follow it, U+00C0 to U+024F.
    static bool starts_latin(std::string_view text) {
        const auto lead = static_cast<unsigned char>(text.empty() ? '\0' : text.front());
        return lead < 0x80 || (lead >= 0xC3 && lead <= 0xC9);
    }

    // "Харківська область" -> "харківський".
    void add_division_adjective(const RowAlias& alias, Slavic language) {
        const std::size_t space = alias.text.find(' ');
        if (space == std::string::npos || alias.text.find(' ', space + 1) != std::string::npos)
            return;
        std::string adjective = alias.text.substr(0, space);
        const std::string_view kind = std::string_view(alias.text).substr(space + 1);
        const std::string_view feminine = language == Slavic::ukrainian ? "а" : "ая";
        if (kind == "область" && adjective.ends_with(feminine))
            adjective.replace(adjective.size() - feminine.size(), feminine.size(), "ий");
        else if (kind != "край")
            return;
        if (adjective.ends_with("ий"))
            add_forms(alias, adjective_forms(adjective, language), alias_demonym);
    }

    // `text` is the flags and the closing brace.
    static bool read_flags(std::string_view text, RowAlias& alias, bool& inflect) {
        text.remove_suffix(1);
        for (const char c : text) {
            if (c == 'i') {
                inflect = true;
                continue;
            }
            const auto known = std::find_if(flag_letters.begin(), flag_letters.end(),
                                            [c](const FlagLetter& l) { return l.letter == c; });
            if (known == flag_letters.end()) return false;
            alias.flags = static_cast<AliasFlags>(alias.flags | known->flag);
        }
        return true;
    }

    // "uk" of "uk:Київ"; empty where none is given.
    static std::string_view language_of(std::string_view text) {
        const std::size_t colon = text.find(':');
        const bool is_code = (colon == 2 || colon == 3) &&
                             std::all_of(text.begin(), text.begin() + static_cast<long>(colon),
                                         [](char c) { return c >= 'a' && c <= 'z'; });
        return is_code ? text.substr(0, colon) : std::string_view();
    }

    void read_position(std::string_view latitude, std::string_view longitude) {
        if (latitude.empty() && longitude.empty()) return;
        const auto north = read_number<double>(latitude);
        const auto east = read_number<double>(longitude);
        if (!north || !east || !(std::abs(*north) <= 90) || !(std::abs(*east) <= 180)) {
            problem(fmt::format("\"{}\", \"{}\" is not a position", latitude, longitude));
            return;
        }
        row_.latitude = north;
        row_.longitude = east;
    }

    void read_population(std::string_view text) {
        if (text.empty()) return;
        row_.population = read_number<std::uint32_t>(text);
        if (!row_.population) problem(fmt::format("\"{}\" is not a number of people", text));
    }

    Row& row_;
    std::vector<std::string>& problems_;
    bool full_ = false;
};

} // namespace

std::optional<EntityType> entity_type(std::string_view name) {
    for (const auto& [text, type] : types)
        if (text == name) return type;
    return std::nullopt;
}

EntityKind kind_of(EntityType type) {
    return type < EntityType::state ? EntityKind::region : EntityKind::actor;
}

void parse_tsv(const std::string& name, std::string_view text, std::vector<Row>& rows,
               std::vector<std::string>& problems) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (trim(line).empty() || trim(line).front() == '#') continue;
        Row row;
        row.where = fmt::format("{}:{}", name, number);
        if (!is_valid_utf8(line) || line.find('\0') != std::string_view::npos)
            problems.push_back(row.where + ": not UTF-8 text");
        else if (RowReader(row, problems).read(line))
            rows.push_back(std::move(row));
    }
}

} // namespace gazetteer

} // namespace sitrep
