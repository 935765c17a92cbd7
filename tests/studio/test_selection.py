"""Which articles are chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotidian.errors import ArticleNotFoundError, InputError
from quotidian.store import Corpus
from quotidian.studio.selection import Selection, select
from tests.release.corpora import empty_corpus
from tests.show.marking import article
from tests.studio.people import ALL_IDS, BAKERY_ID, COURT_ID, FERRY_ID, WAITING_ID, own_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


def ids(corpus: Corpus, selection: Selection) -> tuple[str, ...]:
    return tuple(one.id for one in select(corpus, selection))


def test_nothing_said_is_everything(corpus: Corpus) -> None:
    assert ids(corpus, Selection()) == ALL_IDS


def test_by_id_once_and_in_order(corpus: Corpus) -> None:
    assert ids(corpus, Selection(ids=(FERRY_ID, BAKERY_ID, FERRY_ID))) == (BAKERY_ID, FERRY_ID)


def test_by_source_whatever_its_case(corpus: Corpus) -> None:
    assert ids(corpus, Selection(source="closed PRESS")) == (COURT_ID,)


def test_by_split(corpus: Corpus) -> None:
    assert ids(corpus, Selection(split="test")) == (BAKERY_ID, COURT_ID)
    assert ids(corpus, Selection(split="test", source="City Desk")) == (BAKERY_ID,)


def test_an_unknown_id_is_told(corpus: Corpus) -> None:
    with pytest.raises(ArticleNotFoundError):
        select(corpus, Selection(ids=(FERRY_ID, "nothing-like-it")))


def test_a_selection_of_nothing_is_told(corpus: Corpus) -> None:
    with pytest.raises(InputError) as raised:
        select(corpus, Selection(ids=(WAITING_ID,), source="Nobody", split="test"))
    assert str(raised.value) == (
        "no article is selected: found '1 named, source Nobody, split test', expected at least one article; "
        "'quotidian stats' counts articles by source and split"
    )


def numbered(root: Path, count: int) -> Corpus:
    """A corpus of many articles."""
    corpus = empty_corpus(root)
    for number in range(count):
        text = f"Report {number}.\n"
        corpus.save_article(article(text, title="Report", id_=f"desk-undated-report-{number}"), text)
    return corpus


def test_a_seed_decides_a_sample(tmp_path: Path) -> None:
    corpus = numbered(tmp_path / "many", 40)
    sample = ids(corpus, Selection(sample=10, seed=7))
    assert len(set(sample)) == 10
    assert sample == ids(corpus, Selection(sample=10, seed=7))
    assert sample != ids(corpus, Selection(sample=10, seed=8))
    assert set(sample) < set(ids(corpus, Selection(sample=20, seed=7)))
    assert ids(corpus, Selection(sample=99)) == ids(corpus, Selection())


def test_a_sample_hardly_changes_when_the_corpus_grows(tmp_path: Path) -> None:
    corpus = numbered(tmp_path / "many", 40)
    before = set(ids(corpus, Selection(sample=10, seed=7)))
    text = "One more.\n"
    corpus.save_article(article(text, title="More", id_="desk-undated-more"), text)
    assert len(before - set(ids(corpus, Selection(sample=10, seed=7)))) <= 1
