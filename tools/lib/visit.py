"""One whole visit by real clicks and keys: a ticket is taken, called, served and finished, and every step is looked for
on the *other* screens. Used by `tools/run --visit` and by the end-to-end test."""
import re
import urllib.request

from demo_hall import Trouble, wait_for


def page_of(hall, token, language="en"):
    with urllib.request.urlopen(f"http://{hall.web_address}/t/{token}?lang={language}", timeout=10) as answer:
        return answer.read().decode("utf-8")


def to_home(kiosk):
    """Leaves whatever page the last person left, as the next person would; at home by itself at the latest."""
    ways = ("ticket.done", "idle.leave", "help.close", "bar.home")

    def at_home():
        kiosk.check()
        way = next((way for way in ways if kiosk.widget(way)), None)
        if way:
            try:
                kiosk.click(way, limit_s=2)
            except Trouble:
                pass  # it went home by itself meanwhile
        return not way and any(widget["id"].startswith("tile.") for widget in (kiosk.map() or {"widgets": []})["widgets"])

    wait_for("the kiosk to be at home", at_home)


def take_ticket(hall, service="certification", category=None):
    """Touches a service and takes a number; the number as the kiosk shows it."""
    to_home(hall.kiosk)
    hall.kiosk.click(f"tile.{service}")
    hall.kiosk.click(f"category.{category}" if category else "take")
    return hall.kiosk.wait_widget("ticket.number", enabled=False)["text"].strip()


def token_of_qr(text):
    found = re.search(r"/t/([a-z2-7]{26})", text)
    return found[1] if found else None


def visit(hall, folder, say=print):
    """Returns the ticket's number. `folder` receives a picture of every screen and of the paper."""
    folder.mkdir(parents=True, exist_ok=True)
    kiosk, board = hall.kiosk, hall.board
    clerk, colleague = hall.counters
    for counter in (clerk, colleague):
        if not counter.widget("work.idle") or any(
                widget["id"].startswith("waiting.") for widget in counter.map()["widgets"]):
            raise Trouble(f"{counter.name} has work already, and who waits there would be called first; --fresh begins anew")
    pictures = lambda step: [screen.picture(folder / f"{step}-{screen.name}.png") for screen in hall.screens]

    number = take_ticket(hall)
    say(f"kiosk:      a touch on \"Chứng thực\" gave the number {number}")
    hall.ticket_png(number, folder / "1-ticket.png")
    say("printer:    the ticket is on paper")
    for counter in (clerk, colleague):
        counter.wait_widget(f"waiting.{number}", enabled=False)
        say(f"{counter.name}:  shows {number} among those who wait")
    pictures("1-taken")

    clerk.key("space")
    wait_for(f"{number} on the board", lambda: (board.text("board.current.number") or "").strip() == number)
    say(f"{clerk.name}:  pressed Space; the board shows {number}, {(board.text('board.current.place') or '').strip()}")
    wait_for(f"{number} at its counter", lambda: (clerk.text("work.number") or "").strip() == number)
    wait_for("the colleague's list to be shorter", lambda: not colleague.widget(f"waiting.{number}"))
    say(f"{colleague.name}:  no longer lists {number}")
    pictures("2-called")

    clerk.key("F2")
    wait_for("the recall on the board", lambda: "gọi lại" in board.all_text().lower())
    say("board:      says that the number is called again")

    clerk.click("work.start")
    wait_for("the service to have begun", lambda: clerk.widget("work.recall") and not clerk.widget("work.recall")["enabled"])
    say(f"{clerk.name}:  began to serve {number}")
    token = hall.motcua("ticket", "show", number)["ticket"]["token"]
    wait_for("the phone's page to say so", lambda: "You are being served at" in page_of(hall, token))
    say(f"phone:      the ticket's page says that {number} is being served")
    pictures("3-serving")
    clerk.key("F3")
    wait_for("the counter to be free", lambda: clerk.widget("work.idle"))
    wait_for(f"{number} to leave the board", lambda: number not in board.all_text())
    say(f"board:      {number} has left it; {clerk.name} is free for the next")
    kiosk.wait_widget("tile.certification")
    say("kiosk:      is home again for the next person")
    pictures("4-finished")
    return number
