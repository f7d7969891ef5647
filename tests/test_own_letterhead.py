"""What a partnership's own template says stands on every page, and is no finding there."""

from __future__ import annotations

import pytest
from lxml import etree

from helpers.officer import Officer
from helpers.pages import bring_page_to, write_learning
from helpers.word_files import edit
from lfe_cli.word.xml import W, w

ADDRESS = "Exampleshire Council, Town Hall, 1 Market Street, Exampleton EX1 1AA"
REACHED = "T 01632 960123   hello@exampleshire.example   www.exampleshire.example"
SHAPES = {"address", "postcode", "telephone", "email", "street-name", "place-name"}


@pytest.fixture(autouse=True)
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")


def paragraph(said: str) -> etree._Element:
    return etree.fromstring(f'<w:p xmlns:w="{W}"><w:r><w:t>{said}</w:t></w:r></w:p>')


def letterhead(
    review: Officer, *lines: str, part: str = "word/header1.xml", of: str = "report.docx"
) -> None:
    """Our page, or another document, with these lines more, as the partnership's own template."""
    workspace = review.folder.parent
    review.done("templates", of, at=workspace)
    own = workspace / "templates" / of

    def put(root: etree._Element) -> None:
        body = root if root.find(w("body")) is None else root.find(w("body"))
        for line in lines:
            body.insert(0, paragraph(line))

    own.write_bytes(edit(own.read_bytes(), put, part))


def add_to_page(review: Officer, line: str, part: str) -> None:
    """The page as it lies, with a paragraph more that somebody wrote into it in Word."""
    page = review.path("report", "report.docx")

    def put(root: etree._Element) -> None:
        body = root if root.find(w("body")) is None else root.find(w("body"))
        body.insert(0, paragraph(line))

    page.write_bytes(edit(page.read_bytes(), put, part))


def found(review: Officer, *words: str) -> list[tuple[str, str, str]]:
    findings = review.lfe(*words, "--json").json["findings"]
    shapes = SHAPES | {"listed-name", "misspelt-name", "titled-name"}
    return [(f["rule"], f["file"], f["where"]) for f in findings if f["rule"] in shapes]


@pytest.mark.parametrize("part", ["word/header1.xml", "word/footer1.xml", "word/document.xml"])
def test_the_address_of_the_letterhead_is_no_finding_on_the_page(
    review: Officer, part: str
) -> None:
    letterhead(review, ADDRESS, REACHED, part=part)
    write_learning(review)

    review.done("report")

    assert found(review, "check", "report/report.docx") == []


def test_a_line_with_a_tag_in_it_stands_but_for_what_is_filled_in(review: Officer) -> None:
    letterhead(review, f"{ADDRESS}, {{{{ title }}}}, 01632 960123", part="word/document.xml")
    write_learning(review, title="Ring 01632 960999")

    said = review.lfe("report", "--json")

    assert said.code == 2
    stops = [f for f in said.json["findings"] if f["severity"] == "stop"]
    assert {(f["rule"], f["file"]) for f in stops} == {
        ("telephone", f"{review.folder.name}/report/learning.yaml")
    }


def test_the_same_words_written_about_a_family_still_stop(review: Officer) -> None:
    letterhead(review, "1 Market Street", REACHED, part="word/document.xml")
    write_learning(review, why_we_looked="The family lived at 1 Market Street.")

    said = review.lfe("report", "--json")

    assert said.code == 2
    assert "address" in {f["rule"] for f in said.json["findings"]}


def test_a_listed_name_in_the_template_stops_and_is_told_where_it_stands(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [Tamsin Quillfeather]\n")
    letterhead(review, f"{ADDRESS} (ask for Tamsin Quillfeather)")
    write_learning(review)

    said = review.lfe("report")

    assert said.code == 2
    assert "Change it in templates/report.docx" in " ".join(said.all.split())
    assert found(review, "report") == [("listed-name", "templates/report.docx", "header")]


@pytest.mark.parametrize("part", ["word/header1.xml", "word/document.xml"])
@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("The social worker failed to act and is to blame", {"failed-to", "to-blame"}),
        ("NHS 943 476 5919", {"nhs-number"}),
        ("Born 3 May 2014, 12 years old", {"date-of-birth", "age"}),
        ("Mrs Okonkwo", {"titled-name"}),
        ("National Insurance AB 12 34 56 C", {"national-insurance-number"}),
        ("Case number 4471902 of {{ title }}", {"case-number"}),
    ],
)
def test_what_is_no_address_is_found_although_the_template_says_it(
    review: Officer, part: str, line: str, rules: set[str]
) -> None:
    letterhead(review, f"{line}, {ADDRESS}", part=part)
    write_learning(review)

    said = review.lfe("report", "--json")

    told = {f["rule"] for f in said.json["findings"] if f["file"] == "templates/report.docx"}
    assert rules <= told
    assert SHAPES.isdisjoint({f["rule"] for f in said.json["findings"]})
    stops = [f for f in said.json["findings"] if f["severity"] == "stop"]
    assert said.code == (2 if stops else 0)


