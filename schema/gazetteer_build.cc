// Model -> table.
#include "schema/gazetteer_model.h"

#include "schema/error.h"
#include "schema/gazetteer_spelling.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace sitrep::gazetteer {

namespace {

// Strings, each stored once.
class StringPool {
  public:
    std::uint32_t add(std::string_view text) {
        const auto [at, is_new] =
            offsets_.try_emplace(std::string(text), static_cast<std::uint32_t>(bytes_.size()));
        if (is_new) bytes_.append(text).push_back('\0');
        return at->second;
    }
    const std::string& bytes() const { return bytes_; }

  private:
    std::unordered_map<std::string, std::uint32_t> offsets_;
    std::string bytes_;
};

// Short lists of records, each list stored once.
template <typename Record>
class ListPool {
  public:
    std::uint32_t add(const std::vector<Record>& list) {
        std::string bytes(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(Record));
        const auto [at, is_new] =
            offsets_.try_emplace(std::move(bytes), static_cast<std::uint32_t>(records_.size()));
        if (is_new) records_.insert(records_.end(), list.begin(), list.end());
        return at->second;
    }
    const std::vector<Record>& records() const { return records_; }

  private:
    std::unordered_map<std::string, std::uint32_t> offsets_;
    std::vector<Record> records_;
};

// An AliasTarget with its padding set to zero, so that the same input makes the same bytes.
std::uint64_t encode(AliasTarget target) {
    static_assert(sizeof(AliasTarget) == sizeof(std::uint64_t));
    std::array<char, sizeof(AliasTarget)> bytes{};
    std::memcpy(bytes.data(), &target.entity, sizeof target.entity);
    std::memcpy(bytes.data() + offsetof(AliasTarget, flags), &target.flags, sizeof target.flags);
    return std::bit_cast<std::uint64_t>(bytes);
}

struct KeyTarget {
    EntityIndex entity;
    EntityKind kind;
    AliasFlags flags;
    std::uint32_t capitals;
    Rank rank;
};

// Whether a text that satisfies `pattern` satisfies `wanted` too.
bool implies(std::uint32_t pattern, std::uint32_t wanted) {
    for (; wanted != 0; wanted >>= 2, pattern >>= 2)
        if ((pattern & 3U) < (wanted & 3U)) return false;
    return true;
}

class TableWriter {
  public:
    TableWriter(std::deque<EntityDef>& entities, const Table& below,
                std::vector<std::string>& problems)
        : below_(below), problems_(problems) {
        for (EntityDef& entity : entities) entities_.push_back(&entity);
    }

    std::string write() {
        number_entities();
        collect_keys();
        if (below_.size() > 0) add_targets_below();
        write_keys();
        for (const EntityDef* entity : entities_) write_entity(*entity);
        entity_records_.push_back({}); // the sentinel
        end_lists(entity_records_.back());
        write_codes();
        write_slots();
        return assemble();
    }

  private:
    void number_entities() {
        std::sort(entities_.begin(), entities_.end(), [](const EntityDef* a, const EntityDef* b) {
            return std::tie(a->kind, a->id) < std::tie(b->kind, b->id);
        });
        auto next = static_cast<EntityIndex>(below_.size());
        for (EntityDef* entity : entities_) {
            if (entity->index == no_entity) entity->index = next++;
            touched_.insert(entity->index);
            by_id_[static_cast<std::size_t>(entity->kind)].emplace(entity->id, entity->index);
        }
    }

    EntityIndex index_of(EntityKind kind, const std::string& id) const {
        const auto& ids = by_id_[static_cast<std::size_t>(kind)];
        if (const auto found = ids.find(id); found != ids.end()) return found->second;
        const std::size_t position = below_.find(kind, id);
        return position == below_.size() ? no_entity : static_cast<EntityIndex>(position);
    }

