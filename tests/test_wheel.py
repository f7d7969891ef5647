"""The wheel: templates and data go with it, and are found from wherever it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("the wheel")]
SOURCE = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was installed, away from the source tree."""
    made = tmp_path_factory.mktemp("wheel")
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(made), str(SOURCE))
    [wheel] = made.glob("*.whl")
    target = tmp_path_factory.mktemp("installed")
    run(
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    )
    return target


def run(*words: str, **surroundings: object) -> str:
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, **surroundings
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_demo_runs_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    where = run("-c", "import lfe_cli; print(lfe_cli.__file__)", cwd=tmp_path, env=env)
    assert Path(where.strip()).is_relative_to(installed)
    run("-m", "lfe_cli", "demo", "A demo", cwd=tmp_path, env=env)
    assert (tmp_path / "A demo" / "LFE-2026-001" / "report" / "report.docx").is_file()
    said = run("-m", "lfe_cli", "status", "--json", cwd=tmp_path / "A demo", env=env)
    assert "LFE-2026-002" in said


def test_the_wheel_carries_every_template_of_the_source_tree(installed: Path) -> None:
    ours = SOURCE / "templates"
    theirs = installed / "lfe_cli" / "_templates"
    names = {p.relative_to(ours) for p in ours.rglob("*") if p.is_file()}
    assert names == {p.relative_to(theirs) for p in theirs.rglob("*") if p.is_file()}
    assert all((ours / n).read_bytes() == (theirs / n).read_bytes() for n in names)
