"""A shared or copied folder brings its git along: nothing in it is started, fetched or followed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from helpers.officer import REFERENCE, Officer, start_review
from helpers.repositories import (
    disarm,
    in_git,
    last_message,
    leaving_a_mark,
    not_recorded,
    prepare,
    script,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The stand-ins are shell scripts")


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "mark"


@pytest.fixture
def program(tmp_path: Path, mark: Path) -> Path:
    return leaving_a_mark(tmp_path / "theirs" / "program", mark)


def work(officer: Officer) -> None:
    """Commands that write, read and ask git, one after the other."""
    start_review(officer)
    review = Officer(officer.path(REFERENCE))
    for words in (
        ["issue-audits"], ["sent"], ["reply", "police", "--knows", "yes"], ["agenda"], ["report"],
        ["undo"], ["chase"], ["status"], ["documents"], ["check"], ["board"], ["doctor"],
        ["templates", "agenda.docx"], ["ingest"],
    ):  # fmt: skip
        said = review.lfe(*words)
        assert "not recorded in git" not in said.all, said


def test_no_setting_and_no_hook_of_the_folder_starts_anything(
    officer: Officer, mark: Path, program: Path
) -> None:
    plain = officer.path(".git", "config").read_bytes()
    prepare(officer.folder, program)
    work(officer)
    assert not mark.exists(), mark.read_text()
    in_git(officer.folder, "status", fine=False)
    assert mark.exists(), "the folder was not prepared as meant"
    disarm(officer.folder, plain)
    assert not_recorded(officer) == []
    assert last_message(officer) == "Partnership: settings and templates"


@pytest.mark.parametrize("way", ["include", "includeIf", "worktree"])
def test_nor_does_a_setting_that_the_folder_takes_from_elsewhere(
    officer: Officer, mark: Path, program: Path, tmp_path: Path, way: str
) -> None:
    config, other = officer.path(".git", "config"), tmp_path / "other"
    with config.open("a") as file:
        if way == "worktree":
            other = officer.path(".git", "config.worktree")
            version = "[core]\n\trepositoryFormatVersion = 1\n"
            file.write(f"{version}[extensions]\n\tworktreeConfig = true\n")
        else:
            section = "include" if way == "include" else 'includeIf "onbranch:*"'
            file.write(f"[{section}]\n\tpath = {other}\n")
    other.write_text(f'[core]\n\tfsmonitor = {program}\n[filter "y"]\n\tclean = {program}\n')
    officer.path(".git", "info").mkdir(exist_ok=True)
    officer.path(".git", "info", "attributes").write_text("*.txt filter=y\n")
    start_review(officer)
    assert not mark.exists(), mark.read_text()
    in_git(officer.folder, "status", fine=False)
    assert mark.exists(), "the folder was not prepared as meant"


def test_a_tracked_file_with_a_filter_is_compared_without_starting_it(
    officer: Officer, mark: Path, program: Path
) -> None:
    """Whatever git tracks it reads again once its date has changed, through the filter."""
    other = officer.path("minutes.txt")
    other.write_text("a person's own")
    in_git(officer.folder, "add", "minutes.txt")
    in_git(officer.folder, "-c", "user.name=a", "-c", "user.email=b", "commit", "-q", "-m", "own")
    in_git(officer.folder, "config", "filter.x.clean", str(program))
    officer.path(".git", "info").mkdir(exist_ok=True)
    officer.path(".git", "info", "attributes").write_text("minutes.txt filter=x\n")
    os.utime(other, (0, 0))
    work(officer)
    assert not mark.exists(), mark.read_text()


def test_an_object_that_is_missing_is_not_fetched(
    officer: Officer, mark: Path, program: Path
) -> None:
    tree = in_git(officer.folder, "rev-parse", "HEAD^{tree}").strip()
    prepare(officer.folder, program)
    officer.path(".git", "objects", tree[:2], tree[2:]).unlink()
    said = officer.lfe("doctor")
    assert "damaged or incomplete" in said.all
    start = ("new", "--theme", "Neglect", "--from", "2026-01-01", "--to", "2026-06-30")
    assert officer.lfe(*start).code == 1
    assert not mark.exists(), mark.read_text()


def test_a_repository_within_a_review_starts_nothing(
    review: Officer, mark: Path, program: Path
) -> None:
    inner = review.path("notes of ours")
    inner.mkdir()
    in_git(inner, "init", "-q")
    inner.joinpath("a.txt").write_text("a")
    in_git(inner, "add", "a.txt")
    in_git(inner, "-c", "user.name=a", "-c", "user.email=b", "commit", "-q", "-m", "a")
    in_git(review.folder, "-c", "advice.addEmbeddedRepo=false", "add", "notes of ours")
    prepare(inner, program)
    review.done("reply", "police", "--knows", "yes")
    review.lfe("doctor")
    assert not mark.exists(), mark.read_text()
    assert "notes of ours" not in in_git(review.folder, "show", "--name-only", "--format=")


@pytest.mark.parametrize(
    "name",
    [
        "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR",
        "GIT_PAGER", "GIT_ASKPASS", "GIT_PROXY_COMMAND", "GIT_TRACE", "GIT_TRACE2_EVENT",
        "GIT_TRACE2", "GIT_TRACE_SETUP", "GIT_REDIRECT_STDERR", "GIT_INDEX_FILE", "GIT_DIR",
        "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_CONFIG", "GIT_EXEC_PATH",
        "GIT_TEMPLATE_DIR", "GIT_SHALLOW_FILE", "GIT_ATTR_SOURCE", "GIT_QUARANTINE_PATH",
    ],
)  # fmt: skip
def test_no_variable_of_git_leads_it_elsewhere(
    officer: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: Path, name: str
) -> None:
    place = tmp_path / "elsewhere"
    value = str(program) if name.endswith(("DIFF", "COMMAND", "SSH", "EDITOR", "PASS")) else place
    monkeypatch.setenv(name, str(value))
    officer.done("new", "--theme", "Neglect", "--from", "2026-01-01", "--to", "2026-06-30")
    monkeypatch.delenv(name)
    assert not place.exists()
    assert last_message(officer) == "LFE-2027-001: review started"


@pytest.mark.parametrize("way", ["GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"])
def test_no_variable_brings_settings_in(
    officer: Officer, monkeypatch: pytest.MonkeyPatch, mark: Path, program: Path, way: str
) -> None:
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor={program}'")
    if way == "GIT_CONFIG_COUNT":
        monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "")
        monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
        monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
        monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(program))
    start_review(officer)
    assert not mark.exists(), mark.read_text()


# ---------------------------------------------------------------- filters


FILTERED = {
    "the list of the folder": (".gitattributes", "*.docx filter=git-crypt\n"),
    "a list of the review": (f"{REFERENCE}/.gitattributes", "* filter=lfs diff=lfs -text\n"),
    "git's own list": (".git/info/attributes", "*.jsonl filter=git-crypt\n"),
    "the list of the user": ("../attributes", "*.jsonl filter=git-crypt\n"),
}


@pytest.mark.parametrize("is_there", [True, False], ids=["set up", "only named"])
@pytest.mark.parametrize(("file", "line"), FILTERED.values(), ids=FILTERED.keys())
def test_where_a_filter_applies_git_is_left_out_until_it_is_gone(
    review: Officer,
    monkeypatch: pytest.MonkeyPatch,
    mark: Path,
    program: Path,
    file: str,
    line: str,
    is_there: bool,
) -> None:
    """Without the program git would keep in plain text what is to be kept encrypted."""
    root = Officer(review.folder.parent)
    list_ = root.path(file)
    list_.parent.mkdir(exist_ok=True)
    before = list_.read_text() if list_.exists() else ""
    list_.write_text(before + line)
    if file.startswith(".."):
        settings = root.path("..", "settings of the user")
        settings.write_text(f"[core]\n\tattributesFile = {list_.resolve()}\n")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    if is_there:
        for kind in ("clean", "smudge", "process"):
            in_git(root.folder, "config", f"filter.git-crypt.{kind}", str(program))
            in_git(root.folder, "config", f"filter.lfs.{kind}", str(program))
    said = review.lfe("issue-audits")
    assert said.code == 1
    assert "a filter (git-crypt)" in said.all or "a filter (lfs)" in said.all
    assert f"is set in git for {REFERENCE}/" in said.all
    assert 'To do without git: write "commit: no" under settings in partnership.yaml' in said.all
    assert last_message(root) == "LFE-2027-001: review started"
    looked = review.lfe("doctor")
    assert looked.code == 1
    assert "git is left out: a filter" in " ".join(looked.all.replace("!", "").split())
    assert not mark.exists(), mark.read_text()
    list_.write_text(before)
    review.done("reply", "police", "--knows", "yes")
    assert [path for path in not_recorded(root) if "attributes" not in path] == []


def test_a_filter_on_what_is_not_ours_changes_nothing(review: Officer, program: Path) -> None:
    root = Officer(review.folder.parent)
    with root.path(".gitattributes").open("a") as file:
        file.write("*.psd filter=lfs\n*.docx -filter\n*.yaml !filter\n")
    in_git(root.folder, "config", "filter.lfs.clean", str(program))
    root.path("picture.psd").write_bytes(b"a")
    review.done("issue-audits")
    review.done("doctor")
    assert not_recorded(root) == ["picture.psd"]


def test_a_filter_with_an_odd_name_is_told_and_not_started(
    review: Officer, mark: Path, program: Path
) -> None:
    with review.path("..", ".git", "config").open("a") as file:
        file.write(f'[filter "a=b"]\n\tclean = {program}\n')
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert "name a program in an odd way" in said.all
    assert not mark.exists()


def test_without_git_by_the_settings_nothing_is_asked_of_it(
    review: Officer, mark: Path, program: Path
) -> None:
    prepare(review.folder.parent, program)
    settings = review.path("..", "partnership.yaml")
    settings.write_text(settings.read_text().replace("settings:\n", "settings:\n  commit: no\n"))
    review.done("reply", "police", "--knows", "yes")
    assert "does not keep this folder's earlier versions" in review.done("doctor").all
    assert not mark.exists()


# ---------------------------------------------------------------- git that lies elsewhere


@pytest.mark.parametrize(
    "way", ["a link", "a file", "its objects", "its index", "its branches", "a common folder"]
)
def test_git_is_left_out_where_it_leads_to_another_place(
    review: Officer, tmp_path: Path, way: str
) -> None:
    own, other = review.path("..", ".git"), tmp_path / "other"
    if way in ("a link", "a file"):
        shutil.move(own, other)
        if way == "a link":
            own.symlink_to(other)
        else:
            own.write_text(f"gitdir: {other}\n")
    elif way == "a common folder":
        shutil.copytree(own, other)
        own.joinpath("commondir").write_text(f"{other}\n")
    else:
        name = {"its objects": "objects", "its index": "index", "its branches": "refs"}[way]
        shutil.move(own / name, other)
        own.joinpath(name).symlink_to(other)
    before = sorted(path.stat().st_mtime_ns for path in (other, *other.rglob("*")))
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    named = {"its objects": "/objects", "its index": "/index", "its branches": "/refs"}
    place = ".git" + named.get(way, "/commondir" if way == "a common folder" else "")
    assert f"{place} is a link, or no plain file, so git would work in another place." in said.all
    assert "git is left out" in review.lfe("doctor").all
    assert "could not be seen" in review.lfe("documents").all
    assert sorted(path.stat().st_mtime_ns for path in (other, *other.rglob("*"))) == before


@pytest.mark.parametrize(
    "name",
    [
        ".git/config", ".git/index", ".git/HEAD", ".git/info/exclude", ".git/info/attributes",
        ".gitattributes", f"{REFERENCE}/.gitignore", f"{REFERENCE}/.gitattributes", ".gitignore",
    ],
)  # fmt: skip
def test_git_never_waits_for_a_pipe(review: Officer, name: str) -> None:
    path = review.path("..", name)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    began = time.monotonic()
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert f"{name} is a link, or no plain file" in said.all
    assert "is left out" in review.lfe("doctor").all
    assert time.monotonic() - began < 20


def test_a_repository_above_is_never_written_to(review: Officer) -> None:
    root, above = review.folder.parent, review.folder.parent.parent
    in_git(above, "init", "-q")
    shutil.rmtree(root / ".git" / "refs")
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 1
    assert "git's own files in the folder .git are damaged or incomplete" in said.all
    assert in_git(above, "rev-list", "--all", "--count").strip() == "0"
    assert in_git(above, "ls-files") == ""


def test_a_worktree_elsewhere_is_not_followed(review: Officer, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    in_git(review.folder.parent, "config", "core.worktree", str(other))
    review.done("reply", "police", "--knows", "yes")
    in_git(review.folder.parent, "config", "--unset", "core.worktree")
    assert not_recorded(Officer(review.folder.parent)) == []


def test_a_part_of_the_folder_that_git_was_told_to_leave_out_is_recorded(review: Officer) -> None:
    root = review.folder.parent
    in_git(root, "config", "core.sparseCheckout", "true")
    root.joinpath(".git", "info").mkdir(exist_ok=True)
    root.joinpath(".git", "info", "sparse-checkout").write_text("/partnership.yaml\n")
    review.done("issue-audits")
    assert not_recorded(Officer(root)) == []


def test_a_new_folder_takes_no_hooks_from_a_template(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mark: Path, program: Path
) -> None:
    template, settings = tmp_path / "template", tmp_path / "settings"
    script(template / "hooks" / "pre-commit", str(program))
    settings.write_text(f"[init]\n\ttemplateDir = {template}\n\tdefaultBranch = trunk\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    anywhere.done("init", ".")
    assert not anywhere.path(".git", "hooks").exists()
    assert in_git(anywhere.folder, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert not mark.exists()
