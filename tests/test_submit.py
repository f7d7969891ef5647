"""`lfe submit`: the page goes to the subgroup, with the recommendations in its own words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml
from docx import Document
from docx.oxml.ns import qn

from helpers.family import MOTHER, enter
from helpers.history import history, next_steps
from helpers.libreoffice import needs_office
from helpers.officer import Officer, where
from helpers.pages import learn_more, learning_of, meets, with_page
from helpers.reviews import a_review, decided
from helpers.states import review_after
from helpers.word_files import edit_in_word, text_of

TODAY, AFTER_THE_MEETING = "2027-02-25T10:00", "2027-03-22T10:00"
PAPER, KEPT = ("subgroup", "paper.docx"), ("subgroup", "recommendations.yaml")


@pytest.fixture(autouse=True)
def _after_the_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_NOW", TODAY)
    monkeypatch.setenv("LFE_OFFICE", "none")


@pytest.fixture
def agreed(officer: Officer) -> Officer:
    """A review whose page is agreed, in a partnership whose subgroup meets in March and May."""
    return review_after(agree, officer)


def agree(review: Officer) -> None:
    with where(LFE_NOW=TODAY):
        with_page(review)
    meets(review, "2027-05-20", "2027-03-18")


def step(words: str, group: str = "practice") -> dict[str, str]:
    return {"recommendation": words, "working_group": group}


def words_of(review: Officer) -> str:
    return text_of(review.path(*PAPER).read_bytes())


# ---------------------------------------------------------------- the meeting


def test_the_paper_is_for_the_next_meeting_that_papers_can_reach(agreed: Officer) -> None:
    said = agreed.done("submit")
    assert "is made, for the CSCR subgroup on Thursday 18 March 2027." in said.all
    assert "papers are due by Thursday 11 March 2027" in said.all
    assert "MeetingThursday 18 March 2027" in words_of(agreed)
    [entry] = history(agreed, "submitted")
    assert (entry["meeting"], entry["file"]) == ("2027-03-18", "subgroup/paper.docx")


def test_a_meeting_whose_papers_are_with_it_already_is_passed_over(
    agreed: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-03-11T16:00")
    assert agreed.done("submit", "--json", "--dry-run").json["meeting"] == "2027-03-18"
    monkeypatch.setenv("LFE_NOW", "2027-03-12T08:00")
    assert agreed.done("submit", "--json").json["meeting"] == "2027-05-20"


def test_papers_are_due_working_days_before_the_meeting_and_easter_is_none(
    review: Officer,
) -> None:
    with_page(review)
    meets(review, "2027-04-01")
    assert review.done("submit", "--json").json["papers_due"] == "2027-03-23"


def test_without_a_meeting_it_says_how_to_name_one(review: Officer) -> None:
    with_page(review)
    before = review.files()
    said = review.lfe("submit", "--json")
    assert said.code == 2
    assert said.json["paper"] is None
    assert said.json["error"] == "No meeting of the CSCR subgroup is listed."
    assert "subgroup_meetings" in said.json["where"]
    assert "--meeting DATE" in said.json["next"]
    assert review.files() == before
    said = review.done("submit", "--meeting", "1 March 2027")
    assert "is made, for the CSCR subgroup on Monday 1 March 2027." in said.all
    assert "were to be there by 22 February 2027: ask its chair" in said.all


# ---------------------------------------------------------------- the paper


def test_the_paper_says_what_the_page_says_and_nothing_more_of_the_case(agreed: Officer) -> None:
    agreed.done("submit")
    document = Document(str(agreed.path(*PAPER)))
    page = learning_of(agreed)
    [table] = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    groups = {
        "practice": "Practice Development Group",
        "quality": "Multi-Agency Performance and Quality Assurance",
        "learning": "Learning and Development Group",
    }
    assert rows == [
        ["No.", "Recommendation", "Working group suggested"],
        *(
            [f"R{n}", s["recommendation"], groups[s["working_group"]]]
            for n, s in enumerate(page["next_steps"], start=1)
        ),
    ]
    text = words_of(agreed)
    assert page["why_we_looked"].strip() in text
    assert "The one-page report, agreed by the facilitator on 25 February 2027" in text
    for decision in ("route", "accept, amend or hold", "decide who else may read the page"):
        assert decision in text
    for left_out in (*page["worked_well"], *page["what_we_learned"], "audit", "Police", "School"):
        assert left_out not in text
    assert not any(word in text.lower() for word in ("attend", "rating", "bring", "overdue"))


def test_everybody_can_read_the_paper_and_the_checks_find_nothing_in_it(agreed: Officer) -> None:
    agreed.done("submit")
    assert agreed.done("check", agreed.path(*PAPER), "--json").json["findings"] == []
    properties = Document(str(agreed.path(*PAPER))).core_properties
    assert properties.title == "Paper for the CSCR subgroup: When help changes hands"


@needs_office
def test_the_paper_is_one_side_and_longer_words_make_it_smaller(
    agreed: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    from lfe_cli.word.office import find_office

    monkeypatch.delenv("LFE_OFFICE")
    office = find_office()
    assert office is not None
    agreed.done("submit")
    usual = agreed.path(*PAPER).read_bytes()
    page = learning_of(agreed)
    with where(LFE_OFFICE="none"):
        learn_more(agreed, why_we_looked=f"{page['why_we_looked']} {page['worked_well'][1]} " * 2)
    said = agreed.done("submit", "--json").json
    assert said["warnings"] == []
    longer = agreed.path(*PAPER).read_bytes()
    for content in office.pdfs_of([usual, longer]):
        assert content is not None
        assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert Document(io.BytesIO(usual)).styles["Normal"].font.size.pt == 12
    assert 11 <= Document(io.BytesIO(longer)).styles["Normal"].font.size.pt < 12


def test_where_it_cannot_be_measured_the_officer_is_asked_to_look(agreed: Officer) -> None:
    agreed.done("templates", "subgroup-paper.docx", at=agreed.folder.parent)
    own = agreed.folder.parent / "templates" / "subgroup-paper.docx"
    document = Document(str(own))
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.update(dict.fromkeys(fonts.attrib, "Calibri"))
    document.save(str(own))
    assert "Look in Word whether the paper is one side" in agreed.done("submit").all


def test_a_partnership_words_the_standing_texts_itself(agreed: Officer) -> None:
    agreed.done("templates", "subgroup-paper.docx", at=agreed.folder.parent)
    own = agreed.folder.parent / "templates" / "subgroup-paper.docx"
    edit_in_word(own, "The review asks what matters", "Our own words ask what matters")
    agreed.done("submit")
    assert "Our own words ask what matters about who a child is." in words_of(agreed)


def test_a_name_in_the_paper_stops_it_and_nothing_is_written(agreed: Officer) -> None:
    agreed.path("identifiers.yaml").write_text("names: [Supervision Handover]\nplaces: []\n")
    before = agreed.files()
    said = agreed.lfe("submit", "--json")
    assert said.code == 2
    assert said.json["paper"] is None
    assert any(finding["severity"] == "stop" for finding in said.json["findings"])
    assert agreed.files() == before
    assert "STOP" in agreed.lfe("submit").out


# ---------------------------------------------------------------- the page


def test_an_agreed_page_is_taken_to_the_subgroup_by_the_same_command(agreed: Officer) -> None:
    said = agreed.done("submit", "--json").json
    assert said["stage"] == "subgroup"
    assert [e["stage"] for e in history(agreed, "report made")] == ["draft", "agreed", "subgroup"]
    assert agreed.done("status", "--json").json["stage"] == "with the CSCR subgroup"


def test_a_draft_is_taken_too_and_paper_and_screen_say_so(review: Officer) -> None:
    with_page(review, "draft")
    meets(review, "2027-03-18")
    said = review.done("submit")
    assert "The page is drafted, and not agreed: the paper says so." in said.all
    assert "The one-page report, still a draft, of 25 February 2027" in words_of(review)
    assert [entry["stage"] for entry in history(review, "report made")] == ["draft"]


def test_there_is_nothing_to_submit_without_a_page_or_once_it_is_withdrawn(
    review: Officer,
) -> None:
    meets(review, "2027-03-18")
    said = review.lfe("submit")
    assert said.code == 2
    assert "There is no page to submit yet. Next: Make it: lfe report" in said.all
    with_page(review)
    review.done("report", "--stage", "withdrawn")
    said = review.lfe("submit")
    assert said.code == 2
    assert "The page is withdrawn" in said.all


def test_a_page_edited_since_it_was_agreed_is_agreed_again_first(agreed: Officer) -> None:
    edit_in_word(agreed.path("report", "report.docx"), "What worked well", "What went well")
    said = agreed.lfe("submit")
    assert said.code == 2
    assert "The page was edited since it was agreed by the facilitator." in said.all
    agreed.done("report", "--stage", "agreed")
    agreed.done("submit")


def test_recommendations_changed_in_word_alone_are_no_paper(agreed: Officer) -> None:
    edit_in_word(agreed.path("report", "report.docx"), "with three teams", "with four teams")
    agreed.done("report", "--stage", "agreed")
    said = agreed.lfe("submit")
    assert said.code == 2
    assert "The page was changed in Word, and learning.yaml says something else" in said.all
    assert "try it with three teams" in said.all
    assert not agreed.path(*PAPER).exists()


def test_learning_that_changed_since_the_page_was_made_is_made_into_a_page_first(
    agreed: Officer,
) -> None:
    path = agreed.path("report", "learning.yaml")
    path.write_text(path.read_text().replace("three teams", "four teams"))
    said = agreed.lfe("submit")
    assert said.code == 2
    assert "learning.yaml has changed since the page was made." in said.all
    assert "Make the page anew (lfe report) and agree it once more." in said.all


def test_a_hold_for_circulation_is_asked_about_before_it_is_sent(agreed: Officer) -> None:
    manifest = agreed.path("review.yaml")
    text = manifest.read_text()
    assert text.count("\nparallel: []") == 1
    hold = "\nparallel:\n  - kind: inquest\n    hold: circulation"
    manifest.write_text(text.replace("\nparallel: []", hold))
    assert "A hold stands for circulation (inquest)" in agreed.done("submit").all


# ---------------------------------------------------------------- again


def test_submitting_again_changes_nothing_where_nothing_changed(agreed: Officer) -> None:
    agreed.done("submit")
    before = agreed.files()
    assert "is as it was" in agreed.done("submit").all
    assert agreed.files() == before


def test_a_dry_run_writes_nothing(agreed: Officer) -> None:
    before = agreed.files()
    said = agreed.done("submit", "--dry-run")
    assert "would write LFE-2027-001/subgroup/recommendations.yaml" in said.all
    assert agreed.files() == before


def test_a_paper_that_was_edited_in_word_is_left_or_kept_beside(agreed: Officer) -> None:
    agreed.done("submit")
    edit_in_word(agreed.path(*PAPER), "The review asks", "This review asks")
    said = agreed.lfe("submit")
    assert said.code == 2
    assert "subgroup/paper.docx has been edited since it was made" in said.all
    agreed.done("submit", "--replace")
    assert "This review asks" in text_of(agreed.path("subgroup", "paper.1.docx").read_bytes())


def test_recommendations_that_changed_are_named_and_the_old_ones_are_kept(agreed: Officer) -> None:
    agreed.done("submit")
    old = agreed.path(*KEPT).read_bytes()
    steps = learning_of(agreed)["next_steps"]
    steps[1]["recommendation"] = "Test two ways for services to see together who was not brought."
    learn_more(agreed, next_steps=[*steps, step("Ask families each spring what helped.")])
    said = agreed.done("submit")
    assert "Not as they were submitted before: R2, R5." in said.all
    assert agreed.path("subgroup", "recommendations.1.yaml").read_bytes() == old
    assert "Ask families each spring what helped." in agreed.path(*KEPT).read_text()


def test_what_is_decided_stays_and_only_what_is_open_comes_back(
    agreed: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed.done("submit")
    monkeypatch.setenv("LFE_NOW", AFTER_THE_MEETING)
    agreed.done("decide", "R1", "R2", "--as", "accepted")
    agreed.done("decide", "R3", "--as", "declined", "--reason", "In hand already")
    agreed.done("decide", "R4", "--as", "held", "--reason", "Which courses are meant?")
    first, second, _, fourth = learning_of(agreed)["next_steps"]
    changed = step("Add this learning to the two neglect courses.", "learning")
    learn_more(agreed, next_steps=[step("Something else."), second, changed])
    said = agreed.lfe("submit", "--json")
    assert said.code == 2
    assert "has decided on R1, and the page no longer says that." in said.json["error"]
    learn_more(agreed, next_steps=[first, second, changed, step("Ask families what helped.")])
    said = agreed.done("submit", "--json").json
    assert [(one["id"], one["words"]) for one in said["recommendations"]] == [
        ("R4", "Add this learning to the two neglect courses."),
        ("R5", "Ask families what helped."),
    ]
    assert said["changed"] == ["R4", "R5"]
    [table] = Document(str(agreed.path(*PAPER))).tables
    assert [row.cells[0].text for row in table.rows] == ["No.", "R4", "R5"]
    kept = yaml.safe_load(agreed.path(*KEPT).read_text())["recommendations"]
    assert [one["id"] for one in kept] == ["R1", "R2", "R3", "R4", "R5"]
    assert fourth["recommendation"] not in agreed.path(*KEPT).read_text()
    standing = agreed.done("status", "--json").json["recommendations"]
    assert {one["id"]: one["decision"] for one in standing}["R4"] is None  # it is heard again


def test_words_that_the_subgroup_amended_keep_their_number_on_the_page(
    agreed: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed.done("submit")
    monkeypatch.setenv("LFE_NOW", AFTER_THE_MEETING)
    amended = "Agree a short handover talk for every child who moves home."
    agreed.done("decide", "R1", "--as", "amended", "--words", amended)
    steps = learning_of(agreed)["next_steps"]
    steps[0]["recommendation"] = amended
    learn_more(agreed, next_steps=steps)
    said = agreed.done("submit", "--json").json
    assert [one["id"] for one in said["recommendations"]] == ["R2", "R3", "R4"]
    assert said["changed"] == []
    assert "with three teams" in agreed.path(*KEPT).read_text()


def test_once_everything_is_decided_there_is_nothing_to_submit(
    agreed: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed.done("submit")
    monkeypatch.setenv("LFE_NOW", AFTER_THE_MEETING)
    agreed.done("decide", "--all", "--as", "accepted")
    said = agreed.lfe("submit")
    assert said.code == 2
    assert "The CSCR subgroup has decided on every recommendation." in said.all


def test_recommendations_edited_by_hand_are_put_back_or_refused(agreed: Officer) -> None:
    agreed.done("submit")
    kept = agreed.path(*KEPT)
    right = kept.read_bytes()
    kept.write_bytes(right.replace(b"every child", b"some children"))
    said = agreed.lfe("decide", "R1", "--as", "accepted")
    assert said.code == 2
    assert "subgroup/recommendations.yaml was edited since the page was submitted." in said.all
    agreed.done("submit")
    assert kept.read_bytes() == right
    assert b"some children" in agreed.path("subgroup", "recommendations.1.yaml").read_bytes()
    kept.write_bytes(right.replace(b"every child", b"some children"))
    learn_more(agreed, next_steps=[step("Something else.")])
    assert agreed.lfe("submit").code == 2


# ---------------------------------------------------------------- what is next


def test_status_says_what_is_next_up_to_the_meeting(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_page(review)
    assert "write down when the CSCR subgroup meets (subgroup_meetings" in next_steps(review)
    meets(review, "2027-03-18")
    assert "paper for 18 March 2027 (papers are due by 11 March 2027): lfe submit" in next_steps(
        review
    )
    review.done("submit")
    assert "papers for 18 March 2027 are due by 11 March 2027" in next_steps(review)
    monkeypatch.setenv("LFE_NOW", "2027-03-12T09:00")
    assert "the CSCR subgroup meets on 18 March 2027; then record" in next_steps(review)
    monkeypatch.setenv("LFE_NOW", "2027-03-18T15:00")
    assert "record what the CSCR subgroup decided on R1, R2, R3, R4: lfe decide" in next_steps(
        review
    )


# ---------------------------------------------------------------- before it goes anywhere


def test_what_is_to_be_seen_to_before_the_page_goes_comes_first(agreed: Officer) -> None:
    enter(agreed, MOTHER, family_part=False)
    agreed.path("identifiers.yaml").write_text("names: []\nplaces: []\nother: []\n")
    said = agreed.done("submit", "--dry-run")
    assert "Before it goes further: it is not recorded that the mother has heard" in said.all
    assert "would write LFE-2027-001/subgroup/paper.docx" in said.all
    said = agreed.done("submit")
    steps = " ".join(said.out.partition("Next:")[2].split())
    heard = "it is not recorded that the mother has heard the learning (lfe told feedback --person"
    empty = "write the names and places into identifiers.yaml; it holds none"
    came = "record who came to the event, while somebody still knows: lfe attended"
    order = [steps.index(one) for one in (heard, empty, came, "read subgroup/paper.docx through")]
    assert order == sorted(order)
    agreed.done("told", "feedback", "--person", "mother")
    agreed.path("identifiers.yaml").write_text("names: [Anya Example]\nplaces: []\nother: []\n")
    for agency in ("police", "school", "health-visiting"):
        agreed.done("attended", agency, "--role", "practitioner", "--on", "2027-02-10")
    assert agreed.done("submit", "--json").json["first"] == []


def test_a_dry_run_says_where_nothing_would_change(agreed: Officer) -> None:
    agreed.done("submit")
    said = agreed.done("submit", "--dry-run")
    assert "LFE-2027-001/subgroup/paper.docx is as it was." in said.all


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("10/02/2027", "The meeting of 10 February 2027 has been."),
        ("24 February 2027", "The meeting of 24 February 2027 has been."),
    ],
)
def test_a_page_cannot_go_to_a_meeting_that_has_been(
    agreed: Officer, day: str, sentence: str
) -> None:
    before = agreed.files()
    said = agreed.lfe("submit", "--meeting", day)
    assert said.code == 2
    assert f"{sentence} Next: Name one that is still to come: --meeting DATE" in said.all
    assert agreed.files() == before


def test_a_page_cannot_go_to_a_meeting_before_the_event(
    agreed: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-01T10:00")
    said = agreed.lfe("submit", "--meeting", "2027-02-05")
    assert said.code == 2
    assert "The meeting of 5 February 2027 is before the event, which is on 10 Feb" in said.all


def test_the_paper_says_when_it_was_written_and_offers_to_decline(agreed: Officer) -> None:
    agreed.done("submit")
    text = words_of(agreed)
    assert "Business Unit, Thursday 25 February 2027" in text
    assert "accept, amend or hold it, or decline it; say why it is held or declined" in text
    assert "Recommended before" not in text


def test_the_paper_says_what_was_recommended_before_and_what_became_of_it(
    officer: Officer, agreed: Officer
) -> None:
    [step, *_] = learning_of(agreed)["next_steps"]
    facts = [decided(decision="declined", reason="In hand already")]
    earlier = a_review(officer, 1, steps=[(step["recommendation"], "practice")], facts=facts)
    agreed.done("submit")
    text = words_of(agreed)
    assert f"Recommended before: R1 says what {earlier} R1 said (declined)." in text
    before = agreed.files()
    agreed.done("submit")
    assert agreed.files() == before
