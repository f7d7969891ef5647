"""Recommendations that say much the same as one of an earlier review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from lfe_cli.page.earlier_learning import is_earlier
from lfe_cli.page.earlier_pages import EarlierPage, earlier_pages, own_recommendations
from lfe_cli.page.likeness import MUCH_THE_SAME, Rarity, likeness
from lfe_cli.page.outcome import Outcome, outcome_of
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review


@dataclass(frozen=True)
class Repeat:
    """A recommendation, the earlier one that it is most like, and what became of that.

    `also` names the reviews that have said it beside that one, newest first.
    """

    recommendation: Recommendation
    reference: str
    outcome: Outcome
    likeness: float
    also: tuple[str, ...] = ()

    @property
    def earlier(self) -> Recommendation:
        """The recommendation of the earlier review."""
        return self.outcome.recommendation

    @property
    def sentence(self) -> str:
        """The repeat in one line."""
        said = f"{self.reference} {self.earlier.id} said ({self.outcome.short})"
        more = f", as did {_reviews(len(self.also))}" if self.also else ""
        return f"{self.recommendation.id} says what {said}{more}"

    def as_json(self) -> dict[str, Any]:
        """The repeat as `--json` has it."""
        return {
            "recommendation": {"id": self.recommendation.id, "words": self.recommendation.words},
            "earlier": {
                "reference": self.reference,
                "words": self.earlier.words,
                **self.outcome.as_json(),
            },
            "also": list(self.also),
            "likeness": round(self.likeness, 2),
        }


def repeats(review: Review, own: Sequence[Recommendation] | None = None) -> tuple[Repeat, ...]:
    """Those of a review's recommendations that an earlier review has made in much the same words.

    Each with the earlier one that it is most like. A machine compares words: a person judges.
    `own` are those that count in place of what the review has so far.
    """
    own = own_recommendations(review) if own is None else own
    pages = [p for p in earlier_pages(review.workspace, but=review.reference)[0] if own]
    rarity = Rarity(
        (*(one.words for one in own), *(s.text for page in pages for s in page.sentences))
    )
    earlier = [page for page in pages if is_earlier(page, review)]
    found = (_most_like(one, earlier, rarity) for one in own)
    return tuple(repeat for repeat in found if repeat)


def _most_like(one: Recommendation, pages: list[EarlierPage], rarity: Rarity) -> Repeat | None:
    found = [
        (like, page, before)
        for page in pages
        for before in (s.recommendation for s in page.sentences)
        if before and (like := _like(one, before, rarity)) >= MUCH_THE_SAME
    ]
    if not found:
        return None
    like, page, before = max(found, key=lambda each: each[0])  # the newest of those most like
    also = dict.fromkeys(p.reference for _, p, _ in found if p is not page)
    return Repeat(one, page.reference, outcome_of(page.review, before), like, tuple(also))


def _like(one: Recommendation, before: Recommendation, rarity: Rarity) -> float:
    """How much alike, whether in the report's words or in those of the subgroup."""
    wordings = product((one.words, one.original), (before.words, before.original))
    return max(likeness(here, there, rarity) for here, there in wordings)


def _reviews(count: int) -> str:
    return "another review" if count == 1 else f"{count} other reviews"
