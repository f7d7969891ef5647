"""Closing a review: what is open, what goes, what is recorded, and what nothing may remove."""

from __future__ import annotations

import re
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from docx import Document
from openpyxl import load_workbook

from helpers.actions import LATER, acting_review, decide
from helpers.closing import CONFIRMED, MARK, NAME, ended_review, leave_in_the_inbox
from helpers.histories import decided, happened, noted, submitted
from helpers.officer import REFERENCE, Officer, start_review, where
from helpers.states import review_after
from helpers.workbooks import cells, changed, each, row_of, workbook
from lfe_cli.after.close import close_review, the_end_of
from lfe_cli.cli import asking
from lfe_cli.disk import writing
from lfe_cli.review import events
from lfe_cli.review.event import Event
from lfe_cli.review.workspace import load_history, load_review, load_workspace, sha256

INQUEST = "  - kind: inquest\n    checked_on: 2027-01-08\n"
STAYS = {
    "audits/guidance.docx",
    "audits/guide-for-staff.docx",
    "audits/inbox/put returned audits here.txt",
    "audits/issued/health-visiting.docx",
    "audits/issued/police.docx",
    "audits/issued/school.docx",
    "disposal.txt",
    "event/agenda.docx",
    "event/invitation.ics",
    "history.jsonl",
    "report/learning.yaml",
    "report/report.docx",
    "review.yaml",
}


@pytest.fixture
def ended(anywhere: Officer) -> Officer:
    """An officer in a review that is ready to be closed but for what is carried over."""
    return ended_review(anywhere)


E = TypeVar("E", bound=Event)


def recorded(officer: Officer, kind: type[E]) -> list[E]:
    entries = load_history(officer.folder).entries
    return [entry.event for entry in entries if isinstance(entry.event, kind)]


def close(officer: Officer) -> None:
    officer.done("close", *CONFIRMED)


def edit(officer: Officer, old: str, new: str) -> None:
    path = officer.path("review.yaml")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


# ---------------------------------------------------------------- what is open


def test_what_is_open_is_listed_first_and_keeps_the_review_open(ended: Officer) -> None:
    leave_in_the_inbox(ended, "from somebody.pdf")
    before = ended.files()
    said = ended.lfe("close", "--yes", "--nothing-needs-it")
    assert said.code == 2
    assert "1 file lies in audits/inbox and nobody has taken them in" in said.all
    assert "the page was not submitted to the CSCR subgroup" in said.all
    assert "is not closed: 2 things are still open, and nothing was changed" in said.all
    assert "lfe close --carry-over" in said.all
    assert ended.files() == before
    [inbox, decision] = ended.lfe("close", "--yes", "--json").json["open"]
    assert inbox["item"] == "audits/inbox"
    assert all(one["what"] and one["next"] and one["if_carried"] for one in (inbox, decision))


def test_every_kind_of_open_thing_is_carried_over_by_name(ended: Officer) -> None:
    edit(ended, "family: []", "family:\n  - relation: mother\n    told: yes")
    workspace = Officer(ended.folder.parent)
    submitted(workspace, REFERENCE)
    decided(workspace, REFERENCE)
    meet = (noted("R1.1", "action", "Meet"), noted("R1.1", "progress", "completed"))
    happened(workspace, REFERENCE, "2027-04-20T10:00", *meet)
    ended.done("close", *CONFIRMED)
    carried = [event.about() for event in recorded(ended, events.CarriedOver)]
    for one in carried:
        assert one.pop("on") == "2027-01-11"
    assert carried == [
        {"person": "mother"},
        {"recommendation": "R1", "what": "report back"},
        {"recommendation": "R2", "what": "report back"},
        {"item": "letter", "group": "practice"},
        {"item": "letter", "group": "quality"},
        {"recommendation": "R1", "item": "R1.1"},
        {"recommendation": "R2", "item": "R2.1"},
        {"recommendation": "R1", "what": "impact", "months": 3},
        {"recommendation": "R2", "what": "impact", "months": 3},
        {"recommendation": "R1", "what": "impact", "months": 6},
        {"recommendation": "R2", "what": "impact", "months": 6},
    ]
    said = ended.done("status").all
    assert "Stage closed" in said
    assert "carried over, R1.1: completed, evidence to come" in said
    assert "carried over, R2.1: to be written" in said  # as in the workbook
    assert "carried over, the mother has not heard yet what we learned" in said
    ended.done("told", "feedback", "--person", "mother")
    assert "mother" not in ended.done("status").all


