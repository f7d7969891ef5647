"""Makes one-page reports that lie about at the edge of the page, from a seed.

Their texts hold what makes lines hard to break: long words, Welsh letters, quotes, dashes, slashes,
addresses, numbers, bold words. The words mean nothing.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from lfe_cli.review.templates import shipped
from lfe_cli.word.fit import (
    with_body_size,
)
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.page import room_taken
from lfe_cli.word.render import Properties, Template, render
from lfe_cli.word.xml import parse, serialise, w

# None of the seeds that the estimate was worked out with (1 to 7).
HELD_OUT = 20270211
SIZES = (12.0, 11.5, 11.0)
NEAR = 2  # lines of body text to either side of the edge
_PLAIN = [
    "a",
    "the",
    "of",
    "to",
    "and",
    "in",
    "it",
    "is",
    "was",
    "for",
    "with",
    "on",
    "that",
    "when",
    "who",
    "how",
    "what",
    "they",
    "each",
    "child",
    "family",
    "help",
    "move",
    "team",
    "plan",
    "day",
    "week",
    "home",
    "school",
    "visit",
    "worker",
    "parents",
    "colleagues",
    "services",
    "together",
    "early",
    "listened",
    "noticed",
    "wanted",
    "needed",
    "shared",
    "asked",
    "met",
    "wrote",
    "talked",
    "felt",
    "changed",
    "different",
    "another",
    "important",
    "practice",
    "handover",
    "appointment",
    "supervision",
    "conversation",
    "assessment",
    "neglect",
    "learning",
    "safeguarding",
    "neighbourhood",
    "relationships",
    "understanding",
    "circumstances",
    "communication",
    "responsibilities",
    "I",
    "we",
    "our",
    "their",
    "everything",
    "afterwards",
    "before",
    "between",
    "because",
    "worries",
    "growing",
]
_HARD = (
    "multi-agency; well-being; follow-up; 24-hour; post-16; 0–5; 16-18; 2026–27; 2026-27; 50%; "
    "£1,250; 10/02/2027; 9.30–11.00; and/or; he/she; GP/nurse; parent/carer; child’s; don’t; "
    "“trusted; adult”; ‘worried’; (and; again); e.g.; i.e.; … ; hand-over—then; early—and; – ; — ; "
    "tŷ; dŵr; ŵyr; Llanŵ-ŷ; Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch; "
    "www.example.org/families/early-help; https://partnership.example/what-we-learned?page=2; "
    "enquiries@partnership.example; [again]; yes?; no!; three;; two:; A&E; CAMHS; SEND; MAPQA; "
    "step-by-step; mother-in-law’s; “team-around-the-family”; 10\u00a0000; re\u2011read; "
    "interdisciplinarity; counterproductiveness; WMWMWMWM; illlillill; café; naïve"
)
_HARD_WORDS = tuple(word.strip() for word in _HARD.split("; "))
_GROUPS = (
    "Practice Development Group",
    "Multi-Agency Performance and Quality Assurance",
    "Learning and Development Group",
    "Health",
)
_MARKS = ("", "", "Draft, not for circulation", "Withdrawn")
_MOMENT = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Report:
    """One report: its bytes, and what makes it differ from the others."""

    content: bytes
    points: float
    about: str


def reports(
    seed: int,
    count: int,
    template: bytes | None = None,
    over: tuple[float, float] = (-NEAR, NEAR),
    sizes: Sequence[float] = SIZES,
) -> list[Report]:
    """`count` reports whose estimate is between so many lines over one page (below 0: short of it).

    Same seed, same reports.
    """
    found = _near(random.Random(seed), template or shipped_template(), over, sizes)
    return [next(found) for _ in range(count)]


def shipped_template() -> bytes:
    """report.docx as the tool ships it."""
    return (shipped() / "report.docx").read_bytes()


def _near(
    chance: random.Random, template: bytes, over: tuple[float, float], sizes: Sequence[float]
) -> Iterator[Report]:
    while True:
        points = chance.choice(sizes)
        context, hard = _context(chance)
        aim = chance.uniform(*over)
        bold = chance.random() < 0.5
        for _ in range(12):
            content = with_body_size(_rendered(template, context), points)
            content = _with_bold_words(content) if bold else content
            room = room_taken(content)
            off = (room.used - room.there_is) / room.body_line
            if over[0] <= off <= over[1] and abs(off - aim) <= 0.75:
                marked = "marked" if context["marking"] else "unmarked"
                about = f"{points:g} pt, {marked}, {len(context['title'])} characters in the title"
                yield Report(content, points, about)
                break
            _lengthen(chance, context, aim - off, hard)


def _context(chance: random.Random) -> tuple[dict[str, Any], float]:
    hard = chance.choice((0.0, 0.04, 0.12, 0.3))

    def texts(fewest: int, most: int, words: tuple[int, int]) -> list[str]:
        count = chance.randint(fewest, most)
        return [_sentence(chance, chance.randint(*words), hard) for _ in range(count)]

    context = {
        "partnership": {
            "name": chance.choice(
                ("Exampleshire Safeguarding Children Partnership", "Tŷ Enghraifft")
            ),
            "mailbox": chance.choice(("lscp@example.org", "safeguarding.partnership@example.org")),
            "review_name": "Learning from Experience Review",
        },
        "marking": chance.choice(("", "Official-Sensitive")),
        "footer": "LFE-2027-001",
        "title": _sentence(chance, chance.choice((2, 5, 9, 14)), hard / 3).rstrip("."),
        "why_we_looked": _sentence(chance, chance.randint(40, 90), hard),
        "worked_well": texts(1, 6, (6, 30)),
        "what_we_learned": texts(2, 9, (6, 34)),
        "questions": texts(1, 5, (5, 20)),
        "next_steps": [
            {"recommendation": text, "group": chance.choice(_GROUPS)}
            for text in texts(1, 6, (6, 26))
        ],
        "closing": "" if chance.random() < 0.8 else _sentence(chance, 20, hard),
        "follow_up": "six months",
        "stage_mark": chance.choice(_MARKS),
    }
    return context, hard


def _sentence(chance: random.Random, words: int, hard: float) -> str:
    chosen = [
        chance.choice(_HARD_WORDS if chance.random() < hard else _PLAIN) for _ in range(words)
    ]
    text = " ".join(chosen)
    return text[:1].upper() + text[1:] + "."


def _lengthen(chance: random.Random, context: dict[str, Any], lines: float, hard: float) -> None:
    """Adds about so many lines, or takes them away: to a paragraph, or as points of their own."""
    words = round(lines * 12)
    points: list[str] = context["what_we_learned"]
    if words > 20:
        points.append(_sentence(chance, min(words, 36), hard))
    elif words < -20 and len(points) > 1:
        points.pop()
    else:
        why = context["why_we_looked"].rstrip(".").split()
        more = _sentence(chance, max(words, 1), hard).lower().split() if words >= 0 else []
        kept = why[: max(4, len(why) + min(words, -1))] if words < 0 else why
        context["why_we_looked"] = " ".join([*kept, *more]).rstrip(".") + "."


def _rendered(template: bytes, context: Mapping[str, Any]) -> bytes:
    properties = Properties(title=context["title"], author="Exampleshire", moment=_MOMENT)
    return render(Template("report.docx", template), context, properties)


def _with_bold_words(content: bytes) -> bytes:
    """Some words in bold, as an officer would have them in Word: in the middle of a paragraph."""
    parts = dict(open_package(content).parts)
    root = parse(parts["word/document.xml"])
    for paragraph in list(root.iter(w("p")))[2::3]:
        run = paragraph.find(w("r"))
        text = run.find(w("t")) if run is not None else None
        if run is None or text is None or len(text.text or "") < 40:
            continue
        words = (text.text or "").split(" ")
        pieces = (" ".join(words[:3]) + " ", " ".join(words[3:6]), " " + " ".join(words[6:]))
        for number, piece in enumerate(pieces):
            run.addprevious(_run_with(run, piece, bold=number == 1))
        paragraph.remove(run)
    parts["word/document.xml"] = serialise(root)
    return write_package(parts)


def _run_with(run: etree._Element, text: str, *, bold: bool) -> etree._Element:
    made = copy.deepcopy(run)
    content = made.find(w("t"))
    assert content is not None
    content.text = text
    if bold:
        properties = made.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            made.insert(0, properties)
        if properties.find(w("b")) is None:
            properties.insert(0, etree.Element(w("b")))
    return made
