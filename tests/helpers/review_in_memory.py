"""A review in memory, for tests of what is made for its learning event."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lfe_cli.review.history.entries import History
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.templates import shipped
from lfe_cli.review.workspace import Review, Workspace

THEME = "Handovers when a family moves home"
MOMENT = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
# What a command says in its letter beside what every letter can say, where the letter needs it.
SAID: dict[str, Any] = {
    "questions": [{"number": 7, "prompt": "What helped?"}],
    "recommendations": [
        {"id": "R1", "words": "Meet before a move.", "report_back": "", "amended": False}
    ],
    "report_back": "",
    "readers": "",
    "replaces": "",
    "dropped": [],
}


def a_review(
    event: dict[str, Any] | None = None,
    partnership: dict[str, Any] | None = None,
    **manifest: Any,
) -> Review:
    """A review of an invented partnership, with the event and the settings that a test wants."""
    settings = {
        "name": "Made-up Safeguarding Children Partnership",
        "short_name": "MSCP",
        "mailbox": "unit@partnership.example",
        "telephone": "01632 960 001",
        "support": "the wellbeing line of the partnership, 01632 960 002",
        "agencies": [
            {
                "id": "police",
                "name": "Police",
                "contact": "reviews@police.example",
                "escalation": "Safeguarding lead <lead@police.example>",
            },
            {"id": "school", "name": "School & Nursery"},
        ],
        **(partnership or {}),
    }
    intended = {
        "reference": "LFE-2026-001",
        "theme": THEME,
        "focus": {"from": "2025-09-01", "to": "2026-08-31"},
        "agencies": [{"id": "police"}, {"id": "school"}],
        "audits": {"due": "2027-02-03"},
        "event": {"at": "2027-02-10 09:30", "venue": "Room 2, The Guildhall", **(event or {})},
        **manifest,
    }
    workspace = Workspace(Path("not-on-disk"), Partnership.model_validate(settings))
    return Review(workspace, "LFE-2026-001", Manifest.model_validate(intended), History())


def template(name: str) -> str:
    """The text of a shipped template."""
    return (shipped() / name).read_text("utf-8")
