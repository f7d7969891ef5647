"""An officer who does what `lfe status` says is next, to the letter, and the world around them.

The player takes the first thing under "Next" that can be done today and types its command. What a
command leaves open (who came, what was replied) the world says, drawn from a seed. A simple model
is told of everything; whatever goes wrong is an AssertionError that tells the steps that led there.
"""

from __future__ import annotations

import copy
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from helpers import told_to_the_model
from helpers.audits import fill
from helpers.life import Life, as_modelled
from helpers.officer import REFERENCE, Officer, Said, where
from helpers.pages import NAMES, OF_THE_DEMO
from helpers.workbooks import COLUMNS, STRONG, changed
from lfe_cli.across.todo import todos
from lfe_cli.review.todo import Todo, sentences
from lfe_cli.review.workspace import load_review, load_workspace

MEETINGS = ("2027-03-18", "2027-05-20", "2027-07-15", "2027-09-16", "2027-11-18")
_DONE = "Somebody tried it with three teams, and families said what was different"
# What is only looked at: it stays in the list until something else has happened.
_LOOKED_AT = {"repeat", "weak action"}


@dataclass
class Player:
    """One review, its officer, its model and its day. `tells` looks at what every command said."""

    top: Officer
    life: Life
    random: Random
    now: datetime
    hurried: bool = False
    undoes: float = 0  # how often a command is taken back, and done again because it is next
    tells: list[Callable[[Player, Sequence[str], Said], None]] = field(default_factory=list)
    between: list[Callable[[Player], None]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    commands: int = 0
    idle: int = 0
    looked_at: set[tuple[str, ...]] = field(default_factory=set)
    reply_on: dict[str, date] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    came: dict[str, str] = field(default_factory=dict)  # the audits in the inbox: whose they are
    left: dict[str, str] = field(default_factory=dict)  # those that say nothing of their agency
    held_since: date | None = None

    @property
    def review(self) -> Officer:
        return Officer(self.top.path(REFERENCE))

    @property
    def today(self) -> date:
        return self.now.date()

    # -- typing

    def types(self, *line: str | Path, done: bool = True) -> Said:
        """A command, typed in the review's folder; the model is told of it."""
        words = [str(word) for word in line]
        before, lines, inbox = self.copied_life(), self.lines(), (self.came, self.left)
        self.now += timedelta(minutes=1)
        self.commands += 1
        self.steps.append(f"{self.now:%Y-%m-%d %H:%M}  lfe {shlex.join(words)}")
        said = self.looks(*words)
        if done and said.code not in (0, 1):
            raise self.wrong(f"refused ({said.code}): {said.all}")
        if said.code in (0, 1):
            self.life.begins(self.now, self.commands)
            told_to_the_model.tell(self.life, words)
            self._takes_in(words)
        for tell in self.tells:
            tell(self, words, said)
        is_undone = len(self.lines()) > len(lines) and self.random.random() < self.undoes
        if is_undone and self.takes_back(before):
            self.came, self.left = inbox
        return said

    def copied_life(self) -> Life:
        return copy.deepcopy(self.life)

    def takes_back(self, before: Life) -> bool:
        """The last command: then all is as before it, or it is refused and nothing has changed."""
        lines = self.lines()
        self.now += timedelta(minutes=1)
        self.steps.append(f"{self.now:%Y-%m-%d %H:%M}  lfe undo")
        said = self.looks("undo")
        if said.code in (0, 1):
            self.life = before
            self.looked_at.clear()
        elif said.code != 2 or self.lines() != lines or "Next:" not in said.err:
            raise self.wrong(f"undo ended {said.code}: {said.all}")
        else:
            self.does(f"undo is refused: {said.all}")
        for tell in self.tells:
            tell(self, ["undo"], said)
        self.agrees_with_the_model()
        return said.code in (0, 1)

    def _takes_in(self, words: list[str]) -> None:
        """What lay in the inbox was taken in."""
        if words[0] != "ingest" or "--brought" in words or "--nil" in words:
            return
        taken = [words[-1]] if "--agency" in words else list(self.came.values())
        for agency in taken:
            self.life.fact("audit", agency, empty=False, digest="")
        if "--agency" in words:
            self.left = {name: whose for name, whose in self.left.items() if whose not in taken}
        else:
            self.came = {}

    def looks(self, *words: str | Path, at: Path | None = None) -> Said:
        """A command that the model is not told of."""
        with where(LFE_NOW=f"{self.now:%Y-%m-%dT%H:%M}", LFE_OFFICE="none"):
            return self.review.lfe(*words, at=at)

    def does(self, what: str) -> None:
        """Something that is done by hand."""
        self.steps.append(f"{self.now:%Y-%m-%d %H:%M}  ({what})")

    def wrong(self, what: str) -> AssertionError:
        steps = "\n".join(self.steps[-25:])
        things = "\n".join(map(_said, self.open())) or self._waited_for()
        return AssertionError(f"{what}\nThe last steps were:\n{steps}\nOpen is:\n{things}")

    def _waited_for(self) -> str:
        review = load_review(load_workspace(self.top.folder), REFERENCE)
        waiting = [one for one in todos(review, self.today) if one.waiting or one.next]
        return "nothing, and the board waits for " + ", ".join(
            f"{one.code} {one.about}" for one in waiting
        )

    # -- following what is next

    def open(self) -> tuple[Todo, ...]:
        """What `lfe status` shows under Next, as values."""
        review = load_review(load_workspace(self.top.folder), REFERENCE)
        with where(LFE_NOW=f"{self.now:%Y-%m-%dT%H:%M}"):
            return tuple(one for one in todos(review, self.today) if one.says)

    def lines(self) -> list[bytes]:
        return self.review.path("history.jsonl").read_bytes().splitlines()

    def lives(self, steps: int = 400) -> None:
        """Follows what is next until the review is closed."""
        for _ in range(steps):
            if self.life.is_closed:
                return
            self.step()
            for each in self.between:
                each(self)
            self.agrees_with_the_model()
        raise self.wrong("it came to no end")

    def step(self) -> None:
        """Does the first thing that can be done today; where there is none, time goes by."""
        for thing in self.open():
            if self.follows(thing):
                self.idle = 0
                return
        self.time_goes_by()
        self.idle += 1
        if self.idle > 60:
            raise self.wrong("for a year nothing could be done")

    def follows(self, thing: Todo) -> bool:
        """Does what a thing says. False where that is still to come, or was done already."""
        before = self.lines()
        line = shlex.split(thing.command)[1:]
        act = ACTS.get(thing.code, _types_it)
        if not act(self, thing, line):
            return False
        by_hand = thing.code in BY_HAND | _LOOKED_AT or line == ["edit"]
        if not by_hand and self.lines() == before:
            raise self.wrong(f"followed, and nothing came of it: {_said(thing)}")
        return True

    def time_goes_by(self) -> None:
        things = self.open()
        coming = [day for one in things for day in (one.due, one.since) if day]
        coming += [day for day in self.reply_on.values() if day]
        coming += [self.life.event] if self.life.event else []
        later = [day for day in coming if day > self.today]
        days = min([(day - self.today).days for day in later] + [7])
        self.now = datetime.combine(self.today, datetime.min.time()) + timedelta(days=days, hours=9)
        if not self.steps or "go by" not in self.steps[-1]:
            self.does("days go by")
        the_world(self)

    # -- what must hold

    def agrees_with_the_model(self) -> None:
        said = self.looks("status", "--json")
        if said.code != 0:
            raise self.wrong(f"status ended {said.code}: {said.all}")
        document = said.json
        life = self.life
        known = life.recommendation("R1")
        found = {
            "stage": document["stage"].replace("CSCR subgroup", "subgroup"),
            "agencies": [as_modelled(one) for one in document["agencies"]],
            "recommendations": [{k: o[k] for k in known} for o in document["recommendations"]],
        }
        expected = {
            "stage": life.stage(self.today),
            "agencies": [life.agency(one) for one in life.agencies],
            "recommendations": life.recommendations,
        }
        for what, value in found.items():
            if value != expected[what]:
                raise self.wrong(f"{what} is {value}, and should be {expected[what]}")


def _said(thing: Todo) -> str:
    return f"{thing.code} {thing.about}: {' '.join(sentences([thing.says]))} [{thing.command}]"


# ---------------------------------------------------------------- what the officer does

Act = Callable[[Player, Todo, list[str]], bool]
PLACEHOLDERS = {"DATE": "2027-03-03 13:00", "WHO": "partners", "TEXT": "Words of ours"}


def _types_it(player: Player, thing: Todo, line: list[str]) -> bool:
    if not line:
        return False  # nothing is typed: it is done in the world, and nothing shows that it was
    player.types(*(PLACEHOLDERS.get(word, word) for word in line))
    return True


def _once(player: Player, thing: Todo, line: list[str]) -> bool:
    key = (thing.code, *thing.about, thing.command)
    if key in player.looked_at:
        return False
    player.looked_at.add(key)
    return _types_it(player, thing, line)


def _manifest(player: Player, thing: Todo, line: list[str]) -> bool:
    path = player.review.path("review.yaml")
    text = path.read_text()
    put = {
        "facilitator_independent:": "facilitator_independent: yes",
        "wellbeing:": "wellbeing: Safeguarding lead of the school",
    }
    for key, value in put.items():
        text = re.sub(rf"(?m)^  {key} *(#.*)?$", f"  {value}", text)
    if thing.about == ("family",):
        text = re.sub(r"(?m)^family: \[\]$", f"family:\n{player.random.choice(FAMILIES)}", text)
    if text == path.read_text():
        raise player.wrong(f"the manifest has nothing to complete: {_said(thing)}")
    path.write_text(text)
    player.does(f"writes into review.yaml: {' '.join(thing.about)}")
    player.types("edit", "--dry-run")
    return True


def _reply(player: Player, thing: Todo, line: list[str]) -> bool:
    """An agency that was asked replies some days later."""
    [agency] = thing.about
    later = player.today + timedelta(days=0 if player.hurried else player.random.choice((1, 2, 12)))
    if player.today < player.reply_on.setdefault(agency, later):
        return False
    number = player.random.choice((1, 2))
    player.types(
        *("reply", agency, "--knows", "yes", "--attending", str(number)),
        *("--bringing", "yes", "--support", player.random.choice(("yes", "yes", "no"))),
    )
    return True


def _support(player: Player, thing: Todo, line: list[str]) -> bool:
    """It is in place some days after the agency has replied, or after it was asked."""
    [agency] = thing.about
    if not player.hurried:
        since = player.life.of(agency, "reply") or player.life.of(agency, "form")
        if not since or player.today < since[-1].day + timedelta(days=14):
            return False
    player.types("reply", agency, "--support", "yes")
    return True


def _attendance(player: Player, thing: Todo, line: list[str]) -> bool:
    [agency] = thing.about
    ahead = bool(player.life.of(agency, "audit") or player.life.of(agency, "nil"))
    player.types("attended", agency, "--role", "practitioner", *(() if ahead else ("--brought",)))
    return True


def _page(player: Player, thing: Todo, line: list[str]) -> bool:
    learning = player.review.path("report", "learning.yaml")
    if not learning.is_file():
        undoes, player.undoes = player.undoes, 0
        player.types(*line)
        player.undoes = undoes
        _tell_nothing_of_a_page(player)
        player.does("writes report/learning.yaml and identifiers.yaml")
        shutil.copyfile(OF_THE_DEMO, learning)
        player.review.path("identifiers.yaml").write_text(NAMES)
        return True
    player.types(*line)
    return True


def _tell_nothing_of_a_page(player: Player) -> None:
    """What `lfe report` started is a file to write in, and no page."""
    player.life.facts.pop()


def _decisions(player: Player, thing: Todo, line: list[str]) -> bool:
    decided = player.random.choice(("accepted", "accepted", "held"))
    if any(
        one == "held" for one in (player.life.recommendation(o)["decision"] for o in thing.about)
    ):
        decided = "accepted"
    reason = ("--reason", "More is to be heard first") if decided == "held" else ()
    player.types("decide", *thing.about, "--as", decided, *reason, "--no-input")
    return True


def _circulation(player: Player, thing: Todo, line: list[str]) -> bool:
    player.types("decide", "--circulation", player.random.choice(("partners", "public")))
    return True


def _hold(player: Player, thing: Todo, line: list[str]) -> bool:
    """Whether it still holds is asked; some days later it does not."""
    since = player.held_since or player.today
    player.held_since = since
    if player.today < since + timedelta(days=14):
        return False
    path = player.review.path("review.yaml")
    path.write_text(path.read_text().replace("hold: circulation", "hold: none"))
    player.does("the hold is lifted in review.yaml, by hand")
    return True


def _inbox(player: Player, thing: Todo, line: list[str]) -> bool:
    """A PDF cannot be told whose it is: it is named with its agency, as ingest says."""
    said = player.types(*line)
    inbox = player.review.path("audits", "inbox")
    for name, agency in list(player.left.items()):
        if f"lfe ingest FILE --agency {agency}" in said.all or "--agency" in said.all:
            player.types("ingest", inbox / name, "--agency", agency)
    return True


def _moves(player: Player, thing: Todo, line: list[str]) -> bool:
    day = player.today + timedelta(days=21)
    player.types(*line, "--to", f"{day} 13:00")
    return True


def _thanks(player: Player, thing: Todo, line: list[str]) -> bool:
    if line[0] == "sent":
        player.does("fills the gaps of the thank-you letters")
    player.types(*line)
    return True


def _workbook_comes_back(player: Player, thing: Todo, line: list[str]) -> bool:
    """A group has done everything, and says what shows it."""
    source = player.review.path("actions.xlsx")
    if not source.is_file():
        return False

    def all_done(sheet: object) -> None:
        for row in range(2, sheet.max_row + 1):  # type: ignore[attr-defined]
            if sheet.cell(row, COLUMNS["id"]).value:  # type: ignore[attr-defined]
                values = STRONG | {"progress": "completed", "evidence": _DONE}
                for key, value in values.items():
                    sheet.cell(row, COLUMNS[key]).value = value  # type: ignore[attr-defined]

    back = changed(source, player.top.folder.parent / f"back {player.commands}.xlsx", all_done)
    player.types("actions", back, "--yes")
    return True


def _asked(player: Player, thing: Todo, line: list[str]) -> bool:
    key = (thing.code, *thing.about)
    if key in player.looked_at:
        return False
    player.looked_at.add(key)
    return _workbook_comes_back(player, thing, line)


def _report_back(player: Player, thing: Todo, line: list[str]) -> bool:
    player.types(*line)
    return True


def _impact(player: Player, thing: Todo, line: list[str]) -> bool:
    answers = ("--how-much", "Three teams", "--how-well", "Well", "--difference", "Calls are made")
    player.types(*line, *(() if "--how-much" in line else answers))
    return True


def _close(player: Player, thing: Todo, line: list[str]) -> bool:
    if line == ["edit"]:
        path = player.review.path("review.yaml")
        asked = f"officer\n    checked_on: {player.today}"
        path.write_text(path.read_text().replace("officer\n", f"{asked}\n", 1))
        player.does("writes into review.yaml, by hand, that the other process was asked")
        return True
    player.types(*line, "--yes", "--nothing-needs-it")
    return True


ACTS: dict[str, Act] = {
    "manifest": _manifest,
    "reply": _reply,
    "reply to the new day": _reply,
    "support": _support,
    "attendance": _attendance,
    "page": _page,
    "record of decisions": _decisions,
    "decision": _decisions,
    "circulation": _circulation,
    "hold": _hold,
    "inbox": _inbox,
    "another day": _moves,
    "thanks": _thanks,
    "repeat": _once,
    "weak action": _once,
    "ask about an action": _asked,
    "outcome": _asked,
    "impact": _impact,
    "close": _close,
}
# What leaves no entry in the history.
BY_HAND = {"hold", "learning", "manifest", "page"}
FAMILIES = (
    """\
  - relation: mother
    told: yes
    decided_by: Statutory partners' meeting
    contact_by: Family support worker
    takes_part: before the event
    safe_to_contact: yes
    asked: social worker
""",
    """\
  - relation: father
    told: no
    why_not_told: safety
    decided_by: Statutory partners' meeting
""",
)


# ---------------------------------------------------------------- what the world does


def the_world(player: Player) -> None:
    """As days go by: a filled form comes in, the workbook comes back."""
    random, life = player.random, player.life
    for agency in life.agencies:
        form = player.review.path("audits", "issued", f"{agency}.docx")
        may = life.progress(agency) in ("replied", "will bring", "asked") and form.is_file()
        if may and not life.of(agency, "audit") and random.random() < 0.2:
            content = fill(form.read_bytes(), {"our_role": f"Words of {agency}"})
            an_audit_comes(player, agency, f"from {agency}.docx", content)
    if life.standing("reported back") and ("workbook" not in player.reasons or player.idle == 9):
        player.reasons["workbook"] += 1
        _workbook_comes_back(player, Todo("workbook"), [])


def an_audit_comes(player: Player, agency: str, name: str, content: bytes) -> None:
    path = player.review.path("audits", "inbox", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    (player.left if name.endswith(".pdf") else player.came)[name] = agency
    player.does(f"{name} comes")


# ---------------------------------------------------------------- how a life begins


def begins(folder: Path, seed: int, agencies: Sequence[str]) -> Player:
    """A new workspace with a review in it, of which the model knows."""
    folder.mkdir(parents=True, exist_ok=True)
    top = Officer(folder)
    now = datetime(2027, 1, 11, 9, 30)
    with where(LFE_NOW=f"{now:%Y-%m-%dT%H:%M}", LFE_OFFICE="none"):
        top.done("init", ".", "--no-git")
        settings = top.path("partnership.yaml")
        text = settings.read_text().replace("contact:\n", "contact: lead@example.org\n")
        text = text.replace("subgroup_meetings: []", f"subgroup_meetings: [{', '.join(MEETINGS)}]")
        settings.write_text(text)
        asked = [word for one in agencies for word in ("--agency", one)]
        top.done(
            *("new", "--theme", "Neglect and a move between areas", *asked),
            *("--from", "2026-01-01", "--to", "2026-06-30"),
            *("--event", "2027-02-10 09:30", "--venue", "The Guildhall"),
            *("--facilitator", "Independent chair", "--decided-by", "Partners' meeting"),
            *("--decided-on", "2027-01-07", "--basis", "No serious harm; learning about handovers"),
        )
    life = Life(list(agencies), date(2027, 2, 10), at=now)
    return Player(top, life, Random(seed), now, commands=1)
