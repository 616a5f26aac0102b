#include "indexer/enrich_credit.h"

#include "schema/lexicon.h"
#include "schema/unicode.h"

#include <algorithm>
#include <array>
#include <string>

namespace sitrep {
namespace {

constexpr std::size_t longest_name = 60;    // bytes
constexpr std::size_t longest_bracket = 80; // the same, of what stands in it
constexpr std::size_t longest_end = 60;
constexpr std::size_t date_reach = 24;   // a dateline's date stands so near its agency
constexpr std::size_t most_words = 6;    // of a dateline without a date
constexpr std::size_t longest_spelt = 6; // words of an agency's full name

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char32_t first_char(std::string_view text) {
    std::size_t at = 0;
    return text.empty() ? 0 : unicode::decode(text, at);
}

bool is_cased(const unicode::CharInfo& info) {
    return info.kind == unicode::CharClass::letter &&
           (info.script == Script::latin || info.script == Script::cyrillic ||
            info.script == Script::greek);
}
bool starts_lower(std::string_view text) {
    const unicode::CharInfo& info = unicode::info(first_char(text));
    return is_cased(info) && !info.upper;
}

bool skip(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}
bool skip_any(std::string_view& text, std::initializer_list<std::string_view> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return skip(text, prefix); });
}
void skip_blanks(std::string_view& text) {
    while (skip_any(text, {" ", "\t", "\u00a0"})) {
    }
}

bool skip_dash(std::string_view& text) {
    bool found = false;
    while (skip_any(text, {"-", "–", "—", "―"})) found = true;
    return found;
}

// ---- names

std::string_view agency_of(std::string_view name) {
    if (name.empty() || name.size() > longest_name) return {};
    const auto ids = Lexicon::agencies().resolve(name);
    return ids.empty() ? std::string_view() : ids.front();
}

// As credits write it: "map" in brackets is a map.
std::string_view credited_agency(std::string_view name) {
    return starts_lower(name) && !name.starts_with("dpa") ? std::string_view() : agency_of(name);
}

// Between the names of a credit.
constexpr std::array<std::string_view, 25> separators{
    "/",  ",",  ";",  "|", "&",     "+",    "(",     ")",   "·",   "•",   "–",    "—", " - ",
    "（", "）", "、", "،", " and ", " et ", " und ", " y ", " e ", " и ", " та ", " و"};

std::vector<std::string_view> pieces_of(std::string_view text) {
    static const std::array<bool, 256> may_begin = [] {
        std::array<bool, 256> begins{};
        for (const std::string_view separator : separators)
            begins[static_cast<unsigned char>(separator.front())] = true;
        return begins;
    }();
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!may_begin[static_cast<unsigned char>(text[at])]) {
            ++at;
            continue;
        }
        const auto separator =
            std::find_if(separators.begin(), separators.end(), [&](std::string_view candidate) {
                return text.substr(at).starts_with(candidate);
            });
        if (separator == separators.end()) {
            ++at;
            continue;
        }
        pieces.push_back(unwrapped(text.substr(begin, at - begin)));
        begin = at += separator->size();
    }
    pieces.push_back(unwrapped(text.substr(begin)));
    return pieces;
}

// ---- datelines

// "The Associated Press (AP)" says what the letters mean.
bool spells_out(std::string_view before, std::string_view agency) {
    std::size_t begin = before.size();
    for (std::size_t words = 0; words < longest_spelt && begin > 0; ++words) {
        begin = before.find_last_of(' ', begin - 1);
        if (begin == before.npos) return agency_of(unwrapped(before)) == agency;
        if (agency_of(unwrapped(before.substr(begin))) == agency) return true;
    }
    return false;
}

bool is_joint(std::string_view word) {
    constexpr std::array<std::string_view, 11> joints{"de", "del", "la",  "el", "le", "les",
                                                      "al", "du",  "des", "do", "da"};
    return std::find(joints.begin(), joints.end(), word) != joints.end();
}

