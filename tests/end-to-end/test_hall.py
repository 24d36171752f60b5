#!/usr/bin/env python3
"""A whole hall of real programs in real windows: clicks, keys, OCR of the board, a barcode reader on the paper, kill -9.

Usage: test_hall.py BIN_FOLDER
"""
import array
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tools/lib"))
import demo_hall  # noqa: E402
import visit  # noqa: E402
from demo_hall import wait_for  # noqa: E402

BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None
CROP_PX = 64
BACK_S = 5  # every screen is back this soon after the server


def ocr(png, *options):
    return subprocess.run(["tesseract", str(png), "-", "-l", "vie", *options], capture_output=True, text=True, timeout=60,
                          check=True).stdout


def beside_the_code(paper):
    """The right side of a ticket, since tesseract takes a code's modules for letters."""
    words = paper.with_name("words.png")
    subprocess.run(["convert", str(paper), "-gravity", "East", "-crop", "58%x100%+0+0", "+repage", "-bordercolor", "white",
                    "-border", "20", str(words)], check=True, timeout=60)
    return words


def barcode(png):
    return subprocess.run(["zbarimg", "--quiet", "--raw", str(png)], capture_output=True, text=True, timeout=60,
                          check=False).stdout.strip()


HEARD_RATE_HZ = 44_100
CHIME_MS = 900


