"""The open things of the page: what it needs, what was said before, what it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.event.family import learning_warnings
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.page.learning import problems_of_learning, read_learning
from lfe_cli.page.repeats import repeats
from lfe_cli.page.stages import Stage, in_words, is_frozen_and_changed, stage_of
from lfe_cli.review import files
from lfe_cli.review.events import CarriedOver
from lfe_cli.review.todo import AtClosing, Said, Todo, sentences
from lfe_cli.review.workspace import Review

_AGREED = "lfe report --stage agreed"


def changed_page(review: Review) -> Iterator[Todo]:
    """An issued page that is no longer what was issued: it is said before everything else."""
    if is_frozen_and_changed(review):
        command = "lfe report --stage withdrawn"
        says = (
            "the page was changed since it was issued: bring the issued file back, or withdraw it "
            f"({command})"
        )
        yield Todo("changed page", (files.REPORT,), says=Said(says), command=command)


def todos(review: Review, today: date) -> Iterator[Todo]:
    """Everything that is open until the page is agreed, in the order in which it is needed."""
    yield from _repeats(review)
    yield from the_page(review, today)
    yield from _agreement(review)


def _repeats(review: Review) -> Iterator[Todo]:
    """Once the page is drafted, and until it is decided: what has been recommended before."""
    if stage_of(review) in (None, "withdrawn", "issued"):
        return
    for one in repeats(review):
        if one.recommendation.decision is None:
            says = Said("", one.sentence, ": lfe learning", between="; ")
            yield Todo("repeat", (one.recommendation.id,), says=says, command="lfe learning")


def the_page(review: Review, today: date) -> Iterator[Todo]:
    """The page, until it is issued or withdrawn; from the event's day on it is to be written."""
    stage, at = stage_of(review), review.manifest.event.at
    if stage in ("issued", "withdrawn"):
        return
    day = at.date() if at else None
    is_to_be_written = stage is None and day is not None and day <= today
    is_out = bool(review.state.forms and review.state.letters.sent_of(REQUEST.id))
    is_next = is_to_be_written and day != today and is_out
    command = "lfe report --stage issued" if stage else "lfe report"
    if is_to_be_written and _has_to_be_learned(review):
        yield _learning(review, day)
        is_to_be_written = False
    yield Todo(
        "page",
        since=day,
        says=Said("make the one-page report: lfe report") if is_to_be_written else None,
        command=command,
        next=Said("write the page with the facilitator") if is_next else None,
        closing=AtClosing(
            CarriedOver(item="page"),
            f"the page is {in_words(stage)}, and not issued" if stage else "there is no page",
            command,
            "the review ends without an issued page",
        ),
    )


def _has_to_be_learned(review: Review) -> bool:
    return review.read(files.LEARNING) is None or bool(problems_of_learning(review))


def _learning(review: Review, day: date | None) -> Todo:
    """What was learned, to be written by somebody; what the facilitator wrote in Word is there."""
    command = f"lfe report --from {files.NOTES}"
    if review.is_edited(files.NOTES) and review.read(files.LEARNING) is None:
        says = f"take what was learned from the facilitator's notes: {command}"
        return Todo("notes", since=day, says=Said(says), command=command)
    if review.read(files.LEARNING) is None:
        says = f"begin the file for what was learned, {files.LEARNING}: lfe report"
        return Todo("page", since=day, says=Said(says), command="lfe report")
    says = f"write what was learned into {files.LEARNING}, with the facilitator"
    return Todo("learning", since=day, says=Said(says))


def _agreement(review: Review) -> Iterator[Todo]:
    """What the facilitator does with a page that is drafted, or was read by those who took part."""
    stage = stage_of(review)
    if stage in ("draft", "read"):
        how = "read the page aloud" if stage == "draft" else "agree the page"
        yield Todo(
            "agreement",
            who="the facilitator",
            says=Said(f"{how} with the facilitator, then: {_AGREED}"),
            command=_AGREED,
            next=Said("agree the page with the facilitator"),
        )


def said_otherwise(review: Review) -> Iterator[Todo]:
    """What the subgroup amended or declined, and the page still says.

    It goes by learning.yaml, of which the page is made; one that cannot be read tells nothing.
    """
    known = review.recommendations
    try:
        steps = read_learning(review).next_steps if known else ()
    except LfeError:
        return
    on_the_page = {" ".join(step.recommendation.split()) for step in steps}
    amended = [o for o in known if o.decision == "amended" and o.words not in on_the_page]
    declined = [o for o in known if o.decision == "declined" and o.words in on_the_page]
    found = (*amended, *declined)
    if found:
        first = "it is issued, so withdraw it first (lfe report --stage withdrawn), then "
        which = ", ".join(f"{one.id} {one.decision}" for one in found)
        says = (
            f"the page still says what was decided otherwise ({which}): "
            f"{first if stage_of(review) == 'issued' else ''}change next_steps in "
            f"{files.LEARNING}, make it anew (lfe report) and agree it"
        )
        about = tuple(one.id for one in found)
        yield Todo("said otherwise", about, says=Said(says), command="lfe report")


def warnings(review: Review, stage: Stage) -> Iterator[str]:
    """Everything that an officer may have passed over on the way to `stage`."""
    if stage not in {"subgroup", "issued"}:
        return
    passed = review.state.page.stages_passed
    if "agreed" not in passed:
        yield f"It is not recorded that the facilitator agreed the page ({_AGREED})."
    if stage == "issued" and "subgroup" not in passed:
        group = review.partnership.subgroup
        yield f"It is not recorded that the page went to the {group} (lfe report --stage subgroup)."
    if stage == "issued":
        yield from learning_warnings(review)
        for said in sentences(one.says for one in said_otherwise(review)):
            yield f"{said[0].upper()}{said[1:]}."
        if review.state.subgroup.circulation is None:
            yield (
                "It is not recorded who else may read the page: until it is, it goes to the "
                f"{review.partnership.subgroup} alone (lfe decide --circulation)."
            )
