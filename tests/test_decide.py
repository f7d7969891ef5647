"""`lfe decide` and what follows: what was decided, who acts, who has heard, who reports back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from helpers.audits import fill
from helpers.contents import everything_in
from helpers.conversing import Conversing, in_turn
from helpers.family import MOTHER, enter
from helpers.history import history, next_steps
from helpers.letters import body_of, draft
from helpers.officer import Officer, where
from helpers.pages import learn_more, learning_of, meets, with_page
from helpers.states import review_after
from lfe_cli.cli import asking

BEFORE_THE_MEETING, AFTER_THE_MEETING = "2027-02-25T10:00", "2027-03-22T10:00"
ON = ("--on", "2027-03-18")
GROUPS = ("practice", "quality", "learning")
NEVER = r"overdue|\blate\b|fail|reject|deadline|non-compliant"


@pytest.fixture(autouse=True)
def _by_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_NOW", BEFORE_THE_MEETING)
    monkeypatch.setenv("LFE_OFFICE", "none")


@pytest.fixture
def submitted(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """The page went to the subgroup, which has met; two groups have an address."""
    monkeypatch.setenv("LFE_NOW", AFTER_THE_MEETING)
    return review_after(submit, officer)


def submit(review: Officer) -> None:
    settings = review.folder.parent / "partnership.yaml"
    text = settings.read_text()
    for group in ("practice", "quality"):
        text, found = re.subn(
            rf"(- id: {group}\n +name: .+\n +contact:)\n", rf"\1 {group}@groups.example\n", text
        )
        assert found == 1
    settings.write_text(text)
    with where(LFE_NOW=BEFORE_THE_MEETING):
        with_page(review)
        meets(review, "2027-03-18")
        review.done("submit")


def recommendation(review: Officer, number: str) -> dict[str, Any]:
    known = review.done("status", "--json").json["recommendations"]
    return next(one for one in known if one["id"] == number)


def told(review: Officer, group: str) -> str:
    """To whom a group's letter goes, and what it says."""
    message = draft(review, f"recommendations-{group}")
    assert message["Subject"] == "OFFICIAL-SENSITIVE: LFE-2027-001"
    return f"{message['To']}\n{body_of(message)}"


def letters(review: Officer) -> list[str]:
    return sorted(path.name for path in review.path("outbox").glob("recommendations-*.eml"))


# ---------------------------------------------------------------- what is decided


def test_there_is_nothing_to_decide_on_before_the_page_is_submitted(review: Officer) -> None:
    said = review.lfe("decide", "R1", "--as", "accepted")
    assert said.code == 2
    assert "The page was not submitted yet" in said.all
    assert "lfe submit" in said.all


def test_what_is_accepted_goes_to_the_pages_group_which_reports_back_in_time(
    submitted: Officer,
) -> None:
    said = submitted.done("decide", "r1", "--as", "accepted", *ON)
    assert "R1: accepted, goes to practice, which reports back by 18 May 2027" in said.all
    [entry] = history(submitted, "decided")
    assert (entry["recommendation"], entry["on"]) == ("R1", "2027-03-18")
    one = recommendation(submitted, "R1")
    assert (one["decision"], one["group"], one["report_back"]) == (
        "accepted",
        "practice",
        "2027-05-18",
    )
    assert one["state"] == "letter to send"
    assert recommendation(submitted, "R2")["state"] == "with the CSCR subgroup"


def test_the_day_to_report_back_counts_working_days_and_easter_is_none(submitted: Officer) -> None:
    settings = submitted.folder.parent / "partnership.yaml"
    text = settings.read_text()
    assert text.count("report_back_working_days: 40") == 1
    settings.write_text(text.replace("report_back_working_days: 40", "report_back_working_days: 5"))
    submitted.done("decide", "R1", "--as", "accepted", "--on", "2027-03-22")
    assert recommendation(submitted, "R1")["report_back"] == "2027-03-31"
    said = submitted.lfe("decide", "R1", "--as", "accepted", *ON, "--report-back", "1/3/2027")
    assert said.code == 2
    assert "--report-back is 1 March 2027, and the decision is of 18 March 2027." in said.all
    submitted.done("decide", "R1", "--as", "accepted", *ON, "--report-back", "30 April 2027")
    assert recommendation(submitted, "R1")["report_back"] == "2027-04-30"


