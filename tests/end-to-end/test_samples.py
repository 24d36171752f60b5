"""The files in sample/ are taken by the programs that they are for, and its README names no other."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BIN = pathlib.Path(sys.argv.pop(1)).resolve()
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample"
LIMIT_S = 20
WINDOWS = {"kiosk.toml": "motcua-kiosk", "board.toml": "motcua-board", "counter-1.toml": "motcua-counter"}


def run(*words, locale="en_US.UTF-8"):
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    environment["LC_ALL"] = locale
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=LIMIT_S, check=False,
                          env=environment)


class Samples(unittest.TestCase):
    def start(self, program, settings, language="en"):
        """Without a display a program gets as far as its window, and its settings were read before."""
        with tempfile.TemporaryDirectory() as data:
            return run(BIN / program, "--config", settings, "--data", data, "--lang", language).stderr

    def test_each_program_takes_its_file(self):
        for name, program in WINDOWS.items():
            with self.subTest(name):
                self.assertIn("there is no display", self.start(program, SAMPLE / name))

    def test_what_keeps_a_program_from_starting_is_told_in_vietnamese(self):
        for name, program in WINDOWS.items():
            with self.subTest(name):
                self.assertIn("không có màn hình để mở cửa sổ", self.start(program, SAMPLE / name, language="vi"))
                wrong = run(BIN / program, "--config", SAMPLE / name, "--server", "a:b", locale="vi_VN.UTF-8")
                self.assertEqual(wrong.returncode, 2)
                self.assertEqual(wrong.stderr, f"{program}: --server: địa chỉ có dạng HOST, HOST:PORT hoặc [IPV6]:PORT\n")
                unknown = run(BIN / program, "--config", SAMPLE / name, "--sevrer", "a", locale="vi_VN.UTF-8")
                self.assertEqual(unknown.returncode, 2)
                self.assertIn('Có phải ý bạn là "--server"?', unknown.stderr)
                missing = run(BIN / program, "--config", "/nowhere/at.toml", locale="vi_VN.UTF-8")
                self.assertEqual(missing.returncode, 1)
                self.assertIn("/nowhere/at.toml: không đọc được", missing.stderr)

    def test_a_mistake_in_a_theme_is_told_in_vietnamese(self):
        for name, program in WINDOWS.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                (pathlib.Path(folder) / "hall.theme.toml").write_text('[surface.header]\nfill = "red"\n', encoding="utf-8")
                settings = pathlib.Path(folder) / name
                text = (SAMPLE / name).read_text(encoding="utf-8")
                settings.write_text(text.replace("[window]", '[window]\ntheme = "hall.theme.toml"'), encoding="utf-8")
                self.assertIn("hall.theme.toml:2:1: màu được viết dạng", self.start(program, settings, language="vi"))

    def test_a_typo_in_each_file_is_named_with_its_line(self):
        for name, program in WINDOWS.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                wrong = pathlib.Path(folder) / name
                text = (SAMPLE / name).read_text(encoding="utf-8")
                wrong.write_text(text.replace("[window]", "[windwo]"), encoding="utf-8")
                line = text[:text.index("[window]")].count("\n") + 1
                said = self.start(program, wrong)
                self.assertIn(f"{name}:{line}:", said)
                self.assertIn('"window"', said)

    def test_the_server_and_the_centre_are_good(self):
        for name in ("server.toml", "kon-tum.toml"):
            with self.subTest(name):
                self.assertEqual(run(BIN / "motcua", "config", "check", SAMPLE / name).returncode, 0)

    def test_config_check_finds_the_typo_that_the_program_finds(self):
        for name, program in WINDOWS.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                self.assertEqual(run(BIN / "motcua", "config", "check", SAMPLE / name).returncode, 0)
                wrong = pathlib.Path(folder) / name
                wrong.write_text((SAMPLE / name).read_text(encoding="utf-8").replace("mode =", "moed ="), encoding="utf-8")
                checked = run(BIN / "motcua", "--lang", "en", "config", "check", wrong)
                self.assertEqual(checked.returncode, 1)
                self.assertIn(checked.stdout.strip(), self.start(program, wrong))

    def test_a_language_without_a_catalogue_is_named_with_those_that_are_there(self):
        for name, program in WINDOWS.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as data:
                said = run(BIN / program, "--config", SAMPLE / name, "--data", data, "--lang", "fr")
                self.assertEqual(said.returncode, 2, said.stderr)
                self.assertIn('"fr"; there are: en, vi', said.stderr)

    def test_the_readme_names_what_is_there(self):
        named = set(re.findall(r"`([\w-]+\.toml)`", (SAMPLE / "README.md").read_text(encoding="utf-8")))
        self.assertEqual(named, {file.name for file in SAMPLE.glob("*.toml")})


if __name__ == "__main__":
    unittest.main(verbosity=2)
