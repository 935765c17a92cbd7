"""Ten thousand files: memory that does not grow with them, and a report that stays small."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotidian.init import init
from tests.ingest.samples import BODY, OTHER_BODY

WORDS = " ".join(BODY + OTHER_BODY).split()

# Runs in a process of its own, so that its peak is that of the ingest.
CODE = """
import json, resource, sys
from pathlib import Path
from quotidian.ingest import IngestSettings, ingest
from quotidian.store import Corpus
told = []
report = ingest(
    Corpus(Path(sys.argv[1])), [Path(sys.argv[2])], settings=IngestSettings(source="T", license="CC0-1.0"),
    progress=lambda done, total: told.append((done, total)) if done == total else None,
)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
refused = [[Path(o.source).name, o.reason] for o in report.refused]
print(json.dumps([len(report.added), report.unchanged, refused, told[-1], peak]))
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder in memory where there is room: 40,000 flushes to a disk would only measure the disk."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 500_000_000
    with tempfile.TemporaryDirectory(dir=memory if roomy else None) as folder:
        yield Path(folder)


def write_articles(folder: Path, number: int) -> None:
    """So many different articles, and three that are refused."""
    folder.mkdir()
    for i in range(number):
        shift = i % len(WORDS)
        words = WORDS[shift:] + WORDS[:shift]
        # Every fourth word is the article's own: no two are alike.
        text = " ".join(f"{word} w{i}x{place}" if place % 4 == 0 else word for place, word in enumerate(words))
        (folder / f"{i:05}.txt").write_text(f"Ferry number {i} leaves Tarsk\n\n{text}.\n")
    (folder / "00002x.txt").write_bytes((folder / "00002.txt").read_bytes())
    (folder / "00500x.txt").write_bytes(b"Caf\xe9")
    (folder / "99999.txt").write_bytes(b"")


def measure(corpus: Path, folder: Path) -> tuple[list[object], int]:
    """What an ingest reports, and its peak of memory in KB."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(corpus), str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    *found, peak = json.loads(done.stdout)
    return found, peak


def test_memory_at_ten_thousand_files_is_close_to_that_at_a_thousand(home: Path) -> None:
    refused = [["00002x.txt", "duplicate"], ["00500x.txt", "not-utf8"], ["99999.txt", "no-text"]]
    peaks = {}
    for number in (1_000, 10_000):
        corpus = init(home / f"corpus-{number}", name="many").root
        write_articles(home / str(number), number)
        found, peaks[number] = measure(corpus, home / str(number))
        assert found == [number, 0, refused, [number + 3, number + 3]]
    # Signatures take some 2 KB an article (19 MB for 9,000); the files themselves are 20 MB and are not kept.
    assert peaks[10_000] - peaks[1_000] < 30_000, peaks
    # A corpus of 10,000 is taken stock of in as little memory, and is still known article by article.
    again = home / "again"
    again.mkdir()
    for name in ("00000.txt", "09999.txt"):
        (again / name).write_bytes((home / "10000" / name).read_bytes())
    (again / "x.txt").write_bytes((home / "10000" / "05000.txt").read_bytes())
    found, peak = measure(home / "corpus-10000", again)
    assert found == [0, 2, [["x.txt", "duplicate"]], [3, 3]]
    assert peak - peaks[1_000] < 30_000, (peaks, peak)
