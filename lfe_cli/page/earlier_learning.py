"""Finds what earlier reviews learned, by theme and by words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lfe_cli.errors import LfeError
from lfe_cli.page.earlier_pages import EarlierPage, LeftOut, Sentence, earlier_pages, went_on
from lfe_cli.page.likeness import Rarity, stems_of
from lfe_cli.review.workspace import Review, Workspace


@dataclass(frozen=True)
class Found:
    """A page, and those of its sentences that were asked for, best first."""

    page: EarlierPage
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Answer:
    """The pages that were found, best first, and the reviews that could not be looked at."""

    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...] = ()


def find_learning(
    workspace: Workspace, words: Sequence[str] = (), theme: str = "", *, but: str = ""
) -> Answer:
    """The learning of all reviews (but one) on `theme` and with every one of `words`.

    Raises LfeError for a theme that no review has, and for words that say nothing.
    """
    pages, left_out = earlier_pages(workspace, but=but)
    if theme:
        _refuse_unknown(workspace, theme, pages)
        pages = tuple(page for page in pages if theme in page.themes)
    if not words:
        return Answer(tuple(Found(page, page.sentences) for page in pages), left_out)
    wanted = stems_of(" ".join(words))
    if not wanted:
        raise LfeError(
            "These words are too small to look for.",
            next_step="Give a word that says something, such as: lfe learning handover",
        )
    return Answer(tuple(_best_first(pages, wanted)), left_out)


def on_the_themes_of(review: Review) -> Answer:
    """The learning of earlier reviews that share a theme with `review`; most themes first."""
    pages, left_out = earlier_pages(review.workspace, but=review.reference)
    own = set(review.manifest.themes)
    near = [page for page in pages if own & set(page.themes) and is_earlier(page, review)]
    near.sort(key=lambda page: -len(own & set(page.themes)))
    return Answer(tuple(Found(page, page.sentences) for page in near), left_out)


def is_earlier(page: EarlierPage, review: Review) -> bool:
    """True for a page that went to the subgroup before the one of `review`, if that did."""
    own = went_on(review)
    return own is None or (page.since, page.reference) < (own, review.reference)


def _refuse_unknown(workspace: Workspace, theme: str, pages: Iterable[EarlierPage]) -> None:
    known = [*workspace.partnership.themes, *sorted({t for page in pages for t in page.themes})]
    if theme not in known:
        there_are = f"There are: {', '.join(dict.fromkeys(known))}." if known else ""
        raise LfeError(
            f"There is no theme {theme}.",
            where="partnership.yaml, themes",
            next_step=there_are or "Look by words instead: lfe learning handover",
        )


def _best_first(pages: Sequence[EarlierPage], wanted: frozenset[str]) -> Iterator[Found]:
    rarity = Rarity(tuple(s.text for page in pages for s in page.sentences))
    scored = [(_scored(page, wanted, rarity), page) for page in pages if _has_all(page, wanted)]
    # The order of pages of equal weight stays: newest first
    for sentences, page in sorted(scored, key=lambda found: -found[0][0][0] if found[0] else 0):
        yield Found(page, tuple(s for _, s in sentences))


def _has_all(page: EarlierPage, wanted: frozenset[str]) -> bool:
    return wanted <= stems_of(_about(page)).union(*(stems_of(s.text) for s in page.sentences))


def _about(page: EarlierPage) -> str:
    return " ".join((page.title, page.review.manifest.theme, *page.themes))


def _scored(
    page: EarlierPage, wanted: frozenset[str], rarity: Rarity
) -> list[tuple[float, Sentence]]:
    """The sentences with the words asked for; all of them where only its title has them."""
    scored = [(rarity.weight(wanted & stems_of(s.text)), s) for s in page.sentences]
    hits = sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])
    return hits or scored
