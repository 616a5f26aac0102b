#include "indexer/convert_names.h"

#include "indexer/input_stream.h"
#include "indexer/reader_lines.h"
#include "schema/analysis.h"
#include "schema/error.h"
#include "schema/gazetteer.h"
#include "schema/gazetteer_tsv.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

using Json = nlohmann::json;

struct Role {
    std::string_view code;
    std::string_view type;
    std::string_view office; // what the holder acts for: "government-of-" and the country
};

// CAMEO's roles that armed conflict is about; all others make an organisation.
constexpr Role roles[] = {{"GOV", "government", "government-of-"},
                          {"MIL", "armed-forces", "armed-forces-of-"},
                          {"COP", "armed-forces", "police-of-"},
                          {"SPY", "government", "government-of-"},
                          {"LEG", "government", ""},
                          {"JUD", "government", ""},
                          {"REB", "armed-group", ""},
                          {"SEP", "armed-group", ""},
                          {"INS", "armed-group", ""},
                          {"UAF", "armed-group", ""},
                          {"MED", "media", ""},
                          {"BUS", "company", ""},
                          {"MNC", "company", ""}};

const Role* find_role(std::string_view code) {
    for (std::size_t at = 0; at + 3 <= code.size(); at += 3)
        for (const Role& role : roles)
            if (code.substr(at, 3) == role.code) return &role;
    return nullptr;
}

// "MOHAMMAD AL-FASSI" -> "Mohammad al-Fassi"; what has small letters stays as it is.
std::string in_title_case(std::string_view name) {
    std::string text(name);
    if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
        return text;
    const std::set<std::string_view> small{"AL",  "AND", "BIN", "DE", "DEL", "EL",
                                           "FOR", "IN",  "OF",  "ON", "THE", "LA"};
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.find_first_of(" -'", begin);
        end = std::min(end, text.size());
        const std::string_view word = name.substr(begin, end - begin);
        const std::size_t from = begin > 0 && small.contains(word) ? begin : begin + 1;
        for (std::size_t i = from; i < end; ++i)
            if (text[i] >= 'A' && text[i] <= 'Z') text[i] = static_cast<char>(text[i] - 'A' + 'a');
        begin = end + 1;
    }
    return text;
}

// Without what the format gives a meaning to.
std::string cleaned(std::string_view text) {
    using namespace std::string_view_literals;
    constexpr std::string_view special = "\t\n\r\0|{}:"sv;
    std::string clean;
    for (const char c : text) clean += special.find(c) != special.npos ? ' ' : c;
    clean.erase(0, std::min(clean.find_first_not_of(" -#"), clean.size())); // "-NAME" takes away
    while (!clean.empty() && clean.back() == ' ') clean.pop_back();
    return clean;
}

// "011222" -> "2001-12-22"; years without a century lie between 1930 and 2029.
std::string iso_day(std::string_view digits) {
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    std::string text(digits);
    if (text.size() == 6) text.insert(0, text[0] < '3' ? "20" : "19");
    if (text.size() != 8) return {};
    const std::string day =
        fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
    return parse_date(day) ? day : std::string{};
}

// "FROM..TO", empty: always. Nothing where it is no period.
std::optional<std::string> period_of(std::string_view when) {
    if (when.empty()) return std::string{};
    std::string from;
    std::string to;
    if (when.front() == '>') {
        from = iso_day(when.substr(1));
    } else if (when.front() == '<') {
        to = iso_day(when.substr(1));
    } else if (const std::size_t dash = when.find('-'); dash != std::string_view::npos) {
        from = iso_day(when.substr(0, dash));
        to = iso_day(when.substr(dash + 1));
        if (from.empty() || to.empty() || to < from) return std::nullopt;
    }
    if (from.empty() && to.empty()) return std::nullopt;
    return from + ".." + to;
}

