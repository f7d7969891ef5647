"""The intake of what agencies sent ahead: filed byte for byte, read one by one, never collated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.returns.filing import Shelf, Taken, filing
from lfe_cli.audits.returns.identify import AsWord, as_word, form_of, identify, reading_of, whose
from lfe_cli.audits.returns.mail_text import MailText, text_in
from lfe_cli.audits.returns.noted import left_open, noted
from lfe_cli.audits.returns.opening import CannotRead, Opened, open_word, why_not_read
from lfe_cli.audits.returns.reading import Reading, differences
from lfe_cli.audits.returns.several import several_forms
from lfe_cli.audits.returns.text_reply import as_kept, has_places, read_reply, whose_text
from lfe_cli.audits.which_form import form_in_use
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.fit import refuse_if_it_does_not_fit
from lfe_cli.letters.kinds import STILL_OPEN, WITHOUT_NAMES, LetterKind
from lfe_cli.letters.outbox import may_be_drafted, unsent_drafts, without_drafts
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Remove
from lfe_cli.review.lookup import agency_named, refuse_if_withdrawn
from lfe_cli.review.open_files import is_open, who_has_it_open
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.text import plain
from lfe_cli.word.file_kinds import kind_of
from lfe_cli.word.office import Office
from lfe_cli.word.what_it_is import what_it_is

_WRITTEN_ELSEWHERE = (
    "Nothing stands in its places for answers, and something is written elsewhere in it: read it."
)
_SAY_WHOSE = "If it is an audit, say whose: --agency ID"
_SAME = "The same answers are here already: once you have compared them, delete this file."
_COMPARE = (
    "Only what stands below its lines for answers is kept: compare it with what came, and then "
    "delete that from the inbox."
)
_ANOTHER_FORM = "Its questions are not those of any form that was issued in this review."
_NO_ANSWER = (
    "Nothing stands below its lines for answers. Where somebody wrote elsewhere in it, ask for the "
    "answers below those lines, or have the audit brought."
)
_SEEMS_EMPTY = "It seems to be the empty form: ask whether the right file was attached"


@dataclass(frozen=True)
class Incoming:
    """A file as it came: where it lies, and what is in it (None: it cannot be read, `why_not`).

    `in_inbox`: it lies in the review's inbox.
    """

    path: Path
    content: bytes | None
    in_inbox: bool
    why_not: str = ""

    @property
    def name(self) -> str:
        """Its name, safe to show."""
        return plain(self.path.name)


def ingest(
    review: Review,
    incoming: Sequence[Incoming],
    agency: str | None,
    moment: datetime,
    office: Office | None,
) -> tuple[tuple[Taken, ...], Changes]:
    """The outcome of each file, and the changes that file them. `agency` goes with one file.

    Older formats are read through `office`, where there is one. Raises LfeError for an agency that
    is not asked in this review.
    """
    if agency is not None:
        agency_named(review, agency)
    taken: list[Taken] = []
    check = TextCheck.of(review)
    changes, shelf = Changes(review.reference), Shelf.of(review)
    for file in incoming:
        one = _Taking(review, shelf, moment, office, check).take(file, agency)
        content = one.kept or file.content or b""
        if one.filed_as and one.agency:
            shelf = shelf.with_one(sha256(content), one.agency, one.filed_as)
        letter, drafted = _ask_without_names(review, one, moment)
        taken.append(replace(one, letter=letter))
        kept = filing(review, one, content, moment)
        outdated = _about_an_earlier_version(review, one, drafted)
        changes = changes.and_also(kept, _emptying(review, file, one), drafted, outdated)
    return tuple(taken), changes


@dataclass(frozen=True)
class _Taking:
    """Takes one file in, beside what is on the shelf."""

    review: Review
    shelf: Shelf
    moment: datetime
    office: Office | None
    check: TextCheck

    def take(self, file: Incoming, given: str | None) -> Taken:
        if file.content is None:
            return Taken(file.name, "rejected", reason=file.why_not)
        text = text_in(file.content)
        reply = text if text is not None and has_places(text) else None
        if reply is None and kind_of(file.content, file.path.name).standing == "beside":
            reason = what_it_is(file.content, file.path.name).sentence
            return Taken(file.name, "rejected", given, reason=reason)
        if is_open(file.path):
            said = who_has_it_open(file.path)
            reason = f"{said[:1].upper()}{said[1:]}: have it closed there first."
            return Taken(file.name, "rejected", reason=reason)
        already = self.shelf.has(sha256(file.content))
        if already:
            here = "The same file is here already."
            return Taken(file.name, "already-filed", already, reason=here)
        if self._is_blank(file.content):
            empty = "It is the empty form that was sent out, without any answer."
            return Taken(file.name, "rejected", given, reason=empty)
        if reply is not None:
            return self._as_text(file, reply, given)
        word = as_word(file.content, self.office)
        if word.content is None:
            return self._without_reading(file, given, why_not_read(file.content))
        return self._reading(file, word, given)

    def _is_blank(self, content: bytes) -> bool:
        issued = self.review.state.forms
        return sha256(content) in {entry.event.sha256 for entry in issued}

    def _without_reading(self, file: Incoming, given: str | None, why: str) -> Taken:
        """A PDF, a picture, a locked document: kept whole with --agency, else left."""
        if given is None:
            return Taken(file.name, "left", reason=f"{why} {_SAY_WHOSE}")
        reading = Reading("not-read", why)
        return self._filed(file, given, form_in_use(self.review, given), reading)

    def _reading(self, file: Incoming, word: AsWord, given: str | None) -> Taken:
        content = word.content or b""
        opened, why = _opened(content)
        if opened is not None:
            several = several_forms(self.review, content, opened, given)
            if several:
                return Taken(file.name, "rejected", given, reason=several)
        who = identify(content, opened.body if opened else None)
        if why and not who.by and given is None:
            return self._without_reading(file, None, why)
        agency, refusal = whose(self.review, who, given)
        if agency is None:
            return Taken(file.name, "rejected", given, reason=refusal)
        form = form_of(self.review, agency, who)
        if form is None:
            return Taken(file.name, "rejected", agency, reason=_ANOTHER_FORM)
        reading = reading_of(self.review, agency, form, opened or content, self.moment)
        if reading.unread and not reading.answered:  # an audit, and not the empty form
            reading = replace(reading, how="not-read", reason=_WRITTEN_ELSEWHERE)
        if word.remark:
            reading = replace(reading, remarks=(word.remark, *reading.remarks))
        taken = self._filed(file, agency, form, reading)
        return replace(taken, changed=self._changed(agency, form, reading))

    def _as_text(self, file: Incoming, text: MailText, given: str | None) -> Taken:
        """An audit that was answered in plain text: only what stands under its numbers is filed."""
        who, refusal = whose_text(self.review, text)
        if refusal:
            return Taken(file.name, "left", given, reason=refusal)
        agency, refusal = whose(self.review, who, given)
        form = None if agency is None else form_of(self.review, agency, who)
        if agency is None or form is None:
            return Taken(file.name, "rejected", given, reason=refusal or _ANOTHER_FORM)
        audit = read_reply(text, form)
        if audit.refusal:
            return Taken(file.name, "left", given, reason=audit.refusal)
        if not any(audit.written.values()):
            beside = what_it_is(file.content or b"", file.path.name).sentence
            return Taken(file.name, "left", agency, reason=beside if text.files else _NO_ANSWER)
        kept = as_kept(audit, self.review.reference, agency, form)
        if self.shelf.has(sha256(kept)):
            return Taken(file.name, "already-filed", agency, reason=_SAME, kept=kept)
        taken = replace(self._filed(file, agency, form, audit.reading), kept=kept)
        filed_as = self.shelf.place_for(agency, "reply.txt", kept)
        reason = f"{taken.reason} {_COMPARE}".strip()
        changed = self._changed(agency, form, audit.reading)
        return replace(taken, reason=reason, filed_as=filed_as, changed=changed)

    def _changed(self, agency: str, form: AuditForm, reading: Reading) -> tuple[str, ...]:
        """The questions that the last version of this agency's audit answered otherwise."""
        versions = self.shelf.versions(agency)
        before = self.review.read(versions[-1]) if versions else None
        text = text_in(before) if before is not None else None
        if text is not None and has_places(text):
            return differences(read_reply(text, form).reading, reading)
        word = as_word(before, self.office).content if before is not None else None
        if word is None or reading.how == "not-read":
            return ()
        return differences(reading_of(self.review, agency, form, word, self.moment), reading)

    def _filed(self, file: Incoming, agency: str, form: AuditForm, reading: Reading) -> Taken:
        return Taken(
            file.name,
            "newer-version" if self.shelf.versions(agency) else "filed",
            agency,
            reason=" ".join(self._to_say(agency, reading)),
            questions=len(form.questions()),
            reading=reading,
            filed_as=self.shelf.place_for(agency, file.path.name, file.content or b""),
            form=form.version(),
            named=tuple(q for q, text in reading.for_event.items() if self._names(text)),
            numbers=form.numbers(),
        )

    def _to_say(self, agency: str, reading: Reading) -> Iterator[str]:
        """The sentences that an officer needs about a file that is filed all the same."""
        if reading.how != "not-read" and not reading.answered:
            yield f"{_SEEMS_EMPTY}."
            if self.shelf.versions(agency):
                yield f"To let the earlier version count again: lfe undo --agency {agency}."
        if self.review.state.agency(agency).withdrawn is not None:
            yield f"{agency_named(self.review, agency).name} has withdrawn: it goes into no paper."

    def _names(self, text: str) -> bool:
        return bool(self.check.names("point.txt", text.encode()))


