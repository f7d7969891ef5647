"""Findings that an officer takes upon themselves: one finding, with a reason, until it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lfe_cli.checks.findings import Finding, stops
from lfe_cli.checks.kept import refuse_names
from lfe_cli.errors import LfeError
from lfe_cli.review.events import FindingAccepted
from lfe_cli.review.workspace import Review

_NEVER = {"identifiers-missing", "identifiers-unreadable"}
_NAMES = "listed-"


@dataclass(frozen=True)
class Acceptance:
    """What an officer says: this rule's finding (at this place, if there are two) may stand."""

    rule: str
    reason: str
    at: str = ""
    second_reader: str = ""


def accepted(review: Review, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The stops among `findings` that were accepted before and have not changed since."""
    known = {entry.event.digest for entry in review.state.page.accepted}
    return tuple(finding for finding in stops(findings) if finding.digest in known)


def accept(
    review: Review, findings: Sequence[Finding], acceptance: Acceptance
) -> tuple[Finding, FindingAccepted]:
    """The finding that is accepted, and the entry that keeps it: rule, place and hash, no text.

    Raises LfeError where there is none, where there is more than one, and for a listed name
    without a second reader's role.
    """
    found = [f for f in stops(findings) if f.rule == acceptance.rule and acceptance.at in f.where]
    if not found:
        raise LfeError(
            f"Nothing is stopped by the rule {acceptance.rule}.",
            next_step="Run the command without --accept: it says which rules stop the page.",
        )
    if len({finding.digest for finding in found}) > 1:
        places = ", ".join(f"“{finding.where}”" for finding in found)
        raise LfeError(
            f"The rule {acceptance.rule} stops the page in {len(found)} places, and one finding is "
            "accepted at a time.",
            where=places,
            next_step='Add --at and the place, for example --at "line 12".',
        )
    finding = found[0]
    if finding.rule in _NEVER:
        raise LfeError("A missing list of names cannot be accepted.", next_step=finding.suggestion)
    if finding.rule.startswith(_NAMES) and not acceptance.second_reader:
        raise LfeError(
            "A word from identifiers.yaml is accepted only when a second person has read it.",
            next_step='Add --second-reader and their role: --second-reader "Safeguarding lead"',
        )
    return finding, _accepting(review, finding, acceptance)


def _accepting(review: Review, finding: Finding, acceptance: Acceptance) -> FindingAccepted:
    reader = acceptance.second_reader
    return FindingAccepted(
        rule=finding.rule,
        where=finding.where,
        digest=finding.digest,
        reason=refuse_names(review, acceptance.reason, "--reason"),
        second_reader=refuse_names(review, reader, "--second-reader") if reader else None,
    )
