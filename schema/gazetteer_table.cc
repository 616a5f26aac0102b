#include "schema/gazetteer_table.h"

#include "schema/error.h"

#include <algorithm>

namespace sitrep::gazetteer {

namespace {

template <typename Record>
std::span<const Record> section(std::string_view bytes, const Section& where) {
    const std::uint64_t end = where.offset + std::uint64_t{where.count} * sizeof(Record);
    if (end > bytes.size() || where.offset % alignof(Record) != 0)
        throw Error(ErrorKind::internal, "the gazetteer's table is damaged");
    return {reinterpret_cast<const Record*>(bytes.data() + where.offset), where.count};
}

// The list of one entity ends where that of the next begins.
template <typename Record>
std::span<const Record> list(std::span<const Record> all, std::uint32_t from, std::uint32_t to) {
    return all.subspan(from, to - from);
}

const EntityRecord& next(const EntityRecord& entity) {
    return *(&entity + 1);
}

} // namespace

Table::Table(std::string_view bytes) {
    Header header;
    if (bytes.size() < sizeof header)
        throw Error(ErrorKind::internal, "the gazetteer's table is cut short");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.magic != table_magic || header.size != bytes.size())
        throw Error(ErrorKind::internal, "the gazetteer's table is of another version or damaged");
    entities_ = section<EntityRecord>(bytes, header.entities);
    parents_ = section<EntityIndex>(bytes, header.parents);
    affiliations_ = section<Affiliation>(bytes, header.affiliations);
    aliases_ = section<AliasRecord>(bytes, header.aliases);
    keys_ = section<KeyRecord>(bytes, header.keys);
    variants_ = section<Variant>(bytes, header.variants);
    targets_ = section<AliasTarget>(bytes, header.targets);
    codes_ = section<CodeRecord>(bytes, header.codes);
    slots_ = section<Slot>(bytes, header.slots);
    filter_ = section<std::uint64_t>(bytes, header.filter);
    const auto strings = section<char>(bytes, header.strings);
    strings_ = {strings.data(), strings.size()};
}

std::size_t Table::find(EntityKind kind, std::string_view id) const {
    const auto all = entities_.first(size());
    const auto before = [&](const EntityRecord& entity, std::string_view wanted) {
        return entity.kind != kind ? entity.kind < kind : text(entity.id) < wanted;
    };
    const auto found = std::lower_bound(all.begin(), all.end(), id, before);
    if (found == all.end() || found->kind != kind || text(found->id) != id) return size();
    return static_cast<std::size_t>(found - all.begin());
}

std::span<const EntityIndex> Table::parents(const EntityRecord& entity) const {
    return list(parents_, entity.parents, next(entity).parents);
}

std::span<const Affiliation> Table::affiliations(const EntityRecord& entity) const {
    return list(affiliations_, entity.affiliations, next(entity).affiliations);
}

std::span<const AliasRecord> Table::aliases(const EntityRecord& entity) const {
    return list(aliases_, entity.aliases, next(entity).aliases);
}

std::vector<EntityIndex> Table::coded(std::string_view code) const {
    std::array<char, 8> wanted{};
    if (code.empty() || code.size() >= wanted.size()) return {};
    std::transform(code.begin(), code.end(), wanted.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    std::vector<EntityIndex> found;
    auto at = std::lower_bound(codes_.begin(), codes_.end(), wanted,
                               [](const CodeRecord& a, const auto& b) { return a.code < b; });
    for (; at != codes_.end() && at->code == wanted; ++at) found.push_back(at->entity);
    return found;
}

Rank rank_of(EntityType type, std::uint32_t weight, AliasFlags flags) {
    // In the order of EntityType.
    constexpr std::array<std::uint8_t, 16> type_ranks{2, 0, 1, 5, 5, 4, 3, // regions
                                                      0, 1, 5, 6, 2, 4, 3, 7, 8};
    return {(flags & (alias_surname | alias_metonym)) != 0,
            type_ranks[static_cast<std::size_t>(type)], ~weight};
}

std::uint64_t hash_of(std::string_view folded) {
    std::uint64_t hash = hash_seed;
    while (true) {
        const std::size_t space = folded.find(' ');
        hash = extend_hash(hash, folded.substr(0, space));
        if (space == std::string_view::npos) return hash;
        folded.remove_prefix(space + 1);
    }
}

std::uint32_t Table::find_key(std::string_view folded) const {
    return probe(hash_of(folded), [&](const char* key) { return key == folded; }).key;
}

} // namespace sitrep::gazetteer
