"""A hall of real programs on this machine: server, kiosk, board, counters, each in its own window.

Used by tools/run and by the end-to-end tests. Every wait has a limit and says what it waited for; every process that is
started here is ended here, by its process id. Windows tell what they show through their screen map (JSON beside a PNG),
are clicked and typed into through xdotool, and are found by the process that owns them.
"""
import contextlib
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import time

WAIT_S = 40
TOUCH_S = 0.12  # a finger stays this long on the glass
LOOK_S = 0.5    # a person looks before the next touch; the screens take a quicker one for a double tap
# Before each program of the hall: it is asked to end when whoever started it has ended, even by a kill -9. "Whoever" is
# the thread that started it.
ENDS_WITH_US = ["setpriv", "--pdeathsig", "TERM", "--"]


class Trouble(Exception):
    """Something that a person must see, in one line."""


_was_asked_to_end = False


def ask_to_end(signum, frame):
    """A signal's handler. It raises nothing: inside Popen.poll() that would leave a lock held, and a child unwaited for."""
    global _was_asked_to_end
    _was_asked_to_end = True


def was_asked_to_end():
    return _was_asked_to_end


def end_if_asked():
    if _was_asked_to_end:
        raise KeyboardInterrupt


def wait_for(what, seen, limit_s=WAIT_S):
    """The first true value of seen(), looked at every 50 ms."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        end_if_asked()
        value = seen()
        if value:
            return value
        time.sleep(0.05)
    raise Trouble(f"waited {limit_s} s in vain for: {what}")


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
        return True


class Display:
    """The X display: the person's own, or an Xvfb of ours."""

    def __init__(self, size, own):
        self.process = None
        self.name = os.environ.get("DISPLAY", "")
        if not own and self.name:
            return
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            [*ENDS_WITH_US, "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size[0]}x{size[1]}x24",
             "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Trouble("Xvfb did not start; is it installed? (tools/setup)")
        self.name = f":{number}"

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)


