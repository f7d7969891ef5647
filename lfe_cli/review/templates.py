"""Finds templates and shipped data, the same way from a wheel, an editable install and a tree."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from lfe_cli.errors import LfeError
from lfe_cli.review.files import TEMPLATES
from lfe_cli.review.workspace import Review, read_text


def shipped() -> Path:
    """The folder of the shipped templates: inside the wheel, or at the top of the source tree."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / TEMPLATES


def find(name: str, workspace: Path | None) -> Path:
    """The template called `name`: the partnership's own copy where there is one, else ours."""
    own = workspace / TEMPLATES / name if workspace else None
    if own is not None and own.is_file():
        return own
    path = shipped() / name
    if not path.is_file():
        raise LfeError(
            f"There is no template called {name}.",
            next_step="The templates that there are: lfe templates",
        )
    return path


def text_template(review: Review, name: str) -> str:
    """The text of a template that is YAML or a letter."""
    return read_text(find(name, review.workspace.folder))


def listed(workspace: Path | None) -> list[tuple[str, bool]]:
    """Every template's name, and whether the partnership has its own copy."""
    top = shipped()
    names = sorted(
        PurePosixPath(path.relative_to(top).as_posix())
        for path in top.rglob("*")
        if path.is_file() and path.suffix in {".docx", ".yaml", ".txt", ".json", ".html"}
    )
    return [
        (str(name), bool(workspace and (workspace / TEMPLATES / name).is_file())) for name in names
    ]
