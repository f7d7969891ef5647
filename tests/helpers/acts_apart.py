"""What officers do in two copies of one review, each act done once and kept for all its pairs."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.actions import decide
from helpers.audits import fill
from helpers.closing import CONFIRMED
from helpers.copies import FIRST, SECOND, Act, keep_in_git
from helpers.officer import NOW, REFERENCE, Officer, where
from helpers.pages import NAMES, with_page
from helpers.states import review_after
from helpers.workbooks import returned

# By which officer an act is done: one says the one thing, the other the other.
Which = int
Does = Callable[[Officer, Which], object]


@dataclass(frozen=True)
class Phase:
    """A point in a review's life: how it is reached, when both act, and what they may do then."""

    reach: Act
    at: str
    acts: Mapping[str, Does]


@cache
def done_in(phase: str, act: str, which: Which) -> Path:
    """A copy of the workspace in which the first or the second officer did this, kept in git."""
    copy = Path(tempfile.mkdtemp(prefix="apart-")) / "Reviews of ours"
    shutil.copytree(_reached(phase), copy, symlinks=True)
    given = PHASES[phase]
    minute = 10 * which + list(given.acts).index(act) % 10
    with where(LFE_NOW=f"{given.at}:{minute:02d}", LFE_BY=(FIRST, SECOND)[which]):
        given.acts[act](Officer(copy / REFERENCE), which)
    keep_in_git(copy)
    return copy


@cache
def _reached(phase: str) -> Path:
    top = Officer(Path(tempfile.mkdtemp(prefix="phase-")) / "Reviews")
    top.folder.mkdir()
    with where(LFE_NOW=NOW, LFE_OFFICE="none"):
        review = review_after(PHASES[phase].reach, top)
    review.path("identifiers.yaml").write_text(NAMES)
    keep_in_git(top.folder)
    return top.folder


def _says(*words: str) -> Does:
    """The same, whoever does it."""
    return lambda review, _: _done(review, *words)


def _either(*ways: tuple[str, ...]) -> Does:
    """Each officer says something else."""
    return lambda review, which: _done(review, *ways[which])


def _takes_back(times: int) -> Does:
    """What was done last, by whoever did it: nobody takes back what a colleague recorded."""

    def takes_back(review: Officer, _: Which) -> None:
        by = json.loads(review.path("history.jsonl").read_text().splitlines()[-1])["by"]
        with where(LFE_BY=by):
            for _time in range(times):
                _done(review, "undo")

    return takes_back


def _done(review: Officer, *words: str) -> None:
    said = review.lfe(*words)
    assert said.code in (0, 1), said


# ---------------------------------------------------------------- the forms are out


def _asked(review: Officer) -> None:
    for words in (("issue-audits",), ("sent",), ("told", "identity"), ("agenda",)):
        review.done(*words)
    review.done("sent", "--letter", "invitation")
    review.done("reply", "school", "--knows", "yes")


def _sends_audit(review: Officer, which: Which) -> None:
    form = review.path("audits/issued/police.docx").read_bytes()
    back = review.path("audits/inbox/back.docx")
    back.write_bytes(fill(form, {"our_role": f"First response {which}"}))
    _done(review, "ingest", str(back))


def _asks_otherwise(review: Officer, which: Which) -> None:
    manifest = review.path("review.yaml")
    text = manifest.read_text()
    assert "to: 2026-06-30" in text
    manifest.write_text(text.replace("to: 2026-06-30", f"to: 2026-0{7 + which}-31"))
    _done(review, "issue-audits", "--reissue")


def _starts_another(review: Officer, which: Which) -> None:
    dates = ("--from", "2026-01-01", "--to", "2026-06-30")
    top = Officer(review.folder.parent)
    top.done("new", "--theme", f"Theme {which}", *dates, "--agency", ("gp", "housing")[which])


