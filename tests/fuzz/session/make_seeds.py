#!/usr/bin/env python3
"""Writes the seeds of fuzz_session: steps as fuzz_session.cpp reads them.

Usage: make_seeds.py FOLDER (tests/data/fuzz/session)
"""
import pathlib
import struct
import sys

WIRE = pathlib.Path(__file__).resolve().parents[2] / "data/wire"
ADMIN, KIOSK, BOARD, COUNTER, NEWCOMER = range(5)
STREAM, PAYLOAD, GREET, PROVE, LOG_IN, PAIR, ACCEPT, COMMAND, SIGN_IN, ADD_STAFF, QUERY, WATCH = range(12)
OPEN, CLOSE, PASS, _, ANSWER, _, SETTLE, PASSWORD, FAIL_APPEND, FAIL_LOADS, RESTART, DRAIN = range(12, 24)
ISSUE, CANCEL, CLOSE_COUNTER, CALL, RECALL, START, FINISH, NO_SHOW, HOLD, TAKE_BACK, TRANSFER = 0, *range(2, 12)
RESERVE, OWN_NUMBER, OPEN_COUNTER = range(16, 19)
KIOSK_ROLE = 1 << 4


def payload(name):
    data = (WIRE / f"{name}.frame").read_bytes()[4:]
    return struct.pack(">H", len(data)) + data


def stream(name):
    data = (WIRE / f"{name}.frame").read_bytes()
    return struct.pack(">H", len(data)) + data


def steps(*parts):
    return b"".join(part if isinstance(part, bytes) else bytes([part]) for part in parts)


def commands(peer, first, *pairs):
    return steps(*(bytes([COMMAND, peer, first + at, kind, which]) for at, (kind, which) in enumerate(pairs)))


