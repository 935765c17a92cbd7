"""``python -m bench``: articles per second and peak memory of `validate` and `build`, beside a peer and the limit.

Then tasks per CPU second of `studio convert`, beside another peer (:mod:`bench.studio`), and seconds and peak memory of
`agree` (:mod:`bench.agreement`).
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from bench import agreement, studio
from bench.memory import run
from bench.synthetic import make_corpus

SIZES = (1_000, 100_000)
QUICK = (200, 2_000)
PEER = "from_generator"
LIMIT = "parse_and_write"
# Task and number of processes, in the order in which they run: `rebuild` finds what the last `build` made.
PLAN = ((LIMIT, 1), (PEER, 1), ("validate", 1), ("build", 1), ("build", 2), ("rebuild", 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One measurement: articles per second, also as ratios to the peer and the limit of the same run, and MB."""

    task: str
    workers: int
    articles: int
    seconds: float
    per_second: float
    of_peer: float
    of_limit: float
    peak_mb: float


def measure(corpus: Path, articles: int, folder: Path) -> Iterator[Result]:
    """Every task on one corpus."""
    speeds: dict[str, float] = {}
    for task, workers in PLAN:
        out = folder / ("build" if task == "rebuild" else task)
        if task != "rebuild":
            shutil.rmtree(out, ignore_errors=True)
        done = run([sys.executable, "-m", "bench.tasks", task, str(corpus), str(out), str(workers)])
        seconds = json.loads(done.output)["seconds"]
        speed = articles / seconds
        speeds.setdefault(task, speed)
        yield Result(
            task=task,
            workers=workers,
            articles=articles,
            seconds=round(seconds, 2),
            per_second=round(speed, 1),
            of_peer=round(speed / speeds[PEER], 3) if PEER in speeds else float("nan"),
            of_limit=round(speed / speeds[LIMIT], 3),
            peak_mb=round(done.peak, 1),
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"sizes {QUICK} instead of {SIZES}")
    parser.add_argument("--articles", type=int, action="append", help="a size; may be repeated")
    parser.add_argument("--folder", type=Path, help="where the corpora are made (default: a temporary folder)")
    parser.add_argument("--peer-python", default=sys.executable, help="a Python that has label-studio-sdk")
    parser.add_argument("--json", type=Path, default=Path(".cache/bench.json"), help="where the figures go")
    options = parser.parse_args()
    results: list[Result] = []
    click.echo("task             workers  articles  articles/s  of peer of limit  peak MB")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for articles in options.articles or (QUICK if options.quick else SIZES):
            corpus = Path(folder) / f"corpus-{articles}"
            make_corpus(corpus, articles)
            for one in measure(corpus, articles, Path(folder)):
                results.append(one)
                click.echo(
                    f"{one.task:16} {one.workers:7} {one.articles:9,} {one.per_second:11,.0f} {one.of_peer:8.2f} "
                    f"{one.of_limit:8.2f} {one.peak_mb:8,.0f}",
                )
            shutil.rmtree(corpus)
        converted = _measure_studio(Path(folder) / "studio", options.peer_python, quick=options.quick)
        agreed = agreement.measure(Path(folder) / "agreement", agreement.QUICK if options.quick else agreement.ARTICLES)
        click.echo(agreement.tell(agreed))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    report = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "peer": PEER,
        "limit": LIMIT,
        "results": [asdict(one) for one in results],
        "studio_peer": studio.PEER,
        "studio": [asdict(one) for one in converted],
        "agree": asdict(agreed),
    }
    options.json.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    click.echo(
        f"peer: {PEER} (datasets, unchecked) and {studio.PEER} (label-studio-sdk, unchecked); "
        f"limit: {LIMIT} (orjson, Parquet); figures in {options.json}"
    )


def _measure_studio(folder: Path, peer_python: str, *, quick: bool) -> list[studio.Measured]:
    """`studio convert`, where its peer can be run; else it is said what is lacking."""
    if not studio.has_peer(peer_python):
        click.echo(
            f"studio           not measured: {peer_python} has no label-studio-sdk; "
            "'scripts/setup dev' installs it, --peer-python names a Python that has it"
        )
        return []
    folder.mkdir()
    click.echo(studio.HEADING)
    results = []
    for one in studio.measure(folder, *((studio.QUICK, peer_python, 1) if quick else (studio.TASKS, peer_python))):
        results.append(one)
        click.echo(studio.row(one))
    return results


if __name__ == "__main__":
    main()
