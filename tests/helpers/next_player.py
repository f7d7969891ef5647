"""An officer who knows `lfe new` and `lfe next` alone, and what happens around her in the world."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.conversing import Conversing
from helpers.officer import REFERENCE, Officer, Said, where
from helpers.pages import NAMES, OF_THE_DEMO

MOST_SCREENS = 600
_QUESTION = 260  # characters at the end of a screen: a question, and what it offers

# What she answers to a question that wants a value, on any day.
VALUES: Mapping[str, str] = {
    r"What is the review about": "Neglect and a move between areas",
    r"Focus period from": "2026-01-01",
    r"Focus period to": "2026-06-30",
    r"Which of them are asked": "police, school, gp, health-visiting, housing",
    r"The learning event begins": "2027-02-10 09:30",
    r"Venue": "The Guildhall",
    r"Facilitator \(a role\)": "Independent chair",
    r"Decided by": "Statutory partners' meeting",
    r"Decided on": "2027-01-07",
    r"On what basis": "No serious harm; learning about handovers",
    r"Is it sure that the facilitator": "yes",
    r"Who looks after people on the day": "A colleague of another unit",
    r"Who of the family is it about": "mother",
    r"Is the mother told of the review": "yes",
    r"Who decided that\? A meeting": "Statutory partners' meeting",
    r"Is it safe to contact": "yes",
    r"Who was asked whether it is safe": "social worker",
    r"Who is in touch with": "Family support worker",
    r"How does the mother take part": "before the event",
    r"accepted, amended, held or declined": "accepted",
    r"Which working group": "",
    r"Who else may read it": "partners",
    r"Who comes\?": "p m",
    r"who came\?": "p m",
    r"\[yes/no\]": "yes",
    r"How much was done": "Three teams tried it",
    r"How well": "It was liked",
    r"[Ww]hat is different|[Dd]ifference": "Ten families said so",
}


@dataclass
class Player:
    """She answers y to our own work, and of the world what has `happened` by now."""

    folder: Path
    happened: Sequence[str] = ()
    workbook: Path | None = None  # what a group sent back
    screens: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    def answer(self, shown: str) -> str | None:
        """The answer to the question that the screen ends with."""
        self.screens.append(shown)
        assert len(self.screens) < MOST_SCREENS, shown
        flat = " ".join(shown.split())
        question = flat[-_QUESTION:]
        if self.workbook and re.search(r"Which file .{0,60}: ?$", question):
            return str(self.workbook)
        if "[y: yes" not in question[-90:]:
            for pattern, value in VALUES.items():
                if re.search(rf"{pattern}.{{0,150}}: ?$", question):
                    return value
        if re.search(r"(Do it now|Open it now|Answer some of it now)\? \[y", question):
            return "y"
        return "y" if any(re.search(one, question) for one in self.happened) else ""

    def at(self, now: str, *happened: str) -> Said:
        """One round of `lfe next`, at this moment."""
        self.happened = happened
        return self.types(now, "next")

    def types(self, now: str, *words: str) -> Said:
        """A command that she types, in the partnership's folder."""
        self.typed.append(" ".join(words))
        with where(LFE_NOW=f"{now}:00+00:00"):
            return Conversing(self.folder, self.answer).lfe(*words)


def an_editor(folder: Path) -> Path:
    """An editor that writes what she and the facilitator would write."""
    editor = folder / "editor"
    editor.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "if file.name == 'identifiers.yaml':\n"
        f"    file.write_text({NAMES!r})\n"
        "elif file.name == 'learning.yaml':\n"
        f"    shutil.copyfile({str(OF_THE_DEMO)!r}, file)\n"
        "elif file.name == 'partnership.yaml':\n"
        "    text = file.read_text()\n"
        "    file.write_text(text.replace('meetings: []', 'meetings: [2027-03-18]'))\n"
    )
    editor.chmod(0o755)
    return editor


def with_addresses(officer: Officer) -> None:
    """Every agency and group of the partnership has an address."""
    settings = officer.path("partnership.yaml")
    text = re.sub(
        r"contact:[ ]*$", "contact: post@agency.example", settings.read_text(), flags=re.M
    )
    settings.write_text(text)


def review_of(folder: Path) -> Officer:
    return Officer(folder / REFERENCE)
