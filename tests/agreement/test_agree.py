"""The run, on a corpus whose figures are worked out by hand beside each value."""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import krippendorff
import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotidian.agreement.agree import agree
from quotidian.agreement.bootstrap import Bootstrap, mean
from quotidian.agreement.collected import Collected
from quotidian.agreement.coreference import CONLL, tally_coreference
from quotidian.agreement.counts import Tally, value_of
from quotidian.agreement.disagreements import disagreements
from quotidian.agreement.measures import MEASURES, RANKED
from quotidian.agreement.report import (
    AgreementReport,
    Comparison,
    Confusion,
    Disagreement,
    Figure,
    LeftOut,
    Place,
    Property,
    Version,
)
from quotidian.errors import InputError
from quotidian.model import Annotation
from quotidian.ontology import load_ontology
from quotidian.record import Record
from quotidian.schemas import data_folder
from quotidian.store import Corpus
from tests.agreement.corpora import ALONE, AWAY, LEFT, LEFT_TEXT, PORT, PORT_TEXT, left, port, small, with_standoff
from tests.agreement.versions import shuffled, versions

AB, AC, BC = "ann-a and ann-b", "ann-a and ann-c", "ann-b and ann-c"
MEAN, ALL = "mean of 3 pairs", "all 3 annotators"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return small(tmp_path_factory.mktemp("home") / "corpus")


@pytest.fixture(scope="module")
def report(corpus: Corpus) -> AgreementReport:
    return agree(corpus)


def figure(report: AgreementReport, comparison: str, layer: str, name: str, match: str = "", scope: str = "") -> Figure:
    [found] = [
        one
        for one in report.figures
        if (one.comparison, one.measure.layer, one.measure.name, one.scope) == (comparison, layer, name, scope)
        and one.measure.match in (match, match or "overlap")
    ]
    return found


def test_every_two_are_compared_over_the_articles_that_both_annotated(report: AgreementReport) -> None:
    assert report.comparisons == (
        Comparison(kind="mean", name=MEAN, articles=2),
        Comparison(kind="pair", name=AB, articles=2, response="ann-a", reference="ann-b"),
        Comparison(kind="pair", name=AC, articles=1, response="ann-a", reference="ann-c"),
        Comparison(kind="pair", name=BC, articles=1, response="ann-b", reference="ann-c"),
        Comparison(kind="group", name=ALL, articles=2),
    )
    assert (report.annotators, report.reference, report.articles) == (("ann-a", "ann-b", "ann-c"), None, 2)
    assert (report.left_out, report.counted) == ((), 5)


# Of Port's three mentions ann-a and ann-b have two with the same span, one of them with the same type; Left's one is
# the same. So F1 is (2 + 1) / 4 and (1 + 1) / 4.
@pytest.mark.parametrize(
    ("comparison", "layer", "name", "match", "expected"),
    [
        (AB, "mentions", "span", "exact", 3 / 4),
        (AB, "mentions", "span+type", "exact", 2 / 4),
        (AB, "mentions", "span", "overlap", 4 / 4),
        (AB, "mentions", "span+type", "overlap", 3 / 4),
        (AC, "mentions", "span+type", "exact", 3 / 3),
        (BC, "mentions", "span", "exact", 2 / 3),
        (BC, "mentions", "span+type", "exact", 1 / 3),
        (MEAN, "mentions", "span+type", "exact", (2 / 4 + 3 / 3 + 1 / 3) / 3),
        # Entities have one mention each: B-cubed counts spans, and MUC, which counts links, has nothing to count.
        (AB, "coreference", "B-cubed", "exact", 3 / 4),
        (AB, "coreference", "CEAF-e", "exact", 3 / 4),
        (AB, "coreference", "CoNLL mean", "exact", None),
        (AB, "quotes", "quote", "exact", 1.0),
        (AC, "quotes", "quote", "exact", 0.0),
        (MEAN, "quotes", "quote", "exact", 1 / 3),
        (AB, "quotes", "speaker", "", 1.0),
        # One label only: nothing tells agreement from habit.
        (AB, "quotes", "kind", "overlap", None),
        (MEAN, "events", "trigger span+type", "exact", 1.0),
        # Ann-b has no argument: what ann-a has it lacks, in both directions.
        (AB, "events", "argument span+role", "exact", 0.0),
        (AC, "events", "argument span+role", "exact", 1.0),
        (BC, "events", "argument span+role", "exact", 0.0),
        (MEAN, "events", "argument span+role", "exact", 1 / 3),
    ],
)
def test_values_are_those_worked_out_by_hand(
    comparison: str, layer: str, name: str, match: str, expected: float | None, report: AgreementReport
) -> None:
    found = figure(report, comparison, layer, name, match).value
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))


