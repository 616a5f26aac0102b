// Addresses that a stranger's URL may lead to: what Sitrep fetches or notifies on somebody's word
// must not reach the machine itself or the network behind it. Ask at connect time, of the address
// connected to: a name may resolve to something else each time it is asked.
#pragma once

#include <string>

#include <sys/socket.h>

namespace sitrep {

// Whether an address belongs to the public Internet: no loopback, link-local, private, shared,
// multicast, reserved or documentation address (IANA's special-purpose registries, RFC 6890 and
// its updates), no IPv4 address that is none of these hidden in an IPv6 one (mapped, NAT64), and
// no other family. `address` must be as long as its family says.
bool is_public(const sockaddr& address);

// Whether an interface of this machine has the address, a public one for example. Asks the kernel.
bool is_own(const sockaddr& address);

// "192.0.2.1", "2001:db8::1"; for other families what they are.
std::string to_string(const sockaddr& address);

} // namespace sitrep
