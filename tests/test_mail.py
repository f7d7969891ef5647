"""Mail drafts, read back by a parser that did not write them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfe_cli.letters.mail import Attachment, mail_draft
from lfe_cli.review.partnership import address_in, header_text

MOMENT = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
FORM = Attachment("police.docx", bytes(range(256)) * 20, "application/vnd.example.form")
CALENDAR = Attachment(
    "invitation.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar; method=PUBLISH; charset=utf-8"
)


def _draft(**changed: Any) -> bytes:
    letter: dict[str, Any] = {
        "sender": "unit@partnership.example",
        "to": "reviews@police.example",
        "subject": "OFFICIAL-SENSITIVE: LFE-2026-001",
        "body": "Dear colleague,\n\nThank you – Ŵyn.\n",
        "attachments": (),
        "moment": MOMENT,
        "seed": "invitation police",
    }
    return mail_draft(**{**letter, **changed})


def _read(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    assert all(not part.defects for part in message.walk())
    return message


def test_a_draft_opens_as_unsent_from_the_mailbox_to_the_one_recipient() -> None:
    message = _read(_draft())
    assert message["X-Unsent"] == "1"
    assert message["From"] == "unit@partnership.example"
    assert [a.addr_spec for a in message["To"].addresses] == ["reviews@police.example"]
    assert message["Subject"] == "OFFICIAL-SENSITIVE: LFE-2026-001"
    assert message["Date"].datetime == MOMENT
    assert message["Message-ID"] is None
    assert message["Cc"] is message["Bcc"] is None


def test_the_text_comes_through_with_every_letter_and_dash() -> None:
    body = _read(_draft()).get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Dear colleague,\n\nThank you – Ŵyn.\n"


def test_a_long_paragraph_stays_one_line_so_that_the_mail_program_wraps_it() -> None:
    paragraph = "This is a sentence about what helps. " * 60
    body = _read(_draft(body=paragraph)).get_body()
    assert body is not None
    assert body.get_content().strip() == paragraph.strip()


def test_attachments_come_through_byte_for_byte_with_their_names() -> None:
    message = _read(_draft(attachments=[FORM, CALENDAR]))
    form, calendar = message.iter_attachments()
    assert (form.get_filename(), form.get_content()) == ("police.docx", FORM.content)
    assert form.get_content_type() == "application/vnd.example.form"
    assert calendar.get_filename() == "invitation.ics"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert calendar.get_payload(decode=True) == CALENDAR.content


@pytest.mark.parametrize("attachments", [(), (FORM, CALENDAR)])
def test_every_line_ends_as_mail_lines_do_and_none_is_too_long(attachments: Any) -> None:
    content = _draft(attachments=attachments)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    content.decode("ascii")


def test_the_same_letter_is_the_same_file_and_another_seed_another_boundary() -> None:
    one = _draft(attachments=[FORM])
    assert one == _draft(attachments=[FORM])
    assert _read(one).get_boundary() != _read(_draft(attachments=[FORM], seed="x")).get_boundary()


@pytest.mark.parametrize("field", ["sender", "to", "subject"])
def test_nothing_can_add_a_header(field: str) -> None:
    evil = "unit@partnership.example\r\nBcc: thief@elsewhere.example\r\n\r\nI am the body"
    message = _read(_draft(**{field: evil}))
    assert message["Bcc"] is None
    body = message.get_body()
    assert body is not None
    assert "I am the body" not in body.get_content()


def test_an_attachments_name_holds_no_path_and_adds_no_header() -> None:
    named = Attachment("..\\..\\x/y\r\nBcc: a@b.example.docx", b"x")
    message = _read(_draft(attachments=[named]))
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "..-..-x-y Bcc- a@b.example.docx"
    assert message["Bcc"] is None


@given(subject=st.text(max_size=120), body=st.text(max_size=400), to=st.text(max_size=60))
def test_any_text_makes_a_draft_that_parses_without_a_defect(
    subject: str, body: str, to: str
) -> None:
    message = _read(_draft(subject=subject, body=body, to=to, attachments=[FORM]))
    assert set(message.keys()) <= {
        *("X-Unsent", "From", "To", "Subject", "Date", "MIME-Version", "Content-Type"),
    }
    assert message["Subject"] == header_text(subject)


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("lead@school.example", "lead@school.example"),
        ("  Safeguarding lead <lead@school.example> ", "lead@school.example"),
        ("o'neill+reviews@sub.school.example", "o'neill+reviews@sub.school.example"),
        ("Designated nurse", None),
        ("a@school.example, b@school.example", None),
        ("a@school.example; b@school.example", None),
        ("A <a@school.example>, B <b@school.example>", None),
        ("a@school", None),
        ("", None),
        (None, None),
    ],
)
def test_a_letter_goes_to_one_address_or_the_officer_fills_it_in(
    contact: str | None, address: str | None
) -> None:
    assert address_in(contact) == address
    assert _read(_draft(to=contact))["To"] == address
