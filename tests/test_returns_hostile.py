"""Files made to do harm, or damaged: a sentence at most, never an exception, never a long wait."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from helpers.audits import an_audit, fill, issued, the_form
from helpers.hostile_files import zipped
from helpers.small_form import blank_body, small_form
from helpers.word_xml import document, p, package, sdt
from lfe_cli.audits.returns.identify import identify
from lfe_cli.audits.returns.reading import Reading, read_audit
from lfe_cli.text import plain
from lfe_cli.word.file_kinds import kind_of
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import NAMES

SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
BLANK = document(blank_body())
# The same examples each time: finding new ones is the fuzzer's work.
EXAMPLES = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def read(content: bytes) -> Reading:
    """Reads it as a command does, and holds it to what may be shown and how long it may take."""
    start = time.process_time()
    identify(content)
    reading = read_audit(content, small_form(), BLANK)
    assert time.process_time() - start < 5, "nobody waits so long"
    return reading


def refused(content: bytes) -> str:
    reading = read(content)
    assert reading.how == "not-read"
    assert reading.answers == {}
    assert reading.reason.endswith(".")
    return reading.reason


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped({"word/document.xml": b" " * 100_000_000})

    assert len(bomb) < 200_000
    assert "unpacks" in refused(bomb)


def test_a_packing_that_word_does_not_use_is_refused() -> None:
    parts = dict(open_package(BLANK).parts)

    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert "packed" in refused(zipped(parts, method))


def test_a_great_many_heads_and_feet_are_not_all_read() -> None:
    part = b"<w:ftr xmlns:w='a'>" + b"<w:p/>" * 60_000 + b"</w:ftr>"
    feet = {f"word/footer{n}.xml": part for n in range(60)}

    assert read(zipped({**open_package(BLANK).parts, **feet}, zipfile.ZIP_STORED)).how == "controls"


def test_many_small_parts_are_not_opened() -> None:
    assert "parts" in refused(zipped({f"word/{n}.xml": b"" for n in range(3000)}))


@pytest.mark.parametrize(
    "name", ["../../outside.xml", "/etc/passwd", "C:\\word\\a.xml", "a\\..\\b"]
)
def test_a_part_that_leads_outside_is_refused(name: str) -> None:
    parts = dict(open_package(BLANK).parts)

    assert "leads outside" in refused(zipped({**parts, name: b"x"}))


DOCTYPES = {
    "entities": '<!DOCTYPE d [<!ENTITY a "AAAA">]>',
    "a file": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "the network": '<!DOCTYPE d SYSTEM "http://example.org/d.dtd">',
    "laughter": "<!DOCTYPE d ["
    + "".join(f'<!ENTITY {c} "{f"&{chr(ord(c) - 1)};" * 10}">' for c in "bcdefghij")
    + '<!ENTITY a "ha">]>',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=list(DOCTYPES))
def test_a_document_type_is_never_followed(doctype: str) -> None:
    body = sdt("story", p("&amp;a;".replace("&amp;", "&") if "ENTITY" in doctype else "a"))
    xml = f"{doctype}<w:document {SPACES}><w:body>{body}</w:body></w:document>"

    for encoding in ("utf-8", "utf-16"):
        refused(package(f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding)))


def test_a_document_nested_ten_thousand_deep_is_refused() -> None:
    assert "cannot be read" in refused(document("<w:sdt><w:sdtContent>" * 10_000))


def test_a_page_of_more_marks_than_people_write_is_refused_at_once() -> None:
    xml = f"<w:document {SPACES}><w:body>{'<w:p></w:p>' * 1_000_000}</w:body></w:document>"
    parts = {**open_package(BLANK).parts, "word/document.xml": xml.encode()}

    assert "far more" in refused(zipped(parts, zipfile.ZIP_STORED))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:-30],
        lambda content: content[:2000] + b"\0" * 500 + content[2500:],
    ],
)
def test_a_damaged_file_is_said_to_be_damaged(spoil: Callable[[bytes], bytes]) -> None:
    assert "damaged" in refused(spoil(issued())).lower()


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": b""},
        {"word/document.xml": b"<a/>"},
        {"word/document.xml": b"<w:document>"},
        {"word/other.xml": b"<a/>"},
        {"word/document.xml": b"\xff\xfe\x00"},
        {"_rels/.rels": b"<<<", "word/document.xml": b"<a/>"},
        {"[Content_Types].xml": b"<a/>", "word/document.xml/": b""},
    ],
)
def test_a_package_without_a_document_is_not_read(parts: dict[str, bytes]) -> None:
    refused(zipped(parts))


def test_parts_that_are_broken_around_a_sound_document_do_not_matter() -> None:
    parts = dict(open_package(fill(issued(), an_audit())).parts)
    for name in parts:
        if name not in ("word/document.xml", "_rels/.rels"):
            parts[name] = b"<broken"

    reading = read_audit(write_package(parts), the_form(), issued())

    assert len(reading.answered) == 22


FILLED = fill(issued(), an_audit())


@settings(EXAMPLES, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(FILLED) - 1), st.integers(0, 255)), max_size=6))
def test_flipped_bytes_never_raise(flips: list[tuple[int, int]]) -> None:
    content = bytearray(FILLED)
    for place, value in flips:
        content[place] = value

    kind_of(bytes(content))
    identify(bytes(content))
    read_audit(bytes(content), the_form(), issued())


XML = open_package(FILLED).parts["word/document.xml"]


@settings(EXAMPLES, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(XML) - 1),
            st.sampled_from(
                [b"", b"<w:p/>", b"</w:p>", b"x", b"&amp;", b"<w:sdt>", b"\0", b"&#8;"]
            ),
            st.integers(0, 40),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_mangled_xml_never_raises(cuts: list[tuple[int, bytes, int]]) -> None:
    xml = XML
    for place, put, length in cuts:
        xml = xml[:place] + put + xml[place + length :]

    read_audit(package(xml), the_form(), issued())


_ELEMENTS = (
    *("p", "r", "t", "tab", "br", "sdt", "sdtPr", "sdtContent", "tag", "tbl", "tr", "tc"),
    *("del", "ins", "fldChar", "sym", "pPr", "numPr"),
)


@settings(EXAMPLES, max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(_ELEMENTS), st.integers(0, 3)), max_size=40))
def test_elements_in_any_order_never_raise(shape: list[tuple[str, int]]) -> None:
    root = etree.Element(f"{{{NAMES['w']}}}document")
    at = etree.SubElement(root, f"{{{NAMES['w']}}}body")
    for name, up in shape:
        at = etree.SubElement(at, f"{{{NAMES['w']}}}{name}")
        at.set(f"{{{NAMES['w']}}}val", "story")
        at.set(f"{{{NAMES['w']}}}fldCharType", "begin")
        at.text = "a"
        for _ in range(up):
            parent = at.getparent()
            at = parent if parent is not None and parent is not root else at

    read_audit(package(etree.tostring(root)), small_form(), BLANK)


ESCAPES = "\u009b31m\u0085red\u202e\u2066over\u200b\u2028next\ufeff\U000e0041"


def test_no_text_of_a_reading_can_steer_a_terminal() -> None:
    body = (
        p(ESCAPES)
        + sdt("story", p(ESCAPES))
        + p("6. Moments that mattered to you")
        + f"<w:tbl><w:tr><w:tc>{p(ESCAPES)}</w:tc></w:tr></w:tbl>"
        + p("7. What will you bring along")
        + p(ESCAPES)
    )

    reading = read(document(body))

    texts = [
        str(reading.answers["story"]),
        str(reading.answers["bring"]),
        reading.answers["events"][0][0],  # type: ignore[index]
        *reading.unread,
        *reading.for_event.values(),
    ]
    assert len(texts) == 5
    assert all(
        text.split() == ["redover", "next"] or text == "31m\nredover\nnext" for text in texts
    )


def test_plain_strips_escape_sequences_and_keeps_words_of_other_languages() -> None:
    assert plain("\x1b[2J\x1b]0;title\x07a\x00\r\nb\rc\td") == "[2J]0;titlea\nb\nc\td"
    assert plain("ŵyres – “mam-gu” क्‍ष 👩‍👧") == "ŵyres – “mam-gu” क्‍ष 👩‍👧"


def test_template_syntax_and_formulas_stay_text() -> None:
    text = "{{ 7*7 }} {% for x in y %} =1+1 [red]bold[/red]"

    assert read(document(sdt("story", p(text)))).answers["story"] == text


def test_macros_links_and_embedded_files_are_pointed_out_and_left_alone() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{target}" '
            'TargetMode="External"/>'
            for n, (kind, target) in enumerate(
                [
                    ("attachedTemplate", "http://example.org/t.dotm"),
                    ("image", "file://server/share/a.png"),
                    ("hyperlink", "http://example.org"),
                ]
            )
        )
        + "</Relationships>"
    )
    content = document(
        blank_body(),
        **{
            "word/vbaProject.bin": b"\0",
            "word/embeddings/oleObject1.bin": b"\0",
            "word/_rels/document.xml.rels": relations.encode(),
        },
    )

    remarks = " ".join(read(content).remarks)

    for said in ("macros", "one embedded file", "template", "one file elsewhere", "one link"):
        assert said in remarks
