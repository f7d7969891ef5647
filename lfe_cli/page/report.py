"""The one page, made and taken through its stages if it is safe and fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

import msgspec

from lfe_cli.audits.begin import fill_scaffold
from lfe_cli.checks.findings import Finding, stops
from lfe_cli.checks.identifiers import about_the_list
from lfe_cli.checks.kept import Acceptance, accept, accepted, keep_text, refuse_names
from lfe_cli.checks.names import NAMES_AND_NUMBERS
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.errors import LfeError
from lfe_cli.letters.documents import left_as_it_is
from lfe_cli.page.as_decided import (
    is_edited_in_word,
    use_decided_words,
    what_would_change,
)
from lfe_cli.page.build import build_page, what_to_trim
from lfe_cli.page.learning import Learning, learning_hash, read_learning
from lfe_cli.page.order import (
    GoingOn,
    Open,
    how_to_go_on,
    is_promised_to_be_read,
    open_steps,
    refuse_half_said,
)
from lfe_cli.page.page_paper import page_paper
from lfe_cli.page.stages import MARKS, Stage, in_words, refuse_what_must_not_be, stage_of
from lfe_cli.review import files
from lfe_cli.review.changes import (
    Changes,
    EditedSince,
    Remove,
    Write,
    keeping_aside,
    made,
    refuse_if_open,
)
from lfe_cli.review.event import Event
from lfe_cli.review.events import LearningStarted, PaperMade, PdfMade, PdfRemoved, ReportMade
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.sentences import joined
from lfe_cli.word.fit import Fitted, Measure, fit_on_one_page, with_mark
from lfe_cli.word.styles import body_size
from lfe_cli.word.zips import PackageRefused


@dataclass(frozen=True)
class Order:
    """The order of an officer. `on`: the day it happened; `reason`: why an empty list will do.

    `anyway`: a page that is too long or badly worded is put beside as a draft to work on.
    `decided_words`: what the subgroup decided is put into learning.yaml first.
    """

    stage: Stage
    moment: datetime
    on: date
    measure: Measure = field(repr=False)
    replace_edited: bool = False
    acceptance: Acceptance | None = None
    reason: str = ""
    anyway: bool = False
    going_on: GoingOn = field(default_factory=GoingOn)
    decided_words: bool = False


@dataclass(frozen=True)
class Reported:
    """The outcome of `lfe report`. `started`: learning.yaml was begun, and there is no page yet."""

    started: bool = False
    file: str = ""
    stage: Stage = "draft"
    fitted: Fitted | None = None
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    words: int | None = None
    warnings: tuple[str, ...] = ()
    draft: str = ""
    missing: tuple[Open, ...] = ()
    put_right: tuple[str, ...] = ()
    read_first: bool = False

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
            "accepted": [{"rule": f.rule, "where": f.where} for f in self.accepted],
            "warnings": list(self.warnings),
            "draft": self.draft or None,
            "missing": [one.as_json() for one in self.missing],
        }


class NotIssued(LfeError):
    """The report was refused; `reported` says what is open or found, or how it does not fit."""

    def __init__(self, sentence: str, reported: Reported, next_step: str) -> None:
        parts = tuple(one.sentence for one in reported.missing)
        super().__init__(sentence, next_step=next_step, parts=parts)
        self.reported = reported

    @property
    def document(self) -> dict[str, Any]:
        """The document that `--json` prints all the same."""
        return self.reported.as_json()


def make_report(review: Review, order: Order) -> tuple[Reported, Changes]:
    """The page at the stage that is asked for; or the start of learning.yaml where there is none.

    A draft is made from learning.yaml. From then on the file is taken as it lies, whoever edited
    it: only the mark on its face changes, and it is checked and measured again.
    Raises NotIssued where a required step is open, a finding says stop or the page is too long,
    FileProblems for a learning.yaml that cannot be used, EditedSince for a page that a person
    edited.
    """
    if review.read(files.LEARNING) is None and review.read(files.REPORT) is None:
        return Reported(started=True), _start_learning(review)
    refuse_what_must_not_be(review, order.stage)
    if not order.decided_words:
        return _make(review, order)
    as_decided, changes = use_decided_words(review)
    reported, making = _make(as_decided, order)
    reported = replace(reported, put_right=what_would_change(review))
    return reported, changes.and_also(making)


def _make(review: Review, order: Order) -> tuple[Reported, Changes]:
    passed_over = _pass_over(review, order)
    page = _Page(review, order, passed_over)
    content, as_it_lies = page.content()
    findings, words = page.findings(content, as_it_lies)
    allowed, entries = page.accepted(findings)
    reported = Reported(False, files.REPORT, order.stage, None, findings, allowed, words)
    reported = replace(
        reported,
        warnings=tuple(_warnings(review, order, passed_over)),
        read_first=is_promised_to_be_read(review),
    )
    try:
        if order.stage != "withdrawn":
            _refuse_stops(reported)
        fitted = page.fitted(content, as_it_lies)
        reported = replace(reported, fitted=fitted)
        if not fitted.fits and order.stage != "withdrawn":
            raise _too_long(page, reported, as_it_lies)
    except NotIssued as refused:
        if not order.anyway or _names_somebody(refused.reported):
            raise
        return _draft_to_work_on(page, content, refused.reported)
    findings = (*findings, *_about_pdf(review, fitted.measured.pdf))
    return replace(reported, findings=findings), page.placing(fitted, as_it_lies, entries)


def _pass_over(review: Review, order: Order) -> tuple[Open, ...]:
    """The required steps that are open, and passed over with a reason. Raises NotIssued for others.

    That no name is listed has a reason of its own.
    """
    refuse_half_said(order.going_on)
    found = open_steps(review, order.stage)
    found = tuple(one for one in found if not (one.step.code == "names" and order.reason))
    left = tuple(one for one in found if not order.going_on.passes(one))
    if left:
        things = "one thing comes" if len(left) == 1 else f"{len(left)} things come"
        raise NotIssued(
            f"The page is not {in_words(order.stage)} yet: {things} first.",
            Reported(stage=order.stage, missing=left),
            how_to_go_on(left),
        )
    return found


def _warnings(review: Review, order: Order, passed_over: Sequence[Open]) -> Iterator[str]:
    for one in passed_over:
        yield f"Passed over, and recorded so: {one.says}."
    if order.going_on.although and passed_over:
        yield from keep_text(review, order.going_on.although, "--although")[1]


def _names_somebody(reported: Reported) -> bool:
    """Whether a stop is about a name, a number or the list of names: then nothing is written."""
    worded = {finding.rule for finding in stops(reported.findings)}
    return any(rule in NAMES_AND_NUMBERS or rule.startswith("identifiers") for rule in worded)


def _draft_to_work_on(page: _Page, content: bytes, reported: Reported) -> tuple[Reported, Changes]:
    """The page as it would be, marked as a draft, in a file of its own beside the report."""
    marked = with_mark(content, MARKS["draft"])
    event = PaperMade()
    changes = made(page.review, files.REPORT_DRAFT, marked, event, replace_edited=True)
    return replace(reported, file="", draft=files.REPORT_DRAFT), changes


@dataclass(frozen=True)
class _Page:
    """One page on its way to one stage."""

    review: Review
    order: Order
    passed_over: tuple[Open, ...] = ()

    def content(self) -> tuple[bytes, bool]:
        """The page, and whether it is the file as it lies (else it was made from learning.yaml)."""
        present = self.review.read(files.REPORT)
        if self.order.stage == "draft" or present is None or self.order.replace_edited:
            return self._built(), False
        try:
            return with_mark(present, MARKS[self.order.stage]), True
        except PackageRefused:
            raise LfeError(
                f"{files.REPORT} cannot be opened: it is damaged, or no Word document.",
                where=str(self.review.folder),
                next_step="Make it anew; what lies there is kept beside it: lfe report --replace",
            ) from None

    def _built(self) -> bytes:
        """Made from learning.yaml; with its first moment where nothing has changed since."""
        learning, stage = self.learning(), self.order.stage
        last = self.review.state.page.last_at(stage)
        same = last is not None and last.event.learning == learning_hash(self.review)
        moment = last.at if last is not None and same else self.order.moment
        return build_page(self.review, learning, stage, moment)

    def learning(self) -> Learning:
        """The learning that the facilitator wrote."""
        return read_learning(self.review)

    def findings(self, content: bytes, as_it_lies: bool) -> tuple[tuple[Finding, ...], int | None]:
        """Everything found in learning.yaml and on the page, and how many words were looked for."""
        words, about_list = about_the_list(self.review.workspace, self.review.reference)
        of_page = self._found_in(files.REPORT, content)
        if as_it_lies:
            return (*about_list, *of_page), words
        written = self._found_in(files.LEARNING, self.review.read(files.LEARNING) or b"")
        return (*about_list, *_with_those_of_the_page(written, of_page)), words

    def _found_in(self, name: str, content: bytes) -> tuple[Finding, ...]:
        return self._check.everything(f"{self.review.reference}/{name}", content)

    @cached_property
    def _check(self) -> TextCheck:
        return TextCheck.of(self.review)

    def accepted(
        self, findings: Sequence[Finding]
    ) -> tuple[tuple[Finding, ...], tuple[Event, ...]]:
        """The stops that may stand, and the entry for one that is accepted now."""
        before = accepted(self.review, findings)
        if self.order.acceptance is None:
            return before, ()
        finding, entry = accept(self.review, findings, self.order.acceptance)
        same = tuple(f for f in stops(findings) if f.digest == finding.digest)
        return (*before, *same), (entry,)

    def fitted(self, content: bytes, as_it_lies: bool) -> Fitted:
        """The page at the largest size that fits; as it lies, at the size that it has."""
        smallest = self.review.partnership.settings.report_smallest_points
        if as_it_lies:
            return Fitted(content, body_size(content), self.order.measure(content))
        return fit_on_one_page(content, smallest, self.order.measure)

    def placing(self, fitted: Fitted, as_it_lies: bool, entries: tuple[Event, ...]) -> Changes:
        """The changes that put the page in its place and record its stage."""
        order, facilitator = self.order, self.review.manifest.event.facilitator
        is_agreed = order.stage == "agreed" and bool(facilitator)
        event = ReportMade(
            stage=order.stage,
            on=order.on,
            points=fitted.points,
            measured_by=fitted.measured.by,
            learning=learning_hash(self.review),
            agreed_by=self._without_names(facilitator, "event.facilitator") if is_agreed else None,
            reason=self._without_names(order.reason, "--reason"),
            edited=as_it_lies and is_edited_in_word(self.review),
            made_from=self._made_from(as_it_lies),
        )
        event = msgspec.structs.replace(event, **self._passing_over())
        changes = self._stepping(fitted, event) if as_it_lies else self._making(fitted, event)
        if changes:
            changes = changes.and_also(self._pdf(fitted.measured.pdf))
        elif not as_it_lies:
            changes = left_as_it_is(self.review, files.REPORT, event, known=True)
        return changes.and_also(Changes(self.review.reference, events=entries))

    def _made_from(self, as_it_lies: bool) -> dict[str, str] | None:
        """What the page is made from; as it lies, what it was made from when it was built."""
        if as_it_lies:
            before = self.review.state.files.made_from.get(files.REPORT)
            return dict(before) if before is not None else None
        paper = page_paper(self.review, self.learning(), self.order.stage)
        return paper.made_from(self.review)

    def _passing_over(self) -> dict[str, Any]:
        """What is recorded of the steps that were passed over; nothing where none was."""
        said = self.order.going_on
        overrides = {one.step.override for one in self.passed_over}
        recorded: dict[str, Any] = {}
        if self.passed_over:
            recorded["passed_over"] = tuple(dict.fromkeys(o.step.code for o in self.passed_over))
        if "--although" in overrides:
            recorded["although"] = self._without_names(said.although, "--although")
        if "--before-family" in overrides:
            reader = self._without_names(said.second_reader, "--second-reader")
            recorded |= {"before_family": said.before_family, "second_reader": reader}
        return recorded

    def _without_names(self, text: str | None, option: str) -> str | None:
        return refuse_names(self.review, text, option) if text else None

    def _making(self, fitted: Fitted, event: ReportMade) -> Changes:
        present = self.review.read(files.REPORT)
        if (
            present is not None
            and present != fitted.content
            and self._was_agreed_as_edited(present)
        ):
            return self._in_place_of(present, fitted, event)
        return made(
            self.review,
            files.REPORT,
            fitted.content,
            event,
            replace_edited=self.order.replace_edited,
        )

    def _was_agreed_as_edited(self, present: bytes) -> bool:
        known = self.review.state.files.is_ours(files.REPORT, sha256(present))
        return known and is_edited_in_word(self.review)

    def _in_place_of(self, present: bytes, fitted: Fitted, event: ReportMade) -> Changes:
        """What a person wrote in Word was agreed, so it is recorded: it is kept beside as well."""
        if not self.order.replace_edited:
            raise EditedSince(files.REPORT, "--replace")
        changes = made(self.review, files.REPORT, fitted.content, event)
        return keeping_aside(self.review, files.REPORT, present).and_also(changes)

    def _stepping(self, fitted: Fitted, event: ReportMade) -> Changes:
        """The file goes one stage on. What was issued is kept beside what is withdrawn."""
        present = self.review.read(files.REPORT)
        known = not self.review.is_edited(files.REPORT)
        if present == fitted.content and stage_of(self.review) == self.order.stage and known:
            return Changes(self.review.reference)
        refuse_if_open(self.review, files.REPORT)
        path = f"{self.review.reference}/{files.REPORT}"
        digest = sha256(fitted.content)
        record = msgspec.structs.replace(event, file=files.REPORT, sha256=digest)
        changes = Changes(self.review.reference, (Write(path, fitted.content),), events=(record,))
        if self.order.stage != "withdrawn" or present is None:
            return changes
        return keeping_aside(self.review, files.REPORT, present).and_also(changes)

    def _pdf(self, pdf: bytes | None) -> Changes:
        """The page as PDF; where none could be made, an earlier one of ours does not stay."""
        path, reference = f"{self.review.reference}/{files.REPORT_PDF}", self.review.reference
        if pdf is not None:
            record = PdfMade(file=files.REPORT_PDF, sha256=sha256(pdf))
            return Changes(reference, (Write(path, pdf),), events=(record,))
        earlier = self.review.state.files.hashes.get(files.REPORT_PDF)
        if earlier is None or self.review.read(files.REPORT_PDF) is None:
            return Changes(reference)
        return Changes(reference, removals=(Remove(path, earlier),), events=(PdfRemoved(),))


def _about_pdf(review: Review, pdf: bytes | None) -> tuple[Finding, ...]:
    """Advice on the PDF that is put beside the page; it stops nothing.

    What is wrong with it comes from the template, and the page itself is a Word file.
    """
    if pdf is None:
        return ()
    from lfe_cli.checks.pdf_access import find_pdf_accessibility  # slow to load, and often no PDF

    try:
        return find_pdf_accessibility(pdf, f"{review.reference}/{files.REPORT_PDF}")
    except LfeError:  # what cannot be looked at is not in the way of a page that can
        return ()


def _start_learning(review: Review) -> Changes:
    groups = ", ".join(group.id for group in review.partnership.working_groups) or "none yet"
    context = {"reference": review.reference, "groups": groups}
    content = fill_scaffold("learning.yaml", review.workspace.folder, context)
    return made(review, files.LEARNING, content, LearningStarted())


def _with_those_of_the_page(
    written: Sequence[Finding], on_the_page: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Those of the page that learning.yaml did not give already, with a line to go to."""
    known = {(finding.rule, finding.matched.casefold()) for finding in written}
    return (*written, *(f for f in on_the_page if (f.rule, f.matched.casefold()) not in known))


