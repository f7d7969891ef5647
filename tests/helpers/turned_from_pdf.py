"""A form as programs turn its PDF into Word: lines of a page, without controls, with every foot."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.word_xml import document, p
from lfe_cli.audits.returns.opening import open_word
from lfe_cli.word.flow import Line

_HEAD = ["Plymouth Safeguarding Children Partnership", "OFFICIAL-SENSITIVE"]
_PAGE = 24  # lines of a page
_WIDTH = 76


@dataclass(frozen=True)
class Turning:
    """How a program does it. `apart`: a question's number is a line of its own; `hyphens`: words
    are parted at a line's end; `together`: what a page holds becomes one paragraph, `close` without
    a space between two lines; `framed`: each line is a text box."""

    apart: bool = False
    hyphens: bool = False
    together: bool = False
    close: bool = False
    framed: bool = False


def turned(content: bytes, how: Turning) -> bytes:
    """The document as a program makes it of the printed pages of `content`."""
    opened = open_word(content)
    foot = next(
        line.text.partition("\t")[0]
        for flow in opened.around
        for line in flow.lines
        if " form " in line.text
    )
    lines = [part for line in opened.body.lines for part in _printed(line, how)]
    starts = range(0, len(lines), _PAGE)
    pages = []
    for number, start in enumerate(starts, start=1):
        feet = [foot, f"Page {number} of {len(starts)}", "OFFICIAL-SENSITIVE"]
        pages.append([*_HEAD, *lines[start : start + _PAGE], *feet])
    return document("".join(_paragraphs(pages, how)))


def _printed(line: Line, how: Turning) -> Iterator[str]:
    text = f"{line.mark}{line.text}".replace("\t", " ")
    number = re.match(r"\d+\. |[☐☒] ", text)
    if how.apart and number:
        yield number[0].strip()
        text = text[number.end() :]
    wrapped = textwrap.wrap(text, _WIDTH, break_long_words=False)
    for part, behind in zip(wrapped, [*wrapped[1:], ""], strict=True):
        word = part.rpartition(" ")[2]
        if how.hyphens and behind and len(word) > 7 and word.isalpha():
            yield f"{part[:-3]}-"
            yield part[-3:]
        else:
            yield part


def _paragraphs(pages: list[list[str]], how: Turning) -> Iterator[str]:
    for page in pages:
        lines = [_escaped(line) for line in page]
        if how.together:
            yield p(("" if how.close else " ").join(lines))
        elif how.framed:
            boxes = (
                f"<w:r><w:pict><w:txbxContent>{p(x)}</w:txbxContent></w:pict></w:r>" for x in lines
            )
            yield p(inside="".join(boxes))
        else:
            yield from map(p, lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
