"""The letters in a review's outbox: drafts, and those that were sent."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from helpers.officer import Officer


def draft(review: Officer, name: str) -> EmailMessage:
    """A draft by its name in the outbox, with its ending or without; once it is sent, that."""
    return as_mail(letter(review, name).read_bytes())


def letter(review: Officer, name: str) -> Path:
    """Where a letter lies: in the outbox, or with those that were sent."""
    file = f"{name.removesuffix('.eml')}.eml"
    return next(p for p in (review.path("outbox", file), sent(review, file)) if p.exists())


def sent(review: Officer, name: str) -> Path:
    """Where the first letter of this name is kept once it was sent."""
    return review.path("outbox", "sent", f"{name.removesuffix('.eml')}.eml")


def as_mail(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body_of(message: EmailMessage) -> str:
    """What the letter says, without what goes with it."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
