"""``python -m bench.pull``: what a pull costs that finds nothing new, beside the first one, on a real Label Studio.

The server is started on a copy of the folder that the tests prepare. Every task has an annotation and a suggestion of
60 regions; seconds are those of the clock, for most of the work is the server's.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from tests.studio.servers import copy_home, start

from bench.exports import ANNOTATOR, exported, make_export
from quotidian.store import Corpus
from quotidian.studio.client import Client
from quotidian.studio.filling import BATCH
from quotidian.studio.listing import OVERLAP
from quotidian.studio.project import open_project
from quotidian.studio.pull import pull
from quotidian.studio.server import Server, down
from quotidian.studio.status import status

TASKS = 2_000


def fill(corpus: Corpus, server: Server, tasks: int) -> None:
    """Give the annotator so many tasks, each submitted."""
    client = Client(server)
    project = open_project(client, corpus, ANNOTATOR)
    for first in range(0, tasks, BATCH):
        client.import_tasks(project.id, [_submitted(number) for number in range(first, min(tasks, first + BATCH))])


def _submitted(number: int) -> dict[str, Any]:
    task: dict[str, Any] = exported(number)
    result = task["annotations"][0]["result"]
    return {
        "data": task["data"],
        "annotations": [{"result": result, "lead_time": 300.0}],
        "predictions": [{"result": result, "model_version": "bench"}],
    }


def measure(folder: Path, server: Server, tasks: int) -> None:
    """Print the seconds of each step."""
    make_export(folder, tasks)
    corpus = Corpus(folder / "corpus")
    seconds("fill", lambda: fill(corpus, server, tasks))
    seconds("pull, the first", lambda: pull(corpus, server))
    time.sleep(OVERLAP.total_seconds())  # what has just happened is listed again
    seconds("pull, all listed again", lambda: pull(corpus, server, everything=True))
    seconds("pull, nothing new", lambda: pull(corpus, server))
    seconds("status", lambda: status(corpus, server))


def seconds(what: str, do: Callable[[], object]) -> None:
    begin, used = time.perf_counter(), time.process_time()
    do()
    click.echo(f"{what:24} {time.perf_counter() - begin:7.1f} s, {time.process_time() - used:6.1f} CPU s of ours")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pull", description=__doc__)
    parser.add_argument("--tasks", type=int, default=TASKS)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    home = copy_home(folder / "home")
    try:
        measure(folder, start(home), options.tasks)
    finally:
        down(home)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
