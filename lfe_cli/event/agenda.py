"""The learning event's agenda: its times fitted to the event, and the rules that it keeps.

`agenda.yaml` (see agenda_plan) says what happens and how long it takes; here is the arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lfe_cli.errors import LfeError, Problem, WrongValue
from lfe_cli.event.agenda_plan import STEP, AgendaPlan, Item, Kind, Plan
from lfe_cli.review.days import clock, long_date, parse_time
from lfe_cli.review.workspace import Review, event_minutes

LONGEST_SITTING = 120
SHORTEST_BREAK = 10

_REST = ("break", "pause")
_WHO = {"professionals": "Professionals", "family": "The family", "all": "Everybody"}


@dataclass(frozen=True)
class Slot:
    """An item with its place in the day: `after` counts minutes from the event's start."""

    item: Item
    after: int
    minutes: int
    line: int | None = None


@dataclass(frozen=True)
class Agenda:
    """The agenda of one event. `day` is None while the event has no date."""

    file: str
    slots: tuple[Slot, ...]
    start: datetime
    minutes: int
    day: date | None = None

    @property
    def date(self) -> str:
        """The event's date in words, or that it is to be confirmed."""
        return long_date(self.day) if self.day else "Date to be confirmed"

    @property
    def starts(self) -> str:
        """09:30."""
        return clock(self.start)

    @property
    def ends(self) -> str:
        """12:45."""
        return self._clock(self.minutes)

    @property
    def items(self) -> list[dict[str, Any]]:
        """Every item as plain data for a template."""
        return [self._plain(slot) for slot in self.slots]

    @property
    def family_items(self) -> list[dict[str, Any]]:
        """Only what the family takes part in, each part of it with its own times."""
        found: list[dict[str, Any]] = []
        for slot in self.slots:
            if slot.item.has_family:
                whole = self._plain(slot)
                found += whole["parts"] or [whole | {"prompts": []}]
        return found

    @property
    def family_times(self) -> dict[str, str] | None:
        """The beginning and the end of the family's part, None where there is none."""
        theirs = [slot for slot in self.slots if slot.item.has_family]
        if not theirs:
            return None
        end = theirs[-1].after + theirs[-1].minutes
        return {"start": self._clock(theirs[0].after), "end": self._clock(end)}

    def _clock(self, after: int) -> str:
        return clock(self.start + timedelta(minutes=after))

    def _plain(self, slot: Slot) -> dict[str, Any]:
        item = slot.item
        whole = self._timed(slot.after, slot.minutes, item.title, item.note, item)
        at, whole["parts"] = slot.after, []
        for part, minutes in item.parts_in(slot.minutes):
            whole["parts"].append(self._timed(at, minutes, part.title, part.note, item))
            at += minutes
        return whole | {"prompts": list(item.prompts)}

    def _timed(
        self, after: int, minutes: int, title: str, note: str | None, item: Item
    ) -> dict[str, Any]:
        return {
            "start": self._clock(after),
            "end": self._clock(after + minutes),
            "minutes": minutes,
            "title": title,
            "note": note or "",
            "lead": item.lead,
            "kind": item.kind,
            "who": _WHO[item.audience],
            "prompts": [],
        }


def agenda_of(plan: AgendaPlan, review: Review) -> Agenda:
    """The agenda of the review's event. Without a date it starts at the settings' usual time."""
    event, usual = review.manifest.event, review.partnership.settings.event_start
    plan = plan.for_children(review.manifest.children)
    return fit_agenda(plan, event.at, event_minutes(review), event.family_part, usual_start=usual)


