"""Measures the house: how large it is, how it is divided, and what one `lfe status` goes through.

    python -m tools.measure_house

Run from a source tree with the development tools installed.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parent.parent
PACKAGE = TOP / "lfe_cli"
EXAMPLE = TOP / "examples" / "LFE-2026-001"
HEAVY = ("openpyxl", "docxtpl", "docx", "jinja2", "icalendar", "holidays", "pypdf")
READERS_OF_THE_HISTORY = {"review", "disk"}
IN_A_PROCESS = """
import contextlib, io, json, sys
from lfe_cli.review import state, workspace
folds, inner = [], state.fold
workspace.fold = lambda history: folds.append(1) or inner(history)
from lfe_cli.cli.app import main
sys.argv = ["lfe", "status"]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
print(json.dumps([len(folds), sorted(sys.modules)]))
"""


def modules() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if p.name != "__init__.py"]


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def catches_everything(tree: ast.AST) -> int:
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    caught = (handler.type for handler in handlers)
    return sum(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException")
               for kind in caught)  # fmt: skip


def questions_to_the_history(tree: ast.AST) -> int:
    asked = (n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "history")
    return sum(1 for _ in asked)


def too_complex() -> int:
    words = ["check", "--select", "C901", "--output-format", "json", str(PACKAGE)]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words], capture_output=True, text=True, check=False, cwd=TOP
    )
    return len(json.loads(done.stdout))


def one_status() -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS],
        capture_output=True,
        text=True,
        check=True,
        cwd=EXAMPLE,
    )
    folds, loaded = json.loads(done.stdout)
    return folds, [name for name in HEAVY if name in loaded]


def rows() -> Iterator[tuple[str, object]]:
    every = modules()
    trees = {path: ast.parse(path.read_text("utf-8")) for path in every}
    folders = Counter(path.parent.relative_to(PACKAGE).as_posix() for path in every)
    fullest, count = folders.most_common(1)[0]
    lengths = sorted(length for tree in trees.values() for length in functions(tree))
    biggest = max(every, key=lines_of)
    smallest = min(every, key=lines_of)
    outside = {p: t for p, t in trees.items()
               if p.relative_to(PACKAGE).parts[0] not in READERS_OF_THE_HISTORY}  # fmt: skip
    folds, heavy = one_status()
    yield "lines of the package", sum(lines_of(path) for path in PACKAGE.rglob("*.py"))
    yield "modules", len(every)
    yield "fullest folder", f"{count} ({fullest})"
    yield "biggest module", f"{lines_of(biggest)} ({biggest.relative_to(PACKAGE).as_posix()})"
    yield "smallest module", f"{lines_of(smallest)} ({smallest.relative_to(PACKAGE).as_posix()})"
    yield "functions, 95 of 100 within", f"{lengths[len(lengths) * 95 // 100]} lines"
    yield "functions over complexity 10", too_complex()
    yield "handlers that catch everything", sum(map(catches_everything, trees.values()))
    yield (
        "questions to the history outside review/ and disk/",
        sum(map(questions_to_the_history, outside.values())),
    )
    yield "walks over the history in one status", folds
    yield "heavy libraries that one status loads", ", ".join(heavy) or "none"


if __name__ == "__main__":
    found = list(rows())
    width = max(len(name) for name, _ in found)
    for name, value in found:
        print(f"{name.ljust(width)}  {value}")
