"""Push on a real server: each article once, whatever happens on the way."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from quotidian.errors import ArticleNotFoundError, InputError, StudioAccessError, StudioError, StudioUnreachableError
from quotidian.store import Corpus
from quotidian.studio.client import Client
from quotidian.studio.config import labelling_config
from quotidian.studio.connection import Patience
from quotidian.studio.filling import Parcel, packed
from quotidian.studio.project import projects_of
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.suggestions import Layer
from tests.release.corpora import BAKERY
from tests.studio.faulty import Fault, Faulty, arrived_then, cut, dead, faulty, first, late, refused, silence
from tests.studio.people import (
    ALL_IDS,
    BAKERY_ID,
    COURT_ID,
    FERRY_ID,
    HASTY,
    ONCE,
    STORM_ID,
    WAITING_ID,
    Annotator,
    own_corpus,
)
from tests.studio.servers import kill, start

EVERYTHING = Selection()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


@pytest.fixture
def bad(label_studio: Server) -> Iterator[Faulty]:
    with faulty(label_studio) as proxy:
        yield proxy


def articles(server: Server, corpus: Corpus, name: str = "ann-c") -> list[str | None]:
    """The articles of an annotator's tasks."""
    return sorted((row.article for row in Annotator(server, corpus, name).rows()), key=str)


def test_each_annotator_gets_every_article_in_a_project_of_their_own(label_studio: Server, corpus: Corpus) -> None:
    report = push(corpus, label_studio, EVERYTHING, annotators=["ann-c", "ann-d"], patience=HASTY)
    assert report.clean
    assert report.nearness == "loopback"
    assert [(one.annotator, one.added, one.present, one.suggested) for one in report.projects] == [
        ("ann-c", ALL_IDS, (), ()),
        ("ann-d", ALL_IDS, (), ()),
    ]
    client = Client(label_studio, HASTY)
    projects = projects_of(client, corpus)
    assert {name: project.title for name, project in projects.items()} == {
        "ann-c": f"{corpus.info.name}: ann-c",
        "ann-d": f"{corpus.info.name}: ann-d",
    }
    assert projects["ann-c"].label_config.strip() == labelling_config(corpus.ontology).strip()
    [task] = client.export(projects["ann-d"].id, [Annotator(label_studio, corpus, "ann-d").row(BAKERY_ID).id])
    article = corpus.article(BAKERY_ID)
    assert (task["data"]["text"], task["data"]["text_sha256"]) == (BAKERY, article.text.sha256)


def test_a_second_push_adds_what_is_new_and_nothing_twice(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    [again] = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], patience=HASTY).projects
    assert again.present == (FERRY_ID,)
    assert again.added == tuple(one for one in ALL_IDS if one != FERRY_ID)
    [third] = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], patience=HASTY).projects
    assert (third.added, third.present) == ((), ALL_IDS)
    assert articles(label_studio, corpus) == list(ALL_IDS)


def test_progress_counts_tasks_of_all_annotators(label_studio: Server, corpus: Corpus) -> None:
    told: list[tuple[int, int]] = []
    push(
        corpus,
        label_studio,
        EVERYTHING,
        annotators=["ann-c", "ann-d"],
        batch=2,
        patience=HASTY,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(n, 10) for n in (0, 2, 4, 5, 5, 7, 9, 10)]


def test_annotators_start_from_suggestions(label_studio: Server, corpus: Corpus) -> None:
    ids = (FERRY_ID, STORM_ID, WAITING_ID)
    [first_time] = push(
        corpus,
        label_studio,
        Selection(ids=ids),
        annotators=["ann-c"],
        suggestions=Layer(corpus, "gold"),
        patience=HASTY,
    ).projects
    assert first_time.suggested == (FERRY_ID, STORM_ID)  # nobody has annotated the third
    ann = Annotator(label_studio, corpus, "ann-c")
    assert ann.predictions() == {(FERRY_ID, "gold"), (STORM_ID, "gold")}


def test_suggestions_come_later_too_but_not_for_what_is_done(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], patience=HASTY)
    ann = Annotator(label_studio, corpus, "ann-c")
    ann.submit(FERRY_ID)
    layer = Layer(corpus, "ann-b")
    [second] = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], suggestions=layer, patience=HASTY).projects
    assert second.suggested == (BAKERY_ID, COURT_ID, STORM_ID)
    [third] = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], suggestions=layer, patience=HASTY).projects
    assert third.suggested == ()
    assert ann.predictions() == {(BAKERY_ID, "ann-b"), (COURT_ID, "ann-b"), (STORM_ID, "ann-b")}


