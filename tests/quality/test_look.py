"""A corpus looked at as a whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from quotidian import schemas
from quotidian.errors import InputError
from quotidian.model import GOLD
from quotidian.quality import QualityReport, quality
from quotidian.store import Corpus
from tests.quality.corpora import Tale, all_of, file, name, nothing, noun, save, trigger, worked

HOLD = "Rebels hold Upper Tarsk. Mira Holt wrote it.\n"
ROAD = "A road leads to Upper Tarsk.\n"
PLAIN = all_of(noun("Rebels", "PER"), name("Upper Tarsk", "GPE"))
LATE = "city-2026-02-02-road"
EARLY = "city-2026-01-01-rebels"
OPEN = "city-2026-03-03-open"

TALES: list[Tale] = [
    (
        EARLY,
        HOLD,
        {
            "gold": PLAIN,
            "ann-a": all_of(PLAIN, trigger("hold", "Conflict:Deploy")),
            "ann-b": all_of(PLAIN, trigger("hold", "Conflict:Deploy")),
        },
    ),
    (LATE, ROAD, {"gold": name("Upper Tarsk", "LOC"), "ann-a": name("Upper Tarsk", "LOC"), "ann-b": nothing}),
    (OPEN, ROAD, {"ann-a": nothing}),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return save(tmp_path / "tales", TALES)


def told(report: QualityReport) -> list[tuple[float, str, str, str, str]]:
    return [(one.score, one.reason, one.difference, one.place.file, one.gold) for one in report.suspicions]


def test_a_small_corpus(corpus: Corpus) -> None:
    report = quality(corpus)
    assert told(report) == [
        (0.6667, "majority", "missing", file(EARLY), "nothing"),
        (0.3333, "variation", "name type", file(LATE), "LOC"),
    ]
    assert report.found == {"majority": 1, "variation": 1}
    assert (report.gold, report.contested, report.by) == (2, 2, "day")
    assert (report.without_text, report.left_out) == ((), ())
    first, second = report.annotators
    assert (first.annotator, first.kind, first.waiting, first.decided) == ("ann-a", "human", 1, 2)
    assert (second.annotator, second.kind, second.waiting, second.decided) == ("ann-b", "human", 0, 2)
    assert first.all.articles == second.all.articles == 2
    assert (first.all.values["mentions"], second.all.values["mentions"]) == (1.0, 0.8)
    assert first.all.values["triggers"] == 0.0  # gold has none
    assert [one.part for one in first.by_order] == ["1 of 2", "2 of 2"]
    assert [(one.part, one.articles) for one in first.by_time] == [("2026-03-04", 2)]


def test_json_has_every_field_and_comes_back(corpus: Corpus) -> None:
    report = quality(corpus)
    document = report.to_dict()
    assert QualityReport.from_dict(document) == report
    assert document["annotators"][0]["all"]["values"]["speakers"] is None
    assert document["suspicions"][1]["others"] == [
        {
            "says": "GPE",
            "number": 1,
            "places": [
                {
                    "file": file(EARLY),
                    "pointer": "/mentions/1",
                    "article": EARLY,
                    "start": 12,
                    "end": 23,
                    "string": "Upper Tarsk",
                }
            ],
        }
    ]


def test_only_the_first_are_kept_and_all_are_counted(corpus: Corpus) -> None:
    whole = quality(corpus, top=None)
    for top in (0, 1, 2, 3):
        report = quality(corpus, top=top)
        assert report.suspicions == whole.suspicions[:top]
        assert report.found == whole.found


def test_names_of_files_and_annotators_decide_nothing(corpus: Corpus, tmp_path: Path) -> None:
    """The same corpus with its files written in another order, and its annotators' names exchanged."""
    expected = quality(corpus, top=None)
    other = save(tmp_path / "other", TALES[::-1])
    assert quality(other, top=None) == expected
    assert quality(corpus, ["ann-b", "ann-a"], top=None) == expected
    swapped = {"ann-a": "ann-b", "ann-b": "ann-a"}
    turned = [(one, text, {swapped.get(who, who): marks for who, marks in whose.items()}) for one, text, whose in TALES]
    report = quality(save(tmp_path / "turned", turned), top=None)
    assert told(report) == told(expected)
    assert [(one.annotator, one.all) for one in report.annotators] == [
        (swapped[one.annotator], one.all) for one in reversed(expected.annotators)
    ]


