"""The focus period changes after the forms went out: one edit, one command, nothing lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from helpers.audits import fill
from helpers.history import next_steps, states
from helpers.letters import body_of, draft
from helpers.officer import Officer
from helpers.states import review_after
from helpers.word_files import text_of

NEW_PERIOD = "1 January 2026 to 31 August 2026"
OLD_PERIOD = "1 January 2026 to 30 June 2026"


def forms(review: Officer) -> list[dict[str, Any]]:
    lines = review.path("history.jsonl").read_text().splitlines()
    return [entry for entry in map(json.loads, lines) if entry["action"] == "form issued"]


def request(review: Officer, agency: str) -> str:
    return body_of(draft(review, f"audit-request-{agency}"))


def change_the_period(review: Officer) -> None:
    manifest = review.path("review.yaml")
    text = manifest.read_text()
    assert text.count("to: 2026-06-30") == 1
    manifest.write_text(text.replace("to: 2026-06-30", "to: 2026-08-31"))


def filed(review: Officer, content: bytes) -> dict[str, Any]:
    review.path("audits", "inbox", "back.docx").write_bytes(content)
    [document] = review.done("ingest", "--json").json["files"]
    assert isinstance(document, dict)
    return document


@pytest.fixture
def asked(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """All three were asked on the 11th, and the police replied; then the period changed."""
    monkeypatch.setenv("LFE_NOW", "2027-01-14T10:00")
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")
    review.done("reply", "police", "--knows", "yes")
    change_the_period(review)


def test_a_form_is_recorded_with_its_period(review: Officer) -> None:
    review.done("issue-audits", "--agency", "police")
    [form] = forms(review)
    assert (form["focus_from"], form["focus_to"]) == ("2026-01-01", "2026-06-30")


def test_a_changed_period_is_said_by_issue_audits_and_by_status(asked: Officer) -> None:
    before = asked.files()
    said = asked.done("issue-audits")
    assert f"The focus period is now {NEW_PERIOD}" in said.all
    assert "(Police, School, Health Visiting). New forms, with letters that say so" in said.all
    answer = asked.done("issue-audits", "--json").json
    assert answer["period_changed"] == ["police", "school", "health-visiting"]
    assert asked.files() == before
    step = (
        "out of date (the focus period): the forms and letters of Police, School and Health "
        "Visiting; make them anew: lfe issue-audits --reissue"
    )
    assert step in next_steps(asked)
    asked.done("issue-audits", "--reissue")
    assert step not in next_steps(asked)


def test_a_period_that_did_not_change_is_not_spoken_of(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    assert "focus period" not in next_steps(review)
    assert "focus period" not in review.done("issue-audits").all
    review.done("issue-audits", "--reissue")
    assert "has changed" not in request(review, "police")
    assert states(review) == ["request sent"] * 3


def test_a_history_that_kept_no_period_is_left_in_peace(asked: Officer) -> None:
    path = asked.path("history.jsonl")
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    for entry in entries:
        entry.pop("focus_from", None), entry.pop("focus_to", None)
    path.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries))
    assert "focus period" not in next_steps(asked)
    assert "focus period" not in asked.done("issue-audits").all
    assert states(asked) == ["replied", "asked", "asked"]
    asked.done("issue-audits", "--reissue")
    assert "has changed" not in request(asked, "school")
    assert states(asked) == ["replied", "asked", "asked"]


def test_the_new_letter_begins_with_the_change_and_that_nothing_is_written_twice(
    asked: Officer,
) -> None:
    said = asked.done("issue-audits", "--reissue")
    assert "The letter says that the period has changed (Police, School, Health" in said.all
    lines = [line for line in request(asked, "school").splitlines() if line]
    first = " ".join(lines[1:6])
    assert f"It was {OLD_PERIOD}; it is now {NEW_PERIOD}." in first
    assert "already stays valid and need not be written again" in first
    form = text_of(asked.path("audits", "issued", "school.docx").read_bytes())
    assert NEW_PERIOD in form


def test_a_first_request_that_was_never_sent_speaks_of_no_change(review: Officer) -> None:
    review.done("issue-audits")
    change_the_period(review)
    said = review.done("issue-audits", "--reissue")
    assert "No earlier request is recorded as sent" in said.all
    assert "has changed" not in request(review, "school")
    assert NEW_PERIOD in request(review, "school")


def test_a_request_whose_sending_is_recorded_afterwards_counts_for_the_form_of_its_day(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    change_the_period(review)
    monkeypatch.setenv("LFE_NOW", "2027-01-14T10:00")
    review.done("issue-audits", "--reissue")
    review.done("sent", "--agency", "school", "--on", "2027-01-12")
    assert states(review)[1] == "form made"
    review.done("issue-audits", "--reissue", "--agency", "school")
    assert f"It was {OLD_PERIOD}" in request(review, "school")


def test_after_a_reissue_nobody_is_counted_as_asked_until_the_new_letter_is_sent(
    asked: Officer,
) -> None:
    assert states(asked) == ["replied", "asked", "asked"]
    assert "waiting for a reply from School" in next_steps(asked)
    asked.done("issue-audits", "--reissue")
    assert states(asked) == ["replied", "form made", "form made"]
    assert "waiting for a reply" not in next_steps(asked)
    assert "then record it: lfe sent (Police, School, Health Visiting)" in next_steps(asked)
    agencies = asked.done("status", "--json").json["agencies"]
    assert [a["sent"] for a in agencies] == [None] * 3
    asked.done("sent")
    assert states(asked) == ["replied", "asked", "asked"]
    agencies = asked.done("status", "--json").json["agencies"]
    assert [a["sent"] for a in agencies] == ["2027-01-14"] * 3
    assert "waiting for a reply from School" in next_steps(asked)
    assert "send the new form" not in next_steps(asked)


def test_whoever_takes_no_part_gets_no_new_form_unless_named(asked: Officer) -> None:
    asked.done("ingest", "--nil", "school", "--reason", "not known to us")
    asked.done("agency", "withdraw", "health-visiting")
    before = asked.files()
    said = asked.done("issue-audits", "--reissue")
    assert "School: takes no part, so nothing was made for it" in said.all
    changed = {name for name, content in asked.files().items() if before.get(name) != content}
    assert {name for name in changed if "school" in name or "visiting" in name} == set()
    asked.done("sent")
    assert states(asked) == ["replied", "nil", "withdrawn"]
    last = asked.path("history.jsonl").read_text().splitlines()[-1]
    assert json.loads(last)["agency"] == "police"
    asked.done("issue-audits", "--reissue", "--agency", "school")
    assert asked.path("audits", "issued", "school.1.docx").is_file()


def test_every_earlier_form_and_every_returned_audit_is_kept(asked: Officer) -> None:
    blank = asked.path("audits", "issued", "police.docx").read_bytes()
    filed(asked, fill(blank, {"child_day": "An ordinary day"}))
    before = {n: c for n, c in asked.files().items() if n.startswith("audits/returned/")}
    asked.done("issue-audits", "--reissue")
    now = asked.files()
    assert {n: c for n, c in now.items() if n.startswith("audits/returned/")} == before
    assert now["audits/issued/police.1.docx"] == blank
    assert states(asked)[0] == "sent ahead"


def test_an_audit_on_the_earlier_form_reads_as_it_did(asked: Officer) -> None:
    blank = asked.path("audits", "issued", "police.docx").read_bytes()
    asked.done("issue-audits", "--reissue")
    assert asked.path("audits", "issued", "police.docx").read_bytes() != blank
    answers = {"child_day": "An ordinary day", "good_practice": "We listened"}
    document = filed(asked, fill(blank, answers))
    assert (document["outcome"], document["agency"]) == ("filed", "police")
    assert (document["how"], document["answered"]) == ("controls", 2)
    assert document["unread"] == []
    assert filed(asked, blank_written_beside(blank))["unread"] == ["Please ring us first."]


def test_an_audit_on_the_new_form_reads_as_well(asked: Officer) -> None:
    asked.done("issue-audits", "--reissue")
    blank = asked.path("audits", "issued", "police.docx").read_bytes()
    document = filed(asked, fill(blank, {"child_day": "An ordinary day"}))
    assert (document["how"], document["answered"], document["unread"]) == ("controls", 1, [])


def test_the_empty_earlier_form_is_still_known_as_empty(asked: Officer) -> None:
    blank = asked.path("audits", "issued", "police.docx").read_bytes()
    asked.done("issue-audits", "--reissue")
    asked.path("audits", "inbox", "back.docx").write_bytes(blank)
    [document] = asked.lfe("ingest", "--json").json["files"]
    assert document["outcome"] == "rejected"
    assert "empty form" in document["reason"]


def test_a_form_with_other_questions_is_a_new_request_too(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    blank = review.path("audits", "issued", "school.docx").read_bytes()
    manifest = review.path("review.yaml")
    manifest.write_text(manifest.read_text().replace("form: full", "form: short"))
    review.done("issue-audits", "--reissue", "--agency", "school")
    assert states(review) == ["request sent", "form made", "request sent"]
    document = filed(review, fill(blank, {"child_day": "An ordinary day"}))
    assert (document["questions"], document["answered"], document["unread"]) == (30, 1, [])
    assert document["agency"] == "school"


def test_when_the_event_has_been_no_new_form_is_asked_for(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-11")
    assert "--reissue" not in next_steps(asked)


def blank_written_beside(blank: bytes) -> bytes:
    """The form with a sentence in its opening, outside every place for an answer."""
    from lfe_cli.word.package import open_package, write_package

    parts = dict(open_package(blank).parts)
    name = "word/document.xml"
    body = parts[name].decode()
    assert "<w:body>" in body
    said = "<w:p><w:r><w:t>Please ring us first.</w:t></w:r></w:p>"
    parts[name] = body.replace("<w:body>", f"<w:body>{said}", 1).encode()
    return write_package(parts)


def test_forms_that_are_still_to_be_sent_and_name_another_date_are_named(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent", "--agency", "police")
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("due: 2027-01-27", "due: 2027-01-29"))
    said = review.done("status").all
    step = "out of date (the date by which audits are ready): the forms and letters of School and"
    assert step in said
    command = "issue-audits --reissue --agency school --agency health-visiting"
    assert f"make them anew: lfe {command}" in said
    review.done(*command.split())
    assert "out of date" not in review.done("status").all
