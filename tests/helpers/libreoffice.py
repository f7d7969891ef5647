"""LibreOffice, for tests that need it: forms and workbooks saved there."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from lfe_cli.word.office import Office, find_office

WORD = "MS Word 2007 XML"
FILTERS = {"docx": WORD, "odt": "writer8", "doc": "MS Word 97", "rtf": "Rich Text Format"}
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


def saved(files: Mapping[str, bytes], folder: Path, *formats: str) -> dict[str, bytes]:
    """`files` (.docx) saved in each of the formats, one after the other, and as .docx at last."""
    names = list(files)
    at, ending = folder / "0", "docx"
    at.mkdir(parents=True)
    for number, name in enumerate(names):
        (at / f"{number}.docx").write_bytes(files[name])
    back = () if formats and formats[-1] == "docx" else ("docx",)
    for step, wanted in enumerate([*formats, *back], start=1):
        sources = [at / f"{number}.{ending}" for number in range(len(names))]
        at, ending = folder / str(step), wanted
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--convert-to", f"{wanted}:{FILTERS[wanted]}"),
                *("--outdir", str(at), *map(str, sources)),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
    return {name: (at / f"{n}.docx").read_bytes() for n, name in enumerate(names)}


def workbook_saved(source: Path, folder: Path) -> Path:
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


def the_office() -> Office:
    found = find_office()
    assert found is not None
    return found
