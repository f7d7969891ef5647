"""Where and when an act of the story takes place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lfe_cli.clock import uk_date
from lfe_cli.review.workspace import Review, Workspace, load_review, load_workspace


@dataclass(frozen=True)
class Here:
    """The workspace's folder, the review that the story is about, and the moment (UTC)."""

    folder: Path
    reference: str
    moment: datetime

    @property
    def today(self) -> date:
        """The day in England."""
        return uk_date(self.moment)

    def workspace(self) -> Workspace:
        """The workspace as it is now."""
        return load_workspace(self.folder)

    def review(self) -> Review:
        """The review as it is now."""
        return load_review(self.workspace(), self.reference)
