"""What the verbs of ``quotidian adjudicate`` share: choosing, and saying what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from quotidian.adjudicate.policy import POLICIES
from quotidian.errors import QuotidianError
from quotidian.ids import is_annotator_id
from quotidian.show import find_article
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.model import Article, Decisions

_POLICY = "What counts as agreed: what all say, or more than half of them."


def annotator_name(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Lets only what can be an annotator's name pass."""
    if value is not None and not is_annotator_id(value):
        raise click.BadParameter(f"{value!r} is no annotator's name: expected lower-case words such as ann-b")
    return value


def annotator_names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """The names in a list with commas."""
    names = tuple(filter(None, (one.strip() for one in (value or "").split(","))))
    for name in names:
        annotator_name(ctx, param, name)
    return names


def selection(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds which articles and whose versions of them."""
    for add in (
        click.option("--policy", type=click.Choice(POLICIES), default="unanimous", show_default=True, help=_POLICY),
        click.option(
            "--annotators", metavar="A,B", callback=annotator_names, help="Between whom.  [default: all who did it]"
        ),
        click.option("--all", "everything", is_flag=True, help="All articles that two annotators or more did."),
        click.argument("articles", metavar="[ARTICLE]...", nargs=-1),
    ):
        function = add(function)
    return function


def chosen_articles(
    corpus: Corpus, ids: tuple[str, ...], everything: bool, annotators: tuple[str, ...] = ()
) -> tuple[Article, ...]:
    """The articles that were named, or all that two annotators or more did.

    Raises:
        UsageError: neither articles nor ``--all`` were given, or both, or an annotator is unknown.
        ArticleNotFoundError: there is no such article.
    """
    from quotidian.adjudicate.status import articles_of

    if bool(ids) == everything:
        raise click.UsageError("name articles, or --all")
    unknown = sorted(set(annotators) - set(corpus.annotators()))
    if unknown:
        raise click.UsageError(f"there is no annotator {' or '.join(unknown)} in this corpus")
    whole = [find_article(corpus, one).id for one in ids]
    found = articles_of(corpus, whole, everything=everything, annotators=annotators)
    if not found:
        click.echo("quotidian: there is no article that two annotators did", err=True)
    return found


def decisions_told(decisions: Decisions) -> str:
    """How an article was decided, in words."""
    counts = {how: sum(one.how == how for one in decisions.items) for how in ("chosen", "new", "rejected")}
    told = ", ".join(f"{number} {how}" for how, number in counts.items() if number)
    return f"all agreed but {told}" if told else "all agreed"


def tell(errors: Iterable[QuotidianError]) -> None:
    """Say on standard error what was refused."""
    for error in errors:
        click.echo(f"quotidian: {error}", err=True)


def tell_unlisted(corpus: Corpus, adjudicator: str | None) -> None:
    """Ask for a description of an adjudicator who has none."""
    listed = [one.id for one in corpus.annotator_list()]
    if adjudicator is not None and adjudicator not in listed:
        click.echo(f"{adjudicator} is not described in annotations/annotators.json: say there who that is", err=True)


def listed(names: Sequence[str]) -> str:
    """Two names or more in words."""
    return f"{', '.join(names[:-1])} and {names[-1]}"


def count(number: int, one: str) -> str:
    """A number of things in words."""
    return f"{number} {one if number == 1 else one + 's'}"
