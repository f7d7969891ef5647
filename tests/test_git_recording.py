"""Git holds what is ours as it is now: what one command could not record, the next one does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from helpers.closing import CONFIRMED, ended_review
from helpers.officer import REFERENCE, Officer
from helpers.repositories import in_git, last_message, not_recorded, path_with, standing_in
from lfe_cli.disk import git_calls

NAMES = "names: [Testina Zebra]\nplaces: [The Guildhall]\nother: []\n"
LATER = "The next command here records what is missing."
needs_posix = pytest.mark.skipif(os.name == "nt", reason="The stand-ins are shell scripts")


def top(review: Officer) -> Officer:
    return Officer(review.folder.parent)


def lock(review: Officer, minutes: int = 0) -> Path:
    """What a git leaves behind that was stopped, so many minutes ago."""
    path = review.path("..", ".git", "index.lock")
    path.touch()
    os.utime(path, (time.time() - 60 * minutes,) * 2)
    return path


def without_git(review: Officer, *words: str) -> None:
    """A command that git does not hear of."""
    settings = review.path("..", "partnership.yaml")
    before = settings.read_text()
    settings.write_text(before.replace("settings:\n", "settings:\n  commit: no\n"))
    review.done(*words)
    settings.write_text(before)


# ---------------------------------------------------------------- what git missed


def test_what_git_missed_is_recorded_by_the_next_command_in_the_review(review: Officer) -> None:
    without_git(review, "issue-audits")
    without_git(review, "agenda")
    assert f"{REFERENCE}/event/agenda.docx" in not_recorded(top(review))
    review.done("reply", "police", "--knows", "yes")
    assert not_recorded(top(review)) == []


def test_also_by_one_that_changes_nothing(review: Officer) -> None:
    review.done("issue-audits")
    without_git(review, "agenda")
    review.done("issue-audits")
    assert not_recorded(top(review)) == []
    assert last_message(review) == f"{REFERENCE}: texts"


def test_nothing_is_recorded_where_nothing_differs(review: Officer) -> None:
    review.done("issue-audits")
    before = in_git(review.folder, "rev-parse", "HEAD")
    review.done("issue-audits")
    assert in_git(review.folder, "rev-parse", "HEAD") == before


@needs_posix
@pytest.mark.parametrize("at", ["status", "check-attr", "add", "commit"])
def test_a_command_that_is_killed_before_git_is_done_loses_nothing(
    review: Officer, tmp_path: Path, at: str
) -> None:
    path = standing_in(tmp_path / "bin", f'case "$*" in *" {at} "*) kill -9 $PPID; exit 1;; esac')
    words = [sys.executable, "-c", "from lfe_cli.cli.app import main; main()", "issue-audits"]
    done = subprocess.run(
        words, cwd=review.folder, env={**os.environ, "PATH": path_with(path)}, capture_output=True
    )
    assert done.returncode == -9
    assert f"{REFERENCE}/audits/issued/police.docx" in not_recorded(top(review))
    review.done("reply", "police", "--knows", "yes")
    assert not_recorded(top(review)) == []


def test_what_closing_removed_is_recorded_later_too(anywhere: Officer) -> None:
    ended = ended_review(anywhere)
    assert f"{REFERENCE}/event/sign-in.docx" in in_git(top(ended).folder, "ls-files")
    without_git(ended, "close", *CONFIRMED)
    ended.done("told", "line-managers")
    assert not_recorded(top(ended)) == []


def test_a_document_of_the_whole_folder_is_recorded_when_it_is_made_again(
    review: Officer,
) -> None:
    """No history says that it is ours: it is what would be made now."""
    without_git(review, "year", "2027")
    made = [path for path in not_recorded(top(review)) if path.startswith("year-")]
    assert made
    review.done("reply", "police", "--knows", "yes")
    assert set(made) <= set(not_recorded(top(review)))
    review.done("undo")
    review.done("year", "2027")
    assert not_recorded(top(review)) == []


def test_a_name_that_is_gone_holds_nothing_back_any_more(review: Officer) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    said = review.lfe("agenda")
    assert said.code == 1
    assert "event/agenda.docx" in said.all
    assert "a word from identifiers.yaml" in said.all
    review.path("identifiers.yaml").write_text("names: []\nplaces: []\nother: []\n")
    review.done("reply", "police", "--knows", "yes")
    assert not_recorded(top(review)) == []


def test_while_it_stands_there_it_is_held_back_and_said_where_the_command_wrote_it(
    review: Officer,
) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    assert review.lfe("agenda").code == 1
    review.done("reply", "police", "--knows", "yes")
    assert "agenda.docx" not in in_git(review.folder, "ls-files")
    assert "Not recorded" in review.done("doctor").all


def test_a_text_that_cannot_be_looked_into_is_told_and_stops_nothing(review: Officer) -> None:
    review.path("report").mkdir()
    review.path("report", "learning.yaml").write_bytes(b"\x00\xff\xfe\x9d no text \x81")
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert "report/learning.yaml was not recorded in git." in said.all
    assert not_recorded(top(review)) == [f"{REFERENCE}/report/learning.yaml"]


def test_what_a_person_changed_or_deleted_or_put_there_is_not_recorded(review: Officer) -> None:
    review.done("agenda")
    agenda = review.path("event", "agenda.docx")
    for edited in (agenda, review.path("event", "sign-in.docx")):
        edited.write_bytes(edited.read_bytes() + b"edited")
    review.path("event", "invitation.ics").unlink()
    review.path("audits", "issued").mkdir(exist_ok=True)
    for theirs in ("event/minutes.docx", "audits/issued/theirs.docx", "report/agenda.docx"):
        review.path(theirs).parent.mkdir(exist_ok=True)
        review.path(theirs).write_bytes(agenda.read_bytes())
    review.done("reply", "police", "--knows", "yes")
    recorded = in_git(review.folder, "show", "--name-only", "--format=").split()
    assert recorded == [f"{REFERENCE}/history.jsonl"]


@pytest.mark.parametrize(
    ("settings", "author"),
    [
        ({}, "lfe <lfe@localhost>"),
        ({"user.name": "", "user.email": ""}, "lfe <lfe@localhost>"),
        ({"user.name": "Unit"}, "Unit <lfe@localhost>"),
        ({"user.email": "unit@pscp.example"}, "lfe <unit@pscp.example>"),
        ({"user.name": "Unit", "user.email": "unit@pscp.example"}, "Unit <unit@pscp.example>"),
    ],
)
def test_an_author_who_is_not_set_or_set_in_part_stops_nothing(
    review: Officer, settings: dict[str, str], author: str
) -> None:
    for key, value in settings.items():
        in_git(review.folder, "config", key, value)
    review.done("reply", "police", "--knows", "yes")
    assert in_git(review.folder, "log", "-1", "--format=%an <%ae>").strip() == author


def test_what_somebody_staged_stays_staged(review: Officer) -> None:
    root = top(review)
    root.path("mine.txt").write_text("mine")
    in_git(root.folder, "add", "mine.txt")
    without_git(review, "agenda")
    review.done("reply", "police", "--knows", "yes")
    assert in_git(root.folder, "diff", "--cached", "--name-only") == "mine.txt\n"
    assert not_recorded(root) == ["mine.txt"]


def test_each_review_has_its_own_list_of_names(review: Officer) -> None:
    """A command finishes what another began in another review, and looks there for its names."""
    root = top(review)
    start = ("new", "--theme", "Neglect", "--from", "2026-01-01", "--to", "2026-06-30")
    root.done(*start, "--agency", "police", "--event", "2027-03-10 09:30", "--venue", "Zebra Hall")
    other = Officer(root.path("LFE-2027-002"))
    other.path("identifiers.yaml").write_text("names: []\nplaces: [Zebra Hall]\nother: []\n")
    in_its_way = other.path("event", "agenda.docx", "a folder")
    in_its_way.mkdir(parents=True)
    assert other.lfe("agenda").code == 1
    shutil.rmtree(in_its_way.parent)
    said = review.lfe("reply", "police", "--knows", "yes")
    assert other.path("event", "agenda.docx").is_file(), said
    assert said.code == 1
    assert "LFE-2027-002/event/agenda.docx" in said.all
    assert "a word from identifiers.yaml" in said.all
    assert "LFE-2027-002/event/agenda.docx" in not_recorded(root)


def test_a_link_in_the_place_of_a_file_is_not_recorded(review: Officer, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_bytes(review.path("review.yaml").read_bytes())
    review.path("review.yaml").unlink()
    review.path("review.yaml").symlink_to(secret)
    review.done("reply", "police", "--knows", "yes")
    assert in_git(review.folder, "ls-files", "-s", "review.yaml").startswith("100644")


@needs_posix
def test_it_takes_five_calls_of_git_and_two_where_nothing_differs(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    path = standing_in(tmp_path / "bin", f'echo call >> "{calls}"')
    monkeypatch.setenv("PATH", path_with(path))
    review.done("issue-audits")
    assert calls.read_text().count("call") == 5
    calls.unlink()
    review.done("issue-audits")
    assert calls.read_text().count("call") == 2


def test_a_command_of_another_review_leaves_this_one_alone(review: Officer) -> None:
    without_git(review, "agenda")
    top(review).done("templates", "agenda.docx")
    assert f"{REFERENCE}/event/agenda.docx" in not_recorded(top(review))


# ---------------------------------------------------------------- another git


def test_a_lock_that_was_left_behind_is_named_with_what_to_do(review: Officer) -> None:
    path = lock(review, minutes=30)
    began = time.monotonic()
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert time.monotonic() - began < 1.5  # it is not waited for
    assert "Police: knew the child or family" in said.all
    assert "another program is using git here, or was stopped while it did." in said.all
    assert LATER in said.all
    assert "no program that uses git is running" in said.all
    assert str(path.resolve()).replace(" ", "") in said.all.replace(" ", "")
    path.unlink()
    review.done("told", "identity")
    assert not_recorded(top(review)) == []


def test_another_git_at_work_is_waited_for(review: Officer) -> None:
    path = lock(review)
    threading.Timer(0.4, path.unlink).start()
    review.done("reply", "police", "--knows", "yes")
    assert not_recorded(top(review)) == []


@needs_posix
def test_a_git_that_does_not_answer_is_ended_and_leaves_no_lock(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is asked to end first: then it takes its own lock away."""
    path = review.path("..", ".git", "index.lock")
    hangs = f"""case "$*" in *" commit "*)
    trap 'rm -f "{path}"; exit 1' TERM
    touch "{path}"; while :; do sleep 0.05; done;; esac"""
    monkeypatch.setattr(git_calls, "_SECONDS", 0.5)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", path_with(standing_in(tmp_path / "bin", hangs)))
        said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert "git did not answer" in said.all
    assert not path.exists()
    monkeypatch.undo()
    review.lfe("told", "identity")


