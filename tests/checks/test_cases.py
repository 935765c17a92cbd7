"""Every check has its smallest valid and invalid example, and says of them exactly what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from quotidian.checks import CATALOGUE, ERROR, Check
from quotidian.cli.validate import command
from tests.checks.corpora import CASES, corpus_in


def run(folder: Path, case: Path, which: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """Exit code and findings of the real command on a case."""
    corpus_in(folder, case / which)
    monkeypatch.chdir(folder)
    arguments = case / "arguments.txt"
    paths = arguments.read_text("utf-8").split() if arguments.is_file() else []
    result = CliRunner().invoke(command, paths, catch_exceptions=False)
    return result.exit_code, result.stdout.splitlines()


def test_every_check_has_a_case_and_every_case_a_check() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == sorted(check.id for check in CATALOGUE)


@pytest.mark.parametrize("check", CATALOGUE, ids=lambda check: check.id)
def test_nothing_is_found_in_the_valid_case(
    check: Check[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path, CASES / check.id, "valid", monkeypatch) == (0, [])


@pytest.mark.parametrize("check", CATALOGUE, ids=lambda check: check.id)
def test_what_is_found_in_the_invalid_case(
    check: Check[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, lines = run(tmp_path, CASES / check.id, "invalid", monkeypatch)
    assert lines == (CASES / check.id / "expected.txt").read_text("utf-8").splitlines()
    # The smallest case shows one fault: the check's own.
    assert [line.split(" ")[1:3] for line in lines] == [[check.level, check.id]]
    assert code == (1 if check.severity == ERROR else 0)
