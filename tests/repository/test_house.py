#!/usr/bin/env python3
"""The house keeps its walls: which folder may include which, what no file may hold, what every folder has.

Reads the checkout as text, and lets clang-format read it. The table of arrows below is the drawing in docs/architecture.md; link lists in CMake make
a forbidden arrow impossible to link, and this test names the line.
"""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# room -> rooms it may include (itself always)
BASE = {"shared/base"}
WORDS = BASE | {"shared/vocabulary"}
LANGUAGE = WORDS | {"shared/language"}
PROTOCOL = WORDS | {"shared/protocol"}
LINK = PROTOCOL | LANGUAGE | {"shared/link"}
TYPE = BASE | {"shared/type"}
UI = TYPE | {"shared/ui"}
HALL = WORDS | {"server/hall"}
SESSION = HALL | PROTOCOL | {"server/session", "server/store/journal.hpp", "server/store/outcome_memory.hpp"}
MODEL = LANGUAGE
DEVICE_SETTINGS = {"kiosk/app/kiosk_settings.hpp", "display-board/app/board_settings.hpp",
                   "counter-client/app/counter_settings.hpp", "shared/ui/theme.hpp"}
ARROWS = {
    "shared/base": set(),
    "shared/vocabulary": BASE,
    "shared/language": WORDS,
    "shared/protocol": WORDS,
    "shared/link": PROTOCOL | LANGUAGE,
    "shared/type": BASE,
    "shared/ui": TYPE,
    "server/hall": WORDS,
    "server/settings": WORDS,
    "server/store": HALL,
    "server/session": SESSION,
    "server/net": SESSION | {"shared/language"},
    "server/web": SESSION | LANGUAGE,
    "server/cli": LINK | LANGUAGE | HALL | {"server/settings", "server/store"} | DEVICE_SETTINGS,
    "kiosk/model": MODEL,
    "kiosk/printer": LANGUAGE | TYPE | {"kiosk/model"},
    "kiosk/ticket-view": BASE | TYPE,
    "kiosk/screens": MODEL | UI | {"kiosk/model"},
    "display-board/model": MODEL,
    "display-board/voice": MODEL | {"display-board/model"},
    "display-board/screens": MODEL | UI | {"display-board/model"},
    "counter-client/model": MODEL,
    "counter-client/screens": MODEL | UI | {"counter-client/model"},
}
FREE = {"server/app", "kiosk/app", "display-board/app", "counter-client/app"}  # a main wires everything

# Packages that only some rooms may see: pattern of the include -> rooms.
PACKAGES = {
    r"<boost/(asio|beast)": {"shared/link", "server/net", "server/web", "server/app", "server/cli", "kiosk/app",
                             "display-board/app", "counter-client/app"},
    r"<SFML/": {"shared/ui", "kiosk/app", "display-board/app", "display-board/voice", "counter-client/app"},
    r"<sqlite3\.h>": {"server/store"},
    r"wire\.pb\.h": {"shared/protocol"},
    r"journal\.pb\.h": {"server/store"},
    r"<(ft2build|hb)": {"shared/type"},
}

PURE = {"server/hall", "server/session", "kiosk/model", "display-board/model", "counter-client/model"}
BANNED = [
    (r"\bco_await\b|\bco_return\b", None, "no coroutines: g++ 12 miscompiles them"),
    (r"system_clock::now|steady_clock::now|\btime\(nullptr\)", PURE, "no clock in a pure room: time comes in"),
    (r"std::thread|std::mutex|sleep_for", PURE, "no thread in a pure room"),
    (r"\bstd::rand\b|random_device", None, "no unseeded random: shared/base has both kinds"),
    (r"\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b", None, "nothing unfinished is left lying"),
    (r"doctest::skip", None, "no test is switched off"),
]


def tracked(*endings):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                            check=True).stdout.split("\n")
    return [pathlib.PurePosixPath(name) for name in listed if name.endswith(endings) and (ROOT / name).is_file()]


def room_of(path):
    parts = path.parts
    if parts[0] == "tests" or len(parts) < 3:
        return None
    return "/".join(parts[:2])


def code():
    return [path for path in tracked(".cpp", ".hpp") if room_of(path)]


def lines_of(path):
    return enumerate((ROOT / path).read_text(encoding="utf-8").split("\n"), start=1)


