"""Starts a partnership's folder."""

from __future__ import annotations

from pathlib import Path

from lfe_cli.audits import scaffold
from lfe_cli.disk.git_rules import ignored_by_git
from lfe_cli.errors import LfeError
from lfe_cli.review import workspace
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.files import ABOUT
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.schema import read_schema
from lfe_cli.review.yamlfile import read_yaml

# Every byte stays as it is; two copies of a history merge line by line.
GIT_ATTRIBUTES = b"* -text\n*.jsonl merge=union\n"


def start_workspace(folder: Path) -> Changes:
    """What a new workspace in `folder` holds. Raises LfeError inside a workspace that is there.

    partnership.yaml comes last: where it stands, the rest stands too.
    """
    _refuse_inside_another(folder)
    settings = scaffold.fill("partnership.yaml", None, {})
    partnership = read_schema(read_yaml(settings.decode(), workspace.FILE), Partnership)
    about = scaffold.fill(ABOUT, None, {"partnership": partnership})
    ignored = "".join(f"{line}\n" for line in ignored_by_git()).encode()
    contents = {
        ".gitattributes": GIT_ATTRIBUTES,
        ".gitignore": b"# No agency's words and no name may be kept for good.\n" + ignored,
        ABOUT: about,
        workspace.FILE: settings,
    }
    for name in contents:
        present = folder / name
        if present.exists() and present.read_bytes() != contents[name]:
            raise LfeError(
                f"There is a file called {name} in this folder already.",
                where=str(folder),
                next_step="Choose an empty folder: lfe init FOLDER",
            )
    return Changes(writes=tuple(Write(name, content) for name, content in contents.items()))


def _refuse_inside_another(folder: Path) -> None:
    for above in (folder, *folder.parents):
        if (above / workspace.FILE).is_file():
            here = "this folder" if above == folder else "a folder above"
            raise LfeError(
                f"There is a partnership's folder already: partnership.yaml is in {here}.",
                where=str(above),
                next_step="Use it (lfe new starts a review), or choose another place.",
            )
