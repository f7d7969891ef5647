"""How far an agency has come, in the field's own words."""

from __future__ import annotations

from typing import Any

from lfe_cli.review import actions
from lfe_cli.review.history import Entry, History
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review


def agencies_at(review: Review, *states: str) -> tuple[Agency, ...]:
    """The agencies whose state is one of `states`, in the manifest's order."""
    return tuple(a for a in review.agencies() if state_of(review.history, a.id) in states)


def takes_part(review: Review) -> tuple[Agency, ...]:
    """Everybody who is asked, but those that have nothing to bring or have withdrawn."""
    return tuple(
        a for a in review.agencies() if state_of(review.history, a.id) not in ("nil", "withdrawn")
    )


def state_of(history: History, agency: str) -> str:
    """The furthest that an agency has come; nothing here blames anybody for not being further."""
    replied = reply_of(history, agency)
    known = (
        ("withdrawn", history.last(actions.WITHDRAWN, agency=agency)),
        ("brought", history.last(actions.BROUGHT, agency=agency)),
        ("sent ahead", history.last(actions.AUDIT_FILED, agency=agency)),
        ("nil", history.last(actions.NIL_RETURN, agency=agency) or replied.get("knows") is False),
        ("will bring", replied.get("bringing")),
        ("replied", replied),
        ("asked", _asked(history, agency)),
        ("request sent", history.last(actions.SENT, agency=agency, letter="audit-request")),
        ("form made", history.last(actions.FORM_ISSUED, agency=agency)),
    )
    return next((state for state, entry in known if entry), "not asked yet")


def reply_of(history: History, agency: str) -> dict[str, Any]:
    """All that an agency replied, the newest answer to each question."""
    said: dict[str, Any] = {}
    for entry in history.of(actions.REPLY, agency=agency):
        said |= entry.about
    return said


def _asked(history: History, agency: str) -> Entry | None:
    """Asked means both: the request was sent, and the agency knows which child it is about."""
    told = history.last(actions.TOLD, whom="identity", agency=agency)
    return history.last(actions.SENT, agency=agency, letter="audit-request") if told else None
