"""Which part of a page that is too long to trim, and by about how many words."""

from __future__ import annotations

from dataclasses import dataclass

from lfe_cli.page.learning import Learning

_WORDS_A_LINE = 13
# How each part of the learning is headed, and about how many words it has on a page that fits.
_PARTS = {
    "why_we_looked": ("Why we looked at this", 60),
    "worked_well": ("What worked well", 70),
    "what_we_learned": ("What we learned", 95),
    "questions_for_your_team": ("Questions for your team", 35),
    "next_steps": ("Next steps", 70),
}


@dataclass(frozen=True)
class Trim:
    """The part that is longest against its usual share, and the words it should lose."""

    heading: str
    words: int


def what_to_trim(learning: Learning, lines: int) -> Trim:
    """What to shorten where the page is `lines` lines over."""
    texts = {
        "why_we_looked": learning.why_we_looked,
        "worked_well": " ".join(learning.worked_well),
        "what_we_learned": " ".join(learning.what_we_learned),
        "questions_for_your_team": " ".join(learning.questions_for_your_team),
        "next_steps": " ".join(step.recommendation for step in learning.next_steps),
    }
    part = max(texts, key=lambda name: len(texts[name].split()) / _PARTS[name][1])
    return Trim(_PARTS[part][0], (lines + 1) * _WORDS_A_LINE)
