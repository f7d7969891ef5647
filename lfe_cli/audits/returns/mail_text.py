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
_ATTACHED = 5  # files that are looked at
# Before a mail's headers: a mark of Unicode, the number of an .emlx, the line of a mailbox.
_BEFORE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,20}(?:\d{1,12}[ \t]*\r?\n)?(?:From [^\n]{0,200}\n)?"
)
_HEAD = re.compile(rb"(?:[!-9;-~]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_IS_MAIL = re.compile(rb"(?im)^(?:mime-version|content-type):")  # else a text saved with its head
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # what Windows calls Unicode
_STRUCK = ("s", "strike", "del")
_STRUCK_STYLE = "line-through"
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt)?(?:;|$)"
)
_UNSHOWN = ("script", "style", "head", "title")
_OWN_LINE = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3"}


@dataclass(frozen=True)
class MailText:
    """The lines that somebody wrote; a quoted one begins with ">".

    `files` is what is attached to the mail. `unsure`: some of its words are struck through or
    hidden, which its lines do not show.
    """

    lines: tuple[str, ...] = field(repr=False)
    files: tuple[bytes, ...] = field(default=(), repr=False)
    unsure: bool = False

    @property
    def has_form(self) -> bool:
        """Whether a form is attached, of whichever agency."""
        return any(map(_is_form, self.files[:_ATTACHED]))


def text_in(content: bytes) -> MailText | None:
    """What a text or an e-mail says; None for any other file, and for one that is far too long."""
    if len(content) > _LONGEST:
        return None
    mail = _BEFORE.sub(b"", content, count=1)
    head = _HEAD.match(mail)
    if head is not None and _IS_MAIL.search(head[0]):
        return _of_mail(mail)
    if b"\0" in content and not content.startswith(_WIDE):
        return None
    try:
        return MailText(_lines(decoded(content)))
    except NotText:
        return None


def _of_mail(content: bytes) -> MailText | None:
    try:
        message = open_mail(content)
        text, page = _body(message, "plain"), _body(message, "html")
        files = tuple(_bytes_of(part) for part in message.iter_attachments())
    except (MailTooLarge, MailTooDeep, RecursionError, *BROKEN):
        return None  # its parts are not as a mail program writes them
    shown, unsure = _of_html(page) if page else ("", False)
    return MailText(_lines(shown if text is None else text), files, unsure)


def _bytes_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return None if part is None else str(part.get_content())


def _is_form(attached: bytes) -> bool:
    return kind_of(attached) is DOCUMENT and identify(attached).agency is not None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(plain(text).replace("\xa0", " ").split("\n"))


def _of_html(page: str) -> tuple[str, bool]:
    """The text of a page, quoted parts as in plain mail; and whether some is struck or hidden."""
    try:
        root = html.fromstring(page)
    except (etree.ParserError, ValueError):
        return "", False
    by_class = any(_STRUCK_STYLE in (style.text or "").casefold() for style in root.iter("style"))
    odd = (one for one in root.iter("*") if one.tag not in _UNSHOWN and _is_odd(one))
    unsure = by_class or any(str(text).strip() for one in odd for text in one.itertext())
    return "".join(_told(root)), unsure


def _is_odd(element: etree._Element) -> bool:
    style = "".join((element.get("style") or "").casefold().split())
    is_hidden = element.get("hidden") is not None or _HIDDEN_STYLE.search(style) is not None
    return element.tag in _STRUCK or _STRUCK_STYLE in style or is_hidden


def _told(root: etree._Element) -> Iterator[str]:
    quoted = unshown = 0
    for happens, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        begins = happens == "start"
        step = {"start": 1, "end": -1}.get(happens, 0)
        quoted += step * (element.tag == "blockquote")
        unshown += step * (element.tag in _UNSHOWN)
        if step and element.tag in _OWN_LINE:
            yield "\n" + "> " * quoted
        if not unshown:
            yield _on_one_line(element.text if begins else element.tail)


def _on_one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
