#!/usr/bin/env python3
"""Opens connections from one address as fast as it can, says nothing on them, and opens another for each that is closed.

Usage: flood.py HOST PORT SOURCE[,SOURCE...] MOST [leave]. Of several addresses they take turns. Ends when its standard input does; prints how many it had opened. With
`leave` it closes each itself as soon as it is open.
"""
import contextlib
import errno
import itertools
import select
import socket
import sys
import time

LONGEST_S = 120  # it ends by itself, whatever happens to who started it


def opened(target, source):
    made = socket.socket()
    made.setblocking(False)
    made.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT: ports are taken for each target apart
    made.bind((source, 0))
    code = made.connect_ex(target)
    if code not in (0, errno.EINPROGRESS):
        made.close()
        return None
    return made


def main():
    target, most = (sys.argv[1], int(sys.argv[2])), int(sys.argv[4])
    sources = itertools.cycle(sys.argv[3].split(","))
    wanted = select.EPOLLOUT if "leave" in sys.argv[5:] else select.EPOLLIN
    poll = select.epoll()
    poll.register(sys.stdin, select.EPOLLIN | select.EPOLLHUP)
    held, count = {}, 0
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        for _ in range(min(most - len(held), 50)):
            if made := opened(target, next(sources)):
                held[made.fileno()] = made
                poll.register(made, wanted | select.EPOLLHUP | select.EPOLLERR)
                count += 1
        for descriptor, _ in poll.poll(0.01):
            if descriptor == sys.stdin.fileno():
                print(count, flush=True)
                return 0
            poll.unregister(descriptor)
            with contextlib.suppress(OSError):
                held.pop(descriptor).close()
    return 1


if __name__ == "__main__":
    sys.exit(main())
