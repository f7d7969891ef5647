"""`lfe ingest`: what came back is kept, read one by one, and never put together."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from helpers.audits import fill, runs, without_controls
from helpers.contents import everything_in
from helpers.letters import body_of, draft
from helpers.officer import Officer
from helpers.refusing import refuse
from helpers.states import review_after
from helpers.word_files import edit
from lfe_cli.word.office import find_office
from lfe_cli.word.xml import w

ANSWERS: dict[str, Any] = {
    "completed_by": "Team manager",
    "completed_with": "Two officers",
    "completed_on": "20 January 2027",
    "involvement": "Yes, in the focus period",
    "child_day": "School, then home.\nWeekends with a grandparent.",
    "key_events": [["March 2026", "A move", "A fresh start", "A new school"]],
    "system_factors.demand": True,
    "bring_good_practice": "A phone call before the letter",
    "bring_learning": "What helps at a handover",
    "share_before": True,
}


EMPTY = "It seems to be the empty form: ask whether the right file was attached"


@pytest.fixture
def asked(officer: Officer) -> Officer:
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    review.done("issue-audits")


def filled(review: Officer, agency: str = "police", **answers: Any) -> bytes:
    blank = review.path("audits", "issued", f"{agency}.docx").read_bytes()
    return fill(blank, {**ANSWERS, **answers})


def standing(review: Officer, agency: str) -> dict[str, Any]:
    agencies: list[dict[str, Any]] = review.done("status", "--json").json["agencies"]
    return next(a for a in agencies if a["id"] == agency)


def drop(review: Officer, name: str, content: bytes) -> Path:
    path = review.path("audits", "inbox", name)
    path.write_bytes(content)
    return path


def test_an_audit_is_filed_byte_for_byte_and_leaves_the_inbox(asked: Officer) -> None:
    content = filled(asked)
    path = drop(asked, "audit final v2 (1).docx", content)
    said = asked.done("ingest", "--json").json["files"]
    assert [(f["agency"], f["outcome"], f["how"]) for f in said] == [
        ("police", "filed", "controls")
    ]
    assert asked.path("audits", "returned", "police.docx").read_bytes() == content
    assert not path.exists()


def test_it_says_what_is_answered_and_missing_and_what_is_for_the_event(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    [said] = asked.done("ingest", "--json").json["files"]
    assert said["questions"] == 30
    assert said["answered"] == len(ANSWERS)
    assert "child_voice" in said["missing"] and "child_day" not in said["missing"]
    assert said["for_event"] == {
        "bring_good_practice": "A phone call before the letter",
        "bring_learning": "What helps at a handover",
    }
    assert said["unread"] == []
    assert "answers" not in said


def test_a_dry_run_gives_every_answer_and_files_nothing(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    before = asked.files()
    [said] = asked.done("ingest", "--dry-run", "--json").json["files"]
    answers = said["answers"]
    assert answers["child_day"] == "School, then home.\nWeekends with a grandparent."
    assert answers["involvement"] == "Yes, in the focus period"
    assert answers["completed_on"] == "20 January 2027"
    assert answers["key_events"] == [["March 2026", "A move", "A fresh start", "A new school"]]
    assert answers["system_factors.demand"] is True
    assert answers["system_factors.staffing"] is False
    assert asked.files() == before


def test_no_answer_is_shown_on_the_screen(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    said = asked.done("ingest")
    assert f"{len(ANSWERS)} of 30 questions answered" in said.all
    for text in ("Weekends", "grandparent", "phone call", "handover"):
        assert text not in said.all


def test_what_was_read_is_kept_without_the_narrative(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    text = asked.path("audits", "returned", "police.yaml").read_text()
    assert "A phone call before the letter" in text
    assert "grandparent" not in text


def test_points_that_were_not_released_are_copied_nowhere(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked, share_before=False))
    said = asked.done("ingest")
    assert "to be heard from the agency on the day; nothing was copied" in said.all
    asked.done("agenda")
    for path in (
        asked.path("audits", "returned", "police.yaml"),
        asked.path("event", "facilitator.docx"),
    ):
        assert b"phone call" not in everything_in(path.read_bytes())


def test_nothing_an_agency_wrote_reaches_any_other_file(
    asked: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Marks planted in every answer are searched for in every file, in git and in logs."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    texts = [
        "completed_by", "completed_with", "our_role", "child_day", "child_voice",
        "child_identity", "family_context", "earlier_history", "outside_period", "good_practice",
        "good_practice_enablers", "helped_by_others", "working_together", "working_with_family",
        "system_comment", "better_service", "better_together", "better_system", "already_changed",
        "overall_reason", "support_now", "bring_good_practice", "bring_learning",
        "bring_questions",
    ]  # fmt: skip
    marked: dict[str, Any] = {tag: f"canary {tag} planted" for tag in texts}
    marked["key_events"] = [["canary when", "canary what", "canary seemed", "canary child"]]
    drop(asked, "canary in the name.docx", filled(asked, "police", **marked))
    asked.done("ingest")
    asked.done("agenda")
    asked.done("status")
    asked.done("check")
    asked.path("report").mkdir()
    learning = Path(__file__).parent / "data" / "learning.yaml"
    asked.path("report", "learning.yaml").write_bytes(learning.read_bytes())
    asked.done("report")
    returned = asked.path("audits", "returned")
    allowed = {"bring_good_practice", "bring_learning", "bring_questions"}
    for path in sorted(tmp_path.rglob("*")):
        if not path.is_file() or path == returned / "police.docx":
            continue
        text = everything_in(path.read_bytes())
        if ".git/objects" in path.as_posix():
            text += git_object(path)
        found = {tag for tag in texts if f"canary {tag} planted".encode() in text}
        if path in (returned / "police.yaml", asked.path("event", "facilitator.docx")):
            assert found == allowed, path
        else:
            assert not found, path
        assert b"canary when" not in text, path
        if not is_kept_for_undo(path):
            assert b"canary in the name" not in text, path
    facilitator = everything_in(asked.path("event", "facilitator.docx").read_bytes())
    assert facilitator.index(b"Police") < facilitator.index(b"canary bring_good_practice planted")


def is_kept_for_undo(path: Path) -> bool:
    """It has to name the file that undo puts back into the inbox; git holds no such record."""
    return path.match(".lfe/before/*/*/files.json")


def git_object(path: Path) -> bytes:
    import zlib

    try:
        return everything_in(zlib.decompress(path.read_bytes()).split(b"\0", 1)[1])
    except (zlib.error, IndexError):
        return b""


def test_a_newer_version_is_kept_beside_the_older_and_the_difference_is_said(
    asked: Officer,
) -> None:
    first, second = filled(asked), filled(asked, child_day="At nursery", our_role="To listen")
    drop(asked, "a.docx", first)
    asked.done("ingest")
    drop(asked, "a.docx", second)
    [said] = asked.done("ingest", "--json").json["files"]
    assert said["outcome"] == "newer-version"
    assert set(said["changed"]) == {"child_day", "our_role"}
    returned = asked.path("audits", "returned")
    assert returned.joinpath("police.docx").read_bytes() == first
    assert returned.joinpath("police.2.docx").read_bytes() == second


def test_the_same_file_twice_is_one_file(asked: Officer) -> None:
    content = filled(asked)
    drop(asked, "a.docx", content)
    drop(asked, "b.docx", content)
    said = asked.done("ingest", "--json").json["files"]
    assert [f["outcome"] for f in said] == ["filed", "already-filed"]
    assert len(list(asked.path("audits", "returned").glob("*.docx"))) == 1


def test_a_form_whose_controls_are_gone_is_recovered_and_said_so(asked: Officer) -> None:
    drop(asked, "from google docs.docx", without_controls(filled(asked)))
    [said] = asked.done("ingest", "--json").json["files"]
    assert said["how"] == "recovered"
    assert "child_day" in said["recovered"]
    assert said["answered"] == len(ANSWERS)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 scanned", "audit.pdf"),
        (b"\xff\xd8\xff\xe0 photograph", "photo.jpg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "audit.doc"),
        (b"hello", "audit.docx"),
    ],
)
def test_what_is_not_word_is_left_and_with_the_agency_named_kept_whole(
    asked: Officer, content: bytes, name: str
) -> None:
    path = drop(asked, name, content)
    said = asked.lfe("ingest", "--json")
    assert said.code == 1
    assert said.json["files"][0]["outcome"] == "left"
    assert path.exists()
    [said_now] = asked.done("ingest", path, "--agency", "school", "--json").json["files"]
    assert (said_now["outcome"], said_now["how"]) == ("filed", "not-read")
    [kept] = [p for p in asked.path("audits", "returned").iterdir() if p.suffix != ".yaml"]
    assert kept.read_bytes() == content
    assert kept.name == f"school{Path(name).suffix}"


def test_a_form_for_another_review_is_left_where_it_is(asked: Officer) -> None:
    root = Officer(asked.folder.parent)
    root.done(
        "new", "--theme", "T", "--from", "2026-01-01", "--to", "2026-06-30", "--agency", "police"
    )
    root.done("issue-audits", "-r", "LFE-2027-002")
    other = root.path("LFE-2027-002", "audits", "issued", "police.docx").read_bytes()
    path = drop(asked, "x.docx", other)
    before = asked.files()
    said = asked.lfe("ingest", "--json")
    assert said.code == 1
    assert said.json["files"][0]["outcome"] == "rejected"
    assert said.json["files"][0]["reason"] == (
        "It is a form of another review: LFE-2027-002. It may be another child's audit: take it "
        "out of this inbox, and put it into LFE-2027-002/audits/inbox"
    )
    assert path.exists()
    assert asked.files() == before


def test_a_form_of_a_review_that_is_not_here_is_asked_about(asked: Officer) -> None:
    root = Officer(asked.folder.parent)
    root.done(
        "new", "--theme", "T", "--from", "2026-01-01", "--to", "2026-06-30", "--agency", "police"
    )
    root.done("issue-audits", "-r", "LFE-2027-002")
    drop(asked, "x.docx", root.path("LFE-2027-002", "audits", "issued", "police.docx").read_bytes())
    root.path("LFE-2027-002").rename(root.path("elsewhere"))
    said = asked.lfe("ingest")
    assert said.code == 1
    assert "take it out of this inbox, and ask who sent it." in said.all


def test_a_form_that_was_not_issued_is_left_where_it_is(review: Officer) -> None:
    review.done("issue-audits", "--agency", "school")
    form = review.path("audits", "issued", "school.docx").read_bytes()
    history = review.path("history.jsonl")
    lines = [line for line in history.read_text().splitlines() if "form issued" not in line]
    history.write_text("\n".join(lines) + "\n")
    drop(review, "x.docx", fill(form, ANSWERS))
    said = review.lfe("ingest", "--json")
    assert said.code == 1
    assert "No form was issued to school" in said.json["files"][0]["reason"]


def test_what_the_form_says_and_what_the_officer_says_must_agree(asked: Officer) -> None:
    path = drop(asked, "x.docx", filled(asked, "police"))
    said = asked.lfe("ingest", path, "--agency", "school", "--json")
    assert said.code == 1
    assert "The form says police, and --agency says school." in said.json["files"][0]["reason"]


def test_one_bad_file_hides_no_good_one(asked: Officer) -> None:
    drop(asked, "a.docx", b"hello")
    drop(asked, "b.docx", filled(asked))
    said = asked.lfe("ingest", "--json")
    assert said.code == 1
    assert [f["outcome"] for f in said.json["files"]] == ["left", "filed"]


def test_a_file_that_is_not_there_files_nothing(asked: Officer) -> None:
    good = drop(asked, "b.docx", filled(asked))
    before = asked.files()
    said = asked.lfe("ingest", good, "nowhere.docx", "--json")
    assert said.code == 2
    assert said.json["files"] == []
    assert asked.files() == before


def test_an_audit_that_is_open_in_word_is_not_taken_in(asked: Officer) -> None:
    drop(asked, "audit.docx", filled(asked))
    drop(asked, "~$audit.docx", b"")
    said = asked.lfe("ingest", "--json")
    assert said.code == 1
    [only] = said.json["files"]
    assert "open in Word" in only["reason"]


def test_a_form_of_earlier_questions_is_read_by_its_own_version(asked: Officer) -> None:
    earlier = filled(asked)
    root = Officer(asked.folder.parent)
    root.done("templates", "audit.yaml")
    own = root.path("templates", "audit.yaml")
    own.write_text(own.read_text().replace("id: child_day", "id: childs_day"))
    asked.done("issue-audits", "--reissue")
    drop(asked, "x.docx", earlier)
    [said] = asked.done("ingest", "--dry-run", "--json").json["files"]
    assert said["answers"]["child_day"].startswith("School")


def test_a_nil_return_is_a_return(asked: Officer) -> None:
    asked.done("ingest", "--nil", "school", "--reason", "not known to us")
    agencies = asked.done("status", "--json").json["agencies"]
    [school] = [a for a in agencies if a["id"] == "school"]
    assert (school["state"], school["returned"]) == ("nil", "2027-01-11")


def test_a_nil_return_needs_its_reason(asked: Officer) -> None:
    said = asked.lfe("ingest", "--nil", "school")
    assert said.code == 2
    assert "--reason" in said.all


def test_the_history_holds_our_paths_and_never_a_senders_file_name(asked: Officer) -> None:
    drop(asked, "Testina Example audit.docx", filled(asked))
    asked.done("ingest")
    text = asked.path("history.jsonl").read_text()
    assert "Testina" not in text
    entries = [json.loads(line) for line in text.splitlines()]
    [filed_as] = [e["file"] for e in entries if e["action"] == "audit filed"]
    assert filed_as == "audits/returned/police.docx"


def test_a_point_that_names_somebody_stays_out_of_the_facilitators_paper(asked: Officer) -> None:
    asked.path("identifiers.yaml").write_text("names: [Testina Example]\nplaces: []\nother: []\n")
    drop(asked, "x.docx", filled(asked, bring_learning="What helped Testina at the move"))
    asked.done("ingest")
    said = asked.done("agenda")
    assert "A point of Police names somebody" in said.all
    facilitator = everything_in(asked.path("event", "facilitator.docx").read_bytes())
    assert b"Testina" not in facilitator
    assert b"A phone call before the letter" in facilitator


def test_points_that_name_somebody_bring_a_letter_that_quotes_nothing(asked: Officer) -> None:
    asked.path("identifiers.yaml").write_text("names: [Testina Zebra]\nplaces: []\nother: []\n")
    drop(asked, "x.docx", filled(asked, bring_learning="What helped Testina; NHS 943 476 5919"))
    said = asked.done("ingest")
    assert "Questions 28: may name somebody" in said.all
    text = body_of(draft(asked, "without-names-police.eml"))
    assert "question 28" in text
    assert "Testina" not in text and "943" not in text


def test_after_the_event_no_letter_about_gaps_is_drafted_and_it_is_said_why(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    monkeypatch.setenv("LFE_NOW", "2027-02-11T10:00")
    before = asked.files()
    said = asked.lfe("ingest", "--ask", "police")
    assert said.code == 2
    assert "No letter still-open is made: the event's day has come (10 February 2027)." in said.all
    assert asked.files() == before


def test_a_letter_about_gaps_is_written_only_when_it_is_asked_for(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    assert not asked.path("outbox", "still-open-police.eml").exists()
    asked.done("ingest", "--ask", "police")
    text = body_of(draft(asked, "still-open-police.eml"))
    assert "An audit with gaps is still a good audit" in text
    assert "7. What did the child say" in text
    assert "6. What was an ordinary day" not in text
    assert "grandparent" not in text


def test_a_newer_version_takes_out_the_unsent_letter_about_the_one_before(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    asked.done("ingest", "--ask", "police")
    drop(asked, "y.docx", filled(asked, our_role="Another role"))
    asked.done("ingest")
    assert not asked.path("outbox", "still-open-police.eml").exists()


def test_there_is_no_letter_about_an_audit_that_is_not_there(asked: Officer) -> None:
    said = asked.lfe("ingest", "--ask", "police")
    assert said.code == 2
    assert "Nothing is known to be open in the audit of Police." in said.all


@pytest.mark.parametrize(
    ("ending", "filter_name"),
    [("doc", "MS Word 97"), ("odt", "writer8"), ("rtf", "Rich Text Format")],
)
def test_older_formats_are_read_through_libreoffice_and_kept_as_they_came(
    asked: Officer, ending: str, filter_name: str
) -> None:
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    old = office.converted(filled(asked), ".docx", ending, filter_name)
    assert old is not None
    drop(asked, f"audit.{ending}", old)
    [said] = asked.done("ingest", "--json").json["files"]
    assert (said["agency"], said["outcome"], said["how"]) == ("police", "filed", "recovered")
    assert said["answered"] == len(ANSWERS)
    assert said["filed_as"] == f"audits/returned/police.{ending}"
    assert asked.path("audits", "returned", f"police.{ending}").read_bytes() == old
    assert any("through LibreOffice" in remark for remark in said["remarks"])


def test_without_libreoffice_an_older_format_is_left_and_says_how_to_save_it(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")
    drop(asked, "audit.rtf", b"{\\rtf1 hello}")
    said = asked.lfe("ingest", "--json")
    assert said.code == 1
    assert said.json["files"][0]["outcome"] == "left"
    assert "save it as .docx" in said.json["files"][0]["reason"]


def test_returned_audits_are_for_their_owner_only(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    for path in asked.path("audits", "returned").iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_the_empty_form_is_no_audit(asked: Officer) -> None:
    blank = asked.path("audits", "issued", "police.docx")
    said = asked.lfe("ingest", blank, "--json")
    assert said.code == 1
    assert "the empty form that was sent out" in said.json["files"][0]["reason"]


def resaved(review: Officer, agency: str = "police") -> bytes:
    """The empty form as Google Docs writes it again: another file, and still no answer."""
    return without_controls(review.path("audits", "issued", f"{agency}.docx").read_bytes())


def test_the_empty_form_saved_again_is_kept_and_asked_about(asked: Officer) -> None:
    asked.done("sent")
    path, content = drop(asked, "x.docx", resaved(asked)), resaved(asked)
    said = asked.lfe("ingest")
    assert said.code == 1
    assert f"{EMPTY}. 0 of 30 questions answered" in said.all
    assert "still open" not in said.all
    assert asked.path("audits", "returned", "police.docx").read_bytes() == content
    assert not path.exists()
    assert standing(asked, "police")["state"] == "request sent"
    said = asked.lfe("ingest", "--ask", "Police")
    assert said.code == 2
    assert EMPTY in said.all


def test_the_empty_form_is_said_in_json_with_the_outcome_as_ever(asked: Officer) -> None:
    drop(asked, "x.docx", resaved(asked))
    said = asked.lfe("ingest", "--json")
    assert said.code == 1
    [file] = said.json["files"]
    assert (file["outcome"], file["answered"]) == ("filed", 0)
    assert file["reason"] == f"{EMPTY}."


def test_after_the_empty_form_the_right_file_counts_and_its_gaps_can_be_asked_about(
    asked: Officer,
) -> None:
    drop(asked, "x.docx", resaved(asked))
    assert asked.lfe("ingest").code == 1
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    assert standing(asked, "police")["state"] == "sent ahead"
    asked.done("ingest", "--ask", "police")


def test_an_earlier_audit_still_counts_when_the_empty_form_comes_after_it(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    drop(asked, "x.docx", resaved(asked))
    said = asked.lfe("ingest")
    assert said.code == 1
    assert "To let the earlier version count again: lfe undo --agency police." in said.all
    assert standing(asked, "police")["state"] == "sent ahead"


def test_whoever_sent_the_empty_form_can_still_have_nothing_to_bring(asked: Officer) -> None:
    drop(asked, "x.docx", resaved(asked))
    assert asked.lfe("ingest").code == 1
    asked.done("ingest", "--nil", "police", "--reason", "not known to us")
    assert standing(asked, "police")["state"] == "nil"


def test_what_is_written_beside_its_places_alone_is_no_empty_form(asked: Officer) -> None:
    def change(root: Any) -> None:
        paragraph = etree.Element(w("p"))
        paragraph.extend(runs("We wrote it all down here"))
        root.find(w("body")).insert(3, paragraph)

    blank = asked.path("audits", "issued", "police.docx").read_bytes()
    drop(asked, "x.docx", edit(blank, change))
    said = asked.done("ingest")
    assert EMPTY not in said.all
    assert "something is written elsewhere in it: read it." in said.all
    assert "wrote it all" not in said.all
    assert standing(asked, "police")["state"] == "sent ahead"


def test_a_withdrawn_agencys_audit_is_kept_and_goes_into_no_paper(asked: Officer) -> None:
    asked.path("identifiers.yaml").write_text("names: [Testina Zebra]\nplaces: []\nother: []\n")
    asked.done("agency", "withdraw", "police")
    drop(asked, "x.docx", filled(asked, bring_learning="What helped Testina"))
    said = asked.done("ingest")
    assert "Police has withdrawn: it goes into no paper." in said.all
    assert "is drafted" not in said.all
    assert asked.path("audits", "returned", "police.docx").exists()


def test_without_a_list_of_names_no_words_reach_the_facilitators_paper(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    asked.path("identifiers.yaml").write_text("names:\n\t- broken\n")
    said = asked.lfe("agenda")
    assert said.code == 1
    assert "no text was recorded in git" in said.all
    assert "nothing that agencies sent ahead went into the facilitator's paper" in said.all
    assert b"phone call" not in everything_in(asked.path("event", "facilitator.docx").read_bytes())


def test_the_same_file_again_after_its_copy_was_lost_is_filed_again(asked: Officer) -> None:
    content = filled(asked)
    drop(asked, "x.docx", content)
    asked.done("ingest")
    asked.path("audits", "returned", "police.docx").unlink()
    drop(asked, "x.docx", content)
    [said] = asked.done("ingest", "--json").json["files"]
    assert said["outcome"] == "newer-version"
    assert asked.path("audits", "returned", "police.2.docx").read_bytes() == content


def test_a_file_that_somebody_put_among_the_returned_ones_stays(asked: Officer) -> None:
    asked.path("audits", "returned").mkdir()
    asked.path("audits", "returned", "police.docx").write_bytes(b"by hand")
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    assert asked.path("audits", "returned", "police.docx").read_bytes() == b"by hand"
    assert asked.path("audits", "returned", "police.2.docx").exists()


def test_a_note_that_somebody_wrote_in_is_kept_beside_the_new_one(asked: Officer) -> None:
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    note = asked.path("audits", "returned", "police.yaml")
    note.write_text(note.read_text() + "# rang them on Monday\n")
    mine = note.read_bytes()
    drop(asked, "x.docx", filled(asked, child_voice="Another"))
    asked.done("ingest")
    assert asked.path("audits", "returned", "police.1.yaml").read_bytes() == mine


def test_git_keeps_no_audit_even_where_its_list_of_what_to_leave_out_is_gone(
    asked: Officer,
) -> None:
    asked.path("..", ".gitignore").unlink()
    drop(asked, "x.docx", filled(asked))
    asked.done("ingest")
    kept = subprocess.run(
        ["git", "ls-files"], cwd=asked.folder, capture_output=True, text=True, check=True
    ).stdout
    assert "returned" not in kept and "inbox" not in kept and "outbox" not in kept


def test_an_agencys_contact_does_not_hide_a_listed_name(asked: Officer, tmp_path: Path) -> None:
    asked.path("identifiers.yaml").write_text("names: [Jane Quillfeather]\nplaces: []\nother: []\n")
    settings = asked.path("..", "partnership.yaml")
    settings.write_text(
        settings.read_text().replace(
            "name: Police\n    contact:", "name: Police\n    contact: Jane Quillfeather"
        )
    )
    text = tmp_path / "x.txt"
    text.write_text("Jane Quillfeather sat with the child.\n")
    assert asked.lfe("check", text).code == 1


def test_a_file_that_cannot_be_read_hides_no_other(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(asked, "a.docx", b"x")
    drop(asked, "b.docx", filled(asked))
    refuse(monkeypatch, "a.docx")
    said = asked.lfe("ingest", "--json")
    assert said.code == 1
    assert [f["outcome"] for f in said.json["files"]] == ["rejected", "filed"]
