"""Whatever a file holds, a check of it ends soon: in findings, or in the sentence that it did not.

Time is held by counts: of the calls that a check makes, and of what it looks at.
"""

from __future__ import annotations

import io
import itertools
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from types import FrameType

import pytest
import yaml
from openpyxl import Workbook

from helpers import word_xml
from helpers.hostile_files import zipped
from helpers.officer import Officer
from helpers.two_forms import brought_in
from lfe_cli.after.workbook_cells import may_be_kept
from lfe_cli.checks.access import find_accessibility
from lfe_cli.checks.english import is_english, letters_apart
from lfe_cli.checks.identifiers import Identifiers
from lfe_cli.checks.kept import KeptTexts
from lfe_cli.checks.name_index import index_of
from lfe_cli.checks.passages import passages
from lfe_cli.checks.room import MOST_MARKS, MOST_TEXT, TooMuch
from lfe_cli.checks.text_check import check_text
from lfe_cli.checks.wording import rules_of
from lfe_cli.errors import LfeError
from lfe_cli.letters.names_in_template import names_in
from lfe_cli.review.workspace import load_review, load_workspace
from lfe_cli.review.yaml_comments import Scalar, comments_in
from lfe_cli.review.yaml_faults import syntax_problem
from lfe_cli.word.package import open_package
from lfe_cli.word.workbook_opening import open_workbook

LIST = Identifiers(names=("Anya Quillfeather", "Mary O'Example"), other=("AB 1234 567",))
RULES = rules_of(None)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called meanwhile, Python's own among them."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def paragraph(text: str) -> bytes:
    return word_xml.document(word_xml.p(text))


def capitals() -> Iterator[tuple[str, ...]]:
    return itertools.product("BCDFG", repeat=6)


