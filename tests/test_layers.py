"""The package keeps its layers: a module imports only rows above it, or its own package (design: "The package")."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import quotidian

PACKAGE = Path(quotidian.__file__).parent

LAYERS = (
    ("_version", "errors", "offsets", "ids", "record"),
    ("model", "text", "schemas", "ontology", "segment"),
    ("store", "display"),
    (
        *("ingest", "hydrate", "checks", "draft", "show", "init", "stats", "datasheet", "studio"),
        *("agreement", "adjudicate", "quality"),
    ),
    ("release", "load"),
    ("cli",),
)
# Stages that build on another stage of their row.
WITHIN_A_ROW = {
    ("hydrate", "ingest"),
    ("draft", "checks"),
    ("load", "release"),
    ("datasheet", "stats"),
    ("studio", "checks"),
    ("adjudicate", "agreement"),
    ("adjudicate", "checks"),
    ("adjudicate", "draft"),
    ("adjudicate", "studio"),
    ("quality", "agreement"),
}
HEAVY = {"datasets", "pyarrow", "pandas", "polars", "duckdb"}
HEAVY_ALLOWED = {"release", "load"}

FILES = sorted(PACKAGE.rglob("*.py"))


def top(path: Path) -> str:
    """The name in LAYERS that a file belongs to; ``""`` for the package's root."""
    first = path.relative_to(PACKAGE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def row(name: str) -> int:
    """The layer of a module."""
    return next(number for number, modules in enumerate(LAYERS) if name in modules)


def imports(path: Path) -> list[str]:
    """Full names of what a file imports, also inside functions."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: a relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def test_every_module_has_a_layer() -> None:
    assert {top(path) for path in FILES} - {""} == {name for modules in LAYERS for name in modules}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_rows_above_it(path: Path) -> None:
    name = top(path)
    if name == "":
        return  # the root only hands out what the layers offer
    for imported in imports(path):
        parts = imported.split(".")
        if parts[0] != "quotidian" or len(parts) < 2 or parts[1] in {name, "__version__"}:
            continue
        allowed = row(parts[1]) < row(name) or (name, parts[1]) in WITHIN_A_ROW
        # Within the two lowest rows modules build on each other; Python itself refuses a cycle there.
        lowest = row(name) == row(parts[1]) <= 1
        assert allowed or lowest, f"{path.name} (row {row(name)}) imports {imported} (row {row(parts[1])})"


@pytest.mark.parametrize("package", ["adjudicate", "agreement", "display", "quality", "store", "studio"])
def test_a_package_tells_its_files(package: str) -> None:
    told = ast.get_docstring(ast.parse((PACKAGE / package / "__init__.py").read_text("utf-8"))) or ""
    files = {path.stem for path in (PACKAGE / package).glob("*.py")} - {"__init__"}
    assert files - set(re.findall(r"\w+", told)) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_releases_know_arrow_and_datasets(path: Path) -> None:
    heavy = {imported.split(".")[0] for imported in imports(path)} & HEAVY
    assert not heavy or top(path) in HEAVY_ALLOWED


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_below_the_command_line_prints_or_exits(path: Path) -> None:
    if top(path) == "cli":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in {"print", "sys.exit", "exit", "quit"}


def test_importing_the_package_stays_light() -> None:
    """Nothing heavy comes along; the bench measures the time, which a test can't judge on a busy machine."""
    heavy = HEAVY | {"numpy", "trafilatura", "jsonschema", "jsonschema_rs", "rich", "click", "huggingface_hub", "lxml"}
    code = f"import sys, quotidian; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
