"""Answers in content controls: of every kind, wherever they sit, however they are written."""

from __future__ import annotations

import pytest

from helpers.small_form import EMPTY, blank_body, box, small_form
from helpers.word_xml import document, p, package, r, sdt
from lfe_cli.audits.returns.reading import Reading, read_audit
from lfe_cli.word.xml import NAMES

BLANK = document(blank_body())


def read(body: str) -> Reading:
    return read_audit(document(body), small_form(), BLANK)


def test_a_blank_form_has_no_answer_and_names_what_is_missing() -> None:
    reading = read(blank_body())

    assert reading.how == "controls"
    assert reading.answered == ()
    assert reading.missing == ("role", "known", "story")
    assert reading.unread == ()
    assert reading.remarks == ()
    assert not reading.released


CELL = "<w:tbl><w:tr>{}</w:tr></w:tbl>"


@pytest.mark.parametrize(
    "body",
    [
        p(inside=sdt("story", r("Quiet"))),
        sdt("story", p("Quiet")),
        CELL.format(f"<w:tc>{sdt('story', p('Quiet'))}</w:tc>"),
        CELL.format(sdt("story", f"<w:tc>{p('Quiet')}</w:tc>")),
        "<w:tbl>" + sdt("story", "<w:tr><w:tc>" + p("Quiet") + "</w:tc></w:tr>") + "</w:tbl>",
        sdt("somebody-elses", sdt("story", p("Quiet"))),
        sdt("story", sdt("somebody-elses", p(inside=sdt("", r("Quiet"))))),
        p(inside=f"<w:hyperlink>{sdt('story', r('Quiet'))}</w:hyperlink>"),
        p(inside=f"<w:smartTag>{sdt('story', r('Qui') + r('et'))}</w:smartTag>"),
        p(inside=f"<w:ins>{sdt('story', r('Quiet'))}</w:ins>"),
        sdt("STORY", p("Quiet")),
        p(
            inside=f"<w:r><w:pict><w:txbxContent>{sdt('story', p('Quiet'))}</w:txbxContent>"
            "</w:pict></w:r>"
        ),
    ],
    ids=[
        "in a paragraph",
        "around a paragraph",
        "in a cell",
        "around a cell",
        "around a row",
        "in another control",
        "around other controls",
        "in a link",
        "in a smart tag",
        "in an insertion",
        "with its tag in capitals",
        "in a text box",
    ],
)
def test_a_control_is_read_wherever_it_sits(body: str) -> None:
    assert read(body).answers["story"] == "Quiet"


def test_a_text_keeps_its_paragraphs_tabs_and_breaks() -> None:
    inside = p("One") + p(inside="<w:r><w:t>Two</w:t><w:tab/><w:t>b</w:t><w:br/></w:r>" + r("c"))

    assert read(sdt("story", inside + p() + p() + p("Three"))).answers["story"] == (
        "One\nTwo\tb\nc\n\nThree"
    )


