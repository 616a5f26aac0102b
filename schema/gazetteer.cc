#include "schema/gazetteer.h"

#include "schema/error.h"
#include "schema/gazetteer_model.h"
#include "schema/gazetteer_spelling.h"
#include "schema/gazetteer_table.h"
#include "schema/gazetteer_tsv.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace sitrep {

using namespace gazetteer;

namespace {

// The words of a text that names are made of; joined tokens aside.
class Words {
  public:
    explicit Words(const Tokens& tokens) : tokens_(tokens) {
        indices_.reserve(tokens.size());
        for (std::uint32_t i = 0; i < tokens.size(); ++i)
            if ((tokens[i].flags & token_joined) == 0) indices_.push_back(i);
    }
    std::size_t size() const { return indices_.size(); }
    std::uint32_t index(std::size_t i) const { return indices_[i]; }
    const Token& token(std::size_t i) const { return tokens_[indices_[i]]; }
    std::string_view form(std::size_t i) const { return tokens_.form(token(i)); }

    // Whether the words [first, last), parted by spaces, are `key`.
    bool spell(std::size_t first, std::size_t last, const char* key) const {
        for (std::size_t i = first; i < last; ++i) {
            const std::string_view word = form(i);
            if (std::strncmp(key, word.data(), word.size()) != 0) return false;
            key += word.size();
            if (i + 1 < last && *key++ != ' ') return false;
        }
        return *key == '\0';
    }

    // Whether the words from `first` on show the capitals of a Variant.
    bool show(std::size_t first, std::uint32_t capitals) const {
        for (std::size_t i = first; capitals != 0; ++i, capitals >>= 2) {
            const std::uint8_t flags = token(i).flags;
            const std::uint32_t shown = (flags & token_upper) != 0         ? 2U
                                        : (flags & token_capitalised) != 0 ? 1U
                                                                           : 0U;
            if (shown < (capitals & 3U)) return false;
        }
        return true;
    }

  private:
    const Tokens& tokens_;
    std::vector<std::uint32_t> indices_;
};

} // namespace

struct Gazetteer::Impl {
    Table base;
    Table over;             // of the user's files; empty without
    std::string over_bytes; // what it views
    std::unordered_map<EntityIndex, std::size_t> over_positions;
    std::size_t size = 0;

    void lay_over(const std::vector<Row>& rows, std::vector<std::string>& problems);

    // The table that speaks for an entity, and its record there.
    std::pair<const Table*, const EntityRecord*> record(EntityIndex index) const {
        if (over.size() > 0)
            if (const auto found = over_positions.find(index); found != over_positions.end())
                return {&over, &over.entity(found->second)};
        return {&base, &base.entity(index)};
    }

    // The table that speaks for a key and its number there; no_key: unknown.
    std::pair<const Table*, std::uint32_t> key(std::string_view folded) const {
        if (const std::uint32_t found = over.find_key(folded); found != no_key)
            return {&over, found};
        return {&base, base.find_key(folded)};
    }

    std::span<const AliasTarget> longest(const Words& words, std::size_t first,
                                         std::size_t& last) const;
    std::vector<AliasTarget> targets(std::string_view folded) const;
    std::vector<EntityIndex> best(std::vector<AliasTarget> targets, std::string_view folded) const;
    std::vector<EntityIndex> spelled(std::string_view folded,
                                     const std::vector<EntityIndex>& known) const;
    void complete_in(const Table& table, EntityKind kind, std::string_view prefix,
                     std::vector<AliasTarget>& found) const;
    void conflicts_in(const Table& table, std::set<std::string>& lines) const;
};

void Gazetteer::Impl::lay_over(const std::vector<Row>& rows, std::vector<std::string>& problems) {
    Model model(base);
    for (const Row& row : rows) model.apply(row, problems);
    over_bytes = model.build(problems);
    over = Table(over_bytes);
    for (std::size_t i = 0; i < over.size(); ++i) {
        over_positions.emplace(over.entity(i).index, i);
        size = std::max<std::size_t>(size, over.entity(i).index + 1);
    }
}

