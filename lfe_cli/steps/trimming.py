"""Which part of a page that is too long to trim, and by about how many words."""

from __future__ import annotations

from dataclasses import dataclass

from lfe_cli.review.learning import Learning

_WORDS_A_LINE = 13
# About how many words each part has on a page that fits.
_SHARES = {
    "Why we looked at this": 60,
    "What worked well": 70,
    "What we learned": 95,
    "Questions for your team": 35,
    "Next steps": 70,
}


@dataclass(frozen=True)
class Trim:
    """The part that is longest against its usual share, and the words it should lose."""

    heading: str
    words: int


def what_to_trim(learning: Learning, lines: int) -> Trim:
    """What to shorten where the page is `lines` lines over."""
    texts = {
        "Why we looked at this": learning.why_we_looked,
        "What worked well": " ".join(learning.worked_well),
        "What we learned": " ".join(learning.what_we_learned),
        "Questions for your team": " ".join(learning.questions_for_your_team),
        "Next steps": " ".join(step.recommendation for step in learning.next_steps),
    }
    heading = max(texts, key=lambda name: len(texts[name].split()) / _SHARES[name])
    return Trim(heading, (lines + 1) * _WORDS_A_LINE)
