"""The blank form: all that it shows before anybody writes in it, to tell answers from that."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.returns.controls import Owners, Prompts, Tag, owners, prompt_lines
from lfe_cli.audits.returns.opening import Opened
from lfe_cli.audits.returns.ticks import Options, Seen
from lfe_cli.audits.returns.words import key, starts_with, words
from lfe_cli.word.flow import MARKS, Flow, Line
from lfe_cli.word.paragraphs import NOWHERE

_LONG = 4  # words that are enough to know a label by, where its number is gone
_ALIKE = 0.6  # of a label's words, where somebody changed it and its number stayed


# What Word shows in an empty control that has no prompt of its own.
_WORDS_PROMPTS = frozenset(
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
class Label:
    """A line of the blank form that begins a place. `question` is None where one only ends.

    `texts` are the ways in which it may stand there; the first is the blank's own.
    """

    question: str | None
    texts: tuple[str, ...]
    in_table: bool | None = None


class Match(NamedTuple):
    """A line that is a label: which (its index), and how many of its words are the label.
    `changed`: some of these are not the label's."""

    label: int
    words: int
    changed: bool = False


class Printed(NamedTuple):
    """Words that a blank form shows, by lines."""

    text: str
    is_prompt: bool = False


class Labels:
    """The labels of a form in their order, ready to be looked for."""

    def __init__(self, labels: Sequence[Label]) -> None:
        self.labels = tuple(labels)
        self._whole: dict[tuple[str, ...], int] = {}
        self._starts: dict[tuple[str, ...], list[tuple[list[str], int]]] = {}
        self._numbers: dict[str, tuple[list[str], int]] = {}
        for index, label in enumerate(self.labels):
            for text in label.texts:
                self._learn(words(text), index)

    def _learn(self, text: list[str], index: int) -> None:
        if not text:
            return
        self._whole.setdefault(tuple(text), index)
        if self.labels[index].question is None:
            return
        numbered = text[0].rstrip(".)").isdigit()
        if len(text) >= _LONG or (numbered and len(text) > 1):
            self._starts.setdefault(tuple(text[:2]), []).append((text, index))
        if numbered and len(text) >= _LONG:
            self._numbers.setdefault(text[0], (text, index))

    def name(self, text: str, question: str) -> bool:
        """Whether a text is the whole label of a question."""
        index = self._whole.get(tuple(words(text)))
        return index is not None and self.labels[index].question == question

    def match(self, text: str, in_table: bool) -> Match | None:
        """The label that a line is, or begins with."""
        line = words(text[:4000])
        if not line:
            return None
        whole = self._whole.get(tuple(line))
        if whole is not None and self.labels[whole].in_table in (None, in_table):
            return Match(whole, len(line))
        longest = max(
            (
                (len(start), index)
                for start, index in self._starts.get(tuple(line[:2]), ())
                if starts_with(line, start)
            ),
            default=None,
        )
        if longest is not None:
            return Match(longest[1], longest[0])
        return self._by_number(line)

    def _by_number(self, line: list[str]) -> Match | None:
        label = self._numbers.get(line[0])
        if label is None:
            return None
        text, index = label
        there = set(line[: 2 * len(text)])
        if sum(word in there for word in text) < _ALIKE * len(text):
            return None
        # A line much longer than its label holds an answer too: then none of it is left out.
        if len(line) > len(text) + 2:
            return Match(index, 0)
        return Match(index, len(line), changed=bool(Counter(line) - Counter(text)))


def in_order(found: Iterable[tuple[int, Match]]) -> dict[int, Match]:
    """The most labels that stand in the form's order, by line: a label that is quoted in an answer
    stands out of order, or stands again."""
    tops: list[int] = []  # of the best chain of each length: the last label, and where it is
    ends: list[int] = []
    chain: list[tuple[int, Match, int]] = []
    for line, match in found:
        length = bisect_left(tops, match.label)
        if length < len(tops) and tops[length] == match.label:
            continue
        before = ends[length - 1] if length else -1
        if length == len(tops):
            tops.append(match.label)
            ends.append(len(chain))
        else:
            tops[length], ends[length] = match.label, len(chain)
        chain.append((line, match, before))
    kept: dict[int, Match] = {}
    at = ends[-1] if ends else -1
    while at >= 0:
        line, match, at = chain[at]
        kept[line] = match
    return kept