def _opened(content: bytes) -> tuple[Opened | None, str]:
    """The document, read once for all who look at it; None where it cannot be read, and why."""
    try:
        return open_word(content), ""
    except CannotRead as refused:
        return None, refused.sentence


def _emptying(review: Review, file: Incoming, taken: Taken) -> Changes:
    """A file that is filed leaves the inbox: one that stays there still needs somebody.

    So does an e-mail of which only the answers were filed: nobody but an officer deletes it, and
    nothing of ours keeps it.
    """
    if not file.in_inbox or taken.stays or file.content is None or taken.kept is not None:
        return Changes(review.reference)
    path = f"{review.reference}/{files.INBOX}/{file.path.name}"
    return Changes(review.reference, removals=(Remove(path, sha256(file.content)),))


def _about_an_earlier_version(review: Review, taken: Taken, drafted: Changes) -> Changes:
    """Takes out unsent letters about the version before; what a person edited stays theirs."""
    if taken.outcome != "newer-version" or taken.agency is None:
        return Changes(review.reference)
    anew = {write.path for write in drafted.writes}
    drafts = [
        one
        for one in unsent_drafts(review, taken.agency)
        if one.kind in (STILL_OPEN, WITHOUT_NAMES) and f"{review.reference}/{one.file}" not in anew
    ]
    return without_drafts(review, drafts)


