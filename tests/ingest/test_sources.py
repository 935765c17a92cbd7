"""Which files a user means."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotidian.errors import IngestError
from quotidian.ingest.sources import count, expand, read_list


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_a_folder_is_walked_in_order_and_the_rest_is_skipped(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.html", "a/y.HTM", "c.conllu", "d.pdf", ".hidden.txt", ".git/x.txt", "a/b/c/deep.txt")
    (tmp_path / "linked").symlink_to(tmp_path / "a")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    found = list(expand([tmp_path]))
    assert [(source.name, source.skip) for source in found] == [
        ("a/b/c/deep.txt", None),
        ("a/y.HTM", None),
        ("a/z.html", None),
        ("b.txt", None),
        ("c.conllu", None),
        ("d.pdf", "other-kind"),
        ("gone.txt", None),  # reading it says why it can't be read
        ("linked", "other-kind"),
    ]
    assert [source.format for source in found[:5]] == ["text", "html", "html", "text", "conllu"]
    assert found[0].path == tmp_path / "a/b/c/deep.txt"
    assert count([tmp_path]) == 8


def test_files_that_are_named_are_taken_as_they_come(tmp_path: Path) -> None:
    make(tmp_path, "b.pdf", "a.txt")
    sources = [tmp_path / "b.pdf", tmp_path / "a.txt", tmp_path / "gone.txt", tmp_path / "a.txt"]
    assert [(source.name, source.skip) for source in expand(sources)] == [
        ("b.pdf", None),
        ("a.txt", None),
        ("gone.txt", None),
        ("a.txt", None),
    ]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert list(expand([tmp_path])) == []


def test_a_list_names_sources_beside_it(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"# pages\na.txt\n\n  sub/b.html  \r\n{tmp_path}/c.txt\n")
    assert read_list(listed) == [tmp_path / "a.txt", tmp_path / "sub/b.html", tmp_path / "c.txt"]


def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        read_list(tmp_path / "gone.txt")
    assert caught.value.reason == "unreadable"
    (tmp_path / "bad.txt").write_bytes(b"\xff\xff")
    with pytest.raises(IngestError, match="a list of sources that can't be read"):
        read_list(tmp_path / "bad.txt")
