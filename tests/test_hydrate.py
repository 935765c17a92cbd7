"""Stand-off texts are rebuilt from what a user has, and from nothing else."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from quotidian import schemas
from quotidian.cli.group import group
from quotidian.errors import MissingExtraError
from quotidian.hydrate import Mismatch, Missing, hydrate
from quotidian.ingest import IngestSettings, ingest, read_html
from quotidian.init import init
from quotidian.model import Tool
from quotidian.store import Corpus
from quotidian.text import digest
from tests.ingest.samples import BODY, HEADLINE, OTHER_BODY, page, plain, treebank

SHARED = schemas.data_folder().parent / "shared"
SETTINGS = IngestSettings(source="Harbour News", license="CC-BY-4.0", published="2026-03-03", standoff=True)
FERRY = "harbour-news-2026-03-03-ferry-line-to-the-islands-reopens"
MILL = "harbour-news-2026-03-03-a-mill-is-fined"
SNOW = "harbour-news-2026-03-03-snow-in-velmora"
SNOWS = (BODY[0].replace("ferry", "snow"), OTHER_BODY[1].replace("mill", "plough"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A text file, a page and a treebank."""
    made = tmp_path / "sources"
    made.mkdir()
    (made / "ferry.txt").write_text(plain(HEADLINE, "By Ada Quill", *BODY))
    (made / "mill.html").write_text(page(*OTHER_BODY, title="A mill is fined"))
    text = treebank(
        ("head (1 s)", ("Snow in Velmora",)),
        ("p (1 s)", (SNOWS[0],)),
        ("figure (1 s) | caption (1 s)", ("Snow.",)),
        ("p (1 s)", (SNOWS[1],)),
        name="T_snow",
        meta={"title": "Snow in Velmora"},
    )
    (made / "snow.conllu").write_text(text)
    return made


@pytest.fixture
def clone(tmp_path: Path, folder: Path) -> Corpus:
    """What somebody else has after cloning the corpus: metadata and no text."""
    corpus = init(tmp_path / "corpus-home", name="small")
    report = ingest(corpus, [folder], settings=SETTINGS)
    assert report.added == [FERRY, MILL, SNOW]
    shutil.rmtree(corpus.root / "corpus" / "hydrated")
    return corpus


