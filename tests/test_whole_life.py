"""A review's whole life, drawn: any commands in any order, kills and a second copy among them.

After each step what must always hold is looked at, and what `lfe status --json` says is what a
simple model says. `LFE_LIVES=500 pytest tests/test_whole_life.py` lives that many, other ones each
time; what fails is printed as the steps that lead there.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from helpers import faults, life_commands
from helpers.audits import fill
from helpers.contents import everything_in
from helpers.life import Command, Life, as_modelled
from helpers.life_commands import AGENCIES, LATE
from helpers.officer import REFERENCE, Officer, Said, where
from helpers.pages import NAMES, OF_THE_DEMO
from helpers.states import lay, with_a_review

KEPT = "Heron words that stay in the audit"
EDITED_BY_HAND = ("event/agenda.docx", "event/sign-in.docx", "audits/issued/police.docx")
READERS = (
    ("doctor", "--json"),
    ("documents", "--json"),
    ("board", "--dry-run"),
    ("status",),
    ("learning", "help that changes hands"),
)
DAMAGE = {
    f"history-{what}"
    for what in (
        *("empty", "line-changed", "line-doubled", "line-gone", "command-cut", "start-gone"),
        *("undo-of-nothing", "cause-gone", "before-its-cause"),
    )
}
_counter = iter(range(1, 10**9))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# ---------------------------------------------------------------- where a life begins


Step = tuple[str, Command | Callable[[Officer], None]]


def _texts(review: Officer) -> None:
    review.path("report").mkdir(exist_ok=True)
    shutil.copyfile(OF_THE_DEMO, review.path("report", "learning.yaml"))
    review.path("identifiers.yaml").write_text(NAMES)


def _came(review: str, *more: str) -> Command:
    return life_commands.attended(review, list(more), False, False)


_BEGUN: tuple[Step, ...] = (("2027-01-11T09:30", _texts),)
_ASKED: tuple[Step, ...] = (
    *_BEGUN,
    ("2027-01-12T10:00", life_commands.issue_audits([], False)),
    ("2027-01-12T10:01", life_commands.sent(list(AGENCIES), "audit-request")),
    ("2027-01-12T10:02", life_commands.told([])),
    ("2027-01-12T10:03", Command(("agenda",), lambda life: life.fact("agenda"))),
)
_HELD: tuple[Step, ...] = (
    *_ASKED,
    ("2027-02-10T15:00", _came("police", "practitioner", "manager")),
    ("2027-02-10T15:01", _came("school", "practitioner")),
    ("2027-02-10T15:02", life_commands.report("draft")),
)
_DECIDED: tuple[Step, ...] = (
    *_HELD,
    ("2027-02-24T10:00", life_commands.report("agreed")),
    ("2027-02-24T10:01", life_commands.report("subgroup")),
    (
        "2027-03-01T10:00",
        Command(("submit", "--meeting", "2027-03-18"), lambda life: life.fact("submitted")),
    ),
    ("2027-03-19T10:00", life_commands.decide(["R1", "R2"], "accepted", "")),
)
STARTS = {"begun": _BEGUN, "asked": _ASKED, "held": _HELD, "decided": _DECIDED}


@cache
def _started(start: str) -> tuple[Path, Life, datetime]:
    """The workspace in which a life of this kind begins, with its model and its last moment."""
    top = Officer(Path(tempfile.mkdtemp(prefix="life-")))
    lay(with_a_review, top)
    review = Officer(top.path(REFERENCE))
    life = Life(list(AGENCIES), datetime(2027, 2, 10).date())
    at = datetime(2027, 1, 11)
    for moment, step in STARTS[start]:
        at = datetime.fromisoformat(moment)
        if not isinstance(step, Command):
            step(review)
            continue
        before = review.path("history.jsonl").read_bytes()
        with where(LFE_NOW=moment, LFE_OFFICE="none"):
            assert review.lfe(*step.words).code in (0, 1), step
        life.begins(at, next(_counter))
        step.then(life)
        _recorded(life, review.path("history.jsonl").read_bytes().removeprefix(before))
    return top.folder, life, at


def _recorded(life: Life, lines: bytes) -> None:
    """Tells the model of which agencies a command recorded something, by the lines that it wrote.

    What is issued or was removed for good stays.
    """
    entries = [json.loads(line) for line in lines.splitlines()]
    life.recorded(
        {entry["agency"] for entry in entries if entry.get("agency")},
        stays=any(map(_stays, entries)),
        changes_intent=any(entry.get("file") == "review.yaml" for entry in entries),
    )


def _stays(entry: dict[str, Any]) -> bool:
    is_out = entry["action"] == "report made" and entry["stage"] == "issued"
    return is_out or entry["action"] in ("closed", "disposed") or bool(entry.get("removed"))


# ---------------------------------------------------------------- one copy of the workspace


@dataclass
class Copy:
    """A copy of the workspace, with the model of the review in it."""

    top: Officer
    life: Life
    history: bytes = b""
    clean: dict[str, str] = field(default_factory=dict)  # files in which no word was found

    @property
    def review(self) -> Officer:
        return Officer(self.top.path(REFERENCE))

    @property
    def waits(self) -> bool:
        """Whether a command was interrupted, so that the next one has something to finish."""
        staging = self.top.path(".lfe", "staging")
        return staging.is_dir() and any(staging.iterdir())

    def files(self) -> dict[str, bytes]:
        """Every file but the tool's own: what a command that died left there may be cleared."""
        files = self.top.files().items()
        return {name: content for name, content in files if not name.startswith(".lfe/")}

    def lines(self) -> list[bytes]:
        return self.review.path("history.jsonl").read_bytes().splitlines(keepends=True)

    def named(self) -> dict[str, str]:
        """The hash of every file that the history names and that was not removed since."""
        found: dict[str, str] = {}
        entries = sorted(map(json.loads, self.lines()), key=lambda e: (e["at"], e["id"]))
        back = {entry["undoes"] for entry in entries if entry.get("whole")}
        for entry in (one for one in entries if one["id"] not in back):
            if entry["action"] == "sent" and "file" in entry:  # its draft is moved
                whom = entry.get("agency") or entry["group"]
                found.pop(f"outbox/{entry['letter']}-{whom}.eml", None)
            if entry["action"] in ("disposed", "draft removed", "papers collected", "pdf removed"):
                gone = (entry.get("file"), entry.get("draft"), *entry.get("removed", ()))
                found = {file: known for file, known in found.items() if file not in gone}
            elif entry["action"] == "undone" and entry["was"] == "audit filed":
                found.pop(f"audits/returned/{entry['agency']}.yaml", None)  # what was read of it
            elif entry.get("file") and entry.get("sha256"):
                found[entry["file"]] = entry["sha256"]
        return found


