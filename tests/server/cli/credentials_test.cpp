#include "server/cli/credentials.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::cli;
using link::test::TempFolder;

namespace {

// Made once with: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=test
const char* const certificate = R"(-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUBwSaLA1dJ98tk1l9egTuYyVEvjMwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjQwMjA0MTNaGA8yMTI2MTAzMTAyMDQx
M1owDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC6x
JwKfnIxcjO2Cb/F+vjXzj5rgz/TVACtWlbTZyb0n8Bw+bJYNm5+Anz6KR0SdIQDg
ETwzp+gDbay46kQj4k6jUzBRMB0GA1UdDgQWBBSn+vk8IKsVLJ3cDJWJ42op5bJD
EjAfBgNVHSMEGDAWgBSn+vk8IKsVLJ3cDJWJ42op5bJDEjAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCIGhmfwxUwAuqW/fPu9kFq35c6/0G9CQH1XgE
Gz+V5W0WAiBt1bHCQXKPLGfoOOcHFuIr670XfEXuTqnhJuqI1dG+PA==
-----END CERTIFICATE-----
)";
const char* const digest = "aeeebd5725ec92a6f6c3fe4be085a9f9f80b9a0a5aebcfae22ba8a56fbe3b67f";

}  // namespace

TEST_CASE("credentials: the certificate in a PEM file has the digest that openssl gives") {
    TempFolder folder;
    std::ofstream(folder.path() / "server.crt") << certificate;
    const auto identity = identity_of_certificate(folder.path() / "server.crt");
    REQUIRE(identity.has_value());
    CHECK(link::to_hex(*identity) == digest);
}

TEST_CASE("credentials: what is missing or no certificate is named") {
    TempFolder folder;
    CHECK(!identity_of_certificate(folder.path() / "none").has_value());
    std::ofstream(folder.path() / "server.crt") << "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    const auto damaged = identity_of_certificate(folder.path() / "server.crt");
    REQUIRE(!damaged.has_value());
    CHECK(damaged.error().text.find("server.crt") != std::string::npos);
}

TEST_CASE("credentials: a missing key is not made, it would be a key nobody knows") {
    TempFolder folder;
    Arguments arguments;
    arguments.data = folder.path();
    const auto none = load_credentials(arguments);
    REQUIRE(!none.has_value());
    CHECK(none.error().text.find("admin.key") != std::string::npos);
    CHECK(!std::filesystem::exists(folder.path() / "admin.key"));
}

TEST_CASE("credentials: what is no key is told without the advice to make a new one") {
    TempFolder folder;
    std::ofstream(folder.path() / "short.key") << "too short";
    Arguments arguments;
    arguments.admin_key = folder.path() / "short.key";
    const auto none = load_credentials(arguments);
    REQUIRE(!none.has_value());
    CHECK(none.error().text.find("short.key: is not a key file") != std::string::npos);
    CHECK(none.error().text.find("new key") == std::string::npos);
}

TEST_CASE("credentials: a key and an identity may stand alone") {
    TempFolder folder;
    const auto key = SigningKey::load_or_create(folder.path() / "k");
    REQUIRE(key.has_value());
    Arguments arguments;
    arguments.admin_key = folder.path() / "k";
    arguments.identity = link::identity_from_hex(std::string(64, '7'));
    const auto credentials = load_credentials(arguments);
    REQUIRE(credentials.has_value());
    CHECK(credentials->device == DeviceId{"admin"});
    CHECK(credentials->key.public_key() == key->public_key());
    CHECK(credentials->server == *arguments.identity);
}
