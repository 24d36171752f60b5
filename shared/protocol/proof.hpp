#pragma once
// What a device signs to prove itself: both sides build the same bytes. Pure; any thread.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/secrets.hpp"

namespace motcua::protocol {

constexpr std::string_view proof_prefix = "motcua-proof-1";

/// SHA-256 of the server's certificate in DER, as each side sees it in its own TLS session: a peer in the middle with
/// another certificate gets a signature that fits nowhere.
using CertificateHash = std::array<std::uint8_t, 32>;

/// proof_prefix (14 bytes), nonce (32), certificate hash (32): 78 bytes.
inline std::vector<std::uint8_t> bytes_to_sign(const Nonce& nonce, const CertificateHash& certificate) {
    std::vector<std::uint8_t> bytes(proof_prefix.begin(), proof_prefix.end());
    bytes.insert(bytes.end(), nonce.begin(), nonce.end());
    bytes.insert(bytes.end(), certificate.begin(), certificate.end());
    return bytes;
}

}  // namespace motcua::protocol
