"""Building: what comes out, that it is always the same, and that failing leaves nothing behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import orjson
import pyarrow.parquet as pq
import pytest
from bench.synthetic import make_corpus
from click.testing import CliRunner

from quotidian.cli.build import command
from quotidian.errors import BuildError, InputError
from quotidian.model import GOLD
from quotidian.release import BuildReport, build, summary
from quotidian.release.manifest import Articles, Count, file_entry, read_manifest
from quotidian.release.papers import write_papers
from quotidian.store import INFO, Corpus, to_json, write_atomic
from quotidian.text import digest
from tests.release.corpora import COURT, STORM, bakery, court, empty_corpus, ferry, full_corpus, hydrate, save, storm


def tree(folder: Path) -> dict[str, str]:
    """Hashes of all files by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ids(file: Path) -> list[str]:
    """Of the articles in a Parquet file, one a row."""
    return [str(doc_id) for doc_id in pq.read_table(file).column("doc_id").to_pylist()]


# What comes out


def test_the_release_is_a_complete_folder(release: Path) -> None:
    assert release.name == "harbour-0.1.0"
    assert names(release.parent) == ["harbour-0.1.0"]
    assert names(release) == [
        "CITATION.cff",
        "LICENSES",
        "README.md",
        "SHA256SUMS",
        "croissant.json",
        "data",
        "manifest.json",
        "ontology.json",
        "release-row.schema.json",
    ]
    for config in ("default", "entities", "quotes", "events", "annotators", "standoff"):
        assert names(release / "data" / config) == [
            f"{split}-00000-of-00001.parquet" for split in ("test", "train", "validation")
        ]


def test_the_manifest_counts_articles_and_rows(report: BuildReport) -> None:
    manifest = report.manifest
    assert report.unchanged is False
    assert manifest.articles == Articles(total=5, gold=4, waiting=1, with_text=2, standoff=2)
    rows = {config: [count.rows for count in splits.values()] for config, splits in manifest.counts.items()}
    assert rows == {
        "default": [1, 0, 1],
        "entities": [3, 0, 1],
        "quotes": [2, 0, 1],
        "events": [1, 0, 0],
        "annotators": [2, 2, 4],
        "standoff": [0, 1, 1],
    }
    assert manifest.counts["default"]["test"] == Count(articles=1, rows=1, entities=3, mentions=6, quotes=1)
    assert manifest.counts["annotators"]["test"].articles == 2
    assert read_manifest(Path(report.folder)) == manifest


def test_articles_keep_their_split(shared_corpus: Corpus, release: Path) -> None:
    splits = {article.id: article.split for article in shared_corpus.articles()}
    for file in sorted(release.glob("data/*/*.parquet")):
        assert {splits[doc_id] for doc_id in ids(file)} <= {file.name.split("-")[0]}


def test_rows_come_in_the_order_of_the_ids(release: Path) -> None:
    for file in release.glob("data/*/*.parquet"):
        assert ids(file) == sorted(ids(file))


def test_gold_is_no_annotator_before_adjudication(release: Path) -> None:
    (file,) = release.glob("data/annotators/train-*.parquet")
    table = pq.read_table(file)
    assert table.column("annotator").to_pylist() == ["ann-a", "ann-b"]
    assert [len(events or ()) for events in table.column("events").to_pylist()] == [0, 1]


# Always the same


def test_the_same_corpus_gives_the_same_bytes_anywhere(tmp_path: Path, release: Path) -> None:
    elsewhere = full_corpus(tmp_path / "else" / "where")
    again = build(elsewhere, tmp_path / "out")
    assert again.folder == str(tmp_path / "out" / "harbour-0.1.0")
    assert tree(Path(again.folder)) == tree(release)


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotidian.release.builder.CHUNK_ARTICLES", 10)
    corpus = make_corpus(tmp_path / "bench", 65)
    trees = [tree(Path(build(corpus, tmp_path / str(workers), workers=workers).folder)) for workers in (1, 2, 3)]
    assert trees[0] == trees[1] == trees[2]
    assert len(trees[0]) == 8 + 18


