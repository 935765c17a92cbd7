"""Card, citation, licences, description for machines, manifest: true, and in the form that their readers expect."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
import yaml

from quotidian.errors import ReleaseDamagedError, ReleaseNotFoundError
from quotidian.model import Annotation, Article, Rights
from quotidian.release import BuildReport, build, collect
from quotidian.release.columns import CONFIGS, columns
from quotidian.release.licenses import hub_license, license_ids, license_notices, license_url
from quotidian.release.manifest import read_manifest, verify_files
from quotidian.store import Corpus
from tests.release.corpora import STORM, bakery, court, empty_corpus, hydrate, save


@pytest.fixture(scope="module")
def front(release: Path) -> dict[str, Any]:
    """The card's YAML."""
    _, text, _ = (release / "README.md").read_text().split("---\n", 2)
    parsed = yaml.safe_load(text)
    assert isinstance(parsed, dict)
    return parsed


@pytest.fixture(scope="module")
def body(release: Path) -> str:
    """The card below its YAML."""
    return (release / "README.md").read_text().split("---\n", 2)[2]


@pytest.fixture(scope="module")
def croissant(release: Path) -> dict[str, Any]:
    parsed = json.loads((release / "croissant.json").read_bytes())
    assert isinstance(parsed, dict)
    return parsed


# Card


def test_the_card_is_found_by_what_it_is(front: dict[str, Any]) -> None:
    assert {name: value for name, value in front.items() if name not in ("configs", "dataset_info")} == {
        "pretty_name": "Harbour News",
        "language": ["en"],
        "license": "cc-by-4.0",
        "annotations_creators": ["expert-generated", "machine-generated"],
        "size_categories": ["n<1K"],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition", "coreference-resolution"],
        "tags": ["news", "entities", "quotation-attribution", "event-extraction", "stand-off"],
    }


def test_the_card_names_the_files_of_splits_with_rows(front: dict[str, Any]) -> None:
    configs = front["configs"]
    assert [(one["config_name"], [files["split"] for files in one["data_files"]]) for one in configs] == [
        ("default", ["train", "test"]),
        ("entities", ["train", "test"]),
        ("quotes", ["train", "test"]),
        ("events", ["train"]),
        ("annotators", ["train", "validation", "test"]),
        ("standoff", ["validation", "test"]),
    ]
    assert [one.get("default", False) for one in configs] == [True, *[False] * 5]
    assert configs[2]["data_files"][0]["path"] == "data/quotes/train-*.parquet"


def test_the_card_has_features_with_the_labels(front: dict[str, Any]) -> None:
    infos = {info["config_name"]: info for info in front["dataset_info"]}
    features = {feature["name"]: feature for feature in infos["quotes"]["features"]}
    assert features["type"]["dtype"] == {"class_label": {"names": {"0": "direct", "1": "indirect", "2": "mixed"}}}
    assert list(features) == columns("quotes")
    assert [split["num_examples"] for split in infos["quotes"]["splits"]] == [2, 1]


def test_the_card_says_what_is_in_it_and_what_is_not(body: str) -> None:
    assert body.startswith("\n# Harbour News 0.1.0\n\nNews annotated with entities, quotes and events.\n\n")
    assert (
        "4 annotated articles: 2 with their text, 2 as offsets and hash only (stand-off: config `standoff`). "
        "1 more article of the corpus waits for annotation and is not in this release."
    ) in body
    assert "| `quotes` | a quote | 2 | 0 | 1 |" in body
    for config in CONFIGS:
        assert f"### `{config}`" in body
        for column in columns(config):
            assert f"| `{column}` |" in body


def test_the_card_says_who_annotated(body: str) -> None:
    assert "| `ann-a` | human | A student of journalism. |" in body
    assert "| `ann-b` | program | A list of names. |" in body
    assert "| `gold` | adjudication | Decided by an editor. |" in body


