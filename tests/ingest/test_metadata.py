"""Metadata files say what holds for single sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotidian.errors import IngestError
from quotidian.ingest import FileMetadata, IngestSettings, read_metadata


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_json_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "m.jsonl",
        '\ufeff{"file": "a.txt", "title": "T", "standoff": true, "notes": {"any": ["thing"]}}\n\n{"file": "b.txt"}\n',
    )
    assert read_metadata(path) == {
        "a.txt": FileMetadata(file="a.txt", title="T", standoff=True, notes={"any": ["thing"]}),
        "b.txt": FileMetadata(file="b.txt"),
    }


def test_csv(tmp_path: Path) -> None:
    path = write(
        tmp_path, "m.CSV", 'file,title,standoff,published\na.txt,"One, two",yes,2026-03-03\nb.txt,,,\nc.txt,"“x”",No,\n'
    )
    assert read_metadata(path) == {
        "a.txt": FileMetadata(file="a.txt", title="One, two", standoff=True, published="2026-03-03"),
        "b.txt": FileMetadata(file="b.txt"),
        "c.txt": FileMetadata(file="c.txt", title="“x”", standoff=False),
    }


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "m.jsonl",
            '{"file": "a"}\n{"file": "b", "licence": "MIT"}\n',
            ":2: not a valid FileMetadata: Object contains unknown field `licence`",
        ),
        ("m.jsonl", '{"title": "T"}\n', ":1: not a valid FileMetadata: Object missing required field `file`"),
        ("m.jsonl", '{"file": "a"}\n\n{"file": "a"}\n', ":3: two rows for one file: found 'a'"),
        (
            "m.jsonl",
            '{"file": "a"}\n{nonsense\n',
            ":2: no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ("m.jsonl", "[1]\n", ":1: not a valid FileMetadata: Expected `object`, got `array`"),
        (
            "m.csv",
            "file,standoff\na,maybe\n",
            ":2: not a valid FileMetadata: Expected `bool | null`, got `str` - at `$.standoff`",
        ),
        ("m.csv", "file,title\na,b,c\n", ":2: more values than the header has names: found ['c']"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(IngestError) as caught:
        read_metadata(path)
    assert caught.value.reason == "metadata"
    assert str(caught.value) == f"{path}{message}"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        read_metadata(tmp_path / "gone.jsonl")
    assert str(caught.value) == f"{tmp_path / 'gone.jsonl'}: can't be read: No such file or directory"
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"\xff")
    with pytest.raises(IngestError) as caught:
        read_metadata(path)
    assert str(caught.value) == f"{path}: not UTF-8 at byte 0"


def test_a_row_goes_before_the_settings() -> None:
    settings = IngestSettings(source="Harbour News", license="MIT", standoff=True, story="ferry")
    row = FileMetadata(file="a.txt", license="CC0-1.0", standoff=False, title="T", notes="seen")
    assert settings.refined(row) == IngestSettings(
        source="Harbour News", license="CC0-1.0", standoff=False, story="ferry", title="T"
    )
    assert settings.refined(None) is settings


def test_a_row_can_say_whatever_the_settings_can() -> None:
    settings = set(IngestSettings.__dataclass_fields__)
    assert set(FileMetadata.__struct_fields__) == settings | {"file", "notes"}
