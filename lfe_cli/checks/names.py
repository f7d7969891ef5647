"""Nobody named: the words of the list of names, and what identifies by its shape.

A check says what it found, or that these checks found nothing. It never says that a text is
anonymous.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lfe_cli.checks.english import without_allowed
from lfe_cli.checks.findings import Finding, excerpt
from lfe_cli.checks.identifiers import Entries, Identifiers
from lfe_cli.checks.listed import find_listed
from lfe_cli.checks.passage import PROSE, Passage
from lfe_cli.checks.shapes import Hit, find_dates, find_numbers, find_people_and_places
from lfe_cli.review import files
from lfe_cli.text import printable

_SOURCE = "domain: never in the report"
_ROLE_INSTEAD = 'Write the role: "the child", "a parent", "a practitioner".'
_SUGGESTIONS = {
    "listed-name": _ROLE_INSTEAD,
    "listed-place": 'Say what kind of place it is: "a school", "the family\'s home".',
    "listed-word": "Leave it out, or say it in words that fit many families.",
    "name-or-word": f"If this is the person and not the word: {_ROLE_INSTEAD}",
    "misspelt-name": f"This is close to a name in the list. If it is meant: {_ROLE_INSTEAD}",
    "initials": f"These are the initials of a name in the list. {_ROLE_INSTEAD}",
    "nhs-number": "Take the NHS number out.",
    "nhs-number-shaped": "Ten digits, written like an NHS number: take them out if they are one.",
    "upn": "Take the unique pupil number out.",
    "upn-shaped": "This is written like a unique pupil number: take it out if it is one.",
    "national-insurance-number": "Take the National Insurance number out.",
    "postcode": 'Take the postcode out; "the city" or nothing is enough.',
    "telephone": "Take the number out, or give the partnership's own.",
    "email": "Take the address out, or give the partnership's mailbox.",
    "case-number": "Take the case number out; the review's reference is enough.",
    "date-of-birth": 'Take the date of birth out; "a baby", "a teenager" says enough, if needed.',
    "exact-date": 'Say when it was in general words: "in the spring", "after the move".',
    "month": "A month can tell which family is meant. Leave it out if the learning stands without.",
    "age": 'Leave the age out, or say "a young child", "a teenager".',
    "sibling-order": 'A place among siblings can tell who is meant: "a child", "children".',
    "address": 'Take the address out; "at home" is enough.',
    "street-name": "This looks like a street's name. Leave it out if it is one.",
    "place-name": 'This looks like a place\'s name: write "a school", "a hospital".',
    "titled-name": f"This looks like a person's name. {_ROLE_INSTEAD}",
    "possible-name": f"This may be a person's name. If so: {_ROLE_INSTEAD}",
}
_FROM_THE_LIST = {"listed-name", "listed-place", "listed-word", "name-or-word", "misspelt-name"}
# What stops even a text that is bound for the history: the list and the numbers, not dates or ages.
NAMES_AND_NUMBERS = _FROM_THE_LIST | {
    "initials", "nhs-number", "nhs-number-shaped", "upn", "upn-shaped", "email", "telephone",
    "national-insurance-number", "postcode", "case-number", "date-of-birth", "address",
}  # fmt: skip
_ONCE_A_FILE = {"name-or-word"}  # "will" in small letters stands in every second sentence
_ADDRESSED = {"email", "telephone"}


def find_identifiers(
    found_in: Iterable[Passage],
    identifiers: Identifiers,
    file: str,
    allowed: Collection[str] = (),
) -> list[Finding]:
    """What identifies somebody in the passages of `file`.

    `allowed` are texts that the settings or the tool put there (the mailbox, the reference, the
    dates of meetings): they are no finding.
    """
    findings: list[Finding] = []
    told: set[tuple[str, str]] = set()
    entries, before = identifiers.entries(), Passage("", "")
    for passage in found_in:
        if passage.kind not in {"picture", "unread"} and passage.text.strip():
            text = without_allowed(passage.text, allowed)
            beside = before.text if before.where == passage.where else ""
            for hit in _hits(text, passage, f"{beside} {passage.where}", entries):
                said = passage.text[hit.start : hit.end]
                if hit.rule in _ONCE_A_FILE and (hit.rule, said.casefold()) in told:
                    continue
                told.add((hit.rule, said.casefold()))
                findings.append(_finding(hit, passage, file))
        before = passage
    return findings


def _hits(text: str, passage: Passage, before: str, entries: Entries) -> list[Hit]:
    """What was found in one passage; of two that overlap, the graver and earlier one stands."""
    found = list(find_listed(text, passage.kind, entries))
    numbers = list(find_numbers(text))
    if passage.kind == "address":
        numbers = [hit for hit in numbers if hit.rule not in _ADDRESSED]
    if passage.kind in PROSE or passage.kind in {"property", "name"}:
        numbers += find_dates(text, before)
        numbers += find_people_and_places(text)
    order = {"stop": 0, "suggest": 1, "consider": 2}
    kept: list[Hit] = []
    for hit in [*found, *sorted(numbers, key=lambda hit: order[hit.severity])]:
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _finding(hit: Hit, passage: Passage, file: str) -> Finding:
    return Finding(
        rule=hit.rule,
        severity=hit.severity,
        file=file,
        where=printable(passage.where),
        text=excerpt(passage.text, hit.start, hit.end),
        suggestion=_SUGGESTIONS[hit.rule],
        source=files.IDENTIFIERS if hit.rule in _FROM_THE_LIST | {"initials"} else _SOURCE,
        matched=passage.text[hit.start : hit.end],
        passage=passage.text,
    )
