"""One content control: its tag, its kind and its state, in every way that Word writes them."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from lfe_cli.word.xml import W14, on, val, w

_CHECKBOXES = (f"{{{W14}}}checkbox", w("checkbox"))
_CHOICES = (w("dropDownList"), w("comboBox"))


class Control(NamedTuple):
    """`parent`: the index of the control around it, -1 where there is none.

    `empty`: it shows its prompt. `ticked`: None where it is no tick box. `stored`: the date or
    the choice as kept beside the text. `shows`: what a choice shows for each of its values.
    """

    tag: str
    parent: int
    empty: bool
    ticked: bool | None = None
    stored: str = ""
    shows: tuple[tuple[str, str], ...] = ()


def control_of(sdt: etree._Element, parent: int) -> Control:
    """The control that `sdt` (w:sdt) is."""
    properties = sdt.find(w("sdtPr"))
    if properties is None:
        return Control("", parent, empty=False)
    # One look at each property: a file may hold a great many controls.
    has = {child.tag: child for child in properties}
    tag = (val(has.get(w("tag"))) or "").strip()
    empty = on(has.get(w("showingPlcHdr")))
    for name in _CHECKBOXES:
        if name in has:
            state = has[name].find(f"{{{W14}}}checked")
            ticked = on(state if state is not None else has[name].find(w("checked")))
            return Control(tag, parent, empty, ticked)
    if w("date") in has:
        stored = has[w("date")].get(w("fullDate"), "").split("T")[0]
        return Control(tag, parent, empty, stored=stored)
    for name in _CHOICES:
        if name in has:
            return _choice(has[name], tag, parent, empty)
    return Control(tag, parent, empty)


def _choice(choice: etree._Element, tag: str, parent: int, empty: bool) -> Control:
    shows = tuple(_item(item) for item in choice.findall(w("listItem")))
    stored = choice.get(w("lastValue"), "")
    return Control(tag, parent, empty, stored=dict(shows).get(stored, stored), shows=shows)


def _item(item: etree._Element) -> tuple[str, str]:
    value = item.get(w("value"), "")
    return value, item.get(w("displayText")) or value
