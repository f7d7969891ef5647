"""Commands that sentences name: found in screens and documents, and tried as they stand."""

from __future__ import annotations

import email
import email.policy
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from helpers.officer import Said
from helpers.player import Player
from lfe_cli.cli.command_list import COMMANDS
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
            whole += f"\n{line.rstrip()}"
        else:
            yield _on_one_line(whole)
            whole = line
    yield _on_one_line(whole)


def _on_one_line(lines: str) -> str:
    return re.sub(r"\n *", " ", lines)


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
        ends = ends or (character == " " and bool(re.match(r" [A-Z][a-z]", text[place:])))
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
        "FILE": str(_file_for(player, name)),
        "FILE.xlsx": str(player.top.path("given.xlsx")),
        "FOLDER": ".",
        "GROUP": group,
        "ID": "R1" if of_a_page else agency,
        "RELATION": "mother",
        "TEXT": "Words of ours",
        "WHO": "partners",
        "WORDS": "handover",
    }


def _file_for(player: Player, name: str) -> Path:
    return player.review.path("actions.xlsx") if name == "actions" else player.top.path("given.pdf")


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


# ---------------------------------------------------------------- over a whole life

# What is typed besides, to be refused or not: what it says is read, and nothing of it is done.
BESIDES = tuple(
    line.split()
    for line in (
        *("report", "report --stage agreed", "report --stage issued", "report --stage withdrawn"),
        *("submit", "close", "close --carry-over", "decide", "decide R1 --as amended"),
        *("agenda", "move", "cancel", "collected", "collected --destroy", "letter thank-you"),
        *("letter family", "letter family --person mother", "chase", "undo", "sent"),
        *("sent --letter invitation", "sent --letter recommendations", "told identity"),
        *("told family", "told professionals", "told feedback --person mother", "next"),
        *("heard --person mother", "reply police", "reply midwifery --knows yes", "status"),
        *("reply mother --knows yes", "attended police --brought", "ingest --brought police"),
        *("ingest nofile.docx", "issue-audits", "agency add police", "agency withdraw housing"),
        *("received practice", "received nobody", "reported-back practice", "actions", "impact"),
        *("impact R1", "impact R9", "actions nofile.xlsx", "learning zzz", "check", "doctor"),
        *("templates nothing", "check --repair", "step-up", "board", "year 2027"),
    )
)


_WITHIN = 3  # refusals, each of which names what comes first


def is_accepted(player: Player, tried: Tried, within: int = _WITHIN) -> bool:
    """Whether it is done; or what was typed out of its turn leads to what can be done first."""
    if tried.said.code in (0, 1):
        return True
    if tried.is_wrong_usage or not within or tried.named.said_by == "status":
        return False
    return any(
        is_accepted(player, attempt(player, Named(one, text, "a refusal")), within - 1)
        for text in paragraphs(tried.said.err)
        for one in commands_in(text)
    )


def without_later_steps(screen: str) -> Iterator[str]:
    """The paragraphs of a screen, of its list of what is next the first: others come after it."""
    steps = -1
    for text in paragraphs(screen):
        steps = 0 if text.strip() == "Next:" else steps
        if steps >= 0 and text.lstrip().startswith("- "):
            steps += 1
        if steps <= 1:
            yield text


class Collector:
    """Tries what sentences name in a life, once for each where they stand in status again later.

    `refused` are the commands that were not accepted as they were named.
    """

    def __init__(self, every: int) -> None:
        self._every, self._turns = every, 0
        self._tried: set[tuple[str, str]] = set()
        self.refused: list[Tried] = []

    def after_a_command(self, player: Player, words: Sequence[str], said: Said) -> None:
        named_by = f"lfe {shlex.join(words)}"
        self._read(player, named_by, without_later_steps(f"{said.out}\n{said.err}"))

    def between(self, player: Player) -> None:
        self._read(player, "status", paragraphs(player.looks("status").out))
        self._turns += 1
        if self._turns % self._every == 0:
            self._looks_around(player)

    def _looks_around(self, player: Player) -> None:
        for line in BESIDES:
            dry = ("--dry-run",) if _has_dry_run(player, line[0]) else ()
            said = player.looks(*line, *dry)
            named_by = f"besides, lfe {' '.join(line)}"
            self._read(player, named_by, without_later_steps(f"{said.out}\n{said.err}"))
        for path in (*player.review.folder.rglob("*"), *player.top.folder.glob("*")):
            if path.is_file():
                self._read(player, path.name, texts_of(path))

    def _read(self, player: Player, said_by: str, sentences: Iterable[str]) -> None:
        where = player.life.stage(player.today) if said_by == "status" else said_by[:7]
        for sentence in sentences:
            for command in commands_in(sentence):
                if (command, where) not in self._tried:
                    self._tried.add((command, where))
                    tried = attempt(player, Named(command, sentence.strip(), said_by))
                    if not is_accepted(player, tried):
                        self.refused.append(tried)
