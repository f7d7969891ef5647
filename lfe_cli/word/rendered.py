"""What LibreOffice made of a document: its pages, their fonts, and where its lines stand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pypdf import PageObject, PdfReader

from lfe_cli.word.estimate import Area

_TWIPS_A_POINT = 20
_BELOW = 0.22  # how far letters reach below their line, of their size


class Rendered:
    """A PDF. Lengths are twips, from the top of the page."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._pages: Sequence[PageObject] = list(PdfReader(io.BytesIO(pdf)).pages)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._pages)

    @cached_property
    def fonts(self) -> frozenset[str]:
        """The names of its fonts, in small letters without what else stands in them."""
        names: set[str] = set()
        for page in self._pages:
            fonts: Any = page.get("/Resources", {}).get("/Font", {})
            names |= {str(fonts[name].get_object().get("/BaseFont", "")) for name in fonts}
        return frozenset(plain_name(name.split("+")[-1].lstrip("/")) for name in names)

    def used(self, area: Area) -> float:
        """What the text takes if the pages' text is put one below the other."""
        return sum(self._reach(page, area) for page in self._pages)

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
