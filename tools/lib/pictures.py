"""Makes the pictures of the README from the real programs: python3 tools/lib/pictures.py BIN_FOLDER.

A hall of a busy morning: people wait at several counters, some are served, one is called. Writes docs/pictures/.
"""
import pathlib
import subprocess
import sys
import tempfile

import demo_hall
import visit

SOURCE = pathlib.Path(__file__).resolve().parents[2]
OUT = SOURCE / "docs" / "pictures"
sys.path.insert(0, str(SOURCE / "tests/support"))
from webdriver import Browser  # noqa: E402

CALLED_BEFORE = (("6", "land"), ("8", "business"), ("4", "residence-id"), ("9", "transport"))
WAITING = ("civil-status", "civil-status", "certification", "certification", "land", "land", "land", "business", "results",
           "certification", "residence-id", "civil-status")


def picture(hall, screen, name):
    file = screen.picture(OUT / f"{name}.png")
    subprocess.run(["convert", str(file), "-colors", "256", "-define", "png:compression-level=9", str(file)], check=True,
                   timeout=60)


def take_pictures(hall):
    for counter, service in CALLED_BEFORE:
        hall.motcua("ticket", "issue", service)
        hall.motcua("counter", "open", "--counter", counter, may_refuse=True)
        hall.motcua("counter", "next", "--counter", counter)
    for service in WAITING:
        hall.motcua("ticket", "issue", service)
    picture(hall, hall.kiosk, "kiosk-home")
    number = visit.take_ticket(hall, category="elderly")
    demo_hall.wait_for("the paper to be told", lambda: "in" in hall.kiosk.all_text())
    hall.ticket_png(number, OUT / "ticket.png")
    picture(hall, hall.kiosk, "kiosk-ticket")
    clerk = hall.counters[0]
    clerk.wait_widget("waiting." + number, enabled=False)
    clerk.key("space")
    called = demo_hall.wait_for("a ticket at the counter", lambda: (clerk.text("work.number") or "").strip())
    demo_hall.wait_for("the call on the board", lambda: (hall.board.text("board.current.number") or "").strip() == called,
                       limit_s=60)  # each earlier call has its seconds first
    picture(hall, hall.board, "board")
    clerk.click("work.start")
    demo_hall.wait_for("the service to begin", lambda: not clerk.widget("work.recall")["enabled"])
    picture(hall, clerk, "counter")
    waiting = hall.motcua("ticket", "issue", "land")["ticket"]
    browser = Browser()
    try:
        browser.open(f"http://{hall.web_address}/t/{waiting['token']}?lang=vi")
        browser.screenshot(OUT / "phone.png")
    finally:
        browser.close()


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="motcua-pictures-") as folder:
        hall = demo_hall.DemoHall(folder, sys.argv[1], SOURCE, own_display=True, silent=True)
        try:
            hall.start()
            take_pictures(hall)
        finally:
            hall.stop()


if __name__ == "__main__":
    main()
