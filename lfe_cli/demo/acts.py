"""What can happen in the story: the steps of the commands, and what people do by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lfe_cli.audits import record
from lfe_cli.audits.begin import Intent, start_review
from lfe_cli.audits.ingest import Incoming, ingest
from lfe_cli.audits.init import start_workspace
from lfe_cli.audits.issue import issue_audits
from lfe_cli.clock import uk_date
from lfe_cli.demo import data
from lfe_cli.demo.acts_after import ACTS_AFTER
from lfe_cli.demo.filling import fill_form
from lfe_cli.demo.here import Here
from lfe_cli.event import attendance, collection, telling
from lfe_cli.event.letters import make_letter
from lfe_cli.event.papers import prepare_event
from lfe_cli.page.report import Order, make_report
from lfe_cli.page.stages import Stage
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.events import ManifestEdited
from lfe_cli.review.workspace import (
    FILE,
    in_the_inbox,
    read_text,
    sha256,
)
from lfe_cli.word.fit import by_estimate

Edits = Sequence[Mapping[str, str]]


def _init(here: Here) -> Changes:
    return start_workspace(here.folder)


def _settings(here: Here, edits: Edits) -> Changes:
    """The officer puts the partnership's own words into the settings."""
    return Changes(writes=(Write(FILE, _edited(here.folder / FILE, edits)),))


def _new(here: Here, **intent: Any) -> Changes:
    return start_review(here.workspace(), Intent(**intent), here.today)[1]


def _manifest(here: Here, edits: Edits) -> Changes:
    """The officer completes the manifest, as with `lfe edit`."""
    content = _edited(here.folder / here.reference / files.MANIFEST, edits)
    event = ManifestEdited(file=files.MANIFEST, sha256=sha256(content))
    write = Write(f"{here.reference}/{files.MANIFEST}", content)
    return Changes(here.reference, (write,), events=(event,))


def _names(here: Here, edits: Edits) -> Changes:
    """The officer lists who and what may never appear."""
    content = _edited(here.folder / here.reference / files.IDENTIFIERS, edits)
    write = Write(f"{here.reference}/{files.IDENTIFIERS}", content, "owner")
    return Changes(here.reference, (write,))


def _edited(path: Path, edits: Edits) -> bytes:
    text = read_text(path)
    for edit in edits:
        if text.count(edit["find"]) != 1:
            raise ValueError("the story changes a passage that the scaffold does not have once")
        text = text.replace(edit["find"], edit["put"])
    return text.encode()


def _issue_audits(here: Here) -> Changes:
    return issue_audits(here.review(), (), here.moment, reissue=False)[1]


def _sent(here: Here, letter: str, agencies: Sequence[str] = ()) -> Changes:
    return record.sent(here.review(), agencies, letter, here.today)[1]


def _told(here: Here, whom: str, person: str | None = None) -> Changes:
    return telling.told(here.review(), whom, (), here.today, person=person)


def _heard(here: Here, person: str, on: date) -> Changes:
    return telling.heard(here.review(), person, on)[1]


def _reply(here: Here, agency: str, on: date, **said: Any) -> Changes:
    return record.reply(here.review(), agency, on, **said)[1]


def _nil(here: Here, agency: str, reason: str) -> Changes:
    return record.nil_return(here.review(), agency, reason, here.today)[1]


def _attended(here: Here, agency: str, roles: list[str], brought: bool) -> Changes:
    review = here.review()
    return attendance.attended(review, agency, here.today, roles=roles, brought=brought)[1]


def _collected(here: Here, destroy: bool = False) -> Changes:
    return collection.collected(here.review(), here.today, destroy=destroy)[1]


def _letter(here: Here, name: str, person: str | None = None) -> Changes:
    return make_letter(here.review(), name, (), here.moment, person=person)[1]


def _arrives(here: Here, agency: str, answers: list[str], name: str) -> Changes:
    """An agency fills in the form that it was sent, and the officer drops it into the inbox."""
    form = here.review().read(files.issued_form(agency))
    assert form is not None
    filled = fill_form(form, data.read_answers(answers))
    write = Write(f"{here.reference}/{files.INBOX}/{name}", filled, "owner")
    return Changes(here.reference, (write,))


def _ingest(here: Here) -> Changes:
    review = here.review()
    files = [Incoming(path, path.read_bytes(), in_inbox=True) for path in in_the_inbox(review)]
    return ingest(review, files, None, here.moment, None)[1]


def _agenda(here: Here) -> Changes:
    return prepare_event(here.review(), here.moment, replace_edited=False)[1]


def _learning(here: Here, file: str) -> Changes:
    """The facilitator writes down what was learned."""
    path = f"{here.reference}/{files.LEARNING}"
    return Changes(here.reference, (Write(path, data.read_text(file).encode()),))


def _report(here: Here, stage: Stage) -> Changes:
    # Measured from font metrics, wherever it is played: the same story is the same files.
    order = Order(stage, here.moment, uk_date(here.moment), by_estimate)
    return make_report(here.review(), order)[1]


ACTS: Mapping[str, Callable[..., Changes]] = {
    "init": _init,
    "settings": _settings,
    "new": _new,
    "manifest": _manifest,
    "names": _names,
    "issue-audits": _issue_audits,
    "sent": _sent,
    "told": _told,
    "heard": _heard,
    "reply": _reply,
    "nil": _nil,
    "attended": _attended,
    "collected": _collected,
    "letter": _letter,
    "arrives": _arrives,
    "ingest": _ingest,
    "agenda": _agenda,
    "learning": _learning,
    "report": _report,
    **ACTS_AFTER,
}
