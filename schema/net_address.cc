#include "schema/net_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <netinet/in.h>

namespace sitrep {
namespace {

using Bytes4 = std::array<std::uint8_t, 4>;
using Bytes16 = std::array<std::uint8_t, 16>;

template <std::size_t N>
struct Network {
    std::array<std::uint8_t, N> prefix;
    unsigned bits;

    bool holds(const std::array<std::uint8_t, N>& address) const {
        const std::ptrdiff_t whole = bits / 8;
        if (!std::equal(prefix.begin(), prefix.begin() + whole, address.begin())) return false;
        const unsigned rest = bits % 8;
        const std::size_t at = bits / 8;
        return rest == 0 || (prefix[at] ^ address[at]) >> (8 - rest) == 0;
    }
};

constexpr std::array not_public_4{
    Network<4>{{0, 0, 0, 0}, 8},       // this network
    Network<4>{{10, 0, 0, 0}, 8},      // private
    Network<4>{{100, 64, 0, 0}, 10},   // shared behind a carrier's translation
    Network<4>{{127, 0, 0, 0}, 8},     // loopback
    Network<4>{{169, 254, 0, 0}, 16},  // link-local, and clouds' metadata
    Network<4>{{172, 16, 0, 0}, 12},   // private
    Network<4>{{192, 0, 0, 0}, 24},    // protocol assignments
    Network<4>{{192, 0, 2, 0}, 24},    // documentation
    Network<4>{{192, 88, 99, 0}, 24},  // relays of 6to4
    Network<4>{{192, 168, 0, 0}, 16},  // private
    Network<4>{{198, 18, 0, 0}, 15},   // benchmarks
    Network<4>{{198, 51, 100, 0}, 24}, // documentation
    Network<4>{{203, 0, 113, 0}, 24},  // documentation
    Network<4>{{224, 0, 0, 0}, 3},     // multicast, reserved, broadcast
};

constexpr Network<16> unicast_6{{0x20}, 3}; // all that IANA gives out
constexpr std::array not_public_6{
    Network<16>{{0x20, 0x01, 0x00}, 23},       // protocol assignments, Teredo
    Network<16>{{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    Network<16>{{0x20, 0x02}, 16},             // 6to4: any IPv4 address may hide in it
    Network<16>{{0x3f, 0xff}, 20},             // documentation
};
// An IPv4 address is their last four bytes.
constexpr std::array hides_4{
    Network<16>{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, // mapped
    Network<16>{{0x00, 0x64, 0xff, 0x9b}, 96},                   // NAT64
};

template <std::size_t N, std::size_t M>
bool in_any(const std::array<Network<N>, M>& networks, const std::array<std::uint8_t, N>& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network<N>& network) { return network.holds(address); });
}

Bytes4 bytes_4(const sockaddr& address) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    Bytes4 bytes;
    std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
    return bytes;
}

Bytes16 bytes_6(const sockaddr& address) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    Bytes16 bytes;
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return bytes;
}

bool is_same(const sockaddr& a, const sockaddr& b) {
    if (a.sa_family != b.sa_family) return false;
    if (a.sa_family == AF_INET) return bytes_4(a) == bytes_4(b);
    return a.sa_family == AF_INET6 && bytes_6(a) == bytes_6(b);
}

// An IPv4 address that hides in an IPv6 one, as itself; others as they are.
sockaddr_storage unwrapped(const sockaddr& address) {
    sockaddr_storage result{};
    if (address.sa_family == AF_INET6 && in_any(hides_4, bytes_6(address))) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        std::memcpy(&in.sin_addr, bytes_6(address).data() + 12, 4);
        std::memcpy(&result, &in, sizeof in);
    } else {
        std::memcpy(&result, &address,
                    address.sa_family == AF_INET6  ? sizeof(sockaddr_in6)
                    : address.sa_family == AF_INET ? sizeof(sockaddr_in)
                                                   : sizeof(sa_family_t));
    }
    return result;
}

const sockaddr& plain(const sockaddr_storage& address) {
    return reinterpret_cast<const sockaddr&>(address);
}

} // namespace

bool is_public(const sockaddr& address) {
    const sockaddr_storage meant = unwrapped(address);
    if (meant.ss_family == AF_INET) return !in_any(not_public_4, bytes_4(plain(meant)));
    if (meant.ss_family != AF_INET6) return false;
    const Bytes16 bytes = bytes_6(plain(meant));
    return unicast_6.holds(bytes) && !in_any(not_public_6, bytes);
}

bool is_own(const sockaddr& address) {
    const sockaddr_storage meant = unwrapped(address);
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) return false;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(all, ::freeifaddrs);
    for (const ifaddrs* interface = all; interface != nullptr; interface = interface->ifa_next)
        if (interface->ifa_addr != nullptr && is_same(*interface->ifa_addr, plain(meant)))
            return true;
    return false;
}

std::string to_string(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.sa_family == AF_INET) {
        const Bytes4 bytes = bytes_4(address);
        return ::inet_ntop(AF_INET, bytes.data(), text.data(), text.size());
    }
    if (address.sa_family == AF_INET6) {
        const Bytes16 bytes = bytes_6(address);
        return ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    }
    return fmt::format("an address of family {}", address.sa_family);
}

} // namespace sitrep
