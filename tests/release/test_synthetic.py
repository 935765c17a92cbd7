"""The corpora of the bench are what it says they are: valid, of one size, and always the same."""

from __future__ import annotations

from pathlib import Path

from bench.synthetic import make_article, make_corpus

from quotidian.checks import validate


def test_every_article_has_the_size_of_a_real_one() -> None:
    for number in range(50):
        _, text, annotation = make_article(number)
        assert 3_000 < len(text) < 4_000
        layers = annotation.mentions, annotation.quotes, annotation.events
        assert tuple(map(len, layers)) == (40, 10, 15)


def test_they_are_always_the_same_and_all_different() -> None:
    assert make_article(7) == make_article(7)
    assert make_article(7, seed=1) != make_article(7)
    assert len({make_article(number)[1] for number in range(200)}) == 200


def test_nothing_is_wrong_with_them(tmp_path: Path) -> None:
    assert [str(finding) for finding in validate(make_corpus(tmp_path / "bench", 20))] == []
