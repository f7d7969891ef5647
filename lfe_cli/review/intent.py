"""Changes one thing of what is intended, in `review.yaml`, and keeps the officer's own text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write, refuse_if_open
from lfe_cli.review.history import Event
from lfe_cli.review.manifest import read_manifest
from lfe_cli.review.splice import CannotSplice
from lfe_cli.review.workspace import Review, read_text, sha256
from lfe_cli.review.yamlfile import read_yaml


def intending(
    review: Review, splice: Callable[[str], str], action: str, **about: Any
) -> tuple[Review, Changes]:
    """The review as it is once `splice` has changed its manifest, and the changes that do it.

    The history records `action` and what it is `about`. Raises LfeError where the manifest would
    not hold together afterwards, or is not written so that the value can be changed in it.
    """
    refuse_if_open(review, files.MANIFEST)
    name = f"{review.reference}/{files.MANIFEST}"
    try:
        text = splice(read_text(review.folder / files.MANIFEST))
    except CannotSplice as error:
        raise LfeError(
            error.sentence,
            where=name,
            next_step=f"Change it by hand: lfe edit -r {review.reference}",
        ) from None
    content = text.encode()
    try:
        manifest = read_manifest(read_yaml(text, name), review.partnership, review.reference)
    except FileProblems as found:
        raise _would_not_hold(found) from None
    record = Event(action, {**about, "file": files.MANIFEST, "sha256": sha256(content)})
    changes = Changes(review.reference, (Write(name, content),), events=(record,))
    return replace(review, manifest=manifest), changes


def _would_not_hold(found: FileProblems) -> LfeError:
    """Nothing is written yet, so its problems are told without a line to go to."""
    said = " ".join(f"{problem.name} {problem.what}" for problem in found.problems)
    instead = " ".join(dict.fromkeys(p.instead for p in found.problems if p.instead))
    return LfeError(f"Nothing was changed: {said}", next_step=instead)