# ---------------------------------------------------------------- whatever git says


SAID = {
    "fatal: detected dubious ownership in repository at 'S:/x'\n"
    "To add an exception for this directory, call:\n\n"
    "\tgit config --global --add safe.directory '%(prefix)///server/share'": (
        "another account owns it",
        "run once on this computer: git config --global --add safe.directory "
        "'%(prefix)///server/share'",
    ),
    "error: file write error: No space left on device": ("the drive is full", "Make room on it"),
    "error: insufficient permission for adding an object to repository database .git/objects": (
        "git may not write",
        "Ask for permission",
    ),
    "fatal: Unable to create 'X/.git/refs/heads/main.lock': File exists.": (
        "another program is using git here",
        "delete this file: X/.git/refs/heads/main.lock",
    ),
    "error: object file .git/objects/4b/825dc642 is empty\nfatal: loose object 4b825 is corrupt": (
        "damaged or incomplete",
        "git fsck",
    ),
    "fatal: unknown repository extension found: refstorage": ("a newer git", "Ask whoever looks"),
    'error: open("LFE"): Filename too long': ("too long for git", "nearer to the top"),
    "error: unknown option `pathspec-from-file=-'": ("a newer git", "Ask whoever looks"),
    "fatal: the moon of Testina is in the seventh house": (
        "git gave a reason that lfe does not know",
        "git status",
    ),
}


