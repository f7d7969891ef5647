"""`lfe status`: where a review stands, worked out and stored nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.audits import fill
from helpers.officer import Officer
from helpers.refusing import refuse


def state(review: Officer, agency: str = "police") -> str:
    agencies = review.done("status", "--json").json["agencies"]
    return str(next(a["state"] for a in agencies if a["id"] == agency))


def test_an_agency_is_asked_only_when_it_knows_which_child(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state(review) == "not asked yet"
    review.done("issue-audits")
    assert state(review) == "form made"
    review.done("sent", "--agency", "police")
    assert state(review) == "request sent"
    review.done("told", "identity", "--agency", "police")
    assert state(review) == "asked"
    review.done("reply", "police", "--knows", "yes", "--attending", "2")
    assert state(review) == "replied"
    review.done("reply", "police", "--bringing", "yes")
    assert state(review) == "will bring"
    said = review.lfe("ingest", "--brought", "police")
    assert said.code == 2
    assert "nothing has been brought to it yet" in said.all
    monkeypatch.setenv("LFE_NOW", "2027-02-10T14:00")
    review.done("ingest", "--brought", "police")
    assert state(review) == "brought"


def test_what_was_recorded_last_can_be_taken_back(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("ingest", "--nil", "school", "--reason", "no involvement in the period")
    assert state(review, "school") == "nil"
    said = review.done("undo")
    assert "Taken back: nil return (school)." in said.all
    assert state(review, "school") == "request sent"
    lines = review.path("history.jsonl").read_text()
    assert lines.count('"action": "nil return"') == 1
    assert lines.count('"action": "undone"') == 1


def test_a_reply_that_the_child_was_not_known_is_a_nil_return(review: Officer) -> None:
    review.done("issue-audits")
    review.done("reply", "school", "--knows", "no")
    assert state(review, "school") == "nil"


@pytest.mark.parametrize(
    "nil",
    [("ingest", "--nil", "school", "--reason", "not known"), ("reply", "school", "--knows", "no")],
)
def test_what_an_agency_said_last_about_knowing_the_child_counts(
    review: Officer, nil: tuple[str, ...]
) -> None:
    review.done("issue-audits")
    review.done("reply", "school", "--knows", "yes")
    review.done(*nil)
    assert state(review, "school") == "nil"
    review.done("reply", "school", "--knows", "yes", "--attending", "1")
    assert state(review, "school") == "replied"
    review.done("reply", "school", "--attending", "2")
    assert state(review, "school") == "replied"


def test_a_recorded_day_counts_and_not_the_day_of_recording(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent", "--on", "8 January 2027")
    agencies = review.done("status", "--json").json["agencies"]
    assert {a["sent"] for a in agencies} == {"2027-01-08"}


def test_a_day_still_to_come_is_refused(review: Officer) -> None:
    review.done("issue-audits")
    said = review.lfe("sent", "--on", "2027-06-01")
    assert said.code == 2
    assert "still to come" in said.all


def test_a_letter_cannot_be_sent_before_it_is_made(review: Officer) -> None:
    said = review.lfe("sent")
    assert said.code == 2
    assert "lfe issue-audits" in said.all


def test_the_reason_of_a_nil_return_names_nobody(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [Testina Example]\nplaces: []\nother: []\n")
    before = review.path("history.jsonl").read_bytes()
    said = review.lfe("ingest", "--nil", "school", "--reason", "Testina moved away")
    assert said.code == 2
    assert "--reason holds what may not be kept" in said.all
    assert review.path("history.jsonl").read_bytes() == before


def test_what_is_next_is_said_in_the_order_in_which_it_is_needed(review: Officer) -> None:
    steps = review.done("status", "--json").json["next"]
    assert any("lfe issue-audits" in step for step in steps)
    review.done("issue-audits")
    assert any("lfe sent" in step for step in review.done("status", "--json").json["next"])


def test_from_the_top_every_review_is_a_line(review: Officer) -> None:
    root = Officer(review.folder.parent)
    root.done("new", "--theme", "Second", "--from", "2026-01-01", "--to", "2026-06-30")
    reviews = root.done("status", "--json").json["reviews"]
    assert [r["reference"] for r in reviews] == ["LFE-2027-001", "LFE-2027-002"]
    said = root.done("status")
    assert "LFE-2027-001" in said.out
    assert max(len(line.rstrip()) for line in said.out.splitlines()) <= 80


def test_a_review_with_a_mistake_does_not_hide_the_others(review: Officer) -> None:
    root = Officer(review.folder.parent)
    root.done("new", "--theme", "Second", "--from", "2026-01-01", "--to", "2026-06-30")
    root.path("LFE-2027-002", "review.yaml").write_text("theme: x\n")
    said = root.lfe("status")
    assert said.code == 1
    assert "LFE-2027-001" in said.out
    assert "LFE-2027-002/review.yaml, line 1, reference" in said.all
    assert "lfe check -r LFE-2027-002" in said.all


def test_the_screen_blames_nobody(review: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")
    monkeypatch.setenv("LFE_NOW", "2027-02-08")
    before = review.done("status")
    assert "waiting for a reply from Police, School, Health Visiting (not heard yet)" in before.all
    monkeypatch.setenv("LFE_NOW", "2027-03-01")
    after = review.done("status")
    assert "waiting for a reply" not in after.all
    for word in ("late", "overdue", "failed", "silent", "rejected"):
        assert word not in (before.out + after.out).lower().split()


def waiting(review: Officer) -> list[str]:
    steps = review.done("status", "--json").json["next"]
    found = [step for step in steps if step.startswith("waiting for a reply")]
    assert all(step.endswith("; when it comes: lfe reply") for step in found)
    return [step.partition(";")[0] for step in found]


def test_a_reply_is_waited_for_until_the_day_that_the_request_gives(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    review.done("sent", "--agency", "police", "--on", "2027-01-08")
    review.done("sent")
    review.done("told", "identity")
    assert waiting(review) == [
        "waiting for a reply from Police (4 working days until 15 January 2027)",
        "waiting for a reply from School, Health Visiting (5 working days until 18 January 2027)",
    ]
    monkeypatch.setenv("LFE_NOW", "2027-01-15T10:00")
    assert waiting(review) == [
        "waiting for a reply from Police (not heard yet)",
        "waiting for a reply from School, Health Visiting (1 working day until 18 January 2027)",
    ]


def test_the_days_to_reply_in_are_a_setting(review: Officer) -> None:
    path = review.path("..", "partnership.yaml")
    text = path.read_text()
    assert text.count("reply_working_days: 5") == 1
    path.write_text(text.replace("reply_working_days: 5", "reply_working_days: 8"))
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")
    assert "(8 working days until 21 January 2027)" in waiting(review)[0]


def test_status_writes_nothing(review: Officer) -> None:
    before = review.files()
    review.done("status")
    review.done("status", at=review.folder.parent)
    assert review.files() == before


def test_a_review_can_be_named_from_anywhere_in_the_workspace(review: Officer) -> None:
    review.done("issue-audits")
    inside = review.path("audits", "issued")
    assert Officer(inside).done("status", "--json").json["reference"] == "LFE-2027-001"
    root = review.folder.parent
    for name in ("LFE-2027-001", "./LFE-2027-001", str(review.folder)):
        assert Officer(root).done("status", "-r", name, "--json").json["stage"] == "forms made"


def test_a_review_that_is_not_there_is_a_sentence(officer: Officer) -> None:
    said = officer.lfe("status", "-r", "LFE-2027-009")
    assert said.code == 2
    assert "There is no review LFE-2027-009" in said.all


def test_a_filed_audit_can_be_taken_back_and_the_right_one_taken_in(review: Officer) -> None:
    review.done("issue-audits")
    blank = review.path("audits", "issued", "police.docx").read_bytes()
    wrong = fill(blank, {"child_day": "The wrong one"})
    right = fill(blank, {"child_day": "The right one", "child_voice": "That too"})
    for content in (wrong, right):
        review.path("audits", "inbox", "x.docx").write_bytes(content)
        review.done("ingest")
    said = review.done("undo")
    assert "Taken back: audit filed (police)." in said.all
    assert review.path("audits", "inbox", "x.docx").read_bytes() == right
    assert not review.path("audits", "returned", "police.2.docx").exists()
    note = review.path("audits", "returned", "police.yaml").read_text()
    assert "file: audits/returned/police.docx\n" in note
    [again] = review.done("ingest", "--json").json["files"]
    assert (again["outcome"], again["filed_as"]) == (
        "newer-version",
        "audits/returned/police.2.docx",
    )


def test_a_reply_of_not_known_and_of_coming_contradict_each_other(review: Officer) -> None:
    review.done("issue-audits")
    said = review.lfe("reply", "Police", "--knows", "no", "--attending", "3")
    assert said.code == 2
    assert "cannot both not have known the child and come." in said.all
    said = review.lfe("reply", "Police", "--knows", "no", "--bringing", "yes")
    assert "cannot both not have known the child and bring its audit." in said.all


def test_an_agency_can_be_called_by_its_name(review: Officer) -> None:
    review.done("issue-audits")
    review.done("reply", "Health Visiting", "--knows", "yes", "--support", "yes")
    assert state(review, "health-visiting") == "replied"


def test_after_the_event_moved_status_says_to_send_the_invitation_again(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("agenda")
    review.done("sent", "--letter", "invitation")
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("2027-02-10 09:30", "2027-02-17 09:30"))
    monkeypatch.setenv("LFE_NOW", "2027-01-20")
    review.done("agenda", "--replace")
    said = review.done("status").all
    assert "send the invitations, then record it: lfe sent --letter invitation" in said


def test_a_later_answer_keeps_the_earlier_ones(review: Officer) -> None:
    review.done("issue-audits")
    review.done("reply", "police", "--knows", "yes", "--attending", "2", "--bringing", "yes")
    review.done("reply", "police", "--attending", "3")
    assert state(review) == "will bring"
    agencies = review.done("status", "--json").json["agencies"]
    assert agencies[0]["attending"] == 3


def test_a_review_can_be_named_by_its_path_from_outside(review: Officer, tmp_path: Path) -> None:
    elsewhere = Officer(tmp_path)
    for command in ("status", "check"):
        said = elsewhere.lfe(command, "-r", review.folder, "--json")
        assert said.code in (0, 1), said
        assert "error" not in said.json
    inside = Officer(review.path("audits"))
    assert inside.done("status", "-r", "..", "--json").json["reference"] == "LFE-2027-001"


def test_a_history_that_is_no_utf8_is_a_sentence(review: Officer) -> None:
    review.path("history.jsonl").write_bytes(b"\xff\xfe\xfa\x00broken")
    said = review.lfe("status")
    assert said.code == 2
    assert "history.jsonl" in said.all


def test_a_manifest_that_is_not_for_this_user_is_a_sentence(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "review.yaml")
    said = review.lfe("status")
    assert said.code == 2
    assert "review.yaml could not be read" in said.all


@pytest.mark.parametrize("pinned", ["x", "2027-13-01"])
def test_a_clock_that_cannot_be_read_is_a_sentence(
    review: Officer, monkeypatch: pytest.MonkeyPatch, pinned: str
) -> None:
    monkeypatch.setenv("LFE_NOW", pinned)
    said = review.lfe("status")
    assert said.code == 2
    assert "LFE_NOW" in said.all


def test_a_day_of_return_is_given_only_where_something_came_back(review: Officer) -> None:
    """The empty form is none, nor is "not known to us" once the agency did know the child."""

    def returned() -> list[str | None]:
        agencies = review.done("status", "--json").json["agencies"]
        return [agency["returned"] for agency in agencies]

    review.done("issue-audits")
    empty = fill(review.path("audits/issued/police.docx").read_bytes(), {"our_role": ""})
    review.path("audits/inbox/police.docx").write_bytes(empty)
    assert review.lfe("ingest").code == 1
    review.done("ingest", "--nil", "school", "--reason", "Not known to us")
    review.done("reply", "health-visiting", "--knows", "no")
    assert returned() == [None, "2027-01-11", "2027-01-11"]
    for agency in ("school", "health-visiting"):
        review.done("reply", agency, "--knows", "yes")
    assert returned() == [None] * 3
