"""Adjudication in a file, from the questions to gold, as a person does it; and again, when there is news."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from quotidian.adjudicate.drafting import write_draft_file
from quotidian.adjudicate.pulling import pull_file
from quotidian.adjudicate.recording import record_gold
from quotidian.checks import validate
from quotidian.errors import ArticleNotFoundError, DraftError, InputError, TextMissingError
from quotidian.model import Annotation, Decision, Mention, Rejected, Said
from quotidian.store import Corpus, to_json
from tests.adjudicate.articles import FERRY_ID, first, second, two_annotators

NOW = datetime(2026, 3, 5, 10, tzinfo=UTC)
replace = msgspec.structs.replace


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return two_annotators(tmp_path / "harbour")


@pytest.fixture
def file(corpus: Corpus, tmp_path: Path) -> Path:
    """The file of the ferry, nothing decided."""
    path = tmp_path / "ferry.xml"
    write_draft_file(corpus, corpus.article(FERRY_ID), path)
    return path


def decide(path: Path, *choices: str) -> None:
    """Fill the slots of a file from the top, whatever they say."""
    left = list(choices)
    text = re.sub(r'choose="[^"]*"', lambda _: f'choose="{left.pop(0)}"', path.read_text("utf-8"))
    assert not left
    path.write_text(text, "utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Edit a file by hand."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, text.count(old)
    path.write_text(text.replace(old, new), "utf-8")


def pull(corpus: Corpus, path: Path, **options: object) -> Annotation:
    """What became gold."""
    pulled = pull_file(corpus, path, adjudicator="ann-c", now=NOW, **options)  # type: ignore[arg-type]
    assert pulled.kept.path == corpus.annotation_path("gold", FERRY_ID)
    return corpus.annotation(FERRY_ID)


def problems(caught: pytest.ExceptionInfo[DraftError]) -> list[str]:
    """The lines, columns and sentences of what is wrong."""
    return [re.sub(r"^.*ferry\.xml:", "", str(problem)) for problem in caught.value.problems]


def test_the_file_has_every_question_with_its_sentence_and_versions(file: Path) -> None:
    text = file.read_text("utf-8")
    assert (
        """\
<!-- 4 of 5 -->
<disagreement about="mention" item="m8" choose="">
  <in>The council of Tarsk told [[the company’s]] engineers to begin.</in>
  <version by="ann-a" at="113-126" e="company" l="NOM">the company’s</version>
  <version by="ann-b" at="113-124" e="company" l="NOM">the company</version>
