"""A file that another program holds waits: it is told, nothing is lost, other reviews go on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from docx import Document

from helpers.audits import fill
from helpers.officer import REFERENCE, Officer, start_review
from helpers.word_files import text_of

FORM = "audits/issued/police.docx"
OTHER = "LFE-2027-002"


@contextmanager
def holding(monkeypatch: pytest.MonkeyPatch, *names: str) -> Iterator[None]:
    """As on Windows while a program has the files open: they are neither replaced nor removed."""
    replace, unlink = Path.replace, Path.unlink

    def refused(path: Path, target: Path) -> Path:
        if {path.name, Path(target).name} & set(names):
            raise PermissionError(13, "in use")
        return replace(path, target)

    def stays(path: Path, missing_ok: bool = False) -> None:
        if path.name in names:
            raise PermissionError(13, "in use")
        unlink(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refused)
        patch.setattr(Path, "unlink", stays)
        yield


def in_the_other_hall(review: Officer) -> None:
    """The event is elsewhere now, so its papers are to be made anew."""
    manifest = review.path("review.yaml")
    manifest.write_text(re.sub("  venue: .*", "  venue: The other hall", manifest.read_text()))


def edited(path: Path) -> bytes:
    """The document once somebody has written in it."""
    document = Document(str(path))
    document.add_paragraph("Written by hand.")
    document.save(str(path))
    return path.read_bytes()


def test_what_can_be_placed_is_placed_and_the_rest_goes_on_by_itself(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = f"{REFERENCE}/{FORM} is still to be put in its place"
    with holding(monkeypatch, "police.docx"):
        said = review.lfe("issue-audits")
        assert said.code == 1
        assert waits in said.all
        assert not review.path(FORM).exists()
        assert review.path("audits/issued/school.docx").exists()
        assert waits in review.done("status").all
        assert review.done("status", "--json").json["waiting"] == [f"{REFERENCE}/{FORM}"]
        assert waits in review.lfe("doctor").all
        [found] = [
            f
            for f in review.done("check", "--json").json["findings"]
            if f["file"] == f"{REFERENCE}/{FORM}"
        ]
        assert found["severity"] == "consider"
    review.done("sent")
    assert review.path(FORM).exists()
    assert waits not in review.done("status").all
    assert not list(review.folder.parent.joinpath(".lfe/staging").iterdir())


def test_a_file_that_waits_stops_no_other_review(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_review(Officer(review.folder.parent))
    other = Officer(review.folder.parent / OTHER)
    with holding(monkeypatch, "police.docx"):
        review.lfe("issue-audits")
        for words in (
            ("reply", "police", "--knows", "yes"),
            ("undo",),
            ("issue-audits", "--agency", "school"),
        ):
            said = other.lfe(*words)
            assert said.code == 1, said
            assert f"{REFERENCE}/{FORM}" in said.all
        assert other.lfe("board").code == 1
    assert other.path("audits/issued/school.docx").exists()
    said = other.done("told", "line-managers")
    assert "was finished first" in said.all
    assert review.path(FORM).exists()


def test_a_document_that_waits_is_not_called_edited_and_is_not_made_twice(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("agenda")
    in_the_other_hall(review)
    with holding(monkeypatch, "agenda.docx"):
        assert review.lfe("agenda").code == 1
        assert review.done("status", "--json").json["edited"] == []
        before = review.path("history.jsonl").read_bytes()
        assert review.lfe("agenda").code == 1
        assert review.path("history.jsonl").read_bytes() == before
    review.done("agenda")
    assert "The other hall" in text_of(review.path("event/agenda.docx").read_bytes())
    assert not review.path("event/agenda.1.docx").exists()


def test_a_manifest_that_waits_counts_already(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = review.path("review.yaml").read_bytes()
    with holding(monkeypatch, "review.yaml"):
        said = review.lfe("move", "--to", "2027-03-02 13:00")
        assert said.code == 1, said
        assert review.path("review.yaml").read_bytes() == was
        assert "2027-03-02T13:00" in str(review.done("status", "--json").json)
        refused = review.lfe("move", "--to", "2027-03-03 13:00")
        assert refused.code == 2
        assert "review.yaml is still to be put in its place" in refused.all
    review.done("reply", "police", "--knows", "yes")
    assert b"2027-03-02" in review.path("review.yaml").read_bytes()


def test_who_has_a_file_open_is_said(review: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    with holding(monkeypatch, "police.docx"):
        review.lfe("issue-audits")
        name = b"Robin Sample"
        mark = review.path("audits/issued/~$police.docx")
        mark.write_bytes(bytes([len(name)]) + name.ljust(53) + b"\0" * 108)
        assert "Robin Sample has it open." in review.done("status").all
        mark.unlink()
        mark = review.path("audits/issued/.~lock.police.docx#")
        mark.write_text(",rsample,pc-7,28.11.2026 22:10,file:///x;")
        assert "rsample has it open." in review.done("status").all
        mark.unlink()
    assert "Robin" not in review.path("history.jsonl").read_text()


def test_a_folder_in_the_place_of_a_document_is_said(review: Officer) -> None:
    review.path(FORM).mkdir(parents=True)
    said = review.lfe("issue-audits", "--agency", "police")
    assert said.code == 1
    assert "a folder has its name." in said.all
    review.path(FORM).rmdir()
    review.done("sent")
    assert review.path(FORM).is_file()


def test_what_somebody_wrote_while_a_newer_version_waited_is_kept_beside(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("agenda")
    in_the_other_hall(review)
    with holding(monkeypatch, "agenda.docx"):
        review.lfe("agenda")
    written = edited(review.path("event/agenda.docx"))
    said = review.lfe("told", "line-managers")
    assert said.code == 1
    assert f"is kept as {REFERENCE}/event/agenda.1.docx" in said.all
    assert review.path("event/agenda.1.docx").read_bytes() == written
    assert "The other hall" in text_of(review.path("event/agenda.docx").read_bytes())


def waits(review: Officer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stage of a manifest with a new address, which an editor held."""
    with holding(monkeypatch, "review.yaml"):
        assert review.lfe("agency", "contact", "police", "new@police.example").code == 1
    [stage] = (review.folder.parent / ".lfe" / "staging").iterdir()
    return stage


