"""A real motcua-server of a test's own, and peers that speak to it from outside: every byte of theirs is made here.

Every wait has a limit. What is started here is ended here, by its process id.
"""
import contextlib
import hashlib
import json
import os
import pathlib
import signal
import socket
import ssl
import struct
import subprocess
import time

import ed25519
from schema import SOURCE, WIRE

WAIT_S = 20     # for anything that takes milliseconds where nobody else uses the machine
CLOSED_S = 8    # a peer that does not greet is closed within 5 s; the rest is for a busy machine
STOPPED_S = 8   # SIGTERM ends the server within 5 s; the rest is for a busy machine
HALL = "kon-tum"
SERVICE = "certification"
BEFORE_PROOF_BYTES = 4096


class Trouble(Exception):
    pass


def wait_for(what, seen, limit_s=WAIT_S):
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        value = seen()
        if value:
            return value
        time.sleep(0.02)
    raise Trouble(f"waited {limit_s} s in vain for: {what}")


class Server:
    """motcua-server with the sample centre, on free ports."""

    def __init__(self, folder, bin_folder):
        self.folder, self.bin = pathlib.Path(folder), pathlib.Path(bin_folder)
        self.data = self.folder / "server"
        self.log = self.folder / "server.log"
        self.config = SOURCE / "sample/server.toml"
        self.web_address = "127.0.0.1:0"
        self.process = None
        self.link = self.web = None
        self.environment = {}  # added to this process's
        self.folder.mkdir(parents=True, exist_ok=True)

    def spawn(self, out, *more):
        arguments = [str(self.bin / "motcua-server"), "--config", str(self.config), "--data", str(self.data),
                     "--listen", "127.0.0.1:0", "--web", self.web_address, "--log-level", "trace", *more]
        with open(out, "wb") as output, open(self.log, "ab") as log:
            # Python ignores SIGXFSZ, and so does the server then: a file at its limit is a failed write, as a full disk.
            return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=log,
                                    restore_signals=False, env={**os.environ, **self.environment})

    def start(self):
        out = self.folder / "server.out"
        self.process = self.spawn(out)

        def ready():
            if self.process.poll() is not None:
                raise Trouble(f"the server ended with status {self.process.returncode}: {self.log_text()[-2000:]}")
            line = out.read_text(encoding="ascii")
            return line if line.endswith("\n") else None
        line = wait_for("the server to be ready", ready)
        at = dict(part.split("=", 1) for part in line.split() if "=" in part)
        self.link, self.web = [(host, int(port)) for host, port in
                               (at[name].rsplit(":", 1) for name in ("link", "web"))]
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(WAIT_S)

    def stop(self):
        """In order; the exit status."""
        self.process.terminate()
        return self.process.wait(STOPPED_S)

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()

    def log_text(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def status_of(self, name):
        """A line of /proc/PID/status as a number."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").split("\n"):
            if line.startswith(name + ":"):
                return int(line.split()[1])
        raise Trouble(f"the kernel does not tell {name}")

    # --- the administrators' command ------------------------------------------------------------------------------------
    def command(self, *words, text=None):
        """Exit status and the object of --json."""
        done = subprocess.run(
            [str(self.bin / "motcua"), *words, "--server", f"{self.link[0]}:{self.link[1]}", "--hall", HALL, "--data",
             str(self.data), "--json"], input=text, capture_output=True, text=True, timeout=WAIT_S, check=False)
        return done.returncode, json.loads(done.stdout)

    def admin_key(self):
        secret = (self.data / "admin.key").read_bytes()  # 32 bytes of seed, 32 of the public half
        key = ed25519.Key(secret[:32])
        if key.public != secret[32:]:
            raise Trouble("admin.key does not hold what its first half says")
        return key

    # --- peers ----------------------------------------------------------------------------------------------------------
    def peer(self):
        return Peer(self.link)

    def admin(self):
        peer = self.peer()
        peer.greet("admin", self.admin_key())
        return peer

    def plain(self, port="link", receive_bytes=None):
        """A bare TCP connection."""
        made = socket.socket()
        if receive_bytes:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        made.settimeout(WAIT_S)
        made.connect(self.link if port == "link" else self.web)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


def tls_context(newest=ssl.TLSVersion.TLSv1_3):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # a device pins the certificate instead
    context.maximum_version = newest
    return context


def frame(payload):
    return struct.pack(">I", len(payload)) + payload


def message(correlation=0, **body):
    """A frame with one Envelope: message(7, ping={"value": 1})."""
    return frame(WIRE.encode("Envelope", {"correlation": correlation, **body}))


def hello(**fields):
    return {"major": 1, "hall": HALL, "program": "test", "version": "1", **fields}


def is_over(read):
    """True when the other side has closed, in order or not."""
    try:
        return not read()
    except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
        return True


class Peer:
    """One TLS connection that says frames and hears frames."""

    def __init__(self, address, plain=None):
        plain = plain or socket.create_connection(address, timeout=WAIT_S)
        self.socket = tls_context().wrap_socket(plain)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.certificate = hashlib.sha256(self.socket.getpeercert(binary_form=True)).digest()
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def say(self, correlation=1, **body):
        self.say_bytes(message(correlation, **body))

    def say_bytes(self, data):
        self.socket.sendall(data)

    def next_frame(self, within):
        """The payload of the next frame; None when the server has closed."""
        deadline = time.monotonic() + within
        while len(self.received) < 4 or len(self.received) < 4 + struct.unpack(">I", self.received[:4])[0]:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
            more = []
            if is_over(lambda: more.append(self.socket.recv(65536)) or more[0]):
                return None
            self.received += more[0]
        length = 4 + struct.unpack(">I", self.received[:4])[0]
        payload, self.received = self.received[4:length], self.received[length:]
        return payload

    def hear(self, within=WAIT_S, skip=("ping",)):
        """(body's name, its fields, correlation) of the next message; None when the server has closed."""
        while True:
            payload = self.next_frame(within)
            if payload is None:
                return None
            envelope = WIRE.decode("Envelope", payload)
            correlation = envelope.pop("correlation")
            (name, fields), = envelope.items()
            if name not in skip:
                return name, fields, correlation

    def expect(self, name, within=WAIT_S, **options):
        heard = self.hear(within, **options)
        if heard is None or heard[0] != name:
            raise AssertionError(f"expected {name}, heard {heard}")
        return heard[1]

    def last_words(self, within=CLOSED_S):
        """The Goodbye's fields (None: closed without one). Fails when something else comes, or the close does not."""
        heard = self.hear(within)
        if heard is None:
            return None
        if heard[0] != "goodbye" or self.hear(within) is not None:
            raise AssertionError(f"expected goodbye and the end, heard {heard}")
        return heard[1]

    def prove(self, key):
        nonce = self.expect("challenge")["nonce"]
        self.say(proof={"signature": key.sign(b"motcua-proof-1" + nonce + self.certificate)})
        return self.expect("welcome")

    def greet(self, device, key):
        self.say(hello=hello(device=device))
        return self.prove(key)

    def ask(self, command, request_id, correlation=1):
        """A CommandReply's fields."""
        self.say(correlation, command_request={"id": request_id, **command})
        return self.expect("command_reply")


def issue(service=SERVICE):
    return {"issue_ticket": {"service": service}}


def number_of(ticket):
    return f"{chr(ticket['number']['letter'])}{ticket['number']['serial']:03}"


def http(server, request, within=WAIT_S):
    """(status, header text, body) of one request, b"" and all; status 0: closed without a word."""
    with server.plain("web") as client:
        client.settimeout(within)
        with contextlib.suppress(ConnectionError):
            client.sendall(request)
        answer = read_to_end(client)
    head, _, body = answer.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    return int(words[1]) if len(words) > 1 else 0, head.decode("latin-1"), body


def read_to_end(client):
    data = []
    while not is_over(lambda: data.append(client.recv(65536)) or data[-1]):
        pass
    return b"".join(data)


def get(target, method="GET"):
    return f"{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