class House(unittest.TestCase):
    def test_every_code_folder_is_a_known_room(self):
        unknown = {room_of(path) for path in code()} - set(ARROWS) - FREE
        self.assertEqual(unknown, set(), "a new room needs its arrows here and in docs/architecture.md")

    def test_arrows(self):
        wrong = []
        for path in code():
            room = room_of(path)
            if room in FREE:
                continue
            allowed = ARROWS.get(room, set()) | {room}
            for number, line in lines_of(path):
                found = re.match(r'#include "((?:shared|server|kiosk|display-board|counter-client)/[^"]+)"', line)
                if found and found[1] not in allowed and "/".join(found[1].split("/")[:2]) not in allowed:
                    wrong.append(f"{path}:{number}: {room} may not include {found[1]}")
        self.assertEqual(wrong, [])

    def test_packages_stay_in_their_rooms(self):
        wrong = []
        for path in code():
            for number, line in lines_of(path):
                for pattern, rooms in PACKAGES.items():
                    if line.startswith("#include") and re.search(pattern, line) and room_of(path) not in rooms:
                        wrong.append(f"{path}:{number}: {line.strip()}")
        self.assertEqual(wrong, [])

    def test_banned_words(self):
        wrong = []
        for path in tracked(".cpp", ".hpp"):
            for number, line in lines_of(path):
                for pattern, rooms, why in BANNED:
                    if re.search(pattern, line) and (rooms is None or room_of(path) in rooms):
                        wrong.append(f"{path}:{number}: {why}")
        self.assertEqual(wrong, [])

    def test_code_is_formatted(self):
        said = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *map(str, tracked(".cpp", ".hpp"))], cwd=ROOT,
                              capture_output=True, text=True)
        first = [line for line in said.stderr.split("\n") if "error:" in line][:10]
        self.assertEqual((said.returncode, first), (0, []), "clang-format-14 -i puts it right")

    def test_every_room_has_a_short_readme(self):
        for room in sorted(set(ARROWS) | FREE):
            folder = ROOT / room
            if room.split("/")[0] in ("kiosk", "display-board", "counter-client"):
                folder = folder.parent
            readme = folder / "README.md"
            self.assertTrue(readme.is_file(), f"{readme.relative_to(ROOT)} is missing")
            self.assertLessEqual(len(readme.read_text(encoding="utf-8").splitlines()), 40, f"{readme} is too long")

    def test_breaks_stay_out_of_ordinary_builds(self):
        """What a break changes is compiled into the twins of tests/simulation alone, and each break has its place."""
        header = "shared/base/broken.hpp"
        named = re.findall(r"^    (\w+),", (ROOT / header).read_text(encoding="utf-8"), re.MULTILINE)
        named.remove("None")
        used, wrong = set(), []
        for path in tracked(".cpp", ".hpp", ".txt", ".cmake", ".json"):
            text = (ROOT / path).read_text(encoding="utf-8")
            is_test = str(path).startswith("tests/simulation/")
            if re.search(r"MOTCUA_BROKEN_BUILD|\bmotcua_\w+_broken\b", text) and not is_test and str(path) != header:
                wrong.append(f"{path}: only tests/simulation builds and links what is broken on purpose")
            if not is_test and str(path) != header:
                used |= set(re.findall(r"MOTCUA_BROKEN\((\w+)\)", text))
        self.assertEqual(wrong, [])
        self.assertEqual(used, set(named), "a break that is nowhere, or has no name")

    def test_headers_begin_with_their_meaning(self):
        wrong = []
        for path in code():
            if path.suffix == ".hpp":
                head = (ROOT / path).read_text(encoding="utf-8").split("\n")[:2]
                if head[0] != "#pragma once" or not head[1].startswith("//"):
                    wrong.append(str(path))
        self.assertEqual(wrong, [], "a header starts with #pragma once and a comment that says what it is for")


class Catalogue(unittest.TestCase):
    """Every text a person sees is translated, and nothing in the catalogue is left over."""

    def setUp(self):
        files = [str(path) for path in tracked(".cpp", ".hpp") if path.parts[0] != "tests"]
        pot = subprocess.run(
            ["xgettext", "--language=C++", "--from-code=UTF-8", "--keyword=tr", "--keyword=tr_n:1,2",
             "--keyword=complain:2", "--keyword=Problem", "--keyword=MOTCUA_N", "--no-location", "--omit-header", "-o", "-", *files],
            cwd=ROOT, capture_output=True, text=True, check=True).stdout
        self.in_code = self.ids(pot)

    @staticmethod
    def ids(po):
        """msgid -> list of translations, from the text of a .po file (obsolete entries left out)."""
        parsed, key, current = [], None, None
        for line in po.split("\n"):
            found = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?|msgctxt) "(.*)"$', line)
            if found:
                key, text = found[1], found[2]
                if key == "msgid":
                    current = {"msgid": text, "str": []}
                    parsed.append(current)
                elif key.startswith("msgstr"):
                    current["str"].append(text)
            elif re.match(r'"(.*)"$', line) and current is not None:
                if key == "msgid":
                    current["msgid"] += line[1:-1]
                elif key and key.startswith("msgstr"):
                    current["str"][-1] += line[1:-1]
        entries = {entry["msgid"]: entry["str"] for entry in parsed}
        entries.pop("", None)
        return entries

    def test_every_text_is_in_vietnamese(self):
        vietnamese = self.ids((ROOT / "po/vi.po").read_text(encoding="utf-8"))
        missing = [text for text in self.in_code if not vietnamese.get(text) or "" in vietnamese[text]]
        self.assertEqual(missing, [])
        self.assertGreater(len(self.in_code), 40)

    def test_nothing_is_left_over(self):
        vietnamese = self.ids((ROOT / "po/vi.po").read_text(encoding="utf-8"))
        self.assertEqual([text for text in vietnamese if text not in self.in_code], [])

    def test_placeholders_agree(self):
        vietnamese = self.ids((ROOT / "po/vi.po").read_text(encoding="utf-8"))
        wrong = []
        for text, translations in vietnamese.items():
            for translation in translations:
                if sorted(re.findall(r"\{\w*\}", text)) != sorted(re.findall(r"\{\w*\}", translation)):
                    wrong.append(text)
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
