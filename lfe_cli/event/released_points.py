"""The points that agencies bring to the event: only released ones, each under its own name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lfe_cli.audits.returns.noted import noted
from lfe_cli.checks.identifiers import whole_list
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review


@dataclass(frozen=True)
class Brought:
    """The points by agency, and what the officer has to know about them."""

    points: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]


def brought_to_the_event(review: Review) -> Brought:
    """The released points of every agency that sent its audit ahead and takes part.

    A point that holds a word of identifiers.yaml, or a number that names a child, is left out.
    """
    if whole_list(review.workspace, review.reference) is None:
        said = (
            "identifiers.yaml is missing or cannot be read, so nothing that agencies sent ahead "
            "went into the facilitator's paper: nobody's name could be looked for."
        )
        return Brought((), (said,))
    points, remarks = [], []
    check = TextCheck.of(review)
    for agency in takes_part(review):
        items = []
        for prompt, text in _released(review, agency):
            if check.names("point.txt", text.encode()):
                remarks.append(
                    f"A point of {agency.name} names somebody, so it was left out of the "
                    "facilitator's paper. Ask them for it without the name."
                )
            else:
                items.append({"prompt": prompt, "text": text})
        if items:
            points.append({"agency": agency.name, "items": items})
    return Brought(tuple(points), tuple(remarks))


def _released(review: Review, agency: Agency) -> list[tuple[str, str]]:
    note = noted(review, agency.id)
    prompts = {q.id: q.prompt for q in note.form.questions()} if note.form else {}
    return [(prompts.get(question, question), text) for question, text in note.released.items()]
