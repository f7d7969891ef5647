"""The files of a review and where each lies, as paths relative to its folder."""

from __future__ import annotations

import re

MANIFEST = "review.yaml"
HISTORY = "history.jsonl"
IDENTIFIERS = "identifiers.yaml"
ISSUED = "audits/issued"
GUIDANCE = "audits/guidance.docx"
GUIDE = "audits/guide-for-staff.docx"
INBOX = "audits/inbox"
RETURNED = "audits/returned"
AGENDA = "event/agenda.docx"
FAMILY_AGENDA = "event/agenda-family.docx"
FACILITATOR = "event/facilitator.docx"
SIGN_IN = "event/sign-in.docx"
INVITATION = "event/invitation.ics"
NOTES = "event/notes.docx"
FAMILY = "family"
LEARNING = "report/learning.yaml"
REPORT = "report/report.docx"
REPORT_PDF = "report/report.pdf"
REPORT_DRAFT = "report/draft.docx"
RECOMMENDATIONS = "subgroup/recommendations.yaml"
PAPER = "subgroup/paper.docx"
ACTIONS = "actions.xlsx"
ACTIONS_RETURNED = "subgroup/returned"  # workbooks as groups sent them back
DISPOSAL = "disposal.txt"
OUTBOX = "outbox"
BOARD = "board.html"  # in the workspace itself

# What git must never keep: no agency's words, no name. Without **/ a pattern with a slash in it
# would not reach into the reviews.
IGNORED_BY_GIT = (
    "**/audits/inbox/",
    "**/audits/returned/",
    "**/event/[Ff]acilitator*",
    "**/event/[Nn]otes*",
    "**/outbox/",
    "**/subgroup/returned/",
    "actions.[0-9]*.xlsx",  # a workbook that somebody changed, kept beside ours
    "actions-*.[0-9]*.xlsx",
    "**/family/",
    "identifiers.yaml",
    "identifiers.*.yaml",
    "/board.html",
    ".lfe/",
    "~$*",
)
_NEVER_KEPT = re.compile(
    r"(?:^|.*/)(?:audits/(?:inbox|returned)/.*|outbox/.*|family/.*|subgroup/returned/.*"
    r"|actions(?:-[\w-]+)?\.\d+\.xlsx|event/(?:[Ff]acilitator|[Nn]otes)[^/]*"
    r"|identifiers(?:\.\d+)?\.yaml|\.lfe/.*|~\$[^/]*)"
)
REFERENCE = re.compile(r"^([A-Z][A-Z0-9]{0,9})-(\d{4})-(\d{3,})$")


def is_never_kept(path: str) -> bool:
    """Whether git must not keep `path` (relative to the workspace), whatever .gitignore says."""
    return path == BOARD or _NEVER_KEPT.fullmatch(path) is not None


def issued_form(agency: str) -> str:
    """The form that was made for an agency."""
    return f"{ISSUED}/{agency}.docx"


def questions_of(form: str) -> str:
    """The questions of a form's version, kept as they were when it was issued."""
    return f"{ISSUED}/questions-{form}.yaml"


def returned(agency: str, ending: str, number: int) -> str:
    """A returned audit: `police.docx`, then `police.2.docx`, never renamed."""
    middle = "" if number == 1 else f".{number}"
    return f"{RETURNED}/{agency}{middle}{ending}"


def what_was_read(agency: str) -> str:
    """What was read of an agency's newest return; holds no narrative."""
    return f"{RETURNED}/{agency}.yaml"


def family_letter(person: str) -> str:
    """The letter to one person of the family; `person` is a relation, never a name."""
    return f"{FAMILY}/letter-{person}.docx"


def letter(kind: str, agency: str = "") -> str:
    """A mail draft in the outbox: `audit-request-police.eml`."""
    return f"{OUTBOX}/{kind}{'-' + agency if agency else ''}.eml"
