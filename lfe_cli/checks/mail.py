"""Mail drafts and calendar files: headers and bodies decoded, attachments and what is in them."""

from __future__ import annotations

import email
import email.errors
import email.policy
import html
import re
from collections.abc import Iterator
from email.message import EmailMessage

from lfe_cli.checks.parts import file_inside
from lfe_cli.checks.passage import Passage, ReadInside

_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
_ADDRESSES = {"from", "to", "cc", "bcc", "reply-to", "sender"}
_MACHINE = {"date", "message-id", "mime-version", "content-type", "content-transfer-encoding"}
_CLOCK = re.compile(r"(?:DT|TZ|RRULE|RDATE|EXDATE|UID|SEQUENCE|CREATED|LAST-MODIFIED|PRODID)")
# What the parser raises on a mail that is not well made.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, email.errors.MessageError)


def mail_passages(content: bytes, inside: ReadInside) -> list[Passage]:
    """The headers, the text and the attachments of a mail."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    found = list(_headers(message))
    for part in message.walk():
        if not part.is_multipart():
            found += _body(part, inside)
    return found


def _headers(message: EmailMessage) -> Iterator[Passage]:
    for name in message:
        if name.lower() in _MACHINE:
            continue
        try:
            text = str(message[name])
        except _BROKEN:
            text = str(dict(message.raw_items()).get(name, ""))
        kind = "address" if name.lower() in _ADDRESSES else "header"
        yield Passage(f"mail header {name}", text, kind)


def _body(part: EmailMessage, inside: ReadInside) -> list[Passage]:
    try:
        name, content = part.get_filename(), part.get_payload(decode=True)
    except _BROKEN:
        return [Passage("a part of the mail", "", "unread")]
    content = content if isinstance(content, bytes) else b""
    if name:
        return file_inside(name, content, inside, "attachment")
    if part.get_content_maintype() != "text":
        return [Passage("a part of the mail", part.get_content_type(), "unread")]
    text = _decoded(content, part.get_content_charset())
    if part.get_content_subtype() == "html":
        text = html.unescape(re.sub(r"<[^<>]*>", "", _TAG.sub("\n", text)))
    return [
        Passage(f"body, line {number}", line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]


def _decoded(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return content.decode("latin-1")


def calendar_passages(text: str) -> list[Passage]:
    """The lines of a calendar file, unfolded; those that only tell the clock are left out."""
    found: list[Passage] = []
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(re.split(r"\r?\n", text), start=1):
        if line[:1] in {" ", "\t"} and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        else:
            lines.append((number, line))
    for number, line in lines:
        name, _, value = line.partition(":")
        if value and not _CLOCK.match(name):
            said = re.sub(r"\\([nN,;\\])", lambda m: "\n" if m[1] in "nN" else m[1], value)
            label = name.partition(";")[0]
            kind = "address" if label in {"ORGANIZER", "ATTENDEE"} else "body"
            found.append(Passage(f"line {number} ({label})", said, kind))
            if ";" in name:
                found.append(Passage(f"line {number} ({label})", name.partition(";")[2], "key"))
    return found
