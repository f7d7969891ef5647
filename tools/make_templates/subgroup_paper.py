"""subgroup-paper.docx: the cover with which the page goes to the subgroup. One side.

It says nothing of the case beyond the page's own words. Equality and information governance are
standard texts: a partnership words them anew in its own copy of the template.
"""

from __future__ import annotations

from tools.make_templates import look
from tools.make_templates.kit import (
    document,
    footer,
    header,
    heads,
    p,
    rows_of,
    strong,
    table,
    when,
)

_WIDTHS = [800, 5838, 3000]


def build() -> bytes:
    return document(
        [*_opening(), *_decision(), *_background(), *_recommendations(), *_standing_texts()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
        styles=look.styles(title=20, after=60, line=247, tight=True),
        margins=(look.MARGIN, look.MARGIN),
    )


def _opening() -> list[str]:
    return [
        p("Kicker", "{{ partnership.review_name }} {{ review.reference }}"),
        p("Heading1", "Paper for the {{ partnership.subgroup }}: {{ title }}"),
        p("Fact", strong("Meeting"), "\t{{ meeting }}"),
        p("Fact", strong("From"), "\t{{ partnership.short_name }} Business Unit, {{ written }}"),
        p("Fact", strong("Attached"), "\tThe one-page report, {{ page_is }}"),
    ]


def _decision() -> list[str]:
    return [
        p("Heading2", "Decision sought"),
        p("Normal", "The {{ partnership.subgroup }} is asked to:"),
        p("ListNumber", strong("route"), " each recommendation below to a working group;"),
        p(
            "ListNumber",
            "then ",
            strong("accept, amend or hold"),
            " it, or decline it; say why it is held or declined;",
        ),
        p(
            "ListNumber",
            strong("decide who else may read the page: "),
            "the subgroup alone, partner agencies, or the public.",
        ),
    ]


def _background() -> list[str]:
    return [
        p("Heading2", "Background, in the words of the page"),
        p("Normal", "{{ why_we_looked }}"),
    ]


def _recommendations() -> list[str]:
    cells = [
        p("Cell", "{{ one.id }}"),
        p("Cell", "{{ one.words }}"),
        p("Cell", "{{ one.group }}"),
    ]
    return [
        p("Heading2", "Recommendations"),
        table(
            "Plain",
            _WIDTHS,
            heads(_WIDTHS, ["No.", "Recommendation", "Working group suggested"])
            + rows_of("one", "recommendations", _WIDTHS, cells),
            "The recommendations, and the working group suggested for each",
        ),
        when("repeats", p("AfterTable", strong("Recommended before: "), "{{ repeats }}.")),
    ]


def _standing_texts() -> list[str]:
    return [
        p("Heading2", "Equality"),
        p(
            "Normal",
            "The review asks what matters about who a child is. The page leaves it out, so that "
            "nobody can be recognised by it. Before you decide, please think about whom each step "
            "could help less, and who else needs to be asked.",
        ),
        p("Heading2", "Information governance"),
        p(
            "Normal",
            "The page is about practice and the system, and is written to name nobody. Somebody who "
            "knows the family might still recognise it: until you decide who may read it, please "
            "share neither the page nor this paper. What services prepared for the "
            "{{ partnership.event_name }} is no part of it.",
        ),
    ]
