"""`lfe letter`: the thank-you after the event, and which command makes the other letters."""

from __future__ import annotations

import email
import email.policy
import json
from pathlib import Path

import pytest

from helpers.letters import body_of, draft
from helpers.officer import Officer
from helpers.states import review_after
from lfe_cli.letters.kinds import KINDS

LEARNING = (Path(__file__).parent / "data" / "learning.yaml").read_text("utf-8")
GAP = "[ WRITE HERE, BY HAND"
STRENGTH = "A trusted adult noticed small changes, wrote down the child's own words"


@pytest.fixture
def after(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """The morning after the learning event of 10 February."""
    monkeypatch.setenv("LFE_NOW", "2027-02-11T09:00")
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")


def text(review: Officer, agency: str = "police") -> str:
    return body_of(draft(review, f"thank-you-{agency}"))


def drafted(review: Officer) -> set[str]:
    return {p.stem.removeprefix("thank-you-") for p in review.path("outbox").glob("thank-you-*")}


def learning(review: Officer, content: str) -> None:
    path = review.path("report", "learning.yaml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)


def names(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [Testina Example]\nplaces: []\nother: []\n")


def next_steps(review: Officer) -> list[str]:
    return [s for s in review.done("status", "--json").json["next"] if "thank" in s]


def test_before_the_event_there_is_nothing_to_thank_for(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-09T18:00")
    before = review.files()
    said = review.lfe("letter", "thank-you")
    assert said.code == 2
    assert "The event is on 10 February 2027: there is nothing to thank for yet." in said.all
    assert review.files() == before
    monkeypatch.setenv("LFE_NOW", "2027-02-10T15:00")
    review.done("letter", "thank-you")


def test_without_an_events_day_the_officer_is_told_to_enter_it(after: Officer) -> None:
    path = after.path("review.yaml")
    path.write_text(path.read_text().replace("at: 2027-02-10 09:30", "at:"))
    said = after.lfe("letter", "thank-you", "--json")
    assert said.code == 2
    assert "The event has no day yet" in said.json["error"]
    assert said.json["where"] == "LFE-2027-001/review.yaml, event.at"


def test_everybody_who_takes_part_is_thanked_while_nobody_recorded_who_came(
    after: Officer,
) -> None:
    after.done("reply", "school", "--knows", "no")
    said = after.done("letter", "thank-you")
    assert drafted(after) == {"police", "health-visiting"}
    assert "Who came is not recorded yet (lfe attended)" in said.all
    entries = [json.loads(line) for line in after.path("history.jsonl").read_text().splitlines()]
    made = [e for e in entries if e["action"] == "letter drafted" and e["letter"] == "thank-you"]
    assert [e["agency"] for e in made] == ["police", "health-visiting"]


def test_only_those_who_came_are_thanked_once_it_is_recorded(after: Officer) -> None:
    after.done("attended", "police", "--role", "practitioner")
    after.done("attended", "school", "--apologies")
    said = after.done("letter", "thank-you")
    assert drafted(after) == {"police"}
    assert "Who came from Health Visiting is not recorded yet" in said.all
    refused = after.lfe("letter", "thank-you", "--agency", "school")
    assert refused.code == 2
    assert "Nothing says that School came" in refused.all


def test_apologies_alone_take_an_agency_out(after: Officer) -> None:
    after.done("attended", "school", "--apologies")
    after.done("letter", "thank-you")
    assert drafted(after) == {"police", "health-visiting"}
    for agency in ("police", "health-visiting"):
        after.done("attended", agency, "--apologies")
    said = after.done("letter", "thank-you")
    assert "Nobody came, as far as it is recorded: no letter is made." in said.all


def test_good_practice_is_named_from_what_the_facilitator_wrote(after: Officer) -> None:
    names(after)
    learning(after, LEARNING)
    said = after.done("letter", "thank-you")
    assert f"- {STRENGTH}" in text(after)
    assert f"{GAP}: what you would like to thank Police for in particular. ]" in text(after)
    assert "checked against 1 listed word: read it again." in said.all


def test_strengths_are_taken_while_the_rest_is_still_to_be_written(after: Officer) -> None:
    names(after)
    learning(
        after, "title:\nworked_well:\n  - Visits fitted\n    the day.\nwhat_we_learned:\n  -\n"
    )
    after.done("letter", "thank-you")
    assert "\n- Visits fitted the day.\n" in text(after).replace("\r\n", "\n")


@pytest.mark.parametrize(
    "content", ["", "worked_well:\n  -\n", "worked_well: text\n", "worked_well: [\n", "- a\n"]
)
def test_without_strengths_a_gap_is_left_and_said(after: Officer, content: str) -> None:
    names(after)
    learning(after, content)
    said = after.done("letter", "thank-you")
    assert f"{GAP}: something real that went well and that Police had a part in. ]" in text(after)
    assert "says nothing yet of what worked well" in said.all


def test_strengths_that_may_name_somebody_leave_the_gap(after: Officer) -> None:
    names(after)
    learning(after, LEARNING.replace("A trusted adult noticed", "Testina noticed"))
    said = after.lfe("letter", "thank-you")
    assert said.code == 1  # git holds the text back, too
    assert "Testina" not in text(after) + said.all
    assert f"{GAP}: something real" in text(after)
    assert "holds what may name somebody" in said.all


def test_without_a_list_of_names_nothing_is_taken_over(after: Officer) -> None:
    learning(after, LEARNING)
    after.path("identifiers.yaml").unlink()
    said = after.lfe("letter", "thank-you")
    assert said.code == 1  # git holds the text back, too
    assert STRENGTH not in text(after)
    assert "The list of names is missing or cannot be read" in said.all


def test_the_letter_says_what_happens_next_and_asks_how_they_are(after: Officer) -> None:
    after.done("letter", "thank-you")
    said = " ".join(text(after).split())
    assert "You see it before it goes further" in said
    assert "How are you, and how are your colleagues?" in said
    assert "Your line manager or safeguarding lead" in said
    content = after.path("outbox", "thank-you-police.eml").read_bytes()
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert message["Subject"] == "OFFICIAL-SENSITIVE: LFE-2027-001"
    assert "Neglect" not in str(message)


def test_the_rules_on_wording_find_nothing_but_the_open_gap(after: Officer) -> None:
    names(after)
    for content in ("", LEARNING):
        learning(after, content)
        after.done("letter", "thank-you")
        found = after.done("check", after.path("outbox", "thank-you-police.eml"), "--json").json
        assert [f["rule"] for f in found["findings"]] == ["gap-open"]


def test_an_open_gap_is_pointed_at_until_the_letter_was_sent(after: Officer) -> None:
    def gaps() -> list[str]:
        found = after.lfe("check", "--json").json["findings"]
        assert {f["severity"] for f in found if f["rule"] == "gap-open"} <= {"suggest"}
        return [f["file"] for f in found if f["rule"] == "gap-open"]

    names(after)
    after.done("letter", "thank-you")
    of = "LFE-2027-001/outbox/thank-you-{}.eml".format
    assert gaps() == [of("health-visiting"), of("police"), of("school")]
    path = after.path("outbox", "thank-you-police.eml")
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join(line for line in lines if not line.startswith(b"[ WRITE")))
    after.done("sent", "--letter", "thank-you", "--agency", "school")
    assert gaps() == [of("health-visiting")]


def test_an_edited_letter_is_left(after: Officer) -> None:
    after.done("letter", "thank-you")
    path = after.path("outbox", "thank-you-police.eml")
    path.write_bytes(path.read_bytes().replace(b"Dear colleague", b"Good morning"))
    names(after)
    learning(after, LEARNING)
    said = after.done("letter", "thank-you")
    assert "Police: its letter was edited by you, left as it is" in said.all
    assert "Good morning" in text(after)
    assert STRENGTH in text(after, "school")


def test_nobody_is_thanked_twice_unless_asked_for(after: Officer) -> None:
    after.done("letter", "thank-you")
    after.done("sent", "--letter", "thank-you", "--agency", "police")
    names(after)
    learning(after, LEARNING)
    said = after.done("letter", "thank-you")
    assert "Police: thanked already, left as it is" in said.all
    assert STRENGTH not in text(after)
    after.done("letter", "thank-you", "--agency", "police")
    assert STRENGTH in text(after)


def test_status_says_to_thank_and_then_to_complete_and_send(after: Officer) -> None:
    assert next_steps(after) == [
        "thank those who came, within two days of the event: lfe letter thank-you"
    ]
    after.done("letter", "thank-you")
    assert next_steps(after) == [
        "complete the thank-you letters in outbox by hand and send them, then record it: "
        "lfe sent --letter thank-you"
    ]
    after.done("sent", "--letter", "thank-you")
    assert next_steps(after) == []


def test_a_dry_run_writes_nothing_and_json_names_the_files(after: Officer) -> None:
    before = after.files()
    said = after.done("letter", "thank-you", "--agency", "police", "--dry-run")
    assert "would write LFE-2027-001/outbox/thank-you-police.eml" in said.all
    assert after.files() == before
    said = after.done("letter", "thank-you", "--agency", "police", "--json")
    assert said.json["letter"] == "thank-you"
    assert said.json["files"] == ["LFE-2027-001/outbox/thank-you-police.eml"]


def test_a_review_that_was_stepped_up_gets_no_letter(after: Officer) -> None:
    after.done("step-up")
    said = after.lfe("letter", "thank-you")
    assert said.code == 2
    assert "was stepped up" in said.all
    assert drafted(after) == set()


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS if not kind.is_made_by_name])
def test_of_every_other_letter_it_is_said_what_makes_it(after: Officer, kind: str) -> None:
    said = after.lfe("letter", kind)
    assert said.code == 2
    assert f"The letter {kind} is not made by its name. Next: What makes it: lfe " in said.all


def test_a_letter_that_is_not_known_is_a_sentence(after: Officer) -> None:
    said = after.lfe("letter", "thanks")
    assert said.code == 2
    assert "There is no letter thanks." in said.all
    assert "thank-you" in said.all


def test_what_is_said_fits_the_terminal(after: Officer) -> None:
    said = after.done("letter", "thank-you")
    assert all(len(line.rstrip()) <= 80 for line in said.out.splitlines())
