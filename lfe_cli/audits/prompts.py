"""Prompts of empty controls: told from what somebody wrote in their place, or beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lfe_cli.audits.tags import Owners, Tag
from lfe_cli.audits.words import SAME, key, words
from lfe_cli.word.flow import Flow

_ROOM = 60  # spaces and the like that may stand between a prompt's words or behind it
_SENTENCE_ENDS = ".!?:;…)\"'\n\t"


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
        """Whether a text is more than a prompt, which stands in one of its lines or in part of
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
    """Whether what follows a prompt begins something of its own."""
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


class Setting(NamedTuple):
    """`held` with the prompts that are none taken for text; `beside` the tags of controls that hold
    their prompt and more. `strange` are the questions that show a prompt which is neither the
    form's nor Word's, `texts` what it says, each once."""

    held: Owners
    beside: frozenset[str]
    strange: tuple[str, ...]
    texts: tuple[str, ...]


def set_aside(
    flow: Flow, held: Owners, prompts: Mapping[str, Prompts], tags: Mapping[str, Tag]
) -> Setting:
    """Tells the prompts that a returned form shows from what somebody wrote over them."""
    every = frozenset[str]().union(*(one.known for one in prompts.values()))
    written: dict[int, str] = {}
    strange: dict[str, None] = {}
    texts: dict[str, None] = {}
    for control, lines in prompt_lines(flow, held).items():
        tag = held.tags[control]
        question = None if tag is None else tags[tag].question.id
        known = every if question is None else prompts[question].known
        whole = key("\n".join(lines))
        if not whole or whole in known or all(key(line) in known for line in lines):
            continue
        if tag is not None and question is not None:
            if prompts[question].stand_beside_more(lines):
                written[control] = tag
                continue
            strange[question] = None
        texts["\n".join(lines)] = None
    return Setting(
        held.without_prompts(written) if written else held,
        frozenset(written.values()),
        tuple(strange),
        tuple(texts),
    )


def prompt_lines(flow: Flow, held: Owners) -> Mapping[int, list[str]]:
    """What each control that shows its prompt holds, line by line, by the control's index."""
    texts: dict[int, dict[int, list[str]]] = {}
    for number, line in enumerate(flow.lines):
        for piece in line.pieces:
            if piece.control >= 0 and held.prompts[piece.control] >= 0:
                lines = texts.setdefault(held.prompts[piece.control], {})
                lines.setdefault(number, []).append(piece.text)
    return {
        control: ["".join(parts) for parts in lines.values()] for control, lines in texts.items()
    }
