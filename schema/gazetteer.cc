#include "schema/gazetteer.h"

#include "schema/error.h"
#include "schema/gazetteer_impl.h"
#include "schema/gazetteer_model.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace sitrep {

using namespace gazetteer;

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

} // namespace sitrep
