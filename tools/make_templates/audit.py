"""audit.docx: the form that an agency fills in with the colleagues who knew the child."""

from __future__ import annotations

from tools.make_templates import look
from tools.make_templates.kit import (
    cell,
    choice,
    date,
    document,
    each,
    footer,
    header,
    p,
    repeating_row,
    row,
    run,
    strong,
    table,
    tag,
    text_area,
    tick,
    when,
)


def build() -> bytes:
    return document(
        [*_opening(), *_sections(), *_closing()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
    )


def _opening() -> list[str]:
    return [
        p("Kicker", "{{ partnership.review_name }} {{ review.reference }}"),
        p("Heading1", "{{ form.title }}"),
        p(
            "Lead",
            "For {{ agency.name }}, to think through with the colleagues who knew {{ the_child }}, "
            "and to bring to the {{ partnership.event_name }}.",
        ),
        p(
            "Fact",
            strong("{{ the_child|capitalize }}"),
            "\tTheir details reach you separately, never in a form",
        ),
        p(
            "Fact",
            strong("Period to focus on"),
            "\t{{ review.focus_from }} to {{ review.focus_to }}",
        ),
        p("Fact", strong("Good to have it by"), "\t{{ review.due }} (our own local target)"),
        when("event", p("Fact", strong("The event"), "\t{{ event.date }}, {{ event.start }}")),
        p(
            "FactLast",
            strong("Any question"),
            "\t{{ partnership.mailbox }}{% if partnership.telephone %}, "
            "{{ partnership.telephone }}{% endif %}",
        ),
        when(
            "children > 1",
            p(
                "Callout",
                strong("More than one child. "),
                "With their details comes a letter for each of them, in no order of age: "
                "{{ child_letters }}. Please write these letters and never a name. Where a "
                "question says “the child”, think of each of them: what was the same for all, and "
                "what was different for each?",
            ),
        ),
        when("not form.short", p("Heading2", "Before you begin")),
        each("line", "form.preamble", p("Callout", "{{ line }}")),
        when("support", p("Callout", strong("Support: "), "{{ support }}")),
    ]


def _sections() -> list[str]:
    alias, name, hint = "{{ q.alias }}", "{{ q.id }}", "{{ q.placeholder }}"
    return [
        tag("for section in sections"),
        when(
            "not form.short or section.for_event",
            # What is brought to the event starts a page, so that it can be taken out on its own.
            when(
                "section.for_event and not form.short",
                p("Heading2", "{{ section.title }}", properties="<w:pageBreakBefore/>"),
            ),
            when("form.short or not section.for_event", p("Heading2", "{{ section.title }}")),
            when("section.intro", p("Intro", "{{ section.intro }}")),
        ),
        tag("for q in section.questions"),
        p(
            "Question",
            "{{ q.number }}.\t{{ q.prompt }}",
            run("{% if q.required %}  please answer{% endif %}", "Quiet"),
        ),
        when("q.guidance", p("Guidance", "{{ q.guidance }}")),
        when("q.kind == 'text' and not form.short", text_area(alias, name, hint)),
        when(
            "q.kind == 'text' and form.short",
            text_area(alias, name, hint, style="AnswerLine"),
        ),
        when(
            "q.kind == 'choice'",
            each("option", "q.options", p("Option", "{{ option.label }}")),
            p("AnswerLine", choice(alias, name, hint)),
        ),
        when("q.kind == 'date'", p("AnswerLine", date(alias, name, hint))),
        when(
            "q.kind == 'tick'",
            each(
                "option",
                "q.options",
                p("Tick", tick("{{ option.alias }}", "{{ option.tag }}"), "\t{{ option.label }}"),
            ),
        ),
        when("q.kind == 'table'", _moments(alias, name)),
        tag("endfor"),
        tag("endfor"),
    ]


def _moments(alias: str, name: str) -> str:
    """The columns come from the questions; the finishing pass sets their widths, and the rows."""
    third = look.TEXT_WIDTH // 3
    answer = text_area(
        "{{ column.alias }}", "{{ column.tag }}", "{{ column.hint }}", style="Cell", lock=""
    )
    head = _for_columns(third, p("CellHead", "{{ column.label }}"))
    return table(
        "Boxes",
        [third, third, third],
        row(head, header=True) + repeating_row(alias, name, _for_columns(third, answer)),
        "{{ q.number }}. {{ q.prompt }}",
    )


def _for_columns(width: int, blocks: str) -> str:
    return (
        cell(width, p("Cell", "{%tc for column in q.columns %}"))
        + cell(width, blocks)
        + cell(width, p("Cell", "{%tc endfor %}"))
    )


def _closing() -> list[str]:
    return [
        p("Heading2", "Thank you"),
        p(
            "Normal",
            "This form stays yours: bring it to the {{ partnership.event_name }}, and take it home "
            "again. If you would rather send it ahead, write to {{ partnership.mailbox }}. It is "
            "not put together with what other services write, and nothing in it goes into the "
            "report: the learning comes from our conversation.",
        ),
        when(
            "information_statement",
            when("not form.short", p("Heading2", "Your information")),
            when("form.short", each("line", "information_statement", p("Small", "{{ line }}"))),
            when(
                "not form.short", each("line", "information_statement", p("Normal", "{{ line }}"))
            ),
        ),
    ]
