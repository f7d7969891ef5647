"""A review on whose recommendations working groups act, and workbooks as they send them back."""

from __future__ import annotations

import atexit
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from after_event import with_page
from conftest import Officer, start_review
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

REFERENCE = "LFE-2027-001"
BEFORE_THE_MEETING, DECIDED_ON, LATER = "2027-03-10T10:00", "2027-03-18", "2027-03-19T10:00"
COLUMNS = {
    "review": 1, "id": 2, "recommendation": 3, "group": 4, "action": 5, "owner": 6, "measure": 7,
    "by": 8, "change": 9, "progress": 10, "evidence": 11, "state": 12,
}  # fmt: skip
STRONG = {
    "action": "Try a handover conversation with three teams for a month",
    "owner": "Team Manager, Early Help",
    "measure": "Ten families say what was different",
    "change": "Somebody who knows me is there when we move",
}


@lru_cache(maxsize=1)
def _decided() -> Path:
    """A workspace whose one review has its recommendations accepted; made once, then copied."""
    folder = Path(tempfile.mkdtemp(prefix="lfe-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    officer = Officer(folder)
    officer.done("init", ".")
    start_review(officer)
    with pytest.MonkeyPatch.context() as patch:
        decide(Officer(folder / REFERENCE), patch)
    return folder


def acting_review(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in the folder of a review on whose four recommendations groups act."""
    shutil.copytree(_decided(), anywhere.folder, dirs_exist_ok=True)
    monkeypatch.setenv("LFE_NOW", LATER)
    return Officer(anywhere.path(REFERENCE))


def decide(review: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page went to the subgroup, and every recommendation was accepted."""
    with_page(review, "subgroup")
    monkeypatch.setenv("LFE_NOW", BEFORE_THE_MEETING)
    review.done("submit", "--meeting", DECIDED_ON)
    monkeypatch.setenv("LFE_NOW", LATER)
    review.done("decide", "--all", "--as", "accepted", "--on", DECIDED_ON, "--no-input")


def workbook(review: Officer, name: str = "actions.xlsx") -> Path:
    """The workbook that was written, at the review's place or at the top of the folder."""
    there = review.path(name)
    return there if there.is_file() else review.folder.parent / name


def changed(source: Path, target: Path, change: Callable[[Worksheet], None] | None = None) -> Path:
    """A copy of a workbook as somebody saved it who changed its first sheet."""
    book = load_workbook(source)
    if change:
        change(book.worksheets[0])
    book.save(target)
    return target


def cells(row: int, **values: Any) -> Callable[[Worksheet], None]:
    """Writes these values into a row, by the names of their columns."""

    def change(sheet: Worksheet) -> None:
        for name, value in values.items():
            sheet.cell(row, COLUMNS[name]).value = value

    return change


def each(*changes: Callable[[Worksheet], None]) -> Callable[[Worksheet], None]:
    """Several changes, one after the other."""

    def change(sheet: Worksheet) -> None:
        for one in changes:
            one(sheet)

    return change


def row_of(source: Path, item: str) -> int:
    """The row in which an action stands."""
    sheet = load_workbook(source).worksheets[0]
    return next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 2).value == item)


def content_of(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def noted(review: Officer) -> dict[tuple[str, str], str]:
    """What is recorded of each action, by its id and field."""
    lines = review.path("history.jsonl").read_text().splitlines()
    entries = [json.loads(line) for line in lines]
    return {(e["item"], e["field"]): e["value"] for e in entries if e["action"] == "action noted"}


def saved_by_libreoffice(source: Path, folder: Path) -> Path:
    """The workbook opened in LibreOffice Calc and saved there as .xlsx."""
    folder.mkdir()
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / source.name