def fit_agenda(
    plan: AgendaPlan,
    start: datetime | None,
    minutes: int | None,
    family_part: bool,
    *,
    usual_start: str = "09:30",
) -> Agenda:
    """The nearest of `plan`'s plans, fitted to an event of `minutes` (None: as it is written).

    Items keep their least and most, whole five minutes, and the two hours between breaks.
    Raises LfeError that says why where that cannot be.
    """
    plans = [p for p in plan.plans if p.family_part == family_part]
    if not plans:
        kind = "with" if family_part else "without"
        raise LfeError(
            f"{plan.file} has no plan {kind} a family part.",
            where=f"{plan.file}, plans",
            next_step="Add one, and give its items their minutes.",
        )
    wanted = plan.length(plans[0]) if minutes is None else minutes
    plans.sort(key=lambda p: (abs(plan.length(p) - wanted), plan.length(p)))
    refused: list[LfeError] = []
    for nearest in plans:
        try:
            lengths = _fitted(plan, nearest, wanted)
        except LfeError as error:
            refused.append(error)
            continue
        return _laid_out(plan, nearest, lengths, start, usual_start)
    raise refused[0]


def _laid_out(
    plan: AgendaPlan, chosen: Plan, lengths: list[int], start: datetime | None, usual_start: str
) -> Agenda:
    slots: list[Slot] = []
    after = 0
    for item, minutes in zip(plan.of(chosen), lengths, strict=True):
        slots.append(Slot(item, after, minutes, plan.lines.get(item.id)))
        after += minutes
    try:
        begins = start or datetime.combine(date.min, parse_time(usual_start))
    except WrongValue as wrong:
        raise LfeError(
            f"settings.event_start {wrong.what}",
            where="partnership.yaml",
            next_step=wrong.instead,
        ) from None
    return Agenda(plan.file, tuple(slots), begins, after, start.date() if start else None)


def _fitted(plan: AgendaPlan, chosen: Plan, wanted: int) -> list[int]:
    """The items' lengths: five minutes at a time go where the item's own share is furthest off."""
    items, whole = plan.of(chosen), plan.length(chosen)
    lengths = [item.minutes[chosen.id] for item in items]
    if wanted == whole:
        return lengths
    if chosen.most and wanted > chosen.most:
        raise _too_long(plan, chosen.most, wanted)
    if wanted % STEP:
        raise LfeError(
            f"An agenda goes in whole five minutes, and the event has {wanted}.",
            where="event.minutes",
            next_step=f"Write {wanted - wanted % STEP} or {wanted - wanted % STEP + STEP}.",
        )
    shares = [length * wanted / whole for length in lengths]
    step = STEP if wanted > whole else -STEP
    while sum(lengths) != wanted:
        able = [i for i in range(len(items)) if _can_change(items, lengths, i, step)]
        if not able:
            raise _does_not_fit(plan, chosen, wanted, sum(lengths))
        furthest = max(able, key=lambda i: ((shares[i] - lengths[i]) * step, -i))
        lengths[furthest] += step
    return lengths


def _can_change(items: tuple[Item, ...], lengths: list[int], index: int, step: int) -> bool:
    item, changed = items[index], lengths[index] + step
    if not item.least <= changed <= item.most:
        return False
    if step < 0 or item.kind in _REST:
        return True
    kinds = [i.kind for i in items]
    return _sitting_around(kinds, lengths, index) + step <= LONGEST_SITTING


def _sitting_around(kinds: list[Kind], lengths: list[int], index: int) -> int:
    """The minutes between the breaks before and after the item at `index`."""
    total = lengths[index]
    for way in (range(index - 1, -1, -1), range(index + 1, len(kinds))):
        for i in way:
            if kinds[i] in _REST:
                break
            total += lengths[i]
    return total


def _does_not_fit(plan: AgendaPlan, chosen: Plan, wanted: int, reached: int) -> LfeError:
    if reached > wanted:
        why = f"The agenda needs at least {_in_words(reached)}: its items keep their least length"
        then = "Make the event longer, or take an item out of the agenda."
        if chosen.family_part:
            then = (
                "Make the event longer, or listen to the family at a time of their own: "
                "event.family_part: no, and takes_part: before the event."
            )
    else:
        why = (
            f"The agenda fills at most {_in_words(reached)}: its items have their longest length, "
            "and nobody sits for more than two hours without a break"
        )
        then = "Make the event shorter, or add a break or an item to the agenda."
    return LfeError(f"{why}. The event has {_in_words(wanted)}.", where=plan.file, next_step=then)


