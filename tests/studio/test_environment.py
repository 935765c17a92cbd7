"""The environment of Label Studio: whole, or not there."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from quotidian.errors import StudioError
from quotidian.studio.environment import MARKER, Environment, default_folder, ensure_environment, lock_file


def small_lock(folder: Path, *, sha256: str | None = None) -> Path:
    """Pins of a Label Studio that is one empty module, in a wheel beside them."""
    wheel = folder / "label_studio-0.0.1-py3-none-any.whl"
    info = "label_studio-0.0.1.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("label_studio.py", "")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: label-studio\nVersion: 0.0.1\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", f"label_studio.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    digest = sha256 or hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = folder / "small.lock"
    lock.write_text(f"--no-index\n--find-links {folder}\nlabel-studio==0.0.1 --hash=sha256:{digest}\n")
    return lock


def places(folder: Path) -> list[str]:
    """What is there, without logs and locks."""
    return [path.name for path in folder.glob("label-studio-*") if path.is_dir()]


def test_made_once(tmp_path: Path) -> None:
    lock = small_lock(tmp_path)
    told: list[str] = []
    made = ensure_environment(tmp_path / "cache", lock=lock, tell=told.append)
    place = made.python.parents[1]
    assert made == Environment(place / "bin" / "python", "0.0.1")
    assert told == [
        f"Making the environment of Label Studio 0.0.1 in {place} (some minutes and 1 GB, once) ...",
        "Label Studio is installed.",
    ]
    subprocess.run([made.python, "-I", "-c", "import label_studio"], check=True)
    before = (place / MARKER).stat()
    assert ensure_environment(tmp_path / "cache", lock=lock, tell=told.append) == made
    assert (place / MARKER).stat() == before
    assert len(told) == 2


def test_another_lock_is_another_environment(tmp_path: Path) -> None:
    lock = small_lock(tmp_path)
    first = ensure_environment(tmp_path / "cache", lock=lock)
    lock.write_text(f"# changed\n{lock.read_text()}")
    assert ensure_environment(tmp_path / "cache", lock=lock) != first
    assert len(places(tmp_path / "cache")) == 2


def test_a_package_with_another_hash_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with pytest.raises(StudioError) as error:
        ensure_environment(cache, lock=small_lock(tmp_path, sha256="0" * 64))
    message = str(error.value)
    assert message.startswith("the environment of Label Studio can't be made (nothing half-made was left): ")
    assert "Expected sha256 " + "0" * 64 in message
    log = next(cache.glob("*.log"))
    assert message.endswith(f"\nthe whole output is in {log}")
    assert "HASHES" in log.read_text()
    assert places(cache) == []


def test_an_interrupted_installation_leaves_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    code = (
        # A shell lets what it runs in the background ignore the signal.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "import sys; from pathlib import Path; from quotidian.studio.environment import ensure_environment; "
        "ensure_environment(Path(sys.argv[1]), lock=Path(sys.argv[2]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(cache), str(small_lock(tmp_path))], stderr=subprocess.PIPE
    )
    while not places(cache):
        assert process.poll() is None
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert b"KeyboardInterrupt" in said
    assert places(cache) == []


def test_what_a_killed_installation_left_is_cleared(tmp_path: Path) -> None:
    lock = small_lock(tmp_path)
    made = ensure_environment(tmp_path / "cache", lock=lock)
    place = made.python.parents[1]
    (place / MARKER).unlink()
    (place / "half").write_text("left")
    assert ensure_environment(tmp_path / "cache", lock=lock) == made
    assert (place / MARKER).is_file()
    assert not (place / "half").exists()


def test_a_lock_without_label_studio(tmp_path: Path) -> None:
    lock = tmp_path / "other.lock"
    lock.write_text("django==5.2\n")
    with pytest.raises(StudioError) as error:
        ensure_environment(tmp_path / "cache", lock=lock)
    assert str(error.value) == f"{lock}: no pinned label-studio in it: restore the file"


def test_the_pins_are_hashed_and_name_no_registry() -> None:
    content = lock_file().read_text()
    pins = re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==\S+.*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", content, re.M
    )
    assert len(pins) == len(re.findall(r"^\S+==", content, re.M)) > 100
    assert "label-studio==1.23.2 " in content
    assert not re.search(r"://|--index-url|--find-links|--trusted-host", content)


def test_the_default_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "quotidian"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".cache" / "quotidian"
