#include <doctest/doctest.h>

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
    CHECK(file.problems().joined() ==
          "b.toml:1:1: unknown key \"zoen\"; did you mean \"zone\"?\n"
          "b.toml:3:1: \"fr\" cannot be spoken; \"vi\" and \"en\" can\n"
          "b.toml:4:1: unknown key \"chime\" in [voice]");
}
