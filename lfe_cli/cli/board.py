"""`lfe board`: every review and every action on one page."""

from __future__ import annotations

from lfe_cli.cli import options, screen, shell
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Workspace


def board(as_json: options.AsJson = False, dry_run: options.DryRun = False) -> None:
    """Make the board: every review and action on one page.

    board.html lies in the top folder and opens in any browser, without internet: each
    review on a timeline with what is next and what is waited for, and each action's
    state. No theme, no agency and nobody of a family is named in it. It is as of the
    day on which it was made: run lfe board again for a new one.
    """
    from lfe_cli.across.board import make_board
    from lfe_cli.across.board_page import Board

    def plan(workspace: Workspace) -> tuple[Board, Changes]:
        return make_board(workspace, shell.today())

    with shell.answering(as_json, dry_run, refused={"board": None, "reviews": []}) as call:
        done = call.change_workspace(plan)
        call.show(
            done,
            as_json=lambda board: {"board": files.BOARD, **board.as_json()},
            on_screen=lambda board: _show_board(len(board.reviews), is_new=bool(done.changes)),
        )


def _show_board(count: int, *, is_new: bool) -> None:
    reviews = "1 review" if count == 1 else f"{count} reviews"
    how = "is made" if is_new else "is as it was"
    screen.say(f"{files.BOARD} {how}: {reviews}. Open it in a browser.")
