"""What is measured, each in a process of its own: ``python -m bench.tasks NAME CORPUS OUT WORKERS`` tells seconds
and CPU seconds.

A task imports what it needs and returns the work; only the work is timed.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from quotidian.model import GOLD
from quotidian.store import TEXTS, Corpus

Work = Callable[[], None]


def validate(corpus: Corpus, _out: Path, _workers: int) -> Work:
    """Every check on every file."""
    from quotidian.checks import ERROR, validate

    def work() -> None:
        for finding in validate(corpus):
            assert finding.severity != ERROR, str(finding)

    return work


def build(corpus: Corpus, out: Path, workers: int) -> Work:
    """The release: read, checked, made into six configs, loaded back."""
    import datasets  # noqa: F401 - so that the work does not import it

    from quotidian.release import build

    def work() -> None:
        assert not build(corpus, out, workers=workers).unchanged

    return work


def rebuild(corpus: Corpus, out: Path, workers: int) -> Work:
    """The same again, with nothing changed."""
    from quotidian.release import build

    def work() -> None:
        assert build(corpus, out, workers=workers).unchanged, "something was changed in between"

    return work


def from_generator(corpus: Corpus, out: Path, _workers: int) -> Work:
    """The peer: ``datasets.Dataset.from_generator`` on the parsed files, one config of the six, nothing checked."""
    import datasets

    from quotidian.release.columns import features
    from quotidian.release.layers import default_row

    datasets.disable_progress_bars()

    def rows() -> Iterator[dict[str, Any]]:
        for article in corpus.articles(corpus.annotated_ids()):
            text = corpus.text_path(article).read_text("utf-8")
            yield default_row(article, text, corpus.annotation(article.id))

    def work() -> None:
        datasets.Dataset.from_generator(rows, features=features("default", corpus.ontology), cache_dir=str(out))

    return work


def parse_and_write(corpus: Corpus, out: Path, _workers: int) -> Work:
    """The limit: orjson parses the same bytes and pyarrow writes them as Parquet, with no meaning to either."""
    import orjson
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("article", pa.string()), ("text", pa.string()), ("annotation", pa.string())])
    out.mkdir(parents=True)

    def table(ids: list[str]) -> pa.Table:
        articles = [corpus.article_path(one).read_bytes() for one in ids]
        texts = [(corpus.root / TEXTS / f"{one}.txt").read_bytes() for one in ids]
        annotations = [corpus.annotation_path(GOLD, one).read_bytes() for one in ids]
        for document in (*articles, *annotations):
            orjson.loads(document)
        columns = (articles, texts, annotations)
        return pa.table([pa.array(column, pa.binary()).cast(pa.string()) for column in columns], schema=schema)

    def work() -> None:
        gc.disable()
        ids = corpus.annotated_ids()
        with pq.ParquetWriter(out / "limit.parquet", schema, compression="zstd") as writer:
            for start in range(0, len(ids), 500):
                writer.write_table(table(ids[start : start + 500]))

    return work


def agree(corpus: Corpus, _out: Path, _workers: int) -> Work:
    """Agreement of all annotators on every layer, with intervals, on one core."""
    import os

    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy counts the cores; all else is one thread anyway

    from quotidian.agreement.agree import agree

    def work() -> None:
        report = agree(corpus)
        assert not report.left_out
        assert {one.measure.layer for one in report.figures} == {"mentions", "coreference", "quotes", "events"}

    return work


TASKS: dict[str, Callable[[Corpus, Path, int], Work]] = {
    "agree": agree,
    "validate": validate,
    "build": build,
    "rebuild": rebuild,
    "from_generator": from_generator,
    "parse_and_write": parse_and_write,
}


def main() -> None:
    name, corpus, out, workers = sys.argv[1:]
    work = TASKS[name](Corpus(corpus), Path(out), int(workers))
    begin, cpu = time.perf_counter(), time.process_time()
    work()
    click.echo(json.dumps({"seconds": time.perf_counter() - begin, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    main()
