#include "indexer/convert_names.h"

#include "indexer/input_stream.h"
#include "schema/analysis.h"
#include "schema/error.h"
#include "schema/gazetteer.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
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

std::string cleaned(std::string_view text) {
    std::string clean;
    for (const char c : text)
        clean += c == '\t' || c == '\n' || c == '|' || c == '{' || c == '}' || c == ':' ? ' ' : c;
    clean.erase(0, std::min(clean.find_first_not_of(' '), clean.size()));
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

std::string slug_of(std::string_view name) {
    std::string slug;
    for (const char c : fold_keyword(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug += c;
        else if (!slug.empty() && slug.back() != '-' && c != '\'')
            slug += '-';
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug;
}

class Converter {
  public:
    explicit Converter(std::ostream& out) : out_(out) {}

    // Throws where the line makes no sense.
    void convert(const std::string& line) {
        const Json actor = Json::parse(line);
        const std::string name = in_title_case(cleaned(actor.at("name").get<std::string>()));
        const std::string id = slug_of(name);
        if (id.empty())
            throw Error(ErrorKind::input, "the name has no letters that an id can have");
        std::string type;
        std::string country;
        std::string belongs;
        bool dated = false;
        for (const Json& code : actor.value("codes", Json::array())) {
            const std::string when = code.value("when", "");
            dated = dated || !when.empty();
            add_code(code.value("code", ""), when, type, country, belongs);
        }
        // Who is in office for a time is a person.
        if (dated && (type.empty() || type == "government" || type == "armed-forces"))
            type = "person";
        if (type.empty()) type = "organisation";
        // What the gazetteer has is better than what such lists say; of two of one name the first.
        if (gazetteer_.find(EntityKind::actor, id) || gazetteer_.find(EntityKind::region, id) ||
            !ids_.insert(id).second)
            return;
        out_ << fmt::format("{}\t{}\t{}\t{}\t{}\t\t{}\n", id, name, type, belongs, country,
                            aliases_of(actor));
    }

  private:
    void add_code(const std::string& code, const std::string& when, std::string& type,
                  std::string& country, std::string& belongs) const {
        if (code.size() < 3) return;
        const Role* role = find_role(std::string_view(code).substr(3));
        for (const Entity& entity :
             gazetteer_.resolve(EntityKind::region, std::string_view(code).substr(0, 3))) {
            if (entity.type != EntityType::country || entity.country.empty()) continue;
            country = entity.country;
            if (role == nullptr || role->office.empty()) break;
            std::string whom = std::string(role->office).append(entity.id);
            if (!gazetteer_.find(EntityKind::actor, whom)) whom = entity.id;
            const auto period = period_of(when);
            if (!period) break;
            const std::string one = period->empty() ? whom : whom + '@' + *period;
            if (belongs.find(one) == std::string::npos)
                belongs += (belongs.empty() ? "" : ";") + one;
            break;
        }
        if (role != nullptr && type.empty()) type = role->type;
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
            if (fold_name(text).size() < 3 || !seen.insert(text).second) continue;
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

std::optional<std::string> next_line(InputStream& in) {
    constexpr std::size_t longest = 1'000'000;
    std::string line;
    for (std::string_view some = in.peek(); !some.empty(); some = in.peek()) {
        const std::size_t end = some.find('\n');
        line.append(some.substr(0, end));
        in.skip(end == std::string_view::npos ? some.size() : end + 1);
        if (end != std::string_view::npos) return line;
        if (line.size() > longest)
            throw Error(ErrorKind::input, "a line is longer than a megabyte",
                        "the file should hold one JSON object a line");
    }
    if (line.empty()) return std::nullopt;
    return line;
}

} // namespace

std::size_t convert_names(const std::string& path, std::ostream& out, std::ostream& problems) {
    InputStream in(path);
    Converter converter(out);
    out << "# id\tname\ttype\tbelongs\tcountry\tvalid\taliases\n";
    std::size_t bad = 0;
    std::size_t number = 0;
    while (const auto line = next_line(in)) {
        ++number;
        if (line->find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            converter.convert(*line);
        } catch (const Json::exception& error) {
            ++bad;
            problems << fmt::format("{}:{}: {}\n", path, number, error.what());
        } catch (const Error& error) {
            ++bad;
            problems << fmt::format("{}:{}: {}\n", path, number, error.message);
        }
    }
    if (in.failure() != StreamFailure::none)
        throw Error(ErrorKind::input, fmt::format("cannot read {}: {}", path, in.message()));
    return bad;
}

} // namespace sitrep
