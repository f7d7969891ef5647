"""The family of a review, as an officer enters it in the manifest."""

from __future__ import annotations

from helpers.officer import Officer

MOTHER = """\
  - relation: mother
    told: yes
    decided_by: Statutory partners' meeting
    contact_by: Family support worker
    takes_part: at the event
    safe_to_contact: yes
    asked: social worker
"""


def enter(review: Officer, *people: str, family_part: bool = True) -> None:
    """Enters these people of the family in the manifest, in place of those there."""
    path = review.path("review.yaml")
    text = path.read_text()
    before, _, rest = text.partition("\nfamily:")
    after = rest[rest.index("\n# Other processes") :]
    entered = "".join(f"\n{person.rstrip()}" for person in people)
    text = f"{before}\nfamily:{entered or ' []'}\n{after}"
    if family_part:
        text = text.replace("family_part: no ", "family_part: yes\n  family_may_meet: yes ")
    path.write_text(text)
