"""A folder that is replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from quotidian.errors import BuildError
from quotidian.release.manifest import MANIFEST, SUMS


@contextlib.contextmanager
def replacing(final: Path) -> Iterator[Path]:
    """An empty folder beside ``final`` that takes its place when the block ends without an error.

    On an error or an interruption the new folder is removed and ``final`` is what it was. A process that was killed
    leaves a part behind, which the next one removes; one that was killed between the two renames of the exchange
    leaves the old folder under another name, which the next one puts back.

    Raises:
        BuildError: another process is building in the same folder, or the place for ``final`` is a file.
    """
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise BuildError(f"{final.parent}: not a folder: name one for the releases") from None
    with _locked(final.parent):
        _recover(final)
        part = _beside(final, "part")
        part.mkdir()
        try:
            yield part
            _flush(part)
            _exchange(part, final)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise


@contextlib.contextmanager
def terminable() -> Iterator[None]:
    """Within the block SIGTERM raises KeyboardInterrupt, as Ctrl-C does, so that what is half done is cleaned up.

    Only the main thread gets signals; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _beside(final: Path, kind: str) -> Path:
    return final.with_name(f".{final.name}.{kind}-{secrets.token_hex(4)}")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other builds; the lock goes with the process, so none is ever stale."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError(f"{folder}: another build is running there: wait for it to end") from None
        yield
    finally:
        os.close(descriptor)


def refuse_foreign(final: Path) -> None:
    """Leave alone what is no release, whole or damaged: it is somebody's, and replacing it would lose it.

    Raises:
        BuildError: there is such a file or folder.
    """
    if final.is_dir():
        ours = any((final / name).is_file() for name in (MANIFEST, SUMS))
        if ours or not any(final.iterdir()):
            return
    elif not final.exists() and not final.is_symlink():
        return
    raise BuildError(f"{final}: there already, and no release: move it away, or build with --out DIR; it is untouched")


def _recover(final: Path) -> None:
    """Clear what builds that were killed left behind."""
    for old in sorted(final.parent.glob(f".{final.name}.old-*")):
        if final.exists():
            shutil.rmtree(old)
        else:
            old.rename(final)
    for part in final.parent.glob(f".{final.name}.part-*"):
        shutil.rmtree(part)


def _flush(folder: Path) -> None:
    """Make the files and the folders themselves survive a power cut."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _exchange(part: Path, final: Path) -> None:
    """Put ``part`` in the place of ``final``; if that fails the old one is put back."""
    old = _beside(final, "old")
    try:
        if final.exists():
            final.rename(old)
        part.rename(final)
    finally:
        if old.exists() and not final.exists():
            old.rename(final)
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    # The new folder stands: what can't be removed now is removed by the next build.
    shutil.rmtree(old, ignore_errors=True)
