#!/usr/bin/env python3
"""The ticket page in a real browser, from the real server: what it says, how it renews itself, and whether it can be
read and touched on a small phone.

Usage: test_ticket_page.py BIN_FOLDER
"""
import pathlib
import re
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "support"), str(HERE.parent / "app")]
from hall import SERVICE, Server  # noqa: E402
from webdriver import Browser  # noqa: E402

BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None
PICTURES = BIN.parent / "tests" / "ticket-page" if BIN else None
RENEWED_S = 40           # the page renews itself every few seconds; the rest is for a busy machine
PAGE_BYTES = 60 * 1000   # the server sends no compressed pages: these are the bytes on the air
PHONE = (360, 640)
TARGET_PX = 48
COUNTER_PX = 48  # of the counter that calls: read at arm's length while walking
NUMBER_CONTRAST, TEXT_CONTRAST = 7, 4.5
LANGUAGE = "return document.documentElement.lang"

# [what, contrast] of every element with words of its own, by WCAG's formula.
CONTRAST = """
const level = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4); };
const light = rgb => 0.2126 * level(rgb[0]) + 0.7152 * level(rgb[1]) + 0.0722 * level(rgb[2]);
const parts = text => text.match(/[0-9.]+/g).map(Number);
const behind = e => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor);
                                                       if (c.length < 4 || c[3] == 1) return c; } return [255, 255, 255]; };
const speaks = e => [...e.childNodes].some(n => n.nodeType == Node.TEXT_NODE && n.textContent.trim());
return [...document.body.querySelectorAll('*')].filter(speaks).map(e => {
  const a = light(parts(getComputedStyle(e).color)), b = light(behind(e));
  return [e.className || e.tagName, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; });
"""

# How far the words of each element reach, and how far they may: the inside of the element's own box.
WORDS = """
const range = document.createRange();
return [...document.querySelectorAll('h1, p, a, footer')].map(e => {
  range.selectNodeContents(e);
  const words = range.getBoundingClientRect(), box = e.getBoundingClientRect();
  return [e.className || e.tagName, words.left, words.right, box.left, box.right]; });
"""
GROUND = "return getComputedStyle(document.body).backgroundColor"
CARD_GROUND = "return getComputedStyle(document.querySelector('.card')).backgroundColor"
BOXES = """
return ['.counter', '.number', 'h1'].map(what => {
  const e = document.querySelector(what), box = e.getBoundingClientRect();
  return {top: box.top, bottom: box.bottom, size: parseFloat(getComputedStyle(e).fontSize)}; });
"""
HEIGHTS = "return [...document.querySelectorAll('a')].map(a => a.getBoundingClientRect().height)"


class TicketPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="motcua-page-")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.server = Server(pathlib.Path(cls.temporary.name), BIN)
        cls.addClassCleanup(cls.server.end)
        cls.server.start()
        PICTURES.mkdir(parents=True, exist_ok=True)
        cls.browser = Browser(size=PHONE)
        cls.addClassCleanup(cls.browser.close)
        cls.command("counter", "open", "--counter", "1")

    @classmethod
    def command(cls, *words):
        status, answer = cls.server.command(*words)
        if status != 0:
            raise AssertionError(f"motcua {' '.join(words)}: {status} {answer}")
        return answer

    def setUp(self):
        self.prefer("light")

    def prefer(self, scheme):
        self.browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def issue(self):
        ticket = self.command("ticket", "issue", SERVICE)["ticket"]
        self.addCleanup(self.server.command, "ticket", "cancel", ticket["token"])
        return ticket

    def call(self, ticket):
        answer = self.command("counter", "next", "--counter", "1")
        self.addCleanup(self.server.command, "counter", "finish", "--counter", "1")
        self.assertEqual(answer["ticket"]["number"], ticket["number"])

    def url(self, token, language=None):
        query = f"?lang={language}" if language else ""  # the code on a ticket has none
        return f"http://{self.server.web[0]}:{self.server.web[1]}/t/{token}{query}"

    def renews(self):
        return self.browser.script("return document.querySelector('meta[http-equiv=refresh]') !== null")

    # --- what it says ---------------------------------------------------------------------------------------------------
    def test_it_tells_number_state_and_people_ahead_in_both_languages(self):
        first, second = self.issue(), self.issue()
        self.browser.open(self.url(second["token"], "en"))
        self.assertEqual(self.browser.text(".number"), second["number"])
        self.assertEqual(self.browser.text(".state"), "Please wait for your number")
        self.assertEqual(self.browser.text(".ahead"), "1 person before you")
        self.assertEqual(self.browser.script(LANGUAGE), "en")
        self.assertIn(second["number"], self.browser.script("return document.title"))
        self.browser.script("document.querySelector('a[hreflang=vi]').click()")
        self.browser.wait("the Vietnamese page", LANGUAGE, "vi")
        self.assertEqual(self.browser.text(".number"), second["number"])
        self.assertEqual(self.browser.text(".state"), "Vui lòng chờ đến số của Ông/Bà")
        self.assertEqual(self.browser.text(".ahead"), "Còn 1 người trước Ông/Bà")
        self.assertIn(second["number"], self.browser.script("return document.title"))
        self.browser.screenshot(PICTURES / "waiting-vi.png")
        self.browser.open(self.url(first["token"], "en"))
        self.assertEqual(self.browser.text(".ahead"), "Nobody is before you in this line")

    def test_it_renews_itself_through_a_whole_visit(self):
        ticket = self.issue()
        self.browser.open(self.url(ticket["token"], "en"))
        self.call(ticket)
        self.browser.wait_text(".state", "Please go to Counter 1", RENEWED_S)
        self.assertEqual(self.browser.script("return document.title"), f"{ticket['number']} · Please go to Counter 1")
        self.assertIsNone(self.browser.text(".ahead"))
        self.browser.screenshot(PICTURES / "called-en.png")
        self.command("counter", "start", "--counter", "1")
        self.browser.wait_text(".state", "You are being served at Counter 1", RENEWED_S)
        self.command("counter", "finish", "--counter", "1")
        self.browser.wait_text(".state", "Finished. Thank you!", RENEWED_S)
        self.assertFalse(self.renews(), "an ended ticket does not ask for ever")
        self.assertNotIn("renews itself", self.browser.text("footer"))
        self.assertNotIn("Look again", self.browser.text("main"))
        self.browser.screenshot(PICTURES / "finished-en.png")

    def test_it_renews_itself_without_javascript_in_the_browsers_language(self):
        for tag, called in (("en", "Please go to Counter 1"), ("vi", "Mời Ông/Bà đến Quầy 1")):
            browser = Browser(size=PHONE, preferences={"profile.managed_default_content_settings.javascript": 2,
                                                       "intl.accept_languages": tag})
            self.addCleanup(browser.close)
            browser.open("data:text/html,<title>off</title><script>document.title='on'</script>")
            self.assertEqual(browser.script("return document.title"), "off", "no script of a page runs here")
            ticket = self.issue()
            browser.open(self.url(ticket["token"]))
            self.assertEqual(browser.script(LANGUAGE), tag)
            self.call(ticket)
            browser.wait_text(".state", called, RENEWED_S)
            self.assertEqual(browser.script(LANGUAGE), tag)
            self.command("counter", "finish", "--counter", "1")

    def test_a_cancelled_number_is_no_longer_valid(self):
        ticket = self.issue()
        self.command("ticket", "cancel", ticket["token"])
        for language, words in (("en", "This number is no longer valid"), ("vi", "Số này không còn hiệu lực")):
            self.browser.open(self.url(ticket["token"], language))
            self.assertEqual(self.browser.text(".number"), ticket["number"])
            self.assertEqual(self.browser.text(".state"), words)
            self.assertFalse(self.renews())

    def test_an_unknown_token_is_explained_in_both_languages(self):
        address = self.url("a" * 26, "en")
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address, timeout=10)
        with refused.exception as answer:
            self.assertEqual(answer.code, 404)
            self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.browser.open(address)
        self.assertIn("A number that was just taken stays valid", self.browser.text("main"))
        self.assertEqual(self.browser.script(LANGUAGE), "en")
        self.browser.script("document.querySelector('a[hreflang=vi]').click()")
        self.browser.wait("the Vietnamese page", LANGUAGE, "vi")
        self.assertIn("Số vừa lấy vẫn có giá trị", self.browser.text("main"))
        self.assertTrue(self.renews())  # a kiosk may have given it without the server: the hall hears of it later
        self.browser.screenshot(PICTURES / "unknown-vi.png")

    # --- how it can be read and touched -------------------------------------------------------------------------------------
    def test_it_fits_a_small_phone_and_a_finger_also_in_large_type(self):
        waiting, unknown = self.issue()["token"], "a" * 26
        for token, language, percent in [(t, tag, p) for t in (waiting, unknown) for tag in ("vi", "en") for p in (100, 200)]:
            with self.subTest(token=token, language=language, percent=percent):
                self.browser.open(self.url(token, language))
                self.browser.script(f"document.documentElement.style.fontSize = '{percent}%'")
                self.assertEqual(self.browser.script("return [innerWidth, innerHeight]"), list(PHONE))
                self.assertLessEqual(self.browser.script("return document.documentElement.scrollWidth"), PHONE[0])
                for what, left, right, box_left, box_right in self.browser.script(WORDS):
                    self.assertGreaterEqual(left, box_left - 0.5, what)
                    self.assertLessEqual(right, box_right + 0.5, what)
                    self.assertLessEqual(box_right, PHONE[0], what)
                heights = self.browser.script(HEIGHTS)
                self.assertTrue(heights)
                self.assertGreaterEqual(min(heights), TARGET_PX)
                if token == waiting:
                    self.browser.screenshot(PICTURES / f"waiting-{language}-{percent}.png")

    def test_a_call_colours_the_whole_screen_and_its_counter_stands_first_also_in_large_type(self):
        ticket = self.issue()
        self.browser.open(self.url(ticket["token"], "vi"))
        calm = self.browser.script(GROUND)
        self.call(ticket)
        for language, percent in [(tag, p) for tag in ("vi", "en") for p in (100, 200)]:
            with self.subTest(language=language, percent=percent):
                self.browser.open(self.url(ticket["token"], language))
                self.browser.script(f"document.documentElement.style.fontSize = '{percent}%'")
                self.assertNotEqual(self.browser.script(GROUND), calm)
                self.assertIn(self.browser.script(CARD_GROUND), (self.browser.script(GROUND), "rgba(0, 0, 0, 0)"))
                self.assertLessEqual(self.browser.script("return document.documentElement.scrollWidth"), PHONE[0])
                counter, number, agency = self.browser.script(BOXES)
                self.assertGreaterEqual(counter["size"], COUNTER_PX)
                self.assertLess(counter["bottom"], number["top"] + 1)
                self.assertLess(number["bottom"], agency["top"] + 1)
                self.assertLessEqual(number["bottom"], PHONE[1], "seen without scrolling")
                self.browser.screenshot(PICTURES / f"called-{language}-{percent}.png")

    def test_contrast_by_day_and_by_night(self):
        ticket = self.issue()
        for step in ("waiting", "called"):
            if step == "called":
                self.call(ticket)
            for scheme in ("light", "dark"):
                with self.subTest(scheme=scheme, step=step):
                    self.prefer(scheme)
                    self.browser.open(self.url(ticket["token"], "en"))
                    self.assertTrue(self.browser.script(f"return matchMedia('(prefers-color-scheme: {scheme})').matches"))
                    found = self.browser.script(CONTRAST)
                    self.assertGreaterEqual(dict(found)["number"], NUMBER_CONTRAST)
                    self.assertGreaterEqual(len(found), 6, "every line is measured")
                    for what, contrast in found:
                        self.assertGreaterEqual(contrast, TEXT_CONTRAST, what)
                    self.browser.screenshot(PICTURES / f"{step}-{scheme}.png")

    # --- what it tells to others --------------------------------------------------------------------------------------------
    def test_nothing_comes_from_outside_and_nothing_is_told_outside(self):
        address = self.url(self.issue()["token"], "vi")
        with urllib.request.urlopen(address, timeout=10) as answer:
            page = answer.read()
            self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
            self.assertIn("no-store", answer.headers["Cache-Control"])
            self.assertIn("noindex", answer.headers["X-Robots-Tag"])
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertLessEqual(len(page), PAGE_BYTES)
        self.assertEqual(re.findall(rb"""(?:src|href|url)\s*[=(]\s*["']?(?!\?lang=)[^"'> ]+""", page), [])
        self.browser.open(address)
        self.assertIn("noindex", self.browser.script("return document.querySelector('meta[name=robots]').content"))
        loaded = self.browser.script("return performance.getEntriesByType('resource').map(e => e.name)")
        self.assertEqual([name for name in loaded if not name.endswith("/favicon.ico")], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
