"""Somebody's own Label Studio server, named by its address and a token."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from quotidian.errors import InputError, StudioAccessError, StudioUnreachableError
from quotidian.studio.server import ANSWER_SECONDS, Server


def connect(url: str, token: str) -> Server:
    """Somebody's own Label Studio server, after it has accepted the token.

    Args:
        url: its address.
        token: a legacy token or a personal access token of one of its users.

    Raises:
        InputError: no such address can be.
        StudioUnreachableError: it doesn't answer, or is no Label Studio.
        StudioAccessError: it refuses the token.
    """
    address = url.rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError("not an address of a server", found=url, expected="http://HOST:PORT or https://HOST")
    release = _ask(address, "/api/version", None, "asking for its version").get("release")
    if not isinstance(release, str):
        raise StudioUnreachableError(address, "asking for its version", "the answer is not Label Studio's", 1)
    _ask(address, "/api/current-user/whoami", _credentials(address, token), "showing the token")
    return Server(url=address, token=token, version=release)


def _credentials(address: str, token: str) -> str:
    """The header of a token: personal access tokens are exchanged for one that lives some minutes."""
    if token.count(".") != 2:
        return f"Token {token}"
    answer = _ask(address, "/api/token/refresh", None, "showing the token", body={"refresh": token})
    return f"Bearer {answer.get('access')}"


def _ask(
    address: str, path: str, credentials: str | None, doing: str, *, body: dict[str, str] | None = None
) -> dict[str, object]:
    """One answer of a server, which must be a JSON object."""
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if credentials is not None:
        headers["Authorization"] = credentials
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(address + path, data=data, headers=headers)  # noqa: S310  # http or https
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:  # noqa: S310  # http or https
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {401, 403}:
            raise StudioAccessError(address, f"HTTP {error.code} {error.reason}") from None
        raise StudioUnreachableError(address, doing, f"HTTP {error.code} {error.reason}", 1) from None
    except (OSError, http.client.HTTPException) as error:
        raise StudioUnreachableError(address, doing, _reason(error), 1) from None
    except ValueError:
        raise StudioUnreachableError(address, doing, "the answer is not Label Studio's", 1) from None
    if not isinstance(answer, dict):
        raise StudioUnreachableError(address, doing, "the answer is not Label Studio's", 1)
    return answer


def _reason(error: Exception) -> str:
    """Why there was no answer, in words: what lies below a URLError, without its number."""
    below = getattr(error, "reason", None) or error
    return getattr(below, "strerror", None) or str(below) or type(below).__name__
