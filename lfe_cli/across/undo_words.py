"""What `lfe undo` takes back, in words: what was recorded, and what becomes of the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lfe_cli.across.undo_files import Back, Becomes
from lfe_cli.review import events
from lfe_cli.review.event import Event
from lfe_cli.review.files import file_of
from lfe_cli.review.history.entries import Entry

_MOST = 3
# What comes with something else that is said.
_WITH_ANOTHER = (
    events.CarriedOver,
    events.Disposed,
    events.DraftRemoved,
    events.KeptAside,
    events.LeftAsItIs,
    events.LetterDrafted,
    events.PaperMade,
    events.PdfMade,
    events.PdfRemoved,
    events.QuestionsKept,
    events.ReadingNoted,
    events.RecommendationsKept,
)


def in_words(entries: Sequence[Entry]) -> tuple[str, ...]:
    """What entries record, one line for each kind of thing: "sent (audit-request, police)"."""
    return tuple(f"{what}{_bracketed(whose)}" for what, whose in _said(entries))


def in_short(entries: Sequence[Entry]) -> str:
    """The same in one line, with a number in place of many names."""
    return "; ".join(f"{what}{_bracketed(_few(whose))}" for what, whose in _said(entries))


def in_brief(entries: Sequence[Entry]) -> str:
    """The first thing of it alone."""
    what, whose = next(_said(entries))
    return f"{what}{_bracketed(_few(whose))}"


def _said(entries: Sequence[Entry]) -> Iterator[tuple[str, list[str]]]:
    """What was done, and of whom or what."""
    main = [entry for entry in entries if not isinstance(entry.event, _WITH_ANOTHER)] or entries
    kinds: dict[tuple[str, str], list[str]] = {}
    for entry in main:
        said = entry.event.about()
        about = next((str(said[key]) for key in ("letter", "whom", "stage") if said.get(key)), "")
        kinds.setdefault((_what(entry.event), about), []).extend(_whose(entry.event))
    for (what, about), whose in kinds.items():
        yield what, [*([about] if about else []), *dict.fromkeys(whose)]


def _what(event: Event) -> str:
    return f"{event.was} taken back" if isinstance(event, events.Undone) else event.action


def _whose(event: Event) -> list[str]:
    if isinstance(event, events.PaperMade):
        return [file_of(event.file).title]
    said = event.about()
    keys = ("agency", "person", "recommendation", "to", "group")
    return next(([str(said[key])] for key in keys if said.get(key)), [])


def _few(names: Sequence[str]) -> list[str]:
    if len(names) <= _MOST:
        return [*names]
    return [*names[: _MOST - 1], f"{len(names) - _MOST + 1} more"]


def _bracketed(texts: Sequence[str]) -> str:
    return f" ({', '.join(texts)})" if texts else ""


_HEADS: dict[Becomes, str] = {
    "as before": "Put back as before",
    "aside": "Kept aside, and no longer counted",
    "removed": "Taken out, as nobody changed it",
    "left": "Left, as somebody changed it since",
}


def about_files(backs: Iterable[Back], reference: str) -> tuple[str, ...]:
    """What becomes of the files, one line for each kind of it; those of the review by their place.

    What goes back to where it came from is told there.
    """
    found: dict[Becomes, list[str]] = {}
    for one in backs:
        if one.becomes != "moved back":
            place = one.path.removeprefix(f"{reference}/")
            as_what = one.aside.rpartition("/")[2]
            kept = "what lies there now is kept as " if one.becomes == "as before" else "as "
            found.setdefault(one.becomes, []).append(
                f"{place} ({kept}{as_what})" if as_what else place
            )
    return tuple(f"{_HEADS[what]}: {', '.join(those)}" for what, those in found.items())
