"""Several small reviews at once, for tests that look across them: written as the tool writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from helpers.officer import Officer
from helpers.writing import carry_out
from lfe_cli.page.build import build_page
from lfe_cli.page.learning import read_learning
from lfe_cli.page.stages import STAGES, Stage
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.event import Event
from lfe_cli.review.workspace import load_review, load_workspace, sha256

HANDOVER = "Agree a short handover conversation for every child with a plan who moves home."
WORDS = "Use plain words in every letter to a family."


def a_review(
    officer: Officer,
    number: int,
    *,
    year: int = 2026,
    themes: Sequence[str] = ("neglect",),
    learned: Sequence[str] = ("A conversation carries the worry that a form leaves behind.",),
    steps: Sequence[tuple[str, str]] = ((HANDOVER, "practice"),),
    stage: Stage | None = "issued",
    submitted: bool = True,
    event: str = "",
    facts: Sequence[Event] = (),
    start: datetime | None = None,
) -> str:
    """A review of three agencies whose page has come to `stage`; returns its reference.

    `facts` are recorded afterwards, in their order.
    """
    reference = f"LFE-{year}-{number:03}"
    moment = start or datetime(year, 2, 2, 9, tzinfo=UTC) + timedelta(days=number)
    contents = _files(reference, themes, learned, steps, event or f"{year}-04-15 09:30")
    if submitted and stage in ("subgroup", "issued"):
        contents[files.RECOMMENDATIONS] = _submitted(steps)
    writes = tuple(Write(f"{reference}/{name}", text.encode()) for name, text in contents.items())
    _record(officer, reference, moment, (events.ReviewStarted(),), writes)
    if stage is not None:
        _page(officer, reference, moment + timedelta(days=100), stage)
    for days, fact in enumerate(facts, start=120):
        _record(officer, reference, moment + timedelta(days=days), (fact,))
    return reference


def decided(one: str = "R1", decision: events.Decision = "accepted", **more: Any) -> events.Decided:
    """What the subgroup decided on a recommendation."""
    return events.Decided(recommendation=one, decision=decision, **more)


def _files(
    reference: str,
    themes: Sequence[str],
    learned: Sequence[str],
    steps: Sequence[tuple[str, str]],
    event: str,
) -> dict[str, str]:
    manifest = {
        "reference": reference,
        "theme": "Help that changes hands",
        "themes": list(themes),
        "focus": {"from": "2025-01-01", "to": "2025-06-30"},
        "agencies": [{"id": "police"}, {"id": "school"}, {"id": "housing"}],
        "event": {"at": event},
    }
    learning = {
        "title": "When help changes hands",
        "why_we_looked": "Xylophone words that tell of the child herself.",
        "worked_well": ["Visits were arranged around the day of the family."],
        "what_we_learned": list(learned),
        "questions_for_your_team": ["Who do you speak to, and how soon?"],
        "next_steps": [{"recommendation": r, "working_group": g} for r, g in steps],
    }
    return {
        files.MANIFEST: yaml.safe_dump(manifest),
        files.LEARNING: yaml.safe_dump(learning),
        files.IDENTIFIERS: "names: [Anya Example]\nplaces: []\nother: []\n",
    }


def _submitted(steps: Sequence[tuple[str, str]]) -> str:
    kept = [
        {"id": f"R{number}", "recommendation": words, "working_group": group}
        for number, (words, group) in enumerate(steps, start=1)
    ]
    return yaml.safe_dump({"recommendations": kept})


def _page(officer: Officer, reference: str, moment: datetime, stage: Stage) -> None:
    review = load_review(load_workspace(officer.folder), reference)
    passed = [one for one in STAGES[: STAGES.index(stage) + 1] if one != "read"]
    for days, one in enumerate(passed):
        at = moment + timedelta(days=days)
        page = build_page(review, read_learning(review), one, at)
        event = events.ReportMade(stage=one, file=files.REPORT, sha256=sha256(page))
        write = Write(f"{reference}/{files.REPORT}", page)
        _record(officer, reference, at, (event,), (write,))


def _record(
    officer: Officer,
    reference: str,
    moment: datetime,
    recorded: tuple[Event, ...],
    writes: tuple[Write, ...] = (),
) -> None:
    changes = Changes(reference, writes=writes, events=recorded)
    carry_out(officer.folder, changes, moment, "Review officer")
