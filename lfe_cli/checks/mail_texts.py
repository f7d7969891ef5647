"""Every text of an e-mail: its headers, what it says, and what is attached to it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage

from lfe_cli.checks.passages import Inside, Passage, cannot_open, file_inside
from lfe_cli.checks.room import TooMuch
from lfe_cli.word.mails import BROKEN, MailTooDeep, MailTooLarge, open_mail

_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
_ADDRESSES = {"from", "to", "cc", "bcc", "reply-to", "sender"}
_MACHINE = {"date", "message-id", "mime-version", "content-type", "content-transfer-encoding"}


def mail_passages(name: str, content: bytes, inside: Inside) -> Iterator[Passage]:
    """The headers, the text and the attachments of a mail."""
    try:
        message = open_mail(content)
    except MailTooLarge:
        raise TooMuch from None
    except MailTooDeep:
        raise cannot_open(name, "Its parts are inside too many other parts.") from None
    yield from _headers(message)
    for part in message.walk():
        if not part.is_multipart():
            yield from _body(part, inside)


def _headers(message: EmailMessage) -> Iterator[Passage]:
    for name, raw in message.raw_items():
        if name.lower() in _MACHINE:
            continue
        try:
            text = str(message.policy.header_fetch_parse(name, raw))
        except (*BROKEN, RecursionError):
            text = raw
        kind = "address" if name.lower() in _ADDRESSES else "header"
        yield Passage(f"mail header {name}", text, kind)


def _body(part: EmailMessage, inside: Inside) -> Iterable[Passage]:
    try:
        name, content = part.get_filename(), part.get_payload(decode=True)
    except (*BROKEN, RecursionError):
        return [Passage("a part of the mail", "", "unread")]
    content = content if isinstance(content, bytes) else b""
    if name:
        return file_inside(name, content, inside, "attachment")
    if part.get_content_maintype() != "text":
        return [Passage("a part of the mail", part.get_content_type(), "unread")]
    inside.room.refuse(content)
    text = _decoded(content, part.get_content_charset())
    if part.get_content_subtype() == "html":
        text = html.unescape(re.sub(r"<[^<>]*>", "", _TAG.sub("\n", text)))
    return (
        Passage(f"body, line {number}", line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    )


def _decoded(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return content.decode("latin-1")
