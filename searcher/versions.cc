#include "searcher/versions.h"

#include "schema/date.h"
#include "schema/error.h"
#include "schema/pending.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr int most_tries = 50; // while a writer commits again and again
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86400 * second;

bool read_digits(std::string_view& text, std::size_t count, int& number) {
    if (text.size() < count) return false;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + count, number);
    if (error != std::errc{} || stop != text.data() + count || number < 0) return false;
    text.remove_prefix(count);
    return true;
}

bool skip(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

// "2025-07-04T12:30[:00[.123456]](Z|+02:00)"; without a zone it is UTC.
std::optional<std::int64_t> read_instant(std::string_view text) {
    int year = 0, month = 0, of_month = 0, hour = 0, minute = 0, seconds = 0;
    if (!read_digits(text, 4, year) || !skip(text, '-') || !read_digits(text, 2, month) ||
        !skip(text, '-') || !read_digits(text, 2, of_month) ||
        !(skip(text, 'T') || skip(text, ' ')) || !read_digits(text, 2, hour) || !skip(text, ':') ||
        !read_digits(text, 2, minute))
        return std::nullopt;
    if (skip(text, ':') && !read_digits(text, 2, seconds)) return std::nullopt;
    std::int64_t fraction = 0;
    if (skip(text, '.')) {
        std::int64_t unit = second;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            unit /= 10;
            fraction += (text.front() - '0') * unit;
            text.remove_prefix(1);
        }
    }
    int offset_hours = 0, offset_minutes = 0;
    int sign = 0;
    if (!skip(text, 'Z') && !text.empty()) {
        sign = skip(text, '+') ? 1 : skip(text, '-') ? -1 : 0;
        if (sign == 0 || !read_digits(text, 2, offset_hours)) return std::nullopt;
        skip(text, ':');
        if (!text.empty() && !read_digits(text, 2, offset_minutes)) return std::nullopt;
    }
    if (!text.empty() || year < 1 || month < 1 || month > 12 || of_month < 1 || of_month > 31 ||
        hour > 23 || minute > 59 || seconds > 60 || offset_hours > 23 || offset_minutes > 59)
        return std::nullopt;
    const std::int64_t minutes = hour * 60 + minute - sign * (offset_hours * 60 + offset_minutes);
    return std::int64_t{day_from_civil(year, month, of_month)} * day +
           (minutes * 60 + seconds) * second + fraction;
}

std::int64_t stamp_of(const std::string& value) {
    return static_cast<std::int64_t>(Xapian::sortable_unserialise(value));
}

std::vector<std::int64_t> read_stamps(const Xapian::Database& database, Slot slot) {
    std::vector<std::int64_t> stamps(database.get_lastdocid());
    for (auto value = database.valuestream_begin(slot); value != database.valuestream_end(slot);
         ++value)
        stamps[value.get_docid() - 1] = stamp_of(*value);
    return stamps;
}

} // namespace

std::int64_t parse_moment(std::string_view text) {
    constexpr std::size_t digits_of_stamp = 12; // fewer are a year, or a day without hyphens
    if (text.size() >= digits_of_stamp && text.size() <= 18) {
        std::int64_t stamp = 0;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), stamp);
        if (error == std::errc{} && stop == text.data() + text.size()) return stamp;
    }
    if (const auto instant = read_instant(text)) return *instant;
    const auto days = parse_period(text, today());
    if (!days)
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is no moment for as_of", text),
                    "write 2025-07-04T12:30:00Z, or 2025-07-04, 2025-07, yesterday or P7D for "
                    "where that begins");
    return std::int64_t{days->from} * day;
}

std::string format_moment(std::int64_t microseconds) {
    std::int64_t days = microseconds / day;
    std::int64_t rest = microseconds % day;
    if (rest < 0) {
        rest += day;
        --days;
    }
    const std::int64_t seconds = rest / second;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", format_day(static_cast<Day>(days)),
                       seconds / 3600, seconds / 60 % 60, seconds % 60, rest % second);
}

