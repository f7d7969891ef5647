"""report.docx: the learning of one event on one side of A4.

Every text takes its size from Normal, so that Normal's size alone scales the page. No table and no
text box: what fits can then be worked out before Word or LibreOffice has seen it.
"""

from __future__ import annotations

from tools.make_templates import look
from tools.make_templates.kit import (
    document,
    each,
    field,
    header,
    inline_control,
    p,
    run,
    when,
)


def build() -> bytes:
    foot = p(
        "Footer",
        "{{ footer }}{% if footer %} \u00b7 {% endif %}{{ partnership.mailbox }}",
        run("\tPage "),
        field("PAGE"),
        run(" of "),
        field("NUMPAGES"),
    ) + when("marking", p("Marking", "{{ marking|upper }}"))
    return document(
        [*_title(), *_learning(), *_next_steps()],
        head=header("{{ partnership.name }}"),
        foot=foot,
        styles=look.styles(title=23, after=60, line=247, tight=True),
        margins=(look.MARGIN, look.MARGIN),
    )


def _title() -> list[str]:
    mark = inline_control("Stage", "lfe.draft", "\t{{ stage_mark }}", "", "", style="Stage")
    return [
        p(
            "Kicker",
            run("{{ partnership.review_name }}"),
            run("{%r if stage_mark %}"),
            mark,
            run("{%r endif %}"),
        ),
        p("Heading1", "{{ title }}"),
    ]


def _learning() -> list[str]:
    return [
        p("Heading2", "Why we looked at this"),
        p("Normal", "{{ why_we_looked }}"),
        p("Heading2", "What worked well"),
        each("point", "worked_well", p("ListBullet", "{{ point }}")),
        p("Heading2", "What we learned"),
        each("point", "what_we_learned", p("ListBullet", "{{ point }}")),
        p("Heading2", "Questions for your team"),
        each("question", "questions", p("ListShaded", "{{ question }}")),
    ]


def _next_steps() -> list[str]:
    return [
        p("Heading2", "Next steps"),
        each(
            "step",
            "next_steps",
            p("ListNumber", "{{ step.recommendation }} ", run("{{ step.group }}", "Label")),
        ),
        p(
            "Closing",
            "{% if closing is defined and closing %}{{ closing }}{% else %}If this page brings "
            "something up for you, talk to your manager or write to us. The subgroup will hear how "
            "these steps are going in {{ follow_up }}.{% endif %}",
        ),
    ]
