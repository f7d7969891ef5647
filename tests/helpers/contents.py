"""All that a file holds: the parts of a zip, what a mail carries."""

from __future__ import annotations

import email
import io
import zipfile


def everything_in(content: bytes) -> bytes:
    """A file's bytes, and those of what is in it: the parts of a zip, what a mail carries."""
    if content.startswith(b"X-Unsent"):
        message = email.message_from_bytes(content)
        parts = [part.get_payload(decode=True) for part in message.walk()]
        return content + b"".join(everything_in(p) for p in parts if isinstance(p, bytes))
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
