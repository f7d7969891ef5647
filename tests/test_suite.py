"""The test suite's own order: what tests share lives in `helpers`, and no test needs another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("*.py"), *HERE.glob("helpers/*.py")])


def imported(source: str) -> Iterator[str]:
    """The first part of every module's name that a source imports, at the top or in a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def of_tests(source: str) -> list[str]:
    return [name for name in imported(source) if name == "conftest" or name.startswith("test_")]


def test_no_file_of_tests_imports_a_test_module_or_conftest() -> None:
    assert {
        file.name: names for file in FILES if (names := of_tests(file.read_text("utf-8")))
    } == {}


@pytest.mark.parametrize(
    "line",
    [
        "from conftest import Officer",
        "import test_chase",
        "def test_it():\n    from test_report import learn",
        "import test_chase as others",
    ],
)
def test_such_an_import_would_be_found(line: str) -> None:
    assert len(of_tests(line)) == 1


def test_only_tests_and_what_they_share_lie_here() -> None:
    odd = {file.name for file in HERE.glob("*.py") if not file.name.startswith("test_")}
    assert odd == {"conftest.py"}
