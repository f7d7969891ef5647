"""`lfe report`: one page, nobody named, nobody blamed."""

from __future__ import annotations

import io
import json

import pytest
import yaml
from pypdf import PdfReader

from helpers.audits import fill
from helpers.libreoffice import needs_office
from helpers.officer import Officer
from helpers.pages import (
    LEARNING,
    bring_page_to,
    let_partners_read_it,
    write_learning,
)
from helpers.word_files import edit_in_word, text_of
from lfe_cli.word.office import find_office
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import parse, val, w


@pytest.fixture(params=["estimate", "libreoffice"])
def measured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page measured from font metrics, and on LibreOffice's rendering."""
    if request.param == "estimate":
        monkeypatch.setenv("LFE_OFFICE", "none")
    elif find_office() is None:
        pytest.skip("LibreOffice is not installed")
    return str(request.param)


@pytest.fixture
def by_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")


def size_of_body(content: bytes) -> float:
    root = parse(open_package(content).parts["word/styles.xml"])
    [normal] = [s for s in root.iter(w("style")) if s.get(w("styleId")) == "Normal"]
    return float(val(normal.find(f"{w('rPr')}/{w('sz')}")) or 0) / 2


def test_the_first_call_starts_learning_yaml_with_guidance(review: Officer) -> None:
    said = review.done("report")
    assert "was started" in said.all
    text = review.path("report", "learning.yaml").read_text()
    for heading in ("why_we_looked:", "worked_well:", "what_we_learned:", "next_steps:"):
        assert heading in text
    assert "practice, quality, learning" in text


def test_a_page_that_was_only_started_says_what_is_still_empty(review: Officer) -> None:
    review.done("report")
    said = review.lfe("report")
    assert said.code == 2
    for heading in ("why_we_looked", "worked_well", "what_we_learned", "next_steps"):
        assert heading in said.all


def test_the_page_is_one_page_at_twelve_points(review: Officer, measured: str) -> None:
    write_learning(review)
    said = review.done("report", "--json").json
    assert said["report"] == "report/report.docx"
    assert (said["pages"], said["font_pt"], said["over_by_lines"]) == (1, 12.0, 0)
    assert said["measured_by"] == measured
    content = review.path("report", "report.docx").read_bytes()
    assert size_of_body(content) == 12
    text = text_of(content)
    for expected in ("When help changes hands", "Practice Development Group", "Next steps"):
        assert expected in text


@needs_office
def test_a_pdf_that_is_read_out_in_no_language_is_found_and_stops_nothing(review: Officer) -> None:
    review.done("templates", "report.docx", at=review.folder.parent)
    own = review.folder.parent / "templates" / "report.docx"
    parts = dict(open_package(own.read_bytes()).parts)
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'w:val="en-GB"', b'w:val="fr-FR"')
    own.write_bytes(write_package(parts))
    write_learning(review)

    findings = review.done("report", "--json").json["findings"]

    [found] = [finding for finding in findings if finding["rule"].startswith("access-")]
    assert found["rule"] == "access-pdf-language"
    assert found["file"].endswith("report/report.pdf")
    assert review.path("report", "report.pdf").is_file()


