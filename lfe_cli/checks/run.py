"""All checks on one file: nobody named, nobody blamed, and easy to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lfe_cli.checks.findings import SEVERITIES, Finding
from lfe_cli.checks.leftovers import find_leftovers
from lfe_cli.checks.names import NAMES_AND_NUMBERS, Identifiers, find_identifiers
from lfe_cli.checks.passage import Passage
from lfe_cli.checks.passages import passages
from lfe_cli.checks.reading import find_reading
from lfe_cli.checks.wording import Rules, find_wording


def check_text(
    name: str,
    content: bytes,
    identifiers: Identifiers | None,
    rules: Rules,
    *,
    allowed: Collection[str] = (),
    agencies: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Every finding in the file called `name`, in the order of its text.

    Without `identifiers` only what identifies by its shape is looked for (`missing_identifiers`
    says that a review's list is not there). `allowed` are texts that the settings or the tool put
    into the file; `agencies` are the names of agencies. Raises LfeError where the file cannot be
    opened. No finding means "none found by these checks", never that a text is anonymous.
    """
    found_in = passages(name, content)
    findings = [
        *find_identifiers(found_in, identifiers or Identifiers(), name, allowed),
        *find_wording(found_in, rules, name, allowed),
        *find_reading(found_in, name, rules, agencies, allowed),
        *find_leftovers(found_in, name, allowed),
    ]
    return _in_order(findings, found_in)


def check_names_only(
    name: str,
    content: bytes | str,
    identifiers: Identifiers | None,
    *,
    allowed: Collection[str] = (),
) -> tuple[Finding, ...]:
    """The words of the list, and numbers that belong to a person, in a text bound for git.

    For `review.yaml`, `learning.yaml` and what is typed after `--reason`: what is kept for ever.
    """
    given = content.encode() if isinstance(content, str) else content
    found_in = passages(name, given)
    findings = find_identifiers(found_in, identifiers or Identifiers(), name, allowed)
    return _in_order([f for f in findings if f.rule in NAMES_AND_NUMBERS], found_in)


def _in_order(findings: Iterable[Finding], found_in: Iterable[Passage]) -> tuple[Finding, ...]:
    """By place, the gravest first; the same words found twice in one place are one finding."""
    order: dict[str, int] = {}
    for place, passage in enumerate(found_in):
        order.setdefault(passage.where, place)
    once: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        said = finding.matched.casefold() or finding.text
        once.setdefault((finding.where, finding.rule, said), finding)
    return tuple(
        sorted(
            once.values(),
            key=lambda f: (order.get(f.where, len(order)), SEVERITIES.index(f.severity)),
        )
    )