class Screen:
    """One program with a window."""

    def __init__(self, hall, name, program, position, size, options):
        self.hall, self.name, self.program = hall, name, program
        self.position, self.size, self.options = position, size, options
        self.map_file = hall.folder / f"{name}.json"
        self.png_file = hall.folder / f"{name}.png"
        self.process = None
        self.window = None

    def start(self):
        self.map_file.unlink(missing_ok=True)
        arguments = [str(self.hall.bin / self.program), "--data", str(self.hall.folder / self.name),
                     "--server", self.hall.link_address, "--hall", self.hall.hall_id, "--name", self.name,
                     "--size", f"{self.size[0]}x{self.size[1]}", "--position", f"{self.position[0]},{self.position[1]}",
                     "--screenshot-file", str(self.png_file), "--screen-map-file", str(self.map_file), *self.options]
        self.process = self.hall.spawn(self.name, arguments)
        self.window = None
        wait_for(f"the first picture of {self.name}", lambda: self.check() and self.map())

    def check(self):
        if self.process.poll() is not None:
            raise Trouble(f"{self.name} ended with status {self.process.returncode}; see {self.hall.log_of(self.name)}")
        return True

    def map(self):
        try:
            return json.loads(self.map_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def widget(self, wanted):
        shown = self.map()
        for widget in shown["widgets"] if shown else []:
            if widget["id"] == wanted:
                return widget
        return None

    def text(self, wanted):
        widget = self.widget(wanted)
        return widget["text"] if widget else None

    def all_text(self):
        shown = self.map()
        return "\n".join(widget["text"] for widget in shown["widgets"]) if shown else ""

    def wait_widget(self, wanted, limit_s=WAIT_S, enabled=True):
        def seen():
            widget = self.widget(wanted)
            return widget if self.check() and widget and (widget["enabled"] or not enabled) else None
        return wait_for(f"\"{wanted}\" on {self.name}", seen, limit_s)

    def wait_text(self, part, limit_s=WAIT_S):
        return wait_for(f"\"{part}\" on {self.name}", lambda: self.check() and part in self.all_text(), limit_s)

    def xdotool(self, *arguments):
        done = subprocess.run(["xdotool", *map(str, arguments)], env=self.hall.environment(), capture_output=True, text=True,
                              timeout=WAIT_S, check=False)
        if done.returncode != 0:
            raise Trouble(f"xdotool {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout

    def find_window(self):
        if self.window is None:
            def seen():
                found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                                       env=self.hall.environment(), capture_output=True, text=True, timeout=WAIT_S,
                                       check=False).stdout.split()
                return found[-1] if found else None
            self.window = wait_for(f"the window of {self.name}", seen)
        return self.window

    def origin(self):
        geometry = self.xdotool("getwindowgeometry", "--shell", self.find_window())
        values = dict(line.split("=") for line in geometry.split() if "=" in line)
        return int(values["X"]), int(values["Y"])

    def click(self, wanted, limit_s=WAIT_S):
        self.wait_widget(wanted, limit_s)
        time.sleep(LOOK_S)
        widget = self.wait_widget(wanted, limit_s)
        x, y = self.origin()
        self.xdotool("mousemove", int(x + widget["x"] + widget["w"] / 2), int(y + widget["y"] + widget["h"] / 2))
        self.xdotool("mousedown", 1)
        time.sleep(TOUCH_S)
        self.xdotool("mouseup", 1)

    def key(self, name):
        self.xdotool("windowfocus", "--sync", self.find_window())
        self.xdotool("key", name)

    def type(self, text):
        self.xdotool("windowfocus", "--sync", self.find_window())
        self.xdotool("type", "--delay", 20, text)

    def picture(self, file):
        """What the window shows on the display itself, not what the program believes."""
        x, y = self.origin()
        subprocess.run(["import", "-silent", "-window", "root", "-crop", f"{self.size[0]}x{self.size[1]}+{x}+{y}", "+repage",
                        str(file)], env=self.hall.environment(), check=True, timeout=WAIT_S)
        return file

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()


class DemoHall:
    hall_id = "kon-tum"

    def __init__(self, folder, binaries, source, own_display=False, silent=False, layout=None):
        self.folder = pathlib.Path(folder).resolve()
        self.bin = pathlib.Path(binaries).resolve()
        self.source = pathlib.Path(source).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.silent = silent
        self.processes = []
        self.server = None
        self.server_environment = {}  # beside ours
        self.link_address, self.web_address = self.addresses_of_last_time()
        layout = layout or LAYOUT
        self.display = Display(layout["display"], own_display)
        password = self.password_file()
        self.kiosk = Screen(self, "kiosk", "motcua-kiosk", *layout["kiosk"],
                            ["--config", str(self.write_kiosk())])
        self.board = Screen(self, "board", "motcua-board", *layout["board"],
                            ["--mode", "borderless", "--distance", "3", "--voice", "off" if silent else "on"])
        self.counters = [
            Screen(self, f"counter-{number}", "motcua-counter", *layout[f"counter-{number}"],
                   ["--config", str(self.write_counter(number, login, password))])
            for number, login in (("1", "lan"), ("3", "minh"))]
        self.screens = [self.kiosk, self.board, *self.counters]

    # --- files ------------------------------------------------------------------------------------------------------
    def password_file(self):
        file = self.folder / "demo.password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(12) + "\n", encoding="ascii")
        return file

    def write_kiosk(self):
        file = self.folder / "kiosk.toml"
        printer = self.folder / "printer"
        printer.mkdir(exist_ok=True)
        file.write_text(f'[window]\nmode = "window"\n[printer]\ntransport = "folder"\npath = "{printer}"\n',
                        encoding="utf-8")
        return file

    def write_counter(self, number, login, password):
        file = self.folder / f"counter-{number}.toml"
        file.write_text(f'counter = "{number}"\n[sign_in]\nlogin = "{login}"\npassword_file = "{password}"\n', encoding="utf-8")
        return file

    def addresses_of_last_time(self):
        """The codes on this hall's tickets lead to its ports: the same again, where nobody else took them."""
        try:
            last = json.loads((self.folder / "ports.json").read_text(encoding="ascii"))
            ports = int(last["link"]), int(last["web"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return "127.0.0.1:0", "127.0.0.1:0"
        return tuple(f"127.0.0.1:{port if is_free(port) else 0}" for port in ports)

    def keep_addresses(self):
        link, web = (int(address.rpartition(":")[2]) for address in (self.link_address, self.web_address))
        (self.folder / "ports.json").write_text(json.dumps({"link": link, "web": web}) + "\n", encoding="ascii")

    def log_of(self, name):
        return self.folder / f"{name}.log"

    def end_of_log(self, name, lines=8):
        return "\n".join(self.log_of(name).read_text(encoding="utf-8").strip().split("\n")[-lines:])

    # --- processes --------------------------------------------------------------------------------------------------
    def environment(self):
        environment = dict(os.environ, DISPLAY=self.display.name)
        if self.display.process:
            environment["LIBGL_ALWAYS_SOFTWARE"] = "1"
        if self.silent:
            environment["ALSOFT_DRIVERS"] = "null"
        return environment

    def spawn(self, name, arguments):
        log = open(self.log_of(name), "ab")
        process = subprocess.Popen([*ENDS_WITH_US, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env=self.environment(), start_new_session=True)
        log.close()
        self.processes.append(process)
        return process

    def start_server(self):
        """Starts it on the ports of last time (free ones at first) and waits until it says that it is ready."""
        out = self.folder / "server.out"
        out.write_text("", encoding="ascii")
        arguments = [str(self.bin / "motcua-server"), "--config", str(self.source / "sample/server.toml"),
                     "--data", str(self.folder / "server"), "--listen", self.link_address, "--web", self.web_address]
        with open(out, "ab") as output, open(self.log_of("server"), "ab") as log:
            self.server = subprocess.Popen([*ENDS_WITH_US, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=log,
                                           env=dict(os.environ, **self.server_environment), start_new_session=True)
        self.processes.append(self.server)

        def ready():
            if self.server.poll() is not None:
                raise Trouble(f"the server ended with status {self.server.returncode}: {self.end_of_log('server', 1)}")
            for line in out.read_text(encoding="ascii").split("\n"):
                if line.startswith("motcua-server ready:"):
                    return dict(part.split("=", 1) for part in line.split() if "=" in part)
            return None
        addresses = wait_for("the server to be ready", ready)
        self.link_address, self.web_address = addresses["link"], addresses["web"]
        self.keep_addresses()

    def motcua(self, *arguments, stdin=None, may_refuse=False):
        """The administrators' command; its JSON."""
        done = subprocess.run([str(self.bin / "motcua"), *arguments, "--server", self.link_address, "--hall", self.hall_id,
                               "--data", str(self.folder / "server"), "--json"],
                              input=stdin, capture_output=True, text=True, timeout=WAIT_S, check=False)
        if done.returncode != 0 and not (may_refuse and done.returncode == 4):
            raise Trouble(f"motcua {' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def accept_devices(self):
        """Accepts every device of ours that shows a code, until all screens are let in."""
        def nobody_waits():
            for device in self.motcua("device", "list")["devices"]:
                if device.get("pairing_code"):
                    counter = device.get("counter") or ""
                    self.motcua("device", "accept", device["pairing_code"], "--name", device["name"],
                                *(["--counter", counter] if counter else []))
            let_in = {device["name"] for device in self.motcua("device", "list")["devices"]
                      if device.get("connected") and not device.get("pairing_code")}
            return all(screen.check() and screen.name in let_in for screen in self.screens)
        wait_for("every device to be let in", nobody_waits)

    def add_staff(self):
        password = self.password_file().read_text(encoding="ascii")
        known = {person["login"] for person in self.motcua("staff", "list")["staff"]}
        for login, name in (("lan", "Nguyễn Thị Lan"), ("minh", "Trần Văn Minh")):
            if login not in known:
                self.motcua("staff", "add", login, "--name", name, "--password-stdin", stdin=password)

    def start(self):
        self.start_server()
        self.add_staff()
        for screen in self.screens:
            screen.start()
        self.accept_devices()
        self.kiosk.wait_widget("tile.certification")
        for counter in self.counters:
            counter.wait_widget("work.actions", enabled=False)

    def kill_server(self):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait(10)

    def stop(self):
        try:
            for process in reversed(self.processes):
                if process.poll() is None:
                    process.terminate()
            for process in self.processes:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(6)
                if process.poll() is None:
                    process.kill()
                    process.wait(5)
        finally:
            self.display.stop()

    def ticket_png(self, number, file):
        """The ticket as it was printed, decoded from the printer's bytes."""
        printed = self.folder / "printer" / f"ticket-{number}.escpos"
        wait_for(f"the paper of {number}", lambda: self.kiosk.check() and printed.exists())
        subprocess.run([str(self.bin / "motcua-ticket-view"), str(printed), str(file)], check=True, timeout=WAIT_S,
                       stdout=subprocess.DEVNULL)
        return file

    def forget(self):
        shutil.rmtree(self.folder, ignore_errors=True)


LEAST_FOR_LISTS = (1920, 1080)

# Where the windows stand on a display of our own: (position, size) each.
LAYOUT = {
    "display": (2580, 1640),
    "kiosk": ((0, 0), (1280, 800)),
    "board": ((1290, 0), (1280, 720)),
    "counter-1": ((0, 820), (1280, 800)),
    "counter-3": ((1290, 820), (1280, 800)),
}


def shows_everything(size):
    """Whether four windows on a display of this size have room for every list, as a visit looks at them."""
    return size[0] >= LEAST_FOR_LISTS[0] and size[1] >= LEAST_FOR_LISTS[1]


def layout_for(width, height):
    """Four windows on a person's own display of this size."""
    w, h = width // 2 - 4, height // 2 - 40
    right, low = width // 2 + 4, height // 2
    return {"display": (width, height), "kiosk": ((0, 0), (w, h)), "board": ((right, 0), (w, h)),
            "counter-1": ((0, low), (w, h)), "counter-3": ((right, low), (w, h))}