Gazetteer::Gazetteer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Gazetteer::~Gazetteer() = default;

const Gazetteer& Gazetteer::builtin() {
    static const Gazetteer gazetteer([] {
        auto impl = std::make_unique<Impl>();
        impl->base = Table(builtin_table());
        impl->size = impl->base.size();
        return impl;
    }());
    return gazetteer;
}

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad() || std::filesystem::is_directory(path))
        throw Error(ErrorKind::input, fmt::format("cannot read the gazetteer {}", path.string()),
                    "give a tab-separated file: id, name, type, belongs, country, valid, aliases");
    return text;
}

std::vector<std::pair<std::string, std::string>>
read_files(const std::vector<std::filesystem::path>& files) {
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& file : files) texts.emplace_back(file.filename().string(), read_file(file));
    return texts;
}

} // namespace

Gazetteer::Gazetteer(const std::vector<std::filesystem::path>& files,
                     std::vector<std::string>& problems)
    : Gazetteer(read_files(files), problems) {}

Gazetteer::Gazetteer(const std::vector<std::pair<std::string, std::string>>& texts,
                     std::vector<std::string>& problems)
    : impl_(std::make_unique<Impl>()) {
    impl_->base = Table(builtin_table());
    impl_->size = impl_->base.size();
    std::vector<Row> rows;
    for (const auto& [name, text] : texts) parse_tsv(name, text, rows, problems);
    if (!rows.empty()) impl_->lay_over(rows, problems);
}

std::size_t Gazetteer::size() const {
    return impl_->size;
}

Entity Gazetteer::entity(EntityIndex index) const {
    const auto [table, record] = impl_->record(index);
    Entity entity;
    entity.index = index;
    entity.kind = record->kind;
    entity.type = record->type;
    entity.id = table->text(record->id);
    entity.name = table->text(record->name);
    if (record->country[0] != '\0') entity.country = {record->country.data(), 2};
    if (const auto parents = table->parents(*record); !parents.empty())
        entity.parent = parents.front();
    entity.latitude = static_cast<double>(record->latitude);
    entity.longitude = static_cast<double>(record->longitude);
    entity.population = record->population;
    entity.valid_from = record->valid_from;
    entity.valid_to = record->valid_to;
    return entity;
}

std::optional<Entity> Gazetteer::find(EntityKind kind, std::string_view id) const {
    for (const Table* table : {&impl_->over, &impl_->base})
        if (const std::size_t position = table->find(kind, id); position < table->size())
            return entity(table->entity(position).index);
    return std::nullopt;
}

// The longest name that starts at the word `first`; `last` is set behind it.
std::span<const AliasTarget> Gazetteer::Impl::longest(const Words& words, std::size_t first,
                                                      std::size_t& last) const {
    std::span<const AliasTarget> found;
    std::uint64_t hash = hash_seed;
    const std::size_t end = std::min(words.size(), first + max_alias_words);
    for (std::size_t i = first; i < end; ++i) {
        constexpr auto apart = token_after_break | token_clause_start;
        if (i > first && (words.token(i).flags & apart) != 0) break;
        hash = extend_hash(hash, words.form(i));
        const auto same = [&](const char* key) { return words.spell(first, i + 1, key); };
        const Probe upper = over.probe(hash, same);
        const Probe lower = base.probe(hash, same);
        const Table& table = upper.key != no_key ? over : base;
        if (const std::uint32_t key = upper.key != no_key ? upper.key : lower.key; key != no_key)
            for (const Variant& variant : table.variants(key))
                if (words.show(first, variant.capitals)) {
                    if (variant.count > 0) {
                        found = table.targets(variant);
                        last = i + 1;
                    }
                    break;
                }
        if (!upper.continues && !lower.continues) break;
    }
    return found;
}

