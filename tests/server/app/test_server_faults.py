#!/usr/bin/env python3
"""The real motcua-server under faults: kill -9 under load, crowds, floods, bad networks, a full disk.

What is looked at comes from outside: what peers were told, and what the server tells after it. Every number has a
bound, every wait a limit.

Usage: test_server_faults.py BIN_FOLDER [unittest's words]
       test_server_faults.py BIN_FOLDER --soak ROUNDS [--seed N]     kill -9 rounds alone, as many as wanted
"""
import collections
import contextlib
import json
import os
import pathlib
import random
import resource
import selectors
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import chaos
import hall
from hall import WAIT_S, get, http, issue, number_of
from test_server_process import BIN, ServerCase

SERVICES = ("certification", "civil-status", "residence-id", "land", "business", "transport", "results", "construction",
            "social", "health", "education", "justice", "advice")
COUNTERS = ("1", "3", "4", "7", "8", "9", "10", "11")
ISSUERS = 24  # and as many callers as there are counters: 32 peers
ROUNDS = 4
TICKETS_A_ROUND = 150   # at most so many are granted before the kill, and some more while it happens
TICKETS_OF_A_SERVICE = 150   # then a new hall: a round may add as many again, and a service of the sample has 300
FIRST_ANSWER_S = 2
STEPS = (("call_next", "TICKET_STATE_CALLED"), ("start_service", "TICKET_STATE_SERVING"),
         ("finish_service", "TICKET_STATE_FINISHED"))
IDLE_CONNECTIONS = 1000
STRANGERS = 512         # unproven_per_address in server/net/limits.hpp
CONNECTION_BYTES = 64 * 1024
DEAF_PEERS = 300
DEAF_S = 8              # less than after which they are cut off
BEAT_S = 4              # a proven peer says something at least every 5 s
PROMPT_S = 2            # for a request of somebody whom a fault does not concern
CONNECT_S = 2.5         # for a connection, before another is begun
SILENCE_S = 15          # a peer of whom nothing is heard for so long is gone
IS_SANITIZED = "MOTCUA_SANITIZED" in os.environ
ENDED = (ConnectionError, TimeoutError, ssl.SSLError, OSError)


def listed(peer):
    """Every ticket of today, by its id."""
    tickets, after = {}, 0
    while True:
        peer.say(query_request={"list_tickets": {"after": after}})
        answer = peer.expect("query_answer")
        for ticket in answer["tickets"]:
            assert ticket["id"] not in tickets, "a ticket is listed twice"
            tickets[ticket["id"]] = ticket
        if not answer["cut_short"]:
            return tickets
        after = answer["tickets"][-1]["id"]


def told(ticket):
    """What never changes of it; `service` does with a transfer only, which nobody asks for here."""
    return tuple(str(ticket.get(name)) for name in ("id", "number", "service", "category", "issued_at", "virtual_arrival"))


class Worker(threading.Thread):
    """A peer that asks one thing after another until the server is gone; what it was told outlives the rounds."""

    def __init__(self, book, server, key, gate):
        super().__init__(daemon=True)
        self.book, self.server, self.key, self.gate = book, server, key, gate

    def run(self):
        try:
            with self.server.peer() as peer:
                peer.greet("admin", self.key)
                self.gate.wait(WAIT_S)
                while self.one(peer):
                    pass
        except ENDED:
            pass
        except Exception as fault:  # seen by the test, not lost with the thread
            self.book.faults.append(f"{type(fault).__name__}: {fault}")

    def ask(self, peer, command, request):
        """The reply; None when the server is gone."""
        peer.say(command_request={"id": request, **command})
        heard = peer.hear()
        if heard is None:
            return None
        if heard[0] != "command_reply" or heard[1]["id"] != request:
            raise AssertionError(f"asked {command}, heard {heard}")
        return heard[1]


