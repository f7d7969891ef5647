"""What a document is made from, as a hash for each part of it: kept with it, and compared later.

Whatever a template can name belongs to a part; of what a template does not name, nothing counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from lfe_cli.letters.context import (
    Addressee,
    common,
    letter_context,
    recipient,
    subject_of,
)
from lfe_cli.letters.kinds import Enclosure, LetterKind
from lfe_cli.letters.names_in_template import names_in
from lfe_cli.regular_file import read_file
from lfe_cli.review.event import Made
from lfe_cli.review.events import PaperMade
from lfe_cli.review.templates import find
from lfe_cli.review.workspace import Review, sha256

MadeFrom = Mapping[str, str]

# By part, how an officer calls it, and what belongs to it of all that templates can name.
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "event": ("the event", ("event", "family_part")),
    "times": ("the times of the agenda", ("items", "family")),
    "draft": ("whether it is a draft", ("draft",)),
    "people": ("who comes", ("rows",)),
    "before": ("what is seen to before the day", ("before_the_day",)),
    "points": ("what agencies released", ("points",)),
    "review": (
        "review.yaml",
        ("review", "children", "the_child", "child_letters", "footer", "focus_was"),
    ),
    "settings": (
        "the settings",
        (
            "partnership", "marking", "support", "information_statement", "takes", "takes_short",
            "follow_up", "roles", "author", "lists",
        ),
    ),
    "prompts": (
        "facilitation.yaml",
        ("ground_rules", "how_to_ask", "factors", "confidentiality"),
    ),
    "reader": (
        "who it is for",
        ("agency", "group", "short_form", "replied", "reader", "way", "supporter", "interpreter"),
    ),
    "questions": ("its questions", ("questions", "form", "sections", "as_text")),
    "learning": (
        "learning.yaml",
        ("title", "why_we_looked", "worked_well", "what_we_learned", "next_steps", "good_practice"),
    ),
    "decisions": (
        "what was decided",
        ("recommendations", "report_back", "readers", "replaces", "dropped", "repeats", "meeting"),
    ),
    "cancels": ("it cancels the event", ()),
    "address": ("its address", ()),
    "template": ("its template", ()),
    "form": ("the form", ()),
    "guidance": ("the guidance", ()),
    "guide": ("the guide for staff", ()),
    "calendar": ("a newer calendar file", ()),
    "agenda": ("a newer agenda", ()),
}  # fmt: skip
# These follow from the day on which it is made, from what it was before, or from what is enclosed.
_NOT_COUNTED = (
    "reply_by", "written", "was", "same_day", "attached", "page_is", "closing", "stage_mark",
)  # fmt: skip
_NAMES = {name: part for part, (_, names) in PARTS.items() for name in names}
ENCLOSED = get_args(Enclosure)
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")


def hash_of(value: Any) -> str:
    """A short hash of plain data."""
    return short_hash(json.dumps(value, sort_keys=True, default=str).encode())


def short_hash(content: bytes) -> str:
    """A hash in letters alone: among digits some would look like somebody's number."""
    return sha256(content)[:10].translate(_LETTERS)


def made_from(
    template: bytes, context: Mapping[str, Any], besides: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """All that a document is made from which `template` makes of `context`, by part.

    `besides` counts although no template names it.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, value in {**names_in(template).of(context), **(besides or {})}.items():
        if name not in _NOT_COUNTED:
            found.setdefault(_NAMES.get(name, name), {})[name] = value
    return {part: hash_of(values) for part, values in found.items()} | {
        "template": short_hash(template)
    }


def letter_made_from(
    review: Review,
    kind: LetterKind,
    to: Addressee,
    today: date,
    said: Mapping[str, Any],
    enclosed: Mapping[Enclosure, bytes],
) -> dict[str, str]:
    """All that a mail is made from, by part: its text, its address, and each thing enclosed.

    `said` is what else its template can name. Raises LfeError where its template is not there.
    """
    template = read_file(find(kind.template, review.workspace.folder))
    goes_with: dict[str, str] = {
        what: short_hash(enclosed[what]) for what in kind.encloses if what in enclosed
    }
    text = made_from(template, letter_context(review, to, today, (), said))
    return {**text, **addressed(review, kind, to), **goes_with}


def addressed(review: Review, kind: LetterKind | None, to: Addressee) -> dict[str, str]:
    """The part of a mail that is its head: who writes to whom, and its subject."""
    return {
        "address": hash_of([review.partnership.mailbox, recipient(kind, to), subject_of(review)])
    }


def of_the_text(whole: MadeFrom) -> dict[str, str]:
    """The part of it that makes another letter of it: not what is enclosed."""
    return {part: digest for part, digest in whole.items() if part not in ENCLOSED}


def differ(one: MadeFrom, other: MadeFrom) -> tuple[str, ...]:
    """The parts in which they differ, in their usual order."""
    parts = [part for part in {**one, **other} if one.get(part) != other.get(part)]
    order = list(PARTS)
    return tuple(sorted(parts, key=lambda part: order.index(part) if part in order else len(order)))


def in_words(parts: tuple[str, ...]) -> str:
    """The parts as an officer calls them."""
    return ", ".join(dict.fromkeys(PARTS[part][0] if part in PARTS else part for part in parts))


@dataclass(frozen=True)
class Paper:
    """A Word document of ours before it is made: where it lies, its template, what that can name.

    `event` is what is recorded of it. `kept_once_edited`: a person writes in it, and so it is
    theirs from then on.
    """

    file: str
    template: str
    context: Mapping[str, Any]
    event: Made = field(default_factory=PaperMade)
    title: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    kept_once_edited: bool = False

    @classmethod
    def of(cls, review: Review, file: str, template: str, **more: Any) -> Paper:
        """A paper of a review; `more` may have a context, which goes before what all have."""
        context = {**common(review), **more.pop("context", {})}
        return cls(file, template, context, **more)

    def made_from(self, review: Review) -> dict[str, str]:
        """All that it is made from, by part. Raises LfeError where its template is not there."""
        template = read_file(find(self.template, review.workspace.folder))
        besides = {"author": review.partnership.name, "title": self.title, "lists": self.choices}
        return made_from(template, self.context, besides)


@dataclass(frozen=True)
class Outdated:
    """A document that is there, and was made before something of it changed: which `parts`."""

    file: str
    parts: tuple[str, ...]
    edited: bool


def outdated(review: Review, file: str, now: MadeFrom) -> Outdated | None:
    """The document at `file`, where it was made from something else than `now`.

    None where it is not there, and where nobody knows what it was made from.
    """
    before = review.state.files.made_from.get(file)
    if before is None or before == now or review.read(file) is None:
        return None
    return Outdated(file, differ(before, now), review.is_edited(file))


def outdated_paper(review: Review, paper: Paper) -> Outdated | None:
    """The same of a paper; the one that a person writes in is theirs, whatever changes."""
    found = outdated(review, paper.file, paper.made_from(review))
    return None if found and found.edited and paper.kept_once_edited else found


def named(found: Sequence[Outdated]) -> str:
    """The documents by what has changed: "event/agenda.docx, event/sign-in.docx (the event)"."""
    by_parts: dict[str, list[str]] = {}
    for one in found:
        by_parts.setdefault(in_words(one.parts), []).append(one.file)
    return "; ".join(f"{', '.join(those)} ({parts})" for parts, those in by_parts.items())