def test_a_manifest_is_edited_as_the_history_says_that_it_is(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i "s/The Guildhall/The Library/" "$1"\n')
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    waits(review, monkeypatch)
    said = review.done("edit")
    assert "What an interrupted command had begun was finished first." in said.all
    text = review.path("review.yaml").read_text()
    assert "The Library" in text
    assert "new@police.example" in text
    assert not review.path("review.1.yaml").exists()


def test_a_command_that_is_refused_says_what_came_of_an_earlier_ones_files(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits(review, monkeypatch)
    manifest = review.path("review.yaml")
    manifest.write_text(f"{manifest.read_text()}# a remark\n")
    said = review.lfe("reply", "nobody", "--knows", "yes")
    assert said.code == 2
    assert f"is kept as {REFERENCE}/review.1.yaml" in said.all


def test_a_manifest_of_which_a_newer_version_waits_is_not_edited(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    waits(review, monkeypatch)
    with holding(monkeypatch, "review.yaml"):
        said = review.lfe("edit")
    assert said.code == 2
    assert "review.yaml is still to be put in its place" in said.all


def test_what_waits_is_not_cleared_while_its_plan_cannot_be_read(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows while a virus scanner looks at the plan."""
    stage, read = waits(review, monkeypatch), Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "plan.json":
            raise PermissionError(13, "in use")
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refused)
        said = review.lfe("told", "line-managers")
        assert said.code == 1
        assert f"{stage.name} is still to be put in its place" in said.all
    review.done("reply", "police", "--knows", "yes")
    assert "new@police.example" in review.path("review.yaml").read_text()


def test_what_waits_for_a_review_that_was_taken_away_for_a_moment_is_kept(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = review.folder.parent
    waits(review, monkeypatch)
    start_review(Officer(top))
    review.folder.rename(top.parent / "away")
    Officer(top / OTHER).lfe("told", "line-managers")
    (top.parent / "away").rename(review.folder)
    review.done("reply", "police", "--knows", "yes")
    assert "new@police.example" in review.path("review.yaml").read_text()


def test_a_folder_that_may_not_be_entered_stops_no_other_review(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_review(Officer(review.folder.parent))
    other = Officer(review.folder.parent / OTHER)
    review.done("issue-audits")
    draft, exists = "audit-request-school.eml", Path.exists
    with holding(monkeypatch, draft):
        assert review.lfe("agency", "withdraw", "school").code == 1

    def refused(path: Path) -> bool:
        if path.parent.name == "outbox":
            raise PermissionError(13, "not for you", str(path))
        return exists(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", refused)
        said = other.lfe("board")
        assert f"{draft} is still to be removed: its folder may not be entered." in " ".join(
            said.all.split()
        )
        review.done("status")
        assert review.lfe("doctor").code == 1
        assert review.path(f"outbox/{draft}").is_file()
    review.done("told", "line-managers")
    assert not review.path(f"outbox/{draft}").exists()


def test_an_earlier_version_that_cannot_make_way_is_not_written_over(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("agenda")
    written = edited(review.path("event/agenda.docx"))
    with holding(monkeypatch, "agenda.docx"):
        assert review.lfe("agenda", "--replace").code == 1
        assert review.path("event/agenda.docx").read_bytes() == written
    review.done("told", "line-managers")
    assert review.path("event/agenda.1.docx").read_bytes() == written
    assert review.path("event/agenda.docx").read_bytes() != written
    # and with the plan gone, nothing is put aside a second time
    review.path("event/agenda.1.docx").unlink()
    now = review.path("event/agenda.docx").read_bytes()
    review.done("reply", "police", "--knows", "yes")
    assert review.path("event/agenda.docx").read_bytes() == now


def test_an_audit_that_could_not_leave_the_inbox_is_told_and_leaves_it_later(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    answers = {"bring_good_practice": "Longer handovers"}
    for agency in ("police", "school"):
        form = review.path(f"audits/issued/{agency}.docx").read_bytes()
        review.path(f"audits/inbox/From the {agency}.docx").write_bytes(fill(form, answers))
    with holding(monkeypatch, "From the police.docx"):
        said = review.lfe("ingest")
        assert said.code == 1
        assert "From the police.docx is still to be removed" in said.all
        assert review.path("audits/returned/police.docx").exists()
        again = review.lfe("ingest")
        assert "The inbox is empty" in again.all
        assert "From the police.docx is still to be removed" in review.done("status").all
    review.done("told", "line-managers")
    assert [path.name for path in review.path("audits/inbox").glob("*.docx")] == []


def test_the_facilitators_paper_is_not_called_removed_before_it_is(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("agenda")
    monkeypatch.setenv("LFE_NOW", "2027-03-01T09:30")
    with holding(monkeypatch, "facilitator.docx"):
        said = review.lfe("collected", "--destroy")
        assert said.code == 1
        assert "Removed from this folder" not in said.all
        assert "event/facilitator.docx is still to be removed" in said.all
        assert "event/facilitator.docx is still to be removed" in review.done("status").all
    review.done("told", "line-managers")
    assert not review.path("event/facilitator.docx").exists()


def test_a_draft_that_an_agency_that_withdrew_was_not_sent_is_told_while_it_stays(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    draft = "outbox/audit-request-school.eml"
    with holding(monkeypatch, Path(draft).name):
        said = review.lfe("agency", "withdraw", "school")
        assert said.code == 1
        assert f"{draft} is still to be removed" in said.all
    review.done("told", "line-managers")
    assert not review.path(draft).exists()


def test_a_new_review_that_was_cut_off_leaves_no_folder_and_takes_no_number(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    real = Path.replace

    def cut_off(path: Path, target: Path) -> Path:
        if Path(target).name == "history.jsonl":
            raise Crash
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut_off)
        with pytest.raises(Crash):
            start_review(officer)
    start_review(officer)
    assert [path.name for path in officer.folder.glob("LFE-*")] == [REFERENCE]


def test_a_drive_that_goes_once_it_is_recorded_is_said_and_not_made_anew(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, real = review.folder.parent, Path.replace

    def drive_goes(path: Path, target: Path) -> Path:
        if Path(target).name == "police.docx":
            root.rename(root.with_name("gone"))
        return real(path, target)

    away = Officer(root.with_name("gone") / REFERENCE)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", drive_goes)
        said = review.lfe("issue-audits")
    assert not root.exists()
    assert said.code == 1
    assert "the drive is not there." in said.all
    away.folder.parent.rename(root)
    (root / ".lfe/lock").unlink()  # its process is no more, in life
    review.done("sent")
    assert review.path(FORM).exists()


def test_a_damaged_history_of_one_review_stops_no_command_in_another(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with holding(monkeypatch, "police.docx"):
        review.lfe("issue-audits")
    history = review.path("history.jsonl")
    sound = history.read_bytes()
    for damaged in (sound + b"no entry at all\n", b"\xff\xfe\0\0\xd8" * 9, b""):
        history.write_bytes(damaged)
        start_review(Officer(review.folder.parent))
    history.write_bytes(sound)
    review.done("sent")
    assert review.path(FORM).exists()


def test_a_new_folder_of_which_one_file_is_held_says_so(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with holding(monkeypatch, "about-this-folder.txt"):
        said = anywhere.lfe("init", "--no-git")
        assert said.code == 1
        assert "about-this-folder.txt is still to be put in its place" in said.all
    start_review(anywhere)
    assert anywhere.path("about-this-folder.txt").exists()


def test_a_drive_that_goes_before_it_is_shown_what_was_recorded_is_no_failure(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, real = review.folder.parent, Path.replace

    def drive_goes(path: Path, target: Path) -> Path:
        moved = real(path, target)
        if Path(target).name == "history.jsonl":
            root.rename(root.with_name("gone"))
        return moved

    monkeypatch.setenv(
        "EDITOR",
        f"\"{sys.executable}\" -c \"open(__import__('sys').argv[1],'a').write('# by hand')\"",
    )
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", drive_goes)
        said = review.lfe("edit", "--no-input")
    root.with_name("gone").rename(root)
    (root / ".lfe/lock").unlink()  # its process is no more, in life
    assert said.code == 1, said
    assert "It is done and recorded, but what came of it cannot be shown" in said.all
    assert "manifest edited" in review.path("history.jsonl").read_text()
