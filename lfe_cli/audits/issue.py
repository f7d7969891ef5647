"""The issue of the audit forms: one for each agency, the guidance, and a letter as a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lfe_cli.audits.form import make_form
from lfe_cli.audits.which_form import (
    as_kept,
    form_in_use,
    has_another_period,
    is_short,
    period_sent_before,
)
from lfe_cli.errors import LfeError
from lfe_cli.letters.context import recipient
from lfe_cli.letters.documents import DOCX, put_paper, word_template
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.kinds import REQUEST, Enclosure
from lfe_cli.letters.made_from import Paper
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
from lfe_cli.review.event import agency_of, file_of
from lfe_cli.review.events import FormIssued, ManifestEdited, QuestionsKept
from lfe_cli.review.lookup import agencies_named, refuse_if_withdrawn, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.splicing import set_value
from lfe_cli.review.workspace import Review, sha256


@dataclass(frozen=True)
class Issued:
    """The agencies for which forms and letters were made, and those that had their form already.

    `left_out` have nothing to bring or have withdrawn, and were not named. `period_told`: the
    letter says that the period has changed; `period_untold`: it has, and no request was recorded
    as sent, so the letter speaks as if it were the first.
    """

    made: tuple[Agency, ...]
    already: tuple[Agency, ...]
    without_contact: tuple[Agency, ...]
    questions_changed: tuple[Agency, ...]
    period_changed: tuple[Agency, ...] = ()
    left_out: tuple[Agency, ...] = ()
    period_told: tuple[Agency, ...] = ()
    period_untold: tuple[Agency, ...] = ()


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
    parts = [papers.changes, *forms] if wanted else []
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
    agencies = agencies_named(review, only)
    order = [agency.id for agency in review.manifest.agencies]

    def splice(text: str) -> str:
        for agency in agencies:
            text = set_value(text, ("agencies", order.index(agency.id), "form"), "short")
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
    changes, enclosed = Changes(review.reference), dict[Enclosure, Attachment]()
    which: tuple[tuple[Enclosure, str, str], ...] = (
        ("guidance", files.GUIDANCE, "guidance.docx"),
        ("guide", files.GUIDE, "guide-for-staff.docx"),
    )
    for what, file, name in which:
        put = put_paper(review, Paper.of(review, file, name), moment, if_edited="keep")
        changes = changes.and_also(put.changes)
        enclosed[what] = Attachment(name, put.content, DOCX)
    return _Papers(changes, enclosed)


def _for_agency(review: Review, agency: Agency, papers: _Papers, moment: datetime) -> Changes:
    questions = form_in_use(review, agency.id)
    version = questions.version()
    content = make_form(word_template(review, "audit.docx"), questions, review, agency, moment)
    form = _form(review, agency, content, version)
    kept = made(
        review,
        files.questions_of(version),
        as_kept(questions),
        QuestionsKept(form=version),
        replace_edited=True,
    )
    name = f"{review.reference}-audit-{agency.id}.docx"
    facts = {
        "short_form": is_short(review, agency.id),
        "focus_was": period_sent_before(review, agency.id),
        "replied": bool(review.state.agency(agency.id).replies),
    }
    enclosed = {**papers.enclosed, "form": Attachment(name, content, DOCX)}
    letter = draft(review, REQUEST, agency, moment, Contents(facts, enclosed))
    return form.and_also(kept, letter)


def _form(review: Review, agency: Agency, content: bytes, version: str) -> Changes:
    """The form in its place; one that was there before is always kept beside it."""
    file = files.issued_form(agency.id)
    path = f"{review.reference}/{file}"
    focus = review.manifest.focus
    event = FormIssued(
        agency=agency.id,
        form=version,
        focus_from=focus.start,
        focus_to=focus.end,
        due=review.manifest.audits.due,
        file=file,
        sha256=sha256(content),
    )
    changes = Changes(review.reference, (Write(path, content),), events=(event,))
    present = review.read(file)
    if present is None or present == content:
        return changes
    refuse_if_open(review, file)
    return keeping_aside(review, file, present).and_also(changes)


def _changed(review: Review, agency: Agency) -> bool:
    issued = review.state.agency(agency.id).form
    return issued is not None and issued.event.form != form_in_use(review, agency.id).version()


def _once(changes: Changes) -> Changes:
    """Agencies share the kept questions: each file is written, and recorded, once."""
    once = {(e.action, file_of(e), agency_of(e)): e for e in changes.events}
    writes = {write.path: write for write in changes.writes}
    return replace(changes, writes=tuple(writes.values()), events=tuple(once.values()))
