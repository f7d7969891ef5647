"""The columns of the actions workbook, and the marks by which its copies are known again.

Whoever writes the workbook and whoever reads it back go by these, and by nothing else in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

ACTIONS_SHEET = "Actions"
MARKS_SHEET = "lfe"  # hidden: what the copy was made from
KIND, SCOPE, BASE = "lfe.workbook", "lfe.scope", "lfe.base."
IS_ACTIONS = "actions"
ONE_REVIEW, ALL_REVIEWS, OF_GROUP = "review", "all", "group:"

_LABEL = re.compile(
    r"\s*(?:(?P<review>[A-Za-z][A-Za-z0-9]{0,9}-\d{4}-\d{3,})[\s:,]+)?(?P<id>[Rr]\d{1,3})\b(?!\.)"
)
_LONGEST_LABEL = 120


@dataclass(frozen=True)
class Column:
    """One column. `ours`: the tool writes it, and a change in it is told and not taken."""

    key: str
    heading: str
    ours: bool = False


COLUMNS = (
    Column("review", "Review", ours=True),
    Column("id", "Id", ours=True),
    Column("recommendation", "Recommendation", ours=True),
    Column("group", "Working group", ours=True),
    Column("action", "Action"),
    Column("owner", "Owner (role)"),
    Column("measure", "How we will know"),
    Column("by", "By when"),
    Column("change", "Change expected for children"),
    Column("progress", "Progress"),
    Column("evidence", "Evidence"),
    Column("state", "State", ours=True),
)
HEADINGS = {column.key: column.heading for column in COLUMNS}


def label(recommendation: str, words: str) -> str:
    """A recommendation as its cell shows it: its id, then its words."""
    return f"{recommendation}: {words}"


def choice(review: str, recommendation: str, words: str) -> str:
    """A recommendation as the drop-down offers it, short enough for a list."""
    said = " ".join(f"{review} {label(recommendation, words)}".split())
    return said if len(said) <= _LONGEST_LABEL else said[: _LONGEST_LABEL - 2].rstrip() + " …"


def meant_by(text: str) -> tuple[str, str]:
    """The review and the recommendation that a cell or a choice begins with; "" where neither."""
    found = _LABEL.match(text)
    return ((found["review"] or "").upper(), found["id"].upper()) if found else ("", "")


@dataclass(frozen=True)
class Line:
    """One row: an action, or the place for a recommendation's first one (`fields` empty).

    `fields` are those of an action; `by` is an ISO date. `group` is the working group's name.
    """

    review: str
    id: str
    recommendation: str
    group: str
    fields: Mapping[str, str]
    state: str
