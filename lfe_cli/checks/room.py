"""How much of one file is looked at: counted, so that no computer's speed decides what is refused.

Whatever a file holds is read within these bounds, or the file is not checked and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lfe_cli.errors import LfeError

if TYPE_CHECKING:
    from lfe_cli.word.package import Package

# Characters. The reports, papers and forms of a review hold 2,000 to 60,000, a book of 200 pages
# about 500,000. So many are checked in two to three seconds (November 2026, a slow core).
MOST_TEXT = 500_000
# Each text costs as much as so many characters, however short it is.
A_TEXT = 20
# Marks of XML, "<" each. A form of fifty pages has about 100,000; 200,000 take three seconds.
MOST_MARKS = 200_000
_ATTRIBUTES = 2  # for each mark
# What holds text. Pictures and fonts are told by their names, and not unpacked.
_WITH_TEXT = r"(?i:.*\.(?:xml|rels|vml|docx|docm|xlsx|xlsm|txt|html?|eml|csv))"
_XML = (".xml", ".rels", ".vml")


class TooMuch(LfeError):
    """A file holds more than is looked at, so none of it counts as checked."""

    def __init__(self) -> None:
        super().__init__(
            "It was not checked: it holds far more text than can be checked here.",
            next_step="Check it in parts: save what belongs to the review in a file of its own.",
        )


@dataclass
class Room:
    """What may still be looked at, of one file and of all that is inside it."""

    text: int = field(default_factory=lambda: MOST_TEXT)
    marks: int = field(default_factory=lambda: MOST_MARKS)

    def take(self, text: str) -> None:
        """One text more. Raises TooMuch."""
        self.text -= len(text) + A_TEXT
        if self.text < 0:
            raise TooMuch

    def refuse(self, content: bytes) -> None:
        """Raises TooMuch for what cannot be within, before it is taken apart."""
        if len(content) > 4 * self.text:
            raise TooMuch

    def opened(self, content: bytes) -> Package:
        """The parts that hold text. Raises TooMuch, and PackageRefused for what is no package."""
        from lfe_cli.word.package import open_package  # a line of text needs none
        from lfe_cli.word.zips import PackageRefused

        try:
            package = open_package(content, only=_WITH_TEXT)
        except PackageRefused as refused:
            if refused.kind == "too-large":
                raise TooMuch from None
            raise
        for name, part in package.parts.items():
            if name.lower().endswith(_XML):
                self.marks -= max(part.count(b"<"), part.count(b"=") // _ATTRIBUTES)
        if self.marks < 0:
            raise TooMuch
        return package
