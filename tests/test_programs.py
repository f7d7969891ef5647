"""Programs are started by their whole path, and none that lies where the officer stands."""

from __future__ import annotations

import ast
import os
import shutil
from pathlib import Path

import pytest

import lfe_cli
from helpers.officer import Officer
from lfe_cli import programs
from lfe_cli.word.office import Office, find_office

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The stand-ins are shell scripts")

ELSEWHERE = Path(os.sep, "usr", "bin")
LEADS_HERE = {
    "a dot": ".",
    "nothing": "",
    "a folder in it": "bin",
    "up and down": "../Reviews of ours",
    "its whole path": "{here}",
    "its whole path, otherwise": "{here}/bin/..",
}
each_way = pytest.mark.parametrize("entry", LEADS_HERE.values(), ids=LEADS_HERE.keys())


def script(path: Path, does: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def plant(folder: Path, mark: Path, *names: str) -> None:
    """Programs that leave a mark, where an entry that leads to `folder` finds them."""
    for name in names:
        for place in (folder, folder / "bin"):
            script(place / name, f'echo "$0 $*" >> "{mark}"')


def first_in_path(patch: pytest.MonkeyPatch, entry: str, here: Path, *others: Path) -> None:
    """Puts `entry` before the `others`, else before what PATH has."""
    rest = [str(one) for one in others] or [os.environ["PATH"]]
    patch.setenv("PATH", os.pathsep.join([entry.format(here=here), *rest]))


@each_way
def test_no_program_of_the_folder_is_started(
    officer: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str
) -> None:
    mark = tmp_path / "mark"
    plant(officer.folder, mark, "git", "soffice", "libreoffice", "sh", "uname", "dirname", "sed")
    first_in_path(monkeypatch, entry, officer.folder)
    officer.done("new", "--theme", "Neglect", "--from", "2026-01-01", "--to", "2026-06-30")
    officer.lfe("doctor")
    officer.path("old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file")
    officer.lfe("ingest", "old.doc", "--agency", "police", "-r", "LFE-2027-001")
    assert not mark.exists(), mark.read_text()


@each_way
def test_what_is_nowhere_else_is_not_installed(
    officer: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str
) -> None:
    plant(officer.folder, tmp_path / "mark", "git", "soffice", "libreoffice")
    first_in_path(monkeypatch, entry, officer.folder, tmp_path / "nowhere")
    said = officer.lfe("doctor").all
    assert "git not installed" in said
    assert "LibreOffice not installed" in said


def test_a_program_is_found_where_the_computer_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{os.pathsep}.{os.pathsep}{ELSEWHERE}")
    assert programs.find("nothing of this name", "env") == str(ELSEWHERE / "env")
    assert programs.find("nothing of this name", usual=[str(ELSEWHERE / "env")])
    assert programs.find("nothing of this name") is None


def test_a_usual_place_of_windows_is_not_looked_for_in_the_folder(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(officer.path("C:", "Program Files", "LibreOffice", "program", "soffice.exe"), "true")
    script(officer.path("C:", "Program Files", "Git", "cmd", "git.exe"), "true")
    monkeypatch.setenv("PATH", str(officer.path("nowhere")))
    monkeypatch.chdir(officer.folder)
    assert find_office() is None
    assert "git not installed" in officer.lfe("doctor").all


@each_way
def test_a_program_that_is_started_finds_no_other_in_the_folder(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str
) -> None:
    """LibreOffice and git start others by name, such as the shell's tools."""
    mark = tmp_path / "mark"
    plant(anywhere.folder, mark, "uname", "id")
    office = script(tmp_path / "office" / "soffice", "uname; id")
    first_in_path(monkeypatch, entry, anywhere.folder, office.parent, ELSEWHERE)
    monkeypatch.chdir(anywhere.folder)
    assert find_office() == Office(str(office))
    Office(str(office)).converted(b"a", ".doc", "docx")
    assert not mark.exists(), mark.read_text()


def test_without_any_folder_in_path_nothing_is_found_in_the_present_one(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    plant(anywhere.folder, mark, "uname")
    office = script(tmp_path / "soffice", "uname")
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(anywhere.folder)
    Office(str(office)).converted(b"a", ".doc", "docx")
    assert shutil.which("uname", path=programs.environment()["PATH"]) is None
    assert not mark.exists()


def test_only_known_places_start_programs_and_one_finds_them() -> None:
    """Whatever starts another program takes its path and its environment from `programs`."""
    package = Path(lfe_cli.__file__).parent
    text = {
        path.relative_to(package).as_posix(): path.read_text() for path in package.rglob("*.py")
    }
    nodes = {name: list(ast.walk(ast.parse(code))) for name, code in text.items()}
    imported = {
        name
        for name, tree in nodes.items()
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in (getattr(node, "module", None), *(alias.name for alias in node.names))
        if module in ("subprocess", "webbrowser", "multiprocessing", "pty")
    }
    found_elsewhere = {
        f"{name}: {node.attr}"
        for name, tree in nodes.items()
        for node in tree
        if isinstance(node, ast.Attribute)
        and node.attr in ("which", "system", "popen", "startfile", "execvp", "posix_spawnp")
    }
    assert imported == {"cli/editor.py", "cli/opening.py", "disk/git_calls.py", "word/office.py"}
    assert all("programs.environment()" in text[name] for name in imported)
    # no program is looked for: Windows opens a file, by its path, with what is set for its kind
    assert found_elsewhere == {"cli/opening.py: startfile"}
