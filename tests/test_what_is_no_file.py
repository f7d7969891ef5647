"""A pipe, a device, a link: what only looks like a file is told, and no command waits for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.officer import Officer, Said
from lfe_cli.regular_file import NotReadable, read_file

WAITS = 60  # seconds; a command that waits for a pipe never ends


def told(officer: Officer, *words: str) -> Said:
    """A command in a process of its own, so that one that hangs is stopped and the test fails."""
    done = subprocess.run(
        [sys.executable, "-m", "lfe_cli", *words],
        cwd=officer.folder,
        capture_output=True,
        text=True,
        timeout=WAITS,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "audit.docx"
    os.mkfifo(path)
    return path


def test_nothing_but_a_file_is_read(tmp_path: Path, pipe: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("/dev/zero")
    for path in (pipe, tmp_path, link):
        with pytest.raises(NotReadable):
            read_file(path)


def test_a_file_has_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"a" * 11)

    assert read_file(path, 11) == b"a" * 11
    with pytest.raises(NotReadable, match="far larger"):
        read_file(path, 10)


@pytest.mark.parametrize(
    "words",
    [("check",), ("actions", "--dry-run"), ("ingest", "--dry-run"), ("report", "--from")],
    ids=lambda words: words[0],
)
def test_a_pipe_that_is_named_is_refused(
    review: Officer, pipe: Path, words: tuple[str, ...]
) -> None:
    said = told(review, *words, str(pipe))

    assert said.code == 2
    assert pipe.name in said.all


def test_a_pipe_in_place_of_the_list_of_names_is_a_list_that_cannot_be_read(
    review: Officer,
) -> None:
    path = review.path("identifiers.yaml")
    path.unlink()
    os.mkfifo(path)

    said = told(review, "check", "--json")

    assert said.code == 1
    assert "identifiers-unreadable" in {found["rule"] for found in said.json["findings"]}


def test_what_in_a_review_is_no_file_or_leads_outside_is_not_said_to_be_checked(
    review: Officer, tmp_path: Path
) -> None:
    outside = tmp_path / "elsewhere.txt"
    outside.write_text("Nothing that anybody asked for.")
    review.path("outbox").mkdir(exist_ok=True)
    os.mkfifo(review.path("outbox", "pipe.eml"))
    review.path("outbox", "link.eml").symlink_to(outside)
    review.path("outbox", "loop.eml").symlink_to("loop.eml")

    said = review.lfe("check", "--json")

    assert said.code == 1
    files = {f["file"] for f in said.json["findings"] if f["rule"] == "not-checked"}
    assert files == {f"LFE-2027-001/outbox/{name}.eml" for name in ("pipe", "link", "loop")}


def test_what_in_the_inbox_is_no_file_or_a_link_is_not_taken_in(review: Officer) -> None:
    review.done("issue-audits")
    inbox = review.path("audits", "inbox")
    inbox.mkdir(parents=True, exist_ok=True)
    os.mkfifo(inbox / "pipe.docx")
    (inbox / "link.docx").symlink_to(review.path("audits", "issued", "police.docx"))

    said = review.lfe("ingest", "--json")

    assert said.code == 1
    assert [one["outcome"] for one in said.json["files"]] == ["rejected", "rejected"]
    assert (inbox / "link.docx").is_symlink()


@pytest.mark.parametrize(
    "place",
    ["identifiers.yaml", "review.yaml", "history.jsonl", "audits/inbox", "outbox", "event"],
)
def test_a_link_that_leads_round_in_a_circle_is_no_fault_of_the_tool(
    review: Officer, place: str
) -> None:
    path = review.path(place)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)

    commands = (
        *(("status",), ("check",), ("check", place), ("documents",), ("ingest",)),
        *(("ingest", place), ("agenda",), ("new", "--no-input"), ("report", "--from", place)),
        ("close", "--yes", "--nothing-needs-it", "--carry-over", "--no-input"),
    )
    ended = {" ".join(words): review.lfe(*words).code for words in commands}

    assert {words: code for words, code in ended.items() if code not in (0, 1, 2)} == {}
