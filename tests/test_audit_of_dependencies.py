"""`make audit`: pinned versions with a known fault, and a source of advisories that is away."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
KNOWN = {"name": "lxml", "version": "5.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.1"]}]}
SOUND = {"name": "six", "version": "1.17", "vulns": []}
SKIPPED = {"name": "rich", "skip_reason": "Dependency not found"}


def audit(tmp_path: Path, *answers: object, code: int = 0) -> tuple[int, str]:
    """The audit, with a program in the place of pip-audit that answers so."""
    program = tmp_path / "asks.py"
    said = json.dumps({"dependencies": answers}) if answers else "no name for this host"
    program.write_text(f"import sys\nprint({said!r})\nsys.exit({code})")
    words = [sys.executable, "-m", "tools.audit_dependencies", sys.executable, str(program)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_version_with_a_known_fault_fails_and_is_named(tmp_path: Path) -> None:
    code, said = audit(tmp_path, SOUND, KNOWN, code=1)
    assert code == 1
    assert "lxml 5.0: PYSEC-1, mended in 5.1\n" in said
    assert said.endswith("dependencies: 2 audited, known faults: 1\n")


def test_sound_versions_pass_and_what_nothing_is_known_of_is_counted(tmp_path: Path) -> None:
    code, said = audit(tmp_path, SOUND, SKIPPED)
    assert (code, said) == (
        0,
        "dependencies: 1 audited, known faults: 0; of 1 more nothing could be learned\n",
    )


def test_a_source_that_answers_nothing_is_said_and_fails_nothing(tmp_path: Path) -> None:
    for answers in ((), (SKIPPED, SKIPPED)):
        code, said = audit(tmp_path, *answers, code=1)
        assert code == 0
        assert said.startswith("dependencies: not audited, no advisory source could be reached")
