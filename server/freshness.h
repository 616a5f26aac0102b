// What stays the same as long as the index does need not be sent again: entity tags (RFC 9110).
#pragma once

#include "server/message.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sitrep {

// The tag of an answer to this request at a revision of the index. Weak: how long a search took is
// no part of it. Changes with the day, which "today" depends on, and when the server starts anew.
// `saved_revision`: of the saved searches that the request's query names.
std::string etag_of(const HttpRequest& request, std::uint64_t revision,
                    std::uint64_t saved_revision = 0);

// 304 where the client has that answer already.
std::optional<HttpResponse> if_unchanged(const HttpRequest& request, const std::string& etag);

} // namespace sitrep
