"""Several audit forms in one file: the signs of a second one, and what the officer is told.

Such a file is neither filed nor split. Filed as one agency's, it would put another's words under
its name; and whoever sent it has, or had, what only its own agency should have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.returns.identify import Identity, identify, identities_in, shown_in
from lfe_cli.audits.returns.opening import CannotRead, Opened, open_word
from lfe_cli.audits.returns.words import key, squashed
from lfe_cli.audits.which_form import form_of_version
from lfe_cli.review import files
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined
from lfe_cli.word.file_kinds import DOCUMENT, kind_of
from lfe_cli.word.flow import Flow, Line
from lfe_cli.word.package import open_package
from lfe_cli.word.paragraphs import NOWHERE
from lfe_cli.word.zips import PackageRefused

_AT_LEAST = 3  # questions that stand twice: fewer were copied by somebody who filled in one form
_SHARE = 5  # and one in so many of those that it holds
_TELLING = 4  # words beside an agency's name that make a printed line known again
_BROUGHT_IN = r"(?i).*\.(docx|docm|dotx|dotm|html?|xhtml|mht|rtf|txt)"
_ROOM = 4_000_000  # bytes of a document in it: a filled form has a tenth of that
_INNER = 3  # documents in it that are looked into
_MARKS = re.compile(r"<[^<>]*>|\\'[0-9a-f]{2}|&\w{1,9};|=\r?\n")
ADVICE = (
    "It was neither filed nor split. Treat it as a possible data incident: do not forward it, open "
    "it no more than you need to, and speak to your information governance lead. Then ask each "
    "agency for its own."
)


def several_forms(review: Review, content: bytes, opened: Opened, given: str | None) -> str:
    """What the officer is told of a file that is not one agency's form; empty where it may be.

    `opened` is the document in `content`, `given` the agency whose it is said to be.
    """
    printed = _Printed.of(review)
    found = [_Seen.of(opened, printed), *_brought_in(content, opened, printed)]
    said = [identity for one in found for identity in one.identities]
    hidden = identify(content)
    names = {agency.id: agency.name for agency in review.agencies()}
    ids = dict.fromkeys(one.agency or "" for one in said)
    addressed = [name for one in found for name in one.addressed]
    named = list(dict.fromkeys([*(names.get(one, one) for one in ids), *addressed]))
    if len(set(said)) > 1 or any(one.twice for one in found) or sum(map(_is_form, found)) > 1:
        return f"{_spoken(review, said, named, names.get(hidden.agency or '', ''))} {ADVICE}"
    if not said and hidden.agency:
        named = list(dict.fromkeys([names.get(hidden.agency, hidden.agency), *named]))
    if len(named) > 1:
        return (
            f"It names more than one agency: {joined(named)}. One form may have been written over "
            f"another, or two put together. {ADVICE}"
        )
    if given and named and not said and names.get(given, given) != named[0]:
        return f"The form speaks to {named[0]}, and --agency says {given}."
    return ""


def several_agencies(review: Review, said: Sequence[Identity]) -> str:
    """What the officer is told of a text in which the form lines of several forms stand."""
    names = {agency.id: agency.name for agency in review.agencies()}
    named = [names.get(one.agency or "", one.agency or "") for one in said]
    return f"{_spoken(review, said, list(dict.fromkeys(named)), '')} {ADVICE}"


def _is_form(seen: _Seen) -> bool:
    return seen.questions >= _AT_LEAST or bool(seen.identities)


def _spoken(review: Review, said: Sequence[Identity], named: list[str], hidden: str) -> str:
    named = list(dict.fromkeys(filter(None, (hidden, *named))))
    others = sorted({one.reference for one in said if one.reference} - {review.reference})
    elsewhere = f" Some of it is of another review: {joined(others)}." if others else ""
    if len(named) > 1:
        return f"It holds the forms of more than one agency: {joined(named)}.{elsewhere}"
    if named:
        return f"It holds more than one form, and names no agency but {named[0]}.{elsewhere}"
    return f"It holds more than one form, and does not say whose they are.{elsewhere}"


@dataclass(frozen=True)
class _Printed:
    """What is printed on the review's forms. `lines` are those in which a form speaks to its agency
    ("For Housing, to think through ..."), as they are for each agency, with its name; `text` and
    `headings` are all that one form shows, for a template may say a thing twice by itself."""

    forms: tuple[AuditForm, ...]
    lines: Mapping[str, str]
    text: str
    headings: Counter[str]

    @classmethod
    def of(cls, review: Review) -> _Printed:
        versions = sorted({str(entry.event.form) for entry in review.state.forms})
        forms = tuple(filter(None, (form_of_version(review, version) for version in versions)))
        blank, whose = _a_blank(review)
        around = [
            (before, after)
            for before, name, after in (line.text.partition(whose) for line in blank)
            if name and len(f"{before} {after}".split()) >= _TELLING
        ]
        lines = {
            squashed(before + one.name + after): one.name
            for one in review.agencies()
            for before, after in around
        }
        return cls(forms, lines, _text_of(blank), _headings(blank))


def _a_blank(review: Review) -> tuple[tuple[Line, ...], str]:
    """The lines of a form that went out and is still there, and the name of its agency."""
    for agency in review.agencies():
        issued = review.read(files.issued_form(agency.id))
        try:
            if issued is not None:
                return open_word(issued).body.lines, agency.name
        except CannotRead:
            continue
    return (), ""


@dataclass(frozen=True)
class _Seen:
    """What the text of a document says of the forms in it.

    `identities` are those that a reader sees (footers, headers, form lines in the text),
    `addressed` the agencies to whom a printed line speaks, `questions` how many are asked in it;
    `twice`: a form stands in it twice.
    """

    identities: tuple[Identity, ...]
    addressed: tuple[str, ...]
    questions: int
    twice: bool

    @classmethod
    def of(cls, opened: Opened, printed: _Printed) -> _Seen:
        text = _text_of(opened.body.lines)
        there = [line for line in printed.lines if line in text]
        whole = [line for line in there if not any(line in more for more in there if more != line)]
        begun = any(text.count(line) > printed.text.count(line) + 1 for line in whole)
        most, twice = 0, False
        for form in printed.forms:
            found, again = _asked(form, opened.body, text, printed)
            begins = begun or _times(form.title, text, printed.text) > 1
            many = again >= max(_AT_LEAST, found / _SHARE)
            most = max(most, found)
            twice = twice or many or (again > 0 and begins) or _headed(form, opened.body, printed)
        return cls(
            tuple(dict.fromkeys(shown_in((opened.body, *opened.around, *opened.notes)))),
            tuple(dict.fromkeys(printed.lines[line] for line in whole)),
            most,
            twice,
        )


def _asked(form: AuditForm, flow: Flow, text: str, printed: _Printed) -> tuple[int, int]:
    """How many of a form's questions are in a text, and how many of them twice."""
    its_own = squashed("\n".join(_texts(form)))
    controls = _controls(flow)
    found = twice = 0
    for question in form.questions():
        most = max(controls[tag] for tag in question.tags())
        times = max(_times(question.prompt, text, printed.text, its_own), most)
        found += times > 0
        twice += times > 1
    return found, twice


