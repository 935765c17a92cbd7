"""A folder is replaced whole or not at all, whatever happens to the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quotidian.errors import BuildError
from quotidian.release.swap import refuse_foreign, replacing, terminable


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make(final: Path, content: str) -> None:
    with replacing(final) as part:
        (part / "inner").mkdir()
        (part / "inner" / "file").write_text(content)


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    make(tmp_path / "deep" / "final", "one")
    assert (tmp_path / "deep" / "final" / "inner" / "file").read_text() == "one"
    assert names(tmp_path / "deep") == ["final"]


def test_an_old_folder_is_replaced_with_all_that_is_in_it(tmp_path: Path) -> None:
    make(tmp_path / "final", "one")
    (tmp_path / "final" / "stray").write_text("of the old one")
    make(tmp_path / "final", "two")
    assert names(tmp_path / "final") == ["inner"]
    assert (tmp_path / "final" / "inner" / "file").read_text() == "two"
    assert names(tmp_path) == ["final"]


def test_the_old_folder_stands_while_the_new_one_is_made(tmp_path: Path) -> None:
    make(tmp_path / "final", "one")
    with replacing(tmp_path / "final") as part:
        (part / "file").write_text("two")
        assert names(tmp_path / "final") == ["inner"]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
def test_after_an_error_all_is_as_it_was(tmp_path: Path, error: BaseException) -> None:
    make(tmp_path / "final", "one")

    def fail() -> None:
        with replacing(tmp_path / "final") as part:
            (part / "file").write_text("half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert names(tmp_path) == ["final"]
    assert (tmp_path / "final" / "inner" / "file").read_text() == "one"


def test_two_at_a_time_are_refused(tmp_path: Path) -> None:
    with replacing(tmp_path / "final"), pytest.raises(BuildError) as caught:
        make(tmp_path / "final", "two")
    assert str(caught.value) == f"{tmp_path}: another build is running there: wait for it to end"
    make(tmp_path / "final", "three")
    assert (tmp_path / "final" / "inner" / "file").read_text() == "three"


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from quotidian.release.swap import refuse_foreign, replacing
with replacing(Path(sys.argv[1])) as part:
    (part / "file").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    make(tmp_path / "final", "one")
    done = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(tmp_path / "final")], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(names(tmp_path)) == 2
    assert (tmp_path / "final" / "inner" / "file").read_text() == "one"
    make(tmp_path / "final", "two")
    assert names(tmp_path) == ["final"]


KILLED_BETWEEN_THE_RENAMES = """
import os, signal, sys
from pathlib import Path
from quotidian.release.swap import refuse_foreign, replacing
final = Path(sys.argv[1])
def watch(event, args):
    if event == "os.rename" and str(args[1]) == str(final):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
with replacing(final) as part:
    (part / "file").write_text("whole")
"""


def test_one_killed_in_the_middle_of_the_exchange_is_mended_by_the_next(tmp_path: Path) -> None:
    final = tmp_path / "final"
    make(final, "one")
    done = subprocess.run([sys.executable, "-c", KILLED_BETWEEN_THE_RENAMES, str(final)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not final.exists()

    def fail() -> None:
        with replacing(final):
            assert (final / "inner" / "file").read_text() == "one"
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert names(tmp_path) == ["final"]
    assert (final / "inner" / "file").read_text() == "one"


def test_other_folders_beside_it_are_left_alone(tmp_path: Path) -> None:
    for name in ("final-2", ".hidden", ".final-2.part-00"):
        (tmp_path / name).mkdir()
    make(tmp_path / "final", "one")
    assert names(tmp_path) == [".final-2.part-00", ".hidden", "final", "final-2"]


def test_a_request_to_end_becomes_an_interruption() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), terminable():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_folder_that_is_no_release_is_left_alone(tmp_path: Path) -> None:
    final = tmp_path / "quotidian-0.1.0"
    final.mkdir()
    refuse_foreign(final)  # an empty one is nobody's
    (final / "mine.txt").write_text("mine")
    with pytest.raises(BuildError) as caught:
        refuse_foreign(final)
    assert str(caught.value) == (
        f"{final}: there already, and no release: move it away, or build with --out DIR; it is untouched"
    )
    (final / "manifest.json").write_text("{")  # a damaged release is ours
    refuse_foreign(final)


def test_a_place_for_releases_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("mine")
    with pytest.raises(BuildError) as caught, replacing(tmp_path / "dist" / "quotidian-0.1.0"):
        pass
    assert str(caught.value) == f"{tmp_path / 'dist'}: not a folder: name one for the releases"
