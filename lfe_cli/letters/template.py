"""The letters of a review: plain texts that a partnership can rewrite, made into mail drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.context import Addressee, letter_context, recipient, subject_of
from lfe_cli.letters.kinds import LetterKind
from lfe_cli.letters.mail import Attachment, mail_draft
from lfe_cli.review.workspace import Review
from lfe_cli.sandbox import IN_TEMPLATES, environment, line_in_template
from lfe_cli.text import clean_text

_ONLY_TAGS = re.compile(r"\s*(?:\{%(?:(?!%\}).)*%\}\s*)+")
_UNKNOWN = re.compile(r"^'(\w+)' is undefined|has no attribute '(\w+)'$")
_TAG_AT_END = re.compile(r"(?<![-+])%\}[ \t]*$")


def write_letter(template_text: str, name: str, context: Mapping[str, Any]) -> str:
    """The letter that a template makes of `context`. One paragraph stands on one line.

    Raises LfeError that names the template, the line and the variable that is not known.
    """
    jinja = environment(escapes=False, finalize=_shown, trim_blocks=True, lstrip_blocks=True)
    try:
        text = jinja.filled(jinja.from_string(_keeping_line_ends(template_text)), context)
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
    context = letter_context(review, to, uk_date(moment), [a.name for a in attachments], extra)
    return mail_draft(
        sender=review.partnership.mailbox,
        to=recipient(kind, to),
        subject=subject_of(review),
        body=write_letter(template_text, kind.template, context),
        attachments=attachments,
        moment=moment,
        seed=f"{kind.id} {review.reference} {to.id}",
    )


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
    line = error.lineno if isinstance(error, TemplateSyntaxError) else line_in_template(error)
    unknown = _UNKNOWN.search(str(error)) if isinstance(error, UndefinedError) else None
    what = f"cannot be used: {str(error).rstrip('.')}."
    instead = "Correct your copy of it, in the folder templates. Nothing was made."
    if unknown:
        what = f"names {unknown.group(1) or unknown.group(2)}, which is not known here."
        instead = f"Correct the template. It can name: {', '.join(_names(context))}."
    return LfeError(
        f"The letter's template {what}",
        where=f"{name}, line {line}" if line else name,
        next_step=instead,
    )


def _names(context: Mapping[str, Any], before: str = "") -> list[str]:
    """The names that a template can use, as they are written there: agency.name, event.date."""
    found: list[str] = []
    for key, value in sorted(context.items()):
        inner = _names(value, f"{before}{key}.") if isinstance(value, Mapping) else []
        found += inner or [f"{before}{key}"]
    return found