def test_the_card_names_every_source_with_its_licence(body: str) -> None:
    for line in (
        "| City Desk (invented) | [CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/) "
        "| The Quotidian maintainers | 1 | text |",
        "| Closed Press | LicenseRef-All-Rights-Reserved | Closed Press Ltd | 1 | offsets only |",
        "| Open News | [CC-BY-2.5](https://creativecommons.org/licenses/by/2.5/) | Open News contributors | 1 "
        "| offsets only |",
    ):
        assert line in body
    assert "### Texts by others" not in body


def test_a_hydrated_release_has_the_licences_of_its_texts(corpus: Corpus) -> None:
    hydrate(corpus, STORM)
    folder = Path(build(corpus, hydrated=True).folder)
    front = yaml.safe_load((folder / "README.md").read_text().split("---\n", 2)[1])
    assert front["license"] == ["cc-by-4.0", "cc-by-2.5"]


def test_markdown_in_the_corpus_stays_text(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "marks")
    article, text, annotation = bakery()
    mark = "[A](b) | *C*"
    rights = Rights(license="CC-BY-4.0", holder=mark, redistributable=True, attribution=mark)
    made = msgspec.structs.replace(
        article, title="[No | title]\n<b>", url="https://example.org/a>(b)", synthetic=False, rights=rights
    )
    save(corpus, made, text, annotation)
    body = (Path(build(corpus).folder) / "README.md").read_text()
    assert (
        "- [\\[No \\| title\\] \\<b\\>](<https://example.org/a%3E(b)>), City Desk. \\[A\\](b) \\| \\*C\\*. [CC-BY-4.0]("
        in body
    )
    assert (
        "| City Desk | [CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/) | \\[A\\](b) \\| \\*C\\* | 1 | text |"
        in body
    )


def test_many_texts_of_others_are_credited_in_their_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "CREDITS_SHOWN", 0)
    monkeypatch.setattr("quotidian.release.card_text.CREDITS_SHOWN", 0)
    corpus = empty_corpus(tmp_path / "many")
    article, text, annotation = bakery()
    save(corpus, msgspec.structs.replace(article, synthetic=False), text, annotation)
    body = (Path(build(corpus).folder) / "README.md").read_text()
    assert (
        "were removed, and characters normalised. Nothing else was changed.\n\n"
        "- ... and others: `title`, `source`, `url` and `rights` of each row of `default` credit its text.\n"
    ) in body


# Citation and licences


def test_the_citation(release: Path) -> None:
    assert yaml.safe_load((release / "CITATION.cff").read_text()) == {
        "cff-version": "1.2.0",
        "message": "If you use this corpus, please cite it with the version you used.",
        "type": "dataset",
        "title": "Harbour News: News annotated with entities, quotes and events",
        "authors": [{"name": "The Harbour team"}],
        "version": "0.1.0",
        "date-released": "2026-03-05",
        "license": "CC-BY-4.0",
    }


def test_every_licence_that_occurs_has_its_notice(release: Path) -> None:
    notices = {path.name: path.read_text() for path in (release / "LICENSES").iterdir()}
    assert sorted(notices) == ["CC-BY-2.5.txt", "CC-BY-4.0.txt", "LicenseRef-All-Rights-Reserved.txt"]
    assert notices["CC-BY-2.5.txt"] == (
        "SPDX-License-Identifier: CC-BY-2.5\n\nCreative Commons Attribution 2.5\n"
        "The text of the licence: https://creativecommons.org/licenses/by/2.5/\n"
        'Which works it covers: README.md, "Sources and licences".\n'
    )
    assert notices["LicenseRef-All-Rights-Reserved.txt"] == (
        "SPDX-License-Identifier: LicenseRef-All-Rights-Reserved\n\n"
        "No licence was given. Of works under this reference the release holds facts only\n"
        "(metadata, hash, offsets and labels), and no text.\n"
    )


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
        ("ODC-By-1.0", "https://spdx.org/licenses/ODC-By-1.0.html"),
        ("LicenseRef-Press", None),
    ],
)
def test_where_a_licence_is(name: str, url: str | None) -> None:
    assert license_url(name) == url
    (notice,) = license_notices([name]).values()
    assert notice.startswith(f"SPDX-License-Identifier: {name}\n")
    assert (url or "the source") in notice