@needs_posix
@pytest.mark.parametrize(("words", "meant"), SAID.items())
@pytest.mark.parametrize("at", ["config", "status", "add", "commit"])
def test_every_failure_of_git_is_a_sentence_with_advice(
    review: Officer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: str,
    meant: tuple[str, str],
    at: str,
) -> None:
    said_by_git = tmp_path / "said"
    said_by_git.write_text(words)
    fails = f'case "$*" in *" {at} "*) cat "{said_by_git}" >&2; exit 128;; esac'
    monkeypatch.setattr(git_calls, "_WAITS", (0.01,))
    with monkeypatch.context() as patch:
        patch.setenv("PATH", path_with(standing_in(tmp_path / "bin", fails)))
        said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1, said
    assert "The work is done, but not recorded in git:" in said.all
    for part in meant:
        assert part.replace(" ", "") in said.all.replace(" ", "")
    assert "fatal" not in said.all and "Testina" not in said.all
    monkeypatch.undo()


SPOILT = {
    "its list of files": (".git/index", b"spoilt", "damaged or incomplete"),
    "its branch": (".git/HEAD", b"spoilt", "damaged or incomplete"),
    "its settings": (".git/config", b"[core\n", "cannot read its settings"),
    "a number of its settings": (
        ".git/config",
        b"[core]\n\tcompression = 99\n",
        "read its settings",
    ),
    "a value of its settings": (".git/config", b"[core]\n\tbare = perhaps\n", "read its settings"),
}


