"""Where a review stands: its history folded into one value, once.

Everybody asks the state; the history itself is read here and by the writer alone. What was taken
back is left out. In `files` only what `lfe undo` took back is: the rest lies there all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from lfe_cli.review import events
from lfe_cli.review.action_plan import Action, actions_noted
from lfe_cli.review.agency_state import AgencyState
from lfe_cli.review.ending_state import Ending, step_up_of
from lfe_cli.review.event import Event, Unknown, agency_of
from lfe_cli.review.history.action_names import ActionNames, actions_known_to, name_actions
from lfe_cli.review.history.apart import Apart, found_apart, of_one_review
from lfe_cli.review.history.apart_questions import Code
from lfe_cli.review.history.commands import Command, commands
from lfe_cli.review.history.entries import Entry, History, Recorded, is_unknown, taken_back
from lfe_cli.review.history.named_files import Files, files_named
from lfe_cli.review.recommendations import Course

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Letters:
    """The letters that were drafted and recorded as sent, to whomever, oldest first."""

    drafted: tuple[Recorded[events.LetterDrafted], ...] = ()
    sent: tuple[Recorded[events.Sent], ...] = ()

    def drafted_of(self, letter: str) -> tuple[Recorded[events.LetterDrafted], ...]:
        """The drafts of one kind of letter."""
        return tuple(entry for entry in self.drafted if entry.event.letter == letter)

    def sent_of(self, letter: str) -> tuple[Recorded[events.Sent], ...]:
        """The sendings of one kind of letter."""
        return tuple(entry for entry in self.sent if entry.event.letter == letter)

    def last_drafted_to_group(
        self, letter: str, group: str
    ) -> Recorded[events.LetterDrafted] | None:
        """The newest draft of this kind of letter to a working group."""
        found = [entry for entry in self.drafted_of(letter) if entry.event.group == group]
        return found[-1] if found else None

    def last_sent_to_group(self, letter: str, group: str) -> Recorded[events.Sent] | None:
        """The newest sending of this kind of letter to a working group."""
        found = [entry for entry in self.sent_of(letter) if entry.event.group == group]
        return found[-1] if found else None

    @cached_property
    def newest_drafts(self) -> Mapping[str, Recorded[events.LetterDrafted]]:
        """The newest draft at each place in the outbox."""
        return {entry.event.file: entry for entry in self.drafted}


@dataclass(frozen=True)
class LearningEvent:
    """What is recorded of the learning event itself, oldest first.

    `sequences` are those of every calendar file that was ever made: one that was taken back may
    have gone out, so none is given again.
    """

    agendas: tuple[Recorded[events.AgendaMade], ...] = ()
    invitations: tuple[Recorded[events.InvitationMade], ...] = ()
    moved: tuple[Recorded[events.EventMoved], ...] = ()
    cancelled: tuple[Recorded[events.EventCancelled], ...] = ()
    collected: tuple[Recorded[events.PapersCollected], ...] = ()
    attended: tuple[Recorded[events.Attended], ...] = ()
    sequences: frozenset[int] = frozenset()

    @property
    def agenda(self) -> Recorded[events.AgendaMade] | None:
        """The newest agenda."""
        return self.agendas[-1] if self.agendas else None

    @property
    def invitation(self) -> Recorded[events.InvitationMade] | None:
        """The newest calendar file."""
        return self.invitations[-1] if self.invitations else None

    @property
    def papers_collected(self) -> Recorded[events.PapersCollected] | None:
        """That the Business Unit's papers were collected, as recorded last."""
        return self.collected[-1] if self.collected else None

    @cached_property
    def changes_of_day(
        self,
    ) -> tuple[Recorded[events.EventMoved] | Recorded[events.EventCancelled], ...]:
        """Every move and cancellation, oldest first."""
        return tuple(sorted((*self.moved, *self.cancelled), key=lambda e: (e.at, e.id)))

    @property
    def last_change_of_day(
        self,
    ) -> Recorded[events.EventMoved] | Recorded[events.EventCancelled] | None:
        """The newest move or cancellation."""
        return self.changes_of_day[-1] if self.changes_of_day else None

    @property
    def is_cancelled(self) -> bool:
        """Whether the event was cancelled, and has not been moved to a new day since."""
        last = self.last_change_of_day
        return last is not None and isinstance(last.event, events.EventCancelled)

    @property
    def invitation_cancels(self) -> bool:
        """Whether the calendar file that lies in the folder takes the event out of calendars."""
        last = self.invitation
        return last is not None and last.event.event == events.InvitationMade.CANCELLED

    @property
    def papers_are_out(self) -> bool:
        """Whether the event's papers were made and not collected: a change makes them anew."""
        return self.agenda is not None and self.papers_collected is None


