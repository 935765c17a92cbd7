"""The catalogue is whole, and its page is fresh."""

from __future__ import annotations

import re

import pytest

from quotidian.checks import CATALOGUE, Check, catalogue_markdown
from quotidian.checks.catalogue import cases_folder
from quotidian.checks.check import LEVELS
from quotidian.schemas import data_folder
from tests.checks.corpora import CASES


def test_ids_are_unique_and_in_the_order_of_the_levels() -> None:
    ids = [check.id for check in CATALOGUE]
    assert len(ids) == len(set(ids))
    assert [check.level for check in CATALOGUE] == sorted((c.level for c in CATALOGUE), key=LEVELS.index)
    assert {check.level for check in CATALOGUE} == set(LEVELS)


@pytest.mark.parametrize("check", CATALOGUE, ids=lambda check: check.id)
def test_each_check_is_told_in_words(check: Check[object]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", check.id)
    assert check.severity in ("error", "warning")
    assert check.needs <= {"article", "text", "ontology"}
    assert check.title[0].isupper()
    assert check.title[-1] != "."
    assert check.why.endswith(".")
    assert check.why.count(" ") > 15  # a paragraph, not a repetition of the title
    assert check.mend[0].islower()
    assert check.mend[-1] != "."
    assert check.function.__doc__


def test_no_paragraph_is_used_twice() -> None:
    assert len({check.why for check in CATALOGUE}) == len(CATALOGUE)


def test_the_page_is_fresh() -> None:
    assert cases_folder() == CASES
    page = (data_folder() / "docs" / "checks.md").read_text("utf-8")
    assert page == catalogue_markdown(), "run scripts/generate"


def test_the_page_tells_each_check_with_its_example() -> None:
    page = catalogue_markdown()
    for check in CATALOGUE:
        section = page.split(f"\n### {check.id}\n")[1].split("\n### ")[0]
        assert "```diff" in section
        assert (CASES / check.id / "expected.txt").read_text("utf-8") in section


def test_without_the_examples_the_page_still_tells_each_check() -> None:
    page = catalogue_markdown(data_folder() / "no such folder")
    assert page.count("\n### ") == len(CATALOGUE)
    assert "```" not in page
