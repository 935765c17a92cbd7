"""The catalogue of all checks, and the page that is made of it."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotidian.checks import (
    files,
    linguistics,
    metadata,
    ontology,
    ontology_file,
    quote_marks,
    quotes,
    references,
    schema,
    spans,
    text,
)
from quotidian.checks import format as format_level
from quotidian.checks.check import LEVELS, Check
from quotidian.checks.finding import printable
from quotidian.schemas import data_folder

_ALL: tuple[tuple[Check[Any], ...], ...] = (
    format_level.CHECKS,
    format_level.PLACE_CHECKS,
    schema.VIOLATIONS,
    schema.STRAY_CHECKS,
    metadata.CHECKS,
    text.FORM_CHECKS,
    text.HASH_CHECKS,
    spans.CHECKS,
    files.FILED_CHECKS,
    files.ARTICLE_CHECKS,
    files.PLACE_CHECKS,
    files.TWIN_CHECKS,
    files.FOLDER_CHECKS,
    references.ANNOTATION_CHECKS,
    ontology_file.CHECKS,
    ontology.ANNOTATION_CHECKS,
    linguistics.CHECKS,
    quotes.CHECKS,
    quote_marks.CHECKS,
)
_LISTED = [check for checks in _ALL for check in checks]

CATALOGUE: tuple[Check[Any], ...] = tuple(sorted(_LISTED, key=lambda check: LEVELS.index(check.level)))
"""Every check, in the order of the levels."""

_QUESTIONS = {
    "format": "Can the file be read at all, and does everybody read the same in it?",
    "schema": "Does a document have the fields and forms that its JSON Schema asks for?",
    "text": "Is the text the one that was annotated, and does each span hold what it says?",
    "references": "Does every id, name and hash point at what it should, and may each file be where it is?",
    "ontology": "Are labels, roles and attributes the ones that the corpus defines, and used as defined?",
    "linguistics": "Does the annotation make sense as language?",
}
_NEEDS = {"article": "the article's metadata", "text": "the article's text", "ontology": "a readable ontology"}


def cases_folder() -> Path:
    """Where the examples of the checks are in a checkout of the repository; an installed package has none."""
    return data_folder() / "tests" / "cases"


def catalogue_markdown(cases: Path | None = None) -> str:
    """The page ``docs/checks.md``: every check with its reasons and its smallest invalid example.

    Args:
        cases: the folder of examples, by default the repository's.
    """
    folder = cases_folder() if cases is None else cases
    lines = [
        "# The checks",
        "",
        "Generated from the catalogue by `scripts/generate`; do not edit.",
        "",
        *_wrapped(
            f"`quotidian validate` runs {len(CATALOGUE)} checks in {len(LEVELS)} levels. Each finding is one line, "
            "`file:line: level check-id message`; that of a warning begins with `warning:`. An error makes the command "
            "exit with 1, a warning only with `--strict`. A check that needs what is not at hand does not run: of a "
            "stand-off article that was not hydrated everything is checked that can be checked without its text. A "
            "finding about a stand-off article never quotes its text."
        ),
        "",
        *_wrapped(
            "The examples show what differs between the valid and the invalid case of `tests/cases/<check-id>/`, and "
            "what is found in the invalid one."
        ),
        "",
        "| level | check | severity | finds |",
        "|---|---|---|---|",
        *(f"| {c.level} | [`{c.id}`](#{c.id}) | {c.severity} | {c.title} |" for c in CATALOGUE),
    ]
    for level in LEVELS:
        lines += ["", f"## {level.capitalize()}", "", _QUESTIONS[level]]
        for check in CATALOGUE:
            if check.level == level:
                lines += ["", *_section(check, folder / check.id)]
    return "\n".join(lines) + "\n"


def _section(check: Check[Any], case: Path) -> Iterator[str]:
    yield f"### {check.id}"
    yield ""
    needs = ", ".join(_NEEDS[name] for name in sorted(check.needs))
    yield f"{check.title}. *{check.severity.capitalize()}{f'; needs {needs}' if needs else ''}.*"
    yield ""
    yield from _wrapped(check.why)
    yield ""
    yield from _wrapped(f"To mend: {check.mend}.")
    if case.is_dir():
        yield ""
        yield "```diff"
        yield from _difference(case / "valid", case / "invalid")
        yield "```"
        yield ""
        yield "```text"
        yield (case / "expected.txt").read_text("utf-8").rstrip("\n")
        yield "```"


def _wrapped(paragraph: str) -> list[str]:
    return textwrap.wrap(paragraph, 118, break_long_words=False, break_on_hyphens=False)


def _difference(valid: Path, invalid: Path) -> Iterator[str]:
    """The lines that differ between two folders, file by file; of a file that only one of them has, its name."""
    names = {path.relative_to(folder) for folder in (valid, invalid) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(names):
        if not (valid / name).is_file() or not (invalid / name).is_file():
            yield f"{'-' if (valid / name).is_file() else '+'} {name.as_posix()}"
            continue
        changes = [line for line in difflib.ndiff(_lines(valid / name), _lines(invalid / name)) if line[0] in "+-"]
        if changes:
            yield f"  {name.as_posix()}"
            yield from (f"{line[0]} {line[2:].strip()}" for line in changes if line[2:].strip())


def _lines(path: Path) -> list[str]:
    """The lines of a file, with anything that a page can't show written as an escape."""
    return [printable(line) for line in path.read_bytes().decode("utf-8", "backslashreplace").split("\n")]
