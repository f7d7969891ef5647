"""However another program writes the look of a workbook: what is in its cells is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import pytest
from lxml import etree

from helpers.officer import Officer
from helpers.states import review_after
from helpers.workbooks import STRONG, a_book, a_line
from lfe_cli.after.workbook_file import action_book
from lfe_cli.after.workbook_reading import ReturnedBook, read_action_book
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import parse, serialise

STYLES, SHEET, BOOK = "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"
LOOKS = (STYLES, SHEET, BOOK, "docProps/core.xml")
ODD = ("", "-45", "999999999999", "none", "2027-05-04", "1e400", "\u00e9")
# What says which cell is meant, what is in it, and what a number or a struck-out word is.
NEEDED = {
    "c": {"r", "t", "s"}, "row": {"r"}, "sheet": {"name", "id"}, "workbookPr": {"date1904"},
    "numFmt": {"numFmtId", "formatCode"}, "xf": {"numFmtId", "fontId"}, "strike": {"val"},
}  # fmt: skip
CELLS = {
    "sheetData", "row", "c", "v", "f", "is", "t", "sheets", "sheet", "cellXfs", "xf",
    "numFmts", "numFmt", "fonts", "font",
}  # fmt: skip


@cache
def made() -> dict[str, bytes]:
    line = a_line(**STRONG, by="2027-04-03", progress="under way")
    return dict(open_package(action_book(a_book(line)), only=".*").parts)


def read_with(**changed: bytes) -> ReturnedBook:
    parts = {**made(), **{name.replace("__", "/"): part for name, part in changed.items()}}
    return read_action_book(write_package(parts))


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def with_odd_values(part: str) -> Iterator[tuple[str, bytes]]:
    """The part with each of its attributes that no cell needs changed, and then left out."""
    root = parse(made()[part])
    seen: set[tuple[str, str]] = set()
    for element in root.iter(etree.Element):
        for name, value in list(element.attrib.items()):
            own = etree.QName(str(name)).localname
            kind = (local(element), own)
            if own in NEEDED.get(local(element), ()) or kind in seen:
                continue
            seen.add(kind)
            for odd in ODD:
                element.set(name, odd)
                yield f"{kind} {odd}", serialise(root)
            del element.attrib[name]
            yield f"{kind} left out", serialise(root)
            element.set(name, value)


def with_other_elements(part: str) -> Iterator[tuple[str, bytes]]:
    """The part with each element that no cell needs emptied, left out, and beside a strange one."""
    count = len(list(parse(made()[part]).iter(etree.Element)))
    seen: set[str] = set()
    for at in range(1, count):
        root = parse(made()[part])
        element = list(root.iter(etree.Element))[at]
        name, parent = local(element), element.getparent()
        if parent is None or name in CELLS or name in seen:
            continue
        seen.add(name)
        parent.insert(parent.index(element), parent.makeelement(element.tag, {"odd": "1"}))
        yield f"an empty {name}", serialise(root)
        parent.insert(0, parent.makeelement("{urn:of-another-program}look", {"a": "b"}))
        yield f"something strange beside {name}", serialise(root)
        del element[:]
        element.attrib.clear()
        element.text = "x"
        yield f"{name} emptied", serialise(root)
        parent.remove(element)
        yield f"no {name}", serialise(root)


@pytest.mark.parametrize("part", LOOKS)
@pytest.mark.parametrize("changes", [with_odd_values, with_other_elements])
def test_the_cells_are_read_whatever_is_written_of_their_look(
    part: str, changes: Callable[[str], Iterator[tuple[str, bytes]]]
) -> None:
    whole = read_with()
    assert whole.rows[0]["by"].day == date(2027, 4, 3)
    tried = 0
    for what, content in changes(part):
        tried += 1
        assert read_with(**{part: content}).rows == whole.rows, what
    assert tried > 10


@pytest.mark.parametrize("without", [STYLES, "xl/theme/theme1.xml", "docProps/core.xml"])
def test_a_workbook_without_a_part_of_its_look_is_read(without: str) -> None:
    parts = {name: part for name, part in made().items() if name != without}
    owner = read_action_book(write_package(parts)).rows[0]["owner"]
    assert owner.text == STRONG["owner"]


def test_a_sheet_of_replies_is_read_whatever_is_written_of_its_look(officer: Officer) -> None:
    review = review_after(lambda review: review.done("reply", "--sheet"), officer)
    path = review.path("event", "who-comes.xlsx")
    parts = dict(open_package(path.read_bytes(), only=".*").parts)
    parts[STYLES] = parts[STYLES].replace(b"<fill>", b"<fill/><fill>", 1)
    path.write_bytes(write_package(parts))
    assert "Nothing in it is new" in review.done("reply", "--sheet", path, "--yes").out


def with_one_text_in_many_cells(content: bytes, length: int) -> bytes:
    """Thousands of cells that show one long text, and as many links over them."""
    parts = dict(open_package(content, only=".*").parts)
    text = ("we looked at how services worked together " * length)[:length]
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    related = f'<Relationship Id="one" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    cells = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}" t="s"><v>0</v></c>' for column in "BEFGHIJKM")
        + "</row>"
        for row in range(50, 2_900)
    )
    links = "".join(f'<hyperlink ref="E{row}" location="a{row}"/>' for row in range(50, 2_900))
    rels = "xl/_rels/workbook.xml.rels"
    parts["xl/sharedStrings.xml"] = f"<sst {main}><si><t>{text}</t></si></sst>".encode()
    parts[rels] = parts[rels].replace(b"</Relationships>", related.encode())
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", f"{cells}</sheetData><hyperlinks>{links}</hyperlinks>".encode()
    )
    return write_package(parts)


@pytest.mark.parametrize("length", [2_900, 30_000])
def test_a_text_that_thousands_of_cells_show_is_read_once(length: int) -> None:
    content = with_one_text_in_many_cells(write_package(made()), length)
    before = time.process_time()
    book = read_action_book(content)
    assert time.process_time() - before < 5
    assert (len(book.rows), book.rows[0]["owner"].text) == (2_851, STRONG["owner"])
