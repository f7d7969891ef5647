"""How far an agency has come, in the field's own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.review import actions
from lfe_cli.review.history import Entry, History, day_of
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

AgencyState = Literal[
    "not asked yet", "form made", "request sent", "asked", "replied", "will bring", "nil",
    "was not there", "sent apologies", "came", "sent ahead", "brought", "withdrawn",
]  # fmt: skip
TAKES_NO_PART: tuple[AgencyState, ...] = ("nil", "withdrawn")


def agencies_at(review: Review, *states: AgencyState) -> tuple[Agency, ...]:
    """The agencies whose state is one of `states`, in the manifest's order."""
    return tuple(a for a in review.agencies() if state_of(review.history, a.id) in states)


def takes_part(review: Review) -> tuple[Agency, ...]:
    """Everybody who is asked, but those that have nothing to bring or have withdrawn."""
    return tuple(
        a for a in review.agencies() if state_of(review.history, a.id) not in TAKES_NO_PART
    )


def state_of(history: History, agency: str) -> AgencyState:
    """The furthest that an agency has come; nothing here blames anybody for not being further."""
    replied, attended = reply_of(history, agency), attendance_of(history, agency)
    known: tuple[tuple[AgencyState, object], ...] = (
        ("withdrawn", history.last(actions.WITHDRAWN, agency=agency)),
        ("brought", history.last(actions.BROUGHT, agency=agency)),
        ("sent ahead", audit_sent_ahead(history, agency)),
        ("came", attended and attended.get("people")),
        ("sent apologies", attended and attended.get("apologies")),
        ("was not there", attended),
        ("nil", _has_nothing_to_bring(history, agency)),
        ("will bring", replied.get("bringing")),
        ("replied", replied),
        ("asked", _asked(history, agency)),
        ("request sent", request_sent(history, agency)),
        ("form made", history.last(actions.FORM_ISSUED, agency=agency)),
    )
    return next((state for state, entry in known if entry), "not asked yet")


def reply_of(history: History, agency: str) -> dict[str, Any]:
    """All that an agency replied, the newest answer to each question."""
    said: dict[str, Any] = {}
    for entry in history.of(actions.REPLY, agency=agency):
        said |= entry.about
    return said


def audit_sent_ahead(history: History, agency: str) -> Entry | None:
    """The newest filed audit of an agency; the empty form, sent back by mistake, is none."""
    filed = history.of(actions.AUDIT_FILED, agency=agency)
    return next((entry for entry in reversed(filed) if not is_empty_form(entry)), None)


def is_empty_form(filed: Entry) -> bool:
    """Whether a filed file could be read, and answers no question at all."""
    return bool(filed.get("answered") == 0 and filed.get("how") != "not-read")


def _has_nothing_to_bring(history: History, agency: str) -> bool:
    """Whether a nil return or a reply says "not known to us"; what was said last counts."""
    nil = history.last(actions.NIL_RETURN, agency=agency)
    said = [e for e in history.of(actions.REPLY, agency=agency) if e.get("knows") is not None]
    if nil and (not said or said[-1].at < nil.at):
        return True
    return bool(said) and said[-1].get("knows") is False


def attendance_of(history: History, agency: str) -> Entry | None:
    """Who came to the event from an agency, as it was recorded last: `people` or `apologies`."""
    return history.last(actions.ATTENDED, agency=agency)


def support_confirmed(history: History, agency: str) -> Entry | None:
    """The reply with which an agency confirmed that its colleagues have support, if it still holds.

    Only that, and the day: nobody is counted or named.
    """
    said = [e for e in history.of(actions.REPLY, agency=agency) if e.get("support") is not None]
    return said[-1] if said and said[-1].get("support") else None


def request_sent(history: History, agency: str) -> Entry | None:
    """The newest sending of the request with the form that stands now.

    A form with another period or other questions is a new request: until that is sent the agency
    is not counted as asked, whatever was sent before.
    """
    now = history.last(actions.FORM_ISSUED, agency=agency)
    sent = history.of(actions.SENT, agency=agency, letter="audit-request")
    asks_the_same = (e for e in reversed(sent) if _same(form_sent_with(history, agency, e), now))
    return next(asks_the_same, None)


def form_sent_with(history: History, agency: str, sent: Entry) -> Entry | None:
    """The form that went out with a request: the newest that was there on the day of sending.

    A request that is older than any form of ours went out with the first.
    """
    forms = [e for e in history.of(actions.FORM_ISSUED, agency=agency) if e.at < sent.at]
    there = [form for form in forms if uk_date(form.at) <= day_of(sent)]
    return there[-1] if there else next(iter(forms), None)


def _same(form: Entry | None, other: Entry | None) -> bool:
    """Whether two forms ask the same of the same period; what an old history lacks is the same."""
    if form is None or other is None:
        return True
    return all(
        form.get(key) == other.get(key) or None in (form.get(key), other.get(key))
        for key in ("form", "focus_from", "focus_to")
    )


def _asked(history: History, agency: str) -> Entry | None:
    """Asked means both: the request was sent, and the agency knows which child it is about."""
    told = history.last(actions.TOLD, whom="identity", agency=agency)
    return request_sent(history, agency) if told else None


def refuse_if_withdrawn(review: Review, agencies: Iterable[Agency]) -> None:
    """Raises LfeError where one of these agencies takes no further part: it gets no letter."""
    names = [a.name for a in agencies if review.history.last(actions.WITHDRAWN, agency=a.id)]
    if names:
        raise LfeError(
            f"{' and '.join(names)} takes no further part, so nothing is made for it.",
            next_step="If it takes part again: lfe agency add ID",
        )


def papers_are_out(review: Review) -> bool:
    """Whether the event's papers were made and not collected: a change makes them anew."""
    history = review.history
    made, collected = history.last(actions.AGENDA_MADE), history.last(actions.PAPERS_COLLECTED)
    return made is not None and collected is None


def refuse_once_withdrawn(agency: Agency, review: Review, so: str) -> None:
    """Raises LfeError for an agency that has withdrawn; `so` says what that means for it."""
    if review.history.last(actions.WITHDRAWN, agency=agency.id) is not None:
        raise LfeError(
            f"{agency.name} has withdrawn, so {so}.",
            next_step=f"If it takes part again: lfe agency add {agency.id}",
        )
