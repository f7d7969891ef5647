"""The story's own files, which lie beside this module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


def read_text(name: str) -> str:
    """The text of one of the story's files."""
    return (_FOLDER / name).read_text("utf-8")


def read_data(name: str) -> dict[str, Any]:
    """What one of the story's files holds: yes and no, dates and numbers as YAML reads them."""
    data: dict[str, Any] = yaml.safe_load(read_text(name))
    return data


def read_answers(names: list[str]) -> dict[str, Any]:
    """An agency's answers, as the last of its versions has them."""
    answers: dict[str, Any] = {}
    for name in names:
        answers |= read_data(f"answers/{name}.yaml")
    return answers