@dataclass(frozen=True)
class Blank:
    """`shown` counts the lines of each place (None: of no question), `anywhere` holds the form's
    own longer lines, and `prompts` what an empty answer shows, by question. `beside` are texts in
    one line with a control, `titles` those of controls by the question that they hold,
    `under_labels` the questions whose controls stand under their own labels. `options` are those
    of each question as they are printed, and `printed` how they look there; `gone` holds the lines
    that are struck through or hidden in the blank itself, `holds` what stands in the place of each
    question beside text. `lines` and `edges` are the texts of the
    form, and of the heads and feet of its pages. `is_known`: the issued file was at hand, so that
    whatever it does not show was written by somebody."""

    labels: Labels
    shown: Mapping[str | None, Counter[str]]
    anywhere: frozenset[str]
    prompts: Mapping[str, Prompts]
    beside: Mapping[str, frozenset[str]]
    titles: Mapping[str, str]
    under_labels: frozenset[str]
    options: Mapping[str, Options]
    printed: Mapping[str, Mapping[str, Seen]]
    gone: frozenset[str]
    holds: Mapping[str, frozenset[str]]
    lines: tuple[Printed, ...]
    edges: tuple[str, ...]
    is_known: bool


def blank_of(form: AuditForm, tags: Mapping[str, Tag], issued: Opened | None) -> Blank:
    """The blank of `form`, as it was issued where that file is at hand."""
    shown: dict[str | None, Counter[str]] = {}
    beside: dict[str, set[str]] = {}
    prompts = {question.id: _prompts(question) for question in form.questions()}
    titles: dict[str, str] = {}
    under_labels: frozenset[str] = frozenset()
    lines: dict[str, list[Line]] = {}
    whole: tuple[Printed, ...] = ()
    edges: tuple[str, ...] = ()
    if issued is None:
        labels = Labels(_labels(form, ()))
        _show_form(shown, form)
    else:
        titles = _titles(issued.body, tags)
        held = owners(issued.body, tags, titles)
        labels = Labels(_labels(form, issued.body.lines, held))
        chain = labels_in(issued.body, held, labels)
        under_labels = _under_labels(issued.body, held, labels, chain)
        places = places_of(issued.body, held, labels, chain)
        for line, place in zip(issued.body.lines, places, strict=True):
            _show(shown, place, {line.text, free_text(line, held)})
            if place is not None:
                lines.setdefault(place, []).append(line)
                beside.setdefault(place, set()).update(filter(None, map(key, _beside(line, held))))
        whole = tuple(_printed_lines(form, issued.body, places, held))
        edges = tuple(line.text for flow in issued.around for line in flow.lines)
        for flow in (*issued.around, *issued.notes):
            _show(shown, None, (line.text for line in flow.lines))
        for question, texts in _prompts_shown(issued.body, held, tags):
            prompts[question] |= {key(text) for text in texts if words(text)}
    anywhere = {k for there in shown.values() for k in there if k.count(" ") >= _TELLING - 1}
    options = {q.id: _options(q, beside.get(q.id, ())) for q in form.questions()}
    return Blank(
        labels,
        shown,
        _WORDS_PROMPTS | anywhere,
        {name: Prompts(texts) for name, texts in prompts.items()},
        {place: frozenset(texts) for place, texts in beside.items()},
        titles,
        under_labels,
        options,
        {name: options[name].seen(there) for name, there in lines.items()},
        _gone(issued),
        {
            name: frozenset(what for line in there for what in line.holds)
            for name, there in lines.items()
        },
        whole,
        edges,
        issued is not None,
    )


def _options(question: Question, beside: Iterable[str]) -> Options:
    """The options of a question as they are printed; a single tick has the words beside its
    box."""
    if question.options or question.kind != "tick":
        return Options({option.id: option.label for option in question.options})
    return Options({question.id: max(beside, key=len, default=question.placeholder or "")})


def _gone(issued: Opened | None) -> frozenset[str]:
    flows = () if issued is None else (issued.body, *issued.around, *issued.notes)
    lines = (line for flow in flows for line in flow.lines)
    return frozenset(key(line.text) for line in lines if line.said != line.text)


