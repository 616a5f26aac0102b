// An answer -> the bytes of HTTP/1.
#pragma once

#include "server/connection.h"
#include "server/head.h"
#include "server/message.h"

#include <exception>
#include <functional>

namespace sitrep {

struct SendOptions {
    bool is_head = false; // no body
    bool gzip = false;    // the client takes it
    bool keep_alive = true;
    int minor_version = 1; // of the request
    // The answer for what a streamed body throws before anything of it was sent.
    std::function<HttpResponse(std::exception_ptr)> on_failure{};
};

// False where the connection has to end: it broke, or the answer ends with it. What was sent of the
// body is added to `sent`.
bool send(Connection& connection, HttpResponse answer, const SendOptions& options,
          std::uint64_t& sent);

} // namespace sitrep
