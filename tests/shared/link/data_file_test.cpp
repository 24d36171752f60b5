#include <fstream>

#include "shared/link/data_file.hpp"
#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

TEST_CASE("data folder: a pairing is kept, read again and forgotten") {
    TempFolder folder;
    const auto file = folder.path() / "device.toml";
    CHECK(read_pairing(file).value() == Pairing{});
    ServerIdentity server;
    server.fill(0xab);
    const Pairing pairing{DeviceId{"kiosk-7f3a"}, server};
    CHECK(keep_pairing(file, pairing).has_value());
    CHECK(read_pairing(file).value() == pairing);
    CHECK(keep_pairing(file, Pairing{}).has_value());
    CHECK(!std::filesystem::exists(file));
    CHECK(keep_pairing(file, Pairing{}).has_value());
    CHECK(read_pairing(file).value() == Pairing{});
}

TEST_CASE("data folder: a damaged pairing is a clear problem") {
    TempFolder folder;
    const auto file = folder.path() / "device.toml";
    for (const char* text : {"", "device = ", "device = \"kiosk-1\"\n", "device = \"Kiosk 1\"\nserver = \"ab\"\n",
                             "device = \"kiosk-1\"\nserver = \"zz\"\n"}) {
        CAPTURE(text);
        std::ofstream(file) << text;
        const auto pairing = read_pairing(file);
        REQUIRE(!pairing.has_value());
        CHECK(pairing.error().text.find("device.toml") != std::string::npos);
    }
}

TEST_CASE("data folder: one program at a time") {
    TempFolder folder;
    {
        auto first = FolderLock::take(folder.path());
        REQUIRE(first.has_value());
        const auto second = FolderLock::take(folder.path());
        REQUIRE(!second.has_value());
        CHECK(second.error().text.find("another program uses the data folder") == 0);
    }
    CHECK(FolderLock::take(folder.path()).has_value());
}

TEST_CASE("data folder: a server's identity is 64 hexadecimal digits") {
    ServerIdentity server{};
    server[0] = 0x0f;
    server[31] = 0xf0;
    CHECK(identity_from_hex(to_hex(server)) == server);
    CHECK(!identity_from_hex(""));
    CHECK(!identity_from_hex(std::string(63, '0')));
    CHECK(!identity_from_hex(std::string(63, '0') + "g"));
    CHECK(identity_from_hex(std::string(64, 'A')));
}
