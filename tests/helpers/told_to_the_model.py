"""What a command that was carried out means to the simple model of a review (`life`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from helpers.life import GROUPS, Life

_WITHOUT_A_VALUE = {
    "--absent", "--all", "--apologies", "--ask", "--brought", "--carry-over", "--destroy",
    "--dry-run", "--keep", "--letters", "--no-input", "--nothing-needs-it", "--reissue",
    "--replace", "--short", "--use-decided-words", "--yes",
}  # fmt: skip


@dataclass
class Words:
    """A command line, read: its arguments and its options with their values."""

    name: str
    arguments: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)

    def of(self, option: str) -> list[str]:
        return self.options.get(option, [])

    def one(self, option: str, otherwise: str = "") -> str:
        return (self.of(option) or [otherwise])[-1]

    def has(self, option: str) -> bool:
        return option in self.options


def read(line: Sequence[str]) -> Words:
    words = Words(line[0])
    rest = iter(line[1:])
    for word in rest:
        if not word.startswith("-"):
            words.arguments.append(word)
        else:
            values = words.options.setdefault(word, [])
            values += [] if word in _WITHOUT_A_VALUE else [next(rest)]
    return words


def tell(life: Life, line: Sequence[str]) -> None:
    """The model is told of a command that was done. Audits are told by whoever put them there."""
    words = read(line)
    _MEANS.get(words.name, _nothing)(life, words)


def _nothing(life: Life, words: Words) -> None:
    """It changes nothing that `lfe status --json` says of agencies and recommendations."""


def _issue_audits(life: Life, words: Words) -> None:
    for one in words.of("--agency") or [a for a in life.agencies if life.takes_part(a)]:
        if words.has("--reissue") or not life.of(one, "form"):
            life.fact("form", one)


def _sent(life: Life, words: Words) -> None:
    letter = words.one("--letter", "audit-request")
    for one in words.of("--agency") or _to_be_sent(life, letter):
        life.fact("sent", one, letter=letter)


def _to_be_sent(life: Life, letter: str) -> list[str]:
    """Of requests: everybody who has a form and was sent none. Of others nothing is said.

    A form that was made anew for another day is not sent again: a letter tells of the day.
    """
    if letter != "audit-request":
        return []
    part = [one for one in life.agencies if life.takes_part(one) and life.of(one, "form")]
    requests = {f.agency for f in life.standing("sent") if f.said["letter"] == "audit-request"}
    return [one for one in part if one not in requests]


def _told(life: Life, words: Words) -> None:
    if words.arguments == ["identity"]:
        part = [one for one in life.agencies if life.takes_part(one)]
        new = [one for one in part if not life.of(one, "told")]
        for one in words.of("--agency") or new or part:
            life.fact("told", one)


def _reply(life: Life, words: Words) -> None:
    number = words.one("--attending")
    said = {key: _yes(words.one(f"--{key}")) for key in ("knows", "bringing", "support")}
    life.fact("reply", words.arguments[0], attending=int(number) if number else None, **said)


def _yes(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


def _ingest(life: Life, words: Words) -> None:
    for kind in ("nil", "brought"):
        for one in words.of(f"--{kind}"):
            life.fact(kind, one)


def _attended(life: Life, words: Words) -> None:
    roles = words.of("--role")
    people = {role: roles.count(role) for role in roles}
    life.attended(words.arguments[0], people, words.has("--brought"), words.has("--apologies"))


def _agency(life: Life, words: Words) -> None:
    what, agency = words.arguments[:2]
    if what == "withdraw":
        life.fact("withdrawn", agency)
    elif what == "add" and agency not in life.agencies:
        life.agencies.append(agency)
        life.fact("form", agency)


def _move(life: Life, words: Words) -> None:
    life.event = date.fromisoformat(words.one("--to")[:10])
    life.fact("moved")


def _cancel(life: Life, words: Words) -> None:
    life.event = None
    life.fact("cancelled")


def _report(life: Life, words: Words) -> None:
    life.fact("page", stage=words.one("--stage", "draft"))


def _submit(life: Life, words: Words) -> None:
    """The page goes with its paper."""
    life.fact("page", stage="subgroup")
    life.fact("submitted")


def _decide(life: Life, words: Words) -> None:
    if words.has("--as"):
        ids = list(GROUPS) if words.has("--all") else words.arguments
        life.decided(ids, words.one("--as"), words.one("--reason"))


def _reported_back(life: Life, words: Words) -> None:
    recommendations = words.arguments[1:] or life.with_group(words.arguments[0])
    life.fact("reported back", recommendations=recommendations)


def _fact(kind: str) -> Callable[[Life, Words], None]:
    return lambda life, words: life.fact(kind)


_MEANS: dict[str, Callable[[Life, Words], None]] = {
    "issue-audits": _issue_audits,
    "sent": _sent,
    "told": _told,
    "reply": _reply,
    "ingest": _ingest,
    "attended": _attended,
    "agency": _agency,
    "agenda": _fact("agenda"),
    "move": _move,
    "cancel": _cancel,
    "report": _report,
    "submit": _submit,
    "decide": _decide,
    "received": lambda life, words: life.fact("received", group=words.arguments[0]),
    "reported-back": _reported_back,
    "step-up": _fact("stepped up"),
    "close": _fact("closed"),
}