# ---------------------------------------------------------------- the machine


class WholeLife(RuleBasedStateMachine):
    """A review, and at times a second copy of its folder that somebody else works in."""

    def __init__(self) -> None:
        super().__init__()
        self.folders: list[Path] = []
        self.came: set[str] = set()
        self.edited: set[str] = set()
        self.copied: dict[str, str] = {}
        self.other: Copy | None = None
        self.is_merged = False  # then earlier versions may lie in the other copy alone

    @initialize(start=st.sampled_from(sorted(STARTS)))
    def begin(self, start: str) -> None:
        folder, life, self.now = _started(start)
        self.here = Copy(Officer(self._folder() / "ours"), copy.deepcopy(life))
        shutil.copytree(folder, self.here.top.folder)
        self.here.history = self.here.review.path("history.jsonl").read_bytes()

    def teardown(self) -> None:
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)

    def _folder(self) -> Path:
        self.folders.append(Path(tempfile.mkdtemp(prefix="life-")))
        return self.folders[-1]

    # -- commands

    @rule(command=life_commands.ANY, there=st.booleans())
    def does(self, command: Command, there: bool) -> None:
        at = self._copy(there and not command.on_one_side)
        self._told(at, command, self._lfe(at, *command.words))

    @rule(command=life_commands.ANY, there=st.booleans())
    def does_more(self, command: Command, there: bool) -> None:
        self.does(command, there)

    @rule(agency=st.sampled_from(("", "", "", *AGENCIES)), there=st.booleans())
    def undo(self, agency: str, there: bool) -> None:
        """The last command is taken back whole; that of an agency may be built upon since."""
        at = self._copy(there)
        last = at.life.last(agency)
        if at is self.other and last and last.changes_intent:
            return  # review.yaml is changed in one copy only
        words = ("undo", *(("--agency", agency) if agency else ()))
        said = self._lfe(at, *words)
        if not at.life.can_undo(agency):
            assert said.code == 2, said
        elif last == at.life.last() and not self.is_merged:
            assert said.code in (0, 1), said
        self._told(at, Command(words, lambda life: life.undo(agency)), said)

    @rule(there=st.booleans())
    def undo_more(self, there: bool) -> None:
        self.undo("", there)

    @rule(command=life_commands.ANY, there=st.booleans())
    def rehearses(self, command: Command, there: bool) -> None:
        """With --dry-run no byte changes, and what is refused then is refused without it."""
        at = self._copy(there and not command.on_one_side)
        before = at.top.files()
        rehearsed = self._run(at, *command.words, "--dry-run")
        assert at.top.files() == before
        said = self._lfe(at, *command.words)
        if command.words[0] != "close":
            assert (rehearsed.code == 2) == (said.code == 2), (rehearsed, said)
        self._told(at, command, said)

    @rule(command=life_commands.ANY, operation=st.integers(1, 90), there=st.booleans())
    def is_killed(self, command: Command, operation: int, there: bool) -> None:
        """The power is cut at a file operation: the command happened whole, or not at all."""
        at = self._copy(there and not command.on_one_side)
        self._tick()
        cut = faults.Fault("kill", operation)
        ended = faults.run(
            at.top.folder,
            *command.words,
            at=REFERENCE,
            fault=cut,
            LFE_NOW=f"{self.now:%Y-%m-%dT%H:%M}",
        )
        happened = at.review.path("history.jsonl").read_bytes() != at.history
        assert ended.code in ({0, 1} if happened and ended.code >= 0 else {0, 1, 2, -9}), ended
        if happened or ended.code in (0, 1):
            self._happened(at, command)
        self._look_at(at)

    @rule(
        agency=st.sampled_from((*AGENCIES, LATE)),
        kind=st.sampled_from(("answered", "answered", "empty", "pdf", "broken")),
        text=st.integers(1, 3),
        in_inbox=st.booleans(),
    )
    def audit_comes(self, agency: str, kind: str, text: int, in_inbox: bool) -> None:
        if self.other is not None:
            return  # two copies that both file one are told apart by nobody
        form = self.here.review.path("audits", "issued", f"{agency}.docx")
        kind = kind if form.is_file() or kind == "broken" else "pdf"
        content = _audit(form, kind, f"{KEPT} {agency} {text}")
        folder = self.here.review.path("audits", "inbox") if in_inbox else self._folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{agency} {next(_counter)}.{'pdf' if kind == 'pdf' else 'docx'}"
        path.write_bytes(content)
        if in_inbox:
            self.came.add(digest(content))

        def then(life: Life) -> None:
            known = {fact.said["digest"] for fact in life.standing("audit")}
            if kind != "broken" and digest(content) not in known:
                life.fact("audit", agency, empty=kind == "empty", digest=digest(content))
                self.came.add(digest(content))

        whose = ("--agency", agency) if kind == "pdf" else ()
        command = Command(("ingest", str(path), *whose), then)
        said = self._lfe(self.here, *command.words)
        assert said.code != 0 or kind != "broken", said
        self._told(self.here, command, said)

    # -- people

    @rule(days=st.sampled_from((1, 7, 30)))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(file=st.sampled_from(EDITED_BY_HAND))
    def edits_in_word(self, file: str) -> None:
        path = self.here.review.path(file)
        if path.is_file() and not self.here.waits:
            self.edited.discard(digest(path.read_bytes()))
            with zipfile.ZipFile(path, "a") as archive:
                archive.comment = f"edited {next(_counter)}".encode()
            self.edited.add(digest(path.read_bytes()))

    @rule(closely=st.sampled_from((False, False, False, True)))
    def looks(self, closely: bool) -> None:
        """Whatever only reads ends well, changes no byte, and finds no damage in the history."""
        if not closely:  # it takes a second
            return
        before = self.here.top.files()
        for words in READERS:
            said = self._run(self.here, *words)
            assert said.code in (0, 1, 2), said
            assert KEPT not in said.out + said.err
        assert self.here.top.files() == before
        found = self._run(self.here, "check", "--json").json["findings"]
        assert not DAMAGE & {one["rule"] for one in found}, found
        assert not _in_git(self.here.top.folder, KEPT)

    @precondition(lambda self: self.other is None)
    @rule()
    def copies_the_folder(self) -> None:
        top = self._folder() / "theirs"
        shutil.copytree(self.here.top.folder, top)
        self.other = Copy(Officer(top), copy.deepcopy(self.here.life), self.here.history)
        self.copied = {name: digest(content) for name, content in self.here.top.files().items()}

    @precondition(lambda self: self.other is not None)
    @rule()
    def merges_the_copies(self) -> None:
        """Line by line for the history, file by file for the rest, as a person or git does it."""
        other, self.other, self.is_merged = self.other, None, True
        assert other is not None
        for copy_ in (self.here, other):
            if copy_.waits:
                self._run(copy_, "undo", "--agency", "nobody")  # any command finishes it
        ours, theirs = self.here.files(), other.files()
        known = set(self.here.lines())
        with self.here.review.path("history.jsonl").open("ab") as file:
            file.writelines(line for line in other.lines() if line not in known)
        self.here.history = self.here.review.path("history.jsonl").read_bytes()
        self.here.life = self.here.life.merged_with(other.life)
        named = self.here.named()
        for name in sorted({*ours, *theirs}):
            if not name.endswith("history.jsonl"):
                self._merge(name, ours.get(name), theirs.get(name), named)
        self._look_at(self.here)

    def _merge(
        self, name: str, ours: bytes | None, theirs: bytes | None, named: dict[str, str]
    ) -> None:
        before, mine, yours = self.copied.get(name), _hash(ours), _hash(theirs)
        if mine == yours or yours == before or mine in self.edited:
            return
        both = mine != before
        if both and yours != named.get(name.removeprefix(f"{REFERENCE}/")):
            return
        path = self.here.top.path(name)
        if theirs is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(theirs)

    # -- what is so after each step

    def _copy(self, there: bool) -> Copy:
        return self.other if there and self.other is not None else self.here

    def _tick(self) -> None:
        self.now += timedelta(minutes=1)

    def _run(self, at: Copy, *words: str | Path) -> Said:
        with where(LFE_NOW=f"{self.now:%Y-%m-%dT%H:%M}", LFE_OFFICE="none"):
            return at.review.lfe(*words)

    def _lfe(self, at: Copy, *words: str | Path) -> Said:
        """Runs a command. One that was not done has changed no file."""
        self._tick()
        before = None if at.waits else at.files()
        said = self._run(at, *words)
        assert said.code in (0, 1, 2), said
        assert KEPT not in said.out + said.err
        if said.code == 2 and before is not None:
            assert at.files() == before, said
        return said

    def _told(self, at: Copy, command: Command, said: Said) -> None:
        assert not (command.refused and said.code != 2), said
        if said.code != 2:
            self._happened(at, command)
        self._look_at(at)

    def _happened(self, at: Copy, command: Command) -> None:
        lines = at.review.path("history.jsonl").read_bytes().removeprefix(at.history)
        if not lines:  # it was so already
            return
        at.life.begins(self.now, next(_counter))
        command.then(at.life)
        if command.words[0] != "undo":
            _recorded(at.life, lines)

    def _look_at(self, at: Copy) -> None:
        self._nothing_of_the_history_is_lost(at)
        self._status_is_the_models(at)
        if not at.waits:
            files = {name: digest(content) for name, content in at.review.files().items()}
            self._what_is_named_is_there(at, files)
            if not at.life.is_closed and at is self.here:
                assert self.came | self.edited <= set(files.values())
        self._words_stay_in_their_place(at)

    def _nothing_of_the_history_is_lost(self, at: Copy) -> None:
        now = at.review.path("history.jsonl").read_bytes()
        assert now.startswith(at.history)
        assert now.endswith(b"\n")
        at.history = now

    def _status_is_the_models(self, at: Copy) -> None:
        said = self._run(at, "status", "--json")
        assert said.code == 0, said
        agencies = [as_modelled(agency) for agency in said.json["agencies"]]
        assert agencies == [at.life.agency(one) for one in at.life.agencies]
        known = at.life.recommendation("R1")
        found = [{key: one[key] for key in known} for one in said.json["recommendations"]]
        assert found == at.life.recommendations
        stage = said.json["stage"].replace("CSCR subgroup", "subgroup")
        assert stage == at.life.stage(self.now.date())

    def _what_is_named_is_there(self, at: Copy, files: dict[str, str]) -> None:
        edited = set(self._run(at, "status", "--json").json["edited"])
        other = {file for file, known in at.named().items() if files.get(file) != known}
        assert other <= edited, other - edited

    def _words_stay_in_their_place(self, at: Copy) -> None:
        for name, content in at.top.files().items():
            received = "/audits/inbox/" in name or "/audits/returned/" in name
            if received and not name.endswith(".yaml"):
                continue
            seen = digest(content)
            if at.clean.get(name) != seen:
                assert KEPT.encode() not in everything_in(content), name
                at.clean[name] = seen


