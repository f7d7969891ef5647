"""The letters of a review: plain texts that a partnership can rewrite, made into mail drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Any, Literal, get_args

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from lfe_cli.clock import uk_date
from lfe_cli.documents.agenda import event_minutes
from lfe_cli.errors import LfeError
from lfe_cli.letters.mail import Attachment, mail_draft
from lfe_cli.review.days import add_working_days, clock, long_date, short_date
from lfe_cli.review.partnership import Agency, WorkingGroup, address_in, header_text
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review
from lfe_cli.word.plain import clean_text

TO_BE_CONFIRMED = "to be confirmed"
SOMEBODY = "your manager or safeguarding lead"  # where a partnership names nobody to turn to
GROUP_TEMPLATE = "letters/recommendations.txt"
LetterKind = Literal[
    "audit-request",
    "chaser-1",
    "chaser-2",
    "chaser-3",
    "invitation",
    "thank-you",
    "line-managers",
    "moved",
    "cancelled",
    "still-open",
    "without-names",
]
KINDS: tuple[LetterKind, ...] = get_args(LetterKind)
# What a template may name and a letter may lack: left out of the letter, and no mistake.
_MAY_LACK: Mapping[str, Any] = {
    "family": None,  # {start, end}: when the family joins the event
    "focus_was": None,  # {start, end}: the period that an earlier form asked about
    "good_practice": [],  # the strengths in learning.yaml
    "short_form": False,
    "replied": False,  # the agency has answered the request before
    "same_day": False,  # the event has only another place
    "questions": [],  # {number, prompt}: those that the letter is about
    "was": "",  # the date that an event had before it moved or was cancelled
}
_IN_TEMPLATES = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)
_ONLY_TAGS = re.compile(r"\s*(?:\{%(?:(?!%\}).)*%\}\s*)+")
_UNKNOWN = re.compile(r"^'(\w+)' is undefined|has no attribute '(\w+)'$")
_TAG_AT_END = re.compile(r"(?<![-+])%\}[ \t]*$")


def template_of(kind: LetterKind) -> str:
    """The name of a letter's template: `letters/invitation.txt`."""
    return f"letters/{kind}.txt"


def subject_of(review: Review) -> str:
    """The marking and the reference; a subject travels further than a letter."""
    return header_text(f"{review.partnership.marking}: {review.reference}")