def test_a_figure_is_whole(report: AgreementReport) -> None:
    found = figure(report, AB, "mentions", "span+type", "exact")
    # Both resamples of one article only have its value: 1/3 for Port, 1 for Left.
    assert [found.value, found.low, found.high] == pytest.approx([1 / 2, 1 / 3, 1])
    assert found.precision == found.recall is not None
    assert (found.response, found.reference, found.units, found.articles) == (4, 4, None, 2)
    alone = figure(report, AC, "mentions", "span+type", "exact")
    assert (alone.value, alone.low, alone.high, alone.articles) == (1.0, None, None, 1)
    argument = figure(report, AB, "events", "argument span+role", "exact")
    assert (argument.response, argument.reference, argument.articles) == (1, 0, 1)


def test_alpha_by_hand(report: AgreementReport) -> None:
    """PER is on 6 + 6 of the 58 + 13 characters for both, FAC on 4; 4 are FAC or nothing, 6 are PER or ORG."""
    assert (len(PORT_TEXT), len(LEFT_TEXT)) == (58, 13)
    n, disagreeing = 2 * 71, 2 * (4 + 6)
    per, org, fac = 2 * 12 + 6, 6, 2 * 4 + 4
    nothing = n - per - org - fac
    expected = 1 - (n - 1) * disagreeing / (n**2 - per**2 - org**2 - fac**2 - nothing**2)
    found = figure(report, AB, "mentions", "characters")
    assert found.value == pytest.approx(expected, abs=1e-12)
    assert found.units == n


def test_alpha_of_all_is_that_of_the_krippendorff_package(report: AgreementReport) -> None:
    """Over the articles that at least two annotated; who did not annotate one has no value there."""

    def values(annotation: Annotation | None, length: int) -> list[str]:
        labels = ["" if annotation is not None else "nan"] * length
        for mention in annotation.mentions if annotation is not None else ():
            labels[mention.start : mention.end] = [mention.type] * (mention.end - mention.start)
        return labels

    rows = [
        values(port(name), len(PORT_TEXT)) + values(left(name) if name != "ann-c" else None, len(LEFT_TEXT))
        for name in ("ann-a", "ann-b", "ann-c")
    ]
    expected = krippendorff.alpha(np.array(rows), level_of_measurement="nominal")
    assert figure(report, ALL, "mentions", "characters").value == pytest.approx(expected, abs=1e-12)


def test_labels_that_are_confused(report: AgreementReport) -> None:
    assert report.confusions[0] == Confusion(
        layer="mentions",
        name="type",
        comparison=AB,
        labels=("PER", "ORG", "FAC", "(nothing)"),
        cells=((2, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)),
    )
    assert {(one.layer, one.name) for one in report.confusions} == {
        ("mentions", "type"),
        ("mentions", "level"),
        *(("quotes", name) for name in ("type", "kind", "attribution", "polarity")),
        *(("events", name) for name in ("type", "polarity", "tense", "genericity", "modality")),
    }


def test_articles_are_ranked_by_what_was_found_alike(report: AgreementReport) -> None:
    first, second = report.ranking
    # Over the three pairs: 1 + 3 + 1 of 9 mentions, 2 of 4 quotes' sides, 2 of 4 arguments' sides.
    assert first.values == {
        "mentions": pytest.approx(5 / 9),
        "coreference": None,
        "quotes": 0.5,
        "events": 1.0,
        "arguments": 0.5,
    }
    assert first.score == pytest.approx((5 / 9 + 0.5 + 1.0 + 0.5) / 4)
    assert (first.article, first.title, first.disagreements) == (PORT, "Port shelled", 5)
    assert first.annotators == ("ann-a", "ann-b", "ann-c")
    assert (second.article, second.score, second.disagreements) == (LEFT, 1.0, 0)
    assert second.annotators == ("ann-a", "ann-b")


