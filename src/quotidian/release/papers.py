"""The papers of a release: card, citation, licences, change log, ontology and machine-readable description."""

from __future__ import annotations

import shutil
from pathlib import Path

from quotidian.release.card import card
from quotidian.release.citation import citation
from quotidian.release.collect import Collected
from quotidian.release.croissant import croissant
from quotidian.release.inputs import CHANGELOG
from quotidian.release.licenses import license_notices
from quotidian.release.manifest import Manifest
from quotidian.schemas import schema_path
from quotidian.store import ONTOLOGY, Corpus


def write_papers(folder: Path, corpus: Corpus, manifest: Manifest, collected: Collected) -> None:
    """Write all files of a release that are not data, but for the manifest and the sums.

    Args:
        folder: where the release is being built; its Parquet files are there.
        corpus: the corpus.
        manifest: what is known of the release so far.
        collected: what the build counted.
    """
    licenses = [corpus.info.license, *(source.license for source in collected.sources)]
    _write(folder / "README.md", card(folder, corpus, manifest, collected))
    _write(folder / "CITATION.cff", citation(corpus.info, collected))
    _write(folder / "croissant.json", croissant(folder, corpus.info, manifest, collected))
    for name, text in license_notices(licenses).items():
        _write(folder / "LICENSES" / f"{name}.txt", text)
    if (corpus.root / CHANGELOG).is_file():
        shutil.copyfile(corpus.root / CHANGELOG, folder / "CHANGELOG.md")
    shutil.copyfile(corpus.root / ONTOLOGY, folder / "ontology.json")
    shutil.copyfile(schema_path("release-row"), folder / "release-row.schema.json")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
