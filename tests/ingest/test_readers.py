"""Files are opened, checked and decoded strictly."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from quotidian.errors import IngestError
from quotidian.ingest import readers
from quotidian.ingest.document import Document
from quotidian.ingest.readers import read
from quotidian.ingest.sources import SourceFile
from tests.ingest.samples import BODY, page, plain, treebank

TEXT = plain(*BODY)


def write(folder: Path, name: str, data: bytes) -> SourceFile:
    path = folder / name
    path.write_bytes(data)
    return SourceFile(path, f"below/{name}")


def one(source: SourceFile) -> Document:
    (document,) = read(source)
    return document


def refusal(source: SourceFile) -> IngestError:
    with pytest.raises(IngestError) as caught:
        list(read(source))
    return caught.value


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.md", "README"])
def test_any_other_ending_is_plain_text(tmp_path: Path, name: str) -> None:
    document = one(write(tmp_path, name, TEXT.encode()))
    assert (document.format, document.name, document.text) == ("text", f"below/{name}", TEXT)


def test_a_byte_order_mark_and_crlf_change_nothing(tmp_path: Path) -> None:
    assert one(write(tmp_path, "a.txt", codecs.BOM_UTF8 + TEXT.replace("\n", "\r\n").encode())).text == TEXT
    text = treebank(("p (1 s)", (BODY[0],)))
    (document,) = read(write(tmp_path, "a.conllu", codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode()))
    assert (document.name, document.text) == ("T_news_ferry", f"{BODY[0]}\n")


@pytest.mark.parametrize(
    ("name", "data", "offset"),
    [
        ("a.txt", b"Caf\xe9 in Tarsk.\n", 3),
        ("a.txt", codecs.BOM_UTF8 + b"Caf\xe9.\n", 6),
        ("a.html", b"<p>Caf\xe9</p>", 6),
        ("a.conllu", b"# newdoc id = x\n# text = Caf\xe9\n", 28),
    ],
)
def test_invalid_utf8_is_refused_with_its_offset(tmp_path: Path, name: str, data: bytes, offset: int) -> None:
    error = refusal(write(tmp_path, name, data))
    assert error.reason == "not-utf8"
    assert str(error) == (
        f"{tmp_path / name}: not UTF-8 at byte {offset}: found b'\\xe9'; convert it from its real encoding: "
        f"iconv -f WINDOWS-1252 -t UTF-8 {name}"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_refused_by_name(tmp_path: Path, encoding: str) -> None:
    bom = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    error = refusal(write(tmp_path, "a.txt", bom + TEXT.encode(encoding)))
    assert (error.reason, str(error)) == (
        "not-utf8",
        f"{tmp_path / 'a.txt'}: not UTF-8 but UTF-16; convert it: iconv -f UTF-16 -t UTF-8 a.txt",
    )


def test_binary_is_refused(tmp_path: Path) -> None:
    error = refusal(write(tmp_path, "a.txt", b"%PDF-1.7\0\0\0"))
    assert (error.reason, str(error)) == ("not-text", f"{tmp_path / 'a.txt'}: no text: NUL characters")
    assert refusal(write(tmp_path, "b.txt", bytes(range(256)))).reason == "not-utf8"


@pytest.mark.parametrize("charset", ["iso-8859-1", "ISO_8859-1", "windows-1252", "latin1", "us-ascii"])
def test_a_page_is_decoded_as_it_declares(tmp_path: Path, charset: str) -> None:
    text = page(*BODY, charset=charset).encode("cp1252")
    assert BODY[1] in one(write(tmp_path, "a.html", text)).text


@pytest.mark.parametrize("charset", ["utf-8", "zlib", "rot13", "utf-7", "idna", "klingon", "unicode_escape"])
def test_what_no_browser_knows_is_utf8(tmp_path: Path, charset: str) -> None:
    text = page(*BODY, charset=charset).encode()
    assert BODY[1] in one(write(tmp_path, "a.html", text)).text


def test_a_page_that_is_not_what_it_declares_is_refused(tmp_path: Path) -> None:
    text = page(*BODY, charset="shift_jis").encode("cp1252")
    error = refusal(write(tmp_path, "a.html", text))
    assert error.reason == "not-utf8"
    assert error.problem.startswith("not SHIFT_JIS at byte ")


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024)  # a hole: it takes no space
    error = refusal(SourceFile(path, "a.txt"))
    assert (error.reason, str(error)) == (
        "too-large",
        f"{path}: too large for an article: found 20971520, expected at most 16777216 bytes",
    )


def test_a_line_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_LINE", 100)
    error = refusal(write(tmp_path, "a.conllu", b"# text = " + b"x" * 1000))
    assert (error.reason, str(error)) == (
        "too-large",
        f"{tmp_path / 'a.conllu'}: a line of more than 100 bytes: expected a treebank",
    )


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    gone = SourceFile(tmp_path / "gone.txt", "gone.txt")
    assert str(refusal(gone)) == f"{gone.path}: can't be read: No such file or directory"
    os.mkfifo(tmp_path / "pipe.txt")
    pipe = SourceFile(tmp_path / "pipe.txt", "pipe.txt")
    assert str(refusal(pipe)) == f"{pipe.path}: can't be read: no regular file"
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    loop = SourceFile(tmp_path / "loop.txt", "loop.txt")
    assert refusal(loop).reason == "unreadable"
    # A file that opens and whose reading fails, as on a broken disk.
    (tmp_path / "broken.txt").symlink_to("/proc/self/mem")
    broken = SourceFile(tmp_path / "broken.txt", "broken.txt")
    assert str(refusal(broken)) == f"{broken.path}: can't be read: Input/output error"
