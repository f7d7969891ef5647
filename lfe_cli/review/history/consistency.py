"""Whether the entries of a history fit together: one rule, one small function, one code.

A line that was changed, or one that is gone, shows in the lines that are still there: an entry's id
is made of what it says, each names those that it follows, and much cannot be recorded before
something else was. What a rule finds is a value; whether a person has to look, the rule says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.review import events
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Event, Made, agency_of, group_of
from lfe_cli.review.history.entries import CLOCKS_DIFFER, Entry, History, taken_back
from lfe_cli.review.history.lines import read_history
from lfe_cli.review.workspace import Workspace, load_history, load_review
from lfe_cli.sentences import counted, joined

Code = Literal[
    "empty", "line changed", "line doubled", "line gone", "command cut", "start gone",
    "undo of nothing", "cause gone", "before its cause", "after the end", "closed twice",
    "agency not known", "group not known", "day to come", "day before recording", "long before",
]  # fmt: skip
Weight = Literal["stop", "consider"]
_LONG_BEFORE = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Misfit:
    """What does not fit: in which entries, what it is, and what a person does about it."""

    code: Code
    weight: Weight
    entries: tuple[str, ...]
    what: str
    instead: str


@dataclass(frozen=True)
class Looked:
    """What the rules look at.

    `agencies` and `groups` are those that the settings and review.yaml know, None where they cannot
    be read.
    """

    history: History
    moment: datetime
    agencies: frozenset[str] | None = None
    groups: frozenset[str] | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, oldest first."""
        return self.history.entries

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """Those that nobody took back."""
        gone = taken_back(self.entries)
        return tuple(entry for entry in self.entries if entry.id not in gone)


@dataclass(frozen=True)
class Rule:
    """A rule: what it finds, as entries and a sentence, and what a person does about it."""

    code: Code
    weight: Weight
    find: Callable[[Looked], Iterable[tuple[Iterable[str], str]]]
    instead: str


def misfits_in(workspace: Workspace, reference: str, moment: datetime) -> tuple[Misfit, ...]:
    """All that does not fit in the history of a review, also where its manifest cannot be used.

    Raises FileProblems for lines that are no entries.
    """
    history, partnership = load_history(workspace.folder_of(reference)), workspace.partnership
    try:
        asked = load_review(workspace, reference).manifest.agencies
    except (LfeError, OSError):
        agencies = None
    else:
        listed = {agency.id for agency in partnership.agencies}
        agencies = frozenset(listed | {agency.id for agency in asked})
    looked = Looked(
        history=history,
        moment=moment,
        agencies=agencies,
        groups=frozenset(group.id for group in partnership.working_groups),
    )
    return misfits(looked)


def misfits_of(content: bytes, moment: datetime) -> tuple[Misfit, ...]:
    """The same of the bytes of a history, by themselves. Raises FileProblems as well."""
    return misfits(Looked(read_history(content.decode()), moment))


def misfits(looked: Looked) -> tuple[Misfit, ...]:
    """All that does not fit, in the order of the rules."""
    return tuple(
        Misfit(rule.code, rule.weight, tuple(ids), what, rule.instead)
        for rule in RULES
        for ids, what in rule.find(looked)
    )


_Found = Iterator[tuple[Iterable[str], str]]


def _empty(looked: Looked) -> _Found:
    if not looked.entries:
        yield (), "the history is empty: nothing is known of what was sent, told or received."


def _changed(looked: Looked) -> _Found:
    for one in looked.history.changed:
        yield (one,), "the line was changed since it was recorded: it no longer fits its id."


def _doubled(looked: Looked) -> _Found:
    for one in looked.history.doubled:
        yield (one,), "two lines have this id and differ."


def _gone(looked: Looked) -> _Found:
    said = {entry.id: f"{_said(entry)} ({short_date(entry.day)})" for entry in looked.entries}
    for gone, left in looked.history.gone.items():
        after = next((said[one] for one in left if one in said), "this one")
        yield left, f"what was recorded just before {after} is gone: entry {gone}."


def _cut(looked: Looked) -> _Found:
    known = {entry.id for entry in looked.entries} | looked.history.gone.keys()
    commands: dict[str, list[Entry]] = {}
    for entry in looked.entries:
        if entry.command and entry.command not in known:
            commands.setdefault(entry.command, []).append(entry)
    for command, left in commands.items():
        if not any(isinstance(entry.event, _IN_SEVERAL_REVIEWS) for entry in left):
            what = f"the first entry of what this command recorded ({command}) is gone."
            yield [entry.id for entry in left], what


