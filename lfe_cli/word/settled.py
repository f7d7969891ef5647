"""What a Word file shows is made its own text: nothing else is shown, whoever opens it.

Word and LibreOffice fill some places anew when a file is opened: a control that is bound to data
or to a property, a field that is worked out. They would say other words than those that were
filled in and checked. So the binding goes, and a field becomes the text that it shows; page numbers
stay, and what a person fills in or clicks on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from lfe_cli.word.xml import W15, val, w

_BINDINGS = (w("dataBinding"), f"{{{W15}}}dataBinding")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SHAPES = frozenset({"wps", "wpg", "wpc"})  # whose text everybody shows who knows shapes
# The settings by which Word works fields out on opening, or asks for the data of a mail merge.
WORKED_OUT_ON_OPENING = ("updateFields", "mailMerge")
# Page numbers, what is clicked on or filled in, and what shows a sign or a number of its own.
_STAY = frozenset(
    """PAGE NUMPAGES SECTIONPAGES SECTION PAGEREF HYPERLINK FORMTEXT FORMCHECKBOX FORMDROPDOWN
    SYMBOL EQ ADVANCE AUTONUM AUTONUMLGL AUTONUMOUT LISTNUM""".split()  # noqa: SIM905
)
_WORKED_OUT = frozenset({"currentDate", "currentTime", "calculated"})  # of a text to fill in


@dataclass
class _Field:
    """A field that is open: its marks, what stands before its result, and its code."""

    marks: list[etree._Element] = field(default_factory=list)
    before: list[etree._Element] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    shows: bool = False

    @property
    def stays(self) -> bool:
        """Whether it is left as it is."""
        kinds = {val(kind) for mark in self.marks for kind in mark.iter(w("type"))}
        return _name("".join(self.code)) in _STAY and not kinds & _WORKED_OUT


def settle(root: etree._Element) -> bool:
    """Make one part show its own text alone; whether anything in it had to change."""
    found = [*_take_out_bindings(root), *_settle_fields(root), *_settle_simple(root)]
    return _settle_alternatives(root) or bool(found)


def worked_out(root: etree._Element) -> list[str]:
    """What in a part shows other words than its own text, as Word calls it. `root` is changed."""
    bound = ["a control that is bound to data"] * bool(_take_out_bindings(root))
    fields = dict.fromkeys((*_settle_fields(root), *_settle_simple(root)))
    return [*bound, *(f"a field ({name})" for name in fields if name)]


def _take_out_bindings(root: etree._Element) -> list[str]:
    found = list(root.iter(*_BINDINGS))
    for binding in found:
        _remove(binding)
    for control in root.iter(w("date")):  # LibreOffice shows the day that is kept beside the text
        if w("fullDate") in control.attrib:
            del control.attrib[w("fullDate")]
            found.append(control)
    return [str(one.tag) for one in found]


def _settle_fields(root: etree._Element) -> list[str]:
    """Each field that does not stay becomes what it shows; gives what it was called."""
    settled: list[str] = []
    opened: list[_Field] = []
    for element in [child for run in root.iter(w("r")) for child in run]:
        mark = element.get(w("fldCharType")) if element.tag == w("fldChar") else None
        if mark == "begin":
            _is_code(element, opened)
            opened.append(_Field([element]))
        elif mark and opened:
            opened[-1].marks.append(element)
            opened[-1].shows = True
            if mark == "end":
                settled += _close(opened.pop(), opened)
        elif element.tag != w("rPr"):
            if element.tag == w("instrText") and opened and not opened[-1].shows:
                opened[-1].code.append(element.text or "")
            _is_code(element, opened)
    for left in opened:  # one that never ends: its marks go, no word with them
        left.before = [one for one in left.before if one.tag == w("instrText")]
        settled += _close(left, [])
    return settled


def _is_code(element: etree._Element, opened: Iterable[_Field]) -> None:
    for one in opened:
        if not one.shows:
            one.before.append(element)


def _close(ended: _Field, around: list[_Field]) -> list[str]:
    for mark in ended.marks[1:]:
        _is_code(mark, around)
    if ended.stays:
        return []
    for element in (*ended.marks, *ended.before):
        run = element.getparent()
        _remove(element)
        if run is not None and all(child.tag == w("rPr") for child in run):
            _remove(run)
    return [_name("".join(ended.code)) or "="]


def _settle_simple(root: etree._Element) -> list[str]:
    settled = []
    for simple in list(root.iter(w("fldSimple"))):
        name, parent = _name(simple.get(w("instr")) or ""), simple.getparent()
        if name in _STAY or parent is None:
            continue
        at = parent.index(simple)
        parent[at : at + 1] = [child for child in simple if child.tag != w("fldData")]
        settled.append(name)
    return settled


def _settle_alternatives(root: etree._Element) -> bool:
    """Of a text in two forms that say two things, the one that is shown stays."""
    changed = False
    for both in list(root.iter(f"{_MC}AlternateContent")):
        choice, fallback = both.find(f"{_MC}Choice"), both.find(f"{_MC}Fallback")
        if choice is None or fallback is None:
            continue
        texts = _text(choice), _text(fallback)
        if all(texts) and texts[0] != texts[1]:
            is_shape = (choice.get("Requires") or "").split()[:1]
            _remove(fallback if {*is_shape} <= _SHAPES else choice)
            changed = True
    return changed


def _text(element: etree._Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(w("t"))).split())


def _name(code: str) -> str:
    return next(iter(code.split()), "").upper()


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