def test_the_time_of_work(corpus: Corpus) -> None:
    for article, created, seconds in ((EARLY, "2026-02-10T08:00:00Z", 90.0), (LATE, "2026-01-05T08:00:00Z", 30.0)):
        corpus.save_annotation(worked(corpus.annotation(article, "ann-a"), created, seconds))
    (found,) = quality(corpus, ["ann-a"]).annotators
    assert [(one.part, one.articles, one.seconds) for one in found.by_time] == [
        ("2026-W02", 1, 30.0),
        ("2026-W07", 1, 90.0),
    ]
    assert [(one.part, one.seconds) for one in found.by_order] == [("1 of 2", 30.0), ("2 of 2", 90.0)]
    assert found.all.seconds == 60.0
    (found,) = quality(corpus, ["ann-a"], by="month").annotators
    assert [one.part for one in found.by_time] == ["2026-01", "2026-02"]


def test_one_annotator_makes_no_majority(corpus: Corpus) -> None:
    report = quality(corpus, ["ann-a"])
    assert [one.annotator for one in report.annotators] == ["ann-a"]
    assert (report.contested, report.found) == (0, {"variation": 1})


def test_nobody_but_gold(corpus: Corpus) -> None:
    for one in ("ann-a", "ann-b"):
        shutil.rmtree(corpus.root / "annotations" / one)
    report = quality(corpus)
    assert (report.annotators, report.contested, report.found) == ((), 0, {"variation": 1})


def test_no_gold(corpus: Corpus) -> None:
    shutil.rmtree(corpus.root / "annotations" / "gold")
    with pytest.raises(InputError) as caught:
        quality(corpus)
    assert str(caught.value) == (
        f"{corpus.root}: no gold annotation to compare with: expected one in annotations/gold/ID.json; "
        "decide between the annotators of an article with 'quotidian adjudicate'"
    )


def test_no_such_annotator(corpus: Corpus) -> None:
    for wrong in ("nobody", GOLD):
        with pytest.raises(InputError) as caught:
            quality(corpus, [wrong])
        assert str(caught.value) == f"no such annotator: found {wrong!r}, expected ann-a or ann-b"


def test_without_their_texts_articles_are_judged_by_offsets_and_names(tmp_path: Path) -> None:
    corpus = save(tmp_path / "away", TALES, standoff=[EARLY, LATE], hydrated=False)
    report = quality(corpus)
    assert report.without_text == (EARLY, LATE)
    assert told(report) == told(quality(save(tmp_path / "here", TALES)))


def test_no_stand_off_text_is_in_the_report(tmp_path: Path) -> None:
    report = quality(save(tmp_path / "away", TALES, standoff=[EARLY, LATE]))
    assert (report.without_text, len(report.suspicions)) == ((), 2)
    document = repr(report.to_dict())
    assert not any(word in document for word in ("Rebels", "Upper", "Tarsk", "hold", "leads"))


def test_what_is_unsound_is_left_out_and_told(corpus: Corpus) -> None:
    annotation = corpus.annotation(EARLY, "ann-b")
    lost = msgspec.structs.replace(annotation.mentions[0], entity="nobody")
    corpus.save_annotation(msgspec.structs.replace(annotation, mentions=(lost,)))
    corpus.annotation_path(GOLD, LATE).write_text("{")
    report = quality(corpus)
    assert [(out.article, out.annotator, out.path) for out in report.left_out] == [
        (EARLY, "ann-b", file(EARLY, "ann-b")),
        (LATE, "gold", file(LATE)),
    ]
    assert "no entity of this id at /mentions/0/entity: found 'nobody'" in report.left_out[0].reason
    assert "not a valid Annotation" in report.left_out[1].reason
    assert [(one.annotator, one.all.articles) for one in report.annotators] == [("ann-a", 1), ("ann-b", 0)]
    assert report.suspicions == ()