def test_disagreements_are_whole(report: AgreementReport) -> None:
    assert [(one.layer, one.differences, one.labels) for one in report.disagreements] == [
        ("entities", ("type",), ("ORG", "PER")),
        ("mentions", ("span",), ("FAC",)),
        ("mentions", ("type",), ("ORG", "PER")),
        ("quotes", ("missing",), ("indirect",)),
        ("arguments", ("missing",), ("Target",)),
    ]

    def version(start: int, *annotators: str) -> Version:
        return Version(
            annotators=annotators,
            nothing=False,
            places=(Place(part="mention", start=start, end=20),),
            properties=(
                Property(name="span", value=None, differs=True, start=start, end=20),
                Property(name="type", value="FAC", differs=False),
                Property(name="level", value="NOM", differs=False),
                Property(name="entity", value=None, differs=False, start=start, end=20),
            ),
        )

    assert report.disagreements[1] == Disagreement(
        article=PORT,
        layer="mentions",
        labels=("FAC",),
        differences=("span",),
        versions=(version(12, "ann-a", "ann-c"), version(16, "ann-b")),
    )
    missing = report.disagreements[3].versions
    assert [(one.annotators, one.nothing) for one in missing] == [(("ann-a", "ann-b"), False), (("ann-c",), True)]
    assert [(p.part, PORT_TEXT[p.start : p.end]) for p in missing[0].places] == [
        ("content", "the port was shelled"),
        ("cue", "said"),
        ("source", "Ormond"),
    ]


def test_json_is_json_and_comes_back(report: AgreementReport) -> None:
    text = json.dumps(report.to_dict(), allow_nan=False)
    assert AgreementReport.from_dict(json.loads(text)) == report


def test_against_a_reference_each_is_judged(tmp_path: Path) -> None:
    gold = msgspec.structs.replace(port("ann-a"), annotator="gold")
    corpus = small(tmp_path / "c", [gold, port("ann-b"), left("ann-a"), port("ann-c")])
    report = agree(corpus, reference="gold")
    assert report.comparisons == (
        Comparison(kind="reference", name="ann-a against gold", articles=0, response="ann-a", reference="gold"),
        Comparison(kind="reference", name="ann-b against gold", articles=1, response="ann-b", reference="gold"),
        Comparison(kind="reference", name="ann-c against gold", articles=1, response="ann-c", reference="gold"),
    )
    found = figure(report, "ann-b against gold", "events", "argument span+role", "exact")
    assert (found.value, found.response, found.reference) == (0.0, 0, 1)
    found = figure(report, "ann-c against gold", "quotes", "quote", "exact")
    assert found.precision is not None
    assert (found.precision.value, found.response, found.reference) == (0.0, 0, 1)
    assert report.reference == "gold"


def test_by_default_gold_is_nobody_to_compare(tmp_path: Path) -> None:
    gold = msgspec.structs.replace(port("ann-a"), annotator="gold")
    corpus = small(tmp_path / "c", [gold, port("ann-a"), port("ann-b")])
    assert agree(corpus).annotators == ("ann-a", "ann-b")
    assert agree(corpus, ["gold", "ann-b"]).annotators == ("ann-b", "gold")


def test_order_changes_nothing(corpus: Corpus, report: AgreementReport, tmp_path: Path) -> None:
    for names in itertools.permutations(("ann-a", "ann-b", "ann-c")):
        assert agree(corpus, names) == report
    annotations = [*map(port, ("ann-a", "ann-b", "ann-c")), left("ann-b"), left("ann-a")]
    random.Random(4).shuffle(annotations)
    backwards = [
        msgspec.structs.replace(
            one,
            entities=one.entities[::-1],
            mentions=one.mentions[::-1],
            quotes=one.quotes[::-1],
            events=one.events[::-1],
        )
        for one in annotations
    ]
    assert agree(small(tmp_path / "c", backwards)) == report


def test_the_seed_decides_the_intervals(corpus: Corpus, report: AgreementReport) -> None:
    assert agree(corpus, seed=0) == report
    without = agree(corpus, resamples=0)
    assert {(one.low, one.high) for one in without.figures} == {(None, None)}
    assert [one.value for one in without.figures] == [one.value for one in report.figures]


def test_a_file_agrees_with_itself(tmp_path: Path) -> None:
    twin = msgspec.structs.replace(port("ann-a"), annotator="twin")
    report = agree(small(tmp_path / "c", [port("ann-a"), twin]))
    assert {one.value for one in report.figures} <= {1.0, None}
    assert report.counted == 0


def test_only_chosen_articles_and_layers(corpus: Corpus) -> None:
    report = agree(corpus, articles=[LEFT], layers=["quotes", "mentions"])
    assert (report.layers, report.articles) == (("mentions", "quotes"), 1)
    assert {one.measure.layer for one in report.figures} == {"mentions", "quotes"}
    assert list(report.ranking[0].values) == ["mentions", "quotes"]
    assert [one.layer for one in agree(corpus, layers=["coreference"]).disagreements] == ["entities"]
    assert [one.layer for one in agree(corpus, layers=["events"]).disagreements] == ["arguments"]