SEEDS = {
    "a-visit": steps(LOG_IN, 0, KIOSK, LOG_IN, 1, COUNTER, LOG_IN, 2, BOARD, WATCH, 0, 1, WATCH, 2, 2, SETTLE,
                     SIGN_IN, 1, 1, 0, SETTLE, WATCH, 1, 3, commands(0, 2, (ISSUE, 0), (ISSUE, 0x81)), SETTLE,
                     commands(1, 4, (CALL, 0), (RECALL, 0), (START, 0), (FINISH, 0), (CLOSE_COUNTER, 0)), SETTLE),
    "calls": steps(LOG_IN, 0, ADMIN, commands(0, 1, *[(ISSUE, 0)] * 6), SETTLE, LOG_IN, 1, COUNTER, SIGN_IN, 1, 9, 1,
                   SETTLE, commands(1, 20, (CALL, 1), (HOLD, 1), (CALL, 1), (NO_SHOW, 1), (TAKE_BACK, 1),
                                    (TRANSFER, 0x81), (CALL, 1), (TRANSFER, 1)), SETTLE, commands(0, 40, (CANCEL, 0)),
                   QUERY, 0, 0, QUERY, 0, 2, ANSWER),
    "own-numbers": steps(LOG_IN, 0, KIOSK, commands(0, 1, (RESERVE, 0)), SETTLE, CLOSE, 0, LOG_IN, 0, KIOSK,
                         commands(0, 2, (OWN_NUMBER, 0), (OWN_NUMBER, 0), (RESERVE, 0)), SETTLE,
                         commands(0, 5, (OWN_NUMBER, 0), (OWN_NUMBER, 9), (OWN_NUMBER, 0x82), (ISSUE, 0), (RESERVE, 0)),
                         SETTLE, LOG_IN, 1, ADMIN, commands(1, 1, (RESERVE, 0), (OWN_NUMBER, 0), (OPEN_COUNTER, 0),
                                                            (CALL, 0), (14, 0)), SETTLE, LOG_IN, 0, KIOSK),
    "own-numbers-next-day": steps(LOG_IN, 0, KIOSK, commands(0, 1, (RESERVE, 0)), SETTLE, PASS, 4, 27, SETTLE,
                                  LOG_IN, 0, KIOSK, commands(0, 2, (OWN_NUMBER, 0), (RESERVE, 0), (OWN_NUMBER, 0)), SETTLE,
                                  RESTART, LOG_IN, 0, KIOSK, commands(0, 2, (OWN_NUMBER, 0), (RESERVE, 0)), SETTLE,
                                  commands(0, 9, (OWN_NUMBER, 1)), SETTLE),
    "pairing": steps(PAIR, 0, NEWCOMER | KIOSK_ROLE, LOG_IN, 1, ADMIN, QUERY, 1, 3, ACCEPT, 1, 1, 0, SETTLE,
                     LOG_IN, 0, NEWCOMER, commands(0, 5, (ISSUE, 0)), SETTLE, QUERY, 1, 5, PASS, 20, 0, SETTLE),
    "pairing-expires": steps(PAIR, 0, NEWCOMER | KIOSK_ROLE, PASS, 13, 0, PASS, 13, 0, LOG_IN, 1, ADMIN, ACCEPT, 1, 1, 0,
                             SETTLE, PASS, 19, 0),
    "strangers": steps(GREET, 0, KIOSK, PROVE, 0, KIOSK, 0, GREET, 1, KIOSK, PROVE, 1, BOARD, 1, PAYLOAD, 2,
                       payload("ping"), STREAM, 3, stream("hello-pairing"), STREAM, 4, stream("command_request-issue_ticket")),
    "faults": steps(LOG_IN, 0, KIOSK, WATCH, 0, 1, FAIL_APPEND, 0, commands(0, 1, (ISSUE, 0), (ISSUE, 0)), FAIL_LOADS, 1,
                    ANSWER, commands(0, 3, (ISSUE, 0)), PASS, 10, 0, ANSWER, PASS, 11, 0, ANSWER, PASS, 12, 0, SETTLE,
                    commands(0, 1, (ISSUE, 0)), SETTLE),
    "restart": steps(LOG_IN, 0, KIOSK, commands(0, 1, (ISSUE, 0)), ANSWER, commands(0, 2, (ISSUE, 0)), RESTART,
                     LOG_IN, 0, KIOSK, commands(0, 1, (ISSUE, 0), (ISSUE, 0)), SETTLE),
    "drain": steps(LOG_IN, 0, KIOSK, commands(0, 1, (ISSUE, 0), (ISSUE, 0)), DRAIN, 0, commands(0, 3, (ISSUE, 0)), SETTLE),
    "days": steps(LOG_IN, 0, ADMIN, commands(0, 1, (ISSUE, 0), (CALL, 0)), SETTLE, PASS, 4, 27, SETTLE, LOG_IN, 0, ADMIN,
                  commands(0, 3, (ISSUE, 0)), SETTLE, PASS, 4, 0x80 + 32, commands(0, 4, (ISSUE, 0)), SETTLE,
                  PASS, 4, 36, SETTLE),
    "passwords": steps(LOG_IN, 0, COUNTER, *[bytes([SIGN_IN, 0, at, 0x20, PASSWORD]) for at in range(7)], SETTLE,
                       PASS, 16, 0, LOG_IN, 0, COUNTER, SIGN_IN, 0, 9, 0, SETTLE, LOG_IN, 1, ADMIN, ADD_STAFF, 1, 1, PASSWORD,
                       SETTLE, SIGN_IN, 0, 10, 0x50, SETTLE),
    "revoked": steps(LOG_IN, 0, KIOSK, LOG_IN, 1, ADMIN, commands(1, 1, (14, 0)), SETTLE, GREET, 0, KIOSK, OPEN, 0,
                     GREET, 0, KIOSK, CLOSE, 0),
    "frames": steps(LOG_IN, 0, ADMIN, *[part for name in ("add_staff", "query_request-list_tickets", "subscribe",
                                                          "command_request-transfer_ticket", "accept_pairing", "goodbye")
                                        for part in (PAYLOAD, 0, payload(name))], SETTLE),
}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in SEEDS.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