// An id of a name; cut at a word where it is too long for one. Empty: it has no letters for one.
std::string slug_of(std::string_view name) {
    std::string slug;
    for (const char c : fold_keyword(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug += c;
        else if (!slug.empty() && slug.back() != '-' && c != '\'')
            slug += '-';
    }
    if (slug.size() > gazetteer::max_id_size) {
        slug.resize(gazetteer::max_id_size + 1); // one more, which may be the end of a word
        slug.resize(std::min(slug.rfind('-'), gazetteer::max_id_size));
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug;
}

class Converter {
  public:
    explicit Converter(std::ostream& out) : out_(out) {}

    // Throws where the line makes no sense.
    void convert(std::string_view line) {
        const Json actor = Json::parse(line);
        const std::string name = in_title_case(cleaned(actor.at("name").get<std::string>()));
        const std::string id = slug_of(name);
        if (id.empty())
            throw Error(ErrorKind::input, "the name has no letters that an id can have");
        if (name.size() > gazetteer::max_name_size)
            throw Error(ErrorKind::input, "the name is too long");
        // What the gazetteer has is better than what such lists say; of two of one name the first.
        if (gazetteer_.find(EntityKind::actor, id) || gazetteer_.find(EntityKind::region, id) ||
            ids_.contains(id))
            return;
        const Affiliated affiliated = affiliated_of(actor);
        const std::string aliases = aliases_of(actor);
        ids_.insert(id);
        out_ << fmt::format("{}\t{}\t{}\t{}\t{}\t\t{}\n", id, name, affiliated.type,
                            fmt::join(affiliated.belongs, ";"), affiliated.country, aliases);
    }

  private:
    // What an actor's codes say.
    struct Affiliated {
        std::string_view type;
        std::string country;
        std::vector<std::string> belongs; // "government-of-mali@2001-12-22.."
    };

    Affiliated affiliated_of(const Json& actor) const {
        Affiliated affiliated;
        bool dated = false;
        for (const Json& code : actor.value("codes", Json::array())) {
            const std::string when = code.value("when", "");
            dated = dated || !when.empty();
            add_code(code.value("code", ""), when, affiliated);
        }
        std::string_view& type = affiliated.type;
        // Who is in office for a time is a person.
        if (dated && (type.empty() || type == "government" || type == "armed-forces"))
            type = "person";
        if (type.empty()) type = "organisation";
        return affiliated;
    }

    void add_code(const std::string& code, const std::string& when, Affiliated& affiliated) const {
        if (code.size() < 3) return;
        const Role* role = find_role(std::string_view(code).substr(3));
        if (role != nullptr && affiliated.type.empty()) affiliated.type = role->type;
        for (const Entity& entity :
             gazetteer_.resolve(EntityKind::region, std::string_view(code).substr(0, 3))) {
            if (entity.type != EntityType::country || entity.country.empty()) continue;
            affiliated.country = entity.country;
            if (role != nullptr && !role->office.empty())
                add_office(*role, entity, when, affiliated.belongs);
            return;
        }
    }

    void add_office(const Role& role, const Entity& country, const std::string& when,
                    std::vector<std::string>& belongs) const {
        const auto period = period_of(when);
        if (!period) return;
        std::string whom = std::string(role.office).append(country.id);
        if (!gazetteer_.find(EntityKind::actor, whom)) whom = country.id;
        if (!period->empty()) whom.append("@").append(*period);
        if (std::find(belongs.begin(), belongs.end(), whom) == belongs.end())
            belongs.push_back(std::move(whom));
    }

    static std::string aliases_of(const Json& actor) {
        std::string aliases;
        std::set<std::string> seen;
        for (const Json& alias : actor.value("aliases", Json::array())) {
            const std::string raw = cleaned(alias.get<std::string>());
            const bool one_word = raw.find_first_of(" -") == std::string::npos;
            constexpr std::size_t abbreviation = 5; // bytes at most
            const bool short_word = one_word && raw.size() <= abbreviation;
            const std::string text = short_word ? raw : in_title_case(raw);
            if (fold_name(text).size() < 3 || text.size() > gazetteer::max_name_size) continue;
            if (seen.size() == gazetteer::max_row_aliases || !seen.insert(text).second) continue;
            // A word alone may be anybody's.
            const std::string_view flags = short_word ? "{cx}" : one_word ? "{x}" : "";
            aliases.append(aliases.empty() ? "" : "|").append(text).append(flags);
        }
        return aliases;
    }

    const Gazetteer& gazetteer_ = Gazetteer::builtin();
    std::ostream& out_;
    std::set<std::string> ids_;
};

std::unique_ptr<InputStream> opened(const std::string& path) {
    try {
        return std::make_unique<InputStream>(path);
    } catch (const Error& error) {
        throw Error(error.kind, fmt::format("{}: {}", path, error.message),
                    "name a file of JSON Lines, an actor a line, or - for standard input");
    }
}

} // namespace

std::size_t convert_names(const std::string& path, std::ostream& out, std::ostream& problems) {
    constexpr std::size_t longest_line = 1'000'000;
    const auto in = opened(path);
    LineReader lines(*in, longest_line);
    Converter converter(out);
    out << "# id\tname\ttype\tbelongs\tcountry\tvalid\taliases\n";
    std::size_t bad = 0;
    const auto problem = [&](const std::string& reason) {
        ++bad;
        problems << fmt::format("{}:{}: {}\n", path, lines.number(), reason);
    };
    for (std::string_view line;;) {
        switch (lines.next(line)) {
        case LineReader::Result::end: return bad;
        case LineReader::Result::broken:
            throw Error(ErrorKind::input, fmt::format("cannot read {}: {}", path, in->message()));
        case LineReader::Result::too_long:
            problem(fmt::format("the line is longer than {} bytes", longest_line));
            continue;
        case LineReader::Result::line: break;
        }
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        try {
            converter.convert(line);
        } catch (const Json::exception& error) {
            problem(fmt::format("no actor ({}); a line is a JSON object with \"name\", and perhaps "
                                "\"aliases\" and \"codes\"",
                                error.what()));
        } catch (const Error& error) {
            problem(error.message);
        }
    }
}

} // namespace sitrep
