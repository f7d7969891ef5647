"""The only writer: all of a command's changes happen, or none; a crash loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.officer import REFERENCE, Officer
from helpers.writing import carry_out, finish
from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes, EditedSince, Remove, Write, made
from lfe_cli.review.event import Unknown
from lfe_cli.review.events import PaperMade
from lfe_cli.review.history.entries import History
from lfe_cli.review.open_files import opened_by
from lfe_cli.review.workspace import (
    load_history,
    load_review,
    load_state,
    load_workspace,
    sha256,
)

NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)


class Crash(BaseException):
    """The power goes."""


def two_files(text: str) -> Changes:
    files = {name: f"{name} {text}".encode() for name in ("one.txt", "two.txt")}
    return Changes(
        REFERENCE,
        tuple(Write(f"{REFERENCE}/{name}", content) for name, content in files.items()),
        events=tuple(
            PaperMade(file=name, sha256=sha256(content)) for name, content in files.items()
        ),
    )


def crash_at(monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """The process ends in the `call`-th renaming: of the plan, the history, then of each file."""
    real = Path.replace
    calls = iter(range(1, 1000))

    def step(path: Path, target: Path) -> Path:
        if next(calls) == call:
            raise Crash
        return real(path, target)

    monkeypatch.setattr(Path, "replace", step)


def test_a_command_writes_its_files_and_names_them_in_the_history(review: Officer) -> None:
    root = review.folder.parent
    carry_out(root, two_files("new"), NOON, "Officer")
    hashes = load_state(review.folder).files.hashes
    for name in ("one.txt", "two.txt"):
        assert hashes[name] == sha256(review.path(name).read_bytes())
    assert not list((root / ".lfe" / "staging").iterdir())


@pytest.mark.parametrize("call", [1, 2])
def test_a_crash_before_the_commit_changes_nothing(
    review: Officer, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    before = review.files()
    crash_at(monkeypatch, call)
    with pytest.raises(Crash):
        carry_out(review.folder.parent, two_files("new"), NOON, "Officer")
    monkeypatch.undo()
    assert finish(review.folder.parent, NOON).paths == ()
    assert review.files() == before
    assert not list((review.folder.parent / ".lfe" / "staging").iterdir())


@pytest.mark.parametrize("call", [3, 4])
def test_a_crash_between_two_files_is_finished_by_the_next_command(
    review: Officer, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    crash_at(monkeypatch, call)
    with pytest.raises(Crash):
        carry_out(review.folder.parent, two_files("new"), NOON, "Officer")
    monkeypatch.undo()
    monkeypatch.setenv("LFE_NOW", "2027-01-12")
    assert not review.path("two.txt").exists()
    said = review.done("reply", "police", "--knows", "yes")
    assert "was finished first" in said.all
    assert review.path("one.txt").read_text() == "one.txt new"
    assert review.path("two.txt").read_text() == "two.txt new"


def test_what_one_command_makes_twice_is_there_as_it_made_it_last(review: Officer) -> None:
    twice = two_files("first").and_also(two_files("last"))
    applied = carry_out(review.folder.parent, twice, NOON, "Officer")
    assert applied.placed.beside == ()
    assert review.path("one.txt").read_text() == "one.txt last"
    assert not review.path("one.1.txt").exists()


def test_a_document_that_nobody_edited_is_made_anew(review: Officer) -> None:
    root = review.folder.parent
    carry_out(root, two_files("old"), NOON, "Officer")
    changes = made(load_review(load_workspace(root), REFERENCE), "one.txt", b"new", PaperMade())
    assert [write.content for write in changes.writes] == [b"new"]
    assert changes.asides == ()


def test_an_edited_document_is_left_and_with_replace_kept_beside(review: Officer) -> None:
    root = review.folder.parent
    carry_out(root, two_files("old"), NOON, "Officer")
    review.path("one.txt").write_text("edited by hand")
    now = load_review(load_workspace(root), REFERENCE)
    with pytest.raises(EditedSince, match="has been edited"):
        made(now, "one.txt", b"new", PaperMade())
    changes = made(now, "one.txt", b"new", PaperMade(), replace_edited=True)
    carry_out(root, changes, NOON, "Officer")
    assert review.path("one.txt").read_text() == "new"
    assert review.path("one.1.txt").read_text() == "edited by hand"


def test_a_file_already_there_byte_for_byte_counts_as_made(review: Officer) -> None:
    root = review.folder.parent
    carry_out(root, two_files("old"), NOON, "Officer")
    now = load_review(load_workspace(root), REFERENCE)
    assert not made(now, "one.txt", b"one.txt old", PaperMade())


@pytest.mark.parametrize("mark", ["~$agenda.docx", "~$enda.docx", ".~lock.agenda.docx#"])
def test_a_document_that_is_open_is_not_touched(review: Officer, mark: str) -> None:
    (review.path("event")).mkdir()
    review.path("event", "agenda.docx").write_bytes(b"old")
    review.path("event", mark).write_bytes(b"")
    now = load_review(load_workspace(review.folder.parent), REFERENCE)
    with pytest.raises(LfeError, match="it is open in Word"):
        made(now, "event/agenda.docx", b"new", PaperMade())
    review.path("event", "agenda.docx").unlink()  # it is no Word document


def test_a_file_that_changed_meanwhile_is_not_removed(review: Officer) -> None:
    review.path("kept.txt").write_text("changed")
    changes = Changes(
        REFERENCE,
        removals=(Remove(f"{REFERENCE}/kept.txt", sha256(b"as it was")),),
        events=(Unknown(named="removed"),),
    )
    carry_out(review.folder.parent, changes, NOON, "Officer")
    assert review.path("kept.txt").exists()


@pytest.mark.parametrize("path", ["../outside.txt", "/tmp/outside.txt", "LFE-2027-001/../../x"])
def test_nothing_is_written_outside_the_workspace(review: Officer, path: str) -> None:
    with pytest.raises(LfeError, match="outside"):
        carry_out(review.folder.parent, Changes(writes=(Write(path, b"x"),)), NOON, "Officer")


def test_a_link_that_leads_outside_is_not_followed(review: Officer, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    review.path("event").symlink_to(outside)
    changes = Changes(
        REFERENCE, (Write(f"{REFERENCE}/event/x.txt", b"x"),), events=(Unknown(named="x"),)
    )
    with pytest.raises(LfeError, match="outside"):
        carry_out(review.folder.parent, changes, NOON, "Officer")
    assert not list(outside.iterdir())


def test_entries_of_one_moment_keep_their_order(review: Officer) -> None:
    history = History()
    first = history.adding([Unknown(named=name) for name in "abc"], NOON, "Officer")
    later = History(first).adding([Unknown(named="d")], NOON, "Officer")
    assert [e.action for e in sorted((*later, *first), key=lambda e: (e.at, e.id))] == list("abcd")


def test_two_copies_of_a_history_read_the_same_in_any_line_order(review: Officer) -> None:
    carry_out(review.folder.parent, two_files("new"), NOON, "Officer")
    path = review.path("history.jsonl")
    before = load_history(review.folder)
    path.write_text("\n".join(reversed(path.read_text().splitlines())) + "\n")
    assert load_history(review.folder) == before


def test_lines_that_this_version_does_not_know_stay_as_they_are(review: Officer) -> None:
    path = review.path("history.jsonl")
    first = path.read_text()
    odd = (
        '{"id":"n1","at":"2027-01-11T08:00:00Z","by":"A colleague","action":"praised","of":"x"}\r\n'
        '{"at": "2027-01-11T08:00:01+01:00", "id": "n2", "by": "B", "action": "sent", "new": [1]}\n'
        '{"id":"n3","at":"2027-01-11T08:00:02Z","by":"B","action":"sent","on":"2027-13-40"}'
    )
    path.write_bytes((first + odd).encode())
    before = path.read_bytes()
    review.done("reply", "police", "--knows", "yes")
    assert path.read_bytes().startswith(before + b"\n")
    found = [f for f in review.lfe("check", "--json").json["findings"] if f["rule"] == "history"]
    assert [finding["where"] for finding in found] == ["entry n1", "entry n3"]
    assert all(finding["severity"] == "consider" for finding in found)


def test_two_lines_of_one_id_that_differ_both_stay_and_are_reported(review: Officer) -> None:
    path = review.path("history.jsonl")
    review.done("reply", "police", "--knows", "yes")
    last = path.read_text().splitlines()[-1]
    path.write_text(path.read_text() + last.replace("true", "false") + "\n" + last + "\n")
    before = path.read_bytes()
    review.done("reply", "school", "--knows", "yes")
    assert path.read_bytes().startswith(before)
    said = review.lfe("check", "--json")
    assert said.code == 1
    [found] = [f for f in said.json["findings"] if f["rule"] == "history-line-doubled"]
    assert found["text"] == "two lines have this id and differ."


def test_the_same_line_twice_is_one_entry(review: Officer) -> None:
    path = review.path("history.jsonl")
    review.done("reply", "police", "--knows", "yes")
    path.write_text(path.read_text() + path.read_text().splitlines()[-1] + "\n")
    found = review.done("check", "--json").json["findings"]
    told = [finding["rule"] for finding in found if finding["rule"].startswith("history")]
    assert told == ["history-untidy"]


def test_all_that_a_command_records_has_its_id(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    lines = [json.loads(line) for line in review.path("history.jsonl").read_text().splitlines()]
    commands = [line["command"] for line in lines]
    assert len(set(commands)) == 3
    assert commands == sorted(commands, key=commands.index)


def test_a_broken_line_of_the_history_is_named(review: Officer) -> None:
    with review.path("history.jsonl").open("a") as file:
        file.write('{"id": "x"\n')
    said = review.lfe("status")
    assert said.code == 2
    assert "history.jsonl, line 2 is not an entry of the history." in said.all


# For root no folder is closed, unless it goes without its power to pass over permissions.
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
LIKE_ANYBODY = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if AS_ROOT else ()


@contextmanager
def closed(*folders: Path) -> Iterator[None]:
    modes = {folder: folder.stat().st_mode for folder in folders}
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder, mode in modes.items():
            folder.chmod(mode)


@pytest.mark.parametrize("which", ["the workspace", "the review"])
def test_a_folder_that_cannot_be_written_to_is_a_sentence(review: Officer, which: str) -> None:
    top = Officer(review.folder if which == "the review" else review.folder.parent)
    inside = [path for path in top.folder.rglob("*") if path.is_dir()]
    before = top.files()
    command = [sys.executable, "-m", "lfe_cli", "reply", "police", "--knows", "yes"]
    with closed(top.folder, *inside):
        done = subprocess.run(
            [*LIKE_ANYBODY, *command],
            cwd=review.folder,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2, done
    said = " ".join(done.stderr.split())
    assert "This folder cannot be written to. Nothing was changed." in said
    assert top.files() == before


def test_what_somebody_edited_between_a_crash_and_its_finish_is_kept(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = review.folder.parent
    carry_out(root, two_files("old"), NOON, "Officer")
    crash_at(monkeypatch, 3)
    with pytest.raises(Crash):
        carry_out(root, two_files("new"), NOON, "Officer")
    monkeypatch.undo()
    review.path("two.txt").write_text("edited meanwhile")
    assert set(finish(root, NOON).paths) == {
        f"{REFERENCE}/one.txt",
        f"{REFERENCE}/two.txt",
    }
    assert review.path("two.txt").read_text() == "two.txt new"
    assert review.path("two.1.txt").read_text() == "edited meanwhile"


OUTSIDE = (
    '{"reference": null, "entries": [], "writes": [{"path": "%s", "sha256": "", "before": null}]}'
)


@pytest.mark.parametrize(
    "plan",
    [
        "[]",
        "{}",
        "no json",
        "\0",
        '{"entries": ["x"]}',
        OUTSIDE % "../x",
        OUTSIDE % "/tmp/x",
        OUTSIDE % r"..\\x",
    ],
)
def test_a_broken_plan_is_cleared_and_blocks_nobody(review: Officer, plan: str) -> None:
    stage = review.folder.parent / ".lfe" / "staging" / "x"
    stage.mkdir(parents=True)
    (stage / "plan.json").write_text(plan)
    (stage / "0").write_text("from elsewhere")
    review.done("status")
    review.done("reply", "police", "--knows", "yes")
    assert not stage.exists()
    assert not (review.folder.parent.parent / "x").exists()


def test_what_an_interrupted_command_made_reaches_git(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = review.folder.parent
    crash_at(monkeypatch, 4)
    with pytest.raises(Crash):
        carry_out(root, two_files("new"), NOON, "Officer")
    monkeypatch.undo()
    monkeypatch.setenv("LFE_NOW", "2027-01-13")
    review.done("reply", "police", "--knows", "yes")
    words = ["git", "status", "--porcelain"]
    said = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True).stdout
    assert said == ""


def test_a_separator_of_lines_in_a_reason_breaks_no_history(review: Officer) -> None:
    review.done("ingest", "--nil", "police", "--reason", "one\u2028two\u0085three")
    review.done("status")
    [entry] = [e for e in load_history(review.folder).entries if e.action == "nil return"]
    assert entry.event.about()["reason"] == "one\u2028two\u0085three"


def test_a_variable_that_leads_git_elsewhere_is_not_followed(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    review.done("reply", "police", "--knows", "yes")
    monkeypatch.delenv("GIT_DIR")
    log = subprocess.run(
        ["git", "log", "--oneline"], cwd=other, capture_output=True, text=True, check=False
    ).stdout
    assert log == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_history_that_an_editor_saved_otherwise_goes_on_with_all_that_it_held(
    review: Officer, encoding: str
) -> None:
    review.done("reply", "police", "--knows", "yes")
    history = review.path("history.jsonl")
    history.write_bytes(history.read_text("utf-8").encode(encoding))
    review.done("reply", "school", "--knows", "yes")
    agencies = review.done("status", "--json").json["agencies"]
    assert [agency["state"] for agency in agencies] == ["replied", "replied", "not asked yet"]


@pytest.mark.parametrize(
    ("mark", "content"),
    [
        ("~$agenda.docx", b"\x0eReview officer" + b"\x20" * 40),
        (".~lock.agenda.docx#", b"Review officer,ro,a laptop,27.11.2026 10:00,file:///home;"),
    ],
)
def test_who_has_a_file_open_stands_in_the_mark_of_word_and_of_libreoffice(
    tmp_path: Path, mark: str, content: bytes
) -> None:
    (tmp_path / mark).write_bytes(content)
    assert opened_by(tmp_path / "agenda.docx") == "Review officer"
