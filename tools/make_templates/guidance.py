"""guidance.docx: how to think an audit through, and what strong practice looks like. Two sides."""

from __future__ import annotations

from tools.make_templates.kit import (
    bullets,
    cell,
    document,
    each,
    footer,
    header,
    heads,
    p,
    row,
    strong,
    table,
    when,
)

_WIDTHS = [2400, 3838, 3400]
_LENSES = (
    (
        "The child's life",
        "We can describe their day, and they shaped the plan.",
        "What did we see, hear and sense?",
    ),
    (
        "Identity and fairness",
        "Help fitted who they are. Assumptions were tested.",
        "What might we have found hard to see?",
    ),
    (
        "Family and network",
        "All important adults were known. Strengths were used. We were honest and kind.",
        "Who was missing from our picture?",
    ),
    (
        "Noticing and understanding",
        "Changes were joined up, history was used, and views were revised.",
        "What did it look like then?",
    ),
    (
        "Planning and follow-through",
        "There was a clear purpose, an owner, a date, and a what-if-not.",
        "How did we know that it helped?",
    ),
    (
        "Working together",
        "Conversations as well as forms. Concern was heard, difference was resolved.",
        "What made it easy to ask?",
    ),
    (
        "Reflection and leadership",
        "Time, supervision, support, and a workload that makes sense.",
        "What held us up, or back?",
    ),
    (
        "Learning already in use",
        "A change was made, and its effect was seen.",
        "How will we know in six months?",
    ),
)


def build() -> bytes:
    return document(
        [*_how(), *_lenses(), *_view(), *_information()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
    )


def _how() -> list[str]:
    return [
        p("Kicker", "{{ partnership.review_name }}: guidance that goes with the audit"),
        p("Heading1", "How to look back together"),
        p("Lead", "For managers, and for the colleagues who knew the child."),
        p("Heading2", "How to use this"),
        bullets(
            "Talk first, write second. Time together is worth more than a full form.",
            "Think back to what was known on the day, not to what came out later.",
            "Describe what you saw, what it meant for the child, and how you know.",
            "Begin with strengths, and ask what made them possible.",
            "Short answers are welcome. So is \u201cwe do not know\u201d.",
        ),
        p("Heading2", "Stop and talk first"),
        p(
            "Callout",
            strong("Go to your safeguarding lead, not to the form,"),
            " if thinking back brings up a risk to a child today, a worry about somebody's "
            "conduct, or serious harm that nobody knew of. The audit is not the route for those.",
        ),
    ]


def _lenses() -> list[str]:
    rows = "".join(
        row(
            cell(_WIDTHS[0], p("Cell", strong(lens)))
            + cell(_WIDTHS[1], p("Cell", looks))
            + cell(_WIDTHS[2], p("Cell", ask))
        )
        for lens, looks, ask in _LENSES
    )
    return [
        p("Heading2", "Eight ways of looking"),
        p(
            "Normal",
            "Nobody needs all eight. Take those that bring something to light.",
            properties="<w:keepNext/>",
        ),
        table(
            "Plain",
            _WIDTHS,
            heads(_WIDTHS, ["Look at", "Strong practice looks like", "Ask yourselves"]) + rows,
            "Eight ways of looking at the work",
        ),
    ]


def _view() -> list[str]:
    return [
        p("Heading2", "Your view of the whole"),
        p(
            "Normal",
            "The question that begins \u201cWith the guidance in mind\u201d is optional. It asks for a "
            "feeling for the whole, agreed between manager and colleagues, with one sentence of "
            "reason at most. It is not collected, compared or reported.",
        ),
        p("Heading2", "Three checks before you stop"),
        bullets(
            "Could a colleague read this aloud in front of the child's family?",
            "Have we described conditions rather than people?",
            "Would somebody doing the same job on the same day recognise it?",
        ),
    ]


def _information() -> list[str]:
    return [
        p("Heading2", "What happens to what you write"),
        bullets(
            "The audit is yours. You bring it to the {{ partnership.event_name }} and take it home.",
            "If you choose to send it ahead, send it to {{ partnership.mailbox }} and nowhere else. "
            "It is not put together with other audits, and it is taken out of our folder when the "
            "review closes.",
            "The last part, what you bring to the event, is read beforehand by the facilitator, and "
            "only if you tick the box. It stays in the facilitator's paper, which is destroyed "
            "after the event.",
            "Nothing in an audit goes into the report.",
        ),
        when(
            "information_statement",
            each("line", "information_statement", p("Normal", "{{ line }}")),
        ),
        when("support", p("Normal", strong("Support: "), "{{ support }}")),
        p(
            "Normal",
            strong("Any question: "),
            "{{ partnership.mailbox }}"
            "{% if partnership.telephone %}, {{ partnership.telephone }}{% endif %}",
        ),
    ]
