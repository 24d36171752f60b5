#!/usr/bin/env python3
"""TLS key updates, which Python's ssl cannot send.

Usage: key_updates.py HOST PORT: a peer that shakes hands and then sends nothing but key updates, without end. Exit
status 0 when it is cut off. A process of its own, because a test starts several of them at once.
"""
import ctypes
import socket
import sys

POINTER = ctypes.c_void_p


def new_session(tls):
    tls.TLS_client_method.restype = tls.SSL_CTX_new.restype = tls.SSL_new.restype = POINTER
    return POINTER(tls.SSL_new(POINTER(tls.SSL_CTX_new(POINTER(tls.TLS_client_method())))))


def answer_behind_an_update(peer, data):
    """What is answered to `data` that comes in one segment with a key update before it. `peer` is a connected socket."""
    tls, crypto = ctypes.CDLL("libssl.so.3"), ctypes.CDLL("libcrypto.so.3")
    crypto.BIO_s_mem.restype = crypto.BIO_new.restype = POINTER
    session = new_session(tls)
    heard, said = (POINTER(crypto.BIO_new(POINTER(crypto.BIO_s_mem()))) for _ in range(2))
    tls.SSL_set_bio(session, heard, said)
    buffer = ctypes.create_string_buffer(1 << 16)

    def say():
        size = crypto.BIO_read(said, buffer, len(buffer))
        if size > 0:
            peer.sendall(buffer.raw[:size])

    def hear():
        some = peer.recv(1 << 16)
        if not some:
            raise ConnectionError("closed")
        crypto.BIO_write(heard, some, len(some))

    while tls.SSL_connect(session) != 1:
        say()
        hear()
    say()
    assert tls.SSL_key_update(session, 0) == 1 and tls.SSL_do_handshake(session) == 1
    assert tls.SSL_write(session, data, len(data)) == len(data)
    say()
    while (size := tls.SSL_read(session, buffer, len(buffer))) <= 0:
        hear()
    return buffer.raw[:size]


def main():
    peer = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=20)
    peer.settimeout(None)  # OpenSSL works on the descriptor itself
    tls = ctypes.CDLL("libssl.so.3")
    session = new_session(tls)
    tls.SSL_set_fd(session, peer.fileno())
    if tls.SSL_connect(session) != 1:
        return 1
    print("begins", flush=True)
    while tls.SSL_key_update(session, 0) == 1 and tls.SSL_do_handshake(session) == 1:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
