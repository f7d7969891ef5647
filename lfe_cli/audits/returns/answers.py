"""The answers to a form's questions, from the text that was sorted to each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lfe_cli.audits.questions import Question
from lfe_cli.audits.returns.blank import Blank
from lfe_cli.audits.returns.rows import in_lines, rows_of
from lfe_cli.audits.returns.sorting import Passage, Sorted
from lfe_cli.audits.returns.ticks import Seen, mark_in, says_yes, standing_out
from lfe_cli.audits.returns.words import key, words
from lfe_cli.text import tidy
from lfe_cli.word.flow import MARKS, SET

Answer = str | bool | list[list[str]]
# Why an answer that was read from how the printed options look is to be compared.
Doubt = Literal["left", "look", "marks", "several", "differs", "joined"]


class Answers:
    """The answers by tag, those of them that did not stand in their controls, and what makes a
    question's answer doubtful."""

    def __init__(self, sorted_text: Sorted, blank: Blank) -> None:
        self.found = sorted_text
        self.blank = blank
        self.answers: dict[str, Answer] = {}
        self.recovered: list[str] = []
        self.doubts: dict[str, Doubt] = {}

    def read(self, question: Question) -> None:
        """Reads one question, where the document still has it."""
        if question.id not in self.found.found:
            return
        passages = self.found.passages.get(question.id, [])
        if question.kind == "tick":
            self._ticks(question)
        elif question.kind == "table":
            prompts = self.blank.prompts[question.id]
            rows, recovered = rows_of(question, passages, self.found, prompts)
            if question.id in self.found.joined:
                self.doubts[question.id] = "joined"
            self._keep(question, rows, recovered or question.id in self.found.joined)
        elif question.kind == "choice":
            self._keep(question, *self._choice(question, passages))
        else:
            self._keep(question, *self._text(question, passages))

    def _keep(self, question: Question, answer: Answer, recovered: bool) -> None:
        self.answers[question.id] = answer
        if recovered:
            self.recovered.append(question.id)

    def _text(self, question: Question, passages: list[Passage]) -> tuple[str, bool]:
        inside = tidy(in_lines(s for s in passages if s.tag is not None))
        free = any(s.tag is None and s.text.strip() for s in passages)
        if inside in self.blank.prompts[question.id]:
            passages = [s for s in passages if s.tag is None]
            inside = ""
        if not inside and not free:
            return self._stored(question), False
        return tidy(in_lines(passages)), free

    def _stored(self, question: Question) -> str:
        """The value that a date or a choice holds and does not show; not of one struck through."""
        if question.id in self.found.gone:
            return ""
        controls = (self.found.flow.controls[i] for i in self.found.live.get(question.id, ()))
        return next((tidy(c.stored) for c in controls if c.stored and not c.empty), "")

    # -- a choice

    def _choice(self, question: Question, passages: list[Passage]) -> tuple[str, bool]:
        # The printed options are a list; its bullets are no part of a choice.
        text, free = self._text(question, [part._replace(mark="") for part in passages])
        seen = self._seen(question)
        if text and not free:
            shown = self._as_shown(question, text)
            return shown, self._is_denied(question, shown, seen)
        labels = {option.id: option.label for option in question.options}
        marked = [name for name, one in seen.items() if one.mark and not one.struck]
        if text:
            if len(marked) == 1 and self._is_of_options(question, passages):
                return labels[marked[0]], True
            return _named_option(question, text) or text, True
        chosen = self._by_look(question, self._printed(question, seen))
        if len(chosen) > 1:
            self.doubts[question.id] = "several"
        return (labels[chosen[0]], True) if len(chosen) == 1 else ("", False)

    def _as_shown(self, question: Question, text: str) -> str:
        for index in self.found.live.get(question.id, ()):
            for value, shown in self.found.flow.controls[index].shows:
                if text == value and shown != value:
                    return tidy(shown) if value else ""
                if text == shown and not value:  # the list's own "Choose an item."
                    return ""
        return text

    def _is_denied(self, question: Question, shown: str, seen: Mapping[str, Seen]) -> bool:
        """The printed options say otherwise than what was chosen in the field."""
        chosen = next((o.id for o in question.options if key(o.label) == key(shown)), None)
        marked = {name for name, one in seen.items() if one.mark}
        said = marked or standing_out(seen, self.blank.printed.get(question.id, {}))
        struck = chosen is not None and seen.get(chosen, Seen()).struck
        if not shown or not (struck or (said and said != {chosen})):
            return False
        self.doubts[question.id] = "differs"
        return True

    def _is_of_options(self, question: Question, passages: list[Passage]) -> bool:
        """All that was written there stands beside printed options, as marks."""
        options, lines = self.blank.options[question.id], self.found.flow.lines
        spoken = {part.line for part in passages if part.text.strip()}
        seen = [options.in_line(lines[number], self._boxes(question)) for number in spoken]
        return all(each and not any(one.words for one in each.values()) for each in seen)

    def _printed(self, question: Question, seen: Mapping[str, Seen]) -> dict[str, Seen]:
        """The options that the blank has in its printed list, as they stand there now."""
        printed = self.blank.shown.get(question.id, ())
        return {
            option.id: seen.get(option.id, Seen(struck=True))
            for option in question.options
            if key(option.label) in printed
        }

    # -- what both have

    def _boxes(self, question: Question) -> frozenset[int]:
        live = (self.found.live.get(tag, ()) for tag in question.tags())
        return frozenset(index for indexes in live for index in indexes)

    def _seen(self, question: Question) -> dict[str, Seen]:
        """The options as they stand there now. Words beside one make a sentence of it."""
        lines = self.found.lines.get(question.id, [])
        seen = self.blank.options[question.id].seen(lines, self._boxes(question))
        if question.kind == "tick":
            return seen
        return {name: one for name, one in seen.items() if not one.words}

    def _by_look(self, question: Question, seen: Mapping[str, Seen]) -> list[str]:
        """The options that are left where others were struck out, or that stand out by a colour.

        One that was deleted is as one that was struck out.
        """
        left = [name for name, one in seen.items() if not one.struck]
        out = standing_out(
            {name: seen[name] for name in left}, self.blank.printed.get(question.id, {})
        )
        if out:
            self.doubts[question.id] = "look"
            return [name for name in left if name in out]
        if len(left) == len(seen) or len(seen) < 2:
            return []
        if left and question.id in self.found.gone:
            self.doubts[question.id] = "left"
        return left

    # -- ticks

    def _ticks(self, question: Question) -> None:
        seen = self._seen(question)
        named = {tag: tag.partition(".")[2] or tag for tag in question.tags()}
        states = {tag: self._state(question, tag, seen.get(named[tag])) for tag in named}
        self.answers |= {tag: state for tag, state in states.items() if state is not None}
        ticked = {named[tag] for tag, state in states.items() if state}
        marked = {n for n, one in seen.items() if one.mark and not one.struck} - ticked
        denied = {n for n in ticked if n in seen and seen[n].mark is False} & self._toggled(
            question
        )
        chosen = marked
        if marked or denied:
            self.doubts[question.id] = "differs" if denied else "marks"
        elif not ticked and question.options:
            chosen = set(self._by_look(question, seen))
            if self.doubts.get(question.id) == "left" and len(chosen) > 1:
                chosen, self.doubts[question.id] = set(), "several"  # one was taken back
        elif question.options:
            out = standing_out(seen, self.blank.printed.get(question.id, {}))
            if out and out != ticked:
                self.doubts[question.id] = "differs"
        self.answers |= {tag: True for tag, name in named.items() if name in chosen}
        lost = any(tag not in self.found.live and states[tag] for tag in named)
        if (chosen or denied or lost) and question.id not in self.recovered:
            self.recovered.append(question.id)

    def _toggled(self, question: Question) -> set[str]:
        return {tag.partition(".")[2] or tag for tag in question.tags() if tag in self.found.live}

    def _state(self, question: Question, tag: str, seen: Seen | None) -> bool | None:
        """Whether the box of an option is ticked; None where there is none to see."""
        live = self.found.live.get(tag)
        if live:
            return self._is_ticked(live, tag) and not (seen is not None and seen.struck)
        if seen is not None or question.options:
            return None if seen is None or seen.mark is None else seen.mark and not seen.struck
        lines = self.found.lines.get(question.id, [])
        alone = [mark for line in lines for mark in MARKS.findall(line.said)]
        return any(mark in SET for mark in alone) if alone else None

    def _is_ticked(self, live: list[int], tag: str) -> bool:
        if self._is_struck(live):
            return False
        states = [self.found.flow.controls[index].ticked for index in live]
        if any(states):
            return True
        if None not in states:
            return False
        question, _, _ = tag.partition(".")
        text = "".join(s.text for s in self.found.passages.get(question, ()) if s.tag == tag)
        return bool(mark_in(text)) or says_yes(text)

    def _is_struck(self, live: list[int]) -> bool:
        """All that these boxes show is struck through or hidden."""
        shown = [
            piece.look.gone
            for lines in self.found.lines.values()
            for line in lines
            for piece in line.pieces
            if piece.control in live and piece.text.strip()
        ]
        return bool(shown) and all(shown)


def _named_option(question: Question, text: str) -> str | None:
    """The option's label, where a text is nothing but that, however its marks are drawn."""
    return next((o.label for o in question.options if words(o.label) == words(text)), None)
