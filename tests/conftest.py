"""Fixtures: an officer's terminal, a workspace whose path has spaces, a fixed clock."""

from __future__ import annotations

import contextlib
import getpass
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.libreoffice import pipes, sweep
from helpers.officer import NOW, REFERENCE, Officer, assert_office_files_are_valid
from helpers.states import lay, new_workspace, with_a_review
from helpers.trials import PROPERTY, table


@pytest.fixture(autouse=True, scope="session")
def _nothing_left_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests, the tool and LibreOffice put in the temporary folder goes with pytest's own."""
    folder, before = str(tmp_path_factory.mktemp("temporary")), pipes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield
    sweep(pipes() - before)


@pytest.fixture(autouse=True)
def _fixed_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A fixed clock and author, no settings of the machine's git, no log in the home folder."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("LFE_NOW", NOW)
    monkeypatch.setenv("LFE_BY", "Review officer")
    monkeypatch.setenv("LFE_WAIT", "0")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_TEMPLATE_DIR", "")  # a dozen sample files in every repository
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def anywhere(tmp_path: Path) -> Iterator[Officer]:
    """An officer in an empty folder; every Word and Excel file made there is checked afterwards."""
    folder = tmp_path / "S drive" / "Reviews of ours"
    folder.mkdir(parents=True)
    yield Officer(folder)
    assert_office_files_are_valid(folder)


@pytest.fixture
def officer(anywhere: Officer) -> Officer:
    """An officer in a new workspace."""
    lay(new_workspace, anywhere)
    return anywhere


@pytest.fixture
def review(officer: Officer) -> Officer:
    """An officer in the folder of a review of three agencies, with an event."""
    lay(with_a_review, officer)
    return Officer(officer.path(REFERENCE))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """In CI a test that skips has not been run, so it fails."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI runs every test: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many faults were injected of each kind, and how many trials failed."""
    ended = [r for s in ("passed", "failed") for r in terminalreporter.stats.get(s, ())]
    made = [value for r in ended for name, value in r.user_properties if name == PROPERTY]
    for line in table(made):
        terminalreporter.write_line(line)


def pytest_unconfigure() -> None:
    """Takes pytest's own temporary folder away, where no failed test has left something in it."""
    with contextlib.suppress(OSError):
        Path(tempfile.gettempdir(), f"pytest-of-{getpass.getuser()}").rmdir()
