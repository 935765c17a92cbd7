"""Somebody's own server: accepted when it is a Label Studio and takes the token."""

from __future__ import annotations

import json

import pytest

from quotidian.errors import InputError, StudioAccessError, StudioUnreachableError
from quotidian.studio.existing import connect
from quotidian.studio.server import Server
from tests.studio.servers import free_port
from tests.studio.visitors import Browser, stranger


def test_a_legacy_token(label_studio: Server) -> None:
    found = connect(f"{label_studio.url}/", label_studio.token)
    assert found == Server(url=label_studio.url, token=label_studio.token, version="1.23.2")
    assert found.address == label_studio.url
    assert found.secrets_file is None


def test_a_personal_access_token(label_studio: Server) -> None:
    status, page = Browser(label_studio.url, {"Authorization": f"Token {label_studio.token}"}).post("/api/token/")
    assert status == 201
    token = json.loads(page)["token"]
    assert connect(label_studio.url, token) == Server(url=label_studio.url, token=token, version="1.23.2")
    with pytest.raises(StudioAccessError):
        connect(label_studio.url, f"{token[:-5]}AAAAA")


def test_a_wrong_token(label_studio: Server) -> None:
    with pytest.raises(StudioAccessError) as error:
        connect(label_studio.url, "0" * 40)
    assert str(error.value) == (
        f"Label Studio at {label_studio.url} does not accept the token: HTTP 401 Unauthorized; take a new one from "
        "'Account & Settings' there, then run the same command again, which goes on from here"
    )


@pytest.mark.parametrize("answer", [b'{"status": "UP"}', b"<html>hello</html>", b"[1]", b"\xff"])
def test_no_label_studio_gets_no_token(answer: bytes) -> None:
    with stranger(answer) as (port, asked):
        with pytest.raises(StudioUnreachableError) as error:
            connect(f"http://127.0.0.1:{port}", "secret-token")
        assert error.value.reason == "the answer is not Label Studio's"
        assert len(asked) == 1
        assert "secret-token" not in asked[0]


def test_nobody_answers() -> None:
    port = free_port()
    with pytest.raises(StudioUnreachableError) as error:
        connect(f"http://127.0.0.1:{port}", "token")
    assert error.value.reason == "Connection refused"
    assert error.value.url == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("url", ["localhost:8080", "file:///etc/passwd", "http://"])
def test_addresses_that_can_not_be(url: str) -> None:
    with pytest.raises(InputError) as error:
        connect(url, "token")
    assert str(error.value) == (f"not an address of a server: found {url!r}, expected http://HOST:PORT or https://HOST")
