"""A relay between a peer and a server that spoils the way: slow, one byte at a time, split, cut, half dead, dead.

One thread for each direction of each connection. Everything ends with close().
"""
import contextlib
import random
import socket
import threading
import time

PIECE_BYTES = 4096
LOOK_S = 0.05  # how soon a thread sees that the relay is over, or heals


class Way:
    """What happens to the bytes of one direction. Changes count at once."""

    def __init__(self, delay_s=0.0, piece_bytes=None, splits=None, cut_after=None):
        self.delay_s = delay_s          # before each piece goes on
        self.piece_bytes = piece_bytes  # at most so many go in one write
        self.splits = splits            # a random.Random: writes of random sizes
        self.cut_after = cut_after      # both sides are reset after so many bytes of one connection
        self.is_dead = False            # bytes are taken, and go nowhere

    def pieces(self, data):
        while data:
            size = self.piece_bytes or (self.splits.randint(1, 200) if self.splits else len(data))
            yield data[:size]
            data = data[size:]


class Relay:
    def __init__(self, target, to_server=None, to_client=None):
        self.target, self.ways = target, (to_server or Way(), to_client or Way())
        self.is_over = False
        self.sockets, self.threads = [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(LOOK_S)
        self.address = self.listener.getsockname()
        self.start(self.accept)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def start(self, work, *words):
        thread = threading.Thread(target=work, args=words, daemon=True)
        self.threads.append(thread)
        thread.start()

    def close(self):
        self.is_over = True
        for thread in self.threads:
            thread.join(10)
        for one in [self.listener, *self.sockets]:
            one.close()
        if any(thread.is_alive() for thread in self.threads):
            raise RuntimeError("a thread of the relay does not end")

    def accept(self):
        while not self.is_over:
            with contextlib.suppress(OSError):
                client, _ = self.listener.accept()
                self.sockets.append(client)
                server = socket.create_connection(self.target, timeout=10)
                self.sockets.append(server)
                for one in (client, server):
                    one.settimeout(LOOK_S)
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.start(self.carry, client, server, self.ways[0])
                self.start(self.carry, server, client, self.ways[1])

    def carry(self, source, sink, way):
        carried = 0
        while not self.is_over:
            try:
                data = source.recv(PIECE_BYTES)
            except TimeoutError:
                continue
            except OSError:
                data = b""
            if not data:
                with contextlib.suppress(OSError):
                    if not way.is_dead:  # where nothing goes on, the end does not either
                        sink.shutdown(socket.SHUT_WR)
                return
            for piece in way.pieces(data):
                if way.is_dead or self.is_over:
                    break
                time.sleep(way.delay_s)
                if way.cut_after is not None:  # at this very byte, also within a frame
                    piece = piece[:way.cut_after - carried]
                if not self.send(sink, piece):
                    return
                carried += len(piece)
                if way.cut_after is not None and carried >= way.cut_after:
                    for one in (source, sink):
                        with contextlib.suppress(OSError):
                            one.shutdown(socket.SHUT_RDWR)
                    return

    def send(self, sink, data):
        while data and not self.is_over:
            try:
                data = data[sink.send(data):]
            except TimeoutError:
                continue
            except OSError:
                return False
        return True


def split_ways(seed):
    return Way(splits=random.Random(seed)), Way(splits=random.Random(seed + 1))
