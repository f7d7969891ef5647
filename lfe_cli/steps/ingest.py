"""Takes in what agencies sent ahead: filed byte for byte, read one by one, never put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from lfe_cli.changes import Changes, Remove, Write
from lfe_cli.clock import uk_date
from lfe_cli.documents.audit_form import make_form
from lfe_cli.returns.identity import Identity, identify
from lfe_cli.returns.opening import kind_of
from lfe_cli.returns.plain import plain
from lfe_cli.returns.reading import Reading, differences, not_read, read_audit
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.questions import AuditForm
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps.asked import agency_named
from lfe_cli.steps.forms import form_in_use, form_of_version
from lfe_cli.steps.making import word_template

_ENDINGS = {"docx": ".docx", "pdf": ".pdf", "old-word": ".doc"}
_KEPT_ENDINGS = {
    ".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".jpg", ".jpeg", ".png", ".heic", ".tif",
    ".tiff", ".txt",
}  # fmt: skip


@dataclass(frozen=True)
class Incoming:
    """A file as it came. `path` is where it lies; `in_inbox` whether that is the review's inbox."""

    path: Path
    content: bytes
    in_inbox: bool

    @property
    def name(self) -> str:
        """Its name, safe to show."""
        return plain(self.path.name)


@dataclass(frozen=True)
class Taken:
    """What became of one file. `left`: not an audit that can be told, so it stays where it is."""

    file: str
    outcome: str
    agency: str | None = None
    reason: str = ""
    questions: int = 0
    reading: Reading | None = None
    filed_as: str = ""
    form: str = ""
    changed: tuple[str, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to look at it."""
        return self.outcome in {"rejected", "left"}

    def as_json(self, *, with_answers: bool) -> dict[str, Any]:
        """The file's object in `lfe ingest --json`."""
        reading = self.reading
        document: dict[str, Any] = {
            "file": self.file,
            "agency": self.agency,
            "outcome": self.outcome,
            "reason": self.reason or (reading.reason if reading else ""),
            "how": reading.how if reading else "not-read",
            "questions": self.questions,
            "answered": len(reading.answered) if reading else 0,
            "missing": list(reading.missing) if reading else [],
            "recovered": list(reading.recovered) if reading else [],
            "unread": list(reading.unread) if reading else [],
            "for_event": dict(reading.for_event) if reading else {},
            "released": bool(reading and reading.released),
            "remarks": list(reading.remarks) if reading else [],
            "changed": list(self.changed),
            "filed_as": self.filed_as,
        }
        if with_answers:
            document["answers"] = dict(reading.answers) if reading else {}
        return document


def ingest(
    review: Review, files: Sequence[Incoming], agency: str | None, moment: datetime
) -> tuple[tuple[Taken, ...], Changes]:
    """What becomes of each file, and the changes that file them. `agency` goes with one file.

    Raises LfeError for an agency that is not asked in this review.
    """
    if agency is not None:
        agency_named(review, agency)
    taken: list[Taken] = []
    changes = Changes(review.reference)
    shelf = _Shelf.of(review)
    for file in files:
        one = _take(review, shelf, file, agency, moment)
        shelf = shelf.with_one(file, one)
        taken.append(one)
        changes = changes.and_also(_filing(review, file, one, moment))
    return tuple(taken), changes


@dataclass(frozen=True)
class _Shelf:
    """What is filed already: hash -> agency, and how many versions each agency has."""

    filed: Mapping[str, str]
    versions: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, review: Review) -> _Shelf:
        entries = review.history.of(actions.AUDIT_FILED)
        filed = {str(e.get("sha256")): str(e.get("agency")) for e in entries}
        versions: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            name = str(entry.get("agency"))
            versions[name] = (*versions.get(name, ()), str(entry.get("file")))
        return cls(filed, versions)

    def with_one(self, file: Incoming, taken: Taken) -> _Shelf:
        if not taken.filed_as or not taken.agency:
            return self
        files = (*self.versions.get(taken.agency, ()), taken.filed_as)
        return _Shelf(
            {**self.filed, sha256(file.content): taken.agency},
            {**self.versions, taken.agency: files},
        )


def _take(
    review: Review, shelf: _Shelf, file: Incoming, given: str | None, moment: datetime
) -> Taken:
    if _is_open(file.path):
        return Taken(file.name, "rejected", reason="It is open in Word: close it there first.")
    already = shelf.filed.get(sha256(file.content))
    if already:
        return Taken(file.name, "already-filed", already, reason="The same file is here already.")
    if kind_of(file.content, file.path.name) != "docx":
        return _without_reading(review, shelf, file, given)
    who = identify(file.content)
    agency, refusal = _whose(review, who, given)
    if agency is None:
        return Taken(file.name, "rejected", given, reason=refusal)
    form = _form_of(review, agency, who)
    if form is None:
        reason = "Its questions are not those of any form that was issued in this review."
        return Taken(file.name, "rejected", agency, reason=reason)
    blank = _blank(review, agency, form, moment)
    reading = read_audit(file.content, form, blank)
    taken = _filed(shelf, file, agency, form, reading)
    older = shelf.versions.get(agency, ())
    before = review.read(older[-1]) if older else None
    if before is None:
        return taken
    return replace(taken, changed=differences(read_audit(before, form, blank), reading))