@pytest.mark.parametrize(("file", "content", "meant"), SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_repository_is_told_and_stops_nothing(
    review: Officer, file: str, content: bytes, meant: str
) -> None:
    path = review.path("..", file)
    before = path.read_bytes()
    path.write_bytes(content)
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert meant in said.all
    assert "is left out" in review.lfe("doctor").all
    path.write_bytes(before)
    review.done("told", "identity")
    assert not_recorded(top(review)) == []


@pytest.mark.parametrize("ours", [True, False], ids=["in one of our files", "elsewhere"])
def test_a_merge_that_somebody_began_is_not_spoilt(review: Officer, ours: bool) -> None:
    root = top(review)
    path = review.path("review.yaml") if ours else root.path("mine.txt")
    own = ("-c", "user.name=a", "-c", "user.email=b")
    text = path.read_text() if ours else ""
    if not ours:
        path.write_text("0")
        in_git(root.folder, "add", "mine.txt")
        in_git(root.folder, *own, "commit", "-q", "-m", "0")
    in_git(root.folder, "branch", "theirs")
    for branch, line in (("main", "# one\n"), ("theirs", "# two\n")):
        in_git(root.folder, "checkout", "-q", branch)
        path.write_text(line + text)
        in_git(root.folder, *own, "commit", "-qam", branch)
    in_git(root.folder, "checkout", "-q", "main")
    in_git(root.folder, *own, "merge", "-q", "theirs", fine=False)
    path.write_text("# three\n" + text)  # put right, but not yet said so
    before = in_git(root.folder, "ls-files", "-u")
    assert before
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert "somebody has begun to merge in git here, and has not finished" in said.all
    assert in_git(root.folder, "ls-files", "-u") == before
    in_git(root.folder, "add", ".")
    in_git(root.folder, *own, "commit", "-q", "-m", "merged")
    review.done("told", "identity")
    assert not_recorded(root) == []


# ---------------------------------------------------------------- doctor, and what git ignores


def test_doctor_counts_what_is_not_recorded(review: Officer) -> None:
    assert "Not recorded" not in review.done("doctor").all
    without_git(review, "reply", "police", "--knows", "yes")
    said = review.done("doctor", "--json").json
    [about] = [one for one in said["looked_at"] if one["what"] == "Not recorded"]
    assert about["said"].startswith("1 file of ours")
    review.done("told", "identity")
    assert "Not recorded" not in review.done("doctor").all


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("**/family/\n", ""),
        lambda text: text + "!**/family/\n",
        lambda text: "",
        lambda text: text.replace("\n", "\r\n").replace("**/family/\r\n", ""),
        lambda text: text.removesuffix("\n").replace("**/family/\n", ""),
    ],
    ids=["a line less", "a line that takes it back", "empty", "from Windows", "no last end"],
)
def test_an_older_list_of_what_git_ignores_is_told_and_completed(
    review: Officer, change: object
) -> None:
    assert callable(change)
    list_ = review.path("..", ".gitignore")
    list_.write_bytes(change(list_.read_text()).encode())
    before = list_.read_bytes()
    said = review.lfe("doctor")
    assert said.code == 1
    assert ".gitignore does not name all that git must never keep" in said.all
    assert list_.read_bytes() == before
    review.done("reply", "police", "--knows", "yes")
    assert list_.read_bytes().startswith(before)
    review.done("doctor")
    letter = f"{REFERENCE}/family/letter-mother.docx"
    assert in_git(review.folder.parent, "check-ignore", "--no-index", letter).strip() == letter
    assert not_recorded(top(review)) == []
    done = list_.read_bytes()
    review.done("told", "identity")
    assert list_.read_bytes() == done


def test_a_refused_command_completes_nothing(review: Officer) -> None:
    list_ = review.path("..", ".gitignore")
    list_.write_text("mine\n")
    assert review.lfe("reply", "nobody", "--knows", "yes").code == 2
    assert list_.read_text() == "mine\n"


def test_where_the_folder_is_no_repository_no_list_is_made(anywhere: Officer) -> None:
    anywhere.done("init", "--no-git", ".")
    anywhere.path(".gitignore").unlink()
    start = ("new", "--theme", "Neglect", "--from", "2026-01-01", "--to", "2026-06-30")
    anywhere.done(*start)
    assert not anywhere.path(".gitignore").exists()
