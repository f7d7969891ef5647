"""A PDF as it was laid out: its pages, its fonts, how far its text reaches.

LibreOffice may leave one that is empty or cut off, and a person may put any file there under that
name: whatever pypdf meets in it, it is damaged, and no fault of the tool.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from lfe_cli.word.page import Area

_TWIPS_A_POINT = 20
_BELOW = 0.22  # how far letters reach below their line, of their size


class PdfDamaged(Exception):
    """A PDF cannot be read."""


@contextmanager
def reading_a_pdf() -> Iterator[None]:
    """What pypdf raises while it takes a damaged file apart is PdfDamaged."""
    try:
        yield
    except (
        PyPdfError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError,
        AssertionError, EOFError, OSError, RecursionError, NotImplementedError, zlib.error,
    ):  # fmt: skip
        raise PdfDamaged from None


class Rendered:
    """A PDF. Lengths are twips, from the top of the page. Whatever is asked raises PdfDamaged."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        with reading_a_pdf():
            self._pages: Sequence[PageObject] = list(PdfReader(io.BytesIO(pdf)).pages)
        if not self._pages:
            raise PdfDamaged

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._pages)

    @cached_property
    @reading_a_pdf()
    def fonts(self) -> frozenset[str]:
        """The names of its fonts, in small letters without what else stands in them."""
        names: set[str] = set()
        for page in self._pages:
            fonts: Any = page.get("/Resources", {}).get("/Font", {})
            names |= {str(fonts[name].get_object().get("/BaseFont", "")) for name in fonts}
        return frozenset(plain_name(name.split("+")[-1].lstrip("/")) for name in names)

    @reading_a_pdf()
    def used(self, area: Area) -> float:
        """What the text takes if the pages' text is put one below the other."""
        return sum(self._reach(page, area) for page in self._pages)

    @reading_a_pdf()
    def lines_after_first_page(self) -> int:
        """The lines of text on the later pages, without those of head and foot; 1 at least."""
        pages = [
            [line for line in (page.extract_text() or "").splitlines() if line.strip()]
            for page in self._pages
        ]
        furniture = set.intersection(*map(set, pages[:2])) if len(pages) > 1 else set()
        return sum(1 for page in pages[1:] for line in page if line not in furniture) or 1

    def _reach(self, page: PageObject, area: Area) -> float:
        """How far the text reaches down in the page's area; its head and foot are left out."""
        height = float(page.mediabox.height) * _TWIPS_A_POINT
        lowest = 0.0
        for y, size in _places(page):
            base = height - y * _TWIPS_A_POINT - area.top
            if 0 < base <= area.height:
                lowest = max(lowest, base + size * _BELOW * _TWIPS_A_POINT)
        return lowest


def plain_name(font: str) -> str:
    """A font's name as it is compared."""
    return "".join(character for character in font.lower() if character.isalnum())


def _places(page: PageObject) -> list[tuple[float, float]]:
    """How high each piece of text stands above the page's lower edge, and its size, in points."""
    places: list[tuple[float, float]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            places.append((tm[5] * cm[3] + cm[5], size * abs(tm[3] * cm[3])))

    page.extract_text(visitor_text=visit)
    return places
