"""The letters: what they say, what they never say, and how a changed template is refused."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

import pytest

from helpers.letters import as_mail, body_of
from helpers.review_in_memory import MOMENT, SAID, THEME, a_review, template
from helpers.word_files import text_of
from lfe_cli.audits.form_contents import form_contents
from lfe_cli.audits.which_form import form_in_use
from lfe_cli.errors import LfeError
from lfe_cli.letters.context import Addressee, letter_context
from lfe_cli.letters.kinds import INVITATION, KINDS, LetterKind, kind_of
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.template import draft_letter, write_letter
from lfe_cli.review.partnership import WorkingGroup
from lfe_cli.review.templates import shipped
from lfe_cli.review.workspace import Review

ICS = Attachment("invitation.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar")
FULL = a_review(
    {"facilitator": "Independent chair", "wellbeing": "A colleague from early help"},
    {"information_statement": "We keep it for six months.\nOnly the Business Unit reads it."},
)
BARE = a_review(
    {"at": None, "venue": None}, {"telephone": None, "support": None}, audits={"due": None}
)


SENT = [kind for kind in KINDS if kind.is_sent]


def _draft(letter: str, review: Review = FULL, number: int = 0, **given: Any) -> EmailMessage:
    kind = kind_of(letter)
    assert kind is not None
    content = draft_letter(
        kind,
        template(kind.template),
        review=review,
        to=_reader(kind, review, number),
        moment=MOMENT,
        **given,
    )
    return as_mail(content)


def _reader(kind: LetterKind, review: Review, number: int) -> Addressee:
    group = WorkingGroup(id="practice", name="Practice")
    return group if kind.to == "group" else review.agencies()[number]


def _text(letter: str, review: Review = FULL, number: int = 0, **given: Any) -> str:
    return body_of(_draft(letter, review, number, **given))


@pytest.mark.parametrize("kind", SENT, ids=lambda kind: kind.id)
@pytest.mark.parametrize("review", [FULL, BARE], ids=["full", "bare"])
def test_every_letter_is_whole_kind_and_brief(kind: LetterKind, review: Review) -> None:
    for number in (0, 1):
        text = _text(kind.id, review, number, extra=SAID)
        assert text.startswith("Dear colleague,")
        assert "Business Unit" in text
        assert not re.search(r"[{}]|%|\bNone\b|Undefined|  |\n\n\n|\(\)|: \.", text), text
        never = r"overdue|\blate\b|fail|deadline|statutory|chas(e|ing)|remind|missed|blame|must"
        assert not re.search(never, text, re.IGNORECASE), text
        assert len(text.split()) <= 420


@pytest.mark.parametrize("kind", SENT, ids=lambda kind: kind.id)
def test_a_letters_subject_is_the_marking_and_the_reference_and_nothing_tells_the_theme(
    kind: LetterKind,
) -> None:
    message = _draft(kind.id, extra=SAID)
    assert message["Subject"] == "OFFICIAL-SENSITIVE: LFE-2026-001"
    assert THEME.lower() not in message.as_string().lower()
    assert "theme" not in letter_context(FULL, FULL.agencies()[0], MOMENT.date())["review"]


@pytest.mark.parametrize("kind", SENT, ids=lambda kind: kind.id)
def test_every_letter_says_whom_to_write_to(kind: LetterKind) -> None:
    assert "unit@partnership.example" in _text(kind.id, extra=SAID)


def test_the_request_asks_to_bring_the_form_and_not_to_return_it() -> None:
    text = _text("audit-request")
    assert "Please bring it to the learning event" in text
    assert "that is your choice" in text
    assert "return" not in text
    assert "The details reach you separately" in text
    assert "1 September 2025 to 31 August 2026" in text
    assert "Wednesday 3 February 2027. This is a local target" in text
    assert "the wellbeing line of the partnership" in text
    assert "Only the Business Unit reads it." in text
    first_lines = [line for line in text.split("\n") if line][1:4]
    assert "not an investigation" in first_lines[0]
    assert "about an hour" in first_lines[1]


def test_the_request_asks_for_a_reply_in_five_working_days() -> None:
    text = _text("audit-request")
    assert "by Monday 25 January 2027" in text
    assert len(re.findall(r"^\d\. ", text, re.MULTILINE)) == 6
    over_easter = letter_context(FULL, None, MOMENT.date().replace(month=3, day=24))
    assert over_easter["reply_by"] == "Friday 2 April 2027"


@pytest.mark.parametrize(("form", "takes", "other"), [
    ("full", "an hour", "half an hour"), ("short", "half an hour", None),
])  # fmt: skip
def test_how_long_an_audit_takes_is_said_alike_in_the_form_and_in_every_letter(
    form: str, takes: str, other: str | None
) -> None:
    review = a_review(audits={"form": form, "due": "2027-02-03"})
    agency = review.agencies()[0]
    questions = form_in_use(review, agency.id)
    said = [" ".join(form_contents(questions, review, agency)["form"]["preamble"])]
    for name in ("audit-request", "line-managers"):
        context = letter_context(review, agency, MOMENT.date())
        said.append(write_letter(template(f"letters/{name}.txt"), name, context))
    for text in said:
        assert re.search(rf"(?:Set|about|Protect) {takes}\b", text)
        assert other is None or other not in text
    assert not re.search(r"\ban hour", text_of((shipped() / "guidance.docx").read_bytes()))


def test_what_is_attached_is_named_and_only_then() -> None:
    text = _text("audit-request", attachments=[Attachment("police.docx", b"x"), ICS])
    assert "Attached: police.docx, invitation.ics." in text
    assert "Attached" not in _text("audit-request")


def test_the_familys_part_is_said_plainly_where_there_is_one() -> None:
    text = _text("invitation", extra={"family": {"start": "10:15", "end": "10:45"}})
    assert "members of the family join us for one part, 10:15 to 10:45" in text
    assert "The family:" not in _text("invitation")


def test_an_invitation_gives_the_end_that_a_family_part_makes_later() -> None:
    assert "09:30 to 12:45" in _text("invitation")
    with_family = a_review({"family_part": True})
    assert "09:30 to 13:15" in _text("invitation", with_family)


def test_the_third_chaser_goes_to_the_safeguarding_lead_and_to_nobody_else() -> None:
    assert _draft("chaser-2")["To"] == "reviews@police.example"
    assert _draft("chaser-3")["To"] == "lead@police.example"
    assert _draft("chaser-3", number=1)["To"] is None


def test_a_letter_to_an_agency_without_a_contact_leaves_the_recipient_open() -> None:
    assert _draft("invitation", number=1)["To"] is None
    assert "(School & Nursery)" in _text("audit-request", number=1)


def test_the_thank_you_names_good_practice_or_leaves_a_marked_gap() -> None:
    named = _text("thank-you", extra={"good_practice": ["Visits fitted the family's day."]})
    assert "\n- Visits fitted the family's day.\n" in named
    assert "[ WRITE HERE, BY HAND:" in named
    assert "[ WRITE HERE, BY HAND: something real" in _text("thank-you")


def test_a_moved_event_is_told_with_its_old_and_its_new_date() -> None:
    text = _text("moved", extra={"was": "Monday 1 February 2027"}, attachments=[ICS])
    assert "has moved from Monday 1 February 2027." in text
    assert "It is now on Wednesday 10 February 2027, 09:30 to 12:45" in text
    assert "calendar file" in text


def test_a_cancelled_event_asks_agencies_to_keep_their_forms_to_themselves() -> None:
    assert "do not send it to anybody" in _text("cancelled")


def test_the_same_letter_is_the_same_file() -> None:
    given: dict[str, Any] = {"review": FULL, "to": FULL.agencies()[0], "moment": MOMENT}
    text = template("letters/invitation.txt")
    one = draft_letter(INVITATION, text, attachments=[ICS], **given)
    assert one == draft_letter(INVITATION, text, attachments=[ICS], **given)


def test_an_officers_line_breaks_stay_and_lines_of_tags_vanish() -> None:
    text = (
        "A{% if yes %} and B{% endif %}\n{% if yes %}\nC\n{% endif %}\nD{% if no %}x{% endif %}\nE"
    )
    assert write_letter(text, "letters/x.txt", {"yes": True, "no": False}) == "A and B\nC\nD\nE\n"
    assert (
        write_letter(text.replace("\n", "\r\n"), "x", {"yes": True, "no": False})
        == "A and B\nC\nD\nE\n"
    )


def test_what_a_value_holds_is_text_and_never_a_tag() -> None:
    context = {"name": "{{ 7 * 7 }} {% raw %} <b> & Sons\x1b[31m"}
    assert (
        write_letter("To {{ name }}", "x", context) == "To {{ 7 * 7 }} {% raw %} <b> & Sons[31m\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("Dear {{ agency.nmae }}", 1, "nmae"),
        ("Dear\n\n{{ colour }}", 3, "colour"),
        ("Dear\n{% if colour %}\nx\n{% endif %}", 2, "colour"),
        ("Dear\n{% if agency %}\nx", 3, "endif"),
        ("Dear\n{{ agency.name", 2, "unexpected"),
        ("Dear\n\n{{ ''.__class__.__mro__ }}", 3, "__class__"),
        ("Dear\n{{ 1 / 0 }}", 2, "division"),
        ("{{ events[0] }}", 1, "names events, which is not known"),
        ("{{ agency.name + 1 }}", 1, "str"),
        ("{{ agency.name | upperr }}", 1, "upperr"),
    ],
)
def test_a_broken_template_is_refused_by_its_name_its_line_and_the_word(
    text: str, line: int, named: str
) -> None:
    context = letter_context(FULL, FULL.agencies()[0], MOMENT.date())
    with pytest.raises(LfeError) as refused:
        write_letter(text, "letters/invitation.txt", context)
    assert refused.value.where == f"letters/invitation.txt, line {line}"
    assert named in refused.value.sentence
    names_are_listed = "agency.name, as_text, attached" in refused.value.next_step
    assert names_are_listed == ("not known here" in refused.value.sentence)
