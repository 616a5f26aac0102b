// What went wrong, as an HTTP client is told: an RFC 9457 problem document.
#pragma once

#include "schema/error.h"
#include "server/message.h"

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sitrep {

struct Problem {
    int status = 500;
    std::string title;    // the same for all problems of a kind
    std::string detail{}; // of this one
    std::string hint{};   // what to do about it
    std::string parameter{};
    struct Position { // bytes of the query
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    std::optional<Position> position{};
};

// Of an error as it is caught. What an outsider has no business knowing (paths, our faults) is
// left out: `is_ours` says that it belongs into the log.
Problem problem_of(const Error& error);
bool is_ours(const Error& error);

// The phrase of a status alone: "Not Found".
std::string_view phrase_of(int status);
Problem plain_problem(int status, std::string detail, std::string hint = {});

// Ends a request with this answer.
class ProblemError : public std::exception {
  public:
    explicit ProblemError(Problem what_problem) : problem(std::move(what_problem)) {}
    const char* what() const noexcept override { return problem.detail.c_str(); }
    Problem problem;
    // Further headers of the answer: Retry-After, WWW-Authenticate.
    std::vector<std::pair<std::string, std::string>> headers{};
};

std::string problem_json(const Problem& problem);
HttpResponse problem_response(const Problem& problem);

} // namespace sitrep
