"""Takes the page to the subgroup: its paper, and the recommendations as they were submitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from lfe_cli.after.subgroup_paper import NOT_AGREED, subgroup_paper
from lfe_cli.after.submission import (
    Meeting,
    Row,
    before_it_goes_further,
    keep,
    meeting_for,
    take,
)
from lfe_cli.checks.findings import Finding, stops
from lfe_cli.checks.identifiers import about_the_list
from lfe_cli.checks.kept import accepted
from lfe_cli.checks.shapes import dates_as_written
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.documents import make, render_paper
from lfe_cli.page.as_decided import words_put_otherwise
from lfe_cli.page.learning import Learning, learning_hash, read_learning
from lfe_cli.page.order import is_left_out, open_steps
from lfe_cli.page.report import Order as PageOrder
from lfe_cli.page.report import make_report
from lfe_cli.page.stages import Stage, in_words, stage_of
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.workspace import Review
from lfe_cli.word.fit import Measure, fit_on_one_page, with_body_size


@dataclass(frozen=True)
class Order:
    """An officer's order. Without `meeting`, the next one that papers can still reach."""

    moment: datetime
    measure: Measure = field(repr=False)
    meeting: date | None = None
    replace_edited: bool = False

    @property
    def today(self) -> date:
        """The day in England."""
        return uk_date(self.moment)


