"""``quotidian adjudicate``: what annotators agree on is merged, the rest is put before a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotidian.adjudicate.policy import POLICIES, Policy
from quotidian.cli.options import corpus_option, json_option, need_folder, print_json
from quotidian.cli.studio_options import InOrder, named_server, plain, print_lines, server_options
from quotidian.errors import DraftError, DraftProblem, InputError, QuotidianError, TextMissingError
from quotidian.ids import is_annotator_id
from quotidian.model import GOLD
from quotidian.show import find_article
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.adjudicate.drafting import Drafted
    from quotidian.adjudicate.in_studio import Placed, Taken
    from quotidian.model import Article, Decisions

FILE = click.Path(path_type=Path)


class _StartingWith(InOrder):
    """A group whose first verb need not be written: what is no verb is its argument."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first verb before arguments that begin with none."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


def _name(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_annotator_id(value):
        raise click.BadParameter(f"{value!r} is no annotator's name: expected lower-case words such as ann-b")
    return value


def _names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = tuple(filter(None, (one.strip() for one in (value or "").split(","))))
    for name in names:
        _name(ctx, param, name)
    return names


def _selection(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds which articles and whose versions of them."""
    for add in (
        click.option("--policy", type=click.Choice(POLICIES), default="unanimous", show_default=True, help=_POLICY),
        click.option("--annotators", metavar="A,B", callback=_names, help="Between whom.  [default: all who did it]"),
        click.option("--all", "everything", is_flag=True, help="All articles that two annotators or more did."),
        click.argument("articles", metavar="[ARTICLE]...", nargs=-1),
    ):
        function = add(function)
    return function


_POLICY = "What counts as agreed: what all say, or more than half of them."


@click.group(cls=_StartingWith)
def command() -> None:
    """Make gold: merge what annotators agree on, and put each disagreement before a person.

    The rules are in docs/adjudication.md. The verb 'begin' may be left out.

    \b
    Example:
      quotidian adjudicate ARTICLE --draft article.xml
      quotidian adjudicate pull article.xml --adjudicator ann-c
    """


@command.command()
@_selection
@click.option("--draft", type=FILE, help="Write a file to decide in, or for several articles a folder of them.")
@click.option("--studio", is_flag=True, help="Put the articles into the adjudication project of Label Studio.")
@click.option("--afresh", is_flag=True, help="Leave gold aside and ask everything again.")
@click.option("--spread", is_flag=True, help="Send texts that may not be redistributed even to a public server.")
@server_options
@corpus_option
@json_option
@click.pass_context
def begin(
    ctx: click.Context,
    corpus: Corpus,
    articles: tuple[str, ...],
    everything: bool,
    annotators: tuple[str, ...],
    policy: Policy,
    draft: Path | None,
    studio: bool,
    afresh: bool,
    spread: bool,
    home: Path | None,
    url: str | None,
    token: str | None,
    as_json: bool,
) -> None:
    """Put articles before the person who decides: in a file that is edited, or in Label Studio.

    Run again when there are new annotations: what was decided stays, only what is new is asked.

    Exit code: 0 if all of them are there, 1 if one was refused.

    \b
    Examples:
      quotidian adjudicate ARTICLE --draft article.xml
      quotidian adjudicate --all --policy majority --draft FOLDER
      quotidian adjudicate --all --studio
    """
    if draft is None and not studio:
        raise click.UsageError("say where to decide: --draft FILE or --studio; 'adjudicate status' only looks")
    if draft is not None and studio:
        raise click.UsageError("--draft and --studio can't be used together")
    chosen = _articles(corpus, articles, everything, annotators)
    if draft is None:
        from quotidian.adjudicate.in_studio import place

        server = named_server(corpus, home, url, token)
        placed = place(corpus, server, chosen, annotators, policy=policy, afresh=afresh, spread=spread)
        if as_json:
            print_json({**plain(placed), "clean": placed.clean})
        else:
            print_lines(_placed_lines(placed))
        ctx.exit(0 if placed.clean else 1)
    several = everything or len(chosen) > 1
    if several and draft.exists() and not draft.is_dir():
        raise click.UsageError(f"{draft} is a file: for several articles name a folder")
    done, refused = [], []
    for article in chosen:
        try:
            done.append(_draft(corpus, article, draft, annotators, policy, several=several, afresh=afresh))
        except (InputError, TextMissingError) as error:
            refused.append((article.id, error))
    if as_json:
        print_json(
            {"drafts": plain(done), "refused": [{"article": one, "message": str(error)} for one, error in refused]}
        )
    else:
        for one in done:
            click.echo(_drafted_line(one))
        _tell(error for _, error in refused)
    ctx.exit(1 if refused else 0)


def _draft(
    corpus: Corpus,
    article: Article,
    place: Path,
    annotators: tuple[str, ...],
    policy: Policy,
    *,
    several: bool,
    afresh: bool,
) -> Drafted:
    from quotidian.adjudicate.drafting import write_draft_file

    path = place / f"{article.id}.xml" if several or place.is_dir() else place
    if path == place:
        need_folder(path)
    return write_draft_file(corpus, article, path, annotators, policy=policy, afresh=afresh)


def _placed_lines(placed: Placed) -> Iterable[str]:
    if placed.nearness != "loopback":
        yield f"the server is not on this machine ({placed.nearness} address): the texts have left it"
    questions = _count(sum(placed.questions.values()), "disagreement")
    yield f"{len(placed.added)} added, {len(placed.present)} there before, {questions}: {placed.address}"
    yield from (f"  {one.message}" for one in placed.refused)


def _drafted_line(one: Drafted) -> str:
    between = _listed(one.between)
    if one.outcome == "settled":
        return f"{one.article}: gold answers all that {between} say; nothing to decide"
    counts = f"{_count(one.disagreements, 'disagreement')} between {between}, {one.open} open"
    return f"{one.path}: {one.outcome}: {counts}"


@command.command()
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--studio", is_flag=True, help="Take what was submitted in the adjudication project of Label Studio.")
@click.option("--annotators", metavar="A,B", callback=_names, help="With --studio: between whom.  [default: all]")
@click.option(
    "--adjudicator", metavar="NAME", callback=_name, help="Who decided, as annotations/annotators.json lists."
)
@click.option("--seconds", type=click.FloatRange(min=0), help="Working time, for the provenance.")
@click.option("--replace", is_flag=True, help="Write over gold that was edited by hand or decided otherwise since.")
@server_options
@corpus_option
@json_option
@click.pass_context
def pull(
    ctx: click.Context,
    corpus: Corpus,
    files: tuple[str, ...],
    studio: bool,
    annotators: tuple[str, ...],
    adjudicator: str | None,
    seconds: float | None,
    replace: bool,
    home: Path | None,
    url: str | None,
    token: str | None,
    as_json: bool,
) -> None:
    """Make gold of what was decided: only if nothing is open and the checks find no error.

    Exit code: 0 if all is gold, 1 if something is open or wrong; of that nothing is written.

    \b
    Examples:
      quotidian adjudicate pull article.xml --adjudicator ann-c
      quotidian adjudicate pull --studio --adjudicator ann-c
    """
    from quotidian.adjudicate.pulling import pull_file

    if bool(files) == studio:
        raise click.UsageError("name a file that 'adjudicate --draft' wrote, or --studio")
    if studio:
        from quotidian.adjudicate.in_studio import take

        server = named_server(corpus, home, url, token)
        taken = take(corpus, server, annotators, adjudicator=adjudicator, replace=replace)
        if as_json:
            refused = [str(error) for error in taken.refused]
            shown = {"gold": plain(taken.gold), "left": taken.left, "findings": plain(taken.findings)}
            print_json({**shown, "refused": refused, "clean": taken.clean})
        else:
            print_lines(_taken_lines(taken))
            _tell_unlisted(corpus, adjudicator)
        ctx.exit(0 if taken.clean else 1)
    done = []
    problems: list[DraftProblem] = []
    for file in files:
        try:
            done.append(pull_file(corpus, Path(file), adjudicator=adjudicator, seconds=seconds, replace=replace))
        except (InputError, TextMissingError) as error:
            found = error.problems if isinstance(error, DraftError) else (_problem(file, error),)
            problems += found
            if not as_json:
                click.echo("\n".join(map(str, found)))
            continue
        if not as_json:
            pulled = done[-1]
            for warning in pulled.warnings:
                click.echo(f"{warning} (warning)")
            state = "written" if pulled.kept.changed else "unchanged"
            click.echo(f"{file}: {pulled.kept.path}: {state}: {_told(pulled.kept.decisions)}")
    if as_json:
        print_json({"problems": [one._asdict() for one in problems], "gold": plain([one.kept for one in done])})
    else:
        _tell_unlisted(corpus, adjudicator)
    ctx.exit(1 if problems else 0)


def _taken_lines(taken: Taken) -> Iterable[str]:
    yield from map(str, taken.findings)
    yield from map(str, taken.refused)
    for kept in taken.gold:
        yield f"{kept.path}: {'written' if kept.changed else 'unchanged'}: {_told(kept.decisions)}"
    if taken.left:
        yield f"{_count(taken.left, 'article')} not submitted yet"


@command.command()
@_selection
@corpus_option
@json_option
def status(
    corpus: Corpus,
    articles: tuple[str, ...],
    everything: bool,
    annotators: tuple[str, ...],
    policy: Policy,
    as_json: bool,
) -> None:
    """Look how far adjudication is: what is gold, what is to be decided, and what is new since.

    Example: quotidian adjudicate status --all
    """
    from quotidian.adjudicate.status import standing

    found = [
        standing(corpus, one, annotators, policy=policy) for one in _articles(corpus, articles, everything, annotators)
    ]
    if as_json:
        print_json(plain(found))
        return
    for one in found:
        if one.state == "refused":
            click.echo(f"{one.article}: refused: {one.reason}")
            continue
        words = {"gold": "gold answers everything", "new": "gold, and new questions", "to-do": "to be decided"}
        by_hand = "; gold does not tell how it was decided: see 'record'" if one.by_hand else ""
        counts = (
            f"{one.items} items {'agreed' if one.state == 'to-do' else 'in gold'}, {_count(one.questions, 'question')}"
        )
        click.echo(f"{one.article}: {words[one.state]}: {counts}, between {_listed(one.between)}{by_hand}")


@command.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All gold annotations.")
@click.option("--adjudicator", metavar="NAME", callback=_name, help="Who decided, if the file does not tell.")
@corpus_option
@json_option
@click.pass_context
def record(
    ctx: click.Context,
    corpus: Corpus,
    articles: tuple[str, ...],
    everything: bool,
    adjudicator: str | None,
    as_json: bool,
) -> None:
    """Write into gold how it was decided, by comparing it with the annotators that it names; no label changes.

    Example: quotidian adjudicate record --all
    """
    from quotidian.adjudicate.recording import record_gold

    done, refused = [], []
    for article in _decided(corpus) if everything and not articles else _articles(corpus, articles, everything):
        try:
            done.append(record_gold(corpus, article, adjudicator=adjudicator))
        except InputError as error:
            refused.append((article.id, error))
    if as_json:
        print_json(
            {"gold": plain(done), "refused": [{"article": one, "message": str(error)} for one, error in refused]}
        )
    else:
        for one in done:
            click.echo(f"{one.path}: {'written' if one.changed else 'unchanged'}: {_told(one.decisions)}")
        _tell(error for _, error in refused)
    ctx.exit(1 if refused else 0)


def _articles(
    corpus: Corpus, ids: tuple[str, ...], everything: bool, annotators: tuple[str, ...] = ()
) -> tuple[Article, ...]:
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


def _decided(corpus: Corpus) -> Iterable[Article]:
    """All articles that have gold, whoever annotated them."""
    decided = set(corpus.annotated_ids(GOLD))
    return corpus.articles([one for one in corpus.article_ids() if one in decided])


def _told(decisions: Decisions) -> str:
    counts = {how: sum(one.how == how for one in decisions.items) for how in ("chosen", "new", "rejected")}
    told = ", ".join(f"{number} {how}" for how, number in counts.items() if number)
    return f"all agreed but {told}" if told else "all agreed"


def _tell(errors: Iterable[QuotidianError]) -> None:
    for error in errors:
        click.echo(f"quotidian: {error}", err=True)


def _tell_unlisted(corpus: Corpus, adjudicator: str | None) -> None:
    listed = [one.id for one in corpus.annotator_list()]
    if adjudicator is not None and adjudicator not in listed:
        click.echo(f"{adjudicator} is not described in annotations/annotators.json: say there who that is", err=True)


def _problem(file: str, error: QuotidianError) -> DraftProblem:
    return DraftProblem(file, 1, 1, str(error).removeprefix(f"{file}: "))


def _listed(names: Sequence[str]) -> str:
    """Two names or more in words."""
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _count(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
