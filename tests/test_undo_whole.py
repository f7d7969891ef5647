"""`lfe undo`: the last command or nothing, with its files, and what it says before it does it."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from helpers.audits import fill
from helpers.history import history, next_steps, states
from helpers.officer import REFERENCE, Officer, where
from helpers.pages import with_page
from helpers.situations import (
    OTHER,
    SITUATIONS,
    Situation,
    acted_on,
    at_the_end,
    prepared,
)
from helpers.states import lay, review_after
from lfe_cli.cli import asking

STAYS = {"close", "collected --destroy", "discard"}  # what they removed for good does not come back
RECORDING = [
    one for one in SITUATIONS if one.words[0] not in ("init", "new", "board", "year", "undo")
]


def where_things_stand(review: Officer) -> dict[str, Any]:
    return review.done("status", "--json").json


def without_the_tools_own(officer: Officer) -> dict[str, bytes]:
    files = officer.files().items()
    return {n: c for n, c in files if ".lfe/" not in n and not n.endswith("history.jsonl")}


@pytest.mark.parametrize("situation", RECORDING, ids=lambda one: one.name)
def test_after_undo_the_review_is_where_it_was(situation: Situation, tmp_path: Path) -> None:
    """Every command that records: what status said, and every file, is as before it."""
    folder = situation.lay(tmp_path / "workspace")
    top, reviews = Officer(folder), [Officer(folder / one) for one in (REFERENCE, OTHER)]
    is_final = any(situation.name.startswith(one) for one in STAYS)
    with where(LFE_NOW=situation.now, LFE_OFFICE="none"):
        before = [where_things_stand(one) for one in reviews]
        files = without_the_tools_own(top)
        assert top.lfe(*situation.words, at=folder / situation.at).code in (0, 1)
        done = top.files()
        said = reviews[0].lfe("undo")
        if is_final:
            assert (said.code, top.files()) == (2, done), said
            return
        assert said.code == 0, said
        assert [where_things_stand(one) for one in reviews] == before
    now = without_the_tools_own(top)
    assert {name: now.get(name) for name in files} == files
    kept = {name for name in now.keys() - files.keys() if ".1." not in name}
    assert not kept, kept


@pytest.mark.parametrize("situation", RECORDING, ids=lambda one: one.name)
def test_nothing_that_is_taken_back_is_lost(situation: Situation, tmp_path: Path) -> None:
    """What came, and what was made for others to read, lies there still: in its place, or aside."""
    folder = situation.lay(tmp_path / "workspace")
    top = Officer(folder)
    with where(LFE_NOW=situation.now, LFE_OFFICE="none"):
        before = without_the_tools_own(top)
        top.lfe(*situation.words, at=folder / situation.at)
        after = without_the_tools_own(top)
        Officer(folder / REFERENCE).lfe("undo")
    made = {name: after[name] for name in after.keys() - before.keys()}
    there = set(without_the_tools_own(top).values())
    lost = {name for name, content in made.items() if content not in there}
    assert all("/outbox/" in name or name.endswith(".yaml") for name in lost), lost


# ---------------------------------------------------------------- never past the last thing


@pytest.fixture
def asked(officer: Officer) -> Officer:
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")


def test_each_command_is_taken_back_in_turn_to_the_beginning(officer: Officer) -> None:
    lay(prepared, officer)
    review = Officer(officer.path(REFERENCE))
    steps = [*reversed([command["what"] for command in commands(review)])]
    assert steps[:3] == [
        "review started",
        "form issued (police, school, health-visiting)",
        "sent (audit-request, police, 2 more)",
    ]
    for what in reversed(steps[1:]):
        assert commands(review)[0]["what"] == what
        assert review.lfe("undo").code == 0
    said = review.lfe("undo")
    assert said.code == 2
    assert "Undo does not take back that a review was begun" in said.all
    assert "If it was begun by mistake: lfe discard" in said.all
    assert commands(review)[0]["stays"]
    assert states(review) == ["not asked yet"] * 3


def commands(review: Officer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = review.done("undo", "--list", "--json").json["commands"]
    return found


def named(review: Officer, what: str) -> str:
    """The id of the newest command that did this."""
    return next(one["id"] for one in commands(review) if one["what"].startswith(what))


def test_an_older_command_is_taken_back_alone_where_it_is_named(asked: Officer) -> None:
    asked.done("told", "identity", "--agency", "police")
    asked.done("reply", "school", "--knows", "yes")
    said = asked.done("undo", named(asked, "told"))
    assert said.out == "Taken back: told (identity, police).\n"
    assert states(asked) == ["request sent", "replied", "request sent"]
    assert "reply (school)" in asked.done("undo", "--list").all


def test_what_left_the_house_is_named_with_what_has_to_go_first(asked: Officer) -> None:
    before = asked.files()
    said = asked.lfe("undo", named(asked, "form issued"))
    assert said.code == 2
    assert "sent (audit-request, police, 2 more) has left the house" in said.all
    assert f"take it back first: lfe undo {named(asked, 'sent')}" in said.all
    assert asked.files() == before


def test_what_changed_the_same_file_later_goes_first(officer: Officer) -> None:
    lay(prepared, officer)
    review = Officer(officer.path(REFERENCE))
    review.done("move", "--to", "2027-02-17 13:00")
    first = named(review, "event moved")
    review.done("move", "--to", "2027-02-24 13:00")
    said = review.lfe("undo", first)
    assert said.code == 2
    assert "event moved changed the same file. Next: If that was wrong as well" in said.all
    review.done("undo")
    review.done("undo")
    assert "2027-02-10 09:30" in review.path("review.yaml").read_text()


def test_what_is_recorded_of_a_late_agency_goes_before_that_it_was_added(asked: Officer) -> None:
    asked.done("agency", "add", "gp")
    added = named(asked, "agency added")
    asked.done("reply", "gp", "--knows", "yes")
    said = asked.lfe("undo", added)
    assert (said.code, "reply (gp) follows from it" in said.all) == (2, True)


def test_an_id_that_nothing_has_says_where_to_look(asked: Officer) -> None:
    said = asked.lfe("undo", "zzzz")
    assert said.code == 2
    assert "No command here has the id zzzz" in said.all
    assert "lfe undo --list" in said.all


# ---------------------------------------------------------------- what stays


def test_a_page_that_is_issued_is_withdrawn_and_not_taken_back(officer: Officer) -> None:
    lay(at_the_end, officer)
    review = Officer(officer.path(REFERENCE))
    before = review.files()
    said = review.lfe("undo")
    assert said.code == 2
    assert "This was the last thing: report made (issued)" in said.all
    assert "lfe report --stage withdrawn" in said.all
    assert review.files() == before


def test_what_a_colleague_recorded_is_the_colleagues(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_BY", "Deputy")
    said = asked.lfe("undo")
    assert said.code == 2
    assert "Review officer recorded it, and you work as Deputy" in said.all
    asked.done("reply", "police", "--knows", "yes")
    assert "Taken back: reply (police)." in asked.done("undo").all
    assert asked.lfe("undo").code == 2


def test_nothing_that_was_destroyed_is_kept_for_undo(officer: Officer) -> None:
    lay(prepared, officer)
    review = Officer(officer.path(REFERENCE))
    paper = review.path("event/facilitator.docx").read_bytes()
    review.done("move", "--to", "2027-02-17 13:00")
    assert paper in officer.files().values()  # for undo
    with where(LFE_NOW="2027-02-18T10:00"):
        review.done("collected", "--destroy")
    assert paper not in officer.files().values()
    kept = officer.path(".lfe", "before", REFERENCE).rglob("*")
    assert not [path for path in kept if path.is_file()]
    said = review.lfe("undo")
    assert said.code == 2
    assert "The facilitator's paper was removed for good" in said.all


# ---------------------------------------------------------------- files that somebody edited


def test_a_paper_that_was_edited_since_is_kept_beside_the_earlier_one(officer: Officer) -> None:
    lay(prepared, officer)
    review = Officer(officer.path(REFERENCE))
    before = review.path("event/sign-in.docx").read_bytes()
    review.done("move", "--to", "2027-02-17 13:00")
    edited = edit(review.path("event/sign-in.docx"))
    said = review.done("undo")
    assert "event/sign-in.docx (what lies there now is kept as sign-in.1.docx)" in said.all
    assert review.path("event/sign-in.docx").read_bytes() == before
    assert review.path("event/sign-in.1.docx").read_bytes() == edited


def test_a_draft_that_was_edited_stays_and_is_told(asked: Officer) -> None:
    asked.done("agency", "add", "gp")
    draft = asked.path("outbox/audit-request-gp.eml")
    draft.write_bytes(edited := draft.read_bytes() + b"\nWith kind regards\n")
    said = asked.done("undo")
    assert "Left, as somebody changed it since: outbox/audit-request-gp.eml" in said.all
    assert draft.read_bytes() == edited
    assert "gp" not in asked.path("review.yaml").read_text()


def test_a_paper_that_a_command_replaced_is_put_back_as_the_officer_had_it(
    officer: Officer,
) -> None:
    lay(prepared, officer)
    review = Officer(officer.path(REFERENCE))
    edited = edit(review.path("event/agenda.docx"))
    review.done("agenda", "--replace")
    assert review.path("event/agenda.1.docx").read_bytes() == edited
    review.done("undo")
    assert review.path("event/agenda.docx").read_bytes() == edited
    assert not review.path("event/agenda.1.docx").exists()


def test_a_manifest_that_was_changed_since_is_left_and_nothing_is_taken_back(
    asked: Officer,
) -> None:
    asked.done("agency", "contact", "police", "reviews@police.example")
    path = asked.path("review.yaml")
    path.write_text(path.read_text().replace("The Guildhall", "The Library"))
    before = asked.files()
    said = asked.lfe("undo")
    assert said.code == 2
    assert "review.yaml was changed since, so nothing is taken back" in said.all
    assert asked.files() == before


def edit(path: Path) -> bytes:
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"edited by hand"
    return path.read_bytes()


def test_what_an_officer_changed_with_edit_is_put_back(
    asked: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = asked.path("review.yaml").read_bytes()
    asked.path("review.yaml").write_bytes(before + b"# by hand\n")
    by_hand = asked.path("review.yaml").read_bytes()
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nsed -i "s/The Guildhall/The Library/" "$1"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))
    asked.done("edit")
    assert b"The Library" in asked.path("review.yaml").read_bytes()
    said = asked.done("undo")
    assert "Taken back: manifest edited." in said.all
    assert asked.path("review.yaml").read_bytes() == by_hand


# ---------------------------------------------------------------- where the writer kept nothing


def test_what_cannot_be_made_again_is_said_before_anything_is_done(asked: Officer) -> None:
    asked.done("agency", "contact", "police", "reviews@police.example")
    shutil.rmtree(asked.path("..", ".lfe", "before"))
    before = asked.files()
    said = asked.lfe("undo")
    assert said.code == 2
    assert "review.yaml cannot be made again as it was before" in said.all
    assert asked.files() == before


def test_a_page_comes_back_from_git_alone(officer: Officer) -> None:
    review = review_after(lambda one: with_page(one, "agreed"), officer)
    agreed = review.path("report/report.docx").read_bytes()
    review.done("report", "--stage", "subgroup")
    shutil.rmtree(officer.path(".lfe", "before"))
    review.done("undo")
    assert review.path("report/report.docx").read_bytes() == agreed
    assert review.done("status", "--json").json["stage"] == "page agreed by the facilitator"


def test_facts_need_nothing_that_was_kept(asked: Officer) -> None:
    shutil.rmtree(asked.path("..", ".lfe", "before"))
    assert asked.done("undo").out.startswith("Taken back: sent (audit-request, police")


# ---------------------------------------------------------------- several reviews


def test_a_workbook_of_all_reviews_is_taken_back_in_all_or_refused(officer: Officer) -> None:
    lay(acted_on, officer)
    one, other = Officer(officer.path(REFERENCE)), Officer(officer.path(OTHER))
    with where(LFE_NOW="2027-03-20T10:00"):
        officer.done("actions", "--all")
        other.done("received", "practice")
        one.done("undo")
        assert not officer.path("actions.xlsx").exists()
        assert not [e for e in history(other, "actions written") if stands(other, e)]
        officer.done("actions", "--all")
        officer.done("decide", "R1", "--as", "declined", "--reason", "Under way", "-r", OTHER)
        officer.done("actions", "--all")
        first = [one_["id"] for one_ in commands(one)][1]
        files = officer.files()
        said = one.lfe("undo", first)
        assert (said.code, officer.files()) == (2, files)


def stands(review: Officer, entry: dict[str, Any]) -> bool:
    return entry["id"] not in {one["undoes"] for one in history(review, "undone")}


# ---------------------------------------------------------------- what is shown, and asked


def test_at_a_terminal_it_is_shown_and_asked_first(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "can_ask", lambda no_input: not no_input)
    questions: list[str] = []

    def answer(text: str, given: str) -> str:
        questions.append(text)
        return given

    monkeypatch.setattr("builtins.input", lambda text: answer(text, "no"))
    before = asked.files()
    said = asked.lfe("undo")
    assert said.code == 2
    assert "The last command (11 January 2027, Review officer): - sent (audit-request" in said.all
    assert questions == ["Take this back [yes/no]: "]
    assert asked.files() == before
    monkeypatch.setattr("builtins.input", lambda text: answer(text, "yes"))
    assert asked.done("undo").out.endswith("Taken back.\n")


def test_what_is_done_while_somebody_looks_is_not_taken_back(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "can_ask", lambda no_input: not no_input)

    def meanwhile(_: str) -> str:
        asked.done("reply", "police", "--knows", "yes")
        return "yes"

    monkeypatch.setattr("builtins.input", meanwhile)
    said = asked.lfe("undo")
    assert said.code == 2
    assert "Something was done here while you looked" in said.all
    assert states(asked)[0] == "replied"


def test_the_list_shows_what_by_whom_and_when(asked: Officer) -> None:
    said = asked.done("undo", "--list")
    assert all(len(line) <= 80 for line in said.out.splitlines())
    assert "sent (audit-request, police, 2 more)" in said.all
    assert "11 January 2027" in said.all
    assert f"lfe undo {commands(asked)[0]['id']}" in said.all


def test_what_undo_takes_back_is_said_as_json(asked: Officer) -> None:
    asked.done("agency", "contact", "police", "reviews@police.example")
    said = asked.done("undo", "--json").json
    assert said["reviews"] == [REFERENCE]
    assert said["files"] == [
        {"file": f"{REFERENCE}/review.yaml", "becomes": "as before", "kept_as": None}
    ]


# ---------------------------------------------------------------- old histories


def test_an_undo_of_an_old_history_is_none_that_is_taken_back(asked: Officer) -> None:
    asked.done("told", "identity", "--agency", "school")
    asked.done("undo")
    path = asked.path("history.jsonl")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for entry in lines:
        entry.pop("whole", None)
    path.write_text("".join(f"{json.dumps(entry)}\n" for entry in lines))
    assert "Taken back: sent (audit-request" in asked.done("undo").all


def test_an_agency_that_takes_part_again_is_withdrawn_again_by_undo(asked: Officer) -> None:
    asked.done("agency", "withdraw", "school")
    asked.done("agency", "add", "school")
    assert states(asked)[1] == "request sent"
    asked.done("undo")
    assert states(asked)[1] == "withdrawn"
    asked.done("undo")
    assert states(asked)[1] == "request sent"


def test_an_audit_that_was_given_by_its_path_goes_aside(asked: Officer, tmp_path: Path) -> None:
    form = asked.path("audits/issued/police.docx").read_bytes()
    came = tmp_path / "audit.docx"
    came.write_bytes(content := fill(form, {"our_role": "We visited"}))
    before = next_steps(asked)
    asked.done("ingest", came)
    said = asked.done("undo")
    assert "Kept aside, and no longer counted: audits/returned/police.docx" in said.all
    assert asked.path("audits/returned/police.1.docx").read_bytes() == content
    assert (next_steps(asked), came.read_bytes()) == (before, content)
    assert asked.done("ingest", came).code == 0
    assert states(asked)[0] == "sent ahead"


def test_check_finds_nothing_amiss_after_undo(asked: Officer) -> None:
    asked.done("undo")
    asked.done("undo")
    found = asked.lfe("check", "--json").json["findings"]
    assert not [one for one in found if one["rule"].startswith(("history", "document"))], found


def test_an_edited_letter_that_stays_behind_is_not_to_be_sent(review: Officer) -> None:
    review.done("issue-audits")
    letter = review.path("outbox", "audit-request-police.eml")
    edited = letter.read_bytes() + b"Our own words.\r\n"
    letter.write_bytes(edited)
    review.done("undo")
    assert letter.read_bytes() == edited
    said = review.done("status", "--json").json["next"]
    assert any(one.startswith("do not send outbox/audit-request-police.eml") for one in said)
    letter.unlink()
    assert not any("do not send" in one for one in review.done("status", "--json").json["next"])
