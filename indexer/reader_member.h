// The members of an article as inputs give them, and the rules that every format shares.
#pragma once

#include "indexer/reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

enum class Member : std::uint8_t {
    id,
    url,
    title,
    text,
    date,
    updated,
    source,
    author,
    lang,
    section,
    regions,
    actors,
    dateline,
};

// By the name that DESIGN.md's JSONL has ("regions"), or the field's ("region"); case ignored.
std::optional<Member> find_member(std::string_view name);

// By a column's name, with the usual synonyms: "Headline", "pub_date", "Body".
std::optional<Member> guess_member(std::string_view column);

std::string_view name_of(Member member);
std::string known_members(); // "id, url, title, ..."

struct Preset;

// ReadOptions with their names looked up.
struct ReadPlan {
    std::vector<std::pair<Member, std::string>> map;
    std::vector<std::pair<Member, std::string>> set;
    std::size_t max_record_bytes = 0;
    const Preset* preset = nullptr; // what kind of event data all inputs are

    bool maps(Member member) const;
};
ReadPlan make_plan(const ReadOptions& options); // throws Error{usage}

// What is wrong with a record, as a sentence; empty: nothing.
using Problem = std::string;

// Gives a member its value; lists get one more entry. Empty values are left out.
Problem assign(Article& article, Member member, std::string_view value);

// Fills what is empty (--set, the dateline, the id) and says whether it is an article.
Problem complete(Article& article, const ReadPlan& plan);

// Where the first byte that is not UTF-8, or is NUL, stands.
std::optional<std::size_t> find_bad_byte(std::string_view text);
Problem bad_byte_problem(std::string_view text, std::size_t at);

std::string_view trim(std::string_view text);
// A to Z become a to z; nothing else changes.
std::string lower_ascii(std::string_view text);

Reject make_reject(Origin origin, std::string reason, std::string_view record = {});

// One article, or why it is none.
Record make_record(Article article, Problem problem, const ReadPlan& plan, std::string_view raw);

} // namespace sitrep
