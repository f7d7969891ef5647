"""Mail drafts: `.eml` files that an officer opens, reads and sends. Nothing is sent here."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from lfe_cli.review.partnership import address_in, header_text


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter. `mime` may carry parameters after semicolons."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


def mail_draft(
    *,
    sender: str,
    to: str | None,
    subject: str,
    body: str,
    attachments: Sequence[Attachment],
    moment: datetime,
    seed: str,
) -> bytes:
    """One letter as an RFC 5322 file that opens as a draft (X-Unsent).

    `to` is left out where it is not exactly one address: a letter goes to one agency, and the
    officer fills in what is missing. The same arguments make the same bytes; `seed` tells apart
    what would otherwise be equal. There is no Message-ID: the mail program gives one on sending,
    and two drafts with the same one would be taken for duplicates.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    for header, address in (("From", address_in(sender)), ("To", address_in(to))):
        if address:
            message[header] = address
    message["Subject"] = header_text(subject)
    message["Date"] = moment
    # Quoted-printable keeps each paragraph one line, so that Outlook wraps it to its window.
    message.set_content(_body(body), charset="utf-8", cte="quoted-printable")
    for attachment in attachments:
        _attach(message, attachment)
    if attachments:
        message.set_boundary(_boundary(seed, subject, body))
    return message.as_bytes()


def readdressed(draft: bytes, to: str) -> bytes:
    """`draft` to another address, which has to be one; every other byte stays as it is."""
    head, blank, body = draft.partition(b"\r\n\r\n")
    line = b"To: " + to.encode("ascii")
    fields = re.split(rb"\r\n(?![ \t])", head)  # a folded field stays whole
    at = next((n for n, f in enumerate(fields) if f.lower().startswith(b"to:")), None)
    if at is not None:
        fields[at] = line
    else:
        after = next((n for n, f in enumerate(fields) if f.lower().startswith(b"subject:")), 0)
        fields.insert(after, line)
    return b"\r\n".join(fields) + blank + body


def _body(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    kept = ("".join(c for c in line if c == "\t" or _is_shown(c)) for line in lines)
    return "\n".join(line.rstrip() for line in kept).strip("\n") + "\n"


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"}


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, *given = (part.strip() for part in header_text(attachment.mime).split(";"))
    maintype, _, subtype = kind.partition("/")
    parameters = dict(part.split("=", 1) for part in given if "=" in part)
    message.add_attachment(
        attachment.content,
        maintype=maintype,
        subtype=subtype or "octet-stream",
        params=parameters,
        filename=re.sub(r'[/\\:"<>|?*]', "-", header_text(attachment.name)) or "attachment",
    )


def _boundary(*seeds: str) -> str:
    digest = hashlib.sha256("\0".join(seeds).encode("utf-8", "replace")).hexdigest()
    return f"=_lfe_{digest[:32]}"  # "=_" stands in no quoted-printable and no base64 line