VersionView::VersionView(const fs::path& index, std::optional<std::int64_t> as_of)
    : index_(index), asked_(as_of) {
    for (int tries = 1; !open(); ++tries)
        if (tries == most_tries)
            throw Error(ErrorKind::index, "the index changes too fast", "try again later");
    read_languages();
    std::vector<Xapian::Database> databases;
    std::vector<Xapian::Database> gapped;
    bool remote = false;
    for (const Shard& shard : layout_.shards) remote = remote || shard.remote;
    for (const VersionShard& shard : shards_) {
        databases.push_back(shard.database);
        if (shard.database.get_doccount() != shard.database.get_lastdocid())
            gapped.push_back(shard.database);
    }
    if (!remote) term_queries_ = TermQueries(std::move(gapped));
    for (ArticleGroups* groups : {&copies_, &stories_})
        groups->read(databases, as_of_.value_or(std::numeric_limits<std::int64_t>::max()));
}

// False where the writer published something meanwhile. What a commit has left to do (see
// pending.h) is taken as done.
bool VersionView::open() {
    shards_.clear();
    all_ = Xapian::Database();
    documents_ = length_ = 0;
    layout_ = read_layout(index_);
    std::optional<Pending> pending = read_pending(index_);
    if (pending && pending->revision > layout_.revision) pending.reset();
    if (pending) std::sort(pending->deletions.begin(), pending->deletions.end());
    std::vector<Shard> past = read_history_layout(index_).shards;
    if (pending && !pending->history.empty() &&
        std::find(past.begin(), past.end(), Shard{false, pending->history}) == past.end())
        past.push_back({false, pending->history});
    as_of_.reset();
    if (asked_) as_of_ = std::min(*asked_, layout_.committed);
    for (const Shard& shard : layout_.shards) {
        std::vector<Xapian::docid> hidden;
        if (pending && !shard.remote)
            for (const Deletion& deletion : pending->deletions)
                if (deletion.shard == shard.place) hidden.push_back(deletion.docid);
        add_shard(open_shard(index_, shard), false, hidden);
    }
    for (const Shard& shard : past) add_shard(open_shard(index_ / history_name, shard), true, {});
    if (read_layout(index_).revision != layout_.revision) return false;
    const std::optional<Pending> now = read_pending(index_);
    const auto revision = [&](const std::optional<Pending>& p) {
        return p && p->revision <= layout_.revision ? p->revision : 0;
    };
    return revision(now) == revision(pending);
}

bool VersionView::is_current(std::optional<std::int64_t> as_of) const {
    return as_of == asked_ && read_layout(index_).revision == layout_.revision;
}

void VersionView::add_shard(const Xapian::Database& database, bool is_history,
                            const std::vector<Xapian::docid>& hidden) {
    all_.add_database(database);
    VersionShard& shard = shards_.emplace_back();
    shard.database = database;
    shard.committed = read_stamps(database, slots::committed);
    if (is_history) shard.superseded = read_stamps(database, slots::superseded);
    shard.visible.resize(shard.committed.size());
    shard.lengths.resize(shard.committed.size());
    for (auto id = database.postlist_begin(""); id != database.postlist_end(""); ++id) {
        const std::size_t i = *id - 1;
        if (std::binary_search(hidden.begin(), hidden.end(), *id)) continue;
        shard.visible[i] = true;
        shard.lengths[i] = id.get_doclength();
        if (!as_of_) continue;
        const std::int64_t until = shard.superseded_at(*id);
        shard.visible[i] = shard.committed[i] <= *as_of_ && (until == 0 || until > *as_of_);
    }
    if (is_history && as_of_) {
        const std::string term = make_term(prefixes::past, past_tombstone);
        for (auto id = database.postlist_begin(term); id != database.postlist_end(term); ++id)
            shard.visible[*id - 1] = false;
    }
    for (std::size_t i = 0; i < shard.visible.size(); ++i) {
        if (!shard.visible[i]) continue;
        ++documents_;
        length_ += shard.lengths[i];
    }
}

void VersionView::read_languages() {
    const std::string prefix(field(FieldId::lang).prefix);
    std::set<std::string> found;
    for (const VersionShard& shard : shards_) {
        const auto end = shard.database.allterms_end(prefix);
        for (auto term = shard.database.allterms_begin(prefix); term != end; ++term) {
            const std::string code = (*term).substr(prefix.size());
            if (found.contains(code)) continue;
            auto posting = shard.database.postlist_begin(*term);
            while (posting != shard.database.postlist_end(*term) && !shard.sees(*posting))
                ++posting;
            if (posting != shard.database.postlist_end(*term)) found.insert(code);
        }
    }
    found.erase("en");
    languages_ = {"en"};
    languages_.insert(languages_.end(), found.begin(), found.end());
}

} // namespace sitrep
