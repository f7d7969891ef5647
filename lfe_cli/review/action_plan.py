"""An action: what a working group does about a recommendation, as the history tells it.

Each change of one field is an entry of its own, so that nothing that a group reported is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from lfe_cli.review import actions
from lfe_cli.review.history import Entry, History

Progress = Literal["not started", "under way", "completed"]
PROGRESS: tuple[Progress, ...] = get_args(Progress)
# The fields of an action that a group fills in, in the workbook's order; `by` is an ISO date.
FIELDS = ("action", "owner", "measure", "by", "change", "progress", "evidence")


@dataclass(frozen=True)
class Action:
    """One action. `id` is R1.1, R1.2, ... below its recommendation; texts are empty until written.

    "completed" is what a group says; the action is closed once there is evidence of it.
    """

    id: str
    recommendation: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def by(self) -> date | None:
        """The date by which the group wants it done."""
        return date.fromisoformat(self["by"]) if self["by"] else None

    @property
    def progress(self) -> Progress:
        """What the group says of it."""
        return next((p for p in PROGRESS if p == self["progress"]), "not started")

    @property
    def is_closed(self) -> bool:
        """Completed, and evidence says so."""
        return self.progress == "completed" and bool(self["evidence"])

    @property
    def state(self) -> str:
        """Where it stands, in words: completed without evidence is not closed."""
        if self.is_closed:
            return "closed"
        return "completed, evidence to come" if self.progress == "completed" else self.progress


def actions_of(history: History, until: str | None = None) -> tuple[Action, ...]:
    """Every action in the order of its id; with `until`, as they stood at the entry of that id."""
    found: dict[str, Action] = {}
    for entry in _entries(history, until):
        given = str(entry.get("item"))
        before = found.get(given, Action(given, str(entry.get("recommendation"))))
        changed = {**before.fields, str(entry.get("field")): str(entry.get("value"))}
        found[given] = Action(given, before.recommendation, changed)
    return tuple(sorted(found.values(), key=lambda action: _order(action.id)))


def _entries(history: History, until: str | None) -> list[Entry]:
    noted = history.of(actions.ACTION_NOTED)
    if until is None:
        return list(noted)
    last = next((entry for entry in history.entries if entry.id == until), None)
    if last is None:
        return []
    return [entry for entry in noted if (entry.at, entry.id) <= (last.at, last.id)]


def _order(item: str) -> tuple[int, ...]:
    return tuple(int(part) for part in item.lstrip("R").split(".") if part.isdecimal())
