#include "server/guard.h"

#include <algorithm>

namespace sitrep {
namespace {

bool is_port(std::string_view text) {
    return text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

bool is_ours(std::string_view authority, std::string_view listen_host) {
    const std::string_view host = host_of(authority);
    return !host.empty() && (equals_ignoring_case(host, "localhost") || host == "127.0.0.1" ||
                             host == "::1" || equals_ignoring_case(host, listen_host));
}

} // namespace

bool is_loopback(std::string_view host) {
    if (equals_ignoring_case(host, "localhost") || host == "::1") return true;
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
}

std::string_view host_of(std::string_view authority) {
    std::size_t end = 0;
    std::string_view host;
    if (authority.starts_with('[')) {
        end = authority.find(']');
        if (end == authority.npos) return {};
        host = authority.substr(1, end - 1);
        ++end;
    } else {
        end = std::min(authority.find(':'), authority.size());
        host = authority.substr(0, end);
    }
    const std::string_view rest = authority.substr(end);
    if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return {};
    return host;
}

std::optional<Problem> refuse_foreign(std::string_view host, std::string_view origin,
                                      std::string_view listen_host, std::string_view public_url) {
    const bool local = is_loopback(listen_host);
    const std::size_t slashes = public_url.find("://");
    const std::string_view public_host =
        slashes == public_url.npos ? std::string_view() : public_url.substr(slashes + 3);
    const bool is_public =
        !host.empty() && !public_host.empty() && equals_ignoring_case(host, public_host);
    if (!origin.empty() && !public_url.empty() && equals_ignoring_case(origin, public_url))
        origin = {};
    if (!local && !origin.empty() && origin.substr(origin.find("://") + 3) == host) origin = {};
    // HTTP/1.0 clients may send no Host; browsers always do.
    if (local && !is_public && !host.empty() && !is_ours(host, listen_host))
        return plain_problem(421, "this server does not answer for that host",
                             "use the address that it printed when it started");
    constexpr std::string_view scheme = "http://";
    if (!origin.empty() && (!local || !origin.starts_with(scheme) ||
                            !is_ours(origin.substr(scheme.size()), listen_host)))
        return plain_problem(403, "pages of other sites may not use this server");
    return std::nullopt;
}

} // namespace sitrep
