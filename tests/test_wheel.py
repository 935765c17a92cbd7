"""The installed package carries all that it needs: a corpus can be made and checked without the repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from quotidian import schemas
from quotidian.studio.server import down
from tests.studio.servers import CACHE, copy_home, free_port

ROOT = schemas.data_folder()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel, built from the repository as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(folder),
        ".",
    ]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, folder: Path, *arguments: str) -> str:
    code = "import sys, quotidian; sys.stderr.write(quotidian.__file__); from quotidian.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(installed) in done.stderr
    return done.stdout


def test_a_corpus_is_made_and_checked_by_the_installed_package(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "init", "mine", "--name", "mine")
    for page in ("annotations/guidelines.md", "docs/drafts.md"):
        assert (tmp_path / "mine" / page).read_bytes() == (ROOT / page).read_bytes()
    summary = json.loads(run(installed, tmp_path / "mine", "validate", "--json"))["summary"]
    assert (summary["errors"], summary["warnings"]) == (0, 0)
    assert "--corpus" in run(installed, tmp_path, "show", "--help")


def test_every_schema_travels_along(installed: Path) -> None:
    carried = {path.name for path in (installed / "quotidian" / "_data" / "schema").iterdir()}
    assert carried == {path.name for path in (ROOT / "schema").iterdir()}


def test_the_page_of_show_travels_along(installed: Path) -> None:
    page = installed / "quotidian" / "show" / "page"
    assert {path.name for path in page.iterdir()} == {
        path.name for path in (ROOT / "src" / "quotidian" / "show" / "page").iterdir() if path.is_file()
    }


def test_label_studio_is_started_by_the_installed_package(installed: Path, tmp_path: Path) -> None:
    """With the pins inside the wheel, which are those of the repository, so that its environment is found."""
    lock = "requirements/label-studio.lock"
    assert (installed / "quotidian" / "_data" / lock).read_bytes() == (ROOT / lock).read_bytes()
    assert "Start Label Studio on this machine" in run(installed, tmp_path, "studio", "--help")
    run(installed, tmp_path, "init", "mine")
    home = copy_home(tmp_path / "home")
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "quotidian").symlink_to(CACHE, target_is_directory=True)
    arguments = ("--home", str(home), "--json")
    try:
        code = "from quotidian.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, "studio", "up", "--port", str(free_port()), *arguments],
            cwd=tmp_path / "mine",
            env={**os.environ, "PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(cache)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        server = json.loads(done.stdout)
        # What was told is on the other stream, and nothing had to be installed.
        assert done.stderr.startswith("Starting Label Studio 1.23.2 on port ")
        assert len(done.stderr.splitlines()) == 1
        command = Path(f"/proc/{server['pid']}/cmdline").read_bytes().split(b"\0")
        assert str(installed / "quotidian" / "studio" / "inside.py").encode() in command
        assert json.loads(run(installed, tmp_path / "mine", "studio", "down", *arguments)) == {"stopped": server["pid"]}
    finally:
        down(home)


def test_the_extra_for_label_studio_is_declared(installed: Path) -> None:
    (metadata,) = installed.glob("quotidian-*.dist-info/METADATA")
    lines = metadata.read_text("utf-8").splitlines()
    assert "Provides-Extra: studio" in lines
    assert any(re.fullmatch(r"Requires-Dist: label-studio-sdk>=2\.1; extra == 'studio'", line) for line in lines)