def test_a_suggestion_of_another_text_is_refused(label_studio: Server, corpus: Corpus) -> None:
    old = msgspec.structs.replace(corpus.annotation(FERRY_ID, "ann-a"), text_sha256="0" * 64)
    corpus.save_annotation(old)
    report = push(
        corpus,
        label_studio,
        Selection(ids=(FERRY_ID,)),
        annotators=["ann-c"],
        suggestions=Layer(corpus, "ann-a"),
        patience=HASTY,
    )
    assert not report.clean
    [refusal] = report.projects[0].refused
    assert (refusal.reason, refusal.message) == (
        "suggestion-of-other-text",
        f"the annotation of {FERRY_ID} by ann-a is of another text: not suggested",
    )
    assert report.projects[0].added == (FERRY_ID,)


def test_an_article_that_is_there_with_another_text_is_left_alone(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    article = corpus.article(FERRY_ID)
    from quotidian.text import digest

    new = corpus.text(article).replace("May", "June")
    corpus.save_article(msgspec.structs.replace(article, text=digest(new)), new)
    report = push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    address = Annotator(label_studio, corpus, "ann-c").address(FERRY_ID)
    [refusal] = report.projects[0].refused
    assert refusal.message == (
        f"{address} has another text of {FERRY_ID} than the corpus: pull what was done there, delete the task, then "
        "push again"
    )
    assert (report.projects[0].added, report.projects[0].present) == ((), ())


def test_a_text_that_is_not_at_hand_is_refused_and_the_rest_goes(label_studio: Server, corpus: Corpus) -> None:
    corpus.text_path(corpus.article(STORM_ID)).unlink()
    report = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], patience=HASTY)
    assert [(one.article, one.reason) for one in report.refused] == [(STORM_ID, "text-missing")]
    assert report.projects[0].added == tuple(one for one in ALL_IDS if one != STORM_ID)


def test_a_private_text_goes_to_a_public_server_only_if_told(
    label_studio: Server, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No test reaches a public server: this one is taken for one.
    monkeypatch.setattr("quotidian.studio.push.widest", lambda *_: "public")
    report = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], patience=HASTY)
    assert [(one.article, one.message) for one in report.refused] == [
        (
            COURT_ID,
            f"the text of {COURT_ID} may not be redistributed (LicenseRef-All-Rights-Reserved, Closed Press Ltd), and "
            "the server is outside of private networks; --spread sends it all the same",
        )
    ]
    assert COURT_ID not in articles(label_studio, corpus)
    spread = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], spread=True, patience=HASTY)
    assert (spread.refused, spread.projects[0].added) == ((), (COURT_ID,))


def test_misuse_is_told_before_anything_is_sent(bad: Faulty, corpus: Corpus) -> None:
    with pytest.raises(ArticleNotFoundError):
        push(corpus, bad, Selection(ids=("no-such-article",)), annotators=["ann-c"])
    with pytest.raises(InputError, match="nobody annotates as gold"):
        push(corpus, bad, EVERYTHING, annotators=["gold"])
    with pytest.raises(InputError, match="no annotator's name: found 'Ann C'"):
        push(corpus, bad, EVERYTHING, annotators=["Ann C"])
    with pytest.raises(InputError, match="no annotations to suggest: found 'ann-x'"):
        Layer(corpus, "ann-x")
    assert bad.seen == []


