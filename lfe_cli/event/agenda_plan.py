"""The agenda as an officer writes it, and what the facilitator's paper adds to it, both YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from lfe_cli.errors import FileProblems, Problem
from lfe_cli.review.schema import Id, Schema, Text, YesNo, read_schema
from lfe_cli.review.yamlfile import YamlText, read_yaml

TEMPLATE = "agenda.yaml"
FACILITATION = "facilitation.yaml"
STEP = 5  # minutes; a timetable in sevens and elevens helps nobody in the room

Kind = Literal[
    "arrivals",
    "welcome",
    "child",
    "family",
    "pause",
    "timeline",
    "worked_well",
    "break",
    "got_in_the_way",
    "next_steps",
    "check_out",
]
Minutes = Annotated[int, Field(ge=STEP, le=600)]


class Part(Schema):
    """A part of an item, for example the welcome in the family's part."""

    title: Text
    minutes: Minutes
    note: Text | None = None


class Item(Schema):
    """One thing on the agenda. `minutes` has its length in each plan that it belongs to."""

    model_config = ConfigDict(populate_by_name=True)
    id: Id
    kind: Kind
    title: Text
    lead: Text
    audience: Annotated[Literal["professionals", "family", "all"], Field(alias="for")]
    minutes: dict[Id, Minutes]
    least: Minutes = STEP
    most: Minutes = 600
    discusses_audits: YesNo = False
    note: Text | None = None
    prompts: tuple[Text, ...] = ()
    parts: tuple[Part, ...] = ()
    title_for_several: Text | None = None
    prompts_for_several: tuple[Text, ...] = ()
    minutes_for_each_further_child: Annotated[int, Field(ge=0, le=60)] = 0

    @property
    def has_family(self) -> bool:
        """The family is in the room."""
        return self.audience != "professionals"

    def parts_in(self, minutes: int) -> tuple[tuple[Part, int], ...]:
        """The parts with their minutes; the longest takes what the others leave of `minutes`."""
        if not self.parts:
            return ()
        spare = minutes - sum(part.minutes for part in self.parts)
        longest = max(range(len(self.parts)), key=lambda i: self.parts[i].minutes)
        return tuple(
            (part, part.minutes + (spare if i == longest else 0))
            for i, part in enumerate(self.parts)
        )

    def for_children(self, count: int) -> Item:
        """The item in a review of `count` children: its own words for several, and more time.

        The time for each of them is taken from no family.
        """
        if count == 1:
            return self
        more = self.minutes_for_each_further_child * (count - 1)
        least = min(self.minutes.values(), default=self.least) if self.has_family else self.least
        return self.model_copy(
            update={
                "title": self.title_for_several or self.title,
                "prompts": self.prompts_for_several or self.prompts,
                "minutes": {p: min(m + more, self.most) for p, m in self.minutes.items()},
                "least": min(least + more, self.most),
            }
        )


class Plan(Schema):
    """A length that an event can have. It is not stretched beyond `most`."""

    id: Id
    family_part: YesNo = False
    most: Minutes | None = None


class _AgendaFile(Schema):
    plans: Annotated[tuple[Plan, ...], Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


@dataclass(frozen=True)
class AgendaPlan:
    """`agenda.yaml` as values; `lines` says where each item stands in `file`."""

    file: str
    plans: tuple[Plan, ...]
    items: tuple[Item, ...]
    lines: Mapping[str, int | None] = field(default_factory=dict)

    def of(self, plan: Plan) -> tuple[Item, ...]:
        """The items of one plan, in order."""
        return tuple(item for item in self.items if plan.id in item.minutes)

    def length(self, plan: Plan) -> int:
        """The minutes that a plan takes as it is written."""
        return sum(item.minutes[plan.id] for item in self.of(plan))

    def for_children(self, count: int) -> AgendaPlan:
        """The agenda of a review of `count` children."""
        return replace(self, items=tuple(item.for_children(count) for item in self.items))


class Facilitation(Schema):
    """`facilitation.yaml`. The factors are a blank list: nothing from an audit enters it."""

    ground_rules: Annotated[tuple[Text, ...], Field(min_length=1)]
    how_to_ask: tuple[Text, ...] = ()
    before_the_day: tuple[Text, ...] = ()
    factors: tuple[Text, ...] = ()
    confidentiality: Text


def read_facilitation(text: str, file: str = FACILITATION) -> Facilitation:
    """`facilitation.yaml` as values. Raises FileProblems with every problem and its line."""
    return read_schema(read_yaml(text, file), Facilitation)


def read_agenda(text: str, file: str = TEMPLATE) -> AgendaPlan:
    """`agenda.yaml` as an AgendaPlan. Raises FileProblems with every problem and its line."""
    source = read_yaml(text, file)
    read = read_schema(source, _AgendaFile)
    problems = tuple(_problems_of_sense(read, source))
    if problems:
        raise FileProblems(problems)
    lines = {item.id: source.line(("items", n)) for n, item in enumerate(read.items)}
    return AgendaPlan(file, read.plans, read.items, lines)


def _problems_of_sense(read: _AgendaFile, source: YamlText) -> Iterator[Problem]:
    plans = {plan.id for plan in read.plans}
    seen: set[str] = set()
    for n, item in enumerate(read.items):
        name, path = f"items ({item.id})", ("items", n)
        if item.id in seen:
            yield Problem(source.file, source.line(path), name, "stands twice.", "Rename one.")
        seen.add(item.id)
        for plan, minutes in item.minutes.items():
            what = _wrong_minutes(item, plan, minutes, plans)
            if what:
                line = source.line((*path, "minutes", plan))
                yield Problem(source.file, line, f"{name}.minutes.{plan}", *what)
        if item.minutes_for_each_further_child % STEP:
            key = "minutes_for_each_further_child"
            what = ("is not in whole five minutes.", "Write 5, 10 and so on, or take it out.")
            yield Problem(source.file, source.line((*path, key)), f"{name}.{key}", *what)
        if any(minutes < STEP for _, minutes in item.parts_in(item.least)):
            what = ("do not fit into its least length.", "Shorten the parts, or raise least.")
            yield Problem(source.file, source.line((*path, "parts")), f"{name}.parts", *what)
    for n, chosen in enumerate(read.plans):
        has = any(item.has_family for item in read.items if chosen.id in item.minutes)
        if has != chosen.family_part:
            what = ("says family_part: yes, and no item has the family in the room.", "Add one.")
            if has:
                what = ("has an item with the family in the room.", "Write family_part: yes.")
            line = source.line(("plans", n))
            yield Problem(source.file, line, f"plans ({chosen.id})", *what)


def _wrong_minutes(item: Item, plan: str, minutes: int, plans: set[str]) -> tuple[str, str] | None:
    if plan not in plans:
        return "is not one of the plans.", f"Known: {', '.join(sorted(plans))}."
    if minutes % STEP:
        return f"is not in whole five minutes: {minutes}.", "Write 10, 15, 20 and so on."
    if minutes < item.least:
        return f"is below the item's least, {item.least}.", "Raise it, or lower least."
    if minutes > item.most:
        return f"is above the item's most, {item.most}.", "Lower it, or raise most."
    return None
