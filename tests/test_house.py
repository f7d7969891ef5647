"""Rules of the house that no import contract can hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lfe_cli
from helpers.officer import Officer
from lfe_cli.review import workspace
from lfe_cli.review.history import History
from lfe_cli.review.state import State, fold

PACKAGE = Path(lfe_cli.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
READERS = {"review", "disk"}


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
