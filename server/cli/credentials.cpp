#include "server/cli/credentials.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fstream>
#include <memory>

#include "server/cli/limits.hpp"

namespace motcua::cli {
namespace {

/// load_or_create() would make a key that no server knows: here it must be there.
Result<SigningKey> load_key(const std::filesystem::path& file) {
    std::error_code failed;
    const bool is_there = std::filesystem::exists(file, failed);
    if (failed)
        return Problem("{}: cannot be read ({})", file, failed.message());
    if (!is_there)
        return Problem("{}: there is no such file", file);
    if (!std::ifstream(file, std::ios::binary))
        return Problem("{}: cannot be read by this user", file);
    if (std::filesystem::file_size(file, failed) != key_file_bytes)
        return Problem("{}: is not a key file ({} bytes expected); give the admin.key of the server's data folder",
                       file, key_file_bytes);
    return SigningKey::load_or_create(file);
}

}  // namespace

Result<link::ServerIdentity> identity_of_certificate(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string pem(certificate_file_bytes, '\0');
    in.read(pem.data(), static_cast<std::streamsize>(pem.size()));
    pem.resize(static_cast<std::size_t>(in.gcount()));
    if (pem.empty())
        return Problem("{}: cannot be read", file);
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                        BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
    link::ServerIdentity identity{};
    unsigned int size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), identity.data(), &size) != 1 ||
        size != identity.size())
        return Problem("{}: holds no certificate", file);
    return identity;
}

Result<link::Credentials> load_credentials(const Arguments& arguments) {
    auto key = load_key(arguments.admin_key.empty() ? arguments.data / "admin.key" : arguments.admin_key);
    if (!key)
        return key.error();
    link::Credentials credentials{DeviceId{"admin"}, *key, {}};
    if (arguments.identity) {
        credentials.server = *arguments.identity;
        return credentials;
    }
    auto identity = identity_of_certificate(arguments.data / "server.crt");
    if (!identity)
        return identity.error();
    credentials.server = *identity;
    return credentials;
}

}  // namespace motcua::cli