def test_licences_of_an_expression() -> None:
    assert license_ids("(CC-BY-4.0 AND CC-BY-2.5) OR GPL-2.0+ WITH Classpath-exception-2.0") == [
        "CC-BY-4.0",
        "CC-BY-2.5",
        "GPL-2.0+",
        "Classpath-exception-2.0",
    ]
    assert hub_license("CC-BY-SA-4.0") == "cc-by-sa-4.0"
    assert hub_license("LicenseRef-Press") == "other"


# Croissant


def test_croissant_describes_every_config_and_every_nested_layer(
    croissant: dict[str, Any], report: BuildReport
) -> None:
    assert croissant["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert croissant["name"] == "harbour"
    assert croissant["version"] == "0.1.0"
    assert croissant["datePublished"] == "2026-03-05"
    assert croissant["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [record_set["@id"] for record_set in croissant["recordSet"]] == [
        *("default", "default-entities", "default-mentions", "default-quotes", "default-events"),
        *("entities", "entities-mentions"),
        *("quotes", "quotes-content", "quotes-cue", "quotes-addressees"),
        *("events", "events-arguments"),
        *("annotators", "annotators-entities", "annotators-mentions", "annotators-quotes", "annotators-events"),
        *("standoff", "standoff-entities", "standoff-mentions", "standoff-quotes", "standoff-events"),
    ]
    hashes = {one["contentUrl"]: one["sha256"] for one in croissant["distribution"] if one["@type"] == "cr:FileObject"}
    files = {name: entry.sha256 for name, entry in report.manifest.files.items() if name.endswith(".parquet")}
    assert hashes == files


def test_croissant_names_are_unique_and_its_columns_exist(croissant: dict[str, Any], release: Path) -> None:
    identities = [one["@id"] for one in (*croissant["distribution"], *croissant["recordSet"])]
    fields = [field for record_set in croissant["recordSet"] for field in record_set["field"]]
    identities += [field["@id"] for field in fields]
    assert len(identities) == len(set(identities))
    for field in fields:
        source = field["source"]
        config = source["fileSet"]["@id"].removesuffix("-files")
        if "column" in source["extract"]:
            schema = pq.read_schema(release / f"data/{config}/train-00000-of-00001.parquet")
            kind = schema.field(source["extract"]["column"]).type
            for step in source.get("transform", {}).get("jsonPath", "").split("."):
                if step:
                    kind = (kind.value_type if hasattr(kind, "value_type") else kind).field(step).type
            scalar = {"sc:Text": "string", "sc:Integer": "int32", "sc:Float": "double", "sc:Boolean": "bool"}
            item = kind.value_type if hasattr(kind, "value_type") else kind
            assert str(item) == scalar[field["dataType"]], field["@id"]
    keys = {key["@id"] for record_set in croissant["recordSet"] for key in record_set.get("key", [])}
    assert keys <= set(identities)


def test_croissant_describes_no_config_without_rows(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "one")
    save(corpus, *bakery())
    described = json.loads((Path(build(corpus).folder) / "croissant.json").read_bytes())
    assert "standoff" not in {record_set["@id"] for record_set in described["recordSet"]}


# Manifest and sums


def test_the_sums_are_those_of_all_files(release: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=True
    )
    files = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    assert sorted(line.removesuffix(": OK") for line in done.stdout.splitlines()) == [
        name for name in files if name != "SHA256SUMS"
    ]


def test_the_manifest_tells_what_the_release_was_made_from(report: BuildReport, shared_corpus: Corpus) -> None:
    manifest = report.manifest
    assert list(manifest.tools) == [
        "python",
        "quotidian",
        "datasets",
        "msgspec",
        "orjson",
        "pyarrow",
        "pyyaml",
        "regex",
    ]
    ontology = (shared_corpus.root / "schema" / "ontology.json").read_bytes()
    assert manifest.ontology.sha256 == hashlib.sha256(ontology).hexdigest()
    assert manifest.ontology.version == shared_corpus.ontology.version
    schema = (Path(report.folder) / "release-row.schema.json").read_bytes()
    assert manifest.schemas["release-row.schema.json"] == hashlib.sha256(schema).hexdigest()
    assert manifest.hydrated is False
    assert manifest.title == "Harbour News"


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseNotFoundError) as caught:
        read_manifest(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: no release here, for it holds no manifest.json: build one with 'quotidian build', or name the "
        "folder of one"
    )


