#include "searcher/columns.h"

#include "schema/analysis.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace sitrep {

ValueId ValueDictionary::intern(std::string_view value, std::string_view name) {
    const std::scoped_lock lock(mutex_);
    if (const auto known = ids_.find(value); known != ids_.end()) return known->second;
    const std::size_t id = size_.load(std::memory_order_relaxed);
    std::unique_ptr<Entry[]>& chunk = chunks_.at(id / chunk_size);
    if (!chunk) chunk = std::make_unique<Entry[]>(chunk_size);
    Entry& entry = chunk[id % chunk_size];
    entry = {std::string(value), std::string(name)};
    ids_.emplace(entry.value, static_cast<ValueId>(id));
    size_.store(id + 1, std::memory_order_release);
    return static_cast<ValueId>(id);
}

ValueId ValueDictionary::find(std::string_view value) const {
    const std::scoped_lock lock(mutex_);
    const auto found = ids_.find(value);
    return found == ids_.end() ? static_cast<ValueId>(size()) : found->second;
}

std::shared_ptr<const ValueDictionary::Digest> ValueDictionary::digest() const {
    const std::scoped_lock lock(mutex_);
    return digest_;
}

void ValueDictionary::make_digest() {
    const std::size_t count = size();
    if (digest()->place.size() == count) return;
    std::vector<ValueId> order(count);
    std::iota(order.begin(), order.end(), ValueId{0});
    std::sort(order.begin(), order.end(),
              [&](ValueId a, ValueId b) { return (*this)[a].value < (*this)[b].value; });
    auto made = std::make_shared<Digest>();
    made->place.resize(count);
    for (std::uint32_t place = 0; place < count; ++place) made->place[order[place]] = place;
    for (ValueId id = 0; id < count; ++id)
        made->size.push_back(
            static_cast<std::uint8_t>(std::min<std::size_t>((*this)[id].value.size(), 255)));
    const std::scoped_lock lock(mutex_);
    digest_ = std::move(made);
}

void split_slot(const Field& field, std::string_view slot,
                std::vector<std::pair<std::string, std::string_view>>& values) {
    values.clear();
    while (!slot.empty()) {
        const std::size_t end = std::min(slot.find(value_separator), slot.size());
        const std::string_view name = slot.substr(0, end);
        values.emplace_back(
            field.kind == FieldKind::keyword ? fold_keyword(name) : std::string(name), name);
        slot.remove_prefix(std::min(end + 1, slot.size()));
    }
}

namespace {

// The values of sets, while a column is read.
struct ValueSets {
    std::vector<std::vector<ValueId>> values;
    std::vector<std::uint32_t> articles; // that have the set
};

// The values that most articles have, at most as many as a mask has bits.
std::vector<ValueId> frequent_values(const ValueSets& sets, std::size_t dictionary_size) {
    std::vector<std::uint64_t> articles(dictionary_size);
    for (std::size_t set = 0; set < sets.values.size(); ++set)
        for (const ValueId value : sets.values[set]) articles[value] += sets.articles[set];
    std::vector<ValueId> frequent;
    for (ValueId value = 0; value < dictionary_size; ++value)
        if (articles[value] > 0) frequent.push_back(value);
    const std::size_t count = std::min(frequent.size(), FieldColumn::most_frequent);
    std::partial_sort(frequent.begin(), frequent.begin() + static_cast<std::ptrdiff_t>(count),
                      frequent.end(), [&](ValueId a, ValueId b) {
                          return articles[a] != articles[b] ? articles[a] > articles[b] : a < b;
                      });
    frequent.resize(count);
    return frequent;
}

void store_sets(const ValueSets& sets, std::size_t dictionary_size, FieldColumn& column) {
    column.frequent = frequent_values(sets, dictionary_size);
    std::vector<std::uint64_t> bit_of(dictionary_size);
    for (std::size_t bit = 0; bit < column.frequent.size(); ++bit)
        bit_of[column.frequent[bit]] = std::uint64_t{1} << bit;
    column.masks.reserve(sets.values.size());
    column.offsets.reserve(sets.values.size() + 1);
    column.offsets.push_back(0);
    for (const std::vector<ValueId>& values : sets.values) {
        std::uint64_t mask = 0;
        for (const ValueId value : values) {
            mask |= bit_of[value];
            if (bit_of[value] == 0) column.rare.push_back(value);
        }
        column.masks.push_back(mask);
        column.offsets.push_back(static_cast<std::uint32_t>(column.rare.size()));
    }
    column.rare.shrink_to_fit();
}

FieldColumn read_column(const Field& field, const ShardValues& shard, Xapian::docid last,
                        ValueDictionary& dictionary) {
    FieldColumn column;
    column.sets.resize(last);
    ValueSets sets{{{}}, {0}}; // set 0: no values
    std::unordered_map<std::string, FieldColumn::Set> known;
    std::vector<std::pair<std::string, std::string_view>> values;
    shard.for_each(field.slot, [&](Xapian::docid docid, const std::string& value) {
        const auto [entry, is_new] =
            known.try_emplace(value, static_cast<FieldColumn::Set>(sets.values.size()));
        if (is_new) {
            split_slot(field, entry->first, values);
            sets.articles.push_back(0);
            for (std::vector<ValueId>& ids = sets.values.emplace_back();
                 const auto& [id, name] : values)
                ids.push_back(dictionary.intern(id, name));
        }
        ++sets.articles[entry->second];
        column.sets[docid - 1] = entry->second;
    });
    store_sets(sets, dictionary.size(), column);
    return column;
}

std::vector<std::int64_t> read_published(const ShardValues& shard, Xapian::docid last) {
    std::vector<std::int64_t> published(last, std::numeric_limits<std::int64_t>::min());
    shard.for_each(slots::published_seconds, [&](Xapian::docid docid, const std::string& value) {
        published[docid - 1] = static_cast<std::int64_t>(Xapian::sortable_unserialise(value));
    });
    return published;
}

std::vector<std::uint64_t> read_groups(const ShardValues& shard, Xapian::docid last, FieldId id) {
    std::vector<std::uint64_t> groups(last);
    shard.for_each(field(id).slot, [&](Xapian::docid docid, const std::string& group) {
        const std::uint64_t number = group_number(group).value_or(0);
        if (group_id_of(number) == group) groups[docid - 1] = number;
    });
    return groups;
}

std::vector<std::uint32_t> read_lengths(const Xapian::Database& database, Xapian::docid last) {
    std::vector<std::uint32_t> lengths(last);
    const auto end = database.postlist_end("");
    for (auto document = database.postlist_begin(""); document != end; ++document)
        lengths[*document - 1] = document.get_doclength();
    return lengths;
}

} // namespace

