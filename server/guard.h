// Who may talk to a server on loopback: programs and pages of this machine, but no web page from
// elsewhere, neither by a request of its own (Origin) nor by a name of its own that leads here
// (Host; DNS rebinding).
#pragma once

#include "server/problem.h"

#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

// "127.0.0.1", "127.1.2.3", "localhost", "::1"; no port, no brackets.
bool is_loopback(std::string_view host);

// Of "[::1]:80" "::1", of "a.b:80" "a.b"; empty where it is malformed.
std::string_view host_of(std::string_view authority);

// Why a request is refused by a server that listens on `listen_host`; none: it is not. `public_url`
// ("https://sitrep.example.org", or empty) is what a proxy before it is called. A server that
// listens beyond loopback takes any Host: there keys decide; but pages of other sites stay out.
std::optional<Problem> refuse_foreign(std::string_view host, std::string_view origin,
                                      std::string_view listen_host,
                                      std::string_view public_url = {});

} // namespace sitrep
