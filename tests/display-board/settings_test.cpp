#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

#include "display-board/app/board_settings.hpp"

using namespace motcua;
using namespace motcua::board;

TEST_CASE("board settings: a mistyped key is told, in [voice] as well") {
    const SettingsFile file =
        SettingsFile::parse("zoen = \"a\"\n[voice]\nlanguages = [\"fr\"]\nchime = 3\n", "b.toml").value();
    SettingsTable root = file.root();
    BoardSettings settings;
    read_board_settings(root, "/etc/motcua", settings);
    root.finish();
    CHECK(file.problems().joined().text ==
          "b.toml:1:1: unknown key \"zoen\"; did you mean \"zone\"?\n"
          "b.toml:3:1: \"fr\" cannot be spoken; \"vi\" and \"en\" can\n"
          "b.toml:4:1: unknown key \"chime\" in [voice]");
}

TEST_CASE("board settings: a zone is an id, in the file and as a flag") {
    const auto problems = [](const std::string& toml) {
        const SettingsFile file = SettingsFile::parse(toml, "b.toml").value();
        SettingsTable root = file.root();
        BoardSettings settings;
        read_board_settings(root, "/etc/motcua", settings);
        root.finish();
        return file.problems().joined().text;
    };
    CHECK(problems("zone = \"\"\n").empty());
    CHECK(problems("zone = \"tang-1\"\n").empty());
    CHECK(problems("\nzone = \"Tầng 1\"\n") ==
          "b.toml:2:1: \"Tầng 1\" is not a zone's id: small letters, digits and '-'");
    const auto applies = [](const std::string& zone) {
        CLI::App app;
        BoardFlags flags;
        flags.add_to(app);
        app.parse(std::vector<std::string>{zone, "--zone"});
        BoardSettings settings;
        return flags.apply(settings).has_value();
    };
    CHECK(applies("tang-1"));
    CHECK_FALSE(applies("Tang 1"));
}