def test_all_that_is_open_is_accepted_with_one_command(submitted: Officer) -> None:
    submitted.done("decide", "R3", "--as", "declined", "--reason", "In hand already")
    said = submitted.done("decide", "--all", "--as", "accepted", "--json").json
    assert [one["id"] for one in said["decided"]] == ["R1", "R2", "R4"]
    assert recommendation(submitted, "R3")["state"] == "declined"
    said_again = submitted.lfe("decide", "--all", "--as", "accepted")
    assert said_again.code == 2
    assert "Every recommendation is decided." in said_again.all


def test_what_is_amended_has_the_subgroups_words_and_keeps_the_pages(submitted: Officer) -> None:
    said = submitted.lfe("decide", "R1", "--as", "amended")
    assert said.code == 2
    assert "What does R1 say now? Next: Add the words that were agreed: --words TEXT" in said.all
    words = "Agree a short handover talk for every child who moves."
    submitted.done("decide", "R1", "--as", "amended", "--words", words, "--group", "quality")
    one = recommendation(submitted, "R1")
    assert (one["words"], one["group"]) == (words, "quality")
    assert one["original"].startswith("Agree a short handover conversation")
    assert words in told(submitted, "quality")
    assert letters(submitted) == ["recommendations-quality.eml"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ask Anya Example what helped her.", "Anya Example"),
        ("Find out why the worker failed to visit.", "failed to"),
    ],
)
def test_amended_words_name_nobody_and_blame_nobody(
    submitted: Officer, words: str, found: str
) -> None:
    before = submitted.files()
    said = submitted.lfe("decide", "R1", "--as", "amended", "--words", words)
    assert said.code == 2
    assert said.all.startswith("--words holds what may not")
    assert found in said.all
    assert submitted.files() == before


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--as", "amended", "--words", "Test it with Oakfield School"), "a place's name"),
        (("--as", "amended", "--words", "Test it with Dr Patel's surgery."), "Dr Patel"),
        (("--as", "held", "--reason", "Two families wait; CAMHS did not attend"), "So small a"),
        (("--as", "held", "--reason", "Two families wait; CAMHS did not attend"), "CAMHS did not"),
    ],
)
def test_what_may_point_to_somebody_is_said_and_recorded(
    submitted: Officer, words: tuple[str, ...], found: str
) -> None:
    said = submitted.done("decide", "R1", *words, *ON)
    assert f"Look at {words[2]} once more" in said.all
    assert found in said.all
    assert len(history(submitted, "decided")) == 1


def test_a_reason_blames_nobody(submitted: Officer) -> None:
    before = submitted.files()
    said = submitted.lfe("decide", "R1", "--as", "held", "--reason", "CAMHS failed to take part")
    assert said.code == 2
    assert "--reason holds what may not be kept" in said.all
    assert submitted.files() == before


def test_what_is_held_or_declined_has_a_reason_and_no_group(submitted: Officer) -> None:
    for decision in ("held", "declined"):
        said = submitted.lfe("decide", "R2", "--as", decision)
        assert said.code == 2
        assert f"Why is R2 {decision}?" in said.all
    reason = ("--reason", "Which services are meant?")
    said = submitted.lfe("decide", "R2", "--as", "held", *reason, "--group", "quality")
    assert said.code == 2
    assert "Nobody acts on what is held" in said.all
    named = submitted.lfe("decide", "R2", "--as", "held", "--reason", "Anya Example should say")
    assert named.code == 2
    assert "--reason holds what may not be kept" in named.all
    assert (
        "R2: held (Which services are meant?)"
        in submitted.done("decide", "R2", "--as", "held", *reason).all
    )
    assert "the CSCR subgroup holds R2: find out what it needs" in next_steps(submitted)
    assert letters(submitted) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("R9", "--as", "accepted"), "There is no recommendation R9 in LFE-2027-001."),
        (("R1", "--as", "approved"), "--as approved is no decision."),
        (("R1",), "What was decided? Next: Add --as"),
        (("--as", "accepted"), "Which recommendations?"),
        (("R1", "--all", "--as", "accepted"), "Which recommendations?"),
        (("R1", "--as", "accepted", "--group", "board"), "board is no working group"),
        (("R1", "--as", "accepted", "--words", "Other"), "--words goes with --as amended."),
        (("R1", "R2", "--as", "amended", "--words", "Other"), "--words are those of one"),
        (("--circulation", "everybody"), "--circulation everybody is not known."),
        ((), "What was decided?"),
        (("R1", "--as", "accepted", "--on", "2027-04-01"), "that is still to come"),
    ],
)
def test_what_cannot_be_recorded_says_what_to_write_instead(
    submitted: Officer, words: tuple[str, ...], sentence: str
) -> None:
    before = submitted.files()
    said = submitted.lfe("decide", *words, "--json")
    assert said.code == 2
    assert sentence in said.all
    assert said.json["next"]
    assert submitted.files() == before


