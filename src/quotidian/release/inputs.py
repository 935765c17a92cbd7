"""What a release is made from: the files of an article, read once, and the fingerprint of everything."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from quotidian import schemas
from quotidian.errors import InputError
from quotidian.model import Article
from quotidian.schemas import NAMES, schema_path
from quotidian.store import ANNOTATORS, INFO, ONTOLOGY, Corpus, read_record

CHANGELOG = Path("CHANGELOG.md")
# Packages whose version can change a byte of a release.
TOOLS = ("datasets", "msgspec", "orjson", "pyarrow", "pyyaml", "regex")


class ArticleFiles(NamedTuple):
    """The files of one article as bytes; ``text`` is None if this build has none to release."""

    corpus: Corpus
    id: str
    article: bytes
    text: bytes | None
    annotations: dict[str, bytes]

    @classmethod
    def read(cls, corpus: Corpus, article: str, annotators: Sequence[str], *, hydrated: bool) -> ArticleFiles:
        """Read all files of an article that a build looks at: of the texts only one that it may release.

        Raises:
            OSError: a file can't be read.
        """
        data = corpus.article_path(article).read_bytes()
        annotations = {one: _bytes(corpus.annotation_path(one, article)) for one in annotators}
        return cls(
            corpus=corpus,
            id=article,
            article=data,
            text=_releasable_text(corpus, data, hydrated=hydrated),
            annotations={one: found for one, found in annotations.items() if found is not None},
        )

    def digest(self) -> bytes:
        """One hash of all the files."""
        parts = {"article": self.article, "text": self.text, **{f"by {k}": v for k, v in self.annotations.items()}}
        joined = hashlib.sha256(self.id.encode())
        for name, data in parts.items():
            joined.update(f"\n{name} {'none' if data is None else hashlib.sha256(data).hexdigest()}".encode())
        return joined.digest()

    def decoded_article(self) -> Article:
        """The metadata.

        Raises:
            InputError: the file is damaged, or not what the schema asks for.
        """
        path = self.corpus.article_path(self.id)
        try:
            article = Article.from_json(self.article)
        except InputError:
            return read_record(path, Article)  # the usual way gives the usual sentence
        schemas.require("article", orjson.loads(self.article), what="Article", path=path)
        return article


def fingerprint(corpus: Corpus, *, hydrated: bool, chunks: Sequence[bytes]) -> str:
    """One hash of all that a release depends on: corpus, toolchain, options, and the digests of its articles."""
    joined = hashlib.sha256(f"hydrated {hydrated}\n".encode())
    for path in (INFO, ONTOLOGY, ANNOTATORS, CHANGELOG):
        data = _bytes(corpus.root / path)
        joined.update(f"{path.name} {'none' if data is None else hashlib.sha256(data).hexdigest()}\n".encode())
    for name, version in tool_versions().items():
        joined.update(f"{name} {version}\n".encode())
    joined.update(_toolchain_digest())
    for chunk in chunks:
        joined.update(chunk)
    return joined.hexdigest()


def tool_versions() -> dict[str, str]:
    """What a release is made with: versions by name."""
    import platform
    from importlib.metadata import version

    from quotidian._version import __version__

    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, "quotidian": __version__, **{name: version(name) for name in TOOLS}}


def schema_digests() -> dict[str, str]:
    """Hashes of the JSON Schemas by file name."""
    paths = [schema_path(name) for name in NAMES]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@cache
def _toolchain_digest() -> bytes:
    """A hash of the package's code and schemas, for someone who changes them has changed what is built."""
    package = Path(__file__).parents[1]
    joined = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        joined.update(
            f"{path.relative_to(package).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    for name, digest in schema_digests().items():
        joined.update(f"{name} {digest}\n".encode())
    return joined.digest()


def _releasable_text(corpus: Corpus, article: bytes, *, hydrated: bool) -> bytes | None:
    """The text of an article as bytes, if this build may release it and it is there."""
    try:
        metadata = Article.from_json(article)
    except InputError:
        return None  # what is wrong with it is told when it is built
    if not metadata.rights.redistributable or (metadata.standoff and not hydrated):
        return None
    return _bytes(corpus.text_path(metadata))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
