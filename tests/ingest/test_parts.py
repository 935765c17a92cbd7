"""The small parts: licences, splits, languages, near-duplicates."""

from __future__ import annotations

import doctest
from collections import Counter
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.ingest import rights, split
from quotidian.ingest.duplicates import THRESHOLD, NearDuplicates, Twin, jaccard, shingles
from quotidian.ingest.language import language_of
from quotidian.ingest.rights import allows_redistribution, attribution, canonical
from quotidian.ingest.rules import opening
from quotidian.ingest.split import split_of
from quotidian.model import SPLITS
from tests.ingest.samples import BODY, OTHER_BODY


@pytest.mark.parametrize("module", [opening, rights, split])
def test_the_examples_in_the_documentation(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted >= 1


# Licences


@pytest.mark.parametrize(
    ("license_", "allowed"),
    [
        ("CC0-1.0", True),
        ("CC-BY-2.5", True),
        ("CC-BY-3.0-US", True),
        ("CC-BY-SA-4.0", True),
        ("CC-BY-ND-4.0", False),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-NC-SA-4.0", False),
        ("CC-PDDC", True),
        ("OGL-UK-3.0", True),
        ("GFDL-1.2-only", True),
        ("LicenseRef-Public-Domain", True),
        ("LicenseRef-All-Rights-Reserved", False),
        ("LicenseRef-Anything", False),
        ("BUSL-1.1", False),
        ("CC-BY-4.0 AND CC0-1.0", True),
        ("CC-BY-4.0 AND CC-BY-NC-4.0", False),
        ("CC-BY-4.0 OR CC-BY-NC-4.0", True),
        ("CC-BY-NC-4.0 OR CC-BY-ND-4.0", False),
        ("(CC-BY-4.0 OR MIT) AND CC-BY-NC-4.0", False),
        ("CC-BY-4.0 OR (MIT AND CC-BY-NC-4.0)", True),
        ("(CC-BY-NC-4.0 OR (CC0-1.0 AND MIT)) AND CC-BY-4.0", True),
    ],
)
def test_what_a_licence_allows(license_: str, allowed: bool) -> None:
    assert canonical(license_) == license_
    assert allows_redistribution(license_) is allowed


@pytest.mark.parametrize("license_", ["", " ", "CC BY 4.0", "CC-BY", "all rights reserved", "MIT AND", "MIT/X11"])
def test_what_is_no_licence(license_: str) -> None:
    with pytest.raises(ValueError, match="license"):
        canonical(license_)


@pytest.mark.parametrize(
    ("license_", "url", "line"),
    [
        ("CC-BY-4.0", "https://example.org/f", "“Ferry” by Ada, https://example.org/f, licensed under CC-BY-4.0"),
        ("CC-BY-SA-3.0", None, "“Ferry” by Ada, licensed under CC-BY-SA-3.0"),
        ("CC0-1.0", None, None),
        ("LicenseRef-All-Rights-Reserved", None, None),
    ],
)
def test_the_line_that_a_licence_asks_for(license_: str, url: str | None, line: str | None) -> None:
    assert attribution(license_, "Ada", "Ferry", url) == line


# Splits


def test_splits_are_eighty_ten_ten_and_never_change() -> None:
    counts = Counter(split_of(f"article-{number}") for number in range(10_000))
    assert counts == {"train": 8021, "validation": 1004, "test": 975}
    assert set(counts) == set(SPLITS)


# Languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY[0], "en"),
        (BODY[0].upper(), "en"),
        ("Nach zwei Jahren hat die erste Fähre am Montag den Hafen verlassen, sagte die Hafenbehörde.", "de"),
        ("Le premier ferry depuis deux ans a quitté le port lundi matin, a annoncé la capitainerie.", "fr"),
        ("Первый за два года паром вышел из порта в понедельник утром, сообщила администрация.", "ru"),
        ("二年ぶりの最初のフェリーが月曜の朝に港を出たと港湾局が発表した。", "ja"),
    ],
)
def test_languages(text: str, code: str) -> None:
    found = language_of(f"{text}\n\n{text}\n")
    assert found.code == code
    assert found.score > 0.5


# Near-duplicates

WORDS = " ".join(BODY + OTHER_BODY).split()


def near(*texts: str) -> NearDuplicates:
    kept = {str(number): text for number, text in enumerate(texts)}
    index = NearDuplicates(kept.__getitem__)
    for name, text in kept.items():
        index.add(name, text)
    return index


def test_shingles_are_runs_of_five_words() -> None:
    assert shingles("One, two -- three; FOUR’s five six!") == {
        "one two three four s",
        "two three four s five",
        "three four s five six",
    }
    assert shingles("One two") == {"one two"}
    assert shingles("") == {""}


def test_the_most_similar_is_the_twin() -> None:
    text = " ".join(WORDS)
    index = near(" ".join(WORDS[:-12]), " ".join(WORDS[:-4]), " ".join(reversed(WORDS)))
    assert index.twin(text) == Twin("1", jaccard(shingles(text), shingles(" ".join(WORDS[:-4]))))
    assert index.twin(" ".join(WORDS[40:])) is None
    assert near().twin(text) is None


@given(st.integers(0, 12), st.integers(0, 60))
def test_what_is_similar_enough_is_found(cut: int, start: int) -> None:
    """Recall at and above the threshold; every pair below it is let in."""
    text = " ".join(WORDS)
    other = " ".join(WORDS[:start] + WORDS[start + cut :])
    similarity = jaccard(shingles(text), shingles(other))
    twin = near(text).twin(other)
    assert twin == (Twin("0", similarity) if similarity >= THRESHOLD else None)