def test_what_another_template_says_does_not_stand_on_the_page(review: Officer) -> None:
    letterhead(review, ADDRESS, REACHED, of="agenda.docx", part="word/document.xml")
    write_learning(review)
    bring_page_to(review, "draft")
    add_to_page(review, ADDRESS, "word/document.xml")

    rules = {rule for rule, _, _ in found(review, "check", "report/report.docx")}

    assert {"address", "postcode"} <= rules


def test_what_another_letter_says_does_not_stand_in_a_letter(review: Officer) -> None:
    workspace = review.folder.parent
    review.done("templates", "letters/invitation.txt", at=workspace)
    own = workspace / "templates" / "letters" / "invitation.txt"
    own.write_text(f"{own.read_text()}\n{REACHED}\n")
    review.done("issue-audits")
    draft = next(name for name in review.files() if name.endswith(".eml"))
    letter = review.path(draft)
    letter.write_bytes(letter.read_bytes().replace(b"Dear ", REACHED.encode() + b"\n\nDear ", 1))

    assert "telephone" in [rule for rule, _, _ in found(review, "check", draft)]


@pytest.mark.parametrize(
    ("said_in", "written_in"),
    [("header1", "document"), ("document", "header1"), ("header1", "footer1")],
)
def test_the_words_of_the_letterhead_do_not_stand_in_another_part(
    review: Officer, said_in: str, written_in: str
) -> None:
    letterhead(review, ADDRESS, part=f"word/{said_in}.xml")
    write_learning(review)
    bring_page_to(review, "draft")
    assert found(review, "check", "report/report.docx") == []

    add_to_page(review, ADDRESS, f"word/{written_in}.xml")

    assert "address" in {rule for rule, _, _ in found(review, "check", "report/report.docx")}


@pytest.mark.parametrize("at_the_workspace", [True, False])
def test_a_template_that_is_checked_itself_is_checked_whole(
    review: Officer, at_the_workspace: bool
) -> None:
    letterhead(review, f"{ADDRESS}, NHS 943 476 5919", part="word/document.xml")
    own = review.folder.parent / "templates" / "report.docx"
    at = review.folder.parent if at_the_workspace else review.folder

    said = review.lfe("check", own, "--json", at=at)

    assert {"address", "postcode", "nhs-number"} <= {f["rule"] for f in said.json["findings"]}
    assert said.code == 1


def test_the_page_of_a_partnership_is_no_finding_wherever_it_is_checked_from(
    review: Officer,
) -> None:
    letterhead(review, ADDRESS, REACHED)
    write_learning(review)
    bring_page_to(review, "draft")
    page = review.path("report", "report.docx")

    for at in (review.folder, review.folder.parent, page.parent):
        said = review.lfe("check", page, "--json", at=at)
        assert SHAPES.isdisjoint({f["rule"] for f in said.json["findings"]}), at


def test_what_somebody_adds_to_the_letterhead_of_the_made_page_is_found(review: Officer) -> None:
    letterhead(review, ADDRESS, REACHED)
    write_learning(review)
    bring_page_to(review, "draft")
    page = review.path("report", "report.docx")

    def add(root: etree._Element) -> None:
        text = next(t for t in root.iter(w("t")) if t.text == ADDRESS)
        text.text += " or ring 07700 900123"

    page.write_bytes(edit(page.read_bytes(), add, "word/header1.xml"))

    assert [rule for rule, _, _ in found(review, "check", "report/report.docx")] == ["telephone"]
    said = review.lfe("report", "--stage", "agreed", "--json")
    assert [f["text"] for f in said.json["findings"] if f["severity"] == "stop"] == [
        "… Exampleton EX1 1AA or ring 07700 900123"
    ]


def test_a_letters_own_text_is_no_finding_on_each_letter(review: Officer) -> None:
    workspace = review.folder.parent
    review.done("templates", "letters/audit-request.txt", at=workspace)
    own = workspace / "templates" / "letters" / "audit-request.txt"
    own.write_text(f"{own.read_text()}\n{ADDRESS}\n{REACHED}\n")

    review.done("issue-audits")

    drafts = [name for name in review.files() if name.endswith(".eml")]
    assert drafts
    assert [one for one in found(review, "check") if one[1].endswith(".eml")] == []
    sent = review.path(drafts[0])
    sent.write_bytes(sent.read_bytes().replace(b"01632 960123", b"01632 960999"))
    assert "telephone" in [rule for rule, _, _ in found(review, "check", drafts[0])]
