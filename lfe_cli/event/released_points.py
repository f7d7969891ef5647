"""The points that agencies bring to the event: only released ones, each under its own name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lfe_cli.audits.which_form import form_of_version
from lfe_cli.checks.identifiers import load_identifiers
from lfe_cli.checks.text_check import names_in
from lfe_cli.errors import FileProblems
from lfe_cli.review import files
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamlfile import read_yaml


@dataclass(frozen=True)
class Brought:
    """The points by agency, and what the officer has to know about them."""

    points: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]


def brought_to_the_event(review: Review) -> Brought:
    """The released points of every agency that sent its audit ahead and takes part.

    A point that holds a word of identifiers.yaml, or a number that names a child, is left out.
    """
    if load_identifiers(review.workspace, review.reference) is None:
        said = (
            "identifiers.yaml is missing or cannot be read, so nothing that agencies sent ahead "
            "went into the facilitator's paper: nobody's name could be looked for."
        )
        return Brought((), (said,))
    points, remarks = [], []
    for agency in takes_part(review):
        items = []
        for prompt, text in _released(review, agency):
            if names_in(review.workspace, review.reference, "point.txt", text.encode()):
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
    content = review.read(files.what_was_read(agency.id))
    if content is None:
        return []
    try:
        read = read_yaml(content.decode("utf-8", "replace"), files.what_was_read(agency.id)).data
    except FileProblems:
        return []
    if not isinstance(read, dict) or str(read.get("released")).lower() not in {"true", "yes"}:
        return []
    chosen = read.get("for_event")
    prompts = _prompts(review, str(read.get("form") or ""))
    return [
        (prompts.get(str(question), str(question)), str(text))
        for question, text in (chosen.items() if isinstance(chosen, dict) else ())
        if text
    ]


def _prompts(review: Review, version: str) -> dict[str, str]:
    form = form_of_version(review, version)
    return {q.id: q.prompt for q in form.questions()} if form else {}
