"""The public reader: a release as a ``datasets`` object, checked before a row of it is seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotidian.release.reader import Loaded


def load(
    config: str = "default",
    split: str | None = None,
    version: str | None = None,
    path: Path | str | None = None,
    streaming: bool = False,
    hydrate: bool | Path | str = False,
) -> Loaded:
    """Load a config of a release.

    >>> quotidian.load("quotes", split="train", version="0.1.0")  # doctest: +SKIP

    The release is looked for as :func:`quotidian.release.find.find_release` says. Its version and the hashes of the
    files that are read are compared with its manifest first. Nothing is fetched from a network for a release that is
    on this machine.

    Args:
        config: ``default``, ``entities``, ``quotes``, ``events``, ``annotators`` or ``standoff``.
        split: ``train``, ``validation`` or ``test``; None for a dictionary of the three.
        version: such as ``1.2.0``; None for the newest.
        path: the folder of a release, or one that holds releases.
        streaming: read row by row instead of making a local copy in Arrow's format.
        hydrate: also give the full rows of stand-off articles whose texts are on this machine: True for those that
            ``quotidian hydrate`` put in the nearest corpus (of the release's folder, or of the current one), or the
            folder that holds them as ``<id>.txt``. They come after the rows of the release. A warning tells which
            texts are missing.

    Returns:
        A ``Dataset``, ``IterableDataset``, ``DatasetDict`` or ``IterableDatasetDict``. Unlike ``load_dataset`` it has
        all three splits, also those without rows. Labels are ids of a ClassLabel.

    Raises:
        InputError: there is no such config or split, or a text is not the article's.
        ReleaseNotFoundError: no release was found.
        ReleaseVersionError: it is another version than the one asked for.
        ReleaseDamagedError: a file is missing, or is not the one that the manifest lists.
    """
    # The package's root hands out this function: what it needs is imported by whoever calls it.
    from quotidian.release.reader import read

    return read(config, split, version, path, streaming=streaming, hydrate=hydrate)
