"""The tools work on any corpus laid out like this one: a new one, with its own ontology, by the commands alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import quotidian
from quotidian import schemas

NEWS = """Silver Petrel leaves early

The Silver Petrel left at noon, an hour before the fog, said the harbour master, who had watched her go from the end
of the long pier with the two fishermen who mend nets there on most days of the week.

“I would not have waited either,” the harbour master added, and he went back to his office to write the hour into
the book that is kept there for the insurers and for anybody else who asks about the ships of the town.
"""
DRAFT = {
    "article": "harbour-news-2026-03-03-silver-petrel-leaves-early",
    "entities": [{"id": "petrel", "type": "SHIP", "name": "Silver Petrel"}],
    "mentions": [
        {"id": "m_petrel", "entity": "petrel", "level": "NAM", "text": "The Silver Petrel"},
        {"id": "m_noon", "type": "TIME", "text": "noon"},
    ],
    "quotes": [
        {"type": "direct", "content": ["“I would not have waited either,”"], "cue": ["added"], "attribution": "none"}
    ],
    "events": [
        {
            "type": "Harbour:Depart",
            "trigger": "left",
            "tense": "Past",
            "arguments": [{"role": "Vessel", "mention": "m_petrel"}, {"role": "Time", "mention": "m_noon"}],
        }
    ],
}


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    """A command in a folder, as its user runs it; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", "from quotidian.cli import main; main()", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new corpus of ships, as far as its first release."""
    folder = tmp_path_factory.mktemp("ships")
    (folder / "labels.json").write_text(json.dumps(schemas.schema("ontology")["examples"][0]))
    (folder / "news.txt").write_text(NEWS)
    run(folder, "init", "harbour", "--name", "harbour", "--title", "Harbour News", "--ontology", "labels.json")
    home = folder / "harbour"
    run(
        home,
        *("ingest", "../news.txt", "--source", "Harbour News", "--license", "CC-BY-4.0", "--published", "2026-03-03"),
        "--synthetic",
    )
    (folder / "draft.json").write_text(json.dumps(DRAFT))
    run(home, "draft", "../draft.json", "--annotator", "gold")
    run(home, "validate")
    run(home, "build")
    return home


def test_its_release_has_its_own_labels(home: Path) -> None:
    events = quotidian.load("events", path=home / "dist" / "harbour-0.1.0")
    rows = [row for split in events.values() for row in split]
    assert [row["trigger"] for row in rows] == ["left"]
    features = events["train"].features
    assert features["type"].names == ["Harbour:Depart"]
    roles = features["arguments"].feature["role"]
    assert [(roles.int2str(one["role"]), one["text"]) for one in rows[0]["arguments"]] == [
        ("Vessel", "The Silver Petrel"),
        ("Time", "noon"),
    ]


def test_a_label_of_another_ontology_is_refused(home: Path) -> None:
    wrong = {**DRAFT, "entities": [{"id": "petrel", "type": "VEH", "name": "Silver Petrel"}]}
    (home.parent / "wrong.json").write_text(json.dumps(wrong))
    before = (home / "annotations" / "gold" / f"{DRAFT['article']}.json").read_bytes()
    run(home, "draft", "../wrong.json", "--annotator", "gold", code=1)
    assert (home / "annotations" / "gold" / f"{DRAFT['article']}.json").read_bytes() == before


def test_its_article_can_be_shown(home: Path) -> None:
    assert "Silver Petrel" in run(home, "show", "silver-petrel")


def test_its_documents_are_those_of_a_corpus(home: Path) -> None:
    assert json.loads(run(home, "stats", "--json"))["layers"]["events"] == {"Harbour:Depart": 1}
