"""letter-family.docx: to one person of the family, handed over by a worker whom they know.

Nearly nothing is filled in by the tool: what is about this child and this person is a gap that the
worker fills by hand. No marking, no reference, no word of the trade, no date, no promise beyond
what the rest of the tool keeps. `reader` is child, sibling or adult; `way` is how they take part.
"""

from __future__ import annotations

from tools.make_templates.kit import bullets, document, field, gap, p, run, strong, when

_CHILD = "reader == 'child'"


def build() -> bytes:
    return document(
        [*_opening(), *_why(), *_choice(), *_ways(), *_what_happens(), *_beside_you(), *_after()],
        head=p("Header", "{{ partnership.name }}"),
        foot=p("Footer", run("\tPage "), field("PAGE"), run(" of "), field("NUMPAGES")),
    )


def _opening() -> list[str]:
    return [
        p("Heading1", "A letter for you"),
        gap("Their name", "the name that they like to be called by"),
        when(
            _CHILD,
            gap(
                "The first lines",
                "one or two lines to them, in your own words. Begin with sorrow or with thanks, "
                "as fits. For example:",
                "Sorrow: “I am sorry that things were so hard for you.”",
                "Thanks: “Thank you for showing us how things were for you.”",
            ),
        ),
        when(
            f"not {_CHILD}",
            gap(
                "The first lines",
                "one or two lines about {% if children > 1 %}the children, each by name"
                "{% else %}the child, by name{% endif %}, in your own words. Begin with sorrow or "
                "with thanks, as fits. For example:",
                "Sorrow: “We are so sorry about what happened to (name). We think of (name), "
                "and of you.”",
                "Thanks: “Thank you for all that you have told us about (name).”",
            ),
        ),
    ]


def _why() -> list[str]:
    return [
        p("Heading2", "Why we are writing"),
        when(
            _CHILD,
            p(
                "Normal",
                "Some grown-ups whose job is to help children got to know you and your family. Now "
                "they want to look back and learn. What helped? What was hard? What would be "
                "better for other children?",
            ),
            p(
                "Normal",
                "You know best what it was like to be you. So we would like to hear from you. "
                "There are no right or wrong answers.",
            ),
        ),
        when(
            f"not {_CHILD}",
            p(
                "Normal",
                "People from a few services knew your family. They want to look back together and "
                "learn. What helped? What made things harder? What would help other children and "
                "families?",
            ),
            p(
                "Normal",
                "You know things that nobody else can tell us. We want to learn from you, and not "
                "to judge you or anybody else.",
            ),
        ),
    ]


def _choice() -> list[str]:
    return [
        p("Heading2", "It is your choice"),
        p(
            "Normal",
            "You can say yes, or no, or not yet. You can change your mind at any time. All of this "
            "is fine. Your choice does not change the help that you get.",
        ),
    ]


# How they take part, as the manifest has it, and what the letter then offers.
_WAYS = {
    "at the event": (
        "You can come to one part of our meeting. That part is for you. You say what you want us "
        "to know, and we listen. You do not have to stay for the rest. Another page tells you the "
        "day, the place and what to expect. If you would rather not come, you can talk with one "
        "of us before, or write to us."
    ),
    "before the event": (
        "You can talk with one of us before our meeting. Tell us where you would feel at ease, "
        "and what time of day is good for you. You do not have to come to the meeting."
    ),
    "in writing": (
        "You can write to us, draw something, or record your voice. Use your own words and your "
        "own language. It can be long or short. Somebody can write it down for you. You do not "
        "have to come to a meeting."
    ),
    "no": (
        "You do not have to tell us anything. If one day you would like to, say so to the person "
        "who gave you this letter."
    ),
}


def _ways() -> list[str]:
    return [
        p("Heading2", "How you can tell us"),
        *(when(f"way == '{way}'", p("Normal", offer)) for way, offer in _WAYS.items()),
        when(
            "not way",
            p("Normal", "Choose what feels right. You can:"),
            when("family_part", bullets("come to one part of our meeting, a part that is for you")),
            bullets(
                "talk with one of us before we meet",
                "write to us, draw something, or record your voice",
                "or leave it. That is fine too.",
            ),
        ),
    ]


def _what_happens() -> list[str]:
    return [
        when(
            "way != 'no'",
            p("Heading2", "What happens with what you say"),
            bullets(
                "You tell us what we may share at our meeting, and what we may not.",
                "After the meeting we write one page about what we learned. We leave out names.",
                "There is one thing that we cannot keep to ourselves. If a child or somebody else "
                "may not be safe, we have to tell people who can help. If we can, we tell you "
                "first.",
            ),
        ),
    ]


def _beside_you() -> list[str]:
    return [
        p("Heading2", "Who can be with you"),
        when(
            "supporter",
            p(
                "Normal",
                "You do not have to do this alone. If you would like, this person will "
                "be beside you:",
            ),
            gap("Who is beside them", "who it is, and how to reach them"),
        ),
        when(
            "not supporter",
            p(
                "Normal",
                "You do not have to do this alone. {% if reader == 'child' %}A grown-up"
                "{% else %}Somebody{% endif %} you trust can sit beside you. If you would like "
                "somebody who speaks up for you, tell us. We will try to find them.",
            ),
        ),
        when(
            "interpreter",
            p("Normal", "You can use your own language. This person will interpret:"),
            gap("Who interprets", "who it is, and the language"),
        ),
        when(
            "not interpreter",
            p(
                "Normal",
                "Would you like an interpreter, or this letter in another language, in big print "
                "or read to you? Please tell us.",
            ),
        ),
    ]


def _after() -> list[str]:
    return [
        p("Heading2", "When you hear from us again"),
        p(
            "Normal",
            "If you would like to know what we learned, we tell you before we share it with others.",
            properties="<w:keepNext/>",
        ),
        gap("When they hear back", "who tells them, how, and about when. Only what is sure."),
        p("Heading2", "If this brings things back"),
        p(
            "Normal",
            "A letter like this can bring up a lot. Please talk to somebody you trust."
            "{% if reader == 'child' %} You can also ring Childline, day or night. It is free: "
            "0800 1111.{% endif %}",
            properties="<w:keepNext/>",
        ),
        gap("Who looks in on them", "who will ring or come by, and whom they can ring at night"),
        p(
            "Callout",
            strong("Any question? "),
            "Ask the person who gave you this letter"
            "{% if partnership.telephone %}, or ring us on {{ partnership.telephone }}{% endif %}.",
        ),
        p("AfterTableNormal", "With warm wishes,", properties="<w:keepNext/>"),
        gap("From whom", "your name, and how they know you"),
    ]
