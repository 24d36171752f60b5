#!/usr/bin/env python3
"""A peer that shakes hands and then sends nothing but TLS key updates, without end. Exit status 0 when it is cut off.

Usage: key_updates.py HOST PORT. A process of its own, because a test starts several of them at once.
"""
import ctypes
import socket
import sys


def main():
    peer = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=20)
    peer.settimeout(None)  # OpenSSL works on the descriptor itself
    tls = ctypes.CDLL("libssl.so.3")
    pointer = ctypes.c_void_p
    tls.TLS_client_method.restype = tls.SSL_CTX_new.restype = tls.SSL_new.restype = pointer
    session = pointer(tls.SSL_new(pointer(tls.SSL_CTX_new(pointer(tls.TLS_client_method())))))
    tls.SSL_set_fd(session, peer.fileno())
    if tls.SSL_connect(session) != 1:
        return 1
    print("begins", flush=True)
    while tls.SSL_key_update(session, 0) == 1 and tls.SSL_do_handshake(session) == 1:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
