"""LibreOffice, for tests that need it: forms and workbooks saved there."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from lfe_cli.word.office import Office, find_office

FILTERS = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "pdf": "writer_pdf_Export",
    "xlsx": "Calc MS Excel 2007 XML",
}
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


def saved(files: Mapping[str, bytes], wanted: str, ending: str = "docx") -> dict[str, bytes]:
    """`files`, which have this ending, opened in LibreOffice and saved in the format `wanted`.

    It is done as by somebody at its menu, with none of the care that the tool takes; all files with
    one call, as starting it is what takes long.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{number}.{ending}" for number in range(len(files))]
        for source, content in zip(sources, files.values(), strict=True):
            source.write_bytes(content)
        words = [
            *("soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--convert-to", f"{wanted}:{FILTERS[wanted]}", "--outdir", str(folder / "made")),
        ]
        subprocess.run([*words, *map(str, sources)], check=True, capture_output=True, timeout=300)
        made = [folder / "made" / f"{source.stem}.{wanted}" for source in sources]
        return dict(zip(files, (path.read_bytes() for path in made), strict=True))


def the_office() -> Office:
    found = find_office()
    assert found is not None
    return found


def pipes() -> set[Path]:
    """Where a LibreOffice of this user listens, or listened: it knows no other folder for it."""
    return set(Path("/tmp").glob(f"OSL_PIPE_{os.getuid()}_*")) if hasattr(os, "getuid") else set()


def sweep(new: set[Path]) -> None:
    """Removes such pipes where nobody listens any more: whoever was ended while it worked left it.

    Whether somebody listens is asked of Linux, not of the pipe: an office of the person at this
    computer would open a window.
    """
    listening = Path("/proc/net/unix")
    known = listening.read_text() if new and listening.is_file() else None
    for path in new:
        if known is not None and str(path) not in known:
            path.unlink(missing_ok=True)
