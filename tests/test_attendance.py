"""`lfe attended` and `lfe collected`: who came to the event, and the papers of the day."""

from __future__ import annotations

import re
from typing import Any

import pytest

from helpers.history import history, next_steps
from helpers.officer import Officer, start_review
from helpers.states import review_after
from helpers.word_files import text_of

ON_THE_DAY = "2027-02-10T15:00"
THE_DAY_AFTER = "2027-02-11T10:00"


def agency(review: Officer, agency_id: str) -> dict[str, Any]:
    agencies = review.done("status", "--json").json["agencies"]
    return next(a for a in agencies if a["id"] == agency_id)


@pytest.fixture
def held(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """The papers are made, two people of the police were expected, and the event has been."""
    monkeypatch.setenv("LFE_NOW", ON_THE_DAY)
    return review_after(prepare, officer)


def prepare(review: Officer) -> None:
    review.done("issue-audits")
    review.done("reply", "police", "--knows", "yes", "--attending", "2")
    review.done("agenda")


def test_who_came_is_counted_by_role(held: Officer) -> None:
    roles = ("--role", "practitioner", "--role", "practitioner", "--role", "Safeguarding lead")
    said = held.done("attended", "police", *roles)
    assert said.out == "Police: practitioner 2, safeguarding lead 1\n"
    [entry] = history(held, "attended")
    assert entry["people"] == {"practitioner": 2, "safeguarding-lead": 1}
    assert (entry["agency"], entry["on"]) == ("police", "2027-02-10")
    assert history(held, "brought") == []


def test_one_command_records_who_came_and_the_audit_that_was_brought(held: Officer) -> None:
    said = held.done("attended", "police", "--role", "manager", "--brought")
    assert "It went home with it." in said.all
    assert agency(held, "police")["state"] == "brought"
    held.done("undo")
    assert agency(held, "police")["state"] == "replied"
    assert agency(held, "police")["came"] is None


def test_status_shows_who_came_and_no_longer_who_was_expected(held: Officer) -> None:
    held.done("attended", "police", "--role", "manager")
    held.done("attended", "school", "--apologies")
    police, school, visiting = (agency(held, a) for a in ("police", "school", "health-visiting"))
    assert (police["state"], police["attending"], police["came"]) == ("came", 2, 1)
    assert police["people"] == {"manager": 1}
    assert (school["state"], school["came"], school["apologies"]) == ("sent apologies", 0, True)
    assert (visiting["came"], visiting["people"], visiting["apologies"]) == (None, None, False)
    lines = {line.split("  ")[0]: line.split() for line in held.done("status").out.splitlines()}
    assert "Came" in lines["Agency"]
    assert lines["Police"][-1] == "1"
    assert lines["School"][-1] == "apologies"


def test_before_the_event_status_shows_who_is_expected(review: Officer) -> None:
    review.done("issue-audits")
    review.done("reply", "police", "--attending", "2")
    out = review.done("status").out
    assert "Coming" in out
    assert "Came" not in out
    assert "lfe attended" not in out


def test_what_was_recorded_last_of_an_agency_counts(held: Officer) -> None:
    held.done("attended", "police", "--apologies")
    said = held.done("attended", "police", "--role", "deputy")
    assert "no longer counts" in said.all
    assert agency(held, "police")["people"] == {"deputy": 1}
    assert agency(held, "police")["apologies"] is False
    held.done("undo")
    assert agency(held, "police")["apologies"] is True


def test_recording_anew_takes_back_the_audit_that_was_recorded_with_it(held: Officer) -> None:
    held.done("attended", "police", "--role", "manager", "--brought")
    held.done("attended", "school", "--role", "manager", "--brought")
    said = held.done("attended", "police", "--apologies")
    assert "no longer counts, nor that it brought its audit." in said.all
    assert agency(held, "police")["state"] == "sent apologies"
    assert agency(held, "school")["state"] == "brought"
    [undone] = history(held, "undone")
    assert (undone["was"], undone["agency"]) == ("brought", "police")
    assert "nor that" not in held.done("attended", "police", "--role", "manager").all
    assert agency(held, "police")["state"] == "came"


def test_recording_who_came_anew_without_the_audit_leaves_none(held: Officer) -> None:
    held.done("attended", "police", "--role", "manager", "--brought")
    held.done("attended", "police", "--role", "deputy")
    assert agency(held, "police")["state"] == "came"
    again = held.done("attended", "police", "--role", "deputy", "--brought")
    assert "nor that it brought" not in again.all
    assert "nor that" not in held.done("attended", "police", "--role", "deputy", "--brought").all
    assert agency(held, "police")["state"] == "brought"


def test_an_audit_that_was_recorded_alone_is_still_brought(held: Officer) -> None:
    held.done("ingest", "--brought", "police")
    held.done("attended", "police", "--role", "manager")
    held.done("attended", "police", "--apologies")
    assert agency(held, "police")["state"] == "brought"
    assert history(held, "undone") == []


@pytest.mark.parametrize("given", ["Testina Example", "sergeant", "", "manager, practitioner"])
def test_nothing_but_a_role_of_the_sheet_can_be_recorded(held: Officer, given: str) -> None:
    before = held.files()
    said = held.lfe("attended", "police", "--role", given)
    assert said.code == 2
    assert "--role is none of the roles on the sign-in sheet." in said.all
    if given:
        assert given not in said.all
    assert held.files() == before


def test_a_role_that_is_nearly_right_is_asked_about(held: Officer) -> None:
    said = held.lfe("attended", "police", "--role", "practioner")
    assert "Did you mean practitioner?" in said.all


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Who came from Police?"),
        (("--brought",), "Who came from Police?"),
        (("--role", "manager", "--apologies"), "either came, sent apologies or was not there"),
        (("--apologies", "--brought"), "Nobody of Police was there who could have brought"),
        (("--role", "manager", "--on", "2027-02-09"), "nothing to record of it yet"),
        (("--role", "manager", "--on", "2027-02-11"), "still to come"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    held: Officer, words: tuple[str, ...], sentence: str
) -> None:
    before = held.files()
    said = held.lfe("attended", "police", *words)
    assert said.code == 2
    assert sentence in said.all
    assert "Next:" in said.err
    assert held.files() == before


def test_nobody_has_come_before_the_day_or_without_one(review: Officer, officer: Officer) -> None:
    assert "there is nothing to record" in review.lfe("attended", "police", "--apologies").all
    assert "there is nothing to record" in review.lfe("collected").all
    officer.done(
        "new", "--theme", "T", "--from", "2026-01-01", "--to", "2026-06-30", "--agency", "police"
    )
    for words in (("attended", "police", "--apologies"), ("collected",)):
        said = officer.lfe(*words, "-r", "LFE-2027-002")
        assert said.code == 2
        assert "The event has no day yet" in said.all


@pytest.mark.parametrize(
    ("before", "right"),
    [
        (("ingest", "--nil", "school", "--reason", "not known"), "undo [0-9a-f]{4,}"),
        (("reply", "school", "--knows", "no"), "reply school --knows yes"),
        (("agency", "withdraw", "school"), "agency add school"),
    ],
)
def test_an_agency_that_takes_no_part_has_nobody_there_until_that_is_put_right(
    held: Officer, before: tuple[str, ...], right: str
) -> None:
    held.done(*before)
    held.done("attended", "police", "--role", "manager")
    said = held.lfe("attended", "school", "--role", "manager")
    assert said.code == 2
    [typed] = re.findall(f"lfe ({right})", said.all)
    held.done(*typed.split())
    held.done("attended", "school", "--role", "manager")
    assert agency(held, "school")["came"] == 1
    assert agency(held, "police")["came"] == 1


def test_after_the_event_status_asks_until_everybody_is_recorded(
    held: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-12")
    held.done("ingest", "--nil", "health-visiting", "--reason", "not known to us")
    assert "(Police, School): lfe attended" in next_steps(held)
    held.done("attended", "police", "--role", "manager", "--brought", "--on", "2027-02-10")
    assert "(School): lfe attended" in next_steps(held)
    held.done("attended", "school", "--role", "other")
    assert "lfe attended" not in next_steps(held)
    assert "waiting for a reply" not in next_steps(held)


def test_collecting_the_papers_is_asked_for_until_it_is_recorded(held: Officer) -> None:
    assert "audits go home" in next_steps(held)
    said = held.done("collected")
    assert "Still in this folder: event/facilitator.docx" in said.all
    assert "facilitator's paper is still in the folder" in next_steps(held)
    again = held.lfe("collected")
    assert again.code == 2
    assert "recorded already" in again.all
    held.done("collected", "--destroy")
    assert "lfe collected" not in next_steps(held)


def test_the_facilitators_paper_and_its_earlier_versions_leave_the_folder(held: Officer) -> None:
    paper = held.path("event", "facilitator.docx")
    aside = held.path("event", "facilitator.1.docx")
    aside.write_bytes(paper.read_bytes())
    others = {name for name in held.files() if "facilitator" not in name}
    said = held.done("collected", "--destroy")
    assert "not removed from e-mail, backups" in said.all
    assert not paper.exists()
    assert not aside.exists()
    assert set(held.files()) == others
    [entry] = history(held, "papers collected")
    assert entry["removed"] == ["event/facilitator.1.docx", "event/facilitator.docx"]
    undone = held.lfe("undo")
    assert undone.code == 2
    assert "paper was removed for good, so this stays." in undone.all
    assert history(held, "undone") == []
    assert "lfe collected" not in next_steps(held)


COPIES = (
    "Facilitator - Copy.docx",
    "Facilitator.docx",
    "facilitator (1).docx",
    "facilitator.pdf",
)


def test_copies_of_the_facilitators_paper_are_named_and_left_to_a_person(held: Officer) -> None:
    content = held.path("event", "facilitator.docx").read_bytes()
    for name in COPIES:
        held.path("event", name).write_bytes(content)
    held.path("event", "facilitators").mkdir()
    copies = [f"event/{name}" for name in COPIES]
    assert held.done("collected", "--json").json["left"] == ["event/facilitator.docx", *copies]
    said = held.done("collected", "--destroy")
    assert "Removed from this folder: event/facilitator.docx" in said.all
    assert "Still in this folder" not in said.all
    assert f"remove them by hand if they are: {', '.join(copies)}" in said.all
    assert all(held.path(copy).is_file() for copy in copies)
    again = held.lfe("collected", "--destroy", "--json")
    assert again.code == 2
    assert ", ".join(copies) in again.json["next"]


@pytest.mark.parametrize(
    ("parallel", "why"),
    [
        ("{kind: inquest, hold: circulation, checked_on: 2027-01-10}", "a hold stands (inquest"),
        ("{kind: police investigation}", "nobody has asked yet about the other process"),
    ],
)
def test_nothing_is_removed_while_another_process_may_need_it(
    held: Officer, parallel: str, why: str
) -> None:
    manifest = held.path("review.yaml")
    text = manifest.read_text()
    assert text.count("\nparallel: []") == 1
    manifest.write_text(text.replace("\nparallel: []", f"\nparallel:\n  - {parallel}"))
    said = held.lfe("collected", "--destroy")
    assert said.code == 2
    assert why in said.all
    assert held.path("event", "facilitator.docx").is_file()
    assert "--destroy" not in next_steps(held)
    held.done("collected")
    assert "lfe collected" not in next_steps(held)


def test_in_a_review_that_was_stepped_up_who_came_is_recorded_and_nothing_removed(
    held: Officer,
) -> None:
    held.done("step-up")
    held.done("attended", "police", "--role", "manager")
    said = held.lfe("collected", "--destroy")
    assert said.code == 2
    assert "stepped up" in said.all
    held.done("collected")


@pytest.mark.parametrize(
    "words", [("attended", "police", "--role", "manager", "--brought"), ("collected", "--destroy")]
)
def test_a_dry_run_says_what_it_would_record_and_writes_nothing(
    held: Officer, words: tuple[str, ...]
) -> None:
    before = held.files()
    said = held.done(*words, "--dry-run", "-r", "LFE-2027-001")
    assert "would record: " in said.out
    assert not set("{}[]") & set(said.out)
    assert "Nothing was written." in said.out
    assert held.files() == before


def test_what_was_recorded_is_answered_as_one_document(held: Officer) -> None:
    said = held.done("attended", "police", "--role", "manager", "--brought", "--json")
    assert said.json == {
        "agency": "police",
        "people": {"manager": 1},
        "apologies": False,
        "brought": True,
    }
    assert held.done("collected", "--json").json["left"] == ["event/facilitator.docx"]
    refused = held.lfe("attended", "police", "--json")
    assert refused.code == 2
    assert refused.json["error"] == "Who came from Police?"


def test_attendance_reaches_no_document(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same review twice, once with attendance: only the history tells them apart.

    What is kept for undo names entries of the history, so it is left out as well. The papers are
    made the day after: once somebody came, no letter is drafted that asks people to come.
    """
    made = []
    for name, recorded in (("One", False), ("Two", True)):
        monkeypatch.setenv("LFE_NOW", "2027-01-11T09:30")
        anywhere.done("init", "--no-git", name)
        officer = Officer(anywhere.path(name))
        start_review(officer)
        review = Officer(officer.path("LFE-2027-001"))
        review.done("issue-audits")
        monkeypatch.setenv("LFE_NOW", ON_THE_DAY)
        if recorded:
            review.done("attended", "police", *("--role", "manager") * 7)
            review.done("attended", "school", "--role", "safeguarding-lead")
        monkeypatch.setenv("LFE_NOW", THE_DAY_AFTER)
        review.done("agenda")
        review.lfe("report")
        review.done("letter", "thank-you", "--agency", "police")
        files = officer.files()
        apart = re.compile(r"\.lfe/before/|.*history\.jsonl$")
        made.append({n: c for n, c in files.items() if not apart.match(n)})
    assert made[0] == made[1]


def test_the_sign_in_sheet_asks_for_the_roles_that_can_be_recorded(held: Officer) -> None:
    from lfe_cli.review.attending import ROLES

    text = text_of(held.path("event", "sign-in.docx").read_bytes())
    asked = ", ".join(ROLES[:-1]).replace("-", " ") + f" or {ROLES[-1]}"
    assert f"Please write {asked}." in text
    assert "If deputy, for which role" in text


def test_an_agency_that_was_not_there_and_sent_no_word_is_recorded_as_just_that(
    held: Officer,
) -> None:
    said = held.done("attended", "school", "--absent")
    assert "School: was not there; ask how they are" in said.out
    [entry] = history(held, "attended")
    assert entry["absent"] is True
    assert "apologies" not in entry
    [record] = [step for step in next_steps(held).splitlines() if "record who came" in step]
    assert "School" not in record
    assert held.lfe("attended", "school", "--absent", "--apologies").code == 2
    assert held.lfe("attended", "school", "--absent", "--brought").code == 2
