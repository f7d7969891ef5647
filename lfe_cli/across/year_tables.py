"""The tables of the yearly figures. Small numbers are kept back before a figure gets into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from lfe_cli.across.small_numbers import (
    Shown,
    could_be_anything,
    few_or_none,
    part_of,
    shown,
    with_total,
)
from lfe_cli.across.year_figures import UNDECIDED, Counted, middle
from lfe_cli.review.partnership import Partnership

# What is shown, in its order, under its heading: (key, label).
REVIEWS = (("started", "Started"), ("issued", "Page issued"), ("stepped_up", "Stepped up"))
DECISIONS = (
    ("accepted", "Accepted"),
    ("amended", "Accepted with changes"),
    ("held", "Held for now"),
    ("declined", "Declined"),
    (UNDECIDED, "Not decided yet"),
)
STATES = (
    ("not started", "Not started"),
    ("under way", "Under way"),
    ("completed, evidence to come", "Completed, evidence to come"),
    ("closed", "Closed, with evidence"),
    ("no longer needed, reason to come", "No longer needed, reason to come"),
    ("no longer needed", "No longer needed"),
)
UNWRITTEN = ("unwritten", "Recommendations without an action yet")
NOT_IN_FIGURES = "Not given in figures."
TOO_FEW = f"{NOT_IN_FIGURES} Some would be small enough to point to a child."
_RANGE_FROM = 2  # times the small number: a range shows two single reviews


TableId = Literal["reviews", "recommendations", "groups", "actions", "impact", "themes"]


@dataclass(frozen=True)
class Table:
    """Figures under one heading: rows of what is counted, and what may be shown of it.

    `kept_back`: nothing of it may be given, not even in words, and its note says so.
    """

    id: TableId
    heading: str
    rows: tuple[tuple[str, int | str], ...]
    note: str = ""
    kept_back: bool = False


def tables_of(counted: Counted, partnership: Partnership) -> tuple[Table, ...]:
    """Every table, in its order; one that cannot be given says so in its note."""
    figures = figures_shown(counted, partnership)
    small = partnership.settings.small_number
    groups = [(g.id, g.name) for g in partnership.working_groups]
    groups += [(g, g) for g in sorted(counted.groups) if not partnership.group(g)]
    themes = list(dict.fromkeys((*partnership.themes, *sorted(counted.themes))))
    is_told = isinstance(figures.get("issued"), int)  # else the time would tell how many there are
    to_page = _time(counted.to_page, small) if is_told else "not given"
    times = (
        ("Working days from start to event", _time(counted.to_event, small)),
        ("Working days from start to issued page", to_page),
    )
    reviews = _table("reviews", "Reviews", REVIEWS, figures, small)
    return (
        Table("reviews", "Reviews", (*reviews.rows, *times), "These are local times, no targets."),
        _table(
            "recommendations",
            "Recommendations",
            (("recommendations", "All"), *DECISIONS),
            figures,
            small,
        ),
        _named(
            _table(
                "groups",
                "Recommendations by working group",
                [(_group(g), name) for g, name in groups],
                figures,
                small,
            ),
            "They went to",
            [name for group, name in groups if counted.groups.get(group)],
            counted.recommended >= small,
        ),
        _table("actions", "Actions", (("actions", "All"), *STATES, UNWRITTEN), figures, small),
        _table("impact", "Impact checks", (("checks", "Recorded"),), figures, small),
        _named(
            _table("themes", "Themes", [(_theme(t), _in_words(t)) for t in themes], figures, small),
            "There were reviews on",
            [_in_words(theme) for theme in themes if counted.themes.get(theme)],
            True,
        ),
    )


def _group(group: str) -> str:
    """The key of a working group's figure."""
    return f"group:{group}"


def _theme(theme: str) -> str:
    """The key of a theme's figure."""
    return f"theme:{theme}"


def _table(
    table: TableId,
    heading: str,
    lines: Iterable[tuple[str, str]],
    figures: Mapping[str, Shown],
    small: int,
) -> Table:
    rows = tuple((label, _said(figures[key], small)) for key, label in lines if key in figures)
    return Table(table, heading, rows, "" if rows else TOO_FEW, kept_back=not rows)


