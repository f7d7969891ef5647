"""The stages of the page. What is required before each stands in `order`."""

from __future__ import annotations

from typing import Literal, get_args

from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.workspace import Review

Stage = Literal["draft", "read", "agreed", "subgroup", "issued", "withdrawn"]
STAGES: tuple[Stage, ...] = get_args(Stage)
MARKS: dict[Stage, str] = {
    "draft": "Draft, not for circulation",
    "read": "Draft, not for circulation",
    "agreed": "",
    "subgroup": "",
    "issued": "",
    "withdrawn": "Withdrawn",
}
_IN_WORDS: dict[Stage, str] = {
    "draft": "drafted",
    "read": "read by those who took part",
    "agreed": "agreed by the facilitator",
    "subgroup": "taken to the subgroup",
    "issued": "issued",
    "withdrawn": "withdrawn",
}


def in_words(stage: str) -> str:
    """A stage as a sentence has it: "agreed by the facilitator"."""
    return next((said for known, said in _IN_WORDS.items() if known == stage), stage)


def stage_of(review: Review) -> Stage | None:
    """The stage that the page is at; None where there is no page yet."""
    last = review.state.page.last
    said = last.event.stage if last else None
    return next((stage for stage in STAGES if stage == said), None)


def is_frozen_and_changed(review: Review) -> bool:
    """True once the page is issued and the file is no longer what was issued."""
    return stage_of(review) == "issued" and review.is_edited(files.REPORT)


def refuse_what_must_not_be(review: Review, stage: Stage) -> None:
    """Raises LfeError for another stage of an issued page, and where none can be withdrawn."""
    now = stage_of(review)
    if now == "issued" and stage != "withdrawn":
        raise LfeError(
            "The page is issued, and stays as it is.",
            where=f"{review.reference}/{files.REPORT}",
            next_step="To change it, withdraw it first: lfe report --stage withdrawn",
        )
    if stage == "withdrawn" and now is None:
        raise LfeError("There is no page to withdraw yet.", next_step="Make it: lfe report")
