"""A page of which nothing is open any more before it is issued, and what opens each step again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers.family import MOTHER, enter
from helpers.history import history
from helpers.officer import Officer, where
from helpers.pages import learning_of, meets, with_page
from helpers.writing import carry_out
from lfe_cli import clock
from lfe_cli.review import events
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Event

BEFORE_THE_MEETING, MET_ON, AFTERWARDS = "2027-02-25T10:00", "2027-03-18", "2027-03-22T10:00"
AMENDED = "Agree a short handover talk for every child who moves home."


def ready(review: Officer) -> None:
    """Those who took part were promised the page first; the subgroup has met; the mother heard."""
    enter(review, MOTHER, family_part=False)
    with where(LFE_NOW=BEFORE_THE_MEETING, LFE_OFFICE="none"):
        meets(review, MET_ON, "2027-05-20")
        record(review, events.Sent(letter="thank-you", agency="police"))
        with_page(review, "draft")
        for stage in ("read", "agreed"):
            review.done("report", "--stage", stage)
        review.done("submit")
    with where(LFE_NOW=AFTERWARDS, LFE_OFFICE="none"):
        review.done("decide", "--all", "--as", "accepted", "--on", MET_ON)
        review.done("decide", "--circulation", "partners", "--on", MET_ON)
        review.done("told", "feedback", "--person", "mother")


def record(review: Officer, *what: Event) -> None:
    changes = Changes(review.folder.name, events=what)
    carry_out(review.folder.parent, changes, clock.now(), "Review officer")


def take_back(review: Officer, action: str, **about: Any) -> None:
    """All entries of this action that say this do not stand any more."""
    found = [e for e in history(review, action) if about.items() <= e.items()]
    assert found
    record(review, *(events.Undone(undoes=e["id"], was=action) for e in found))


def edit(review: Officer, name: str, old: str, new: str) -> None:
    path = review.path(name)
    text = path.read_text()
    assert text.count(old) == 1, (name, old)
    path.write_text(text.replace(old, new))


def _not_agreed(review: Officer) -> None:
    for stage in ("agreed", "subgroup"):
        take_back(review, "report made", stage=stage)


def _not_read(review: Officer) -> None:
    take_back(review, "report made", stage="read")
    if any(e["action"] == "report made" for e in _standing(review, "agreed")):
        _not_agreed(review)


def _standing(review: Officer, stage: str) -> list[dict[str, Any]]:
    gone = {entry["undoes"] for entry in history(review, "undone")}
    made = history(review, "report made")
    return [e for e in made if e["stage"] == stage and e["id"] not in gone]


def _only_once(review: Officer) -> None:
    if _standing(review, "agreed"):
        _not_agreed(review)


def _amended(review: Officer) -> None:
    record(review, decided("R1", "amended", words=AMENDED, group="practice"))


def decided(one: str, decision: events.Decision, **more: Any) -> events.Decided:
    return events.Decided(
        on=clock.uk_date(clock.now()), recommendation=one, decision=decision, **more
    )


# What opens each step again, by the step's code, and what is said of it then.
OPENS: dict[str, tuple[Callable[[Officer], object], str]] = {
    "page": (
        lambda review: review.path("report", "report.docx").unlink(),
        "there is no page yet: lfe report",
    ),
    "made anew": (
        lambda review: edit(review, "report/learning.yaml", "title: ", "# seen\ntitle: "),
        "learning.yaml has changed since the page was made: lfe report",
    ),
    "read": (_not_read, "those who took part have not read it: lfe report --stage read"),
    "agreed": (
        _only_once,
        "it is not recorded that the facilitator agreed it: lfe report --stage agreed",
    ),
    "submitted": (
        lambda review: take_back(review, "submitted"),
        "it was not submitted to the CSCR subgroup: lfe submit",
    ),
    "decided": (
        lambda review: take_back(review, "decided", recommendation="R2"),
        "the CSCR subgroup has not decided on R2: lfe decide",
    ),
    "as decided": (
        _amended,
        "it does not say what was decided (R1 amended): lfe report --use-decided-words",
    ),
    "circulation": (
        lambda review: take_back(review, "circulation decided"),
        "who else may read it is not decided: lfe decide",
    ),
    "family told": (
        lambda review: edit(
            review, "review.yaml", "    told: yes\n    decided_by", "    decided_by"
        ),
        "whether the mother is told is not decided: lfe edit",
    ),
    "family heard": (
        lambda review: take_back(review, "told", whom="feedback"),
        "it is not recorded that the mother has heard the learning: lfe told feedback --person "
        "mother",
    ),
    "hold": (
        lambda review: edit(
            review,
            "review.yaml",
            "\nparallel: []",
            "\nparallel:\n  - kind: inquest\n    hold: circulation",
        ),
        "a hold stands for circulation (inquest); once it does not hold: lfe edit",
    ),
    "names": (
        lambda review: review.path("identifiers.yaml").write_text(
            "names: []\nplaces: []\nother: []\n"
        ),
        "identifiers.yaml holds no name: write them there, or say why there are none: lfe report "
        "--stage issued --reason TEXT",
    ),
}


def opened_by(*codes: str) -> set[str]:
    """All that is open where these steps were opened: of some, another follows."""
    found = set(codes)
    found |= {"agreed"} if "read" in found else set()
    return found - ({"family heard"} if "family told" in found else set())


def steps_of(review: Officer) -> list[str]:
    return [one["recommendation"] for one in learning_of(review)["next_steps"]]
