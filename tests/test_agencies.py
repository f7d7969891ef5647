"""An agency is added late, withdraws, or is reached by somebody else."""

from __future__ import annotations

import json

import pytest
from docx import Document

from helpers.audits import fill
from helpers.history import history
from helpers.letters import draft
from helpers.officer import Officer, start_review
from helpers.pages import with_page


def state(review: Officer, agency: str) -> str:
    agencies = review.done("status", "--json").json["agencies"]
    return str(next(a["state"] for a in agencies if a["id"] == agency))


def recipient(review: Officer, name: str) -> str | None:
    to = draft(review, name)["To"]
    return str(to) if to else None


def unfolded(review: Officer, letter: str) -> bytes:
    """A draft without the line ends that mail adds in the middle of a sentence."""
    return review.path("outbox", f"{letter}.eml").read_bytes().replace(b"=\r\n", b"")


def words_of(review: Officer, paper: str) -> str:
    document = Document(str(review.path(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_a_late_agency_gets_what_the_others_have(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    said = review.done("agency", "add", "gp", "--contact", "reviews@surgery.example")
    assert "GP Practice is asked to take part" in said.out
    assert review.path("audits/issued/gp.docx").is_file()
    assert recipient(review, "audit-request-gp") == "reviews@surgery.example"
    assert recipient(review, "invitation-gp") == "reviews@surgery.example"
    assert "GP Practice" in words_of(review, "event/sign-in.docx")
    assert state(review, "gp") == "form made"
    assert history(review, "agency added")[0]["agency"] == "gp"


def test_a_late_agency_disturbs_nobody_else(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("agenda")
    review.done("sent", "--letter", "invitation")
    before = {k: v for k, v in review.files().items() if k.startswith(("audits", "outbox"))}
    review.done("agency", "add", "gp")
    after = review.files()
    assert {name: after[name] for name in before} == before


def test_before_the_forms_go_out_it_is_only_written_down(review: Officer) -> None:
    review.done("agency", "add", "gp")
    assert "  - gp\n" in review.path("review.yaml").read_text()
    assert not review.path("audits/issued").exists()


def test_a_second_one_of_a_kind_is_told_apart_by_its_role(review: Officer) -> None:
    review.done("agency", "add", "school-b", "--name", "School B (secondary)")
    text = review.path("review.yaml").read_text()
    assert "  - id: school-b\n    name: " in text
    assert "School B (secondary)" in review.done("status").out


def test_a_late_agency_is_not_reminded_of_a_date_that_is_behind_us(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    monkeypatch.setenv("LFE_NOW", "2027-02-05T09:30")
    said = review.done("agency", "add", "gp")
    assert "is behind us" in said.all
    assert b"have the form ready by" not in unfolded(review, "audit-request-gp")
    assert b"have the form ready by" in unfolded(review, "audit-request-police")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "police"), "is asked in LFE-2027-001 already"),
        (("add", "polise"), "Did you mean police?"),
        (("add", "gp", "--contact", "nobody"), "is not one e-mail address"),
        (("add", "gp", "--name", "Surgery 943 476 5919"), "--name holds what may not be kept"),
        (("add", "school-b", "--name", "'"), "is no name"),
        (("add", "'"), "' is not an agency of the partnership"),
        (("add", "police-١"), "is not an agency of the partnership"),
        (("withdraw", "gp"), "is not asked in LFE-2027-001"),
        (("contact", "police"), "Who is Police reached by now?"),
        (("contact", "police", "a@b.example, c@d.example"), "is not one e-mail address"),
        (("remove", "police"), "remove"),
    ],
)
def test_what_cannot_be_is_refused(review: Officer, words: tuple[str, ...], said: str) -> None:
    before = review.files()
    answer = review.lfe("agency", *words)
    assert answer.code == 2
    assert said in answer.all
    assert review.files() == before


def test_an_agency_that_withdraws_gets_no_further_letter(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agency", "withdraw", "school", "--on", "8 January 2027")
    assert not review.path("outbox/audit-request-school.eml").exists()
    review.done("agenda")
    assert not review.path("outbox/invitation-school.eml").exists()
    assert "School" not in words_of(review, "event/sign-in.docx")
    assert state(review, "school") == "withdrawn"
    assert history(review, "withdrawn")[0]["on"] == "2027-01-08"


def test_what_a_withdrawn_agency_sent_is_kept_and_goes_into_no_paper(review: Officer) -> None:
    review.done("issue-audits")
    form = review.path("audits/issued/school.docx").read_bytes()
    point = "Longer handovers between classes"
    returned = fill(form, {"bring_good_practice": point, "share_before": True})
    review.path("audits/inbox/school.docx").write_bytes(returned)
    review.lfe("ingest")
    review.done("agenda")
    assert point in words_of(review, "event/facilitator.docx")
    said = review.done("agency", "withdraw", "school")
    assert "Ask the agency whether it would like it to be removed" in said.all
    assert point not in words_of(review, "event/facilitator.docx")
    assert review.path("audits/returned/school.docx").read_bytes() == returned


def test_one_that_withdrew_can_take_part_again(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agency", "withdraw", "school")
    assert review.lfe("agency", "withdraw", "school").code == 2
    review.done("agency", "add", "school")
    assert state(review, "school") == "form made"
    assert [e["was"] for e in history(review, "undone")] == ["withdrawn"]


def test_a_new_contact_gets_the_drafts_that_were_not_sent(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    review.done("sent", "--agency", "police")
    before = review.files()
    review.done("agency", "contact", "police", "new@police.example")
    after = review.files()
    assert recipient(review, "audit-request-police") is None  # sent: as it was
    assert recipient(review, "invitation-police") == "new@police.example"
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "review.yaml",
        "history.jsonl",
        "outbox/invitation-police.eml",
        "outbox/line-managers-police.eml",
    }
    old, new = before["outbox/invitation-police.eml"], after["outbox/invitation-police.eml"]
    assert new.replace(b"To: new@police.example\r\n", b"") == old


def test_a_draft_that_the_officer_edited_is_left_to_them_and_named(review: Officer) -> None:
    review.done("issue-audits")
    draft = review.path("outbox/audit-request-police.eml")
    draft.write_bytes(edited := draft.read_bytes().replace(b"Dear colleague", b"Dear Sam"))
    said = review.done("agency", "contact", "police", "new@police.example")
    assert "put the new address in there yourself" in said.all
    assert draft.read_bytes() == edited


def test_a_deputy_and_a_safeguarding_lead_get_the_letters_that_are_theirs(review: Officer) -> None:
    review.done("issue-audits")
    said = review.done("agency", "contact", "school", "--deputy", "deputy@school.example")
    assert "The deputy of School has another address" in said.all
    assert recipient(review, "audit-request-school") == "deputy@school.example"
    review.done("agency", "contact", "school", "head@school.example")
    assert recipient(review, "audit-request-school") == "head@school.example"


def test_a_new_draft_of_a_letter_that_was_sent_goes_to_the_new_contact(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    review.done("sent")
    monkeypatch.setenv("LFE_NOW", "2027-01-12T09:30")
    review.done("issue-audits", "--reissue", "--short", "--agency", "school")
    review.done("agency", "contact", "school", "head@school.example")
    assert recipient(review, "audit-request-school") == "head@school.example"


def test_a_request_that_went_to_somebody_else_can_be_written_again(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    said = review.done("agency", "contact", "school", "head@school.example")
    assert "lfe issue-audits --reissue --agency school" in said.all


def test_an_address_is_kept_in_the_settings_and_never_in_the_history(review: Officer) -> None:
    given = "Sam Sample <new@police.example>"
    review.done("agency", "contact", "police", given, "--escalation", "lead@police.example")
    manifest = review.path("review.yaml").read_text()
    wanted = (
        "  - id: police\n    contact: new@police.example\n    escalation: lead@police.example\n"
    )
    assert wanted in manifest
    assert "police.example" not in review.path("history.jsonl").read_text()
    assert "Sample" not in manifest
    assert review.done("check").code == 0


def test_a_contact_can_change_for_every_review(review: Officer) -> None:
    review.done("agency", "contact", "police", "new@police.example", "--everywhere")
    settings = review.path("..", "partnership.yaml").read_text()
    assert "    name: Police\n    contact: new@police.example\n" in settings
    assert "police.example" not in review.path("review.yaml").read_text()
    assert review.done("check").code == 0


def test_other_reviews_whose_drafts_have_the_earlier_address_are_named(officer: Officer) -> None:
    start_review(officer)
    start_review(officer)
    words = ("agency", "contact", "police", "new@police.example", "--everywhere")
    said = officer.done(*words, "-r", "LFE-2027-001")
    assert "(LFE-2027-002) keep the earlier address" in said.all


def test_help_lists_what_can_be_done_with_an_agency(anywhere: Officer) -> None:
    said = anywhere.done("agency", "--help").out
    assert all(word in said for word in ("add", "withdraw", "contact"))


def test_a_withdrawn_agency_gets_nothing_even_if_it_is_named(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agency", "withdraw", "school")
    for words in (("--reissue",), ("--short",)):
        said = review.lfe("issue-audits", *words, "--agency", "school")
        assert (said.code, "takes no further part" in said.all) == (2, True)
    said = review.lfe("ingest", "--ask", "school")
    assert (said.code, "takes no further part" in said.all) == (2, True)


def test_papers_that_were_collected_do_not_come_back(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    review.done("agenda")
    monkeypatch.setenv("LFE_NOW", "2027-02-11T09:30")
    review.done("collected", "--destroy")
    for words in (("agency", "withdraw", "school"), ("agency", "add", "gp")):
        review.done(*words)
        assert not review.path("event/facilitator.docx").exists()
    said = review.lfe("agenda")
    assert (said.code, "are not made again" in said.all) == (2, True)


def test_nobody_is_invited_to_an_event_that_is_over(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    review.done("agenda")
    monkeypatch.setenv("LFE_NOW", "2027-02-11T09:30")
    said = review.done("agency", "add", "gp")
    assert "The event has taken place, so it gets no form, paper or letter" in said.all
    assert not list(review.path("outbox").glob("*-gp.eml"))


def test_an_agencys_id_cannot_carry_a_name(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [Mia Madeup]\nplaces: []\nother: []\n")
    before = review.files()
    for given in ("school-mia", "school-m1a"):
        assert review.lfe("agency", "add", given).code == 2
    assert review.files() == before


def test_that_an_agency_withdraws_is_recorded_whatever_becomes_of_the_papers(
    review: Officer,
) -> None:
    review.done("issue-audits")
    review.done("agenda")
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("  venue:", "  minutes: 65\n  venue:"))
    said = review.done("agency", "withdraw", "school")
    assert "The event's papers could not be made anew" in said.all
    assert state(review, "school") == "withdrawn"


def test_points_in_a_paper_that_the_officer_edited_are_named(review: Officer) -> None:
    review.done("issue-audits")
    form = review.path("audits/issued/school.docx").read_bytes()
    returned = fill(form, {"bring_good_practice": "Handovers", "share_before": True})
    review.path("audits/inbox/school.docx").write_bytes(returned)
    review.lfe("ingest")
    review.done("agenda")
    paper = review.path("event/facilitator.docx")
    document = Document(str(paper))
    document.add_paragraph("A note of mine")
    document.save(str(paper))
    said = review.done("agency", "withdraw", "school")
    assert "take School's points out of it by hand" in said.all


@pytest.mark.parametrize(
    "name",
    [
        "' Team",
        "O' ' Neill's '",
        "St Mary's - '",
        'The "Hub" (O\')',
        "A|B (* & <c>)",
        "'' {{ 7*7 }} a",
    ],
)
def test_an_agency_may_be_called_with_any_marks_and_all_is_made(name: str, review: Officer) -> None:
    path = review.folder.parent / "partnership.yaml"
    text = path.read_text()
    assert text.count("    name: Police\n") == 1
    path.write_text(text.replace("    name: Police\n", f"    name: {json.dumps(name)}\n"))
    review.done("issue-audits")
    review.done("agenda")
    with_page(review, "draft")
    assert review.lfe("check").code == 0
    assert name in review.done("status", "--json").out.encode().decode("unicode_escape")
    assert name in words_of(review, "audits/issued/police.docx")


@pytest.mark.parametrize("name", ["'", "''", "’", "-", "( )", "…"])
def test_what_has_no_letter_is_no_name_and_is_told_with_its_line(
    name: str, review: Officer
) -> None:
    path = review.folder.parent / "partnership.yaml"
    text = path.read_text()
    line = text[: text.index("    name: Police\n")].count("\n") + 1
    path.write_text(text.replace("    name: Police\n", f"    name: {json.dumps(name)}\n"))
    for words in ("status", "check", "issue-audits"):
        said = review.lfe(words)
        assert said.code == (1 if words == "check" else 2)
        assert "is no name" in said.all
        assert f"line {line}" in said.all
