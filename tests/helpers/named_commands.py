"""Commands that sentences name: found in screens and documents, and tried as they stand."""

from __future__ import annotations

import email
import email.policy
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from helpers.officer import Said
from helpers.player import Player
from lfe_cli.cli.commands import COMMANDS
from lfe_cli.word.package import open_package

_NAMES = {command.name for command in COMMANDS}
_STARTS = re.compile(r"(?<![\w-])lfe (?=[a-z])")
_WIDTH = 80


# ---------------------------------------------------------------- found


def paragraphs(screen: str) -> Iterator[str]:
    """What a screen says, each paragraph on one line: a line that is full goes on in the next."""
    whole = ""
    for line in screen.splitlines():
        is_full = (
            len(whole.splitlines()[-1:] and whole.splitlines()[-1])
            + 1
            + len((line.split() or [""])[0])
            > _WIDTH
        )
        is_indented = whole.startswith(" ") == line.startswith(" ")
        is_item = line.lstrip().startswith("- ")
        if whole and line.strip() and is_full and is_indented and not is_item:
            whole += f"\n{line.strip()}"
        else:
            yield whole.replace("\n", " ")
            whole = line
    yield whole.replace("\n", " ")


def commands_in(sentence: str) -> Iterator[str]:
    """The commands that a sentence names, each up to where the sentence goes on."""
    for start in _STARTS.finditer(sentence):
        command = _up_to_its_end(sentence[start.end() :])
        if command.split()[0] in _NAMES:
            yield command


def _up_to_its_end(text: str) -> str:
    is_quoted = False
    for place, character in enumerate(text):
        following = text[place + 1 : place + 2]
        if character == '"':
            is_quoted = not is_quoted
        ends = character in ",;()”“<" or (character in ".:?" and following in ("", " "))
        if ends and not is_quoted:
            return text[:place].strip()
    return text.strip()


def texts_of(path: Path) -> Iterator[str]:
    """The paragraphs and lines that a document of the tool holds."""
    content = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        for name, part in dict(open_package(content).parts).items():
            if name.endswith(".xml"):
                root = etree.fromstring(part)
                for one in root.iter("{*}p", "{*}si", "{*}is", "{*}c"):
                    yield "".join(one.itertext("{*}t"))
    elif path.suffix == ".eml":
        message = email.message_from_bytes(content, policy=email.policy.default)
        body = message.get_body(("plain",))
        yield from (body.get_content() if body else "").splitlines()
    elif path.suffix in (".txt", ".html", ".yaml", ".ics"):
        yield from re.sub(r"\n# +", " ", content.decode()).splitlines()


# ---------------------------------------------------------------- tried


@dataclass(frozen=True)
class Named:
    """A command, the sentence that names it, and what said that sentence."""

    command: str
    sentence: str
    said_by: str


@dataclass(frozen=True)
class Tried:
    """What came of a command that was typed as a sentence names it."""

    named: Named
    said: Said

    @property
    def is_wrong_usage(self) -> bool:
        needs = re.search(r"Usage: lfe|Add --|is needed|No such|does not know", self.said.err)
        return self.said.code == 2 and bool(needs)

    def __str__(self) -> str:
        return (
            f"lfe {self.named.command}\n"
            f"    named by {self.named.said_by}: {self.named.sentence}\n"
            f"    {self.said.code}: {self.said.all}"
        )


def placeholders(player: Player, name: str) -> dict[str, str]:
    """What an officer writes for the words in capitals."""
    agency, group = player.life.agencies[0], "practice"
    of_a_page = name in ("decide", "impact")
    return {
        "ADDRESS": "lead@example.org",
        "AGENCY": agency,
        "DATE": f"{player.today}" if name != "move" else "2027-03-24 13:00",
        "FILE": str(player.top.path("given.pdf")),
        "FILE.xlsx": str(player.top.path("given.xlsx")),
        "FOLDER": ".",
        "GROUP": group,
        "ID": "R1" if of_a_page else agency,
        "RELATION": "mother",
        "TEXT": "Words of ours",
        "WHO": "partners",
        "WORDS": "handover",
    }


def attempt(player: Player, named: Named) -> Tried:
    """Types a command with --dry-run, where it has that; others only read."""
    try:
        words = shlex.split(named.command)
    except ValueError:  # it goes on as a sentence: "lfe actions shows the group's rows"
        return Tried(named, Said(2, "", "Usage: lfe: no command ends so"))
    given = placeholders(player, words[0])
    words = [given.get(word, word) for word in words]
    if _has_dry_run(player, words[0]) and "--dry-run" not in words and "--help" not in words:
        words.append("--dry-run")
    return Tried(named, player.looks(*words))


_DRY: dict[str, bool] = {}


def _has_dry_run(player: Player, name: str) -> bool:
    if name not in _DRY:
        more = ("add",) if name == "agency" else ()
        _DRY[name] = "--dry-run" in player.looks(name, *more, "--help").out
    return _DRY[name]