def loud_ms(wav):
    """How long a 16-bit mono file that is still written to is not silent, in blocks of 10 ms."""
    sound = array.array("h")
    _, _, heard = (wav.read_bytes() if wav.exists() else b"").partition(b"data")
    heard = heard[4:]  # how many bytes are to follow is not known yet
    sound.frombytes(heard[:len(heard) // 2 * 2])
    block = HEARD_RATE_HZ // 100
    return 10 * sum(max(map(abs, sound[i:i + block])) > 300 for i in range(0, len(sound), block))


class Hall(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="motcua-e2e-")
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.hall = demo_hall.DemoHall(cls.folder / "hall", BIN, SOURCE, own_display=True, silent=True)
        cls.full = cls.folder / "full"
        cls.hall.server_environment = {"LD_PRELOAD": str(BIN.parent / "tests/motcua_full_disk.so"),
                                       "MOTCUA_FULL_DISK": str(cls.full),
                                       "MOTCUA_FULL_DISK_FOLDER": str(cls.hall.folder / "server")}
        try:
            cls.hall.start()
        except BaseException:
            cls.show_logs()
            cls.hall.stop()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.hall.stop()
        cls.temporary.cleanup()

    @classmethod
    def show_logs(cls):
        for log in sorted(cls.hall.folder.glob("*.log")):
            print(f"--- {log.name}\n{log.read_text(encoding='utf-8')[-3000:]}")

    def crop(self, screen, widget, file):
        """A widget as the display really shows it, dark on light and of the size that tesseract was trained for."""
        picture = screen.picture(self.folder / "whole.png")
        box = screen.widget(widget)
        self.assertIsNotNone(box, widget)
        area = f"{int(box['w'])}x{int(box['h'])}+{int(box['x'])}+{int(box['y'])}"
        subprocess.run(["convert", str(picture), "-crop", area, "+repage", "-colorspace", "Gray", "-normalize", str(file)],
                       check=True, timeout=60)
        mean = subprocess.run(["convert", str(file), "-format", "%[fx:mean]", "info:"], capture_output=True, text=True,
                              check=True, timeout=60).stdout
        invert = ["-negate"] if float(mean) < 0.5 else []  # the call's colours swap while it pulses
        subprocess.run(["convert", str(file), *invert, "-trim", "+repage", "-bordercolor", "white", "-border", "10",
                        "-resize", f"x{CROP_PX}", "-border", "30", str(file)], check=True, timeout=60)
        return file

    def finish(self, counter):
        """The ticket at the counter is finished; its window may hear of the call a moment after the board."""
        counter.wait_widget("work.number", enabled=False)
        counter.wait_widget("work.finish")
        counter.key("F3")
        counter.wait_widget("work.idle", enabled=False)

    def tearDown(self):
        """A test that failed half-way leaves nothing open for the next."""
        if self.hall.server.poll() is not None:
            self.hall.start_server()
        visit.to_home(self.hall.kiosk)
        for number in ("1", "3"):
            self.hall.motcua("counter", "finish", "--counter", number, may_refuse=True)
        for ticket in self.hall.motcua("ticket", "list", "--open")["tickets"]:
            token = self.hall.motcua("ticket", "show", ticket["number"])["ticket"]["token"]
            self.hall.motcua("ticket", "cancel", token, may_refuse=True)

    def test_1_a_whole_visit(self):
        number = visit.visit(self.hall, self.folder / "visit", say=lambda line: print(line, flush=True))
        self.assertRegex(number, r"^A\d{3}$")

    def test_2_the_board_is_readable_on_the_display_and_the_paper_by_a_barcode_reader(self):
        clerk, board = self.hall.counters[0], self.hall.board
        number = visit.take_ticket(self.hall)
        paper = self.hall.ticket_png(number, self.folder / "paper.png")
        link = barcode(paper)
        token = visit.token_of_qr(link)
        self.assertIsNotNone(token, f"the barcode reader saw: {link!r}")
        self.assertIn(number, ocr(paper).replace(" ", ""))
        on_screen = barcode(self.hall.kiosk.picture(self.folder / "kiosk.png"))
        self.assertEqual(visit.token_of_qr(on_screen), token, "the kiosk shows the same code as the paper")
        self.assertIn(number, visit.page_of(self.hall, token))

        clerk.key("space")
        wait_for("the call", lambda: (board.text("board.current.number") or "").strip() == number)
        read = ocr(self.crop(board, "board.current.number", self.folder / "number.png"), "--psm", "7")
        self.assertEqual(number, read.strip())
        self.assertIn("1", ocr(self.crop(board, "board.current.place", self.folder / "place.png"), "--psm", "7"))
        self.assertIn("Please go to Counter 1", visit.page_of(self.hall, token))
        self.assertIn("Mời Ông/Bà đến Quầy 1", visit.page_of(self.hall, token, "vi"))
        self.finish(clerk)
        self.assertIn("Finished", visit.page_of(self.hall, token))

    def test_3_a_category_is_called_first_and_the_board_does_not_tell_why(self):
        clerk, board = self.hall.counters[0], self.hall.board
        first = visit.take_ticket(self.hall)
        elderly = visit.take_ticket(self.hall, category="elderly")
        clerk.key("space")
        wait_for("the elderly person first", lambda: (board.text("board.current.number") or "").strip() == elderly)
        self.assertNotIn("cao tuổi", board.all_text().split("Quý vị")[0].lower().replace("người cao tuổi, người khuyết tật", ""))
        explained = self.hall.motcua("ticket", "show", elderly)
        self.assertIn(first, str(explained))
        self.assertIn("head_start", str(explained))
        self.finish(clerk)
        clerk.key("space")
        wait_for("then the other", lambda: (board.text("board.current.number") or "").strip() == first)
        self.finish(clerk)

    def test_4_two_clerks_at_once_get_different_people(self):
        clerk, colleague = self.hall.counters
        numbers = {visit.take_ticket(self.hall), visit.take_ticket(self.hall)}
        for counter in (clerk, colleague):
            counter.wait_widget(f"waiting.{max(numbers)}", enabled=False)
        clerk.key("space")
        colleague.key("space")
        seen = {wait_for(f"a ticket at {counter.name}", lambda counter=counter: (counter.text("work.number") or "").strip())
                for counter in (clerk, colleague)}
        self.assertEqual(seen, numbers)
        for counter in (clerk, colleague):
            self.finish(counter)

    def test_5_a_double_touch_gives_one_ticket(self):
        before = len(self.hall.motcua("ticket", "list")["tickets"])
        kiosk = self.hall.kiosk
        visit.to_home(kiosk)
        kiosk.click("tile.results")
        button = kiosk.wait_widget("take")
        time.sleep(demo_hall.LOOK_S)
        x, y = kiosk.origin()
        kiosk.xdotool("mousemove", int(x + button["x"] + button["w"] / 2), int(y + button["y"] + button["h"] / 2),
                      "click", "--repeat", 30, "--delay", 50, 1)
        kiosk.wait_widget("ticket.number", enabled=False)
        visit.to_home(kiosk)
        self.assertEqual(len(self.hall.motcua("ticket", "list")["tickets"]), before + 1)

    def test_6_killed_and_started_again_every_screen_comes_back_with_the_truth(self):
        clerk, colleague = self.hall.counters
        held = visit.take_ticket(self.hall)
        clerk.wait_widget(f"waiting.{held}", enabled=False)
        clerk.key("space")
        wait_for("the call", lambda: (clerk.text("work.number") or "").strip() == held)
        waiting = visit.take_ticket(self.hall)
        before = self.hall.motcua("ticket", "list")["tickets"]
        self.hall.kill_server()
        for screen in self.hall.screens:
            wait_for(f"{screen.name} to say that it is offline",
                     lambda screen=screen: screen.check() and re.search("kết nối", screen.all_text(), re.IGNORECASE))
        self.assertEqual((clerk.text("work.number") or "").strip(), held, "the clerk's ticket stays on the screen")
        self.hall.start_server()
        started = time.monotonic()
        left_s = lambda: max(started + BACK_S - time.monotonic(), 0.2)  # it looks at least once
        for screen in self.hall.screens:
            wait_for(f"{screen.name} to come back", lambda screen=screen: not re.search(
                "mất kết nối", screen.all_text(), re.IGNORECASE), left_s())
        wait_for("the clerk to work on", lambda: clerk.widget("work.finish") and clerk.widget("work.finish")["enabled"], left_s())
        print(f"every screen was back {time.monotonic() - started:.1f} s after the server was ready", flush=True)
        self.assertEqual(self.hall.motcua("ticket", "list")["tickets"], before)
        self.assertEqual((clerk.text("work.number") or "").strip(), held)
        colleague.wait_widget(f"waiting.{waiting}", enabled=False)
        self.assertIn(held, self.hall.board.all_text())
        after = visit.take_ticket(self.hall)
        numbers = [ticket["number"] for ticket in self.hall.motcua("ticket", "list")["tickets"]]
        self.assertIn(after, numbers)
        self.assertEqual(len(numbers), len(set(numbers)), "no number repeats")
        self.finish(clerk)

    def test_7_what_is_typed_into_a_transfer_is_its_note(self):
        clerk = self.hall.counters[0]
        number = visit.take_ticket(self.hall)
        clerk.wait_widget(f"waiting.{number}", enabled=False)
        clerk.key("space")
        wait_for("the ticket at its counter", lambda: (clerk.text("work.number") or "").strip() == number)
        clerk.key("F5")
        clerk.wait_widget("sheet.note")
        clerk.type("ban chinh")
        wait_for("the note", lambda: "ban chinh" in (clerk.text("sheet.note") or ""))
        self.assertEqual(clerk.text("work.number").strip(), number)
        clerk.key("alt+1")
        wait_for("the ticket to leave", lambda: (clerk.text("work.number") or "").strip() != number)
        ticket = self.hall.motcua("ticket", "show", number)["ticket"]
        self.assertEqual((ticket["state"], ticket["note"]), ("waiting", "ban chinh"))

    def test_8_the_kiosk_gives_numbers_of_its_own_while_there_is_no_server(self):
        kiosk, clerk = self.hall.kiosk, self.hall.counters[0]
        own = self.hall.folder / "kiosk" / "own-numbers.json"
        wait_for("the kiosk's own numbers", lambda: own.exists() and json.loads(own.read_text(encoding="utf-8"))["runs"])
        waiting = visit.take_ticket(self.hall)
        visit.to_home(kiosk)
        self.hall.kill_server()
        wait_for("the kiosk to be offline", lambda: "Mất kết nối" in kiosk.all_text())
        alone, tokens = [], []
        for _ in range(2):
            alone.append(visit.take_ticket(self.hall))
            self.assertIn("Số được cấp khi hệ thống gián đoạn", kiosk.all_text())
            paper = self.hall.ticket_png(alone[-1], self.folder / "alone.png")
            tokens.append(visit.token_of_qr(barcode(paper)))
            self.assertIsNotNone(tokens[-1])
            self.assertIn("Máy này tự cấp, vẫn có giá trị", " ".join(ocr(beside_the_code(paper)).split()))
            self.assertEqual(visit.token_of_qr(barcode(kiosk.picture(self.folder / "kiosk.png"))), tokens[-1])
            visit.to_home(kiosk)
        kiosk.stop()  # a power cut at the kiosk as well: it knows its hall and its numbers
        kiosk.start()
        wait_for("the kiosk to be offline", lambda: "Mất kết nối" in kiosk.all_text())
        alone.append(visit.take_ticket(self.hall))
        tokens.append(visit.token_of_qr(barcode(self.hall.ticket_png(alone[-1], self.folder / "alone.png"))))
        visit.to_home(kiosk)
        self.assertEqual(len({waiting, *alone}), 4)
        self.hall.start_server()
        wait_for("the hall to have them", lambda: set(alone) <= {
            ticket["number"] for ticket in self.hall.motcua("ticket", "list", "--open")["tickets"]})
        numbers = [ticket["number"] for ticket in self.hall.motcua("ticket", "list")["tickets"]]
        self.assertEqual(len(numbers), len(set(numbers)), "no number repeats")
        for number, token in zip(alone, tokens):
            self.assertIn(number, visit.page_of(self.hall, token))
        after = visit.take_ticket(self.hall)
        visit.to_home(kiosk)
        for number in (waiting, *alone, after):  # in the order in which they were given
            clerk.wait_widget(f"waiting.{number}", enabled=False)
            clerk.key("space")
            wait_for(f"{number} at its counter", lambda number=number: (clerk.text("work.number") or "").strip() == number)
            self.finish(clerk)
        self.assertEqual(len(list((self.hall.folder / "printer").glob(f"ticket-{alone[0]}*"))), 1, "printed once")

    def test_8a_a_full_disk_is_said_on_every_screen_before_anybody_finds_out(self):
        kiosk, clerk, board = self.hall.kiosk, self.hall.counters[0], self.hall.board
        held = visit.take_ticket(self.hall)
        visit.to_home(kiosk)
        clerk.wait_widget(f"waiting.{held}", enabled=False)
        clerk.key("space")
        wait_for("the call", lambda: (clerk.text("work.number") or "").strip() == held)
        wait_for("the kiosk's own numbers", lambda: self.own_numbers()["runs"])
        self.full.touch()
        self.addCleanup(self.full.unlink, missing_ok=True)
        self.hall.motcua("ticket", "issue", "land", may_refuse=True)  # the first to find out is at none of the screens
        wait_for("the kiosk to say so", lambda: "Hệ thống không lưu được" in kiosk.all_text())
        wait_for("the clerk's window to say so", lambda: "Máy chủ không lưu được" in clerk.all_text())
        wait_for("the board to say so", lambda: re.search("chưa gọi được ai|Nobody can be called", board.all_text()))
        self.assertEqual((clerk.text("work.number") or "").strip(), held, "the clerk's ticket stays on the screen")
        alone = visit.take_ticket(self.hall)
        visit.to_home(kiosk)
        self.full.unlink()
        for screen in self.hall.screens:
            wait_for(f"{screen.name} to go on", lambda screen=screen: not re.search(
                "không lưu được|chưa gọi được ai|Nobody can be called", screen.all_text()))
        self.finish(clerk)
        clerk.wait_widget(f"waiting.{alone}", enabled=False)
        clerk.key("space")
        wait_for(f"{alone} at its counter", lambda: (clerk.text("work.number") or "").strip() == alone)
        wait_for("the call on the board", lambda: alone in board.all_text())
        self.finish(clerk)

    def own_numbers(self):
        """What the kiosk keeps of them, whole at every moment."""
        file = self.hall.folder / "kiosk" / "own-numbers.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"runs": [], "device": ""}

    @staticmethod
    def listed(own):
        """Every number in it, as 'A980'."""
        return {f"{run['first'][0]}{serial:03}" for run in own["runs"]
                for serial in range(int(run["first"][1:]), int(run["last"]) + 1)}

    def end_kiosk(self, how):
        self.hall.kiosk.process.send_signal(how)
        self.hall.kiosk.process.wait(10)

    def test_8b_who_got_a_number_without_the_server_gets_no_second_one_after_a_power_cut(self):
        kiosk = self.hall.kiosk
        file = self.hall.folder / "kiosk" / "own-numbers.json"
        visit.to_home(kiosk)
        wait_for("the kiosk's own numbers", lambda: self.own_numbers()["runs"])
        old_copy = file.read_text(encoding="utf-8")
        before = {ticket["number"] for ticket in self.hall.motcua("ticket", "list")["tickets"]}
        kiosk.click("tile.certification")
        kiosk.wait_widget("take")
        self.hall.server.send_signal(signal.SIGSTOP)
        self.addCleanup(self.hall.server.send_signal, signal.SIGCONT)
        kiosk.click("take")
        alone = kiosk.wait_widget("ticket.number", enabled=False)["text"].strip()
        self.assertIn("Số được cấp khi hệ thống gián đoạn", kiosk.all_text())
        self.end_kiosk(signal.SIGKILL)
        self.hall.server.send_signal(signal.SIGCONT)
        kiosk.start()

        def new_tickets():
            return [ticket for ticket in self.hall.motcua("ticket", "list")["tickets"] if ticket["number"] not in before]
        # The server had the first request before it was stopped, or has it now; either way its ticket is given back.
        wait_for("both to be in the hall", lambda: len(new_tickets()) == 2)
        wait_for("the second to be given back", lambda: {"cancelled", "waiting"} == {
            ticket["state"] for ticket in new_tickets()})
        states = {ticket["number"]: ticket["state"] for ticket in new_tickets()}
        self.assertEqual(states.pop(alone), "waiting")
        (second,) = states
        self.assertEqual(list((self.hall.folder / "printer").glob(f"ticket-{second}*")), [], "never printed")

        # A copy of earlier is put back: the number that somebody has by now is not in the list for long.
        self.assertIn(alone, self.listed(json.loads(old_copy)))
        self.end_kiosk(signal.SIGTERM)
        file.write_text(old_copy, encoding="utf-8")
        kiosk.start()
        wait_for("the hall to tell which are left", lambda: alone not in self.listed(self.own_numbers()))

    def test_8c_a_kiosk_that_was_let_go_gives_none_of_its_numbers(self):
        kiosk = self.hall.kiosk
        visit.to_home(kiosk)
        wait_for("the kiosk's own numbers", lambda: self.own_numbers()["runs"])
        first = self.own_numbers()["device"]
        self.hall.kill_server()
        kiosk.click("tile.certification")
        kiosk.wait_widget("take")
        kiosk.click("take")
        alone = kiosk.wait_widget("ticket.number", enabled=False)["text"].strip()
        self.end_kiosk(signal.SIGTERM)
        self.hall.start_server()
        self.hall.motcua("device", "revoke", first)
        kiosk.start()
        kiosk.wait_text("Máy lấy số này tạm ngừng phục vụ")
        kiosk.wait_text(f"có thể hệ thống chưa biết: {alone}.")
        self.assertEqual(self.hall.log_of(kiosk.name).read_text(encoding="utf-8").count(
            f"the hall has not said that it took the number {alone}"), 1)
        wait_for("its numbers to be gone", lambda: not self.own_numbers()["runs"])
        self.hall.kill_server()
        self.end_kiosk(signal.SIGTERM)
        kiosk.start()
        wait_for("the kiosk to be offline", lambda: "Mất kết nối" in kiosk.all_text())
        kiosk.click("tile.certification")
        wait_for("no number to be there", lambda: not kiosk.widget("take") and not kiosk.widget("tile.certification"))
        self.hall.start_server()
        self.end_kiosk(signal.SIGTERM)
        (self.hall.folder / "kiosk" / "device.toml").unlink()
        kiosk.start()
        self.hall.accept_devices()
        visit.to_home(kiosk)
        wait_for("numbers of the new pairing", lambda: self.own_numbers()["runs"])
        self.assertNotEqual(self.own_numbers()["device"], first)

    def test_9_a_program_at_the_wrong_place_says_that_it_is_not_let_in(self):
        """A machine accepted for counter 5 and started for counter 6."""
        screen = demo_hall.Screen(self.hall, "astray", "motcua-counter", (0, 0), self.hall.counters[0].size,
                                  ["--counter", "6"])
        self.addCleanup(screen.stop)
        screen.start()
        code = wait_for("its code", lambda: next((device["pairing_code"] for device in self.hall.motcua("device", "list")["devices"]
                                                  if device.get("pairing_code")), None))
        self.hall.motcua("device", "accept", code[:3], code[3:], "--name", screen.name, "--counter", "5")
        screen.wait_text("Máy chủ không cho quầy này kết nối")
        screen.wait_text("Máy này thuộc quầy khác")
        self.assertEqual(self.hall.log_of(screen.name).read_text(encoding="utf-8").count("gives no view"), 1)


    def test_9a_a_call_is_heard_chime_and_voice(self):
        folder = self.folder / "loud"
        folder.mkdir()
        heard = folder / "heard.wav"
        (folder / "alsoft.conf").write_text(f"[general]\ndrivers=wave\nfrequency={HEARD_RATE_HZ}\nchannels=mono\n"
                                            f"sample-type=int16\n[wave]\nfile={heard}\n", encoding="ascii")
        with open(folder / "board.log", "wb") as log:
            board = subprocess.Popen(
                [*demo_hall.ENDS_WITH_US, str(BIN / "motcua-board"), "--server", self.hall.link_address, "--hall", self.hall.hall_id, "--data", str(folder),
                 "--name", "Loud board", "--voice", "on", "--voice-languages", "vi", "--size", "320x180", "--mode", "window", "--position", ",".join(map(str, self.hall.board.position))],
                env=dict(self.hall.environment(), ALSOFT_DRIVERS="wave", ALSOFT_CONF=str(folder / "alsoft.conf")),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            code = wait_for("its code", lambda: next((device["pairing_code"] for device in self.hall.motcua("device", "list")["devices"]
                                                      if device.get("pairing_code")), None))
            self.hall.motcua("device", "accept", code, "--name", "Loud board")
            wait_for("the board to be let in", lambda: any(
                device["name"] == "Loud board" and device.get("connected") and not device.get("pairing_code")
                for device in self.hall.motcua("device", "list")["devices"]))
            self.assertEqual(loud_ms(heard), 0, "nobody is called yet")
            number = visit.take_ticket(self.hall)
            clerk = self.hall.counters[0]
            clerk.wait_widget(f"waiting.{number}", enabled=False)
            clerk.key("space")
            wait_for("more sound than a chime", lambda: loud_ms(heard) > 3 * CHIME_MS, 40)
            self.finish(clerk)
        except BaseException:
            print((folder / "board.log").read_text(encoding="utf-8"))
            raise
        finally:
            board.terminate()
            board.wait(20)


class CommandLine(unittest.TestCase):
    def test_a_mistake_is_told_with_exit_status_2(self):
        with tempfile.TemporaryDirectory(prefix="motcua-e2e-") as data:
            for program in ("motcua-kiosk", "motcua-board", "motcua-counter"):
                usual = [str(BIN / program), "--hall", "kon-tum", "--data", data]
                usual += ["--counter", "3"] if program == "motcua-counter" else []
                for words in (["--no-such-flag"], ["--size", "12"], ["--log-level", "loud"], ["--server", "a:b"]):
                    with self.subTest(program=program, words=words):
                        done = subprocess.run([*usual, *words], capture_output=True, text=True, timeout=20, check=False)
                        self.assertEqual(done.returncode, 2, done.stderr)
                        self.assertIn(words[0], done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
