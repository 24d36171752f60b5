#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "shared/base/secrets.hpp"

using namespace motcua;

namespace {

struct TemporaryFolder {
    std::filesystem::path path;
    TemporaryFolder() {
        char name[] = "/tmp/motcua-test-XXXXXX";
        path = ::mkdtemp(name);
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("secrets: a key proves itself, and only for what it signed") {
    const auto key = SigningKey::generate();
    const auto other = SigningKey::generate();
    const Nonce nonce = new_nonce();
    const Signature signature = key.sign(nonce);
    CHECK(verify(key.public_key(), nonce, signature));
    CHECK(!verify(other.public_key(), nonce, signature));
    CHECK(!verify(key.public_key(), new_nonce(), signature));
}

TEST_CASE("secrets: a key file is made once, private, and read again") {
    TemporaryFolder folder;
    const auto file = folder.path / "device.key";
    const auto made = SigningKey::load_or_create(file);
    REQUIRE(made.has_value());
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const auto read = SigningKey::load_or_create(file);
    REQUIRE(read.has_value());
    CHECK(read->public_key() == made->public_key());
}

TEST_CASE("secrets: a damaged key file is named, not replaced") {
    TemporaryFolder folder;
    const auto file = folder.path / "device.key";
    std::ofstream(file) << "short";
    const auto read = SigningKey::load_or_create(file);
    REQUIRE(!read.has_value());
    CHECK(read.error().text.find(file.string()) != std::string::npos);
    CHECK(std::filesystem::file_size(file) == 5);
    CHECK(!SigningKey::load_or_create(folder.path / "none" / "device.key").has_value());
}

TEST_CASE("secrets: passwords are argon2id, checked, and an unknown user is a wrong password") {
    const std::string hash = hash_password("mật khẩu dài");
    CHECK(hash.rfind("$argon2id$", 0) == 0);
    CHECK(check_password("mật khẩu dài", hash));
    CHECK(!check_password("mat khau dai", hash));
    CHECK(!check_password("no such user", ""));
    CHECK(!check_password("x", std::string(500, '$')));
}

TEST_CASE("secrets: tokens and ids do not repeat") {
    CHECK(is_ticket_token(new_ticket_token().value));
    CHECK(new_ticket_token() != new_ticket_token());
    CHECK(new_request_id() != new_request_id());
    CHECK(digest64("a") != digest64("b"));
}
