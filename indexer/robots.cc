#include "indexer/robots.h"

#include "indexer/reader_member.h"

#include <algorithm>
#include <charconv>

namespace sitrep {
namespace {

constexpr std::string_view our_name = "sitrep";

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Both sides are compared with their octets decoded, slashes and what rules have marks for aside.
std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 &&
            hex(text[i + 2]) >= 0) {
            const char c = static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            if (c != '/' && c != '*' && c != '$' && c != '%') {
                result += c;
                i += 2;
                continue;
            }
        }
        result += text[i];
    }
    return result;
}

// A rule matches from the start; * is anything, $ at its end the end.
bool matches(std::string_view rule, std::string_view target) {
    const bool whole = rule.ends_with('$');
    if (whole) rule.remove_suffix(1);
    bool first = true;
    for (;;) {
        const auto star = rule.find('*');
        const std::string_view piece = rule.substr(0, star);
        const bool last = star == std::string_view::npos;
        if (last && whole && !first) return target.ends_with(piece);
        if (first && !target.starts_with(piece)) return false;
        const auto at = first ? 0 : target.find(piece);
        if (at == std::string_view::npos) return false;
        target.remove_prefix(at + piece.size());
        if (last) return !whole || target.empty();
        rule.remove_prefix(star + 1);
        first = false;
    }
}

struct Line {
    std::string key;
    std::string_view value;
};

Line read_line(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return {};
    return {lower_ascii(trim(line.substr(0, colon))), trim(line.substr(colon + 1))};
}

// "Sitrep/1.0 (bot)" names sitrep.
std::string agent_name(std::string_view value) {
    const auto end = std::find_if(value.begin(), value.end(), [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_');
    });
    return lower_ascii(value.substr(0, static_cast<std::size_t>(end - value.begin())));
}

} // namespace

Robots::Robots(std::string_view file) {
    std::vector<Rule> general; // of "*"
    std::optional<std::chrono::seconds> general_delay;
    bool ours_found = false;
    bool for_us = false;
    bool for_all = false;
    bool in_names = false; // several names may share a group
    // A rule that is cut would match more.
    if (file.size() > most_bytes)
        file = file.substr(0, file.substr(0, most_bytes).find_last_of("\r\n") + 1); // or 0
    if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
    while (!file.empty()) {
        const auto end = std::min(file.find_first_of("\r\n"), file.size());
        const Line line = read_line(file.substr(0, end));
        file.remove_prefix(std::min(end + 1, file.size()));
        if (line.key == "user-agent") {
            if (!in_names) for_us = for_all = false;
            in_names = true;
            for_us = for_us || agent_name(line.value) == our_name;
            for_all = for_all || line.value == "*";
            ours_found = ours_found || for_us;
            continue;
        }
        const bool rule = line.key == "allow" || line.key == "disallow";
        if (!rule && line.key != "crawl-delay") continue;
        in_names = false;
        if (!rule) {
            unsigned seconds = 0;
            std::from_chars(line.value.data(), line.value.data() + line.value.size(), seconds);
            const std::chrono::seconds delay(std::min(seconds, 60U));
            if (for_us) delay_ = delay;
            if (for_all) general_delay = delay;
        } else if (!line.value.empty() && line.value.size() <= longest_rule) {
            Rule one{line.key == "allow", decoded(line.value)};
            if (for_all && general.size() < most_rules) general.push_back(one);
            if (for_us && rules_.size() < most_rules) rules_.push_back(std::move(one));
        }
    }
    if (!ours_found) {
        rules_ = std::move(general);
        delay_ = general_delay;
    }
}

Robots Robots::all() {
    return Robots("");
}

Robots Robots::none() {
    return Robots("User-agent: *\nDisallow: /\n");
}

bool Robots::allows(std::string_view target) const {
    constexpr std::size_t longest_target = 4096;
    const std::string wanted = decoded(target.substr(0, longest_target));
    std::size_t longest = 0;
    bool allowed = true;
    for (const Rule& rule : rules_) {
        if (rule.path.size() < longest || (rule.path.size() == longest && !rule.allow)) continue;
        if (!matches(rule.path, wanted)) continue;
        longest = rule.path.size();
        allowed = rule.allow;
    }
    return allowed;
}

} // namespace sitrep
