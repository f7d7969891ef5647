"""The pages of earlier reviews once they went to the subgroup, sentence by sentence.

Only what stands on the page counts: a sentence that was taken out or put otherwise in Word before
it was agreed does not come back. A recommendation that was submitted counts by its id, in whatever
words. Why a review was held tells of a child, so it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lfe_cli.errors import LfeError
from lfe_cli.page.as_decided import text_of_page
from lfe_cli.page.learning import Learning, read_learning
from lfe_cli.page.stages import Stage, stage_of
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.ending import is_stepped_up
from lfe_cli.review.recommendations import Recommendation, as_compared
from lfe_cli.review.workspace import Review, Workspace, of_each, sha256

WENT_TO_THE_SUBGROUP: tuple[Stage, ...] = ("subgroup", "issued")
NEXT_STEPS = "Next steps"
_HEADINGS = (
    ("What worked well", "worked_well"),
    ("What we learned", "what_we_learned"),
    ("Questions for your team", "questions_for_your_team"),
)
_FILES = (
    files.MANIFEST,
    files.HISTORY,
    files.LEARNING,
    files.REPORT,
    files.RECOMMENDATIONS,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence or point of a page, under its heading; a next step is a recommendation too."""

    heading: str
    text: str
    recommendation: Recommendation | None = None


@dataclass(frozen=True)
class EarlierPage:
    """The page of a review. `since` is the day on which it went to the subgroup.

    `otherwise` counts the sentences of learning.yaml that the page does not have, or not so.
    """

    review: Review
    title: str
    stage: Stage
    since: date
    sentences: tuple[Sentence, ...]
    otherwise: int = 0

    @property
    def reference(self) -> str:
        """The review's reference."""
        return self.review.reference

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes under which it is found."""
        return self.review.manifest.themes


@dataclass(frozen=True)
class LeftOut:
    """A review whose learning cannot be shown, and why."""

    reference: str
    why: str


def earlier_pages(
    workspace: Workspace, *, but: str = ""
) -> tuple[tuple[EarlierPage, ...], tuple[LeftOut, ...]]:
    """The pages of all reviews but one, newest first, and the reviews that had to be left out."""
    read = [
        _page(workspace, reference, _digest(workspace, reference))
        for reference in workspace.references()
        if reference != but
    ]
    pages = sorted(
        (page for page in read if isinstance(page, EarlierPage)),
        key=lambda page: (page.since, page.reference),
        reverse=True,
    )
    return tuple(pages), tuple(page for page in read if isinstance(page, LeftOut))


def went_on(review: Review) -> date | None:
    """The day on which a review's page first went to the subgroup, unless it was withdrawn since.

    While it is made anew, in the words that were decided, it has gone there all the same.
    """
    made = review.state.page.versions
    went = [entry for entry in made if entry.event.stage in WENT_TO_THE_SUBGROUP]
    withdrawn = review.state.page.last_at("withdrawn")
    if not went or is_stepped_up(review) or (withdrawn and went[-1].at < withdrawn.at):
        return None
    return min(entry.day for entry in went)


def own_recommendations(review: Review) -> tuple[Recommendation, ...]:
    """A review's recommendations: as they were submitted, else as learning.yaml has them so far."""
    try:
        return review.recommendations or _not_submitted(read_learning(review))
    except LfeError:
        return ()


def _not_submitted(learning: Learning) -> tuple[Recommendation, ...]:
    return tuple(
        Recommendation(f"R{number}", text, step.working_group, text)
        for number, step in enumerate(learning.next_steps, start=1)
        for text in [_in_one_line(step.recommendation)]
    )


def _digest(workspace: Workspace, reference: str) -> str:
    """The hash of all that a page is read from: `status` asks for the same pages many times."""
    found = [str(workspace.folder_of(reference))]
    for name in _FILES:
        path = workspace.folder_of(reference) / name
        try:
            found.append(sha256(read_file(path)))
        except OSError:
            found.append("")
    return " ".join(found)


@lru_cache(maxsize=512)
def _page(
    workspace: Workspace,
    reference: str,
    digest: str,  # noqa: ARG001  (what the cache goes by)
) -> EarlierPage | LeftOut | None:
    read, not_read = of_each(workspace, (reference,), _read)
    if not_read:
        [one] = not_read
        return LeftOut(reference, f"{one.error.sentence} {one.next_step}")
    return read[0]


def _read(review: Review) -> EarlierPage | LeftOut | None:
    stage, since = stage_of(review), went_on(review)
    if stage is None or since is None:
        return None
    if review.read(files.LEARNING) is None:
        return LeftOut(review.reference, f"{files.LEARNING} is not there.")
    text = text_of_page(review.read(files.REPORT) or b"")
    if text is None:
        return LeftOut(review.reference, f"{files.REPORT} is not there, or cannot be opened.")
    learning = read_learning(review)
    written = tuple(_sentences(review, learning))
    if stage not in WENT_TO_THE_SUBGROUP:  # nobody has agreed yet what else it says now
        written = tuple(s for s in written if s.recommendation in review.recommendations)
    there = tuple(sentence for sentence in written if _stands(review, sentence, text))
    title = _in_one_line(learning.title or review.manifest.theme)
    return EarlierPage(review, title, stage, since, there, len(written) - len(there))


def _stands(review: Review, sentence: Sentence, page: str) -> bool:
    """Whether the page has it. What was submitted is known by its id, in whatever words."""
    submitted = sentence.recommendation in review.recommendations
    return submitted or as_compared(sentence.text) in page


def _sentences(review: Review, learning: Learning) -> Iterator[Sentence]:
    for heading, field in _HEADINGS:
        for text in getattr(learning, field):
            yield Sentence(heading, _in_one_line(text))
    for one in review.recommendations or _not_submitted(learning):
        yield Sentence(NEXT_STEPS, _in_one_line(one.words), one)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
