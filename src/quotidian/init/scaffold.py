"""Writes the skeleton of a corpus: its schemas, ontology and guidelines, and no article."""

from __future__ import annotations

from pathlib import Path
from string import Template

from quotidian import schemas
from quotidian.errors import InputError
from quotidian.ids import slug
from quotidian.model import CORPUS_SCHEMA, CorpusInfo
from quotidian.ontology import load_ontology
from quotidian.store import ARTICLES, INFO, ONTOLOGY, TEXTS, Corpus, to_json, write_atomic

_TEMPLATE = Path(__file__).parent / "template"
# What annotators read; the guidelines point to the page on drafts.
PAGES = (Path("annotations/guidelines.md"), Path("docs/drafts.md"))


def init(
    root: Path | str,
    *,
    name: str | None = None,
    title: str | None = None,
    description: str = "News annotated with entities, quotes and events.",
    spdx: str = "CC-BY-4.0",
    authors: tuple[str, ...] = ("The maintainers",),
    ontology: Path | None = None,
) -> Corpus:
    """Make an empty corpus in a folder, which may exist if it holds none of the files of a corpus.

    Args:
        root: the folder.
        name: names the releases, ``<name>-<version>``; by default made from the folder's name.
        title: what people call it; by default the name.
        description: one sentence.
        spdx: SPDX expression of the annotations.
        authors: who stands behind it.
        ontology: a file to take the labels from; by default Quotidian's own.

    Raises:
        InputError: the folder holds a corpus, or part of one; the name or the ontology won't do.
    """
    root = Path(root)
    name = name or slug(root.resolve().name) or "corpus"
    info = CorpusInfo(
        schema=CORPUS_SCHEMA,
        name=name,
        version="0.1.0",
        title=title or name,
        description=description,
        license=spdx,
        authors=authors,
    )
    for error in schemas.errors("corpus", info.to_dict()):
        raise InputError(
            f"a corpus can't be described so: {error.message}",
            pointer=schemas.pointer(error),
            mend="name it with lower-case letters, digits and hyphens",
        )
    labels = ontology or schemas.data_folder() / ONTOLOGY
    load_ontology(labels)  # refused here rather than by the first command that needs it

    files = _files(info, labels)
    for path in files:
        if (root / path).exists():
            raise InputError("already there", path=root / path, mend="choose an empty folder: nothing was changed")
    for path, data in files.items():
        write_atomic(root / path, data)
    return Corpus(root)


def _files(info: CorpusInfo, ontology: Path) -> dict[Path, bytes]:
    """Every file of an empty corpus; ``corpus.json``, which makes a folder a corpus, is the last."""
    folder = schemas.data_folder()
    readme = Template((_TEMPLATE / "README.md").read_text("utf-8"))
    fields = {"name": info.name, "version": info.version, "title": info.title, "description": info.description}
    files = {
        Path("README.md"): readme.substitute(fields).encode(),
        Path(".gitignore"): (_TEMPLATE / "gitignore").read_bytes(),
        ARTICLES / ".gitkeep": b"",
        TEXTS / ".gitkeep": b"",
        ONTOLOGY: ontology.read_bytes(),
    }
    files |= {page: (folder / page).read_bytes() for page in PAGES}
    for schema in schemas.NAMES:
        files[Path("schema") / schemas.schema_path(schema).name] = schemas.schema_path(schema).read_bytes()
    files[INFO] = to_json(info)
    return files
