"""The documents are true: generated parts are fresh, links lead somewhere, versions agree, no count was typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from quotidian import schemas
from quotidian._version import __version__
from quotidian.cli.generate import stale
from quotidian.cli.group import COMMANDS
from quotidian.model import Article
from quotidian.store import Corpus

ROOT = schemas.data_folder()

START = re.compile(r"<!-- generated: ([a-z-]+) -->")
GENERATED = re.compile(r"<!-- generated: ([a-z-]+) -->.*?<!-- end of generated: \1 -->", re.DOTALL)
FENCE = re.compile(r"^(```|~~~).*?^\1[^\S\n]*$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(`+)(?:(?!`).)+?\1", re.DOTALL)


def documents(root: Path = ROOT) -> list[Path]:
    """The Markdown that readers of the repository see."""
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("annotations/**/*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def by_hand(name: str) -> str:
    """A document without its generated parts."""
    return GENERATED.sub("", read(name))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(ROOT)


@pytest.fixture(scope="module")
def articles(corpus: Corpus) -> list[Article]:
    found = list(corpus.articles())
    assert found
    return found


# Generated parts


def test_generated_parts_are_fresh(corpus: Corpus) -> None:
    assert stale(corpus) == [], "run scripts/generate"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("DATASHEET.md", ["numbers", "sources", "layers", "annotators", "agreement"]),
        ("docs/agreement.md", ["measures", "papers"]),
        ("LICENSE-DATA.md", ["sources"]),
        ("README.md", ["commands"]),
    ],
)
def test_each_document_has_its_generated_parts(name: str, parts: list[str]) -> None:
    assert START.findall(read(name)) == parts
    assert GENERATED.findall(read(name)) == parts  # each has its end


def test_every_annotator_is_described() -> None:
    assert "not described" not in read("DATASHEET.md")


# Links


def anchors(document: str) -> set[str]:
    """What ``#...`` can point to in a document: its headings as GitHub names them, and explicit anchors."""
    seen: Counter[str] = Counter()
    found = set(re.findall(r"""<a (?:id|name)=["']([^"']+)["']""", document))
    for heading in re.findall(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", FENCE.sub("", document), re.MULTILINE):
        shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def broken_links(document: Path) -> Iterator[str]:
    """The relative links of a document that lead nowhere."""
    text = CODE.sub("", FENCE.sub("", document.read_text("utf-8")))
    targets = re.findall(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)", text)
    targets += re.findall(r"^ {0,3}\[[^\]]+\]:\s+<?(\S+?)>?(?:\s|$)", text, re.MULTILINE)
    targets += re.findall(r"""<(?:a|img)\b[^>]*?\b(?:href|src)=["']([^"']+)["']""", text)
    for target in targets:
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (document.parent / path) if path else document
        there = file.exists() and (not anchor or (file.is_file() and anchor in anchors(file.read_text("utf-8"))))
        if not there or Path(path).is_absolute():
            yield target


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    assert list(broken_links(document)) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# A `b`: c-d, e\n\n## Again\n\n## Again\n\n```sh\n# No heading\n```\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[x](other.md#a-b-c-d-e) [x](other.md#again-1) [x](#here) [x](https://example.org/#x) `[x](code.md)`\n"
        "[x](other.md#again-2) [x](other.md#no-heading) [x](gone.md) [x](#there) ![x](gone.png)\n\n"
        "[ref]: lost.md\n\n# Here\n"
    )
    assert list(broken_links(page)) == [
        "other.md#again-2",
        "other.md#no-heading",
        "gone.md",
        "#there",
        "gone.png",
        "lost.md",
    ]


# Paths


# Folders at the root of a machine, drives, and file addresses. JSON pointers and addresses on the web are none.
TOP = "home|root|Users|tmp|var|opt|mnt|srv|etc|usr|media|work|workspace|workspaces|data|farm|private|Volumes"
MACHINE_PATH = re.compile(
    rf"(?<![\w./:-])/(?:{TOP})(?:/[^\s`)\"']*)?(?![\w/-])|\b[A-Za-z]:\\\w[^\s`)\"']*|\bfile://[^\s`)\"']*"
)


def test_no_document_names_a_path_of_a_machine() -> None:
    folders = [ROOT / name for name in ("docs", "annotations", "corpus", "schema", "scripts", "src", "tests")]
    files = [*ROOT.glob("*.md"), *(path for folder in folders for path in sorted(folder.rglob("*.md")))]
    found = {
        str(path.relative_to(ROOT)): [match[0] for match in MACHINE_PATH.finditer(path.read_text("utf-8"))]
        for path in files
    }
    assert {name: paths for name, paths in found.items() if paths} == {}


@pytest.mark.parametrize(
    "path", ["".join(("/ho", "me/ann/x.txt")), "".join(("/t", "mp")), r"C:\Users\ann", "file:///x"]
)
def test_a_path_of_a_machine_is_found(path: str) -> None:
    assert MACHINE_PATH.findall(f"see `{path}`, there") == [path]


@pytest.mark.parametrize(
    "path", ["corpus/data/x", "https://example.org/home/x", "/quotes/1/source", "./tmp/x", "and/or"]
)
def test_another_path_is_not(path: str) -> None:
    assert MACHINE_PATH.findall(f"see `{path}`, there") == []


# The datasheet


# The seven sections, and how many questions the paper asks in each ("any other comments" included).
SECTIONS = {
    "Motivation": 4,
    "Composition": 17,
    "Collection process": 12,
    "Preprocessing, cleaning, labelling": 4,
    "Uses": 6,
    "Distribution": 7,
    "Maintenance": 8,
}

