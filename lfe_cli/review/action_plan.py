"""An action: what a working group does about a recommendation, as the history tells it.

Each change of one field is an entry of its own, so that nothing that a group reported is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from lfe_cli.review.events import ActionNoted
from lfe_cli.review.history.action_names import order_of

Progress = Literal["not started", "under way", "completed", "no longer needed"]
PROGRESS: tuple[Progress, ...] = get_args(Progress)
NO_LONGER_NEEDED: Progress = "no longer needed"
# What is written into the cell of evidence, and shows nothing yet.
SHORTEST_EVIDENCE = 5  # letters and digits
SAYS_NOTHING = (
    "completed", "complete", "finished", "closed", "ongoing", "on going", "as above", "see above",
    "to follow", "to come", "to be confirmed", "not yet", "nothing yet", "nothing",
)  # fmt: skip
# Where an action can stand, in the order in which it gets there.
ActionState = Literal[
    "to be written",
    "not started",
    "under way",
    "completed, evidence to come",
    "closed",
    "no longer needed, reason to come",
    "no longer needed",
]
STATES: tuple[ActionState, ...] = get_args(ActionState)
TO_BE_WRITTEN: ActionState = "to be written"
# The fields of an action that a group fills in, in the workbook's order; `by` is an ISO date.
FIELDS = ("action", "owner", "measure", "by", "change", "progress", "evidence")


@dataclass(frozen=True)
class Action:
    """One action. `id` is R1.1, R1.2, ... below its recommendation; texts are empty until written.

    "completed" is what a group says; the action is closed once there is evidence of it. One that
    no longer fits has its reason under evidence, and is then neither closed nor open.
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
    def is_over(self) -> bool:
        """The group does no more about it: it is completed, or no longer needed."""
        return self.progress in ("completed", NO_LONGER_NEEDED)

    def has_passed(self, today: date) -> bool:
        """The day by which the group hoped to have done it is over, and it goes on."""
        return self.by is not None and self.by < today and not self.is_over

    @property
    def has_evidence(self) -> bool:
        """Something is said under Evidence, and more than a full stop or "done"."""
        said = " ".join(self["evidence"].casefold().split()).rstrip(".")
        return sum(map(str.isalnum, said)) >= SHORTEST_EVIDENCE and said not in SAYS_NOTHING

    @property
    def is_closed(self) -> bool:
        """Nothing is left to ask: evidence, or the reason why it is not needed, says so."""
        return bool(self["action"]) and self.is_over and self.has_evidence

    @property
    def is_to_be_shown(self) -> bool:
        """The group is done with it, and nothing says yet what came of it, or why it is not."""
        return bool(self["action"]) and self.is_over and not self.has_evidence

    @property
    def state(self) -> ActionState:
        """Where it stands, in the same words in the workbook, on the board and at the end.

        Completed without evidence is not closed; without a text there is no action yet.
        """
        if not self["action"]:
            return TO_BE_WRITTEN
        if self.progress == NO_LONGER_NEEDED:
            return "no longer needed" if self.is_closed else "no longer needed, reason to come"
        if self.progress == "completed":
            return "closed" if self.is_closed else "completed, evidence to come"
        return self.progress


def actions_noted(noted: Iterable[ActionNoted]) -> tuple[Action, ...]:
    """Every action in the order of its id, from what was noted of each, oldest first."""
    found: dict[str, Action] = {}
    for one in noted:
        before = found.get(one.item, Action(one.item, one.recommendation))
        changed = {**before.fields, one.field: one.value}
        found[one.item] = Action(one.item, before.recommendation, changed)
    return tuple(sorted(found.values(), key=lambda action: order_of(action.id)))
