"""What a form shows before anybody writes in it, so that what was written can be told from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lfe_cli.audits.labels import Label, Labels, Match, in_order
from lfe_cli.audits.opening import Opened
from lfe_cli.audits.prompts import Prompts, prompt_lines
from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.tags import Owners, Tag, owners
from lfe_cli.audits.words import key, words
from lfe_cli.word.flow import Flow, Line
from lfe_cli.word.paragraphs import NOWHERE

# What Word shows in an empty control that has no prompt of its own.
WORDS_PROMPTS = frozenset(
    key(text)
    for text in (
        "Click or tap here to enter text.",
        "Click here to enter text.",
        "Click or tap to enter a date.",
        "Click here to enter a date.",
        "Choose an item.",
        "Enter any content that you want to repeat, including other content controls.",
    )
)
_TELLING = 4  # words of a line that is known for the form's own wherever it stands


@dataclass(frozen=True)
class Blank:
    """`shown` counts the lines of each place (None: of no question), `anywhere` holds the form's
    own longer lines, and `prompts` what an empty answer shows, by question. `beside` are texts in
    one line with a control. `is_known`: the issued file was at hand, so that whatever it does not
    show was written by somebody."""

    labels: Labels
    shown: Mapping[str | None, Counter[str]]
    anywhere: frozenset[str]
    prompts: Mapping[str, Prompts]
    beside: Mapping[str, frozenset[str]]
    is_known: bool


def blank_of(form: AuditForm, tags: Mapping[str, Tag], issued: Opened | None) -> Blank:
    """The blank of `form`, as it was issued where that file is at hand."""
    shown: dict[str | None, Counter[str]] = {}
    beside: dict[str, set[str]] = {}
    prompts = {question.id: _prompts(question) for question in form.questions()}
    if issued is None:
        labels = Labels(_labels(form, ()))
        _show(shown, None, _own_lines(form))
        for question in form.questions():
            _show(shown, question.id, _lines_of(question))
    else:
        held = owners(issued.body, tags)
        labels = Labels(_labels(form, issued.body.lines, held))
        places, _ = places_of(issued.body, held, labels, tags)
        for line, place in zip(issued.body.lines, places, strict=True):
            _show(shown, place, {line.text, free_text(line, held)})
            if place is not None:
                beside.setdefault(place, set()).update(filter(None, map(key, _beside(line, held))))
        for flow in (*issued.around, *issued.notes):
            _show(shown, None, (line.text for line in flow.lines))
        for control, lines in prompt_lines(issued.body, held).items():
            tag = held.tags[control]
            if tag is not None:
                texts = (*lines, "\n".join(lines))
                prompts[tags[tag].question.id] |= {key(text) for text in texts if words(text)}
    anywhere = {k for lines in shown.values() for k in lines if k.count(" ") >= _TELLING - 1}
    return Blank(
        labels,
        shown,
        WORDS_PROMPTS | anywhere,
        {name: Prompts(texts) for name, texts in prompts.items()},
        {place: frozenset(texts) for place, texts in beside.items()},
        issued is not None,
    )


def places_of(
    flow: Flow, held: Owners, labels: Labels, tags: Mapping[str, Tag]
) -> tuple[list[str | None], dict[int, Match]]:
    """The question in whose place each line stands, and the lines that are labels."""
    found = []
    for number, line in enumerate(flow.lines):
        match = labels.match(free_text(line, held), line.cell != NOWHERE)
        if match is not None:
            found.append((number, match))
    chain = in_order(found)
    places: list[str | None] = []
    place: str | None = None
    for number, line in enumerate(flow.lines):
        if number in chain:
            place = labels.labels[chain[number].label].question
        for piece in line.pieces:
            tag = held.tags[piece.control] if piece.control >= 0 else None
            if tag is not None:
                place = tags[tag].question.id
        places.append(place)
    return places, chain


def free_text(line: Line, held: Owners) -> str:
    """The text of a line that stands in no control of this form, nor is another's prompt."""
    return "".join(
        piece.text
        for piece in line.pieces
        if piece.control < 0
        or (held.tags[piece.control] is None and not held.is_prompt(piece.control))
    )


def _beside(line: Line, held: Owners) -> list[str]:
    """The texts before, between and after the controls in a line; none where it has no control."""
    texts, controls = [""], 0
    for piece in line.pieces:
        if piece.control >= 0 and held.tags[piece.control] is not None:
            texts.append("")
            controls += 1
        else:
            texts[-1] += piece.text
    return texts if controls else []


def _show(shown: dict[str | None, Counter[str]], place: str | None, lines: Iterable[str]) -> None:
    counter = shown.setdefault(place, Counter())
    counter.update({k: 1 for k in map(key, lines) if k})


def _labels(form: AuditForm, lines: Iterable[Line], held: Owners | None = None) -> list[Label]:
    texts = [] if held is None else [(_label_text(line, held), line) for line in lines]
    found: list[Label] = []
    number = 0
    start = 0
    for section in form.sections:
        found.append(Label(None, (section.title,), in_table=False))
        for question in section.questions:
            number += 1
            ways = [f"{number}. {question.prompt}", question.prompt]
            at = _line_with(question.prompt, texts, start)
            if at is not None:
                ways.insert(0, texts[at][0])
                start = at + 1
            found.append(Label(question.id, tuple(ways)))
    closing = [text for text, line in texts[start:] if line.style.lower().startswith("heading")]
    found += [Label(None, (text,), in_table=False) for text in closing]
    return found


def _label_text(line: Line, held: Owners) -> str:
    """A line's text; up to the control where there is one in it."""
    return next((text for text in _beside(line, held) if words(text)), free_text(line, held))


def _line_with(prompt: str, texts: list[tuple[str, Line]], start: int) -> int | None:
    wanted = key(prompt)
    for index in range(start, len(texts)):
        if wanted in key(texts[index][0]):
            return index
    return None


def _prompts(question: Question) -> frozenset[str]:
    texts = [question.placeholder, *(column.hint for column in question.columns)]
    return WORDS_PROMPTS | {key(text) for text in texts if text}


def _own_lines(form: AuditForm) -> list[str]:
    lines = [form.title, *form.preamble]
    for section in form.sections:
        lines += [section.title, section.intro or ""]
    return lines


def _lines_of(question: Question) -> list[str]:
    return [
        question.guidance or "",
        question.placeholder or "",
        *(option.label for option in question.options),
        *(column.label for column in question.columns),
    ]
