"""The page of a review: its learning, and the stages that it came to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from helpers.officer import Officer, where
from helpers.writing import carry_out
from lfe_cli import clock
from lfe_cli.demo import acts
from lfe_cli.review import events
from lfe_cli.review.changes import Changes

LEARNING = Path(__file__).parents[1] / "data" / "learning.yaml"
STAGES = ("draft", "agreed", "subgroup", "issued")
OF_THE_DEMO = Path(acts.__file__).with_name("learning.yaml")
# A listed name, so that a page may be issued; it stands in none of the texts.
NAMES = "names:\n  - Anya Example\nplaces: []\nother: []\n"


def with_page(review: Officer, stage: str = "agreed") -> None:
    """The page of the made-up learning, taken to `stage` one after the other."""
    review.path("report").mkdir(exist_ok=True)
    shutil.copyfile(OF_THE_DEMO, review.path("report", "learning.yaml"))
    review.path("identifiers.yaml").write_text(NAMES)
    with where(LFE_OFFICE="none"):
        bring_page_to(review, stage)


def bring_page_to(review: Officer, stage: str, *words: str) -> None:
    """The page of what learning.yaml says, from one stage to the next; `words` go with the last.

    It is issued without having been before the subgroup: that is passed over. Partners may read it.
    """
    for one in STAGES[: STAGES.index(stage) + 1]:
        if one == "issued":
            let_partners_read_it(review)
        further = ("--although", "No meeting is near") if one == "issued" else ()
        review.done("report", "--stage", one, *further, *(words if one == stage else ()))


def let_partners_read_it(review: Officer) -> None:
    """It is recorded that partners may read the page, and not that the subgroup had it."""
    decided = (events.CirculationDecided(to="partners"),)
    changes = Changes(review.folder.name, events=decided)
    carry_out(review.folder.parent, changes, clock.now(), "Review officer")


def meets(review: Officer, *days: str) -> None:
    """The partnership's settings say when its subgroup meets."""
    path = review.folder.parent / "partnership.yaml"
    text = path.read_text()
    assert text.count("subgroup_meetings: []") == 1
    path.write_text(
        text.replace("subgroup_meetings: []", f"subgroup_meetings: [{', '.join(days)}]")
    )


def at_stage(review: Officer, stage: str) -> None:
    entry = {"id": stage, "at": "2027-03-01T08:00:00Z", "by": "x", "action": "report made"}
    path = review.path("history.jsonl")
    path.write_text(f"{path.read_text()}{json.dumps({**entry, 'stage': stage})}\n")


def write_learning(review: Officer, **changed: object) -> None:
    review.path("report").mkdir(exist_ok=True)
    learning = {**yaml.safe_load(LEARNING.read_text()), **changed}
    review.path("report", "learning.yaml").write_text(
        yaml.safe_dump(learning, sort_keys=False, allow_unicode=True)
    )


def learning_of(review: Officer) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(review.path("report", "learning.yaml").read_text())
    return found


def learn_more(review: Officer, stage: str = "agreed", **changed: Any) -> None:
    """The facilitator changes learning.yaml, and the page is made anew and taken to `stage`."""
    content = yaml.safe_dump({**learning_of(review), **changed}, sort_keys=False)
    review.path("report", "learning.yaml").write_text(content)
    for one in dict.fromkeys(("draft", stage)):
        review.done("report", "--stage", one)