</disagreement>
"""
        in text
    )
    assert '<ev id="v0" type="Contact:Meet" tense="?" Entity="m0 m5" Place="m2">meeting</ev>' in text
    assert text.count("<disagreement ") == text.count('choose=""') - 1 == 5  # the guide names one


def test_nothing_open_is_ever_gold(corpus: Corpus, file: Path) -> None:
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    assert problems(caught) == [
        "11:1: not decided: mention 'm1'; choose ann-a, none or edited",
        "18:1: not decided: event 'v0'; choose ann-a, ann-b or edited",
        "25:1: not decided: argument of 'v0'; choose ann-a, none or edited",
        "32:1: not decided: mention 'm8'; choose ann-a, ann-b, none or edited",
        "39:1: not decided: quote 'q1'; choose ann-a, ann-b or edited",
    ]
    assert not corpus.annotation_path("gold", FERRY_ID).exists()


def test_what_was_chosen_is_gold_with_how_it_was_decided(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "ann-a", "ann-b", "ann-a", "ann-b", "ann-a")
    gold = pull(corpus, file, seconds=90)
    one, other = first(), second()
    assert gold.mentions == tuple(
        next(each for each in other.mentions if each.id == "m8") if mention.id == "m8" else mention
        for mention in one.mentions
    )
    assert gold.quotes == one.quotes
    assert gold.events[0].tense == "Unspecified"
    assert sorted(gold.events[0].arguments, key=repr) == sorted(one.events[0].arguments, key=repr)
    provenance = gold.provenance
    assert (provenance.created, provenance.updated, provenance.seconds) == (
        "2026-03-05T10:00:00Z",
        "2026-03-05T10:00:00Z",
        90,
    )
    assert provenance.adjudicated_from == ("ann-a", "ann-b")
    assert provenance.decisions is not None
    assert provenance.decisions.adjudicator == "ann-c"
    assert provenance.decisions.items == (
        Decision(layer="mentions", item="m1", how="chosen", by=("ann-a",), rejected=(Rejected(by=("ann-b",)),)),
        Decision(
            layer="mentions",
            item="m8",
            how="chosen",
            by=("ann-b",),
            rejected=(Rejected(by=("ann-a",), said=(Said(field="span", value=((113, 126),)),)),),
        ),
        Decision(
            layer="quotes",
            item="q1",
            how="chosen",
            by=("ann-a",),
            rejected=(Rejected(by=("ann-b",), said=(Said(field="kind", value="writing"),)),),
        ),
        Decision(
            layer="events",
            item="v0",
            how="chosen",
            by=("ann-b",),
            rejected=(Rejected(by=("ann-a",), said=(Said(field="tense", value="Past"),)),),
        ),
        Decision(
            layer="arguments",
            item="v0",
            how="chosen",
            by=("ann-a",),
            gold=(Said(field="role", value="Time"), Said(field="mention", value=((41, 47),))),
            rejected=(Rejected(by=("ann-b",)),),
        ),
    )
    assert [str(finding) for finding in validate(corpus) if finding.severity == "error"] == []


def test_what_was_left_out_and_what_was_written_by_hand_is_told_truthfully(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "none", "edited", "none", "edited", "ann-b")
    edit(file, 'tense="?" Entity="m0 m5"', 'tense="Future" Entity="m0"')
    edit(file, "the company’s engineers</m>", '<m id="m8" e="company" l="NOM">the company’s</m> engineers</m>')
    gold = pull(corpus, file)
    assert "Monday" not in [mention.text for mention in gold.mentions]
    decisions = gold.provenance.decisions
    assert decisions is not None
    told = [(one.layer, one.item, one.how, one.by) for one in decisions.items]
    assert told == [
        ("mentions", None, "rejected", ()),
        ("mentions", "m8", "chosen", ("ann-a",)),  # by hand, but it is what ann-a says
        ("quotes", "q1", "chosen", ("ann-b",)),
        ("events", "v0", "new", ()),
        ("arguments", "v0", "rejected", ()),  # both had the council
        ("arguments", "v0", "rejected", ()),
    ]
    assert decisions.items[4].rejected == (
        Rejected(
            by=("ann-a", "ann-b"), said=(Said(field="role", value="Entity"), Said(field="mention", value=((87, 107),)))
        ),
    )


def test_an_argument_without_its_mention_is_no_question(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "none", "ann-a", "", "ann-a", "ann-a")
    assert [one.role for one in pull(corpus, file).events[0].arguments] == ["Entity", "Entity", "Place"]


def test_an_open_value_that_was_to_be_written_by_hand_is_found(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "none", "edited", "none", "none", "ann-b")
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    assert problems(caught) == [
        "47:165: tense of 'v0' is still '?'; write what you decided, since you chose \"edited\""
    ]
    assert not corpus.annotation_path("gold", FERRY_ID).exists()


def test_what_the_checks_refuse_is_not_gold_and_is_told_at_its_line(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "none", "ann-a", "none", "ann-a", "ann-b")
    edit(file, ' source="m5" attribution="explicit"', ' attribution="explicit"')
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    [problem] = problems(caught)
    assert problem.startswith("49:174: attribution-source: quote q1 ")
    assert not corpus.annotation_path("gold", FERRY_ID).exists()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'item="m1" choose=""',
            'item="m1" choose="ann-z"',
            "11:1: choose='ann-z' is no answer to this question about mention 'm1'; "
            "expected one of ann-a, none, edited",
        ),
        (
            'about="event" of="v0" event="Contact:Meet" choose=""',
            'about="event" of="v0" event="Contact:Meet" choose="none"',
            "18:1: choose='none' is no answer to this question about event 'v0'; expected one of ann-a, ann-b, edited",
        ),
        (
            'at="41-47"',
            'at="47"',
            "13:3: at='47': '47' is no place; write places as at=\"120-144\"",
        ),
        (
            "<!-- 2 of 5 -->",
            "what?",
            "17:1: stray text: 'what?'; remove it",
        ),
        (
            '<disagreement about="mention" item="m1" choose="">',
            '<disagreement about="mention" item="m1">',
            "11:1: damaged <disagreement>: it needs about, item or of, choose and versions; undo that, or write "
            "another file with 'quotidian adjudicate ARTICLE --draft FILE'",
        ),
    ],
)  # fmt: skip
def test_a_damaged_file_is_one_clear_error(corpus: Corpus, file: Path, old: str, new: str, expected: str) -> None:
    edit(file, old, new)
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    assert expected in problems(caught)
    assert not corpus.annotation_path("gold", FERRY_ID).exists()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_question_that_was_deleted_is_open(corpus: Corpus, file: Path, number: int) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "ann-a", "ann-b", "ann-a", "ann-b", "ann-a")
    before = file.read_text("utf-8")
    questions = re.findall(r"<disagreement .*?</disagreement>", before, re.DOTALL)
    file.write_text(before.replace(questions[number - 1], ""), "utf-8")
    with pytest.raises(InputError) as caught:
        pull(corpus, file)
    assert str(caught.value) == (
        f"{file}: the file was written with 5 disagreements and has 4; run 'quotidian adjudicate ARTICLE --draft FILE' "
        "again: what is decided in the file stays, and what was deleted is asked once more"
    )
    assert not corpus.annotation_path("gold", FERRY_ID).exists()
    again = write_draft_file(corpus, corpus.article(FERRY_ID), file)
    assert (again.outcome, again.disagreements, again.open) == ("updated", 5, 1)
    assert questions[number - 1].replace(f'choose="ann-{"ababa"[number - 1]}"', 'choose=""') in file.read_text("utf-8")


def test_an_argument_of_a_mention_that_was_decided_against_is_told(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "none", "ann-a", "ann-a", "ann-a", "ann-a")
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    assert problems(caught) == ["25:1: mention 'm1' is not in the draft; choose \"none\""]


def test_who_has_nothing_may_be_chosen_by_name(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, *["ann-b"] * 5)
    gold, other = pull(corpus, file), second()
    assert (gold.mentions, gold.quotes) == (other.mentions, other.quotes)
    [event], [said] = gold.events, other.events
    assert event.tense == said.tense
    assert set(event.arguments) == set(said.arguments)


@pytest.mark.parametrize("number", ["", "-1", "five", "9" * 5000])
def test_a_number_of_disagreements_that_is_none(corpus: Corpus, file: Path, number: str) -> None:
    edit(file, 'disagreements="5"', f'disagreements="{number}"')
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    [problem] = problems(caught)
    assert problem.startswith("1:1: disagreements='")
    assert problem.endswith(
        "' is no number; undo that, or write another file with 'quotidian adjudicate ARTICLE --draft FILE'"
    )


def test_a_file_that_is_cut_off_or_whose_text_was_changed(corpus: Corpus, file: Path) -> None:
    whole = file.read_text("utf-8")
    file.write_text(whole.replace("after Monday’s <ev", "after Tuesday’s <ev"), "utf-8")
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    [changed] = [one for one in problems(caught) if "not decided" not in one]
    assert changed == (
        "47:156: the draft has 'Tuesday’s' where the article has 'Monday’s' (paragraph 1): U+0054 LATIN CAPITAL LETTER "
        "T for U+004D LATIN CAPITAL LETTER M; the text without its tags must be the article's"
    )
    file.write_text(whole[: whole.index("<entity")], "utf-8")
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    assert problems(caught) == [
        "52:1: not well-formed: no element found; this is inside <draft>; & is &amp; and < is &lt;, and each tag "
        "closes in the order of opening"
    ]
    assert not corpus.annotation_path("gold", FERRY_ID).exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "",
            "1:1: the file is empty; undo that, or write another file with 'quotidian adjudicate ARTICLE --draft FILE'",
        ),
        (
            '<draft article="a"/>',
            "1:1: the file begins with <draft>; begin with <adjudication …>; a draft goes to 'quotidian draft'",
        ),
        (
            '<!DOCTYPE x [<!ENTITY y "z">]><adjudication/>',
            "1:1: the file has a DOCTYPE; remove it; only &amp; &lt; &gt; &quot; &apos; &#…; exist",
        ),
        (
            "<adjudication><in/></adjudication>",
            "1:15: <in> can't stand in <adjudication>; expected one of disagreement, if-used, draft",
        ),
    ],
)
def test_what_is_no_file_of_adjudication(corpus: Corpus, file: Path, content: str, expected: str) -> None:
    file.write_text(content)
    with pytest.raises(DraftError) as caught:
        pull(corpus, file)
    assert expected in problems(caught)


def test_an_article_that_is_not_there_or_has_one_annotator(corpus: Corpus, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace(f'"{FERRY_ID}"', f'"{FERRY_ID[:-1]}"'), "utf-8")
    with pytest.raises(DraftError, match="no article 'harbour-gazette-2026-03-03-ferry-line-reopen' in this corpus"):
        pull(corpus, file)
    with pytest.raises(ArticleNotFoundError):
        corpus.article("nowhere")
    corpus.annotation_path("ann-b", FERRY_ID).unlink()
    with pytest.raises(InputError) as caught:
        write_draft_file(corpus, corpus.article(FERRY_ID), file.with_name("x.xml"))
    assert str(caught.value) == (
        f"only ann-a annotated {FERRY_ID}: expected two annotators or more; annotate it once more"
    )


def test_annotations_with_errors_or_of_another_text_are_not_adjudicated(corpus: Corpus, tmp_path: Path) -> None:
    one = first()
    corpus.save_annotation(replace(one, mentions=(replace(one.mentions[0], entity="nobody"), *one.mentions[1:])))
    with pytest.raises(InputError, match=r"the annotation has .*errors?: .*run 'quotidian validate' and mend it"):
        write_draft_file(corpus, corpus.article(FERRY_ID), tmp_path / "x.xml")
    corpus.save_annotation(replace(one, text_sha256="0" * 64))
    with pytest.raises(InputError, match=f"ann-a annotated another text of {FERRY_ID}: found '000000000000…'"):
        write_draft_file(corpus, corpus.article(FERRY_ID), tmp_path / "x.xml")


def test_a_standoff_text_does_not_enter_the_repository(corpus: Corpus, tmp_path: Path) -> None:
    from tests.release.corpora import STORM, hydrate, storm

    made, _, annotation = storm()
    corpus.save_annotations([replace(annotation, annotator="ann-a"), replace(annotation, annotator="ann-b")])
    article = corpus.article(made.id)
    with pytest.raises(TextMissingError):
        write_draft_file(corpus, article, tmp_path / "x.xml")
    hydrate(corpus, STORM)
    with pytest.raises(InputError, match=f"the text of {made.id} must not enter the repository"):
        write_draft_file(corpus, article, corpus.root / "x.xml")
    assert write_draft_file(corpus, article, tmp_path / "x.xml").disagreements == 0
    pulled = pull_file(corpus, tmp_path / "x.xml", now=NOW)
    assert all(mention.text is None for mention in corpus.annotation(made.id).mentions)
    assert pulled.kept.decisions.items == ()


# Again, when something has changed


def test_a_file_that_is_up_to_date_is_left_alone(corpus: Corpus, file: Path) -> None:
    edit(file, 'item="m1" choose=""', 'item="m1" choose="none"')
    before = file.read_bytes()
    outcome = write_draft_file(corpus, corpus.article(FERRY_ID), file)
    assert (outcome.outcome, outcome.disagreements, outcome.open) == ("unchanged", 5, 4)
    assert file.read_bytes() == before


def third(*, tense: str = "Past") -> Annotation:
    """A further annotator: as the first, but for a tense, and without May."""
    one = first()
    return replace(
        one,
        annotator="ann-d",
        mentions=tuple(mention for mention in one.mentions if mention.text != "May"),
        events=tuple(replace(event, tense=tense) for event in one.events),
    )


def test_a_further_annotator_asks_only_what_is_new(corpus: Corpus, file: Path) -> None:
    decide(file, "", "ann-a", "ann-b", "ann-a", "ann-b", "ann-a")
    corpus.save_annotation(third(tense="Future"))
    outcome = write_draft_file(corpus, corpus.article(FERRY_ID), file)
    assert (outcome.outcome, outcome.between) == ("updated", ("ann-a", "ann-b", "ann-d"))
    text = file.read_text("utf-8")
    assert re.findall(
        r'about="(\w+)" (?:item|of)="(\w+)"(?: event="[\w:]+")? (choose="[^"]*"(?: before="[^"]*")?)', text
    ) == [
        ("mention", "m1", 'choose="ann-a"'),
        ("event", "v0", 'choose="" before="ann-b"'),
        ("argument", "v0", 'choose="ann-a"'),
        ("mention", "m4", 'choose=""'),
        ("mention", "m8", 'choose="ann-b"'),
        ("quote", "q1", 'choose="ann-a"'),
    ]
    assert outcome.open == 2


def test_what_was_written_by_hand_survives_news(corpus: Corpus, file: Path) -> None:
    decide(file, "", "none", "edited", "none", "none", "ann-b")
    edit(file, 'tense="?" Entity="m0 m5"', 'tense="Future" Entity="m0"')
    corpus.save_annotation(third())
    outcome = write_draft_file(corpus, corpus.article(FERRY_ID), file)
    text = file.read_text("utf-8")
    assert '<ev id="v0" type="Contact:Meet" tense="Future" Entity="m0" Place="m2">meeting</ev>' in text
    assert outcome.open == 1
    [asked] = re.findall(r'<disagreement about="(\w+)" (?:item|of)="(\w+)" choose=""', text)
    assert asked == ("mention", "m4")


def test_a_choice_follows_the_version_and_not_the_name(corpus: Corpus, file: Path) -> None:
    """The two have changed sides: who chose the tense of the one has chosen a tense, not a person."""
    decide(file, "", "none", "ann-a", "none", "ann-a", "ann-a")
    one, other = first(), second()
    corpus.save_annotations([replace(other, annotator="ann-a"), replace(one, annotator="ann-b")])
    assert write_draft_file(corpus, corpus.article(FERRY_ID), file).open == 0
    assert re.findall(r' choose="([\w-]*)"', file.read_text("utf-8"))[1:] == ["none", "ann-b", "none", "ann-b", "ann-b"]


def test_decisions_between_versions_that_have_changed_are_not_gold(corpus: Corpus, file: Path) -> None:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "none", "ann-a", "none", "ann-a", "ann-a")
    corpus.save_annotation(replace(first(), annotator="ann-b"))
    with pytest.raises(InputError) as caught:
        pull(corpus, file)
    assert str(caught.value) == (
        f"{file}: the annotations of {FERRY_ID} have changed since this file was made; run 'quotidian adjudicate "
        "ARTICLE --draft FILE' again: what is decided in the file stays"
    )


# Gold that is there


@pytest.fixture
def gold(corpus: Corpus, file: Path) -> Annotation:
    edit(file, 'Fill in every choose=""', "Fill in every slot")
    decide(file, "none", "ann-a", "none", "ann-a", "ann-a")
    return pull(corpus, file)


def test_what_gold_decided_stays_when_annotators_change(corpus: Corpus, gold: Annotation, tmp_path: Path) -> None:
    article = corpus.article(FERRY_ID)
    again = tmp_path / "again.xml"
    assert write_draft_file(corpus, article, again).outcome == "settled"
    assert not again.exists()
    corpus.save_annotation(third(tense="Future"))  # has no May: silence is no news; Monday was refused before
    outcome = write_draft_file(corpus, article, again)
    assert (outcome.outcome, outcome.disagreements) == ("written", 1)
    text = again.read_text("utf-8")
    assert (
        """\
