"""Asks an advisory source about every pinned version (`make audit`).

pip-audit ends well where its source answers nothing at all: each version is then skipped. So what
was answered is counted here. Found: ends with 1. Not reached: says so, and ends with 0, since a
machine without that source can know nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PINNED = Path("constraints.txt")
_SECONDS = 120


def answers(words: Sequence[str]) -> list[dict[str, Any]]:
    """What the advisory source said of each version; nothing where it could not be asked."""
    asked = [*words, "--requirement", str(PINNED), "--no-deps", "--disable-pip", "--format=json"]
    try:
        done = subprocess.run(
            [*asked, "--progress-spinner=off"], capture_output=True, timeout=_SECONDS, check=False
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired):
        return []
    return found


def known_faults(dependencies: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line for each advisory about one of them."""
    for one in dependencies:
        for fault in one.get("vulns", ()):
            mended = ", ".join(fault.get("fix_versions", ())) or "no version yet"
            yield f"{one['name']} {one['version']}: {fault['id']}, mended in {mended}"


def summary(dependencies: Sequence[dict[str, Any]], faults: Sequence[str]) -> str:
    """The one line that says what is known now."""
    answered = [one for one in dependencies if "skip_reason" not in one]
    if not answered:
        return "dependencies: not audited, no advisory source could be reached from here"
    unknown = len(dependencies) - len(answered)
    rest = f"; of {unknown} more nothing could be learned" if unknown else ""
    return f"dependencies: {len(answered)} audited, known faults: {len(faults)}{rest}"


def main(words: Sequence[str]) -> int:
    dependencies = answers(words)
    faults = tuple(known_faults(dependencies))
    print(*faults, summary(dependencies, faults), sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [sys.executable, "-m", "pip_audit"]))
