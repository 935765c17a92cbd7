"""What docs/drafts.md shows is true: its examples resolve, its messages are said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from quotidian import schemas
from quotidian.checks.runner import check_annotation
from quotidian.draft import read_draft
from quotidian.draft.inline import ATTRIBUTES
from quotidian.model import Annotation
from quotidian.ontology import DEFAULTS
from quotidian.text import canonicalize
from tests.draft.sample import ID, article, ontology

DOC = (schemas.data_folder() / "docs" / "drafts.md").read_text("utf-8")
SOURCES = "\n".join(
    path.read_text("utf-8") for path in (Path(__file__).parents[2] / "src/quotidian/draft").glob("*.py")
)


def example(language: str) -> str:
    [found] = re.findall(rf"```{language}\n(.*?)```", DOC, re.DOTALL)
    assert isinstance(found, str)
    return found


def text_of_the_example() -> str:
    """The text in the inline example without its tags, one line a paragraph."""
    inside = example("xml").partition("<text>\n")[2].partition("</text>")[0]
    plain = re.sub("<[^>]*>", "", inside).replace("&amp;", "&")
    return canonicalize("\n\n".join(" ".join(paragraph.split()) for paragraph in plain.split("\n\n")))


def resolved(draft: str) -> Annotation:
    text = text_of_the_example()
    made = read_draft(draft, article=article(text), text=text, ontology=ontology(), annotator="ann-a")
    findings = check_annotation(made, article(text), text, ontology())
    assert [str(finding) for finding in findings if finding.severity == "error"] == []
    return made


def test_the_inline_example_resolves_and_passes_every_check() -> None:
    made = resolved(example("xml"))
    assert [entity.id for entity in made.entities] == ["line", "tarsk", "ellery", "holt", "press", "engineers"]
    assert [mention.text for mention in made.mentions][:3] == [
        "Ferry line to Tarsk",
        "Tarsk",
        "The ferry line between Port Ellery and Tarsk",
    ]
    assert [(quote.id, len(quote.content), quote.parent) for quote in made.quotes] == [
        ("q1", 1, None),
        ("q2", 2, None),
        ("q3", 1, "q2"),
    ]
    assert [(event.type, event.trigger.text) for event in made.events] == [
        ("Business:Start-Org", "reopen"),
        ("Life:Injure", "hurt"),
    ]


def test_the_quoting_example_resolves_and_is_the_schemas_own() -> None:
    document = json.loads(example("json"))
    made = resolved(example("json"))
    assert [mention.text for mention in made.mentions] == ["Tarsk", "Tarsk", "May", "harbour master Mira Holt", "she"]
    [first, *_] = schemas.schema("draft")["examples"]
    assert {key: value for key, value in first.items() if key != "schema"} == document
    jsonschema.validate(document, schemas.schema("draft"))
    assert document["article"] == ID


def test_every_tag_attribute_and_default_is_in_the_table() -> None:
    rows = {cells[1].strip(" `<>"): line for line in DOC.splitlines() if len(cells := line.split("|")) == 5}
    for tag in ("m", "q", "cue", "ev", "entity"):
        lines = " ".join(line for line in DOC.splitlines() if line.startswith(f"| `<{tag}>`"))
        missing = [name for name in ATTRIBUTES[tag] if f"`{name}`" not in lines and name != "id"]
        assert missing == [], tag
    assert "entity" in rows
    for name, value in DEFAULTS.items():
        assert f"`{name.partition('.')[2]}` (`{value}`)" in DOC


MESSAGES = [
    "this end tag does not close ",
    "not well-formed",
    "the draft leaves out ",
    "which the article has not",
    "cue for unknown quote ",
    "is taken by the ",
    "has no role ",
    "does not occur",
]


@pytest.mark.parametrize("message", MESSAGES)
def test_the_messages_in_the_table_are_those_that_are_said(message: str) -> None:
    assert message in DOC
    assert message in SOURCES
