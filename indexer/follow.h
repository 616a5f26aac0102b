// Follows feeds and folders: what is new in them is in the index within seconds.
#pragma once

#include "indexer/command.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace sitrep {

// Follows the inputs of the command (addresses of feeds, lists of feeds, folders) and all that was
// followed before, until SIGINT or SIGTERM, or with `once` until all that is due was asked. The
// exit code: 0 done, 3 done but some sources failed or records were rejected.
int follow(const IndexCommand& command);

// Prints a line for each source; warnings of those that fell silent go to standard error.
int print_sources(const std::filesystem::path& index);

// Forgets a source and what is known of it; its articles stay. Throws Error{usage} for an unknown
// one.
void forget_source(const std::filesystem::path& index, const std::string& name);

} // namespace sitrep