def test_a_list_keeps_its_bullets_and_numbers() -> None:
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>{}</w:p>'
    numbering = (
        b'<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        b'</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    body = sdt(
        "story",
        item.format(4, r("quiet"))
        + item.format(5, r("first"))
        + item.format(5, r("second"))
        + item.format(0, r("none")),
    )

    content = document(body, **{"word/numbering.xml": numbering})

    assert read_audit(content, small_form(), BLANK).answers["story"] == (
        "• quiet\n1. first\n2. second\nnone"
    )


TICKED = [
    *(f'<w14:checkbox><w14:checked w14:val="{value}"/></w14:checkbox>' for value in "1"),
    '<w14:checkbox><w14:checked w14:val="true"/></w14:checkbox>',
    '<w14:checkbox><w14:checked w14:val="on"/></w14:checkbox>',
    '<w14:checkbox><w14:checked w:val="1"/></w14:checkbox>',
    "<w14:checkbox><w14:checked/></w14:checkbox>",
]
UNTICKED = [
    '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>',
    '<w14:checkbox><w14:checked w14:val="false"/></w14:checkbox>',
    '<w14:checkbox><w14:checked w14:val="off"/></w14:checkbox>',
    "<w14:checkbox/>",
]


@pytest.mark.parametrize("properties", TICKED)
def test_a_tick_is_set_in_every_way_of_saying_so(properties: str) -> None:
    assert read(p(inside=sdt("share", r("☒"), properties) + r(" Yes"))).answers["share"] is True


@pytest.mark.parametrize("properties", UNTICKED)
def test_a_tick_is_not_set_where_it_says_so(properties: str) -> None:
    assert read(p(inside=sdt("share", r("☐"), properties))).answers["share"] is False


def legacy(state: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>'
        f"{state}</w:checkBox></w:ffData></w:fldChar></w:r>"
        "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar "
        'w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("shown", "ticked"),
    [
        (r("☒"), True),
        (r("☑"), True),
        (r("✓"), True),
        (r("x"), True),
        (r("Yes"), True),
        (r("☐"), False),
        (r("no"), False),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', True),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', False),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', True),
        ('<w:r><w:sym w:font="Segoe UI Symbol" w:char="2612"/></w:r>', True),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fd</w:t></w:r>', True),
        (legacy("<w:checked/>"), True),
        (legacy('<w:default w:val="0"/><w:checked w:val="1"/>'), True),
        (legacy('<w:default w:val="1"/>'), True),
        (legacy('<w:default w:val="1"/><w:checked w:val="0"/>'), False),
    ],
)
def test_a_tick_that_is_only_drawn_is_read_in_a_control_and_without_one(
    shown: str, ticked: bool
) -> None:
    reading = read(p("5. What was going on around it") + p(inside=sdt("factors.demand", shown)))

    assert reading.answers["factors.demand"] is ticked


def test_a_choice_is_what_it_shows_else_what_its_value_means() -> None:
    items = (
        '<w:dropDownList w:lastValue="no"><w:listItem w:displayText="Choose one" w:value=""/>'
        '<w:listItem w:displayText="We did" w:value="yes"/>'
        '<w:listItem w:displayText="We did not" w:value="no"/></w:dropDownList>'
    )

    def chosen(shown: str, properties: str = items) -> object:
        return read(p(inside=sdt("known", shown, properties))).answers["known"]

    assert chosen(r("We did")) == "We did"
    assert chosen("") == "We did not"
    assert chosen(r("yes")) == "We did"
    assert chosen(r("Choose one")) == ""
    assert chosen(r("Something typed"), "<w:comboBox/>") == "Something typed"


def test_a_date_is_what_it_shows_else_what_it_stores() -> None:
    stored = '<w:date w:fullDate="2027-02-09T00:00:00Z"/>'

    def day(shown: str, properties: str) -> object:
        return read(p(inside=sdt("day", shown, properties))).answers["day"]

    assert day(r("9 February 2027"), stored) == "9 February 2027"
    assert day("", stored) == "2027-02-09"
    assert day(r("early in February"), "<w:date/>") == "early in February"
    assert day(r("Click or tap to enter a date."), EMPTY + stored) == ""


@pytest.mark.parametrize(
    "prompt", ["Click or tap here to enter text.", "Your words", "click or tap here to enter text."]
)
def test_a_prompt_is_no_answer_even_where_the_file_says_it_is_text(prompt: str) -> None:
    reading = read(sdt("story", p(prompt)))

    assert reading.answers["story"] == ""
    assert "story" in reading.missing


def test_words_that_bear_the_mark_of_a_prompt_are_an_answer_to_compare() -> None:
    reading = read(sdt("story", p("Up at seven"), EMPTY))

    assert reading.answers["story"] == "Up at seven"
    assert any("words in question 4 bear the mark" in remark for remark in reading.remarks)
    assert "Up at seven" not in "".join(reading.remarks)
    assert read(sdt("story", p("Your words"), EMPTY)).answers["story"] == ""


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def test_a_table_s_rows_are_read_by_their_tags_without_the_empty_ones() -> None:
    def item(when: str, what: str) -> str:
        cells = row(
            sdt("events.what", p(what) if what else p("In a sentence"), "" if what else EMPTY),
            sdt("events.when", p(when) if when else p("A month"), "" if when else EMPTY),
        )
        return sdt("", cells, "<w15:repeatingSectionItem/>")

    body = f"<w:tbl>{sdt('events', item('May', 'A') + item('', '') + item('', 'B'))}</w:tbl>"

    assert read(body).answers["events"] == [["May", "A"], ["", "B"]]


