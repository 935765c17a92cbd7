"""Alpha over the tokens of quotes, checked against the krippendorff package."""

from __future__ import annotations

import math

import krippendorff
import pytest
from hypothesis import given

from quotidian.agreement.counts import Key, Tally, value_of
from quotidian.agreement.tokens import LABELS, TOKENS, tally_tokens
from quotidian.model import Annotation
from quotidian.segment import tokens
from tests.agreement.stories import quote, story
from tests.agreement.versions import versions
from tests.draft.sample import ontology

TEN = [(start, start + 4) for start in range(0, 50, 5)]


def alpha(tally: Tally, scope: str = "") -> float:
    return value_of("alpha", tally[Key(TOKENS, scope)])


def test_a_token_has_the_labels_of_the_spans_that_share_a_character_with_it() -> None:
    """Tokens 0 to 3 are content, 1 is a cue in it, 5 a cue, 6 and 7 the source."""
    people = {"renn": [("m", (30, 39))]}
    outer = quote("q", (0, 19), cue=[(25, 29)], source="m")
    inner = quote("r", (10, 19), cue=[(6, 7)], parent="q")
    tally = tally_tokens([story(people, quotes=[outer, inner])] * 2, TEN)
    assert tally[Key(TOKENS)] == {
        "n": 20,
        "agree": 20,
        ("marginal", "content"): 6,
        ("marginal", "content+cue"): 2,
        ("marginal", "cue"): 2,
        ("marginal", "source"): 4,
        ("marginal", ""): 6,
    }
    assert tally[Key(TOKENS, "label=cue")] == {"n": 20, "agree": 20, ("marginal", "cue"): 4, ("marginal", ""): 16}
    assert alpha(tally) == alpha(tally, "label=content") == 1.0


def test_a_worked_example() -> None:
    """Of ten tokens four are content to both and one more to the second; nothing else is marked.

    Coincidences (Krippendorff 2011): o = [[8, 1], [1, 10]] of n = 20, so alpha = 1 − 19 · 2 / (2 · 9 · 11).
    """
    a, b = story(quotes=[quote("q", (0, 19))]), story(quotes=[quote("q", (0, 22))])
    tally = tally_tokens([a, b], TEN)
    assert alpha(tally) == pytest.approx(1 - 19 * 2 / (2 * 9 * 11))
    assert alpha(tally, "label=content") == alpha(tally)
    assert math.isnan(alpha(tally, "label=cue"))  # all said of all that it is none


def test_a_text_without_tokens_has_no_units() -> None:
    assert tally_tokens([story(), story()], []) == Tally()


def test_articles_without_quotes_are_units_that_nobody_marked() -> None:
    tally = tally_tokens([story(), story(), story()], TEN)
    assert tally[Key(TOKENS)] == {"n": 30, "agree": 30, ("marginal", ""): 30}
    assert math.isnan(alpha(tally))


def labels_of(annotation: Annotation, span: tuple[int, int]) -> frozenset[str]:
    """What a token is, asked of every span."""
    mentions = {mention.id: mention for mention in annotation.mentions}
    found = set()
    for one in annotation.quotes:
        places = {
            "content": [part.interval for part in one.content],
            "cue": [part.interval for part in one.cue],
            "source": [] if one.source is None else [mentions[one.source].interval],
        }
        for label in LABELS:
            if any(set(range(*span)) & set(range(*place)) for place in places[label]):
                found.add(label)
    return frozenset(found)


@given(versions(ontology(), most=4))
def test_alpha_is_that_of_the_krippendorff_package(made: tuple[str, list[Annotation]]) -> None:
    text, annotations = made
    spans = tokens(text)
    values = [[labels_of(one, span) for span in spans] for one in annotations]
    tally = tally_tokens(annotations, spans)

    def check(scope: str, names: list[list[str]]) -> None:
        if len({name for some in names for name in some}) > 1:
            codes = {name: code for code, name in enumerate(sorted({name for some in names for name in some}))}
            table = [[float(codes[name]) for name in some] for some in names]
            expected = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
            assert alpha(tally, scope) == pytest.approx(expected)
        elif spans:
            assert math.isnan(alpha(tally, scope))

    check("", [["+".join(sorted(value)) for value in some] for some in values])
    for label in LABELS:
        check(f"label={label}", [[str(label in value) for value in some] for some in values])
