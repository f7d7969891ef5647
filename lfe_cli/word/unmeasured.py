"""What stands in the way of working out, without LibreOffice, how much room a document takes."""

from __future__ import annotations


class CannotEstimate(Exception):
    """The document has something whose room cannot be worked out; its text completes "it has"."""