def test_what_was_held_or_is_undecided_is_open_and_what_was_declined_is_not(
    ended: Officer,
) -> None:
    workspace = Officer(ended.folder.parent)
    submitted(workspace, REFERENCE)
    for given, decision in (("R1", "held"), ("R2", "declined")):
        on = date(2027, 3, 18)
        event = events.Decided(recommendation=given, decision=decision, on=on)
        happened(workspace, REFERENCE, "2027-03-19T10:00", event)
    said = ended.lfe("close", "--yes", "--nothing-needs-it").all
    assert "R1 is held by the CSCR subgroup" in said
    assert "R3 waits for a decision of the CSCR subgroup" in said
    assert "R2" not in said


def test_a_review_without_a_page_says_so(review: Officer) -> None:
    said = review.lfe("close", "--yes", "--nothing-needs-it")
    assert (said.code, "there is no page" in said.all) == (2, True)
    review.done("close", *CONFIRMED)
    assert review.done("status", "--json").json["stage"] == "closed"


# ---------------------------------------------------------------- what goes


def test_what_holds_agencies_words_or_names_goes_and_the_rest_stays(ended: Officer) -> None:
    leave_in_the_inbox(ended, "from somebody.pdf")
    gone = {name: content for name, content in ended.files().items() if name not in STAYS}
    close(ended)
    left = ended.files()
    assert {n for n in left if not n.startswith("audits/issued/questions-")} == STAYS
    assert MARK.encode() not in b"".join(left.values())
    assert "audits/returned/police.docx" in gone
    disposed = recorded(ended, events.Disposed)
    hashes = {event.sha256 for event in disposed if event.sha256}
    assert hashes == {sha256(c) for name, c in gone.items() if "identifiers" not in name} - {
        sha256(gone[name]) for name in gone if name.startswith("audits/issued/")
    }


