"""The shelf of returned audits, and the note of what was read in each, without its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lfe_cli.audits.returns.reading import Reading
from lfe_cli.clock import uk_date
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write, made
from lfe_cli.review.events import AuditFiled, ReadingNoted
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.review.yamlfile import as_yaml
from lfe_cli.word.file_kinds import kind_of

_KEPT_ENDINGS = {
    ".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".jpg", ".jpeg", ".png", ".heic", ".tif",
    ".tiff", ".txt",
}  # fmt: skip
_HEAD = (
    "# What was read of the newest audit of this agency. Its answers stay in its own file;\n"
    "# only what it released for the event stands here, for the facilitator's paper.\n"
)


@dataclass(frozen=True)
class Shelf:
    """The audits that are filed already, in order: each one's hash, agency and file.

    `just_now` are the files that are filed by the same command, and not yet there.
    """

    review: Review
    filed: tuple[tuple[str, str, str], ...] = ()
    just_now: frozenset[str] = frozenset()

    @classmethod
    def of(cls, review: Review) -> Shelf:
        """The shelf as the history has it."""
        audits = (entry.event for entry in review.state.audits)
        return cls(review, tuple((one.sha256, one.agency, one.file) for one in audits))

    def with_one(self, digest: str, agency: str, file: str) -> Shelf:
        """The shelf with one file more, which is filed just now."""
        filed = (*self.filed, (digest, agency, file))
        return replace(self, filed=filed, just_now=self.just_now | {file})

    def has(self, digest: str) -> str | None:
        """The agency whose audit with this hash is filed, and still lies there as it came."""
        same = [(agency, file) for known, agency, file in self.filed if known == digest]
        if not same:
            return None
        agency, file = same[-1]
        if file in self.just_now:
            return agency
        content = self.review.read(file)
        return agency if content is not None and sha256(content) == digest else None

    def versions(self, agency: str) -> tuple[str, ...]:
        """The files of an agency's audit, the newest last."""
        return tuple(file for _, whose, file in self.filed if whose == agency)

    def place_for(self, agency: str, name: str, content: bytes) -> str:
        """The next version's place: `police.docx`, `police.2.docx`; never where a file is."""
        ending = _ending(name, content)
        known = {file for _, _, file in self.filed}
        number = len(self.versions(agency)) + 1
        while (file := files.returned(agency, ending, number)) in known or (
            self.review.folder / file
        ).exists():
            number += 1
        return file


@dataclass(frozen=True)
class Taken:
    """The outcome of one file. `left`: not an audit that can be told, so it stays where it is.

    `named` are the questions for the event whose answer names somebody; `letter` is the draft that
    asks for them without. `kept` is what is filed where that is not the file as it came.
    """

    file: str
    outcome: str
    agency: str | None = None
    reason: str = ""
    questions: int = 0
    reading: Reading | None = None
    filed_as: str = ""
    form: str = ""
    changed: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    letter: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    kept: bytes | None = field(default=None, repr=False)

    @property
    def needs_a_person(self) -> bool:
        """Somebody has to look at it."""
        return self.stays or self.seems_empty

    @property
    def stays(self) -> bool:
        """It was not filed, so that it stays where it is."""
        return self.outcome in {"rejected", "left"}

    @property
    def seems_empty(self) -> bool:
        """It was filed and read, and nothing at all is answered in it."""
        reading = self.reading
        return reading is not None and reading.how != "not-read" and not reading.answered

    def as_json(self, *, with_answers: bool) -> dict[str, Any]:
        """The file's object in `lfe ingest --json`."""
        reading = self.reading or Reading("not-read")
        document: dict[str, Any] = {
            "file": self.file,
            "agency": self.agency,
            "outcome": self.outcome,
            "reason": self.reason or reading.reason,
            "how": reading.how,
            "questions": self.questions,
            "answered": len(reading.answered),
            "missing": list(reading.missing),
            "recovered": list(reading.recovered),
            "unread": list(reading.unread),
            "for_event": dict(reading.for_event),
            "released": reading.released,
            "release_unclear": reading.release_unclear,
            "remarks": list(reading.remarks),
            "changed": list(self.changed),
            "named": list(self.named),
            "filed_as": self.filed_as,
        }
        return {**document, "answers": dict(reading.answers)} if with_answers else document


def _ending(name: str, content: bytes) -> str:
    ending = Path(name).suffix.lower()
    if ending in _KEPT_ENDINGS:
        return ending
    return kind_of(content).ending or ".bin"


def filing(review: Review, taken: Taken, content: bytes, moment: datetime) -> Changes:
    """The changes that keep `content` byte for byte, with what was read of it beside it.

    None for a file that is not filed.
    """
    if not taken.filed_as or taken.agency is None or taken.reading is None:
        return Changes(review.reference)
    event = AuditFiled(
        agency=taken.agency,
        file=taken.filed_as,
        sha256=sha256(content),
        how=taken.reading.how,
        answered=len(taken.reading.answered),
        questions=taken.questions,
    )
    write = Write(f"{review.reference}/{taken.filed_as}", content)
    kept = Changes(review.reference, (write,), events=(event,))
    return kept.and_also(noting(review, taken, moment))


def noting(review: Review, taken: Taken, moment: datetime) -> Changes:
    """The changes that note what was read. A note that a person wrote in is kept beside it."""
    if taken.agency is None or taken.reading is None:
        return Changes(review.reference)
    file = files.what_was_read(taken.agency)
    text = _what_was_read(review, taken, taken.reading, moment)
    event = ReadingNoted(agency=taken.agency)
    return made(review, file, text, event, replace_edited=True)


def _what_was_read(review: Review, taken: Taken, reading: Reading, moment: datetime) -> bytes:
    """The note of what was read, without its words, but for those released for the event."""
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
        "named": list(taken.named),
        "released": reading.released,
        "for_event": dict(reading.for_event) if reading.released else {},
    }
    if reading.release_unclear:
        data["release_unclear"] = True
    if reading.reason:
        data["reason"] = reading.reason
    return as_yaml(data, _HEAD)
