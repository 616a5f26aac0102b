// Saved searches by name: what search:NAME stands for, and what may be saved at all.
//
// They are the subscriptions of the state (see state.h): one that was saved from the command line
// is paused, and tells nobody anything until somebody resumes it in the server. Names are one where
// they fold to the same (case, diacritics, spaces). Whose they are is asked everywhere; the command
// line's owner is the empty one, as is everybody's where a server has no keys.
#pragma once

#include "searcher/search.h"
#include "searcher/state.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct SavedSearch {
    std::string name;
    std::string query;
    std::string state; // watched, paused, or why it is neither: broken, gone, unsubscribed
    std::string problem;
};

namespace saved_limits {
inline constexpr std::size_t of_an_owner = 20'000;
inline constexpr std::size_t name_bytes = 200;
inline constexpr std::size_t query_bytes = 4096;
} // namespace saved_limits

// By name. Throws SqliteError.
std::vector<SavedSearch> list_saved(State& state, std::string_view owner);

// For SearchRequest::saved; `state` must outlive it. Throws Error{query} for a name that several
// have.
SavedSearches saved_searches(State& state, std::string owner);
// The same of the command line: the file is opened when a query names a saved search, and not made.
SavedSearches saved_searches(const std::filesystem::path& state_file);

// Whether a query may name a saved search.
bool names_saved(std::string_view query);
// How a query names it: search:drones, search:"my east".
std::string saved_clause(const std::string& name);

// What a query would be read as, once it is saved as `name`: throws Error{query} like parse_query,
// where it names itself by way of others, and for versions:all, which is not about what is new.
ParsedQuery parse_to_save(std::string_view query, std::string_view name, const Gazetteer& gazetteer,
                          Day today, const SavedSearches& saved);

// One line of UTF-8 with something in it to be found by; throws Error{usage} for what is none.
void check_saved_name(const std::string& name);

// Saves a search as the command line does, in place of one of that name: true where there was one.
// `since` is the newest commit. Throws Error{usage} for a name that is none, Error{limit}.
bool save_search(State& state, std::string_view owner, const std::string& name,
                 const std::string& query, std::int64_t since);
// False: there is none.
bool forget_search(State& state, std::string_view owner, std::string_view name);

// The whole of a search as one query, periods as they were written. Throws Error{usage} for what no
// query says: as_of, all versions.
std::string query_of(const SearchRequest& request, const Gazetteer& gazetteer);

} // namespace sitrep
