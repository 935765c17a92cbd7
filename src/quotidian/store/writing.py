"""Writing files whole or not at all.

A file is written under a temporary name beside its place, flushed to the disk, and then renamed onto it: a crash leaves
the old file or the new one.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

# So many files are flushed to the disk together, at most.
TOGETHER = 100
# From so many on, the whole disk is flushed first.
MANY = 10


def write_atomic(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file whole: temporary file in the same folder, fsync, rename. Folders above are made.

    A file that holds these bytes already is not touched. ``mode`` is who may read it; nobody else ever could.
    """
    write_all_atomic([(path, data)], mode=mode)


def write_all_atomic(files: Iterable[tuple[Path, bytes]], *, mode: int = 0o644) -> None:
    """Write several files, each of them whole as :func:`write_atomic` does; each folder is flushed once, at the end.

    Some files at a time are written under temporary names, flushed to the disk together, and then renamed: the disk is
    waited for once for all of them. When this returns, all are on the disk.
    """
    changed: set[str] = set()
    rest = iter(files)
    try:
        while some := list(islice(rest, TOGETHER)):
            _write_whole([(str(path), data) for path, data in some if not _holds(path, data)], mode, changed)
    finally:
        for folder in changed:
            _sync_folder(folder)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file holds these bytes already.

    Raises:
        FileExistsError: it is a device or a pipe, such as ``/dev/stdout``: a rename would put a file in its place.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - three times as fast
    except OSError:
        return False  # what is wrong is told when it is written
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise FileExistsError(errno.EEXIST, "is no file but a device or a pipe, and stays", str(path))
    return stat.S_ISREG(mode) and path.read_bytes() == data


def _write_whole(files: Iterable[tuple[str, bytes]], mode: int, changed: set[str]) -> None:
    """Write files by way of temporary ones, flushed to the disk before they take the places.

    ``changed`` gets each folder once a file in it was renamed: one that can't be written to has nothing to flush.
    """
    ending = f".{os.urandom(4).hex()}.part"
    written: dict[str, tuple[str, int]] = {}  # place and descriptor of each temporary file
    place = ""
    try:
        for place, data in files:
            folder, name = os.path.split(place)
            temporary = os.path.join(folder, f".{name}{ending}")  # noqa: PTH118 - four times as fast
            descriptor = _create(temporary, folder)
            written[temporary] = place, descriptor
            os.fchmod(descriptor, mode)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        if len(written) >= MANY:
            _flush_all(descriptor)
        for place, descriptor in written.values():  # noqa: B007 - told below
            os.fsync(descriptor)
        for temporary in list(written):
            place, descriptor = written[temporary]
            os.replace(temporary, place)  # noqa: PTH105 - twice as fast
            del written[temporary]
            os.close(descriptor)
            changed.add(os.path.dirname(place) or os.curdir)  # noqa: PTH120 - three times as fast
    except BaseException as error:
        for temporary, (_, descriptor) in written.items():
            os.close(descriptor)
            os.unlink(temporary)  # noqa: PTH108 - as above
        if isinstance(error, OSError) and (error.filename is None or str(error.filename).endswith(ending)):
            error.filename = place  # a full disk does not tell, and nobody has named the temporary one
        raise


def _flush_all(descriptor: int) -> None:
    """Flush all that is on the disk of a file at once, where the system can; errors show when each file is flushed.

    Of many files that is several times as fast as flushing one after the other, each with a journal entry of its own.
    """
    import ctypes

    flush = getattr(ctypes.CDLL(None), "syncfs", None)
    if flush is not None:
        flush(descriptor)


def _create(name: str, folder: str) -> int:
    """Open a new file that nobody else may read; its folder is made if there is none."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        return os.open(name, flags, 0o600)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above
        return os.open(name, flags, 0o600)


def _sync_folder(folder: str) -> None:
    """Make a rename in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