@needs_office
def test_the_pdf_is_one_tagged_page_with_title_and_language(review: Officer) -> None:
    write_learning(review)
    review.done("report")
    pdf = PdfReader(io.BytesIO(review.path("report", "report.pdf").read_bytes()))
    assert len(pdf.pages) == 1
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  (pypdf's own type)
    assert str(pdf.trailer["/Root"]["/Lang"]).lower() == "en-gb"
    assert pdf.metadata is not None and pdf.metadata.title == "When help changes hands"


def test_a_longer_page_steps_down_in_half_points(review: Officer, measured: str) -> None:
    points = yaml.safe_load(LEARNING.read_text())["what_we_learned"]
    write_learning(
        review, what_we_learned=[*points, points[0]], why_we_looked=" ".join([points[1]] * 3)
    )
    said = review.done("report", "--json").json
    assert said["font_pt"] in (11.5, 11.0)
    assert said["pages"] == 1


def test_a_page_that_does_not_fit_is_not_made_and_says_what_to_trim(
    review: Officer, measured: str
) -> None:
    points = yaml.safe_load(LEARNING.read_text())["what_we_learned"]
    write_learning(review, what_we_learned=[f"{point} {point} {point}" for point in points])
    before = review.files()
    said = review.lfe("report", "--json")
    assert said.code == 2
    assert said.json["report"] is None
    assert said.json["over_by_lines"] >= 1
    assert "“What we learned”" in said.json["next"]
    assert review.files() == before


@pytest.mark.usefixtures("by_estimate")
@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Testina was not brought to appointments.", "listed-name"),
        ("Staff failed to share what they knew.", ""),
        ("The number was 943 476 5919 on each form.", "nhs"),
    ],
)
def test_a_page_that_names_or_blames_is_not_made(review: Officer, sentence: str, rule: str) -> None:
    review.path("identifiers.yaml").write_text("names: [Testina Example]\nplaces: []\nother: []\n")
    points = yaml.safe_load(LEARNING.read_text())["what_we_learned"]
    write_learning(review, what_we_learned=[sentence, *points[1:]])
    before = review.files()
    said = review.lfe("report", "--json")
    assert said.code == 2
    assert said.json["report"] is None
    [stop] = [f for f in said.json["findings"] if f["severity"] == "stop"]
    assert rule in stop["rule"]
    assert "learning.yaml" in stop["file"]
    assert review.files() == before


@pytest.mark.usefixtures("by_estimate")
def test_without_a_list_of_names_no_page_is_made(review: Officer) -> None:
    write_learning(review)
    review.path("identifiers.yaml").unlink()
    said = review.lfe("report", "--json")
    assert said.code == 2
    assert [f["rule"] for f in said.json["findings"] if f["severity"] == "stop"] == [
        "identifiers-missing"
    ]
    assert not review.path("report", "report.docx").exists()


@pytest.mark.usefixtures("by_estimate")
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("worked_well:", "worked_wel:", "Did you mean worked_well?"),
        ("questions_for_your_team:", "what_we_learned:", "stands twice"),
        ("working_group: quality", "working_group: qualty", "no working group of the partnership"),
        ("why_we_looked:", "extra: x\nwhy_we_looked:", "extra is not a key that is known here"),
    ],
)
def test_a_heading_that_is_missing_or_unknown_is_a_sentence(
    review: Officer, old: str, new: str, sentence: str
) -> None:
    write_learning(review)
    path = review.path("report", "learning.yaml")
    path.write_text(path.read_text().replace(old, new))
    before = review.files()
    said = review.lfe("report")
    assert said.code == 2
    assert sentence in said.all
    assert "learning.yaml, line" in said.all
    assert review.files() == before


@pytest.mark.usefixtures("by_estimate")
def test_a_draft_says_so_on_its_face_and_an_agreed_page_does_not(review: Officer) -> None:
    write_learning(review)
    review.done("report")
    path = review.path("report", "report.docx")
    assert "Draft, not for circulation" in text_of(path.read_bytes())
    review.done("report", "--stage", "agreed")
    assert "Draft" not in text_of(path.read_bytes())
    assert review.done("status", "--json").json["stage"] == "page agreed by the facilitator"


