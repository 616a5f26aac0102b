// Query strings of URLs: "q=drone+strikes&region=ukraine".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct Parameter {
    std::string name;
    std::string value;
};

// As forms encode it: + is a space, %XX a byte; a % that starts no such pair stands for itself.
std::string decode_component(std::string_view text);
// As paths encode it: the same, but + stands for itself.
std::string decode_path(std::string_view text);
// Letters, digits and -._~ stay, and of the rest what a query string may hold and reads well
// (: , / @ *); a space becomes +.
std::string encode_component(std::string_view text);

// As one part of a path: all but letters, digits and -._~ as %XX.
std::string encode_path_part(std::string_view text);

// In order; a part without "=" has an empty value. Empty parts are left out.
std::vector<Parameter> parse_query_string(std::string_view text);
// "a=1&b=2"
std::string to_query_string(const std::vector<Parameter>& parameters);

} // namespace sitrep