def write_letter(template_text: str, name: str, context: Mapping[str, Any]) -> str:
    """The letter that a template makes of `context`. One paragraph stands on one line.

    Raises LfeError that names the template, the line and the variable that is not known.
    """
    environment = SandboxedEnvironment(
        autoescape=False,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        text = environment.from_string(_keeping_line_ends(template_text)).render(context)
    except _IN_TEMPLATES as error:
        raise _template_error(error, name, context) from None
    lines = [line.rstrip() for line in clean_text(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def draft_letter(
    kind: LetterKind,
    template_text: str,
    *,
    review: Review,
    agency: Agency | None,
    moment: datetime,
    attachments: Sequence[Attachment] = (),
    extra: Mapping[str, Any] | None = None,
) -> bytes:
    """A letter to one agency as a mail draft (`.eml`), addressed where its contact is known.

    `extra` holds what else the template names; see `letter_context` for what it has anyway.
    """
    context = letter_context(review, agency, moment, [a.name for a in attachments], extra)
    return mail_draft(
        sender=review.partnership.mailbox,
        to=recipient(kind, agency),
        subject=subject_of(review),
        body=write_letter(template_text, template_of(kind), context),
        attachments=attachments,
        moment=moment,
        seed=f"{kind} {review.reference} {agency.id if agency else ''}",
    )


def letter_context(
    review: Review,
    agency: Agency | None,
    moment: datetime,
    attached: Sequence[str] = (),
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a letter's template can name. It holds no theme: a letter travels, and a theme tells."""
    shared = common(review)
    settings = review.partnership.settings
    reply_by = add_working_days(uk_date(moment), settings.reply_working_days)
    return {
        **shared,
        **_MAY_LACK,
        "review": _review(review, shared["review"], uk_date(moment)),
        "event": _event(review, shared["event"]),
        "agency": {"id": agency.id, "name": agency.name} if agency else {"id": "", "name": ""},
        # each letter says itself who it is where the settings name nobody: it knows who reads it
        "support": review.partnership.support,
        "attached": list(attached),
        "reply_by": long_date(reply_by),
        **(extra or {}),
    }


def _review(review: Review, shared: Mapping[str, str], today: date) -> dict[str, str]:
    """Without the theme, and without a local target that is behind us: nobody is reminded of it."""
    known = {key: text for key, text in _known(shared).items() if key != "theme"}
    due = review.manifest.audits.due
    return {**known, "due": ""} if due and due < today else known


def _known(texts: Mapping[str, str]) -> dict[str, str]:
    """`texts` with nothing where they would say "to be confirmed": a letter goes without."""
    return {key: "" if text == TO_BE_CONFIRMED else text for key, text in texts.items()}


def _event(review: Review, shared: Mapping[str, str] | None) -> dict[str, str] | None:
    """The event, with the end that the calendar file gives too."""
    event = review.manifest.event
    if event.at is None or shared is None:
        return None
    end = event.at + timedelta(minutes=event_minutes(review))
    asked = {"access": event.access or "", "wellbeing": event.wellbeing or ""}
    return {**_known(shared), **asked, "end": clock(end)}


def recipient(kind: LetterKind, agency: Agency | None) -> str | None:
    """The one address that a letter to an agency goes to, None while it is not known."""
    if agency is None:
        return None
    if kind == "chaser-3":  # to the safeguarding lead, never to the practitioner who is busy
        return address_in(agency.escalation)
    return address_in(agency.contact) or address_in(agency.deputy)


def _shown(value: object) -> object:
    return "" if value is None else value


def _keeping_line_ends(template: str) -> str:
    """The template, of which only lines that hold nothing but tags vanish from the letter.

    Otherwise Jinja would also swallow the line end after an {% endif %} that closes a sentence.
    """
    lines = template.replace("\r\n", "\n").split("\n")
    return "\n".join(
        line if _ONLY_TAGS.fullmatch(line) else _TAG_AT_END.sub("+%}", line) for line in lines
    )


def _template_error(error: Exception, name: str, context: Mapping[str, Any]) -> LfeError:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error.__traceback__)
    unknown = _UNKNOWN.search(str(error)) if isinstance(error, UndefinedError) else None
    what = f"cannot be used: {str(error).rstrip('.')}."
    if unknown:
        what = f"names {unknown.group(1) or unknown.group(2)}, which is not known here."
    return LfeError(
        f"The letter's template {what}",
        where=f"{name}, line {line}" if line else name,
        next_step=f"Correct the template. It can name: {', '.join(_names(context))}.",
    )


def _names(context: Mapping[str, Any], before: str = "") -> list[str]:
    """What a template can name, as it is written there: agency.name, event.date."""
    found: list[str] = []
    for key, value in sorted(context.items()):
        inner = _names(value, f"{before}{key}.") if isinstance(value, Mapping) else []
        found += inner or [f"{before}{key}"]
    return found


def _line_of(traceback: TracebackType | None) -> int | None:
    """The template's line: Jinja puts it into the traceback as if it were code."""
    line = None
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def common(review: Review) -> dict[str, Any]:
    """The part of a template's context that all documents share; every value is text, or none.

    `children` says how many children it is about; `the_child` calls them "the child" or "the
    children" in a sentence, and `child_letters` says how to write about each of several.
    `information_statement` is a list of paragraphs. `event` is none until it has a date.
    A document that carries no marking, or another footer, puts its own in place of these.
    """
    partnership = review.partnership
    focus, due = review.manifest.focus, review.manifest.audits.due
    return {
        "partnership": {
            "name": partnership.name,
            "short_name": partnership.short_name,
            "mailbox": partnership.mailbox,
            "telephone": partnership.telephone,
            "subgroup": partnership.subgroup,
            "review_name": partnership.review_name,
            "event_name": partnership.event_name,
        },
        "marking": partnership.marking,
        "support": partnership.support or SOMEBODY,
        "information_statement": _paragraphs(partnership.information_statement),
        "review": {
            "reference": review.reference,
            "theme": review.manifest.theme,
            "focus_from": short_date(focus.start),
            "focus_to": short_date(focus.end),
            "due": long_date(due) if due else TO_BE_CONFIRMED,
        },
        "children": review.manifest.children,
        "the_child": "the child" if review.manifest.children == 1 else "the children",
        "child_letters": review.manifest.child_letters,
        "event": _event_in_words(review),
        "footer": review.reference,
    }


def _event_in_words(review: Review) -> dict[str, str | None] | None:
    event = review.manifest.event
    if event.at is None:
        return None
    return {
        "date": long_date(event.at.date()),
        "start": clock(event.at),
        "end": clock(event.at + timedelta(minutes=event_minutes(review))),
        "venue": event.venue or TO_BE_CONFIRMED,
        "facilitator": event.facilitator or TO_BE_CONFIRMED,
        "wellbeing": event.wellbeing,
        "access": event.access,
    }


def _paragraphs(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@dataclass(frozen=True)
class Replaced:
    """The day of the letter that this one replaces, and which of its recommendations changed.

    `dropped` are the ids that are with the group no more, `amended` those that have other words.
    """

    sent_on: date
    dropped: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()


def draft_group_letter(
    template_text: str,
    *,
    review: Review,
    group: WorkingGroup,
    recommendations: Sequence[Recommendation],
    moment: datetime,
    readers: str = "",
    replaces: Replaced | None = None,
) -> bytes:
    """The letter to `group` as a mail draft, addressed where its contact is known.

    The template can name what all letters can, `group`, `recommendations` (id, words, report_back,
    amended) and `report_back`: the one day where it is the same for all, else empty. `readers` says
    who may read the page (subgroup, partners, public, or "" while that is not decided), `replaces`
    is the day of an earlier letter, else empty, and `dropped` what that asked and this does not.
    """
    days = {one.report_back for one in recommendations}
    same = days.pop() if len(days) == 1 else None
    extra = {
        "group": {"id": group.id, "name": group.name},
        "recommendations": [
            {
                "id": one.id,
                "words": one.words,
                "report_back": long_date(one.report_back) if one.report_back else "",
                "amended": replaces is not None and one.id in replaces.amended,
            }
            for one in recommendations
        ],
        "report_back": long_date(same) if same else "",
        "readers": readers,
        "replaces": long_date(replaces.sent_on) if replaces else "",
        "dropped": list(replaces.dropped) if replaces else [],
    }
    return mail_draft(
        sender=review.partnership.mailbox,
        to=group.contact,
        subject=subject_of(review),
        body=write_letter(
            template_text, GROUP_TEMPLATE, letter_context(review, None, moment, (), extra)
        ),
        attachments=(),
        moment=moment,
        seed=f"recommendations {review.reference} {group.id}",
    )
