"""Tokens of a real server that run out, are revoked or replaced: told, and nothing is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from quotidian.errors import StudioAccessError
from quotidian.store import Corpus
from quotidian.studio.client import Client
from quotidian.studio.existing import connect
from quotidian.studio.home import Home
from quotidian.studio.pull import pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.users import add_user
from tests.studio.faulty import Fault, Faulty, Request, faulty, first, refused
from tests.studio.people import ALL_IDS, BAKERY_ID, FERRY_ID, HASTY, Annotator, own_corpus
from tests.studio.visitors import Browser

# The SDK reads the answer to a personal access token by a method that pydantic has given up.
pytestmark = pytest.mark.filterwarnings("ignore:The `parse_obj` method is deprecated:DeprecationWarning")


@dataclass(slots=True)
class Person:
    """A user of the server, and a legacy token of theirs."""

    url: str
    token: str
    personal: str | None = None

    def ask(self, method: str, path: str, **content: object) -> dict[str, str]:
        headers = {"Authorization": f"Token {self.token}"}
        with httpx.Client(trust_env=False, timeout=60) as http:
            answer = http.request(method, self.url + path, headers=headers, json=content)
        answer.raise_for_status()
        return dict(answer.json()) if answer.content else {}

    def reset(self) -> None:
        """Replace the legacy token: the old one is worth nothing from now on."""
        self.token = self.ask("POST", "/api/current-user/reset-token/")["token"]

    def personal_token(self) -> str:
        """A new personal access token, of which a user has one at a time."""
        self.revoke()
        self.personal = self.ask("POST", "/api/token/")["token"]
        return self.personal

    def revoke(self) -> None:
        """Revoke the personal access token, if there is one."""
        if self.personal is not None:
            self.ask("POST", "/api/token/blacklist/", refresh=self.personal)
            self.personal = None


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


@pytest.fixture(scope="module")
def person(label_studio: Server) -> Person:
    made = add_user(label_studio, f"ann-{uuid.uuid4().hex[:8]}")
    browser = Browser(label_studio.url)
    browser.submit("/user/login/", {"email": made.email, "password": made.password})
    _, page = browser.get("/api/current-user/token")
    return Person(label_studio.url, json.loads(page)["token"])


@pytest.fixture
def bad(label_studio: Server) -> Iterator[Faulty]:
    with faulty(label_studio) as proxy:
        yield proxy


def ended(label_studio: Server, token: str, seconds: float) -> str:
    """The same personal access token as the server would have made it with an end in so many seconds from now."""
    assert label_studio.home is not None
    secrets = Home(label_studio.home).secrets()
    assert secrets is not None
    head, payload, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    body = base64.urlsafe_b64encode(json.dumps(claims | {"exp": int(time.time() + seconds)}).encode()).rstrip(b"=")
    signed = f"{head}.{body.decode()}"
    digest = hmac.digest(secrets.signing.encode(), signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def out_after(do: Callable[[], object]) -> Fault:
    """Something happens, and what a personal access token was exchanged for has run out, as the server says it."""

    def fault(request: Request) -> None:
        do()
        refused(401, b'{"detail": "Given token not valid for any token type"}')(request)

    return fault


def refusal(url: str, reason: str) -> str:
    return (
        f"Label Studio at {url} does not accept the token: {reason}; take a new one from 'Account & Settings' there, "
        "then run the same command again, which goes on from here"
    )


def articles(server: Server, corpus: Corpus) -> list[str]:
    return sorted(str(row.article) for row in Annotator(server, corpus, "ann-c").rows())


def test_a_legacy_token_that_is_replaced_during_a_push(bad: Faulty, corpus: Corpus, person: Person) -> None:
    server = bad.server
    bad.server = replace(server, token=person.token)
    bad.meet("POST", "/import", first(person.reset), skip=1)
    with pytest.raises(StudioAccessError) as raised:
        push(corpus, bad, Selection(), annotators=["ann-c"], batch=2, patience=HASTY)
    assert str(raised.value) == refusal(bad.url, "HTTP 401 Invalid token.")
    assert len(articles(server, corpus)) == 2
    bad.server = replace(server, token=person.token)
    [pushed] = push(corpus, bad, Selection(), annotators=["ann-c"], batch=2, patience=HASTY).projects
    assert (len(pushed.present), len(pushed.added), pushed.removed) == (2, 3, ())
    assert articles(server, corpus) == list(ALL_IDS)


def test_a_legacy_token_that_is_replaced_during_a_pull(
    bad: Faulty, corpus: Corpus, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotidian.studio.survey.BATCH", 2)
    server = bad.server
    push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY)
    ann = Annotator(server, corpus, "ann-c")
    ann.submit(BAKERY_ID)
    ann.submit(FERRY_ID)
    bad.server = replace(server, token=person.token)
    bad.meet("GET", "/export", first(person.reset), skip=1)
    with pytest.raises(StudioAccessError) as raised:
        pull(corpus, bad, patience=HASTY)
    assert str(raised.value) == refusal(bad.url, "HTTP 401 Invalid token.")
    assert corpus.annotated_ids("ann-c") == [BAKERY_ID]
    bad.server = replace(server, token=person.token)
    [pulled] = pull(corpus, bad, patience=HASTY).projects
    assert pulled.outcomes == {"nothing": 3, "unchanged": 1, "written": 1}
    assert corpus.annotated_ids("ann-c") == [BAKERY_ID, FERRY_ID]


def test_a_personal_access_token_that_has_expired(label_studio: Server, corpus: Corpus, person: Person) -> None:
    whole = person.personal_token()
    connect(label_studio.url, ended(label_studio, whole, 60))  # it is what the server would have made
    token = ended(label_studio, whole, -5)
    with pytest.raises(StudioAccessError) as raised:
        connect(label_studio.url, token)
    assert str(raised.value) == refusal(label_studio.url, "HTTP 401 Unauthorized")
    with pytest.raises(StudioAccessError) as raised:
        push(corpus, replace(label_studio, token=token), Selection(), annotators=["ann-c"], patience=HASTY)
    assert str(raised.value) == refusal(
        label_studio.url, "HTTP 401 API key has expired. Please obtain a new refresh token."
    )


def test_a_personal_access_token_that_expires_during_a_pull(bad: Faulty, corpus: Corpus, person: Person) -> None:
    """What it was exchanged for lives on for some minutes; then no other one is had for it."""
    push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY)
    Annotator(bad.server, corpus, "ann-c").submit(FERRY_ID)
    server = bad.server
    end = time.monotonic() + 8
    bad.server = replace(server, token=ended(server, person.personal_token(), 8))
    bad.meet("GET", "/export", out_after(lambda: time.sleep(max(0.0, end + 1 - time.monotonic()))))
    with pytest.raises(StudioAccessError) as raised:
        pull(corpus, bad, patience=HASTY)
    assert str(raised.value) == refusal(bad.url, "HTTP 401 Token is expired")
    assert corpus.annotated_ids("ann-c") == []
    bad.server = server
    [pulled] = pull(corpus, bad, patience=HASTY).projects
    assert pulled.outcomes == {"nothing": 4, "written": 1}


def test_a_personal_access_token_that_is_revoked_during_a_push(bad: Faulty, corpus: Corpus, person: Person) -> None:
    server = bad.server
    bad.server = replace(server, token=person.personal_token())
    bad.meet("POST", "/import", out_after(person.revoke), skip=1)
    with pytest.raises(StudioAccessError) as raised:
        push(corpus, bad, Selection(), annotators=["ann-c"], batch=2, patience=HASTY)
    assert str(raised.value) == refusal(bad.url, "HTTP 401 Token is blacklisted")
    bad.server = replace(server, token=person.personal_token())
    [pushed] = push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY).projects
    assert (len(pushed.present), len(pushed.added)) == (2, 3)
    assert articles(server, corpus) == list(ALL_IDS)


def test_what_a_personal_access_token_is_exchanged_for_may_run_out(bad: Faulty, corpus: Corpus, person: Person) -> None:
    """By the server's clock, which is not ours: a new one is asked for, and nothing is done twice."""
    server = bad.server
    bad.server = replace(server, token=person.personal_token())
    client = Client(bad, HASTY)
    client.projects()
    tokens = client.connection.sdk._client_wrapper._tokens_client
    head, payload, signature = tokens.api_key.split(".")
    tokens._set_access_token(f"{head}.{payload}.{signature[::-1]}")
    assert client.projects()
    bad.meet("POST", "/import", out_after(lambda: None))
    push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY)
    assert articles(server, corpus) == list(ALL_IDS)
