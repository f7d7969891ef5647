"""year.docx: what a year of reviews comes to, on one side of A4.

Small figures are kept back before they get here; with few reviews there is no table at all.
"""

from __future__ import annotations

from tools.make_templates import look
from tools.make_templates.kit import (
    document,
    each,
    footer,
    gap,
    header,
    heads,
    p,
    rows_of,
    strong,
    table,
    when,
)

_WIDTHS = [6838, 2800]


def build() -> bytes:
    return document(
        [*_opening(), *_figures(), *_in_a_line(), *_notes()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
        styles=look.styles(title=22, after=70, line=250, tight=True),
        margins=(look.MARGIN, look.MARGIN),
    )


def _opening() -> list[str]:
    return [
        p("Heading1", "{{ partnership.review_name }}s in {{ year }}"),
        p(
            "Normal",
            "A review looks, without blame, at how services worked together around a child, so "
            "that practice can change. This is what was recorded up to {{ until }}.",
        ),
        gap(
            "What was learned",
            "in three or four sentences, what was learned this year, what has changed in practice, "
            "and what difference children and families notice. Words say more than figures. Name "
            "no place, age, date or service",
        ),
    ]


def _figures() -> list[str]:
    cells = [p("Cell", "{{ row.what }}"), p("Cell", "{{ row.figure }}")]
    tables = [
        p("Heading2", heading)
        + table(
            "Plain",
            _WIDTHS,
            heads(_WIDTHS, ["What is counted", "Figure"]) + rows_of("row", name, _WIDTHS, cells),
            caption,
        )
        for heading, name, caption in (
            ("The reviews", "reviews", "The reviews of the year and how long they took"),
            ("Their recommendations", "recommendations", "What the subgroup decided"),
        )
    ]
    return [when("reviews", tables[0]), when("recommendations", tables[1])]


def _in_a_line() -> list[str]:
    lines = (
        ("groups", "Recommendations by working group"),
        ("actions", "Actions"),
        ("impact", "Impact checks"),
        ("themes", "Themes of the reviews"),
        ("taking_part", "How agencies took part"),
    )
    return [
        when(" or ".join(name for name, _ in lines), p("Heading2", "More about them")),
        *(
            when(name, p("Normal", strong(f"{label}: "), "{{ " + name + " }}"))
            for name, label in lines
        ),
    ]


def _notes() -> list[str]:
    return [
        p("Heading2", "About the figures"),
        each("note", "notes", p("Small", "{{ note }}")),
    ]
