#include "server/forwarded.h"

#include "schema/error.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

namespace sitrep {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> items_of(std::string_view list) {
    std::vector<std::string_view> items;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        if (const auto item = trimmed(list.substr(begin, end - begin)); !item.empty())
            items.push_back(item);
        begin = end + 1;
    }
    return items;
}

// One address, one spelling; that of IPv4 within IPv6 is IPv4's. Ports, as some proxies add them to
// IPv4 or behind brackets, are left out. None: it is no address.
std::optional<std::string> canonical(std::string_view text) {
    if (text.starts_with('[')) {
        text = text.substr(1, std::min(text.find(']'), text.size()) - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    constexpr std::string_view v4_in_v6 = "::ffff:";
    if (text.starts_with(v4_in_v6) && text.find('.') != text.npos)
        text.remove_prefix(v4_in_v6.size());
    const std::string given(text);
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> printed{};
    for (const int family : {AF_INET, AF_INET6})
        if (::inet_pton(family, given.c_str(), bytes.data()) == 1)
            return ::inet_ntop(family, bytes.data(), printed.data(), printed.size());
    return std::nullopt;
}

} // namespace

std::vector<std::string> parse_addresses(std::string_view list) {
    std::vector<std::string> addresses;
    for (const std::string_view item : items_of(list)) {
        auto address = canonical(item);
        if (!address)
            throw Error(ErrorKind::usage, fmt::format("\"{}\" is not an address", item),
                        "--trusted-proxies takes IP addresses: 127.0.0.1,::1");
        addresses.push_back(*std::move(address));
    }
    return addresses;
}

Client client_of(const RequestHead& head, std::string_view peer,
                 const std::vector<std::string>& trusted) {
    const auto is_trusted = [&](const std::string& address) {
        return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
    };
    Client client{canonical(peer).value_or(std::string(peer)), false};
    if (trusted.empty() || !is_trusted(client.address)) return client;
    client.https = head.header("x-forwarded-proto") == "https";
    std::vector<std::string_view> chain; // from the client to the last proxy
    for (const auto& [name, value] : head.headers)
        if (name == "x-forwarded-for")
            for (const std::string_view item : items_of(value)) chain.push_back(item);
    for (const std::string_view item : chain | std::views::reverse) {
        auto address = canonical(item);
        if (!address) break; // what is before it was written by whoever wrote this
        client.address = *std::move(address);
        if (!is_trusted(client.address)) break;
    }
    return client;
}

} // namespace sitrep