def _is_open(path: Path) -> bool:
    return any((path.parent / f"~${name}").exists() for name in (path.name, path.name[2:]))


def _without_reading(review: Review, shelf: _Shelf, file: Incoming, given: str | None) -> Taken:
    """A PDF, a picture, an old or locked document: kept whole with --agency, else left."""
    reading = not_read(file.content, file.path.name)
    if given is None:
        reason = f"{reading.reason} If it is an audit, say whose: --agency ID"
        return Taken(file.name, "left", reason=reason.strip())
    return _filed(shelf, file, given, form_in_use(review, given), reading)


def _whose(review: Review, who: Identity, given: str | None) -> tuple[str | None, str]:
    """The agency whose audit it is; or None, and why that is asked about and not guessed."""
    if who.conflict:
        return None, f"{who.conflict} Ask the agency which is right."
    if who.reference and who.reference != review.reference:
        return None, f"It is a form of another review: {who.reference}."
    if who.agency and given and who.agency != given:
        return None, f"The form says {who.agency}, and --agency says {given}."
    agency = who.agency or given
    if agency is None:
        return None, "It does not say whose it is. If it is an audit, say so: --agency ID"
    if agency not in [a.id for a in review.agencies()]:
        return None, f"{agency} is not asked in {review.reference}."
    if review.history.last(actions.FORM_ISSUED, agency=agency) is None:
        return None, f"No form was issued to {agency} in this review."
    return agency, ""


def _form_of(review: Review, agency: str, who: Identity) -> AuditForm | None:
    """The questions of the version that the file says it is; else those last issued."""
    if who.form:
        return form_of_version(review, who.form)
    issued = review.history.last(actions.FORM_ISSUED, agency=agency)
    return form_of_version(review, str(issued.get("form"))) if issued else None


def _blank(review: Review, agency: str, form: AuditForm, moment: datetime) -> bytes | None:
    """The form as it went out, to tell what was written in it from what was printed on it."""
    issued = review.history.last(actions.FORM_ISSUED, agency=agency)
    present = review.read(places.issued_form(agency))
    same = issued is not None and issued.get("form") == form.version()
    if present is not None and same and not review.is_edited(places.issued_form(agency)):
        return present
    return make_form(
        word_template(review, "audit.docx"), form, review, agency_named(review, agency), moment
    )


def _filed(shelf: _Shelf, file: Incoming, agency: str, form: AuditForm, reading: Reading) -> Taken:
    older = shelf.versions.get(agency, ())
    number = len(older) + 1
    ending = file.path.suffix.lower()
    if ending not in _KEPT_ENDINGS:
        ending = _ENDINGS.get(kind_of(file.content, file.path.name), ".bin")
    return Taken(
        file.name,
        "newer-version" if older else "filed",
        agency,
        questions=len(form.questions()),
        reading=reading,
        filed_as=places.returned(agency, ending, number),
        form=form.version(),
        numbers={question.id: n for n, question in enumerate(form.questions(), start=1)},
    )


def _filing(review: Review, file: Incoming, taken: Taken, moment: datetime) -> Changes:
    removals: tuple[Remove, ...] = ()
    if file.in_inbox and taken.outcome in {"filed", "newer-version", "already-filed"}:
        path = f"{review.reference}/{places.INBOX}/{file.path.name}"
        removals = (Remove(path, sha256(file.content)),)
    if not taken.filed_as or taken.agency is None or taken.reading is None:
        return Changes(review.reference, removals=removals)
    about = {
        "agency": taken.agency,
        "file": taken.filed_as,
        "sha256": sha256(file.content),
        "how": taken.reading.how,
        "answered": len(taken.reading.answered),
        "questions": taken.questions,
    }
    summary = _what_was_read(review, taken, moment)
    return Changes(
        review.reference,
        (
            Write(f"{review.reference}/{taken.filed_as}", file.content, private=True),
            Write(
                f"{review.reference}/{places.what_was_read(taken.agency)}", summary, private=True
            ),
        ),
        removals=removals,
        events=(Event(actions.AUDIT_FILED, about),),
    )


def _what_was_read(review: Review, taken: Taken, moment: datetime) -> bytes:
    """What was read, without what was written: only what the agency released for the event."""
    reading = taken.reading
    assert reading is not None
    data: dict[str, Any] = {
        "reference": review.reference,
        "agency": taken.agency,
        "form": taken.form,
        "file": taken.filed_as,
        "received": uk_date(moment).isoformat(),
        "how": reading.how,
        "answered": list(reading.answered),
        "missing": list(reading.missing),
        "recovered": list(reading.recovered),
        "unread_passages": len(reading.unread),
        "remarks": list(reading.remarks),
        "released": reading.released,
        "for_event": dict(reading.for_event) if reading.released else {},
    }
    if reading.reason:
        data["reason"] = reading.reason
    head = (
        "# What was read of the newest audit of this agency. Its answers stay in its own file;\n"
        "# only what it released for the event stands here, for the facilitator's paper.\n"
    )
    return (head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)).encode()
