// What the reports of a story gave for the killed, or the injured, as time went on. Within the page
// files only.
#pragma once

#include "searcher/search.h"
#include "server/template.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct TollPoint {
    std::int64_t time = 0; // published, wall seconds
    bool dated = false;
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::string who; // "Wire One, 2024-07-08"
};

struct Tolls {
    std::vector<TollPoint> points;
    // By report: what its toll is beside the last one before it; empty where there is none.
    std::vector<std::string> changes;
};

// `reports`: the oldest first. `toll`: Article::killed or injured.
Tolls tolls_of(const std::vector<Hit>& reports, std::optional<Casualties> Article::*toll);

// The points, not none, as a picture with a sentence that says the same.
TemplateData toll_chart(std::string_view name, const Tolls& tolls);

} // namespace sitrep
