"""Rules of the house that no import contract can hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lfe_cli
from helpers.officer import Officer
from lfe_cli.review import workspace
from lfe_cli.review.history.entries import History
from lfe_cli.review.state import State, fold

PACKAGE = Path(lfe_cli.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
READERS = {"review", "disk"}
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {"__pycache__"}
FOLDERS = [PACKAGE, *(folder for folder in PACKAGE.rglob("[a-z]*") if folder.is_dir())]
PLACES = [PACKAGE.parent, PACKAGE.parent / "tests", *FOLDERS]


def reads_the_history(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        is_asked = isinstance(node, ast.Attribute) and node.attr == "history"
        is_loaded = isinstance(node, ast.Name | ast.alias) and (
            getattr(node, "id", getattr(node, "name", "")) in {"load_history", "read_history"}
        )
        if is_asked or is_loaded:
            yield getattr(node, "lineno", 0)


def test_nobody_but_the_review_and_the_writer_reads_the_history() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] not in READERS
        for line in reads_the_history(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["review.history.entries", "self.review.history", "from x import load_history"]
)
def test_the_rule_about_the_history_sees_what_it_forbids(text: str) -> None:
    assert list(reads_the_history(ast.parse(text)))


def test_one_status_goes_over_the_history_once(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[History] = []

    def counting(history: History) -> State:
        folded.append(history)
        return fold(history)

    monkeypatch.setattr(workspace, "fold", counting)
    review.done("issue-audits")
    review.done("sent")
    folded.clear()
    review.done("status")
    assert len(folded) == 1


TOP = PACKAGE.parent
DOCS = sorted([TOP / "README.md", *(TOP / "docs").glob("*.md")])
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w-]+(?:/|\.(?:py|yaml|md|txt|docx|toml)))`")


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.name)
def test_every_module_that_a_page_names_is_there(page: Path) -> None:
    named = set(NAMED.findall(page.read_text("utf-8")))
    ours = {n for n in named if n.endswith(".py") or n.split("/")[0] in ROOMS}
    missing = {n for n in ours if not any((base / n).exists() for base in PLACES)}
    assert missing == set()


def test_where_a_link_leads_is_asked_in_one_place() -> None:
    """Path.resolve raises RuntimeError for links in a circle, which a shared folder may hold."""
    asking = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in MODULES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if ".resolve(" in line and "__file__" not in line
    ]
    assert asking == []