// Whether what stands before an agency may be a place and a date, or nothing.
bool is_place_and_date(std::string_view before) {
    before = trimmed(before);
    const std::string_view near =
        before.substr(before.size() - std::min(before.size(), date_reach));
    if (std::any_of(near.begin(), near.end(), is_digit)) return true;
    std::size_t words = 0;
    while (!before.empty()) {
        const std::string_view word = before.substr(0, before.find(' '));
        if (starts_lower(word) && !is_joint(word)) return false;
        if (!word.empty() && ++words > most_words) return false;
        before.remove_prefix(std::min(before.size(), word.size() + 1));
    }
    return true;
}

std::string_view last_line(std::string_view text) {
    return text.substr(text.rfind('\n') + 1); // npos + 1 is 0
}

// What makes a bracket a dateline's: a dash or the like and a sentence behind it.
bool opens_text(std::string_view behind, std::string_view before, char open) {
    skip_blanks(behind);
    if (behind.empty() || behind.front() == '\n' || behind.front() == '\r') return before.empty();
    const bool stop = skip_any(behind, {".", ","});
    skip_blanks(behind);
    const bool dash = skip_dash(behind) || skip_any(behind, {":", "："});
    if (!dash && !before.empty() && !(stop && open == '/')) return false;
    skip_blanks(behind);
    return !starts_lower(behind);
}

// Characters from the front (or the back) of a text, 2 to 6 of them, that name an agency.
std::string_view ideographic_name(std::string_view text, bool from_front) {
    constexpr std::size_t most = 6;
    std::string_view name;
    std::size_t front = 0;
    std::size_t back = text.size();
    for (std::size_t count = 1; count <= most && front < text.size() && back > 0; ++count) {
        if (from_front)
            unicode::decode(text, front);
        else
            unicode::last_char(text.substr(0, back), back);
        const std::string_view tried = from_front ? text.substr(0, front) : text.substr(back);
        std::size_t last = 0;
        const char32_t added = from_front ? unicode::last_char(tried, last) : first_char(tried);
        if (unicode::info(added).kind == unicode::CharClass::other) break;
        if (count > 1 && !agency_of(tried).empty()) name = tried;
    }
    return name;
}

// ---- ends

bool is_sentence_end(char32_t c) {
    return std::u32string_view(U".!?…。”\"»").find(c) != std::u32string_view::npos;
}