void Gazetteer::match(const Tokens& tokens, std::vector<GazetteerMatch>& matches) const {
    const Words words(tokens);
    for (std::size_t first = 0; first < words.size();) {
        std::size_t last = first + 1;
        const auto targets = impl_->longest(words, first, last);
        if (!targets.empty())
            matches.push_back({words.index(first), words.index(last - 1) + 1, targets});
        first = last;
    }
}

// Whatever a folded name may stand for, capitals aside.
std::vector<AliasTarget> Gazetteer::Impl::targets(std::string_view folded) const {
    std::vector<AliasTarget> all;
    const auto [table, number] = key(folded);
    if (number == no_key) return all;
    for (const Variant& variant : table->variants(number)) {
        const auto some = table->targets(variant);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

// The likeliest first, each once; demonyms only where there is nothing else.
std::vector<EntityIndex> Gazetteer::Impl::best(std::vector<AliasTarget> targets,
                                               std::string_view folded) const {
    const auto is_demonym = [](const AliasTarget& t) { return (t.flags & alias_demonym) != 0; };
    if (!std::all_of(targets.begin(), targets.end(), is_demonym))
        std::erase_if(targets, is_demonym);
    struct Candidate {
        Rank rank;
        bool other_name; // its display name is another one
        bool past;       // no longer there
        EntityIndex index;
        auto key() const { return std::tie(other_name, past, index); }
    };
    std::vector<Candidate> candidates;
    for (const AliasTarget& target : targets) {
        const auto [table, record] = this->record(target.entity);
        const bool actor = record->kind == EntityKind::actor;
        candidates.push_back({rank_of(record->type, record->weight, target.flags),
                              actor && fold_name(table->text(record->name)) != folded,
                              actor && record->valid_to != always_to, target.entity});
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        if (a.rank.roundabout != b.rank.roundabout) return b.rank.roundabout;
        if (a.other_name != b.other_name) return b.other_name;
        if (a.past != b.past) return b.past;
        return std::tie(a.rank, a.index) < std::tie(b.rank, b.index);
    });
    std::vector<EntityIndex> indices;
    for (const Candidate& candidate : candidates)
        if (std::find(indices.begin(), indices.end(), candidate.index) == indices.end())
            indices.push_back(candidate.index);
    return indices;
}

namespace {

// "helmand" of "helmand province" and "province of helmand"; empty where there is no such word.
std::string_view without_kind(std::string_view folded) {
    constexpr std::array<std::string_view, 22> kinds{
        "province", "governorate", "state",       "region",       "oblast",       "department",
        "district", "prefecture",  "county",      "municipality", "territory",    "division",
        "canton",   "republic",    "wilaya",      "krai",         "departamento", "provincia",
        "estado",   "departement", "territories", "emirate"};
    for (const std::string_view kind : kinds) {
        if (folded.size() <= kind.size() + 1) continue;
        std::string_view rest = folded;
        if (folded.ends_with(kind) && folded[folded.size() - kind.size() - 1] == ' ')
            rest.remove_suffix(kind.size() + 1);
        else if (folded.starts_with(kind) && folded[kind.size()] == ' ')
            rest.remove_prefix(kind.size() + 1);
        else
            continue;
        for (const std::string_view link : {"of ", "de ", "del ", "du "})
            if (rest.starts_with(link)) return rest.substr(link.size());
        return rest;
    }
    return {};
}

} // namespace

// "Helmand province" where only Helmand is known: the divisions of that name.
std::vector<Entity> Gazetteer::resolve_division(std::string_view folded) const {
    const std::string_view bare = without_kind(folded);
    std::vector<Entity> divisions;
    if (bare.empty()) return divisions;
    const auto add = [&](const Entity& entity) {
        if (entity.type == EntityType::division &&
            std::none_of(divisions.begin(), divisions.end(),
                         [&](const Entity& e) { return e.index == entity.index; }))
            divisions.push_back(entity);
    };
    for (const EntityIndex index : impl_->best(impl_->targets(bare), bare))
        if (impl_->record(index).second->kind == EntityKind::region) add(entity(index));
    return divisions;
}

// What else a Latin name may spell: all where nothing else is known of it, else those that lie
// where its other meanings do.
std::vector<EntityIndex> Gazetteer::Impl::spelled(std::string_view folded,
                                                  const std::vector<EntityIndex>& known) const {
    const std::string key = spelling_key(folded);
    if (key.empty()) return {};
    std::vector<EntityIndex> found = best(targets(key), folded);
    if (!known.empty())
        std::erase_if(found, [&](EntityIndex index) {
            const EntityRecord& a = *record(index).second;
            const EntityRecord& b = *record(known.front()).second;
            return a.country != b.country || a.type != EntityType::division;
        });
    return found;
}

std::vector<Entity> Gazetteer::resolve(EntityKind kind, std::string_view name) const {
    constexpr std::size_t max_name_size = 1000;
    if (name.size() > max_name_size) return {};
    const std::string folded = fold_name(name);
    std::vector<AliasTarget> targets = impl_->targets(folded);
    for (const EntityIndex index : impl_->base.coded(name)) targets.push_back({index, 0});
    for (const EntityIndex index : impl_->over.coded(name)) targets.push_back({index, 0});
    std::erase_if(targets, [&](const AliasTarget& t) {
        return impl_->record(t.entity).second->kind != kind;
    });
    std::vector<EntityIndex> indices = impl_->best(std::move(targets), folded);
    if (const auto by_id = find(kind, name)) {
        std::erase(indices, by_id->index);
        indices.insert(indices.begin(), by_id->index);
    }
    if (kind == EntityKind::region)
        for (const EntityIndex index : impl_->spelled(folded, indices))
            if (std::find(indices.begin(), indices.end(), index) == indices.end())
                indices.push_back(index);
    std::vector<Entity> entities;
    for (const EntityIndex index : indices) entities.push_back(entity(index));
    // "DR Congo (Zaire)": what stands in brackets explains the name.
    if (const std::size_t bracket = name.find(" (");
        entities.empty() && bracket != std::string_view::npos)
        return resolve(kind, name.substr(0, bracket));
    if (entities.empty() && kind == EntityKind::region) return resolve_division(folded);
    return entities;
}

namespace {

// Whether a territory came to a country only after a day.
bool joins_after(std::string_view territory, std::string_view country, Day on) {
    constexpr Day july_1997 = 10'043;     // Hong Kong, 1997-07-01
    constexpr Day december_1999 = 10'945; // Macau, 1999-12-20
    if (on >= december_1999 || country != "china") return false;
    return territory == "macau" || (territory == "hong-kong" && on < july_1997);
}

} // namespace

std::vector<EntityIndex> Gazetteer::ancestors(EntityIndex index) const {
    return ancestors(index, std::numeric_limits<Day>::max());
}

std::vector<EntityIndex> Gazetteer::ancestors(EntityIndex index, Day on) const {
    std::vector<EntityIndex> found{index};
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto [table, record] = impl_->record(found[i]);
        for (const EntityIndex parent : table->parents(*record))
            if (!joins_after(entity(found[i]).id, entity(parent).id, on) &&
                std::find(found.begin(), found.end(), parent) == found.end())
                found.push_back(parent);
    }
    found.erase(found.begin());
    return found;
}

