"""agenda.docx: the learning event on one page, for everybody who is invited."""

from __future__ import annotations

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

_WIDTHS = [960, 960, 5118, 2600]


def build() -> bytes:
    return document(
        [*opening("Agenda"), *_items(), *_closing()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
    )


def opening(title: str) -> list[str]:
    """The head of an event paper: what it is, when and where."""
    return [
        when("draft", p("Draft", "DRAFT. Details may still change.")),
        p("Kicker", "{{ partnership.review_name }} {{ review.reference }}"),
        p("Heading1", "{{ partnership.event_name|capitalize }}: " + title.lower()),
        when(
            "event",
            p("Fact", strong("When"), "\t{{ event.date }}, {{ event.start }} to {{ event.end }}"),
            p("Fact", strong("Where"), "\t{{ event.venue }}, in person"),
            p("FactLast", strong("Facilitator"), "\t{{ event.facilitator }}"),
        ),
        when("not event", p("FactLast", strong("When and where"), "\tto be confirmed")),
    ]


def _items() -> list[str]:
    cells = [
        p("Cell12", "{{ item.start }}"),
        p("Cell12", "{{ item.end }}"),
        p("Cell12", strong("{{ item.title }}"))
        + when("item.note", p("CellNote", "{{ item.note }}"))
        + when("loop.first or loop.last", p("CellNote", "Somebody to talk to: {{ support }}")),
        p("Cell12", "{{ item.lead }}"),
    ]
    return [
        table(
            "Plain",
            _WIDTHS,
            heads(_WIDTHS, ["From", "To", "What we do", "Who leads"])
            + rows_of("item", "items", _WIDTHS, cells),
            "Agenda",
        )
    ]


def _closing() -> list[str]:
    return [
        p(
            "AfterTableNormal",
            "Please bring your audit. It stays with you, and goes home with you. We do not look "
            "for blame: we look for what helps, and what gets in the way.",
        ),
        when(
            "family_part",
            p(
                "Normal",
                "Members of the family join us for the part that says so, and for no other. Audits "
                "are closed and out of sight while they are with us.",
            ),
        ),
        p(
            "Callout",
            strong("Look after yourself. "),
            "You may step out at any time, and there is a quiet room."
            "{% if event and event.wellbeing %} {{ event.wellbeing }} is there only to look after "
            "everyone.{% endif %}",
        ),
    ]
