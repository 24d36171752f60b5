#!/usr/bin/env python3
"""--help of every program, and of every command of motcua, is told whole in Vietnamese and in English.

Usage: test_help.py BIN_FOLDER
"""
import functools
import os
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.argv.pop(1)).resolve()
PROGRAMS = ("motcua", "motcua-server", "motcua-kiosk", "motcua-board", "motcua-counter")
ROW = re.compile(r"  (\S+(?: \S+)*)(?:  +(.*))?$")  # "  --hall ID     Id of the hall"
NAMES = re.compile(r"--?[a-z][a-z-]*|[A-Z][A-Z_:,|]+|\d+(?:\.\d+)?\.\.\d+")


def help_of(words, language, *asked):
    """Lines of the help, where the system speaks `language`."""
    return said(tuple(words), language, asked)


@functools.lru_cache(maxsize=None)
def said(words, language, asked):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "MOTCUA_"))}
    environment.update(LANG=language)
    told = subprocess.run([BIN / words[0], *words[1:], "--help", *asked], capture_output=True, text=True, timeout=60,
                          env=environment, check=True)
    assert told.stderr == "", told.stderr
    return told.stdout.rstrip("\n").split("\n")


def commands_in(english):
    start = english.index("Commands:") + 1 if "Commands:" in english else len(english)
    rows = [ROW.match(line) for line in english[start:]]
    return [row[1] for row in rows if row]


def every_command(words):
    """The words of a program and of all that is below it."""
    yield words
    for command in commands_in(help_of(words, "en_GB.UTF-8")):
        yield from every_command([*words, command])


def described_options():
    """The options that the sources add, by what they say themselves."""
    for folder in ("shared", "server", "kiosk", "display-board", "counter-client"):
        for file in sorted((SOURCE / folder).rglob("*.cpp")):
            for name in re.findall(r'add_(?:option|flag)\(\s*"([^"]+)"', file.read_text(encoding="utf-8")):
                yield name, file.relative_to(SOURCE)


class Help(unittest.TestCase):
    def setUp(self):
        self.every = [words for program in PROGRAMS for words in every_command([program])]

    def test_no_line_is_untranslated(self):
        self.assertGreater(len(self.every), 35)
        for words in self.every:
            with self.subTest(words=" ".join(words)):
                english, vietnamese = (help_of(words, language) for language in ("en_GB.UTF-8", "vi_VN.UTF-8"))
                self.assertEqual(len(english), len(vietnamese))
                for pair in zip(english, vietnamese):
                    self.compare(*pair)

    def compare(self, english, vietnamese):
        row, its = ROW.match(english), ROW.match(vietnamese)
        self.assertEqual(bool(row), bool(its), vietnamese)
        if not row:
            self.assertTrue(english == vietnamese == "" or english != vietnamese, f"untranslated: {english}")
            return
        bare = [re.sub(r"\([^:)]+(:\w+)?\)", r"\1", left) for left in (row[1], its[1])]  # "(required)" is told
        self.assertEqual(NAMES.findall(bare[0]), NAMES.findall(bare[1]))
        self.assertTrue("(" not in row[1] or row[1] != its[1], f"untranslated: {row[1]}")
        self.assertEqual(row[2] is None, its[2] is None, vietnamese)
        self.assertTrue(row[2] is None or row[2] != its[2], f"untranslated: {row[2]}")

    def test_every_option_is_there_in_both_languages(self):
        for language in ("en_GB.UTF-8", "vi_VN.UTF-8"):
            told = {row[1].split(" ")[0] for words in self.every for row in map(ROW.match, help_of(words, language)) if row}
            missing = [(name, str(file)) for name, file in described_options() if name not in told]
            self.assertEqual(missing, [], language)
        self.assertGreater(len(list(described_options())), 40)

    def test_every_option_is_described(self):
        for words in self.every:
            lines = help_of(words, "vi_VN.UTF-8")
            for line, following in zip(lines, [*lines[1:], ""]):
                row = ROW.match(line)
                is_told = not row or row[2] or re.match(r" {10,}\S", following)
                self.assertTrue(is_told, f"{' '.join(words)}: {line}")

    def test_nothing_is_left_of_the_parser_s_own_words(self):
        own = re.compile(r"REQUIRED|Subcommands|Print this|Display program|\b(UINT|INT|FLOAT|BOOLEAN|ENUM)\b|Env:")
        for words in self.every:
            for language in ("en_GB.UTF-8", "vi_VN.UTF-8"):
                self.assertEqual([line for line in help_of(words, language) if own.search(line)], [], words)

    def test_the_flag_wins_over_the_system(self):
        for program in PROGRAMS[:1] + PROGRAMS[2:]:
            self.assertEqual(help_of([program], "en_GB.UTF-8", "--lang", "vi"), help_of([program], "vi_VN.UTF-8"))
            self.assertEqual(help_of([program], "vi_VN.UTF-8", "--lang=en"), help_of([program], "en_GB.UTF-8"))
            self.assertEqual(help_of([program], "C"), help_of([program], "vi_VN.UTF-8"))


if __name__ == "__main__":
    unittest.main()