<disagreement about="event" of="v0" event="Contact:Meet" choose="">
  <in>“The line is safe,” Mira Holt said after Monday’s [[meeting]] in Tarsk.</in>
  <version by="gold ann-a" tense="Past"/>
  <version by="ann-b" tense="Unspecified"/>
  <version by="ann-d" tense="Future"/>
</disagreement>
"""
        in text
    )
    decide(again, "", "ann-d")
    assert pull(corpus, again).events[0].tense == "Future"
    assert corpus.annotation(FERRY_ID).provenance.adjudicated_from == ("ann-a", "ann-b", "ann-d")
    assert corpus.annotation(FERRY_ID).provenance.created == gold.provenance.created
    assert write_draft_file(corpus, article, tmp_path / "third.xml").outcome == "settled"


def test_the_same_file_can_be_mended_and_pulled_again(corpus: Corpus, gold: Annotation, file: Path) -> None:
    before = corpus.annotation_path("gold", FERRY_ID).read_bytes()
    assert not pull_file(corpus, file, adjudicator="ann-c").kept.changed
    assert corpus.annotation_path("gold", FERRY_ID).read_bytes() == before
    edit(file, 'about="event" of="v0" event="Contact:Meet" choose="ann-a"', 'about="event" of="v0" choose="ann-b"')
    assert pull(corpus, file).events[0].tense == "Unspecified"
    assert gold.events[0].tense == "Past"


def test_who_decided_is_not_forgotten(corpus: Corpus, gold: Annotation, file: Path) -> None:
    assert gold.provenance.decisions is not None
    assert gold.provenance.decisions.adjudicator == "ann-c"
    assert not pull_file(corpus, file).kept.changed
    assert pull_file(corpus, file, adjudicator="ann-d").kept.changed
    decisions = corpus.annotation(FERRY_ID).provenance.decisions
    assert decisions is not None
    assert decisions.adjudicator == "ann-d"


def test_the_order_of_arguments_is_no_news(corpus: Corpus, gold: Annotation, file: Path) -> None:
    [event] = gold.events
    assert len(event.arguments) > 1
    reordered = replace(gold, events=(replace(event, arguments=event.arguments[::-1]),))
    path = corpus.save_annotation(reordered)
    record_gold(corpus, corpus.article(FERRY_ID))
    before = path.read_bytes()
    assert not pull_file(corpus, file).kept.changed
    assert path.read_bytes() == before


def test_gold_that_was_edited_by_hand_is_not_written_over(corpus: Corpus, gold: Annotation, file: Path) -> None:
    edited = replace(gold, mentions=tuple(m for m in gold.mentions if m.text != "May"))
    path = corpus.save_annotation(edited)
    with pytest.raises(InputError) as caught:
        pull(corpus, file)
    assert str(caught.value) == (
        f"{path}: the gold annotation was edited by hand since it was decided: mentions 1 added; --replace writes over "
        "it; 'record' tells how it was decided"
    )
    assert corpus.annotation(FERRY_ID) == edited
    assert record_gold(corpus, corpus.article(FERRY_ID)).changed
    told = corpus.annotation(FERRY_ID).provenance.decisions
    assert told is not None
    assert told.adjudicator == "ann-c"
    assert ("mentions", None, "rejected") in [(one.layer, one.item, one.how) for one in told.items]
    assert len(pull(corpus, file, replace=True).mentions) == len(gold.mentions)


def test_gold_that_does_not_tell_how_it_was_decided_is_not_written_over(
    corpus: Corpus, gold: Annotation, file: Path
) -> None:
    path = corpus.save_annotation(replace(gold, quotes=(), provenance=replace(gold.provenance, decisions=None)))
    with pytest.raises(
        InputError, match="there is a gold annotation that does not tell how it was decided: quotes 2 added"
    ):
        pull(corpus, file)
    before = path.read_text("utf-8").splitlines()
    record_gold(corpus, corpus.article(FERRY_ID))
    after = path.read_text("utf-8").splitlines()
    assert before[:-2] == after[:-2]  # all but the line of the provenance
    assert before[-2] != after[-2]


def test_gold_that_somebody_else_decided_since_is_not_written_over(
    corpus: Corpus, gold: Annotation, tmp_path: Path
) -> None:
    other = tmp_path / "other.xml"
    write_draft_file(corpus, corpus.article(FERRY_ID), other, afresh=True)
    edit(other, 'Fill in every choose=""', "Fill in every slot")
    decide(other, "none", "ann-b", "none", "ann-a", "ann-a")
    with pytest.raises(
        InputError, match="the article was adjudicated otherwise since this was begun: events 1 changed"
    ):
        pull(corpus, other)
    assert corpus.annotation(FERRY_ID) == gold
    assert pull(corpus, other, replace=True).events[0].tense == "Unspecified"


def test_gold_without_names_of_annotators_can_not_tell(corpus: Corpus, gold: Annotation) -> None:
    path = corpus.save_annotation(replace(gold, provenance=replace(gold.provenance, adjudicated_from=())))
    with pytest.raises(InputError) as caught:
        record_gold(corpus, corpus.article(FERRY_ID))
    assert str(caught.value) == (
        f"{path}: gold does not tell which annotators it was decided between at /provenance/adjudicated_from"
    )


def test_decisions_load_and_save_to_the_same_bytes(corpus: Corpus, gold: Annotation) -> None:
    data = corpus.annotation_path("gold", FERRY_ID).read_bytes()
    assert to_json(Annotation.from_json(data)) == data
    assert Annotation.from_dict(gold.to_dict()) == gold
    assert all(isinstance(mention, Mention) for mention in gold.mentions)


@pytest.mark.parametrize("name", ["none", "edited", "agreed"])
def test_an_annotator_whose_name_is_an_answer_is_refused(corpus: Corpus, tmp_path: Path, name: str) -> None:
    path = corpus.save_annotation(replace(first(), annotator=name))
    with pytest.raises(InputError) as caught:
        write_draft_file(corpus, corpus.article(FERRY_ID), tmp_path / "ferry.xml")
    assert str(caught.value) == (
        f"{path}: an annotator can't be called '{name}' where it is decided between annotators; give the folder "
        "another name, and the annotations in it, or leave it out with --annotators"
    )
    write_draft_file(corpus, corpus.article(FERRY_ID), tmp_path / "ferry.xml", ("ann-a", "ann-b"))


def test_a_name_that_no_file_can_hold_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    other = second()
    hostile = replace(other.entities[0], name="\x1b[31mred")
    corpus.save_annotation(replace(other, entities=(hostile, *other.entities[1:])))
    with pytest.raises(InputError) as caught:
        write_draft_file(corpus, corpus.article(FERRY_ID), tmp_path / "ferry.xml")
    assert str(caught.value) == (
        r"a value can't be written into the file: found '\x1b[31mred'; remove the control characters"
    )
    assert not (tmp_path / "ferry.xml").exists()
