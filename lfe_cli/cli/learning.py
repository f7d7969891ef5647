"""`lfe learning`: what earlier reviews learned, and what became of their recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.review import files
from lfe_cli.review.workspace import Review, find_workspace, load_workspace

if TYPE_CHECKING:
    from lfe_cli.page.earlier_learning import Answer, Found
    from lfe_cli.page.earlier_pages import Sentence
    from lfe_cli.page.repeats import Repeat


def learning(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS...]", help="Words to look for; every one of them."),
    ] = None,
    theme: Annotated[
        str, typer.Option(metavar="ID", help="Only reviews with this theme of the partnership.")
    ] = "",
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
) -> None:
    """Find what earlier reviews learned, and what came of it.

    By words, by theme, or in a review: what was learned earlier on its themes, and
    which of its recommendations say much the same as an earlier one. Only pages that
    went to the subgroup are looked at.
    """
    from lfe_cli.page.earlier_learning import find_learning, on_the_themes_of
    from lfe_cli.page.repeats import repeats

    said, asked = words or [], theme.strip().lower()
    with shell.answering(as_json, refused={"found": [], "repeats": []}) as call:
        own = _own_review(review)
        if own is None:
            answer = find_learning(load_workspace(shell.here()), said, asked)
        elif said or asked:
            answer = find_learning(own.workspace, said, asked, but=own.reference)
        else:
            answer = on_the_themes_of(own)
        again = repeats(own) if own and not said and not asked else None
        call.show(
            shell.Done(answer),
            as_json=lambda answer: _learning_as_json(own, said, asked, answer, again or ()),
            on_screen=lambda answer: _show_learning(own, answer, again, bool(said or asked)),
        )


def _own_review(named: str | None) -> Review | None:
    """The review that is named or stood in; None for the partnership's folder as a whole."""
    here = shell.here()
    if named is None:
        parts = here.relative_to(find_workspace(here)).parts
        if not parts or not files.REFERENCE.match(parts[0]):
            return None
    return shell.the_review(named)


def _learning_as_json(
    own: Review | None,
    words: Sequence[str],
    theme: str,
    answer: Answer,
    again: Sequence[Repeat],
) -> dict[str, Any]:
    return {
        "review": own.reference if own else None,
        "words": list(words),
        "theme": theme or None,
        "found": [
            _of_sentence(found, sentence) for found in answer.found for sentence in found.sentences
        ],
        "repeats": [repeat.as_json() for repeat in again],
        "left_out": [{"reference": one.reference, "why": one.why} for one in answer.left_out],
    }


def _of_sentence(found: Found, sentence: Sentence) -> dict[str, Any]:
    from lfe_cli.page.outcome import became_of

    page, one = found.page, sentence.recommendation
    return {
        "reference": page.reference,
        "title": page.title,
        "themes": list(page.themes),
        "heading": sentence.heading,
        "sentence": sentence.text,
        "recommendation": became_of(page.review, one).as_json() if one else None,
    }


def _show_learning(
    own: Review | None, answer: Answer, again: Sequence[Repeat] | None, asked: bool
) -> None:
    if own is not None and again is not None:
        _show_themes(own, again)
    _show_answer(answer, asked, own is not None)


def _show_themes(own: Review, again: Sequence[Repeat]) -> None:
    themes = ", ".join(own.manifest.themes)
    if again:
        screen.say("Recommended before in much the same words (read both, and judge):")
        for repeat in again:
            screen.say(f"{repeat.recommendation.id} {repeat.recommendation.words}", indent="  ")
            before = repeat.earlier
            screen.say(f"{repeat.reference} {before.id} {before.words}", indent="    ")
            for line in repeat.became.sentences:
                screen.say(line, indent="      ")
            if repeat.also:
                screen.say(f"Recommended too in {', '.join(repeat.also)}.", indent="      ")
        screen.say()
    if themes:
        screen.say(f"Earlier learning on this review's themes ({themes}):")
    else:
        known = ", ".join(own.partnership.themes) or "a word of your own"
        screen.say(
            f"{own.reference} has no themes yet, so nothing is found by them. Write them into "
            f"{files.MANIFEST}, such as themes: [neglect]. There are: {known}."
        )


def _show_answer(answer: Answer, asked: bool, in_a_review: bool) -> None:
    for found in answer.found:
        screen.say()
        page = found.page
        themes = f" ({', '.join(page.themes)})" if page.themes else ""
        screen.say(f"{page.reference}  {page.title}{themes}")
        for heading, sentences in groupby(found.sentences, key=lambda one: one.heading):
            screen.say(heading, indent="  ")
            for sentence in sentences:
                _show_sentence(found, sentence)
        if page.otherwise:
            screen.say(
                f"The page was changed in Word: read it whole in {page.reference}/{files.REPORT}",
                indent="  ",
            )
    if not answer.found:
        screen.say(
            "Nothing was found. Try fewer words, or another form of one."
            if asked
            else "There is none: no page of another review has gone to the subgroup yet."
            if not in_a_review
            else "None yet. Look by words: lfe learning handover"
        )
    for left in answer.left_out:
        screen.say(f"{left.reference} could not be looked at: {left.why}", error=True)


def _show_sentence(found: Found, sentence: Sentence) -> None:
    from lfe_cli.page.outcome import became_of

    one = sentence.recommendation
    if one is None:
        screen.say(sentence.text, indent="    - ")
        return
    screen.say(f"{one.id} {sentence.text}", indent="    - ")
    for line in became_of(found.page.review, one).sentences:
        screen.say(line, indent="      ")
