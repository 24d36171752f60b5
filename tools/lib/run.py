"""Opens a demonstration hall and keeps it open until Ctrl+C; see tools/run."""
import argparse
import fcntl
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys
import time

import demo_hall
import visit

SOURCE = pathlib.Path(__file__).resolve().parents[2]
START_AGAIN_S = 1
MOST_ENDS = 3  # of the server, within this time
ENDS_WITHIN_S = 30
DISPLAY_ANSWERS_S = 10


def layout_of_display():
    """None where there is none that answers."""
    try:
        shown = subprocess.run(["xdotool", "getdisplaygeometry"], capture_output=True, text=True, check=False,
                               timeout=DISPLAY_ANSWERS_S).stdout.split()
    except subprocess.TimeoutExpired:
        shown = []
    return demo_hall.layout_for(int(shown[0]), int(shown[1])) if len(shown) == 2 else None


def layout_for_windows(arguments):
    """Of the person's display; None: the windows go to an Xvfb of ours. Says why where the person has a display."""
    if arguments.own_display or not os.environ.get("DISPLAY"):
        return None
    layout = layout_of_display()
    if not layout:
        print(f"Your display {os.environ['DISPLAY']} cannot be used from here.")
        return None
    if arguments.visit and os.environ.get("WAYLAND_DISPLAY"):
        print("Your display is Wayland's, which lets no program take pictures of others' windows, as a visit does.")
        return None
    if arguments.visit and not demo_hall.shows_everything(layout["display"]):
        print("Your display of {}x{} is too small for a visit: four windows on it have no room for their lists.".format(
            *layout["display"]))
        return None
    return layout


def hold(file):
    """The lock on it, until this program ends; None where somebody else has it."""
    lock = open(file, "ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def take_folder(folder, is_fresh):
    """Ours alone, and empty if it is to be; a hall that is open in it keeps it, and its data."""
    file, own = folder / "run.lock", folder / "demo.password"
    if folder.exists() and not own.exists() and any(there != file for there in folder.iterdir()):
        raise demo_hall.Trouble(f"{folder} holds something that tools/run has not made; name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    lock = hold(file)
    if not lock or not is_free_of_servers(folder / "server" / "motcua.lock"):
        raise demo_hall.Trouble(f"a hall is open in {folder}: end it first, or give another folder with --data")
    if is_fresh:
        for old in set(folder.iterdir()) - {file, own}:
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(old)
            else:
                old.unlink()
        own.unlink(missing_ok=True)  # last: until then the folder is known for ours
    return lock


def is_free_of_servers(file):
    if not file.exists():
        return True
    lock = hold(file)
    if lock:
        lock.close()
    return lock is not None


def how_it_ended(status):
    return f"by the signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"


class ServerKeeper:
    """Starts a server that ended again, until it ends too often."""

    def __init__(self, hall):
        self.hall = hall
        self.ends = []

    def look(self):
        status = self.hall.server.poll()
        if status is None:
            return
        now = time.monotonic()
        self.ends = [then for then in self.ends if now - then < ENDS_WITHIN_S] + [now]
        if len(self.ends) >= MOST_ENDS:
            raise demo_hall.Trouble(f"the server ended {how_it_ended(status)}, {MOST_ENDS} times within {ENDS_WITHIN_S} s. "
                                    f"The end of {self.hall.log_of('server')}:\n{self.hall.end_of_log('server')}")
        print(f"The server ended {how_it_ended(status)}. It is started again after {START_AGAIN_S} s on the same ports; "
              "every screen comes back by itself.", flush=True)
        time.sleep(START_AGAIN_S)
        try:
            self.hall.start_server()
        except demo_hall.Trouble:
            if self.hall.server.poll() is None:
                raise
            return  # it ended once more: seen at the next look
        print(f"The server is back (process {self.hall.server.pid}).", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="tools/run", description="Opens a working hall on this machine.")
    parser.add_argument("--visit", action="store_true", help="perform one whole visit by real clicks and keys, then end")
    parser.add_argument("--fresh", action="store_true", help="begin with an empty hall; the last one is removed")
    parser.add_argument("--own-display", action="store_true", help="use an Xvfb of our own even where there is a display")
    parser.add_argument("--silent", action="store_true", help="no sound")
    parser.add_argument("--data", help="where the hall is kept (default: build/demo; of a visit build/visit, begun anew)")
    parser.add_argument("--bin", default=str(SOURCE / "build/release/bin"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()

    folder = pathlib.Path(arguments.data or SOURCE / ("build/visit" if arguments.visit else "build/demo")).resolve()
    # Whoever waited before would be called before the visitor.
    is_fresh = arguments.fresh or (arguments.visit and not arguments.data)
    try:
        lock = take_folder(folder, is_fresh)
    except (demo_hall.Trouble, OSError) as trouble:
        print(f"tools/run: {trouble}", file=sys.stderr)
        return 2
    for way in (signal.SIGINT, signal.SIGTERM):
        signal.signal(way, demo_hall.ask_to_end)
    layout = layout_for_windows(arguments)
    own = layout is None
    hall = None
    try:
        hall = demo_hall.DemoHall(folder, arguments.bin, SOURCE, own_display=own, silent=arguments.silent,
                                  layout=layout)
        if own:
            print(f"No display of yours is used: the windows are on an Xvfb of our own ({hall.display.name}).")
            print(f"Screenshots lie in {hall.folder} (kiosk.png, board.png, counter-1.png, counter-3.png), always the latest.")
        hall.start()
        print(f"The hall is open. Ticket pages: http://{hall.web_address}/t/...  Health: http://{hall.web_address}/readyz")
        print("(They are for a browser on this machine: 127.0.0.1 is no address for a phone.)")
        print("Administration:", shlex.join([f"{hall.bin}/motcua", "--server", hall.link_address, "--hall", hall.hall_id,
                                             "--data", f"{hall.folder}/server"]))
        if arguments.visit:
            number = visit.visit(hall, folder / "pictures")
            print(f"The visit of {number} is over. Pictures of every screen and of the ticket: {folder / 'pictures'}")
            return 0
        print(f"The server is process {hall.server.pid}: after a kill -9 it is started again and nothing is lost.")
        print("Ctrl+C ends it.", flush=True)
        keeper = ServerKeeper(hall)
        while True:
            time.sleep(0.5)
            demo_hall.end_if_asked()
            keeper.look()
            for screen in hall.screens:
                if screen.process.poll() is not None:
                    raise demo_hall.Trouble(f"the window of {screen.name} was closed")
    except (KeyboardInterrupt, demo_hall.Trouble, subprocess.SubprocessError) as trouble:
        if demo_hall.was_asked_to_end():  # Ctrl+C goes to the programs as well: what they miss then is no trouble
            print("\nClosing the hall.")
            return 0
        if not isinstance(trouble, demo_hall.Trouble):
            raise
        print(f"tools/run: {trouble}", file=sys.stderr)
        return 1
    finally:
        if hall:
            hall.stop()
        lock.close()


if __name__ == "__main__":
    sys.exit(main())