def test_the_hash_seed_of_python_does_not_matter(tmp_path: Path, shared_corpus: Corpus, release: Path) -> None:
    for seed in ("0", "17"):
        out = tmp_path / seed
        run = [sys.executable, "-c", "from quotidian.cli import main; main()", "build"]
        subprocess.run(
            [*run, "--corpus", str(shared_corpus.root), "--out", str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        assert tree(out / "harbour-0.1.0") == tree(release)


def test_a_second_build_of_the_same_leaves_it_alone(built: Corpus, report: BuildReport) -> None:
    folder = built.releases / "harbour-0.1.0"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    second = build(built, workers=2)
    assert second == msgspec.structs.replace(report, unchanged=True, folder=str(folder))
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize(
    "path",
    ["README.md", "data/quotes/train-00000-of-00001.parquet", "manifest.json", "SHA256SUMS", "ontology.json"],
)
def test_a_damaged_release_is_built_anew(built: Corpus, release: Path, path: str) -> None:
    folder = built.releases / "harbour-0.1.0"
    damaged = folder / path
    damaged.write_bytes(damaged.read_bytes() + b"x")
    assert build(built).unchanged is False
    assert tree(folder) == tree(release)


def test_a_file_that_is_not_of_the_release_goes(built: Corpus) -> None:
    stray = built.releases / "harbour-0.1.0" / "data" / "notes.txt"
    stray.write_text("mine")
    assert build(built).unchanged is False
    assert not stray.exists()


def test_a_changed_annotation_is_noticed(built: Corpus) -> None:
    _, _, annotation = ferry()
    built.save_annotation(msgspec.structs.replace(annotation, events=()))
    again = build(built)
    assert again.unchanged is False
    assert again.manifest.counts["events"]["train"].rows == 0


def test_another_annotator_is_noticed(built: Corpus) -> None:
    built.save_annotation(msgspec.structs.replace(ferry()[2], annotator="ann-c"))
    assert build(built).manifest.counts["annotators"]["train"].rows == 3


def test_a_change_log_is_noticed_and_comes_along(built: Corpus) -> None:
    (built.root / "CHANGELOG.md").write_text("# Changes\n")
    build(built)
    assert (built.releases / "harbour-0.1.0" / "CHANGELOG.md").read_text() == "# Changes\n"


def test_a_changed_text_is_noticed(built: Corpus) -> None:
    path = built.text_path(ferry()[0])
    path.write_text("another text\n")
    with pytest.raises(BuildError) as caught:
        build(built)
    assert str(caught.value).splitlines()[1] == (
        f"{path}: not the text of this article: found {digest(path.read_text()).sha256[:12]!r}, "
        f"expected SHA-256 {ferry()[0].text.sha256[:12]}…; restore the file"
    )


def test_another_version_is_another_folder(built: Corpus) -> None:
    write_atomic(built.root / INFO, to_json(msgspec.structs.replace(built.info, version="0.2.0")))
    again = build(Corpus(built.root))
    assert names(built.releases) == ["harbour-0.1.0", "harbour-0.2.0"]
    assert again.manifest.version == "0.2.0"


# Any small corpus


def test_one_article_is_enough(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "one")
    save(corpus, *bakery())
    report = build(corpus)
    assert report.manifest.articles == Articles(total=1, gold=1, waiting=0, with_text=1, standoff=0)
    assert "from datasets import load_dataset" in summary(report)


def test_standoff_articles_alone_are_enough(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "none")
    save(corpus, *court())
    report = build(corpus)
    assert report.manifest.articles == Articles(total=1, gold=1, waiting=0, with_text=0, standoff=1)
    assert f'rows = load_dataset("{report.folder}", "annotators", split="test")' in summary(report)


def test_annotations_without_anything_in_them_are_enough(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "bare")
    article, text, annotation = bakery()
    save(corpus, article, text, msgspec.structs.replace(annotation, entities=(), mentions=(), quotes=(), events=()))
    report = build(corpus)
    assert {config: sum(c.rows for c in splits.values()) for config, splits in report.manifest.counts.items()} == {
        "default": 1,
        "entities": 1,
        "quotes": 0,
        "events": 0,
        "annotators": 2,
        "standoff": 0,
    }


# Hydrated


def test_without_asking_hydrated_texts_stay_out(corpus: Corpus, release: Path) -> None:
    hydrate(corpus, STORM, COURT)
    assert tree(Path(build(corpus).folder)) == tree(release)


def test_hydrated_texts_come_in_where_their_licence_allows_it(corpus: Corpus) -> None:
    hydrate(corpus, STORM, COURT)
    report = build(corpus, hydrated=True)
    folder = Path(report.folder)
    assert report.manifest.hydrated is True
    assert report.manifest.articles == Articles(total=5, gold=4, waiting=1, with_text=3, standoff=1)
    (row,) = pq.read_table(folder / "data/default/validation-00000-of-00001.parquet").to_pylist()
    assert row["text"] == STORM
    assert row["standoff"] is True
    assert row["rights"]["attribution"] == "Open News, CC BY 2.5"
    (row,) = pq.read_table(folder / "data/standoff/test-00000-of-00001.parquet").to_pylist()
    assert row["doc_id"] == court()[0].id
    assert (
        "- [Storm damages pier](<https://example.org/a>), Open News, 2026-03-03. Open News, CC BY 2.5. "
        "[CC-BY-2.5](https://creativecommons.org/licenses/by/2.5/)."
    ) in (folder / "README.md").read_text()


def test_no_file_holds_a_piece_of_a_text_that_may_not_be_released(corpus: Corpus) -> None:
    hydrate(corpus, STORM, COURT)
    folder = Path(build(corpus, hydrated=True).folder)
    pieces = [COURT[at : at + 20] for at in range(len(COURT) - 19)]
    for path in folder.rglob("*"):
        if path.is_file():
            content = str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else path.read_text()
            assert [piece for piece in pieces if piece in content] == [], path
            assert [piece for piece in pieces if piece.encode() in path.read_bytes()] == [], path


def test_a_text_that_may_not_be_released_changes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    hydrate(corpus, STORM)
    without = tree(Path(build(corpus, tmp_path / "without", hydrated=True).folder))
    hydrate(corpus, COURT)
    assert tree(Path(build(corpus, tmp_path / "with", hydrated=True).folder)) == without


def test_a_text_of_a_standoff_article_in_the_repository_is_not_looked_at(corpus: Corpus, tmp_path: Path) -> None:
    (corpus.root / "corpus" / "texts" / f"{storm()[0].id}.txt").write_text(STORM)
    assert build(corpus, tmp_path, hydrated=True).manifest.articles.with_text == 2


def test_hydrated_and_not_are_told_apart(built: Corpus) -> None:
    hydrate(built, STORM)
    assert build(built).unchanged is True
    assert build(built, hydrated=True).unchanged is False
    assert build(built, hydrated=True).unchanged is True
    assert build(built).unchanged is False


def test_a_text_that_was_hydrated_later_is_noticed(corpus: Corpus) -> None:
    assert build(corpus, hydrated=True).manifest.articles.with_text == 2
    hydrate(corpus, STORM)
    assert build(corpus, hydrated=True).manifest.articles.with_text == 3


def test_a_text_in_the_repository_that_may_not_be_released_stays_out(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "mistaken")
    article, text, annotation = bakery()
    rights = msgspec.structs.replace(article.rights, redistributable=False)
    save(corpus, msgspec.structs.replace(article, rights=rights), text, annotation)
    manifest = build(corpus).manifest
    assert manifest.articles == Articles(total=1, gold=1, waiting=0, with_text=0, standoff=1)


# Refused


def test_a_corpus_without_gold_has_nothing_to_release(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "empty")
    with pytest.raises(BuildError) as caught:
        build(corpus)
    assert str(caught.value) == (
        f"{corpus.root}: no article has a gold annotation, so there is nothing to release: "
        f"annotations are expected in {corpus.root}/annotations/gold/ID.json"
    )
    assert not corpus.releases.exists()


def test_gold_of_an_unknown_article_is_refused(corpus: Corpus) -> None:
    article, _, _ = ferry()
    corpus.article_path(article.id).unlink()
    with pytest.raises(BuildError) as caught:
        build(corpus)
    assert str(caught.value) == (
        f"{corpus.annotation_path(GOLD, article.id)}: gold annotation of an article that the corpus does not hold "
        "(1 in all): ingest the article or remove the annotation"
    )


def test_every_error_is_told_and_nothing_is_built(corpus: Corpus) -> None:
    article, _, annotation = ferry()
    first, *others = annotation.mentions
    corpus.save_annotation(
        msgspec.structs.replace(annotation, mentions=(msgspec.structs.replace(first, text="Mira Hold"), *others))
    )
    corpus.article_path(bakery()[0].id).write_text("{")
    with pytest.raises(BuildError) as caught:
        build(corpus)
    head, *findings = str(caught.value).splitlines()
    assert head == "the release was not built, for the corpus has 2 errors:"
    assert findings[0].startswith(f"{corpus.article_path(bakery()[0].id)}: not a valid Article: ")
    assert findings[1].startswith(f"annotations/gold/{article.id}.json:")
    assert "'Mira Hold'" in findings[1]
    assert list(caught.value.findings) == findings
    assert len(findings) == 2
    assert names(corpus.releases) == []


def test_of_many_errors_some_are_told_and_all_are_counted(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "bench", 230)
    for one in corpus.article_ids():
        annotation = corpus.annotation(one)
        corpus.save_annotation(msgspec.structs.replace(annotation, text_sha256="0" * 64))
    with pytest.raises(BuildError) as caught:
        build(corpus)
    lines = str(caught.value).splitlines()
    assert lines[0] == "the release was not built, for the corpus has 230 errors:"
    assert lines[-1] == "... and 210 more: run 'quotidian validate' for all of them"
    assert len(lines) == 22


def test_a_damaged_annotation_of_anybody_is_refused(corpus: Corpus) -> None:
    article, _, annotation = ferry()
    corpus.save_annotation(msgspec.structs.replace(annotation, annotator="ann-a", text_sha256="0" * 64))
    with pytest.raises(BuildError, match=f"annotations/ann-a/{article.id}.json"):
        build(corpus)


def test_a_story_in_two_splits_is_refused_also_across_chunks(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "bench", 130)
    ids = corpus.article_ids()
    first = corpus.article(ids[0])
    second = corpus.article(ids[129])
    assert first.split != second.split
    corpus.save_article(msgspec.structs.replace(second, story=first.story), None)
    with pytest.raises(BuildError) as caught:
        build(corpus)
    assert str(caught.value) == (
        "the release was not built, for the corpus has 1 error:\n"
        f"corpus/articles/{second.id}.json:1: split differs from that of another article of story 'story-0': "
        "give all articles of a story the same split"
    )


def test_an_article_that_breaks_its_schema_is_refused(corpus: Corpus) -> None:
    article, _, _ = ferry()
    path = corpus.article_path(article.id)
    path.write_bytes(orjson.dumps({**article.to_dict(), "split": "dev"}))
    with pytest.raises(BuildError) as caught:
        build(corpus)
    assert str(caught.value).splitlines()[1] == (
        f"{path}: not a valid Article: 'dev' is not one of ['train', 'validation', 'test'] at /split; "
        "run 'quotidian validate' for all its findings"
    )


def test_a_damaged_description_of_the_corpus_is_refused(corpus: Corpus) -> None:
    (corpus.root / INFO).write_text("{}")
    with pytest.raises(InputError, match="not a valid CorpusInfo"):
        build(Corpus(corpus.root))


# Interrupted


def run_build(corpus: Corpus, *options: str, before: str = "") -> subprocess.Popen[str]:
    """The command in a process of its own, after some lines of Python."""
    code = f"{before}\nif __name__ == '__main__':\n    from quotidian.cli import main\n    main()\n"
    arguments = ["build", "--corpus", str(corpus.root), *options]
    return subprocess.Popen(
        [sys.executable, "-B", "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def until(condition: object, seconds: float = 60) -> None:
    """Wait until a function says yes."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, dict[str, str]]:
    """A corpus that was released and then changed, with the hashes of the release; not to be changed."""
    corpus = make_corpus(tmp_path_factory.mktemp("released") / "bench", 320)
    last = corpus.article_ids()[-1]
    annotation = corpus.annotation(last)
    corpus.annotation_path(GOLD, last).unlink()
    before = tree(Path(build(corpus).folder))
    corpus.save_annotation(annotation)
    return corpus, before


@pytest.fixture
def standing(released: tuple[Corpus, dict[str, str]], tmp_path: Path) -> tuple[Corpus, dict[str, str]]:
    """A copy of it."""
    corpus, before = released
    return Corpus(shutil.copytree(corpus.root, tmp_path / "bench")), before


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_the_previous_release(
    standing: tuple[Corpus, dict[str, str]], number: signal.Signals, workers: str
) -> None:
    corpus, before = standing
    process = run_build(corpus, "--workers", workers)
    until(lambda: any(corpus.releases.glob(".bench-0.1.0.part-*/data")))
    os.killpg(process.pid, number)  # as a terminal does: to the workers too
    _, shown = process.communicate(timeout=60)
    assert process.returncode == 130, shown
    assert shown.strip() == "quotidian: stopped"
    assert names(corpus.releases) == ["bench-0.1.0"]
    assert tree(corpus.releases / "bench-0.1.0") == before


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_a_killed_build_leaves_the_previous_release_and_no_process(standing: tuple[Corpus, dict[str, str]]) -> None:
    corpus, before = standing
    process = run_build(corpus, "--workers", "2")
    until(lambda: any(corpus.releases.glob(".bench-0.1.0.part-*/data")))
    workers = children(process.pid)
    assert len(workers) >= 2
    process.kill()
    process.communicate(timeout=60)
    assert tree(corpus.releases / "bench-0.1.0") == before
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    assert len(names(corpus.releases)) == 2
    assert build(corpus).unchanged is False
    assert names(corpus.releases) == ["bench-0.1.0"]


def test_a_full_disk_leaves_the_previous_release(standing: tuple[Corpus, dict[str, str]]) -> None:
    corpus, before = standing
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    process = run_build(corpus, before=limit)
    _, shown = process.communicate(timeout=60)
    assert process.returncode == 1
    assert shown.startswith(f"quotidian: {corpus.releases}/bench-0.1.0: can't be written: ")
    assert "File too large" in shown
    assert shown.endswith("; what was there before is untouched\n")
    assert names(corpus.releases) == ["bench-0.1.0"]
    assert tree(corpus.releases / "bench-0.1.0") == before


def test_a_folder_that_can_not_be_written_is_one_sentence(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BuildError) as caught:
        build(corpus, tmp_path / "file")
    assert str(caught.value) == f"{tmp_path}/file: not a folder: name one for the releases"


def test_a_release_that_does_not_load_takes_no_place(
    built: Corpus, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parquet files that ``datasets`` reads otherwise than they were counted: as if a file were lost on the way."""
    built.save_annotation(msgspec.structs.replace(ferry()[2], events=()))

    def lose(folder: Path, *rest: object) -> None:
        (folder / "data/quotes/test-00000-of-00001.parquet").unlink()
        write_papers(folder, *rest)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr("quotidian.release.builder.write_papers", lose)
    with pytest.raises(BuildError) as caught:
        build(built)
    assert str(caught.value).startswith("config 'quotes' can't be loaded back: ")
    assert tree(built.releases / "harbour-0.1.0") == tree(release)
    assert names(built.releases) == ["harbour-0.1.0"]


# The command


def test_the_command_tells_what_was_built(corpus: Corpus) -> None:
    done = CliRunner().invoke(command, ["--corpus", str(corpus.root)])
    assert done.exit_code == 0
    folder = corpus.releases / "harbour-0.1.0"
    assert (
        done.stdout
        == f"""\
Harbour News 0.1.0: built, and every config loaded back

Articles: 4 with gold annotation, of them 2 with text and 2 stand-off (offsets and hash, no text); 1 waiting for \
annotation

gold      train  validation  test  all
articles      1           1     2    4
entities      5           3     7   15
mentions      9           4    13   26
quotes        2           1     2    5
events        1           1     1    3

rows        train  validation  test  all
default         1           0     1    2
entities        3           0     1    4
quotes          2           0     1    3
events          1           0     0    1
annotators      2           2     4    8
standoff        0           1     1    2

Files: {folder}

from datasets import load_dataset
rows = load_dataset("{folder}", "quotes", split="train")
print(rows[0])
"""
    )
    again = CliRunner().invoke(command, ["--corpus", str(corpus.root)])
    assert again.stdout.splitlines()[0] == "Harbour News 0.1.0: unchanged since it was built"


def test_the_three_lines_of_python_work(release: Path, report: BuildReport, tmp_path: Path) -> None:
    code = "\n".join(summary(report).splitlines()[-3:])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("{'doc_id': 'harbour-gazette-2026-03-03-ferry-line-reopens', 'quote_id': 'q0', ")


def test_the_command_speaks_json(corpus: Corpus) -> None:
    done = CliRunner().invoke(command, ["--corpus", str(corpus.root), "--json", "--workers", "2"])
    told = orjson.loads(done.stdout)
    assert told["folder"] == str(corpus.releases / "harbour-0.1.0")
    assert told["manifest"]["articles"] == {"total": 5, "gold": 4, "waiting": 1, "with_text": 2, "standoff": 2}
    assert told["manifest"]["files"]["README.md"] == file_entry(Path(told["folder"]) / "README.md").to_dict()


def test_progress_is_told(corpus: Corpus) -> None:
    told: list[tuple[int, int]] = []
    build(corpus, progress=lambda done, total: told.append((done, total)))
    assert told == [(4, 4)]


def test_a_copied_release_is_as_good(release: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(release, tmp_path / "copied")
    assert subprocess.run(["sha256sum", "--quiet", "--check", "SHA256SUMS"], cwd=copied, check=False).returncode == 0
    assert ferry()[0].id in str(pq.read_table(copied / "data" / "default").column("doc_id").to_pylist())
