// The log: a JSON object a line, on standard error.
#pragma once

#include "server/message.h"

#include <cstdint>
#include <string_view>

namespace sitrep {

struct LogOptions {
    bool requests = false; // a line a request
    bool queries = false;  // with its query string: what people look for is theirs
};

// A fault of ours, or a remark of the server's.
void log_fault(std::string_view where, std::string_view what);
void log_note(std::string_view what);

struct LoggedRequest {
    std::string_view method;
    std::string_view path;  // as sent
    std::string_view query; // logged only with LogOptions::queries
    std::string_view remote;
    std::string_view key; // the name of the key it came with
    int status = 0;
    double milliseconds = 0;
    std::uint64_t bytes = 0;
};
void log_request(const LoggedRequest& request, const LogOptions& options);

} // namespace sitrep
