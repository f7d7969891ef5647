"""Commands that write, from the beginning of a review to its end, each with the workspace that it
finds: what faults are injected into.

Two reviews lie in each workspace, so that a command in the second can say whether the first stands
in its way. Where git keeps the workspace the commands are the same: a few are tried so, too.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.actions import BEFORE_THE_MEETING, DECIDED_ON, LATER, decide
from helpers.audits import fill
from helpers.closing import CONFIRMED
from helpers.officer import NOW, REFERENCE, Officer, start_review, where
from helpers.pages import NAMES, OF_THE_DEMO, with_page
from helpers.states import lay
from helpers.workbooks import STRONG, cells, changed

OTHER = "LFE-2027-002"
AFTERWARDS = "2027-02-11T10:00"
IN_SUMMER = "2027-08-02T10:00"
_NEXT = ("reply", "health-visiting", "--knows", "yes", "-r", OTHER)
_INIT = ("init", ".", "--no-git")
NEW = (
    *("new", "--theme", "Neglect and a move between areas", "--from", "2026-01-01"),
    *("--to", "2026-06-30", "--agency", "police", "--no-input"),
)

# One of each way of writing: facts, a new folder, documents, removals, the workspace's own files,
# several reviews.
_USUAL = {"reply", "new", "issue-audits", "ingest", "collected", "board", "contact"}


@dataclass(frozen=True)
class Situation:
    """A command, where it is typed, when, and what lies there before."""

    words: tuple[str, ...]
    before: Callable[[Officer], object]
    at: str = REFERENCE
    now: str = NOW
    several: bool = False  # whether it changes several reviews, one after the other
    after: tuple[tuple[str, ...], ...] = (_NEXT,)  # what is typed next, in the workspace's folder

    @property
    def is_usual(self) -> bool:
        """Whether it is among the few that are tried each time."""
        return bool(_USUAL & set(self.words[:2])) and "--nil" not in self.words

    @property
    def name(self) -> str:
        """The command, as short as it can be told from the others."""
        return " ".join(word for word in self.words if " " not in word)[:40]

    def lay(self, folder: Path) -> Path:
        """The workspace that the command finds, in a new folder."""
        folder.mkdir(parents=True)
        lay(self.before, Officer(folder))
        return folder


def nothing(officer: Officer) -> None:
    """An empty folder."""


def begun(officer: Officer) -> None:
    officer.done("init", ".", "--no-git")
    start_review(officer)
    start_review(officer)
    for reference in (REFERENCE, OTHER):
        officer.path(reference, "identifiers.yaml").write_text(NAMES)


def begun_in_git(officer: Officer) -> None:
    officer.done("init", ".")
    start_review(officer)
    start_review(officer)
    for reference in (REFERENCE, OTHER):
        officer.path(reference, "identifiers.yaml").write_text(NAMES)


def issued(officer: Officer) -> None:
    review = _in_the_review(begun, officer)
    review.done("issue-audits")
    officer.done("issue-audits", at=officer.path(OTHER))


def asked(officer: Officer) -> None:
    _in_the_review(issued, officer).done("sent")


def returned(officer: Officer) -> None:
    """Two audits lie in the inbox."""
    review = _in_the_review(asked, officer)
    for agency in ("police", "school"):
        form = review.path(f"audits/issued/{agency}.docx").read_bytes()
        filled = fill(form, {"our_role": f"Role of {agency}", "share_before": True})
        review.path(f"audits/inbox/from {agency}.docx").write_bytes(filled)


def prepared(officer: Officer) -> None:
    """The papers of the event are made, and letters for it lie in the outbox."""
    review = _in_the_review(returned, officer)
    review.done("ingest")
    review.done("agenda")


def met(officer: Officer) -> None:
    review = _in_the_review(prepared, officer)
    with where(LFE_NOW=AFTERWARDS):
        for agency in ("police", "school", "health-visiting"):
            review.done("attended", agency, "--role", "practitioner", "--brought")


def learned(officer: Officer) -> None:
    review = _in_the_review(met, officer)
    review.path("report").mkdir(exist_ok=True)
    shutil.copyfile(OF_THE_DEMO, review.path("report", "learning.yaml"))


def agreed(officer: Officer) -> None:
    with_page(_in_the_review(begun, officer), "subgroup")


def submitted(officer: Officer) -> None:
    review = _in_the_review(agreed, officer)
    with where(LFE_NOW=BEFORE_THE_MEETING):
        review.done("submit", "--meeting", DECIDED_ON)


def decided(officer: Officer) -> None:
    """Groups act on the recommendations of both reviews."""
    lay(begun, officer)
    decide(Officer(officer.path(REFERENCE)))
    decide(Officer(officer.path(OTHER)))


def acted_on(officer: Officer) -> None:
    """The workbook of actions went out, and one came back."""
    review = _in_the_review(decided, officer)
    with where(LFE_NOW=LATER):
        review.done("actions")
    changed(review.path("actions.xlsx"), review.path("back.xlsx"), cells(2, **STRONG))


def at_the_end(officer: Officer) -> None:
    """All papers that closing removes are there, and an issued page."""
    review = _in_the_review(prepared, officer)
    with_page(review, "issued")
    review.path("audits/inbox/late.txt").write_text("Came late")


def _in_the_review(before: Callable[[Officer], object], officer: Officer) -> Officer:
    lay(before, officer)
    return Officer(officer.path(REFERENCE))


_IMPACT = (
    *("impact", "R1", "--how-much", "Three teams tried it", "--how-well", "It was liked"),
    *("--difference", "Ten families said so", "--months", "3"),
)

SITUATIONS: tuple[Situation, ...] = (
    Situation(_INIT, nothing, at="", after=(_INIT, NEW)),
    Situation(NEW, begun, at=""),
    Situation(("issue-audits",), begun),
    Situation(("sent",), issued),
    Situation(("told", "identity"), issued),
    Situation(("reply", "police", "--knows", "yes"), begun),
    Situation(("undo",), asked),
    Situation(("agency", "add", "gp"), issued),
    Situation(("agency", "withdraw", "school"), prepared),
    Situation(("agency", "contact", "police", "reviews@police.example", "--everywhere"), issued,
              several=True),
    Situation(("ingest",), returned),
    Situation(("ingest", "--nil", "health-visiting", "--reason", "not known to us"), returned),
    Situation(("agenda",), returned),
    Situation(("move", "--to", "2027-02-17 13:00"), prepared),
    Situation(("cancel",), prepared),
    Situation(("attended", "police", "--role", "manager", "--brought"), prepared, now=AFTERWARDS),
    Situation(("collected", "--destroy"), met, now=AFTERWARDS),
    Situation(("letter", "thank-you"), met, now=AFTERWARDS),
    Situation(("report", "--stage", "draft"), learned, now=AFTERWARDS),
    Situation(("submit", "--meeting", DECIDED_ON), agreed, now=BEFORE_THE_MEETING),
    Situation(("decide", "--all", "--as", "accepted", "--on", DECIDED_ON, "--no-input"), submitted,
              now=LATER),
    Situation(("received", "practice"), decided, now=LATER),
    Situation(("actions",), decided, now=LATER),
    Situation(("actions", "--all"), decided, at="", now=LATER, several=True),
    Situation(("actions", "back.xlsx", "--yes"), acted_on, now=LATER),
    Situation(_IMPACT, decided, now=IN_SUMMER),
    Situation(("step-up",), prepared, now=AFTERWARDS),
    Situation(("close", *CONFIRMED, "--no-input"), at_the_end, now=IN_SUMMER),
    Situation(
        ("discard", "--yes", "--nothing-went-out", "--decided-by", "Business manager"), issued
    ),
    Situation(("board",), decided, at="", now=LATER),
    Situation(("year", "2027"), decided, at="", now=LATER),
)  # fmt: skip

_NEXT_HERE = ("reply", "school", "--knows", "yes", "-r", REFERENCE)
IN_GIT = (
    Situation(("reply", "police", "--knows", "yes"), begun_in_git, after=(_NEXT_HERE,)),
    Situation(("issue-audits",), begun_in_git, after=(_NEXT_HERE,)),
)


def each(few: int, without: Collection[str] = ()) -> pytest.MarkDecorator:
    """For a test that makes `few` trials of each of these commands, and in `make test` one of some.

    `without` are commands that the test does not fit.
    """
    fitting = [one for one in SITUATIONS if one.words[0] not in without]
    usual = [pytest.param(one, 1, id=one.name) for one in fitting if one.is_usual]
    every = [
        pytest.param(one, few, id=f"{one.name} ({few})", marks=pytest.mark.long) for one in fitting
    ]
    return pytest.mark.parametrize(("situation", "few"), [*usual, *every])
