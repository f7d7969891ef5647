"""The identity of a returned audit: whose it is, which questions it answers, how its blank looked.

Whose it is stands in its properties, and in its footer for people to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from lxml import etree

from lfe_cli.audits.form import make_form
from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.returns.opening import CannotRead, Opened, around, open_parts, parts_of
from lfe_cli.audits.returns.reading import Reading, read_audit
from lfe_cli.audits.which_form import form_of_version
from lfe_cli.letters.documents import word_template
from lfe_cli.review import files
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.word.file_kinds import kind_of
from lfe_cli.word.flow import Flow
from lfe_cli.word.office import Office
from lfe_cli.word.package import Package
from lfe_cli.word.xml import CUSTOM

_TO_WORD = "MS Word 2007 XML"  # LibreOffice's name for the format
_REFERENCE = re.compile(r"[A-Z][A-Z0-9]{0,9}-\d{4}-\d{3,9}")
_AGENCY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_FORM = re.compile(r"[0-9a-f]{12}")
_FOOTER = re.compile(
    rf"\b({_REFERENCE.pattern})\W{{1,9}}({_AGENCY.pattern})\W{{1,9}}form\W{{1,9}}({_FORM.pattern})\b"
)
_LONG = 2_000  # characters of a line that are looked at
_ONLY_REFERENCE = re.compile(rf"\b({_REFERENCE.pattern})(?![\w-])")


@dataclass(frozen=True)
class Identity:
    """A form's review, agency and version, each None where it is not said.

    `by` is where it was found: `text` is the form line of a footer that a program moved into the
    text. `conflict` is a sentence where the places disagree; the properties are what is given then.
    """

    reference: str | None = None
    agency: str | None = None
    form: str | None = None
    by: Literal["properties", "footer", "text"] | None = None
    conflict: str = ""


def identify(content: bytes, body: Flow | None = None) -> Identity:
    """The identity of the form in `content`; its text is looked at where it is given.

    A file that cannot be opened is nobody's.
    """
    try:
        package = open_parts(content)
    except CannotRead:
        return Identity()
    hidden, shown = _in_properties(package), _in_footers(package)
    if shown is None and body is not None:
        line = next(shown_in((body,)), None)
        shown = line and replace(line, by="text")
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
        f"Its properties say {_spoken(hidden)} and its {shown.by} says {_spoken(shown)}: "
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
    edges = around(package)
    whole = next(shown_in(edges), None)
    if whole is not None:
        return replace(whole, by="footer")
    for text in (line.text[:_LONG] for flow in edges for line in flow.lines):
        only = _ONLY_REFERENCE.search(text)
        if only:
            return Identity(only[1], by="footer")
    return None


def shown_in(flows: Iterable[Flow]) -> Iterator[Identity]:
    """The identities that form lines show, each as often as it stands there."""
    return identities_in(line.text[:_LONG] for flow in flows for line in flow.lines)


def identities_in(texts: Iterable[str]) -> Iterator[Identity]:
    """The identities that stand in texts as they do in a form's footer."""
    for text in texts:
        for found in _FOOTER.finditer(text):
            yield Identity(found[1], found[2], found[3])


@dataclass(frozen=True)
class AsWord:
    """A file as a Word document that can be read; `remark` says if it took LibreOffice to get it.

    `content` is None where it cannot be had.
    """

    content: bytes | None
    remark: str = ""


def as_word(content: bytes, office: Office | None) -> AsWord:
    """A .docx as it is; a .doc, .odt, .rtf or the like through LibreOffice, if it is installed."""
    kind = kind_of(content)
    if kind.standing == "document":
        return AsWord(content)
    if kind.standing != "convertible" or office is None:
        return AsWord(None)
    converted = office.converted(content, kind.ending, "docx", _TO_WORD)
    remark = (
        f"It was read through LibreOffice, from {kind.ending}: please compare it with the original."
    )
    return AsWord(converted, remark if converted is not None else "")


def whose(review: Review, who: Identity, given: str | None) -> tuple[str | None, str]:
    """The agency whose audit it is; or None, and why that is asked about and not guessed."""
    if who.conflict:
        return None, f"{who.conflict} Ask the agency which is right."
    if who.reference and who.reference != review.reference:
        return None, _of_another_review(review, who.reference)
    if who.agency and given and who.agency != given:
        return None, f"The form says {who.agency}, and --agency says {given}."
    agency = who.agency or given
    if agency is None:
        return None, "It does not say whose it is. If it is an audit, say so: --agency ID"
    if agency not in [a.id for a in review.agencies()]:
        return None, f"{agency} is not asked in {review.reference}."
    if review.state.agency(agency).form is None:
        return None, f"No form was issued to {agency} in this review."
    return agency, ""


def _of_another_review(review: Review, reference: str) -> str:
    """The way for a form of another review: it may be about another child."""
    said = f"It is a form of another review: {reference}. It may be another child's audit: "
    if reference not in review.workspace.folders.there:
        return f"{said}take it out of this inbox, and ask who sent it."
    return f"{said}take it out of this inbox, and put it into {reference}/{files.INBOX}"


def form_of(review: Review, agency: str, who: Identity) -> AuditForm | None:
    """The questions of the version that the file says it is; else those last issued."""
    if who.form:
        return form_of_version(review, who.form)
    issued = review.state.agency(agency).form
    return form_of_version(review, str(issued.event.form)) if issued else None


def reading_of(
    review: Review, agency: str, form: AuditForm, content: bytes | Opened, moment: datetime
) -> Reading:
    """The answers in `content`, told from what was printed on the form that it was written on.

    A form can go out twice with the same questions: for another focus period, or another date.
    Which one came back is seen by how little in it is strange; of two alike the newer counts.
    """
    readings = [read_audit(content, form, b) for b in _blanks(review, agency, form, moment)]
    return min(readings, key=lambda reading: len(reading.unread))


def _blanks(review: Review, agency: str, form: AuditForm, moment: datetime) -> list[bytes]:
    """The form as it went out, newest first; what is not at hand is made again, as of today."""
    issued = [entry.event for entry in review.state.agency(agency).forms]
    digests = [one.sha256 for one in issued if one.form == form.version()]
    kept = review.state.files.kept_aside
    forms = [files.issued_form(agency)]
    forms += [file for digest, aside in kept.items() if digest in digests for file in aside]
    there = {sha256(content): content for file in forms if (content := review.read(file))}
    found = [there[digest] for digest in reversed(digests) if digest in there]
    if digests and digests[-1] in there:
        return found
    template = word_template(review, "audit.docx")
    return [make_form(template, form, review, agency_named(review, agency), moment), *found]
