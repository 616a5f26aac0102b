// What of an article matters enough to tell its readers again when it changes.
#pragma once

#include "schema/article.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// "2..5" or "3"; empty where nothing is reported.
struct Facts {
    std::string title;
    std::string killed;
    std::string injured;
    std::vector<std::string> actors; // ids, sorted
    bool retracted = false;
    friend bool operator==(const Facts&, const Facts&) = default;
};

struct FactChange {
    std::string what; // title, killed, injured, actors, retracted
    std::string from;
    std::string to;
};

Facts facts_of(const Article& article);

std::string facts_json(const Facts& facts);
Facts parse_facts(std::string_view json); // of ours; what is damaged is empty

// What changed from one version of an article to the next. Titles that differ in case, accents or
// punctuation only are the same.
std::vector<FactChange> changes(const Facts& before, const Facts& after);

// What another report of the same story adds: only a higher toll, as every report says the rest in
// its own way.
std::vector<FactChange> higher_toll(const Facts& told, const Facts& other);
// The facts told, with the higher tolls of the other.
Facts with_toll(Facts told, const Facts& other);

// "killed: 3, was 2".
std::string describe(const FactChange& change);

} // namespace sitrep