def test_earlier_versions_that_were_kept_aside_go_too(ended: Officer) -> None:
    aside = ("event/facilitator.1.docx", "identifiers.1.yaml", "report/report.2.docx",
             "report/draft.docx", "event/notes.3.docx", "event/~$tes.txt")  # fmt: skip
    for name in aside:
        ended.path(name).write_text(MARK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("conftest.assert_office_files_are_valid", lambda folder: None)
        shown = ended.done("close", "--dry-run", "--carry-over").out
        for name in aside[:-1]:
            assert name in shown
        close(ended)
    assert [name for name in aside if ended.path(name).exists()] == ["event/~$tes.txt"]
    ended.path("event/~$tes.txt").unlink()


def test_the_record_names_places_hashes_day_and_role_and_its_own_limits(ended: Officer) -> None:
    audit = sha256(ended.path("audits/returned/police.docx").read_bytes())
    ended.done("close", *CONFIRMED, "--on", "11/01/2027")
    record = " ".join(ended.path("disposal.txt").read_text().split())
    assert "Closed on 11 January 2027" in record
    assert (
        "removed from this folder; not from e-mail, backups, SharePoint versions or recycle bins"
        in record.lower().replace("e-mail", "e-mail").replace("sharepoint", "SharePoint")
    )
    assert "audits/returned/police.docx returned audit, removed on 11 January 2027 by " in record
    assert f"by Review officer {audit}" in record
    for place in ("backups", "recycle bins", "printed copies", "agencies' own audits"):
        assert f"[ ] {place}" in record.replace("versions that", "").replace("[ ]  ", "[ ] ")


def test_the_record_of_the_list_of_names_could_confirm_no_guess(ended: Officer) -> None:
    guess = sha256(ended.path("identifiers.yaml").read_bytes())
    close(ended)
    assert guess not in ended.path("disposal.txt").read_text()
    assert guess not in ended.path("history.jsonl").read_text()
    assert "list of names" in ended.path("disposal.txt").read_text()


def test_nobodys_name_is_in_the_record_of_a_file_that_somebody_else_named(
    ended: Officer,
) -> None:
    leave_in_the_inbox(ended, "Quillon Marrowby audit.pdf", "another.doc")
    close(ended)
    kept = ended.path("disposal.txt").read_text() + ended.path("history.jsonl").read_text()
    assert "Quillon" not in kept
    assert "another" not in kept
    assert "audits/inbox (1 of 2)" in kept
    assert "audits/inbox (2 of 2)" in kept
    assert "family (1 of 1)" in kept


def test_git_holds_nothing_of_what_went(ended: Officer) -> None:
    leave_in_the_inbox(ended, "Quillon Marrowby audit.pdf")
    gone = [ended.path(name).read_bytes() for name in ("audits/returned/police.docx",
            "event/notes.docx", "event/facilitator.docx")]  # fmt: skip
    close(ended)
    ended.done("told", "line-managers")
    objects = list(git_objects(ended.folder.parent))
    assert len(objects) > 20
    for content in (MARK.encode(), NAME.encode(), b"Quillon", *gone):
        assert not any(content in one for one in objects)
    said = git(ended.folder.parent, "status", "--porcelain")
    assert said == ""


def test_a_file_that_git_never_had_goes_without_a_word(ended: Officer) -> None:
    ended.path("report/draft.docx").write_bytes(ended.path("report/report.docx").read_bytes())
    said = ended.done("close", *CONFIRMED)
    assert said.err == ""
    assert "closed" in git(ended.folder.parent, "log", "-1", "--format=%s")


# ---------------------------------------------------------------- what prevents it


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ("parallel: []\nhold_disposal: yes", "a hold on disposal stands"),
        (f"parallel:\n{INQUEST}    hold: event", "a hold stands (inquest"),
        ("parallel:\n  - kind: complaint", "nobody has asked yet about the other"),
    ],
)
def test_a_hold_prevents_it(ended: Officer, now: str, reason: str) -> None:
    edit(ended, "parallel: []", now)
    before = ended.files()
    said = ended.lfe("close", *CONFIRMED)
    assert said.code == 2
    assert reason in said.all
    assert ended.files() == before


def test_the_scaffold_says_how_to_prevent_it(review: Officer) -> None:
    edit(review, "# hold_disposal: yes", "hold_disposal: yes")
    assert "a hold on disposal stands" in review.lfe("close", *CONFIRMED).all
    assert "a hold on disposal stands" not in review.done("check").all


