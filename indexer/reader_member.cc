#include "indexer/reader_member.h"

#include "indexer/preset.h"
#include "schema/analysis.h"
#include "schema/error.h"
#include "schema/unicode.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>
#include <unicode/uloc.h>
#include <xxhash.h>

namespace sitrep {
namespace {

struct MemberRow {
    Member member;
    std::string_view name;
    std::string_view field;    // its name in the table of fields, where that differs
    std::string_view synonyms; // of columns: lower case, letters and digits only
};

// clang-format off
constexpr std::array<MemberRow, 13> members{{
    {Member::id,      "id",      "",       " guid uid uuid articleid docid documentid docno "},
    {Member::url,     "url",     "",       " link permalink uri href weburl articleurl canonicalurl "},
    {Member::title,   "title",   "",       " headline head heading subject "},
    {Member::text,    "text",    "",       " body content articletext articlebody fulltext maintext bodytext article story "},
    {Member::date,    "date",    "",       " published publishedat publishedon publishdate publicationdate pubdate datepublished dateposted datetime timestamp created createdat "},
    {Member::updated, "updated", "",       " updatedat modified modifiedat lastmodified datemodified lastupdated "},
    {Member::source,  "source",  "",       " publisher outlet publication sourcename newspaper site agency "},
    {Member::author,  "author",  "",       " authors byline creator writer "},
    {Member::lang,    "lang",    "",       " language languagecode "},
    {Member::section, "section", "",       " sections category categories label labels topic topics desk "},
    {Member::regions, "regions", "region", " country countries location locations "},
    {Member::actors,  "actors",  "actor",  " "},
    {Member::dateline, "dateline", "",     " "},
}};
// clang-format on

// "en-US", "EN" and "eng" are en; what is no language is left to be found in the text.
std::string language_code(std::string_view value) {
    const std::string tag = lower_ascii(trim(value));
    std::array<char, ULOC_LANG_CAPACITY> code{};
    UErrorCode status = U_ZERO_ERROR;
    const auto size = uloc_getLanguage(tag.c_str(), code.data(), code.size(), &status);
    return U_SUCCESS(status) && size == 2 ? std::string(code.data(), 2) : std::string();
}

// Control characters but \n and \t.
bool has_control(std::string_view text) {
    bool found = false; // no early end: so the loop is one of vectors
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        found |= (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
    }
    return found;
}

// Line ends become \n; control characters go.
std::string clean_text(std::string_view value) {
    std::string text(trim(value));
    if (!has_control(text)) return text;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (text[i] == '\r' && text[i + 1] != '\n') text[i] = '\n';
    make_valid_utf8(text);
    return text;
}

// As text, but on one line.
std::string clean_line(std::string_view value) {
    std::string line = clean_text(value);
    std::size_t to = 0;
    for (const char c : line) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (space && to > 0 && line[to - 1] == ' ') continue;
        line[to++] = space ? ' ' : c;
    }
    line.resize(to > 0 && line[to - 1] == ' ' ? to - 1 : to);
    return line;
}

Problem assign_date(PartialDate& date, Member member, std::string_view value) {
    const auto parsed = parse_date(value);
    if (!parsed)
        return fmt::format("{} \"{}\" is not a date I can read; write it like 2025-07-04",
                           name_of(member), clean_line(value.substr(0, 80)));
    date = *parsed;
    return {};
}

bool is_empty(const Article& article, Member member) {
    switch (member) {
    case Member::id: return article.id.empty();
    case Member::url: return article.url.empty();
    case Member::title: return article.title.empty();
    case Member::text: return article.text.empty();
    case Member::date: return !article.date;
    case Member::updated: return !article.updated;
    case Member::source: return article.source.empty();
    case Member::author: return article.authors.empty();
    case Member::lang: return article.lang.empty();
    case Member::section: return article.sections.empty();
    case Member::regions: return article.given_regions.empty();
    case Member::actors: return article.given_actors.empty();
    case Member::dateline: return article.dateline.empty();
    }
    return false;
}

void add(std::vector<std::string>& list, std::string value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

// A dateline that came apart from the text goes where readers look for it: on its first line.
void put_dateline(Article& article) {
    if (!article.dateline.empty() && !article.text.starts_with(article.dateline))
        article.text.insert(0, article.dateline + "\n\n");
    article.dateline.clear();
}

// A text may say itself when and by whom it was filed.
void fill_from_dateline(Article& article) {
    if (article.date && !article.source.empty()) return;
    const PartialDate& known = article.date ? article.date : article.updated;
    const auto dateline = find_dateline(article.text, known ? std::optional(known) : std::nullopt);
    if (!dateline) return;
    if (!article.date) article.date = dateline->date;
    if (article.source.empty()) article.source = dateline->source;
}

Member usage_member(std::string_view option, const std::string& name) {
    if (const auto member = find_member(name)) return *member;
    throw Error(ErrorKind::usage, fmt::format("{}: no member is called \"{}\"", option, name),
                "known are " + known_members());
}

} // namespace

std::optional<Member> find_member(std::string_view name) {
    const std::string wanted = lower_ascii(name);
    for (const MemberRow& row : members)
        if (row.name == wanted || (!row.field.empty() && row.field == wanted)) return row.member;
    return {};
}

std::optional<Member> guess_member(std::string_view column) {
    if (const auto member = find_member(trim(column))) return member;
    std::string key = " ";
    for (const char c : lower_ascii(column))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
    if (key.size() < 2) return {};
    key += ' ';
    for (const MemberRow& row : members)
        if (row.synonyms.find(key) != std::string_view::npos) return row.member;
    return {};
}

std::string_view name_of(Member member) {
    return members[static_cast<std::size_t>(member)].name;
}

std::string known_members() {
    std::string names;
    for (const MemberRow& row : members)
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    return names;
}

bool ReadPlan::maps(Member member) const {
    return std::any_of(map.begin(), map.end(),
                       [&](const auto& row) { return row.first == member; });
}

ReadPlan make_plan(const ReadOptions& options) {
    ReadPlan plan;
    if (!options.preset.empty()) {
        plan.preset = &find_preset(options.preset);
        if (!options.map.empty() || options.format != "auto")
            throw Error(ErrorKind::usage, "--preset knows format and columns itself",
                        "leave --format and --map out");
    }
    plan.max_record_bytes = options.max_record_bytes;
    for (const auto& [name, column] : options.map)
        plan.map.emplace_back(usage_member("--map", name), column);
    for (const auto& [name, value] : options.set) {
        Article probe;
        const Member member = usage_member("--set", name);
        if (const Problem problem = assign(probe, member, value); !problem.empty())
            throw Error(ErrorKind::usage, "--set: " + problem);
        if (is_empty(probe, member))
            throw Error(ErrorKind::usage,
                        fmt::format("--set: \"{}\" is no value for {}", value, name),
                        member == Member::lang ? "a language is a code like en or uk" : "");
        plan.set.emplace_back(member, value);
    }
    return plan;
}

Problem assign(Article& article, Member member, std::string_view value) {
    if (trim(value).empty()) return {};
    switch (member) {
    case Member::id: article.id = clean_line(value); break;
    case Member::url: article.url = clean_line(value); break;
    case Member::title: article.title = clean_line(value); break;
    case Member::text: article.text = clean_text(value); break;
    case Member::date: return assign_date(article.date, member, value);
    case Member::updated: return assign_date(article.updated, member, value);
    case Member::source: article.source = clean_line(value); break;
    case Member::author: add(article.authors, clean_line(value)); break;
    case Member::lang: article.lang = language_code(value); break;
    case Member::section: add(article.sections, clean_line(value)); break;
    case Member::regions: add(article.given_regions, clean_line(value)); break;
    case Member::actors: add(article.given_actors, clean_line(value)); break;
    case Member::dateline: article.dateline = clean_line(value); break;
    }
    return {};
}

Problem complete(Article& article, const ReadPlan& plan) {
    if (article.text.empty() && article.title.empty())
        return "it has neither text nor title; where they have other names, say --map text=NAME";
    put_dateline(article);
    fill_from_dateline(article);
    for (const auto& [member, value] : plan.set)
        if (is_empty(article, member)) assign(article, member, value);
    if (article.id.empty()) article.id = derive_id(article);
    return {};
}

std::optional<std::size_t> find_bad_byte(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    constexpr std::uint64_t low_bits = 0x0101010101010101U;
    for (std::size_t at = 0; at < text.size();) {
        std::uint64_t word = 0;
        if (at + sizeof word <= text.size()) {
            std::memcpy(&word, text.data() + at, sizeof word);
            // Eight bytes of ASCII, none of them NUL.
            if ((word & high_bits) == 0 && ((word - low_bits) & ~word & high_bits) == 0) {
                at += sizeof word;
                continue;
            }
        }
        const std::size_t begin = at;
        const char32_t c = unicode::decode(text, at);
        if (c == 0 || (c == 0xFFFD && at - begin == 1)) return begin;
    }
    return {};
}

Problem bad_byte_problem(std::string_view text, std::size_t at) {
    if (text[at] == '\0') return fmt::format("byte {} of it is NUL", at + 1);
    return fmt::format("byte {} of it is not valid UTF-8 (0x{:02X})", at + 1,
                       static_cast<unsigned>(static_cast<unsigned char>(text[at])));
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\v\f";
    const auto begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

std::string lower_ascii(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

Reject make_reject(Origin origin, std::string reason, std::string_view record) {
    return {std::move(origin), std::move(reason),
            std::string(record.substr(0, reject_record_bytes))};
}

Record make_record(Article article, Problem problem, const ReadPlan& plan, std::string_view raw) {
    if (problem.empty()) problem = complete(article, plan);
    if (!problem.empty()) return make_reject(article.origin, std::move(problem), raw);
    return article;
}

std::string derive_id(const Article& article) {
    if (!article.url.empty()) return article.url;
    std::string key = article.source;
    key += '\0';
    key += article.title.empty() ? shown_title(article) : article.title;
    key += '\0';
    key += article.date.to_string();
    return fmt::format("h{:016x}", XXH3_64bits(key.data(), key.size()));
}

} // namespace sitrep
