"""`lfe init`: the folder that a partnership begins with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from helpers.officer import Officer
from lfe_cli.review.workspace import load_workspace


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout


def test_a_new_workspace_has_the_guides_defaults(officer: Officer) -> None:
    partnership = load_workspace(officer.folder).partnership
    assert partnership.name == "Plymouth Safeguarding Children Partnership"
    assert partnership.mailbox == "pscp@plymouth.gov.uk"
    assert partnership.subgroup == "CSCR subgroup"
    assert partnership.marking == "OFFICIAL-SENSITIVE"
    assert {"practice", "quality", "learning"} == {g.id for g in partnership.working_groups}
    assert len(partnership.agencies) > 20


def test_it_is_a_git_repository_with_everything_recorded(officer: Officer) -> None:
    assert git(officer.folder, "status", "--porcelain") == ""
    assert git(officer.folder, "log", "--format=%s") == "Partnership: folder started\n"


@pytest.mark.parametrize(
    "path",
    [
        "LFE-2027-001/audits/inbox/form.docx",
        "LFE-2027-001/audits/returned/police.docx",
        "LFE-2027-001/audits/returned/police.yaml",
        "LFE-2027-001/outbox/chaser-police.eml",
        "LFE-2027-001/event/facilitator.docx",
        "LFE-2027-001/event/facilitator.1.docx",
        "LFE-2027-001/event/notes.docx",
        "LFE-2027-001/identifiers.yaml",
        ".lfe/lock",
        "LFE-2027-001/audits/issued/~$police.docx",
    ],
)
def test_git_never_keeps_what_agencies_wrote_or_a_name(officer: Officer, path: str) -> None:
    assert git(officer.folder, "check-ignore", path).strip() == path


@pytest.mark.parametrize(
    "path", ["LFE-2027-001/review.yaml", "LFE-2027-001/audits/issued/police.docx"]
)
def test_git_keeps_the_manifest_and_the_issued_forms(officer: Officer, path: str) -> None:
    assert git(officer.folder, "check-ignore", path) == ""


def test_histories_merge_line_by_line(officer: Officer) -> None:
    said = git(officer.folder, "check-attr", "merge", "LFE-2027-001/history.jsonl")
    assert said.strip().endswith("merge: union")


def test_without_git_the_folder_is_no_repository(anywhere: Officer) -> None:
    anywhere.done("init", "--no-git", "Ours")
    assert not anywhere.path("Ours", ".git").exists()


def test_a_dry_run_creates_nothing_at_all(anywhere: Officer) -> None:
    said = anywhere.done("init", "Ours", "--dry-run")
    assert "would write partnership.yaml" in said.out
    assert list(anywhere.folder.iterdir()) == []


def test_a_second_workspace_in_the_same_folder_is_refused(officer: Officer) -> None:
    before = officer.files()
    said = officer.lfe("init")
    assert said.code == 2
    assert "partnership.yaml is in this folder" in said.all
    assert officer.files() == before


def test_a_workspace_inside_another_is_refused(officer: Officer) -> None:
    said = officer.lfe("init", "Inside")
    assert said.code == 2
    assert "partnership.yaml is in a folder above" in said.all
    assert not officer.path("Inside").exists()


def test_a_file_of_somebody_elses_is_not_overwritten(anywhere: Officer) -> None:
    anywhere.path(".gitignore").write_text("mine\n")
    said = anywhere.lfe("init")
    assert said.code == 2
    assert ".gitignore" in said.all
    assert anywhere.path(".gitignore").read_text() == "mine\n"


def test_an_init_that_was_interrupted_is_finished_by_the_next(anywhere: Officer) -> None:
    anywhere.done("init", "--no-git")
    whole = anywhere.files()
    anywhere.path("partnership.yaml").unlink()
    anywhere.done("init", "--no-git")
    assert anywhere.files() == whole
