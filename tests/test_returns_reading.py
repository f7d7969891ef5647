"""What a reading says beside the answers: what is missing, what goes to the event, what changed."""

from __future__ import annotations

import pytest
from lxml import etree

from helpers.audits import AGENCY, an_audit, fill, issued, read, the_form, without_controls
from helpers.officer import REFERENCE
from helpers.word_files import edit
from helpers.word_xml import document, p
from lfe_cli.audits.returns.identify import identify
from lfe_cli.audits.returns.opening import why_not_read
from lfe_cli.audits.returns.reading import differences, read_audit
from lfe_cli.word.file_kinds import DOCUMENT, kind_of
from lfe_cli.word.xml import W

NO_RECORD = "We have no record of them (you have finished: thank you)"


def test_a_form_with_no_record_of_the_child_is_whole_with_its_first_questions() -> None:
    reading = read(fill(issued(), {"completed_by": "Manager", "involvement": NO_RECORD}))

    assert reading.missing == ("completed_with",)
    assert reading.answered == ("completed_by", "involvement")


def test_a_form_with_no_record_is_whole_without_its_controls_too() -> None:
    reading = read(without_controls(fill(issued(), {"involvement": NO_RECORD})))

    assert reading.missing == ("completed_by", "completed_with")


def test_any_other_involvement_asks_for_the_rest() -> None:
    reading = read(fill(issued(), {"involvement": "Only outside it"}))

    assert len(reading.missing) == 13


@pytest.mark.parametrize("released", [True, False])
def test_what_goes_to_the_event_is_named_with_and_without_the_release(released: bool) -> None:
    reading = read(fill(issued(), {**an_audit(), "share_before": released}))

    assert dict(reading.for_event) == {
        "bring_good_practice": "Ringing back the same evening",
        "bring_learning": "What helps when a family moves",
        "bring_questions": "How do other services hear of a move?",
    }
    assert reading.released is released


def test_the_short_form_is_read_like_the_full_one() -> None:
    short = the_form().short()
    answers = {q.id: an_audit()[q.id] for q in short.questions() if q.id in an_audit()}

    for change in (bytes, without_controls):
        reading = read_audit(change(fill(issued(short), answers)), short, issued(short))
        assert reading.missing == ()
        assert reading.unread == ()
        assert {k: v for k, v in reading.answers.items() if v} == answers


def test_the_differences_between_two_versions_are_named_by_question() -> None:
    older = read(fill(issued(), an_audit()))
    changed = {
        **an_audit(),
        "child_day": "Another day",
        "system_factors.staffing": False,
        "key_events": [["May 2026", "A visit", "", ""]],
        "already_changed": "New",
    }
    newer = read(without_controls(fill(issued(), changed)))

    assert differences(older, newer) == (
        "child_day",
        "key_events",
        "system_factors",
        "already_changed",
    )
    assert differences(older, read(without_controls(fill(issued(), an_audit())))) == ()


def test_a_reading_does_not_show_an_agencys_words_where_it_is_printed() -> None:
    reading = read(fill(issued(), an_audit()))

    assert "quiet corner" not in repr(reading)
    assert "Ringing back" not in repr(reading)


# -- whose form it is


def test_a_form_says_whose_it_is_in_its_properties() -> None:
    identity = identify(issued())

    assert (identity.reference, identity.agency, identity.by) == (REFERENCE, AGENCY, "properties")
    assert identity.form == the_form().version()
    assert identity.conflict == ""


def without_properties(content: bytes) -> bytes:
    return edit(content, lambda root: root.clear(), "docProps/custom.xml")


def test_a_form_without_properties_says_it_in_its_footer() -> None:
    identity = identify(without_properties(issued()))

    assert (identity.reference, identity.agency, identity.by) == (REFERENCE, AGENCY, "footer")
    assert identity.form == the_form().version()


def test_a_form_whose_footer_says_another_agency_is_pointed_out() -> None:
    def change(root: etree._Element) -> None:
        text = next(t for t in root.iter(f"{{{W}}}t") if AGENCY in (t.text or ""))
        text.text = text.text.replace(AGENCY, "midwifery")

    identity = identify(edit(issued(), change, "word/footer1.xml"))

    assert identity.agency == AGENCY
    assert "police" in identity.conflict
    assert "midwifery" in identity.conflict


def test_an_identity_that_is_no_reference_or_id_is_none() -> None:
    def change(root: etree._Element) -> None:
        for item in root:
            item[0].text = "../../\x85\u202e" + (item[0].text or "")

    identity = identify(edit(issued(), change, "docProps/custom.xml"))

    assert identity.by == "footer"


def test_a_file_that_is_no_form_is_nobodys() -> None:
    for content in (b"", b"%PDF-1.7", document(p("LFE-2027-001 in the body only"))):
        assert identify(content).by is None


# -- what kind of file it is

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (b"{\\rtf1 hello}", "rtf"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
        (b"PK\x03\x04\x14\x00\x01\x00 word/document.xml", "zip-password"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\0\0\0\x18ftypheic", "picture"),
        (b"RIFF\0\0\0\0WEBP", "picture"),
        (b"PK\x03\x04 xl/workbook.xml", "cut"),
        (b"Dear colleague", "text"),
        (b"", "empty"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert kind_of(content).code == kind
    assert read_audit(content, the_form()).reason == why_not_read(content) != ""


def test_a_word_document_is_known() -> None:
    assert kind_of(issued()) is DOCUMENT
