"""The drafts of letters in a review's outbox."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from helpers.officer import Officer


def letter(review: Officer, name: str) -> EmailMessage:
    content = review.path("outbox", name).read_bytes()
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message
