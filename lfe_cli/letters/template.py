"""The letters of a review: plain texts that a partnership can rewrite, made into mail drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import LetterKind
from lfe_cli.letters.mail import Attachment, mail_draft
from lfe_cli.review.days import add_working_days, clock, long_date, short_date
from lfe_cli.review.partnership import Agency, WorkingGroup, address_in, header_text
from lfe_cli.review.workspace import Review, event_minutes
from lfe_cli.sandbox import IN_TEMPLATES, environment
from lfe_cli.text import clean_text

TO_BE_CONFIRMED = "to be confirmed"
SOMEBODY = "your manager or safeguarding lead"  # where a partnership names nobody to turn to
Addressee = Agency | WorkingGroup
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
_ONLY_TAGS = re.compile(r"\s*(?:\{%(?:(?!%\}).)*%\}\s*)+")
_UNKNOWN = re.compile(r"^'(\w+)' is undefined|has no attribute '(\w+)'$")
_TAG_AT_END = re.compile(r"(?<![-+])%\}[ \t]*$")


def subject_of(review: Review) -> str:
    """The marking and the reference; a subject travels further than a letter."""
    return header_text(f"{review.partnership.marking}: {review.reference}")


def write_letter(template_text: str, name: str, context: Mapping[str, Any]) -> str:
    """The letter that a template makes of `context`. One paragraph stands on one line.

    Raises LfeError that names the template, the line and the variable that is not known.
    """
    jinja = environment(escapes=False, finalize=_shown, trim_blocks=True, lstrip_blocks=True)
    try:
        text = jinja.from_string(_keeping_line_ends(template_text)).render(context)
    except IN_TEMPLATES as error:
        raise _template_error(error, name, context) from None
    lines = [line.rstrip() for line in clean_text(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def draft_letter(
    kind: LetterKind,
    template_text: str,
    *,
    review: Review,
    to: Addressee,
    moment: datetime,
    attachments: Sequence[Attachment] = (),
    extra: Mapping[str, Any] | None = None,
) -> bytes:
    """A letter to one agency or group as a mail draft (`.eml`), addressed where that is known.

    `extra` holds what else the template names; see `letter_context` for what it has anyway.
    """
    context = letter_context(review, to, moment, [a.name for a in attachments], extra)
    return mail_draft(
        sender=review.partnership.mailbox,
        to=recipient(kind, to),
        subject=subject_of(review),
        body=write_letter(template_text, kind.template, context),
        attachments=attachments,
        moment=moment,
        seed=f"{kind.id} {review.reference} {to.id}",
    )


def common(review: Review, unknown: str = TO_BE_CONFIRMED) -> dict[str, Any]:
    """The part of a template's context that all documents share; every value is text, or none.

    `children` says how many children it is about; `the_child` calls them "the child" or "the
    children" in a sentence, and `child_letters` says how to write about each of several.
    `information_statement` is a list of paragraphs. `event` is none until it has a date.
    `unknown` stands for a day or a place that is not known yet. A document that carries no
    marking, or another footer, puts its own in place of these.
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
            "due": long_date(due) if due else unknown,
        },
        "children": review.manifest.children,
        "the_child": "the child" if review.manifest.children == 1 else "the children",
        "child_letters": review.manifest.child_letters,
        "event": _event_in_words(review, unknown),
        "footer": review.reference,
    }


def _event_in_words(review: Review, unknown: str) -> dict[str, str | None] | None:
    event = review.manifest.event
    if event.at is None:
        return None
    return {
        "date": long_date(event.at.date()),
        "start": clock(event.at),
        "end": clock(event.at + timedelta(minutes=event_minutes(review))),
        "venue": event.venue or unknown,
        "facilitator": event.facilitator or unknown,
        "wellbeing": event.wellbeing,
        "access": event.access,
    }


def _paragraphs(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def letter_context(
    review: Review,
    to: Addressee | None,
    moment: datetime,
    attached: Sequence[str] = (),
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a letter's template can name. It holds no theme: a letter travels, and a theme tells.

    What is to be confirmed is empty in it: a letter goes without.
    """
    shared = common(review, unknown="")
    settings = review.partnership.settings
    reply_by = add_working_days(uk_date(moment), settings.reply_working_days)
    return {
        **shared,
        **_MAY_LACK,
        "review": _review(review, shared["review"], uk_date(moment)),
        "event": _event(review, shared["event"]),
        **_named(to),
        # each letter says itself who it is where the settings name nobody: it knows who reads it
        "support": review.partnership.support,
        "attached": list(attached),
        "reply_by": long_date(reply_by),
        **(extra or {}),
    }


def _named(to: Addressee | None) -> dict[str, dict[str, str]]:
    """Who reads the letter: every template can name an agency, a group's letter the group too."""
    nobody = {"id": "", "name": ""}
    if to is None:
        return {"agency": nobody}
    named = {"id": to.id, "name": to.name}
    return {"agency": nobody, "group": named} if isinstance(to, WorkingGroup) else {"agency": named}


def _review(review: Review, shared: Mapping[str, str], today: date) -> dict[str, str]:
    """Without the theme, and without a local target that is behind us: nobody is reminded of it."""
    known = {key: text for key, text in shared.items() if key != "theme"}
    due = review.manifest.audits.due
    return {**known, "due": ""} if due and due < today else known


def _event(review: Review, shared: Mapping[str, str] | None) -> dict[str, str] | None:
    """The event, with the end that the calendar file gives too."""
    event = review.manifest.event
    if event.at is None or shared is None:
        return None
    end = event.at + timedelta(minutes=event_minutes(review))
    asked = {"access": event.access or "", "wellbeing": event.wellbeing or ""}
    return {**shared, **asked, "end": clock(end)}


def recipient(kind: LetterKind | None, to: Addressee) -> str | None:
    """The one address that a letter goes to, None while it is not known."""
    if isinstance(to, WorkingGroup):
        return address_in(to.contact)
    if kind is not None and kind.to == "lead":
        return address_in(to.escalation)
    return address_in(to.contact) or address_in(to.deputy)


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
