"""The check that everybody can read a PDF: its tags, its title, its language."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from lfe_cli.checks.access_rules import Fault, as_findings
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.passages import cannot_open
from lfe_cli.checks.room import TooMuch
from lfe_cli.word.pdf import PdfDamaged, reading_a_pdf

_WHOLE = "the whole document"
# What takes long where there is much of it. A page has some fifty objects, a book some thousand.
_MOST = {b"endobj": 30_000, b"trailer": 1_000}
_MOST_PAGES = 1_000  # in which text is looked for
# What pypdf has to say of a damaged file is for programmers, and does not belong on the screen.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def find_pdf_accessibility(content: bytes, name: str) -> tuple[Finding, ...]:
    """The findings of what keeps a screen reader from reading the PDF out well.

    Whether the tags are the right ones is not looked at: they come from the Word document, which
    has a check of its own. Raises LfeError where the file cannot be opened.
    """
    if any(content.count(word) > most for word, most in _MOST.items()):
        raise TooMuch
    try:
        with reading_a_pdf():
            reader = PdfReader(BytesIO(content))
            if reader.is_encrypted:
                raise cannot_open(name, "It has a password.")
            return as_findings(list(_faults(reader)), name)
    except PdfDamaged:
        raise cannot_open(name, "It is damaged, or no PDF.") from None


def _faults(reader: PdfReader) -> Iterator[Fault]:
    root = _object(reader.trailer["/Root"])
    if not any(map(_has_fonts, _pages(root))):
        yield Fault("access-pdf-nothing-to-read", _WHOLE, "pages without text")
    tree = _object(root.get("/StructTreeRoot", {}))
    if not (_is_on(root, "/MarkInfo", "/Marked") and tree.get("/K")):
        yield Fault("access-pdf-tags", _WHOLE, "no tags")
    if not (reader.metadata and (reader.metadata.title or "").strip()):
        yield Fault("access-pdf-title", "document property title", "no title")
    if not _is_on(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield Fault("access-pdf-title-shown", _WHOLE, "the file's name is shown as its title")
    language = str(_object(root.get("/Lang", "")))
    if not language.lower().startswith("en"):
        yield Fault("access-pdf-language", _WHOLE, language or "no language")


def _object(value: Any) -> Any:
    """What a reference points to; anything else as it is."""
    return value.get_object() if hasattr(value, "get_object") else value


def _is_on(root: Any, holder: str, switch: str) -> bool:
    state = _object(_object(root.get(holder, {})).get(switch))
    return getattr(state, "value", state) is True  # pypdf's own "false" counts as true in Python


def _pages(root: Any) -> Iterator[Any]:
    """The first pages, and what holds several: fonts may be named there for all of them."""
    waiting = [root.get("/Pages", {})]
    for _ in range(_MOST_PAGES):
        if waiting:
            page = _object(waiting.pop(0))
            waiting += itertools.islice(_object(page.get("/Kids", ())), _MOST_PAGES)
            yield page


def _has_fonts(page: Any) -> bool:
    """Whether a page is set with text: by itself, or in a form that it shows."""
    resources = _object(page.get("/Resources", {}))
    forms = [_object(form) for form in _object(resources.get("/XObject", {})).values()]
    inner = [_object(form.get("/Resources", {})) for form in forms]
    return any(_object(each.get("/Font", {})) for each in (resources, *inner))
