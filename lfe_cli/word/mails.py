"""E-mails taken apart, within bounds: their text by whoever reads it, here what is attached."""

from __future__ import annotations

import email
import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import islice
from pathlib import PurePosixPath

from lfe_cli.text import printable
from lfe_cli.word.compound import CompoundFile
from lfe_cli.word.file_kinds import MAIL, OUTLOOK_MAIL, PICTURE, FileKind, kind_of

# What the parser raises on a mail that is not well made.
BROKEN = (ValueError, LookupError, TypeError, AttributeError, email.errors.MessageError)
_NESTING = re.compile(rb"\b(?:multipart|message)/", re.IGNORECASE)
# A header that says what a part is, over all its lines: the parser itself reads them.
_OF_A_PART = re.compile(
    rb"(?:\A|[\r\n])content-[\w-]+:[^\r\n]*(?:(?:\r\n?|\n)[ \t][^\r\n]*)*", re.IGNORECASE
)
_DEEPEST = 50  # parts that hold parts: each line of a mail is held against all that are open
_MOST_PARTS = 5_000
_LARGEST = 12_000_000  # bytes; it is held in memory line by line, at ten times its size
_LONGEST_HEADER = 20_000  # characters; an address takes some 40, and its parts are read one by one
_LONGEST_OF_A_PART = 2_000  # one of 20,000 semicolons takes a second
_MOST_OF_HEADERS = 100_000  # of all of them together
_LONGEST_NAME = 80
# In a mail of Outlook: the long and the short name of an attachment, its content, a mail in it.
_OUTLOOK_NAMES = ("3707001F", "3707001E", "3704001F", "3704001E")
_OUTLOOK_CONTENT, _OUTLOOK_INNER = "37010102", "3701000D"
_IN_A_MAIL = 2  # folders deep: what lies deeper is attached to a mail that is attached


class MailTooLarge(Exception):
    """A mail of more than people write and attach."""


class MailTooDeep(Exception):
    """A mail whose parts are inside too many other parts."""


@dataclass(frozen=True)
class Attached:
    """What is attached to a mail. `name` is its sender's: safe to show, and not to be kept."""

    name: str
    kind: FileKind


def open_mail(content: bytes) -> EmailMessage:
    """The mail in `content` (.eml). Raises MailTooLarge and MailTooDeep."""
    if len(content) > _LARGEST or content.count(b"\n--") > _MOST_PARTS:
        raise MailTooLarge
    if len(_NESTING.findall(content)) > _DEEPEST:
        raise MailTooLarge
    of_parts = [len(found.group()) for found in _OF_A_PART.finditer(content)]
    if max(of_parts, default=0) > _LONGEST_OF_A_PART or sum(of_parts) > _MOST_OF_HEADERS:
        raise MailTooLarge
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
    except RecursionError:
        raise MailTooDeep from None
    headers = [len(raw) for part in message.walk() for _, raw in part.raw_items()]
    if max(headers, default=0) > _LONGEST_HEADER or sum(headers) > _MOST_OF_HEADERS:
        raise MailTooLarge
    return message


def attached_to(content: bytes) -> tuple[Attached, ...] | None:
    """What is attached to a mail (.eml, .msg), its signature's pictures left out where there is
    more; None where that cannot be told."""
    if kind_of(content) is OUTLOOK_MAIL:
        found = list(_in_outlook_mail(content))
    else:
        try:
            found = list(_in_mail(open_mail(content.lstrip(b"0123456789\r\n"))))
        except (MailTooLarge, MailTooDeep, RecursionError, *BROKEN):
            return None
    return tuple(one for one in found if one.kind is not PICTURE) or tuple(found)


def _in_mail(message: EmailMessage) -> Iterator[Attached]:
    for part in message.iter_attachments():
        name = _shown(str(part.get_filename() or ""))
        if part.get_content_type() == "message/rfc822":
            yield Attached(name, MAIL)
        elif not part.is_multipart():
            content = part.get_payload(decode=True)
            yield Attached(name, kind_of(content if isinstance(content, bytes) else b""))


def _in_outlook_mail(content: bytes) -> Iterator[Attached]:
    opened = CompoundFile(content)
    paths, room = dict.fromkeys(opened.paths()), len(content)
    for path in islice(paths, _MOST_PARTS):
        if path.endswith(_OUTLOOK_INNER):
            yield Attached("", MAIL)
        elif path.endswith(_OUTLOOK_CONTENT) and path.count("/") < _IN_A_MAIL and room > 0:
            stem = path.removesuffix(_OUTLOOK_CONTENT)
            named = next((stem + one for one in _OUTLOOK_NAMES if stem + one in paths), "")
            encoding = "utf-16-le" if named.endswith("F") else "cp1252"
            name = opened.stream(named, 4 * _LONGEST_NAME).decode(encoding, "replace")
            inside = opened.stream(path, room)
            room -= len(inside)  # what lies there once can be named many times
            yield Attached(_shown(name), kind_of(inside))


def _shown(name: str) -> str:
    return printable(PurePosixPath(name.partition("\0")[0].replace("\\", "/")).name)[:_LONGEST_NAME]
