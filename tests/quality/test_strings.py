"""Strings are compared by their words; where a known one stands unmarked is found."""

from __future__ import annotations

from quotidian.quality.strings import (
    CUE,
    NAME,
    NOMINAL_STRING,
    TRIGGER,
    VALUE,
    Lexicon,
    Occurrence,
    Tokens,
    Unmarked,
    occurrences,
)
from quotidian.quality.strings import names_only as by_name
from tests.quality.corpora import all_of, gold, name, noun, quote, trigger
from tests.show.marking import Marking

TEXT = "On Friday the Tarsk Front’s men attacked the Old Mill, Mira Holt said. They left.\n"


def friday(mark: Marking) -> None:
    mark.value("Friday", "TIME")


def they(mark: Marking) -> None:
    mark.entity("they", "PER", None)
    mark.mention("They", "they", "PRO")


def test_all_but_pronouns_are_strings_with_their_contexts() -> None:
    marks = all_of(
        friday,
        name("the Tarsk Front", "ORG"),
        noun("the Tarsk Front’s men", "PER"),
        name("Mira Holt", "PER"),
        they,
        trigger("attacked", "Conflict:Attack"),
        quote("the Tarsk Front’s men attacked the Old Mill", "said", "speech"),
    )
    found = list(occurrences(Tokens(TEXT), gold("a", TEXT, marks).annotation))
    assert found == [
        Occurrence(VALUE, ("friday",), "TIME", 3, 9, "/mentions/0", "on", "tarsk"),
        Occurrence(NAME, ("Tarsk", "Front"), "ORG", 10, 25, "/mentions/1", "friday", "'s"),
        Occurrence(NOMINAL_STRING, ("tarsk", "front", "'s", "men"), "PER", 10, 31, "/mentions/2", "friday", "attacked"),
        Occurrence(NAME, ("Mira", "Holt"), "PER", 55, 64, "/mentions/3", ",", "said"),
        Occurrence(TRIGGER, ("attacked",), "Conflict:Attack", 32, 40, "/events/0/trigger", "men", "old"),
        Occurrence(CUE, ("said",), "speech", 65, 69, "/quotes/0/cue/0", "holt", "."),
    ]


def test_at_the_ends_of_a_text_there_is_no_context() -> None:
    text = "Attacks\n"
    (found,) = occurrences(Tokens(text), gold("a", text, trigger("Attacks", "Conflict:Attack")).annotation)
    assert found == Occurrence(TRIGGER, ("attacks",), "Conflict:Attack", 0, 7, "/events/0/trigger", "", "")


def test_a_span_that_cuts_a_token_is_compared_by_the_whole_token() -> None:
    text = "They re-attacked it.\n"
    annotation = gold("a", text, trigger("attacked", "Conflict:Attack")).annotation
    (found,) = occurrences(Tokens(text), annotation)
    assert (found.words, found.before, found.after) == (("re-attacked",), "they", "it")


def test_an_article_alone_stays_what_it_is() -> None:
    text = "The said it.\n"
    (found,) = occurrences(Tokens(text), gold("a", text, noun("The", "PER")).annotation)
    assert found.words == ("the",)


def test_without_a_text_there_are_the_names_of_entities() -> None:
    marks = all_of(name("the Tarsk Front", "ORG", "Tarsk Front"), noun("the Tarsk Front’s men", "PER"), friday, they)
    assert list(by_name(gold("a", TEXT, marks).annotation)) == [
        Occurrence(NAME, ("Tarsk", "Front"), "ORG", 10, 25, "/mentions/0")
    ]


KNOWN = Lexicon(
    [
        (NAME, ("Tarsk",)),
        (NAME, ("Tarsk", "Front")),
        (NAME, ("Mira", "Holt")),
        (NOMINAL_STRING, ("men",)),
        (VALUE, ("friday",)),
        (TRIGGER, ("left",)),
        (CUE, ("said",)),
    ]
)


def test_what_is_not_marked_is_found_where_it_stands() -> None:
    assert list(KNOWN.unmarked(Tokens(TEXT), gold("a", TEXT, lambda mark: None).annotation)) == [
        Unmarked(NAME, ("Tarsk", "Front"), 14, 25, "friday", "'s"),
        Unmarked(NAME, ("Mira", "Holt"), 55, 64, ",", "said"),
        Unmarked(NOMINAL_STRING, ("men",), 28, 31, "'s", "attacked"),
        Unmarked(VALUE, ("friday",), 3, 9, "on", "tarsk"),
        Unmarked(TRIGGER, ("left",), 76, 80, "they", "."),
        Unmarked(CUE, ("said",), 65, 69, "holt", "."),
    ]


def test_what_touches_something_marked_of_its_kind_is_not_missed() -> None:
    marks = all_of(
        friday,
        name("the Tarsk Front", "ORG"),
        noun("the Tarsk Front’s men", "PER"),
        name("Mira Holt", "PER"),
        trigger("left", "Movement:Transport"),
        quote("They left", "Mira Holt said"),
    )
    assert list(KNOWN.unmarked(Tokens(TEXT), gold("a", TEXT, marks).annotation)) == []


def test_a_name_counts_with_its_capitals_and_other_strings_without() -> None:
    text = "HE SAID MIRA HOLT left tarsk.\n"
    assert [one.words for one in KNOWN.unmarked(Tokens(text), gold("a", text, lambda mark: None).annotation)] == [
        ("left",),
        ("said",),
    ]
