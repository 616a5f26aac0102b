#include "indexer/story_memory.h"

#include "schema/field.h"

#include <algorithm>
#include <cmath>

namespace sitrep {
namespace {

constexpr std::size_t most_reports = 150'000;
// How many features a report is looked up by.
constexpr std::size_t leading_features = 10;
// How many of them two reports must share to be compared.
constexpr std::uint32_t least_shared = 2;
// What more reports of a stretch of days share than this tells none of them apart.
constexpr std::size_t most_sharing = 300;
// Rarity is smoothed, since little is remembered at first.
constexpr double added_reports = 500;
constexpr double added_frequency = 5;

constexpr double day_seconds = 86400;

std::int64_t stretch_of(double published) {
    return published == 0
               ? -1
               : static_cast<std::int64_t>(std::floor(published / day_seconds)) / story_days;
}

std::uint64_t key_of(std::uint32_t feature, std::int64_t stretch) {
    return std::uint64_t{feature} << 32 | static_cast<std::uint32_t>(stretch);
}

// Positions in a digest, the weightiest first.
std::vector<std::size_t> leading(const StoryMemory::Report& report) {
    std::vector<std::size_t> order(report.weights.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const std::size_t count = std::min(leading_features, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                      order.end(), [&](std::size_t a, std::size_t b) {
                          return report.weights[a] != report.weights[b]
                                     ? report.weights[a] > report.weights[b]
                                     : a < b;
                      });
    order.resize(count);
    return order;
}

double seconds_of(const std::string& value) {
    return value.empty() ? 0 : Xapian::sortable_unserialise(value);
}

} // namespace

void StoryMemory::load(const std::set<Day>& days, const PublishedShards& shards) {
    std::set<Day> around;
    for (const Day day : days)
        for (Day near = day - story_days; near <= day + story_days; ++near)
            if (!loaded_.contains(near)) around.insert(near);
    for (const Day day : around) load_day(day, shards);
    loaded_.merge(around);
}

void StoryMemory::bound() {
    if (reports_.size() > most_reports) *this = {};
}

void StoryMemory::load_day(Day day, const PublishedShards& shards) {
    const std::string term = make_term(field(FieldId::date).prefix, format_day(day));
    for (const auto& [name, shard] : shards) {
        const std::vector<Xapian::docid> docids(shard.postlist_begin(term),
                                                shard.postlist_end(term));
        if (!docids.empty()) read(shard, docids);
    }
}

void StoryMemory::read(const Xapian::Database& shard, const std::vector<Xapian::docid>& docids) {
    auto digest = shard.valuestream_begin(slots::digest);
    auto story = shard.valuestream_begin(field(FieldId::story).slot);
    auto published = shard.valuestream_begin(slots::published_seconds);
    const auto value = [](Xapian::ValueIterator& stream, Xapian::docid docid) {
        if (stream != Xapian::ValueIterator()) stream.skip_to(docid);
        const bool found = stream != Xapian::ValueIterator() && stream.get_docid() == docid;
        return found ? *stream : std::string();
    };
    for (const Xapian::docid docid : docids)
        add({seconds_of(value(published, docid)),
             value(story, docid),
             decode_digest(value(digest, docid)),
             {}});
}

StoryMemory::Number StoryMemory::add(Report report) {
    for (const Digest::Feature& feature : report.digest.features) ++frequencies_[feature.hash];
    reports_.push_back(std::move(report));
    return static_cast<Number>(reports_.size() - 1);
}

double StoryMemory::rarity(std::uint32_t feature) const {
    const auto found = frequencies_.find(feature);
    const double frequency = found == frequencies_.end() ? 0 : found->second;
    return std::log((static_cast<double>(reports_.size()) + added_reports) /
                    (frequency + added_frequency));
}

void StoryMemory::weigh() {
    if (reports_.size() > weighed_for_ + weighed_for_ / 4) {
        by_feature_.clear();
        weighed_ = 0;
        weighed_for_ = reports_.size();
    }
    for (; weighed_ < reports_.size(); ++weighed_) {
        weigh(reports_[weighed_]);
        index(static_cast<Number>(weighed_));
    }
}

void StoryMemory::weigh(Report& report) {
    report.weights.clear();
    double squares = 0;
    for (const Digest::Feature& feature : report.digest.features) {
        const double weight = feature.weight * std::max(rarity(feature.hash), 0.0);
        squares += weight * weight;
        report.weights.push_back(static_cast<float>(weight));
    }
    const auto length = static_cast<float>(std::sqrt(squares));
    if (length > 0)
        for (float& weight : report.weights) weight /= length;
}

void StoryMemory::index(Number number) {
    const Report& r = reports_[number];
    const std::int64_t stretch = stretch_of(r.published);
    for (const std::size_t i : leading(r))
        by_feature_[key_of(r.digest.features[i].hash, stretch)].push_back(number);
}

double StoryMemory::similarity(Number a, Number b) const {
    const Report& x = reports_[a];
    const Report& y = reports_[b];
    double product = 0;
    for (std::size_t i = 0, j = 0; i < x.weights.size() && j < y.weights.size();) {
        const std::uint32_t of_x = x.digest.features[i].hash;
        const std::uint32_t of_y = y.digest.features[j].hash;
        if (of_x == of_y)
            product += double{x.weights[i++]} * double{y.weights[j++]};
        else
            ++(of_x < of_y ? i : j);
    }
    return product;
}

void StoryMemory::find_candidates(Number number, std::vector<Number>& candidates) const {
    candidates.clear();
    const Report& r = reports_[number];
    const std::int64_t stretch = stretch_of(r.published);
    const bool dated = r.published != 0;
    for (const std::size_t i : leading(r))
        for (std::int64_t at = stretch - (dated ? 1 : 0); at <= stretch + (dated ? 1 : 0); ++at) {
            const auto found = by_feature_.find(key_of(r.digest.features[i].hash, at));
            if (found == by_feature_.end() || found->second.size() > most_sharing) continue;
            candidates.insert(candidates.end(), found->second.begin(), found->second.end());
        }
    std::sort(candidates.begin(), candidates.end());
    std::size_t kept = 0;
    for (std::size_t begin = 0, end = 0; begin < candidates.size(); begin = end) {
        while (end < candidates.size() && candidates[end] == candidates[begin]) ++end;
        if (candidates[begin] != number && end - begin >= least_shared)
            candidates[kept++] = candidates[begin];
    }
    candidates.resize(kept);
}

} // namespace sitrep
