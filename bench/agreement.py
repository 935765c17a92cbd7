"""``python -m bench.agreement``: `agree` on every layer, intervals included, on one core.

An article has at least 60 spans of mentions, and 50 more of quotes and events; three annotators nearly agree on them.
The bounds are those that a corpus of 1,000 articles must keep: 60 s and 500 MB. CPU seconds are what counts: on a
machine that does other work too, the clock runs on while this waits.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from bench.annotators import make_annotated_corpus
from bench.memory import run

ARTICLES = 1_000
QUICK = 100
ANNOTATORS = 3
MOST_SECONDS = 60
MOST_MB = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """Seconds of the work without imports, by the clock and of the one core, and peak MB of the whole process."""

    articles: int
    annotators: int
    seconds: float
    cpu_seconds: float
    peak_mb: float


def measure(folder: Path, articles: int, annotators: int = ANNOTATORS) -> Agreed:
    """`agree` on a corpus made in an empty folder, in a process of its own."""
    make_annotated_corpus(folder, articles, annotators)
    done = run([sys.executable, "-m", "bench.tasks", "agree", str(folder), str(folder / "out"), "1"])
    told = json.loads(done.output)
    return Agreed(
        articles=articles,
        annotators=annotators,
        seconds=round(told["seconds"], 2),
        cpu_seconds=round(told["cpu"], 2),
        peak_mb=round(done.peak, 1),
    )


def tell(one: Agreed) -> str:
    """One line."""
    return (
        f"agree: {one.articles:,} articles by {one.annotators} annotators in {one.cpu_seconds:.1f} s of one core "
        f"({one.seconds:.1f} s by the clock), {one.peak_mb:,.0f} MB; "
        f"bounds for {ARTICLES:,}: {MOST_SECONDS} s, {MOST_MB} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.agreement", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--annotators", type=int, default=ANNOTATORS)
    parser.add_argument("--folder", type=Path, help="where the corpus is made (default: a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        click.echo(tell(measure(Path(folder), options.articles, options.annotators)))


if __name__ == "__main__":
    main()
