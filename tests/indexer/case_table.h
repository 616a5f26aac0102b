// The table of hard cases: reading and marking it. What a row means: cases_test.cc.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace sitrep {

// One thing that must, or must not, be found.
struct Expectation {
    std::string written; // as in the table
    bool negative = false;
    bool exact = false;
    std::string field;
    std::vector<std::string> values; // any of them
    std::string span;                // words of the evidence, or empty
};

struct Case {
    std::size_t line = 0; // 1-based
    bool todo = false;
    std::string title;
    std::string text;
    std::string date; // "2025-07-04", or empty
    std::string lang; // or empty: to be found
    std::vector<Expectation> expectations;
    std::string malformed; // why this is no case, or empty
};

struct CaseFile {
    std::filesystem::path path;
    std::vector<std::string> lines;
    std::vector<Case> cases;
};

CaseFile read_cases(const std::filesystem::path& path);

// Rewrites the file with the marks that its cases carry now.
void write_marks(const CaseFile& file);

} // namespace sitrep