_ASKED: Mapping[str, Does] = {
    "reply": _either(
        ("reply", "police", "--knows", "yes", "--attending", "1"),
        ("reply", "police", "--knows", "yes", "--attending", "2"),
    ),
    "same reply": _says("reply", "police", "--knows", "yes"),
    "nil": _says("ingest", "--nil", "police", "--reason", "Not known to us"),
    "ingest": _sends_audit,
    "withdraw": _says("agency", "withdraw", "police"),
    "add": _either(("agency", "add", "gp"), ("agency", "add", "housing")),
    "contact": _either(
        ("agency", "contact", "police", "one@police.example"),
        ("agency", "contact", "police", "two@police.example"),
    ),
    "other period": _asks_otherwise,
    "chase": _says("chase", "--agency", "police"),
    "sent": _says("sent", "--letter", "line-managers"),
    "move": _either(("move", "--to", "2027-02-17 09:30"), ("move", "--to", "2027-02-24 13:00")),
    "same move": _says("move", "--to", "2027-02-18 09:30"),
    "cancel": _says("cancel"),
    "undo": _takes_back(1),
    "step-up": _says("step-up"),
    "new": _starts_another,
}

# ---------------------------------------------------------------- the page is read


def _page_is_made(review: Officer) -> None:
    with where(LFE_NOW="2027-02-15T10:00"):
        with_page(review, "draft")


def _rewords(review: Officer, which: Which) -> None:
    learning = review.path("report/learning.yaml")
    text = learning.read_text()
    assert "short handover" in text
    learning.write_text(text.replace("short handover", ("brief handover", "quick handover")[which]))
    _done(review, "report")


_READ: Mapping[str, Does] = {
    "reword": _rewords,
    "agree": _says("report", "--stage", "agreed"),
    "attended": _either(
        ("attended", "police", "--role", "manager"),
        ("attended", "police", "--role", "practitioner"),
    ),
    "brought": _says("ingest", "--brought", "police"),
    "collected": _says("collected"),
    "submit": _either(("submit", "--meeting", "2027-03-15"), ("submit", "--meeting", "2027-03-22")),
}

# ---------------------------------------------------------------- groups act


def _acting(review: Officer) -> None:
    decide(review)
    with where(LFE_NOW="2027-03-19T11:00"):
        review.done("actions")


def _begins_an_action(review: Officer, which: Which) -> None:
    text = ("Ask three teams what helps", "Show ten families the plan")[which]
    returned(review, "new", action=text, owner="Team Manager")


def _words_the_first(review: Officer, which: Which) -> None:
    text = ("Try it with three teams", "Write it into the handbook")[which]
    returned(review, "R1.1", action=text)


def _notes_progress(review: Officer, which: Which) -> None:
    returned(review, "R2.1", progress=("under way", "completed")[which])


def _decides(*words: str) -> tuple[str, ...]:
    return ("decide", *words, "--on", "2027-03-18", "--no-input")


_ACTING: Mapping[str, Does] = {
    "decide": _either(
        _decides("R1", "--as", "held", "--reason", "More is to be known"),
        _decides("R1", "--as", "declined", "--reason", "It is done already"),
    ),
    "decide alike": _says(*_decides("R2", "--as", "held", "--reason", "More is to be known")),
    "circulation": _either(
        _decides("--circulation", "partners"), _decides("--circulation", "public")
    ),
    "received": _says("received", "practice"),
    "reported back": _says("reported-back", "practice"),
    "new action": _begins_an_action,
    "first action": _words_the_first,
    "progress": _notes_progress,
    "workbook": _says("actions", "--replace"),
    "withdraw the page": _says("report", "--stage", "withdrawn", "--reason", "A wrong day in it"),
    "told feedback": _says("told", "line-managers"),
    "undo": _takes_back(2),  # the workbook, then the decisions
    "step-up": _says("step-up"),
    "close": _says("close", *CONFIRMED, "--no-input"),
}

PHASES: Mapping[str, Phase] = {
    "the forms are out": Phase(_asked, "2027-01-12T10", _ASKED),
    "the page is read": Phase(_page_is_made, "2027-02-20T10", _READ),
    "groups act": Phase(_acting, "2027-03-22T10", _ACTING),
}