    void collect_keys() {
        for (const EntityDef* entity : entities_) {
            if (entity->index < below_.size()) // its old names change hands, too
                for (const AliasRecord& alias : below_.aliases(below_.entity(entity->index))) {
                    const std::string key(below_.key_text(alias.key));
                    targets_[key];
                    if (std::string spelling = spelling_key(key); !spelling.empty())
                        targets_[std::move(spelling)];
                }
            for (const AliasDef& alias : entity->aliases)
                targets_[alias.key].push_back(
                    {entity->index, entity->kind, alias.flags, alias.capitals,
                     rank_of(entity->type, weight_of(*entity), alias.flags)});
            add_spellings(*entity);
        }
    }

    // Keys of its Latin spellings, for queries.
    void add_spellings(const EntityDef& entity) {
        const bool place = entity.type == EntityType::place || entity.type == EntityType::division;
        if (!place || !has_slavic_names(entity.country)) return;
        constexpr auto other = alias_demonym | alias_abbreviation | alias_metonym;
        std::set<std::string> spellings;
        for (const AliasDef& alias : entity.aliases)
            if ((alias.flags & other) == 0) spellings.insert(spelling_key(alias.key));
        spellings.erase("");
        for (const std::string& key : spellings)
            targets_[key].push_back({entity.index, entity.kind, alias_generated, 0,
                                     rank_of(entity.type, weight_of(entity), alias_generated)});
    }

    static std::uint32_t weight_of(const EntityDef& entity) {
        return entity.weight != 0 ? entity.weight : entity.population;
    }

    // Untouched entities keep their part of a key.
    void add_targets_below() {
        for (auto& [text, targets] : targets_) {
            const std::uint32_t key = below_.find_key(text);
            if (key == no_key) continue;
            std::unordered_set<EntityIndex> done;
            for (const Variant& variant : below_.variants(key))
                for (const AliasTarget& target : below_.targets(variant))
                    if (!touched_.contains(target.entity) && done.insert(target.entity).second)
                        add_target_below(key, below_.entity(target.entity), targets);
        }
    }

    void add_target_below(std::uint32_t key, const EntityRecord& entity,
                          std::vector<KeyTarget>& targets) const {
        if (below_.key_text(key).starts_with('~')) // a spelling is no alias
            targets.push_back({entity.index, entity.kind, alias_generated, 0,
                               rank_of(entity.type, entity.weight, alias_generated)});
        for (const AliasRecord& alias : below_.aliases(entity)) {
            if (alias.key != key) continue;
            std::uint32_t capitals = 0;
            if ((static_cast<AliasFlags>(alias.flags) & alias_case_sensitive) != 0) {
                Tokens tokens;
                tokens.analyse(below_.text(alias.text));
                capitals = capitals_of(tokens);
            }
            targets.push_back(
                {entity.index, entity.kind, static_cast<AliasFlags>(alias.flags), capitals,
                 rank_of(entity.type, entity.weight, static_cast<AliasFlags>(alias.flags))});
        }
    }

    void write_keys() {
        for (auto& [text, targets] : targets_) {
            key_numbers_.emplace(text, static_cast<std::uint32_t>(keys_.size()));
            const std::vector<Variant> variants = variants_of(targets);
            keys_.push_back({strings_.add(text), variants_.add(variants) << 8 |
                                                     static_cast<std::uint32_t>(variants.size())});
        }
    }