def test_an_annotation_of_no_time_is_left_out_too(corpus: Corpus) -> None:
    corpus.save_annotation(worked(corpus.annotation(EARLY, "ann-b"), "yesterday", None))
    report = quality(corpus)
    assert [(out.path, out.reason) for out in report.left_out] == [
        (
            file(EARLY, "ann-b"),
            "not a time at /provenance/created: found 'yesterday', expected a time as in 2026-01-31T12:00:00Z",
        )
    ]
    assert (report.contested, report.found) == (1, {"variation": 1})


@pytest.mark.parametrize("text", ["Something else.\n", None])
def test_a_text_that_is_not_the_articles_is_left_out_and_told_once(corpus: Corpus, text: str | None) -> None:
    path = corpus.text_path(corpus.article(EARLY))
    path.unlink()
    if text is not None:
        path.write_text(text)
    report = quality(corpus)
    (out,) = report.left_out
    assert (out.what, out.article, out.annotator, out.path) == ("text", EARLY, None, f"corpus/texts/{EARLY}.txt")
    assert out.reason.startswith("no text: " if text is None else "not the text of this article: ")
    assert report.without_text == (EARLY,)
    assert report.found == {"majority": 1, "variation": 1}


def test_progress_ends_where_it_should(corpus: Corpus) -> None:
    seen: list[tuple[int, int]] = []
    quality(corpus, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 6) for number in range(1, 7)]


# The corpus of this repository


def test_a_name_of_two_types_is_the_first_in_the_corpus_of_this_repository(tmp_path: Path) -> None:
    """Set apart here, so that the test holds whatever gold says of the name: it was found by reading, and is rare."""
    for folder in ("corpus", "schema", "annotations"):
        away = shutil.ignore_patterns("hydrated")
        shutil.copytree(schemas.data_folder() / folder, tmp_path / folder, ignore=away)
    corpus = Corpus(tmp_path)
    types = {
        "quotidian-2026-02-26-retired-colonel-gets-14-years-for": "GPE",
        "quotidian-2026-10-01-suldrennan-parliament-backs-karvenn-cease-fire": "LOC",
    }
    for article, type_ in types.items():
        annotation = corpus.annotation(article)
        mentions = [
            msgspec.structs.replace(one, type=type_) if one.text == "Upper Karvenn" else one
            for one in annotation.mentions
        ]
        assert any(one.text == "Upper Karvenn" for one in mentions)
        corpus.save_annotation(msgspec.structs.replace(annotation, mentions=tuple(mentions)))
    (first,) = quality(corpus, top=1).suspicions
    assert (first.reason, first.difference, first.gold) == ("variation", "name type", "LOC")
    assert first.others[0].says == "GPE"
    assert [first.place.article, first.others[0].places[0].article] == list(types)[::-1]
    assert first.place.string == first.others[0].places[0].string == "Upper Karvenn"


def test_pointers_of_the_real_corpus_lead_to_what_they_are_about() -> None:
    corpus = Corpus(schemas.data_folder())
    report = quality(corpus, top=None)
    assert report.gold == len(corpus.annotated_ids())
    assert report.left_out == ()
    for one in report.suspicions:
        annotation = corpus.annotation(one.place.article)
        node: object = annotation.to_dict()
        for step in one.place.pointer[1:].split("/"):
            node = node[int(step)] if isinstance(node, list) else node[step]  # type: ignore[index]  # an object of JSON
        assert isinstance(node, list) == (one.gold == "nothing")
        if isinstance(node, dict) and one.reason == "variation" and one.layer != "quotes":
            whole = node if "type" in node else annotation.events[int(one.place.pointer.split("/")[2])].to_dict()
            assert whole["type"] == one.gold
