"""Whether what a group wrote may go into the history: nobody's name, nobody's number."""

from __future__ import annotations

from collections.abc import Sequence

from lfe_cli.review.workspace import Review
from lfe_cli.steps.names import names_in, refuse_names
from lfe_cli.steps.weak_actions import looks_like_a_name

_TEXTS = {"action", "owner", "measure", "change", "evidence"}


def may_be_kept(
    review: Review, wanted: Sequence[tuple[str, str]]
) -> tuple[tuple[bool, ...], dict[int, str]]:
    """For each (field, value) whether it may be kept, and by its place why it may not.

    Raises LfeError where the list of names is missing: then no text can be recorded at all.
    """
    texts = {at: value for at, (name, value) in enumerate(wanted) if name in _TEXTS and value}
    if texts:
        refuse_names(review, "", "The workbook")  # only that there is a list
    refused = {at: why for at, text in texts.items() if (why := _why_not(review, text))}
    for at, text in texts.items():
        if wanted[at][0] == "owner" and at not in refused and looks_like_a_name(text):
            refused[at] = (
                f"{_short(text)} looks like a person's name, so it is not taken. Ask for the role."
            )
    return tuple(at not in refused for at in range(len(wanted))), refused


def _why_not(review: Review, text: str) -> str:
    found = names_in(review.workspace, review.reference, "text.txt", text.encode())
    if not found:
        return ""
    instead = found[0].suggestion or "Write a role instead."
    return f"holds what may not be kept ({found[0].text}), so it is not taken. {instead}"


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= 40 else f"{said[:38]} …"