@dataclass(frozen=True)
class Family:
    """What the family, and others about their part, were told; and whose views were heard."""

    told: tuple[Recorded[events.Told], ...] = ()
    heard: tuple[Recorded[events.Heard], ...] = ()

    def told_of(self, whom: str) -> tuple[Recorded[events.Told], ...]:
        """Everything that was told to `whom`: professionals, line-managers, family, feedback."""
        return tuple(entry for entry in self.told if entry.event.whom == whom)

    def is_heard(self, person: str) -> bool:
        """Whether this person told us their views; `person` is a key of the manifest."""
        return any(entry.event.person == person for entry in self.heard)

    def knows_the_learning(self, person: str) -> bool:
        """Whether this person heard what we learned."""
        return any(entry.event.person == person for entry in self.told_of("feedback"))


@dataclass(frozen=True)
class Page:
    """The one-page report: each version with its stage, oldest first."""

    versions: tuple[Recorded[events.ReportMade], ...] = ()
    learning_started: Recorded[events.LearningStarted] | None = None
    accepted: tuple[Recorded[events.FindingAccepted], ...] = ()

    @property
    def last(self) -> Recorded[events.ReportMade] | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def stage(self) -> str | None:
        """The stage of the newest version, None while there is no page."""
        return self.last.event.stage if self.last else None

    @cached_property
    def stages_passed(self) -> frozenset[str]:
        """Every stage that some version came to."""
        return frozenset(entry.event.stage for entry in self.versions)

    def last_at(self, stage: str) -> Recorded[events.ReportMade] | None:
        """The newest version that came to `stage`."""
        return next((e for e in reversed(self.versions) if e.event.stage == stage), None)

    def first_at(self, *stages: str) -> Recorded[events.ReportMade] | None:
        """The first version that came to one of `stages`."""
        return next((e for e in self.versions if e.event.stage in stages), None)


@dataclass(frozen=True)
class Subgroup:
    """What went to the subgroup and the working groups, and what came of it, oldest first.

    `course` has all of it that tells where a recommendation stands, in order.
    """

    submitted: tuple[Recorded[events.Submitted], ...] = ()
    decided: tuple[Recorded[events.Decided], ...] = ()
    circulations: tuple[Recorded[events.CirculationDecided], ...] = ()
    impact: tuple[Recorded[events.ImpactChecked], ...] = ()
    course: tuple[Course, ...] = ()

    @property
    def last_submitted(self) -> Recorded[events.Submitted] | None:
        """The newest submission."""
        return self.submitted[-1] if self.submitted else None

    @property
    def circulation(self) -> Recorded[events.CirculationDecided] | None:
        """What was decided last about who may read the page."""
        return self.circulations[-1] if self.circulations else None

    def last_decided(self, recommendation: str) -> Recorded[events.Decided] | None:
        """The decision on a recommendation that stands."""
        found = [e for e in self.decided if e.event.recommendation == recommendation]
        return found[-1] if found else None

    def impact_of(self, recommendation: str) -> tuple[Recorded[events.ImpactChecked], ...]:
        """Every check of what difference a recommendation made."""
        return tuple(e for e in self.impact if e.event.recommendation == recommendation)