std::span<const Affiliation> Gazetteer::affiliations(EntityIndex index) const {
    const auto [table, record] = impl_->record(index);
    return table->affiliations(*record);
}

std::vector<EntityIndex> Gazetteer::principals(EntityIndex index, Day on) const {
    std::vector<EntityIndex> found{index};
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const Affiliation& one : affiliations(found[i]))
            if (one.from <= on && on <= one.to &&
                std::find(found.begin(), found.end(), one.whom) == found.end())
                found.push_back(one.whom);
    found.erase(found.begin());
    return found;
}

std::vector<std::string_view> Gazetteer::aliases(EntityIndex index) const {
    const auto [table, record] = impl_->record(index);
    std::vector<std::string_view> texts;
    for (const AliasRecord& alias : table->aliases(*record))
        texts.emplace_back(table->text(alias.text));
    return texts;
}

// Appends what the keys of a table with a prefix stand for, but for those that the table of the
// user's files speaks for.
void Gazetteer::Impl::complete_in(const Table& table, EntityKind kind, std::string_view prefix,
                                  std::vector<AliasTarget>& found) const {
    constexpr std::size_t max_keys = 50'000; // bounds the time that one letter takes
    const auto keys = table.keys();
    const auto begin = std::lower_bound(keys.begin(), keys.end(), prefix,
                                        [&](const KeyRecord& key, std::string_view wanted) {
                                            return table.text(key.text) < wanted;
                                        });
    const auto first = static_cast<std::uint32_t>(begin - keys.begin());
    for (std::uint32_t key = first; key < keys.size() && key - first < max_keys; ++key) {
        const std::string_view text = table.key_text(key);
        if (!text.starts_with(prefix)) break;
        if (&table != &over && over.find_key(text) != no_key) continue;
        for (const Variant& variant : table.variants(key))
            for (const AliasTarget& target : table.targets(variant))
                if (record(target.entity).second->kind == kind) found.push_back(target);
    }
}

