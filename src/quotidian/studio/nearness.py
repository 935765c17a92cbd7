"""How near a server is: a text that must not be spread may go to this machine or a private network, no further."""

from __future__ import annotations

import ipaddress
import socket
from typing import Literal
from urllib.parse import urlsplit

from quotidian.errors import StudioError, StudioUnreachableError

Nearness = Literal["loopback", "private", "public"]


def nearness(url: str) -> Nearness:
    """Whether all addresses of a server's name are this machine's, or at least of private networks.

    >>> nearness("http://127.0.0.1:8080"), nearness("http://10.1.2.3"), nearness("https://8.8.8.8/studio")
    ('loopback', 'private', 'public')

    Raises:
        StudioError: the URL is none.
        StudioUnreachableError: the name can't be resolved.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("http", "https"):
        raise StudioError(f"{url!r} is no address of a Label Studio: expected one such as http://127.0.0.1:8080")
    try:
        found = socket.getaddrinfo(host, port or parts.scheme, type=socket.SOCK_STREAM)
    except OSError as error:
        raise StudioUnreachableError(url, "looking up its address", error.strerror or str(error), 1) from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if all(address.is_loopback for address in addresses):
        return "loopback"
    return "private" if all(address.is_private or address.is_link_local for address in addresses) else "public"


def widest(*urls: str) -> Nearness:
    """How far a server reaches that is found at several addresses; a name that is not known here is taken for public.

    >>> widest("http://127.0.0.1:8080", "http://10.1.2.3")
    'private'

    Raises:
        StudioError: a URL is none.
    """
    found = set()
    for url in urls:
        try:
            found.add(nearness(url))
        except StudioUnreachableError:
            found.add("public")
    order: tuple[Nearness, ...] = ("public", "private", "loopback")
    return next(one for one in order if one in found)
