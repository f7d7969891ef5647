"""Every two things that two officers can do apart, put together: nothing that was recorded goes.

Those of which something is stated are tried, and a sample of the others: all with LFE_FAULTS=all.
"""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import pytest

from helpers.acts_apart import PHASES, done_in
from helpers.copies import AFTERWARDS, asked_about, choose_ours, put_together
from helpers.officer import REFERENCE, Officer, where
from helpers.trials import sampled
from lfe_cli.review.state import State
from lfe_cli.review.workspace import load_state

FORMS, READ, ACTING = PHASES
PAIRS = [
    (phase, one, other)
    for phase, given in PHASES.items()
    for one, other in itertools.combinations_with_replacement(given.acts, 2)
]
# What is named of a pair; of the others nothing has to be.
NAMED: dict[tuple[str, str, str], set[str]] = {
    (FORMS, "reply", "reply"): {"reply"},
    (FORMS, "reply", "nil"): {"something to bring"},
    (FORMS, "reply", "withdraw"): {"taking part"},
    (FORMS, "nil", "ingest"): {"something to bring"},
    (FORMS, "ingest", "ingest"): {"audit"},
    (FORMS, "ingest", "withdraw"): {"taking part"},
    (FORMS, "withdraw", "step-up"): {"ended"},
    (FORMS, "add", "step-up"): {"ended"},
    (FORMS, "contact", "step-up"): {"ended"},
    (FORMS, "other period", "other period"): {"form"},
    (FORMS, "move", "move"): {"day", "invitation"},
    (FORMS, "move", "cancel"): {"day", "invitation"},
    (READ, "reword", "reword"): {"page"},
    (READ, "reword", "agree"): {"page"},
    (READ, "attended", "attended"): {"attendance"},
    (READ, "submit", "submit"): {"submission"},
    (ACTING, "decide", "decide"): {"decision"},
    (ACTING, "decide", "new action"): {"acted on"},
    (ACTING, "decide", "first action"): {"acted on"},
    (ACTING, "circulation", "circulation"): {"circulation"},
    (ACTING, "new action", "new action"): {"shared id"},
    (ACTING, "first action", "first action"): {"shared id"},
    (ACTING, "progress", "progress"): {"action"},
    (ACTING, "received", "undo"): {"taken back"},
    (ACTING, "decide", "step-up"): {"ended"},
    (ACTING, "decide", "close"): {"ended"},
    (ACTING, "circulation", "close"): {"ended"},
}
NOTHING_TO_NAME = [
    (FORMS, "same reply", "same reply"),
    (FORMS, "same move", "same move"),
    (READ, "agree", "submit"),
    (ACTING, "received", "received"),
    (ACTING, "new action", "close"),
    (ACTING, "undo", "undo"),
]
ALWAYS = {
    (FORMS, "ingest", "withdraw"),
    (READ, "submit", "submit"),
    (ACTING, "received", "undo"),
    (ACTING, "first action", "first action"),
    (ACTING, "new action", "close"),
}
STATED = {*NAMED, *NOTHING_TO_NAME, *ALWAYS}
TRIED = [*STATED, *sampled([pair for pair in PAIRS if pair not in STATED], 20, "pairs")]


def together(tmp_path: Path, phase: str, one: str, other: str) -> tuple[Officer, Officer]:
    """What becomes of the two copies in each, merged with git; whoever merges keeps their own."""
    both: list[Officer] = []
    for name, which in (("here", 0), ("there", 1)):
        copy = tmp_path / name
        mine, theirs = ((one, 0), (other, 1)) if which == 0 else ((other, 1), (one, 0))
        shutil.copytree(done_in(phase, *mine), copy, symlinks=True)
        merged = Officer(copy / REFERENCE)
        put_together(merged, Officer(done_in(phase, *theirs) / REFERENCE))
        choose_ours(merged, *asked_about(merged))
        both.append(merged)
    return both[0], both[1]


def ids(review: Officer) -> set[str]:
    return {
        json.loads(line)["id"] for line in review.path("history.jsonl").read_text().splitlines()
    }


def in_words(state: State) -> list[object]:
    actions = [(one.id, sorted(one.fields.items())) for one in state.workbooks.actions]
    agencies = sorted((name, one.progress) for name, one in state.agencies.items())
    return [actions, agencies, [one.what for one in state.apart], state.page.stage]


def texts(state: State) -> set[str]:
    return {text for one in state.workbooks.actions for text in one.fields.values() if text}


@pytest.mark.parametrize(
    ("phase", "one", "other"),
    [pytest.param(*p, marks=() if p in ALWAYS else pytest.mark.long, id=f"{p[0]}, {p[1]} + {p[2]}")
     for p in PAIRS if p in TRIED],
)  # fmt: skip
def test_what_two_officers_did_apart_is_all_there_and_what_contradicts_is_named(
    tmp_path: Path, phase: str, one: str, other: str
) -> None:
    alone = [Officer(done_in(phase, *by) / REFERENCE) for by in ((one, 0), (other, 1))]
    here, there = together(tmp_path, phase, one, other)
    assert ids(here) == ids(there) == ids(alone[0]) | ids(alone[1])
    state = load_state(here.folder)
    assert in_words(state) == in_words(load_state(there.folder))
    said = " ".join(apart.what for apart in state.apart)
    for text in texts(load_state(alone[0].folder)) | texts(load_state(alone[1].folder)):
        assert text in texts(state) or text in said
    named = {apart.code for apart in state.apart}
    pair = (phase, one, other)
    if pair in NAMED or pair in NOTHING_TO_NAME:
        assert named == NAMED.get(pair, set())
    with where(LFE_NOW=f"{PHASES[phase].at}:50", LFE_BY=AFTERWARDS):
        found = here.lfe("check", "--json").json["findings"]
        status = here.lfe("status")
    assert status.code in (0, 1), status
    of_copies = {f["text"] for f in found if f["rule"] == "two-copies"}
    assert {f"{apart.what}." for apart in state.apart} <= of_copies
    for apart in state.apart:
        assert (" ".join(apart.what.split()) in status.all) == apart.asks
