"""The open things of the page: what it needs, what was said before, what it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.letters.kinds import REQUEST
from lfe_cli.letters.made_from import named, outdated_paper
from lfe_cli.page.as_decided import differing, how_to_put_right, make_anew
from lfe_cli.page.learning import problems_of_learning, read_learning
from lfe_cli.page.order import is_next, is_open, next_command
from lfe_cli.page.page_paper import page_paper
from lfe_cli.page.repeats import repeats
from lfe_cli.page.stages import in_words, is_frozen_and_changed, stage_of
from lfe_cli.review import files
from lfe_cli.review.days import add_working_days, short_date
from lfe_cli.review.events import CarriedOver
from lfe_cli.review.todo import AtClosing, Said, Todo
from lfe_cli.review.workspace import Review

_READ, _AGREED = "lfe report --stage read", "lfe report --stage agreed"
_UNDER_WAY = ("draft", "read", "agreed", "subgroup")


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
    yield from _changed_learning(review)
    yield from _outdated(review)
    yield from _reading(review)
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
    if is_to_be_written and _has_to_be_learned(review):
        yield _learning(review, day)
        is_to_be_written = False
    command = next_command(review)
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


def _changed_learning(review: Review) -> Iterator[Todo]:
    """What was written since the page was made: it is on the page once that is made anew."""
    if stage_of(review) in _UNDER_WAY and is_open(review, "made anew"):
        command = make_anew(review)
        says = f"learning.yaml has changed since the page was made, so make it anew: {command}"
        yield Todo("page", (files.LEARNING,), says=Said(says), command=command)


def _outdated(review: Review) -> Iterator[Todo]:
    """A draft of which something else has changed since, such as its template."""
    if stage_of(review) != "draft" or is_open(review, "made anew") or problems_of_learning(review):
        return
    if review.read(files.LEARNING) is None:
        return
    found = outdated_paper(review, page_paper(review, read_learning(review), "draft"))
    if found and not found.edited:
        says = f"out of date: {named([found])}. Make it anew: lfe report"
        yield Todo("page", (files.REPORT,), says=Said(says), command="lfe report")


def _reading(review: Review) -> Iterator[Todo]:
    """Those who took part see the page before it goes further, as they are promised."""
    drafted = review.state.page.last_at("draft")
    if stage_of(review) == "draft" and drafted and is_next(review, "read"):
        days = review.partnership.settings.page_read_working_days
        until = add_working_days(drafted.day, days)
        says = (
            "let those who took part read the page, and hear by "
            f"{short_date(until)} whether it is fair (silence is consent), then record it: {_READ}"
        )
        following = Said("let those who took part read the page")
        yield Todo("reading", due=until, says=Said(says), command=_READ, next=following)


def _agreement(review: Review) -> Iterator[Todo]:
    """What the facilitator does with a page that is drafted or read, or was edited since."""
    stage = stage_of(review)
    if stage not in _UNDER_WAY or not is_next(review, "agreed"):
        return
    how = "read the page aloud" if stage == "draft" else "agree the page"
    if stage in ("agreed", "subgroup") and review.is_edited(files.REPORT):
        how = "the page was edited in Word since: agree it"
    yield Todo(
        "agreement",
        who="the facilitator",
        says=Said(f"{how} with the facilitator, then record it: {_AGREED}"),
        command=_AGREED,
        next=Said("agree the page with the facilitator"),
    )


def said_otherwise(review: Review) -> Iterator[Todo]:
    """What the subgroup decided, and the page does not say so."""
    found = differing(review)
    if not found:
        return
    which = ", ".join(f"{one.id} {one.decision}" for one in found)
    says, about = f"the page does not say what was decided ({which})", tuple(o.id for o in found)
    by_hand, command = how_to_put_right(review)
    if stage_of(review) == "issued":
        command = "lfe report --stage withdrawn"
        says += f"; it is issued, so withdraw it first: {command}"
    elif by_hand:
        yield Todo("learning", about, says=Said(f"{says}; {by_hand}"))
        return
    else:
        says += f"; put the words in, and make it anew: {command}"
    yield Todo("said otherwise", about, says=Said(says), command=command)