def test_a_hold_on_disposal_keeps_the_facilitators_paper_too(
    ended: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(ended, "parallel: []", "parallel: []\nhold_disposal: yes")
    monkeypatch.setenv("LFE_NOW", "2027-02-11")
    said = ended.lfe("collected", "--destroy")
    assert said.code == 2
    assert "hold_disposal" in said.all
    assert ended.path("event/facilitator.docx").exists()


def test_a_process_that_was_asked_about_is_shown_before_the_confirmation(ended: Officer) -> None:
    edit(ended, "parallel: []", f"parallel:\n{INQUEST}    hold: none")
    said = ended.done("close", "--dry-run", "--carry-over").all
    assert "inquest: asked on 8 January 2027, no hold" in said


def test_a_review_that_was_stepped_up_is_never_closed(ended: Officer) -> None:
    ended.done("step-up")
    before = ended.files()
    said = ended.lfe("close", *CONFIRMED)
    assert said.code == 2
    assert "stepped up, and nothing in it is removed" in said.all
    assert ended.files() == before


@pytest.mark.parametrize(
    "given", [(), ("--yes",), ("--nothing-needs-it",)], ids=lambda words: " ".join(words) or "none"
)
def test_without_a_terminal_both_words_are_needed(ended: Officer, given: tuple[str, ...]) -> None:
    before = ended.files()
    said = ended.lfe("close", "--carry-over", *given)
    assert said.code == 2
    missing = "--yes" if "--nothing-needs-it" in given else "--nothing-needs-it"
    assert f"Add {missing} to the command" in said.all
    assert ended.files() == before


@pytest.mark.parametrize(
    ("answers", "closed"), [(["yes", "yes"], True), (["yes", "no"], False), (["no"], False)]
)
def test_at_a_terminal_both_are_asked_after_the_list(
    ended: Officer, monkeypatch: pytest.MonkeyPatch, answers: list[str], closed: bool
) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return answers.pop(0)

    monkeypatch.setattr(asking, "can_ask", lambda no_input: True)
    monkeypatch.setattr(asking, "_line", answer)
    said = ended.lfe("close", "--carry-over")
    assert said.code == (0 if closed else 2)
    assert "Is it certain that no inquest, police investigation, inquiry, complaint" in said.all
    assert "access request needs these papers" in asked[0]
    assert "This does not reach" in said.out
    assert ended.path("disposal.txt").exists() is closed
    assert ended.path("audits/returned/police.docx").exists() is not closed


def test_a_file_that_changed_after_it_was_shown_stops_the_whole(ended: Officer) -> None:
    loaded = load_review(load_workspace(ended.folder), REFERENCE)
    day = datetime(2027, 1, 11, tzinfo=UTC).date()
    shown = the_end_of(loaded, day)
    ended.path("audits/returned/police.docx").write_bytes(b"a newer version")
    with pytest.raises(Exception, match="changed while you looked at the list") as refused:
        close_review(loaded, day, "Officer", datetime.now(UTC), carry_over=True, as_shown=shown)
    assert "audits/returned/police.docx" in str(refused.value)


def test_a_file_that_came_after_the_list_was_shown_stops_the_whole(
    ended: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(prompt: str) -> str:
        leave_in_the_inbox(ended, "just now.docx")
        return "yes"

    monkeypatch.setattr(asking, "can_ask", lambda no_input: True)
    monkeypatch.setattr(asking, "_line", answer)
    said = ended.lfe("close", "--carry-over")
    assert said.code == 2
    assert "changed while you looked" in said.all
    assert ended.path("identifiers.yaml").exists()


@pytest.mark.parametrize("mark", ["~$police.docx", "~$lice.docx", ".~lock.police.docx#"])
def test_a_paper_that_is_open_stops_the_whole(ended: Officer, mark: str) -> None:
    ended.path("audits/returned", mark).write_text("")
    before = ended.files()
    said = ended.lfe("close", *CONFIRMED)
    assert said.code == 2
    assert "audits/returned/police.docx cannot be changed: it is open in Word" in said.all
    assert ended.files() == before


def test_a_text_that_git_was_not_given_because_of_a_name_stops_it(ended: Officer) -> None:
    edit(ended, "theme:", f"# met {NAME}\ntheme:")
    said = ended.lfe("close", *CONFIRMED)
    assert said.code == 2
    assert "holds a word from identifiers.yaml" in said.all
    assert ended.path("identifiers.yaml").exists()


@pytest.mark.parametrize("list_", [None, "names: - what"])
def test_without_a_list_of_names_there_is_no_last_look_and_no_closing(
    ended: Officer, list_: str | None
) -> None:
    ended.path("identifiers.yaml").unlink()
    if list_:
        ended.path("identifiers.yaml").write_text(list_)
    said = ended.lfe("close", *CONFIRMED)
    assert said.code == 2
    assert "The list of names is missing or cannot be read" in said.all
    assert ended.path("audits/returned/police.docx").exists()


def test_a_day_before_the_review_began_is_a_slip(ended: Officer) -> None:
    said = ended.lfe("close", *CONFIRMED, "--on", "2026-01-11")
    assert said.code == 2
    assert "was started after that" in said.all


# ---------------------------------------------------------------- a crash


class Crash(BaseException):
    """The power goes."""


def crash_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def step(*given: object) -> object:
        raise Crash

    monkeypatch.setattr(writing, name, step)


def test_a_crash_before_it_is_recorded_removes_nothing(
    ended: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ended.files()
    with monkeypatch.context() as patch:
        crash_in(patch, "_commit")
        with pytest.raises(Crash):
            ended.lfe("close", *CONFIRMED)
    (ended.folder.parent / ".lfe/lock").unlink(missing_ok=True)
    ended.done("told", "line-managers")
    after = ended.files()
    assert after.pop("history.jsonl") != before.pop("history.jsonl")
    assert after == before


@contextmanager
def holding(monkeypatch: pytest.MonkeyPatch, name: str, fault: BaseException) -> Iterator[None]:
    """Meanwhile nobody can remove a file of this name."""
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name == name:
            raise fault
        real(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        yield


def test_a_crash_in_the_middle_is_finished_by_the_next_command(
    ended: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with holding(monkeypatch, "facilitator.docx", Crash()), pytest.raises(Crash):
        ended.lfe("close", *CONFIRMED)
    assert not ended.path("audits/returned/police.docx").exists()
    assert ended.path("event/facilitator.docx").exists()
    said = ended.done("told", "line-managers")
    assert "was finished first" in said.all
    assert {n for n in ended.files() if "questions-" not in n} == STAYS
    assert git(ended.folder.parent, "status", "--porcelain") == ""


def test_what_a_program_held_is_told_and_goes_with_the_next_command(
    ended: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with holding(monkeypatch, "police.docx", PermissionError()):
        said = ended.lfe("close", *CONFIRMED, "--json")
        assert said.code == 1
        assert said.json["still_there"] == ["audits/returned/police.docx"]
        waits = f"{REFERENCE}/audits/returned/police.docx is still to be removed"
        assert waits in said.all
        assert waits in ended.done("status").all
        assert waits in ended.lfe("told", "line-managers").all
        again = ended.lfe("close", *CONFIRMED)
        assert (again.code, waits in again.all) == (1, True)
        assert "should not stay" not in ended.done("status").all  # it was confirmed, and waits
    ended.done("told", "line-managers")
    assert not ended.path("audits/returned/police.docx").exists()
    assert "still to be removed" not in ended.done("status").all
    assert len(recorded(ended, events.Closed)) == 1
    assert ended.path("disposal.txt").read_text().count("audits/returned/police.docx") == 1


# ---------------------------------------------------------------- the list of names elsewhere


def test_a_list_of_names_outside_the_workspace_is_named_for_removal_by_hand(
    officer: Officer, tmp_path: Path
) -> None:
    restricted = tmp_path / "Restricted"
    restricted.mkdir()
    settings = officer.path("partnership.yaml")
    text = settings.read_text()
    line = "  # identifiers_folder: S:/Restricted/LFE"
    assert line in text
    settings.write_text(text.replace(line, f"  identifiers_folder: {restricted}"))
    listed = restricted / f"{REFERENCE}.yaml"
    listed.write_text(f"names: [{NAME}]\n")
    start_review(officer)
    review = Officer(officer.path(REFERENCE))
    said = review.done("close", *CONFIRMED)
    assert "The list of names lies outside this folder. Remove it by hand" in said.all
    assert listed.exists()
    record = review.path("disposal.txt").read_text()
    assert "[ ]  the list of names: it lies in the restricted folder" in record
    assert str(restricted) not in record
    assert "remove the list of names by hand" in review.done("status").all
    listed.unlink()
    assert "by hand" not in review.done("status").all


# ---------------------------------------------------------------- afterwards


MAKING = [
    ("issue-audits",),
    ("agenda",),
    ("report",),
    ("move", "--to", "2027-02-17 13:00"),
    ("cancel",),
    ("agency", "add", "gp"),
    ("chase",),
    ("letter", "thank-you"),
    ("ingest",),
    ("ingest", "--ask", "police"),
]


@pytest.mark.parametrize("command", MAKING, ids=" ".join)
def test_nothing_further_is_made_or_taken_in(ended: Officer, command: tuple[str, ...]) -> None:
    close(ended)
    leave_in_the_inbox(ended, "too late.docx")
    before = ended.files()
    said = ended.lfe(*command)
    assert said.code == 2
    assert "was closed on 11 January 2027: nothing further is made or taken in" in said.all
    assert ended.files() == before
    ended.path("audits/inbox/too late.docx").unlink()


def test_what_comes_after_closing_goes_when_it_is_closed_again(ended: Officer) -> None:
    close(ended)
    leave_in_the_inbox(ended, "after all.pdf")
    assert "1 paper is in the folder that should not stay: it came" in ended.done("status").all
    close(ended)
    assert not ended.path("audits/inbox/after all.pdf").exists()
    assert ended.path("disposal.txt").read_text().count("audits/inbox (1 of 1)") == 1


def test_from_the_top_what_is_next_keeps_its_command_whole(ended: Officer) -> None:
    close(ended)
    leave_in_the_inbox(ended, "after all.pdf")
    said = Officer(ended.folder.parent).done("status")
    assert "To remove what should not stay: lfe close" in said.all
    assert "..." not in said.all
    assert max(map(len, said.out.splitlines())) <= 80


def test_the_folder_of_a_closed_review_has_no_fault(ended: Officer) -> None:
    close(ended)
    said = ended.done("check")
    assert "none found by these checks" in said.all
    assert ended.done("status", "--json").json["next"] == [
        step for step in ended.done("status", "--json").json["next"] if "carried over" in step
    ]


def test_what_is_recorded_after_closing_still_holds_no_number_of_a_person(
    ended: Officer,
) -> None:
    close(ended)
    said = ended.lfe("ingest", "--nil", "school", "--reason", "NHS number 943 476 5919")
    assert said.code == 2
    assert "--reason holds what may not be kept" in said.all


def test_an_issued_page_can_be_taken_back_after_closing(
    ended: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(ended)
    monkeypatch.setenv("LFE_OFFICE", "none")
    ended.done("report", "--stage", "withdrawn")


def test_a_closed_review_that_meets_the_criteria_after_all_is_stepped_up(ended: Officer) -> None:
    close(ended)
    assert "the local authority notifies the national Panel" in ended.done("step-up").all


def test_a_dry_run_shows_both_lists_and_changes_nothing(ended: Officer) -> None:
    before = ended.files()
    said = ended.lfe("close", "--dry-run")
    assert "the page was not submitted" in said.all
    assert "Removed from this folder, for good" in said.all
    assert ended.files() == before
    said = ended.done("close", "--dry-run", "--carry-over")
    assert "Nothing was removed, and nothing was written" in said.all
    assert ended.files() == before


def test_files_that_nobody_made_here_are_shown_and_stay(ended: Officer) -> None:
    ended.path("event", "photograph of the wall.txt").write_text("x")
    said = ended.done("close", *CONFIRMED)
    assert "Does it belong here? - event/photograph of the wall.txt" in said.all
    assert ended.path("event", "photograph of the wall.txt").exists()


def test_its_json_is_one_document(ended: Officer) -> None:
    said = ended.done("close", *CONFIRMED, "--json").json
    assert said["closed"] == "2027-01-11"
    assert {"file": "identifiers.yaml", "what": "list of names", "sha256": None} in said["removed"]
    assert said["still_there"] == []
    assert any("backups" in place for place in said["not_reached"])


def test_no_screen_of_it_blames(ended: Officer) -> None:
    leave_in_the_inbox(ended, "a.pdf")
    said = ended.lfe("close").all + ended.done("close", *CONFIRMED).all
    assert not re.search(r"\b(late|overdue|failed|rejected|silent|deadline)\b", said)


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(["git", *command], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def git_objects(folder: Path) -> Iterator[bytes]:
    """Everything that git holds, loose and in packs."""
    for path in (folder / ".git" / "objects").glob("??/*"):
        yield zlib.decompress(path.read_bytes())
    assert not list((folder / ".git" / "objects" / "pack").glob("*.pack"))


# ---------------------------------------------------------------- what goes on


@pytest.fixture
def followed(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in a closed review: R1.1 had ended by then, and all the rest was carried over."""
    monkeypatch.setenv("LFE_NOW", "2027-04-12T10:00")
    return review_after(follow, anywhere)


def follow(review: Officer) -> None:
    decide(review)
    note(review, "R1.1", action="Meet", progress="completed", evidence="Ten families said so")
    note(review, "R2.1", action="Try it", progress="under way")
    with where(LFE_NOW=LATER):
        review.done("reported-back", "practice")
        review.done("actions")
    with where(LFE_NOW="2027-04-01T10:00"):
        review.done("close", *CONFIRMED)


def note(review: Officer, item: str, **fields: str) -> None:
    said = (noted(item, field, value) for field, value in fields.items())
    happened(Officer(review.folder.parent), REFERENCE, "2027-03-20T10:00", *said)


def from_the_group(review: Officer, item: str, **values: str) -> Path:
    book = workbook(review)
    return changed(
        book, review.folder.parent.parent / "back.xlsx", cells(row_of(book, item), **values)
    )


def test_in_a_closed_review_what_was_carried_over_goes_on(followed: Officer) -> None:
    back = from_the_group(
        followed, "R2.1", progress="completed", evidence="Ten children were asked"
    )
    followed.done("actions", back, "--yes", "-r", REFERENCE)
    followed.done("received", "quality")
    followed.done("reported-back", "quality")
    assert "R2.1" not in followed.done("status").all


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (("decide", "R2", "--as", "declined", "--reason", "It is done"), "the decision on R2"),
        (("decide", "--circulation", "public"), "who may read the page"),
        (("reported-back", "practice"), "the report back on R1"),
    ],
    ids=["decide", "circulation", "reported-back"],
)
def test_in_a_closed_review_what_was_not_carried_over_stays(
    followed: Officer, command: tuple[str, ...], what: str
) -> None:
    before = followed.files()
    said = followed.lfe(*command)
    assert said.code == 2
    assert f"was closed on 1 April 2027, and {what} was not carried over" in said.all
    assert followed.files() == before


def test_in_a_closed_review_an_action_that_had_ended_stays(followed: Officer) -> None:
    back = from_the_group(followed, "R1.1", evidence="Something else was said of it")
    said = followed.lfe("actions", back, "--yes", "-r", REFERENCE)
    assert said.code == 1
    assert "this action was not carried over, so it stays" in said.all
    assert "Something else" not in followed.path("history.jsonl").read_text()


def test_undo_takes_back_nothing_that_was_recorded_before_the_end(followed: Officer) -> None:
    before = followed.files()
    said = followed.lfe("undo")
    assert said.code == 2
    assert "is closed, and what was recorded before that stays" in said.all
    assert followed.files() == before
    followed.done("reported-back", "quality")
    assert "Taken back: reported back" in followed.done("undo").all
    assert followed.lfe("undo").code == 2


def test_no_older_workbook_of_actions_stays_in_a_closed_review(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = acting_review(anywhere, monkeypatch)
    review.done("actions")
    note(review, "R1.1", action="Meet every month", progress="completed")
    review.done("close", *CONFIRMED)
    sheet = load_workbook(review.path("actions.xlsx")).worksheets[0]
    assert "Meet every month" in {row[4].value for row in sheet.iter_rows()}


def test_a_workbook_that_was_filled_in_and_not_taken_in_is_told_before_the_end(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = acting_review(anywhere, monkeypatch)
    review.done("actions")
    book = review.path("actions.xlsx")
    changed(book, book, cells(2, action="Meet"))
    said = review.lfe("close", *CONFIRMED)
    assert said.code == 2
    assert "Take in what was changed first: lfe actions actions.xlsx" in said.all


def test_what_a_group_wrote_and_nobody_took_is_told_before_its_copy_goes(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = acting_review(anywhere, monkeypatch)
    top = Officer(review.folder.parent)
    top.done("actions", "--group", "practice")
    copy = top.path("actions-practice.xlsx")
    twice = cells(7, review=REFERENCE, id="R1.1", action="Meet every month")
    changed(copy, copy, each(cells(2, action="Meet every week"), twice))
    top.lfe("actions", copy, "--yes")
    said = review.lfe("close", "--yes", "--nothing-needs-it")
    assert said.code == 2
    whose = "2 cells of the copy of the Practice Development Group that were not taken"
    assert f"nobody has put right {whose}" in said.all
    assert f"lfe actions {REFERENCE}/subgroup/returned/practice.xlsx" in said.all
    told = review.done("close", "--dry-run", *CONFIRMED).all
    assert "copy is removed with the other papers, and what it says with it" in told
    review.done("close", *CONFIRMED)
    assert not review.path("subgroup", "returned", "practice.xlsx").exists()
    assert '"item": "workbook", "group": "practice"' in review.path("history.jsonl").read_text()


def test_the_workbook_of_a_group_says_where_it_lies(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = acting_review(anywhere, monkeypatch)
    said = review.done("actions", "--group", "practice")
    assert str(anywhere.path("actions-practice.xlsx")) in said.all
    assert "send it to the Practice Development Group yourself" in said.all


def test_the_same_day_is_told_in_the_same_words_everywhere(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = acting_review(anywhere, monkeypatch)
    note(review, "R1.1", progress="under way", evidence="Two teams so far")
    stage = review.done("status", "--json").json["stage"]
    [on_board] = anywhere.done("board", "--json").json["reviews"]
    assert on_board["stage"] == stage == "with the working groups"
    [action] = on_board["recommendations"][0]["actions"]
    assert action["state"] == "to be written"
    assert "R1.1: to be written" in review.lfe("close", "--dry-run").all
    review.done("actions")
    book = review.path("actions.xlsx")
    row = row_of(book, "R1.1")
    state = load_workbook(book, data_only=True).worksheets[0].cell(row, 12).value
    assert state == "to be written"


def test_a_name_in_a_paper_that_stays_prevents_it(ended: Officer) -> None:
    paper = ended.path("event/agenda.docx")
    document = Document(str(paper))
    document.add_paragraph(f"Please ring {NAME}")
    document.save(str(paper))
    before = ended.files()
    said = ended.lfe("close", *CONFIRMED)
    assert said.code == 2
    assert "event/agenda.docx holds a word from identifiers.yaml" in said.all
    assert ended.files() == before


def test_status_names_closing_where_it_is_accepted_else_what_is_asked_first(
    anywhere: Officer,
) -> None:
    ended = ended_review(anywhere)
    path = ended.path("review.yaml")
    process = "\nparallel:\n  - kind: inquest\n    contact: Coroner's officer\n"
    path.write_text(path.read_text().replace("\nparallel: []\n", process))
    [said] = closing_in(ended)
    assert "nobody has asked yet about the other process" in said
    assert said.endswith("write down what you heard: lfe edit")
    path.write_text(path.read_text().replace("officer\n", "officer\n    checked_on: 2027-01-11\n"))
    [said] = closing_in(ended)
    assert said == "close the review: lfe close"


def closing_in(review: Officer) -> list[str]:
    return [one for one in review.done("status", "--json").json["next"] if "close" in one]
