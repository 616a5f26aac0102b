#include "tests/searcher/standing_queries.h"

#include "schema/date.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sitrep::test {
namespace {

// Enough that a word of it stands for the text.
constexpr std::size_t most_text = 20'000; // bytes

std::string field_value(std::string_view field, std::string value) {
    std::erase_if(value, [](char c) { return c == '"' || c == '\\'; });
    return fmt::format("{}:\"{}\"", field, value);
}

} // namespace

StandingQueries::StandingQueries(const std::vector<Article>& articles, std::uint32_t seed)
    : articles_(articles), dice_(seed) {}

std::vector<std::string> StandingQueries::some_words(const std::string& text, std::size_t count,
                                                     std::size_t step) {
    const std::string head = text.substr(0, most_text);
    tokens_.analyse(head);
    std::vector<std::string> found;
    if (tokens_.size() == 0) return found;
    for (std::size_t i = dice_.below(tokens_.size()); found.size() < count && i < tokens_.size();
         i += step) {
        const Token& token = tokens_[i];
        if ((token.flags & token_joined) != 0 && !dice_.one_in(3)) continue;
        std::string word = head.substr(token.begin, token.end - token.begin);
        std::erase_if(word, [](char c) { return c == '"' || c == '\\'; });
        if (!word.empty() && is_valid_utf8(word)) found.push_back(std::move(word));
    }
    return found;
}

std::string StandingQueries::text_leaf() {
    const Article& a = article();
    const bool in_title = dice_.one_in(5);
    const std::string& text = in_title || a.text.empty() ? a.title : a.text;
    const std::string field = in_title && dice_.one_in(2) ? "title:" : "";
    const std::size_t step = dice_.one_in(3) ? 2 : 1;
    const std::size_t count = 1 + dice_.below(4);
    std::vector<std::string> found = some_words(text, count, step);
    if (found.empty()) return "*";
    if (dice_.one_in(6)) std::reverse(found.begin(), found.end());
    if (dice_.one_in(8)) found.push_back(found.front());
    switch (dice_.below(8)) {
    case 0: return fmt::format("{}\"{}\"", field, fmt::join(found, " "));
    case 1: return fmt::format("{}\"{}\"~{}", field, fmt::join(found, " "), 1 + dice_.below(9));
    case 2:
    case 3:
        return fmt::format("{}({})", field,
                           fmt::join(found, fmt::format(" NEAR/{} ", 1 + dice_.below(9))));
    case 4: {
        std::string start = found.front();
        std::size_t keep = std::min<std::size_t>(start.size(), 3 + dice_.below(4));
        while (keep < start.size() && (static_cast<unsigned char>(start[keep]) & 0xC0) == 0x80)
            ++keep;
        return field + start.substr(0, keep) + "*";
    }
    case 5: return fmt::format("{}\"{}\"", field, found.front());
    default: return (dice_.one_in(12) ? "+" : "") + field + found.front();
    }
}

std::string StandingQueries::entity(const Article& a) {
    if (a.mentions.empty()) return "region:ukraine";
    const Mention& mention = a.mentions[dice_.below(a.mentions.size())];
    const std::string_view field = dice_.one_in(3)    ? "mentions"
                                   : mention.is_actor ? "actor"
                                                      : "region";
    const bool exact = field != "mentions" && dice_.one_in(4);
    return fmt::format("{}:{}\"@{}\"", field, exact ? "=" : "", mention.entity);
}

std::string StandingQueries::label_leaf(const Article& a) {
    const auto label = [&](std::string_view field, const std::vector<Label>& labels) {
        return field_value(field, labels.empty() ? "talks" : dice_.pick(labels).id);
    };
    switch (dice_.below(11)) {
    case 0: return label("event", a.events);
    case 1: return label("weapon", a.weapons);
    case 2: return label("conflict", a.conflicts);
    case 3: return field_value("source", a.source.empty() ? "reuters" : a.source);
    case 4: return field_value("author", a.authors.empty() ? "nobody" : dice_.pick(a.authors));
    case 5: return "lang:" + (a.lang.empty() ? "en" : a.lang);
    case 6: return field_value("section", a.sections.empty() ? "world" : dice_.pick(a.sections));
    case 7: return "copies:" + (a.copies.empty() ? "0" : a.copies);
    case 8: return "story:" + (a.story.empty() ? "0" : a.story);
    case 9: return field_value("id", a.id);
    default: return field_value("url", a.url.empty() ? "https://example.org/" : a.url);
    }
}

std::string StandingQueries::days(Day around) {
    const auto day = [&](Day d) {
        constexpr std::array<std::size_t, 3> sizes{4, 7, 10};
        return format_day(d).substr(0, sizes[dice_.below(3)]);
    };
    const Day near = around + static_cast<Day>(dice_.below(5)) - 2;
    const Day far = near + static_cast<Day>(dice_.below(dice_.one_in(3) ? 1000 : 40));
    switch (dice_.below(5)) {
    case 0: return day(near);
    case 1: return day(near) + "..";
    case 2: return ".." + day(near);
    case 3: return ">" + day(near);
    default: return day(near) + ".." + day(far);
    }
}

std::string StandingQueries::numbers() {
    const std::size_t low = dice_.below(8);
    switch (dice_.below(4)) {
    case 0: return fmt::format("{}", low);
    case 1: return fmt::format("{}..", low);
    case 2: return fmt::format("..{}", low);
    default: return fmt::format("{}..{}", low, low + dice_.below(20));
    }
}

std::string StandingQueries::range_leaf(const Article& a) {
    const Day published = a.date ? a.date.range().from : day_from_civil(2024, 6, 1);
    switch (dice_.below(7)) {
    case 0:
    case 1: return "date:" + days(published);
    case 2: return "happened:" + days(a.happened.empty() ? published : a.happened[0].range.from);
    case 3: return "indexed:" + days(static_cast<Day>(a.indexed / 86400));
    case 4: return "killed:" + numbers();
    case 5: return "injured:" + numbers();
    default: return fmt::format("version:{}..", 1 + dice_.below(2));
    }
}

std::string StandingQueries::facet_leaf() {
    const Article& a = article();
    switch (dice_.below(3)) {
    case 0: return entity(a);
    case 1: return label_leaf(a);
    default: return range_leaf(a);
    }
}

std::string StandingQueries::leaf() {
    if (dice_.one_in(60)) return "*";
    if (dice_.one_in(40)) return dice_.one_in(2) ? "the" : "+of";
    return dice_.one_in(3) ? facet_leaf() : text_leaf();
}

std::string StandingQueries::query(int depth) {
    if (depth > 2 || dice_.one_in(4)) return leaf();
    const std::string a = query(depth + 1);
    switch (dice_.below(7)) {
    case 0: return fmt::format("-({})", a);
    case 1:
    case 2: return fmt::format("({}) OR ({})", a, query(depth + 1));
    case 3: return fmt::format("({}) -({})", a, query(depth + 1));
    default: return fmt::format("({}) ({})", a, query(depth + 1));
    }
}

} // namespace sitrep::test
