"""The sheet's file in the review: made anew only where nothing that is ticked would be lost."""

from __future__ import annotations

from datetime import datetime

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.event.attendance_returned import ticked_attendance, ticked_replies
from lfe_cli.event.attendance_sheet import attendance_sheet
from lfe_cli.letters.documents import make
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.events import PaperMade
from lfe_cli.review.lookup import agencies_named
from lfe_cli.review.workspace import Review


def make_sheet(review: Review, moment: datetime) -> Changes:
    """The sheet with what is recorded. One that was ticked is kept beside it, once it is read in.

    Raises LfeError while something stands in it that is not recorded.
    """
    agencies_named(review, ())  # raises where there are none
    file = files.ATTENDANCE_SHEET
    if review.is_edited(file):
        _refuse_what_is_not_read(review, review.read(file) or b"", moment)

    def build(at: datetime) -> bytes:
        return attendance_sheet(review, at)

    return make(review, file, PaperMade(), build, moment, replace_edited=True)[1]


def _refuse_what_is_not_read(review: Review, content: bytes, moment: datetime) -> None:
    today = uk_date(moment)
    for command, read in (("reply", ticked_replies), ("attended", ticked_attendance)):
        ticked = read(review, content, today, today)
        if ticked.new or ticked.unsure:
            raise LfeError(
                f"In {files.ATTENDANCE_SHEET} something is ticked that is not recorded yet, so it "
                "is left as it is.",
                next_step=f"Read it in first: lfe {command} --sheet {files.ATTENDANCE_SHEET}",
            )
