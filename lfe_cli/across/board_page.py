"""The board as one page of HTML that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from dateutil.relativedelta import relativedelta
from jinja2 import TemplateSyntaxError

from lfe_cli.errors import LfeError
from lfe_cli.review.days import short_date
from lfe_cli.sandbox import IN_TEMPLATES, environment
from lfe_cli.text import clean_text, without_turning

GENERATOR = "lfe board"
# By this we know a board that nobody changed since we made it, from any other file of that name.
_SEAL = b"\n<!-- lfe board, as made: %s -->\n"
_SEALED = re.compile(rb"(.*)" + _SEAL.replace(b"%s", rb"([0-9a-f]{64})"), re.DOTALL)
MilestoneState = Literal[
    "done", "planned", "waiting for", "to come", "cancelled", "stopped", "not recorded"
]
MilestoneName = Literal["Start", "Forms out", "Event", "Page", "Subgroup", "Report back"]
_MOST_LABELS = 12  # of months on the line: more of them run into each other


@dataclass(frozen=True)
class Milestone:
    """One point on a review's way. `day` is None where it has none yet."""

    name: MilestoneName
    day: date | None
    state: MilestoneState


@dataclass(frozen=True)
class BoardAction:
    """What a group does, and how far it is, in words. `passed`: its day is over, and it goes on."""

    id: str
    words: str
    by: date | None
    state: str
    passed: bool = False


@dataclass(frozen=True)
class BoardRecommendation:
    """A recommendation that a group acts on, with what it does; `impact` in words, by date."""

    id: str
    words: str
    group: str
    report_back: str
    impact: tuple[str, ...]
    actions: tuple[BoardAction, ...]


@dataclass(frozen=True)
class BoardReview:
    """A review on the board. `ended`: closed or stepped up. Of one not read only that is said."""

    reference: str
    stage: str
    next: tuple[str, ...]
    waiting: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    recommendations: tuple[BoardRecommendation, ...]
    ended: bool = False
    is_read: bool = True


@dataclass(frozen=True)
class Board:
    """All that the page shows. `made` is the day of which it speaks."""

    partnership: str
    review_name: str
    subgroup: str
    marking: str
    made: date
    reviews: tuple[BoardReview, ...]

    @property
    def not_read(self) -> tuple[str, ...]:
        """The reviews of which nothing could be read."""
        return tuple(review.reference for review in self.reviews if not review.is_read)

    def as_json(self) -> dict[str, Any]:
        """The reviews in `lfe board --json`."""
        texts: dict[str, Any] = _plain(asdict(self), date.isoformat)
        return texts


def board_page(board: Board, template: str, name: str) -> bytes:
    """The page. The same board and template give the same bytes.

    Raises LfeError that names the template for a tag in it that cannot be used.
    """
    jinja = environment(escapes=True, trim_blocks=True, lstrip_blocks=True)
    context = {
        **_plain(asdict(board), short_date),
        "generator": GENERATOR,
        "line": _line(board),
    }
    try:
        page = jinja.filled(jinja.from_string(template), context).encode("utf-8")
        return page + _SEAL % hashlib.sha256(page).hexdigest().encode()
    except IN_TEMPLATES as error:
        line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise LfeError(
            f"The template {name} cannot be used: {error}.",
            where=f"{name}{line}",
            next_step=f"Put your copy right, or rename it and take ours: lfe templates {name}",
        ) from None


def is_as_made(page: bytes) -> bool:
    """Whether a page is a board of ours that nobody changed since."""
    sealed = _SEALED.fullmatch(page)
    return sealed is not None and hashlib.sha256(sealed[1]).hexdigest().encode() == sealed[2]


def _plain(value: Any, said: Any) -> Any:
    """`value` as plain data for a template: dates as texts, texts without what breaks a page."""
    if isinstance(value, date):
        return said(value)
    if isinstance(value, str):
        return without_turning(clean_text(value))
    if isinstance(value, Mapping):
        return {key: _plain(item, said) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, said) for item in value]
    return value


def _line(board: Board) -> dict[str, Any] | None:
    """The reviews' days on one line of months, as parts of a hundred; none without a day."""
    known = [m.day for review in board.reviews for m in review.milestones if m.day]
    if not known:
        return None
    first = min(*known, board.made).replace(day=1)
    last = max(*known, board.made).replace(day=1) + relativedelta(months=1)
    return {
        "months": _months(first, last),
        "today": _part(board.made, first, last),
        "rows": [
            _row(review, first, last)
            for review in board.reviews
            if any(m.day for m in review.milestones)
        ],
    }


def _row(review: BoardReview, first: date, last: date) -> dict[str, Any]:
    dated = [m for m in review.milestones if m.day]
    at = [_part(m.day, first, last) for m in dated if m.day]
    return {
        "reference": review.reference,
        "start": min(at),
        "length": round(max(at) - min(at), 2),
        "points": [
            {"letter": letter_of(m.name), "at": x, "state": m.state.replace(" ", "-"), "up": up}
            for m, x, up in zip(dated, at, _up_and_down(at), strict=True)
        ],
    }


def _up_and_down(at: Sequence[float]) -> list[bool]:
    """Whether each letter stands above the line: neighbours take turns, so that none is covered."""
    order = sorted(range(len(at)), key=lambda index: at[index])
    return [order.index(index) % 2 == 0 for index in range(len(at))]


_LETTERS: dict[MilestoneName, str] = {
    "Start": "S", "Forms out": "F", "Event": "E", "Page": "P", "Subgroup": "G", "Report back": "R",
}  # fmt: skip


def letter_of(name: MilestoneName) -> str:
    """The letter of a milestone on the line: the key of the page says which is which."""
    return _LETTERS[name]


def _months(first: date, last: date) -> list[dict[str, Any]]:
    count = (last.year - first.year) * 12 + last.month - first.month
    every = -(-count // _MOST_LABELS)
    starts = [first + relativedelta(months=n) for n in range(0, count, every)]
    return [
        {
            "name": f"{start:%b}" + (f" {start.year}" if not i or start.month <= every else ""),
            "at": _part(start, first, last),
        }
        for i, start in enumerate(starts)
    ]


def _part(day: date, first: date, last: date) -> float:
    return round(100 * (day - first).days / (last - first).days, 2)
