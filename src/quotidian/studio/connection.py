"""A patient connection to a Label Studio server, through label-studio-sdk: every failure is one of our errors.

A request that only reads is repeated while the server is out of reach. One that adds something is made once: whether it
arrived can't be known from a time-out, so that who adds looks at what is there before adding again
(:meth:`Connection.until_done`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from quotidian.checks.finding import printable
from quotidian.errors import MissingExtraError, StudioAccessError, StudioError, StudioUnreachableError
from quotidian.studio.nearness import nearness

T = TypeVar("T")

SHOWN_DETAIL = 300
# Answers that another attempt may change; 409 is not among them, for what exists already will exist again.
PASSING = frozenset({408, 429})
NO_ACCESS = frozenset({401, 403})


class Reachable(Protocol):
    """A server that can be asked: the one that ``studio up`` started, or somebody's own."""

    @property
    def url(self) -> str:
        """Its address, such as ``http://127.0.0.1:8080``."""

    @property
    def address(self) -> str:
        """Where people find it, which may be another address than ours."""

    @property
    def token(self) -> str:
        """What lets us in: a legacy token or a personal access token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a server.

    Attributes:
        timeout: seconds for one answer.
        attempts: how often a request is made before it is given up.
        first_wait: seconds before the second attempt; each further wait is twice as long.
        longest_wait: seconds that no wait exceeds.
    """

    timeout: float = 60.0
    attempts: int = 7
    first_wait: float = 0.5
    longest_wait: float = 20.0

    def waits(self) -> Iterator[float]:
        """The seconds between the attempts."""
        for number in range(self.attempts - 1):
            yield min(self.first_wait * 2**number, self.longest_wait)


class Answer(NamedTuple):
    """A JSON object of the server, and the headers that it came with."""

    value: dict[str, Any]
    headers: Mapping[str, str]


class Connection:
    """A connection to a Label Studio server.

    Args:
        server: where it is, and the token.
        patience: how long to wait for it.

    Raises:
        MissingExtraError: label-studio-sdk is not installed.
        StudioAccessError: the token has expired.
    """

    def __init__(self, server: Reachable, patience: Patience | None = None) -> None:
        self.url = server.url.rstrip("/")
        self.patience = patience or Patience()
        self.sdk = _sdk(self.url, server.token, self.patience.timeout)

    def patiently(self, doing: str, ask: Callable[[], T]) -> T:
        """An answer, asked for again while the server is out of reach."""
        for wait in self.patience.waits():
            try:
                return self.once(doing, ask)
            except StudioUnreachableError:
                time.sleep(wait)
        try:
            return self.once(doing, ask)
        except StudioUnreachableError as error:
            raise StudioUnreachableError(self.url, doing, error.reason, self.patience.attempts) from None

    def once(self, doing: str, ask: Callable[[], T]) -> T:
        """One attempt; its failure is one of ours.

        What a server refuses because of an access token that has just run out, it has not done: then one more attempt
        with a new one.
        """
        try:
            with _translated(self.url, doing):
                return ask()
        except StudioAccessError:
            if not self._forget_access_token():
                raise
        with _translated(self.url, doing):
            return ask()

    def get(self, doing: str, path: str) -> Answer:
        """A JSON object for which the SDK has no method, or whose headers are needed; asked for patiently."""

        def ask() -> Answer:
            from label_studio_sdk.core.api_error import ApiError

            response = self.sdk._client_wrapper.httpx_client.request(path, method="GET")
            if response.status_code >= 300:
                raise ApiError(status_code=response.status_code, body=response.text)
            return Answer(dict(response.json()), response.headers)

        return self.patiently(doing, ask)

    def _forget_access_token(self) -> bool:
        """Forget what a personal access token was exchanged for, which lives some minutes by the server's clock.

        The SDK asks for a new one when the old one has run out by our clock. False if there was none.
        """
        tokens = self.sdk._client_wrapper._tokens_client
        had_one = tokens._access_token is not None
        tokens._access_token = None
        return had_one

    def until_done(
        self,
        doing: str,
        items: Sequence[T],
        add: Callable[[Sequence[T]], None],
        still_missing: Callable[[Sequence[T]], Sequence[T]],
    ) -> None:
        """Add items until all of them are there: after a failure, look which ones are before the next attempt.

        Args:
            doing: what is done, for the message.
            items: what is to be added.
            add: adds some in one request.
            still_missing: those of some items that are not there, by a fresh look.

        Raises:
            StudioUnreachableError: it failed at every attempt.
        """
        waits = self.patience.waits()
        while items:
            try:
                add(items)
                return
            except StudioUnreachableError as error:
                wait = next(waits, None)
                if wait is None:
                    raise StudioUnreachableError(self.url, doing, error.reason, self.patience.attempts) from None
                time.sleep(wait)
            items = still_missing(items)


def _sdk(url: str, token: str, timeout: float) -> Any:
    """The SDK's client. It repeats nothing by itself: it would also repeat what adds."""
    try:
        import httpx
        from label_studio_sdk import LabelStudio
    except ImportError:
        raise MissingExtraError("Label Studio", "studio") from None
    # A proxy of the environment has nothing to do with a server on this machine, and a redirect would get the token.
    # No connection is kept: one that a restart of the server has ended would fail the next request.
    http = httpx.Client(
        timeout=timeout,
        follow_redirects=False,
        trust_env=nearness(url) != "loopback",
        limits=httpx.Limits(max_keepalive_connections=0),
    )
    with _translated(url, "looking at the token"):
        return LabelStudio(  # type: ignore[no-untyped-call]  # the SDK leaves its client untyped
            base_url=url, api_key=token, max_retries=0, httpx_client=http
        )


@contextmanager
def _translated(url: str, doing: str) -> Iterator[None]:
    """Every failure of a request as one of our errors."""
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    try:
        yield
    except httpx.TimeoutException:
        raise StudioUnreachableError(url, doing, "no answer in time", 1) from None
    except httpx.TransportError as error:
        raise StudioUnreachableError(url, doing, printable(str(error)) or type(error).__name__, 1) from None
    except ApiError as error:
        status = error.status_code or 0
        reason = f"HTTP {status} {_detail(error.body)}".rstrip()
        if status in NO_ACCESS:
            raise StudioAccessError(url, reason) from None
        if status >= 500 or status in PASSING:
            raise StudioUnreachableError(url, doing, reason, 1) from None
        if status < 400:
            raise _strange(url, doing, reason) from None
        raise StudioError(f"Label Studio at {url} refused {doing}: {reason}") from None
    except (ValueError, AttributeError) as error:
        # pydantic's and orjson's errors are ValueErrors: an answer that is no JSON, or not what was asked for.
        raise _strange(url, doing, printable(str(error).partition("\n")[0])[:SHOWN_DETAIL]) from None


def _strange(url: str, doing: str, reason: str) -> StudioError:
    """The error for an answer that Label Studio does not give."""
    return StudioError(f"{url} gave no answer of Label Studio's while {doing}: {reason}; is it a Label Studio 1.23?")


def _detail(body: object) -> str:
    """What an error's body says, on one line; no headers, which hold cookies."""
    if isinstance(body, dict):
        parts = [str(body[key]) for key in ("detail", "validation_errors") if body.get(key)]
        return printable(": ".join(parts))[:SHOWN_DETAIL]
    text = str(body or "")
    return "" if "<" in text else printable(text)[:SHOWN_DETAIL]