class Issuer(Worker):
    def one(self, peer):
        request, service = os.urandom(16), self.book.random_service()
        self.book.asked[request] = service
        reply = self.ask(peer, issue(service), request)
        if reply is None:
            return False
        if reply["refusal"] != "REFUSAL_NONE":
            raise AssertionError(f"refused: {reply}")
        self.book.granted[request] = reply["ticket"]
        return True


class Caller(Worker):
    """Calls, serves and finishes at one counter. `place` is kept between the rounds."""

    def __init__(self, book, server, key, gate, place):
        super().__init__(book, server, key, gate)
        self.place = place

    def one(self, peer):
        place = self.place
        if place.request is None:
            place.request = os.urandom(16)
        word, state = STEPS[place.step]
        reply = self.ask(peer, {word: {"counter": place.counter}}, place.request)
        if reply is None:
            return False
        place.request = None
        if reply["refusal"] == "REFUSAL_NOBODY_WAITING":
            return True
        if reply["refusal"] != "REFUSAL_NONE":
            raise AssertionError(f"{word} at counter {place.counter}: {reply}")
        ticket = reply["ticket"]
        if place.step > 0 and ticket["id"] != place.ticket:
            raise AssertionError(f"counter {place.counter} had {place.ticket}, was told of {ticket['id']}")
        if ticket["state"] != state:
            raise AssertionError(f"{word} left {ticket['state']}")
        place.ticket, place.step = ticket["id"], (place.step + 1) % len(STEPS)
        self.book.states[ticket["id"]] = (state, place.counter)
        self.book.steps += 1
        return True


class Place:
    """What a counter's clerk knows: the ticket, the next step, and the request that has no answer yet."""

    def __init__(self, counter):
        self.counter, self.ticket, self.step, self.request = counter, None, 0, None