    std::vector<Variant> variants_of(std::vector<KeyTarget>& targets) {
        constexpr std::size_t max_variants = 255;
        std::sort(targets.begin(), targets.end(), [](const KeyTarget& a, const KeyTarget& b) {
            return std::tie(a.kind, a.rank, a.entity, a.capitals) <
                   std::tie(b.kind, b.rank, b.entity, b.capitals);
        });
        std::vector<std::uint32_t> patterns;
        for (const KeyTarget& target : targets) patterns.push_back(target.capitals);
        std::sort(patterns.begin(), patterns.end(), [](std::uint32_t x, std::uint32_t y) {
            return std::pair(strength(x), x) > std::pair(strength(y), y);
        });
        patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
        if (patterns.size() > max_variants) patterns.resize(max_variants);
        std::vector<Variant> variants;
        for (const std::uint32_t pattern : patterns) {
            std::vector<std::uint64_t> matching;
            EntityIndex last = no_entity;
            for (const KeyTarget& target : targets)
                if (implies(pattern, target.capitals) && target.entity != last)
                    matching.push_back(encode({last = target.entity, target.flags}));
            variants.push_back({pattern, target_lists_.add(matching),
                                static_cast<std::uint32_t>(matching.size())});
        }
        return variants;
    }

    // How much a pattern asks for: one that implies another asks for more.
    static unsigned strength(std::uint32_t pattern) {
        unsigned sum = 0;
        for (; pattern != 0; pattern >>= 2) sum += pattern & 3U;
        return sum;
    }

    void end_lists(EntityRecord& record) const {
        record.parents = static_cast<std::uint32_t>(parents_.size());
        record.affiliations = static_cast<std::uint32_t>(affiliations_.size());
        record.aliases = static_cast<std::uint32_t>(aliases_.size());
    }

    void write_entity(const EntityDef& entity) {
        EntityRecord record{};
        record.index = entity.index;
        record.id = strings_.add(entity.id);
        record.name = strings_.add(entity.name);
        record.kind = entity.kind;
        record.type = entity.type;
        if (entity.country.size() == 2) record.country = {entity.country[0], entity.country[1]};
        record.latitude = static_cast<float>(entity.latitude);
        record.longitude = static_cast<float>(entity.longitude);
        record.population = entity.population;
        record.weight = weight_of(entity);
        record.valid_from = entity.valid.from;
        record.valid_to = entity.valid.to;
        end_lists(record); // its own begin there
        entity_records_.push_back(record);
        write_belongs(entity);
        for (const AliasDef& alias : entity.aliases)
            aliases_.push_back({strings_.add(alias.text), key_numbers_.at(alias.key), alias.flags});
        for (const std::string& code : entity.codes) add_code(code, entity.index);
    }

    void write_belongs(const EntityDef& entity) {
        for (const BelongsDef& belongs : entity.belongs) {
            const EntityIndex whom = index_of(entity.kind, belongs.id);
            if (whom == no_entity || whom == entity.index) {
                problems_.push_back(fmt::format("{}{}\"{}\" belongs to \"{}\", which is {}",
                                                belongs.where, belongs.where.empty() ? "" : ": ",
                                                entity.id, belongs.id,
                                                whom == no_entity ? "not known" : "itself"));
            } else if (entity.kind == EntityKind::region) {
                parents_.push_back(whom);
            } else { // dates that are left open are those of its own existence
                const Day from = std::max(belongs.when.from, entity.valid.from);
                const Day to = std::min(belongs.when.to, entity.valid.to);
                if (from <= to) affiliations_.push_back({whom, from, to});
            }
        }
    }

    void add_code(std::string_view text, EntityIndex index) {
        CodeRecord record{{}, index};
        if (text.empty() || text.size() >= record.code.size()) return;
        std::copy(text.begin(), text.end(), record.code.begin());
        codes_.push_back(record);
    }

    void write_codes() {
        std::sort(codes_.begin(), codes_.end(), [](const CodeRecord& a, const CodeRecord& b) {
            return std::tie(a.code, a.entity) < std::tie(b.code, b.entity);
        });
    }