def _printed_lines(
    form: AuditForm, flow: Flow, places: Sequence[str | None], held: Owners
) -> Iterator[Printed]:
    """What a form shows, but for lines with a box: that is not to be parted from them. The options
    of a choice count as one: alone, each of them may be an answer."""
    choices = [q for q in form.questions() if q.kind == "choice"]
    options = {q.id: {key(option.label) for option in q.options} for q in choices}

    def is_option(number: int) -> bool:
        return key(flow.lines[number].text) in options.get(places[number] or "", ())

    for together, numbers in groupby(range(len(flow.lines)), is_option):
        texts = [flow.lines[number] for number in numbers]
        if together:
            yield Printed("\n".join(line.text for line in texts))
            continue
        for line in texts:
            if not MARKS.search(line.text):
                is_prompt = any(p.control >= 0 and held.is_prompt(p.control) for p in line.pieces)
                yield Printed(line.text, is_prompt)


def labels_in(flow: Flow, held: Owners, labels: Labels) -> dict[int, Match]:
    """The lines that are labels."""
    found = []
    for number, line in enumerate(flow.lines):
        match = labels.match(free_text(line, held), line.cell != NOWHERE)
        if match is not None:
            found.append((number, match))
    return in_order(found)


def places_of(
    flow: Flow, held: Owners, labels: Labels, chain: Mapping[int, Match]
) -> list[str | None]:
    """The question in whose place each line stands."""
    places: list[str | None] = []
    place: str | None = None
    for number, line in enumerate(flow.lines):
        if number in chain:
            place = labels.labels[chain[number].label].question
        for piece in line.pieces:
            if piece.control >= 0 and held.questions[piece.control] is not None:
                place = held.questions[piece.control]
        places.append(place)
    return places


def moved_controls(
    flow: Flow, held: Owners, blank: Blank, chain: Mapping[int, Match]
) -> dict[int, str]:
    """The controls that somebody moved or copied from their own place into that of another
    question, by their indexes: their own label stands elsewhere, and they under another's."""
    its_own = {blank.labels.labels[match.label].question for match in chain.values()}
    moved: dict[int, str] = {}
    for control, label in _under(flow, blank.labels, chain).items():
        around, question = flow.controls[control].parent, held.questions[control]
        if around in moved:
            moved[control] = moved[around]
        elif (
            label not in (None, question)
            and question in its_own & blank.under_labels
            and (around == NOWHERE or held.questions[around] is None)
        ):
            moved[control] = label
    return moved


def _under(flow: Flow, labels: Labels, chain: Mapping[int, Match]) -> dict[int, str | None]:
    """The question of the label under which each control begins, in the controls' order."""
    under: dict[int, str | None] = {}
    label: str | None = None
    for number, line in enumerate(flow.lines):
        if number in chain:
            label = labels.labels[chain[number].label].question
        for piece in line.pieces:
            control = piece.control
            while control != NOWHERE and control not in under:
                under[control] = label
                control = flow.controls[control].parent
    return dict(sorted(under.items()))


def _under_labels(
    flow: Flow, held: Owners, labels: Labels, chain: Mapping[int, Match]
) -> frozenset[str]:
    under = _under(flow, labels, chain).items()
    apart = {
        held.questions[control] for control, label in under if held.questions[control] != label
    }
    return frozenset(question for question in held.questions if question) - apart


def _titles(flow: Flow, tags: Mapping[str, Tag]) -> dict[str, str]:
    """The titles of a form's controls, with the questions that they hold, where they tell them."""
    found: dict[str, set[str]] = {}
    for control in flow.controls:
        tag = tags.get(control.tag.lower())
        if tag is not None and control.title:
            found.setdefault(key(control.title), set()).add(tag.question.id)
    return {title: next(iter(names)) for title, names in found.items() if len(names) == 1}


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
    return _WORDS_PROMPTS | {key(text) for text in texts if text}


def _prompts_shown(
    flow: Flow, held: Owners, tags: Mapping[str, Tag]
) -> Iterator[tuple[str, list[str]]]:
    """The prompts in the controls of each question: line by line, and as a whole."""
    for control, lines in prompt_lines(flow, held).items():
        tag = held.tags[control]
        if tag is not None:
            yield tags[tag].question.id, [*lines, "\n".join(lines)]


def _show_form(shown: dict[str | None, Counter[str]], form: AuditForm) -> None:
    """The lines of a form, as far as its questions alone tell them."""
    heads = (text for section in form.sections for text in (section.title, section.intro or ""))
    _show(shown, None, (form.title, *form.preamble, *heads))
    for question in form.questions():
        labels = [option.label for option in question.options]
        labels += [column.label for column in question.columns]
        _show(shown, question.id, (question.guidance or "", question.placeholder or "", *labels))
