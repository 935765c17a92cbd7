"""Articles that share a text or a story are found among any number of others."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from quotidian.checks.twins import TwinIndex
from quotidian.model import Article
from tests.checks.corpora import article_of

TEMPLATE = article_of("Text.\n").to_dict()

articles = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from([None, "s", "t", "u"]), st.sampled_from(["train", "test"])),
    max_size=12,
)


def brute(listed: list[tuple[str, str | None, str]], field: int) -> Iterator[list[int]]:
    for key in {one[field] for one in listed} - {None}:
        group = [number for number, one in enumerate(listed) if one[field] == key]
        if len(group) > 1 and (field == 0 or len({listed[number][2] for number in group}) > 1):
            yield group


@given(articles)
def test_the_index_agrees_with_comparing_all_pairs(listed: list[tuple[str, str | None, str]]) -> None:
    twins = TwinIndex()
    for number, (text, story, split) in enumerate(listed):
        digest = {"sha256": text * 64, "length": 1}
        twins.add(number, Article.from_dict({**TEMPLATE, "text": digest, "story": story, "split": split}))
    assert sorted(twins.texts()) == sorted(brute(listed, 0))
    assert sorted(twins.stories()) == sorted(brute(listed, 1))
