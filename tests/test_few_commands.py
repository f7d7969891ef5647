"""How many commands a whole review takes from `lfe new` to `lfe close`, typed by somebody who knows
them: each line that is typed counts once, questions that it asks and work in Word do not.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from helpers.audits import fill
from helpers.conversing import Conversing
from helpers.family import enter
from helpers.officer import REFERENCE, Officer, where
from helpers.pages import NAMES, OF_THE_DEMO
from helpers.states import lay, new_workspace
from helpers.workbooks import COLUMNS, STRONG, changed

AGENCIES = ("police", "school", "health-visiting", "gp", "early-help")
FEWEST = 30  # 38 before replies, attendance and letters could be recorded together
# What the officer answers at the terminal, by the end of the question; Enter takes the default.
ANSWERS = {
    "has it replied?": "yes",
    "Who comes?": "p",
    "support in place": "yes",
    "access needs": "yes",
    "Another service": "no",
    "who came?": "p",
    "Record it?": "yes",
}
MOTHER = """\
  - relation: mother
    told: yes
    decided_by: Statutory partners' meeting
    contact_by: Family support worker
    takes_part: before the event
    safe_to_contact: yes
    asked: social worker
"""


def answer(shown: str) -> str:
    asked = " ".join(shown.split())[-120:]
    return next((said for what, said in ANSWERS.items() if what in asked), "")


class Typing:
    """An officer who types the commands of a review, at a terminal, and counts them."""

    def __init__(self, top: Officer) -> None:
        self.top, self.review = top, Officer(top.path(REFERENCE))
        self.typed: list[str] = []

    def on(self, day: str, *lines: str) -> None:
        for line in lines:
            self.types(day, *line.split())

    def types(self, day: str, *words: str, at: Path | None = None) -> None:
        self.typed.append(" ".join(words))
        with where(LFE_NOW=f"{day}T10:00", LFE_OFFICE="none"):
            said = Conversing(at or self.review.folder, answer).lfe(*words)
        assert said.code in (0, 1), said


def begins(typing: Typing) -> None:
    settings = typing.top.path("partnership.yaml")
    text = settings.read_text().replace("contact:\n", "contact: lead@example.org\n")
    settings.write_text(text.replace("subgroup_meetings: []", "subgroup_meetings: [2027-03-18]"))
    asked = [word for one in AGENCIES for word in ("--agency", one)]
    with where(LFE_NOW="2027-01-11T10:00"):
        typing.top.done(
            *("new", "--theme", "Neglect and a move between areas", *asked, "--no-input"),
            *("--from", "2026-01-01", "--to", "2026-06-30", "--decided-on", "2027-01-07"),
            *("--event", "2027-02-10 09:30", "--venue", "The Guildhall"),
            *("--facilitator", "Independent chair", "--decided-by", "Statutory partners"),
            *("--basis", "No serious harm; learning about handovers"),
        )
    typing.typed.append("new")
    enter(typing.review, MOTHER, family_part=False)
    manifest = typing.review.path("review.yaml")
    text = re.sub(
        "facilitator_independent: .*", "facilitator_independent: yes", manifest.read_text()
    )
    manifest.write_text(re.sub("wellbeing: .*", "wellbeing: Safeguarding lead", text))
    typing.review.path("identifiers.yaml").write_text(NAMES)
    typing.typed.append("edit")


def audits_come(review: Officer, *agencies: str) -> None:
    for one in agencies:
        form = review.path("audits", "issued", f"{one}.docx").read_bytes()
        review.path("audits", "inbox", f"{one}.docx").write_bytes(fill(form, {"our_role": one}))


def completes_the_letters(review: Officer) -> None:
    """Fills the gaps of the thank-you letters by hand."""
    for path in review.path("outbox").glob("thank-you-*.eml"):
        path.write_bytes(path.read_bytes().replace(b"[", b"").replace(b"]", b""))


def comes_back(review: Officer) -> str:
    done = {**STRONG, "progress": "completed", "evidence": "Ten families said so in a survey"}

    def fills(sheet: object) -> None:
        for row in range(2, 6):
            for key, value in done.items():
                sheet.cell(row, COLUMNS[key]).value = value  # type: ignore[attr-defined]

    return str(changed(review.path("actions.xlsx"), review.path("back.xlsx"), fills))


@pytest.fixture
def typing(anywhere: Officer) -> Typing:
    lay(new_workspace, anywhere)
    return Typing(anywhere)


def test_a_review_of_five_agencies_takes_thirty_commands(typing: Typing) -> None:
    review = typing.review
    begins(typing)
    typing.on("2027-01-12", "issue-audits", "sent --yes", "told identity", "agenda", "sent --yes")
    typing.on("2027-01-13", "letter family --person mother")
    typing.on("2027-01-20", "reply", "heard --person mother")
    audits_come(review, "police", "school")
    typing.on("2027-02-01", "ingest", "agenda")
    typing.on("2027-02-10", "attended", "collected --destroy")
    review.path("report").mkdir(exist_ok=True)
    shutil.copyfile(OF_THE_DEMO, review.path("report", "learning.yaml"))
    typing.on("2027-02-11", "report", "letter thank-you")
    completes_the_letters(review)
    typing.on("2027-02-11", "sent --yes")
    typing.on("2027-02-22", "report --stage read", "report --stage agreed")
    typing.on("2027-02-24", "told feedback --person mother", "submit")
    typing.on("2027-03-19", "decide --all --as accepted --circulation partners --on 2027-03-18")
    typing.on("2027-03-19", "report --stage issued", "sent --yes", "actions")
    typing.types("2027-05-20", "actions", comes_back(review), "--yes")
    for group in ("practice", "quality", "learning"):
        typing.on("2027-05-20", f"reported-back {group}")
    with where(LFE_NOW="2027-05-21T10:00"):
        steps = review.done("status", "--json").json["next"]
    assert any("lfe close" in one for one in steps), steps
    typing.on("2027-05-21", "close --carry-over --yes --nothing-needs-it")
    assert len(typing.typed) == FEWEST, typing.typed