def _refuse_stops(reported: Reported) -> None:
    may_stand = {finding.digest for finding in reported.accepted}
    found = [f for f in stops(reported.findings) if f.digest not in may_stand]
    if found:
        things = "one thing" if len(found) == 1 else f"{len(found)} things"
        files = joined(dict.fromkeys(finding.file for finding in found))
        raise NotIssued(
            f"The report was not made: {things} to change first.",
            replace(reported, file=""),
            f"Change it in {files}, then run the command again.",
        )


def _too_long(page: _Page, reported: Reported, as_it_lies: bool) -> NotIssued:
    fitted = reported.fitted
    assert fitted is not None
    over = max(1, fitted.measured.over_by_lines)
    lines = "one line" if over == 1 else f"{over} lines"
    if as_it_lies:
        where = f"Shorten it in Word by about {lines}: {files.REPORT}."
    else:
        trim = what_to_trim(page.learning(), over)
        where = (
            f"Shorten “{trim.heading}” by about {trim.words} words in "
            f"{page.review.reference}/{files.LEARNING}."
        )
    measured = replace(fitted.measured, over_by_lines=over)
    return NotIssued(
        f"The report was not made: at {fitted.points:g} points it is {lines} over one page.",
        replace(reported, file="", fitted=replace(fitted, measured=measured)),
        where,
    )
