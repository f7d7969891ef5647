"""The issue of the audit forms: one for each agency, the guidance, and a letter as a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from lfe_cli.audits.form import make_form
from lfe_cli.audits.outdated import form_made_from, papers_of_the_forms, said_in_request
from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.text_form import refuse_without_a_route
from lfe_cli.audits.which_form import (
    as_kept,
    form_in_use,
    has_another_period,
    period_sent_before,
)
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.context import recipient
from lfe_cli.letters.documents import DOCX, left_as_it_is, put_paper, word_template
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.fit import why_not_on
from lfe_cli.letters.kinds import REQUEST, Enclosure
from lfe_cli.letters.mail import Attachment
from lfe_cli.review import files
from lfe_cli.review.changes import (
    Changes,
    Write,
    changing_intent,
    keeping_aside,
    made,
    refuse_if_open,
)
from lfe_cli.review.event import Event, agency_of, file_of
from lfe_cli.review.events import FormIssued, LeftAsItIs, ManifestEdited, QuestionsKept
from lfe_cli.review.lookup import agencies_named, refuse_if_withdrawn, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.splicing import set_value
from lfe_cli.review.workspace import Review, sha256


@dataclass(frozen=True)
class Issued:
    """The agencies for which forms and letters were made, and those that had their form already.

    `left_out` have nothing to bring or have withdrawn, and were not named. `period_told`: the
    letter says that the period has changed; `period_untold`: it has, and no request was recorded
    as sent, so the letter speaks as if it were the first. `no_letters`: why forms alone were made,
    as nobody is asked for an audit once the event has been.
    """

    made: tuple[Agency, ...]
    already: tuple[Agency, ...]
    without_contact: tuple[Agency, ...]
    questions_changed: tuple[Agency, ...]
    period_changed: tuple[Agency, ...] = ()
    left_out: tuple[Agency, ...] = ()
    period_told: tuple[Agency, ...] = ()
    period_untold: tuple[Agency, ...] = ()
    no_letters: str = ""


def issue_audits(
    review: Review, only: Sequence[str], moment: datetime, *, reissue: bool
) -> tuple[Issued, Changes]:
    """The forms, the guidance and the letters of the agencies that have none yet.

    With `reissue` those that have one get a new one; what they had is kept beside it. Without
    any named in `only`, it is for everybody who takes part.
    """
    named = agencies_named(review, only)
    if only:
        refuse_if_withdrawn(review, named)
    chosen = named if only else takes_part(review)
    have = [a for a in chosen if review.read(files.issued_form(a.id)) is not None]
    wanted = tuple(a for a in chosen if reissue or a not in have)
    already = tuple(a for a in have if a not in wanted)
    papers = _papers(review, moment)
    forms = [_for_agency(review, a, papers, moment) for a in wanted]
    parts = [papers.changes, *forms] if wanted or review.state.forms else []
    other_period = [a for a in (*wanted, *already) if has_another_period(review, a.id)]
    told = tuple(a for a in wanted if period_sent_before(review, a.id))
    result = Issued(
        made=wanted,
        already=already,
        without_contact=tuple(a for a in wanted if recipient(REQUEST, a) is None),
        questions_changed=tuple(a for a in already if _changed(review, a)),
        period_changed=tuple(a for a in already if a in other_period),
        left_out=tuple(a for a in named if a not in chosen),
        period_told=told,
        period_untold=tuple(a for a in wanted if a in other_period and a not in told),
        no_letters=why_not_on(review, REQUEST, uk_date(moment)),
    )
    return result, _once(Changes(review.reference).and_also(*parts))


def issue_short_forms(
    review: Review, only: Sequence[str], moment: datetime
) -> tuple[Issued, Changes]:
    """The short form instead of the full one, from now on, for the agencies that are named."""
    if not only:
        raise LfeError(
            "Which agency gets the short form?",
            next_step="Name it: --agency ID. For all of them, write form: short under audits.",
        )
    return _issue_with(review, only, moment, "form", "short")


def issue_as_text(review: Review, only: Sequence[str], moment: datetime) -> tuple[Issued, Changes]:
    """The questions as a text to reply to beside the form, from now on, for those named or all.

    Raises LfeError where the settings name no secure route for a reply.
    """
    refuse_without_a_route(review)
    return _issue_with(review, only or [a.id for a in takes_part(review)], moment, "as_text", "yes")


def _issue_with(
    review: Review, only: Sequence[str], moment: datetime, key: str, value: str
) -> tuple[Issued, Changes]:
    """Issued anew for agencies of which review.yaml says so from now on."""
    agencies = agencies_named(review, only)
    order = [agency.id for agency in review.manifest.agencies]

    def splice(text: str) -> str:
        for agency in agencies:
            text = set_value(text, ("agencies", order.index(agency.id), key), value)
        return text

    fresh, intent = changing_intent(review, splice, ManifestEdited())
    issued, changes = issue_audits(fresh, only, moment, reissue=True)
    return issued, intent.and_also(changes)


@dataclass(frozen=True)
class _Papers:
    """The papers that go with every form."""

    changes: Changes
    enclosed: Mapping[Enclosure, Attachment]


def _papers(review: Review, moment: datetime) -> _Papers:
    """The guidance and the guide for staff; where an officer reworded one, theirs goes out."""
    guidance, guide = (
        put_paper(review, paper, moment, if_edited="keep") for paper in papers_of_the_forms(review)
    )
    enclosed: dict[Enclosure, Attachment] = {
        "guidance": Attachment("guidance.docx", guidance.content, DOCX),
        "guide": Attachment("guide-for-staff.docx", guide.content, DOCX),
    }
    return _Papers(guidance.changes.and_also(guide.changes), enclosed)


def _for_agency(review: Review, agency: Agency, papers: _Papers, moment: datetime) -> Changes:
    questions = form_in_use(review, agency.id)
    version = questions.version()
    content, form = _form(review, agency, questions, moment)
    kept = made(
        review,
        files.questions_of(version),
        as_kept(questions),
        QuestionsKept(form=version),
        replace_edited=True,
    )
    name = f"{review.reference}-audit-{agency.id}.docx"
    if why_not_on(review, REQUEST, uk_date(moment)):
        return form.and_also(kept)
    enclosed = {**papers.enclosed, "form": Attachment(name, content, DOCX)}
    contents = Contents(said_in_request(review, agency), enclosed)
    return form.and_also(kept, draft(review, REQUEST, agency, moment, contents))


def _form(
    review: Review, agency: Agency, questions: AuditForm, moment: datetime
) -> tuple[bytes, Changes]:
    """The form, and the changes that put it in its place; none where it is there already.

    One that was there before is always kept beside it.
    """
    template, file = word_template(review, "audit.docx"), files.issued_form(agency.id)
    last, present = review.state.files.made.get((FormIssued, file)), review.read(file)
    event = _issued(review, agency, questions)
    if last and present == make_form(template, questions, review, agency, last.at):
        return present, left_as_it_is(review, file, event, known=True)
    content = make_form(template, questions, review, agency, moment)
    record = msgspec.structs.replace(event, file=file, sha256=sha256(content))
    write = Write(f"{review.reference}/{file}", content)
    changes = Changes(review.reference, (write,), events=(record,))
    if present is None or present == content:
        return content, changes
    refuse_if_open(review, file)
    return content, keeping_aside(review, file, present).and_also(changes)


def _issued(review: Review, agency: Agency, questions: AuditForm) -> FormIssued:
    focus, at = review.manifest.focus, review.manifest.event.at
    return FormIssued(
        agency=agency.id,
        form=questions.version(),
        focus_from=focus.start,
        focus_to=focus.end,
        due=review.manifest.audits.due,
        day=at.isoformat(timespec="minutes") if at else None,
        made_from=form_made_from(review, agency),
    )


def _changed(review: Review, agency: Agency) -> bool:
    issued = review.state.agency(agency.id).form
    return issued is not None and issued.event.form != form_in_use(review, agency.id).version()


def _once(changes: Changes) -> Changes:
    """Agencies share the kept questions: each file is written, and recorded, once."""
    once = {(e.action, _place_of(e), agency_of(e)): e for e in changes.events}
    writes = {write.path: write for write in changes.writes}
    return replace(changes, writes=tuple(writes.values()), events=tuple(once.values()))


def _place_of(event: Event) -> str:
    return event.document if isinstance(event, LeftAsItIs) else file_of(event)