def _times(words: str, text: str, *printed: str) -> int:
    """How often words stand in a text, as seen from what one form shows of them."""
    wanted = squashed(words)
    return text.count(wanted) // max(1, *(one.count(wanted) for one in printed)) if wanted else 0


def _controls(flow: Flow) -> Counter[str]:
    """The controls by tag; one in another of its own tag is no second one."""
    found: Counter[str] = Counter()
    for control in flow.controls:
        tag = control.tag.lower()
        around = flow.controls[control.parent].tag.lower() if control.parent != NOWHERE else ""
        found[tag] += bool(tag) and tag != around
    return found


def _headed(form: AuditForm, flow: Flow, printed: _Printed) -> bool:
    """Whether the headings of a form stand in a text twice."""
    lines = _headings(flow.lines)
    titles = {key(section.title) for section in form.sections}
    twice = sum(lines[title] > max(printed.headings[title], 1) for title in titles)
    return twice >= max(_AT_LEAST, len(titles) / 2)


def _headings(lines: Iterable[Line]) -> Counter[str]:
    return Counter(key(line.text) for line in lines if line.cell == NOWHERE)


def _text_of(lines: Iterable[Line]) -> str:
    return squashed("\n".join(line.text for line in lines))


def _texts(form: AuditForm) -> Iterator[str]:
    """All that a form says: a prompt can be part of other words in it."""
    yield from (form.title, *form.preamble)
    for section in form.sections:
        yield from (section.title, section.intro or "")
        for question in section.questions:
            yield from (question.prompt, question.guidance or "", question.placeholder or "")
            yield from (option.label for option in question.options)
            yield from (column.label for column in question.columns)


def _brought_in(content: bytes, opened: Opened, printed: _Printed) -> Iterator[_Seen]:
    """What is seen in the documents that a file holds or brings in, as far as they can be read."""
    if not any(re.fullmatch(_BROUGHT_IN, name) for name in opened.package.names):
        return
    try:
        parts = open_package(content, only=_BROUGHT_IN).parts.values()
    except PackageRefused:
        return
    for part in islice((one for one in parts if len(one) < _ROOM), _INNER):
        if kind_of(part) is not DOCUMENT:
            text = _MARKS.sub(" ", part.decode("utf-8", "replace"))
            yield _Seen(tuple(identities_in([text])), (), 0, twice=False)
            continue
        with suppress(CannotRead):
            yield _Seen.of(open_word(part), printed)
