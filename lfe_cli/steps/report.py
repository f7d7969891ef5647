"""Makes the one page from what the facilitator wrote, if it is safe and fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal, get_args

from lfe_cli.changes import Changes, Write, made
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.run import check_text
from lfe_cli.documents.onepage import Fitted, Measure, fit_on_one_page
from lfe_cli.documents.papers import make_paper
from lfe_cli.errors import LfeError
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.learning import Learning, read_learning
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps import scaffold
from lfe_cli.steps.check import about_the_list, rules_of
from lfe_cli.steps.making import word_template
from lfe_cli.steps.names import allowed_texts, load_identifiers

Stage = Literal["draft", "read", "agreed", "subgroup", "issued", "withdrawn"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_MARKS: dict[Stage, str] = {
    "draft": "Draft, not for circulation",
    "read": "Draft, not for circulation",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class Reported:
    """What became of the report. `started`: learning.yaml was begun, and there is no page yet."""

    started: bool = False
    file: str = ""
    stage: Stage = "draft"
    fitted: Fitted | None = None
    findings: tuple[Finding, ...] = ()
    words: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The document of `lfe report --json`."""
        measured = self.fitted.measured if self.fitted else None
        return {
            "report": self.file or None,
            "stage": self.stage,
            "pages": measured.pages if measured else 0,
            "measured_by": measured.by if measured else "estimate",
            "font_pt": self.fitted.points if self.fitted else None,
            "over_by_lines": measured.over_by_lines if measured else 0,
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True)
class Trim:
    """The longest part, and by about how many words it should get shorter."""

    heading: str
    words: int


class NotIssued(LfeError):
    """The report was refused; `reported` says with what findings or how it does not fit."""

    def __init__(self, sentence: str, reported: Reported, next_step: str) -> None:
        super().__init__(sentence, next_step=next_step)
        self.reported = reported

    @property
    def document(self) -> dict[str, Any]:
        """What `--json` prints all the same."""
        return self.reported.as_json()


@dataclass(frozen=True)
class _Order:
    """What was asked for."""

    review: Review
    learning: Learning
    stage: Stage
    moment: datetime
    measure: Measure = field(repr=False)


def make_report(
    review: Review, stage: Stage, moment: datetime, measure: Measure, *, replace_edited: bool
) -> tuple[Reported, Changes]:
    """The page, or the start of learning.yaml where there is none.

    Raises NotIssued where a finding says stop or the page is too long, FileProblems for a
    learning.yaml that cannot be used, EditedSince for a page that a person edited.
    """
    if review.read(places.LEARNING) is None:
        return Reported(started=True), _start_learning(review)
    _refuse_holds(review, stage)
    order = _Order(review, read_learning(review), stage, moment, measure)
    about_learning = _findings_in(review, places.LEARNING, review.read(places.LEARNING) or b"")
    words, about_list = about_the_list(review.workspace, review.reference)
    findings = (*about_list, *about_learning)
    _refuse_stops(order, findings, words)
    content = _page(order)
    findings = _with_those_of_the_page(findings, _findings_in(review, places.REPORT, content))
    _refuse_stops(order, findings, words)
    fitted = fit_on_one_page(content, review.partnership.settings.report_smallest_points, measure)
    reported = Reported(False, places.REPORT, stage, fitted, findings, words)
    if not fitted.fits:
        raise _too_long(order, reported)
    return reported, _placing(order, fitted, replace_edited)


def _start_learning(review: Review) -> Changes:
    groups = ", ".join(group.id for group in review.partnership.working_groups) or "none yet"
    context = {"reference": review.reference, "groups": groups}
    content = scaffold.fill("learning.yaml", review.workspace.folder, context)
    return made(review, places.LEARNING, content, Event(actions.LEARNING_STARTED))


def _refuse_holds(review: Review, stage: Stage) -> None:
    if stage != "issued":
        return
    for process in review.manifest.parallel:
        if process.hold == "circulation":
            raise LfeError(
                f"A hold stands for circulation: {process.kind}.",
                where=f"{review.reference}/{places.MANIFEST}, parallel",
                next_step="Ask whether it still holds, and change hold in the manifest.",
            )


def _page(order: _Order) -> bytes:
    """The page at 12 points, made again with its first moment where nothing else changed."""
    build = partial(_build, order)
    last = order.review.history.last(actions.REPORT_MADE, stage=order.stage)
    if last is not None and last.get("learning") == _learning_hash(order.review):
        return build(last.at)
    return build(order.moment)


