#include "indexer/history.h"

#include "schema/document.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view shard_prefix = "past-";
constexpr std::size_t most_shards = 8;

} // namespace

HistoryShard::HistoryShard(const fs::path& history, std::string name) : path_(history / name) {
    fs::create_directories(history);
    database_ =
        Xapian::WritableDatabase(path_.string(), Xapian::DB_CREATE_OR_OVERWRITE |
                                                     Xapian::DB_NO_SYNC | Xapian::DB_BACKEND_GLASS);
    stamp_schema(database_);
}

void HistoryShard::add_version(Xapian::Document document, std::int64_t superseded) {
    document.add_value(slots::superseded,
                       Xapian::sortable_serialise(static_cast<double>(superseded)));
    document.add_boolean_term(make_term(prefixes::past, past_version));
    database_.add_document(document);
}

void HistoryShard::add_tombstone(Xapian::Document document) {
    document.add_boolean_term(make_term(prefixes::past, past_tombstone));
    database_.add_document(document);
}

std::string HistoryShard::finish() {
    database_.commit();
    database_.close();
    sync_directory(path_);
    return path_.filename().string();
}

void History::open() {
    layout_ = fs::exists(path_ / stub_name) ? read_layout(path_) : Layout{};
    readers_.clear();
    for (const Shard& shard : layout_.shards) readers_.push_back(open_shard(path_, shard));
    if (!fs::exists(path_)) return;
    for (const auto& entry : fs::directory_iterator(path_)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(shard_prefix) &&
            std::find(layout_.shards.begin(), layout_.shards.end(), Shard{false, name}) ==
                layout_.shards.end())
            fs::remove_all(entry.path());
    }
}

std::string History::new_shard_name() const {
    return sitrep::new_shard_name(path_, shard_prefix);
}

std::unique_ptr<HistoryShard> History::begin_shard() const {
    return std::make_unique<HistoryShard>(path_, new_shard_name());
}

void History::write() {
    ++layout_.revision;
    if (layout_.shards.empty()) // a stub file must name a shard
        fs::remove_all(path_);
    else
        write_layout(path_, layout_);
    open();
}

void History::publish(const std::string& shard) {
    layout_ = fs::exists(path_ / stub_name) ? read_layout(path_) : Layout{};
    const Shard added{false, shard};
    if (std::find(layout_.shards.begin(), layout_.shards.end(), added) != layout_.shards.end())
        return;
    layout_.shards.push_back(added);
    write();
}

void History::replace(const std::string& shard, const std::optional<std::string>& by) {
    const auto at = std::find(layout_.shards.begin(), layout_.shards.end(), Shard{false, shard});
    if (at == layout_.shards.end()) return;
    if (by)
        at->place = *by;
    else
        layout_.shards.erase(at);
    write();
}

std::optional<Article> History::last(std::string_view id) const {
    std::optional<Article> newest;
    const std::string term = make_term(field(FieldId::id).prefix, id);
    const auto order = [](const Article& a) {
        return std::tuple(a.version, a.gone != Gone::no, a.committed);
    };
    for (const Xapian::Database& reader : readers_)
        for (auto posting = reader.postlist_begin(term); posting != reader.postlist_end(term);
             ++posting) {
            Article found =
                decode_article(record_of(reader.get_document(*posting)), RecordDetail::text);
            if (!newest || order(*newest) < order(found)) newest = std::move(found);
        }
    return newest;
}

bool History::holds(std::string_view id, std::uint64_t content_hash) const {
    const std::string term = make_term(field(FieldId::id).prefix, id);
    for (const Xapian::Database& reader : readers_)
        for (auto posting = reader.postlist_begin(term); posting != reader.postlist_end(term);
             ++posting)
            if (decode_article(record_of(reader.get_document(*posting)), RecordDetail::head)
                    .content_hash == content_hash)
                return true;
    return false;
}

void History::merge(bool all) {
    if (layout_.shards.size() < 2 || (!all && layout_.shards.size() <= most_shards)) return;
    // The smallest half, so that an old version is copied again only as the history doubles.
    std::vector<std::pair<Xapian::doccount, Shard>> by_size;
    for (std::size_t i = 0; i < readers_.size(); ++i)
        by_size.emplace_back(readers_[i].get_doccount(), layout_.shards[i]);
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::size_t count = all ? by_size.size() : most_shards / 2;
    Xapian::doccount sum = 0;
    for (std::size_t i = 0; i < by_size.size(); ++i) {
        if (i >= count && by_size[i].first > sum) break;
        count = std::max(count, i + 1);
        sum += by_size[i].first;
    }
    const std::string merged = new_shard_name();
    Xapian::Database sources;
    for (std::size_t i = 0; i < count; ++i)
        sources.add_database(open_shard(path_, by_size[i].second));
    sources.compact((path_ / merged).string(), 0U, 0);
    sync_directory(path_ / merged);
    for (std::size_t i = 0; i < count; ++i) std::erase(layout_.shards, by_size[i].second);
    layout_.shards.push_back({false, merged});
    write();
}

} // namespace sitrep
