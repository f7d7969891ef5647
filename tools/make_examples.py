"""Writes examples/: the folder that `lfe demo` makes, without git's and the tool's own files.

The example's own .gitignore hides its audits and letters: add them with `git add --force examples`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from pathlib import Path

from lfe_cli.cli.commands.anytime import play
from lfe_cli.demo.play import the_story

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
_NOT_SHOWN = {".git", ".lfe"}


def example_files(played: Path) -> dict[str, bytes]:
    """The files of a demonstration that belong into the examples, by their path."""
    files = (path for path in sorted(played.rglob("*")) if path.is_file())
    names = {path: path.relative_to(played) for path in files}
    return {
        name.as_posix(): path.read_bytes()
        for path, name in names.items()
        if not _NOT_SHOWN & set(name.parts)
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        played = Path(folder, "demo")
        deque(play(the_story(), played, with_git=False), maxlen=0)
        files = example_files(played)
    shutil.rmtree(EXAMPLES, ignore_errors=True)
    for name, content in files.items():
        path = EXAMPLES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(files)} files in {EXAMPLES.name}/")


if __name__ == "__main__":
    main()
