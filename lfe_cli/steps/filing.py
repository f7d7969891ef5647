"""Files a returned audit beside those that are there, and notes what was read without its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from lfe_cli.changes import Changes, Write
from lfe_cli.clock import uk_date
from lfe_cli.returns.opening import kind_of
from lfe_cli.returns.reading import Reading
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps.recognising import old_ending

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
    """What is filed already: the agency of each file by its hash, and each agency's files."""

    filed: Mapping[str, str]
    versions: Mapping[str, tuple[str, ...]]
    taken_back: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, review: Review) -> Shelf:
        """The shelf as the history has it."""
        standing = review.history.of(actions.AUDIT_FILED)
        back = [e for e in review.history.entries if e.action == actions.AUDIT_FILED]
        counts = Counter(str(e.get("agency")) for e in back if e not in standing)
        shelf = cls({}, {}, counts)
        for entry in standing:
            about = (str(entry.get(key)) for key in ("sha256", "agency", "file"))
            shelf = shelf.with_one(*about)
        return shelf

    def with_one(self, digest: str, agency: str, file: str) -> Shelf:
        """The shelf with one file more."""
        files = (*self.versions.get(agency, ()), file)
        return Shelf(
            {**self.filed, digest: agency}, {**self.versions, agency: files}, self.taken_back
        )

    def place_for(self, agency: str, name: str, content: bytes) -> str:
        """Where the next version of an agency's audit goes: `police.docx`, `police.2.docx`."""
        number = len(self.versions.get(agency, ())) + self.taken_back.get(agency, 0) + 1
        return places.returned(agency, _ending(name, content), number)

    def newest(self, agency: str) -> str | None:
        """The file of an agency's last version, None where there is none."""
        files = self.versions.get(agency, ())
        return files[-1] if files else None


@dataclass(frozen=True)
class Filed:
    """One audit that goes onto the shelf. `named`: questions for the event that name somebody."""

    agency: str
    file: str
    form: str
    questions: int
    reading: Reading
    named: tuple[str, ...]


def _ending(name: str, content: bytes) -> str:
    ending = Path(name).suffix.lower()
    if ending in _KEPT_ENDINGS:
        return ending
    kind = kind_of(content)
    if kind == "old-word":
        return old_ending(content)
    return {"docx": ".docx", "pdf": ".pdf"}.get(kind, ".bin")


def filing(review: Review, filed: Filed, content: bytes, moment: datetime) -> Changes:
    """The changes that keep `content` byte for byte, with what was read of it beside it."""
    about = {
        "agency": filed.agency,
        "file": filed.file,
        "sha256": sha256(content),
        "how": filed.reading.how,
        "answered": len(filed.reading.answered),
        "questions": filed.questions,
    }
    readers = review.partnership.settings.confidential_readable_by
    files = {
        filed.file: content,
        places.what_was_read(filed.agency): _what_was_read(review, filed, moment),
    }
    writes = tuple(
        Write(f"{review.reference}/{name}", text, readers) for name, text in files.items()
    )
    return Changes(review.reference, writes, events=(Event(actions.AUDIT_FILED, about),))


def _what_was_read(review: Review, filed: Filed, moment: datetime) -> bytes:
    """What was read, without what was written: only what the agency released for the event."""
    reading = filed.reading
    data: dict[str, Any] = {
        "reference": review.reference,
        "agency": filed.agency,
        "form": filed.form,
        "file": filed.file,
        "received": uk_date(moment).isoformat(),
        "how": reading.how,
        "answered": list(reading.answered),
        "missing": list(reading.missing),
        "recovered": list(reading.recovered),
        "unread_passages": len(reading.unread),
        "remarks": list(reading.remarks),
        "named": list(filed.named),
        "released": reading.released,
        "for_event": dict(reading.for_event) if reading.released else {},
    }
    if reading.reason:
        data["reason"] = reading.reason
    return (_HEAD + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)).encode()
