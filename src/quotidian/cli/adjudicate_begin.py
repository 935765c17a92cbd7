"""``quotidian adjudicate begin``: articles before the person who decides."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotidian.adjudicate.policy import Policy
from quotidian.cli.adjudicate_options import chosen_articles, count, listed, selection, tell
from quotidian.cli.options import corpus_option, json_option, need_folder, plain, print_json, print_lines
from quotidian.cli.studio_options import NamedServer, server_options
from quotidian.errors import InputError, TextMissingError
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.adjudicate.drafting import Drafted
    from quotidian.adjudicate.in_studio import Placed
    from quotidian.model import Article

FILE = click.Path(path_type=Path)


@click.command()
@selection
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
    server: NamedServer,
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
    chosen = chosen_articles(corpus, articles, everything, annotators)
    if draft is None:
        from quotidian.adjudicate.in_studio import place

        placed = place(corpus, server.of(corpus), chosen, annotators, policy=policy, afresh=afresh, spread=spread)
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
        tell(error for _, error in refused)
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
    questions = count(sum(placed.questions.values()), "disagreement")
    yield f"{len(placed.added)} added, {len(placed.present)} there before, {questions}: {placed.address}"
    yield from (f"  {one.message}" for one in placed.refused)


def _drafted_line(one: Drafted) -> str:
    between = listed(one.between)
    if one.outcome == "settled":
        return f"{one.article}: gold answers all that {between} say; nothing to decide"
    counts = f"{count(one.disagreements, 'disagreement')} between {between}, {one.open} open"
    return f"{one.path}: {one.outcome}: {counts}"
