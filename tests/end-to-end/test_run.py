#!/usr/bin/env python3
"""tools/run on displays of several sizes, with a server that dies, and a second time with the same hall.

Usage: test_run.py BIN_FOLDER
"""
import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import types
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tools/lib"))
import demo_hall  # noqa: E402
from demo_hall import wait_for  # noqa: E402

BIN = pathlib.Path(sys.argv.pop(1)).resolve()
VISIT_S = 150


def status_of(pid):
    """What the system tells of a process; {} = it is gone."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def is_running(pid):
    """A process that has ended may wait for its parent to look, which is not to run."""
    return not status_of(pid).get("State", "Z").startswith("Z")


class Run:
    """tools/run as a person starts it, once everything is built."""

    def __init__(self, folder, *options, display=None):
        self.lines = []
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        if display:
            environment.update(DISPLAY=display.name, LIBGL_ALWAYS_SOFTWARE="1")
        self.process = subprocess.Popen(
            [sys.executable, "-u", str(SOURCE / "tools/lib/run.py"), "--bin", str(BIN), "--silent", "--data", str(folder), *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()

    def said(self):
        return "".join(self.lines)

    def wait_said(self, pattern, times=1, limit_s=demo_hall.WAIT_S):
        def seen():
            found = re.findall(pattern, self.said())
            if len(found) >= times:
                return found
            if self.process.poll() is not None:
                self.reader.join(5)
                raise AssertionError(f"it ended with {self.process.returncode} before it said {pattern!r}:\n{self.said()}")
            return None
        return wait_for(f"{pattern!r} in:\n{self.said()}", seen, limit_s)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        self.reader.join(5)
        self.process.stdout.close()
        return status


class ToolsRun(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="motcua-run-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name) / "hall"

    def run_it(self, *options, display=None):
        run = Run(self.folder, *options, display=display)
        self.addCleanup(run.end)
        return run

    def display(self, width, height):
        display = demo_hall.Display((width, height), own=True)
        self.addCleanup(display.stop)
        return display

    def test_ctrl_c_ends_everything_without_a_word_of_trouble(self):
        run = self.run_it()
        run.wait_said("Ctrl[+]C ends it")
        started = self.programs_of(run)
        run.process.send_signal(signal.SIGINT)
        self.assertEqual(run.end(), 0, run.said())
        self.assertIn("Closing the hall", run.said())
        self.assertNotIn("Traceback", run.said())
        self.assertEqual([pid for pid in started if is_running(pid)], [])

    def test_a_kill_9_of_tools_run_ends_everything_too(self):
        run = self.run_it()
        run.wait_said("Ctrl[+]C ends it")
        started = self.programs_of(run)
        run.process.kill()
        wait_for("the end of all programs", lambda: not any(is_running(pid) for pid in started))

    def programs_of(self, run):
        """The process ids of everything that it started: server, kiosk, board, two counters, Xvfb."""
        everything = {pid.name: status_of(pid.name) for pid in pathlib.Path("/proc").iterdir() if pid.name.isdigit()}
        started = {pid: status["Name"] for pid, status in everything.items() if status.get("PPid") == str(run.process.pid)}
        self.assertEqual(sorted(started.values()), ["Xvfb", "motcua-board", "motcua-counter", "motcua-counter",
                                                    "motcua-kiosk", "motcua-server"])
        return list(started)

    def test_a_signal_raises_nothing_where_it_comes_and_ends_the_next_wait(self):
        self.addCleanup(setattr, demo_hall, "_was_asked_to_end", False)
        demo_hall.ask_to_end(signal.SIGINT, None)
        with self.assertRaises(KeyboardInterrupt):
            demo_hall.wait_for("nothing", lambda: True)

    def test_a_killed_server_is_started_again_on_its_ports_until_it_dies_too_often(self):
        run = self.run_it()
        for times in (1, 2):
            pid = run.wait_said(r"server is (?:process|back \(process) (\d+)", times)[-1]
            ports = json.loads((self.folder / "ports.json").read_text(encoding="ascii"))
            os.kill(int(pid), signal.SIGKILL)
            run.wait_said("ended by the signal SIGKILL", times)
        pid = run.wait_said(r"server is (?:process|back \(process) (\d+)", 3)[-1]
        self.assertEqual(json.loads((self.folder / "ports.json").read_text(encoding="ascii")), ports)
        os.kill(int(pid), signal.SIGKILL)
        run.process.wait(30)
        self.assertEqual(run.end(), 1)
        self.assertIn("3 times within 30 s", run.said())

    def test_the_same_hall_has_the_same_ports_where_they_are_free(self):
        said = []
        for _ in range(2):
            run = self.run_it()
            said.append(run.wait_said(r"http://(\S+)/t/"))
            run.wait_said("Ctrl\\+C")
            self.assertEqual(run.end(), 0)
        self.assertEqual(*said)

    def test_a_hall_that_is_open_keeps_its_data_from_who_begins_anew(self):
        first = self.run_it()
        first.wait_said("Ctrl\\+C")
        command = shlex.split(re.search(r"Administration: (.*)", first.said())[1])
        subprocess.run([*command, "ticket", "issue", "certification"], check=True, timeout=30, stdout=subprocess.DEVNULL)
        for options in (["--fresh"], ["--visit"], []):
            second = self.run_it(*options)
            self.assertEqual(second.process.wait(30), 2)
            second.reader.join(5)
            self.assertIn("a hall is open in", second.said())
        listed = subprocess.run([*command, "ticket", "list"], check=True, timeout=30, capture_output=True, text=True).stdout
        self.assertIn("A001", listed)
        self.assertEqual(first.end(), 0)

    def test_a_folder_of_somebody_else_is_not_emptied(self):
        self.folder.mkdir()
        (self.folder / "letters.txt").write_text("dear", encoding="ascii")
        for options in ([], ["--fresh"]):
            run = self.run_it(*options)
            self.assertEqual(run.process.wait(30), 2)
            self.assertEqual([file.name for file in self.folder.iterdir()], ["letters.txt"])

    def test_a_display_that_is_not_there_gives_way_to_one_of_our_own(self):
        run = self.run_it(display=types.SimpleNamespace(name=":987"))
        run.wait_said("cannot be used from here")
        run.wait_said("Ctrl\\+C")
        self.assertEqual(run.end(), 0)

    def test_a_hall_opens_on_a_small_display(self):
        run = self.run_it(display=self.display(1366, 768))
        run.wait_said("Ctrl\\+C")
        self.assertEqual(run.end(), 0)

    def test_a_visit_on_a_small_display_takes_one_of_its_own(self):
        run = self.run_it("--visit", display=self.display(1280, 1024))
        run.wait_said("The visit of A\\d{3} is over", limit_s=VISIT_S)
        self.assertIn("too small", run.said())
        self.assertIn("the ticket's page says that", run.said())
        self.assertEqual(run.process.wait(30), 0)

    def test_a_visit_where_somebody_waits_already_says_what_to_do(self):
        first = self.run_it()
        first.wait_said("Ctrl\\+C")
        command = shlex.split(re.search(r"Administration: (.*)", first.said())[1])
        subprocess.run([*command, "ticket", "issue", "certification"], check=True, timeout=30, stdout=subprocess.DEVNULL)
        self.assertEqual(first.end(), 0)
        visit = self.run_it("--visit")
        visit.wait_said("has work already.*--fresh")
        self.assertEqual(visit.process.wait(30), 1)
        again = self.run_it("--visit", "--fresh")
        again.wait_said("The visit of A001 is over", limit_s=VISIT_S)
        self.assertEqual(again.process.wait(30), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
