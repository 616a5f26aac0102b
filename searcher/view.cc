#include "searcher/view.h"

#include "schema/field.h"
#include "searcher/columns.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <sys/stat.h>

namespace sitrep {
namespace {

constexpr std::chrono::seconds between_looks{2};
constexpr std::chrono::seconds between_tries{5}; // of shards that did not answer
// Columns of more remote articles are not kept: they take some 120 bytes each, and have to come
// over the network.
constexpr std::uint64_t most_remote_articles = 2'000'000;

IndexView::Time next_look(const IndexView& view) {
    return std::chrono::steady_clock::now() +
           (view.missing.empty() ? between_looks : between_tries);
}

std::vector<std::string> languages_of(const std::vector<Xapian::Database>& shards) {
    const std::string prefix(field(FieldId::lang).prefix);
    std::vector<std::string> codes;
    for (const Xapian::Database& shard : shards)
        for (auto term = shard.allterms_begin(prefix); term != shard.allterms_end(prefix); ++term)
            codes.push_back((*term).substr(prefix.size()));
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    std::erase(codes, "en");
    codes.insert(codes.begin(), "en");
    return codes;
}

// Sizes of all groups. An article that is no copy is a report by itself.
void measure(KnownGroups& known, const KnownGroups& copies,
             const std::vector<std::shared_ptr<const ShardColumns>>& columns, ColumnStore& store) {
    std::vector<GroupCounter> counters(known.table.ids.size());
    std::vector<std::string_view> values;
    const auto read = [&](FieldId id, std::size_t shard, Xapian::docid docid) {
        const FieldColumn& column = columns[shard]->by_field[static_cast<std::size_t>(id)];
        const ValueDictionary& dictionary = store.dictionary(id);
        values.clear();
        column.any_of(column.set_of(docid), [&](ValueId value) {
            values.emplace_back(dictionary[value].value);
            return false; // all of them
        });
    };
    for (std::size_t s = 0; s < columns.size(); ++s)
        known.table.by_shard[s]->for_each([&](Xapian::docid docid, std::uint32_t group) {
            const std::uint32_t report = copies.table.by_shard[s]->group_of(docid);
            const std::int64_t seconds = columns[s]->published[docid - 1];
            const bool dated = seconds != std::numeric_limits<std::int64_t>::min();
            read(FieldId::source, s, docid); // it has one at most
            const std::string_view source = values.empty() ? std::string_view() : values.front();
            read(FieldId::agency, s, docid);
            counters[group].add(report == ShardGroups::alone ? std::string_view()
                                                             : copies.table.ids[report],
                                dated ? static_cast<double>(seconds) : 0, source, values);
        });
    known.sizes.clear();
    for (const GroupCounter& counter : counters) known.sizes.push_back(counter.size());
}

void add_columns(IndexView& view, const std::vector<Xapian::Database>& shards, ColumnStore& store) {
    std::vector<std::string> names;
    std::vector<std::string> keys;
    std::vector<ShardValues> values;
    for (std::size_t i = 0; i < shards.size(); ++i) {
        names.push_back(view.layout.shards[i].place);
        values.emplace_back(shards[i], view.layout.shards[i].remote);
        view.columns.push_back(store.load(names.back(), values.back()));
        keys.push_back(fmt::format("{}/{}", names.back(), state_of(shards[i])));
    }
    store.keep_only(names);
    for (KnownGroups* known : {&view.copies, &view.stories}) {
        known->table = store.members(known->groups.field()).find(keys, values, known->groups);
        measure(*known, view.copies, view.columns, store);
    }
}

// The stub file says nothing of a remote shard's commits: its newest article and the number of
// those taken out do.
void follow_remote_commits(IndexView& view, const std::vector<Xapian::Database>& shards) {
    if (view.look_again.load() == IndexView::Time::max()) return; // all are local
    std::uint64_t taken_out = 0;
    for (std::size_t i = 0; i < shards.size(); ++i) {
        if (!view.layout.shards[i].remote) continue;
        taken_out += shards[i].get_lastdocid() - shards[i].get_doccount();
        const std::string newest = shards[i].get_value_upper_bound(slots::committed);
        if (newest.empty()) continue;
        const auto stamp = static_cast<std::int64_t>(Xapian::sortable_unserialise(newest));
        view.layout.committed = std::max(view.layout.committed, stamp);
    }
    view.layout.revision +=
        static_cast<std::uint64_t>(view.layout.committed) + taken_out + view.missing.size();
}

void open_shards(const std::filesystem::path& index, bool may_miss, IndexView& view,
                 std::vector<Xapian::Database>& shards) {
    bool all_local = true;
    const std::vector<Shard> listed = std::exchange(view.layout.shards, {});
    for (const Shard& shard : listed) {
        all_local = all_local && !shard.remote;
        try {
            shards.push_back(open_shard(index, shard, longest_greeting));
            view.layout.shards.push_back(shard);
        } catch (const Xapian::NetworkError&) {
            view.missing.push_back(shard.place);
            if (!may_miss || view.missing.size() == listed.size()) throw;
        }
    }
    for (const Xapian::Database& shard : shards) view.states.push_back(state_of(shard));
    if (!all_local) view.look_again = next_look(view);
}

// Remote shards that are there may take longer to be read.
void be_patient(const std::filesystem::path& index, IndexView& view,
                std::vector<Xapian::Database>& shards) {
    for (std::size_t i = 0; i < shards.size(); ++i) {
        if (!view.layout.shards[i].remote) continue;
        shards[i] = open_shard(index, view.layout.shards[i]);
        view.states[i] = state_of(shards[i]);
    }
}

// Nothing but remote shards can change while the stub file stays.
bool is_same(const IndexView& view, const IndexView& known) {
    return known.look_again.load() != IndexView::Time::max() && known.stamp == view.stamp &&
           view.stamp != IndexStamp{} && known.layout.shards == view.layout.shards &&
           known.missing == view.missing && known.states == view.states;
}

bool are_columns_kept(const IndexView& view, const std::vector<Xapian::Database>& shards) {
    std::uint64_t remote = 0;
    for (std::size_t i = 0; i < shards.size(); ++i)
        if (view.layout.shards[i].remote) remote += shards[i].get_lastdocid();
    return remote <= most_remote_articles;
}

} // namespace

IndexStamp stamp_of(const std::filesystem::path& index) {
    struct stat info {};
    if (::stat((index / stub_name).c_str(), &info) != 0) return {};
    return {info.st_ino, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

bool IndexView::is_local() const {
    return std::none_of(layout.shards.begin(), layout.shards.end(),
                        [](const Shard& shard) { return shard.remote; });
}

bool IndexView::is_current(const std::filesystem::path& index) const {
    const IndexStamp now = stamp_of(index);
    return now == stamp && now != IndexStamp{} &&
           std::chrono::steady_clock::now() < look_again.load();
}

std::string state_of(const Xapian::Database& shard) {
    return fmt::format("{}/{}/{}", shard.get_uuid(), shard.get_lastdocid(), shard.get_doccount());
}

OpenedIndex open_index(const std::filesystem::path& index, ColumnStore* store, bool may_miss,
                       const std::shared_ptr<const IndexView>& known) {
    const IndexStamp stamp = stamp_of(index);
    // While a writer still takes replaced articles out of older shards the index must be read
    // again: nothing but this file says when it is done.
    std::error_code none;
    const bool unfinished = std::filesystem::exists(index / "pending", none);
    auto view = std::make_shared<IndexView>();
    OpenedIndex opened;
    view->layout = read_layout(index);
    if (!unfinished) view->stamp = stamp;
    open_shards(index, may_miss, *view, opened.shards);
    if (known && is_same(*view, *known)) {
        known->look_again = view->look_again.load();
        return {known, {}};
    }
    be_patient(index, *view, opened.shards);
    follow_remote_commits(*view, opened.shards);
    view->languages = languages_of(opened.shards);
    view->copies.groups.read(opened.shards);
    view->stories.groups.read(opened.shards);
    if (store != nullptr && are_columns_kept(*view, opened.shards))
        add_columns(*view, opened.shards, *store);
    opened.view = std::move(view);
    return opened;
}

} // namespace sitrep