std::vector<Entity> Gazetteer::complete(EntityKind kind, std::string_view prefix,
                                        std::size_t limit) const {
    const std::string folded = fold_name(prefix);
    if (folded.empty()) return {};
    std::vector<AliasTarget> found;
    impl_->complete_in(impl_->over, kind, folded, found);
    impl_->complete_in(impl_->base, kind, folded, found);
    const auto rank = [&](const AliasTarget& target) {
        const EntityRecord& record = *impl_->record(target.entity).second;
        return std::pair(rank_of(record.type, record.weight, target.flags), target.entity);
    };
    std::vector<std::pair<Rank, EntityIndex>> ranked;
    for (const AliasTarget& target : found) ranked.push_back(rank(target));
    std::sort(ranked.begin(), ranked.end());
    std::vector<Entity> entities;
    std::set<EntityIndex> seen;
    for (const auto& [unused, index] : ranked) {
        if (entities.size() >= limit) break;
        if (seen.insert(index).second) entities.push_back(entity(index));
    }
    return entities;
}

// Divisions and places share names as a matter of course; the rest should not.
void Gazetteer::Impl::conflicts_in(const Table& table, std::set<std::string>& lines) const {
    constexpr auto excused = alias_demonym | alias_needs_context | alias_surname | alias_generated |
                             alias_metonym | alias_historic;
    for (std::uint32_t key = 0; key < table.keys().size(); ++key) {
        if (&table != &over && over.find_key(table.key_text(key)) != no_key) continue;
        for (const Variant& variant : table.variants(key)) {
            const EntityRecord* claimant = nullptr;
            for (const AliasTarget& target : table.targets(variant)) {
                const auto [owner, entity] = record(target.entity);
                if ((target.flags & excused) != 0 || entity->type == EntityType::division ||
                    entity->type == EntityType::place)
                    continue;
                if (claimant != nullptr && claimant->kind == entity->kind)
                    lines.insert(fmt::format("\"{}\" stands for {} {} and {} {}",
                                             table.key_text(key), name_of(claimant->type),
                                             record(claimant->index).first->text(claimant->id),
                                             name_of(entity->type), owner->text(entity->id)));
                else
                    claimant = entity;
            }
        }
    }
}

std::vector<std::string> Gazetteer::conflicts() const {
    std::set<std::string> lines;
    impl_->conflicts_in(impl_->base, lines);
    impl_->conflicts_in(impl_->over, lines);
    return {lines.begin(), lines.end()};
}

} // namespace sitrep