@dataclass(frozen=True)
class Workbooks:
    """The workbooks of actions that went out and came back, and what is noted of each action.

    `made_from` are the newest entries that decide what a workbook shows, taken back or not: one,
    or one of each copy of the folder. `names` tells the actions apart that have one id.
    """

    names: ActionNames

    noted: tuple[Recorded[events.ActionNoted], ...] = ()
    written: tuple[Recorded[events.ActionsWritten], ...] = ()
    returned: tuple[Recorded[events.ActionsReturned], ...] = ()
    made_from: tuple[Entry, ...] = ()

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Every action in the order of its id."""
        return actions_noted(entry.event for entry in self.noted)


@dataclass(frozen=True)
class State:
    """All that a review's history says. `first` is its oldest entry, `by_id` has every one.

    `unknown` is what this version does not know, `reached_others` what went out or came in. `apart`
    is what two copies said differently of one thing; `of_another` the entries of a second review
    with this number, `own` the history without them. `is_whole`: no line of it shows that it was
    changed, or that another one is gone.
    """

    first: Entry | None = None
    started: Recorded[events.ReviewStarted] | None = None
    agencies: Mapping[str, AgencyState] = field(default_factory=dict)
    forms: tuple[Recorded[events.FormIssued], ...] = ()
    audits: tuple[Recorded[events.AuditFiled], ...] = ()
    letters: Letters = Letters()
    event: LearningEvent = LearningEvent()
    family: Family = Family()
    page: Page = Page()
    subgroup: Subgroup = Subgroup()
    workbooks: Workbooks = Workbooks(name_actions(History()))
    ending: Ending = field(default_factory=Ending)
    files: Files = field(default_factory=Files)
    by_id: Mapping[str, Entry] = field(default_factory=dict)
    unknown: tuple[Recorded[Unknown], ...] = ()
    reached_others: tuple[Entry, ...] = ()
    is_whole: bool = True
    apart: tuple[Apart, ...] = ()
    of_another: tuple[Entry, ...] = ()
    own: History = field(default_factory=History, repr=False, compare=False)

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """All that is recorded and was not taken back, oldest first."""
        gone = taken_back(self.own.entries)
        return tuple(entry for entry in self.own.entries if entry.id not in gone)

    def commands(self) -> Iterator[Command]:
        """What each command recorded that still holds, the newest first: see `lfe undo`."""
        return commands(self.own)

    def way_back(self, entry: Entry) -> str:
        """What an officer types to take back the command that recorded `entry`."""
        found = (one.id for one in self.commands() if entry.id in {e.id for e in one.standing})
        return f"lfe undo {next(found, '--list')}"

    def is_apart(self, code: Code, about: str = "") -> bool:
        """Whether two copies said different things of this, and nobody said since which holds."""
        return any((one.code, one.about) == (code, about) for one in self.apart)

    def agency(self, agency_id: str) -> AgencyState:
        """What is recorded of an agency; of one that nothing is recorded of, an empty state."""
        return self.agencies.get(agency_id, AgencyState())


def fold(history: History) -> State:
    """The state that a history says. It goes once over the entries, oldest first."""
    own, of_another = of_one_review(history)
    every, standing, names = _Sorted(), _Sorted(), name_actions(own)
    undone = taken_back(own.entries)
    for entry in names.entries:
        every.add(entry)
        if entry.id not in undone and not isinstance(entry.event, events.Undone):
            standing.add(entry)
    return State(
        first=own.entries[0] if own.entries else None,
        started=standing.last(events.ReviewStarted),
        agencies=_agencies(standing),
        forms=standing.of(events.FormIssued),
        audits=standing.of(events.AuditFiled),
        letters=Letters(standing.of(events.LetterDrafted), standing.of(events.Sent)),
        event=_learning_event(standing, every),
        family=Family(standing.of(events.Told), standing.of(events.Heard)),
        page=_page(standing),
        subgroup=_subgroup(standing),
        workbooks=_workbooks(standing, every, names),
        ending=_ending(standing, names),
        files=files_named(names.entries, names.lineage),
        by_id={entry.id: entry for entry in every.entries},
        unknown=tuple(e for e in standing.entries if is_unknown(e)),
        reached_others=tuple(e for e in standing.entries if e.event.reached_others),
        is_whole=history.is_whole,
        apart=found_apart(names, standing.entries),
        of_another=of_another,
        own=own,
    )


class _Sorted:
    """Entries by the kind of their event, each kind oldest first."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_kind: dict[type[Event], list[Entry]] = defaultdict(list)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._by_kind[type(entry.event)].append(entry)

    def of(self, kind: type[E]) -> tuple[Recorded[E], ...]:
        return cast("tuple[Recorded[E], ...]", tuple(self._by_kind[kind]))

    def last(self, kind: type[E]) -> Recorded[E] | None:
        found = self._by_kind[kind]
        return cast("Recorded[E]", found[-1]) if found else None


