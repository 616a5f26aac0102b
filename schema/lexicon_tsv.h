// The .tsv files of the lexicon: UTF-8, one row an entry, '#' starts a comment line, columns
// parted by tabs:
//
//   id  parent  kind  aliases  rule
//
// What kind and rule mean the head of each file says; rule may be left out.
// aliases: '|'-separated `[lang:]pattern[{flags}]`; flags: x needs context,
// v needs arms, l needs workers, p needs a place, q for queries only. The id is an alias unless it
// is listed with a flag. A pattern is words; a trailing * stands for any ending (обстрел*), a list
// in parentheses for alternatives: "bomb(ed,ing)" is bombed or bombing, "(drone,uav) (,air) strike"
// four phrases; a _ between words for up to three words ("captured _ village"). The rows of id "-"
// are phrases that look like an alias and mean nothing ("strike a deal").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep::lexicon {

struct Pattern {
    std::string text;       // alternatives expanded, not folded
    std::uint8_t flags = 0; // LexiconFlag
    std::string lang;       // of two letters, or empty
};

struct Row {
    std::string where; // "events.tsv:12"
    std::string id;
    std::string parent;
    std::string kind;
    std::string aliases; // as written
    std::string rule;
    std::vector<Pattern> patterns;
};

void parse_tsv(const std::string& name, std::string_view text, std::vector<Row>& rows,
               std::vector<std::string>& problems);

} // namespace sitrep::lexicon
