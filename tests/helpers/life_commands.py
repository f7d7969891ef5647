"""What an officer may type in a review, drawn: with what belongs there and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from helpers.life import GROUPS, Command, Life

AGENCIES = ("police", "school", "health-visiting")
LATE = "housing"  # may be asked later
_AGENCY = st.sampled_from((*AGENCIES, *AGENCIES, LATE))
_SOME = st.lists(st.sampled_from(AGENCIES), unique=True, max_size=2)
_YES_OR_NO = st.sampled_from((None, True, False))


def _option(name: str, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in (name, value))


def _yes(option: str, answer: bool | None) -> tuple[str, ...]:
    return () if answer is None else (option, "yes" if answer else "no")


def issue_audits(agencies: list[str], reissue: bool) -> Command:
    def then(life: Life) -> None:
        for one in agencies or [a for a in life.agencies if life.takes_part(a)]:
            if reissue or not life.of(one, "form"):
                life.fact("form", one)

    again = ("--reissue",) if reissue else ()
    return Command(("issue-audits", *_option("--agency", agencies), *again), then)


def sent(agencies: list[str], letter: str) -> Command:
    def then(life: Life) -> None:
        for one in agencies:
            life.fact("sent", one, letter=letter)

    return Command(("sent", "--letter", letter, *_option("--agency", agencies)), then)


def told(agencies: list[str]) -> Command:
    def then(life: Life) -> None:
        part = [one for one in life.agencies if life.takes_part(one)]
        for one in agencies or [a for a in part if not life.of(a, "told")] or part:
            life.fact("told", one)

    return Command(("told", "identity", *_option("--agency", agencies)), then)


def reply(
    agency: str, knows: bool | None, attending: int | None, bringing: bool | None, support: bool
) -> Command:
    said = {"knows": knows, "attending": attending, "bringing": bringing, "support": support}
    number = () if attending is None else ("--attending", str(attending))
    words = (*_yes("--knows", knows), *number, *_yes("--bringing", bringing))
    contradicts = (knows is False and (attending or bringing)) or (attending == 0 and bringing)
    return Command(
        ("reply", agency, *words, *_yes("--support", support)),
        lambda life: life.fact("reply", agency, **said),
        refused=bool(contradicts) or set(said.values()) == {None},
    )


def nil(agency: str) -> Command:
    words = ("ingest", "--nil", agency, "--reason", "Not known to us")
    return Command(words, lambda life: life.fact("nil", agency))


def brought(agency: str) -> Command:
    return Command(("ingest", "--brought", agency), lambda life: life.fact("brought", agency))


def attended(agency: str, roles: list[str], apologies: bool, with_audit: bool) -> Command:
    people = {role: roles.count(role) for role in roles}
    absent = not roles and not apologies
    words = (
        *_option("--role", roles),
        *_flag("--apologies", apologies),
        *_flag("--absent", absent),
    )
    return Command(
        ("attended", agency, *words, *_flag("--brought", with_audit)),
        lambda life: life.attended(agency, people, with_audit, apologies),
        refused=bool(roles and apologies) or (with_audit and not roles),
    )


def _flag(option: str, given: bool) -> tuple[str, ...]:
    return (option,) if given else ()


def withdraw(agency: str) -> Command:
    return Command(("agency", "withdraw", agency), lambda life: life.fact("withdrawn", agency))


def add(agency: str) -> Command:
    def then(life: Life) -> None:
        had_withdrawn = life.of(agency, "withdrawn")
        if had_withdrawn:
            life.takes_back(had_withdrawn)
        else:
            life.agencies.append(agency)
            life.fact("agency added", agency)
        is_over = life.standing("attended") or (life.event and life.event < life.at.date())
        if life.standing("form") and not is_over and not life.of(agency, "form"):
            life.fact("form", agency)

    return Command(("agency", "add", agency), then, on_one_side=True)


def contact(agency: str) -> Command:
    return Command(
        ("agency", "contact", agency, "lead@example.org"),
        lambda life: life.fact("contact changed", agency),
        on_one_side=True,
    )


def move(day: str) -> Command:
    def then(life: Life) -> None:
        life.event = date.fromisoformat(day)
        life.fact("moved")

    return Command(("move", "--to", f"{day} 13:00"), then, on_one_side=True)


def cancel() -> Command:
    def then(life: Life) -> None:
        life.event = None
        life.fact("cancelled")

    return Command(("cancel",), then, on_one_side=True)


def report(stage: str) -> Command:
    return Command(("report", "--stage", stage), lambda life: life.fact("page", stage=stage))


def decide(ids: list[str], decision: str, reason: str) -> Command:
    why = ("--reason", reason) if reason else ()
    return Command(
        ("decide", *ids, "--as", decision, *why, "--no-input"),
        lambda life: life.decided(ids, decision, reason),
        refused=decision in ("held", "declined") and not reason,
    )


def received(group: str) -> Command:
    return Command(("received", group), lambda life: life.fact("received", group=group))


def reported_back(group: str) -> Command:
    def then(life: Life) -> None:
        life.fact("reported back", recommendations=life.with_group(group))

    return Command(("reported-back", group), then)


def impact(one: str) -> Command:
    answers = ("--how-much", "Three teams", "--how-well", "Well", "--difference", "Calls are made")
    return Command(("impact", one, *answers), lambda life: life.fact("impact"))


def _fact(kind: str, *words: str) -> Command:
    return Command(words, lambda life: life.fact(kind))


def nobody(agency: str) -> Command:
    """A command about somebody who is not asked, or that nobody knows."""
    return Command(("reply", agency, "--knows", "yes"), refused=True)


_ROLES = st.lists(st.sampled_from(("practitioner", "manager")), max_size=3)
_IDS = st.lists(st.sampled_from(sorted(GROUPS)), min_size=1, max_size=3, unique=True)
_GROUP = st.sampled_from(("practice", "quality", "learning"))
_DAYS = st.sampled_from(("2027-02-17", "2027-03-03", "2027-04-14"))
_STAGES = st.sampled_from(("draft", "read", "agreed", "subgroup", "issued", "withdrawn"))
_LETTERS = st.sampled_from(("audit-request", "audit-request", "invitation", "chaser-1"))

BEFORE: dict[str, st.SearchStrategy[Command]] = {
    "issue-audits": st.builds(issue_audits, _SOME, st.booleans()),
    "sent": st.builds(sent, st.lists(_AGENCY, min_size=1, max_size=3, unique=True), _LETTERS),
    "told": st.builds(told, _SOME),
    "reply": st.builds(
        reply, _AGENCY, _YES_OR_NO, st.sampled_from((None, 0, 2)), _YES_OR_NO, _YES_OR_NO
    ),
    "nil": st.builds(nil, _AGENCY),
    "withdraw": st.builds(withdraw, _AGENCY),
    "add": st.builds(add, _AGENCY),
    "contact": st.builds(contact, _AGENCY),
    "chase": st.just(Command(("chase",))),
    "agenda": st.sampled_from((_fact("agenda", "agenda"), _fact("agenda", "agenda", "--replace"))),
    "move": st.builds(move, _DAYS),
    "cancel": st.just(cancel()),
    "nobody": st.builds(
        nobody, st.sampled_from(("polise", "midwifery", "", "../police", "a" * 300))
    ),
}
AFTER: dict[str, st.SearchStrategy[Command]] = {
    "brought": st.builds(brought, _AGENCY),
    "attended": st.builds(attended, _AGENCY, _ROLES, st.booleans(), st.booleans()),
    "collected": st.sampled_from(
        (_fact("collected", "collected"), _fact("collected", "collected", "--destroy"))
    ),
    "letter": st.just(Command(("letter", "thank-you"))),
    "report": st.builds(report, _STAGES),
    "submit": st.just(_fact("submitted", "submit", "--meeting", "2027-05-20")),
    "decide": st.builds(
        decide,
        _IDS,
        st.sampled_from(("accepted", "accepted", "held", "declined")),
        st.sampled_from(("", "It is under way elsewhere")),
    ),
    "received": st.builds(received, _GROUP),
    "reported back": st.builds(reported_back, _GROUP),
    "actions": st.sampled_from((Command(("actions",)), Command(("actions", "--replace")))),
    "impact": st.builds(impact, st.sampled_from(("R1", "R2"))),
    "step up": st.just(_fact("stepped up", "step-up")),
    "close": st.just(
        Command(
            ("close", "--carry-over", "--yes", "--nothing-needs-it", "--no-input"),
            lambda life: life.fact("closed"),
        )
    ),
    "open": st.just(Command(("close", "--no-input", "--yes"), refused=True)),
}
_OFTEN = [BEFORE["reply"], BEFORE["reply"], AFTER["attended"], AFTER["report"], AFTER["decide"]]
ANY: st.SearchStrategy[Command] = st.one_of(*BEFORE.values(), *AFTER.values(), *_OFTEN)
