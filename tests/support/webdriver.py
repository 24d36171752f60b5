"""Debian's Chromium through chromedriver: the W3C WebDriver protocol, as much of it as the page tests need.

Own browser, own profile, loopback only; both processes are ended by their process ids.
"""
import base64
import json
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

WAIT_S = 30
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]


def text_of(selector):
    return f"const e = document.querySelector({json.dumps(selector)}); return e ? e.innerText : null"


class DriverTrouble(Exception):
    """What the driver says it could not do."""


class Browser:
    def __init__(self, *flags, preferences=None, size=(360, 640)):
        self.profile = tempfile.TemporaryDirectory(prefix="motcua-browser-", ignore_cleanup_errors=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.session = None
        try:
            self._wait_for_driver()
            options = {"binary": "/usr/bin/chromium",
                       "args": [*FLAGS, f"--user-data-dir={self.profile.name}", f"--window-size={size[0]},{size[1]}", *flags],
                       "mobileEmulation": {"deviceMetrics": {"width": size[0], "height": size[1], "pixelRatio": 2}},
                       "prefs": preferences or {}}
            made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": options}}})
            self.session = made["sessionId"]
        except BaseException:
            self.close()
            raise

    def _wait_for_driver(self):
        deadline = time.monotonic() + WAIT_S
        while True:
            try:
                if self.ask("GET", "/status")["ready"]:
                    return
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
            time.sleep(0.05)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            with refused:
                said = json.load(refused)["value"]
            raise DriverTrouble(f"{said['error']}: {said['message']}") from None

    def _in_session(self, method, path, body=None):
        return self.ask(method, f"/session/{self.session}{path}", body)

    def open(self, url):
        self._in_session("POST", "/url", {"url": url})

    def script(self, text):
        """Runs in the page by the driver's hand, also where the page's own scripts are switched off."""
        return self._in_session("POST", "/execute/sync", {"script": text, "args": []})

    def devtools(self, command, **parameters):
        return self._in_session("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def wait(self, what, script, wanted, limit_s=WAIT_S):
        """Until the page's script gives the wanted value; a page that is just being replaced is asked again."""
        deadline = time.monotonic() + limit_s
        seen = None
        while time.monotonic() < deadline:
            try:
                seen = self.script(script)
            except DriverTrouble as trouble:
                seen = trouble
            if seen == wanted:
                return
            time.sleep(0.05)
        raise DriverTrouble(f"waited {limit_s} s in vain for {what}: {wanted!r}; last seen: {seen!r}")

    def text(self, selector):
        return self.script(text_of(selector))

    def wait_text(self, selector, wanted, limit_s=WAIT_S):
        self.wait(selector, text_of(selector), wanted, limit_s)

    def screenshot(self, file):
        pathlib.Path(file).write_bytes(base64.b64decode(self._in_session("GET", "/screenshot")))

    def close(self):
        if self.session:
            try:
                self._in_session("DELETE", "")
            except (urllib.error.URLError, ConnectionError, DriverTrouble):
                pass
        self.process.terminate()
        self.process.wait(WAIT_S)
        self.profile.cleanup()
