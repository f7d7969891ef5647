"""What is intended: `review.yaml`. An officer writes it; what happened is in the history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from lfe_cli.errors import FileProblems, Problem
from lfe_cli.review.partnership import Agency, Partnership
from lfe_cli.review.schema import (
    Day,
    Id,
    Moment,
    Name,
    SayingText,
    Schema,
    Text,
    TextToCome,
    YesNo,
    read_schema,
)
from lfe_cli.review.yamlfile import YamlText
from lfe_cli.sentences import did_you_mean

MOST_CHILDREN = 20
Relation = Literal[
    "child",
    "young person",
    "mother",
    "father",
    "parent",
    "carer",
    "sibling",
    "grandparent",
    "other",
]
ParallelKind = Literal[
    "police investigation",
    "care proceedings",
    "inquest",
    "child death overview",
    "LADO",
    "PSIRF",
    "domestic homicide review",
    "safeguarding adults review",
    "complaint",
    "HR",
    "access request",
    "other",
]


class Focus(Schema):
    """The period that agencies look at; important learning outside it is welcome too."""

    model_config = ConfigDict(populate_by_name=True)
    start: Annotated[Day, Field(alias="from")]
    end: Annotated[Day, Field(alias="to")]


class Basis(Schema):
    """Why this is a Learning from Experience Review and not a statutory one."""

    decided_by: TextToCome = None
    decided_on: Day | None = None
    basis: TextToCome = None


class ReviewAgency(Schema):
    """An agency asked to take part. `name` tells two of a kind apart by role: "School A".

    `as_text`: its request carries the questions as a text, too; None as the settings say.
    """

    id: Id
    name: Name | None = None
    contact: Text | None = None
    deputy: Text | None = None
    escalation: Text | None = None
    form: Literal["full", "short"] | None = None
    as_text: YesNo | None = None


class Audits(Schema):
    """The audit forms: the date by which they are ready is a local target."""

    due: Day | None = None
    form: Literal["full", "short"] = "full"


class Event(Schema):
    """The learning event. `at` is UK clock time."""

    at: Moment | None = None
    minutes: Annotated[int, Field(ge=60, le=600)] | None = None
    venue: TextToCome = None
    facilitator: TextToCome = None
    facilitator_independent: YesNo | None = None
    wellbeing: TextToCome = None
    family_part: YesNo = False
    family_may_meet: YesNo | None = None
    access: TextToCome = None


class FamilyMember(Schema):
    """A person of the family by relation, never by name. Dates and fixed choices only.

    Two of one relation are told apart by `id`: the relation and a letter, in no order of age.
    """

    relation: Relation
    id: Id | None = None
    told: YesNo | None = None
    why_not_told: Literal["safety", "their wish", "another process", "not reached"] | None = None
    decided_by: TextToCome = None
    contact_by: TextToCome = None
    takes_part: Literal["at the event", "before the event", "in writing", "no"] | None = None
    supporter: YesNo | None = None
    interpreter: YesNo | None = None
    safe_to_contact: Literal["yes", "no", "not yet asked"] = "not yet asked"
    asked: Literal["social worker", "police", "both"] | None = None
    briefed_on: Day | None = None
    feedback_on: Day | None = None
    wants_feedback: YesNo | None = None

    @property
    def key(self) -> str:
        """What options and the history call this person: `mother`, `young-person`, `sibling-a`."""
        return self.id or _hyphened(self.relation)

    @property
    def said(self) -> str:
        """This person in a sentence: "the mother", "sibling A", "the other person"."""
        relation = "other person" if self.relation == "other" else self.relation
        letter = self.key.removeprefix(_hyphened(self.relation)).strip("-").upper()
        return f"{relation} {letter}" if letter else f"the {relation}"


class Parallel(Schema):
    """Another process about the same child or family; an open hold stops the matching step."""

    kind: ParallelKind
    contact: Text | None = None
    checked_on: Day | None = None
    hold: Literal["none", "family", "event", "circulation"] = "none"


class Manifest(Schema):
    """`review.yaml` as values. None stands for what is still TO DO, "n/a" and "tbc" included."""

    reference: Text
    theme: SayingText
    children: Annotated[int, Field(ge=1, le=MOST_CHILDREN)] = 1
    themes: tuple[Id, ...] = ()
    focus: Focus
    why_this_review: Basis = Basis()
    agencies: tuple[ReviewAgency, ...] = ()
    audits: Audits = Audits()
    event: Event = Event()
    family: tuple[FamilyMember, ...] = ()
    parallel: tuple[Parallel, ...] = ()
    hold_disposal: YesNo = False

    @property
    def child_letters(self) -> str:
        """What several children are called, and never by name: letters, in no order of age."""
        if self.children == 1:
            return ""
        return f"Child A {'and' if self.children == 2 else 'to'} Child {chr(64 + self.children)}"

    def is_short(self, agency_id: str) -> bool:
        """Whether an agency gets the short form: as is said for it, or for all."""
        own = [agency.form for agency in self.agencies if agency.id == agency_id]
        return ((own[0] if own else None) or self.audits.form) == "short"


def read_manifest(source: YamlText, partnership: Partnership, folder: str) -> Manifest:
    """`source` as a manifest of the review in `folder` (its name is the reference).

    Raises FileProblems with every problem: of shape, and of sense (dates in order, agencies known).
    """
    _accept_plain_ids(source)
    problems = [*source.problems, *_problems_of_sense(source, partnership, folder)]
    try:
        manifest = read_schema(source, Manifest)
        problems += _problems_of_dates(manifest, source)
        problems += _problems_of_family(manifest.family, source)
    except FileProblems as of_shape:
        problems += of_shape.problems
    if problems:
        once = dict.fromkeys(problems)
        raise FileProblems(tuple(sorted(once, key=lambda problem: problem.line or 0)))
    return manifest


def _accept_plain_ids(source: YamlText) -> None:
    """`- police` is short for `- id: police`."""
    if isinstance(source.data, dict):
        for key in ("agencies", "themes", "family", "parallel"):
            if source.data.get(key, "absent") is None:
                source.data[key] = []
        for key in ("audits", "event", "why_this_review"):
            if source.data.get(key, "absent") is None:
                source.data[key] = {}
        agencies = source.data.get("agencies")
        if isinstance(agencies, list):
            source.data["agencies"] = [{"id": a} if isinstance(a, str) else a for a in agencies]


def _problems_of_sense(
    source: YamlText, partnership: Partnership, folder: str
) -> Iterator[Problem]:
    """What does not fit the folder and the partnership, as far as it can be read at all."""
    data = source.data if isinstance(source.data, dict) else {}
    reference = data.get("reference")
    if isinstance(reference, str) and reference != folder:
        what = f"is {reference}, and the folder is {folder}."
        yield _problem(source, ("reference",), "reference", what, f"Write {folder}.")
    yield from _problems_of_agencies(_items(data, "agencies"), source, partnership)
    for index, theme in enumerate(_items(data, "themes")):
        if partnership.themes and theme not in partnership.themes:
            what = "is not in the partnership's list of themes."
            known = f"Known: {', '.join(partnership.themes)}."
            yield _problem(source, ("themes", index), f"themes ({theme})", what, known)


def _items(data: dict[str, Any], key: str) -> list[Any]:
    items = data.get(key)
    return items if isinstance(items, list) else []


def _problems_of_dates(manifest: Manifest, source: YamlText) -> Iterator[Problem]:
    focus, due, at = manifest.focus, manifest.audits.due, manifest.event.at
    if focus.end < focus.start:
        which = "Check which of the two dates is right."
        yield _problem(source, ("focus", "to"), "focus.to", "comes before focus.from.", which)
    if due and at and at.date() < due:
        what = f"comes before the date by which audits are ready (audits.due, {due})."
        yield _problem(source, ("event", "at"), "event.at", what, "Move one of the two.")
    if due and due < focus.start:
        what = "comes before the focus period."
        yield _problem(source, ("audits", "due"), "audits.due", what, "Check the year.")


def _problems_of_family(family: tuple[FamilyMember, ...], source: YamlText) -> Iterator[Problem]:
    """Who cannot be told apart, and what was decided that does not go together."""
    relations, keys = [f.relation for f in family], [f.key for f in family]
    for index, person in enumerate(family):
        of, path = _hyphened(person.relation), ("family", index)
        name, example = f"family ({person.key})", f"Write such as id: {of}-a"
        if person.id and not re.fullmatch(rf"{of}-[a-z]", person.id):
            what = f"cannot be the id of the {person.relation}: it is kept for good."
            instead = f"{example}: the relation and a letter, never a name."
            yield _problem(source, (*path, "id"), f"family ({index + 1}).id", what, instead)
        elif not person.id and relations.count(person.relation) > 1:
            what = f"is entered more than once as {person.relation}: who is who?"
            instead = f"{example}, and another letter for each, in no order of age."
            yield _problem(source, path, name, what, instead)
        elif keys.index(person.key) != index:
            yield _problem(source, path, name, "stands twice.", "Give each a letter of their own.")
        if person.told is False and person.takes_part not in (None, "no"):
            what = "takes part, and is not told."
            yield _problem(source, path, name, what, "Change told, or takes_part.")
        if person.told and person.why_not_told:
            what = "has a reason for not being told, and is told."
            yield _problem(source, path, name, what, "Change told, or take out why_not_told.")


def _hyphened(relation: str) -> str:
    return relation.replace(" ", "-")


def _problems_of_agencies(
    agencies: list[Any], source: YamlText, partnership: Partnership
) -> Iterator[Problem]:
    known = [agency.id for agency in partnership.agencies]
    seen: set[str] = set()
    for index, agency in enumerate(agencies):
        given = agency.get("id") if isinstance(agency, dict) else None
        if not isinstance(given, str):
            continue  # what is no agency at all is told by its shape
        path, name = ("agencies", index), f"agencies ({given})"
        if given in seen:
            yield _problem(source, path, name, "stands twice.", "Take one of the two out.")
        elif not _is_known(given, known, named=bool(agency.get("name"))):
            what = "is not an agency of the partnership."
            yield _problem(source, path, name, what, unknown_agency(given, partnership))
        seen.add(given)


def _problem(
    source: YamlText, path: tuple[str | int, ...], name: str, what: str, instead: str
) -> Problem:
    return Problem(source.file, source.line(path), name, what, instead)


def _is_known(agency: str, known: list[str], *, named: bool) -> bool:
    """Listed, or one of a kind that is listed and named here by role: `school-a` of `school`."""
    return agency in known or (named and any(agency.startswith(f"{k}-") for k in known))


def unknown_agency(agency_id: str, partnership: Partnership) -> str:
    """What to write instead of an agency that the partnership does not list."""
    known = [agency.id for agency in partnership.agencies]
    meant = did_you_mean(agency_id, known, f"Known: {', '.join(known)}.")
    return f"{meant} Or add {agency_id} to partnership.yaml."


def agency_of(review_agency: ReviewAgency, partnership: Partnership) -> Agency:
    """The agency with its name and contacts: the review's own where it gives them."""
    listed = partnership.agency(review_agency.id)
    name = review_agency.name or (listed.name if listed else review_agency.id)
    return Agency(
        id=review_agency.id,
        name=name,
        contact=review_agency.contact or (listed.contact if listed else None),
        deputy=review_agency.deputy or (listed.deputy if listed else None),
        escalation=review_agency.escalation or (listed.escalation if listed else None),
    )
