// What a writer remembers of the reports around the days it writes about, so that a new report can
// be compared with those of the same days.
//
// Reports are compared by their digests (schema/digest.h) as vectors whose features weigh more the
// rarer they are among what is remembered: in a thousand reports of one war the names of the war
// tell nothing.
#pragma once

#include "indexer/grouping.h"
#include "schema/date.h"
#include "schema/digest.h"

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

// Reports of one event are published within so many days of each other.
inline constexpr int story_days = 5;

class StoryMemory {
  public:
    using Number = std::uint32_t; // of a report, from 0

    struct Report {
        double published = 0; // seconds; 0: unknown
        std::string story;
        Digest digest;
        // Made by weigh():
        std::vector<float> weights; // of the features, of length 1 together
    };

    // Reads what is published within story_days of those days, as far as it is not remembered.
    // Cost: some microseconds a report, once a process.
    void load(const std::set<Day>& days, const PublishedShards& shards);
    // To be called when all that is remembered is published: starts anew where it became much.
    void bound();
    Number add(Report report);
    // To be called when all is added, before the rest.
    void weigh();

    std::size_t size() const { return reports_.size(); }
    Report& report(Number number) { return reports_[number]; }
    const Report& report(Number number) const { return reports_[number]; }

    // Cosine of the angle between two, 0 to 1.
    double similarity(Number a, Number b) const;
    // Reports of nearby days that may be alike, each once, `number` itself left out.
    void find_candidates(Number number, std::vector<Number>& candidates) const;

  private:
    void load_day(Day day, const PublishedShards& shards);
    void read(const Xapian::Database& shard, const std::vector<Xapian::docid>& docids);
    void weigh(Report& report);
    void index(Number number);
    double rarity(std::uint32_t feature) const;

    std::vector<Report> reports_;
    std::set<Day> loaded_;
    std::unordered_map<std::uint32_t, std::uint32_t> frequencies_; // of features
    // Reports by a leading feature and a stretch of days.
    std::unordered_map<std::uint64_t, std::vector<Number>> by_feature_;
    std::size_t weighed_ = 0;     // reports that have weights
    std::size_t weighed_for_ = 0; // how many there were when all were weighed
};

} // namespace sitrep
