"""How far an agency has come in a review, in the field's own words; nothing here blames anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lfe_cli.clock import uk_date
from lfe_cli.review.events import (
    AgencyAdded,
    AgreedAgain,
    Attended,
    AuditFiled,
    Brought,
    DraftRemoved,
    FormIssued,
    LetterDrafted,
    NilReturn,
    Reply,
    Sent,
    Told,
    Withdrawn,
)
from lfe_cli.review.history.entries import Entry, Recorded

Progress = Literal[
    "withdrawn", "brought", "sent ahead", "came", "sent apologies", "was not there", "nil",
    "will bring", "replied", "asked", "request sent", "form made", "not asked yet",
]  # fmt: skip
TAKES_NO_PART: tuple[Progress, ...] = ("nil", "withdrawn")
REQUEST = "audit-request"


@dataclass(frozen=True)
class Answers:
    """All that an agency replied: the newest answer to each question, None where it gave none.

    `people` are how many come in each role, where it said so; see `Reply` for the others.
    """

    knows: bool | None = None
    attending: int | None = None
    people: Mapping[str, int] | None = None
    bringing: bool | None = None
    support: bool | None = None
    access: bool | None = None
    other: bool | None = None


@dataclass(frozen=True)
class AgencyState:
    """What is recorded of one agency, each oldest first; what was taken back is left out."""

    forms: tuple[Recorded[FormIssued], ...] = ()
    drafted: tuple[Recorded[LetterDrafted], ...] = ()
    removed: tuple[Recorded[DraftRemoved], ...] = ()
    sent: tuple[Recorded[Sent], ...] = ()
    told: tuple[Recorded[Told], ...] = ()
    replies: tuple[Recorded[Reply], ...] = ()
    nil_returns: tuple[Recorded[NilReturn], ...] = ()
    filed: tuple[Recorded[AuditFiled], ...] = ()
    brought: tuple[Recorded[Brought], ...] = ()
    attended: tuple[Recorded[Attended], ...] = ()
    withdrawals: tuple[Recorded[Withdrawn], ...] = ()
    added: tuple[Recorded[AgencyAdded], ...] = ()
    agreed_again: tuple[Recorded[AgreedAgain], ...] = ()

    @cached_property
    def progress(self) -> Progress:
        """The furthest that the agency has come."""
        came = self.attendance
        known: tuple[tuple[Progress, object], ...] = (
            ("withdrawn", self.withdrawn),
            ("brought", self.brought),
            ("sent ahead", self.sent_ahead),
            ("came", came and came.event.people),
            ("sent apologies", came and came.event.apologies),
            ("was not there", came),
            ("nil", self.nothing_to_bring),
            ("will bring", self.answers.bringing),
            ("replied", self.replies),
            ("asked", self.asked),
            ("request sent", self.request_sent),
            ("form made", self.form),
        )
        return next((progress for progress, entry in known if entry), "not asked yet")

    @property
    def takes_part(self) -> bool:
        """Whether anything is still asked of it: it has something to bring, and has not left."""
        return self.progress not in TAKES_NO_PART

    def agrees_since(self, moment: Entry) -> bool:
        """Whether it agreed after `moment` to go on, or had no part in the review before it."""
        had_a_part = (*self.sent, *self.told, *self.replies, *self.filed, *self.attended)
        return not any(moment.is_after(one) for one in had_a_part) or any(
            one.is_after(moment) for one in self.agreed_again
        )

    @property
    def withdrawn(self) -> Recorded[Withdrawn] | None:
        """That it takes no further part, if it does not."""
        return self.withdrawals[-1] if self.withdrawals else None

    @property
    def form(self) -> Recorded[FormIssued] | None:
        """The newest form that was made for it."""
        return self.forms[-1] if self.forms else None

    @property
    def told_identity(self) -> Recorded[Told] | None:
        """That it was told, by another way, which child it is about."""
        return self.told[-1] if self.told else None

    @property
    def attendance(self) -> Recorded[Attended] | None:
        """Who came to the event from it, as it was recorded last."""
        return self.attended[-1] if self.attended else None

    def last_drafted(self, letter: str) -> Recorded[LetterDrafted] | None:
        """The newest draft of this kind of letter to it; none where that was taken out again."""
        found = next((e for e in reversed(self.drafted) if e.event.letter == letter), None)
        gone = next((e for e in reversed(self.removed) if e.event.letter == letter), None)
        return None if found and gone and found.at < gone.at else found

    def last_sent(self, letter: str) -> Recorded[Sent] | None:
        """The newest sending of this kind of letter to it."""
        return next((e for e in reversed(self.sent) if e.event.letter == letter), None)

    @cached_property
    def answers(self) -> Answers:
        """All that it replied; the newest answer to each question counts."""
        replies = [entry.event for entry in reversed(self.replies)]
        coming = next((r for r in replies if r.attending is not None), None)
        return Answers(
            knows=next((r.knows for r in replies if r.knows is not None), None),
            attending=coming.attending if coming else None,
            people=(coming.people or None) if coming else None,
            bringing=next((r.bringing for r in replies if r.bringing is not None), None),
            support=next((r.support for r in replies if r.support is not None), None),
            access=next((r.access for r in replies if r.access is not None), None),
            other=next((r.other for r in replies if r.other is not None), None),
        )

    @cached_property
    def sent_ahead(self) -> Recorded[AuditFiled] | None:
        """Its newest filed audit; the empty form, sent back by mistake, is none."""
        return next((e for e in reversed(self.filed) if not e.event.is_empty_form), None)

    @cached_property
    def nothing_to_bring(self) -> Recorded[NilReturn] | Recorded[Reply] | None:
        """The nil return or reply "not known to us" that holds: what was said last counts."""
        nil = self.nil_returns[-1] if self.nil_returns else None
        said = [entry for entry in self.replies if entry.event.knows is not None]
        if nil and (not said or said[-1].at < nil.at):
            return nil
        return said[-1] if said and said[-1].event.knows is False else None

    @property
    def returned(self) -> Entry | None:
        """What counts as its return: an audit sent ahead or brought, or nothing to bring."""
        brought = self.brought[-1] if self.brought else None
        return self.sent_ahead or brought or self.nothing_to_bring

    @cached_property
    def support_confirmed(self) -> Recorded[Reply] | None:
        """The reply that confirmed that its colleagues have support, if it still holds.

        Only that, and the day: nobody is counted or named.
        """
        said = [entry for entry in self.replies if entry.event.support is not None]
        return said[-1] if said and said[-1].event.support else None

    @cached_property
    def request_sent(self) -> Recorded[Sent] | None:
        """The newest sending of the request with the form that stands now.

        A form with another period or other questions is a new request: until that is sent the
        agency is not counted as asked, whatever was sent before.
        """
        sent = (entry for entry in reversed(self.sent) if entry.event.letter == REQUEST)
        now = self.form
        return next((e for e in sent if _asks_the_same(self.form_sent_with(e), now)), None)

    def form_sent_with(self, sent: Recorded[Sent]) -> Recorded[FormIssued] | None:
        """The form that went out with a request: the newest that was there on the day of sending.

        A request that is older than any form of ours went out with the first.
        """
        forms = [form for form in self.forms if form.at < sent.at]
        there = [form for form in forms if uk_date(form.clock) <= sent.day]
        return there[-1] if there else next(iter(forms), None)

    @property
    def asked(self) -> Recorded[Sent] | None:
        """Asked means both: the request was sent, and it knows which child it is about."""
        return self.request_sent if self.told_identity else None


def _asks_the_same(one: Recorded[FormIssued] | None, other: Recorded[FormIssued] | None) -> bool:
    """Whether two forms ask the same of the same period; what an old history lacks is the same."""
    if one is None or other is None:
        return True
    a, b = one.event, other.event
    pairs = ((a.form, b.form), (a.focus_from, b.focus_from), (a.focus_to, b.focus_to))
    return all(x == y or None in (x, y) for x, y in pairs)
