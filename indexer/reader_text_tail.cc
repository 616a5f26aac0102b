#include "indexer/reader_text.h"

#include "indexer/reader_member.h"
#include "schema/date.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

// A label is no longer than this, nor are there more of them.
constexpr std::size_t longest_label = 120;
constexpr std::size_t most_label_lines = 400;
constexpr std::size_t most_link_lines = 30;

// The lines of a text from its end, without the empty ones; each views into the text.
std::vector<std::string_view> last_lines(std::string_view text, std::size_t most) {
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < most) {
        const std::size_t begin = text.rfind('\n') + 1; // npos + 1 is 0
        const std::string_view line = trim(text.substr(begin));
        if (!line.empty()) lines.push_back(line);
        text = text.substr(0, begin == 0 ? 0 : begin - 1);
    }
    return lines;
}

bool ends_sentence(std::string_view line) {
    for (const std::string_view end : {".", "!", "?", ".\"", ".”", ".»", "…", "。", "؟"})
        if (line.ends_with(end)) return true;
    return false;
}

bool is_label(std::string_view line) {
    return line.size() <= longest_label && !ends_sentence(line) && !parse_date(line);
}

// "July 2025", "July 4, 2025"; a bare year is none.
bool is_month_line(std::string_view line) {
    if (line.size() > 60) return false;
    const auto date = parse_date(line);
    return date && date->month != 0;
}

void add_section(std::vector<std::string>& sections, std::string_view label) {
    if (std::find(sections.begin(), sections.end(), label) == sections.end())
        sections.emplace_back(label);
}

std::string_view before(std::string_view text, std::string_view line) {
    return text.substr(0, static_cast<std::size_t>(line.data() - text.data()));
}

// Groups from the end: a month line, and above it `labels` lines (section, then perhaps a title).
std::size_t count_groups(const std::vector<std::string_view>& lines, std::size_t labels) {
    std::size_t groups = 0;
    for (std::size_t at = 0; at + labels < lines.size(); at += labels + 1, ++groups) {
        if (!is_month_line(lines[at])) break;
        bool all = true;
        for (std::size_t i = 1; i <= labels; ++i) all = all && is_label(lines[at + i]);
        if (!all) break;
    }
    return groups;
}

// "Middle East" / "July 2025", two such pairs or more; or with a title between the two.
std::string_view split_dated_labels(std::string_view text, std::vector<std::string>& sections) {
    const auto lines = last_lines(text, most_label_lines);
    for (const std::size_t labels : {std::size_t{1}, std::size_t{2}}) {
        const std::size_t groups = count_groups(lines, labels);
        if (groups < 2) continue;
        const std::size_t used = groups * (labels + 1);
        if (used == lines.size()) return text; // nothing else: then it is the text
        for (std::size_t at = used; at >= labels + 1; at -= labels + 1)
            add_section(sections, lines[at - 1]);
        return before(text, lines[used - 1]);
    }
    return text;
}

std::string folded(std::string_view line) {
    std::string result(line);
    while (!result.empty() && (result.back() == ':' || result.back() == ' ')) result.pop_back();
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

bool is_related_heading(std::string_view line) {
    constexpr std::array<std::string_view, 33> headings{"related",
                                                        "related articles",
                                                        "related stories",
                                                        "related news",
                                                        "related posts",
                                                        "related topics",
                                                        "related content",
                                                        "read more",
                                                        "read also",
                                                        "read next",
                                                        "also read",
                                                        "see also",
                                                        "more",
                                                        "more news",
                                                        "more stories",
                                                        "more on this story",
                                                        "more on this topic",
                                                        "more from this section",
                                                        "recommended",
                                                        "recommended stories",
                                                        "you may also like",
                                                        "latest news",
                                                        "most read",
                                                        "trending",
                                                        "share this article",
                                                        "share",
                                                        "lire aussi",
                                                        "lesen sie auch",
                                                        "leer más",
                                                        "Читайте также",
                                                        "Читайте також",
                                                        "По теме",
                                                        "За темою"};
    const std::string key = folded(line);
    return std::find(headings.begin(), headings.end(), key) != headings.end();
}

// "Related", and short lines behind it that are no sentences.
std::string_view split_links(std::string_view text) {
    const auto lines = last_lines(text, most_link_lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i + 1 < lines.size() && is_related_heading(lines[i])) return before(text, lines[i]);
        if (lines[i].size() > longest_label || ends_sentence(lines[i])) break;
    }
    return text;
}

} // namespace

std::string_view split_related_tail(std::string_view text, std::vector<std::string>& sections) {
    text = trim(text);
    text = trim(split_links(text));
    text = trim(split_dated_labels(text, sections));
    return trim(split_links(text));
}

} // namespace sitrep