def _audit(form: Path, kind: str, text: str) -> bytes:
    """A file as it comes: a form that is filled in or sent back empty, a PDF, or rubbish."""
    if kind in ("pdf", "broken"):
        return (b"%PDF-1.4 " if kind == "pdf" else b"PK\x03\x04 ") + text.encode()
    return fill(form.read_bytes(), {"our_role": "" if kind == "empty" else text})


def _in_git(folder: Path, text: str) -> bool:
    """Whether the text stands in anything that git keeps."""
    git = ["git", "-C", str(folder)]
    kept = subprocess.run([*git, "rev-list", "--all"], capture_output=True, text=True, check=True)
    found = subprocess.run([*git, "grep", "-q", text, *kept.stdout.split()], check=False)
    return found.returncode == 0


def _hash(content: bytes | None) -> str | None:
    return None if content is None else digest(content)


def live(lives: int, steps: int, *, the_same: bool = True) -> None:
    run_state_machine_as_test(
        WholeLife,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            derandomize=the_same,
            database=None,
            deadline=None,
            print_blob=not the_same,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_is_done_in_a_review_nothing_is_lost_and_status_says_what_was_done() -> None:
    live(12, 30)


@pytest.mark.long
def test_the_same_in_many_more_and_longer_lives() -> None:
    wanted = os.environ.get("LFE_LIVES")
    live(int(wanted or 40), 50, the_same=wanted is None)
