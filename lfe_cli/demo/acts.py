"""The acts of the story: the steps of the commands, and what people do by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

from lfe_cli.across.board import make_board
from lfe_cli.after import submit
from lfe_cli.after.close import close_review
from lfe_cli.after.decide import Circulation, Ruling, decide
from lfe_cli.after.groups import received, reported_back, sent_to_groups
from lfe_cli.after.impact import Answers, check_impact
from lfe_cli.after.workbook_columns import COLUMNS
from lfe_cli.after.workbook_return import look_at, taking
from lfe_cli.after.workbook_writing import write_for_review
from lfe_cli.audits import record
from lfe_cli.audits.begin import Intent, start_review, start_workspace
from lfe_cli.audits.issue import issue_audits
from lfe_cli.audits.replies import replied, reply
from lfe_cli.audits.returns.ingest import Incoming, ingest
from lfe_cli.clock import uk_date
from lfe_cli.demo.filling import fill_form
from lfe_cli.event import attendance, collection, telling
from lfe_cli.event.letters import make_letter
from lfe_cli.event.papers import prepare_event
from lfe_cli.page import report
from lfe_cli.page.stages import Stage
from lfe_cli.review import files
from lfe_cli.review.agency_state import Answers as Said
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.events import ManifestEdited
from lfe_cli.review.workspace import (
    FILE,
    Review,
    Workspace,
    in_the_inbox,
    load_review,
    load_workspace,
    read_text,
    sha256,
)
from lfe_cli.word.fit import by_estimate
from lfe_cli.word.properties import Properties
from lfe_cli.word.workbook import workbook_bytes

_FOLDER = Path(__file__).parent
_NUMBER = {column.key: number for number, column in enumerate(COLUMNS, start=1)}

_Edits = Sequence[Mapping[str, str]]


def read_data(name: str) -> dict[str, Any]:
    """The data in one of the story's files: yes and no, dates and numbers as YAML reads them."""
    data: dict[str, Any] = yaml.safe_load(read_text(_FOLDER / name))
    return data


@dataclass(frozen=True)
class Here:
    """The workspace's folder, the review that the story is about, and the moment (UTC)."""

    folder: Path
    reference: str
    moment: datetime

    @property
    def today(self) -> date:
        """The day in England."""
        return uk_date(self.moment)

    def workspace(self) -> Workspace:
        """The workspace as it is now."""
        return load_workspace(self.folder)

    def review(self) -> Review:
        """The review as it is now."""
        return load_review(self.workspace(), self.reference)


def _init(here: Here) -> Changes:
    return start_workspace(here.folder)


def _settings(here: Here, edits: _Edits) -> Changes:
    """The officer puts the partnership's own words into the settings."""
    return Changes(writes=(Write(FILE, _edited(here.folder / FILE, edits)),))


def _new(here: Here, **intent: Any) -> Changes:
    return start_review(here.workspace(), Intent(**intent), here.today)[1]


def _manifest(here: Here, edits: _Edits) -> Changes:
    """The officer completes the manifest, as with `lfe edit`."""
    content = _edited(here.folder / here.reference / files.MANIFEST, edits)
    event = ManifestEdited(file=files.MANIFEST, sha256=sha256(content))
    write = Write(f"{here.reference}/{files.MANIFEST}", content)
    return Changes(here.reference, (write,), events=(event,))


def _names(here: Here, edits: _Edits) -> Changes:
    """The officer lists who and what may never appear."""
    content = _edited(here.folder / here.reference / files.IDENTIFIERS, edits)
    write = Write(f"{here.reference}/{files.IDENTIFIERS}", content)
    return Changes(here.reference, (write,))


def _edited(path: Path, edits: _Edits) -> bytes:
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
    review = here.review()
    return reply(review, [replied(review, agency, on, Said(**said))])


def _nil(here: Here, agency: str, reason: str) -> Changes:
    return record.nil_return(here.review(), agency, reason, here.today)


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
    filled = fill_form(form, _answers(answers))
    write = Write(f"{here.reference}/{files.INBOX}/{name}", filled)
    return Changes(here.reference, (write,))


def _answers(names: list[str]) -> dict[str, Any]:
    """An agency's answers, as the last of its versions has them."""
    answers: dict[str, Any] = {}
    for name in names:
        answers |= read_data(f"answers/{name}.yaml")
    return answers


def _ingest(here: Here) -> Changes:
    review = here.review()
    files = [Incoming(path, path.read_bytes(), in_inbox=True) for path in in_the_inbox(review)]
    return ingest(review, files, None, here.moment, None)[1]


def _agenda(here: Here) -> Changes:
    return prepare_event(here.review(), here.moment, replace_edited=False)[1]


def _learning(here: Here, file: str) -> Changes:
    """The facilitator writes down what was learned."""
    path = f"{here.reference}/{files.LEARNING}"
    return Changes(here.reference, (Write(path, (_FOLDER / file).read_bytes()),))


def _report(here: Here, stage: Stage) -> Changes:
    # Measured from font metrics, wherever it is played: the same story is the same files.
    order = report.Order(stage, here.moment, uk_date(here.moment), by_estimate)
    return report.make_report(here.review(), order)[1]


def _submit(here: Here, meeting: date) -> Changes:
    return submit.submit(here.review(), submit.Order(here.moment, by_estimate, meeting))[1]


def _decide(
    here: Here, rulings: Sequence[Mapping[str, Any]], on: date, circulation: Circulation
) -> Changes:
    ruled = [Ruling(**{**one, "ids": tuple(one["ids"])}) for one in rulings]
    return decide(here.review(), ruled, on, here.moment, circulation)[1]


def _sent_to_groups(here: Here) -> Changes:
    return sent_to_groups(here.review(), (), here.today)[1]


def _received(here: Here, groups: Sequence[str]) -> Changes:
    parts = [received(here.review(), group, here.today)[1] for group in groups]
    return parts[0].and_also(*parts[1:])


def _reported_back(here: Here, group: str) -> Changes:
    return reported_back(here.review(), group, (), here.today)[1]


def _actions(here: Here) -> Changes:
    return write_for_review(here.review(), here.moment)[1]


def _actions_come_back(here: Here, rows: Mapping[str, Mapping[str, Any]]) -> Changes:
    """A group fills in the workbook that it was sent, and the officer takes it in."""
    review = here.review()
    book = load_workbook(io.BytesIO(review.read(files.ACTIONS) or b""))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for key, value in rows.get(str(row[_NUMBER["id"] - 1].value), {}).items():
            row[_NUMBER[key] - 1].value = value
    content = workbook_bytes(book, Properties("Actions", "A working group", here.moment))
    returned = look_at(here.workspace(), content, here.today, only=here.reference)
    return taking(review, returned)[1]


def _impact(here: Here, recommendation: str, months: int, **answers: str) -> Changes:
    return check_impact(here.review(), recommendation, Answers(**answers), here.today, months)[1]


def _close(here: Here) -> Changes:
    by = here.workspace().partnership.settings.recorded_as
    return close_review(here.review(), here.today, by, here.moment, carry_over=False)[1]


def _board(here: Here) -> Changes:
    return make_board(here.workspace(), here.today)[1]


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
    "submit": _submit,
    "decide": _decide,
    "sent-to-groups": _sent_to_groups,
    "received": _received,
    "reported-back": _reported_back,
    "actions": _actions,
    "actions-come-back": _actions_come_back,
    "impact": _impact,
    "close": _close,
    "board": _board,
}
