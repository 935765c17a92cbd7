"""A small invented article, and drafts of it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import msgspec
import pytest

from quotidian import schemas
from quotidian.draft import read_draft
from quotidian.errors import DraftError
from quotidian.model import Annotation, Article
from quotidian.ontology import Ontology, load_ontology
from quotidian.store import INFO, ONTOLOGY, Corpus
from quotidian.text import digest

ID = "harbour-gazette-2026-03-03-ferry-line-to-tarsk-reopens"
TEXT = """\
Ferry line to Tarsk reopens

“The line is safe & sound,” Mira Holt told reporters in Tarsk. She said it “won’t close”.

Ferries < 20 metres sail on Monday, Holt said.
"""
BODY = """\
Ferry line to Tarsk reopens

“The line is safe &amp; sound,” Mira Holt told reporters in Tarsk. She said it “won’t close”.

Ferries &lt; 20 metres sail on Monday, Holt said.
"""
ENTITIES = """\
<entity id="holt" type="PER" name="Mira Holt"/>
<entity id="tarsk" type="GPE" name="Tarsk" link="Q42"/>
"""


@cache
def ontology() -> Ontology:
    """The ontology of the repository."""
    return load_ontology(schemas.data_folder() / ONTOLOGY)


def article(text: str = TEXT, *, standoff: bool = False) -> Article:
    """The metadata of an article with this text."""
    example = Article.from_dict(schemas.schema("article")["examples"][0])
    return msgspec.structs.replace(example, id=ID, text=digest(text), standoff=standoff)


def corpus(root: Path, *, standoff: bool = False) -> Corpus:
    """A corpus that holds the article."""
    for name in (INFO, ONTOLOGY):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(schemas.data_folder() / name, root / name)
    made = Corpus(root)
    made.save_article(article(standoff=standoff), TEXT)
    return made


def inline(body: str = BODY, beside: str = ENTITIES) -> str:
    """A draft in the inline form; the text begins in line 3."""
    return f'<draft article="{ID}">\n<text>\n{body}</text>\n\n{beside}</draft>\n'


def marked(**tags: str) -> str:
    """The body with its words replaced: ``marked(Monday="<m t='TIME'>Monday</m>")``; each word's first occurrence."""
    body = BODY
    for words, with_tags in tags.items():
        assert words in body
        body = body.replace(words, with_tags, 1)
    return body


def resolved(draft: str | Path, text: str = TEXT) -> Annotation:
    """The annotation that a draft makes."""
    return read_draft(draft, article=article(text), text=text, ontology=ontology(), annotator="ann-a")


def problems(draft: str | Path, text: str = TEXT) -> list[str]:
    """Everything that is wrong with a draft, as it is told."""
    with pytest.raises(DraftError) as caught:
        resolved(draft, text)
    shown = [str(problem) for problem in caught.value.problems]
    count = "a problem" if len(shown) == 1 else f"{len(shown)} problems"
    assert str(caught.value) == "\n".join([f"{count} in the draft:", *shown])
    return shown
