"""``python -m bench.studio``: `studio convert` beside label-studio-sdk's JSON_MIN converter, on the same export.

Both run in a process of their own and are measured by what the system says that it used: CPU seconds (user and
system) of the work without imports, and peak memory of the whole process. The peer writes one file and checks nothing;
`convert` checks every annotation and writes a file for each, flushed to the disk; `findings` does the same without
writing. All three run in turn, several times; figures are medians, ratios those of one turn. What making and flushing a
file costs is the kernel's time and differs with the disk: ``--folder`` says where to measure. For each new file ext4
passes over the inodes that were freed in the last minutes, one by one: after much was deleted `convert` costs twice as
much.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click

from bench.exports import ANNOTATOR, make_export
from quotidian.store import ANNOTATIONS

PEER = "json_min"
TASKS = 5_000
QUICK = 500
TURNS = 3

# Runs where label-studio-sdk is, so it may use nothing of this repository.
_PEER = """
import json, resource, sys, time
from label_studio_sdk.converter import Converter
folder = sys.argv[1]
converter = Converter(open(folder + "/config.xml").read(), folder, download_resources=False)
begin = time.process_time()
converter.convert_to_json_min(folder + "/export.json", folder + "/peer", is_dir=False)
seconds = time.process_time() - begin
print(json.dumps({"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """Tasks per CPU second, also as a ratio to the peer, and peak memory in MB."""

    task: str
    tasks: int
    per_second: float
    of_peer: float
    peak_mb: float


def has_peer(python: Path | str) -> bool:
    """Whether an interpreter is there and has label-studio-sdk."""
    command = [str(python), "-c", "import label_studio_sdk.converter"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False


def measure(folder: Path, tasks: int, peer_python: Path | str, turns: int = TURNS) -> Iterator[Measured]:
    """The peer, the findings alone, and the whole conversion, on one export of so many tasks.

    Args:
        folder: an empty one.
        tasks: how many; 60 regions and 15 relations each.
        peer_python: an interpreter that has label-studio-sdk.
        turns: how often each of them runs.
    """
    make_export(folder, tasks)
    (folder / "peer").mkdir()
    commands = {PEER: [str(peer_python), "-c", _PEER, str(folder)]} | {
        work: [sys.executable, "-m", "bench.studio", "--work", work, "--folder", str(folder)]
        for work in ("findings", "convert")
    }
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(turns):
        shutil.rmtree(folder / "corpus" / ANNOTATIONS / ANNOTATOR, ignore_errors=True)
        for name, command in commands.items():
            runs[name].append(_run(command))
    for name, measured in runs.items():
        yield Measured(
            task=name,
            tasks=tasks,
            per_second=round(tasks / median(seconds for seconds, _ in measured), 1),
            of_peer=round(median(p / own for (p, _), (own, _) in zip(runs[PEER], measured, strict=True)), 3),
            peak_mb=round(max(mb for _, mb in measured), 1),
        )


HEADING = "studio                       tasks  tasks/CPU s  of peer           peak MB"


def row(one: Measured) -> str:
    """A measurement as a line under :data:`HEADING`."""
    return f"{one.task:16} {one.tasks:17,} {one.per_second:12,.0f} {one.of_peer:8.2f} {one.peak_mb:17,.0f}"


def _run(command: Sequence[str]) -> tuple[float, float]:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    told = json.loads(done.stdout.splitlines()[-1])
    return float(told["seconds"]), float(told["mb"])


def _work(name: str, folder: Path) -> None:
    from quotidian.store import Corpus
    from quotidian.studio.convert import convert

    corpus = Corpus(folder / "corpus")
    begin = time.process_time()
    report = convert(folder / "export.json", corpus, annotator=ANNOTATOR, write=name == "convert")
    seconds = time.process_time() - begin
    assert report.fates == {"written": report.tasks}, report
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(json.dumps({"seconds": seconds, "mb": mb}))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.studio", description=__doc__)
    parser.add_argument("--peer-python", default=sys.executable, help="a Python that has label-studio-sdk")
    parser.add_argument("--tasks", type=int, default=TASKS)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--folder", type=Path, help="where the export is made (default: a temporary folder)")
    parser.add_argument("--work", choices=("findings", "convert"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        _work(options.work, options.folder)
        return
    if not has_peer(options.peer_python):
        parser.error(f"{options.peer_python} has no label-studio-sdk: name one that has with --peer-python")
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        click.echo(HEADING)
        for one in measure(folder, options.tasks, options.peer_python, options.turns):
            click.echo(row(one))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
