"""Somebody ends the tool: by Ctrl-C, by closing its window, by ending or killing its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.officer import REFERENCE, Officer
from helpers.pages import with_page
from lfe_cli import temporary

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")

SLOW_OFFICE = """#!/bin/sh
sleep 300 &
echo $! > {folder}/second
echo $$ > {folder}/first
sleep 300
"""
OLD_FORMAT = b"{\\rtf1 an audit in an older format}"
TOLD = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}


def begin(
    officer: Officer, *words: str, before: Callable[[], object] | None = None, **settings: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lfe_cli", *words],
        cwd=officer.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def until(so: Callable[[], bool], seconds: float = 20) -> bool:
    ends = time.monotonic() + seconds
    while not so() and time.monotonic() < ends:
        time.sleep(0.02)
    return so()


def is_running(file: Path) -> bool:
    try:
        state = Path(f"/proc/{file.read_text().strip()}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


class AtWork:
    """A command that reads an audit in an older format, while a slow LibreOffice converts it."""

    def __init__(
        self, review: Officer, folder: Path, before: Callable[[], object] | None = None
    ) -> None:
        self.folder, self.temporary = folder, folder / "temporary"
        programs = folder / "programs"
        for one in (self.temporary, programs):
            one.mkdir(exist_ok=True)
        office = programs / "soffice"
        office.write_text(SLOW_OFFICE.format(folder=folder))
        office.chmod(0o755)
        inbox = review.path("audits", "inbox", "audit.rtf")
        inbox.write_bytes(OLD_FORMAT)
        self.process = begin(
            review, "ingest", before=before, TMPDIR=str(self.temporary),
            PATH=f"{programs}{os.pathsep}{os.environ['PATH']}",
        )  # fmt: skip
        assert until((folder / "first").exists)

    @property
    def office_runs(self) -> bool:
        return is_running(self.folder / "first") or is_running(self.folder / "second")

    @property
    def left(self) -> list[str]:
        return [path.name for path in self.temporary.iterdir()]


@pytest.mark.parametrize("name", TOLD)
def test_told_to_end_it_takes_its_papers_and_libreoffice_with_it(
    name: str, review: Officer, tmp_path: Path
) -> None:
    before = review.files()
    work = AtWork(review, tmp_path)
    assert work.office_runs
    assert work.left

    work.process.send_signal(getattr(signal, name))
    out, err = work.process.communicate(timeout=20)

    assert work.process.returncode == TOLD[name]
    assert err.strip() == "Stopped. What was begun is finished or cleared by the next command."
    assert out == ""
    assert work.left == []
    assert until(lambda: not work.office_runs)
    assert not (review.folder.parent / ".lfe" / "lock").exists()
    review.path("audits", "inbox", "audit.rtf").unlink()
    assert review.files() == before


def test_an_impatient_second_one_does_not_cut_the_clearing_short(
    review: Officer, tmp_path: Path
) -> None:
    work = AtWork(review, tmp_path)
    for _ in range(20):
        work.process.send_signal(signal.SIGTERM)
    _, err = work.process.communicate(timeout=20)
    assert work.process.returncode == 143
    assert err.count("Stopped.") == 1
    assert work.left == []


def test_killed_outright_it_takes_libreoffice_with_it_and_the_next_start_clears_its_papers(
    review: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = AtWork(review, tmp_path)
    work.process.kill()
    work.process.communicate(timeout=20)
    assert until(lambda: not work.office_runs)
    assert work.left
    monkeypatch.setattr(tempfile, "tempdir", str(work.temporary))
    review.done("status")
    assert work.left == []


def test_who_is_told_to_ignore_a_closed_terminal_goes_on(review: Officer, tmp_path: Path) -> None:
    def by_nohup() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    work = AtWork(review, tmp_path, by_nohup)
    work.process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert work.process.poll() is None
    work.process.terminate()
    work.process.communicate(timeout=20)
    assert work.process.returncode == 143


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_folder_of_a_process_that_works_stays(place: Path) -> None:
    with temporary.folder() as own:
        os.utime(own, (time.time() + 3600, time.time() + 3600))
        temporary.sweep()
        assert own.is_dir()
    assert list(place.iterdir()) == []


def test_a_folder_whose_process_has_given_its_number_to_another_goes(place: Path) -> None:
    left = place / f"lfe-office-{os.getpid()}-abcdefgh"
    left.mkdir()
    os.utime(left, (1e9, 1e9))  # long before this process began
    temporary.sweep()
    assert not left.exists()


def test_papers_for_a_moment_never_go_into_the_folder_that_one_stands_in(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    # what Python falls back on where no folder for temporary files can be written to
    monkeypatch.setattr(tempfile, "tempdir", str(review.folder))
    before = review.files()
    with_page(review, "draft")
    said = review.lfe("year", "2027")
    assert said.code == 2
    assert "folder for temporary files cannot be written to, or is full" in said.all
    assert "lfe-office" not in str(sorted(set(review.files()) - set(before)))


@pytest.mark.parametrize("name", ["lfe-2026-001", "lfe-office-1", "LFE-2026-001", "lfe-99999999-x"])
def test_what_only_looks_like_ours_stays(name: str, place: Path) -> None:
    (place / name).mkdir()
    temporary.sweep()
    assert (place / name).is_dir()


def test_libreoffice_that_still_works_in_a_folder_left_behind_is_ended(place: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = place / f"lfe-office-{gone.pid}-abcdefgh"
    left.mkdir()
    profile = f"-env:UserInstallation={left.as_uri()}/profile"
    waiting = "import time; time.sleep(300)"
    with subprocess.Popen([sys.executable, "-c", waiting, profile]) as office:
        temporary.sweep()
        assert office.wait(timeout=10) == -signal.SIGKILL
    assert not left.exists()


@pytest.mark.parametrize("tenths", (4, 7, 10))
def test_wherever_it_is_told_to_end_all_is_done_or_nothing(
    tenths: int, review: Officer, tmp_path: Path
) -> None:
    before = review.files()
    work = begin(review, "issue-audits", TMPDIR=str(tmp_path), LFE_OFFICE="none")
    time.sleep(tenths / 10)
    work.send_signal(signal.SIGTERM)
    _, err = work.communicate(timeout=20)

    assert work.returncode in (0, 143, -signal.SIGTERM)  # the last: before it had begun
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.glob("lfe-office-*")] == []
    review.done("reply", "police", "--knows", "yes")
    issued = review.done("status", "--json").json["agencies"][0]["issued"]
    made = set(review.files()) - set(before)
    if issued is None:
        assert made == set()
    else:
        assert {"audits/guidance.docx", "outbox/audit-request-school.eml"} <= made
    assert not list((review.folder.parent / ".lfe").glob("staging/*"))
    assert review.lfe("check", "-r", REFERENCE).code == 0


@pytest.mark.parametrize("already", [".lfe/lock", "partnership.yaml", "LFE-2025-001/history.jsonl"])
def test_a_demonstration_that_was_killed_can_be_looked_at_and_says_what_to_do(
    already: str, anywhere: Officer
) -> None:
    work = begin(anywhere, "demo", "played", LFE_OFFICE="none")
    assert until(lambda: anywhere.path("played", already).exists())
    work.kill()
    work.communicate(timeout=20)

    again = anywhere.lfe("demo", "played", "--dry-run")
    if not anywhere.path("played", "partnership.yaml").exists():
        assert again.code == 0
        return
    assert again.code == 2
    assert "The demo in played is not whole" in again.all
    assert "Delete that folder and run it again: nothing in it is real." in again.all
    for words in ("status", "check", "board"):
        assert anywhere.lfe(words, at=anywhere.path("played")).code in (0, 1), words


def test_nothing_is_left_of_an_interrupted_demonstration_but_what_was_played(
    anywhere: Officer,
) -> None:
    anywhere.path("played", ".lfe").mkdir(parents=True)
    anywhere.path("played", ".lfe", "demo-unfinished").touch()
    anywhere.done("demo", "played", "--no-git")
    assert not anywhere.path("played", ".lfe", "demo-unfinished").exists()
    assert "overwrites nothing" in anywhere.lfe("demo", "played").all