def test_a_manifest_that_was_edited_is_damaged(built: Corpus) -> None:
    folder = built.releases / "harbour-0.1.0"
    path = folder / "manifest.json"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(path.read_text().replace('"0.1.0"', '"0.2.0"'))
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(ReleaseDamagedError) as caught:
        read_manifest(folder)
    assert str(caught.value) == (
        f"{path}: damaged: found SHA-256 {after}, expected {before}: get or build the release again"
    )


def test_sums_that_were_edited_are_damaged(built: Corpus) -> None:
    path = built.releases / "harbour-0.1.0" / "SHA256SUMS"
    path.write_bytes(path.read_bytes() + b"\xff")
    with pytest.raises(ReleaseDamagedError) as caught:
        read_manifest(path.parent)
    assert str(caught.value) == f"{path}: damaged: not the sums of manifest.json: get or build it again"


def test_a_manifest_of_another_make_is_told(built: Corpus) -> None:
    folder = built.releases / "harbour-0.1.0"
    data = b'{"schema": "urn:quotidian:schema:manifest:9"}'
    (folder / "manifest.json").write_bytes(data)
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(data).hexdigest()}  manifest.json\n")
    with pytest.raises(ReleaseDamagedError) as caught:
        read_manifest(folder)
    assert str(caught.value) == (
        f"{folder}/manifest.json: not a valid Manifest: Object missing required field `name`: made by another version "
        "of Quotidian? get the release again"
    )


def test_files_are_compared_with_the_manifest(built: Corpus) -> None:
    folder = built.releases / "harbour-0.1.0"
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    card = folder / "README.md"
    card.write_bytes(card.read_bytes().replace(b"Harbour", b"Horbour"))
    found = hashlib.sha256(card.read_bytes()).hexdigest()
    with pytest.raises(ReleaseDamagedError) as caught:
        verify_files(folder, manifest)
    assert str(caught.value) == (
        f"{card}: damaged: found SHA-256 {found}, expected {manifest.files['README.md'].sha256}: "
        "get or build the release again"
    )
    card.write_bytes(b"short")
    with pytest.raises(ReleaseDamagedError) as caught:
        verify_files(folder, manifest, ["README.md"])
    assert str(caught.value) == (
        f"{card}: damaged: found 5 bytes, expected {manifest.files['README.md'].size}: get or build it again"
    )
    card.unlink()
    with pytest.raises(ReleaseDamagedError) as caught:
        verify_files(folder, manifest, ["README.md"])
    assert str(caught.value) == f"{card}: missing from the release: get or build it again"
    verify_files(folder, manifest, ["CITATION.cff"])


def test_articles_of_many_licences(tmp_path: Path) -> None:
    """What is in the release counts for the card, what is not does not."""
    corpus = empty_corpus(tmp_path / "many")

    def licensed(made: tuple[Article, str, Annotation], license_: str) -> None:
        article, text, annotation = made
        rights = msgspec.structs.replace(article.rights, license=license_)
        save(corpus, msgspec.structs.replace(article, rights=rights), text, annotation)

    licensed(bakery(), "CC-BY-SA-4.0 OR MIT")
    licensed(court(), "LicenseRef-Press")
    folder = Path(build(corpus).folder)
    front = yaml.safe_load((folder / "README.md").read_text().split("---\n", 2)[1])
    assert front["license"] == ["cc-by-4.0", "cc-by-sa-4.0", "mit"]
    assert sorted(path.stem for path in (folder / "LICENSES").iterdir()) == [
        *("CC-BY-4.0", "CC-BY-SA-4.0", "LicenseRef-Press", "MIT"),
    ]
