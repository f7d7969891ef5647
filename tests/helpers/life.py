"""A simple model of a review: what was recorded, and where the review stands by that.

Nothing here is the tool's. A command that was carried out is told to the model in a line, and what
`lfe status --json` says has to be what the model says.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

GROUPS = {"R1": "practice", "R2": "quality", "R3": "practice", "R4": "learning"}
_STAGES = {
    "draft": "drafted",
    "read": "read by those who took part",
    "agreed": "agreed by the facilitator",
    "subgroup": "taken to the subgroup",
    "issued": "issued",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True)
class Fact:
    """Something that happened; `command` is the number of the command that recorded it."""

    kind: str
    at: datetime
    command: int
    number: int
    agency: str = ""
    said: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Begun:
    """A command, with what was intended before it, and of which agencies it recorded something.

    `stays`: it cannot be taken back. `changes_intent`: it wrote in review.yaml.
    """

    number: int
    at: datetime
    agencies: tuple[str, ...]
    event: date | None
    of: frozenset[str] = frozenset()
    stays: bool = False
    changes_intent: bool = False


@dataclass
class Life:
    """All facts of a review in their order, with those that were taken back by which commands.

    `undone` are the commands that were taken back whole: what they had taken back holds again.
    """

    agencies: list[str]
    event: date | None
    facts: list[Fact] = field(default_factory=list)
    taken_back: dict[Fact, set[int]] = field(default_factory=dict)
    commands: list[Begun] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    undone_of: set[tuple[int, str]] = field(default_factory=set)
    at: datetime = datetime(2027, 1, 11, 9, 30)
    command: int = 0

    # -- what happens

    def begins(self, at: datetime, number: int) -> None:
        """A command begins: what is recorded from here on is recorded by it."""
        self.at, self.command = at, number
        self.commands.append(Begun(number, at, tuple(self.agencies), self.event))

    def recorded(self, of: set[str], *, stays: bool, changes_intent: bool) -> None:
        """Of which agencies the command that began last has recorded something."""
        begun = self.commands.pop()
        whole = replace(begun, of=frozenset(of), stays=stays, changes_intent=changes_intent)
        self.commands.append(whole)

    def fact(self, kind: str, agency: str = "", **said: Any) -> None:
        self.facts.append(Fact(kind, self.at, self.command, len(self.facts), agency, said))

    def takes_back(self, facts: list[Fact]) -> None:
        for fact in facts:
            self.taken_back.setdefault(fact, set()).add(self.command)

    def attended(self, agency: str, people: dict[str, int], brought: bool, apologies: bool) -> None:
        """Who came: what an earlier such command said of an audit that was brought falls."""
        earlier = {fact.command for fact in self.of(agency, "attended")}
        self.takes_back([f for f in self.of(agency, "brought") if f.command in earlier])
        self.fact("attended", agency, people=people, apologies=apologies)
        if brought:
            self.fact("brought", agency)

    def decided(self, ids: list[str], decision: str, reason: str) -> None:
        for one in ids:
            before = self.recommendation(one)
            if (before["decision"], before["reason"]) != (decision, reason or None):
                self.fact("decided", recommendation=one, decision=decision, reason=reason)

    def undo(self, agency: str = "") -> None:
        """The last command, or what it recorded of the agency, is as if it had not been."""
        last = self._to_undo(agency)
        its = [fact for fact in self.standing() if fact.command == last.number]
        if agency and last.of != {agency}:
            self.takes_back([fact for fact in its if fact.agency == agency])
            self.undone_of.add((last.number, agency))
        else:
            self.takes_back(its)
            self.undone.add(last.number)
            self.agencies, self.event = list(last.agencies), last.event
        self.commands.pop()  # the command that this is: nobody takes it back

    def can_undo(self, agency: str = "") -> bool:
        """Whether the last command can be taken back."""
        last = self.last(agency)
        closed = [fact.command for fact in self.standing("closed")]
        is_open = last and not any(last.number < one for one in closed)
        return bool(last and is_open and not last.stays)

    def last(self, agency: str = "") -> Begun | None:
        """The last command of which something holds, or of which something of the agency does."""
        found = [one for one in self.commands if one.number not in self.undone]
        if agency:
            found = [
                c for c in found if agency in c.of and (c.number, agency) not in self.undone_of
            ]
        return max(found, key=lambda one: (one.at, one.number), default=None)

    def _to_undo(self, agency: str) -> Begun:
        doing = self.commands.pop()
        last = self.last(agency)
        self.commands.append(doing)
        assert last is not None
        return last

    def merged_with(self, other: Life) -> Life:
        """Both lives in one: what either says happened, in its order."""
        life = copy.deepcopy(self)
        life.facts = sorted({*self.facts, *other.facts}, key=lambda f: (f.at, f.number))
        life.commands = [*self.commands, *(c for c in other.commands if c not in self.commands)]
        for fact, by in other.taken_back.items():
            life.taken_back.setdefault(fact, set()).update(by)
        life.undone |= other.undone
        life.undone_of |= other.undone_of
        return life

    # -- what follows from it

    def standing(self, kind: str = "") -> list[Fact]:
        return [f for f in self.facts if not self._is_back(f) and kind in ("", f.kind)]

    def _is_back(self, fact: Fact) -> bool:
        return bool(self.taken_back.get(fact, set()) - self.undone)

    def of(self, agency: str, kind: str) -> list[Fact]:
        return [fact for fact in self.standing(kind) if fact.agency == agency]

    @property
    def is_closed(self) -> bool:
        return bool(self.standing("closed"))

    def takes_part(self, agency: str) -> bool:
        return self.progress(agency) not in ("nil", "withdrawn")

    def _said(self, agency: str, what: str) -> Iterator[Fact]:
        """The replies that answered `what`, the newest first."""
        replies = reversed(self.of(agency, "reply"))
        return (fact for fact in replies if fact.said.get(what) is not None)

    def _answer(self, agency: str, what: str) -> Any:
        return next((fact.said[what] for fact in self._said(agency, what)), None)

    def _nothing(self, agency: str) -> list[Fact]:
        """What says that it has nothing to bring, while nothing later says otherwise."""
        said = [*self._said(agency, "knows"), *self.of(agency, "nil")]
        last = max(said, key=lambda fact: (fact.at, fact.number), default=None)
        return [last] if last and not last.said.get("knows") else []

    def progress(self, agency: str) -> str:
        """How far an agency is, in the words of `lfe status`."""
        came = _last(self.of(agency, "attended"))
        sent = any(f.said["letter"] == "audit-request" for f in self.of(agency, "sent"))
        steps: dict[str, Any] = {
            "withdrawn": self.of(agency, "withdrawn"),
            "brought": self.of(agency, "brought"),
            "sent ahead": [f for f in self.of(agency, "audit") if not f.said["empty"]],
            "came": came and came.said["people"],
            "sent apologies": came and came.said["apologies"],
            "was not there": came,
            "nil": self._nothing(agency),
            "will bring": self._answer(agency, "bringing"),
            "replied": self.of(agency, "reply"),
            "asked": sent and self.of(agency, "told"),
            "request sent": sent,
            "form made": self.of(agency, "form"),
        }
        return next((step for step, happened in steps.items() if happened), "not asked yet")

    def agency(self, agency: str) -> dict[str, Any]:
        """What `lfe status --json` has to say of it."""
        came = _last(self.of(agency, "attended"))
        requests = [f for f in self.of(agency, "sent") if f.said["letter"] == "audit-request"]
        support = next(self._said(agency, "support"), None)
        audits = [f for f in self.of(agency, "audit") if not f.said["empty"]]
        returns = (audits, self.of(agency, "brought"), self._nothing(agency))
        return {
            "id": agency,
            "state": self.progress(agency),
            "issued": bool(self.of(agency, "form")),
            "sent": _day(requests),
            "identity_told": _day(self.of(agency, "told")),
            "replied": _day(self.of(agency, "reply")),
            "attending": self._answer(agency, "attending"),
            "came": sum(came.said["people"].values()) if came else None,
            "apologies": bool(came and came.said["apologies"]),
            "support": support.day.isoformat() if support and support.said["support"] else None,
            "returned": _day(next(filter(None, returns), [])),
        }

    def recommendation(self, one: str) -> dict[str, Any]:
        """What `lfe status --json` has to say of a recommendation."""
        found: dict[str, Any] = dict.fromkeys(("decision", "reason", "received", "reported_back"))
        for fact in self.standing():
            said = fact.said
            if fact.kind == "decided" and said["recommendation"] == one:
                found = dict.fromkeys(found) | {"decision": said["decision"]}
                found["reason"] = said["reason"] or None
            elif fact.kind == "submitted" and found["decision"] == "held":
                found = {**found, "decision": None, "reason": None}
            elif fact.kind == "received" and said["group"] == GROUPS[one]:
                found["received"] = fact.day.isoformat()
            elif fact.kind == "reported back" and one in said["recommendations"]:
                found["reported_back"] = fact.day.isoformat()
        return {"id": one, "group": GROUPS[one], **found}

    def with_group(self, group: str) -> list[str]:
        """The recommendations on which a group acts."""
        of_group = [one for one in GROUPS if GROUPS[one] == group]
        acted_on = ("accepted", "amended")
        return [one for one in of_group if self.recommendation(one)["decision"] in acted_on]

    @property
    def recommendations(self) -> list[dict[str, Any]]:
        return [self.recommendation(one) for one in GROUPS] if self.standing("submitted") else []

    def stage(self, today: date) -> str:
        """Where the review stands, in the words of `lfe status`."""
        page = _last(self.standing("page"))
        requests = [f for f in self.standing("sent") if f.said["letter"] == "audit-request"]
        steps: dict[str, Any] = {
            "stepped up": self.standing("stepped up"),
            "closed": self.standing("closed"),
            self._stage_of_page(page.said["stage"] if page else ""): page,
            "after the event": self.event and self.event < today,
            "event cancelled": self.event is None and self.standing("cancelled"),
            "event prepared": self.standing("agenda"),
            "audits out": requests,
            "forms made": self.standing("form"),
        }
        return next((stage for stage, happened in steps.items() if happened), "starting")

    def _stage_of_page(self, stage: str) -> str:
        decisions = [one["decision"] for one in self.recommendations]
        if stage in ("subgroup", "issued") and decisions:
            if {None, "held"} & set(decisions):
                return "with the subgroup"
            if {"accepted", "amended"} & set(decisions):
                return "with the working groups"
        return f"page {_STAGES.get(stage)}"


@dataclass(frozen=True)
class Command:
    """What an officer types, and what is so afterwards if it was done.

    `refused`: it has to be, whatever happened before.
    """

    words: tuple[str, ...]
    then: Callable[[Life], None] = lambda life: None
    refused: bool = False
    on_one_side: bool = False  # it changes the manifest, or files what came: not in two copies

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"lfe({' '.join(self.words)})")


def as_modelled(agency: dict[str, Any]) -> dict[str, Any]:
    """What `lfe status --json` says of an agency, as far as the model says it."""
    keys = (
        "id", "state", "issued", "sent", "identity_told", "replied", "attending", "came",
        "apologies", "support", "returned",
    )  # fmt: skip
    return {key: agency[key] for key in keys} | {"issued": agency["issued"] is not None}


def _last(facts: list[Fact]) -> Fact | None:
    return facts[-1] if facts else None


def _day(facts: list[Fact]) -> str | None:
    return facts[-1].day.isoformat() if facts else None