# All that may have figures in the text of the datasheet: names of works, standards, licences and versions of others.
# What counts something in the corpus is generated; nothing else may be added here.
NO_COUNTS = (
    r"Communications of the ACM 64\(12\), 2021",
    r"GUM(?: corpus, version)? 11\.1\.0",
    r"CC BY (?:4\.0|2\.5)",
    r"Apache(?: License |-)2\.0",
    r"from \d{4} to \d{4}",  # the years of the real articles, compared with their metadata below
)
NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|pairs?|couple|"
    "both|half|halves|twice|thrice|per cent|percent"
)
COUNT = re.compile(rf"\w*\d\w*(?:[.,:]\w*\d\w*)*%?|%|\b(?:{NUMBER_WORDS})\b", re.IGNORECASE)


def typed_numbers(text: str) -> list[str]:
    """Every figure and number word of a text that is not part of a known name, of code or of a link's target."""
    text = CODE.sub("", FENCE.sub("", GENERATED.sub("", text)))
    text = re.sub(r"\[doi:[^\]]*\]\([^)]*\)|\]\([^)]*\)", "", text)
    for known in NO_COUNTS:
        text = re.sub(known.replace(" ", r"\s+"), "", text)
    return COUNT.findall(text)


def test_the_datasheet_has_no_number_typed_by_hand() -> None:
    assert typed_numbers(read("DATASHEET.md")) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("There are 31 articles, eleven of them annotated", ["31", "eleven"]),
        ("12% of 1,234 quotes; both annotators; in 2022", ["12%", "1,234", "both", "2022"]),
        ("CC BY 3.0, GUM 12.0", ["3.0", "12.0"]),
        ("CC BY\n4.0, [x](docs/1.md), `SHA-256`, one, often, weight, a third party", []),
        ("<!-- generated: numbers -->\n31\n<!-- end of generated: numbers -->", []),
        ("<!-- generated: numbers -->\n31\n<!-- end of generated: sources -->", ["31"]),
    ],
)
def test_a_number_typed_by_hand_is_found(text: str, numbers: list[str]) -> None:
    assert typed_numbers(text) == numbers


def test_the_datasheet_tells_the_years_of_the_real_articles(articles: list[Article]) -> None:
    years = sorted(a.published[:4] for a in articles if a.published and not a.synthetic)
    assert re.findall(r"from (\d{4}) to (\d{4})", by_hand("DATASHEET.md").replace("\n", " ")) == [(years[0], years[-1])]


def test_every_question_of_the_datasheet_has_an_answer() -> None:
    sections = re.split(r"^## ", read("DATASHEET.md"), flags=re.MULTILINE)[1:]
    questions = {
        section.partition("\n")[0]: re.split(r"^### ", section, flags=re.MULTILINE)[1:] for section in sections
    }
    assert {title: len(asked) for title, asked in questions.items()} == SECTIONS
    parts = (question.partition("\n") for asked in questions.values() for question in asked)
    assert [title for title, _, answer in parts if not answer.strip()] == []


# Versions


def test_the_citation_is_that_of_the_corpus(corpus: Corpus) -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    needed = {"cff-version", "message", "title", "authors", "type", "version", "date-released", "license", "abstract"}
    assert needed - citation.keys() == set()
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "dataset"
    assert citation["version"] == corpus.info.version
    assert citation["title"].startswith(f"{corpus.info.title}:")
    assert [author["name"] for author in citation["authors"]] == list(corpus.info.authors)
    assert citation["license"] == [corpus.info.license, "Apache-2.0"]


def test_the_changelog_begins_with_the_versions_that_are(corpus: Corpus) -> None:
    entries = re.findall(r"^## (Data|Toolchain) (\S+) \((\d{4}-\d{2}-\d{2})\)$", read("CHANGELOG.md"), re.MULTILINE)
    assert len(entries) == read("CHANGELOG.md").count("\n## ")
    newest = {kind: (version, date) for kind, version, date in reversed(entries)}
    assert newest["Data"] == (corpus.info.version, str(yaml.safe_load(read("CITATION.cff"))["date-released"]))
    assert newest["Toolchain"][0] == __version__


# Licences


def test_every_licence_source_and_holder_is_explained(articles: list[Article]) -> None:
    document = by_hand("LICENSE-DATA.md")
    licenses = {article.rights.license for article in articles}
    assert [one for one in sorted(licenses) if f"`{one}`" not in document] == []
    assert [one for one in sorted({a.source for a in articles if not a.synthetic}) if one not in document] == []
    assert [one for one in sorted({a.rights.holder for a in articles}) if one.lower() not in document.lower()] == []


def test_every_creative_commons_licence_is_linked(articles: list[Article]) -> None:
    document = by_hand("LICENSE-DATA.md")
    licenses = {a.rights.license.removeprefix("CC-") for a in articles if a.rights.license.startswith("CC-")}
    addresses = {f"https://creativecommons.org/licenses/{'/'.join(one.lower().rsplit('-', 1))}/" for one in licenses}
    assert [one for one in sorted(addresses) if one not in document] == []


def test_the_licence_of_the_code_is_apache() -> None:
    assert re.search(r"Apache License\s+Version 2\.0, January 2004\s+http://www\.apache\.org/", read("LICENSE"))
    assert 'license = "Apache-2.0"' in read("pyproject.toml")


# The command line


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_is_in_the_readme(verb: str) -> None:
    assert f"`quotidian {verb}`" in read("README.md")
