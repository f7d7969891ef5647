"""Fills an issued form as Word would: each answer into the control whose tag it has."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from lxml import etree

from helpers.officer import REFERENCE
from helpers.word_files import edit
from lfe_cli.audits.form import make_form
from lfe_cli.audits.questions import AuditForm, read_questions
from lfe_cli.audits.returns.reading import Reading, read_audit
from lfe_cli.review.history.entries import History
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.partnership import Agency, Partnership
from lfe_cli.review.templates import shipped
from lfe_cli.review.workspace import Review, Workspace
from lfe_cli.word.render import Template
from lfe_cli.word.xml import W14, W15, val, w

Answers = Mapping[str, str | bool | list[list[str]]]
AGENCY = "police"


@cache
def the_form() -> AuditForm:
    return read_questions((shipped() / "audit.yaml").read_text("utf-8"), "audit.yaml")


@cache
def issued(form: AuditForm | None = None) -> bytes:
    """The form as it goes out to an agency."""
    partnership = Partnership(
        name="Plymouth Safeguarding Children Partnership",
        short_name="PSCP",
        mailbox="pscp@plymouth.gov.uk",
        working_groups=[{"id": "practice", "name": "Practice"}],
        agencies=[{"id": AGENCY, "name": "Police"}],
    )
    manifest = Manifest.model_validate(
        {
            "reference": REFERENCE,
            "theme": "Neglect",
            "focus": {"from": "2026-01-01", "to": "2026-09-30"},
            "agencies": [{"id": AGENCY}],
        }
    )
    review = Review(Workspace(Path("nowhere"), partnership), REFERENCE, manifest, History())
    return make_form(
        Template("audit.docx", (shipped() / "audit.docx").read_bytes()),
        form or the_form(),
        review,
        Agency(id=AGENCY, name="Police"),
        datetime(2027, 1, 11, 9, 30, tzinfo=UTC),
    )


def read(content: bytes) -> Reading:
    """What the tool reads of a form that came back."""
    return read_audit(content, the_form(), issued())


def fill(content: bytes, answers: Answers) -> bytes:
    """`content` with `answers` by tag: text (a paragraph a line), choices and dates as shown,
    True for a tick, rows of cells for a table."""

    def change(root: etree._Element) -> None:
        for tag, answer in answers.items():
            control = control_of(root, tag)
            if isinstance(answer, bool):
                tick(control, answer)
            elif isinstance(answer, list):
                fill_table(control, answer)
            else:
                write(control, answer)
        number_controls(root)

    return edit(content, change)


def control_of(root: etree._Element, tag: str) -> etree._Element:
    return next(s for s in root.iter(w("sdt")) if val(s.find(f"{w('sdtPr')}/{w('tag')}")) == tag)


def write(control: etree._Element, text: str) -> None:
    """Types a text, picks a choice or a date."""
    properties, inside = control.find(w("sdtPr")), control.find(w("sdtContent"))
    prompt = properties.find(w("showingPlcHdr"))
    if prompt is not None:
        properties.remove(prompt)
    choice, day = properties.find(w("dropDownList")), properties.find(w("date"))
    if choice is not None:
        items = choice.findall(w("listItem"))
        value = next(i.get(w("value")) for i in items if i.get(w("displayText")) == text)
        choice.set(w("lastValue"), value)
    if day is not None:
        stored = datetime.strptime(text, "%d %B %Y").date()
        day.set(w("fullDate"), f"{stored.isoformat()}T00:00:00Z")
    paragraphs = inside.findall(w("p"))
    if not paragraphs:
        for child in list(inside):
            inside.remove(child)
        inside.extend(runs(text))
        return
    like = paragraphs[0].find(w("pPr"))
    for child in list(inside):
        inside.remove(child)
    for line in text.split("\n"):
        paragraph = etree.SubElement(inside, w("p"))
        if like is not None:
            paragraph.append(copy.deepcopy(like))
        paragraph.extend(runs(line))


def runs(text: str) -> list[etree._Element]:
    run = etree.Element(w("r"))
    for number, part in enumerate(text.split("\t")):
        if number:
            etree.SubElement(run, w("tab"))
        if part:
            piece = etree.SubElement(run, w("t"))
            piece.text = part
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [run] if len(run) else []


def tick(control: etree._Element, ticked: bool) -> None:
    control.find(f"{w('sdtPr')}/{{{W14}}}checkbox/{{{W14}}}checked").set(
        f"{{{W14}}}val", "1" if ticked else "0"
    )
    next(control.iter(w("t"))).text = "☒" if ticked else "☐"


def fill_table(section: etree._Element, rows: list[list[str]]) -> None:
    """Fills the rows there are, and adds rows with the plus sign."""
    inside = section.find(w("sdtContent"))
    items = inside.findall(w("sdt"))
    assert items[0].find(f"{w('sdtPr')}/{{{W15}}}repeatingSectionItem") is not None
    while len(items) < len(rows):
        items.append(copy.deepcopy(items[-1]))
        inside.append(items[-1])
    for item, row in zip(items, rows, strict=False):
        cells = [s for s in item.iter(w("sdt")) if s.find(f"{w('sdtPr')}/{w('tag')}") is not None]
        for cell, text in zip(cells, row, strict=True):
            if text:
                write(cell, text)


def number_controls(root: etree._Element) -> None:
    """Gives every control an id of its own, as Word does for what it copies."""
    seen: set[str | None] = set()
    fresh = itertools.count(910_000_001)
    for number in root.iter(w("id")):
        if number.getparent().tag == w("sdtPr"):
            if val(number) in seen:
                number.set(w("val"), str(next(fresh)))
            seen.add(val(number))


def without_controls(content: bytes) -> bytes:
    """Takes every control away and leaves its text, as Google Docs does."""

    def change(root: etree._Element) -> None:
        for control in reversed(list(root.iter(w("sdt")))):
            unwrap(control)

    return edit(content, change)


def unwrap(control: etree._Element) -> None:
    parent, inside = control.getparent(), control.find(w("sdtContent"))
    at = parent.index(control)
    parent[at : at + 1] = list(inside)


def without_tags(content: bytes) -> bytes:
    """Leaves the controls and takes their tags away."""

    def change(root: etree._Element) -> None:
        for tag in list(root.iter(w("tag"))):
            tag.getparent().remove(tag)

    return edit(content, change)


LONG_TEXT = (
    "Up at seven, breakfast with an older sibling.\n"
    "School by bus; she liked the library & the “quiet corner”.\n"
    "Tea\tat six, then her own words: 'I count the cars'."
)


def an_audit() -> dict[str, str | bool | list[list[str]]]:
    """A whole audit: every kind of answer, rows added, some questions left empty."""
    return {
        "completed_by": "Detective sergeant, child protection",
        "completed_with": "Two response officers and a missing-person coordinator",
        "completed_on": f"{date(2027, 2, 9):%d %B %Y}".lstrip("0"),
        "involvement": "Yes, in the focus period",
        "our_role": "First response\nSafeguarding checks with the family",
        "child_day": LONG_TEXT,
        "child_voice": "She showed us her drawings before she spoke.",
        "child_identity": "Welsh first language; ŵyres, “mam-gu” cared for her.",
        "family_context": "Father and a grandmother; strengths: humour, neighbours.",
        "key_events": [
            ["March 2026", "First call from a neighbour", "A noise complaint", "She was awake"],
            ["April 2026", "A joint visit\nwith health", "Settled", ""],
            ["May 2026", "School rang", "One of many calls", "Nobody to collect her"],
            ["June 2026", "Moved home", "A fresh start", "A new school"],
            ["", "Summer visits", "", "She asked for the same officer"],
            ["September 2026", "Strategy discussion", "Worrying", "A plan"],
        ],
        "good_practice": "The coordinator rang back the same evening.",
        "helped_by_others": "Police",
        "working_together": "By telephone first, then in writing.",
        "system_factors.staffing": True,
        "system_factors.boundaries_handover": True,
        "system_factors.other": True,
        "system_comment": "Two teams were being joined.",
        "better_service": "Time for a second visit.",
        "better_together": "One number to ring.",
        "overall_view": "Strong in parts, with more to build",
        "bring_good_practice": "Ringing back the same evening",
        "bring_learning": "What helps when a family moves",
        "bring_questions": "How do other services hear of a move?",
        "share_before": True,
    }
