"""What the history can say: the words of its `action`, and what each entry is about.

A fact is something that an officer recorded; only facts can be taken back with `lfe undo`.
"""

from __future__ import annotations

REVIEW_STARTED = "review started"
MANIFEST_EDITED = "manifest edited"  # file, sha256

FORM_ISSUED = "form issued"  # agency, form (its version), focus_from, focus_to, file, sha256
QUESTIONS_KEPT = "questions kept"  # form, file, sha256
AUDIT_FILED = "audit filed"  # agency, file, sha256, how, answered, questions
READING_NOTED = "reading noted"  # agency, file, sha256
PAPER_MADE = "paper made"  # file, sha256
LETTER_DRAFTED = "letter drafted"  # letter, agency, file, sha256
DRAFT_REMOVED = "draft removed"  # letter, agency or group, draft (its place)
KEPT_ASIDE = "kept aside"  # file, sha256

AGENDA_MADE = "agenda made"  # event (its facts), file, sha256
INVITATION_MADE = "invitation made"  # uid, sequence, event (its facts), day, file, sha256
EVENT_MOVED = "event moved"  # was, now, file, sha256
EVENT_CANCELLED = "event cancelled"  # was, file, sha256
AGENCY_ADDED = "agency added"  # agency, file, sha256
CONTACT_CHANGED = "contact changed"  # agency, which, file, sha256; never the address

LEARNING_STARTED = "learning started"  # file, sha256
LEARNING_FILLED = "learning filled from notes"  # file, sha256
REPORT_MADE = "report made"  # stage, on, points, measured_by, learning, file, sha256
FINDING_ACCEPTED = "finding accepted"  # rule, where, digest, reason, second_reader
PDF_REMOVED = "pdf removed"
PDF_MADE = "pdf made"  # file, sha256

SUBMITTED = "submitted"  # meeting (ISO date), file, sha256
RECOMMENDATIONS_KEPT = "recommendations kept"  # file, sha256
ACTIONS_WRITTEN = "actions written"  # file, sha256; outside the review: group, workbook, digest
ACTIONS_RETURNED = "actions returned"  # group, file, sha256, not_taken: a workbook read back
ACTION_NOTED = "action noted"  # item, recommendation, field, value: one entry a changed cell
DISPOSED = "disposed"  # file, sha256
CLOSED = "closed"

# Facts, each with the day `on` which it happened
SENT = "sent"  # agency, letter
TOLD = "told"  # whom, and the agency where whom is identity, or the person of the family
HEARD = "views heard"  # person
REPLY = "reply"  # agency, knows, attending, bringing
BROUGHT = "brought"  # agency
NIL_RETURN = "nil return"  # agency, reason
WITHDRAWN = "withdrawn"  # agency
ATTENDED = "attended"  # agency, people (role: number), or apologies, or absent
PAPERS_COLLECTED = "papers collected"  # removed (the facilitator's paper), where it was
STEPPED_UP = "stepped up"
DECIDED = "decided"  # recommendation, decision, group, report_back, reason, words
CIRCULATION = "circulation decided"  # to: subgroup, partners or public
RECEIVED = "received"  # group
REPORTED_BACK = "reported back"  # group, recommendations
IMPACT = "impact checked"  # recommendation, months, how_much, how_well, difference
CARRIED_OVER = "carried over"  # recommendation, or item; to
FACTS = (
    SENT, TOLD, HEARD, REPLY, BROUGHT, NIL_RETURN, WITHDRAWN, ATTENDED, PAPERS_COLLECTED,
    STEPPED_UP, DECIDED, CIRCULATION, RECEIVED, REPORTED_BACK, IMPACT, CARRIED_OVER,
)  # fmt: skip

UNDONE = "undone"  # undoes (the entry's id), was, agency
