"""`lfe issue-audits`: a form and a letter for every agency."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml
from docx import Document

from helpers.letters import body_of, draft
from helpers.officer import Officer, start_review
from helpers.word_files import text_of
from lfe_cli.audits.questions import read_questions
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import parse, val, w

AGENCIES = ("police", "school", "health-visiting")


def test_every_agency_gets_a_form_the_guidance_and_a_letter(review: Officer) -> None:
    review.done("issue-audits")
    for agency in AGENCIES:
        assert review.path("audits", "issued", f"{agency}.docx").is_file()
        assert review.path("outbox", f"audit-request-{agency}.eml").is_file()
    assert review.path("audits", "guidance.docx").is_file()
    assert review.path("audits", "guide-for-staff.docx").is_file()


def test_the_form_says_in_its_properties_and_its_footer_whose_it_is(review: Officer) -> None:
    review.done("issue-audits")
    content = review.path("audits", "issued", "police.docx").read_bytes()
    package = open_package(content)
    custom = package.parts["docProps/custom.xml"].decode()
    version = read_questions(Path("templates/audit.yaml").read_text(), "audit.yaml").version()
    for value in ("LFE-2027-001", "police", version):
        assert value in custom
    footer = "".join(package.parts[n].decode() for n in package.matching(r"word/footer\d*\.xml"))
    assert f"LFE-2027-001 · police · form {version}" in footer


def test_every_question_has_its_own_control_with_title_and_tag(review: Officer) -> None:
    review.done("issue-audits")
    content = review.path("audits", "issued", "school.docx").read_bytes()
    root = parse(open_package(content).parts["word/document.xml"])
    controls = {val(p.find(w("tag"))): val(p.find(w("alias"))) for p in root.iter(w("sdtPr"))}
    form = read_questions(Path("templates/audit.yaml").read_text(), "audit.yaml")
    for question in form.questions():
        for tag in question.tags():
            assert controls[tag], tag


def test_the_kept_questions_read_back_as_the_same_version(review: Officer) -> None:
    review.done("issue-audits")
    [kept] = review.path("audits", "issued").glob("questions-*.yaml")
    version = read_questions(kept.read_text(), kept.name).version()
    assert kept.name == f"questions-{version}.yaml"


def test_the_letter_is_a_draft_to_one_recipient_with_everything_attached(review: Officer) -> None:
    path = review.folder.parent / "partnership.yaml"
    text = path.read_text().replace(
        "name: Police\n    contact:", "name: Police\n    contact: audits@police.example"
    )
    path.write_text(text)
    review.done("issue-audits")
    message = draft(review, "audit-request-police.eml")
    assert message["X-Unsent"] == "1"
    assert message["To"] == "audits@police.example"
    assert message["From"] == "pscp@plymouth.gov.uk"
    assert message["Subject"] == "OFFICIAL-SENSITIVE: LFE-2027-001"
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == [
        "LFE-2027-001-audit-police.docx",
        "guidance.docx",
        "guide-for-staff.docx",
    ]
    form = next(message.iter_attachments()).get_content()
    assert form == review.path("audits", "issued", "police.docx").read_bytes()
    body = body_of(message)
    assert "Neglect and a move" not in body
    assert "statutory deadline" not in body.lower()


def test_a_missing_contact_is_said_and_is_no_fault(review: Officer) -> None:
    said = review.done("issue-audits", "--agency", "school")
    assert "School has no e-mail address yet" in said.all
    assert draft(review, "audit-request-school.eml")["To"] is None


def test_only_the_named_agency_gets_its_form(review: Officer) -> None:
    review.done("issue-audits", "--agency", "school")
    made = [path.name for path in review.path("audits", "issued").glob("*.docx")]
    assert made == ["school.docx"]


def test_issued_forms_are_left_as_they_are(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    before = review.files()
    monkeypatch.setenv("LFE_NOW", "2027-01-14")
    said = review.done("issue-audits")
    assert "has its form already" in said.all
    assert review.files() == before


def test_reissuing_keeps_the_earlier_form_beside_the_new_one(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    earlier = review.path("audits", "issued", "police.docx").read_bytes()
    manifest = review.path("review.yaml")
    manifest.write_text(manifest.read_text().replace("to: 2026-06-30", "to: 2026-08-31"))
    monkeypatch.setenv("LFE_NOW", "2027-01-14")
    review.done("issue-audits", "--agency", "police", "--reissue")
    assert review.path("audits", "issued", "police.1.docx").read_bytes() == earlier
    now = text_of(review.path("audits", "issued", "police.docx").read_bytes())
    assert "31 August 2026" in now


def test_the_short_form_asks_the_questions_marked_for_it(review: Officer) -> None:
    manifest = review.path("review.yaml")
    manifest.write_text(manifest.read_text().replace("form: full", "form: short"))
    review.done("issue-audits", "--agency", "police")
    [kept] = review.path("audits", "issued").glob("questions-*.yaml")
    assert len(read_questions(kept.read_text(), kept.name).questions()) == 12


def test_the_same_review_makes_the_same_files(anywhere: Officer, tmp_path: Path) -> None:
    made = []
    for name in ("One", "Two"):
        anywhere.done("init", "--no-git", name)
        there = Officer(anywhere.path(name))
        start_review(there)
        there.done("issue-audits", "-r", "LFE-2027-001")
        made.append(there.files())
    assert made[0] == made[1]


def test_a_partnerships_own_questions_and_template_win(review: Officer) -> None:
    root = Officer(review.folder.parent)
    root.done("templates", "audit.yaml")
    root.done("templates", "audit.docx")
    own = root.path("templates", "audit.yaml")
    questions = yaml.safe_load(own.read_text())
    questions["sections"][0]["questions"][0]["prompt"] = "What do you do all day?"
    own.write_text(yaml.safe_dump(questions, sort_keys=False))
    document = Document(str(root.path("templates", "audit.docx")))
    document.paragraphs[0].add_run(" reworded by us")
    document.save(str(root.path("templates", "audit.docx")))
    review.done("issue-audits", "--agency", "police")
    text = text_of(review.path("audits", "issued", "police.docx").read_bytes())
    assert "What do you do all day?" in text
    assert "reworded by us" in text


def own_template_with(review: Officer, text: str) -> None:
    root = Officer(review.folder.parent)
    root.done("templates", "audit.docx")
    path = root.path("templates", "audit.docx")
    document = Document(io.BytesIO(path.read_bytes()))
    document.add_paragraph(text)
    document.save(str(path))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{ agency.nmae }}", "nmae"),
        ("{{ review.reference", "{{ review.reference"),
        ("{%p if agency %}", "if"),
        ("{{ agency.name.__class__.__mro__ }}", "__class__"),
    ],
)
def test_a_template_with_a_mistake_is_named_with_its_tag(
    review: Officer, text: str, named: str
) -> None:
    own_template_with(review, text)
    before = review.files()
    said = review.lfe("issue-audits")
    assert said.code == 2
    assert "audit.docx" in said.all
    assert named in said.all
    assert review.files() == before


def test_text_that_looks_like_a_tag_or_like_markup_is_only_text(officer: Officer) -> None:
    theme = "Smith & Sons <urgent> {{ 7*7 }} {% raw %}"
    officer.done(
        "new", "--theme", "T", "--from", "2026-01-01", "--to", "2026-06-30", "--agency", "police",
        "--venue", theme, "--event", "2027-02-10 09:30",
    )  # fmt: skip
    officer.done("issue-audits", "-r", "LFE-2027-001")
    officer.done("agenda", "-r", "LFE-2027-001")
    text = text_of(officer.path("LFE-2027-001", "event", "agenda.docx").read_bytes())
    assert theme in text


@pytest.mark.parametrize(
    ("agency", "sentence"),
    [("polise", "Did you mean police?"), ("camhs", "camhs is not asked in LFE-2027-001.")],
)
def test_an_agency_that_is_not_asked_is_a_sentence(
    review: Officer, agency: str, sentence: str
) -> None:
    before = review.files()
    said = review.lfe("issue-audits", "--agency", agency)
    assert said.code == 2
    assert sentence in said.all
    assert review.files() == before


def test_a_form_that_is_open_in_word_is_not_replaced(review: Officer) -> None:
    review.done("issue-audits")
    manifest = review.path("review.yaml")
    manifest.write_text(manifest.read_text().replace("to: 2026-06-30", "to: 2026-08-31"))
    review.path("audits", "issued", "~$police.docx").write_bytes(b"")
    before = review.files()
    said = review.lfe("issue-audits", "--reissue")
    assert said.code == 2
    assert "audits/issued/police.docx cannot be changed: it is open in Word" in said.all
    assert review.files() == before


def test_without_agencies_the_officer_is_told_where_to_add_them(officer: Officer) -> None:
    officer.done("new", "--theme", "T", "--from", "2026-01-01", "--to", "2026-06-30")
    said = officer.lfe("issue-audits", "-r", "LFE-2027-001")
    assert said.code == 2
    assert "Add the agencies under agencies: lfe edit" in said.all


def test_one_agency_gets_the_short_form_instead_and_what_it_had_is_kept(review: Officer) -> None:
    review.done("issue-audits")
    full = review.path("audits/issued/police.docx").read_bytes()
    review.done("issue-audits", "--short", "--agency", "police")
    assert review.path("audits/issued/police.docx").read_bytes() != full
    assert review.path("audits/issued/police.1.docx").read_bytes() == full
    assert "  - id: police\n    form: short\n" in review.path("review.yaml").read_text()
    assert b"half an hour" in review.path("outbox/audit-request-police.eml").read_bytes()


def test_the_short_form_asks_for_whom(review: Officer) -> None:
    said = review.lfe("issue-audits", "--short")
    assert (said.code, "Which agency gets the short form?" in said.all) == (2, True)


def test_after_the_event_forms_are_made_without_letters_and_it_is_said_why(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-11T10:00")
    said = review.done("issue-audits")
    assert "Police: form made" in said.all
    assert "No letter is made: the event was on 10 February 2027." in said.all
    assert review.path("audits/issued/police.docx").is_file()
    assert not review.path("outbox").exists()
    assert "lfe sent" not in "\n".join(review.done("status", "--json").json["next"])
