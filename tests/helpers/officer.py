"""Somebody at a terminal, and what a command answered them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lfe_cli.cli.app import main
from ooxml.validate import problems as faults_of_office_file

NOW = "2027-01-11T09:30"
REFERENCE = "LFE-2027-001"


_VALID: set[bytes] = set()  # what was held against the schemas already, by its hash


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def all(self) -> str:
        return " ".join((self.out + self.err).split())


class Officer:
    """Somebody at a terminal, standing in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lfe(self, *words: str | Path, at: Path | None = None) -> Said:
        out, err = io.StringIO(), io.StringIO()
        before, argv = Path.cwd(), sys.argv
        os.chdir(at or self.folder)
        sys.argv = ["lfe", *(str(word) for word in words)]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            os.chdir(before)
            sys.argv = argv
        return Said(code, out.getvalue(), err.getvalue())

    def done(self, *words: str | Path, at: Path | None = None) -> Said:
        said = self.lfe(*words, at=at)
        assert said.code == 0, said
        return said

    def path(self, *parts: str) -> Path:
        return self.folder.joinpath(*parts)

    def files(self) -> dict[str, bytes]:
        """Every file below the folder but git's own."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".git" not in path.relative_to(self.folder).parts
        }


@contextlib.contextmanager
def where(**settings: str) -> Iterator[None]:
    """Surroundings in which commands run: `LFE_NOW`, `LFE_OFFICE`."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        yield


def start_review(officer: Officer) -> None:
    officer.done(
        "new",
        *("--theme", "Neglect and a move between areas"),
        *("--from", "2026-01-01", "--to", "30/06/2026"),
        *("--agency", "police", "--agency", "school", "--agency", "health-visiting"),
        *("--event", "2027-02-10 09:30", "--venue", "The Guildhall"),
        *("--facilitator", "Independent chair", "--decided-by", "Statutory partners' meeting"),
        *("--decided-on", "2027-01-07", "--basis", "No serious harm; learning about handovers"),
    )


def assert_office_files_are_valid(folder: Path) -> None:
    """Holds every .docx and .xlsx that the tool made against the published schemas."""
    for path in sorted(folder.rglob("*")):
        received = {"inbox", "returned"} & set(path.parts)
        if path.suffix in {".docx", ".xlsx"} and not received and not path.name.startswith("~$"):
            content = hashlib.sha256(path.read_bytes()).digest()
            if content not in _VALID:
                assert faults_of_office_file(path) == [], path.name
                _VALID.add(content)