def test_a_cell_s_prompt_is_no_answer_where_the_file_says_it_is_text() -> None:
    cells = row(sdt("events.when", p("A month")), sdt("events.what", p("A visit")))

    assert read(f"<w:tbl>{sdt('events', cells)}</w:tbl>").answers["events"] == [["", "A visit"]]


def test_a_table_with_one_control_around_its_rows_is_read_by_its_columns() -> None:
    body = f"<w:tbl>{sdt('events', row(p('May'), p('A') + p('B')) + row(p('June'), p()))}</w:tbl>"

    reading = read(body)

    assert reading.answers["events"] == [["May", "A\nB"], ["June", ""]]
    assert reading.how == "controls"


def test_a_column_that_somebody_added_is_kept_at_the_end_of_its_row() -> None:
    body = f"<w:tbl>{sdt('events', row(p('May'), p('A'), p('me')))}</w:tbl>"

    assert read(body).answers["events"] == [["May", "A", "me"]]


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    inside = p(
        inside=r("The child ")
        + "<w:del><w:r><w:delText>refused</w:delText></w:r></w:del>"
        + f"<w:ins>{r('was not able')}</w:ins>"
        + f"<w:moveFrom>{r(' elsewhere')}</w:moveFrom><w:moveTo>{r(' to say')}</w:moveTo>"
    )

    reading = read(sdt("story", inside))

    assert reading.answers["story"] == "The child was not able to say"
    assert any("tracked changes" in remark for remark in reading.remarks)


def test_a_deleted_paragraph_end_joins_two_paragraphs_and_a_deleted_row_is_gone() -> None:
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    story = sdt("story", f"<w:p>{gone}{r('One')}</w:p>{p(' line')}<w:p>{gone}</w:p>{p('Two')}")
    deleted = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    table = f"<w:tbl>{sdt('events', deleted + row(p('May'), p('A')))}</w:tbl>"

    answers = read(story + table).answers

    assert answers["story"] == "One line\nTwo"
    assert answers["events"] == [["May", "A"]]


def test_comments_are_counted_and_are_no_answers() -> None:
    comments = (
        b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:comment><w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment><w:comment/>"
        b"</w:comments>"
    )
    content = document(sdt("story", p("Quiet")), **{"word/comments.xml": comments})

    reading = read_audit(content, small_form(), BLANK)

    assert reading.answers["story"] == "Quiet"
    assert "It holds 2 comments. Comments are not answers." in reading.remarks
    assert "Is this so?" not in str(reading.unread)


def test_the_copy_for_older_readers_is_not_read_twice() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<mc:AlternateContent {mc}><mc:Choice>{r('Quiet')}</mc:Choice>"
        f"<mc:Fallback>{r('Quiet')}</mc:Fallback></mc:AlternateContent>"
    )

    assert read(sdt("story", p(inside=f"<w:r>{twice}</w:r>"))).answers["story"] == "Quiet"


def test_two_controls_with_one_tag_are_one_answer() -> None:
    reading = read(sdt("story", p("One")) + p("between") + sdt("story", p("Two")))

    assert reading.answers["story"] == "One\nbetween\nTwo"


def test_strict_open_xml_says_the_same() -> None:
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
    xml = f"<w:document {spaces}><w:body>{sdt('story', p('Quiet'))}</w:body></w:document>"
    strict = xml.replace(NAMES["w"], "http://purl.oclc.org/ooxml/wordprocessingml/main")

    assert read_audit(package(strict.encode()), small_form()).answers["story"] == "Quiet"


def test_a_form_without_a_release_is_released() -> None:
    form = small_form().model_copy(update={"release": None})

    assert read_audit(BLANK, form, BLANK).released


def test_box_of_the_helper_is_what_word_writes() -> None:
    assert read(p(inside=box("share", "1", "☒") + r(" Yes"))).answers["share"] is True


