#include "server/session/network.hpp"

#include <arpa/inet.h>

#include <array>

namespace motcua::session {

std::string network_of(const std::string& address) {
    in6_addr bytes{};
    const std::string without_zone = address.substr(0, address.find('%'));  // a link-local one names its interface
    if (::inet_pton(AF_INET6, without_zone.c_str(), &bytes) != 1)
        return address;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (IN6_IS_ADDR_V4MAPPED(&bytes)) {
        ::inet_ntop(AF_INET, bytes.s6_addr + 12, text.data(), text.size());
        return text.data();
    }
    for (int i = 8; i < 16; ++i)
        bytes.s6_addr[i] = 0;
    ::inet_ntop(AF_INET6, &bytes, text.data(), text.size());
    return std::string(text.data()) + "/64";
}

}  // namespace motcua::session
