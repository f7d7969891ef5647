"""What a returned workbook shows beside the values of its cells: read, or told with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from helpers.actions import LATER, decide, noted
from helpers.officer import Officer, Said, where
from helpers.states import review_after
from helpers.workbooks import STRONG, cells, changed, each, workbook
from lfe_cli.word.package import open_package, write_package

Change = Callable[[Worksheet], None]
STRUCK = Font(strike=True)


@pytest.fixture
def acting(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    monkeypatch.setenv("LFE_NOW", LATER)
    return review_after(write_the_workbook, anywhere)


def write_the_workbook(review: Officer) -> None:
    decide(review)
    with where(LFE_NOW=LATER):
        review.done("actions")


def come_back(acting: Officer, *changes: Change) -> Said:
    back = changed(workbook(acting), acting.folder.parent.parent / "back.xlsx", each(*changes))
    return acting.lfe("actions", back, "--yes", "--json")


def told(said: Said) -> str:
    return "\n".join(f"{one['where']}: {one['what']}" for one in said.json["told"])


def of(acting: Officer, item: str) -> dict[str, str]:
    return {field: value for (action, field), value in noted(acting).items() if action == item}


# ---------------------------------------------------------------- joined cells


def joined(cells_: str, **others: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells(cells_)
        for place, value in others.items():
            sheet[place].value = value

    return change


def test_what_joined_cells_show_counts_for_each_of_their_rows(acting: Officer) -> None:
    said = come_back(
        acting, cells(2, **STRONG), cells(3, action="Ask ten families"), joined("F2:F3")
    )
    assert of(acting, "R1.1")["owner"] == of(acting, "R2.1")["owner"] == STRONG["owner"]
    assert {one["note"] for one in said.json["changed"] if one["field"] == "owner"} == {
        "joined over F2:F3"
    }


def test_joined_cells_erase_nothing_that_is_recorded(acting: Officer) -> None:
    both = each(cells(2, **STRONG), cells(3, action="Ask ten families", owner="Oak Team"))
    come_back(acting, both, cells(3, progress="under way"))
    acting.done("actions")
    come_back(acting, joined("F3:G3"), joined("I2:J3"))
    assert of(acting, "R2.1")["progress"] == "under way"
    assert of(acting, "R1.1")["change"] == STRONG["change"]


def test_what_lies_beside_the_cell_that_it_is_joined_with_is_told(acting: Officer) -> None:
    said = come_back(acting, cells(2, **STRONG), joined("F2:G2"))
    assert "row 2, R1.1, How we will know: it is joined with the cell beside it (F2:G2)" in told(
        said
    )
    assert "measure" not in of(acting, "R1.1")
    assert of(acting, "R1.1")["owner"] == STRONG["owner"]


def test_joined_cells_below_the_table_make_no_rows(acting: Officer) -> None:
    said = come_back(acting, cells(3, **STRONG), joined("F3:F9"))
    assert told(said) == ""


def test_words_that_lie_under_joined_cells_are_told(acting: Officer) -> None:
    back = changed(
        workbook(acting),
        acting.folder.parent.parent / "back.xlsx",
        each(cells(2, **STRONG), cells(3, owner="Oak Team")),
    )
    parts = dict(open_package(back.read_bytes(), only=".*").parts)
    name, joins = "xl/worksheets/sheet1.xml", b'<mergeCells><mergeCell ref="F2:F3"/></mergeCells>'
    parts[name] = parts[name].replace(b"</sheetData>", b"</sheetData>" + joins)
    back.write_bytes(write_package(parts))
    said = acting.lfe("actions", back, "--yes", "--json")
    assert "words lie hidden under joined cells (Actions F3)" in told(said)
    assert "Oak Team" not in said.all


# ---------------------------------------------------------------- struck out


def struck(*places: str) -> Change:
    def change(sheet: Worksheet) -> None:
        for place in places:
            sheet[place].font = STRUCK

    return change


def partly_struck(sheet: Worksheet) -> None:
    sheet["F2"] = CellRichText(
        TextBlock(InlineFont(strike=True), "Team Manager"), TextBlock(InlineFont(), "Practice Lead")
    )


def test_words_struck_out_in_a_cell_are_no_part_of_it(acting: Officer) -> None:
    said = come_back(acting, cells(2, **STRONG), partly_struck)
    assert of(acting, "R1.1")["owner"] == "Practice Lead"
    assert "what is struck out in it is left out" in said.out


def test_a_cell_that_is_struck_out_is_told_and_neither_taken_nor_emptied(acting: Officer) -> None:
    come_back(acting, cells(2, **STRONG))
    acting.done("actions")
    said = come_back(acting, struck("F2", "I2"), cells(2, change="Somebody else"))
    assert "R1.1, Owner (role): it is struck out, so it is not read" in told(said)
    assert (said.code, of(acting, "R1.1")["owner"]) == (1, STRONG["owner"])
    assert of(acting, "R1.1")["change"] == STRONG["change"]
    assert "Somebody else" not in said.all


@pytest.mark.parametrize("places", ["EFGHI", "ABCDEFGHIJKL", "B", "BC"])
def test_a_row_that_is_struck_out_is_told_and_nothing_of_it_is_taken(
    acting: Officer, places: str
) -> None:
    by = date(2027, 9, 3)
    said = come_back(
        acting, cells(3, **STRONG, by=by), struck(*(f"{letter}3" for letter in places))
    )
    assert "row 3, R2.1: is struck out, so nothing of it is taken" in told(said)
    assert (said.code, noted(acting), len(said.json["told"])) == (1, {}, 1)


def test_of_two_rows_of_an_action_the_one_that_is_not_struck_out_holds(acting: Officer) -> None:
    def twice(sheet: Worksheet) -> None:
        for column in range(1, 13):
            sheet.cell(8, column).value = sheet.cell(2, column).value
        sheet["F8"].value = "Oak Team"

    said = come_back(acting, cells(2, **STRONG), twice, struck("E2", "F2", "G2", "I2"))
    assert of(acting, "R1.1")["owner"] == "Oak Team"
    assert "row 2, R1.1: is struck out" in told(said)


# ---------------------------------------------------------------- beside the values


def test_where_a_link_leads_is_told_and_a_typed_address_is_not(acting: Officer) -> None:
    def link(sheet: Worksheet) -> None:
        sheet["K2"].hyperlink = "https://exampleshire.example/minutes/2027-05"
        sheet["K3"].value = "www.exampleshire.example/minutes"
        sheet["K3"].hyperlink = "https://www.exampleshire.example/minutes/"

    said = come_back(acting, cells(2, **STRONG, evidence="Minutes"), link)
    assert "(Actions K2: https://exampleshire.example/minutes/2027-05)" in told(said)
    assert "K3" not in told(said)


def test_the_places_of_comments_are_told_and_their_words_are_not(acting: Officer) -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["F2"].comment = Comment("Not her again", "A colleague")

    said = come_back(acting, cells(2, **STRONG), comment)
    assert "comments beside cells (Actions F2)" in told(said)
    assert "again" not in said.all


@pytest.mark.parametrize("place", ["M2", "M3", "O40", "AZ2"])
def test_words_in_a_column_without_heading_are_told_with_their_place(
    acting: Officer, place: str
) -> None:
    said = come_back(acting, cells(2, **STRONG), cells_at(**{place: "Chair: this one is done"}))
    assert f"not one of ours, so not read: Actions {place}" in told(said)
    assert said.code == 1


def cells_at(**values: object) -> Change:
    def change(sheet: Worksheet) -> None:
        for place, value in values.items():
            sheet[place].value = value

    return change


@pytest.mark.parametrize("place", ["C7", "E30", "K12", "L2"])
def test_words_outside_the_rows_of_actions_are_told(acting: Officer, place: str) -> None:
    said = come_back(acting, cells_at(**{place: "Please see the minutes"}))
    assert place in told(said) or f"row {place[1:]}" in told(said)
    assert said.code == 1


def test_a_sheet_that_somebody_added_is_told(acting: Officer) -> None:
    back = acting.folder.parent.parent / "back.xlsx"
    book = load_workbook(workbook(acting))
    book.create_sheet("Our notes")["B2"] = "Please see the minutes"
    book["Our notes"].sheet_state = "hidden"
    book.create_sheet("Nothing yet")
    book.save(back)
    said = acting.lfe("actions", back, "--yes", "--json")
    assert "the sheet Our notes is not one of ours" in told(said)
    assert "Nothing yet" not in told(said)


def with_a_text_box(content: bytes) -> bytes:
    """A text box and a picture, as Excel writes them."""
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    anchor = "<a><from><col>5</col><row>8</row></from>{}</a>"
    box = anchor.format(f'<sp><txBody><p xmlns="{a}"><r><t>We asked</t></r></p></txBody></sp>')
    drawing = f"<d>{box}{anchor.format('<pic/>')}</d>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    target = f'<Relationship Id="d" Type="{kind}" Target="../drawings/drawing1.xml"/>'
    rels = f"<Relationships>{target}</Relationships>"
    parts = dict(open_package(content, only=".*").parts)
    parts |= {"xl/drawings/drawing1.xml": drawing.encode(),
              "xl/worksheets/_rels/sheet1.xml.rels": rels.encode()}  # fmt: skip
    return write_package(parts)


def test_text_boxes_and_pictures_are_told_with_the_cell_at_which_they_begin(
    acting: Officer,
) -> None:
    back = changed(workbook(acting), acting.folder.parent.parent / "back.xlsx")
    back.write_bytes(with_a_text_box(back.read_bytes()))
    said = acting.lfe("actions", back, "--yes", "--json")
    assert "text boxes (Actions F9)" in told(said)
    assert "pictures or charts (Actions F9)" in told(said)
    assert "We asked" not in said.all


def test_hidden_rows_columns_and_filtered_ones_are_read_as_the_others(acting: Officer) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["F"].hidden = True
        sheet.auto_filter.add_filter_column(9, ["completed"])

    said = come_back(acting, cells(2, **STRONG), hide)
    assert of(acting, "R1.1")["owner"] == STRONG["owner"]
    assert told(said) == ""


# ---------------------------------------------------------------- shown otherwise, dates


@pytest.mark.parametrize(
    ("value", "code"), [(1, '"completed"'), ("Oak Team", ";;;"), (3, '0 "families"'), (2.4, "0")]
)
def test_a_cell_that_shows_something_else_than_it_holds_is_told(
    acting: Officer, value: object, code: str
) -> None:
    def show(sheet: Worksheet) -> None:
        sheet["G2"].value = value
        sheet["G2"].number_format = code

    said = come_back(acting, cells(2, action=STRONG["action"]), show)
    assert "R1.1, How we will know: its number format shows something else" in told(said)
    assert "measure" not in of(acting, "R1.1")


@pytest.mark.parametrize(
    ("value", "code", "read"),
    [(0.8, "0%", "80%"), (5, "General", "5"), ("Oak Team", "@", "Oak Team"), (12, "#,##0", "12"),
     (datetime(2027, 3, 1), "mmm yyyy", "March 2027"), ("Ten", "d mmm yyyy", "Ten")],
)  # fmt: skip
def test_a_cell_that_shows_what_it_holds_is_read(
    acting: Officer, value: object, code: str, read: str
) -> None:
    def show(sheet: Worksheet) -> None:
        sheet["G2"].value = value
        sheet["G2"].number_format = code

    come_back(acting, cells(2, action=STRONG["action"]), show)
    assert of(acting, "R1.1")["measure"] == read


@pytest.mark.parametrize(
    "typed",
    ["12-Mar-27", "12 Mar 27", "12-March-2027", "12/Mar/2027", "12.3.2027", "12/03/2027 00:00",
     "2027-03-12T00:00:00Z", "2027-03-12T09:30", "2027-03-12 00:00:00", "2027/03/12",
     "March 12, 2027", "12th March 2027", "Fri 12 Mar 2027", "12\u2011Mar\u201127"],
)  # fmt: skip
def test_a_day_that_was_typed_as_text_is_read_and_told(acting: Officer, typed: str) -> None:
    said = come_back(acting, cells(2, **STRONG, by=typed))
    assert of(acting, "R1.1")["by"] == "2027-03-12"
    assert "is read as 12 March 2027" in said.json["changed"][-1]["note"] + said.out


def test_a_moment_that_a_program_wrote_is_the_day_that_it_is_in_britain(acting: Officer) -> None:
    come_back(acting, cells(2, **STRONG, by="2027-08-31T23:00:00Z"))
    assert of(acting, "R1.1")["by"] == "2027-09-01"


@pytest.mark.parametrize("typed", ["March 2027", "Q1 2027", "12/3", "03-27", datetime(2027, 3, 1)])
def test_a_month_is_no_day_and_is_told(acting: Officer, typed: object) -> None:
    def show(sheet: Worksheet) -> None:
        sheet["H2"].value = typed  # type: ignore[assignment]
        sheet["H2"].number_format = "mmm yyyy"

    said = come_back(acting, cells(2, **STRONG), show)
    assert "By when: it cannot be read as a date" in told(said)
    assert "by" not in of(acting, "R1.1")