# What one command records in several reviews: its first entry may be another review's.
_IN_SEVERAL_REVIEWS = (events.ActionsWritten, events.ActionsReturned, events.ActionNoted)


def _start(looked: Looked) -> _Found:
    started = [e for e in looked.entries if isinstance(e.event, events.ReviewStarted)]
    if looked.entries and not started:
        yield (), "the entry with which every review starts is gone."


def _undo_of_nothing(looked: Looked) -> _Found:
    known = {e.id for e in looked.entries} | looked.history.gone.keys()
    for entry in looked.entries:
        if isinstance(entry.event, events.Undone) and entry.event.undoes not in known:
            yield (entry.id,), f"takes back an entry that is not there ({entry.event.undoes})."


# What cannot be recorded before something else was: the event, what has to come before it, and what
# the two have in common.
CAUSES: tuple[tuple[type[Event], type[Event], tuple[str, ...]], ...] = (
    (events.AuditFiled, events.FormIssued, ("agency",)),
    (events.ReadingNoted, events.AuditFiled, ("agency",)),
    (events.ReleaseAnswered, events.AuditFiled, ("agency",)),
    (events.Sent, events.LetterDrafted, ("letter", "agency", "group")),
    (events.DraftRemoved, events.LetterDrafted, ("letter", "agency", "group")),
    (events.PdfRemoved, events.PdfMade, ()),
    (events.Submitted, events.ReportMade, ()),
    (events.Decided, events.Submitted, ()),
    (events.Received, events.Decided, ()),
    (events.ReportedBack, events.Decided, ()),
    (events.ImpactChecked, events.Decided, ("recommendation",)),
)


def _cause_gone(looked: Looked) -> _Found:
    for entry, cause, ever in _without_cause(looked):
        if not ever:
            yield (entry.id,), f"{_said(entry)} is recorded, and {cause} is not."


def _before_cause(looked: Looked) -> _Found:
    for entry, cause, ever in _without_cause(looked):
        if ever:
            yield (entry.id,), f"{_said(entry)} is recorded before {cause}."


def _without_cause(looked: Looked) -> Iterator[tuple[Entry, str, bool]]:
    """Each entry before which its cause is not recorded, the cause, and whether it is later."""
    for kind, cause, same in CAUSES:
        ever = {_in_common(e, same) for e in looked.entries if isinstance(e.event, cause)}
        before: set[tuple[object, ...]] = set()
        for entry in looked.entries:
            if isinstance(entry.event, cause):
                before.add(_in_common(entry, same))
            if not isinstance(entry.event, kind) or _went_another_way(entry.event):
                continue
            if _in_common(entry, same) not in before:
                tag = str(cause.__struct_config__.tag)
                yield entry, f"“{tag}”", _in_common(entry, same) in ever


def _went_another_way(event: Event) -> bool:
    """Whether it needs no cause of ours: a letter without a draft, an audit that nobody could read.

    The form of such an audit may have gone out another way, too.
    """
    if isinstance(event, events.Sent):
        return event.no_draft
    return isinstance(event, events.AuditFiled) and event.how == "not-read"


def _in_common(entry: Entry, same: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(entry.event, name, None) for name in same)


def _after_the_end(looked: Looked) -> _Found:
    closing = {e.command for e in looked.standing if isinstance(e.event, events.Disposed)} - {None}
    for end, forbidden in _ENDS.items():
        ended = next((e for e in looked.standing if isinstance(e.event, end)), None)
        back = next((e for e in looked.standing if ended and _is_back(e, ended)), None)
        for entry in looked.standing if ended else ():
            if ended is None or not entry.is_after(ended) or (back and entry.is_after(back)):
                continue
            # closing ends a review that was stepped up; what was recorded in another copy
            # meanwhile is told as such
            is_told = entry.command in {ended.command, *closing}
            is_told = is_told or looked.history.lineage.are_apart(entry, ended)
            if entry.event.allowed in forbidden and not is_told:
                yield (entry.id,), f"{_said(entry)} is recorded after “{ended.action}”."


def _is_back(entry: Entry, stepped_up: Entry) -> bool:
    """Whether a review that was stepped up came back with this entry."""
    return (
        isinstance(entry.event, events.StepUpFollowed)
        and entry.event.outcome == "goes-on"
        and isinstance(stepped_up.event, events.SteppedUp)
        and entry.is_after(stepped_up)
    )


