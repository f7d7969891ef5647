"""A small audit form, and its document with nothing in it."""

from __future__ import annotations

from helpers.word_xml import p, r, sdt
from lfe_cli.audits.questions import AuditForm, read_questions

EMPTY = "<w:showingPlcHdr/>"
SMALL = """
title: A small form
release: share
complete_with: [known.no]
sections:
  - title: First part
    questions:
      - id: role
        kind: text
        prompt: What is your role here
        placeholder: Your role
        required: yes
      - {id: day, kind: date, prompt: When did you talk about it}
      - id: known
        kind: choice
        prompt: Did your service know the child
        required: yes
        options: [{id: "yes", label: We did}, {id: "no", label: We did not}]
  - title: Second part
    questions:
      - id: story
        kind: text
        prompt: What was a day like then
        placeholder: Your words
        required: yes
      - id: factors
        kind: tick
        prompt: What was going on around it
        options: [{id: demand, label: Demand}, {id: staff, label: Staff and turnover}]
      - id: events
        kind: table
        prompt: Moments that mattered to you
        rows: 2
        columns: [{id: when, label: When, hint: A month}, {id: what, label: What happened}]
      - {id: bring, kind: text, prompt: What will you bring along, for_event: yes}
      - {id: share, kind: tick, prompt: The facilitator may read this before}
"""


def small_form() -> AuditForm:
    return read_questions(SMALL, "small.yaml")


def blank_body() -> str:
    """The small form with nothing in it."""
    cell = "<w:tc>{}</w:tc>".format
    row = sdt(
        "",
        f"<w:tr>{cell(sdt('events.when', p('A month'), EMPTY))}"
        f"{cell(sdt('events.what', p('In a sentence'), EMPTY))}</w:tr>",
        "<w15:repeatingSectionItem/>",
    )
    return "".join(
        (
            p("A small form"),
            p("Write as much as you like."),
            p("First part"),
            p("1. What is your role here"),
            sdt("role", p("Your role"), EMPTY),
            p("2. When did you talk about it"),
            p(inside=sdt("day", r("Click or tap to enter a date."), EMPTY + "<w:date/>")),
            p("3. Did your service know the child"),
            p(inside=sdt("known", r("Choose an item."), EMPTY + "<w:dropDownList/>")),
            p("Second part"),
            p("4. What was a day like then"),
            sdt("story", p("Your words"), EMPTY),
            p("5. What was going on around it"),
            p(inside=box("factors.demand") + r(" Demand")),
            p(inside=box("factors.staff") + r(" Staff and turnover")),
            p("6. Moments that mattered to you"),
            f"<w:tbl><w:tr>{cell(p('When'))}{cell(p('What happened'))}</w:tr>"
            f"{sdt('events', row + row, '<w15:repeatingSection/>')}</w:tbl>",
            p("7. What will you bring along"),
            sdt("bring", p("Click or tap here to enter text."), EMPTY),
            p("8. The facilitator may read this before"),
            p(inside=box("share") + r(" Yes")),
        )
    )


def box(tag: str, state: str = "0", shown: str = "☐") -> str:
    return sdt(tag, r(shown), f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>')