@pytest.mark.usefixtures("by_estimate")
def test_made_again_from_the_same_the_page_stays_as_it_is(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_learning(review)
    review.done("report")
    before = review.files()
    monkeypatch.setenv("LFE_NOW", "2027-02-12")
    assert "is as it was" in review.done("report").all
    assert review.files() == before


@pytest.mark.usefixtures("by_estimate")
def test_a_draft_that_was_edited_in_word_is_not_made_anew(review: Officer) -> None:
    write_learning(review)
    review.done("report")
    path = review.path("report", "report.docx")
    edited = edit_in_word(path, "That openness brought help sooner.", "That helped.")
    write_learning(review, title="Another title")
    said = review.lfe("report")
    assert said.code == 2
    assert "report/report.docx has been edited since it was made" in said.all
    assert path.read_bytes() == edited
    review.done("report", "--replace")
    assert review.path("report", "report.1.docx").read_bytes() == edited


@pytest.mark.usefixtures("by_estimate")
def test_a_page_that_was_edited_in_word_goes_on_as_it_was_edited(review: Officer) -> None:
    write_learning(review)
    review.done("report")
    path = review.path("report", "report.docx")
    edit_in_word(path, "That openness brought help sooner.", "That helped.")
    review.done("report", "--stage", "agreed")
    text = text_of(path.read_bytes())
    assert "That helped." in text
    assert "Draft" not in text
    assert review.done("status", "--json").json["edited"] == []


@pytest.mark.usefixtures("by_estimate")
def test_what_a_person_wrote_into_the_page_is_checked_too(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [Testina Zebra]\nplaces: []\nother: []\n")
    write_learning(review)
    review.done("report")
    path = review.path("report", "report.docx")
    edited = edit_in_word(path, "That openness brought", "Testina told us so. That brought")
    said = review.lfe("report", "--stage", "agreed")
    assert said.code == 2
    assert "Testina" in said.out
    assert path.read_bytes() == edited


@pytest.mark.usefixtures("by_estimate")
def test_a_page_made_from_other_words_does_not_go_on(review: Officer) -> None:
    write_learning(review)
    review.done("report")
    write_learning(review, title="Another title")
    said = review.lfe("report", "--stage", "agreed")
    assert said.code == 2
    assert "learning.yaml has changed since the page was made" in said.all


def name_somebody(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [Testina Zebra]\nplaces: []\nother: []\n")


@pytest.mark.usefixtures("by_estimate")
def test_an_issued_page_is_frozen_and_status_says_when_it_changed(review: Officer) -> None:
    name_somebody(review)
    write_learning(review)
    bring_page_to(review, "issued")
    path = review.path("report", "report.docx")
    issued = path.read_bytes()
    said = review.lfe("report")
    assert said.code == 2
    assert "The page is issued, and stays as it is." in said.all
    assert path.read_bytes() == issued
    assert "changed since it was issued" not in review.done("status").all
    edit_in_word(path, "That openness brought help sooner.", "That helped.")
    assert "the page was changed since it was issued" in review.done("status").all


@pytest.mark.usefixtures("by_estimate")
def test_withdrawing_says_so_on_its_face_and_keeps_what_was_issued(review: Officer) -> None:
    name_somebody(review)
    write_learning(review)
    bring_page_to(review, "issued")
    issued = review.path("report", "report.docx").read_bytes()
    review.done("report", "--stage", "withdrawn")
    assert "Withdrawn" in text_of(review.path("report", "report.docx").read_bytes())
    assert review.path("report", "report.1.docx").read_bytes() == issued
    review.done("report", "--replace")
    assert review.done("status", "--json").json["stage"] == "page drafted"


@pytest.mark.usefixtures("by_estimate")
def test_against_an_empty_list_a_page_is_issued_only_with_a_reason(review: Officer) -> None:
    write_learning(review)
    bring_page_to(review, "subgroup")
    let_partners_read_it(review)
    issuing = ("report", "--stage", "issued", "--although", "No meeting is near")
    said = review.lfe(*issuing)
    assert said.code == 2
    assert "identifiers.yaml holds no name" in said.all
    review.done(*issuing, "--reason", "no name is known to the Unit")
    last = json.loads(review.path("history.jsonl").read_text().splitlines()[-1])
    assert (last["stage"], last["reason"]) == ("issued", "no name is known to the Unit")


@pytest.mark.usefixtures("by_estimate")
def test_the_facilitators_agreement_has_its_day_and_their_role(review: Officer) -> None:
    write_learning(review)
    review.done("report")
    review.done("report", "--stage", "agreed", "--on", "2027-01-10")
    entry = json.loads(review.path("history.jsonl").read_text().splitlines()[-1])
    assert (entry["on"], entry["agreed_by"]) == ("2027-01-10", "Independent chair")


def blaming(review: Officer, *sentences: str) -> None:
    points = yaml.safe_load(LEARNING.read_text())["what_we_learned"]
    write_learning(review, what_we_learned=[*sentences, *points[len(sentences) :]])


@pytest.mark.usefixtures("by_estimate")
def test_one_finding_can_be_accepted_by_name_and_with_a_reason(review: Officer) -> None:
    blaming(review, "Staff failed to share what they knew.")
    [stop] = [f for f in review.lfe("report", "--json").json["findings"] if f["severity"] == "stop"]
    said = review.lfe("report", "--accept", stop["rule"])
    assert said.code == 2
    assert "--reason" in said.all
    review.done("report", "--accept", stop["rule"], "--reason", "the parents' own words")
    text = review.path("history.jsonl").read_text()
    assert "the parents' own words" in text
    assert "failed to share" not in text
    review.done("report")


@pytest.mark.usefixtures("by_estimate")
def test_an_acceptance_lapses_when_the_sentence_changes(review: Officer) -> None:
    blaming(review, "Staff failed to share what they knew.")
    [stop] = [f for f in review.lfe("report", "--json").json["findings"] if f["severity"] == "stop"]
    review.done("report", "--accept", stop["rule"], "--reason", "the parents' own words")
    blaming(review, "Managers failed to share what they knew.")
    assert review.lfe("report").code == 2


@pytest.mark.usefixtures("by_estimate")
def test_one_finding_is_accepted_at_a_time(review: Officer) -> None:
    blaming(review, "Staff failed to share it.", "Managers failed to ask.")
    found = [f for f in review.lfe("report", "--json").json["findings"] if f["severity"] == "stop"]
    rule = found[0]["rule"]
    said = review.lfe("report", "--accept", rule, "--reason", "their words")
    assert said.code == 2
    assert "Add --at and the place" in said.all
    said = review.lfe(
        "report", "--accept", rule, "--reason", "their words", "--at", found[0]["where"]
    )
    assert said.code == 2
    assert "one thing to change first" in said.all


@pytest.mark.usefixtures("by_estimate")
def test_a_listed_name_is_accepted_only_with_a_second_reader(review: Officer) -> None:
    name_somebody(review)
    blaming(review, "Zebra crossings were talked about.")
    [stop] = [f for f in review.lfe("report", "--json").json["findings"] if f["severity"] == "stop"]
    words = ("report", "--accept", stop["rule"], "--reason", "it is the road crossing")
    said = review.lfe(*words)
    assert said.code == 2
    assert "--second-reader" in said.all
    said = review.lfe(*words, "--second-reader", "Safeguarding lead")
    assert said.code == 1  # done; and learning.yaml, with the word in it, is not kept by git
    assert "so git did not record them this time" in said.all
    assert review.path("report", "report.docx").exists()


@pytest.mark.usefixtures("by_estimate")
def test_a_missing_list_of_names_cannot_be_accepted(review: Officer) -> None:
    write_learning(review)
    review.path("identifiers.yaml").unlink()
    said = review.lfe("report", "--accept", "identifiers-missing", "--reason", "no time")
    assert said.code == 2
    assert "cannot be accepted" in said.all


@pytest.mark.usefixtures("by_estimate")
def test_a_hold_for_circulation_keeps_the_page_from_being_issued(review: Officer) -> None:
    path = review.path("review.yaml")
    text = path.read_text().replace(
        "parallel: []", "parallel:\n  - kind: inquest\n    hold: circulation"
    )
    path.write_text(text)
    write_learning(review)
    bring_page_to(review, "agreed")
    said = review.lfe("report", "--stage", "issued")
    assert said.code == 2
    assert "a hold stands for circulation (inquest); once it does not hold: lfe edit" in said.all


@pytest.mark.usefixtures("by_estimate")
def test_a_dry_run_of_the_report_writes_nothing(review: Officer) -> None:
    write_learning(review)
    before = review.files()
    assert "would write LFE-2027-001/report/report.docx" in review.done("report", "--dry-run").out
    assert review.files() == before


def test_without_liberation_or_arial_the_page_is_estimated(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lfe_cli.word import fit

    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    monkeypatch.setattr(fit, "_TRUSTED_FONTS", ("no such font",))
    write_learning(review)
    assert review.done("report", "--json").json["measured_by"] == "estimate"


@pytest.mark.usefixtures("by_estimate")
def test_the_facilitators_notes_in_word_become_the_page(review: Officer) -> None:
    review.done("agenda")
    notes = review.path("event", "notes.docx")
    learning = yaml.safe_load(LEARNING.read_text())
    lists = ("worked_well", "what_we_learned", "questions_for_your_team")
    groups = {
        "practice": "Practice Development Group",
        "quality": "Multi-Agency Performance and Quality Assurance",
        "learning": "Learning and Development Group",
    }
    written = fill(
        notes.read_bytes(),
        {
            "title": learning["title"],
            "why_we_looked": learning["why_we_looked"],
            **{name: "\n".join(learning[name]) for name in lists},
            "next_steps": [
                [step["recommendation"], groups[step["working_group"]]]
                for step in learning["next_steps"]
            ],
        },
    )
    notes.write_bytes(written)
    review.done("report")
    review.done("report", "--from", notes)
    read = yaml.safe_load(review.path("report", "learning.yaml").read_text())
    assert read["why_we_looked"] == " ".join(learning.pop("why_we_looked").split())
    assert {key: read[key] for key in learning} == learning
    assert review.done("report", "--json").json["pages"] == 1


@pytest.mark.usefixtures("by_estimate")
def test_notes_do_not_replace_what_somebody_wrote_in_learning_yaml(review: Officer) -> None:
    review.done("agenda")
    review.done("report")
    write_learning(review)
    mine = review.path("report", "learning.yaml").read_bytes()
    notes = review.path("event", "notes.docx")
    notes.write_bytes(fill(notes.read_bytes(), {"title": "Another"}))
    said = review.lfe("report", "--from", notes)
    assert said.code == 2
    assert "report/learning.yaml has been edited since it was made" in said.all
    review.done("report", "--from", notes, "--replace")
    assert review.path("report", "learning.1.yaml").read_bytes() == mine


def test_a_file_that_is_not_the_notes_is_a_sentence(review: Officer) -> None:
    review.path("x.docx").write_bytes(b"hello")
    said = review.lfe("report", "--from", "x.docx")
    assert said.code == 2
    assert "Nothing could be read from this file." in said.all
    review.path("x.docx").unlink()


@pytest.mark.usefixtures("by_estimate")
def test_a_badly_worded_page_can_be_had_as_a_draft_to_work_on(review: Officer) -> None:
    blaming(review, "Staff failed to share what they knew.")
    said = review.lfe("report", "--anyway", "--json")
    assert said.code == 1
    assert (said.json["report"], said.json["draft"]) == (None, "report/draft.docx")
    assert "Draft, not for circulation" in text_of(review.path("report", "draft.docx").read_bytes())
    assert not review.path("report", "report.docx").exists()


@pytest.mark.usefixtures("by_estimate")
def test_a_page_that_names_somebody_is_written_nowhere(review: Officer) -> None:
    name_somebody(review)
    blaming(review, "Testina was not brought to appointments.")
    before = review.files()
    assert review.lfe("report", "--anyway").code == 2
    assert review.files() == before
