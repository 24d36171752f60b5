#pragma once
// The server's own TLS identity: a self-signed P-256 certificate and its key, made at first start in the data folder.
// Devices remember the certificate when they are paired. Used once, at start.

#include <openssl/types.h>

#include <filesystem>
#include <memory>

#include "shared/base/result.hpp"
#include "shared/protocol/proof.hpp"

namespace motcua::net {

struct TlsContextDeleter {
    void operator()(SSL_CTX* context) const;
};
using TlsContext = std::unique_ptr<SSL_CTX, TlsContextDeleter>;

struct Identity {
    TlsContext tls;                         ///< TLS 1.3 only, groups X25519 and P-256
    protocol::CertificateHash certificate;  ///< SHA-256 of the certificate's DER
    bool is_new = false;                    ///< made just now: no device knows it
};

/// Reads `server.crt` and `server.key` in the folder; makes both when there is neither (the key with mode 0600).
Result<Identity> load_or_create_identity(const std::filesystem::path& folder);

}  // namespace motcua::net