SHAPES: dict[str, Callable[[int], tuple[str, bytes]]] = {
    "one unbroken word": lambda n: ("a.docx", paragraph("a" * n)),
    "one word of digits": lambda n: ("a.txt", b"1" * n),
    "single letters": lambda n: ("a.txt", b"A B " * (n // 4)),
    "names with titles": lambda n: ("a.docx", paragraph("Mr Abcde " * (n // 9))),
    "streets": lambda n: ("a.docx", paragraph("Aa Bb Street " * (n // 13))),
    "ages": lambda n: ("a.docx", paragraph("she was aged 5, " * (n // 16))),
    "quotes": lambda n: ("a.docx", paragraph("“she failed to come” " * (n // 20))),
    "abbreviations": lambda n: (
        "a.docx",
        paragraph(" ".join(map("".join, itertools.islice(capitals(), n // 7)))),
    ),
    "deleted letters": lambda n: (
        "a.docx",
        word_xml.document(
            "<w:p>" + "<w:del><w:r><w:delText>a</w:delText></w:r></w:del>" * (n // 20) + "</w:p>"
        ),
    ),
    "runs": lambda n: (
        "a.docx",
        word_xml.document("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * (n // 20) + "</w:p>"),
    ),
    "links in links": lambda n: (
        "a.docx",
        word_xml.document(
            "<w:p>"
            + ("<w:hyperlink>" * 50 + word_xml.r("a") + "</w:hyperlink>" * 50) * (n // 2000)
            + "</w:p>"
        ),
    ),
    "comments of YAML": lambda n: ("a.yaml", b"a: b\n" + b"# a note\n" * (n // 20)),
    "a list on one line of YAML": lambda n: ("a.yaml", b"[" + b"x," * (n // 20) + b"x]"),
    "folded lines of a calendar": lambda n: ("a.ics", b"SUMMARY:a\n" + b" b\n" * (n // 3)),
    "headers of a mail": lambda n: (
        "a.eml",
        b"".join(b"X-%d: b\n" % i for i in range(n // 20)) + b"\nhello",
    ),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_twice_the_text_takes_about_twice_the_work(
    shape: Callable[[int], tuple[str, bytes]],
) -> None:
    def checked(size: int) -> Callable[[], object]:
        name, content = shape(size)

        def check() -> None:
            check_text(name, content, LIST, RULES, allowed=("Exampleshire",))
            if name.endswith(".docx"):
                find_accessibility(name, content)

        return check

    checked(2_000)()  # what is read once for all files
    half, whole = calls_of(checked(6_000)), calls_of(checked(12_000))

    assert whole < 2.6 * half + 2_000


def book(rows: int, text: Callable[[int], object]) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in range(1, rows + 1):
        sheet.cell(row, 1, text(row))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def with_one_text(text: str, rows: int) -> bytes:
    """A workbook in which one text stands once and is shown by many cells, as Excel writes it."""
    spaces = "http://schemas.openxmlformats.org"
    main = f'xmlns="{spaces}/spreadsheetml/2006/main"'
    kinds = f"{spaces}/officeDocument/2006/relationships"
    cells = "".join(f'<row><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, rows + 1))
    related = "".join(
        f'<Relationship Id="{kind}" Type="{kinds}/{kind}" Target="{target}"/>'
        for kind, target in (("worksheet", "worksheets/a.xml"), ("sharedStrings", "b.xml"))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{spaces}/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{kinds}"><sheets><sheet name="Sheet" '
        'sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{spaces}/package/2006/relationships">'
        f"{related}</Relationships>",
        "xl/worksheets/a.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}><si><t>{text}</t></si></sst>",
    }
    return zipped({name: part.encode() for name, part in parts.items()})


def with_its_formulas(content: bytes) -> bytes:
    """The same, each cell with a formula of its own."""
    parts = dict(open_package(content, only=".*").parts)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    count = iter(range(sheet.count("<v>")))
    told = re.sub("<v>", lambda _: f"<f>B{next(count)}+1</f><v>", sheet)
    return zipped({**parts, "xl/worksheets/sheet1.xml": told.encode()})


def test_a_text_that_many_formulas_show_is_held_once() -> None:
    content = with_its_formulas(with_one_text("All agreed. " * 2_500, 8_000))

    found = passages("a.xlsx", content)

    assert sum(len(passage.text) for passage in found) < 200_000


def mail_in_mail(depth: int) -> bytes:
    inner = b"Subject: a\n\nhello"
    for _ in range(depth):
        inner = b"Subject: a\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + inner
    return inner


def mail_with(parts: int) -> bytes:
    mail = EmailMessage()
    mail.set_content("hello")
    for number in range(parts):
        mail.add_attachment(
            paragraph("a b " * 20_000), "application", "x", filename=f"{number}.docx"
        )
    return mail.as_bytes()


def mail_of_semicolons(parts: int, characters: int, kind: str = "Disposition") -> bytes:
    """A mail whose parts say what they are in headers that are slow to read."""
    header = f"Content-{kind}: a/b" + ";" * characters
    inside = f"--b\n{header}\n\nhello\n" * parts
    return f"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n{inside}--b--\n".encode()


TOO_MUCH: dict[str, Callable[[], tuple[str, bytes]]] = {
    "a text": lambda: ("a.txt", b"a " * MOST_TEXT),
    "a text of empty lines": lambda: ("a.txt", b"a\n" * 50_000),
    "a Word file": lambda: ("a.docx", paragraph("a " * MOST_TEXT)),
    "marks": lambda: ("a.docx", word_xml.document("<w:x/>" * MOST_MARKS)),
    "empty paragraphs": lambda: ("a.docx", word_xml.document("<w:p/>" * 40_000)),
    "rows of a workbook": lambda: ("a.xlsx", book(30_000, lambda row: f"row {row}")),
    "a zip bomb": lambda: ("a.docx", zipped({"word/document.xml": b" " * 100_000_000})),
    "YAML": lambda: ("a.yaml", b"a: b c d e f g h\n" * 60_000),
    "mail in mail": lambda: ("a.eml", mail_in_mail(1_500)),
    "parts of a mail": lambda: ("a.eml", b"Subject: a\n\n" + b"--b\n" * 20_000),
    "a header of a mail": lambda: ("a.eml", b"To: " + b"(" * 100_000 + b"\n\nhello"),
    "parts of a mail that say what they are": lambda: ("a.eml", mail_of_semicolons(1, 19_000)),
    "a long type of a mail's part": lambda: ("a.eml", mail_of_semicolons(1, 19_000, "Type")),
    "many headers of parts": lambda: ("a.eml", mail_of_semicolons(60, 1_900)),
    "many headers of a mail": lambda: ("a.eml", b"X-A: bbbbbb\n" * 20_000 + b"\nhello"),
    "files in a mail": lambda: ("a.eml", mail_with(8)),
}


@pytest.mark.parametrize("build", TOO_MUCH.values(), ids=list(TOO_MUCH))
def test_what_holds_too_much_is_not_checked_and_that_is_said(
    build: Callable[[], tuple[str, bytes]],
) -> None:
    name, content = build()

    with pytest.raises(TooMuch, match="far more text than can be checked"):
        passages(name, content)


def test_as_much_as_a_long_paper_holds_is_checked() -> None:
    found = passages("a.docx", word_xml.document(word_xml.p("We looked at it. " * 50) * 500))

    assert sum(len(passage.text) for passage in found) > 400_000


def test_a_mark_with_a_great_many_attributes_is_not_read() -> None:
    mark = "<w:x " + " ".join(f'a{n}="1"' for n in range(150_000)) + "/>"

    with pytest.raises(LfeError, match="was not checked"):
        passages("a.docx", word_xml.document(mark))


def test_a_file_of_a_review_that_holds_too_much_is_a_stop(review: Officer) -> None:
    review.path("outbox").mkdir(exist_ok=True)
    review.path("outbox", "a.eml").write_bytes(b"Subject: a\n\n" + b"a " * MOST_TEXT)

    said = review.lfe("check")

    assert said.code == 1
    assert "outbox/a.eml (not-checked)" in said.all
    assert "far more text than can be checked here" in said.all


def test_a_file_that_holds_too_much_is_not_said_to_be_checked(
    review: Officer, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"a " * MOST_TEXT)

    said = review.lfe("check", path)

    assert said.code == 2
    assert "It was not checked" in said.all
    assert "none found" not in said.all


def test_a_text_that_many_cells_show_is_one_finding_that_counts_them(
    review: Officer, tmp_path: Path
) -> None:
    path = tmp_path / "actions.xlsx"
    path.write_bytes(with_one_text("Mr Abcde came. " + "All agreed. " * 2_000, 3_000))

    found = review.lfe("check", path, "--json").json["findings"]

    titled = [one for one in found if one["rule"] == "titled-name"]
    assert [one["where"] for one in titled] == ["Sheet!A1 (and in 2999 more places)"]


def test_every_header_of_a_mail_is_checked_and_not_the_first_of_its_name() -> None:
    found = passages("a.eml", b"Comments: first\nComments: Anya\nSubject: a\n\nhello")

    assert [p.text for p in found if p.where == "mail header Comments"] == ["first", "Anya"]


def test_a_hash_in_quotes_begins_no_comment_and_one_after_them_does() -> None:
    text = 'a: "one # two" # three\nb: |  # four\n  five # six\n# seven\nc: it # two\n'

    found = passages("a.yaml", text.encode())

    notes = [passage.text for passage in found if passage.kind == "comment"]
    assert notes == ["three", "four", "seven", "two"]


def test_a_long_screen_shows_the_gravest_and_counts_the_rest(
    review: Officer, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Mr Abcde came.\n" * 700 + "Mail a@b.example.\n")

    said = review.lfe("check", path)

    assert said.out.startswith("STOP")
    assert "And 201 more, none of them graver." in said.all
    assert len(review.lfe("check", path, "--json").json["findings"]) == 701


# ---------------------------------------------------------------- the list of names


def slipped(word: str, chance: random.Random) -> str:
    for _ in range(chance.randint(0, 3)):
        at, letter = chance.randrange(len(word)), chance.choice("abxyz")
        before, here, after = word[:at], word[at], word[at + 1 :]
        swapped = before + after[:1] + here + after[1:]
        added, changed = before + letter + here + after, before + letter + after
        word = chance.choice((before + after, added, changed, swapped)) or "a"
    return word


def test_a_slip_of_the_pen_is_found_as_if_each_name_were_held_against_the_word() -> None:
    chance = random.Random(5)
    names = ["Quillfeather", "Tamsyn", "Oduya", "Marchetti", "Xanthe", "Rodriguezova", "Ilya"]
    index = index_of(Identifiers(names=tuple(names)).entries())

    for _ in range(3_000):
        word = slipped(chance.choice(names).casefold(), chance)
        limits = [(n.casefold(), 2 if len(n) >= 8 else 1) for n in names if len(n) >= 5]
        expected = any(letters_apart(word, name, limit) <= limit for name, limit in limits)
        assert index.is_nearly_listed(word) == expected, word


def test_a_list_of_thousands_costs_a_text_no_more_than_a_short_one() -> None:
    chance = random.Random(7)
    letters = "bcdfgklmnprstv"
    names = tuple(
        "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(4)) + " Xyzzy"
        for _ in range(4_000)
    )
    text = b"The quorvel plendished a brimtoss near the gravenholt. " * 100
    short, long = Identifiers(names=names[:40]), Identifiers(names=names)
    for listed in (short, long):
        check_text("a.txt", text, listed, RULES)  # the index is made once

    few = calls_of(lambda: check_text("a.txt", text, short, RULES))
    many = calls_of(lambda: check_text("a.txt", text, long, RULES))

    assert not is_english("plendished")
    assert many < 3 * few


def test_a_whole_register_in_place_of_a_list_is_a_stop(review: Officer) -> None:
    path = review.path("identifiers.yaml")
    for entries in (6_000, 290_000):
        path.write_text("names:\n" + "".join(f"- Abcde Fghij{n}\n" for n in range(entries)))

        said = review.lfe("check", "--json")

        assert said.code == 1
        assert "identifiers-unreadable" in {found["rule"] for found in said.json["findings"]}
    review.done("status")


def test_a_listed_number_is_found_however_it_is_grouped() -> None:
    found = check_text("a.txt", b"It was AB-1234.567, and not XAB1234567.", LIST, RULES)

    assert [one.matched for one in found if one.rule == "listed-word"] == ["AB-1234.567"]


# ---------------------------------------------------------------- one reading for a command


def readings_of_the_list(work: Callable[[], object]) -> int:
    """How often the list of names is read meanwhile."""
    readings = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal readings
        readings += event == "call" and frame.f_code.co_name == "read_identifiers"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return readings


def test_a_command_that_records_many_texts_reads_the_list_of_names_once(review: Officer) -> None:
    readings = readings_of_the_list(lambda: review.done("issue-audits"))

    assert readings == 1


def test_a_workbook_with_far_too_much_text_is_not_taken_unread(review: Officer) -> None:
    texts = KeptTexts(load_review(load_workspace(review.folder), review.folder.name))
    long = "All agreed on it. " * 1_000

    assert all(texts.look(long) == texts.look(long) for _ in range(100))  # one text, once
    with pytest.raises(TooMuch):
        for number in range(100):
            texts.look(f"{number} {long}")


def test_a_workbook_with_more_text_than_is_checked_is_refused_before_it_is(
    review: Officer,
) -> None:
    loaded = load_review(load_workspace(review.folder), review.folder.name)
    wanted = [("action", f"{number} " + "All agreed on it. " * 100) for number in range(300)]

    def take() -> None:
        with pytest.raises(LfeError, match="far more text"):
            may_be_kept(loaded, wanted)

    assert calls_of(take) < 200_000


# ---------------------------------------------------------------- patterns and numbers


def seconds_of(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def test_marks_that_never_end_cost_a_document_brought_in_and_a_template_no_time(
    review: Officer,
) -> None:
    review.done("issue-audits")
    blank = review.path("audits", "issued", "police.docx").read_bytes()
    path = review.path("audits", "inbox", "a.docx")
    path.write_bytes(brought_in(blank, b"<" * 300_000, "afchunk1.txt", "aFChunk"))

    assert seconds_of(lambda: review.lfe("ingest", path, "--dry-run")) < 10
    template = zipped({"word/document.xml": b"<" * 300_000})
    assert seconds_of(lambda: names_in(template)) < 5


def changed(workbook: bytes, before: str, after: str) -> bytes:
    """The same workbook, its cells written otherwise."""
    parts = dict(open_package(workbook, only=".*").parts)
    [sheet] = [name for name in parts if name.startswith("xl/worksheets/") and "rels" not in name]
    assert before.encode() in parts[sheet]
    parts[sheet] = parts[sheet].replace(before.encode(), after.encode())
    return zipped(parts)


@pytest.mark.parametrize("row", ["1" * 5_000, "0", "x", ""])
def test_a_row_whose_number_is_none_is_the_next_one(row: str) -> None:
    told = changed(book(2, str), '<row r="2"><c r="A2"', f'<row r="{row}"><c')

    read = open_workbook(told).sheets["Sheet"]

    assert [line[0].text for line in read.rows] == ["1", "2"]


@pytest.mark.parametrize("number", ["1" * 5_000, "\u00b2"])
def test_a_number_that_is_none_stops_no_check(number: str) -> None:
    told = changed(with_one_text("All agreed.", 1), "<v>0</v>", f"<v>{number}</v>")

    assert all(one.text != "All agreed." for one in passages("a.xlsx", told))
    find_accessibility("a.docx", with_odd_shading(number))


def with_odd_shading(number: str) -> bytes:
    shading = f'<w:pPr><w:shd w:val="pct{number}" w:fill="FFFFFF"/></w:pPr>'
    return word_xml.document(f"<w:p>{shading}{word_xml.r('hello')}</w:p>")


def test_a_line_of_spaces_that_is_no_yaml_is_answered_soon() -> None:
    for line in ("a:" + " " * 60_000 + "a: b", " " * 60_000 + "a: b: c"):
        text = f"x: y\n{line}\n"
        with pytest.raises(yaml.MarkedYAMLError) as refused:
            yaml.safe_load(text)

        told = partial(syntax_problem, refused.value, text, "review.yaml")
        assert seconds_of(told) < 2


def test_lines_of_comments_are_each_held_against_the_line_above_alone() -> None:
    text = "a: b\n" + "#c\n" * 100_000

    assert seconds_of(lambda: list(comments_in(text, ()))) < 5
    [*_, found] = comments_in("a: b\n  #c", [Scalar(("a",), 3, 4, "", 0)])
    assert found.behind == ("a",)
