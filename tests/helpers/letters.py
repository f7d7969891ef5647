"""The drafts of letters in a review's outbox."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from helpers.officer import Officer


def draft(review: Officer, name: str) -> EmailMessage:
    """A draft by its name in the outbox, with its ending or without."""
    return as_mail(review.path("outbox", f"{name.removesuffix('.eml')}.eml").read_bytes())


def as_mail(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body_of(message: EmailMessage) -> str:
    """What the letter says, without what goes with it."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
