// What the benches have in common: their command lines, and how they end.
#pragma once

#include <functional>

#include <boost/program_options.hpp>

namespace sitrep::bench {

// Reads the command line and does the work; the text of `description` for --help, which is added.
// Returns the exit code; errors are told.
int run_program(int argc, char** argv, boost::program_options::options_description description,
                const std::function<void()>& work);

} // namespace sitrep::bench
