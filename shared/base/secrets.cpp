#include "shared/base/secrets.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "shared/base/assert.hpp"

namespace motcua {
namespace {

void need_sodium() {
    static const bool ready = sodium_init() >= 0;
    MOTCUA_ASSERT(ready);
}

Result<void> write_private(const std::filesystem::path& file, std::span<const std::uint8_t> bytes) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return Problem("cannot create the key file {}: {}", file, std::strerror(errno));
    const auto written = ::write(fd, bytes.data(), bytes.size());
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    if (written != static_cast<ssize_t>(bytes.size()) || !synced)
        return Problem("cannot write the key file {}: {}", file, std::strerror(errno));
    return {};
}

}  // namespace

void fill_random(std::span<std::uint8_t> bytes) {
    need_sodium();
    randombytes_buf(bytes.data(), bytes.size());
}

RequestId new_request_id() {
    RequestId id;
    fill_random(id.bytes);
    return id;
}

TicketToken new_ticket_token() {
    std::array<std::uint8_t, 16> bytes;
    fill_random(bytes);
    return TicketToken{base32(bytes)};
}

Nonce new_nonce() {
    Nonce nonce;
    fill_random(nonce);
    return nonce;
}

SigningKey SigningKey::generate() {
    need_sodium();
    SigningKey key;
    crypto_sign_keypair(key.public_.data(), key.secret_.data());
    return key;
}

Result<SigningKey> SigningKey::load_or_create(const std::filesystem::path& file) {
    need_sodium();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        const SigningKey made = generate();
        std::filesystem::path partial = file;
        partial += ".new";  // renamed when whole, so that a power cut leaves no half key
        std::filesystem::remove(partial, ignored);
        if (auto written = write_private(partial, made.secret_); !written)
            return written.error();
        std::error_code failed;
        std::filesystem::rename(partial, file, failed);
        if (failed)
            return Problem("cannot create the key file {}: {}", file, failed.message());
        return made;
    }
    SigningKey key;
    std::ifstream in(file, std::ios::binary);
    in.read(reinterpret_cast<char*>(key.secret_.data()), static_cast<std::streamsize>(key.secret_.size()));
    if (!in || in.peek() != std::ifstream::traits_type::eof())
        return Problem(
            "{} is not a key file (64 bytes expected); remove it to make a new key, which must then be accepted again",
            file);
    crypto_sign_ed25519_sk_to_pk(key.public_.data(), key.secret_.data());
    return key;
}

Signature SigningKey::sign(std::span<const std::uint8_t> message) const {
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
    return signature;
}

bool verify(const PublicKey& key, std::span<const std::uint8_t> message, const Signature& signature) {
    need_sodium();
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

std::string hash_password(std::string_view password) {
    need_sodium();
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str(hash.data(), password.data(), password.size(),
                                         crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    MOTCUA_ASSERT(failed == 0);  // fails only when 64 MiB cannot be had
    hash.resize(std::strlen(hash.c_str()));
    return hash;
}

bool check_password(std::string_view password, const std::string& hash) {
    need_sodium();
    static const std::string nobody = hash_password("no such user");
    const bool known = !hash.empty() && hash.size() < crypto_pwhash_STRBYTES;
    std::string padded = known ? hash : nobody;
    padded.resize(crypto_pwhash_STRBYTES, '\0');
    const bool right = crypto_pwhash_str_verify(padded.c_str(), password.data(), password.size()) == 0;
    return right && known;
}

std::uint64_t digest64(std::string_view bytes) {
    need_sodium();
    std::array<std::uint8_t, crypto_generichash_BYTES_MIN> digest;
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value = (value << 8) | digest[i];
    return value;
}

}  // namespace motcua
