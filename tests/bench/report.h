// What was measured, of several engines in one run: a table of ratios for people, JSON for
// programs, and a history that shows what became slower.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sitrep::bench {

struct Row {
    std::string what;
    std::string unit;
    std::vector<double> values; // by engine; NaN, or left out at the end: not measured
};

struct Report {
    std::string corpus; // what it is made of
    std::size_t articles = 0;
    double megabytes = 0;             // of text
    std::vector<std::string> engines; // of the columns: "sitrep", "plain" and others
    std::vector<Row> rows;

    // Sitrep's value, and what part of the rivals' it is.
    void print() const;
    // An object a run, appended as a line.
    void append_to(const std::filesystem::path& history) const;
    // Names the rows whose ratio to plain Xapian is more than a tenth above the median of earlier
    // runs over the same corpus. Times differ between machines and days, ratios hardly.
    void compare_with(const std::filesystem::path& history) const;
};

} // namespace sitrep::bench
