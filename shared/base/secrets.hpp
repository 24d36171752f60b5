#pragma once
// Keys and passwords, through libsodium. Thread-safe after the first call.

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"

namespace motcua {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
using Nonce = std::array<std::uint8_t, 32>;

/// Fills with the operating system's random bytes.
void fill_random(std::span<std::uint8_t> bytes);

RequestId new_request_id();
TicketToken new_ticket_token();
Nonce new_nonce();

/// An Ed25519 key that proves who a device is. The secret half never leaves this object but into its own file.
class SigningKey {
  public:
    static SigningKey generate();
    /// Reads the file, or makes a key and writes it (mode 0600) when there is none.
    static Result<SigningKey> load_or_create(const std::filesystem::path& file);

    const PublicKey& public_key() const { return public_; }
    Signature sign(std::span<const std::uint8_t> message) const;

  private:
    PublicKey public_{};
    std::array<std::uint8_t, 64> secret_{};
};

bool verify(const PublicKey& key, std::span<const std::uint8_t> message, const Signature& signature);

/// argon2id with libsodium's interactive limits (64 MiB, about 0.1 s): call it on a worker thread only.
std::string hash_password(std::string_view password);
/// An empty hash costs the same time and answers false, so that an unknown user looks like a wrong password.
bool check_password(std::string_view password, const std::string& hash);

/// First 8 bytes of a keyed-less BLAKE2b: tells two requests under one id apart. Not a secret.
std::uint64_t digest64(std::string_view bytes);

}  // namespace motcua
