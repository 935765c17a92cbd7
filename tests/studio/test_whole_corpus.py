"""Nothing is lost through a real server: every annotation of the corpus goes out as a suggestion and comes back.

What comes back differs from what went out in its provenance alone, which says how it came to be *here*:

* ``annotator``: who accepted it;
* ``tool``, ``created``, ``updated``, ``seconds`` and ``task``: Label Studio's;
* ``preannotated_from``: the name of what was suggested;
* ``adjudicated_from`` and ``decisions`` are gone, for nobody has adjudicated what was accepted.
"""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from playwright.sync_api import BrowserContext

from quotidian import schemas
from quotidian.hydrate import hydrate
from quotidian.model import Annotation, Provenance, Tool
from quotidian.store import INFO, Corpus, to_json, write_atomic
from quotidian.studio.from_task import read_task
from quotidian.studio.pull import pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.suggestions import Given, Layer
from tests.studio.desk import desk
from tests.studio.people import HASTY, Annotator
from tests.studio.strategies import annotated_texts, unplaced
from tests.studio.test_round_trip import article_of

ROOT = schemas.data_folder()
SHARED = ROOT.parent / "shared"
REAL = Corpus(ROOT)
ANNOTATED = REAL.annotated_ids()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The corpus of this repository with every text, under a name of its own."""
    root = tmp_path_factory.mktemp("whole") / "corpus"
    for folder in ("corpus", "annotations", "schema"):
        shutil.copytree(ROOT / folder, root / folder)
    write_atomic(root / INFO, to_json(msgspec.structs.replace(REAL.info, name=f"whole-{uuid.uuid4().hex[:12]}")))
    corpus = Corpus(root)
    hydrate(corpus, [SHARED / "wikinews" / "conllu", SHARED / "seed"])
    return corpus


def expected(suggested: Annotation, pulled: Annotation, server: Server, task: int, name: str) -> Annotation:
    """What comes back of a suggestion that was accepted as it is; times and seconds are the server's to say."""
    provenance = Provenance(
        tool=Tool(name="label-studio", version=server.version),
        created=pulled.provenance.created,
        updated=pulled.provenance.updated,
        task=str(task),
        seconds=pulled.provenance.seconds,
        preannotated_from=name,
    )
    return msgspec.structs.replace(suggested, annotator=pulled.annotator, provenance=provenance)


@pytest.mark.parametrize("layer", REAL.annotators())
def test_what_is_suggested_and_accepted_through_the_api_comes_back(
    label_studio: Server, corpus: Corpus, layer: str
) -> None:
    name = f"accepts-{layer}"
    ids = tuple(corpus.annotated_ids(layer))
    assert ids == tuple(ANNOTATED)
    pushed = push(
        corpus,
        label_studio,
        Selection(ids=ids),
        annotators=[name],
        suggestions=Layer(corpus, layer),
        patience=HASTY,
    )
    assert pushed.clean
    somebody = Annotator(label_studio, corpus, name)
    somebody.accept()
    report = pull(corpus, label_studio, [name], patience=HASTY)
    assert report.projects[0].outcomes == {"written": len(ids)}
    assert [str(one) for one in report.findings if one.level == "studio"] == []
    tasks = {row.article: row.id for row in somebody.rows()}
    for article in ids:
        pulled = corpus.annotation(article, name)
        assert pulled == expected(corpus.annotation(article, layer), pulled, label_studio, tasks[article], layer)


def test_what_is_suggested_and_submitted_in_the_browser_comes_back(
    label_studio: Server, corpus: Corpus, chromium: BrowserContext
) -> None:
    """The annotator opens each task, finds the suggestion there and presses Submit.

    One article of each kind, the one with the fewest regions: the browser takes seconds for each.
    """
    name = f"submits-{uuid.uuid4().hex[:8]}"
    by_size = sorted(ANNOTATED, key=lambda one: len(list(corpus.annotation(one).spans())))
    ids = tuple(next(one for one in by_size if corpus.article(one).standoff is kind) for kind in (False, True))
    push(
        corpus,
        label_studio,
        Selection(ids=ids),
        annotators=[name],
        suggestions=Layer(corpus, "gold"),
        patience=HASTY,
    )
    somebody = Annotator(label_studio, corpus, name)
    with desk(chromium, label_studio, name) as at:
        at.label_all_tasks(somebody.project_address)
        for _ in ids[1:]:
            at.submit_and_go_on()
        at.press("Submit")
    report = pull(corpus, label_studio, [name], patience=HASTY)
    assert report.projects[0].outcomes == {"written": len(ids)}
    tasks = {row.article: row.id for row in somebody.rows()}
    for article in ids:
        pulled = corpus.annotation(article, name)
        assert pulled == expected(corpus.annotation(article), pulled, label_studio, tasks[article], "gold")


def test_annotations_that_are_hard_to_carry_come_back(label_studio: Server, tmp_path: Path) -> None:
    """Nested, overlapping, split, behind emoji, in any order, with any id: as drawn for the pure conversion."""
    drawn: dict[str, tuple[str, Annotation]] = {}

    @settings(
        max_examples=40,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(annotated_texts(REAL.ontology))
    def draw(one: tuple[str, Annotation]) -> None:
        article = f"test-undated-number-{len(drawn)}"
        drawn[article] = one[0], msgspec.structs.replace(one[1], article=article)

    draw()
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    (tmp_path / "corpus").mkdir()
    write_atomic(tmp_path / INFO, to_json(msgspec.structs.replace(REAL.info, name=f"hard-{uuid.uuid4().hex[:12]}")))
    corpus = Corpus(tmp_path)
    for article, (text, _) in drawn.items():
        corpus.save_article(article_of(text, article), text)
    suggestions = Given("drawn", {article: annotation for article, (_, annotation) in drawn.items()})
    push(corpus, label_studio, Selection(), annotators=["ann-c"], suggestions=suggestions, patience=HASTY)
    somebody = Annotator(label_studio, corpus, "ann-c")
    somebody.accept()
    texts = {article: text for article, (text, _) in drawn.items()}
    for raw in somebody.client.export(somebody.project, [row.id for row in somebody.rows()]):
        article = raw["data"]["article"]
        read = read_task(raw, corpus.article(article), texts[article], corpus.ontology, annotator="ann-a")
        assert read.annotation is not None, read.findings
        assert unplaced(read.annotation) == unplaced(drawn.pop(article)[1])
    assert drawn == {}
