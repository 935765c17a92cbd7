"""A string with several labels is suspected where fewer have its label, the more the better the witnesses."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from quotidian.quality.gold import GoldArticle
from quotidian.quality.suspicion import Place, Statement, Suspicion, score
from quotidian.quality.variation import Variation
from tests.quality.corpora import Marks, all_of, file, gold, name, nothing, noun, quote, trigger

REBELS = "Rebels hold Upper Tarsk.\n"
ROAD = "A road leads to Upper Tarsk.\n"


def looked(*articles: GoldArticle) -> list[Suspicion]:
    """All suspicions, in the order of the articles."""
    variation = Variation()
    for one in articles:
        variation.add(one)
    lexicon = variation.lexicon()
    for one in articles:
        variation.add_unmarked(lexicon, one)
    return [found for one in articles for found in variation.suspicions(lexicon, one)]


def place(article: str, pointer: str, start: int, end: int, string: str | None) -> Place:
    return Place(file=file(article), pointer=pointer, article=article, start=start, end=end, string=string)


def test_a_name_of_two_types_in_two_articles_is_told_once_and_of_the_later_one() -> None:
    assert looked(gold("a", REBELS, name("Upper Tarsk", "GPE")), gold("b", ROAD, name("Upper Tarsk", "LOC"))) == [
        Suspicion(
            # One of the two is wrong; the only name that could vary does, which leaves a trust of (0 + 1) / (1 + 2).
            score=0.3333,
            reason="variation",
            layer="mentions",
            difference="name type",
            place=place("b", "/mentions/0", 16, 27, "Upper Tarsk"),
            gold="LOC",
            others=(Statement(says="GPE", number=1, places=(place("a", "/mentions/0", 12, 23, "Upper Tarsk"),)),),
            times=1,
            mend="make it GPE here or LOC there, unless the two really differ",
        )
    ]


def test_of_two_articles_the_one_with_fewer_of_them_is_told() -> None:
    twice = "Upper Tarsk fell. Nobody lives in Upper Tarsk.\n"
    found = looked(
        gold("a", REBELS, name("Upper Tarsk", "GPE")),
        gold("b", twice, all_of(name("Upper Tarsk", "LOC"), name("Upper Tarsk #2", "LOC"))),
    )
    assert [(one.place.article, one.gold, one.others[0].number, one.score) for one in found] == [
        ("a", "GPE", 2, 0.3333)
    ]


def consistent(number: int) -> list[GoldArticle]:
    """Articles in which so many names have the same type twice."""
    texts = [f"Town{one} and Town{one}.\n" for one in range(number)]
    return [
        gold(f"z{one}", text, all_of(name(f"Town{one} #1", "GPE"), name(f"Town{one} #2", "GPE")))
        for one, text in enumerate(texts)
    ]


@pytest.mark.parametrize(("others", "expected"), [(0, 0.3333), (1, 0.5), (8, 0.8182), (97, 0.98)])
def test_the_fewer_names_vary_the_more_one_that_does_is_suspected(others: int, expected: float) -> None:
    (found,) = looked(
        gold("a", REBELS, name("Upper Tarsk", "GPE")),
        gold("b", ROAD, name("Upper Tarsk", "LOC")),
        *consistent(others),
    )
    assert found.score == expected == round((others + 1) / (others + 3), 4)


def test_the_fringe_is_suspected_and_not_the_majority() -> None:
    found = looked(
        *(gold(one, REBELS, name("Upper Tarsk", "GPE")) for one in "abcd"),
        gold("e", ROAD, name("Upper Tarsk", "LOC")),
    )
    (one,) = found
    assert (one.place.article, one.gold) == ("e", "LOC")
    assert one.others == (Statement(says="GPE", number=4, places=(place("a", "/mentions/0", 12, 23, "Upper Tarsk"),)),)
    assert one.score == score(4, 4, 1 / 3) == 0.2667


def test_a_word_in_the_same_context_weighs_three_times_one_in_another() -> None:
    began = "The attack began.\n"
    same = looked(
        *(gold(one, began, trigger("attack", "Conflict:Attack")) for one in "abc"),
        gold("d", began, trigger("attack", "Conflict:Demonstrate")),
    )
    (one,) = same
    assert (one.place.article, one.gold, one.difference) == ("d", "Conflict:Demonstrate", "trigger type")
    assert one.score == score(3, 3, 1 / 3) == 0.25
    other = looked(
        *(gold(one, began, trigger("attack", "Conflict:Attack")) for one in "abc"),
        gold("d", "We saw one attack today.\n", trigger("attack", "Conflict:Demonstrate")),
    )
    assert [one.score for one in other] == [score(1, 1, 1 / 3)] == [0.1667]
    half = looked(
        *(gold(one, began, trigger("attack", "Conflict:Attack")) for one in "abc"),
        gold("d", "We saw one attack. It began.\n", trigger("attack", "Conflict:Demonstrate")),
        gold("e", "The attack of the mill.\n", trigger("attack", "Conflict:Demonstrate")),
    )
    # d: 3 × 1/3 against, 1/3 for. e: before it an article, so what is before that counts: nothing, as in a, b and c.
    assert {one.place.article: one.score for one in half} == {
        "d": score(1, 1 + 1 / 3, 1 / 3),
        "e": score(2, 2 + 1 / 3, 1 / 3),
    }


def test_one_word_against_one_in_another_context_is_told_once() -> None:
    found = looked(
        gold("a", "The bridge fell down.\n", trigger("fell", "Disaster:Accident")),
        gold("b", "Shells fell on it.\n", trigger("fell", "Conflict:Attack")),
    )
    assert [(one.place.article, one.gold, one.score) for one in found] == [("b", "Conflict:Attack", 0.1666)]


def test_two_labels_in_one_article_are_each_suspected_by_the_other() -> None:
    text = "The White Hall spoke. He went to the White Hall.\n"
    found = looked(gold("a", text, all_of(name("White Hall", "ORG"), name("White Hall #2", "FAC"))))
    assert [(one.place.pointer, one.gold, one.others[0].says, one.score) for one in found] == [
        ("/mentions/0", "ORG", "FAC", 0.1667),
        ("/mentions/1", "FAC", "ORG", 0.1667),
    ]


def test_all_kinds_of_string_are_compared() -> None:
    text = "The council said it would open on Friday.\n"

    def marked_up(nominal: str, value: str, kind: str) -> Marks:
        return all_of(
            noun("The council", nominal),
            lambda mark: mark.value("Friday", value),
            quote("it would open on Friday", "said", kind),
        )

    usual = marked_up("ORG", "TIME", "speech")
    found = looked(
        gold("a", text, usual), gold("b", text, usual), gold("c", text, marked_up("FAC", "QUANTITY", "writing"))
    )
    assert [(one.layer, one.difference, one.place.pointer, one.gold, one.others[0].says) for one in found] == [
        ("mentions", "nominal type", "/mentions/0", "FAC", "ORG"),
        ("mentions", "value type", "/mentions/1", "QUANTITY", "TIME"),
        ("quotes", "cue kind", "/quotes/0/cue/0", "writing", "speech"),
    ]


def test_what_is_mostly_marked_is_missed_where_it_is_not() -> None:
    began = "The attack began at Old Tarsk.\n"
    marks = all_of(trigger("attack", "Conflict:Attack"), name("Old Tarsk", "GPE"))
    found = looked(gold("a", began, marks), gold("b", began, marks), gold("c", began, nothing))
    assert found == [
        Suspicion(
            score=score(2, 2, 1 / 3),
            reason="unmarked",
            layer="mentions",
            difference="missing",
            place=place("c", "/mentions", 20, 29, "Old Tarsk"),
            gold="nothing",
            others=(Statement(says="GPE", number=2, places=(place("a", "/mentions/0", 20, 29, "Old Tarsk"),)),),
            times=1,
            mend="mark it as GPE, or leave it if it is something else here",
        ),
        Suspicion(
            score=score(2, 2, 1 / 3),
            reason="unmarked",
            layer="events",
            difference="missing",
            place=place("c", "/events", 4, 10, "attack"),
            gold="nothing",
            others=(
                Statement(says="Conflict:Attack", number=2, places=(place("a", "/events/0/trigger", 4, 10, "attack"),)),
            ),
            times=1,
            mend="mark it as Conflict:Attack, or leave it if it is something else here",
        ),
    ]


def test_what_was_marked_once_or_is_mostly_unmarked_is_not_missed() -> None:
    began = "The attack began.\n"
    marks = trigger("attack", "Conflict:Attack")
    assert looked(gold("a", began, marks), gold("b", began, nothing)) == []
    many = [gold(one, began, nothing) for one in "cdef"]
    assert looked(gold("a", began, marks), gold("b", began, marks), *many) == []


def test_a_corpus_of_one_mind_raises_no_suspicion() -> None:
    marks = all_of(name("Upper Tarsk", "GPE"), noun("Rebels", "PER"))
    assert looked(*(gold(one, REBELS, marks) for one in "abc")) == []


def test_no_piece_of_a_text_that_may_not_be_told_is_in_a_suspicion() -> None:
    found = looked(
        gold("a", REBELS, name("Upper Tarsk", "GPE"), tellable=False),
        gold("b", ROAD, name("Upper Tarsk", "LOC"), tellable=False),
    )
    assert [(one.place.string, one.others[0].places[0].string) for one in found] == [(None, None)]
    assert not any(part in str(found) for part in ("Upper", "Tarsk", "road"))


def test_without_texts_names_are_compared_all_the_same() -> None:
    found = looked(
        gold("a", REBELS, all_of(name("Upper Tarsk", "GPE"), noun("Rebels", "PER")), hidden=True),
        gold("b", ROAD, all_of(name("Upper Tarsk", "LOC"), noun("A road", "FAC")), hidden=True),
        gold("c", ROAD, name("Upper Tarsk", "LOC")),
    )
    assert [(one.place.article, one.gold, one.others[0].says, one.others[0].number) for one in found] == [
        ("a", "GPE", "LOC", 2)
    ]


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = [
        *(gold(one, REBELS, name("Upper Tarsk", "GPE")) for one in "abc"),
        gold("d", ROAD, name("Upper Tarsk", "LOC")),
        gold("e", ROAD, nothing),
        gold("f", "The attack began.\n", trigger("attack", "Conflict:Attack")),
        gold("g", "The attack began.\n", trigger("attack", "Conflict:Demonstrate")),
        gold("h", "The attack ended.\n", trigger("attack", "Conflict:Demonstrate")),
    ]

    def found(order: Sequence[GoldArticle]) -> list[Suspicion]:
        return sorted(looked(*order), key=lambda one: one.place.article)

    expected = found(articles)
    # Of f, g and h, h alone is as near to what says otherwise as to what says the same.
    assert [one.place.article for one in expected] == ["d", "e", "f", "g"]
    for seed in range(20):
        assert found(random.Random(seed).sample(articles, len(articles))) == expected
