"""An article is found by as much of its id as is unique."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from quotidian.errors import ArticleNotFoundError
from quotidian.init import init
from quotidian.show import find_article
from quotidian.store import Corpus
from tests.show.sample import sample

IDS = ("gazette-2026-03-03-ferry", "gazette-2026-03-03-ferry-line", "herald-2026-04-01-storm")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = init(tmp_path / "corpus", name="small")
    for one in IDS:
        made.save_article(msgspec.structs.replace(sample().article, id=one), sample().text)
    return made


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("gazette-2026-03-03-ferry", IDS[0]),
        ("gazette-2026-03-03-ferry-l", IDS[1]),
        ("her", IDS[2]),
        ("storm", IDS[2]),
        ("Ferry line", IDS[1]),
        ("2026-04", IDS[2]),
    ],
)
def test_an_abbreviation_is_enough(corpus: Corpus, wanted: str, found: str) -> None:
    assert find_article(corpus, wanted).id == found


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("gazette", IDS[:2]),
        ("2026", IDS),
        ("herald-2026-04-01-strom", (IDS[2],)),
        ("", ()),
        ("../../corpus", ()),
        ("“”", ()),
    ],
)
def test_what_is_not_unique_or_not_there_suggests_what_is(
    corpus: Corpus, wanted: str, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(ArticleNotFoundError) as caught:
        find_article(corpus, wanted)
    assert caught.value.nearest == nearest
