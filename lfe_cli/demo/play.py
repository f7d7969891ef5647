"""A fictional review from start to finish, played with the steps that the commands use.

What happens, when and in whose words is in story.yaml and the files beside it; this only plays it,
under a clock and an author of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lfe_cli.clock import UK
from lfe_cli.demo.acts import ACTS, Here, read_data
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import parse_moment


@dataclass(frozen=True)
class Scene:
    """The acts of one moment (UTC). `says` is told on the screen; without it, nothing is."""

    moment: datetime
    says: str
    reference: str
    acts: tuple[tuple[str, Mapping[str, Any]], ...]

    def changes(self, folder: Path) -> Changes:
        """The scene's changes in the workspace `folder`, as the scenes before it left that."""
        here = Here(folder, self.reference, self.moment)
        first, *others = (ACTS[name](here, **facts) for name, facts in self.acts)
        return first.and_also(*others)


@dataclass(frozen=True)
class Story:
    """The story: who records, the reference of the review that is played, the scenes in order."""

    by: str
    reference: str
    scenes: tuple[Scene, ...]


def the_story() -> Story:
    """The story as it is written in story.yaml."""
    told = read_data("story.yaml")
    reference = str(told["reference"])
    return Story(
        by=str(told["by"]),
        reference=reference,
        scenes=tuple(_scene(one, reference) for one in told["scenes"]),
    )


def _scene(told: Mapping[str, Any], reference: str) -> Scene:
    at = parse_moment(told["at"]).replace(tzinfo=UK).astimezone(UTC)
    acts = tuple(act for one in told["does"] for act in one.items())
    return Scene(at, str(told.get("says", "")), str(told.get("review", reference)), acts)