    // Keys go in before mere beginnings of keys: a probe for a key then never meets a beginning
    // first, so beginnings, which have no text to compare, cannot hide it.
    void write_slots() {
        std::unordered_map<std::string_view, bool> begins; // whether it is a key by itself
        for (const auto& [key, targets] : targets_)
            for (std::size_t i = key.find(' '); i != std::string::npos; i = key.find(' ', i + 1)) {
                const auto begin = std::string_view(key).substr(0, i);
                begins.emplace(begin, key_numbers_.contains(std::string(begin)));
            }
        // At most 7 of 10 slots are taken.
        slots_.resize(std::bit_ceil((targets_.size() + begins.size()) * 10 / 7 + 2));
        filter_.resize(std::bit_ceil((targets_.size() + begins.size()) / 8 + 1)); // 8 bits each
        for (const auto& [key, number] : key_numbers_)
            insert(hash_of(key), (number + 1) | (begins.contains(key) ? continues_bit : 0));
        for (const auto& [begin, is_key] : begins)
            if (!is_key) insert(hash_of(begin), continues_bit);
    }

    void insert(std::uint64_t hash, std::uint32_t value) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash & mask;
        while (slots_[i].value != 0) i = (i + 1) & mask;
        slots_[i] = {tag_of(hash), value};
        const std::size_t bit = (hash >> 24) & (filter_.size() * 64 - 1);
        filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }

    template <typename Record>
    Section append(const Record* records, std::size_t count) {
        bytes_.resize((bytes_.size() + 7) / 8 * 8);
        const Section section{static_cast<std::uint32_t>(bytes_.size()),
                              static_cast<std::uint32_t>(count)};
        if (count > 0)
            bytes_.append(reinterpret_cast<const char*>(records), count * sizeof(Record));
        return section;
    }
    template <typename Records>
    Section append(const Records& records) {
        return append(records.data(), records.size());
    }

    std::string assemble() {
        constexpr std::size_t max_size = 0xffffff00U;
        constexpr std::size_t max_keys = 1U << 24; // AliasRecord, KeyRecord
        if (keys_.size() >= max_keys || variants_.records().size() >= max_keys)
            throw Error(ErrorKind::limit, "the gazetteer has too many names");
        Header header{};
        header.magic = table_magic;
        bytes_.assign(sizeof header, '\0');
        header.entity_count = static_cast<std::uint32_t>(entities_.size());
        header.slots = append(slots_);
        header.filter = append(filter_);
        header.entities = append(entity_records_);
        header.parents = append(parents_);
        header.affiliations = append(affiliations_);
        header.aliases = append(aliases_);
        header.keys = append(keys_);
        header.variants = append(variants_.records());
        header.targets = append(target_lists_.records());
        header.codes = append(codes_);
        header.strings = append(strings_.bytes());
        if (bytes_.size() > max_size)
            throw Error(ErrorKind::limit, "the gazetteer is larger than 4 GiB");
        header.size = static_cast<std::uint32_t>(bytes_.size());
        std::memcpy(bytes_.data(), &header, sizeof header);
        return std::move(bytes_);
    }

    const Table& below_;
    std::vector<std::string>& problems_;
    std::vector<EntityDef*> entities_;
    std::unordered_set<EntityIndex> touched_;
    std::array<std::unordered_map<std::string, EntityIndex>, 2> by_id_; // by kind
    std::map<std::string, std::vector<KeyTarget>> targets_;             // by key
    std::unordered_map<std::string, std::uint32_t> key_numbers_;

    StringPool strings_;
    ListPool<Variant> variants_;
    ListPool<std::uint64_t> target_lists_;
    std::vector<EntityRecord> entity_records_;
    std::vector<EntityIndex> parents_;
    std::vector<Affiliation> affiliations_;
    std::vector<AliasRecord> aliases_;
    std::vector<KeyRecord> keys_;
    std::vector<CodeRecord> codes_;
    std::vector<Slot> slots_;
    std::vector<std::uint64_t> filter_;
    std::string bytes_;
};

} // namespace

std::string build_table(std::deque<EntityDef>& entities, const Table& below,
                        std::vector<std::string>& problems) {
    return TableWriter(entities, below, problems).write();
}

} // namespace sitrep::gazetteer
