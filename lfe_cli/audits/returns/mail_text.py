"""What an e-mail that was saved, or a text file, says in its own words: lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

from lxml import etree, html

from lfe_cli.audits.returns.identify import identify
from lfe_cli.text import NotText, decoded, plain
from lfe_cli.word.file_kinds import DOCUMENT, kind_of
from lfe_cli.word.mails import BROKEN, MailTooDeep, MailTooLarge, open_mail

_LONGEST = 5_000_000  # bytes of a mail with what is attached: ours, sent back, has a tenth of that
_HEAD = re.compile(rb"(?:[!-9;-~]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_IS_MAIL = re.compile(rb"(?im)^(?:from|mime-version|received|subject|x-unsent):")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # what Windows calls Unicode
_STRUCK = ("s", "strike", "del")
_UNSHOWN = ("script", "style", "head", "title")
_OWN_LINE = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3"}


@dataclass(frozen=True)
class MailText:
    """The lines that somebody wrote; a quoted one begins with ">".

    `form_attached`: a Word form goes with the mail; `attached` is how many other files do.
    `struck`: some of its words are struck through, which its lines do not show.
    """

    lines: tuple[str, ...] = field(repr=False)
    is_mail: bool = False
    form_attached: bool = False
    attached: int = 0
    struck: bool = False


def text_in(content: bytes) -> MailText | None:
    """What a text or an e-mail says; None for any other file, and for one that is far too long."""
    if len(content) > _LONGEST or (b"\0" in content and not content.startswith(_WIDE)):
        return None
    if _HEAD.match(content) and _IS_MAIL.search(content[:4_000]):
        return _of_mail(content)
    try:
        return MailText(_lines(decoded(content)))
    except NotText:
        return None


def _of_mail(content: bytes) -> MailText | None:
    try:
        message = open_mail(content)
        text, page = _body(message, "plain"), _body(message, "html")
        files = [part.get_content() for part in message.iter_attachments()]
    except (MailTooLarge, MailTooDeep, RecursionError, *BROKEN):
        return None  # its parts are not as a mail program writes them
    shown, struck = _of_html(page) if page else ("", False)
    forms = sum(map(_is_form, files))
    lines = _lines(shown if text is None else text)
    return MailText(lines, True, bool(forms), len(files) - forms, struck)


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return None if part is None else str(part.get_content())


def _is_form(attached: object) -> bool:
    if not isinstance(attached, bytes) or kind_of(attached) is not DOCUMENT:
        return False
    return identify(attached).agency is not None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(plain(text).replace("\xa0", " ").split("\n"))


def _of_html(page: str) -> tuple[str, bool]:
    """The text of a page, quoted parts as in plain mail; and whether some of it is struck."""
    try:
        root = html.fromstring(page)
    except (etree.ParserError, ValueError):
        return "", False
    struck = (str(text) for one in root.iter("*") if _is_struck(one) for text in one.itertext())
    return "".join(_told(root)), any(map(str.strip, struck))


def _is_struck(element: etree._Element) -> bool:
    return element.tag in _STRUCK or "line-through" in (element.get("style") or "").casefold()


def _told(root: etree._Element) -> Iterator[str]:
    quoted = unshown = 0
    for happens, element in etree.iterwalk(root, events=("start", "end")):
        begins = happens == "start"
        step = 1 if begins else -1
        quoted += step * (element.tag == "blockquote")
        unshown += step * (element.tag in _UNSHOWN)
        if element.tag in _OWN_LINE:
            yield "\n" + "> " * quoted
        if not unshown:
            yield _on_one_line(element.text if begins else element.tail)


def _on_one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
