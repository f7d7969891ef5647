"""The partnership's settings: `partnership.yaml`."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from lfe_cli.errors import WrongValue
from lfe_cli.review.days import parse_time
from lfe_cli.review.files import REFERENCE
from lfe_cli.review.schema import Day, Id, Name, Schema, Text, YesNo

_ADDRESS = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;.<>\"']+")
_MAIL_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_NAMED = re.compile(r"[^<>@,;]*<([^<>]*)>")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, direction marks, surrogates, line separators
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,9}")
PageStep = Literal["read", "agreed", "submitted", "decided"]  # that a partnership may do without
Readers = Literal["owner", "group"]  # of what is confidential: `File.confidential`


def _time_of_day(text: str) -> str:
    parse_time(text)
    return text


def _one_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        instead = "Write one address, such as reviews@example.org."
        raise WrongValue(f"is not an e-mail address: {text!r}.", instead)
    return text


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        instead = "Use capital letters and digits, ten at most, beginning with a letter: LFE."
        raise WrongValue(f"cannot be {text!r}.", instead)
    return text


def _folder_in_here(text: str) -> str:
    parts = text.replace("\\", "/").rstrip("/").split("/")
    if any(not part.strip(". ") or ":" in part or part.startswith(".") for part in parts):
        raise WrongValue(f"cannot be {text!r}.", "Name a folder in this one, such as archive.")
    return "/".join(parts)


def _reference(text: str) -> str:
    if not REFERENCE.match(text):
        raise WrongValue(f"is no review's reference: {text!r}.", "Write one as in LFE-2026-001.")
    return text


class Agency(Schema):
    """A partner agency. Contacts (e-mail addresses) are asked for, not required."""

    id: Id
    name: Name
    contact: Text | None = None
    deputy: Text | None = None
    escalation: Text | None = None


class WorkingGroup(Schema):
    """A group that takes recommendations and turns them into actions."""

    id: Id
    name: Name
    contact: Text | None = None
    chair: Text | None = None


class StepUp(Schema):
    """What the law of the nation asks where a review is stepped up: England's unless written.

    `working_days` are those of the duty, counted from the day on which the local authority became
    aware; None where there are none. `review` is what the statutory review is called.
    """

    duty: Text = (
        "the local authority notifies the national Panel within five working days of becoming aware"
    )
    working_days: Annotated[int, Field(ge=1, le=60)] | None = 5
    review: Name = "Rapid Review"


class Settings(Schema):
    """What a partnership decides once for all its reviews. Dates that follow are local targets."""

    recorded_as: Text = "Business Unit"
    officers: tuple[Annotated[Text, Field(max_length=40)], ...] = ()
    reply_working_days: Annotated[int, Field(ge=1, le=60)] = 5
    audit_working_days: Annotated[int, Field(ge=1, le=120)] = 15
    chase_working_days: Annotated[int, Field(ge=1, le=60)] = 5
    audit_takes: Text = "an hour"
    short_audit_takes: Text = "half an hour"
    secure_route: Text | None = None
    audits_as_text: YesNo = False
    audit_before_event_working_days: Annotated[int, Field(ge=1, le=60)] = 10
    event_minutes: Annotated[int, Field(ge=60, le=600)] = 195
    event_start: Annotated[Text, AfterValidator(_time_of_day)] = "09:30"
    report_smallest_points: Annotated[float, Field(ge=11, le=12)] = 11
    paper_working_days: Annotated[int, Field(ge=0, le=60)] = 5
    report_back_working_days: Annotated[int, Field(ge=1, le=250)] = 40
    small_number: Annotated[int, Field(ge=1, le=20)] = 5
    page_steps_left_out: tuple[PageStep, ...] = ()
    page_read_working_days: Annotated[int, Field(ge=1, le=60)] = 5
    follow_up_months: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (3, 6)
    keep_closed_months: Annotated[int, Field(ge=1, le=240)] = 24
    identifiers_folder: Text | None = None
    archive: Annotated[Text, AfterValidator(_folder_in_here)] = "archive"
    numbers_not_used: tuple[Annotated[Text, AfterValidator(_reference)], ...] = ()
    confidential_readable_by: Readers = "owner"
    commit: YesNo = True


class Partnership(Schema):
    """`partnership.yaml` as values."""

    name: Name
    short_name: Name
    mailbox: Annotated[Text, AfterValidator(_one_address)]
    telephone: Text | None = None
    marking: Text = "OFFICIAL-SENSITIVE"
    review_prefix: Annotated[Text, AfterValidator(_prefix)] = "LFE"
    review_name: Name = "Learning from Experience Review"
    event_name: Name = "learning event"
    subgroup: Text = "CSCR subgroup"
    subgroup_meetings: tuple[Day, ...] = ()
    support: Text | None = None
    information_statement: Text | None = None
    working_groups: tuple[WorkingGroup, ...] = ()
    agencies: tuple[Agency, ...] = ()
    themes: tuple[Id, ...] = ()
    step_up: StepUp = StepUp()
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _ids_stand_once(self) -> Partnership:
        for what, ids in (
            ("agencies", [agency.id for agency in self.agencies]),
            ("working_groups", [group.id for group in self.working_groups]),
        ):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise WrongValue(f"{what} has the id {', '.join(twice)} more than once.")
        return self

    def agency(self, agency_id: str) -> Agency | None:
        """The agency with this id, if it is listed."""
        return next((agency for agency in self.agencies if agency.id == agency_id), None)

    def group(self, group_id: str) -> WorkingGroup | None:
        """The working group with this id, if it is listed."""
        return next((group for group in self.working_groups if group.id == group_id), None)

    def group_name(self, group_id: str) -> str:
        """The name of a working group; its id where it is no longer listed."""
        group = self.group(group_id)
        return group.name if group else group_id


def address_in(contact: str | None) -> str | None:
    """The one e-mail address that `contact` holds; None for a role, or for several."""
    text = header_text(contact or "")
    named = _NAMED.fullmatch(text)
    address = named.group(1).strip() if named else text
    return address if _MAIL_ADDRESS.fullmatch(address) else None


def header_text(text: str) -> str:
    """`text` as it may stand in a header: one line, without anything that is not seen."""
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)
    return " ".join(seen.split())
