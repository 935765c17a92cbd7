"""``quotidian studio convert``: a raw export of any Label Studio, into annotations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotidian.cli.options import corpus_option, json_option, print_json
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.checks import Finding
    from quotidian.studio.convert import ConvertReport

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _named(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    names: dict[str, str] = {}
    for value in values:
        user, equals, name = value.rpartition("=")
        if not equals or not user:
            raise click.BadParameter(f"{value!r}: expected USER=NAME, such as ann@example.org=ann-b")
        names[user] = name
    return names


@click.command("convert")
@click.argument("export", type=FILE)
@click.option("--annotator", metavar="NAME", help="Whose work all of it is.")
@click.option(
    "--user",
    "annotators",
    metavar="USER=NAME",
    multiple=True,
    callback=_named,
    help="The annotator that a user is, by email address or number; once for each.",
)
@click.option("--version", metavar="VERSION", help="The Label Studio that it is from, for the provenance.")
@click.option("--overwrite", is_flag=True, help="Replace annotations that differ.")
@click.option("--dry-run", is_flag=True, help="Only tell the findings.")
@corpus_option
@json_option
@click.pass_context
def convert(
    ctx: click.Context,
    corpus: Corpus,
    export: Path,
    annotator: str | None,
    annotators: dict[str, str],
    version: str | None,
    overwrite: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Turn a raw JSON export of any Label Studio into annotations, without a server.

    The export may be of any size. An annotation with errors is not written, and one that differs from what the corpus
    has is not replaced: both are told.

    Exit code: 0 if everything submitted is in the corpus, 1 if not.

    Example: quotidian studio convert export.json --user ann@example.org=ann-b
    """
    from quotidian.studio.convert import convert as read

    found: list[Finding] = []
    report = read(
        export,
        corpus,
        annotator=annotator,
        annotators=annotators,
        version=version,
        overwrite=overwrite,
        write=not dry_run,
        finding=found.append if as_json else lambda finding: click.echo(str(finding)),
    )
    if as_json:
        shown = {name: getattr(report, name) for name in ("tasks", "states", "fates", "findings", "errors")}
        print_json(shown | {"file": str(report.file), "found": [finding.to_dict() for finding in found]})
    else:
        click.echo(_summary(report, dry_run))
    ctx.exit(1 if report.errors or report.fates.get("kept") else 0)


def _summary(report: ConvertReport, dry_run: bool) -> str:
    """One line of counts."""
    words = {
        "written": "would be written" if dry_run else "written",
        "unchanged": "unchanged",
        "kept": "left as the corpus has them",
        "refused": "refused",
        "nothing": "without an annotation",
    }
    counts = [f"{report.fates[fate]} {word}" for fate, word in words.items() if report.fates.get(fate)]
    return f"{report.tasks} task{'' if report.tasks == 1 else 's'}: {', '.join(counts) or 'nothing'}"