Credit without_spelt(Credit credit, std::string_view before) {
    const bool spelt = std::any_of(credit.begin(), credit.end(), [&](const CreditedName& name) {
        return spells_out(before, name.agency);
    });
    return spelt ? Credit() : credit;
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view unwrapped(std::string_view text) {
    while (!text.empty()) {
        std::size_t at = 0;
        if (unicode::info(unicode::decode(text, at)).kind != unicode::CharClass::other) break;
        text.remove_prefix(at);
    }
    while (!text.empty()) {
        std::size_t begin = 0;
        if (unicode::info(unicode::last_char(text, begin)).kind != unicode::CharClass::other) break;
        text.remove_suffix(text.size() - begin);
    }
    return text;
}

Credit read_credit(std::string_view text, CreditForm form) {
    text = unwrapped(text);
    if (form == CreditForm::one_name) {
        const std::string_view agency = agency_of(text);
        return agency.empty() ? Credit() : Credit{{agency, text}};
    }
    if (const std::string_view agency = credited_agency(text); !agency.empty())
        return {{agency, text}};
    Credit credit;
    for (const std::string_view piece : pieces_of(text)) {
        if (const std::string_view agency = credited_agency(piece); !agency.empty())
            credit.push_back({agency, piece});
        else if (form == CreditForm::names && !piece.empty() &&
                 std::none_of(piece.begin(), piece.end(), is_digit))
            return {};
    }
    return credit;
}

Credit dateline_credit(std::string_view text, const Dateline& dateline) {
    const std::string_view before =
        text.substr(0, dateline.source.empty()
                           ? 0
                           : static_cast<std::size_t>(dateline.source.data() - text.data()));
    if (starts_lower(text.substr(std::min(dateline.length, text.size())))) return {};
    return without_spelt(read_credit(dateline.source, CreditForm::names), trimmed(before));
}

Credit bracketed_credit(std::string_view head) {
    constexpr std::string_view opening = "([/";
    constexpr std::string_view closing = ")]/";
    for (std::size_t at = head.find_first_of(opening); at != head.npos;
         at = head.find_first_of(opening, at + 1)) {
        const char open = head[at];
        const std::size_t end = head.find(closing[opening.find(open)], at + 1);
        if (end == head.npos || end - at > longest_bracket) continue;
        const std::string_view inside = head.substr(at + 1, end - at - 1);
        if (inside.find('\n') != inside.npos) continue;
        const std::string_view before = trimmed(last_line(head.substr(0, at)));
        if (!opens_text(head.substr(end + 1), before, open) || !is_place_and_date(before)) continue;
        Credit credit = without_spelt(read_credit(inside, CreditForm::names), before);
        if (!credit.empty()) return credit;
    }
    return {};
}

Credit dashed_credit(std::string_view head) {
    constexpr std::size_t reach = 100;
    head = trimmed(head.substr(0, head.find('\n')));
    for (std::size_t at = 1; at < std::min(head.size(), reach); ++at) {
        std::string_view behind = head.substr(at);
        if (!skip_dash(behind)) continue;
        skip_blanks(behind);
        std::size_t end = std::min(behind.size(), longest_name);
        for (const std::string_view stop : {". ", " -", "- ", " –", " —", ": "})
            end = std::min(end, behind.find(stop));
        if (end >= behind.size() || !is_place_and_date(head.substr(0, at))) continue;
        const std::string_view name = behind.substr(0, end);
        std::string_view rest = behind.substr(end);
        while (skip_any(rest, {".", ":", " "}) || skip_dash(rest)) {
        }
        if (starts_lower(rest) || rest.empty()) continue;
        if (Credit credit = read_credit(name, CreditForm::names); !credit.empty()) return credit;
    }
    return {};
}

Credit dispatch_credit(std::string_view head) {
    constexpr std::size_t reach = 60;
    std::string_view rest = trimmed(head);
    const bool bracket = skip_any(rest, {"（", "(", "【", "［", "["});
    std::size_t end = rest.npos;
    if (bracket)
        for (const std::string_view close : {"）", ")", "】", "］", "]"})
            end = std::min(end, rest.find(close));
    if (bracket && end > longest_bracket) return {};
    if (bracket) rest = rest.substr(0, end);
    std::string_view name = ideographic_name(rest, true);
    if (!name.empty()) {
        const std::string_view behind = rest.substr(name.size(), reach);
        const bool dispatched = (bracket && behind.empty()) || behind.find("电") != behind.npos ||
                                behind.find("電") != behind.npos ||
                                behind.find("讯") != behind.npos ||
                                behind.find("訊") != behind.npos;
        if (!dispatched) name = {};
    } else if (bracket) {
        name = ideographic_name(rest, false);
    }
    return name.empty() ? Credit() : Credit{{agency_of(name), name}};
}

Credit closing_credit(std::string_view line) {
    const bool stopped = line.ends_with(").") || line.ends_with("].");
    const std::string_view closed = line.substr(0, line.size() - (stopped ? 1 : 0));
    if (closed.ends_with(')') || closed.ends_with(']')) {
        const std::size_t open = closed.find_last_of("([");
        if (open == closed.npos) return {};
        const std::string_view before = trimmed(closed.substr(0, open));
        std::size_t last = 0;
        if (before.empty() || (stopped && !is_sentence_end(unicode::last_char(before, last))))
            return {};
        return without_spelt(read_credit(closed.substr(open), CreditForm::names), before);
    }
    const std::size_t from = line.size() - std::min(line.size(), longest_end);
    for (std::size_t at = line.size(); at-- > from;) {
        if (line[at] != ' ' || at == 0) continue;
        std::size_t last = 0;
        if (!is_sentence_end(unicode::last_char(line.substr(0, at), last))) continue;
        return read_credit(line.substr(at), CreditForm::names);
    }
    return {};
}

Credit contribution_credit(std::string_view line) {
    const std::size_t end = line.find(" contributed to");
    return end == line.npos ? Credit() : read_credit(line.substr(0, end), CreditForm::names);
}

Credit copyright_credit(std::string_view line) {
    std::size_t begin = line.npos;
    for (const std::string_view mark : {"©", "Copyright", "COPYRIGHT", "copyright", "(c)", "(C)"})
        if (const std::size_t at = line.find(mark); at != line.npos)
            begin = begin == line.npos ? at + mark.size() : std::max(begin, at + mark.size());
    const std::size_t rights =
        std::min({line.find("All rights"), line.find("All Rights"), line.find("ALL RIGHTS"),
                  line.find("Alle Rechte"), line.find("Tous droits"), line.find("Все права")});
    if (begin == line.npos && rights != line.npos) begin = 0;
    if (begin == line.npos) return {};
    std::string_view name = line.substr(begin, rights > begin ? rights - begin : line.npos);
    const auto strip = [&] {
        const std::size_t size = name.size();
        name = unwrapped(name);
        while (!name.empty() && is_digit(name.front())) name.remove_prefix(1);
        while (!name.empty() && is_digit(name.back())) name.remove_suffix(1);
        skip_any(name, {"by ", "By "});
        return name.size() < size;
    };
    while (strip()) {
    }
    return read_credit(name.substr(0, name.find(". ")), CreditForm::names);
}

std::optional<std::string_view> behind_label(std::string_view line, CreditLabel label) {
    constexpr std::array<std::string_view, 13> bylines{
        "by", "BY", "von", "par", "por", "di", "da", "de", "autor", "автор", "door", "od", "text"};
    constexpr std::array<std::string_view, 34> credits{"with inputs from",
                                                       "with input from",
                                                       "with agency inputs from",
                                                       "with reporting by",
                                                       "with reporting from",
                                                       "with files from",
                                                       "with material from",
                                                       "with information from",
                                                       "reporting by",
                                                       "sources",
                                                       "source",
                                                       "mit Material von",
                                                       "mit Agenturmaterial von",
                                                       "Quellen",
                                                       "Quelle",
                                                       "mit",
                                                       "avec",
                                                       "con información de",
                                                       "fuente",
                                                       "com informações da",
                                                       "com informações de",
                                                       "con informazioni di",
                                                       "fonte",
                                                       "kaynak",
                                                       "bron",
                                                       "źródło",
                                                       "с использованием материалов",
                                                       "по материалам",
                                                       "источник",
                                                       "за матеріалами",
                                                       "джерело",
                                                       "المصدر",
                                                       "来源",
                                                       "來源"};
    if (line.empty()) return std::nullopt;
    const auto folded = [](std::string_view text) {
        const unicode::CharInfo& info = unicode::info(first_char(text));
        return std::string_view(info.fold, info.fold_size);
    };
    const std::string_view first = folded(line);
    const auto labelled = [&](std::string_view word) {
        std::string_view rest = line;
        if (first != folded(word)) return std::string_view();
        std::size_t of_line = 0;
        std::size_t of_word = 0;
        unicode::decode(rest, of_line);
        unicode::decode(word, of_word);
        rest.remove_prefix(of_line);
        if (!skip(rest, word.substr(of_word)) || rest.empty()) return std::string_view();
        if (unicode::info(first_char(rest)).kind != unicode::CharClass::other)
            return std::string_view();
        return unwrapped(rest);
    };
    const bool byline = label == CreditLabel::byline;
    if (byline && line.ends_with('.')) return std::nullopt; // a sentence
    const auto* const begin = byline ? bylines.data() : credits.data();
    const auto* const end = begin + (byline ? bylines.size() : credits.size());
    for (const auto* word = begin; word != end; ++word)
        if (const std::string_view rest = labelled(*word); !rest.empty()) return rest;
    return std::nullopt;
}

} // namespace sitrep
