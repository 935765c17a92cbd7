"""How near a server is."""

from __future__ import annotations

import pytest

from quotidian.errors import StudioError, StudioUnreachableError
from quotidian.studio.nearness import nearness, widest


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8080", "loopback"),
        ("http://[::1]:8080/", "loopback"),
        ("http://localhost:8080", "loopback"),
        ("http://10.0.0.7", "private"),
        ("https://192.168.1.20:8443/studio", "private"),
        ("http://172.31.255.1", "private"),
        ("http://[fd00::1]", "private"),
        ("http://172.32.0.1", "public"),
        ("https://8.8.8.8", "public"),
        ("http://user:secret@8.8.8.8:80", "public"),
        ("http://[2001:4860:4860::8888]", "public"),
    ],
)
def test_an_address_is_this_machine_or_private_or_public(url: str, expected: str) -> None:
    assert nearness(url) == expected


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://127.0.0.1:port", "http://["]
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(StudioError) as raised:
        nearness(url)
    assert str(raised.value) == (f"{url!r} is no address of a Label Studio: expected one such as http://127.0.0.1:8080")


def test_a_name_that_nobody_knows_is_out_of_reach_and_taken_for_public() -> None:
    with pytest.raises(StudioUnreachableError, match="looking up its address"):
        nearness("http://no-such-host.invalid")
    assert widest("http://127.0.0.1", "http://no-such-host.invalid") == "public"


def test_the_widest_of_several_counts() -> None:
    assert widest("http://127.0.0.1") == "loopback"
    assert widest("http://127.0.0.1", "http://10.0.0.7") == "private"
    assert widest("http://10.0.0.7", "http://8.8.8.8", "http://127.0.0.1") == "public"
