"""All checks on one text: nobody named, nobody blamed, and easy to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath

from lfe_cli.checks.findings import SEVERITIES, Finding, stops
from lfe_cli.checks.identifiers import Identifiers, load_identifiers
from lfe_cli.checks.names import NAMES_AND_NUMBERS, find_identifiers
from lfe_cli.checks.passages import Passage, passages
from lfe_cli.checks.reading import find_leftovers, find_reading
from lfe_cli.checks.shapes import dates_as_written
from lfe_cli.checks.standing import NOTHING_STANDS, Standing, made_from, standing_in
from lfe_cli.checks.wording import Rules, find_wording, rules_of
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.manifest import Manifest, ReviewAgency
from lfe_cli.review.partnership import Agency, Partnership, address_in
from lfe_cli.review.workspace import Review, Workspace, load_review, load_state


@dataclass(frozen=True)
class TextCheck:
    """The checks of one review's texts; without a review only what the partnership knows.

    Without a workspace the shipped rules alone. What the checks need is read once, when it is
    first asked for.
    """

    workspace: Workspace | None = None
    reference: str | None = None
    loaded: Review | None = None

    @classmethod
    def of(cls, review: Review) -> TextCheck:
        """The checks of the texts of `review`, which is not loaded again for them."""
        return cls(review.workspace, review.reference, review)

    def everything(
        self, name: str, content: bytes, also: Collection[str] = (), place: str | None = None
    ) -> tuple[Finding, ...]:
        """Every finding in the file called `name`; the texts `also` are allowed in it, too.

        `place` is where it lies in the workspace, where its name does not say so.
        """
        allowed = (*self.allowed, *also)
        return check_text(
            name,
            content,
            self.identifiers,
            self.rules,
            allowed=allowed,
            agencies=self.agencies,
            standing=self._standing(name if place is None else place),
        )

    def names(self, name: str, content: bytes) -> tuple[Finding, ...]:
        """The stops that the list of names and the numbers give in a text bound for git."""
        found = check_names_only(
            name, content, self.identifiers, allowed=self.allowed, standing=self._standing(name)
        )
        return stops(found)

    def _standing(self, place: str) -> Standing:
        """What the own template says from which the file at `place` is made."""
        if self.workspace is None:
            return NOTHING_STANDS
        own = place.partition(f"{self.reference}/")[2]  # also in the archive
        file = files.file_of(own) if own else files.file_in_workspace(place)
        template = made_from(file, PurePosixPath(place).name, self.workspace.folder)
        if template and template not in self._known:
            self._known[template] = standing_in(template, self.workspace.folder)
        return self._known.get(template, NOTHING_STANDS)

    @cached_property
    def _known(self) -> dict[str, Standing]:
        """What stands, by the template; each is read when it is first asked for."""
        return {}

    @cached_property
    def identifiers(self) -> Identifiers | None:
        """The review's list of names; None where it is missing or cannot be read."""
        if self.workspace is None or self.reference is None:
            return None
        return load_identifiers(self.workspace, self.reference)

    @cached_property
    def rules(self) -> Rules:
        """The rules of wording that hold here."""
        return rules_of(self.workspace)

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """The texts that the settings and the tool put into a file, which are no finding."""
        if self.workspace is None or self.reference is None:
            return ()
        return _allowed_texts(self.workspace, self.reference, self.loaded)

    @property
    def agencies(self) -> tuple[str, ...]:
        """The names of the partnership's agencies."""
        return tuple(a.name for a in self.workspace.partnership.agencies) if self.workspace else ()


def names_in(
    workspace: Workspace, reference: str, name: str, content: bytes
) -> tuple[Finding, ...]:
    """The stops that the list of names and the numbers give in a text bound for git."""
    return TextCheck(workspace, reference).names(name, content)


