"""Audit forms, filled as Word does when a person types: each answer into its content control.

The demonstration writes its agencies' audits with it.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lxml import etree

from lfe_cli.review.days import short_date
from lfe_cli.word.flow import BOX, CROSSED
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import W14, W15, parse, serialise, val, w

_DOCUMENT = "word/document.xml"
_CHECKBOX = f"{{{W14}}}checkbox"
_SECTION = f"{{{W15}}}repeatingSection"
_ITEM = f"{{{W15}}}repeatingSectionItem"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill_form(form: bytes, answers: Mapping[str, Any]) -> bytes:
    """`form` with `answers` by tag (a question's id; `id.option` for one of several ticks).

    A text keeps its lines as paragraphs; a choice is an option's id; a date is a date or ISO text;
    a tick is True or False, several are the list of the options' ids; a table is a list of rows,
    each a list of cells in order or a mapping by column. Raises KeyError that names what the form
    does not ask, or does not offer.
    """
    package = open_package(form)
    parts = dict(package.parts)
    root = parse(parts[_DOCUMENT])
    controls = _by_tag(root)
    for tag, answer in _one_by_one(answers, controls).items():
        if tag not in controls:
            raise KeyError(f"The form has no answer called {tag}.")
        _fill(controls[tag], answer)
    _give_own_ids(root)
    parts[_DOCUMENT] = serialise(root)
    return write_package(parts, package)


def _by_tag(root: etree._Element) -> dict[str, etree._Element]:
    """The controls by tag; of a table's cells the first row's."""
    found: dict[str, etree._Element] = {}
    for control in root.iter(w("sdt")):
        found.setdefault(_tag(control), control)
    return found


def _tag(control: etree._Element) -> str:
    return val(control.find(f"{w('sdtPr')}/{w('tag')}")) or ""


def _one_by_one(
    answers: Mapping[str, Any], controls: Mapping[str, etree._Element]
) -> dict[str, Any]:
    """The answers with each of several ticks under its own tag."""
    single: dict[str, Any] = {}
    for tag, answer in answers.items():
        if tag not in controls and isinstance(answer, list):
            single.update({f"{tag}.{option}": True for option in answer})
        else:
            single[tag] = answer
    return single


def _fill(control: etree._Element, answer: Any) -> None:
    properties = control.find(w("sdtPr"))
    assert properties is not None  # it has a tag
    if properties.find(_CHECKBOX) is not None:
        _tick(control, properties, ticked=bool(answer))
    elif properties.find(_SECTION) is not None:
        _fill_rows(control, answer)
    elif properties.find(w("dropDownList")) is not None:
        _write(control, _chosen(properties, str(answer)))
    elif properties.find(w("date")) is not None:
        _write(control, _dated(properties, answer))
    else:
        _write(control, str(answer))


def _tick(control: etree._Element, properties: etree._Element, *, ticked: bool) -> None:
    state = properties.find(f"{_CHECKBOX}/{{{W14}}}checked")
    if state is not None:
        state.set(f"{{{W14}}}val", "1" if ticked else "0")
    for text in control.iter(w("t")):
        text.text = CROSSED if ticked else BOX


def _chosen(properties: etree._Element, option: str) -> str:
    """The text that the list shows for an option, which it remembers as the one that was chosen."""
    choices = properties.find(w("dropDownList"))
    assert choices is not None
    for item in choices.findall(w("listItem")):
        if item.get(w("value")) == option:
            choices.set(w("lastValue"), option)
            return item.get(w("displayText")) or option
    raise KeyError(f"{val(properties.find(w('tag')))} does not offer {option}.")


def _dated(properties: etree._Element, answer: date | str) -> str:
    day = answer if isinstance(answer, date) else date.fromisoformat(answer)
    known = properties.find(w("date"))
    assert known is not None
    known.set(w("fullDate"), f"{day.isoformat()}T00:00:00Z")
    return short_date(day)


def _write(control: etree._Element, text: str) -> None:
    """Type `text` in place of the prompt. An empty answer leaves the prompt standing."""
    lines = text.strip().split("\n")
    inside = control.find(w("sdtContent"))
    if inside is None or not any(lines):
        return
    prompt = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
    if prompt is not None:
        prompt.getparent().remove(prompt)  # type: ignore[union-attr]
    first = next(inside.iter(w("p")), None)
    if first is None:
        inside[:] = [_run(line, new_line=number > 0) for number, line in enumerate(lines)]
        return
    place = first.getparent()
    assert place is not None
    looks = first.find(w("pPr"))
    for old in place.findall(w("p")):
        place.remove(old)
    place.extend(_paragraph(line, looks) for line in lines if line.strip())


def _paragraph(text: str, looks: etree._Element | None) -> etree._Element:
    paragraph = etree.Element(w("p"))
    if looks is not None:
        paragraph.append(copy.deepcopy(looks))
    paragraph.append(_run(text))
    return paragraph


def _run(text: str, *, new_line: bool = False) -> etree._Element:
    run = etree.Element(w("r"))
    if new_line:
        etree.SubElement(run, w("br"))
    piece = etree.SubElement(run, w("t"))
    piece.text = text.strip()
    piece.set(_SPACE, "preserve")
    return run


def _fill_rows(section: etree._Element, rows: Sequence[Sequence[str] | Mapping[str, str]]) -> None:
    """Fill the rows that there are, and add the others as the plus sign does."""
    inside = section.find(w("sdtContent"))
    assert inside is not None
    items = [i for i in inside.findall(w("sdt")) if i.find(f"{w('sdtPr')}/{_ITEM}") is not None]
    empty = copy.deepcopy(items[-1])
    for _ in range(len(rows) - len(items)):
        items.append(copy.deepcopy(empty))
        inside.append(items[-1])
    for item, row in zip(items, rows, strict=False):
        _fill_row(item, _tag(section), row)


def _fill_row(item: etree._Element, table: str, row: Sequence[str] | Mapping[str, str]) -> None:
    cells = {_tag(cell): cell for cell in item.iter(w("sdt")) if _tag(cell)}
    given = (
        {f"{table}.{column}": text for column, text in row.items()}
        if isinstance(row, Mapping)
        else dict(zip(cells, row, strict=False))
    )
    for tag, text in given.items():
        if tag not in cells:
            raise KeyError(f"The form has no column called {tag}.")
        _write(cells[tag], text)


def _give_own_ids(root: etree._Element) -> None:
    """Rows that were added carry the ids of the row that they are copies of: give them new ones."""
    ids = [number for number in root.iter(w("id")) if number.getparent().tag == w("sdtPr")]  # type: ignore[union-attr]
    fresh = itertools.count(max((int(val(i) or 0) for i in ids), default=0) + 1)
    seen: set[str | None] = set()
    for number in ids:
        if val(number) in seen:
            number.set(w("val"), str(next(fresh)))
        seen.add(val(number))
