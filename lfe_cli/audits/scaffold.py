"""Fills the text files that start a workspace, a review and its learning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from lfe_cli.errors import LfeError
from lfe_cli.review import templates
from lfe_cli.review.workspace import read_text
from lfe_cli.sandbox import environment


def fill(name: str, workspace: Path | None, context: Mapping[str, Any]) -> bytes:
    """The scaffold `name` (below templates/scaffold) with its gaps filled."""
    path = templates.find(f"scaffold/{name}", workspace)
    jinja = environment(escapes=False, keep_trailing_newline=True)
    jinja.filters["text"] = _text
    jinja.filters["text_or_todo"] = _text_or_todo
    jinja.filters["value_or_todo"] = _value_or_todo
    try:
        text = jinja.from_string(read_text(path)).render(context)
    except TemplateError as error:
        raise LfeError(
            f"The template scaffold/{name} cannot be filled: {error.message}",
            where=str(path),
            next_step="Correct it, or take your copy out of the templates folder.",
        ) from None
    return text.encode()


def _text(value: object) -> str:
    """A text as YAML reads it back: JSON's quotes are YAML's."""
    return json.dumps(str(value), ensure_ascii=False)


def _text_or_todo(value: object, todo: str) -> str:
    return _text(value) if value else f"   # TO DO: {todo}"


def _value_or_todo(value: object, example: str) -> str:
    return str(value) if value else f"   # TO DO: such as {example}"
