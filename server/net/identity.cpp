#include "server/net/identity.hpp"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace motcua::net {

namespace {

constexpr long certificate_days = 20 * 365;
constexpr int private_mode = 0600;
constexpr int public_mode = 0644;

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using File = std::unique_ptr<std::FILE, Free>;

std::string openssl_reason() {
    char text[256] = "unknown reason";
    if (const unsigned long code = ERR_get_error())
        ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return text;
}

Certificate make_certificate(EVP_PKEY* key) {
    Certificate certificate(X509_new());
    if (!certificate)
        return nullptr;
    X509* x = certificate.get();
    unsigned char serial[16];
    bool is_good = X509_set_version(x, X509_VERSION_3) == 1 && RAND_bytes(serial, sizeof serial) == 1;
    serial[0] &= 0x7f;
    std::unique_ptr<BIGNUM, decltype(&BN_free)> number(BN_bin2bn(serial, sizeof serial, nullptr), &BN_free);
    is_good = is_good && number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x)) != nullptr;
    // A clock that is wrong at first start must not make the certificate invalid.
    is_good = is_good && ASN1_TIME_set_string(X509_getm_notBefore(x), "20200101000000Z") == 1;
    is_good = is_good && X509_gmtime_adj(X509_getm_notAfter(x), certificate_days * 86'400L) != nullptr;
    X509_NAME* name = X509_get_subject_name(x);
    const auto* common_name = reinterpret_cast<const unsigned char*>("motcua-server");
    is_good = is_good && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0) == 1;
    is_good = is_good && X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key) == 1;
    if (!is_good || X509_sign(x, key, EVP_sha256()) == 0)
        return nullptr;
    return certificate;
}

template <class Write>
Result<void> write_new_file(const std::filesystem::path& path, int mode, Write write) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (descriptor < 0)
        return Problem("{}: cannot be written ({})", path, std::strerror(errno));
    File file(::fdopen(descriptor, "w"));
    const bool is_written = file && write(file.get()) && std::fflush(file.get()) == 0 && ::fsync(descriptor) == 0;
    if (!is_written)
        return Problem("{}: cannot be written ({})", path, std::strerror(errno));
    return {};
}

Result<void> create(const std::filesystem::path& key_file, const std::filesystem::path& certificate_file) {
    char curve[] = "P-256";  // what EVP_EC_gen does, without its macro's cast that drops const
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
    const Certificate certificate = key ? make_certificate(key.get()) : nullptr;
    if (!certificate)
        return Problem("the server's certificate cannot be made: {}", openssl_reason());
    // A certificate may only have been moved away: its key is the one thing that cannot be made again.
    std::error_code error;
    const std::filesystem::path old_key = key_file.string() + ".old";
    const bool has_key = std::filesystem::file_size(key_file, error) > 0 && !error;
    // The first that is set aside is the one that devices know: later ones were made without anybody's wish.
    if (has_key && !std::filesystem::exists(old_key, error)) {
        std::filesystem::rename(key_file, old_key, error);
        if (error)
            return Problem("{}: cannot be set aside ({})", key_file, error.message());
    }
    // The certificate's file comes last and by a rename: a start that was cut short makes both again.
    auto written = write_new_file(key_file, private_mode, [&](std::FILE* file) {
        return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
    });
    if (written.has_error())
        return written;
    const std::filesystem::path part = certificate_file.string() + ".part";
    auto also = write_new_file(part, public_mode,
                               [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()) == 1; });
    if (also.has_error())
        return also;
    std::filesystem::rename(part, certificate_file, error);
    if (error)
        return Problem("{}: cannot be written ({})", certificate_file, error.message());
    return {};
}

TlsContext make_context() {
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    if (!context)
        return nullptr;
    SSL_CTX* tls = context.get();
    char groups[] = "X25519:P-256";  // OpenSSL's macro casts const away
    const bool is_good =
        SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) == 1 && SSL_CTX_set1_groups_list(tls, groups) == 1 &&
        SSL_CTX_set_ciphersuites(tls, "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256") ==
            1;
    if (!is_good)
        return nullptr;
    SSL_CTX_set_mode(tls,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    // Reading returns after a record that holds no data: a peer that sends nothing but key updates, without end, would
    // else keep the hall thread in one read.
    SSL_CTX_clear_mode(tls, SSL_MODE_AUTO_RETRY);
    // A record's head and body by one read of the socket. What has come with them OpenSSL takes before it says that it
    // waits for more, also behind a key update.
    SSL_CTX_set_read_ahead(tls, 1);
    SSL_CTX_set_options(tls, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(tls, 0);  // resumption gains nothing here
    SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
    return context;
}

}  // namespace

void TlsContextDeleter::operator()(SSL_CTX* context) const {
    SSL_CTX_free(context);
}

Result<Identity> load_or_create_identity(const std::filesystem::path& folder) {
    const auto key_file = folder / "server.key";
    const auto certificate_file = folder / "server.crt";
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    const bool is_new = !std::filesystem::exists(certificate_file, ignored);
    if (is_new)
        if (const auto made = create(key_file, certificate_file); made.has_error())
            return made.error();
    Identity identity{make_context(), {}, is_new};
    if (!identity.tls)
        return Problem("TLS cannot be prepared: {}", openssl_reason());
    const File file(std::fopen(certificate_file.c_str(), "re"));
    const Certificate certificate(file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!certificate)
        return Problem(
            "the certificate {} cannot be read; bring it back with server.key from where they were kept, or remove "
            "both to make new ones (every device must then be paired again)",
            certificate_file);
    if (SSL_CTX_use_certificate(identity.tls.get(), certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey_file(identity.tls.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(identity.tls.get()) != 1)
        return Problem(
            "the key {} cannot be used with {}; bring both back from where they were kept, or remove both to make new "
            "ones (every device must then be paired again)",
            key_file, certificate_file);
    unsigned int size = 0;
    if (X509_digest(certificate.get(), EVP_sha256(), identity.certificate.data(), &size) != 1 ||
        size != identity.certificate.size())
        return Problem("the digest of the certificate {} cannot be made: {}", certificate_file, openssl_reason());
    return identity;
}

}  // namespace motcua::net
