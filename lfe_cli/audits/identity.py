"""Whose form a file is: what it says in its properties, and in its footer for people to see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from lfe_cli.audits.opening import CannotRead, around, open_parts, parts_of
from lfe_cli.word.package import Package
from lfe_cli.word.xml import CUSTOM

_REFERENCE = re.compile(r"[A-Z][A-Z0-9]{0,9}-\d{4}-\d{3,9}")
_AGENCY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_FORM = re.compile(r"[0-9a-f]{12}")
_FOOTER = re.compile(
    rf"\b({_REFERENCE.pattern})\W{{1,9}}({_AGENCY.pattern})\W{{1,9}}form\W{{1,9}}({_FORM.pattern})\b"
)
_ONLY_REFERENCE = re.compile(rf"\b({_REFERENCE.pattern})(?![\w-])")


@dataclass(frozen=True)
class Identity:
    """A form's review, agency and version, each None where it is not said.

    `by` is where it was found. `conflict` is a sentence where the two places disagree; the
    properties are what is given then.
    """

    reference: str | None = None
    agency: str | None = None
    form: str | None = None
    by: Literal["properties", "footer"] | None = None
    conflict: str = ""


def identify(content: bytes) -> Identity:
    """Whose form `content` is. A file that cannot be opened is nobody's."""
    try:
        package = open_parts(content)
    except CannotRead:
        return Identity()
    hidden, shown = _in_properties(package), _in_footers(package)
    if hidden is None:
        return shown or Identity()
    differs = shown is not None and any(
        one is not None and other is not None and one != other
        for one, other in (
            (hidden.reference, shown.reference),
            (hidden.agency, shown.agency),
            (hidden.form, shown.form),
        )
    )
    if shown is None or not differs:
        return hidden
    sentence = (
        f"Its properties say {_spoken(hidden)} and its footer says {_spoken(shown)}: "
        "one form may have been written over another."
    )
    return Identity(hidden.reference, hidden.agency, hidden.form, hidden.by, sentence)


def _spoken(identity: Identity) -> str:
    said = (identity.reference, identity.agency, identity.form and f"form {identity.form}")
    return ", ".join(part for part in said if part)


def _in_properties(package: Package) -> Identity | None:
    found: dict[str, str] = {}
    for root in parts_of(package, package.matching(r"docProps/custom\d*\.xml")):
        for item in root.findall(f"{{{CUSTOM}}}property"):
            found.setdefault(item.get("name", "").lower(), _text(item))
    reference = _whole(_REFERENCE, found.get("lfe.reference"))
    if reference is None:
        return None
    agency, form = _whole(_AGENCY, found.get("lfe.agency")), _whole(_FORM, found.get("lfe.form"))
    return Identity(reference, agency, form, "properties")


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def _whole(pattern: re.Pattern[str], text: str | None) -> str | None:
    return text if text is not None and pattern.fullmatch(text) else None


def _in_footers(package: Package) -> Identity | None:
    """The fullest identity that a footer (or a header, where it was moved) shows."""
    texts = [line.text[:2000] for flow in around(package) for line in flow.lines]
    for text in texts:
        whole = _FOOTER.search(text)
        if whole:
            return Identity(whole[1], whole[2], whole[3], "footer")
    for text in texts:
        only = _ONLY_REFERENCE.search(text)
        if only:
            return Identity(only[1], by="footer")
    return None