def test_a_text_that_is_away_leaves_out_tokens_only(tmp_path: Path) -> None:
    away = agree(with_standoff(tmp_path / "away", hydrated=False), ["ann-a", "ann-b"])
    here = agree(with_standoff(tmp_path / "here", hydrated=True), ["ann-a", "ann-b"])
    assert away.left_out == (
        LeftOut(
            what="text",
            article=AWAY,
            annotator=None,
            path=f"corpus/hydrated/{AWAY}.txt",
            reason="no agreement over tokens: the text is stand-off and not on this machine",
            fault=False,
        ),
    )
    assert here.left_out == ()
    tokens = [figure(one, AB, "quotes", "tokens") for one in (away, here)]
    assert [one.articles for one in tokens] == [2, 3]
    others = [[one for one in report.figures if one.measure.name != "tokens"] for report in (away, here)]
    assert [one.value for one in others[0]] == [one.value for one in others[1]]
    assert away.disagreements == here.disagreements


MEND = "run 'quotidian validate' for all its findings"


def replaced(**fields: Callable[[Annotation], object]) -> Annotation:
    """Ann-b's version of Port with some fields changed."""
    one = port("ann-b")
    return msgspec.structs.replace(one, **{name: change(one) for name, change in fields.items()})


def first(items: Sequence[Record], **fields: object) -> tuple[Record, ...]:
    """The first of some items, changed."""
    return (msgspec.structs.replace(items[0], **fields),)


