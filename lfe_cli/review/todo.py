"""The list of what is open in a review: one value for each thing, whoever reads it.

Each phase yields its own in a module `todo`. `lfe status`, the board, and closing read the same
values; what none of them says yet is open all the same, and stays in the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from lfe_cli.review.events import CarriedOver

Who = Literal[
    "us", "an agency", "a group", "the subgroup", "the family", "the facilitator",
    "the local authority",
]  # fmt: skip
Code = Literal[  # each has its row in across/next_steps.py
    # of every review
    "waiting file", "unknown history", "damaged history", "copy beside", "stepped up", "archived",
    "folder in the inbox", "agreed again", "keeping", "paper left", "list elsewhere", "two copies",
    "workbook elsewhere",
    # the audits
    "manifest", "day", "inbox", "release", "form", "outdated form",
    "new form", "request", "identity", "reply", "replies", "reminder", "reminder letter", "names",
    # the event
    "event papers", "event letter", "reply to the new day", "another day", "event",
    "hold", "professionals", "family decision", "family paper", "family part", "family contact",
    "family letter", "family briefing", "family views", "feedback", "support", "access",
    "attendance", "collection", "facilitator's paper", "thanks", "thanks letter",
    # the page
    "changed page", "repeat", "learning", "notes", "page", "reading", "agreement", "said otherwise",
    # what follows it
    "meetings", "submission", "papers to the subgroup", "withdrawn page", "decision",
    "record of decisions", "circulation", "issue",
    "group letter", "outdated letter", "receipt", "report back", "ask for a report back",
    "workbook", "workbook copy", "action", "ask about an action", "outcome",
    "weak action", "impact", "close",
]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A sentence about a thing. Where the same is said of several, their items are joined in one.

    `before` and `after` stand around the items, `if_several` in place of `after` where there are
    several. Without an item the sentence stands alone.
    """

    before: str
    item: str = ""
    after: str = ""
    if_several: str | None = None
    between: str = ", "


@dataclass(frozen=True)
class AtClosing:
    """A thing as closing shows it: what is recorded where it is carried over, what it is, and how.

    `how` would resolve it; `if_carried` is what becomes of it where the review is closed all the
    same.
    """

    carried: CarriedOver
    what: str
    how: str
    if_carried: str = "it is followed on, and stays in view (lfe status)"

    @property
    def goes_on(self) -> bool:
        """Whether it can still be followed on in a closed review."""
        return bool(self.carried.recommendation or self.carried.person)

    def as_json(self) -> dict[str, Any]:
        """The thing in `lfe close --json`."""
        return {
            **self.carried.about(),
            "what": self.what,
            "next": self.how,
            "if_carried": self.if_carried,
        }


@dataclass(frozen=True)
class Todo:
    """One thing that is open.

    `about` are the ids of what it is about: an agency, a recommendation, an action, a group, a key
    of the family, a file. `who` has it in hand, `since` and `due` are its days where it has any.
    `says` is the sentence of `lfe status`, None while nothing is to be done yet; `command` is what
    an officer types. `next` and `waiting` are the board's, and name nobody, no family and no other
    process. `closing` is for what a review is not closed over without a word.
    """

    code: Code
    about: tuple[str, ...] = ()
    who: Who = "us"
    since: date | None = None
    due: date | None = None
    says: Said | None = None
    command: str = ""
    next: Said | None = None
    waiting: Said | None = None
    closing: AtClosing | None = None


def sentences(said: Iterable[Said | None]) -> tuple[str, ...]:
    """The sentences of one view, in the order of the list."""
    found: list[tuple[Said, list[str]]] = []
    for one in said:
        if one is None:
            continue
        same = replace(one, item="")
        items = next((items for known, items in found if one.item and known == same), None)
        if items is None:
            found.append((same, [one.item]))
        else:
            items.append(one.item)
    return tuple(_sentence(one, items) for one, items in found)


def _sentence(said: Said, items: Sequence[str]) -> str:
    several = len(items) > 1 and said.if_several is not None
    after = said.if_several if several else said.after
    return f"{said.before}{said.between.join(items)}{after}"
