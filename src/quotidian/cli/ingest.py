"""``quotidian ingest``: raw text, HTML and CoNLL-U into the corpus."""

from __future__ import annotations

from pathlib import Path

import click

from quotidian.cli.options import console, corpus_option, json_option, print_json, progress, under
from quotidian.ingest import IngestReport, IngestSettings, Outcome, ingest, read_list, read_metadata
from quotidian.ingest.rights import canonical
from quotidian.ingest.rules import RULES
from quotidian.model import SPLITS
from quotidian.store import Corpus

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _license(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """An SPDX expression in its canonical form."""
    try:
        return canonical(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(f"{error}; see https://spdx.org/licenses") from None


@click.command(
    epilog="Example:  quotidian ingest page.html --source Wikinews --license CC-BY-2.5",
)
@click.argument("sources", nargs=-1, metavar="SOURCE...", type=click.Path(path_type=Path))
@click.option("--from-file", "lists", multiple=True, type=FILE, help="A list of sources, one a line (also: @FILE).")
@click.option(
    "--metadata", "rows", type=FILE, help="What is said of each file, as JSON Lines or CSV; see docs/ingest.md."
)
@click.option("--source", help="Who published it.  [default: the site's name in the page]")
@click.option(
    "--license", callback=_license, help="SPDX expression, such as CC-BY-4.0 or LicenseRef-All-Rights-Reserved."
)
@click.option("--holder", help="Who owns the text.  [default: the source]")
@click.option("--attribution", help="The line that the licence asks for.  [default: made for CC BY]")
@click.option("--title", help="The headline, in square brackets if it is not the publisher's.")
@click.option("--url", help="Where it was published.")
@click.option("--published", metavar="YYYY-MM-DD", help="When it was published.")
@click.option("--language", default="en", show_default=True, help="The language that it must be in.")
@click.option("--story", help="Name of the event: articles on the same event share a split.")
@click.option("--split", type=click.Choice(SPLITS), help="Which split it belongs to.  [default: by hash]")
@click.option("--standoff", is_flag=True, help="Keep the text out of the repository.")
@click.option(
    "--redistributable/--not-redistributable",
    default=None,
    help="Whether a release may hold the text.  [default: what the licence says]",
)
@click.option("--synthetic", is_flag=True, help="It was invented for the corpus.")
@click.option(
    "--obtain", help="Where a copy of the source can be had; {name} and {url} are filled in.  [default: the URL]"
)
@click.option("-v", "--verbose", is_flag=True, help="Show each article, and what was removed from it.")
@corpus_option
@json_option
def command(
    corpus: Corpus,
    sources: tuple[Path, ...],
    lists: tuple[Path, ...],
    rows: Path | None,
    verbose: bool,
    as_json: bool,
    **said: object,
) -> None:
    """Take raw articles into the corpus: text, HTML or CoNLL-U files, and folders of them.

    Captions, credits, datelines and what a web page leaves behind are removed by documented rules, and each removal is
    kept with its reason. Refused are texts in another language, repetitions of what the corpus has, and sources without
    a licence. What fails never stops the rest; a second run changes nothing.

    Exit code: 0 if every source is in the corpus, 1 if one was refused, 2 for misuse.
    """
    settings = IngestSettings(**said)  # type: ignore[arg-type]  # the options above are its fields
    named = [path for source in sources for path in _named(source)] + [path for one in lists for path in read_list(one)]
    if not named:
        raise click.UsageError("no source: name files or folders, or a list of them with --from-file")
    if settings.license is None and rows is None:
        raise click.UsageError(
            "no licence: give --license with an SPDX expression, or one for each file with --metadata; for a text "
            "without a licence use --license LicenseRef-All-Rights-Reserved --standoff"
        )
    if (settings.title or settings.url) and (len(named) > 1 or named[0].is_dir()):
        raise click.UsageError("--title and --url are of one article: use --metadata for several")
    shown = console()

    def observe(outcome: Outcome) -> None:
        if verbose and not as_json:
            for line in _lines(outcome):
                shown.print(line, markup=False)

    with progress() as bar:
        task = bar.add_task("ingest", total=None)
        report = ingest(
            corpus,
            named,
            settings=settings,
            metadata=read_metadata(rows) if rows is not None else None,
            metadata_file=rows,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            observe=observe,
        )
    if as_json:
        print_json(_document(report))
    else:
        for line in _summary(report):
            shown.print(line, markup=False)
    click.get_current_context().exit(0 if report.clean else 1)


def _named(source: Path) -> list[Path]:
    """A source, or what the list ``@FILE`` names."""
    listed = str(source).removeprefix("@")
    return [source] if listed == str(source) else read_list(Path(listed))


def _lines(outcome: Outcome) -> list[str]:
    """One outcome for people, with what was removed."""
    if outcome.status in ("refused", "skipped"):
        return []
    return [
        f"{outcome.status} {outcome.article} from {outcome.source}",
        *(f"  - {removal.rule}: {removal.text}" for removal in outcome.removed),
    ]


def _summary(report: IngestReport) -> list[str]:
    """The report for people: what went wrong comes last, where it is seen."""
    why = {rule.id: rule.why for rule in RULES}
    lines = [
        f"{len(report.added)} added, {report.unchanged} unchanged, {len(report.refused)} refused, "
        f"{len(report.skipped)} skipped"
    ]
    lines += under("removed", (f"{number:5} {rule}: {why[rule]}" for rule, number in report.removed.most_common()))
    lines += under("skipped", (f"{outcome.source}: {outcome.message}" for outcome in report.skipped))
    lines += under("metadata for files that are not among the sources", report.unused)
    lines += under("refused", (f"[{outcome.reason}] {outcome.message}" for outcome in report.refused))
    if report.stopped:
        lines.append("stopped there: nothing after it was read")
    return lines


def _document(report: IngestReport) -> dict[str, object]:
    """The report for machines; no removed text, which may be nobody else's to see."""

    def one(outcome: Outcome) -> dict[str, object]:
        twin = {"twin": outcome.twin} if outcome.twin is not None else {}
        return {"source": outcome.source, "reason": outcome.reason, "message": outcome.message, **twin}

    return {
        "added": report.added,
        "unchanged": report.unchanged,
        "refused": [one(outcome) for outcome in report.refused],
        "skipped": [one(outcome) for outcome in report.skipped],
        "removed": dict(report.removed.most_common()),
        "unused_metadata": report.unused,
        "stopped": report.stopped,
    }