def test_new_labels_reach_a_project_that_is_there(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    path = corpus.root / "schema" / "ontology.json"
    path.write_text(path.read_text("utf-8").replace('"Contact:Meet"', '"Contact:Gather"'), "utf-8")
    changed = Corpus(corpus.root)
    push(changed, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    config = projects_of(Client(label_studio, HASTY), changed)["ann-c"].label_config
    assert "Contact:Gather" in config
    assert "Contact:Meet" not in config


def test_no_request_grows_beyond_its_limits(bad: Faulty, corpus: Corpus) -> None:
    gold = Layer(corpus, "gold")
    push(corpus, bad, EVERYTHING, annotators=["ann-c"], batch=2, patience=HASTY)
    assert sum("/import" in one for one in bad.seen) == 3
    bad.seen.clear()
    push(corpus, bad, EVERYTHING, annotators=["ann-d"], suggestions=gold, batch_bytes=1, patience=HASTY)
    assert sum("/import" in one for one in bad.seen) == len(ALL_IDS)  # one alone goes, whatever its size
    bad.seen.clear()
    push(corpus, bad, EVERYTHING, annotators=["ann-c"], suggestions=gold, batch_bytes=1, patience=HASTY)
    assert sum("/import/predictions" in one for one in bad.seen) == len(ALL_IDS) - 1
    for name in ("ann-c", "ann-d"):
        assert articles(bad.server, corpus, name) == list(ALL_IDS)


def test_batches_are_full_and_no_fuller() -> None:
    def sizes(lengths: list[int], most: int, room: int) -> list[list[int]]:
        parcels = (Parcel(number, {"t": "é" * length}) for number, length in enumerate(lengths))
        return [[len(parcel.content["t"]) for parcel in batch] for batch in packed(parcels, most, room)]

    assert sizes([], 2, 100) == []
    assert sizes([1, 2, 3, 4, 5], 2, 1000) == [[1, 2], [3, 4], [5]]
    assert sizes([10, 10, 10], 9, 56) == [[10, 10], [10]]  # 28 bytes each
    assert sizes([10, 10, 10], 9, 55) == [[10], [10], [10]]
    assert sizes([1, 500, 1], 9, 100) == [[1], [500], [1]]


# Faults


PASSING = {"500": refused(500), "429": refused(429), "dead": dead, "cut": cut, "silence": silence}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_push_reads_patiently(bad: Faulty, corpus: Corpus, fault: Fault) -> None:
    for path in ("/api/projects", "/api/tasks"):
        bad.meet("GET", path, fault)
    patience = Patience(timeout=3, attempts=4, first_wait=0.05)
    [pushed] = push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=patience).projects
    assert (pushed.added, pushed.removed) == (ALL_IDS, ())


def test_an_import_that_arrives_and_answers_500_adds_nothing_twice(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("POST", "/import", arrived_then(500))
    [pushed] = push(corpus, bad, EVERYTHING, annotators=["ann-c"], batch=2, patience=HASTY).projects
    assert (pushed.added, pushed.removed) == (ALL_IDS, ())
    assert articles(bad.server, corpus) == list(ALL_IDS)


def test_an_import_that_fails_is_made_again(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("POST", "/import", refused(503))
    bad.meet("POST", "/import", dead)
    [pushed] = push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=HASTY).projects
    assert pushed.added == ALL_IDS
    assert articles(bad.server, corpus) == list(ALL_IDS)


def test_a_time_out_adds_nothing_twice(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("POST", "/import", silence)
    patience = Patience(timeout=3, attempts=4, first_wait=0.05)
    [pushed] = push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=patience).projects
    assert pushed.added == ALL_IDS
    assert articles(bad.server, corpus) == list(ALL_IDS)


def test_what_arrives_late_is_removed_again_by_the_next_push(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("POST", "/import", late)
    patience = Patience(timeout=3, attempts=4, first_wait=0.05)
    push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=patience)
    bad.released.set()
    deadline = time.monotonic() + 20
    while len(articles(bad.server, corpus)) < 2 * len(ALL_IDS) and time.monotonic() < deadline:
        time.sleep(0.1)
    ann = Annotator(bad.server, corpus, "ann-c")
    doubled = [row.id for row in ann.rows() if row.article == FERRY_ID]
    ann.sdk.annotations.create(id=doubled[1], result=[], lead_time=1.0)  # somebody has begun with the later one
    [pushed] = push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=HASTY).projects
    assert len(pushed.removed) == len(ALL_IDS)
    assert doubled[0] in pushed.removed
    assert articles(bad.server, corpus) == list(ALL_IDS)


def test_a_project_is_made_once_even_if_the_answer_is_lost(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("POST", "/api/projects", arrived_then(500))
    push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=HASTY)
    assert list(projects_of(Client(bad.server, HASTY), corpus)) == ["ann-c"]
    titles = Counter(project.title for project in Client(bad.server, HASTY).projects())
    assert titles[f"{corpus.info.name}: ann-c"] == 1


def test_two_projects_of_one_annotator_are_not_guessed_between(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    client = Client(label_studio, HASTY)
    one = projects_of(client, corpus)["ann-c"]
    other = client.create_project(title="A copy", description=one.description)
    with pytest.raises(StudioError) as raised:
        push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], patience=HASTY)
    assert str(raised.value) == (
        f"ann-c has two projects of the corpus {corpus.info.name}: {label_studio.url}/projects/{one.id} and "
        f"{label_studio.url}/projects/{other}; delete the one that nobody has worked in, in its settings under "
        "'Danger Zone'"
    )


