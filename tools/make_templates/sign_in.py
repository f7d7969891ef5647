"""sign-in.docx: who was in the room, by service and role."""

from __future__ import annotations

from tools.make_templates.agenda import opening
from tools.make_templates.kit import (
    cell,
    document,
    footer,
    header,
    heads,
    p,
    row,
    rows_of,
    strong,
    table,
)

_WIDTHS = [3100, 2938, 2500, 1100]
_HANDWRITING = 600
_SPARE_ROWS = 2


def build() -> bytes:
    return document(
        [*opening("Signing in"), *_promise(), *_support(), *_people()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
    )


def _promise() -> list[str]:
    return [
        p(
            "Callout",
            strong("What we say here stays here. "),
            "{% if confidentiality is defined and confidentiality %}{{ confidentiality }}"
            "{% else %}By signing in I agree that what I hear about a child, a family or a "
            "colleague stays in this room, and that I take home my own audit and nothing else."
            "{% endif %}",
        ),
    ]


def _support() -> list[str]:
    """Above the rows: there can be so many of them that what stands below is on another page."""
    return [
        p(
            "Normal",
            strong("If today is hard: "),
            "you may step out at any time, and there is a quiet room."
            "{% if event and event.wellbeing %} {{ event.wellbeing }} is there only to look after "
            "everyone.{% endif %} ",
            strong("Afterwards: "),
            "{{ support }}",
        ),
    ]


def _people() -> list[str]:
    labels = ["Service", "Your role", "If deputy, for which role", "Time"]
    blank = [p("Cell")] * (len(_WIDTHS) - 1)
    empty = "".join(cell(width, p("Cell")) for width in _WIDTHS)
    return [
        p(
            "AfterTable",
            "Roles are enough. We do not need your name here. Please write "
            "{{ roles|default('practitioner, manager, safeguarding lead, deputy or other') }}.",
        ),
        table(
            "Boxes",
            _WIDTHS,
            heads(_WIDTHS, labels)
            + rows_of(
                "line", "rows", _WIDTHS, [p("Cell", "{{ line.agency }}"), *blank], _HANDWRITING
            )
            + row(empty, height=_HANDWRITING) * _SPARE_ROWS,
            "Who is here, by service and role",
        ),
    ]
