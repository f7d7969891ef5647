"""The table of letters: what holds of every row, so that a new letter is a row and a text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest

from helpers.letters import as_mail
from helpers.officer import Officer
from helpers.review_in_memory import MOMENT, SAID, a_review
from lfe_cli.audits.record import sent
from lfe_cli.cli.command_list import SECTIONS
from lfe_cli.disk.git_rules import is_never_kept
from lfe_cli.errors import LfeError
from lfe_cli.letters import kinds
from lfe_cli.letters.context import recipient
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.kinds import KINDS, Enclosure, LetterKind, kind_of
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.outbox import Unsent, may_be_drafted, not_needed_any_more
from lfe_cli.review import agency_state, events
from lfe_cli.review.ending import SteppedUp
from lfe_cli.review.partnership import WorkingGroup
from lfe_cli.review.templates import shipped

EXAMPLES = Path(__file__).parent.parent / "examples"
REVIEW = a_review()
AFTERWARDS = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
POLICE = REVIEW.agencies()[0]
GROUP = WorkingGroup(id="practice", name="Practice", contact="practice@groups.example")
SENT = [kind for kind in KINDS if kind.is_sent]
EVERYTHING = {what: Attachment(what, b"x") for what in get_args(Enclosure)}

of_every_row = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
of_every_mail = pytest.mark.parametrize("kind", SENT, ids=lambda kind: kind.id)


def test_every_kind_that_has_a_name_in_the_code_is_a_row_of_its_own() -> None:
    named = [kind for kind in vars(kinds).values() if isinstance(kind, LetterKind)]
    assert set(named) <= set(KINDS)
    assert len({kind.id for kind in KINDS}) == len({kind.title for kind in KINDS}) == len(KINDS)


def test_the_letter_that_a_review_itself_asks_about_is_a_row() -> None:
    assert kinds.REQUEST.id == agency_state.REQUEST


def test_every_text_among_the_letters_is_the_template_of_a_row() -> None:
    texts = {f"letters/{path.name}" for path in (shipped() / "letters").iterdir()}
    assert texts == {kind.template for kind in SENT}


def test_every_letter_in_the_examples_histories_has_a_row() -> None:
    lines = [
        json.loads(line)
        for history in sorted(EXAMPLES.glob("*/history.jsonl"))
        for line in history.read_text("utf-8").splitlines()
    ]
    letters = {line["letter"] for line in lines if "letter" in line}
    assert letters
    assert [letter for letter in letters if kind_of(letter) is None] == []


def test_every_rows_template_can_be_copied_out(officer: Officer) -> None:
    listed = {one["name"] for one in officer.done("templates", "--json").json["templates"]}
    assert {kind.template for kind in KINDS} <= listed


@of_every_row
def test_a_rows_id_leads_to_it_and_its_command_is_one_of_ours(kind: LetterKind) -> None:
    assert kind_of(kind.id) is kind
    known = {command.name for commands in SECTIONS.values() for command in commands}
    program, command, *_ = kind.made_by.split()
    assert program == "lfe"
    assert command in known


@of_every_row
def test_a_letter_lies_where_git_never_keeps_it_under_its_readers_id(kind: LetterKind) -> None:
    file = kind.file("mother")
    assert file.endswith("-mother.eml" if kind.is_sent else "-mother.docx")
    assert is_never_kept(f"LFE-2026-001/{file}")


@of_every_row
def test_only_a_mail_encloses_anything_or_is_about_a_day(kind: LetterKind) -> None:
    assert kind.is_sent or not (kind.encloses or kind.event_day)
    assert len(set(kind.encloses)) == len(kind.encloses)
    assert "calendar" not in kind.encloses or kind.tells_of_the_day


@of_every_mail
def test_a_draft_encloses_what_its_row_says_in_that_order_and_nothing_else(
    kind: LetterKind,
) -> None:
    to, said = (GROUP, SAID) if kind.to == "group" else (POLICE, {})
    changes = draft(REVIEW, kind, to, a_day_for(kind), Contents(said, EVERYTHING))
    (write,), [event] = changes.writes, changes.events
    message = as_mail(write.content)
    assert tuple(part.get_filename() for part in message.iter_attachments()) == kind.encloses
    assert message["To"] == recipient(kind, to)
    assert write.path == f"LFE-2026-001/{kind.file(to.id)}"
    assert isinstance(event, events.LetterDrafted)
    assert event.letter == kind.id
    assert (event.group if kind.to == "group" else event.agency) == to.id


def a_day_for(kind: LetterKind) -> datetime:
    """A day on which a letter of this kind makes sense; the event is on 10 February."""
    return AFTERWARDS if kind.fits == "from the day" else MOMENT


FITS = {  # on the day before the event, on its day, and on the day after
    "always": (True, True, True),
    "before the day": (True, False, False),
    "until the day": (True, True, False),
    "from the day": (False, True, True),
}


@of_every_mail
@pytest.mark.parametrize("number", range(3))
def test_a_letter_is_drafted_only_on_a_day_on_which_it_makes_sense(
    kind: LetterKind, number: int
) -> None:
    moment = datetime(2027, 2, 9 + number, 10, tzinfo=UTC)
    to = GROUP if kind.to == "group" else POLICE
    if FITS[kind.fits][number]:
        assert draft(REVIEW, kind, to, moment, Contents(SAID)).writes
    else:
        with pytest.raises(LfeError, match=f"No letter {kind.id} is made: the event"):
            draft(REVIEW, kind, to, moment, Contents(SAID))


@of_every_mail
@pytest.mark.parametrize("number", range(3))
def test_a_draft_is_asked_to_be_sent_only_while_it_makes_sense(
    kind: LetterKind, number: int
) -> None:
    drafted = events.LetterDrafted(letter=kind.id, agency=POLICE.id)
    asked = [events.Told(on=MOMENT.date(), whom="identity", agency=POLICE.id)]
    sent = events.Sent(on=MOMENT.date(), agency=POLICE.id, letter="audit-request")
    review = REVIEW.with_entries([drafted, sent, *asked], MOMENT)
    entry = review.state.letters.newest_drafts[""]
    waits = Unsent("", kind.id, POLICE.id, entry, edited=False)
    needed = not not_needed_any_more(review, waits, date(2027, 2, 9 + number))
    assert needed is FITS[kind.fits][number]


@of_every_mail
def test_a_review_that_has_stopped_asks_for_nothing_more(kind: LetterKind) -> None:
    stopped = REVIEW.with_entries([events.SteppedUp(on=date(2027, 1, 18))], MOMENT)
    to = GROUP if kind.to == "group" else POLICE
    moment = a_day_for(kind)
    assert may_be_drafted(stopped, kind, moment.date()) is not kind.asks
    if kind.asks:
        with pytest.raises(SteppedUp):
            draft(stopped, kind, to, moment, Contents(SAID))
    else:
        assert draft(stopped, kind, to, moment, Contents(SAID)).writes


@pytest.mark.parametrize(
    "kind", [kind for kind in SENT if kind.to != "group"], ids=lambda kind: kind.id
)
def test_a_letter_to_an_agency_can_be_recorded_as_sent_once_it_is_drafted(kind: LetterKind) -> None:
    drafted = events.LetterDrafted(letter=kind.id, agency=POLICE.id)
    names, changes = sent(REVIEW.with_entries([drafted], MOMENT), (), kind.id, date(2027, 1, 18))
    assert names == (POLICE.name,)
    [event] = changes.events
    assert event == events.Sent(on=date(2027, 1, 18), letter=kind.id, agency=POLICE.id)


@pytest.mark.parametrize("kind", [kind for kind in SENT if kind.to == "lead"], ids=lambda k: k.id)
def test_a_letter_to_the_lead_never_falls_back_on_a_practitioner(kind: LetterKind) -> None:
    assert recipient(kind, POLICE.model_copy(update={"escalation": None})) is None
