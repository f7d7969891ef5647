"""agenda-family.docx: their part of the event, for members of the family, in plain words.

It is handed over by somebody they know. No marking, no reference, no word of the trade.
"""

from __future__ import annotations

from tools.make_templates.kit import (
    bullets,
    document,
    field,
    heads,
    p,
    rows_of,
    run,
    strong,
    table,
    when,
)

_WIDTHS = [2200, 7438]


def build() -> bytes:
    return document(
        [*_welcome(), *_items(), *_expect()],
        head=p("Header", "{{ partnership.name }}"),
        foot=p("Footer", run("\tPage "), field("PAGE"), run(" of "), field("NUMPAGES")),
    )


def _welcome() -> list[str]:
    return [
        when("draft", p("Draft", "DRAFT. Not to be handed over yet.")),
        p("Heading1", "Your time with us"),
        p(
            "Lead",
            "Thank you for thinking about coming. It is your choice, and you can change your mind "
            "at any time, even on the day.",
        ),
        p(
            "Normal",
            "We are meeting because we want to learn how people who help children and families can "
            "do it better. You know things that nobody else can tell us. We would like to listen.",
        ),
        when(
            "event",
            p(
                "Fact",
                strong("When"),
                "\t{{ event.date }}{% if items %}, {{ items[0].start }} to {{ items[-1].end }}"
                "{% endif %}",
            ),
            p("Fact", strong("Where"), "\t{{ event.venue }}"),
            p(
                "Fact",
                strong("Who welcomes you"),
                "\t{{ event.facilitator }}{% if event.facilitator != 'to be confirmed' %}, who "
                "leads the meeting{% endif %}",
            ),
            p(
                "FactLast",
                strong("Who looks after you"),
                "\t{% if event.wellbeing %}{{ event.wellbeing }}, who is there only for that"
                "{% else %}somebody who is there only for that{% endif %}",
            ),
        ),
    ]


def _items() -> list[str]:
    cells = [
        p("Cell12", "{{ item.start }} to {{ item.end }}"),
        p("Cell12", strong("{{ item.title }}")) + when("item.note", p("Cell12", "{{ item.note }}")),
    ]
    return [
        table(
            "Plain",
            _WIDTHS,
            heads(_WIDTHS, ["Time", "What happens"]) + rows_of("item", "items", _WIDTHS, cells),
            "Your time with us",
        )
    ]


def _expect() -> list[str]:
    return [
        p("Heading2", "What you can expect"),
        bullets(
            "People who worked with your family will be in the room. They are there to listen, and "
            "not to argue with what you say.",
            "Somebody you trust can sit beside you. If you would like an interpreter, or somebody "
            "who speaks up for you, tell us. We will try to find them.",
            "You have a way in of your own, and a quiet room. You can stop or go out at any time.",
        ),
        p("Heading2", "What we ask of you"),
        bullets(
            "Tell us what you would like us to know. There is nothing that you have to say.",
            "Please keep what you hear about others to yourself. They agree to do the same.",
        ),
        p("Heading2", "Afterwards"),
        p(
            "Normal",
            "We write one page about what we learned. We leave out names. You hear what "
            "is in it before it is shared with others.",
        ),
        p(
            "Normal",
            "If you would rather not come, tell us beforehand or in writing, or choose somebody to "
            "read out your words.",
        ),
        p(
            "Callout",
            strong("Any question, or a change of mind? "),
            "Tell the person who gave you this page"
            "{% if partnership.telephone %}, or ring us on {{ partnership.telephone }}{% endif %}.",
        ),
    ]