def _too_long(plan: AgendaPlan, most: int, wanted: int) -> LfeError:
    return LfeError(
        f"The agenda is for events of up to {_in_words(most)}: longer is a lot to ask of people. "
        f"The event has {_in_words(wanted)}.",
        where=f"{plan.file}, plans, most",
        next_step="Make the event shorter, or add a longer plan to the agenda.",
    )


def _in_words(minutes: int) -> str:
    """3 hours 15 minutes."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    words += [f"{rest} minutes"] if rest or not hours else []
    return " ".join(words)


def broken_rules(agenda: Agenda) -> tuple[Problem, ...]:
    """The rules that every agenda keeps and this one breaks, each as a sentence."""
    rules = (_wellbeing_rule, _good_practice_rule, _break_rule, _family_rule, _sum_rule)
    return tuple(problem for rule in rules for problem in rule(agenda))


def _broken(agenda: Agenda, slot: Slot | None, what: str, instead: str) -> Problem:
    name = f"items ({slot.item.id})" if slot else "items"
    return Problem(agenda.file, slot.line if slot else None, name, what, instead)


def _wellbeing_rule(agenda: Agenda) -> Iterator[Problem]:
    inside = [slot for slot in agenda.slots if slot.item.kind != "arrivals"]
    if not inside or inside[0].item.kind != "welcome":
        yield _broken(
            agenda,
            inside[0] if inside else None,
            "comes first, before people were welcomed and told how they are looked after.",
            "Begin with an item of the kind welcome.",
        )
    if not inside or agenda.slots[-1].item.kind != "check_out":
        yield _broken(
            agenda,
            agenda.slots[-1] if agenda.slots else None,
            "comes last, after people were asked how they are and who supports them.",
            "End with an item of the kind check_out.",
        )


def _good_practice_rule(agenda: Agenda) -> Iterator[Problem]:
    kinds = [slot.item.kind for slot in agenda.slots]
    if "worked_well" not in kinds:
        yield _broken(
            agenda,
            None,
            "have no time for what worked well.",
            "Add an item of the kind worked_well before what got in the way.",
        )
        return
    first_good = kinds.index("worked_well")
    for slot in agenda.slots[:first_good]:
        if slot.item.kind == "got_in_the_way":
            yield _broken(
                agenda,
                slot,
                "comes before what worked well.",
                f"Move it below items ({agenda.slots[first_good].item.id}).",
            )


def _break_rule(agenda: Agenda) -> Iterator[Problem]:
    sitting, told = 0, False
    for slot in agenda.slots:
        if slot.item.kind in _REST and slot.minutes >= SHORTEST_BREAK:
            sitting, told = 0, False
            continue
        sitting += slot.minutes
        if sitting > LONGEST_SITTING and not told:
            told = True
            yield _broken(
                agenda,
                slot,
                "ends more than two hours after the last break of at least ten minutes.",
                "Put a break before it.",
            )


def _family_rule(agenda: Agenda) -> Iterator[Problem]:
    for slot in agenda.slots:
        if slot.item.has_family and slot.item.discusses_audits:
            yield _broken(
                agenda,
                slot,
                "has the family in the room while audits are discussed.",
                "Write for: professionals, or give the family an item of their own.",
            )
    for before, after in zip(agenda.slots, agenda.slots[1:], strict=False):
        pair = (before.item, after.item)
        apart = [item for item in pair if item.discusses_audits and not item.has_family]
        if len(apart) == 1 and any(item.has_family for item in pair):
            yield _broken(
                agenda,
                after,
                f"follows items ({before.item.id}) at once: the family and the audits meet.",
                "Put an item of the kind pause between them.",
            )


def _sum_rule(agenda: Agenda) -> Iterator[Problem]:
    at = 0
    for slot in agenda.slots:
        if slot.after != at:
            what = "overlaps with" if slot.after < at else "leaves a gap after"
            yield _broken(agenda, slot, f"{what} what comes before it.", "Correct its time.")
        at = slot.after + slot.minutes
    if at != agenda.minutes:
        yield _broken(
            agenda,
            None,
            f"take {_in_words(at)}, and the event has {_in_words(agenda.minutes)}.",
            "Make the minutes add up.",
        )