_ENDS: Mapping[type[Event], Collection[str]] = {
    events.Closed: ("while open", "until closed"),
    events.SteppedUp: ("while open", "when closed"),
}


def _closed_twice(looked: Looked) -> _Found:
    closed = [e.id for e in looked.standing if isinstance(e.event, events.Closed)]
    stepped_up = [e for e in looked.standing if isinstance(e.event, events.SteppedUp)]
    if len(closed) > 1 + len(stepped_up):  # which stops a closed review, too, and ends it anew
        yield closed, "the review is closed more than once."


def _agency_not_known(looked: Looked) -> _Found:
    if looked.agencies is None:
        return
    known = looked.agencies | {
        e.event.agency for e in looked.entries if isinstance(e.event, events.AgencyAdded)
    }
    yield from _not_known("agency", agency_of, looked.entries, known)


def _group_not_known(looked: Looked) -> _Found:
    if looked.groups is not None:
        yield from _not_known("group", group_of, looked.entries, looked.groups)


def _not_known(
    what: str,
    whose: Callable[[Event], str | None],
    entries: Iterable[Entry],
    known: Collection[str],
) -> _Found:
    strange: dict[str, list[str]] = {}
    for entry in entries:
        one = whose(entry.event)
        if one and one not in known:
            strange.setdefault(one, []).append(entry.id)
    for one, ids in strange.items():
        yield ids, f"{counted(len(ids), 'line')} of the {what} {one}, which is not known here."


def _to_come(looked: Looked) -> _Found:
    ahead = [e for e in looked.entries if e.clock - looked.moment > CLOCKS_DIFFER]
    if ahead:
        days = joined(dict.fromkeys(short_date(uk_date(e.clock)) for e in ahead))
        yield [e.id for e in ahead], f"{counted(len(ahead), 'line')} of a day to come: {days}."


def _before_recording(looked: Looked) -> _Found:
    for entry in looked.entries:
        if entry.day > uk_date(entry.clock + CLOCKS_DIFFER) and not isinstance(entry.event, Made):
            yield (entry.id,), f"{_said(entry)} is of {short_date(entry.day)}, after its recording."


def _long_before(looked: Looked) -> _Found:
    started = next((e for e in looked.entries if isinstance(e.event, events.ReviewStarted)), None)
    for entry in looked.entries if started else ():
        if started and entry.day < started.day - _LONG_BEFORE:
            yield (
                (entry.id,),
                f"{_said(entry)} is of {short_date(entry.day)}, long before the review.",
            )


def _said(entry: Entry) -> str:
    whose = agency_of(entry.event) or group_of(entry.event)
    return f"“{entry.action}”" + (f" of {whose}" if whose else "")


_BRING_BACK = "Bring it back. What can be mended without guessing: lfe check --repair"
_ASK = "Ask who recorded it; then take it back (lfe undo), or leave it if it is right."
_PUT_TOGETHER = (
    "Two copies of the folder that went on apart can say so, or a clock that was wrong. Ask who "
    "recorded it, and say in the review which holds."
)
RULES: tuple[Rule, ...] = (
    Rule("empty", "stop", _empty, _BRING_BACK),
    Rule("start gone", "stop", _start, _BRING_BACK),
    Rule("line changed", "stop", _changed, _BRING_BACK),
    Rule("line doubled", "stop", _doubled, _BRING_BACK),
    Rule("line gone", "stop", _gone, _BRING_BACK),
    Rule("command cut", "stop", _cut, _BRING_BACK),
    Rule("undo of nothing", "stop", _undo_of_nothing, _BRING_BACK),
    Rule("cause gone", "stop", _cause_gone, _BRING_BACK),
    Rule("before its cause", "consider", _before_cause, _PUT_TOGETHER),
    Rule("after the end", "consider", _after_the_end, _PUT_TOGETHER),
    Rule("closed twice", "consider", _closed_twice, _PUT_TOGETHER),
    Rule(
        "agency not known",
        "consider",
        _agency_not_known,
        "Write it into review.yaml or partnership.yaml again, or ask who recorded it.",
    ),
    Rule(
        "group not known",
        "consider",
        _group_not_known,
        "Write it into partnership.yaml again, or ask who recorded it.",
    ),
    Rule(
        "day to come",
        "consider",
        _to_come,
        "Look whether this computer's clock is right, and the one on which it was recorded. What "
        "is recorded from now on keeps its true day.",
    ),
    Rule("day before recording", "consider", _before_recording, _ASK),
    Rule("long before", "consider", _long_before, _ASK),
)
