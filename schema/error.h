// What went wrong, said to a person: where, why, and what to do about it.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace sitrep {

enum class ErrorKind {
    usage,    // an option or parameter that makes no sense
    query,    // a query that cannot be honoured; `begin`/`end` are byte offsets into it
    input,    // an article, file or record that cannot be read
    index,    // a database that is missing, locked, damaged or of another schema version
    busy,     // somebody else has it at the moment: the same may work later
    limit,    // a limit of Sitrep's own was reached
    internal, // our fault
};

// Ends the operation at hand. `what()` is the message without the hint. UTF-8 throughout.
class Error : public std::exception {
  public:
    Error(ErrorKind what_kind, std::string what_message, std::string what_hint = {})
        : kind(what_kind), message(std::move(what_message)), hint(std::move(what_hint)) {}

    const char* what() const noexcept override { return message.c_str(); }

    // 0 done, 1 our fault, 2 the user's.
    int exit_code() const { return kind == ErrorKind::internal ? 1 : 2; }

    ErrorKind kind;
    std::string message;
    std::string hint;        // what the user can do, or empty
    std::uint32_t begin = 0; // for ErrorKind::query: the part of the query it is about
    std::uint32_t end = 0;
};

} // namespace sitrep
