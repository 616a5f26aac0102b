#include "schema/gazetteer/claims.h"

#include "schema/analysis.h"
#include "schema/gazetteer/names.h"

#include <algorithm>
#include <cmath>

namespace sitrep::gazetteer {

namespace {

// Folded names that a row gives to its entity outright.
std::set<std::string> keys_of(const Row& row) {
    std::set<std::string> keys{fold_name(row.name)};
    constexpr auto weak = alias_demonym | alias_metonym | alias_surname;
    for (const RowAlias& alias : row.aliases)
        if (!alias.remove && (alias.flags & weak) == 0) keys.insert(fold_name(alias.text));
    keys.erase("");
    return keys;
}

bool names(const Row& row, const std::string& code) {
    return !code.empty() && std::any_of(row.aliases.begin(), row.aliases.end(),
                                        [&](const RowAlias& a) { return a.text == code; });
}

// Within some 150 km, as far as both positions are known.
bool is_near(const Row& row, const Claims::Candidate& candidate) {
    if (!row.latitude || !row.longitude || (candidate.latitude == 0 && candidate.longitude == 0))
        return true;
    const double north = *row.latitude - candidate.latitude;
    const double east = (*row.longitude - candidate.longitude) *
                        std::cos(candidate.latitude * 3.14159265358979 / 180);
    return std::hypot(north, east) < 1.4; // degrees of 111 km
}

} // namespace

Claims::Claims(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        if (!row.type || kind_of(*row.type) != EntityKind::region) continue;
        regions_.emplace(row.id, &row);
        if (*row.type == EntityType::country && !row.country.empty())
            countries_.emplace(row.country, &row);
    }
}

const Row* Claims::country(const std::string& alpha2, const std::vector<std::string>& names) const {
    if (const auto found = countries_.find(alpha2); found != countries_.end()) return found->second;
    for (const auto& [id, row] : regions_) {
        if (*row->type != EntityType::territory || row->country != alpha2) continue;
        const auto keys = keys_of(*row);
        for (const std::string& name : names)
            if (keys.contains(fold_name(name))) return row;
    }
    return nullptr;
}

std::string Claims::country_of(const Row& row, int depth) const {
    constexpr int max_depth = 6;
    if (!row.country.empty()) return row.country;
    for (const RowBelongs& belongs : row.belongs)
        if (const auto parent = regions_.find(belongs.id);
            parent != regions_.end() && depth < max_depth)
            if (std::string country = country_of(*parent->second, depth + 1); !country.empty())
                return country;
    return {};
}

std::vector<std::string> Claims::claim(const std::vector<Candidate>& candidates,
                                       std::initializer_list<EntityType> types,
                                       const std::unordered_set<std::string>& taken) const {
    std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> by_key;
    for (std::size_t i = 0; i < candidates.size(); ++i)
        for (const std::string& key : candidates[i].keys)
            by_key[{candidates[i].country, key}].push_back(i);
    std::vector<std::string> claimed(candidates.size());
    for (const auto& [id, row] : regions_) {
        if (taken.contains(id) || std::find(types.begin(), types.end(), *row->type) == types.end())
            continue;
        std::map<std::size_t, int> shared;
        for (const std::string& key : keys_of(*row))
            if (const auto found = by_key.find({country_of(*row), key}); found != by_key.end())
                for (const std::size_t i : found->second) ++shared[i];
        std::size_t best = candidates.size();
        std::pair<int, std::uint64_t> best_score;
        for (const auto& [i, count] : shared) {
            constexpr int same_id = 5;
            constexpr int same_code = 1000;
            const Candidate& candidate = candidates[i];
            if (!claimed[i].empty() || !is_near(*row, candidate)) continue;
            const std::pair score{count + (candidate.ids.contains(id) ? same_id : 0) +
                                      (names(*row, candidate.code) ? same_code : 0),
                                  candidate.people};
            if (best == candidates.size() || score > best_score) {
                best = i;
                best_score = score;
            }
        }
        if (best < candidates.size()) claimed[best] = id;
    }
    return claimed;
}

} // namespace sitrep::gazetteer
