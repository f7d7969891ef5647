"""What the look of a returned form says: struck through, hidden, coloured, marked beside a box."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from helpers.audits import an_audit, control_of, fill, issued, read, runs
from helpers.form_changes import element, put, run, track
from helpers.libreoffice import needs_office, saved
from helpers.word_files import edit
from lfe_cli.audits.returns.reading import Reading
from lfe_cli.word.xml import W14, w

STRIKE, DOUBLE = "<w:strike/>", "<w:dstrike/>"
HIDDEN = "<w:vanish/>"
YELLOW = '<w:highlight w:val="yellow"/>'
SAID, GONE = "The child lived with a grandparent.", "Nobody phoned the school."


def styles(*, kind: str = "character", look: str = STRIKE, more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="Own"><w:name w:val="Own"/><w:rPr>{look}</w:rPr>'
        f"</w:style>{more}"
    )


def with_styles(content: bytes, xml: str) -> bytes:
    def change(root: etree._Element) -> None:
        root.extend(list(element(f"<w:x>{xml}</w:x>")))

    return edit(content, change, "word/styles.xml")


def answered(tag: str, *inside: str, xml: str = "") -> Reading:
    """A form in whose answer to one question these runs (or paragraphs) stand."""
    paragraphs = inside if inside[0].startswith("<w:p>") else (f"<w:p>{''.join(inside)}</w:p>",)
    content = edit(fill(issued(), {"completed_by": "Manager"}), put(tag, *paragraphs))
    return read(with_styles(content, xml) if xml else content)


def everything_in(reading: Reading) -> str:
    return repr((reading, reading.answers, reading.unread, reading.for_event, reading.remarks))


OWN = '<w:rStyle w:val="Own"/>'
IN_OWN = '<w:pPr><w:pStyle w:val="Own"/></w:pPr>'
WAYS_TO_STRIKE = {
    "struck": (run(GONE, STRIKE), ""),
    "struck doubly": (run(GONE, DOUBLE), ""),
    "said to be struck": (run(GONE, '<w:strike w:val="true"/>'), ""),
    "hidden": (run(GONE, HIDDEN), ""),
    "by a character style": (run(GONE, OWN), styles()),
    "by a style that it is based on": (
        run(GONE, '<w:rStyle w:val="Next"/>'),
        styles(
            more='<w:style w:type="character" w:styleId="Next"><w:name w:val="Next"/>'
            '<w:basedOn w:val="Own"/></w:style>'
        ),
    ),
    "hidden by a character style": (run(GONE, OWN), styles(look=HIDDEN)),
    "deleted": (track(901, "del", f"<w:r><w:delText>{GONE}</w:delText></w:r>"), ""),
    "moved away": (track(902, "moveFrom", run(GONE)), ""),
    "struck in an insertion": (track(903, "ins", run(GONE, STRIKE)), ""),
}


@pytest.mark.parametrize("way", WAYS_TO_STRIKE, ids=list(WAYS_TO_STRIKE))
@pytest.mark.parametrize("tag", ["child_day", "bring_learning"])
def test_what_its_author_struck_out_is_no_answer_however_it_was_done(way: str, tag: str) -> None:
    struck, xml = WAYS_TO_STRIKE[way]

    beside = answered(tag, struck, run(" "), run(SAID), xml=xml)
    alone = answered(tag, struck, xml=xml)

    assert beside.answers[tag] == SAID
    assert alone.answers[tag] == ""
    assert tag not in alone.answered
    assert tag not in alone.for_event
    assert GONE not in everything_in(beside) + everything_in(alone)
    if "d" not in way[:1] and way != "moved away":
        assert any("In question" in remark for remark in beside.remarks)
        assert any("it is no answer" in remark for remark in alone.remarks)


def test_a_paragraph_of_a_struck_style_is_no_answer_and_leaves_no_gap() -> None:
    reading = answered(
        "child_day",
        f"<w:p>{run('One.')}</w:p>",
        f"<w:p>{IN_OWN}{run(GONE)}</w:p>",
        f"<w:p>{run('Two.')}</w:p>",
        xml=styles(kind="paragraph"),
    )

    assert reading.answers["child_day"] == "One.\nTwo."


@pytest.mark.parametrize(
    ("inside", "xml"),
    [
        (run(SAID, '<w:strike w:val="0"/>'), ""),
        (run(SAID, '<w:strike w:val="false"/><w:dstrike w:val="off"/>'), ""),
        (run(SAID, f'{OWN}<w:strike w:val="0"/>'), styles()),
        (IN_OWN + run(SAID, '<w:rStyle w:val="Both"/>'), styles(
            kind="paragraph",
            more='<w:style w:type="character" w:styleId="Both"><w:name w:val="Both"/>'
            "<w:rPr><w:strike/></w:rPr></w:style>",
        )),
    ],
    ids=["off", "said to be off", "off over its style", "two switches undo one another"],
)  # fmt: skip
def test_a_switch_that_is_off_strikes_nothing(inside: str, xml: str) -> None:
    reading = answered("child_day", inside, xml=xml)

    assert reading.answers["child_day"] == SAID
    assert reading.remarks == ()


def test_a_row_s_struck_words_are_no_part_of_it() -> None:
    filled = fill(issued(), {"key_events": [["May", "A visit", "", ""], [GONE, "", "", ""]]})

    def change(root: etree._Element) -> None:
        for paragraph in root.iter(w("p")):
            if "".join(paragraph.itertext()) == GONE:
                look(paragraph, STRIKE)

    reading = read(edit(filled, change))

    assert reading.answers["key_events"] == [["May", "A visit", "", ""]]
    assert any("In question 11" in remark for remark in reading.remarks)


def test_a_date_and_a_choice_that_are_struck_through_are_none() -> None:
    filled = fill(issued(), {"completed_on": "9 February 2027", "involvement": "Only outside it"})

    def change(root: etree._Element) -> None:
        for tag in ("completed_on", "involvement"):
            look(control_of(root, tag), STRIKE)

    reading = read(edit(filled, change))

    assert reading.answered == ()


def test_a_question_that_is_struck_through_still_begins_its_place() -> None:
    filled = fill(issued(), {"our_role": "Visits.", "child_day": SAID})

    def change(root: etree._Element) -> None:
        label = next(p for p in root.iter(w("p")) if "ordinary day" in "".join(p.itertext()))
        look(label, STRIKE)

    reading = read(edit(filled, change))

    assert (reading.answers["our_role"], reading.answers["child_day"]) == ("Visits.", SAID)
    assert reading.unread == ()


# -- options


def look(inside: etree._Element, xml: str) -> None:
    """Gives every run in `inside` these properties."""
    for one in inside.iter(w("r")):
        properties = one.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            one.insert(0, properties)
        properties.extend(list(element(f"<w:x>{xml}</w:x>")))


def printed(root: etree._Element, text: str) -> etree._Element:
    return next(p for p in root.iter(w("p")) if "".join(p.itertext()).strip(" ☐☒") == text)


FIRST, SECOND = "Yes, in the focus period", "Only outside it"
THIRD = "We have no record of them (you have finished: thank you)"


def with_options(*looks: tuple[str, str], content: bytes | None = None) -> Reading:
    def change(root: etree._Element) -> None:
        for text, xml in looks:
            look(printed(root, text), xml)

    return read(edit(content or issued(), change))


COLOURS = [
    YELLOW,
    '<w:color w:val="C00000"/>',
    "<w:b/>",
    '<w:u w:val="single"/>',
    '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>',
    '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="auto"/>',
]


@pytest.mark.parametrize(
    "looks",
    [((FIRST, STRIKE), (THIRD, DOUBLE)), *(((SECOND, xml),) for xml in COLOURS)],
    ids=["left standing", "highlight", "colour", "bold", "underlined", "shaded", "boxed"],
)
def test_an_option_that_is_left_or_stands_out_is_the_choice_to_be_compared(
    looks: tuple[tuple[str, str], ...],
) -> None:
    reading = with_options(*looks)

    assert reading.answers["involvement"] == SECOND
    assert reading.recovered == ("involvement",)
    assert [r for r in reading.remarks if "question 4" in r]


@pytest.mark.parametrize(
    "looks", [((FIRST, STRIKE),), ((FIRST, YELLOW), (SECOND, YELLOW))], ids=["struck", "coloured"]
)
def test_where_more_than_one_option_is_left_none_is_taken_and_it_is_said(
    looks: tuple[tuple[str, str], ...],
) -> None:
    reading = with_options(*looks)

    assert reading.answers["involvement"] == ""
    assert any("In question 4 more than one option" in remark for remark in reading.remarks)


def test_options_that_all_look_alike_say_nothing() -> None:
    reading = with_options((FIRST, YELLOW), (SECOND, YELLOW), (THIRD, YELLOW))

    assert reading.answers["involvement"] == ""
    assert reading.remarks == ()


def test_a_choice_in_the_field_stays_and_an_option_that_says_otherwise_is_pointed_out() -> None:
    filled = fill(issued(), {"involvement": FIRST})

    reading = with_options((SECOND, YELLOW), content=filled)

    assert reading.answers["involvement"] == FIRST
    assert any("In question 4 the answer" in remark for remark in reading.remarks)


STAFFING = "Staffing and turnover"


def beside_box(text: str, before: str = "", xml: str = "") -> Callable[[etree._Element], None]:
    """Types something behind (or before) the box of an option of question 17."""

    def change(root: etree._Element) -> None:
        line = control_of(root, "system_factors.staffing").getparent()
        if before:
            line.insert(1, element(run(before)))
        if text or xml:
            line.append(element(xml or run(text)))

    return change


MARKED = [
    *(beside_box(f" {mark}") for mark in ("x", "X", "✓", "✔️", "☑", "√", "yes", "[x]", "&lt;--")),
    *(beside_box("", before=f"{mark} ") for mark in ("x", "✓", "→", "->")),
    beside_box("", xml='<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
    beside_box("", xml='<w:r><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>'),
    beside_box("", xml=run("ü", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
    beside_box("", xml=run("a", '<w:rFonts w:ascii="Webdings" w:hAnsi="Webdings"/>')),
]


@pytest.mark.parametrize("change", MARKED, ids=range(len(MARKED)))
def test_a_mark_that_is_typed_beside_a_box_ticks_it_to_be_compared(
    change: Callable[[etree._Element], None],
) -> None:
    reading = read(edit(issued(), change))

    assert reading.answers["system_factors.staffing"] is True
    assert [t for t, a in reading.answers.items() if a is True] == ["system_factors.staffing"]
    assert reading.recovered == ("system_factors",)
    assert any("question 19" in r or "question 17" in r or "marks stand" in r
               for r in reading.remarks)  # fmt: skip
    assert reading.unread == ()


def test_a_box_that_is_struck_through_or_has_no_beside_it_is_not_silently_a_tick() -> None:
    filled = fill(issued(), {"system_factors.staffing": True, "system_factors.demand": True})

    struck = with_options((STAFFING, STRIKE), content=filled)
    said_no = read(edit(filled, beside_box(" no")))

    assert struck.answers["system_factors.staffing"] is False
    assert struck.answers["system_factors.demand"] is True
    assert "system_factors" in said_no.recovered
    assert any("beside it differ" in remark for remark in said_no.remarks)


def test_highlighted_ticks_count_to_be_compared_and_one_struck_makes_no_other() -> None:
    struck = with_options((STAFFING, STRIKE))
    coloured = with_options((STAFFING, YELLOW))

    assert True not in [struck.answers[f"system_factors.{o}"] for o in ("staffing", "demand")]
    assert coloured.answers["system_factors.staffing"] is True
    assert coloured.answers["system_factors.demand"] is False
    assert any("none was read" in remark for remark in struck.remarks)
    assert coloured.recovered == ("system_factors",)


# -- the box that releases points


def at_the_box(*changes: Callable[[etree._Element], None], ticked: bool = True) -> Reading:
    def change(root: etree._Element) -> None:
        line = control_of(root, "share_before").getparent()
        for one in changes:
            one(line)

    return read(edit(fill(issued(), {**an_audit(), "share_before": ticked}), change))


def typed(xml: str, at: int | None = None) -> Callable[[etree._Element], None]:
    def change(line: etree._Element) -> None:
        line.insert(len(line) if at is None else at, element(xml))

    return change


def state(said: str) -> Callable[[etree._Element], None]:
    def change(line: etree._Element) -> None:
        next(line.iter(f"{{{W14}}}checked")).set(f"{{{W14}}}val", said)

    return change


def inserted(line: etree._Element) -> None:
    one = next(line.iter(w("sdtContent"))).find(w("r"))
    one.addprevious(around := element(track(950, "ins", "")))
    around.append(one)


def struck_box(line: etree._Element) -> None:
    look(next(line.iter(w("sdtContent"))), STRIKE)


def deleted_box(line: etree._Element) -> None:
    drawn = next(next(line.iter(w("sdtContent"))).iter(w("r")))
    taken_out(drawn)


def deleted_label(line: etree._Element) -> None:
    taken_out([one for one in line.iter(w("r")) if "facilitator" in "".join(one.itertext())][-1])


def taken_out(run_: etree._Element) -> None:
    """Tracks that a run was taken out."""
    for text in run_.iter(w("t")):
        text.tag = w("delText")
    around = element(track(977, "del", ""))
    run_.addprevious(around)
    around.append(run_)


def bracket_x(line: etree._Element) -> None:
    next(next(line.iter(w("sdtContent"))).iter(w("t"))).text = "[x]"


def below(text: str) -> Callable[[etree._Element], None]:
    def change(line: etree._Element) -> None:
        line.addnext(paragraph := etree.Element(w("p")))
        paragraph.extend(runs(text))

    return change


UNCLEAR = {
    "no behind it": (typed(run(" no")), True),
    "no below it": (below("No, please ask us first"), True),
    "words behind it": (typed(run(" but only the first point")), True),
    "a tick beside the ticked box": (typed(run(" ✓")), True),
    "a tick beside the empty box": (typed(run(" ✓")), False),
    "x before the empty box": (typed(run("x "), 1), False),
    "yes behind the empty box": (typed(run(" yes")), False),
    "a sign for a box": (typed('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'), False),
    "an arrow": (typed(run(" &lt;--")), False),
    "a box that shows another state": (state("0"), True),
    "a state that shows an empty box": (state("1"), False),
    "inserted, not accepted": (inserted, True),
    "words inserted": (typed(track(951, "ins", run(" indeed"))), True),
    "the box struck through": (struck_box, True),
    "its words struck through": (lambda line: look(line, STRIKE), True),
    "hidden": (lambda line: look(line, HIDDEN), True),
    "the box taken out by a tracked change": (deleted_box, True),
    "its words taken out by a tracked change": (deleted_label, True),
    "a cross typed in the box's place": (bracket_x, False),
}


@pytest.mark.parametrize("way", UNCLEAR, ids=list(UNCLEAR))
def test_nothing_is_released_where_the_box_does_not_say_so_unmistakably(way: str) -> None:
    change, ticked = UNCLEAR[way]

    reading = at_the_box(change, ticked=ticked)

    assert not reading.released
    assert reading.release_unclear
    assert reading.answers["share_before"] is False
    assert any("nothing was released" in remark for remark in reading.remarks)


def test_a_box_that_was_toggled_releases_and_an_empty_one_asks_nothing() -> None:
    ticked, empty = at_the_box(), at_the_box(ticked=False)
    no = at_the_box(typed(run(" no")), ticked=False)

    assert ticked.released
    assert not ticked.release_unclear
    for reading in (empty, no):
        assert not reading.released
        assert not reading.release_unclear


@needs_office
def test_what_libreoffice_saved_of_a_struck_and_coloured_form_is_read_alike() -> None:
    def change(root: etree._Element) -> None:
        # LibreOffice itself takes the formatting off the first paragraph in a field
        struck = f"<w:p>{run(GONE, STRIKE)}</w:p>"
        put("child_day", f"<w:p>{run(SAID)}</w:p>", struck)(root)
        look(printed(root, SECOND), YELLOW)

    content = edit(fill(issued(), {"completed_by": "Manager"}), change)
    for kind in ("docx", "doc"):
        files = saved(saved({"one": content}, kind), "docx", kind) if kind != "docx" else saved(
            {"one": content}, kind
        )  # fmt: skip
        reading = read(files["one"])
        assert reading.answers["child_day"] == SAID
        assert reading.answers["involvement"] == SECOND
        assert GONE not in everything_in(reading)


# -- what stands in an answer beside text

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
BESIDE = {
    "a link": f'<w:hyperlink r:id="rId1">{run("our record")}</w:hyperlink>',
    "a comment": '<w:r><w:commentReference w:id="1"/></w:r>',
    "a note": '<w:r><w:footnoteReference w:id="5"/></w:r>',
    "a picture or a shape": f'<w:r><w:drawing><a:graphic xmlns:a="{_A}"/></w:drawing></w:r>',
    "an embedded file": "<w:r><w:object/></w:r>",
}


@pytest.mark.parametrize("what", BESIDE, ids=list(BESIDE))
@pytest.mark.parametrize(("tag", "number"), [("child_day", 6), ("key_events.what", 11)])
def test_what_stands_in_an_answer_beside_text_is_told_with_its_place(
    what: str, tag: str, number: int
) -> None:
    filled = fill(issued(), {"child_day": SAID, "key_events": [["May", "A visit", "", ""]]})

    def change(root: etree._Element) -> None:
        paragraph = next(control_of(root, tag).iter(w("p")))
        paragraph.append(element(BESIDE[what]))

    told = read(edit(filled, change)).remarks

    assert f"In question {number} stands {what}: please look there." in told


def test_a_comment_or_a_shape_at_the_box_keeps_the_points_back() -> None:
    for what in ("a comment", "a picture or a shape"):
        reading = at_the_box(typed(BESIDE[what]))
        assert not reading.released
        assert reading.release_unclear


def test_words_in_joined_cells_are_to_be_compared_and_the_table_is_named() -> None:
    filled = fill(issued(), {"key_events": [["May", "A visit", "", ""]]})

    def change(root: etree._Element) -> None:
        cell = next(
            cell for cell in control_of(root, "key_events").iter(w("tc"))
            if "A visit" in "".join(cell.itertext())
        )  # fmt: skip
        properties = cell.find(w("tcPr"))
        properties.append(element('<w:vMerge w:val="restart"/>'))

    reading = read(edit(filled, change))

    assert reading.answers["key_events"] == [["May", "A visit", "", ""]]
    assert reading.recovered == ("key_events",)
    assert any("In question 11 cells of the table are joined" in r for r in reading.remarks)
