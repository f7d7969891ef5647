"""Findings on the screen: where, what, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lfe_cli.cli import screen

if TYPE_CHECKING:
    from lfe_cli.checks.findings import Finding

LABELS = {"stop": "STOP", "suggest": "Suggest", "consider": "Consider"}
_INDENT = " " * 10


def show(found: Iterable[Finding]) -> None:
    """Every finding, the gravest first."""
    everything = list(found)
    for severity, label in LABELS.items():
        for finding in everything:
            if finding.severity == severity:
                _show_one(label, finding)


def counted(found: Iterable[Finding]) -> str:
    """How many of each severity there are: "1 to stop, 2 to consider"; nothing if none."""
    severities = [finding.severity for finding in found]
    return ", ".join(
        f"{severities.count(severity)} to {label.lower()}"
        for severity, label in LABELS.items()
        if severity in severities
    )


def _show_one(label: str, finding: Finding) -> None:
    place = ", ".join(part for part in (finding.file, finding.where) if part)
    screen.say(f"{place} ({finding.rule})", indent=f"{label.ljust(9)} ")
    screen.say(finding.text, indent=_INDENT)
    if finding.suggestion:
        screen.say(finding.suggestion, indent=_INDENT)
    screen.say()
