// JSON as web pages carry it, often broken: trailing and missing commas, control characters and
// unescaped quotes in strings, comment and CDATA wrappers, quotes as character references.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep::html {

struct Json {
    enum class Kind : unsigned char { none, text, list, object };

    Kind kind = Kind::none;
    std::string text; // of a string, number or word; UTF-8
    std::vector<Json> elements;
    std::vector<std::pair<std::string, Json>> members;

    // nullptr: there is none. The first of the name.
    const Json* find(std::string_view name) const;
    // The text of a member, of the first entry of its list, or of its member "name" or "@id";
    // empty where there is none.
    std::string_view text_of(std::string_view name) const;
    std::string_view as_text() const;
};

// Reads what it can, never fails; linear. Values more than 60 deep are left out.
Json read_lenient_json(std::string_view text);

} // namespace sitrep::html
