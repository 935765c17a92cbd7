"""Ports of this machine: one that nobody listens on, before Label Studio is told to."""

from __future__ import annotations

import socket
from contextlib import suppress

from quotidian.errors import InputError, StudioError

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8080
PORTS_TRIED = 100


def choose_port(port: int | None) -> int:
    """A port that nobody listens on: the given one, or without one the first free one from 8080.

    Raises:
        InputError: no such port can be.
        StudioError: somebody listens there, or this user may not.
    """
    if port is None:
        for candidate in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
            if is_free(candidate):
                return candidate
        raise StudioError(f"no free port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1}: name one with --port")
    if not 0 < port < 65536:
        raise InputError("not a port", found=port, expected="a number from 1 to 65535")
    if not is_free(port):
        raise StudioError(
            f"port {port} is taken by another program, which is left alone: end that program, or name another port "
            "with --port"
        )
    return port


def is_free(port: int) -> bool:
    """Whether a server can listen on a port of this machine."""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return False
    with socket.socket() as probe:
        # As the server will do: the port of one that ended just now is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise StudioError(f"port {port} is not for ordinary users: name one above 1023 with --port") from None
        except OSError:
            return False
    return True
