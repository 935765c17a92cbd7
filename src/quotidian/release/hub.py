"""Releases on the Hugging Face Hub: one dataset repository, one tag a version."""

from __future__ import annotations

import os
from pathlib import Path

from quotidian.errors import ReleaseNotFoundError

REPOSITORY = "quotidian-corpus/quotidian"
"""Where the releases of Quotidian are published."""

REPOSITORY_VARIABLE = "QUOTIDIAN_REPO"
"""Environment variable that names another repository (``namespace/name``)."""


def hub_repository() -> str:
    """The repository that releases come from."""
    return os.environ.get(REPOSITORY_VARIABLE) or REPOSITORY


def tag(version: str) -> str:
    """The tag of a version: ``v1.2.0``."""
    return f"v{version}"


def download(version: str | None, searched: list[str]) -> Path:
    """The folder of a release from the Hub, from the local cache if it was downloaded before.

    A revision is always resolved to a folder first: ``load_dataset(repository, revision=...)`` quietly gives another
    version when it is offline.

    Args:
        version: the version, or None for the newest (the main branch).
        searched: where it was looked for before; for the message.

    Raises:
        ReleaseNotFoundError: the Hub has no such repository or version, or can't be reached and the cache has none.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = hub_repository()
    revision = None if version is None else tag(version)
    try:
        return Path(snapshot_download(repository, repo_type="dataset", revision=revision))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        place = f"{repository} at {revision}" if revision else repository
        raise ReleaseNotFoundError(
            f"no release{f' {version}' if version else ''}: looked in {', '.join(searched)}, and on the Hub in {place} "
            f"({_reason(error)}): name a folder with path=, or set QUOTIDIAN_RELEASES or QUOTIDIAN_REPO"
        ) from error


def _reason(error: Exception) -> str:
    """Why a download failed, in a few words."""
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError, RevisionNotFoundError

    if isinstance(error, RepositoryNotFoundError):
        return "no such repository, or no right to read it"
    if isinstance(error, RevisionNotFoundError):
        return "no such version there"
    if isinstance(error, HFValidationError):
        return "not the name of a repository"
    return "it can't be reached, and was not downloaded before"
