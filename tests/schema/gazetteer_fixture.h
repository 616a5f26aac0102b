// What the tests of the gazetteer share: rows of their own laid over it, and answers as text.
#pragma once

#include "schema/gazetteer.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep::test {

using Texts = std::vector<std::pair<std::string, std::string>>;

// The built-in gazetteer under rows of our own.
struct Overlaid {
    explicit Overlaid(const std::string& text) : gazetteer(Texts{{"own.tsv", text}}, problems) {}
    std::vector<std::string> problems;
    Gazetteer gazetteer;
};

// Ids parted by spaces.
std::string ids(const Gazetteer& gazetteer, const std::vector<Entity>& entities);
std::string ids(const Gazetteer& gazetteer, const std::vector<EntityIndex>& indices);
// Of what a name stands for.
std::string regions(const Gazetteer& gazetteer, std::string_view name);
std::string actors(const Gazetteer& gazetteer, std::string_view name);

// "Text: likeliest meaning, ..." of every match in a text.
std::string matches(const Gazetteer& gazetteer, std::string_view text);

bool has_word(const std::string& words, const std::string& word);

} // namespace sitrep::test