def test_the_newer_decision_counts_and_the_history_keeps_both(submitted: Officer) -> None:
    submitted.done("decide", "R1", "--as", "accepted", *ON)
    said = submitted.done("decide", "R1", "--as", "declined", "--reason", "In hand already")
    assert "R1 was accepted on 18 March 2027; the history keeps that." in said.all
    assert recommendation(submitted, "R1")["decision"] == "declined"
    assert [e["decision"] for e in history(submitted, "decided")] == ["accepted", "declined"]


def test_a_decision_is_taken_back_with_its_letter(submitted: Officer) -> None:
    submitted.done("decide", "R1", "R3", "--as", "accepted")
    said = submitted.done("undo")
    assert "Taken back: decided (R1, R3)." in said.all
    assert recommendation(submitted, "R1")["decision"] is None
    assert not submitted.path("outbox", "recommendations-practice.eml").exists()
    assert "do not send" not in next_steps(submitted)
    submitted.done("decide", "R3", "--as", "accepted")
    assert "do not send" not in next_steps(submitted)
    assert "R1" not in told(submitted, "practice")


def test_a_dry_run_of_a_decision_writes_nothing(submitted: Officer) -> None:
    before = submitted.files()
    said = submitted.done("decide", "R1", "--as", "accepted", "--dry-run")
    assert "would record: decided 2027-03-22, R1, accepted, practice, 2027-05-20" in said.all
    assert submitted.files() == before


# ---------------------------------------------------------------- at a terminal


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> Iterator[str]:
    rest = iter(given)
    monkeypatch.setattr(asking, "can_ask", lambda no_input: True)
    monkeypatch.setattr("builtins.input", lambda prompt: next(rest))
    return rest