def _ask_without_names(review: Review, taken: Taken, moment: datetime) -> tuple[str, Changes]:
    """The letter that asks for points without names; none ("") where no point names anybody.

    It gives the questions' numbers, and quotes nothing.
    """
    agency = taken.agency
    if (
        agency is None
        or not taken.named
        or not may_be_drafted(review, WITHOUT_NAMES, uk_date(moment))
    ):
        return "", Changes(review.reference)
    if review.state.agency(agency).withdrawn is not None:
        return "", Changes(review.reference)
    questions = [{"number": taken.numbers.get(q, 0), "prompt": ""} for q in taken.named]
    return _letter(review, WITHOUT_NAMES, agency_named(review, agency), questions, moment)


def letter_about_gaps(review: Review, agency_id: str, moment: datetime) -> tuple[str, Changes]:
    """The letter about what an agency's newest audit leaves open: its place, and its draft.

    Raises LfeError where nothing is, and where it is the empty form: then all of it is.
    """
    agency = agency_named(review, agency_id)
    refuse_if_it_does_not_fit(review, STILL_OPEN, uk_date(moment))
    filed = next(reversed(review.state.agency(agency.id).filed), None)
    if filed is not None and filed.event.is_empty_form:
        raise LfeError(
            f"{_SEEMS_EMPTY}.",
            where=f"{review.reference}/{filed.event.file}",
            next_step="When the right file is here: lfe ingest",
        )
    refuse_if_withdrawn(review, (agency,))
    questions = left_open(noted(review, agency.id))
    if not questions:
        raise LfeError(
            f"Nothing is known to be open in the audit of {agency.name}.",
            next_step="An audit with gaps is still a good audit. Take it in first: lfe ingest",
        )
    return _letter(review, STILL_OPEN, agency, questions, moment)


def _letter(
    review: Review,
    kind: LetterKind,
    agency: Agency,
    questions: Sequence[Mapping[str, object]],
    moment: datetime,
) -> tuple[str, Changes]:
    contents = Contents({"questions": list(questions)})
    return kind.file(agency.id), draft(review, kind, agency, moment, contents)
