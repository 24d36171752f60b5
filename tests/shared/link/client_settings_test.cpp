#include "shared/link/client_settings.hpp"

#include <CLI/CLI.hpp>
#include <fstream>

#include "shared/language/command_line.hpp"
#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

TEST_CASE("client settings: an address has a host and perhaps a port") {
    CHECK(parse_address("hall.example") == ServerAddress{"hall.example", 7400});
    CHECK(parse_address("127.0.0.1:7401") == ServerAddress{"127.0.0.1", 7401});
    CHECK(parse_address("[::1]:9") == ServerAddress{"::1", 9});
    CHECK(parse_address("[::1]") == ServerAddress{"::1", 7400});
    CHECK(to_string(ServerAddress{"::1", 9}) == "[::1]:9");
    CHECK(to_string(ServerAddress{"a", 9}) == "a:9");
    for (const char* bad : {"", ":1", "a:", "a:0", "a:65536", "a:1x", "a:-1", "[::1", "[::1]x", "a b", "::1:2"}) {
        CAPTURE(bad);
        CHECK(!parse_address(bad));
    }
}

TEST_CASE("client settings: the file's keys, with folders relative to the file") {
    TempFolder folder;
    const auto file = folder.path() / "kiosk.toml";
    std::ofstream(file) << "data = \"state\"\nname = \"Cửa chính\"\nlanguage = \"en\"\nown = 3\n"
                        << "[server]\naddress = \"10.0.0.1:7500\"\nhall = \"kon-tum\"\nidentity = \""
                        << std::string(64, '7') << "\"\n";
    ClientFlags flags;
    flags.config = file.string();
    std::int64_t own = 0;
    const auto settings =
        load_client_settings(flags, "motcua-kiosk", [&](SettingsTable& root) { own = root.integer("own", 0, 0, 9); });
    REQUIRE_MESSAGE(settings.has_value(), settings.error().text);
    CHECK(own == 3);
    CHECK(settings->data == folder.path() / "state");
    CHECK(settings->name == "Cửa chính");
    CHECK(settings->language == "en");
    CHECK(settings->server == ServerAddress{"10.0.0.1", 7500});
    CHECK(settings->hall == HallId{"kon-tum"});
    CHECK(settings->server_identity);

    const LinkOptions options = link_options(*settings, "motcua-kiosk", Role::Kiosk);
    CHECK(options.port == 7500);
    CHECK(options.name == "Cửa chính");
}

TEST_CASE("client settings: flags win over the file, and alone they are enough") {
    ClientFlags flags;
    CLI::App app;
    add_client_flags(app, flags, "motcua-kiosk");
    app.parse(
        "--hall kon-tum --server 127.0.0.1:9000 --hall bo-y --data /tmp/x --name Kiosk --log-level debug --lang vi");
    const auto settings = load_client_settings(flags, "motcua-kiosk", nullptr);
    REQUIRE(settings.has_value());
    CHECK(settings->server.port == 9000);
    CHECK(settings->hall == HallId{"bo-y"});
    CHECK(settings->data == "/tmp/x");
    CHECK(settings->name == "Kiosk");
    CHECK(settings->log_level == "debug");
    CHECK(settings->language == "vi");
}

TEST_CASE("client settings: a mistake in the words is exit status 2, help and version are none") {
    const auto code_of = [](std::vector<const char*> words) {
        ClientFlags flags;
        CLI::App app;
        add_client_flags(app, flags, "motcua-kiosk");
        words.insert(words.begin(), "motcua-kiosk");
        return read_flags(app, "motcua-kiosk", static_cast<int>(words.size()), words.data(), Language());
    };
    CHECK(code_of({"--no-such-flag"}) == 2);
    CHECK(code_of({"--log-level", "loud"}) == 2);
    CHECK(code_of({"--server", "a:b"}) == 2);
    CHECK(code_of({"--hall", "Kon Tum"}) == 2);
    CHECK(code_of({"--help"}) == 0);
    CHECK(code_of({"--version"}) == 0);
    CHECK(!code_of({"--log-level", "debug", "--server", "[::1]:7400", "--hall", "kon-tum"}));
    CHECK(refuse_flag("motcua-kiosk", Problem("--size: wrong"), Language()) == 2);
}

TEST_CASE("client settings: every mistake is told by its place") {
    TempFolder folder;
    const auto file = folder.path() / "kiosk.toml";
    std::ofstream(file) << "nmae = \"x\"\nlog_level = \"loud\"\n[server]\naddress = \"a:b\"\nhall = \"Kon Tum\"\n"
                        << "identity = \"12\"\n";
    ClientFlags flags;
    flags.config = file.string();
    const auto settings = load_client_settings(flags, "motcua-kiosk", nullptr);
    REQUIRE(!settings.has_value());
    const std::string& text = settings.error().text;
    CHECK(text.find("kiosk.toml:1:1: unknown key \"nmae\"; did you mean \"name\"?") != std::string::npos);
    CHECK(text.find("kiosk.toml:2:") != std::string::npos);
    CHECK(text.find("kiosk.toml:4:") != std::string::npos);
    CHECK(text.find("kiosk.toml:5:") != std::string::npos);
    CHECK(text.find("kiosk.toml:6:") != std::string::npos);

    ClientFlags none;
    const auto no_hall = load_client_settings(none, "motcua-kiosk", nullptr);
    REQUIRE(!no_hall.has_value());
    CHECK(no_hall.error().text.find("no hall") == 0);
    none.hall = "kon-tum";
    none.server = "x:y";
    CHECK(!load_client_settings(none, "motcua-kiosk", nullptr).has_value());
}

TEST_CASE("client settings: a mistake is told in the language of whoever made it") {
    const Translate tr = Catalogues({MOTCUA_BINARY_DIR "/share/locale"}).language("vi").translate();
    const auto no_hall = load_client_settings({}, "motcua-kiosk", nullptr);
    REQUIRE(!no_hall.has_value());
    CHECK(told(no_hall.error(), tr).find("chưa cho biết trung tâm") == 0);
    for (const auto& mistake : {std::pair{"--server a:b", "--server: địa chỉ có dạng"},
                                std::pair{"--hall Kon_Tum", "--hall: mã trung tâm gồm"},
                                std::pair{"--log-level loud", "--log-level: mức nhật ký là"}}) {
        CAPTURE(mistake.first);
        ClientFlags flags;
        CLI::App app;
        add_client_flags(app, flags, "motcua-kiosk");
        try {
            app.parse(mistake.first);
            FAIL("taken");
        } catch (const Failure& failure) {
            CHECK(told(failure, tr).find(mistake.second) == 0);
        }
    }
    TempFolder folder;
    ClientFlags flags;
    flags.config = (folder.path() / "kiosk.toml").string();
    std::ofstream(flags.config) << "nmae = \"x\"\n";
    const auto wrong_key = load_client_settings(flags, "motcua-kiosk", nullptr);
    REQUIRE(!wrong_key.has_value());
    CHECK(told(wrong_key.error(), tr).find("kiosk.toml:1:1: không có mục nào tên là \"nmae\"") != std::string::npos);
}
