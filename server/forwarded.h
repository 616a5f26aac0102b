// Whom a request comes from where a proxy stands between: what X-Forwarded-For and
// X-Forwarded-Proto say, believed only from proxies that are trusted.
#pragma once

#include "server/head.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// "127.0.0.1, ::1" -> addresses in their canonical form. Throws Error{usage}.
std::vector<std::string> parse_addresses(std::string_view list);

struct Client {
    std::string address; // of the client: the last one in the chain that is no trusted proxy
    bool https = false;  // it speaks TLS with the proxy
};
// `peer` is the other end of the connection. Headers of anyone who is not trusted count nothing.
Client client_of(const RequestHead& head, std::string_view peer,
                 const std::vector<std::string>& trusted);

} // namespace sitrep
