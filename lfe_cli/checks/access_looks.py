"""Text that is hard to see: pale, small, with serifs, or stretched to both margins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lfe_cli.checks.access_rules import Fault
from lfe_cli.checks.fonts import Fonts
from lfe_cli.word.appearance import UNKNOWN, Looks, TextLook
from lfe_cli.word.colours import ENOUGH, contrast, stands_out
from lfe_cli.word.paragraphs import Paragraph

_STRETCHED = frozenset(
    {"both", "distribute", "thaiDistribute", "lowKashida", "mediumKashida", "highKashida"}
)
_ASIDE = frozenset({"center", "right", "end"})
_LONG = 120  # characters: more than a line, so no title and no signature
_SMALLEST = {"body": 11.0, "note": 10.0, "header": 9.0, "footer": 9.0}
_SMALLEST_IN_A_CELL = 10.0


def smallest(paragraph: Paragraph) -> float:
    """The smallest size for the text of `paragraph`, in points.

    Running text 11: a page of ours is laid out at 12, and may step down to 11 (domain.md, 5 and
    9). Cells and notes 10, headers and footers 9: no guide of the field gives a figure for them;
    these are the sizes at which Word's and the public sector's templates set them, and the text
    there repeats or supports what is said in full size.
    """
    size = _SMALLEST[paragraph.kind]
    return min(size, _SMALLEST_IN_A_CELL) if paragraph.cells else size


def find_looks(paragraphs: Iterable[Paragraph], looks: Looks, fonts: Fonts) -> Iterator[Fault]:
    """Every fault of how text looks; the same colours, size or font are one cause."""
    for paragraph in paragraphs:
        text = paragraph.text
        if text.strip():
            yield from _alignment(paragraph, looks, text)
            yield from _mark(paragraph, looks, text)
        for run, shown in paragraph.texts_of_runs():
            if shown.strip():
                yield from _run(_Text(paragraph, shown, looks.run(paragraph, run)), fonts)


@dataclass(frozen=True)
class _Text:
    paragraph: Paragraph
    text: str
    look: TextLook

    def fault(self, rule: str, cause: str, detail: str, unsure: bool = False) -> Fault:
        where, number = self.paragraph.where, self.paragraph.place
        return Fault(rule, where, self.text, number, cause, detail, unsure)


def _run(text: _Text, fonts: Fonts) -> Iterator[Fault]:
    if text.look.hidden:
        return
    yield from _contrast(text)
    if not any(c.isalnum() for c in text.text):
        return  # a tick or an arrow: it has a font of its own, and no size that is read
    if text.look.points < smallest(text.paragraph):
        least = f"{smallest(text.paragraph):g}"
        detail = f"It is {text.look.points:g} pt, and should be at least {least}."
        yield text.fault("access-size", f"{text.look.points:g} {least}", detail)
    yield from _font(text, fonts)


def _contrast(text: _Text) -> Iterator[Fault]:
    colour, background = text.look.colour, text.look.background
    if background == UNKNOWN:
        detail = "What is behind it could not be worked out: see whether it stands out."
        yield text.fault("access-contrast", f"{colour} {UNKNOWN}", detail, unsure=True)
    elif not stands_out(colour, background):
        ratio = int(contrast(colour, background) * 100) / 100  # rounded down: 4.499 is not enough
        detail = f"#{colour} on #{background} has {ratio:g}:1, and needs {ENOUGH:g}:1."
        yield text.fault("access-contrast", f"{colour} {background}", detail)


def _mark(paragraph: Paragraph, looks: Looks, text: str) -> Iterator[Fault]:
    look = looks.mark(paragraph)
    if look is not None and not look.hidden and look.background != UNKNOWN:
        yield from _contrast(_Text(paragraph, f"(the bullet or number of) {text}", look))


def _font(text: _Text, fonts: Fonts) -> Iterator[Fault]:
    font = text.look.font
    if fonts.has_serifs(font):
        yield text.fault("access-font", font, f"{font} has serifs, or is hard to read.")
    elif not fonts.is_known(font):
        detail = f"{font} is not known here: see whether it is plain and without serifs."
        yield text.fault("access-font", font, detail, unsure=True)


def _alignment(paragraph: Paragraph, looks: Looks, text: str) -> Iterator[Fault]:
    look = looks.paragraph(paragraph)
    running = paragraph.kind == "body" and not paragraph.cells and look.level is None
    fault = Fault("access-alignment", paragraph.where, text, paragraph.place)
    if look.alignment in _STRETCHED:
        yield _because(fault, "stretched", "It is stretched to both margins.")
    elif look.alignment in _ASIDE and running and len(text) > _LONG:
        yield _because(fault, look.alignment, "Its lines begin at different places.")


def _because(fault: Fault, cause: str, detail: str) -> Fault:
    return Fault(fault.rule, fault.where, fault.text, fault.number, cause, detail)
