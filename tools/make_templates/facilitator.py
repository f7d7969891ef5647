"""facilitator.docx: the facilitator's own paper. It is destroyed after the event."""

from __future__ import annotations

from tools.make_templates.agenda import opening
from tools.make_templates.kit import document, each, footer, header, p, strong, when


def build() -> bytes:
    return document(
        [*opening("The facilitator's paper"), *_ground(), *_prompts(), *_points()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
    )


def _list(heading: str, name: str) -> str:
    return when(
        f"{name} is defined and {name}",
        p("Heading2", heading),
        each("line", name, p("ListBullet", "{{ line }}")),
    )


def _ground() -> list[str]:
    return [
        p(
            "Callout",
            strong("For the facilitator only. "),
            "Nobody else gets a copy. Destroy this paper after the event, on paper and on screen. "
            "Audits go home with their agencies.",
        ),
        p(
            "AfterTableNormal",
            strong("Somebody to talk to, "),
            "for those in the room and for you: {{ support }}",
        ),
        _list("Before the day", "before_the_day"),
        _list("Ground rules to agree together", "ground_rules"),
        _list("How to ask", "how_to_ask"),
    ]


def _kept_together(name: str, of: str) -> str:
    """A list that no page end tears: the facilitator looks at it while people speak."""
    text = f"{{{{ {name} }}}}"
    return each(
        name,
        of,
        when("not loop.last", p("ListBullet", text, properties="<w:keepNext/>")),
        when("loop.last", p("ListBullet", text)),
    )


def _prompts() -> list[str]:
    return [
        p("Heading2", "The day, with prompts", properties="<w:pageBreakBefore/>"),
        each(
            "item",
            "items",
            p("Heading3", "{{ item.start }} to {{ item.end }}  {{ item.title }}"),
            p(
                "Small",
                "{{ item.minutes }} minutes{% if item.lead %} \u00b7 {{ item.lead }}{% endif %}"
                "{% if item.note %} \u00b7 {{ item.note }}{% endif %}",
                properties="<w:keepNext/>",
            ),
            _kept_together("prompt", "item.prompts"),
        ),
        p("Heading2", "What may have been going on around the work"),
        p(
            "Normal",
            "Prompts for the conversation about what got in the way. They come from no audit, and "
            "nothing is counted.",
            properties="<w:keepNext/>",
        ),
        _kept_together("factor", "factors"),
    ]


def _points() -> list[str]:
    return [
        p("Heading2", "What each service would like to bring"),
        when(
            "points",
            p(
                "Normal",
                "Only from services that said you may read it beforehand, each under its own name. "
                "The others tell you in the room.",
                properties="<w:keepNext/>",
            ),
            each(
                "point",
                "points",
                p("Heading3", "{{ point.agency }}"),
                each(
                    "entry",
                    "point['items']",
                    p("CellNote", "{{ entry.prompt }}", properties="<w:keepNext/>"),
                    p("Quoted", "{{ entry.text }}"),
                ),
            ),
        ),
        when(
            "not points",
            p("Normal", "Nothing was sent ahead. Every service tells you in the room."),
        ),
    ]
