"""Ways of filling in a form, each with every answer compared; then saved by LibreOffice as well."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from helpers.audits import AGENCY, issued, read, the_form
from helpers.libreoffice import FILTERS, needs_office, saved, the_office
from helpers.ways_to_fill import ALL, Way, ways
from lfe_cli.audits.returns.identify import identify
from lfe_cli.word.file_kinds import kind_of
from ooxml.validate import problems

WAYS = ways()


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_every_answer_is_read_whichever_way_the_form_was_filled_in(way: Way) -> None:
    reading = read(way.content)

    assert dict(reading.answers) == way.expected()
    assert reading.recovered == (reading.answered if way.recovered == ALL else way.recovered)
    assert reading.how == ("recovered" if way.recovered else "controls")
    assert reading.unread == way.unread
    assert reading.remarks == way.remarks
    assert reading.released


@pytest.mark.parametrize("name", [name for name in WAYS if name != "strict Open XML"])
def test_the_forms_that_these_tests_fill_are_such_as_word_opens(name: str, tmp_path: Path) -> None:
    path = tmp_path / "filled.docx"
    path.write_bytes(WAYS[name].content)

    assert problems(path) == []


# What LibreOffice itself loses (7.4; a newer one may not) when it opens or saves a form: changes in
# the first paragraph of a control, and in whole rows, count as accepted; .doc and .rtf part joined
# paragraphs; .rtf drops the state of old tick boxes, text boxes, and tables in cells.
LOST = {
    ("tracked rows", "docx"): ("key_events",),
    ("tracked rows", "odt"): ("key_events",),
    ("tracked rows", "doc"): ("key_events",),
    ("tracked rows", "rtf"): ("key_events",),
    ("tracked changes", "doc"): ("child_voice",),
    ("tracked changes", "rtf"): ("child_voice",),
    ("in a text box", "rtf"): ("child_voice",),
    ("a table pasted into a cell", "rtf"): ("key_events",),
    **{
        ("ticks that are only drawn", kind): ("share_before",)  # another sign in the box's place
        for kind in ("docx", "odt", "doc", "rtf")
    },
    ("fields of Word 97", "rtf"): tuple(
        tag for tag, answer in WAYS["Word"].expected().items() if answer is True
    ),
}
SAVED_TWICE = [("docx", "docx"), ("odt", "doc"), ("doc", "doc")]
SAVINGS = [
    ("docx",),
    ("odt",),
    ("doc",),
    ("rtf",),
    *(pytest.param(one, marks=pytest.mark.long) for one in SAVED_TWICE),
]


@cache
def saved_as(*formats: str) -> dict[str, bytes]:
    """Every form as LibreOffice saved it in these formats, one after the other."""
    if not formats:
        return {"as issued": issued(), **{name: way.content for name, way in WAYS.items()}}
    *before, wanted = formats
    return saved(saved_as(*before), wanted, before[-1] if before else "docx")


@needs_office
@pytest.mark.xdist_group("forms saved in LibreOffice")
@pytest.mark.parametrize("formats", SAVINGS, ids=" then ".join)
def test_every_answer_is_read_when_libreoffice_saved_it(formats: tuple[str, ...]) -> None:
    files = saved_as(*formats, *([] if formats[-1] == "docx" else ["docx"]))

    for name, way in WAYS.items():
        reading = read(files[name])
        lost = {tag for kind in formats for tag in LOST.get((name, kind), ())}
        answers, expected = (
            {tag: answer for tag, answer in answers.items() if tag not in lost}
            for answers in (reading.answers, way.expected())
        )
        assert answers == expected, name
        assert reading.how != "not-read", name
        assert reading.unread == way.unread, name
        if name == "in a text box" and lost:
            assert "question 7 nothing stands any more" in reading.remarks[0]
        elif name == "a table pasted into a cell" and lost:
            assert "joined" in reading.remarks[0]  # so LibreOffice writes it in an .rtf
        elif name not in ("tracked rows", "with macros (.docm)", "ticks that are only drawn"):
            assert reading.remarks == way.remarks, name
        identity = identify(files[name])
        assert (identity.agency, identity.form) == (AGENCY, the_form().version()), name


@needs_office
@pytest.mark.xdist_group("forms saved in LibreOffice")
@pytest.mark.parametrize("ending", ["odt", "doc", "rtf"])
def test_an_old_file_that_the_tool_has_converted_is_read_like_any_other(ending: str) -> None:
    for name, answers in (("Word", WAYS["Word"].expected()), ("as issued", {})):
        old = saved_as(ending)[name]
        assert kind_of(old).standing == "convertible"

        new = the_office().converted(old, f".{ending}", "docx", FILTERS["docx"])

        assert new is not None
        reading = read(new)
        if answers:
            assert dict(reading.answers) == answers
        else:
            assert reading.answered == ()
        assert (reading.unread, reading.remarks) == ((), ())


def test_every_sentence_that_the_page_for_officers_quotes_is_one_of_the_tools() -> None:
    root = Path(__file__).parents[1]
    page = (root / "docs" / "how-a-form-comes-back.md").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in sorted((root / "lfe_cli").rglob("*.py")))
    code = re.sub(r'"\s*\n\s*f?"', "", code)  # a sentence over two lines
    said = {way_remark for way in WAYS.values() for way_remark in way.remarks}
    filled_in = {re.sub(r"\d+", "{n}", quoted): quoted for quoted in re.findall(r'"([^"]+)"', page)}
    own = {"• ", "No record of them"}

    for pattern, quoted in filled_in.items():
        assert quoted in own or pattern in code or quoted in code or quoted in said, quoted
