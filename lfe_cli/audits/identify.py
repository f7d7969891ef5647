"""Recognises a returned audit: whose it is, which questions it answers, how its blank looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lfe_cli.audits.form import make_form
from lfe_cli.audits.form_questions import form_of_version
from lfe_cli.audits.identity import Identity
from lfe_cli.audits.opening import kind_of
from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.reading import Reading, read_audit
from lfe_cli.letters.papers import word_template
from lfe_cli.review import files
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.word.office import Office

_TO_WORD = "MS Word 2007 XML"  # LibreOffice's name for the format
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class AsWord:
    """A file as a Word document that can be read; `remark` says if it took LibreOffice to get it.

    `content` is None where it cannot be had.
    """

    content: bytes | None
    remark: str = ""


def as_word(content: bytes, office: Office | None) -> AsWord:
    """A .docx as it is; a .doc, .odt or .rtf through LibreOffice, where it is installed."""
    kind = kind_of(content)
    if kind == "docx":
        return AsWord(content)
    if kind != "old-word" or office is None:
        return AsWord(None)
    ending = old_ending(content)
    converted = office.converted(content, ending, "docx", _TO_WORD)
    remark = f"It was read through LibreOffice, from {ending}: please compare it with the original."
    return AsWord(converted, remark if converted is not None else "")


def old_ending(content: bytes) -> str:
    """The ending of an older text document, by its first bytes: its name is not trusted."""
    if content.startswith(b"{\\rtf"):
        return ".rtf"
    return ".odt" if _OPEN_DOCUMENT in content[:200] else ".doc"


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
    """Where a form of another review belongs: it may be about another child."""
    said = f"It is a form of another review: {reference}. It may be another child's audit: "
    if reference not in review.workspace.references():
        return f"{said}take it out of this inbox, and ask who sent it."
    return f"{said}take it out of this inbox, and put it into {reference}/{files.INBOX}"


def form_of(review: Review, agency: str, who: Identity) -> AuditForm | None:
    """The questions of the version that the file says it is; else those last issued."""
    if who.form:
        return form_of_version(review, who.form)
    issued = review.state.agency(agency).form
    return form_of_version(review, str(issued.event.form)) if issued else None


def reading_of(
    review: Review, agency: str, form: AuditForm, content: bytes, moment: datetime
) -> Reading:
    """What `content` answers, told from what was printed on the form that it was written on.

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