class Book:
    """All that peers asked and were told, of one hall."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.asked, self.granted, self.states = {}, {}, {}
        self.faults, self.steps = [], 0
        self.places = [Place(counter) for counter in COUNTERS]

    def of_busiest_service(self):
        return max(collections.Counter(self.asked.values()).values(), default=0)

    def random_service(self):
        return self.random.choice(SERVICES)


class Rounds:
    """kill -9 under load, again and again, on one data folder after another."""

    def __init__(self, folder, seed):
        self.folder, self.seed, self.random = pathlib.Path(folder), seed, random.Random(seed)
        self.server = self.book = None
        self.halls = self.tickets = self.steps = 0
        self.first_answers = []

    def end(self):
        if self.server:
            self.server.end()

    def check_data(self):
        """What the kills left on the disk, seen by others than the server: whole, and every number once."""
        assert self.server.stop() == 0
        with contextlib.closing(sqlite3.connect(f"file:{self.server.data / 'motcua.db'}?mode=ro", uri=True)) as data:
            assert data.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = data.execute("SELECT letter || serial FROM tickets").fetchall()
            assert len(rows) == len(set(rows)) >= len(self.book.granted), "a number is kept twice, or one is missing"
        status, answer = self.server.command("audit", "verify")
        assert status == 0, answer

    def new_hall(self):
        if self.book:
            self.check_data()
        self.end()
        self.halls += 1
        self.server = hall.Server(self.folder / f"hall-{self.halls}", BIN)
        self.book = Book(self.random.random())
        self.server.start()
        self.key = self.server.admin_key()
        with self.server.admin() as peer:
            for counter in COUNTERS:  # a person is at one counter at a time
                login = f"clerk-{counter}"
                peer.say(add_staff={"id": os.urandom(16), "login": login, "name": login, "password": "a good password"})
                assert peer.expect("command_reply")["refusal"] == "REFUSAL_NONE"
                reply = peer.ask({"open_counter": {"counter": counter, "staff": login}}, os.urandom(16))
                assert reply["refusal"] == "REFUSAL_NONE", reply

    def round(self):
        if self.book is None or self.book.of_busiest_service() >= TICKETS_OF_A_SERVICE:
            self.new_hall()
        book, gate = self.book, threading.Barrier(ISSUERS + len(COUNTERS) + 1)
        workers = [Issuer(book, self.server, self.key, gate) for _ in range(ISSUERS)]
        workers += [Caller(book, self.server, self.key, gate, place) for place in book.places]
        before, steps = len(book.granted), book.steps
        for worker in workers:
            worker.start()
        gate.wait(WAIT_S)
        wanted = self.random.randint(0, TICKETS_A_ROUND)
        hall.wait_for(f"{wanted} tickets", lambda: len(book.granted) - before >= wanted or book.faults)
        time.sleep(self.random.random() * 0.005)  # not always just after an answer
        self.server.kill()
        for worker in workers:
            worker.join(WAIT_S)
            assert not worker.is_alive(), "a peer still waits for a server that is gone"
        assert not book.faults, book.faults
        began = time.monotonic()
        self.server.start()
        with self.server.admin() as peer:
            peer.say(query_request={"ask_health": {}})
            assert peer.expect("query_answer")["refusal"] == "REFUSAL_NONE"
            self.first_answers.append(time.monotonic() - began)
            self.check(peer)
        self.tickets += len(book.granted) - before
        self.steps += book.steps - steps

    def check(self, peer):
        book, tickets = self.book, listed(peer)
        numbers = collections.Counter(number_of(ticket) for ticket in tickets.values())
        assert max(numbers.values(), default=1) == 1, [number for number, count in numbers.items() if count > 1]
        for granted in book.granted.values():
            assert granted["id"] in tickets, f"{number_of(granted)} was told and is lost"
            assert told(tickets[granted["id"]]) == told(granted)
        # Who was not answered asks again, and gets one ticket; who was, gets the same answer.
        unanswered = [request for request in book.asked if request not in book.granted]
        for request in unanswered:
            reply = peer.ask(issue(book.asked[request]), request)
            assert reply["refusal"] == "REFUSAL_NONE", reply
            book.granted[request] = reply["ticket"]
        for request in self.random.sample(sorted(book.granted), min(20, len(book.granted))):
            again = peer.ask(issue(book.asked[request]), request)["ticket"]
            assert (told(again), again["token"]) == (told(book.granted[request]), book.granted[request]["token"])
        owners = collections.Counter(ticket["id"] for ticket in book.granted.values())
        assert max(owners.values(), default=1) == 1, "two requests have one ticket"
        self.check_counters(tickets)

    def check_counters(self, tickets):
        book = self.book
        asked_on = {place.ticket: STEPS[place.step][1] for place in book.places if place.request and place.step > 0}
        for ticket, (state, counter) in book.states.items():
            now = tickets[ticket]
            assert now["state"] in (state, asked_on.get(ticket)), f"{state} was told, {now['state']} is there"
            assert now["counter"].decode() == counter or now["state"] == "TICKET_STATE_FINISHED"
        at = collections.Counter(ticket["counter"] for ticket in tickets.values()
                                 if ticket["state"] in ("TICKET_STATE_CALLED", "TICKET_STATE_SERVING"))
        assert max(at.values(), default=1) == 1, f"a counter has two tickets: {at}"

    def summary(self):
        times = sorted(self.first_answers)
        return (f"kill -9: {len(times)} rounds, {self.halls} hall(s), seed {self.seed}: {self.tickets} tickets and "
                f"{self.steps} calls told, none lost, no number twice; first answer after {times[len(times) // 2]:.2f} s "
                f"(median), {times[-1]:.2f} s (longest)")

    def assert_fast(self):
        if not IS_SANITIZED:
            assert max(self.first_answers) < FIRST_ANSWER_S, self.summary()


class Kill(unittest.TestCase):
    def test_kill_9_while_32_peers_issue_and_call(self):
        with tempfile.TemporaryDirectory(prefix="motcua-kill-") as folder:
            rounds = Rounds(folder, seed=1)
            try:
                for _ in range(ROUNDS):
                    rounds.round()
                rounds.check_data()
            finally:
                rounds.end()
            print(rounds.summary(), file=sys.stderr)
            self.assertGreater(min(rounds.tickets, rounds.steps), 0, "nothing was asked")
            rounds.assert_fast()


class Prompt:
    """Somebody else, measured: each a connection of its own with a greeting and a ticket."""

    def __init__(self, server):
        self.server, self.key, self.times = server, server.admin_key(), []

    def connected(self):
        """As every client comes in: what is not there after 2.5 s is begun anew (shared/link), so also the kernel's waits
        for a SYN that was dropped."""
        for _ in range(int(WAIT_S / CONNECT_S)):
            with contextlib.suppress(TimeoutError):
                plain = socket.create_connection(self.server.link, CONNECT_S)
                plain.settimeout(WAIT_S)
                return hall.Peer(self.server.link, plain)
        raise TimeoutError(f"nobody could connect for {WAIT_S} s")

    def visit(self):
        began = time.monotonic()
        with self.connected() as peer:
            peer.greet("admin", self.key)
            reply = peer.ask(issue("advice"), os.urandom(16))
        assert reply["refusal"] == "REFUSAL_NONE", reply
        self.times.append(time.monotonic() - began)

    def visits(self, until, at_least=5, at_most=900):
        while len(self.times) < at_least or (not until() and len(self.times) < at_most):
            self.visit()
            time.sleep(0.01)

    def longest(self):
        return max(self.times)


def sessions(server):
    """"3 proven of 4 connected"."""
    checks = json.loads(http(server, get("/healthz"))[2])["checks"]
    return next(check["detail"] for check in checks if check["name"] == "sessions")


def take_open_files(case):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    case.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, most[1]), most[1]))


class Idle(ServerCase):
    """On a server that has not seen a crowd before: memory that was given back would hide what a connection costs."""

    def setUp(self):
        take_open_files(self)

    def test_a_thousand_idle_connections_and_one_that_is_served(self):
        prompt = Prompt(self.server)
        prompt.visit()
        threads, before_kb = self.server.status_of("Threads"), self.server.status_of("VmRSS")
        with contextlib.ExitStack() as crowd, selectors.DefaultSelector() as ready:
            peers, beaten = [], time.monotonic()

            def keep_alive():
                """The crowd is no load, but it lives: it takes what comes and says that it is there."""
                nonlocal beaten
                for key, _ in ready.select(0):
                    self.assertTrue(key.data.socket.recv(65536), "an idle peer was sent away")
                if time.monotonic() - beaten > BEAT_S:
                    beaten = time.monotonic()
                    for peer in peers:
                        peer.say(ping={"value": 1})
            while len(peers) < IDLE_CONNECTIONS:
                peer = crowd.enter_context(self.server.peer())
                peer.greet("admin", prompt.key)
                peers.append(peer)
                ready.register(peer.socket, selectors.EVENT_READ, peer)
                if len(peers) % 20 == 0:
                    keep_alive()
            grown = (self.server.status_of("VmRSS") - before_kb) * 1024 // IDLE_CONNECTIONS
            prompt.times.clear()
            for _ in range(30):
                keep_alive()
                prompt.visit()
            print(f"{IDLE_CONNECTIONS} idle connections: {grown} bytes each, {threads} threads; another is served in "
                  f"{max(prompt.times) * 1000:.0f} ms at most", file=sys.stderr)
            everyone = f"{IDLE_CONNECTIONS} proven of {IDLE_CONNECTIONS} connected"
            def everyone_is_there():
                keep_alive()
                return sessions(self.server) == everyone
            hall.wait_for(everyone, everyone_is_there)  # the last visit's end may be on its way
            self.assertEqual(self.server.status_of("Threads"), threads)
            self.assertLess(prompt.longest(), PROMPT_S)
            if not IS_SANITIZED:
                self.assertGreater(grown, 1024)  # else it was not the crowd that was measured
                self.assertLess(grown, CONNECTION_BYTES)


class Deaf(ServerCase):
    """Screens whose programs hang: connected, proven, subscribed, and they take nothing any more."""

    def setUp(self):
        take_open_files(self)

    def test_hundreds_of_peers_that_never_read_cost_little_and_hold_nobody_up(self):
        prompt = Prompt(self.server)
        prompt.visit()
        before_kb = self.server.status_of("VmRSS")
        with contextlib.ExitStack() as crowd:
            for _ in range(DEAF_PEERS):
                peer = crowd.enter_context(hall.Peer(self.server.link, self.server.plain(receive_bytes=4096)))
                peer.greet("admin", prompt.key)
                peer.say(subscribe={"kind": "VIEW_KIND_KIOSK"})
            began = time.monotonic()
            # As many views as no kernel keeps for a peer: what it does not take waits in the server, the newest alone.
            with self.server.admin() as busy:
                views = 0
                while time.monotonic() - began < DEAF_S and views < 600:
                    for service in SERVICES[:6]:
                        self.assertEqual(busy.ask(issue(service), os.urandom(16))["refusal"], "REFUSAL_NONE")
                        views += 1
                    prompt.visit()
            grown = (self.server.status_of("VmRSS") - before_kb) * 1024 // DEAF_PEERS
            print(f"{DEAF_PEERS} peers that never read, {views} views for each: {grown} bytes each; somebody else is served "
                  f"in {prompt.longest() * 1000:.0f} ms at most", file=sys.stderr)
            self.assertLess(prompt.longest(), SILENCE_S if IS_SANITIZED else PROMPT_S)
            if not IS_SANITIZED:
                self.assertGreater(views, 100)
                self.assertLess(grown, CONNECTION_BYTES)
            hall.wait_for("all of them to be cut off", lambda: sessions(self.server) == "0 proven of 0 connected",
                          limit_s=2 * SILENCE_S)
        self.assert_serves()


class Strangers(ServerCase):
    """Peers that never prove who they are. Each test has a server on which nobody has been before."""

    def setUp(self):
        take_open_files(self)
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.log_begins = len(self.server.log_text())

    def test_more_of_one_address_than_may_be_there_are_closed_at_once_and_others_are_not(self):
        surplus = 20
        with contextlib.ExitStack() as crowd, selectors.DefaultSelector() as ended:
            clients = []
            for _ in range(STRANGERS + surplus):
                client = crowd.enter_context(socket.create_connection(self.server.link, WAIT_S, ("127.0.0.3", 0)))
                clients.append(client)
                ended.register(client, selectors.EVENT_READ, client)
            closed = set()

            def surplus_is_closed():
                closed.update(key.data for key, _ in ended.select(0))
                return len(closed) >= surplus
            hall.wait_for("the surplus to be closed", surplus_is_closed)
            # The last, not the first: those would be closed because they do not greet.
            self.assertLessEqual(set(clients[-surplus:]), closed)
            self.assert_serves()
            # Who proves himself is not counted: there is room for another in his place, again and again.
            for client in closed:
                ended.unregister(client)
            key = self.server.admin_key()
            hall.wait_for("one of them to be sent away", lambda: ended.select(0))
            with contextlib.ExitStack() as proven:
                for _ in range(surplus):
                    plain = proven.enter_context(socket.create_connection(self.server.link, WAIT_S, ("127.0.0.3", 0)))
                    proven.enter_context(hall.Peer(self.server.link, plain)).greet("admin", key)

    def flood(self, source, *how):
        """Somebody else's visits during a flood, longer than anybody may stay without a greeting."""
        script = pathlib.Path(__file__).with_name("flood.py")
        host, port = self.server.link
        prompt = Prompt(self.server)
        prompt.visit()
        threads = self.server.status_of("Threads")
        flood = subprocess.Popen([sys.executable, str(script), host, str(port), source, *how],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            until = time.monotonic() + 8
            prompt.visits(lambda: time.monotonic() > until)
            self.assertEqual(self.server.status_of("Threads"), threads)
            flood.stdin.close()
            self.assertEqual(flood.wait(WAIT_S), 0)
            count = int(flood.stdout.read())
        finally:
            flood.kill()
            flood.wait(WAIT_S)
            flood.stdout.close()
        times = sorted(prompt.times)
        print(f"a flood of {count} connections: {len(times)} visits of somebody else, "
              f"{times[len(times) // 2] * 1000:.0f} ms each (median), {times[-1] * 1000:.0f} ms at most", file=sys.stderr)
        self.assertGreater(count, 2000, "this was no flood")
        log = self.server.log_text()[self.log_begins:]
        told = [line for line in log.split("\n") if "is closed as it comes" in line]
        for reason in ("comes so often", "have not proved"):
            self.assertLessEqual(len([line for line in told if reason in line]), 2, told)  # one a minute, not one each
        self.assertTrue(told)
        # A full accept queue drops a SYN, and it comes again after 1 s: however slow the server, nobody else waits so long
        # that a program would count the server as gone.
        self.assertLess(prompt.longest(), SILENCE_S)
        return times

    def test_a_flood_from_one_address_leaves_others_served(self):
        """Some thousand connections that say nothing and come again as fast as they are closed."""
        self.flood("127.0.0.2", "6000")

    def assert_prompt_median(self, times):
        if not IS_SANITIZED:
            self.assertLess(times[len(times) // 2], PROMPT_S)

    def test_floods_from_eight_addresses_at_once_leave_others_served(self):
        """More of them than there are places and accepts for, if each took all that one address may have."""
        times = self.flood(",".join(f"127.0.1.{number}" for number in range(2, 10)), "8000")
        self.assertGreater(len(times), 10)
        self.assert_prompt_median(times)

    def test_who_comes_and_goes_without_end_takes_nobodys_turn(self):
        """A few at a time, so that their number is never a reason to close one."""
        times = self.flood("127.0.0.4", "64", "leave")
        # Without turns for each network there are five, on any machine: each waits behind the flood.
        self.assertGreater(len(times), 10)
        self.assert_prompt_median(times)


class Network(ServerCase):
    def relayed(self, *ways):
        return chaos.Relay(self.server.link, *ways)

    def work(self, peer, count=5):
        for _ in range(count):
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_NONE")

    def test_slow_and_cut_up_ways_are_only_slow(self):
        key = self.server.admin_key()
        for name, ways in (("150 ms each way", (chaos.Way(delay_s=0.15), chaos.Way(delay_s=0.15))),
                           ("one byte at a time", (chaos.Way(piece_bytes=1), chaos.Way(piece_bytes=1))),
                           ("writes of random sizes", chaos.split_ways(7))):
            with self.subTest(name), self.relayed(*ways) as relay, hall.Peer(relay.address) as peer:
                self.assertEqual(peer.greet("admin", key)["role"], "ROLE_ADMIN")
                self.work(peer)
                peer.say(query_request={"list_tickets": {}})  # a large answer, too
                self.assertGreaterEqual(len(peer.expect("query_answer")["tickets"]), 5)

    def test_a_way_that_is_cut_anywhere_loses_and_doubles_nothing(self):
        """After so many bytes the connection is gone; the peer comes back and asks again under the same ids."""
        key, way = self.server.admin_key(), random.Random(3)
        requests = [os.urandom(16) for _ in range(100)]
        granted, cuts = {}, 0
        with self.server.admin() as peer:
            before = len(listed(peer))
        while len(granted) < len(requests) and cuts < 200:
            # A handshake and a greeting are about a thousand bytes each way: cuts in them, and after a few requests.
            cut = chaos.Way(cut_after=way.randint(200, 1800))
            with self.relayed(*way.choice(((cut, None), (None, cut)))) as relay:
                try:
                    with hall.Peer(relay.address) as peer:
                        peer.greet("admin", key)
                        for request in requests:
                            if request in granted:
                                continue
                            peer.say(command_request={"id": request, **issue()})
                            if (heard := peer.hear()) is None:
                                break
                            self.assertEqual((heard[0], heard[1]["refusal"]), ("command_reply", "REFUSAL_NONE"))
                            granted[request] = heard[1]["ticket"]
                except (*ENDED, AssertionError) as fault:
                    if isinstance(fault, AssertionError) and "heard None" not in str(fault):
                        raise
                cuts += 1
        self.assertEqual(len(granted), len(requests), f"after {cuts} cuts")
        self.assertGreater(cuts, 10, "nothing was cut")
        with self.server.admin() as peer:
            tickets = listed(peer)
        self.assertEqual(len(tickets) - before, len(requests))
        for ticket in granted.values():
            self.assertEqual(told(tickets[ticket["id"]]), told(ticket))

    def test_half_open_and_dead_ways_are_noticed_and_hold_nobody_up(self):
        """The server cuts off whom it does not hear; what was told stays; who comes back is served."""
        key = self.server.admin_key()
        with contextlib.ExitStack() as stack:
            cases = {}
            for name, dead in (("nothing reaches the server", (0,)), ("nothing reaches the peer", (1,)),
                               ("nothing goes through", (0, 1))):
                relay = stack.enter_context(self.relayed())
                peer = stack.enter_context(hall.Peer(relay.address))
                peer.greet("admin", key)
                first = os.urandom(16)
                ticket = peer.ask(issue(), first)["ticket"]
                for way in dead:
                    relay.ways[way].is_dead = True
                second = os.urandom(16)
                peer.say(command_request={"id": second, **issue()})
                cases[name] = (first, ticket, second)
            hall.wait_for("nobody else", lambda: sessions(self.server) == "3 proven of 3 connected")
            prompt, began = Prompt(self.server), time.monotonic()
            # The peer that is not heard any more says nothing either: all three fall silent.
            late = lambda: time.monotonic() - began > SILENCE_S + hall.CLOSED_S
            prompt.visits(lambda: sessions(self.server).startswith("0 proven") or late(), at_most=3000)
            self.assertFalse(late(), sessions(self.server))
            self.assertLess(prompt.longest(), PROMPT_S)
            with self.server.admin() as peer:
                for first, ticket, second in cases.values():
                    self.assertEqual(told(peer.ask(issue(), first)["ticket"]), told(ticket))
                    again = peer.ask(issue(), second)
                    self.assertEqual(again["refusal"], "REFUSAL_NONE")
                    self.assertEqual(told(peer.ask(issue(), second)["ticket"]), told(again["ticket"]))


@unittest.skipIf(IS_SANITIZED, "a sanitizer wants to be loaded first")
class FullDisk(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="motcua-full-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.full = self.folder / "full"
        self.server = hall.Server(self.folder, BIN)
        self.addCleanup(self.server.end)
        self.server.environment = {"LD_PRELOAD": str(BIN.parent / "tests/motcua_full_disk.so"),
                                   "MOTCUA_FULL_DISK": str(self.full),
                                   "MOTCUA_FULL_DISK_FOLDER": str(self.folder / "server")}
        self.server.start()

    def store(self):
        status, _, body = http(self.server, get("/readyz"))
        return status, next(check for check in json.loads(body)["checks"] if check["name"] == "store")

    def test_commands_are_refused_and_it_goes_on_when_there_is_space(self):
        for looks in (1, 4):  # it looks after 0.5, 1, 2 and then every 4 s: freed just after a look, it takes longest
            with self.subTest(looks=looks), self.server.admin() as peer:
                before = peer.ask(issue(), os.urandom(16))["ticket"]
                request = os.urandom(16)
                self.full.touch()
                since = time.monotonic()
                self.assertEqual(peer.ask(issue(), request)["refusal"], "REFUSAL_STORE_UNAVAILABLE")
                status, line = self.store()
                self.assertEqual((status, line["good"]), (503, False), line)
                self.assertIn("the disk is full; free some space", line["detail"])
                words = "the journal still cannot be read"
                seen = self.server.log_text().count(words)
                while self.server.log_text().count(words) < seen + looks:  # it stays refused, whatever is tried
                    reply = peer.ask(issue(), os.urandom(16))
                    self.assertEqual(reply["refusal"], "REFUSAL_STORE_UNAVAILABLE")
                    status, line = self.store()  # nobody is told that it is over
                    self.assertEqual((status, line["good"]), (503, False), line)
                    peer.say(9, ping={"value": 9})
                    peer.expect("pong")
                    self.assertLess(time.monotonic() - since, WAIT_S)
                    time.sleep(0.02)
                pid = self.server.process.pid
                self.full.unlink()
                freed = time.monotonic()

                def served():
                    reply = peer.ask(issue(), request)
                    self.assertIn(reply["refusal"], ("REFUSAL_NONE", "REFUSAL_STORE_UNAVAILABLE"))
                    return reply if reply["refusal"] == "REFUSAL_NONE" else None
                reply = hall.wait_for("the server to write again", served)
                took = time.monotonic() - freed
                print(f"a disk that was full for {freed - since:.1f} s: written again {took:.1f} s after it was freed",
                      file=sys.stderr)
                self.assertLess(took, 5)
                self.assertEqual(reply["ticket"]["number"]["serial"], before["number"]["serial"] + 1)
                self.assertEqual(self.store(), (200, {"name": "store", "good": True, "detail": "written and synced"}))
                self.assertEqual(self.server.process.pid, pid)
                self.assertIsNone(self.server.process.poll())

    def test_started_on_a_full_disk_it_says_so_and_goes_on_when_there_is_space(self):
        with self.server.admin() as peer:
            before = peer.ask(issue(), os.urandom(16))["ticket"]
        self.server.kill()
        self.full.touch()
        self.server.start()
        status, line = self.store()
        self.assertEqual((status, line["good"]), (503, False), line)
        self.assertIn("the disk is full; free some space", line["detail"])
        doctor = subprocess.run([str(BIN / "motcua"), "--lang", "en", "--data", str(self.folder / "server"), "doctor"],
                                env=dict(os.environ, **self.server.environment), capture_output=True, text=True,
                                timeout=WAIT_S, check=False)
        self.assertEqual(doctor.returncode, 1, doctor.stderr)
        self.assertIn("the data cannot be read (", doctor.stdout)
        self.assertIn("Free some space", doctor.stdout)
        self.assertNotIn("restore", doctor.stdout, "nothing of the data is lost")
        with self.server.admin() as peer:
            self.assertEqual(peer.ask(issue(), os.urandom(16))["refusal"], "REFUSAL_STORE_UNAVAILABLE")
            self.full.unlink()
            freed = time.monotonic()

            def given():
                reply = peer.ask(issue(), os.urandom(16))
                return reply if reply["refusal"] == "REFUSAL_NONE" else None
            reply = hall.wait_for("the server to write", given)
            self.assertLess(time.monotonic() - freed, 5)
        self.assertEqual(reply["ticket"]["number"]["serial"], before["number"]["serial"] + 1)
        self.assertEqual(self.store(), (200, {"name": "store", "good": True, "detail": "written and synced"}))


def soak(words):
    """--soak ROUNDS [--seed N]"""
    count = int(words[words.index("--soak") + 1])
    seed = int(words[words.index("--seed") + 1]) if "--seed" in words else int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="motcua-soak-") as folder:
        rounds = Rounds(folder, seed)
        try:
            for number in range(count):
                rounds.round()
                if number % 10 == 9:
                    print(rounds.summary(), flush=True)
            rounds.check_data()
        finally:
            rounds.end()
        print(rounds.summary())
        rounds.assert_fast()


if __name__ == "__main__":
    if "--soak" in sys.argv:
        soak(sys.argv)
    else:
        unittest.main(verbosity=2)