def test_a_page_break_parts_words_like_any_other_break() -> None:
    inside = p(inside=r("One") + '<w:r><w:br w:type="page"/></w:r>' + r("Two"))

    assert read(sdt("story", inside)).answers["story"] == "One\nTwo"


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0E0", "→"),
        ("Wingdings", "F04A", "☺"),
        ("Symbol", "F0B7", "•"),
        ("Symbol", "F0AE", "→"),
        ("Wingdings", "F001", "\ufffd"),
        ("Arial", "zz", "\ufffd"),
    ],
)
def test_a_symbol_is_read_and_one_that_is_not_known_is_seen_to_be_there(
    font: str, code: str, shown: str
) -> None:
    drawn = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    assert read(sdt("story", p(inside=r("a ") + drawn))).answers["story"] == f"a {shown}"


def test_the_numbers_of_a_list_begin_anew_below_each_item_of_the_list_above() -> None:
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="5"/></w:numPr></w:pPr>{}</w:p>'
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"/><w:lvl w:ilvl="1"/>'
        '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    levels = "".join(item.format(level, r("a")) for level in "010011")

    content = document(sdt("story", levels), **{"word/numbering.xml": numbering.encode()})

    assert read_audit(content, small_form(), BLANK).answers["story"] == (
        "1. a\n1. a\n2. a\n3. a\n1. a\n2. a"
    )


def test_cells_that_somebody_joined_leave_the_others_in_their_columns() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Both")}</w:tc>'
    three = row(p("May"), p("A"), p("me"))

    body = f"<w:tbl>{sdt('events', row(p('May'), p('A')) + three + f'<w:tr>{wide}</w:tr>')}</w:tbl>"

    assert read(body).answers["events"] == [["May", "A"], ["May", "A", "me"], ["Both", ""]]


def test_a_field_that_shows_a_page_number_and_never_ends_swallows_no_text() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText>'
        '<w:fldChar w:fldCharType="separate"/></w:r>'
    )

    body = p(inside=field + r("7")) + sdt("story", p("Quiet")) + p("And more")

    assert read(body).answers["story"] == "Quiet\nAnd more"


_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_V = 'xmlns:v="urn:schemas-microsoft-com:vml"'


@pytest.mark.parametrize(
    "drawn",
    [f"<a:blip {_A}/>", f"<c:chart {_C}/>", f"<v:imagedata {_V}/>", f"<v:textpath {_V}/>"],
    ids=["a photograph", "a chart", "an old picture", "lettering"],
)
def test_what_only_a_person_can_read_is_pointed_out(drawn: str) -> None:
    body = sdt("story", p("Quiet") + p(inside=f"<w:r><w:drawing>{drawn}</w:drawing></w:r>"))

    reading = read(body)

    assert reading.answers["story"] == "Quiet"
    assert "It holds one picture. Look at the file for what they show." in reading.remarks


def test_words_in_a_drawing_are_words() -> None:
    drawn = f"<w:drawing><a:t {_A}>Quiet</a:t></w:drawing>"

    assert read(sdt("story", p(inside=f"<w:r>{drawn}</w:r>"))).answers["story"] == "Quiet"


@pytest.mark.parametrize("part", ["word/footnotes.xml", "word/footer1.xml"])
def test_notes_or_a_footer_that_cannot_be_read_are_pointed_out(part: str) -> None:
    content = document(sdt("story", p("Quiet")), **{part: b"<broken"})

    reading = read_audit(content, small_form(), BLANK)

    assert reading.answers["story"] == "Quiet"
    assert any("damaged" in remark for remark in reading.remarks)


@pytest.mark.parametrize("said", ["because of the flood", "x and more"])
def test_words_in_a_tick_box_are_shown_as_unread(said: str) -> None:
    reading = read(p(inside=sdt("factors.demand", r(f"☒ {said}"))))

    assert reading.answers["factors.demand"] is True
    assert reading.unread == (f"☒ {said}",)


def test_a_prompt_in_a_control_of_no_question_is_shown_once_as_unread() -> None:
    reading = read(sdt("", p("Typed here"), EMPTY) + sdt("", p("Typed here"), EMPTY))

    assert reading.unread == ("Typed here",)


def test_a_release_of_which_a_copy_says_no_is_none() -> None:
    ticked = p(inside=box("share", "1", "☒") + r(" Yes"))
    empty = p(inside=box("share") + r(" Yes"))

    assert read(ticked + ticked).released
    assert not read(ticked + empty).released
