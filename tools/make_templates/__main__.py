"""Writes every shipped Word template: `python -m tools.make_templates`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

NAMES = (
    "agenda",
    "agenda-family",
    "audit",
    "facilitator",
    "guidance",
    "guide-for-staff",
    "letter-family",
    "notes",
    "report",
    "sign-in",
    "subgroup-paper",
    "year",
)
FOLDER = Path(__file__).resolve().parents[2] / "templates"


def build(name: str) -> bytes:
    """The template called `name` (without its ending)."""
    return bytes(import_module(f"tools.make_templates.{name.replace('-', '_')}").build())


def main() -> None:
    for name in NAMES:
        (FOLDER / f"{name}.docx").write_bytes(build(name))


if __name__ == "__main__":
    main()
