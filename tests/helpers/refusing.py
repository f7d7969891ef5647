"""A file that is not for whoever runs the tests, also where that is root."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest


def refuse(patch: pytest.MonkeyPatch, name: str) -> None:
    """Nobody may open a file of this name, as the operating system says it."""
    real = os.open

    def opened(path: Any, *arguments: Any, **named: Any) -> int:
        if isinstance(path, str | os.PathLike) and Path(path).name == name:
            raise PermissionError(13, "not for you", str(path))
        return real(path, *arguments, **named)

    patch.setattr(os, "open", opened)