@dataclass(frozen=True)
class Submitted:
    """A submission, as it was made.

    `stepped`: the page was taken to its next stage by the same command. `changed` are the ids of
    the recommendations that differ from what was submitted before; `first` is what is to be seen
    to before the page goes anywhere.
    """

    meeting: Meeting | None = None
    stage: Stage | None = None
    rows: tuple[Row, ...] = ()
    changed: tuple[str, ...] = ()
    stepped: bool = False
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    first: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The document of `lfe submit --json`."""
        meeting = self.meeting
        return {
            "paper": files.PAPER if meeting else None,
            "meeting": meeting.day.isoformat() if meeting else None,
            "papers_due": meeting.papers_due.isoformat() if meeting else None,
            "stage": self.stage,
            "recommendations": [
                {"id": row.id, "words": row.words, "group": row.group} for row in self.rows
            ],
            "changed": list(self.changed),
            "warnings": list(self.warnings),
            "first": list(self.first),
            "findings": [finding.as_json() for finding in self.findings],
        }


class NotSubmitted(LfeError):
    """The paper holds what must not go to anybody; `findings` say what and where."""

    def __init__(self, review: Review, findings: tuple[Finding, ...], count: int) -> None:
        things = "one thing" if count == 1 else f"{count} things"
        super().__init__(
            f"The paper was not made: {things} to change first.",
            where=str(review.folder),
            next_step="What the page says is changed in report/learning.yaml; then make the page "
            "anew (lfe report) and agree it once more.",
        )
        self.findings = findings
        self.document = {**Submitted(findings=findings).as_json(), "paper": None}


def submit(review: Review, order: Order) -> tuple[Submitted, Changes]:
    """The subgroup's paper for a meeting, with the recommendations in the words of the page.

    A page that is agreed goes to its next stage by the same step. Raises LfeError where there is
    no page or no meeting, or where the page is not what learning.yaml says; NotSubmitted and
    NotIssued for a finding that says stop; EditedSince for a paper that a person edited.
    """
    stage = _stage(review)
    learning = _learning_of_the_page(review, stage)
    meeting = meeting_for(review, order.meeting, order.today)
    taken = take(review, learning)
    if not taken.asked:
        raise LfeError(
            f"The {review.partnership.subgroup} has decided on every recommendation.",
            next_step="Where they stand: lfe status. To change a decision: "
            "lfe decide ID --as accepted (or amended, held, declined)",
        )
    asked = taken.asked
    paper = partial(_paper, review, learning, meeting, asked)
    points, about_length = _on_one_side(paper(order.moment), review, order.measure)
    build = partial(_sized, paper, points)
    sources = subgroup_paper(review, learning, meeting, asked, order.today).made_from(review)
    event = events.Submitted(meeting=meeting.day, made_from=sources)
    replacing = order.replace_edited
    content, making = make(
        review, files.PAPER, event, build, order.moment, replace_edited=replacing
    )
    findings = _findings(review, content, meeting, order.today)
    first = tuple(before_it_goes_further(review, order.today))
    result = Submitted(meeting, stage, taken.asked, taken.changed, False, (), findings, first)
    remarks = (*_warnings(review, stage, meeting, order.today), *about_length)
    stepped, stepping = _stepping(review, stage, order)
    result = replace(
        result, stepped=stepped, stage="subgroup" if stepped else stage, warnings=remarks
    )
    return result, keep(review, taken.kept).and_also(making, stepping)


# ---------------------------------------------------------------- the page


def _stage(review: Review) -> Stage:
    stage = stage_of(review)
    if stage is None:
        raise LfeError("There is no page to submit yet.", next_step="Make it: lfe report")
    if stage == "withdrawn":
        raise LfeError(
            "The page is withdrawn, so it is not submitted.",
            where=f"{review.reference}/{files.REPORT}",
            next_step="Make it anew: lfe report",
        )
    return stage


def _learning_of_the_page(review: Review, stage: Stage) -> Learning:
    """The learning on the page. Raises LfeError where page and learning.yaml have come apart."""
    page, last = review.read(files.REPORT), review.state.page.last
    where = f"{review.reference}/{files.REPORT}"
    if page is None:
        raise LfeError(
            f"{files.REPORT} is not in the folder.",
            where=str(review.folder),
            next_step="Bring it back from an earlier version, or make it anew: lfe report",
        )
    if review.is_edited(files.REPORT):
        raise LfeError(
            f"The page was edited since it was {in_words(stage)}.",
            where=where,
            next_step=_how_to_go_on(
                stage, "Have what it says now agreed: lfe report --stage agreed"
            ),
        )
    if last is not None and last.event.learning != learning_hash(review):
        raise LfeError(
            "learning.yaml has changed since the page was made.",
            where=f"{review.reference}/{files.LEARNING}",
            next_step=_how_to_go_on(
                stage, "Make the page anew (lfe report) and agree it once more."
            ),
        )
    learning = read_learning(review)
    _refuse_other_words(review, stage)
    return learning


def _how_to_go_on(stage: Stage, otherwise: str) -> str:
    if stage == "issued":
        return (
            "Bring back what was issued; or withdraw the page first: lfe report --stage withdrawn"
        )
    return otherwise


def _refuse_other_words(review: Review, stage: Stage) -> None:
    """Raises LfeError for words that were changed in Word alone: the paper is not made of them."""
    other = words_put_otherwise(review)
    if other:
        raise LfeError(
            f"The page was changed in Word, and learning.yaml says something else: “{other}”",
            where=f"{review.reference}/{files.LEARNING}",
            next_step=_how_to_go_on(
                stage,
                "Put the page's words into learning.yaml, make the page anew (lfe report "
                "--replace) and agree it once more.",
            ),
        )


def _stepping(review: Review, stage: Stage, order: Order) -> tuple[bool, Changes]:
    """A page that is ready for it is taken to the subgroup; any other stays where it is."""
    if stage not in (*NOT_AGREED, "agreed") or open_steps(review, "subgroup"):
        return False, Changes(review.reference)
    taken = PageOrder("subgroup", order.moment, order.today, order.measure)
    return True, make_report(review, taken)[1]


def _warnings(review: Review, stage: Stage, meeting: Meeting, today: date) -> Iterator[str]:
    if stage in NOT_AGREED and not is_left_out(review, "agreed"):
        yield f"The page is {in_words(stage)}, and not agreed: the paper says so."
    for one in open_steps(review, "subgroup"):
        yield f"{one.says[0].upper()}{one.says[1:]}. Before you send it: {one.command}"
    held = [process.kind for process in review.manifest.parallel if process.hold == "circulation"]
    if held:
        yield (
            f"A hold stands for circulation ({', '.join(held)}): ask whether the paper may go "
            "before you send it."
        )
    if meeting.papers_due < today:
        yield (
            f"The papers of that meeting were to be there by {short_date(meeting.papers_due)}: ask "
            "its chair whether this one can still be heard."
        )


# ---------------------------------------------------------------- the paper


def _paper(
    review: Review, learning: Learning, meeting: Meeting, rows: Sequence[Row], moment: datetime
) -> bytes:
    paper = subgroup_paper(review, learning, meeting, rows, uk_date(moment))
    return render_paper(review, paper, moment)


def _on_one_side(
    content: bytes, review: Review, measure: Measure
) -> tuple[float | None, tuple[str, ...]]:
    """The size of the body's text at which the paper is one side, None where it is as it is."""
    smallest = review.partnership.settings.report_smallest_points
    try:
        if measure(content).pages == 1:
            return None, ()
        fitted = fit_on_one_page(content, smallest, measure)
    except LfeError:  # a table cannot be measured without LibreOffice
        return None, ("Look in Word whether the paper is one side: it was not measured here.",)
    if fitted.measured.pages == 1:
        return fitted.points, ()
    return fitted.points, (
        "The paper is longer than one side: shorten its standing texts in Word.",
    )


def _sized(paper: partial[bytes], points: float | None, moment: datetime) -> bytes:
    content = paper(moment)
    return content if points is None else with_body_size(content, points)


def _findings(review: Review, content: bytes, meeting: Meeting, today: date) -> tuple[Finding, ...]:
    """The findings in the paper. Raises NotSubmitted for a stop that was not accepted before."""
    before = review.state.subgroup.last_submitted
    written = {today, *([before.day] if before else ())}
    own = [text for day in (meeting.day, *written) for text in dates_as_written(day)]
    found = (
        *about_the_list(review.workspace, review.reference)[1],
        *TextCheck.of(review).everything(f"{review.reference}/{files.PAPER}", content, own),
    )
    may_stand = {finding.digest for finding in accepted(review, found)}
    stopping = [finding for finding in stops(found) if finding.digest not in may_stand]
    if stopping:
        raise NotSubmitted(review, found, len(stopping))
    return found
