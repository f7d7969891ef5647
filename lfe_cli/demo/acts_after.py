"""What can happen in the story once there is a page: the subgroup, the groups, the end."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import load_workbook

from lfe_cli.across.board import make_board
from lfe_cli.after.close import close_review
from lfe_cli.after.decide import Circulation, Ruling, decide
from lfe_cli.after.groups import received, reported_back, sent_to_groups
from lfe_cli.after.impact import Answers, check_impact
from lfe_cli.after.submit import Order, submit
from lfe_cli.after.workbook_return import look_at, taking
from lfe_cli.after.workbook_rows import COLUMNS
from lfe_cli.after.workbook_writing import write_for_review
from lfe_cli.demo.here import Here
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.word.fit import by_estimate
from lfe_cli.word.properties import Properties
from lfe_cli.word.workbook import workbook_bytes

_NUMBER = {column.key: number for number, column in enumerate(COLUMNS, start=1)}


def _submit(here: Here, meeting: date) -> Changes:
    return submit(here.review(), Order(here.moment, by_estimate, meeting))[1]


def _decide(
    here: Here, rulings: Sequence[Mapping[str, Any]], on: date, circulation: Circulation
) -> Changes:
    ruled = [Ruling(**{**one, "ids": tuple(one["ids"])}) for one in rulings]
    return decide(here.review(), ruled, on, here.moment, circulation)[1]


def _sent_to_groups(here: Here) -> Changes:
    return sent_to_groups(here.review(), (), here.today)[1]


def _received(here: Here, groups: Sequence[str]) -> Changes:
    parts = [received(here.review(), group, here.today)[1] for group in groups]
    return parts[0].and_also(*parts[1:])


def _reported_back(here: Here, group: str) -> Changes:
    return reported_back(here.review(), group, (), here.today)[1]


def _actions(here: Here) -> Changes:
    return write_for_review(here.review(), here.moment)[1]


def _actions_come_back(here: Here, rows: Mapping[str, Mapping[str, Any]]) -> Changes:
    """A group fills in the workbook that it was sent, and the officer takes it in."""
    review = here.review()
    book = load_workbook(io.BytesIO(review.read(files.ACTIONS) or b""))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for key, value in rows.get(str(row[_NUMBER["id"] - 1].value), {}).items():
            row[_NUMBER[key] - 1].value = value
    content = workbook_bytes(book, Properties("Actions", "A working group", here.moment))
    returned = look_at(here.workspace(), content, here.today, only=here.reference)
    return taking(review, returned)[1]


def _impact(here: Here, recommendation: str, months: int, **answers: str) -> Changes:
    return check_impact(here.review(), recommendation, Answers(**answers), here.today, months)[1]


def _close(here: Here) -> Changes:
    by = here.workspace().partnership.settings.recorded_as
    return close_review(here.review(), here.today, by, here.moment, carry_over=False)[1]


def _board(here: Here) -> Changes:
    return make_board(here.workspace(), here.today)[1]


ACTS_AFTER: Mapping[str, Callable[..., Changes]] = {
    "submit": _submit,
    "decide": _decide,
    "sent-to-groups": _sent_to_groups,
    "received": _received,
    "reported-back": _reported_back,
    "actions": _actions,
    "actions-come-back": _actions_come_back,
    "impact": _impact,
    "close": _close,
    "board": _board,
}