def test_every_text_is_rebuilt_from_its_source(clone: Corpus, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    report = hydrate(clone, [folder], progress=lambda done, total: told.append((done, total)))
    assert (report.rebuilt, report.present, report.missing, report.complete) == ([FERRY, MILL, SNOW], [], [], True)
    assert (report.mismatched, report.unreadable) == ([], [])
    assert clone.text(FERRY) == plain(*BODY)
    assert clone.text(MILL) == plain(*OTHER_BODY)
    assert clone.text(SNOW) == plain(*SNOWS)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_names_and_folders_do_not_matter(clone: Corpus, folder: Path, tmp_path: Path) -> None:
    deep = tmp_path / "gum" / "dep" / "deep"
    deep.mkdir(parents=True)
    (folder / "snow.conllu").rename(deep / "another-name.conllu")
    (folder / "ferry.txt").rename(tmp_path / "gum" / "x.txt")
    (tmp_path / "gum" / "x.xml").write_text("<x/>")
    assert hydrate(clone, [tmp_path / "gum"]).rebuilt == [SNOW, FERRY]


def test_a_treebank_of_many_documents_is_searched(clone: Corpus, folder: Path, tmp_path: Path) -> None:
    others = treebank(("p (1 s)", ("One.",)), name="T_other")
    snow = (folder / "snow.conllu").read_text().replace("T_snow", "T_other_id")
    (tmp_path / "all.conllu").write_text(others + snow + others)
    assert hydrate(clone, [tmp_path / "all.conllu"]).rebuilt == [SNOW]


def test_the_final_text_itself_is_recognised(clone: Corpus, tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_bytes(plain(*OTHER_BODY).replace("\n", "\r\n").encode())
    report = hydrate(clone, [tmp_path / "mill.txt"])
    assert report.rebuilt == [MILL]
    assert clone.text(MILL) == plain(*OTHER_BODY)


def test_what_is_there_is_left_alone_and_what_is_damaged_is_made_again(clone: Corpus, folder: Path) -> None:
    hydrate(clone, [folder])
    paths = {one: clone.text_path(clone.article(one)) for one in (FERRY, MILL, SNOW)}
    before = paths[FERRY].stat().st_mtime_ns
    paths[SNOW].write_text("Something else.\n")
    report = hydrate(clone, [folder])
    assert (report.rebuilt, report.present) == ([SNOW], [MILL, FERRY])
    assert paths[FERRY].stat().st_mtime_ns == before
    assert clone.text(SNOW) == plain(*SNOWS)
    assert hydrate(clone, []).complete


def test_what_is_missing_is_told_with_where_to_get_it(clone: Corpus, folder: Path) -> None:
    article = clone.article(SNOW)
    origin = msgspec.structs.replace(article.origin, obtain="the treebank of Velmora")
    clone.save_article(msgspec.structs.replace(article, origin=origin, url="https://example.org/snow"), None)
    report = hydrate(clone, [folder / "mill.html"])
    assert report.missing == [
        Missing(FERRY, HEADLINE, "its publisher"),
        Missing(SNOW, "Snow in Velmora", "the treebank of Velmora"),
    ]
    assert not report.complete


@pytest.mark.parametrize("name", ["ferry.txt", "mill.html", "snow.conllu"])
def test_another_version_of_a_source_is_named_and_not_taken(clone: Corpus, folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text().replace("Monday", "Sunday").replace("Thursday", "Sunday"))
    report = hydrate(clone, [folder])
    (mismatch,) = report.mismatched
    article = clone.article(mismatch.article)
    assert mismatch.path == path
    assert mismatch.message.startswith(
        f"{article.origin.name} has the name of the source of {article.id} and another text: SHA-256 "
    )
    assert mismatch.message.endswith(f"…, expected {article.origin.extracted_sha256[:12]}…")
    assert [missing.article for missing in report.missing] == [article.id]
    assert not clone.has_text(article)


def test_another_version_of_the_reader_is_named(clone: Corpus, folder: Path) -> None:
    article = clone.article(MILL)
    origin = msgspec.structs.replace(article.origin, reader=Tool(name="trafilatura", version="1.0.0"))
    clone.save_article(msgspec.structs.replace(article, origin=origin), None)
    assert hydrate(clone, [folder]).complete  # it reads this page the same
    shutil.rmtree(clone.root / "corpus" / "hydrated")
    (folder / "mill.html").write_text(page(OTHER_BODY[0], title="A mill is fined"))
    (mismatch,) = hydrate(clone, [folder]).mismatched
    now = read_html.reader()
    assert mismatch.message.endswith(f"; read with trafilatura {now.version}, the source with trafilatura 1.0.0")


def test_a_recipe_that_does_not_give_its_text_is_told(clone: Corpus, folder: Path) -> None:
    article = clone.article(FERRY)
    origin = msgspec.structs.replace(article.origin, removed=article.origin.removed[:1])
    clone.save_article(msgspec.structs.replace(article, origin=origin), None)
    report = hydrate(clone, [folder])
    message = f"ferry.txt is the source of {FERRY}, but its recorded removals don't give its text: restore its metadata"
    assert report.mismatched == [Mismatch(FERRY, folder / "ferry.txt", message)]
    assert not clone.has_text(article)


def test_files_that_cannot_be_read_stop_nothing(clone: Corpus, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"Caf\xe9")
    (folder / "b.conllu").write_text("no treebank\n")
    (folder / "c.txt").symlink_to("nowhere")
    report = hydrate(clone, [folder])
    assert report.complete
    assert [(file.path.name, file.message.split(": ", 1)[1].split(":")[0]) for file in report.unreadable] == [
        ("a.txt", "not UTF-8 at byte 3"),
        ("b.conllu", "not CoNLL-U"),
        ("c.txt", "can't be read"),
    ]


def test_nothing_more_is_read_once_all_is_there(clone: Corpus, folder: Path) -> None:
    (folder / "z.txt").write_bytes(b"Caf\xe9")
    assert hydrate(clone, [folder]).unreadable == []


def test_pages_are_read_only_if_a_page_is_wanted(clone: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hydrate(clone, [folder / "mill.html"])
    read_html.reader.cache_clear()
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert hydrate(clone, [folder]).rebuilt == [FERRY, SNOW]
    clone.text_path(clone.article(MILL)).unlink()
    with pytest.raises(MissingExtraError) as caught:
        hydrate(clone, [folder])
    monkeypatch.undo()
    read_html.reader.cache_clear()
    assert str(caught.value) == "reading HTML needs the extra 'ingest': pip install 'quotidian[ingest]'"


def test_texts_of_the_repository_are_not_its_business(tmp_path: Path) -> None:
    assert hydrate(init(tmp_path / "empty", name="empty"), [tmp_path]).complete


# The real ones


def test_all_real_standoff_articles_go_out_and_come_back(tmp_path: Path) -> None:
    """Ingested stand-off into one corpus, hydrated in a clone of it that never saw a text."""
    first = init(tmp_path / "first", name="first")
    wikinews = IngestSettings(source="Wikinews", license="CC-BY-2.5", standoff=True)
    seed = IngestSettings(source="Global News", license="LicenseRef-All-Rights-Reserved", standoff=True, title="[NATO]")
    assert len(ingest(first, [SHARED / "wikinews" / "conllu"], settings=wikinews).added) == 24
    assert len(ingest(first, sorted((SHARED / "seed").glob("*.txt")), settings=seed).added) == 1
    assert list((first.root / "corpus" / "texts").glob("*.txt")) == []
    clone = init(tmp_path / "clone", name="clone")
    for article in first.articles():
        clone.save_article(article, None)
    report = hydrate(clone, [SHARED / "wikinews" / "conllu", SHARED / "seed"])
    assert (len(report.rebuilt), report.complete, report.mismatched) == (25, True, [])
    for article in clone.articles():
        assert digest(clone.text(article)) == article.text
        assert clone.text(article) == first.text(article)


def test_no_sentence_of_a_real_article_is_in_its_metadata(tmp_path: Path) -> None:
    corpus = init(tmp_path / "first", name="first")
    ingest(
        corpus,
        [SHARED / "wikinews" / "conllu"],
        settings=IngestSettings(source="Wikinews", license="CC-BY-2.5", standoff=True),
    )
    for article in corpus.articles():
        kept = corpus.article_path(article.id).read_text("utf-8")
        assert not any(line in kept for line in corpus.text(article).split("\n\n") if len(line.split()) > 8)


# The command


def run(corpus: Corpus, *arguments: object) -> Result:
    return CliRunner().invoke(group, ["hydrate", *map(str, arguments), "--corpus", str(corpus.root)])


def test_the_command_tells_what_is_missing_and_exits_with_it(clone: Corpus, folder: Path) -> None:
    (folder / "snow.conllu").write_text(treebank(("p (1 s)", ("One.",)), name="T_snow"))
    (folder / "a.txt").write_bytes(b"Caf\xe9")
    done = run(clone, folder)
    assert (done.exit_code, done.stderr) == (1, "")
    expected = clone.article(SNOW).origin.extracted_sha256[:12]
    found = digest("One.\n").sha256[:12]
    assert done.stdout == (
        "2 rebuilt, 0 already there, 1 missing\n"
        "not read:\n"
        f"  {folder / 'a.txt'}: not UTF-8 at byte 3: found b'\\xe9'; convert it from its real encoding: iconv -f "
        "WINDOWS-1252 -t UTF-8 a.txt\n"
        "not the right text:\n"
        f"  {folder / 'snow.conllu'}: T_snow has the name of the source of {SNOW} and another text: SHA-256 {found}…, "
        f"expected {expected}…\n"
        "missing:\n"
        f"  {SNOW}: its publisher\n"
    )


def test_the_command_without_sources_tells_where_things_stand(clone: Corpus, folder: Path) -> None:
    assert run(clone).exit_code == 1
    assert run(clone, folder).stdout == "3 rebuilt, 0 already there, 0 missing\n"
    done = run(clone)
    assert (done.exit_code, done.stdout) == (0, "0 rebuilt, 3 already there, 0 missing\n")


def test_the_command_for_machines(clone: Corpus, folder: Path) -> None:
    (folder / "mill.html").unlink()
    done = run(clone, folder, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "rebuilt": [FERRY, SNOW],
        "present": [],
        "missing": [{"article": MILL, "title": "A mill is fined", "obtain": "its publisher"}],
        "mismatched": [],
        "unreadable": [],
    }


def test_a_path_that_is_not_there_is_misuse(clone: Corpus, folder: Path) -> None:
    assert run(clone, folder / "gone").exit_code == 2