def check_text(
    name: str,
    content: bytes,
    identifiers: Identifiers | None,
    rules: Rules,
    *,
    allowed: Collection[str] = (),
    agencies: Collection[str] = (),
    standing: Standing = NOTHING_STANDS,
) -> tuple[Finding, ...]:
    """Every finding in the file called `name`, in the order of its text.

    Without `identifiers` only what identifies by its shape is looked for (`check_list`
    says that a review's list is not there). `allowed` are texts that the settings or the tool put
    into the file; `agencies` are the names of agencies, `standing` is what its template says.
    Raises LfeError where the file cannot be opened. No finding means "none found by these checks",
    never that a text is anonymous.
    """
    found_in = passages(name, content)
    findings = [
        *find_identifiers(found_in, identifiers or Identifiers(), name, allowed),
        *find_wording(found_in, rules, name, allowed),
        *find_reading(found_in, name, rules, agencies, allowed),
        *find_leftovers(found_in, name, allowed),
    ]
    return _in_order(standing.without(findings, found_in), found_in)


def check_names_only(
    name: str,
    content: bytes | str,
    identifiers: Identifiers | None,
    *,
    allowed: Collection[str] = (),
    standing: Standing = NOTHING_STANDS,
) -> tuple[Finding, ...]:
    """The words of the list, and numbers that belong to a person, in a text bound for git.

    For `review.yaml`, `learning.yaml` and what is typed after `--reason`: what is kept for ever.
    """
    given = content.encode() if isinstance(content, str) else content
    found_in = passages(name, given)
    findings = find_identifiers(found_in, identifiers or Identifiers(), name, allowed)
    findings = [f for f in findings if f.rule in NAMES_AND_NUMBERS]
    return _in_order(standing.without(findings, found_in), found_in)


def _in_order(findings: Iterable[Finding], found_in: Iterable[Passage]) -> tuple[Finding, ...]:
    """By place, the gravest first; the same words found twice in one place are one finding."""
    order: dict[str, int] = {}
    for place, passage in enumerate(found_in):
        order.setdefault(passage.where, place)
    once: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        text = finding.matched.casefold() or finding.text
        once.setdefault((finding.where, finding.rule, text), finding)
    return tuple(
        sorted(
            once.values(),
            key=lambda f: (order.get(f.where, len(order)), SEVERITIES.index(f.severity)),
        )
    )


# ---------------------------------------------------------------- what is no finding


def _allowed_texts(workspace: Workspace, reference: str, loaded: Review | None) -> tuple[str, ...]:
    """The texts that the settings and the tool put into a file, which are no finding."""
    partnership: Partnership = workspace.partnership
    agencies = partnership.agencies
    texts = (
        partnership.name,
        partnership.short_name,
        partnership.mailbox,
        partnership.telephone,
        partnership.support,
        partnership.information_statement,
        partnership.subgroup,
        partnership.marking,
        reference,
        *(address_in(group.contact) for group in partnership.working_groups),
        *(address_in(contact) for agency in agencies for contact in _contacts(agency)),
    )
    manifest = loaded.manifest if loaded else _manifest(workspace, reference)
    if manifest:
        own = (address_in(c) for agency in manifest.agencies for c in _contacts(agency))
        texts = (*texts, *own)
    of_the_page = _dates_of_the_page(workspace, reference, loaded)
    dates = (*partnership.subgroup_meetings, *_dates_of(manifest), *of_the_page)
    return (*(text for text in texts if text), *dates_as_written(*dates))


def _contacts(agency: Agency | ReviewAgency) -> tuple[str | None, ...]:
    """Of a contact only the address is allowed: a name in it is a name like any other."""
    return agency.contact, agency.deputy, agency.escalation


def _manifest(workspace: Workspace, reference: str) -> Manifest | None:
    try:
        return load_review(workspace, reference).manifest
    except LfeError:
        return None


def _dates_of(manifest: Manifest | None) -> tuple[date, ...]:
    """The review's own dates: its event's, its local target's and its focus period's."""
    if manifest is None:
        return ()
    event, due = manifest.event.at, manifest.audits.due
    known = (event.date() if event else None, due, manifest.focus.start, manifest.focus.end)
    return tuple(day for day in known if day)


def _dates_of_the_page(
    workspace: Workspace, reference: str, loaded: Review | None
) -> tuple[date, ...]:
    """When the page came to its stages, and the meeting it was taken to: the paper says so."""
    try:
        state = loaded.state if loaded else load_state(workspace.folder_of(reference))
    except LfeError:
        return ()
    meetings = (entry.event.meeting for entry in state.subgroup.submitted)
    stages = (entry.day for entry in state.page.versions)
    return (*stages, *(meeting for meeting in meetings if meeting))