def _named(table: Table, begins: str, names: list[str], may_be: bool) -> Table:
    """A table that cannot be given in figures says in words what there was, if that may be."""
    if table.rows or not names or not may_be:
        return table
    note = f"{NOT_IN_FIGURES} {begins}: {', '.join(names)}."
    return replace(table, note=note, kept_back=False)


def _said(one: Shown, small: int) -> int | str:
    return f"fewer than {small}" if one == "few" else one


def _time(days: tuple[int, ...], small: int) -> str:
    if len(days) < small:
        return "too few to give"
    spread = f", from {min(days)} to {max(days)}" if len(days) >= _RANGE_FROM * small else ""
    return f"median {middle(days)}{spread}"


def _in_words(theme: str) -> str:
    return theme.replace("-", " ").replace("_", " ").capitalize()


def figures_shown(counted: Counted, partnership: Partnership) -> dict[str, Shown]:
    """Every figure as it may be shown; a table that would tell too much is not among them.

    At least as many reviews as the small number were started, or nothing is shown at all.
    """
    small = partnership.settings.small_number
    found = {**_of_reviews(counted, small), **_of_themes(counted, partnership)}
    if counted.recommended >= small:
        found |= _of_recommendations(counted, partnership)
        states = {key: counted.actions.get(key, 0) for key, _ in STATES}
        found |= with_total("actions", states, small)
        found |= _unwritten(counted, found, small)
    return found


def _of_reviews(counted: Counted, small: int) -> dict[str, Shown]:
    """Reviews by what became of them: what one figure leaves of another may not be small either."""
    stepped_up = few_or_none(counted.stepped_up, small)
    told = stepped_up != "few"
    going_on = counted.started - counted.stepped_up if told else counted.started
    if told and 0 < going_on < small:  # with both figures, how few go on
        return {}
    issued = part_of(counted.issued, going_on, small)
    return {"started": counted.started, "issued": issued, "stepped_up": stepped_up}


def _of_themes(counted: Counted, partnership: Partnership) -> dict[str, Shown]:
    """Reviews by theme. A reader may take it that each review has one at least."""
    small = partnership.settings.small_number
    themes = dict.fromkeys(partnership.themes, 0) | dict(counted.themes)
    cells = {_theme(t): part_of(number, counted.started, small) for t, number in themes.items()}
    if "not given" in cells.values():  # each of the others could be anything beside that
        return cells if any(isinstance(cell, int) and cell for cell in cells.values()) else {}
    return cells if could_be_anything(cells.values(), small, at_least=counted.started) else {}


def _of_recommendations(counted: Counted, partnership: Partnership) -> dict[str, Shown]:
    """Decisions, groups and impact checks: each tells something about the others."""
    small = partnership.settings.small_number
    decisions = {key: counted.decisions.get(key, 0) for key, _ in DECISIONS}
    found = with_total("recommendations", decisions, small)
    cells = [found[key] for key in decisions]
    issued = _of_reviews(counted, small).get("issued")
    at_least = issued if isinstance(issued, int) and issued >= small else small
    most = _MOST_ON_A_PAGE * counted.started
    if not could_be_anything(cells, small, at_least=at_least, at_most=most):
        return {}
    groups = dict.fromkeys((g.id for g in partnership.working_groups), 0) | dict(counted.groups)
    of_groups = {_group(group): shown(number, small) for group, number in groups.items()}
    if "few" not in (*cells, *of_groups.values()):  # both come to the same sum
        found |= of_groups
    if "few" not in (found["accepted"], found["amended"]):  # so many checks, so many acted on
        found["checks"] = shown(counted.checks, small)
    return found


def _unwritten(counted: Counted, found: Mapping[str, Shown], small: int) -> dict[str, Shown]:
    """Recommendations without an action, where that tells no small figure of another table.

    Each recommendation that is acted on has an action, or is one of these.
    """
    cell, actions = shown(counted.unwritten, small), found["actions"]
    if "few" in (found.get("accepted", "few"), found.get("amended", "few"), actions):
        return {}
    acted_on = counted.decisions.get("accepted", 0) + counted.decisions.get("amended", 0)
    is_bound = cell == "few" and isinstance(actions, int) and actions < acted_on
    return {} if is_bound or not isinstance(actions, int) else {"unwritten": cell}


_MOST_ON_A_PAGE = 5  # recommendations: a page should have no more, and a reader may count on it