def _build(order: _Order, moment: datetime) -> bytes:
    learning, partnership = order.learning, order.review.partnership
    groups = {group.id: group.name for group in partnership.working_groups}
    context = {
        "title": learning.title or order.review.manifest.theme,
        "why_we_looked": " ".join(learning.why_we_looked.split()),
        "worked_well": list(learning.worked_well),
        "what_we_learned": list(learning.what_we_learned),
        "questions": list(learning.questions_for_your_team),
        "next_steps": [
            {"recommendation": step.recommendation, "group": groups[step.working_group]}
            for step in learning.next_steps
        ],
        "closing": "",
        "follow_up": _months(max(partnership.settings.follow_up_months, default=6)),
        "stage_mark": _MARKS.get(order.stage, ""),
    }
    template = word_template(order.review, "report.docx")
    title = str(context["title"])
    return make_paper(template, order.review, moment, context, title=title)


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _months(count: int) -> str:
    """How long until the subgroup hears again, as a sentence has it: "six months"."""
    number = _NUMBERS[count - 1] if count <= len(_NUMBERS) else str(count)
    return "one month" if count == 1 else f"{number} months"


def _learning_hash(review: Review) -> str:
    return sha256(review.read(places.LEARNING) or b"")


def _findings_in(review: Review, name: str, content: bytes) -> tuple[Finding, ...]:
    workspace = review.workspace
    return check_text(
        f"{review.reference}/{name}",
        content,
        load_identifiers(workspace, review.reference),
        rules_of(workspace),
        allowed=allowed_texts(workspace, review.reference),
        agencies=[agency.name for agency in workspace.partnership.agencies],
    )


def _with_those_of_the_page(
    found: Sequence[Finding], on_the_page: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Those of the page that learning.yaml did not give already, with a line to go to."""
    known = {(finding.rule, finding.severity) for finding in found}
    return (*found, *(f for f in on_the_page if (f.rule, f.severity) not in known))


def _refuse_stops(order: _Order, findings: tuple[Finding, ...], words: int | None) -> None:
    stops = sum(finding.severity == "stop" for finding in findings)
    if stops:
        reported = Reported(stage=order.stage, findings=findings, words=words)
        things = "one thing" if stops == 1 else f"{stops} things"
        raise NotIssued(
            f"The report was not made: {things} to change first.",
            reported,
            f"Change it in {order.review.reference}/{places.LEARNING}, then run lfe report again.",
        )


def _too_long(order: _Order, reported: Reported) -> NotIssued:
    fitted = reported.fitted
    assert fitted is not None
    over = max(1, fitted.measured.over_by_lines)
    trim = _what_to_trim(order.learning, over)
    lines = "one line" if over == 1 else f"{over} lines"
    refused = Reported(False, "", order.stage, fitted, reported.findings, reported.words)
    return NotIssued(
        f"The report was not made: at {fitted.points:g} points it is {lines} over one page.",
        refused,
        f"Shorten “{trim.heading}” by about {trim.words} words in "
        f"{order.review.reference}/{places.LEARNING}.",
    )


_WORDS_A_LINE = 13


def _what_to_trim(learning: Learning, lines: int) -> Trim:
    """The part that is longest against its usual share of the page."""
    parts = {
        "Why we looked at this": (learning.why_we_looked.split(), 60),
        "What worked well": (" ".join(learning.worked_well).split(), 70),
        "What we learned": (" ".join(learning.what_we_learned).split(), 95),
        "Questions for your team": (" ".join(learning.questions_for_your_team).split(), 35),
        "Next steps": (" ".join(s.recommendation for s in learning.next_steps).split(), 70),
    }
    heading = max(parts, key=lambda name: len(parts[name][0]) / parts[name][1])
    return Trim(heading, (lines + 1) * _WORDS_A_LINE)


def _placing(order: _Order, fitted: Fitted, replace_edited: bool) -> Changes:
    review = order.review
    about = {
        "stage": order.stage,
        "points": fitted.points,
        "measured_by": fitted.measured.by,
        "learning": _learning_hash(review),
    }
    event = Event(actions.REPORT_MADE, about)
    changes = made(review, places.REPORT, fitted.content, event, replace_edited=replace_edited)
    pdf = fitted.measured.pdf
    if pdf is None or not changes:
        return changes
    record = Event(actions.PDF_MADE, {"file": places.REPORT_PDF, "sha256": sha256(pdf)})
    page = Write(f"{review.reference}/{places.REPORT_PDF}", pdf)
    return changes.and_also(Changes(review.reference, (page,), events=(record,)))
