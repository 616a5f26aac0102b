#include "indexer/casualty_words.h"

#include "schema/lexicon.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace sitrep {
namespace {

// What an entry of the lexicon is to the rules.
struct Role {
    CasualtyWord word = CasualtyWord::count_;
    Voice voice = Voice::either;
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    bool fighter = false;
};

constexpr std::array<std::pair<std::string_view, CasualtyWord>, 31> words_by_id{{
    {"killed", CasualtyWord::killed},
    {"killed-passive", CasualtyWord::killed},
    {"killed-active", CasualtyWord::killed},
    {"injured", CasualtyWord::injured},
    {"injured-passive", CasualtyWord::injured},
    {"injured-active", CasualtyWord::injured},
    {"toll", CasualtyWord::toll},
    {"person", CasualtyWord::person},
    {"people", CasualtyWord::people},
    {"fighter", CasualtyWord::person},
    {"fighters", CasualtyWord::people},
    {"zero", CasualtyWord::zero},
    {"a", CasualtyWord::article},
    {"at least", CasualtyWord::at_least},
    {"more than", CasualtyWord::more_than},
    {"up to", CasualtyWord::up_to},
    {"about", CasualtyWord::about},
    {"between", CasualtyWord::between},
    {"to", CasualtyWord::to},
    {"and", CasualtyWord::conjunction},
    {"filler", CasualtyWord::filler},
    {"aux", CasualtyWord::aux},
    {"stop", CasualtyWord::stop},
    {"including", CasualtyWord::including},
    {"modal", CasualtyWord::modal},
    {"total", CasualtyWord::total},
    {"thing", CasualtyWord::thing},
    {"month", CasualtyWord::month},
    {"said", CasualtyWord::said},
    {"according", CasualtyWord::according},
    {"", CasualtyWord::count_},
}};

std::optional<std::uint32_t> read_number(std::string_view digits) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

Role role_of(const LexiconEntry& entry) {
    Role role;
    for (const auto& [id, word] : words_by_id)
        if (id == entry.id) role.word = word;
    const std::string_view kind = entry.kind;
    if (kind == "active") role.voice = Voice::active;
    if (kind == "passive") role.voice = Voice::passive;
    role.fighter = kind == "fighter";
    if (role.word != CasualtyWord::count_) return role;
    const std::size_t dots = std::min(kind.find(".."), kind.size());
    const auto low = read_number(kind.substr(0, dots));
    if (!low) return role;
    role.word = CasualtyWord::number;
    role.low = role.high = *low;
    if (dots < kind.size()) role.high = read_number(kind.substr(dots + 2)).value_or(*low);
    return role;
}

const std::vector<Role>& roles() {
    static const std::vector<Role> all = [] {
        std::vector<Role> list;
        for (const LexiconEntry& entry : Lexicon::casualties().entries())
            list.push_back(role_of(entry));
        return list;
    }();
    return all;
}

// "1,200", "1.200": groups of three digits.
std::optional<std::uint32_t> read_digits(std::string_view form) {
    std::string digits;
    std::size_t group = 0;
    bool grouped = false;
    for (const char c : form) {
        if (c == ',' || c == '.') {
            if (digits.empty() || (grouped && group != 3) || group > 3) return std::nullopt;
            grouped = true;
            group = 0;
        } else if (c >= '0' && c <= '9') {
            digits += c;
            ++group;
        } else {
            return std::nullopt;
        }
    }
    if (grouped && group != 3) return std::nullopt;
    return read_number(digits);
}

bool is_one_space(std::string_view gap) {
    return gap == " " || gap == "\xc2\xa0" || gap == "\xe2\x80\xaf"; // no-break ones, too
}

void read_gap(std::string_view gap, CasualtyItem& item) {
    item.after_comma = gap.find(',') != std::string_view::npos ||
                       gap.find("\xd8\x8c") != std::string_view::npos; // Arabic comma
    item.after_break = gap.find_first_of(";:()[]|") != std::string_view::npos ||
                       gap.find(" - ") != std::string_view::npos ||
                       gap.find("\xe2\x80\x94") != std::string_view::npos || // dashes
                       gap.find("\xe2\x80\x93") != std::string_view::npos;
}

void add_role(const Role& role, std::uint8_t flags, CasualtyItem& item) {
    if (role.word == CasualtyWord::count_) return;
    item.is |= 1U << static_cast<unsigned>(role.word);
    if (role.word == CasualtyWord::number) {
        item.low = role.low;
        item.high = role.high;
    }
    if (role.word == CasualtyWord::killed || role.word == CasualtyWord::injured) {
        item.voice = role.voice;
        item.needs_people = (flags & lexicon_needs_context) != 0;
    }
    item.fighter |= role.fighter;
}

} // namespace

void read_casualty_items(std::string_view text, const Tokens& tokens, std::string_view lang,
                         std::vector<CasualtyItem>& items) {
    items.clear();
    std::vector<LexiconMatch> matches;
    Lexicon::casualties().match(tokens, lang, matches);
    const bool any = std::any_of(matches.begin(), matches.end(), [](const LexiconMatch& match) {
        const CasualtyWord word = roles()[match.entry].word;
        return word == CasualtyWord::killed || word == CasualtyWord::injured ||
               word == CasualtyWord::toll;
    });
    if (!any) return;
    std::size_t next = 0;
    std::uint32_t end = 0; // bytes
    for (std::uint32_t at = 0; at < tokens.size();) {
        if ((tokens[at].flags & token_joined) != 0) {
            ++at;
            continue;
        }
        while (next < matches.size() && matches[next].first < at) ++next;
        CasualtyItem item;
        item.first = at;
        item.last = at + 1;
        for (; next < matches.size() && matches[next].first == at; ++next) {
            item.last = matches[next].last;
            add_role(roles()[matches[next].entry], matches[next].flags, item);
        }
        if (item.is == 0 && tokens[at].script == Script::digit) {
            if (const auto number = read_digits(tokens.form(tokens[at]))) {
                item.is = 1U << static_cast<unsigned>(CasualtyWord::number);
                item.low = item.high = *number;
                item.digits = true;
                item.is_group = tokens[at].end - tokens[at].begin == 3 && !items.empty() &&
                                items.back().digits && at - items.back().first == 1 &&
                                is_one_space(text.substr(end, tokens[at].begin - end));
            }
        }
        item.starts =
            at == 0 || (tokens[at].flags & (token_sentence_start | token_after_break)) != 0;
        read_gap(text.substr(end, tokens[at].begin - end), item);
        end = tokens[item.last - 1].end;
        item.before_percent =
            end < text.size() && (text[end] == '%' || text.substr(end, 2) == " %");
        items.push_back(item);
        at = item.last;
    }
}

} // namespace sitrep
