// What a gazetteer is made of: the built-in table, and one of the user's files over it. Included by
// the files that answer its questions, and by no others.
#pragma once

#include "schema/gazetteer.h"
#include "schema/gazetteer_table.h"
#include "schema/gazetteer_tsv.h"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sitrep {

class NameWords;

struct Gazetteer::Impl {
    gazetteer::Table base;
    gazetteer::Table over;  // of the user's files; empty without
    std::string over_bytes; // what it views
    std::unordered_map<EntityIndex, std::size_t> over_positions;
    std::size_t size = 0;

    void lay_over(const std::vector<gazetteer::Row>& rows, std::vector<std::string>& problems);

    // The table that speaks for an entity, and its record there.
    std::pair<const gazetteer::Table*, const gazetteer::EntityRecord*>
    record(EntityIndex index) const {
        if (over.size() > 0)
            if (const auto found = over_positions.find(index); found != over_positions.end())
                return {&over, &over.entity(found->second)};
        return {&base, &base.entity(index)};
    }

    // The table that speaks for a key and its number there; no_key: unknown.
    std::pair<const gazetteer::Table*, std::uint32_t> key(std::string_view folded) const {
        if (const std::uint32_t found = over.find_key(folded); found != gazetteer::no_key)
            return {&over, found};
        return {&base, base.find_key(folded)};
    }

    // gazetteer_match.cc: the longest name that starts at the word `first`; `last` is set behind
    // it.
    std::span<const AliasTarget> longest(const NameWords& words, std::size_t first,
                                         std::size_t& last) const;

    // gazetteer_resolve.cc: whatever a folded name may stand for, capitals aside.
    std::vector<AliasTarget> targets(std::string_view folded) const;
    // The likeliest first, each once; demonyms only where there is nothing else.
    std::vector<EntityIndex> best(std::vector<AliasTarget> targets, std::string_view folded) const;
    // What else a Latin name may spell: all where nothing else is known of it, else those that lie
    // where its other meanings do.
    std::vector<EntityIndex> spelled(std::string_view folded,
                                     const std::vector<EntityIndex>& known) const;

    // gazetteer_complete.cc: appends what the keys of a table with a prefix stand for, but for
    // those that the table of the user's files speaks for.
    void complete_in(const gazetteer::Table& table, EntityKind kind, std::string_view prefix,
                     std::vector<AliasTarget>& found) const;
    // Divisions and places share names as a matter of course; the rest should not.
    void conflicts_in(const gazetteer::Table& table, std::set<std::string>& lines) const;
};

} // namespace sitrep
