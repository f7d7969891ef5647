"""What a review's history holds, and what its status says comes next."""

from __future__ import annotations

import json
from typing import Any

from helpers.officer import Officer
from lfe_cli.review.history.entries import id_of


def history(review: Officer, action: str | None = None) -> list[dict[str, Any]]:
    """Its entries, all of them or those of one action."""
    entries = map(json.loads, review.path("history.jsonl").read_text().splitlines())
    return [entry for entry in entries if action in (None, entry["action"])]


def next_steps(review: Officer) -> str:
    return "\n".join(review.done("status", "--json").json["next"])


def states(review: Officer) -> list[str]:
    """How far each agency is, as `lfe status` says it."""
    return [agency["state"] for agency in review.done("status", "--json").json["agencies"]]


def line(at: str, action: str, **about: Any) -> dict[str, Any]:
    """A line of a history as any version of the tool would write it; `at` as it is written."""
    given = id_of(at, "Business Unit", action, about)
    return {"id": given, "at": at, "by": "Business Unit", "action": action, **about}
