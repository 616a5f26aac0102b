// What sitrep-search does, options apart.
#pragma once

#include "searcher/search.h"

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace sitrep {

struct OutputFormat {
    std::string_view name;
    std::string_view help;
};
std::span<const OutputFormat> output_formats();

struct SearchCommand {
    std::filesystem::path index;
    SearchRequest request;      // limit 0: all
    bool default_facets = true; // those of the format, where none are named
    std::string format = "text";
    std::string id;        // show this article instead of searching
    bool versions = false; // and what it said before
    bool partial = false;  // answer without remote shards that are down
    std::string similar;   // show articles like this one
    // Saved searches: where they are kept; the name to save this one as; the list of them; the name
    // of one to forget.
    std::filesystem::path state;
    std::string save;
    bool saved = false;
    std::string forget;
    std::filesystem::path citation; // a file to write what the result is of into, or empty
    bool color = false;
    std::size_t width = 80;
};

// Writes to `out`. Throws Error. False if --id or --similar names no article.
bool run(const SearchCommand& command, std::ostream& out);

// Whether it saves, lists or forgets saved searches: then it is for run_saved(). Throws Error.
bool is_about_saved(const SearchCommand& command);
void run_saved(const SearchCommand& command, std::ostream& out);

// The table of fields, for --fields.
void print_fields(std::ostream& out);

// The entities of a field (region or actor) with a name that begins with `prefix`, and their
// names, for --fields actor --prefix hez; all of them where it is empty. Throws Error.
void print_names(const Gazetteer& gazetteer, std::string_view field_name, std::string_view prefix,
                 std::ostream& out);

// "region,actor:20" -> facets; "none": none.
std::vector<FacetRequest> parse_facets(std::string_view list);

} // namespace sitrep
