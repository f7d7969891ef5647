"""notes.docx: for the facilitator, after the event: the five headings of the page, to write into."""

from __future__ import annotations

from tools.make_templates.agenda import opening
from tools.make_templates.kit import (
    cell,
    combo,
    document,
    footer,
    header,
    heads,
    p,
    repeating_row,
    strong,
    table,
    text_area,
)

_WIDTHS = [6638, 3000]
_ROWS = 4


def build() -> bytes:
    return document(
        [*opening("What we learned"), *_page(), *_next_steps()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
    )


def _part(heading: str, help_: str, name: str, hint: str) -> list[str]:
    return [
        p("Heading2", heading),
        p("Intro", help_),
        text_area(heading, name, hint),
    ]


def _page() -> list[str]:
    return [
        p(
            "Callout",
            strong("For the facilitator. "),
            "What you write here becomes the one-page report. About 400 words fill the page. Write "
            "what the conversation in the room taught us, and nothing out of anybody's audit. Leave "
            "out names, ages, dates and places, and who did well or badly.",
        ),
        *_part(
            "A title",
            "The theme of the learning, not the case. A few words.",
            "title",
            "For example: When help changes hands",
        ),
        *_part(
            "Why we looked at this",
            "Four short sentences: what it was about, what we wanted to understand, who we heard.",
            "why_we_looked",
            "What we wanted to understand, and who we heard",
        ),
        *_part(
            "What worked well",
            "Three or four strengths, a line for each. Say what made them possible.",
            "worked_well",
            "One strength to a line",
        ),
        *_part(
            "What we learned",
            "Up to six points, a line for each: a condition, and what helps.",
            "what_we_learned",
            "One point to a line",
        ),
        *_part(
            "Questions for your team",
            "Three questions that fit a team meeting, a line for each.",
            "questions_for_your_team",
            "One question to a line",
        ),
    ]


def _next_steps() -> list[str]:
    cells = cell(
        _WIDTHS[0],
        text_area(
            "Recommendation",
            "next_steps.recommendation",
            "Begin with a verb",
            style="Cell",
            lock="",
        ),
    ) + cell(
        _WIDTHS[1],
        p("Cell", combo("Working group", "next_steps.working_group", "Choose a group")),
    )
    return [
        p("Heading2", "Next steps"),
        p(
            "Intro",
            "Five at most. Each begins with a verb, can be seen to happen, and names the group that "
            "can make it happen. Add a row with the plus sign at the end of the last one.",
        ),
        table(
            "Boxes",
            _WIDTHS,
            heads(_WIDTHS, ["What we recommend", "Working group"])
            + repeating_row("Next steps", "next_steps", cells, _ROWS),
            "Next steps and the working group for each",
        ),
        p(
            "AfterTableNormal",
            "One last look: would this shame anybody who was in the room, or hurt the child who "
            "reads it later?",
        ),
        p(
            "Normal",
            strong("And you? "),
            "A day like this stays with whoever held it, too. Somebody to talk to: {{ support }}",
        ),
    ]
