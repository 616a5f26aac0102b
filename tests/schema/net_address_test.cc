#include "schema/net_address.h"

#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/un.h>

using namespace sitrep;

namespace {

sockaddr_storage address_of(const std::string& text) {
    sockaddr_storage result{};
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        std::memcpy(&result, &v4, sizeof v4);
    } else {
        REQUIRE(::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1);
        v6.sin6_family = AF_INET6;
        std::memcpy(&result, &v6, sizeof v6);
    }
    return result;
}

const sockaddr& plain(const sockaddr_storage& address) {
    return reinterpret_cast<const sockaddr&>(address);
}

} // namespace

TEST_CASE("only addresses of the public Internet are public", "[net]") {
    struct Row {
        const char* address;
        bool is_public;
    };
    const Row rows[] = {
        {"1.1.1.1", true},
        {"8.8.8.8", true},
        {"9.255.255.255", true},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.128.0.0", true},
        {"126.255.255.255", true},
        {"128.0.0.0", true},
        {"169.253.255.255", true},
        {"172.15.255.255", true},
        {"172.32.0.0", true},
        {"192.0.1.0", true},
        {"192.167.255.255", true},
        {"192.169.0.0", true},
        {"198.17.255.255", true},
        {"198.20.0.0", true},
        {"223.255.255.255", true},
        {"0.0.0.0", false},
        {"0.1.2.3", false},
        {"10.0.0.0", false},
        {"10.255.255.255", false},
        {"100.64.0.0", false},
        {"100.127.255.255", false},
        {"127.0.0.1", false},
        {"127.255.255.255", false},
        {"169.254.169.254", false},
        {"172.16.0.0", false},
        {"172.31.255.255", false},
        {"192.0.0.8", false},
        {"192.0.2.1", false},
        {"192.88.99.1", false},
        {"192.168.0.0", false},
        {"192.168.255.255", false},
        {"198.18.0.0", false},
        {"198.19.255.255", false},
        {"198.51.100.9", false},
        {"203.0.113.9", false},
        {"224.0.0.1", false},
        {"239.255.255.255", false},
        {"240.0.0.1", false},
        {"255.255.255.255", false},
        {"2606:4700:4700::1111", true},
        {"2a00:1450:4001::1", true},
        {"2001:200::1", true},
        {"2001:db7:ffff::1", true},
        {"3ffe:ffff::1", true},
        {"::", false},
        {"::1", false},
        {"::8.8.8.8", false}, // "compatible": long given up
        {"100::1", false},
        {"1fff::1", false},
        {"2001::1", false}, // Teredo
        {"2001:1ff::1", false},
        {"2001:db8::1", false},
        {"2002:7f00:1::", false},
        {"2002:808:808::", false},
        {"3fff:fff::1", false},
        {"4000::1", false},
        {"64:ff9b:1::8.8.8.8", false},
        {"fc00::1", false},
        {"fd12:3456:789a::1", false},
        {"fe80::1", false},
        {"fec0::1", false},
        {"ff02::1", false},
        // IPv4 in IPv6 is judged as what it leads to.
        {"::ffff:8.8.8.8", true},
        {"::ffff:127.0.0.1", false},
        {"::ffff:10.1.2.3", false},
        {"::ffff:169.254.169.254", false},
        {"64:ff9b::8.8.8.8", true},
        {"64:ff9b::192.168.1.1", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.address);
        const sockaddr_storage address = address_of(row.address);
        CHECK(is_public(plain(address)) == row.is_public);
    }
}

TEST_CASE("other families are not public", "[net]") {
    sockaddr_storage address{};
    for (const int family : {AF_UNSPEC, AF_UNIX, AF_NETLINK}) {
        address.ss_family = static_cast<sa_family_t>(family);
        CHECK_FALSE(is_public(plain(address)));
        CHECK_FALSE(is_own(plain(address)));
        CHECK_FALSE(to_string(plain(address)).empty());
    }
}

TEST_CASE("an address of an interface is the machine's own", "[net]") {
    CHECK(is_own(plain(address_of("127.0.0.1"))));
    CHECK(is_own(plain(address_of("::ffff:127.0.0.1"))));
    CHECK_FALSE(is_own(plain(address_of("203.0.113.77"))));
    CHECK_FALSE(is_own(plain(address_of("2001:db8::77"))));
}

TEST_CASE("addresses are written as people write them", "[net]") {
    for (const char* text : {"192.0.2.1", "2001:db8::1", "::1"})
        CHECK(to_string(plain(address_of(text))) == text);
}
