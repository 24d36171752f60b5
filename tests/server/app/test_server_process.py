#!/usr/bin/env python3
"""The real motcua-server, looked at from outside: bad bytes, wrong versions and roles, crowds, signals, kill -9, HTTP.

The frames are made here from FORMAT.md and wire.proto; nothing of the server's code is used. Waits are only bounded:
what must happen within a time is given a busy machine's share on top.

Usage: test_server_process.py BIN_FOLDER [unittest's words]
"""
import contextlib
import fcntl
import json
import os
import pathlib
import re
import resource
import select
import signal
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest

import ed25519
import hall
import key_updates
from hall import CLOSED_S, SERVICE, WAIT_S, get, hello, http, issue, message, number_of
from schema import SOURCE, WIRE, split, tagged

BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None
GOLDEN = SOURCE / "tests/data/wire"
IDLE_PEERS = 200
DEAF_MB = 16  # more than the kernel keeps for a peer that takes nothing
DEAF_KB = 2048
PEER_KB = 64  # what a peer may cost before it has proved itself
WEB_REQUEST_S = 10
ZERO_ID = bytes(16)


def golden(name):
    return (GOLDEN / f"{name}.frame").read_bytes()


def paired(server, role):
    """(device, key) of a machine that an administrator accepted by its code."""
    key = ed25519.Key(os.urandom(32))
    with server.peer() as peer:
        peer.say(hello=hello(pairing_role=role, pairing_name="test", pairing_key=key.public))
        code = peer.expect("pairing_code")["code"].decode()
        status, answer = server.command("device", "accept", code)
        assert status == 0, answer
        assert peer.expect("paired")["device"].decode() == answer["device"]
        assert peer.greet(answer["device"], key)["role"] == role
    return answer["device"], key


