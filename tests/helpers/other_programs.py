"""Programs that are not ours, and open a Word file and save it again."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from docx import Document

Save = Callable[[bytes], bytes]


def _by(*words: str) -> Save:
    """A program that is called with these words, of which {} is its source and {to} its target."""

    def save(content: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as name:
            source, to = Path(name) / "in.docx", Path(name) / "out.docx"
            source.write_bytes(content)
            call = [word.format(source, to=to) for word in words]
            subprocess.run(call, check=True, capture_output=True, timeout=120, cwd=name)
            return to.read_bytes()

    return save


def _in_python_docx(content: bytes) -> bytes:
    saved = io.BytesIO()
    Document(io.BytesIO(content)).save(saved)
    return saved.getvalue()


PROGRAMS: Mapping[str, Save] = {
    "AbiWord": _by("abiword", "--to=docx", "--to-name={to}", "{}"),
    "pandoc": _by("pandoc", "{}", "-o", "{to}"),
    "pandoc, with changes": _by("pandoc", "--track-changes=all", "{}", "-o", "{to}"),
    "python-docx": _in_python_docx,
}