def test_suggestions_that_arrived_unheard_are_not_made_again(bad: Faulty, corpus: Corpus) -> None:
    push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=HASTY)
    bad.meet("POST", "/import/predictions", arrived_then(500))
    layer = Layer(corpus, "gold")
    push(corpus, bad, EVERYTHING, annotators=["ann-c"], suggestions=layer, patience=HASTY)
    ann = Annotator(bad.server, corpus, "ann-c")
    assert sorted(row.predictions for row in ann.rows()) == [0, 1, 1, 1, 1]


def test_names_that_are_part_of_other_names_are_told_apart(label_studio: Server, corpus: Corpus) -> None:
    for article in corpus.annotated_ids("ann-a"):
        corpus.save_annotation(msgspec.structs.replace(corpus.annotation(article, "ann-a"), annotator="ann-a2"))
    for name, given in (("ann-a2", 4), ("ann-a", 4), ("ann-a", 0)):
        layer = Layer(corpus, name)
        report = push(corpus, label_studio, EVERYTHING, annotators=["ann-c"], suggestions=layer, patience=HASTY)
        assert len(report.projects[0].suggested) == given


def test_two_pushes_at_the_same_time_leave_each_article_once(bad: Faulty, corpus: Corpus) -> None:
    push(corpus, bad, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)

    def other() -> None:
        push(corpus, bad.server, EVERYTHING, annotators=["ann-c"], patience=HASTY)

    bad.meet("POST", "/import", first(other))
    [pushed] = push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=HASTY).projects
    assert len(pushed.removed) == len(ALL_IDS) - 1
    assert articles(bad.server, corpus) == list(ALL_IDS)


def test_a_dead_server_is_told_and_the_push_goes_on_later(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("POST", "/import", dead, times=99, skip=1)
    with pytest.raises(StudioUnreachableError) as raised:
        push(corpus, bad, EVERYTHING, annotators=["ann-c"], batch=2, patience=HASTY)
    assert str(raised.value) == (
        f"Label Studio at {bad.url} failed while adding 2 tasks for ann-c: Server disconnected without sending a "
        "response. (tried 4 times); nothing is lost: when it runs again, run the same command again, which goes on "
        "from here"
    )
    assert len(articles(bad.server, corpus)) == 2
    [pushed] = push(corpus, bad.server, EVERYTHING, annotators=["ann-c"], patience=HASTY).projects
    assert (len(pushed.present), len(pushed.added)) == (2, 3)
    assert articles(bad.server, corpus) == list(ALL_IDS)


def test_a_token_that_expires_on_the_way_is_told(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("POST", "/import", refused(401, b'{"detail": "Token expired."}'), skip=1)
    with pytest.raises(StudioAccessError) as raised:
        push(corpus, bad, EVERYTHING, annotators=["ann-c"], batch=2, patience=HASTY)
    assert str(raised.value) == (
        f"Label Studio at {bad.url} does not accept the token: HTTP 401 Token expired.; take a new one from 'Account & "
        "Settings' there, then run the same command again, which goes on from here"
    )
    push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=HASTY)
    assert articles(bad.server, corpus) == list(ALL_IDS)


def test_a_server_that_is_none_is_told(bad: Faulty, corpus: Corpus) -> None:
    bad.meet("GET", "/api/projects", refused(200, b"<html>Welcome to the router</html>"), times=9)
    with pytest.raises(StudioError) as raised:
        push(corpus, bad, EVERYTHING, annotators=["ann-c"], patience=ONCE)
    assert str(raised.value) == (
        f"{bad.url} gave no answer of Label Studio's while listing its projects: HTTP 200; is it a Label Studio 1.23?"
    )


def test_a_server_that_comes_back_in_time_is_waited_for(new_label_studio: Callable[[], Server], corpus: Corpus) -> None:
    server = new_label_studio()
    assert server.home is not None
    home = server.home
    back: list[Server] = []
    restart = threading.Thread(target=lambda: back.append(start(home)))

    def crash() -> None:
        kill(server)
        restart.start()
        restart.join()
        proxy.server = back[0]

    with faulty(server) as proxy:
        proxy.meet("POST", "/import", first(crash), skip=1)
        patience = Patience(timeout=60, attempts=8, first_wait=0.5)
        [pushed] = push(corpus, proxy, EVERYTHING, annotators=["ann-c"], batch=2, patience=patience).projects
    assert pushed.added == ALL_IDS
    assert articles(back[0], corpus) == list(ALL_IDS)
