"""The controls of a form: whose answer each holds, and whether it shows its prompt or a text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.returns.words import SAME, key, words
from lfe_cli.word.flow import Flow
from lfe_cli.word.paragraphs import NOWHERE

_ROOM = 60  # spaces and the like that may stand between a prompt's words or behind it
_SENTENCE_ENDS = ".!?:;…)\"'\n\t"


@dataclass(frozen=True)
class Tag:
    """A question, and the option or the column of it (None: the question itself)."""

    question: Question
    part: str | None


def tags_of(form: AuditForm) -> Mapping[str, Tag]:
    """Every tag that a control of this form may have."""
    tags: dict[str, Tag] = {}
    for question in form.questions():
        tags[question.id] = Tag(question, None)
        for column in question.columns:
            tags[f"{question.id}.{column.id}"] = Tag(question, column.id)
        if question.kind == "tick":
            for option in question.options:
                tags[f"{question.id}.{option.id}"] = Tag(question, option.id)
    return tags


@dataclass(frozen=True)
class Owners:
    """For each control of a flow: the tag of this form that its text belongs to (None: of no
    question), the control whose prompt that text is (NOWHERE: it is no prompt), the question in
    whose place it stands by its tag or its title, and the question that it came from, where
    somebody moved or copied it into the place of another."""

    tags: tuple[str | None, ...]
    prompts: tuple[int, ...]
    questions: tuple[str | None, ...]
    moved: tuple[str | None, ...]

    def is_prompt(self, control: int) -> bool:
        """The text of a control (by its index) is only a prompt."""
        return self.prompts[control] != NOWHERE

    def without_prompts(self, written: Container[int]) -> Owners:
        """The same, where these controls (by their indexes) show no prompt but a text."""
        prompts = (NOWHERE if prompt in written else prompt for prompt in self.prompts)
        return replace(self, prompts=tuple(prompts))

    def where_they_stand(self, stands: Mapping[int, str]) -> Owners:
        """The same, where these controls (by their indexes) were moved into the place of another
        question, and their words are its."""
        if not stands:
            return self
        tags, questions, moved = list(self.tags), list(self.questions), list(self.moved)
        for index, place in stands.items():
            moved[index] = questions[index]
            tags[index], questions[index] = None, place
        return Owners(tuple(tags), self.prompts, tuple(questions), tuple(moved))


def owners(flow: Flow, tags: Mapping[str, Tag], titles: Mapping[str, str]) -> Owners:
    """The owner of each control: itself, or the nearest around it that this form knows.

    One that was copied into the control of another question holds that question's words. `titles`
    tells the questions of controls that have lost their tags.
    """
    known: list[str | None] = []
    prompts: list[int] = []
    questions: list[str | None] = []
    moved: list[str | None] = []
    for index, control in enumerate(flow.controls):
        tag, around = control.tag.lower(), control.parent
        outer = known[around] if around >= 0 else None
        own = tags[tag].question.id if tag in tags else titles.get(key(control.title))
        copied = outer is not None and own not in (None, tags[outer].question.id)
        prompts.append(index if control.empty else NOWHERE)
        if tag in tags and not copied:
            known.append(tag)
        else:
            known.append(outer)
            if around >= 0 and not control.empty:
                prompts[index] = prompts[around]
        its = questions[around] if around >= 0 and (copied or own is None) else own
        questions.append(its)
        moved.append(own if copied else moved[around] if around >= 0 else None)
    return Owners(tuple(known), tuple(prompts), tuple(questions), tuple(moved))


class Prompts:
    """The prompts of one question, ready to be taken off a text that they still stand in."""

    def __init__(self, prompts: Iterable[str]) -> None:
        self.known = frozenset(prompts)
        # A prompt of one word ("When") is too often a word of somebody's own.
        longer = sorted((text for text in self.known if " " in text), key=len, reverse=True)
        spelt = [(len(text), r"\s+".join(map(re.escape, words(text)))) for text in longer]
        self._first = [re.compile(rf"\s*{text}", re.IGNORECASE) for _, text in spelt]
        self._last = [
            (length + _ROOM, re.compile(rf"{text}\s*\Z", re.IGNORECASE)) for length, text in spelt
        ]

    def __contains__(self, text: str) -> bool:
        return key(text) in self.known

    def stand_beside_more(self, lines: Sequence[str]) -> bool:
        """The text is more than a prompt, which stands in one of its lines or in part of
        one."""
        return any(line in self or self.off(line) != line for line in lines)

    def off(self, text: str) -> str:
        """`text` without a prompt before or behind it.

        Where the words go on as one sentence they are left whole: "Large or small changes" may
        begin like a prompt, and be somebody's own.
        """
        compared = text.translate(SAME)
        for pattern in self._first:
            match = pattern.match(compared)
            if match and _is_apart(compared[: match.end()], compared[match.end() :]):
                return text[match.end() :].lstrip()
        for room, pattern in self._last:
            start = max(len(text) - room, 0)
            match = pattern.search(compared, start)
            if match and _ends(compared[: match.start()]):
                return text[: match.start()].rstrip()
        return text


def _is_apart(prompt: str, rest: str) -> bool:
    """A text that follows a prompt begins something of its own."""
    begins = rest.lstrip()
    gap = rest[: len(rest) - len(begins)]
    if not begins or not prompt[-1].isalnum() or _is_gap(gap):
        return True
    goes_on = begins[0].islower() or begins[0] in ",."
    return begins[0].isupper() or begins[0] in ":;" or (bool(gap) and not goes_on)


def _ends(before: str) -> bool:
    text = before.rstrip()
    return not text or text[-1] in _SENTENCE_ENDS or _is_gap(before[len(text) :])


def _is_gap(space: str) -> bool:
    return "\n" in space or "\t" in space or len(space) > 1


class Aside(NamedTuple):
    """`held` with the prompts that are none taken for text; `beside` the tags of controls that hold
    their prompt and more. `strange` are the questions whose words bear the mark of a prompt, and
    are neither the form's nor Word's (some editors leave the mark on what is typed), `texts` what
    other prompts say that are not known, each once."""

    held: Owners
    beside: frozenset[str]
    strange: tuple[str, ...]
    texts: tuple[str, ...]


def set_aside(
    flow: Flow,
    held: Owners,
    prompts: Mapping[str, Prompts],
    tags: Mapping[str, Tag],
    *,
    all_known: bool,
) -> Aside:
    """Tells the prompts that a returned form shows from what somebody wrote over them.

    Where all prompts of the form are known, words that are none of them are somebody's.
    """
    every = frozenset[str]().union(*(one.known for one in prompts.values()))
    written: dict[int, str] = {}
    beside: set[str] = set()
    strange: dict[str, None] = {}
    texts: dict[str, None] = {}
    for control, lines in prompt_lines(flow, held).items():
        tag = held.tags[control]
        question = None if tag is None else tags[tag].question.id
        known = every if question is None or held.moved[control] else prompts[question].known
        whole = key("\n".join(lines))
        if not whole or whole in known or all(key(line) in known for line in lines):
            continue
        if tag is not None and question is not None:
            if prompts[question].stand_beside_more(lines):
                written[control] = tag
                beside.add(tag)
                continue
            strange[question] = None
            if all_known:
                written[control] = tag
                continue
        texts["\n".join(lines)] = None
    return Aside(
        held.without_prompts(written) if written else held,
        frozenset(beside),
        tuple(strange),
        tuple(texts),
    )


def prompt_lines(flow: Flow, held: Owners) -> Mapping[int, list[str]]:
    """The prompts that controls show, line by line, by the control's index; not what somebody
    struck through."""
    texts: dict[int, dict[int, list[str]]] = {}
    for number, line in enumerate(flow.lines):
        for piece in line.pieces:
            if piece.control >= 0 and held.prompts[piece.control] >= 0:
                lines = texts.setdefault(held.prompts[piece.control], {})
                said = "" if piece.look.gone else piece.text
                lines.setdefault(number, []).append(said)
    return {
        control: ["".join(parts) for parts in lines.values()] for control, lines in texts.items()
    }
