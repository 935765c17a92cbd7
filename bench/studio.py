"""``python -m bench.studio``: `studio convert` beside label-studio-sdk's JSON_MIN converter, on the same export.

Both run in a process of their own and are measured by what the system says that it used: CPU seconds (user and
system) of the work without imports, and peak memory of the whole process. The peer writes one file and checks nothing;
`convert` checks every annotation and writes a file for each, flushed to the disk; `findings` does the same without
writing.
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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench.exports import ANNOTATOR, make_export

TASKS = 5_000

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

    name: str
    per_second: float
    of_peer: float
    peak_mb: float


def measure(folder: Path, tasks: int, peer_python: Path | str) -> list[Measured]:
    """The peer, the findings alone, and the whole conversion, on one export of so many tasks.

    Args:
        folder: an empty one.
        tasks: how many; 60 regions and 15 relations each.
        peer_python: an interpreter that has label-studio-sdk.
    """
    make_export(folder, tasks)
    (folder / "peer").mkdir()
    runs = {
        "peer": _run([str(peer_python), "-c", _PEER, str(folder)]),
        "findings": _run([sys.executable, "-m", "bench.studio", "--work", "findings", "--folder", str(folder)]),
        "convert": _run([sys.executable, "-m", "bench.studio", "--work", "convert", "--folder", str(folder)]),
    }
    peer = runs["peer"][0]
    return [
        Measured(name=name, per_second=tasks / seconds, of_peer=peer / seconds, peak_mb=mb)
        for name, (seconds, mb) in runs.items()
    ]


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
    parser.add_argument("--peer", default=sys.executable, help="a Python that has label-studio-sdk")
    parser.add_argument("--tasks", type=int, default=TASKS)
    parser.add_argument("--folder", type=Path, help="where the export is made (default: a temporary folder)")
    parser.add_argument("--work", choices=("findings", "convert"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        _work(options.work, options.folder)
        return
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        for one in measure(folder, options.tasks, options.peer):
            click.echo(
                f"{one.name:10} {one.per_second:8,.0f} tasks/CPU s {one.of_peer:6.2f} of peer {one.peak_mb:6,.0f} MB"
            )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
