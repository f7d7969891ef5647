"""The letters that lie unsent in the outbox, to agencies and to groups, and the record of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes, policy
from typing import Literal

from lfe_cli.after.groups import groups_asked
from lfe_cli.audits.which_form import has_another_period, names_another_date, names_another_day
from lfe_cli.checks.passages import passages
from lfe_cli.checks.reading import MARK_OF_A_GAP
from lfe_cli.errors import LfeError
from lfe_cli.event.letter_contents import outdated_thanks
from lfe_cli.event.outdated import outdated_papers
from lfe_cli.letters.kinds import KINDS, RECOMMENDATIONS, REQUEST
from lfe_cli.letters.outbox import (
    not_needed_any_more,
    recorded_as_sent,
    unsent_drafts,
    was_sent_since,
)
from lfe_cli.page.stages import stage_of
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.events import Sent
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import address_in
from lfe_cli.review.workspace import Review

WhyNot = Literal["", "gap", "address", "outdated"]


@dataclass(frozen=True)
class Lying:
    """A draft that lies in the outbox and was not recorded as sent.

    `whose` is the id and `name` the name of the agency, or with `to_group` of the group, that it
    goes to. `address` is the one in the draft. `why_not`: why nobody takes it for sent unasked: a
    gap is left that is filled by hand, it has no address, or it would be another letter now.
    """

    letter: str
    whose: str
    name: str
    file: str
    address: str
    why_not: WhyNot
    to_group: bool = False

    @property
    def option(self) -> str:
        """What a command names it by."""
        return f"--{'group' if self.to_group else 'agency'} {self.whose}"


def lying_unsent(review: Review, today: date) -> tuple[Lying, ...]:
    """Every letter that could be recorded as sent now, by letter and by whose it is.

    No draft that no longer serves: of who has withdrawn, a reminder to who has been heard, or one
    whose day has passed.
    """
    return (*_to_agencies(review, today), *_to_groups(review))


def _to_agencies(review: Review, today: date) -> Iterator[Lying]:
    lying, outdated = unsent_drafts(review), _outdated(review, today)
    drafts = [one for one in lying if not not_needed_any_more(review, one, today)]
    letters = [kind.id for kind in KINDS]
    for letter in sorted({one.letter for one in drafts}, key=letters.index):
        for agency in review.agencies():
            for one in drafts:
                if (one.letter, one.agency) == (letter, agency.id):
                    found = _lying(review, letter, agency.id, agency.name, one.file)
                    yield replace(found, why_not="outdated") if one.file in outdated else found


def _to_groups(review: Review) -> Iterator[Lying]:
    if stage_of(review) == "withdrawn":  # nobody knows whether its steps still stand
        return
    for one in groups_asked(review):
        group, file = one.group, RECOMMENDATIONS.file(one.group.id)
        drafted = review.state.letters.last_drafted_to_group(RECOMMENDATIONS.id, group.id)
        if one.sent or drafted is None or was_sent_since(review, drafted):
            continue
        if review.read(file) is not None:
            found = _lying(review, RECOMMENDATIONS.id, group.id, group.name, file, to_group=True)
            yield found if one.fresh else replace(found, why_not="outdated")


def _outdated(review: Review, today: date) -> frozenset[str]:
    """The drafts to agencies that are to be made anew first."""
    found = [one.file for one in outdated_thanks(review, today)]
    if review.state.event.papers_are_out:
        with suppress(LfeError):  # status says why they cannot be made
            found += outdated_papers(review, today).letters
    for agency in takes_part(review):
        differs = (has_another_period, names_another_date, names_another_day)
        if any(differ(review, agency.id) for differ in differs):
            found.append(REQUEST.file(agency.id))
    return frozenset(found)


def _lying(
    review: Review, letter: str, whose: str, name: str, file: str, *, to_group: bool = False
) -> Lying:
    content = review.read(file) or b""
    headers = message_from_bytes(content, policy=policy.default)
    address = address_in(str(headers.get("To", ""))) or ""
    gap = any(MARK_OF_A_GAP in passage.text for passage in passages(file, content))
    why_not: WhyNot = "gap" if gap else "" if address else "address"
    return Lying(letter, whose, name, file, address, why_not, to_group)


def record_sent(review: Review, those: Sequence[tuple[Lying, date]]) -> Changes:
    """These letters were sent, each on its day; the drafts go where sent ones are kept."""
    parts = []
    for one, day in those:
        whose, group = (None, one.whose) if one.to_group else (one.whose, None)
        sent = Sent(on=day, letter=one.letter, agency=whose, group=group)
        parts.append(recorded_as_sent(review, sent, one.file))
    return together(review.reference, parts)
