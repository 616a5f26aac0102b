#include "indexer/html_date.h"

#include <algorithm>
#include <charconv>

namespace sitrep::html {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "2024-05-03T15:47Z[Etc/UTC]" and "2024/05/03 10:05 PM EDT": the day counts.
PartialDate leading_iso_day(std::string_view text) {
    if (text.size() < 10 || !is_digit(text[0]) || !is_digit(text[3])) return {};
    std::string day(text.substr(0, 10));
    if (day[4] != '-' && day[4] != '/' && day[4] != '.') return {};
    if (day[7] != day[4] || (text.size() > 10 && is_digit(text[10]))) return {};
    day[4] = day[7] = '-';
    return parse_date(day).value_or(PartialDate{});
}

// Words of a short text; commas and the like are part of them.
std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty() && words.size() < 40) {
        const auto begin = std::min(text.find_first_not_of(" \t\r\n|"), text.size());
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_of(" \t\r\n|"), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

std::string_view without_punctuation(std::string_view text) {
    while (!text.empty() && std::string_view(",;:()[]-").find(text.front()) != text.npos)
        text.remove_prefix(1);
    while (!text.empty() && std::string_view(",;:()[]-.").find(text.back()) != text.npos)
        text.remove_suffix(1);
    return text;
}

// The first run of two to five words (or one with two separators) that is a whole date.
PartialDate date_within(std::string_view text) {
    const auto words = split_words(text);
    for (std::size_t from = 0; from < words.size(); ++from) {
        for (std::size_t count = std::min<std::size_t>(5, words.size() - from); count > 0;
             --count) {
            const std::string_view last = words[from + count - 1];
            const std::string_view run = without_punctuation(
                {words[from].data(),
                 static_cast<std::size_t>(last.data() + last.size() - words[from].data())});
            if (run.size() < 8 || std::none_of(run.begin(), run.end(), is_digit)) continue;
            const auto date = parse_date(run);
            if (date && date->precision() >= Precision::day) return *date;
        }
    }
    return {};
}

// "/2024/05/03/", "/2024-05-03-", "/20240503/".
PartialDate date_in_address(std::string_view url) {
    for (std::size_t at = url.find('/', 8); at != url.npos && at + 11 <= url.size();
         at = url.find_first_of("/-_", at + 1)) {
        const std::string_view rest = url.substr(at + 1);
        if (!rest.starts_with("20") && !rest.starts_with("19")) continue;
        if (const PartialDate date = leading_iso_day(rest)) return date;
        const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (digits != 8) continue;
        if (const auto date = parse_date(rest.substr(0, 8))) return *date;
    }
    return {};
}

bool mentions(std::string_view names, std::string_view word) {
    return names.find(word) != std::string_view::npos;
}

bool says_modified(const Document& page, NodeId id) {
    for (NodeId at : {id, page[id].parent}) {
        if (at == no_node) continue;
        const std::string_view itemprop = page.attribute(at, Attr::itemprop);
        const std::string_view names = page.attribute(at, Attr::class_);
        if (itemprop == "dateModified" || mentions(names, "modif") || mentions(names, "updat"))
            return true;
    }
    return false;
}

// The first <time> in the article; before it one that says it is the publication's.
PartialDate date_in_time_element(const Layout& layout) {
    const Document& page = layout.page();
    PartialDate first;
    PartialDate beside_headline;
    for (NodeId id = 0; id < page.nodes().size(); ++id) {
        if (page[id].tag != Tag::time || says_modified(page, id)) continue;
        PartialDate date = read_web_date(page.attribute(id, Attr::datetime));
        if (!date && page[id].end - id < 12) date = read_web_date(page.text_of(id));
        if (!date || date.precision() < Precision::day) continue;
        if (mentions(page.attribute(id, Attr::class_), "publ") ||
            !page.attribute(id, Attr::pubdate).empty())
            return date;
        if (!first) first = date;
        const bool near = layout.first_h1() != no_node && id > layout.first_h1();
        if (near && !beside_headline) beside_headline = date;
    }
    return beside_headline ? beside_headline : first;
}

// Short texts near the headline, and those whose name says date.
PartialDate date_in_text(const Layout& layout) {
    const Document& page = layout.page();
    const NodeId from = layout.first_h1() == no_node ? 0 : layout.first_h1();
    std::size_t shown = 0;
    for (NodeId id = from; id < page.nodes().size() && shown < 60; ++id) {
        if (layout.purpose(id) == Purpose::hidden) {
            id = page[id].end - 1;
            continue;
        }
        if (page[id].tag != Tag::text) continue;
        ++shown;
        const std::string_view text = page[id].text;
        if (text.size() < 8 || text.size() > 120) continue;
        if (const PartialDate date = date_within(text)) return date;
    }
    return {};
}

PartialDate date_in_named_element(const Layout& layout) {
    const Document& page = layout.page();
    for (NodeId id = 0; id < page.nodes().size(); ++id) {
        if (page[id].tag == Tag::text || page[id].end - id > 12) continue;
        const std::string_view names = page.attribute(id, Attr::class_);
        if (!mentions(names, "date") && !mentions(names, "publ") && !mentions(names, "time"))
            continue;
        if (says_modified(page, id)) continue;
        const std::string text = page.text_of(id);
        if (text.size() < 8 || text.size() > 120) continue;
        if (const PartialDate date = date_within(text)) return date;
    }
    return {};
}

} // namespace

PartialDate read_web_date(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    if (text.empty() || text.size() > 200) return {};
    if (const auto date = parse_date(text)) return *date;
    if (const PartialDate date = leading_iso_day(text)) return date;
    // Unix milliseconds.
    if (text.size() == 13 && std::all_of(text.begin(), text.end(), is_digit))
        if (const auto date = parse_date(text.substr(0, 10))) return *date;
    return date_within(text);
}

PartialDate find_published(const Layout& layout, const Metadata& metadata, std::string_view url) {
    for (const std::string& written : metadata.published)
        if (const PartialDate date = read_web_date(written);
            date && date.precision() >= Precision::day)
            return date;
    if (const PartialDate date = date_in_time_element(layout)) return date;
    if (const PartialDate date = date_in_address(url)) return date;
    if (const PartialDate date = date_in_named_element(layout)) return date;
    return date_in_text(layout);
}

} // namespace sitrep::html
