"""What a value of an event can be.

A line of the history that says something else is kept, told, and counted for nothing: it is read
into no event of its kind.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec

from lfe_cli.clock import YEARS

_ID = r"^([a-z][a-z0-9]*([-_][a-z0-9]+)*)?\Z"
Id = Annotated[str, msgspec.Meta(pattern=_ID, max_length=40)]
Word = Annotated[str, msgspec.Meta(max_length=200)]
Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
# a place in the review's folder, with slashes: never above it, on another drive or from the top
_PLACE = r"^(?!/)(?!(.*/)?\.\.(/|\Z))[^\x00-\x1f\\:]*\Z"
Place = Annotated[str, msgspec.Meta(pattern=_PLACE, max_length=240)]


def refuse_moment(text: object) -> None:
    """Raises ValueError where `text` is given, and is no local ISO time that can be meant."""
    if not isinstance(text, str) or not text:
        return
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None or moment.year not in YEARS:
        raise ValueError("not local, or far away")


def refuse_day(text: str) -> None:
    """Raises ValueError where `text` is given, and is no ISO date that can be meant."""
    if text and date.fromisoformat(text).year not in YEARS:
        raise ValueError("far away")