def _agencies(standing: _Sorted) -> dict[str, AgencyState]:
    found: dict[str, _Sorted] = defaultdict(_Sorted)
    for entry in standing.entries:
        agency = agency_of(entry.event)
        if agency:
            found[agency].add(entry)
    return {agency: _agency(entries) for agency, entries in found.items()}


def _agency(its: _Sorted) -> AgencyState:
    return AgencyState(
        forms=its.of(events.FormIssued),
        drafted=its.of(events.LetterDrafted),
        removed=its.of(events.DraftRemoved),
        sent=its.of(events.Sent),
        told=tuple(e for e in its.of(events.Told) if e.event.whom == "identity"),
        replies=its.of(events.Reply),
        nil_returns=its.of(events.NilReturn),
        filed=its.of(events.AuditFiled),
        brought=its.of(events.Brought),
        attended=its.of(events.Attended),
        withdrawals=its.of(events.Withdrawn),
        added=its.of(events.AgencyAdded),
        agreed_again=its.of(events.AgreedAgain),
    )


def _learning_event(standing: _Sorted, every: _Sorted) -> LearningEvent:
    return LearningEvent(
        agendas=standing.of(events.AgendaMade),
        invitations=standing.of(events.InvitationMade),
        moved=standing.of(events.EventMoved),
        cancelled=standing.of(events.EventCancelled),
        collected=standing.of(events.PapersCollected),
        attended=standing.of(events.Attended),
        sequences=frozenset(e.event.sequence for e in every.of(events.InvitationMade)),
    )


def _page(standing: _Sorted) -> Page:
    return Page(
        versions=standing.of(events.ReportMade),
        learning_started=standing.last(events.LearningStarted),
        accepted=standing.of(events.FindingAccepted),
    )


def _subgroup(standing: _Sorted) -> Subgroup:
    course: tuple[Course, ...] = (
        *standing.of(events.Decided),
        *standing.of(events.Submitted),
        *standing.of(events.Received),
        *standing.of(events.ReportedBack),
    )
    return Subgroup(
        submitted=standing.of(events.Submitted),
        decided=standing.of(events.Decided),
        circulations=standing.of(events.CirculationDecided),
        impact=standing.of(events.ImpactChecked),
        course=tuple(sorted(course, key=lambda entry: (entry.at, entry.id))),
    )


def _workbooks(standing: _Sorted, every: _Sorted, names: ActionNames) -> Workbooks:
    # What the rows of a workbook show, so that the newest of these say which state a copy has.
    kinds = (events.RecommendationsKept, events.Decided, events.ActionNoted, events.Undone)
    gone = taken_back(every.entries, whole=True)  # as if it had never been
    shown = [e for e in every.entries if isinstance(e.event, kinds) and not _is_void(e, gone)]
    return Workbooks(
        names,
        noted=standing.of(events.ActionNoted),
        written=standing.of(events.ActionsWritten),
        returned=standing.of(events.ActionsReturned),
        made_from=names.lineage.latest(shown),
    )


def _is_void(entry: Entry, gone: Collection[str]) -> bool:
    """Whether it was taken back with all that came of it, or took something back so."""
    is_whole = isinstance(entry.event, events.Undone) and entry.event.whole
    return is_whole or entry.id in gone


def _ending(standing: _Sorted, names: ActionNames) -> Ending:
    closed = standing.of(events.Closed)
    return Ending(
        step_up=step_up_of(standing.last(events.SteppedUp), standing.of(events.StepUpFollowed)),
        closed=closed[-1] if closed else None,
        carried_over=standing.of(events.CarriedOver),
        disposed=standing.of(events.Disposed),
        kept_on=standing.last(events.KeptOn),
        known_when_closed=actions_known_to(names, closed),
    )