def test_at_a_terminal_it_asks_one_by_one_and_shows_the_words(
    submitted: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = answers(
        monkeypatch,
        *("", "maybe", "accepted", ""),  # the day of the meeting; R1, to the page's group
        *("amended", "Test one way to see who was not brought.", "practice"),
        *("held", "Which forms are meant?"),
        *("", "partners", "no"),  # who may read it; the words are put in by hand
    )
    said = submitted.done("decide")
    assert "report/learning.yaml does not say what was decided:" in said.all
    assert "Agree a short handover conversation" in said.all
    assert "That is no decision." in said.all
    assert list(rest) == []
    known = submitted.done("status", "--json").json["recommendations"]
    assert [one["decision"] for one in known] == ["accepted", "amended", "held", None]
    assert [one["group"] for one in known] == ["practice", "practice", "practice", "learning"]
    assert {one["decided_on"] for one in known} == {"2027-03-18", None}
    assert history(submitted, "circulation decided")[0]["to"] == "partners"


def test_where_every_answer_is_empty_nothing_is_recorded(
    submitted: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, *[""] * 6)
    before = submitted.files()
    said = submitted.lfe("decide")
    assert said.code == 2
    assert "Nothing was decided, and nothing was recorded." in said.all
    assert submitted.files() == before


# ---------------------------------------------------------------- the groups' letters


def test_each_group_is_written_to_about_its_own_recommendations_alone(submitted: Officer) -> None:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    own = {"practice": ("R1", "R3"), "quality": ("R2",), "learning": ("R4",)}
    steps = learning_of(submitted)["next_steps"]
    for group, ids in own.items():
        text = told(submitted, group)
        for number, step in enumerate(steps, start=1):
            assert (f"- R{number}: {step['recommendation']}\n" in text) == (f"R{number}" in ids)
        assert "by Tuesday 18 May 2027:" in text
        assert not re.search(NEVER, text, re.IGNORECASE)
        assert "audit" not in text and "Neglect and a move" not in text
    assert told(submitted, "practice").startswith("practice@groups.example\n")
    assert told(submitted, "learning").startswith("None\n")
    assert "take this step further" in told(submitted, "quality")
    assert "take these steps further" in told(submitted, "practice")


def test_days_that_differ_stand_beside_each_recommendation(submitted: Officer) -> None:
    submitted.done("decide", "R1", "--as", "accepted", *ON)
    submitted.done("decide", "R3", "--as", "accepted", *ON, "--report-back", "2027-06-30")
    text = told(submitted, "practice")
    assert "with three teams. (we hope to hear by Tuesday 18 May 2027)\n" in text
    assert "(we hope to hear by Wednesday 30 June 2027)\n" in text
    assert "how it is going:" in text


def test_a_letter_is_made_anew_only_where_its_recommendations_change(submitted: Officer) -> None:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    edited = submitted.path("outbox", "recommendations-quality.eml")
    edited.write_bytes(edited.read_bytes().replace(b"Dear colleague", b"Dear all"))
    said = submitted.done("decide", "R3", "--as", "accepted", *ON, "--group", "learning", "--json")
    assert [name.rsplit("-", 1)[1] for name in said.json["letters"]] == [
        "practice.eml",
        "learning.eml",
    ]
    assert b"Dear all" in edited.read_bytes()
    assert "R3" not in told(submitted, "practice")
    assert "R3" in told(submitted, "learning")


def test_a_group_with_nothing_to_act_on_any_more_has_no_letter_and_is_told_if_it_was_sent(
    submitted: Officer,
) -> None:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    submitted.done("decide", "R2", "--as", "declined", "--reason", "In hand already")
    assert letters(submitted) == ["recommendations-learning.eml", "recommendations-practice.eml"]
    submitted.done("sent", "--letter", "recommendations", "--group", "learning")
    said = submitted.done("decide", "R4", "--as", "declined", "--reason", "In hand already")
    assert "Learning and Development Group was written to, and has nothing to act on" in said.all


def test_letters_are_recorded_as_sent_to_all_groups_or_to_one(submitted: Officer) -> None:
    said = submitted.lfe("sent", "--letter", "recommendations")
    assert said.code == 2
    assert "No letter recommendations is waiting in outbox." in said.all
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    assert "send the letters in outbox to the groups (Practice Development Group, " in next_steps(
        submitted
    )
    submitted.done("sent", "--letter", "recommendations", "--group", "quality", *ON)
    assert recommendation(submitted, "R2")["state"] == "letter sent"
    assert recommendation(submitted, "R1")["state"] == "letter to send"
    said = submitted.done("sent", "--letter", "recommendations")
    assert "Practice Development Group: recommendations sent 22 March 2027" in said.all
    assert "Multi-Agency" not in said.all
    assert "Taken back: sent (recommendations, practice, learning)." in submitted.done("undo").all
    for wrong in (("--agency", "police"), ("--letter", "audit-request", "--group", "quality")):
        said = submitted.lfe("sent", "--letter", "recommendations", *wrong)
        assert said.code == 2
        assert "go to groups, all others to agencies" in said.all


# ---------------------------------------------------------------- hearing from the groups


@pytest.fixture
def sent(submitted: Officer) -> Officer:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    submitted.done("sent", "--letter", "recommendations")
    return submitted


def test_groups_are_asked_about_one_by_one_and_enter_records_nothing(
    sent: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-04-20T09:30")
    before = sent.files()
    for command in ("received", "reported-back"):
        Conversing(sent.folder, in_turn(["", "", ""])).done(command)
        assert sent.files() == before
        assert sent.lfe(command).code == 2
        assert "  - Practice Development Group\n" in sent.done(command, "--dry-run").out
    Conversing(sent.folder, in_turn(["24 March 2027", "", "", "yes"])).done("received")
    [entry] = history(sent, "received")
    assert (entry["group"], entry["on"]) == ("practice", "2027-03-24")
    officer = Conversing(sent.folder, in_turn(["yes", "R9", "r3", "", "", "yes"]))
    officer.done("reported-back")
    assert "has it reported back on R1 or R3?" in officer.shown[0]
    [entry] = history(sent, "reported back")
    assert (entry["group"], entry["recommendations"]) == ("practice", ["R3"])


def test_a_group_says_that_it_has_them_and_later_how_it_goes(
    sent: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = "waiting to hear that the letter reached Practice Development Group: lfe received"
    assert waiting in next_steps(sent)
    said = sent.done("received", "practice", "--on", "2027-03-22")
    assert "Practice Development Group has R1, R3, 22 March 2027." in said.all
    assert waiting not in next_steps(sent)
    assert recommendation(sent, "R3")["state"] == "with the group"
    monkeypatch.setenv("LFE_NOW", "2027-04-30T10:00")
    sent.done("reported-back", "practice", "--recommendation", "r1")
    assert recommendation(sent, "R1")["state"] == "heard back 30 Apr"
    assert recommendation(sent, "R3")["reported_back"] is None
    assert sent.done("reported-back", "practice", "--json").json["recommendations"] == ["R1", "R3"]
    assert "Taken back: reported back (practice)." in sent.done("undo").all
    assert recommendation(sent, "R1")["reported_back"] == "2027-04-30"
    assert recommendation(sent, "R3")["reported_back"] is None


def test_a_report_back_that_was_hoped_for_is_asked_after_kindly(
    sent: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hoped = (
        "a report back from Practice Development Group on R1, R3 was hoped for by 18 May 2027: "
        "ask how it goes, then record it: lfe reported-back practice"
    )
    monkeypatch.setenv("LFE_NOW", "2027-05-18T16:00")
    assert hoped not in next_steps(sent)
    monkeypatch.setenv("LFE_NOW", "2027-05-19T09:00")
    assert hoped in next_steps(sent)
    assert not re.search(NEVER, sent.done("status").out, re.IGNORECASE)
    sent.done("reported-back", "practice")
    assert hoped not in next_steps(sent)


def test_only_a_group_that_has_something_can_say_so(sent: Officer) -> None:
    sent.done("decide", "R2", "--as", "declined", "--reason", "In hand already")
    for command in ("received", "reported-back"):
        said = sent.lfe(command, "quality")
        assert said.code == 2
        assert "No recommendation of LFE-2027-001 is with a group called quality." in said.all
        assert "Groups that have one: practice, learning." in said.all
    said = sent.lfe("reported-back", "practice", "--recommendation", "R4")
    assert said.code == 2
    assert "R4 is not with Practice Development Group. Next: It has R1, R3." in said.all


# ---------------------------------------------------------------- who reads the page


def test_who_may_read_the_page_is_asked_for_and_warned_about(submitted: Officer) -> None:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    assert "record who else may read the page" in next_steps(submitted)
    issuing = ("report", "--stage", "issued", "--dry-run")
    assert "who else may read it is not decided: lfe decide" in submitted.lfe(*issuing).all
    said = submitted.done("decide", "--circulation", "partners", *ON)
    assert "The page may be read by partner agencies (18 March 2027)." in said.all
    assert "issue the page, which may go to partner agencies" in next_steps(submitted)
    submitted.done(*issuing)
    assert "Taken back: circulation decided (partners)." in submitted.done("undo").all


def test_a_page_that_says_otherwise_than_was_decided_is_made_anew(submitted: Officer) -> None:
    words = "Agree a short handover talk for every child who moves."
    submitted.done("decide", "R1", "--as", "amended", "--words", words)
    submitted.done("decide", "R2", "--as", "declined", "--reason", "In hand already")
    otherwise = "the page does not say what was decided (R1 amended, R2 declined)"
    assert otherwise in next_steps(submitted)
    issuing = submitted.lfe("report", "--stage", "issued", "--dry-run", "--json").json["missing"]
    assert {"step": "as decided"}.items() <= issuing[1].items()
    first, _, *others = learning_of(submitted)["next_steps"]
    learn_more(submitted, next_steps=[{**first, "recommendation": words}, *others])
    assert "does not say what was decided" not in next_steps(submitted)


# ---------------------------------------------------------------- what is shown and kept


def test_status_shows_every_recommendation_on_a_narrow_screen(sent: Officer) -> None:
    sent.done("decide", "R4", "--as", "held", "--reason", "Which courses?")
    out = sent.done("status").out
    assert max(len(line) for line in out.splitlines()) <= 80
    assert re.search(r"R1 +Agree a short .*accepted +practice +18 May 2027 +letter sent", out)
    assert re.search(r"R4 +Add this learning .*held +learning +held", out)
    assert "with the CSCR subgroup" in out
    sent.done("decide", "R4", "--as", "accepted")
    assert sent.done("status", "--json").json["stage"] == "with the working groups"


def test_nothing_of_a_returned_audit_or_of_who_came_reaches_subgroup_or_groups(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    form = review.path("audits", "issued", "police.docx").read_bytes()
    texts = ("child_day", "good_practice", "better_together", "bring_learning", "bring_questions")
    marked = {tag: f"canary {tag} planted" for tag in texts}
    inbox = review.path("audits", "inbox")
    inbox.mkdir(exist_ok=True)
    inbox.joinpath("police.docx").write_bytes(fill(form, {**marked, "share_before": True}))
    review.done("ingest")
    review.done("attended", "police", "--role", "manager", "--brought", "--on", "2027-02-10")
    before = set(review.files())
    with_page(review)
    meets(review, "2027-03-18")
    review.done("submit")
    monkeypatch.setenv("LFE_NOW", AFTER_THE_MEETING)
    review.done("decide", "--all", "--as", "accepted")
    review.done("sent", "--letter", "recommendations")
    made = {name: content for name, content in review.files().items() if name not in before}
    assert {"subgroup/paper.docx", "outbox/sent/recommendations-practice.eml"} <= set(made)
    for name, content in made.items():
        text = everything_in(content).decode("utf-8", "replace")
        assert "canary" not in text, name
        if not name.startswith("report/"):
            assert not re.search(r"\b(Police|Health Visiting|audit)", text), name
    entries = [json.loads(line) for line in review.path("history.jsonl").read_text().splitlines()]
    assert "canary" not in json.dumps(entries)


# ---------------------------------------------------------------- days that cannot be


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2025-01-01", "The page was submitted on 25 February 2027, and --on is 1 January 2025."),
        ("2027-03-17", "subgroup's meeting of 18 March 2027, and --on is 17 March 2027."),
    ],
)
@pytest.mark.parametrize("what", [("R1", "--as", "accepted"), ("--circulation", "partners")])
def test_nothing_is_decided_before_the_page_was_submitted_or_the_subgroup_met(
    submitted: Officer, day: str, sentence: str, what: tuple[str, ...]
) -> None:
    before = submitted.files()
    said = submitted.lfe("decide", *what, "--on", day)
    assert said.code == 2
    assert sentence in said.all
    assert submitted.files() == before


def test_a_meeting_on_another_day_that_the_settings_list_will_do(submitted: Officer) -> None:
    settings = submitted.folder.parent / "partnership.yaml"
    text = settings.read_text()
    assert text.count("subgroup_meetings: [") == 1
    settings.write_text(text.replace("subgroup_meetings: [", "subgroup_meetings: [2027-03-11, "))
    submitted.done("decide", "R1", "--as", "accepted", "--on", "2027-03-11")
    assert recommendation(submitted, "R1")["decided_on"] == "2027-03-11"


def test_what_was_decided_at_an_earlier_meeting_can_still_be_put_right(
    submitted: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted.done("decide", "R1", "R2", "R3", "--as", "accepted", *ON)
    submitted.done("submit", "--meeting", "2027-05-20")
    submitted.done("decide", "R1", "--as", "declined", "--reason", "In hand already", *ON)
    said = submitted.lfe("decide", "R4", "--as", "accepted", *ON)
    assert said.code == 2
    assert "meeting of 20 May 2027, and --on is 18 March 2027." in said.all
    monkeypatch.setenv("LFE_NOW", "2027-05-21T10:00")
    submitted.done("decide", "R4", "--as", "accepted", "--on", "2027-05-20")


def test_a_group_says_nothing_of_what_was_not_decided_yet(sent: Officer) -> None:
    before = sent.files()
    for command in ("received", "reported-back"):
        said = sent.lfe(command, "practice", "--on", "2027-03-17")
        assert said.code == 2
        assert "R1 was decided on 18 March 2027, and --on is 17 March 2027" in said.all
    assert sent.files() == before


def test_a_letter_that_arrived_before_it_is_recorded_as_sent_is_remarked(
    submitted: Officer,
) -> None:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    remark = "It is not recorded that its letter was sent: lfe sent --letter recommendations"
    assert remark in submitted.done("received", "practice").all
    assert submitted.done("received", "quality", "--json").json["remarks"] == [
        f"{remark} --group quality"
    ]
    submitted.done("sent", "--letter", "recommendations")
    assert remark not in submitted.done("received", "practice").all


# ---------------------------------------------------------------- the same again


def test_the_same_decision_again_changes_nothing(sent: Officer) -> None:
    sent.done("decide", "--circulation", "partners", *ON)
    before = sent.files()
    said = sent.done("decide", "R1", "--as", "accepted")
    assert "R1 was accepted on 18 March 2027: nothing changed." in said.all
    said = sent.done("decide", "--circulation", "partners")
    assert "decided so on 18 March 2027: nothing changed." in said.all
    assert sent.files() == before
    sent.done("decide", "R1", "--as", "accepted", "--on", "2027-03-19")
    assert recommendation(sent, "R1")["decided_on"] == "2027-03-19"
    sent.done("decide", "R1", "--as", "accepted", "--report-back", "2027-06-30")
    assert recommendation(sent, "R1")["report_back"] == "2027-06-30"


# ---------------------------------------------------------------- before more people read it


def test_before_more_people_read_the_page_the_family_has_heard(submitted: Officer) -> None:
    enter(submitted, MOTHER, family_part=False)
    heard = "it is not recorded that the mother has heard the learning"
    assert heard not in submitted.done("decide", "--all", "--as", "accepted", *ON).all
    said = submitted.done("decide", "--circulation", "partners", *ON)
    assert f"before it goes further: {heard}" in " ".join(said.out.partition("Next:")[2].split())
    assert "record who came to the event" in said.all
    submitted.done("told", "feedback", "--person", "mother")
    said = submitted.done("decide", "--circulation", "public", "--dry-run", "--json")
    assert not any(heard in remark for remark in said.json["remarks"])


# ---------------------------------------------------------------- what a letter says of others


@pytest.mark.parametrize(
    ("readers", "sentence"),
    [
        ("subgroup", "is not attached: it stays with the CSCR subgroup, as was decided."),
        ("partners", "is not attached: partner agencies may read it once it is issued, and we"),
        ("public", "is not attached: it may be read by everybody once it is issued, and we"),
    ],
)
def test_a_letter_says_who_may_read_the_page_as_it_was_decided(
    submitted: Officer, readers: str, sentence: str
) -> None:
    submitted.done("decide", "R2", "--as", "accepted", *ON)
    assert "is not attached: the CSCR subgroup decides who reads it." in told(submitted, "quality")
    said = submitted.done("decide", "--circulation", readers, *ON)
    assert "Multi-Agency Performance and Quality Assurance: letter drafted (R2)" in said.all
    assert sentence in told(submitted, "quality")
    submitted.done("sent", "--letter", "recommendations")
    before = told(submitted, "quality")
    other = "public" if readers == "subgroup" else "subgroup"
    submitted.done("decide", "--circulation", other, *ON)
    assert told(submitted, "quality") == before
    assert letters(submitted) == []
    assert recommendation(submitted, "R2")["state"] == "letter sent"


def test_a_letter_after_a_change_says_what_it_replaces_and_what_is_dropped(sent: Officer) -> None:
    assert "replaces" not in told(sent, "practice")
    words = "Test one way to see who was not brought."
    sent.done("decide", "R1", "--as", "declined", "--reason", "In hand already")
    sent.done("decide", "R3", "--as", "amended", "--words", words)
    text = told(sent, "practice")
    assert "This letter replaces ours of Monday 22 March 2027. What has changed:\n" in text
    assert (
        "- R1 is dropped from what we ask of you. If you have begun with it, please tell us.\n"
        in text
    )
    assert "- R3 has new words, below. They replace the earlier ones.\n" in text
    assert f"- R3: {words}\n" in text
    assert "- R1: " not in text
    sent.done("decide", "R1", "--as", "accepted", "--group", "quality")
    assert "dropped" not in told(sent, "quality")
    assert "This letter replaces ours of Monday 22 March 2027." in told(sent, "quality")
    assert told(sent, "practice") == text


def test_once_the_new_letter_is_sent_the_next_one_replaces_that(
    sent: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent.done("decide", "R1", "--as", "held", "--reason", "More is to be heard first")
    assert "R1 is dropped from what we ask of you." in told(sent, "practice")
    monkeypatch.setenv("LFE_NOW", "2027-03-24T10:00")
    sent.done("sent", "--letter", "recommendations")
    sent.done("decide", "R1", "--as", "accepted")
    text = told(sent, "practice")
    assert "This letter replaces ours of Wednesday 24 March 2027." in text
    assert "dropped" not in text
    assert "- R1: " in text


def test_a_letter_without_an_address_says_where_to_put_it(submitted: Officer) -> None:
    said = submitted.done("decide", "R4", "--as", "accepted", *ON)
    assert (
        "letter drafted (R4), not addressed: its address goes into partnership.yaml, "
        "working_groups, learning, contact" in said.all
    )
    settings = (submitted.folder.parent / "partnership.yaml").read_text()
    assert re.search(r"- id: learning\n +name: .+\n +contact:\n", settings)


def test_an_issued_page_that_says_otherwise_is_withdrawn_first(submitted: Officer) -> None:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    submitted.done("decide", "--circulation", "partners", *ON)
    submitted.done("report", "--stage", "issued")
    submitted.done("decide", "R2", "--as", "declined", "--reason", "In hand already")
    assert (
        "(R2 declined); it is issued, so withdraw it first: lfe report --stage withdrawn"
        in next_steps(submitted)
    )


def test_an_edited_letter_of_a_decision_that_was_taken_back_cannot_be_recorded_as_sent(
    submitted: Officer,
) -> None:
    submitted.done("decide", "R1", "R3", "--as", "accepted")
    letter = submitted.path("outbox", "recommendations-practice.eml")
    edited = letter.read_bytes() + b"Our own words.\r\n"
    letter.write_bytes(edited)
    sent = history(submitted, "sent")
    submitted.done("undo")
    assert letter.read_bytes() == edited
    said = submitted.lfe("sent", "--letter", "recommendations", "--group", "practice")
    assert (said.code, "Next:" in said.err) == (2, True), said
    assert history(submitted, "sent") == sent


def test_a_letter_that_was_taken_away_cannot_be_recorded_as_sent(submitted: Officer) -> None:
    submitted.done("decide", "--all", "--as", "accepted", *ON)
    why = "Another board does this already"
    submitted.done("decide", "R2", "--as", "declined", "--reason", why, *ON)
    letter = submitted.path("outbox/recommendations-quality.eml")
    assert not letter.exists()
    said = submitted.lfe("sent", "--letter", "recommendations", "--group", "quality")
    assert (said.code, "Next:" in said.err) == (2, True), said
    submitted.done("undo")
    assert letter.exists()
    submitted.done("sent", "--letter", "recommendations", "--group", "quality")
