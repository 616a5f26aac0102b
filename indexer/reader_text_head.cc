#include "indexer/reader_text.h"

#include "indexer/reader_member.h"
#include "schema/date.h"
#include "schema/unicode.h"

#include <algorithm>

#include <unicode/uchar.h>

namespace sitrep {
namespace {

constexpr std::size_t longest_title_letters = 150;
constexpr std::size_t longest_byline = 100;
constexpr std::size_t most_head_lines = 12;

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

char32_t first_character(std::string_view text) {
    std::size_t at = 0;
    return text.empty() ? 0 : unicode::decode(text, at);
}

bool starts_lower(std::string_view text) {
    return u_islower(static_cast<UChar32>(first_character(text))) != 0;
}

bool ends_with_any(std::string_view line, std::initializer_list<std::string_view> ends) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return line.ends_with(end); });
}

bool ends_sentence(std::string_view line) {
    return ends_with_any(line, {".", "!", "?", "…", ".\"", ".”", "?”", "!”", ".»", ":", "。"});
}

// A page that is taken apart from its top.
class PageHead {
  public:
    PageHead(std::string_view page, Article& article) : page_(page), article_(article) {}

    // What is left is the text.
    std::string_view read() {
        for (std::size_t i = 0; i < most_head_lines; ++i) {
            skip_empty_lines();
            if (!take_header() && !take_dateline() && !take_byline() && !take_title()) break;
        }
        skip_empty_lines();
        return page_;
    }

  private:
    std::string_view line() const { return trim(page_.substr(0, page_.find('\n'))); }
    std::string_view behind_line() const {
        return page_.substr(std::min(page_.find('\n'), page_.size() - 1) + 1);
    }
    void take_line() { page_ = behind_line(); }
    void skip_empty_lines() {
        page_.remove_prefix(std::min(page_.find_first_not_of(" \t\n"), page_.size()));
    }

    // "Title: ...", at the very top only.
    bool take_header() {
        const auto colon = line().find(':');
        if (colon == std::string_view::npos || colon > 20 || headers_over_) return false;
        const std::string_view name = trim(line().substr(0, colon));
        const std::string_view value = trim(line().substr(colon + 1));
        const auto member = header_member(name);
        if (!member || value.empty()) return headers_over_ = true, false;
        if (*member == Member::author) {
            take_authors(value);
        } else if (!assign(article_, *member, value).empty()) {
            return headers_over_ = no_title_ = true, false; // "Date: soon" stays in the text
        }
        take_line();
        return true;
    }

    // Members that are text themselves are no headers: "Text: ..." is.
    static std::optional<Member> header_member(std::string_view name) {
        const auto member = guess_member(name);
        if (!member || *member == Member::text || *member == Member::regions ||
            *member == Member::actors)
            return {};
        return member;
    }

    bool take_dateline() {
        if (dateline_taken_) return false;
        const auto dateline = find_dateline(page_, reference());
        if (!dateline || !dateline->own_line || dateline->length >= page_.size()) return false;
        use(*dateline);
        dateline_taken_ = true;
        page_.remove_prefix(dateline->length);
        return true;
    }

    // "By Jane Doe and John Roe, Reuters".
    static bool is_byline(std::string_view line) {
        return line.size() <= longest_byline && !line.ends_with('.') &&
               (line.starts_with("By ") || line.starts_with("BY ") || line.starts_with("by ")) &&
               are_names(trim(line.substr(3)));
    }

    bool take_byline() {
        if (!article_.authors.empty() || !is_byline(line()) || trim(behind_line()).empty())
            return false;
        take_authors(trim(line().substr(3)));
        take_line();
        return true;
    }

    // Capitalised words, two at least.
    static bool are_names(std::string_view names) {
        std::size_t words = 0;
        while (!names.empty()) {
            const auto end = std::min(names.find(' '), names.size());
            const std::string_view word = names.substr(0, end);
            const bool joint = word == "and" || word == "de" || word == "van" || word == "von" ||
                               word == "al" || word == "&" || word == "of" || word == "in";
            const auto first = static_cast<UChar32>(first_character(word));
            if (!joint && (u_isalpha(first) == 0 || u_islower(first) != 0)) return false;
            words += joint ? 0 : 1;
            names = trim(names.substr(end));
        }
        return words >= 2 && words <= 12;
    }

    void take_authors(std::string_view names) {
        if (names.starts_with("By ")) names = trim(names.substr(3));
        while (!names.empty()) {
            const auto comma = std::min(names.find_first_of(",;"), names.size());
            const auto joint = std::min(names.find(" and "), names.size());
            const auto end = std::min(comma, joint);
            assign(article_, Member::author, trim(names.substr(0, end)));
            names = trim(names.substr(std::min(end + (joint < comma ? 5 : 1), names.size())));
        }
    }

    bool take_title() {
        const std::string_view title = line();
        const std::string_view behind = behind_line();
        if (no_title_ || !article_.title.empty() || title.empty() || trim(behind).empty())
            return false;
        if (letters(title) > longest_title_letters ||
            ends_with_any(title, {".", "…", ":", ";", ",", ".”", ".\"", "。"}) ||
            starts_lower(title) || find_dateline(title) || continues(behind))
            return false;
        assign(article_, Member::title, title);
        headers_over_ = true;
        take_line();
        return true;
    }

    // The first line is one of a paragraph that was wrapped: the next one stands close to it and
    // goes on, or is wrapped as well.
    static bool continues(std::string_view behind) {
        const std::string_view next = trim(behind.substr(0, behind.find('\n')));
        if (next.empty()) return false;
        if (starts_lower(next)) return true;
        const auto end = behind.find('\n');
        if (end == std::string_view::npos || ends_sentence(next)) return false;
        const std::string_view rest = behind.substr(end + 1);
        const bool third = !trim(rest.substr(0, rest.find('\n'))).empty();
        return third && !is_byline(next) && !find_dateline(next);
    }

    std::optional<PartialDate> reference() const {
        return article_.date ? std::optional(article_.date) : std::nullopt;
    }

    void use(const Dateline& dateline) {
        if (!article_.date) article_.date = dateline.date;
        if (article_.source.empty()) article_.source = dateline.source;
    }

    std::string_view page_;
    Article& article_;
    bool headers_over_ = false;
    bool no_title_ = false;
    bool dateline_taken_ = false;
};

} // namespace

void read_page(std::string_view page, Article& article) {
    std::vector<std::string> sections;
    page = split_related_tail(page, sections);
    const std::string_view text = trim(PageHead(page, article).read());
    assign(article, Member::text, text);
    for (const std::string& section : sections) assign(article, Member::section, section);
}

} // namespace sitrep
