"""Writes the README's pictures from examples/: a form, the agenda, the report, and the terminal.

Needs LibreOffice and pdftoppm:  python -m tools.make_pictures
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from lfe_cli.word.office import find_office

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
REVIEW = ROOT / "examples" / "LFE-2026-001"
DOCUMENTS = {
    "form": REVIEW / "audits" / "issued" / "school.docx",
    "agenda": REVIEW / "event" / "agenda.docx",
    "report": REVIEW / "report" / "report.docx",
}
_LINE, _LETTER, _EDGE = 19, 8.43, 20


def picture_of(name: str, document: Path) -> None:
    """The first page of a Word document as PNG."""
    office = find_office()
    if office is None:
        sys.exit("LibreOffice is not installed.")
    pdf = office.pdf_of(document.read_bytes())
    if pdf is None:
        sys.exit(f"LibreOffice made no PDF of {document.name}.")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        target = PICTURES / name
        words = ["pdftoppm", "-r", "72", "-png", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([*words, file.name, str(target)], check=True)


def picture_of_terminal(*words: str) -> None:
    """What a command says in the example's folder, as SVG without a font from elsewhere."""
    env = {**os.environ, "COLUMNS": "80", "LFE_NOW": "2026-12-07T10:00"}
    said = subprocess.run(
        [sys.executable, "-m", "lfe_cli", *words],
        cwd=REVIEW,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = [f"$ lfe {' '.join(words)}", "", *said.rstrip().splitlines()]
    width = round(80 * _LETTER + 2 * _EDGE)
    height = _LINE * len(lines) + 2 * _EDGE
    rows = "\n".join(
        f'<text x="{_EDGE}" y="{_EDGE + _LINE * n + 14}" xml:space="preserve">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    (PICTURES / "terminal.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img">\n'
        f"<title>What lfe {' '.join(words)} says</title>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#14242a"/>\n'
        '<g font-family="DejaVu Sans Mono, Consolas, Menlo, monospace" font-size="14" '
        f'fill="#e8f0f0">\n{rows}\n</g>\n</svg>\n',
        "utf-8",
    )


def main() -> None:
    """Make every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, document in DOCUMENTS.items():
        picture_of(name, document)
    picture_of_terminal("status")


if __name__ == "__main__":
    main()