class Wire(unittest.TestCase):
    """The encoder of this test against the bytes that the project keeps."""

    def test_every_golden_frame_is_read_and_written_the_same(self):
        frames = sorted(GOLDEN.glob("*.frame"))
        self.assertGreater(len(frames), 40)
        for file in frames:
            with self.subTest(file.stem):
                data = file.read_bytes()
                self.assertEqual(struct.unpack(">I", data[:4])[0], len(data) - 4)
                envelope = WIRE.decode("Envelope", data[4:])
                self.assertEqual(len(envelope), 2)
                self.assertEqual(hall.frame(WIRE.encode("Envelope", envelope)), data)

    def test_greetings_made_by_hand_are_the_golden_ones(self):
        self.assertEqual(message(1, hello={"major": 1, "hall": "kon-tum", "program": "motcua-board", "version": "0.1.0",
                                           "device": "board-1"}), golden("hello-paired"))
        self.assertEqual(message(1, hello={"major": 1, "hall": "kon-tum", "program": "motcua-kiosk", "version": "0.1.0",
                                           "pairing_role": "ROLE_COUNTER", "pairing_name": "Quầy 4",
                                           "pairing_key": bytes(range(0x40, 0x60)), "pairing_counter": "quay-4"}),
                         golden("hello-pairing"))

    def test_the_worked_example_of_the_format(self):
        text = (SOURCE / "shared/protocol/FORMAT.md").read_text(encoding="utf-8")
        dump = re.search(r"```hex\n(.*?)```", text, re.DOTALL)[1]
        lines = [re.match(r"[0-9a-f]{4}  ((?:[0-9a-f]{2} ?)+)", line)[1] for line in dump.strip().split("\n")]
        self.assertEqual(message(7, command_request={"id": bytes(range(0x10, 0x20)), "issue_ticket": {
            "service": "khai-sinh", "category": "cao-tuoi", "language": "vi"}}), bytes.fromhex("".join(lines)))

    def test_signatures_are_those_of_rfc_8032(self):
        key = ed25519.Key(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
        self.assertEqual(key.public.hex(), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        self.assertTrue(key.sign(b"\x72").hex().startswith("92a009a9f0d4cab8720e820b5f642540"))


class ServerCase(unittest.TestCase):
    """One server for all tests of a class; each test leaves it serving."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="motcua-process-")
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.server = hall.Server(cls.folder, BIN)
        cls.addClassCleanup(cls.server.end)
        cls.server.start()

    def tearDown(self):
        self.assert_serves()

    def assert_serves(self):
        """Another client, and another way in, are served."""
        self.assertIsNone(self.server.process.poll(), self.server.log_text()[-2000:])
        with self.server.admin() as peer:
            peer.say(query_request={"ask_health": {}})
            answer = peer.expect("query_answer")
        self.assertEqual([line for line in answer["health"] if not line["is_good"]], [])
        self.assertEqual(http(self.server, get("/readyz"))[0], 200)

    def assert_goodbye(self, peer, reason, within=CLOSED_S):
        words = peer.last_words(within)
        self.assertIsNotNone(words, "closed without a reason")
        self.assertEqual(words["reason"], "REFUSAL_" + reason, words)

    def tickets(self):
        status, found = self.server.command("ticket", "list")
        self.assertEqual(status, 0, found)
        return found["tickets"]

    def paired(self, role):
        return paired(self.server, role)


class TwoHalls(ServerCase):
    """Two halls on one server: who belongs to one sees and moves nothing of the other."""

    OTHER = "dak-to"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.stop()
        centre = SOURCE / "sample/kon-tum.toml"
        cls.server.config = cls.folder / "server.toml"
        cls.server.config.write_text("".join(f'[[hall]]\nid = "{name}"\ncentre = "{centre}"\n'
                                             for name in (hall.HALL, cls.OTHER)), encoding="utf-8")
        cls.server.start()

    def of_other(self, device="admin", key=None):
        peer = self.server.peer()
        self.addCleanup(peer.close)
        peer.say(hello=hello(hall=self.OTHER, device=device))
        peer.prove(key or self.server.admin_key())
        return peer

    def ask_query(self, peer, **query):
        peer.say(query_request=query)
        return peer.expect("query_answer", skip=("ping", "view_push", "server_state"))

    def test_a_device_of_one_hall_is_nobody_in_the_other(self):
        device, key = self.paired("ROLE_KIOSK")
        with self.server.peer() as peer:
            peer.say(hello=hello(hall=self.OTHER, device=device))
            self.assert_goodbye(peer, "UNKNOWN_DEVICE")
        self.assertEqual(self.ask_query(self.of_other(), list_devices={})["devices"], [])

    def test_a_code_is_accepted_in_its_own_hall_alone(self):
        key = ed25519.Key(os.urandom(32))
        with self.server.peer() as stranger:
            stranger.say(hello=hello(pairing_role="ROLE_BOARD", pairing_name="test", pairing_key=key.public))
            code = stranger.expect("pairing_code")["code"]
            other = self.of_other()
            other.say(accept_pairing={"id": os.urandom(16), "code": code})
            self.assertEqual(other.expect("command_reply")["refusal"], "REFUSAL_PAIRING_CODE_UNKNOWN")
            self.assertEqual(self.server.command("device", "accept", code.decode())[0], 0)

    def test_numbers_tokens_and_requests_of_one_hall_are_not_those_of_the_other(self):
        request = os.urandom(16)
        other = self.of_other()
        with self.server.admin() as own:
            ticket = own.ask(issue(), request)["ticket"]
            theirs = other.ask(issue(), request)  # the same id is another request there
            self.assertEqual(theirs["refusal"], "REFUSAL_NONE")
            self.assertNotEqual(theirs["ticket"]["token"], ticket["token"])
            listed = self.ask_query(other, list_tickets={})["tickets"]
            self.assertEqual([number_of(each) for each in listed], [number_of(theirs["ticket"])])
            for _ in range(2):
                last = own.ask(issue(), os.urandom(16))["ticket"]
            self.assertEqual(self.ask_query(other, show_ticket={"number": last["number"]})["refusal"],
                             "REFUSAL_UNKNOWN_TICKET")
            self.assertEqual(self.ask_query(other, show_ticket={"token": ticket["token"]})["refusal"],
                             "REFUSAL_UNKNOWN_TICKET")
            self.assertEqual(other.ask({"cancel_ticket": {"token": ticket["token"]}}, os.urandom(16))["refusal"],
                             "REFUSAL_UNKNOWN_TICKET")
            page = http(self.server, get("/t/" + ticket["token"].decode()))
            self.assertEqual(page[0], 200)

    def test_counters_boards_and_people_of_one_hall_are_not_those_of_the_other(self):
        other = self.of_other()
        counter = {"counter": "1"}
        with self.server.admin() as own:
            own.say(add_staff={"id": os.urandom(16), "login": "lan", "name": "Lan", "password": "a good password"})
            self.assertEqual(own.expect("command_reply")["refusal"], "REFUSAL_NONE")
            self.assertEqual(self.ask_query(other, list_staff={})["staff"], [])
            self.assertEqual(other.ask({"open_counter": {**counter, "staff": "lan"}}, os.urandom(16))["refusal"],
                             "REFUSAL_UNKNOWN_STAFF")
            self.assertEqual(own.ask({"open_counter": counter}, os.urandom(16))["refusal"], "REFUSAL_NONE")
            own.ask(issue(), os.urandom(16))
            self.assertEqual(own.ask({"call_next": counter}, os.urandom(16))["refusal"], "REFUSAL_NONE")
            self.assertEqual(other.ask({"finish_service": counter}, os.urandom(16))["refusal"],
                             "REFUSAL_COUNTER_CLOSED")
        other.say(2, subscribe={"kind": "VIEW_KIND_BOARD"})
        self.assertEqual(other.expect("view_push", skip=("ping", "server_state"))["board"]["calls"], [])
        other.say(3, subscribe={"kind": "VIEW_KIND_COUNTER", "counter": "1"})
        view = other.expect("view_push", skip=("ping", "server_state"))["counter"]
        self.assertEqual(view["state"], "COUNTER_STATE_CLOSED")
        self.assertNotIn("current", view)


class BadBytes(ServerCase):
    def test_the_word_exit_and_other_plain_text(self):
        for port in ("link", "web"):
            for text in (b"exit\r\n", b"GET /healthz HTTP/1.0\r\n\r\n", b"\x15" + os.urandom(5000), b"\0"):
                with self.subTest(port=port, text=text[:10]), self.server.plain(port) as client:
                    with contextlib.suppress(OSError):  # closed while it still speaks
                        client.sendall(text)
                        client.shutdown(socket.SHUT_WR)
                    answer = hall.read_to_end(client)
                    if port == "link":
                        self.assertRegex(answer.decode(), r"^This port is for the hall's own screens.*\n"
                                                          r"Cổng này dành cho các màn hình.*\n$")
                    elif text.startswith(b"exit"):
                        self.assertRegex(answer, rb"^HTTP/1.1 400 [^\0]*This port speaks HTTP")
        self.assertRegex(self.server.log_text(), r"127\.0\.0\.1 is closed as it comes.*does not speak TLS")
        self.assert_serves()

    def test_tls_1_2_is_refused_and_1_3_is_not(self):
        with self.server.plain() as client, self.assertRaises((ssl.SSLError, ConnectionError)):
            hall.tls_context(newest=ssl.TLSVersion.TLSv1_2).wrap_socket(client)
        with self.server.peer() as peer:
            self.assertEqual(peer.socket.version(), "TLSv1.3")
            self.assertIn(peer.socket.cipher()[0], ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
                                                    "TLS_AES_128_GCM_SHA256"))

    def test_of_the_suites_of_tls_1_3_three_are_taken(self):
        """Python offers all three and no other: the suites of its greeting, which nothing covers yet, are overwritten."""
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        with self.assertRaises(ssl.SSLWantReadError):
            hall.tls_context().wrap_bio(incoming, outgoing).do_handshake()
        greeting = outgoing.read()
        at = 44 + greeting[43]  # record, handshake, version, random; then the session id and its length
        length = int.from_bytes(greeting[at:at + 2], "big")

        def answer_to(suite):
            with self.server.plain() as client:
                client.sendall(greeting[:at + 2] + suite * (length // 2) + greeting[at + 2 + length:])
                return client.recv(7)
        handshake, alert, handshake_failure = 22, 21, 40
        for suite in (b"\x13\x01", b"\x13\x02", b"\x13\x03"):
            self.assertEqual(answer_to(suite)[0], handshake, suite)
        for suite in (b"\x13\x04", b"\x13\x05", b"\xc0\x2f"):  # CCM, CCM with a short tag, one of TLS 1.2
            answer = answer_to(suite)
            self.assertEqual((answer[0], answer[6]), (alert, handshake_failure), suite)

    def test_keys_are_agreed_on_two_curves_alone(self):
        def version_with(curve):
            context = hall.tls_context()
            context.set_ecdh_curve(curve)
            with self.server.plain() as client, context.wrap_socket(client) as tls:
                return tls.version()
        for curve in ("X25519", "prime256v1"):
            self.assertEqual(version_with(curve), "TLSv1.3", curve)
        for curve in ("secp384r1", "secp521r1", "X448"):
            with self.subTest(curve), self.assertRaises((ssl.SSLError, ConnectionError)):
                version_with(curve)

    def test_a_greeting_in_two_segments_and_one_byte_at_a_time(self):
        greeting = message(hello=hello(device="admin"))
        for pieces in ([greeting[:3], greeting[3:]], [greeting[:20], greeting[20:]],
                       [greeting[at:at + 1] for at in range(len(greeting))]):
            with self.subTest(pieces=len(pieces)), self.server.peer() as peer:
                for piece in pieces:
                    peer.say_bytes(piece)
                self.assertEqual(peer.prove(self.server.admin_key())["role"], "ROLE_ADMIN")

    def test_every_byte_of_tcp_in_its_own_segment(self):
        with self.server.plain() as client:
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            tls = hall.tls_context().wrap_bio(incoming, outgoing)

            def until(step):
                while True:
                    try:
                        return step()
                    except ssl.SSLWantReadError:
                        data = outgoing.read()
                        for at in range(len(data)):
                            client.sendall(data[at:at + 1])
                        incoming.write(client.recv(65536))
            until(tls.do_handshake)
            tls.write(message(hello=hello(device="admin")))
            answer = until(lambda: tls.read(65536))
            self.assertEqual(list(WIRE.decode("Envelope", answer[4:])), ["correlation", "challenge"])

    def test_a_greeting_behind_a_key_update_in_one_segment(self):
        with self.server.plain() as client:
            client.settimeout(CLOSED_S)
            answer = key_updates.answer_behind_an_update(client, message(hello=hello(device="admin")))
            self.assertEqual(list(WIRE.decode("Envelope", answer[4:])), ["correlation", "challenge"])

    def test_several_frames_in_one_segment(self):
        with self.server.admin() as peer:
            peer.say_bytes(b"".join(message(at, ping={"value": at}) for at in range(1, 101)))
            for at in range(1, 101):
                self.assertEqual(peer.hear(), ("pong", {"value": at}, at))

    def test_lengths_that_no_frame_has(self):
        for length in (0, hall.BEFORE_PROOF_BYTES + 1, 65536, 2**31, 2**32 - 1):
            with self.subTest(length=length), self.server.peer() as peer:
                peer.say_bytes(struct.pack(">I", length))
                self.assert_goodbye(peer, "INVALID_REQUEST")

    def test_the_largest_frames_before_and_after_the_proof(self):
        def filled(size, **body):
            """One frame of exactly this payload, filled up with a field that nobody knows."""
            payload = WIRE.encode("Envelope", {"correlation": 1, **body})
            for spare in (5, 6, 7):  # tag, length, and what is left
                padded = payload + tagged(9, bytes(size - len(payload) - spare + 2))
                if len(padded) == size:
                    return hall.frame(padded)
            raise AssertionError("no filling fits")
        with self.server.peer() as peer:
            peer.say_bytes(filled(hall.BEFORE_PROOF_BYTES, hello=hello(device="admin")))
            peer.prove(self.server.admin_key())
            peer.say_bytes(filled(65536, ping={"value": 5}))
            self.assertEqual(peer.expect("pong"), {"value": 5})
            peer.say_bytes(struct.pack(">I", 65537))
            self.assert_goodbye(peer, "INVALID_REQUEST")

    def test_a_frame_that_is_cut_short_and_closed(self):
        whole = message(hello=hello(device="admin"))
        for length in range(len(whole)):
            with self.server.peer() as peer:
                peer.say_bytes(whole[:length])
        key = self.server.admin_key()
        with self.server.peer() as peer:
            peer.greet("admin", key)
            peer.say_bytes(message(command_request={"id": os.urandom(16), **issue()})[:-1])
        self.assert_serves()

    def test_who_does_not_greet_in_time_is_closed(self):
        """Half a handshake, a handshake and no word, half a frame, one byte a second: all at once."""
        clients = {"nothing": self.server.plain(), "half a handshake": self.server.plain(),
                   "a byte a second": self.server.plain()}
        clients["half a handshake"].sendall(b"\x16\x03\x01\x02\x00\x01")
        for name, first in (("no word", b""), ("half a length", b"\0\0"),
                            ("half a frame", message(hello=hello(device="admin"))[:-5])):
            peer = self.server.peer()
            peer.say_bytes(first)
            clients[name] = peer.socket
        # Records that never end, one byte of them a second.
        drip = iter(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(1000))
        deadline = time.monotonic() + CLOSED_S
        dripped = 0.0
        while clients and time.monotonic() < deadline:
            if "a byte a second" in clients and time.monotonic() - dripped >= 1:
                dripped = time.monotonic()
                with contextlib.suppress(ConnectionError):
                    clients["a byte a second"].send(bytes([next(drip)]))
            for client in select.select(clients.values(), [], [], 0.1)[0]:
                client.settimeout(1)
                if hall.is_over(lambda client=client: client.recv(65536)):
                    client.close()
            clients = {name: client for name, client in clients.items() if client.fileno() >= 0}
        for client in clients.values():
            client.close()
        self.assertEqual(list(clients), [], f"still open after {CLOSED_S} s")

    def test_bytes_that_are_no_message(self):
        for payload in (b"exit\r\n", b"\x08", b"\xff" * 4000, b"\x08\x01", tagged(10, b"\x0a\xff"),
                        tagged(10, b"") + tagged(16, b""), tagged(1, b"text"), b"\x0b\x0c"):
            with self.subTest(payload=payload[:12]), self.server.peer() as peer:
                peer.say_bytes(hall.frame(payload))
                self.assert_goodbye(peer, "INVALID_REQUEST")
            with self.subTest(payload=payload[:12], proven=True), self.server.admin() as peer:
                peer.say_bytes(hall.frame(payload))
                self.assert_goodbye(peer, "INVALID_REQUEST")


class Greeting(ServerCase):
    def test_only_a_greeting_is_taken_first(self):
        before = len(self.tickets())
        for file in sorted(GOLDEN.glob("*.frame")):
            if file.stem.startswith("hello") or file.stem == "goodbye":
                continue
            data = file.read_bytes()
            with self.subTest(file.stem), self.server.peer() as peer:
                peer.say_bytes(data)
                if len(data) - 4 > hall.BEFORE_PROOF_BYTES:
                    self.assert_goodbye(peer, "INVALID_REQUEST")
                else:
                    self.assert_goodbye(peer, "NOT_ALLOWED")
        with self.server.peer() as peer:
            peer.say(goodbye={})
            self.assertIsNone(peer.last_words())
        self.assertEqual(len(self.tickets()), before)

    def test_another_major_version_is_told(self):
        for fields in ({"major": 2}, {"major": 0}, {"major": 2**32 - 1}):
            with self.subTest(**fields), self.server.peer() as peer:
                peer.say(hello=hello(device="admin", **fields))
                self.assert_goodbye(peer, "VERSION_MISMATCH")
        # Of another major only the first two fields mean the same.
        with self.server.peer() as peer:
            peer.say_bytes(hall.frame(tagged(10, tagged(1, 2) + tagged(2, 7) + tagged(3, 5) + tagged(10, b"\xff"))))
            self.assert_goodbye(peer, "VERSION_MISMATCH")
        with self.server.peer() as peer:  # a newer minor is no reason
            peer.say_bytes(hall.frame(tagged(10, WIRE.encode("Hello", hello(device="admin", minor=99)) + tagged(77, b"x"))))
            peer.prove(self.server.admin_key())

    def test_strangers_are_refused_by_name(self):
        for fields, reason in (({"hall": "elsewhere", "device": "admin"}, "UNKNOWN_HALL"),
                               ({"device": "kiosk-nobody"}, "UNKNOWN_DEVICE"),
                               ({"device": "Not A Key"}, "INVALID_REQUEST"),
                               ({"hall": ""}, "INVALID_REQUEST"),
                               ({"program": "x" * 33, "device": "admin"}, "INVALID_REQUEST"),
                               ({"pairing_role": "ROLE_ADMIN", "pairing_key": bytes(32)}, "INVALID_REQUEST"),
                               ({"pairing_role": "ROLE_KIOSK", "pairing_key": bytes(31)}, "INVALID_REQUEST")):
            with self.subTest(**fields), self.server.peer() as peer:
                peer.say(hello=hello(**fields))
                self.assert_goodbye(peer, reason)

    def test_a_proof_fits_its_key_its_nonce_and_its_server(self):
        key, stranger = self.server.admin_key(), ed25519.Key(os.urandom(32))
        for name, sign in (("another key", lambda text: stranger.sign(text)),
                           ("another nonce", lambda text: key.sign(text[:14] + bytes(32) + text[46:])),
                           ("another server", lambda text: key.sign(text[:46] + bytes(32))),
                           ("zeros", lambda text: bytes(64)),
                           ("too short", lambda text: bytes(63))):
            with self.subTest(name), self.server.peer() as peer:
                peer.say(hello=hello(device="admin"))
                nonce = peer.expect("challenge")["nonce"]
                peer.say(proof={"signature": sign(b"motcua-proof-1" + nonce + peer.certificate)})
                self.assert_goodbye(peer, "INVALID_REQUEST" if name == "too short" else "NOT_ALLOWED")

    def test_a_device_that_waits_to_be_accepted_may_not_ask(self):
        before = len(self.tickets())
        with self.server.peer() as peer:
            peer.say(hello=hello(pairing_role="ROLE_KIOSK", pairing_name="test", pairing_key=os.urandom(32)))
            self.assertRegex(peer.expect("pairing_code")["code"], rb"^\d{6}$")
            peer.say(ping={"value": 3})
            self.assertEqual(peer.expect("pong"), {"value": 3})
            peer.say(command_request={"id": os.urandom(16), **issue()})
            self.assert_goodbye(peer, "NOT_ALLOWED")
        self.assertEqual(len(self.tickets()), before)

    def test_what_a_role_may_not_do_is_refused_and_the_session_goes_on(self):
        before = len(self.tickets())
        device, key = self.paired("ROLE_BOARD")
        with self.server.peer() as peer:
            peer.greet(device, key)
            request = os.urandom(16)
            reply = peer.ask(issue(), request)
            self.assertEqual((reply["refusal"], reply["id"]), ("REFUSAL_NOT_ALLOWED", request))
            peer.say(2, query_request={"list_staff": {}})
            self.assertEqual(peer.expect("query_answer")["refusal"], "REFUSAL_NOT_ALLOWED")
            peer.say(3, subscribe={"kind": "VIEW_KIND_COUNTER", "counter": "1"})
            name, reply, correlation = peer.hear()
            self.assertEqual((name, reply["refusal"], reply["id"], correlation),
                             ("command_reply", "REFUSAL_NOT_ALLOWED", ZERO_ID, 3))
            peer.say(4, subscribe={"kind": "VIEW_KIND_BOARD"})
            self.assertIn("board", peer.expect("view_push"))
        self.assertEqual(len(self.tickets()), before)

    def test_a_revoked_device_is_sent_away(self):
        device, key = self.paired("ROLE_KIOSK")
        with self.server.peer() as peer:
            peer.greet(device, key)
            self.assertEqual(self.server.command("device", "revoke", device)[0], 0)
            self.assert_goodbye(peer, "DEVICE_REVOKED")
        with self.server.peer() as peer:
            peer.say(hello=hello(device=device))
            self.assert_goodbye(peer, "DEVICE_REVOKED")


class RefusalsKept(ServerCase):
    """Its own server: how many refusals of one address are kept is bounded."""

    def test_who_is_refused_is_in_the_action_log_with_where_from(self):
        device, key = self.paired("ROLE_BOARD")
        with self.server.peer() as peer:
            peer.greet(device, key)
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_NOT_ALLOWED")
        with self.server.peer() as stranger:
            stranger.say(hello=hello(device=device))
            nonce = stranger.expect("challenge")["nonce"]
            stranger.say(proof={"signature": ed25519.Key(os.urandom(32)).sign(nonce)})
            self.assert_goodbye(stranger, "NOT_ALLOWED")
        self.assertEqual(self.server.command("device", "list")[0], 0)  # answered when all before it is durable
        status, found = self.server.command("audit", "refusals")
        self.assertEqual(status, 0, found)
        self.assertEqual([(row["from"], row["role"], row["device"], row["request"], row["refusal"])
                          for row in found["refusals"]],
                         [("127.0.0.1", "board", device, "issue_ticket", "not_allowed"),
                          ("127.0.0.1", "unproven", device, "proof", "not_allowed")])
        with self.server.peer() as peer:
            peer.greet(device, key)
            for _ in range(300):
                peer.ask(issue(), os.urandom(16))
        self.assertEqual(self.server.command("device", "list")[0], 0)
        status, found = self.server.command("audit", "refusals")
        self.assertEqual(status, 0, found)
        self.assertGreater(len(found["refusals"]), 10)
        self.assertLess(len(found["refusals"]), 30)
        self.assertEqual(self.server.command("audit", "verify")[0], 0)


class Asking(ServerCase):
    def test_what_is_of_a_newer_version_is_answered_unsupported(self):
        unknown = hall.frame(tagged(1, 9) + tagged(4000, b""))
        with self.server.peer() as peer:  # before the proof everything wrong ends it
            peer.say_bytes(unknown)
            self.assert_goodbye(peer, "NOT_ALLOWED")
        with self.server.admin() as peer:
            for frame, field in ((unknown, 4000),
                                 (hall.frame(tagged(1, 9) + tagged(30, tagged(1, ZERO_ID) + tagged(99, b""))), 30),
                                 (hall.frame(tagged(1, 9) + tagged(40, tagged(99, b""))), 40)):
                peer.say_bytes(frame)
                self.assertEqual(peer.hear(), ("unsupported", {"field": field}, 9))
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_NONE")

    def test_a_field_out_of_its_bounds_is_named(self):
        bad_commands = (({"issue_ticket": {"service": "Not A Key!"}}, b"service"),
                        ({"issue_ticket": {}}, b"service"),
                        ({"cancel_ticket": {"token": "short"}}, b"token"),
                        ({"hold_ticket": {"counter": "1", "note": "x" * 241}}, b"note"),
                        ({"hold_ticket": {"counter": "1", "note": b"\xc3("}}, b"note"),
                        ({"hold_ticket": {"counter": "1", "note": "line\nbreak"}}, b"note"),
                        ({"hold_ticket": {"counter": "1", "note": "x\u0302"}}, b""),  # no composed form: taken
                        ({"hold_ticket": {"counter": "1", "note": "e\u0302"}}, b"note"),
                        ({"transfer_ticket": {"counter": "1"}}, b"transfer"),
                        ({"take_back": {"counter": "1"}}, b"ticket"))
        with self.server.admin() as peer:
            for command, named in bad_commands:
                with self.subTest(command=command):
                    reply = peer.ask(command, os.urandom(16))
                    if not named:
                        self.assertNotEqual(reply["refusal"], "REFUSAL_INVALID_REQUEST")
                        continue
                    self.assertEqual((reply["refusal"], reply["id"]), ("REFUSAL_INVALID_REQUEST", ZERO_ID))
                    self.assertIn(named, reply["detail"])
            for size in (0, 15, 17):
                self.assertIn(b"request id", peer.ask(issue(), bytes(size))["detail"])
            for query in ({"show_ticket": {}}, {"show_ticket": {"number": {"letter": 65, "serial": 1000}}},
                          {"back_up": {"file_name": "../../etc/passwd"}}, {"back_up": {"file_name": ".hidden"}}):
                with self.subTest(query=query):
                    peer.say(5, query_request=query)
                    name, answer, correlation = peer.hear()
                    self.assertEqual((name, answer["refusal"], correlation),
                                     ("query_answer", "REFUSAL_INVALID_REQUEST", 5))
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_NONE")

    def test_what_only_a_server_says_ends_the_session(self):
        for name in ("welcome", "challenge", "paired", "pairing_code", "view_push-kiosk", "query_answer",
                     "command_reply-refused", "hello-paired", "proof"):
            with self.subTest(name), self.server.admin() as peer:
                peer.say_bytes(golden(name))
                self.assert_goodbye(peer, "INVALID_REQUEST")

    def test_one_id_one_ticket(self):
        request = os.urandom(16)
        with self.server.admin() as peer:
            first = peer.ask(issue(), request)
            self.assertEqual(peer.ask(issue(), request), first)
            self.assertEqual(peer.ask(issue("land"), request)["refusal"], "REFUSAL_REQUEST_ID_REUSED")
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue(), request), first)

    def test_more_answers_than_the_server_keeps_waiting(self):
        asked = 80
        with self.server.admin() as peer:
            for _ in range(100):
                self.assertEqual(peer.ask(issue("residence-id"), os.urandom(16))["refusal"], "REFUSAL_NONE")
            peer.say_bytes(b"".join(message(at, query_request={"list_tickets": {}}) for at in range(1, asked + 1)))
            total = 0
            for at in range(1, asked + 1):
                name, answer, correlation = peer.hear()
                self.assertEqual((name, correlation), ("query_answer", at))
                total += len(WIRE.encode("QueryAnswer", answer))
        self.assertGreater(total, 256 * 1024)  # more than may wait for one peer

    def test_two_backups_at_once(self):
        with self.server.admin() as peer:
            peer.say_bytes(b"".join(message(at, query_request={"back_up": {"file_name": f"twin-{at}.db"}})
                                    for at in (1, 2)))
            answers = [peer.expect("query_answer") for _ in range(2)]
        done = [answer for answer in answers if answer["refusal"] == "REFUSAL_NONE"]
        self.assertGreaterEqual(len(done), 1, answers)
        for answer in answers:
            if answer in done:
                self.assertTrue(pathlib.Path(answer["file"].decode()).is_file())
            else:
                self.assertNotEqual(answer["detail"], b"")


    def test_a_backup_while_numbers_are_given_is_whole_and_has_what_was_told_before(self):
        copy = self.folder / "under-load.db"
        is_over, told, failures = threading.Event(), [], []

        def give():
            try:
                with self.server.admin() as peer:
                    while not is_over.is_set():
                        reply = peer.ask(issue("education"), os.urandom(16))
                        if reply["refusal"] != "REFUSAL_NONE":
                            raise AssertionError(reply)
                        told.append(number_of(reply["ticket"]))
                        time.sleep(0.01)  # the letter has a thousand numbers
            except Exception as error:  # told by the test, not by its thread
                failures.append(error)
        givers = [threading.Thread(target=give) for _ in range(2)]
        for giver in givers:
            giver.start()
        try:
            hall.wait_for("some numbers", lambda: len(told) > 20 or failures)
            before = list(told)
            status, answer = self.server.command("backup", str(copy))
            self.assertEqual(status, 0, answer)
            after = len(told)
        finally:
            is_over.set()
            for giver in givers:
                giver.join(hall.WAIT_S)
        self.assertEqual(failures, [])
        self.assertGreater(after, len(before), "nothing was given meanwhile")
        with contextlib.closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as data:
            self.assertEqual(data.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            kept = {f"{letter}{serial:03}" for letter, serial in data.execute("SELECT letter, serial FROM tickets")}
        self.assertLessEqual(set(before), kept)


class Terminal(ServerCase):
    def test_ctrl_c_at_the_question_for_a_password_gives_the_terminal_its_echo_back(self):
        master, slave = os.openpty()
        self.addCleanup(os.close, master)
        self.addCleanup(os.close, slave)
        command = [str(self.server.bin / "motcua"), "staff", "add", "mai", "--name", "Mai", "--server", "{}:{}".format(*self.server.link),
                   "--data", str(self.server.data), "--hall", "kon-tum", "--lang", "en"]
        asking = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                                  preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.addCleanup(asking.kill)
        echo = lambda: termios.tcgetattr(slave)[3] & termios.ECHO  # noqa: E731
        self.assertTrue(echo())
        hall.wait_for("the question", lambda: not echo())
        os.write(master, b"half a pass\x03")
        self.assertEqual(asking.wait(10), -signal.SIGINT)
        self.assertTrue(echo())
        self.assertNotIn(b"half", os.read(master, 4096))


class Crowd(ServerCase):
    def tearDown(self):
        pass  # each looks for itself, with the crowd there

    def assert_prompt(self):
        """A number for somebody else, within a bound that a stuck server does not keep."""
        status, answer = self.server.command("ticket", "issue", SERVICE, "--timeout", "10")
        self.assertEqual(status, 0, answer)

    def test_idle_peers_and_one_that_never_reads(self):
        threads, memory = self.server.status_of("Threads"), self.server.status_of("VmRSS")
        key = self.server.admin_key()
        with contextlib.ExitStack() as crowd:
            deaf = hall.Peer(self.server.link, self.server.plain(receive_bytes=4096))
            crowd.enter_context(deaf)
            deaf.greet("admin", key)
            deaf.say(subscribe={"kind": "VIEW_KIND_KIOSK"})
            for kind in range(IDLE_PEERS):
                if kind % 2:
                    crowd.enter_context(self.server.plain())  # not a byte
                else:
                    crowd.enter_context(self.server.peer())   # a handshake, no word
            for _ in range(20):
                with self.server.admin() as peer:
                    self.assertEqual(peer.ask(issue("land"), os.urandom(16))["refusal"], "REFUSAL_NONE")
            self.assert_prompt()
            self.assertEqual(http(self.server, get("/healthz"))[0], 200)
            self.assertEqual(self.server.status_of("Threads"), threads)
            if "MOTCUA_SANITIZED" not in os.environ:  # a sanitizer's own bookkeeping is several times the server's
                grown_kb = self.server.status_of("VmRSS") - memory
                self.assertLess(grown_kb, (IDLE_PEERS + 1) * PEER_KB)
        self.assert_serves()

    def health(self):
        return [check["detail"] for check in json.loads(http(self.server, get("/healthz"))[2])["checks"]]

    def test_a_peer_that_asks_and_never_reads(self):
        memory_kb = self.server.status_of("VmRSS")
        with hall.Peer(self.server.link, self.server.plain(receive_bytes=4096)) as deaf:
            deaf.greet("admin", self.server.admin_key())
            deaf.socket.settimeout(2)
            asked = message(1, query_request={"list_tickets": {}}) * 100
            said = 0
            # The server reads no more; without that it would take as much as anybody sends.
            with self.assertRaises(OSError):
                while said < DEAF_MB << 20:
                    deaf.say_bytes(asked)
                    said += len(asked)
            self.assert_prompt()
            if "MOTCUA_SANITIZED" not in os.environ:
                self.assertLess(self.server.status_of("VmRSS") - memory_kb, DEAF_KB)
            # And after 15 s of taking nothing it is cut off.
            hall.wait_for("the deaf peer to be gone", lambda: "0 proven of 0 connected" in self.health(), limit_s=30)
        self.assert_serves()

    def test_key_updates_without_end_hold_nobody_up(self):
        floods = [subprocess.Popen([sys.executable, key_updates.__file__, self.server.link[0], str(self.server.link[1])],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(3)]
        try:
            for flood in floods:
                self.assertEqual(flood.stdout.readline(), b"begins\n")
            self.assert_prompt()
            for flood in floods:  # none of them has greeted
                self.assertEqual(flood.wait(WAIT_S), 0)
        finally:
            for flood in floods:
                flood.kill()
                flood.wait(WAIT_S)
                flood.stdout.close()
        self.assert_serves()

    def test_more_devices_than_may_wait_are_refused_and_the_hall_is_ready(self):
        with contextlib.ExitStack() as crowd:
            reasons = []
            for _ in range(40):
                peer = crowd.enter_context(self.server.peer())
                peer.say(hello=hello(pairing_role="ROLE_BOARD", pairing_name="test", pairing_key=os.urandom(32)))
                name, fields, _ = peer.hear()
                reasons.append(fields["reason"] if name == "goodbye" else name)
            self.assertEqual(reasons, ["pairing_code"] * 16 + ["REFUSAL_TOO_MANY_PAIRINGS"] * 24)
            self.assertEqual(http(self.server, get("/readyz"))[0], 200)
            self.assert_prompt()


class Web(ServerCase):
    def test_health_and_readiness(self):
        for path, members in (("/healthz", ["good", "checks"]), ("/readyz", ["ready", "good", "checks"])):
            status, head, body = http(self.server, get(path))
            self.assertEqual(status, 200)
            self.assertIn("application/json", head)
            answer = json.loads(body)
            self.assertEqual(list(answer), members)
            self.assertTrue(all(answer[member] for member in members))

    def test_addresses_that_are_not_there(self):
        for path in ("/", "/nope", "/t/", "/t/../healthz", "/t/short", "/t/" + "a" * 26, "/t/" + "A" * 26,
                     "/t/" + "a" * 26 + "/x", "/healthz/", "//healthz", "/%00", "/t/" + "a" * 5000, "/?lang=<script>"):
            with self.subTest(path[:40]):
                status, head, body = http(self.server, get(path))
                self.assertEqual(status, 404)
                self.assertNotIn(b"<script>", body)
                self.assertIn("no-store", head)
                self.assertIn("Referrer-Policy: no-referrer", head)

    def test_a_tickets_page_and_a_wrong_tokens_page(self):
        with self.server.admin() as peer:
            ticket = peer.ask(issue(), os.urandom(16))["ticket"]
        token = ticket["token"].decode()
        status, _, body = http(self.server, get(f"/t/{token}"))
        self.assertEqual(status, 200)
        self.assertIn(number_of(ticket).encode(), body)
        self.assertIn(b'http-equiv="refresh"', body)
        wrong = ("b" if token[0] == "a" else "a") + token[1:]
        status, _, page = http(self.server, get(f"/t/{wrong}"))
        self.assertEqual(status, 404)
        self.assertNotIn(number_of(ticket).encode(), page)
        self.assertNotIn(wrong.encode(), page)

    def test_methods_that_are_not_served(self):
        for method in ("POST", "PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PATCH"):
            with self.subTest(method):
                status, head, body = http(self.server, get("/healthz", method))
                self.assertEqual(status, 405)
                self.assertIn("Allow: GET, HEAD", head)
                self.assertNotIn(b"Host: x", body)  # nothing is echoed
        status, head, body = http(self.server, get("/healthz", "HEAD"))
        self.assertEqual((status, body), (200, b""))

    def test_what_is_too_large(self):
        big = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Filler: " + b"a" * (1 << 20) + b"\r\n\r\n"
        # Answered or cut off while it is still sending; never served.
        self.assertIn(http(self.server, big)[0], (0, 431))
        body = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 1000000
        self.assertIn(http(self.server, body)[0], (0, 413, 431))
        endless = b"GET /healthz HTTP/1.1\r\n" + b"".join(b"H%d: x\r\n" % at for at in range(100000))
        self.assertIn(http(self.server, endless)[0], (0, 400, 431))

    def test_a_slow_request_is_closed_and_others_are_not_held_up(self):
        with self.server.plain("web") as slow, self.server.plain("web") as silent:
            request = iter(get("/healthz" + "x" * 200))
            deadline = time.monotonic() + WEB_REQUEST_S + CLOSED_S
            still = {slow: "one byte at a time", silent: "silent"}
            while still and time.monotonic() < deadline:
                with contextlib.suppress(ConnectionError):
                    slow.send(bytes([next(request)]))
                for client in select.select(list(still), [], [], 0.2)[0]:
                    if hall.is_over(lambda client=client: client.recv(65536)):
                        del still[client]
                if len(still) == 2:
                    self.assertEqual(http(self.server, get("/healthz"))[0], 200)
            self.assertEqual(list(still.values()), [])


class Life(unittest.TestCase):
    """Servers of their own: signals, kill -9, a second one, bad settings."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="motcua-process-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.server = hall.Server(self.folder, BIN)
        self.addCleanup(self.server.end)

    def test_sigterm_with_clients_connected(self):
        self.server.start()
        requests = [os.urandom(16) for _ in range(60)]
        replies = {}
        with contextlib.ExitStack() as clients:
            unproven = clients.enter_context(self.server.peer())
            deaf = hall.Peer(self.server.link, self.server.plain(receive_bytes=4096))
            clients.enter_context(deaf)
            deaf.greet("admin", self.server.admin_key())
            deaf.say(subscribe={"kind": "VIEW_KIND_KIOSK"})
            clients.enter_context(self.server.plain())  # half a handshake
            web = clients.enter_context(self.server.plain("web"))
            web.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(web.recv(65536).startswith(b"HTTP/1.1 200"))
            proven = clients.enter_context(self.server.admin())
            proven.say_bytes(b"".join(message(at, command_request={"id": request, **issue()})
                                      for at, request in enumerate(requests, start=1)))
            self.server.process.send_signal(signal.SIGTERM)
            heard = proven.hear()
            while heard and heard[0] == "command_reply":
                replies[heard[1]["id"]] = heard[1]
                heard = proven.hear()
            self.assertIsNotNone(heard, "closed without goodbye")
            self.assertEqual((heard[0], heard[1]["reason"]), ("goodbye", "REFUSAL_SHUTTING_DOWN"))
            self.assertEqual(unproven.last_words()["reason"], "REFUSAL_SHUTTING_DOWN")
            self.assertEqual(self.server.process.wait(hall.STOPPED_S), 0)
        # What was granted is there; what was not is granted when it is asked again.
        self.server.start()
        self.ask_all_again(requests, {request: reply for request, reply in replies.items()
                                      if reply["refusal"] == "REFUSAL_NONE"})

    @unittest.skipIf("MOTCUA_SANITIZED" in os.environ, "a sanitizer wants to be loaded first")
    def test_sigterm_while_the_disk_hangs(self):
        hangs = self.folder / "hangs"
        self.server.environment = {"LD_PRELOAD": str(BIN.parent / "tests/motcua_hanging_sync.so"),
                                   "MOTCUA_HANGING_SYNC": str(hangs)}
        self.server.start()
        request = os.urandom(16)
        with self.server.admin() as peer:
            told = peer.ask(issue(), os.urandom(16))["ticket"]["number"]
            hangs.touch()
            peer.say_bytes(message(7, command_request={"id": request, **issue()}))
            hall.wait_for("the write to wait", lambda: http(self.server, get("/readyz"))[0] == 503)
            self.assertEqual(self.server.stop(), 1)  # in time, and not as if all were well
        self.assertIn("the disk does not answer", self.server.log_text())
        hangs.unlink()
        self.server.environment = {}
        self.server.start()
        with self.server.admin() as peer:  # the request that nobody was told of is done once, whichever way it went
            again = peer.ask(issue(), request)["ticket"]["number"]
            self.assertEqual(again["serial"], told["serial"] + 1)
            self.assertEqual(peer.ask(issue(), request)["ticket"]["number"], again)

    @unittest.skipIf("MOTCUA_SANITIZED" in os.environ, "a sanitizer wants to be loaded first")
    def test_sigterm_while_the_disk_hangs_and_nothing_is_to_be_written(self):
        hangs = self.folder / "hangs"
        self.server.environment = {"LD_PRELOAD": str(BIN.parent / "tests/motcua_hanging_sync.so"),
                                   "MOTCUA_HANGING_SYNC": str(hangs)}
        self.server.start()
        with self.server.admin() as peer:
            told = peer.ask(issue(), os.urandom(16))["ticket"]["number"]
        hangs.touch()
        self.assertEqual(self.server.stop(), 1)  # the last close of the data waits for the disk, too
        self.assertIn("the disk does not answer", self.server.log_text())
        self.server.environment = {}
        self.server.start()
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue(), os.urandom(16))["ticket"]["number"]["serial"], told["serial"] + 1)

    def ask_all_again(self, requests, granted):
        """Each id gets one ticket: the one that it was told before, if it was told one. The numbers."""
        with self.server.admin() as peer:
            tickets = {}
            for request in requests:
                reply = peer.ask(issue(), request)
                self.assertEqual(reply["refusal"], "REFUSAL_NONE")
                tickets[request] = reply["ticket"]
        for request, reply in granted.items():
            told, again = reply["ticket"], tickets[request]
            self.assertEqual((number_of(again), again["token"], again["id"]),
                             (number_of(told), told["token"], told["id"]))
        numbers = [number_of(ticket) for ticket in tickets.values()]
        self.assertEqual(len(set(numbers)), len(numbers))
        return numbers

    def test_kill_9_loses_nothing_that_was_told_and_repeats_no_number(self):
        self.server.start()
        requests, numbers = [], []
        granted = {}
        for round_number in range(4):
            mine = [os.urandom(16) for _ in range(100)]
            requests += mine
            with self.server.admin() as peer:
                peer.say_bytes(b"".join(message(at, command_request={"id": request, **issue()})
                                        for at, request in enumerate(mine, start=1)))
                for _ in range(round_number * 30):
                    reply = peer.expect("command_reply")
                    granted[reply["id"]] = reply
                self.server.kill()
                with contextlib.suppress(ConnectionError, ssl.SSLError):  # what had left before the end
                    while heard := peer.hear():
                        granted[heard[1]["id"]] = heard[1]
            self.server.start()
            numbers = self.ask_all_again(requests, granted)
        status, listed = self.server.command("ticket", "issue", SERVICE)
        self.assertEqual(status, 0, listed)
        self.assertNotIn(listed["ticket"]["number"], numbers)
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue("land"), requests[0])["refusal"], "REFUSAL_REQUEST_ID_REUSED")

    def test_a_second_server_on_the_same_folder_is_refused(self):
        self.server.start()
        for locale, words in (("en_US.UTF-8", "a server is using this data folder"),
                              ("vi_VN.UTF-8", "máy chủ đang dùng thư mục dữ liệu này; hãy dừng máy chủ")):
            with self.subTest(locale=locale):
                self.server.environment = {"LC_ALL": locale}
                second = self.server.spawn(self.folder / "second.out")
                self.addCleanup(second.kill)
                self.assertEqual(second.wait(WAIT_S), 1)
                last = self.server.log_text().strip().split("\n")[-1]
                self.assertIn(str(self.server.data), last)
                self.assertIn(words, last)
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_NONE")

    def centre_with(self, old, new, count=1):
        """A copy of the sample with one mistake in it, and the mistake's line."""
        text = (SOURCE / "sample/kon-tum.toml").read_text(encoding="utf-8")
        self.assertIn(old, text)
        changed = text.replace(old, new, count)
        file = self.folder / "centre.toml"
        file.write_text(changed, encoding="utf-8")
        return file, changed[:changed.index(new)].count("\n") + 1

    def test_mistakes_in_a_centres_file_are_named_with_their_place(self):
        for old, new, words in (("holidays = []", "holydays = []", 'did you mean "holidays"'),
                                ('letter = "B"', 'letter = "A"\n# twice', "the letter A"),
                                ('services = ["certification", "justice"]', 'services = ["certification", "juistice"]',
                                 "juistice"),
                                ('languages = ["vi", "en"]', 'languages = ["vi", "en"', "")):
            with self.subTest(new):
                file, line = self.centre_with(old, new)
                done = subprocess.run([str(BIN / "motcua"), "--lang", "en", "config", "check", str(file)],
                                      capture_output=True, text=True, timeout=WAIT_S, check=False)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                places = re.findall(rf"^{re.escape(str(file))}:(\d+):(\d+): (.*)$", done.stdout, re.MULTILINE)
                self.assertTrue(places, done.stdout)
                if words:
                    self.assertEqual([int(place[0]) for place in places if words in place[2]][:1], [line], places)
                # and the server does not start on it
                config = self.folder / "server.toml"
                config.write_text('data = "data"\nlisten = "127.0.0.1:0"\nweb = "127.0.0.1:0"\n'
                                  f'[[hall]]\nid = "kon-tum"\ncentre = "{file}"\n', encoding="utf-8")
                run = subprocess.run([str(BIN / "motcua-server"), "--config", str(config)], capture_output=True, text=True,
                                     timeout=WAIT_S, check=False, env={**os.environ, "LC_ALL": "vi_VN.UTF-8"})
                self.assertEqual(run.returncode, 1, run.stderr)
                # in the log in English, and to whoever started it in the caller's language
                self.assertIn(f"{file}:{places[0][0]}:{places[0][1]}: {places[0][2]}", run.stderr)
                told = run.stderr[run.stderr.rindex("motcua-server: "):]
                self.assertIn(f"{file}:{places[0][0]}:{places[0][1]}: ", told)
                self.assertNotIn(places[0][2], told)

    def serve_own_centre(self):
        """The server on a centre's file of the test's own; the file."""
        centre = self.folder / "centre.toml"
        centre.write_bytes((SOURCE / "sample/kon-tum.toml").read_bytes())
        self.server.config = self.folder / "server.toml"
        self.server.config.write_text(f'[[hall]]\nid = "kon-tum"\ncentre = "{centre}"\n', encoding="utf-8")
        self.server.start()
        return centre

    def settings_faults(self):
        checks = json.loads(http(self.server, get("/healthz"))[2])["checks"]
        return [check["detail"] for check in checks if check["name"] == "settings of hall kon-tum" and not check["good"]]

    def assert_issues(self):
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_NONE")

    def test_a_lost_identity_is_told(self):
        self.server.start()
        self.assertEqual(self.server.stop(), 0)
        self.assertNotIn("new identity", self.server.log_text())
        certificate, key = self.server.data / "server.crt", self.server.data / "server.key"
        kept, kept_key = certificate.read_bytes(), key.read_bytes()
        certificate.unlink()
        self.server.start()
        self.assertIn("a new identity was made", self.server.log_text())
        self.assertEqual(self.server.stop(), 0)
        certificate.unlink()  # once more, before anybody has noticed
        self.server.start()
        self.assertEqual(self.server.stop(), 0)
        old = self.server.data / "server.key.old"
        self.assertEqual(old.read_bytes(), kept_key)  # only the certificate was moved away: nothing is lost
        self.assertEqual(old.stat().st_mode & 0o077, 0)
        certificate.write_bytes(kept)
        old.rename(key)
        self.server.start()

    def test_a_bad_centre_file_leaves_a_hall_the_settings_it_has(self):
        centre = self.serve_own_centre()
        self.assertEqual(self.settings_faults(), [])
        self.assertEqual(self.server.stop(), 0)
        self.centre_with("holidays = []", "holydays = []")
        self.server.start()
        self.assert_issues()
        self.assertRegex(self.settings_faults()[0], rf'^not taken: {re.escape(str(centre))}:\d+:1: unknown key "holydays"')
        self.assertEqual(http(self.server, get("/readyz"))[0], 200)
        self.assertEqual(self.server.stop(), 0)
        centre.unlink()
        self.server.start()
        self.assert_issues()
        self.assertIn(f'server.toml:3:1: there is no file "{centre}"', self.settings_faults()[0])
        self.centre_with("missed_return_min = 60", "missed_return_min = 59")
        self.server.process.send_signal(signal.SIGHUP)
        hall.wait_for("the good file to be imported", lambda: not self.settings_faults())

    def test_the_reason_behind_a_sentence_is_told_in_the_language_of_whoever_asks(self):
        centre = self.serve_own_centre()
        centre.unlink()
        self.server.process.send_signal(signal.SIGHUP)
        hall.wait_for("the fault", self.settings_faults)
        status, told = self.server.command("--lang", "vi", "health")
        self.assertEqual(status, 1)
        reasons = {line["name"]: line["detail"] for line in told["health"]}
        self.assertEqual(reasons["settings of hall kon-tum"],
                         f'chưa nhận: {centre.parent / "server.toml"}:3:1: không có tệp "{centre}"')
        self.assertTrue(self.settings_faults()[0].startswith(f"not taken: {centre.parent}/server.toml:3:1: there is no file"))

        self.centre_with("holidays = []", "holydays = []\nhulidays = []")
        self.server.process.send_signal(signal.SIGHUP)
        hall.wait_for("the fault of two lines", lambda: "all mistakes" in self.settings_faults()[0])
        told = self.server.command("--lang", "vi", "health")[1]
        reasons = {line["name"]: line["detail"] for line in told["health"]}
        self.assertRegex(reasons["settings of hall kon-tum"],
                         rf'^chưa nhận: {re.escape(str(centre))}:\d+:1: không có mục nào tên là "holydays"; có phải ý '
                         rf'bạn là "holidays"\?; xem tất cả các lỗi: motcua config check {re.escape(str(centre))}$')

        backups = self.server.data / "backups"
        if backups.exists():
            backups.rmdir()
        backups.write_bytes(b"no folder")
        status, told = self.server.command("--lang", "vi", "backup", "a.db")
        self.assertEqual((status, told["text"]), (1, "Chưa sao lưu được."))
        self.assertRegex(told["detail"], "^" + re.escape(str(backups)) + ".*(không|chưa|hãy)")
        self.assertRegex(self.server.command("--lang", "en", "backup", "a.db")[1]["detail"], "cannot be")

    def test_a_new_hall_with_a_bad_file_keeps_no_other_hall_from_its_work(self):
        self.serve_own_centre()
        self.assertEqual(self.server.stop(), 0)
        bad = self.folder / "new.toml"
        bad.write_text("holydays = []\n", encoding="utf-8")
        with self.server.config.open("a", encoding="utf-8") as config:
            config.write(f'[[hall]]\nid = "new"\ncentre = "{bad}"\n')
        self.server.start()
        self.assert_issues()
        checks = json.loads(http(self.server, get("/healthz"))[2])["checks"]
        self.assertTrue([check for check in checks if check["name"] == "settings of hall new" and not check["good"]
                         and str(bad) in check["detail"]], checks)
        bad.write_bytes((SOURCE / "sample/kon-tum.toml").read_bytes())
        self.server.process.send_signal(signal.SIGHUP)
        hall.wait_for("the new hall to be served", lambda: b"settings of hall new" not in http(self.server, get("/healthz"))[2])

    @unittest.skipIf("MOTCUA_SANITIZED" in os.environ, "a sanitizer wants to be loaded first")
    def test_a_service_that_a_kiosk_has_numbers_of_goes_when_the_day_has_turned(self):
        clock = self.folder / "clock"
        self.server.environment = {"LD_PRELOAD": str(BIN.parent / "tests/motcua_moved_clock.so"),
                                   "MOTCUA_MOVED_CLOCK": str(clock)}
        self.serve_own_centre()
        device, key = paired(self.server, "ROLE_KIOSK")
        with self.server.peer() as kiosk:
            kiosk.greet(device, key)
            runs = kiosk.ask({"reserve_numbers": {}}, os.urandom(16))["reserved"]
            held = next(run for run in runs if run["service"].decode() == SERVICE)
            self.without_service(SERVICE)
            self.server.process.send_signal(signal.SIGHUP)
            fault, = hall.wait_for("the file to be refused", self.settings_faults)
            self.assertIn("numbers at a kiosk", fault)
            self.assertIn(SERVICE, fault)
            # What is on paper meanwhile is taken.
            told = kiosk.ask({"issue_reserved": {
                "service": SERVICE, "number": held["first"], "token": "a" * 26,
                "service_day": held["service_day"], "issued_at": int(time.time() * 1000)}}, os.urandom(16))
            self.assertEqual(told["refusal"], "REFUSAL_NONE")
        clock.write_text(str(24 * 3600), encoding="ascii")
        hall.wait_for("the file to be taken on the next day", lambda: not self.settings_faults())
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_UNKNOWN_SERVICE")

    def without_service(self, service):
        """The centre's file, without it."""
        text = (SOURCE / "sample/kon-tum.toml").read_text(encoding="utf-8")
        blocks = re.split(r"(?m)^(?=\[\[)", text)
        kept = [block for block in blocks if not (block.startswith("[[service]]") and f'id = "{service}"' in block)]
        self.assertEqual(len(kept), len(blocks) - 1)
        text = re.sub(rf'"{service}", |, "{service}"(?=[],])', "", "".join(kept))
        self.assertNotIn(f'"{service}"', text)
        (self.folder / "centre.toml").write_text(text, encoding="utf-8")

    def test_a_server_on_all_addresses_leads_no_phone_to_0_0_0_0(self):
        self.server.config = self.folder / "server.toml"
        self.server.config.write_text(
            f'[[hall]]\nid = "kon-tum"\ncentre = "{SOURCE / "sample/kon-tum.toml"}"\n', encoding="utf-8")
        self.server.web_address = "0.0.0.0:0"
        self.server.start()
        with self.server.admin() as peer:
            peer.say(2, subscribe={"kind": "VIEW_KIND_KIOSK"})
            url = peer.expect("view_push")["kiosk"].get("ticket_url", b"").decode()
        self.assertRegex(url, r"^(|http://[1-9][0-9.]+:[0-9]+/t/)$")
        self.assertIn("set public_url", self.server.log_text())

    def test_a_sighup_while_nothing_can_be_written_is_followed_later(self):
        self.serve_own_centre()
        pid = self.server.process.pid
        free = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, free[1]))
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_STORE_UNAVAILABLE")
        self.centre_with("holidays = []", "holydays = []")
        self.server.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)  # the signal is taken while nothing can be written
        resource.prlimit(pid, resource.RLIMIT_FSIZE, free)
        hall.wait_for("the file to be read", self.settings_faults)
        self.assert_issues()

    def test_a_bad_command_line_is_told_with_exit_status_2(self):
        for words in (["--listen", "nonsense"], ["--web", "1.2.3.4:99999"], ["--log-level", "loud"], ["--no-such-flag"]):
            with self.subTest(words=words):
                done = subprocess.run([str(BIN / "motcua-server"), "--config", str(SOURCE / "sample/server.toml"), "--data",
                                       str(self.folder / "data"), *words], capture_output=True, text=True, timeout=WAIT_S,
                                      check=False, env={**os.environ, "LC_ALL": "vi_VN.UTF-8"})
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(words[-1], done.stderr)
                self.assertIn("không", done.stderr.lower())

    def test_it_takes_the_open_files_that_its_connections_need(self):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))
        try:
            self.server.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        limits = pathlib.Path(f"/proc/{self.server.process.pid}/limits").read_text(encoding="ascii")
        soft = int(re.search(r"^Max open files\s+(\d+)", limits, re.MULTILINE)[1])
        self.assertGreaterEqual(soft, min(most, 4096 + 512))

    def test_no_secret_reaches_the_log_or_a_plain_file(self):
        self.server.start()
        password = "canary-" + os.urandom(8).hex()
        wrong = "wrong-" + os.urandom(8).hex()
        secrets = [password, wrong]
        status, answer = self.server.command("staff", "add", "lan", "--name", "Lan", "--password-stdin",
                                             text=password + "\n")
        self.assertEqual(status, 0, answer)
        with self.server.admin() as peer:
            tokens = [peer.ask(issue(), os.urandom(16))["ticket"]["token"].decode() for _ in range(3)]
            peer.say(command_request={"id": os.urandom(16), "cancel_ticket": {"token": tokens[2]}})
            self.assertEqual(peer.expect("command_reply")["refusal"], "REFUSAL_NONE")
        for token in tokens:
            http(self.server, get(f"/t/{token}?lang=en"))
            http(self.server, get(f"/t/{token}/wrong"))
            http(self.server, f"GET /t/{token} HTTP/9.9\r\n\r\n".encode())
            with self.server.plain() as client:
                client.sendall(token.encode())
        secrets += tokens
        key = ed25519.Key(os.urandom(32))
        with self.server.peer() as peer:
            peer.say(hello=hello(pairing_role="ROLE_COUNTER", pairing_name="test", pairing_key=key.public))
            code = peer.expect("pairing_code")["code"].decode()
            device = self.server.command("device", "accept", code)[1]["device"]
            peer.expect("paired")
            peer.greet(device, key)
            for word, refusal in ((wrong, "REFUSAL_SIGN_IN_FAILED"), (password, "REFUSAL_NONE")):
                peer.say(sign_in={"id": os.urandom(16), "login": "lan", "password": word, "counter": "1"})
                self.assertEqual(peer.expect("command_reply")["refusal"], refusal)
            peer.say_bytes(message(sign_in={"id": b"", "login": "lan", "password": wrong, "counter": "1"}))
            peer.expect("command_reply")
            peer.say_bytes(hall.frame(b"\xff" + wrong.encode()))
            peer.expect("goodbye")
        self.assertEqual(self.server.stop(), 0)
        admin = (self.server.data / "admin.key").read_bytes()[:32]
        log = self.server.log_text()
        self.assertIn("stopped", log)
        for secret in (*secrets, code, admin.hex()):
            self.assertNotIn(secret, log)
        for file in self.server.data.iterdir():
            if file.is_file():
                self.assertNotIn(password.encode(), file.read_bytes(), file.name)
                self.assertNotIn(wrong.encode(), file.read_bytes(), file.name)
                readable = file.stat().st_mode & 0o077
                self.assertTrue(readable == 0 or file.name == "server.crt", f"{file.name} can be read by others")


if __name__ == "__main__":
    unittest.main(verbosity=2)
