"""A review after its learning event, as tests of what follows it need it: quickly, and offline."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Officer

from lfe_cli.steps.demo import data

STAGES = ("draft", "agreed", "subgroup", "issued")
LEARNING = Path(data.__file__).with_name("learning.yaml")
# A listed name, so that a page may be issued; it stands in none of the texts.
NAMES = "names:\n  - Anya Example\nplaces: []\nother: []\n"


def with_page(review: Officer, stage: str = "agreed") -> None:
    """The page of the made-up learning, taken to `stage` one after the other."""
    review.path("report").mkdir(exist_ok=True)
    shutil.copyfile(LEARNING, review.path("report", "learning.yaml"))
    review.path("identifiers.yaml").write_text(NAMES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LFE_OFFICE", "none")
        for one in STAGES[: STAGES.index(stage) + 1]:
            review.done("report", "--stage", one)


def meets(review: Officer, *days: str) -> None:
    """The partnership's settings say when its subgroup meets."""
    path = review.folder.parent / "partnership.yaml"
    text = path.read_text()
    assert text.count("subgroup_meetings: []") == 1
    path.write_text(
        text.replace("subgroup_meetings: []", f"subgroup_meetings: [{', '.join(days)}]")
    )
