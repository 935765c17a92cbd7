"""Quotidian: an annotated corpus of English news and the toolchain that makes it.

The public interface is what ``__all__`` names, and nothing else:

* :func:`load` gives a release as a ``datasets`` object;
* :class:`Corpus` reads and writes the files of a corpus;
* :func:`validate` runs every check and yields :class:`Finding` objects; :func:`build` makes a release;
* the value objects: :class:`Article`, :class:`Annotation` and what they are made of, :class:`Ontology`;
* :class:`QuotidianError`, the base of all errors (:mod:`quotidian.errors` has the tree).

Each stage is a module of the same name with one function: :func:`quotidian.ingest.ingest`,
:func:`quotidian.hydrate.hydrate`, :func:`quotidian.draft.read_draft`, :func:`quotidian.show.render_html`,
:func:`quotidian.init.init`. The command line calls these and adds nothing.
"""

from typing import TYPE_CHECKING

from quotidian._version import __version__
from quotidian.errors import QuotidianError
from quotidian.load import load
from quotidian.model import (
    Annotation,
    Argument,
    Article,
    Entity,
    Event,
    Mention,
    Origin,
    Provenance,
    Quote,
    Removal,
    Rights,
    Span,
    TextDigest,
    Tool,
)
from quotidian.ontology import Ontology
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.checks import Finding, validate
    from quotidian.release import build

__all__ = [
    "Annotation",
    "Argument",
    "Article",
    "Corpus",
    "Entity",
    "Event",
    "Finding",
    "Mention",
    "Ontology",
    "Origin",
    "Provenance",
    "Quote",
    "QuotidianError",
    "Removal",
    "Rights",
    "Span",
    "TextDigest",
    "Tool",
    "__version__",
    "build",
    "load",
    "validate",
]

# Imported when first used: they bring the compiled schemas and Arrow with them.
_LATE = {"Finding": "quotidian.checks", "validate": "quotidian.checks", "build": "quotidian.release"}


def __getattr__(name: str) -> object:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module 'quotidian' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
