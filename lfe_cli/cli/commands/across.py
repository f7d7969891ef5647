"""What looks over reviews: `lfe board`, `learning`, `year`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell, typed, where
from lfe_cli.cli.done import Done, show_plan
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.locating import stood_in
from lfe_cli.review.workspace import Review, Workspace, not_read_of
from lfe_cli.sentences import counted, joined

if TYPE_CHECKING:
    from lfe_cli.across.board_page import Board
    from lfe_cli.across.year import Year
    from lfe_cli.page.earlier_learning import Answer, Found
    from lfe_cli.page.earlier_pages import Sentence
    from lfe_cli.page.repeats import Repeat


def board(as_json: options.AsJson = False, dry_run: options.DryRun = False) -> None:
    """Make the board: every review and action on one page.

    board.html lies in the top folder and opens in any browser, without internet: each
    review on a timeline with what is next and what is waited for, and each action's
    state. No theme, no agency and nobody of a family is named in it. It is as of the
    day on which it was made: run lfe board again for a new one.
    """
    from lfe_cli.across.board import make_board

    with shell.answering(as_json, dry_run, refused={"board": None, "reviews": []}) as call:
        done = call.change_workspace(lambda workspace: make_board(workspace, where.today()))
        call.show(
            done,
            as_json=lambda board: {"board": files.BOARD, **board.as_json()},
            on_screen=lambda board: _show_board(board, is_new=bool(done.changes)),
            needs_a_person=bool(done.result.not_read),
        )


def _show_board(board: Board, *, is_new: bool) -> None:
    how, count = "is made" if is_new else "is as it was", counted(len(board.reviews), "review")
    screen.say(f"{files.BOARD} {how}: {count}. Open it in a browser.")
    where.say_not_read(not_read_of(where.the_workspace(), board.not_read))


_Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS...]", help="Words to look for; every one of them."),
]
_Theme = Annotated[
    str, typer.Option(metavar="ID", help="Only reviews with this theme of the partnership.")
]


def learning(
    words: _Words = None,
    theme: _Theme = "",
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
) -> None:
    """Find what earlier reviews learned, and what came of it.

    By words, by theme, or in a review: what was learned earlier on its themes, and
    which of its recommendations say much the same as an earlier one. Only pages that
    went to the subgroup are looked at.
    """
    from lfe_cli.page.repeats import repeats

    said, asked = words or [], theme.strip().lower()
    with shell.answering(as_json, refused={"found": [], "repeats": []}) as call:
        own = _own_review(review)
        again = repeats(own) if own and not said and not asked else None
        answer = _look_for(own, said, asked)
        call.show(
            Done(answer),
            as_json=lambda answer: _learning_as_json(own, said, asked, answer, again or ()),
            on_screen=lambda answer: _show_learning(own, answer, again, bool(said or asked)),
            needs_a_person=bool(answer.left_out),
        )


def _look_for(own: Review | None, words: Sequence[str], theme: str) -> Answer:
    from lfe_cli.page.earlier_learning import find_learning, on_the_themes_of

    if own is None:
        return find_learning(where.the_workspace(), words, theme)
    if words or theme:
        return find_learning(own.workspace, words, theme, but=own.reference)
    return on_the_themes_of(own)


def _own_review(named: str | None) -> Review | None:
    """The review that is named or stood in; None for the partnership's folder as a whole."""
    here, workspace = where.here(), where.the_workspace()
    if named is None and stood_in(workspace, here) is None:
        typed.speak_of(workspace, here)
        return None
    return where.the_review(named)


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
    from lfe_cli.page.outcome import outcome_of

    page, one = found.page, sentence.recommendation
    return {
        "reference": page.reference,
        "title": page.title,
        "themes": list(page.themes),
        "heading": sentence.heading,
        "sentence": sentence.text,
        "recommendation": outcome_of(page.review, one).as_json() if one else None,
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
            screen.lines(repeat.outcome.sentences, indent="      ")
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
        why = f"{left.reference} could not be looked at: {left.why}"
        screen.say(why, error=True, of=left.reference)


def _show_sentence(found: Found, sentence: Sentence) -> None:
    from lfe_cli.page.outcome import outcome_of

    one = sentence.recommendation
    if one is None:
        screen.say(sentence.text, indent="    - ")
        return
    screen.say(f"{one.id} {sentence.text}", indent="    - ")
    screen.lines(outcome_of(found.page.review, one).sentences, indent="      ")


_Replace = Annotated[
    bool,
    typer.Option("--replace", help="Make the files anew; those that are there are kept."),
]


def year(
    year: Annotated[int, typer.Argument(metavar="YEAR", min=1990, max=2200, help="Such as 2026.")],
    replace: _Replace = False,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the figures for the yearly report.

    A table here, a workbook and a one-page summary in the partnership's folder. A
    review counts in the year of its reference. Small figures are kept back, and what
    would give them away. Of agencies' returns no figure is given.
    """
    from lfe_cli.across.year import figures_of
    from lfe_cli.across.year_files import year_files
    from lfe_cli.word.fit import measuring
    from lfe_cli.word.office import find_office

    def plan(workspace: Workspace) -> tuple[Year, Changes]:
        found = figures_of(workspace, year, where.today())
        measure = measuring(find_office())
        return found, year_files(workspace, found, measure, replace_present=replace)

    with shell.answering(as_json, dry_run, refused={"year": year, "tables": []}) as call:
        done = call.change_workspace(plan)
        call.show(
            done,
            as_json=lambda found: {**found.as_json(), "files": done.files},
            on_screen=lambda found: _show_year(found, done.files),
            on_dry_run=_show_planned_year,
            needs_a_person=bool(done.result.left_out),
        )


def _show_planned_year(done: Done[Year]) -> None:
    _show_figures(done.result)
    show_plan(done)


def _show_year(year: Year, files: list[str]) -> None:
    _show_figures(year)
    if not files:
        screen.say("The files are there already, and nothing in them has changed.")
        return
    screen.steps(
        "Next:",
        [
            f"look at {joined(files)}",
            "write into the summary, by hand, what was learned: words say more than figures",
            "give out one edition only: two, laid side by side, can show what one keeps back",
        ],
    )


def _show_figures(year: Year) -> None:
    screen.say(f"The reviews of {year.year}, up to {days.short_date(year.until)}")
    for table in year.tables:
        screen.say()
        if table.rows:
            rows = [(what, str(said)) for what, said in table.rows]
            screen.table((table.heading, ""), rows)
        else:
            screen.say(table.heading)
        if table.note:
            screen.say(table.note)
    screen.say()
    for text in (year.taking_part, *year.notes):
        if text:
            screen.say(text)
    if year.left_out:
        screen.say(f"Not counted: {joined(year.left_out)}.", error=True)
        where.say_not_read(not_read_of(where.the_workspace(), year.left_out))
