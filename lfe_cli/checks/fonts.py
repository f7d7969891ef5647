"""Which fonts are plain, without serifs: by name, and by what the document says of them."""

from __future__ import annotations

import re

from lxml import etree

from lfe_cli.word.package import Package
from lfe_cli.word.xml import parse, val, w

_PLAIN = frozenset(
    """arial;arial black;arial narrow;aptos;aptos display;atkinson hyperlegible;avenir;avenir next;
    bahnschrift;calibri;calibri light;candara;century gothic;corbel;franklin gothic;
    franklin gothic book;franklin gothic medium;frutiger;fs me;futura;gds transport;gill sans;
    gill sans mt;helvetica;helvetica neue;hind;inter;lato;lexend;montserrat;myriad pro;nunito;
    poppins;public sans;roboto;segoe ui;segoe ui light;segoe ui semibold;selawik;tahoma;
    transport;trebuchet ms;ubuntu;univers;verdana""".replace("\n    ", "").split(";")
)
_NOT_PLAIN = frozenset(
    """baskerville;baskerville old face;bodoni mt;book antiqua;bookman old style;cambria;
    century;century schoolbook;cochin;constantia;didot;garamond;georgia;goudy old style;
    high tower text;liberation serif;lucida bright;noto serif;palatino;palatino linotype;
    perpetua;rockwell;sitka text;source serif pro;times;times new roman;brush script mt;
    papyrus;courier;courier new;lucida handwriting;segoe script;
    segoe print;bradley hand itc""".replace("\n    ", "").split(";")
)
_HARD = frozenset({"roman", "script", "decorative", "modern"})


class Fonts:
    """The fonts of a document; `families` is what its own list of fonts says of each."""

    def __init__(self, families: dict[str, str] | None = None) -> None:
        self._families = families or {}

    def has_serifs(self, font: str) -> bool:
        """Whether `font` is known to have serifs, or to be hard to read in another way."""
        name = font.casefold().strip()
        if name in _PLAIN:
            return False
        if name in _NOT_PLAIN:
            return True
        if _is_sans_by_name(name):
            return False
        return "serif" in name or self._families.get(name) in _HARD

    def is_known(self, font: str) -> bool:
        """Whether anything is known of `font`."""
        name = font.casefold().strip()
        plain = name in _PLAIN or _is_sans_by_name(name) or self._families.get(name) == "swiss"
        return plain or self.has_serifs(font)


def fonts_of(package: Package) -> Fonts:
    """The fonts that the document lists. Raises XmlRefused where the list is damaged."""
    content = package.part("word/fontTable.xml")
    root: list[etree._Element] = list(parse(content)) if content else []
    return Fonts(
        {
            each.get(w("name"), "").casefold(): val(each.find(w("family"))) or ""
            for each in root
            if each.tag == w("font")
        }
    )


def _is_sans_by_name(name: str) -> bool:
    return bool(re.search(r"\b(sans|grotesk|grotesque)\b", name))