HASH = port("ann-b").text_sha256[:40]
DAMAGES: dict[str, tuple[Callable[[], Annotation | bytes], str]] = {
    "no JSON": (lambda: b'{"schema": ', "not a valid Annotation: Input data was truncated"),
    "of another text": (
        lambda: replaced(text_sha256=lambda _: "0" * 64),
        f"it is of another text at /text_sha256: found '{'0' * 40}', expected '{HASH}'",
    ),
    "in another's place": (
        lambda: replaced(annotator=lambda _: "ann-x"),
        "it is in another's place at /annotator: found 'ann-x', expected 'ann-b'",
    ),
    "beyond the text": (
        lambda: replaced(mentions=lambda one: first(one.mentions, end=99)),
        "span out of range at /mentions/0: found (0, 99), expected 0 <= start <= end <= 58 (code points)",
    ),
    "empty": (
        lambda: replaced(mentions=lambda one: first(one.mentions, end=0)),
        "an empty span at /mentions/0: found (0, 0)",
    ),
    "points to nothing": (
        lambda: replaced(entities=lambda _: ()),
        "no entity of this id at /mentions/0/entity: found 'ormond'",
    ),
    "an id twice": (
        lambda: replaced(entities=lambda one: (*one.entities, one.entities[0])),
        "an id that is there twice at /entities/3/id: found 'ormond'",
    ),
    "a quote of nothing": (
        lambda: replaced(quotes=lambda one: first(one.quotes, content=())),
        "a quote without content at /quotes/0/content",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_annotation_is_left_out_with_its_place_and_reason(name: str, tmp_path: Path) -> None:
    damage, reason = DAMAGES[name]
    corpus = small(tmp_path / "c")
    damaged = damage()
    path = corpus.annotation_path("ann-b", PORT)
    path.write_bytes(damaged if isinstance(damaged, bytes) else msgspec.json.encode(damaged))
    report = agree(corpus)
    assert report.left_out == (
        LeftOut(
            what="annotation",
            article=PORT,
            annotator="ann-b",
            path=f"annotations/ann-b/{PORT}.json",
            reason=f"{reason}; {MEND}",
            fault=True,
        ),
    )
    assert {one.name: one.articles for one in report.comparisons} == {
        "mean of 2 pairs": 2,
        AB: 1,
        AC: 1,
        BC: 0,
        ALL: 2,
    }


def test_an_article_that_can_not_be_read_leaves_out_all_its_annotations(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c")
    corpus.article_path(PORT).write_text("{")
    report = agree(corpus)
    assert [one.path for one in report.left_out] == [f"annotations/ann-{x}/{PORT}.json" for x in "abc"]
    assert report.left_out[0].reason.startswith("the metadata of its article can't be read: not a valid Article")
    with pytest.raises(InputError, match="nothing can be compared: 3 annotations were left out, such as annotations"):
        agree(corpus, articles=[PORT])


def test_an_annotation_without_an_article_is_left_out(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c")
    corpus.article_path(LEFT).unlink()
    assert [one.reason for one in agree(corpus).left_out] == ["there is no such article in the corpus"] * 2


def test_a_damaged_text_is_a_fault_and_costs_the_tokens_only(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c")
    (corpus.root / "corpus" / "texts" / f"{PORT}.txt").write_text("Something else.\n")
    report = agree(corpus)
    [one] = report.left_out
    assert (one.what, one.path, one.fault) == ("text", f"corpus/texts/{PORT}.txt", True)
    assert one.reason.startswith("no agreement over tokens: not the text of this article: found ")
    assert figure(report, AB, "mentions", "span", "exact").value == 0.75


@pytest.mark.parametrize(
    ("names", "reference", "articles", "message"),
    [
        (["ann-x"], None, None, "there is no annotator 'ann-x' in this corpus; did you mean ann-c or ann-b or ann-a?"),
        (["ann-a"], "golt", None, "there is no annotator 'golt' in this corpus; did you mean ann-a or ann-b or ann-c?"),
        (
            ["ann-a", "ann-a"],
            None,
            None,
            "agreement needs two: there is only ann-a to compare; name two annotators, or one and --reference gold",
        ),
        (
            ["ann-a"],
            "ann-a",
            None,
            "agreement needs two: there is nobody to compare with ann-a; name an annotator",
        ),
        (
            ["ann-a", "ann-c"],
            None,
            [LEFT],
            "there is no article of the 1 chosen that ann-a and ann-c have in common; there is nothing to compare yet",
        ),
        (
            None,
            None,
            [ALONE],
            "there is no article of the 1 chosen that two of ann-a and ann-b and ann-c annotated; there is nothing to "
            "compare yet",
        ),
    ],
)
def test_what_can_not_be_compared_is_said(
    corpus: Corpus, names: list[str] | None, reference: str | None, articles: list[str] | None, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        agree(corpus, names, reference=reference, articles=articles)
    assert str(caught.value) == message


def test_disagreements_beyond_the_bound_are_counted_and_those_of_lowest_agreement_listed(tmp_path: Path) -> None:
    other = msgspec.structs.replace(left("ann-b"), mentions=(), entities=())
    corpus = small(tmp_path / "c", [port("ann-a"), port("ann-b"), left("ann-a"), other])
    assert [one.article for one in agree(corpus).disagreements] == [LEFT, *[PORT] * 4]
    bounded = agree(corpus, most=4)
    assert bounded.counted == 5
    assert [one.article for one in bounded.disagreements] == [LEFT]
    assert [one.disagreements for one in bounded.ranking] == [1, 4]


def test_a_column_of_nothing_keeps_a_mean_without_value() -> None:
    """The CoNLL mean has none while MUC has none, in a run as in an article."""
    tally = tally_coreference(port("ann-a"), port("ann-b"))
    collected = Collected()
    collected.add(0, tally)
    [key] = [key for key in collected if key.measure == CONLL]
    columns, counts = collected.table(key, 1)
    estimate = Bootstrap(1, resamples=10).estimate("mean", columns, counts)
    assert math.isnan(estimate.value.value)
    assert math.isnan(value_of("mean", tally[key]))
    assert math.isnan(mean([estimate]).value.value)


ONTOLOGY = load_ontology(data_folder() / "schema" / "ontology.json")


@settings(max_examples=40)
@given(data=st.data())
def test_any_versions_are_compared_whatever_their_order(data: st.DataObject) -> None:
    _, annotations = data.draw(versions(ONTOLOGY))
    told = disagreements(annotations)
    mixed = [data.draw(shuffled(one)) for one in data.draw(st.permutations(annotations))]
    assert disagreements(mixed) == told
    for one in told:
        assert one.differences
        assert sorted(name for version in one.versions for name in version.annotators) == sorted(
            {name for version in one.versions for name in version.annotators}
        )
        assert len(one.versions) > 1
        differing = {p.name for version in one.versions for p in version.properties if p.differs}
        assert differing == set(one.differences) - {"missing"}


def test_every_measure_that_is_counted_has_a_meaning(report: AgreementReport) -> None:
    assert {one.measure for one in report.figures} <= set(MEASURES)
    assert set(RANKED.values()) <= set(MEASURES)
    assert all(words.endswith(".") for words in MEASURES.values())
    real = agree(Corpus(data_folder()), resamples=0)
    assert {one.measure for one in real.figures} == set(MEASURES)


def test_an_empty_tally_adds_nothing() -> None:
    collected = Collected()
    collected.add(0, Tally())
    assert (list(collected), collected.articles) == ([], 1)