std::shared_ptr<ColumnStore> ColumnStore::of_index(const std::filesystem::path& index) {
    static std::mutex mutex;
    static std::map<std::string, std::weak_ptr<ColumnStore>> stores;
    const std::scoped_lock lock(mutex);
    std::weak_ptr<ColumnStore>& known = stores[std::filesystem::absolute(index).string()];
    std::shared_ptr<ColumnStore> store = known.lock();
    if (!store) known = store = std::make_shared<ColumnStore>(index);
    return store;
}

std::shared_ptr<const IndexView> ColumnStore::read_view() {
    const std::scoped_lock reading(reading_);
    {
        const std::scoped_lock lock(showing_);
        if (view_ && view_->is_current(index_)) return view_;
    }
    std::shared_ptr<const IndexView> known;
    {
        const std::scoped_lock lock(showing_);
        known = view_;
    }
    auto view = open(known);
    for (ValueDictionary& dictionary : dictionaries_) dictionary.make_digest();
    const std::scoped_lock lock(showing_);
    silence_.clear();
    view_ = view;
    return view;
}

std::shared_ptr<const IndexView> ColumnStore::open(const std::shared_ptr<const IndexView>& known) {
    try {
        return open_index(index_, this, may_miss_, known).view;
    } catch (const Xapian::NetworkTimeoutError& error) {
        const std::scoped_lock lock(showing_);
        silence_ = error.get_msg();
        if (!error.get_context().empty()) silence_ += fmt::format(" ({})", error.get_context());
        throw;
    }
}

std::shared_ptr<const IndexView> ColumnStore::doubted_view() {
    if (followers_ > 0) {
        const std::scoped_lock lock(showing_);
        if (!silence_.empty()) throw Xapian::NetworkTimeoutError(silence_);
    }
    return read_view();
}

void ColumnStore::forget(const std::shared_ptr<const IndexView>& view) {
    const std::scoped_lock lock(showing_);
    if (view_ == view) view->doubt();
}

std::shared_ptr<const IndexView> ColumnStore::newest_view() {
    if (followers_ > 0) {
        const std::scoped_lock lock(showing_);
        if (silence_.empty() && view_ && !view_->is_doubted()) return view_;
    }
    return doubted_view();
}

std::shared_ptr<const ShardColumns> ColumnStore::load(const std::string& shard,
                                                      const ShardValues& values) {
    const Xapian::docid last = values.shard().get_lastdocid();
    const std::string key = fmt::format("{}/{}/{}", shard, values.shard().get_uuid(), last);
    const std::scoped_lock lock(mutex_);
    std::shared_ptr<const ShardColumns>& known = shards_[key];
    if (!known) {
        auto columns = std::make_shared<ShardColumns>();
        columns->last = last;
        for (const Field& f : fields)
            if (f.facet)
                columns->by_field[static_cast<std::size_t>(f.id)] =
                    read_column(f, values, last, dictionary(f.id));
        columns->published = read_published(values, last);
        if (values.is_remote()) {
            columns->copies = read_groups(values, last, FieldId::copies);
            columns->stories = read_groups(values, last, FieldId::story);
        } else {
            columns->lengths = read_lengths(values.shard(), last);
        }
        known = std::move(columns);
    }
    return known;
}

void ColumnStore::keep_only(const std::vector<std::string>& current) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(shards_, [&](const auto& entry) {
        const std::string name = entry.first.substr(0, entry.first.find('/'));
        return std::find(current.begin(), current.end(), name) == current.end();
    });
}

} // namespace sitrep
