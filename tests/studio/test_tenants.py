"""Environments that serve nobody any more end; all others stay."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quotidian.studio.environment import MARKER, lock_path
from quotidian.studio.process import INSIDE
from quotidian.studio.server import Server
from quotidian.studio.tenants import TENANTS, move_in, remove_unused
from tests.studio.servers import CACHE


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def environment(cache: Path, name: str) -> Path:
    """One that looks whole."""
    place = cache / f"label-studio-{name}"
    (place / "bin").mkdir(parents=True)
    (place / MARKER).write_text("label-studio 1.0\n")
    (cache / f"label-studio-{name}.log").write_text("installed\n")
    lock_path(place).touch()
    return place


def home(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir()
    return place


def tidied(place: Path) -> tuple[list[Path], list[str]]:
    """What was removed, and what was told."""
    told: list[str] = []
    return remove_unused(place, tell=told.append), told


def test_an_environment_ends_when_its_last_folder_has_moved_on(cache: Path, tmp_path: Path) -> None:
    old, new = environment(cache, "1.0-a"), environment(cache, "1.1-b")
    mine, yours = home(tmp_path, "mine"), home(tmp_path, "yours")
    assert move_in(old, mine)
    assert move_in(old, yours)
    assert move_in(new, mine)
    assert json.loads((old / TENANTS).read_bytes()) == [str(yours)]
    assert json.loads((new / TENANTS).read_bytes()) == [str(mine)]
    assert tidied(new) == ([], [])
    assert move_in(new, yours)
    assert tidied(new) == ([old], [f"Removed {old}, an environment of Label Studio that no server uses any more."])
    assert sorted(path.name for path in cache.iterdir()) == [
        ".label-studio-1.0-a.lock",
        ".label-studio-1.1-b.lock",
        "label-studio-1.1-b",
        "label-studio-1.1-b.log",
    ]


def test_an_environment_ends_when_its_folders_are_gone(cache: Path, tmp_path: Path) -> None:
    old, new = environment(cache, "1.0-a"), environment(cache, "1.1-b")
    gone = home(tmp_path, "gone")
    move_in(old, gone)
    assert tidied(new)[0] == []
    gone.rmdir()
    assert tidied(new)[0] == [old]


def test_what_is_half_made_ends_unless_somebody_makes_it(cache: Path) -> None:
    half, new = environment(cache, "1.0-a"), environment(cache, "1.1-b")
    (half / MARKER).unlink()
    with lock_path(half).open("rb") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        assert tidied(new)[0] == []
    assert tidied(new)[0] == [half]


def test_a_damaged_list_of_folders_is_nobodys(cache: Path, tmp_path: Path) -> None:
    old, new = environment(cache, "1.0-a"), environment(cache, "1.1-b")
    (new / TENANTS).write_text("{")
    assert move_in(new, home(tmp_path, "mine"))
    assert json.loads((new / TENANTS).read_bytes()) == [str(tmp_path / "mine")]
    (old / TENANTS).write_text('{"a": 1}')
    assert tidied(new)[0] == [old]


def test_nobody_moves_into_what_was_removed(cache: Path, tmp_path: Path) -> None:
    new = environment(cache, "1.1-b")
    assert not move_in(cache / "label-studio-1.0-a", home(tmp_path, "mine"))
    assert not (new / TENANTS).exists()


def test_what_can_not_be_removed_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = environment(cache, "1.0-a"), environment(cache, "1.1-b")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("shutil.rmtree", refuse)  # what the administrator of this machine may remove, others may not
    assert tidied(new) == (
        [],
        [
            f"No server uses this environment any more: {old}: can't be cleared: Permission denied: remove it and run "
            "again"
        ],
    )


HOLD = """
import importlib.util, sys
sys.prefix = sys.argv[2]
spec = importlib.util.spec_from_file_location("inside", sys.argv[1])
inside = importlib.util.module_from_spec(spec)
spec.loader.exec_module(inside)
inside.keep_environment()
print("held", flush=True)
sys.stdin.read()
"""


def test_an_environment_in_which_a_server_runs_stays(cache: Path) -> None:
    old, new = environment(cache, "1.0-a"), environment(cache, "1.1-b")
    command = [sys.executable, "-c", HOLD, str(INSIDE), str(old)]
    servers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    for server in servers:
        assert server.stdout is not None
        assert server.stdout.readline() == b"held\n"
    for server in servers:
        assert tidied(new) == ([], [])
        server.communicate()
    assert tidied(new)[0] == [old]


def test_a_server_holds_its_environment_and_is_noted_in_it(label_studio: Server) -> None:
    assert label_studio.python is not None
    place = label_studio.python.parents[1]
    assert place.parent == CACHE
    descriptor = os.open(place / MARKER, os.O_RDWR)
    with pytest.raises(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(descriptor)
    assert str(label_studio.home) in json.loads((place / TENANTS).read_bytes())
