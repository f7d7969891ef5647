"""Actions that could be stronger: rules as data, each with its reason and with what to try.

They advise a group; nothing is refused, and no group is compared with another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.checks.roles import looks_like_a_name
from lfe_cli.review.action_plan import NO_LONGER_NEEDED, Action

_ON_EVERY_LINE = 3  # from so many actions on, one owner for all of them is worth a word
_REMIND = re.compile(
    r"\b(?:remind(?:er|ers|ed|ing)?|re-?iterat\w*|reinforc\w*|ensure (?:that )?(?:all )?staff"
    r"|rais\w+ awareness|make (?:staff|colleagues|teams) aware)\b",
    re.IGNORECASE,
)
_REISSUE = re.compile(
    r"\b(?:re-?issu\w*|re-?circulat\w*|re-?send\w*|re-?launch\w*|re-?publish\w*|updat\w+ (?:the )?"
    r"(?:policy|policies|procedure|procedures|guidance)|(?:review|revis)\w* (?:the )?(?:policy|"
    r"policies|procedure|procedures))\b",
    re.IGNORECASE,
)
_SENT_ROUND = re.compile(
    r"\b(?:e-?mail\w*|newsletter|bulletin|briefing note|circulat\w*|send (?:out|round)|sent (?:out|"
    r"round)|disseminat\w*|share (?:the )?(?:report|learning|page|briefing))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Weak:
    """A weak point of an action (`item`): what could be stronger, why, and what to try."""

    item: str
    rule: str
    what: str
    attempt: str

    def as_json(self) -> dict[str, str]:
        """The object in `lfe actions --json`."""
        return {"item": self.item, "rule": self.rule, "what": self.what, "try": self.attempt}


@dataclass(frozen=True)
class _Rule:
    name: str
    holds: Callable[[Action, date], bool]
    what: str
    attempt: str


_RULES = (
    _Rule(
        "reminder",
        lambda a, _: bool(_REMIND.search(a["action"])),
        "a reminder fades, and those who did it already are reminded most",
        "ask what makes it hard to do, and change that with one team",
    ),
    _Rule(
        "policy-again",
        lambda a, _: bool(_REISSUE.search(a["action"])),
        "a policy that is issued once more seldom changes what happens on a busy day",
        "build it into a form, a meeting or supervision, where it helps at the moment",
    ),
    _Rule(
        "sent-round",
        lambda a, _: bool(_SENT_ROUND.search(a["action"])),
        "what is sent round is read by few, and nobody knows what it changed",
        "talk it through in a team meeting, and ask later what is different",
    ),
    _Rule(
        "no-measure",
        lambda a, _: not a["measure"],
        "nothing says yet how we will know that it helped",
        "say what you would see, hear or count, best from a child's side",
    ),
    _Rule(
        "no-owner",
        lambda a, _: not a["owner"],
        "nobody owns it yet",
        "name the role that can make it happen",
    ),
    _Rule(
        "name-for-role",
        lambda a, _: looks_like_a_name(a["owner"]),
        "its owner looks like a person's name",
        "write the role, so that it stands when people move on",
    ),
    _Rule(
        "no-date",
        lambda a, _: a.by is None and not a.is_over,
        "it has no date yet",
        "choose a day that is near, and a first small part",
    ),
    _Rule(
        "date-in-the-past",
        lambda a, today: a.by is not None and a.by < today and not a.is_over,
        "its date has passed",
        "ask what got in the way, and agree a new day",
    ),
    _Rule(
        "no-evidence",
        lambda a, _: a.progress == "completed" and not a["evidence"],
        "it is completed, and nothing shows yet what became of it",
        "say what was seen: a look at five records, what practitioners or families said",
    ),
    _Rule(
        "evidence-says-nothing",
        lambda a, _: bool(a["evidence"]) and not a.has_evidence,
        "the evidence says nothing yet",
        "say in a sentence what was seen, and who saw it (a role)",
    ),
    _Rule(
        "no-reason",
        lambda a, _: a.progress == NO_LONGER_NEEDED and not a["evidence"],
        "it is no longer needed, and nothing says why",
        "say under Evidence what changed, so that nobody begins it again",
    ),
)


def weak_points(found: Iterable[Action], today: date) -> tuple[Weak, ...]:
    """The weak points of these actions of one review; unwritten ones are left alone."""
    written = [action for action in found if action["action"]]
    told = [
        Weak(action.id, rule.name, rule.what, rule.attempt)
        for action in written
        if not action.is_closed
        for rule in _RULES
        if rule.holds(action, today)
    ]
    return (*told, *_one_lead(written))


def _one_lead(written: Sequence[Action]) -> Iterator[Weak]:
    open_ones = [action for action in written if not action.is_closed]
    leads = Counter(" ".join(action["owner"].casefold().split()) for action in open_ones)
    if len(open_ones) >= _ON_EVERY_LINE and len(leads) == 1 and "" not in leads:
        yield Weak(
            ", ".join(action.id for action in open_ones),
            "one-lead",
            "one role leads every action, which is much for one pair of shoulders",
            "ask which group or service is nearest to the work, and could own a part",
        )
