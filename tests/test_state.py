"""One fold of a history says what each question to the history said, at every point of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lfe_cli.review import actions, events, states
from lfe_cli.review.event import Event, Unknown
from lfe_cli.review.history import History, event_from, read_history
from lfe_cli.review.state import State, fold

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*/history.jsonl"))
AGENCIES = ("police", "school", "health-visiting")
FILES = ("event/agenda.docx", "report/report.docx", "audits/returned/police.docx")
LETTERS = ("audit-request", "invitation", "chaser-1", "recommendations")

Asked = Callable[[History], Any]
Answered = Callable[[State], Any]

ONE_BY_ONE: dict[str, tuple[str, Answered]] = {
    "submitted": (actions.SUBMITTED, lambda s: s.subgroup.last_submitted),
    "circulation": (actions.CIRCULATION, lambda s: s.subgroup.circulation),
    "agenda": (actions.AGENDA_MADE, lambda s: s.event.agenda),
    "invitation": (actions.INVITATION_MADE, lambda s: s.event.invitation),
    "collected": (actions.PAPERS_COLLECTED, lambda s: s.event.papers_collected),
    "page": (actions.REPORT_MADE, lambda s: s.page.last),
    "learning": (actions.LEARNING_STARTED, lambda s: s.page.learning_started),
    "stepped up": (actions.STEPPED_UP, lambda s: s.ending.stepped_up),
    "closed": (actions.CLOSED, lambda s: s.ending.closed),
    "started": (actions.REVIEW_STARTED, lambda s: s.started),
}
OF_AN_AGENCY: dict[str, tuple[Callable[[History, str], Any], Callable[[State, str], Any]]] = {
    "state": (states.state_of, lambda s, a: s.agency(a).progress),
    "request": (states.request_sent, lambda s, a: s.agency(a).request_sent),
    "sent ahead": (states.audit_sent_ahead, lambda s, a: s.agency(a).sent_ahead),
    "attendance": (states.attendance_of, lambda s, a: s.agency(a).attendance),
    "support": (states.support_confirmed, lambda s, a: s.agency(a).support_confirmed),
    "withdrawn": (
        lambda h, a: h.last(actions.WITHDRAWN, agency=a),
        lambda s, a: s.agency(a).withdrawn,
    ),
    "form": (lambda h, a: h.last(actions.FORM_ISSUED, agency=a), lambda s, a: s.agency(a).form),
    "answers": (
        lambda h, a: {
            key: states.reply_of(h, a).get(key)
            for key in ("knows", "attending", "bringing", "support")
        },
        lambda s, a: {
            key: getattr(s.agency(a).answers, key)
            for key in ("knows", "attending", "bringing", "support")
        },
    ),
}


def differences(history: History) -> list[str]:
    """Each question that the fold answers otherwise than the history does."""
    state = fold(history)
    found = [
        name
        for name, (action, answer) in ONE_BY_ONE.items()
        if history.last(action) != answer(state)
    ]
    found += [
        f"{name} of {agency}"
        for name, (asked, answer_of) in OF_AN_AGENCY.items()
        for agency in AGENCIES
        if asked(history, agency) != answer_of(state, agency)
    ]
    found += [f"hash of {f}" for f in FILES if history.hash_of(f) != state.files.hashes.get(f)]
    for letter in LETTERS:
        if history.of(actions.SENT, letter=letter) != state.letters.sent_of(letter):
            found.append(f"{letter} sent")
        if history.of(actions.LETTER_DRAFTED, letter=letter) != state.letters.drafted_of(letter):
            found.append(f"{letter} drafted")
    if history.of(actions.ACTION_NOTED) != state.workbooks.noted:
        found.append("actions noted")
    if tuple(e for e in history.standing() if e.event.can_be_undone) != state.undoable:
        found.append("what can be undone")
    made, collected = history.last(actions.AGENDA_MADE), history.last(actions.PAPERS_COLLECTED)
    if (made is not None and collected is None) != state.event.papers_are_out:
        found.append("papers are out")
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_at_every_point_of_an_example_the_fold_says_what_the_history_says(path: Path) -> None:
    whole = read_history(path.read_text())
    for length in range(len(whole.entries) + 1):
        assert differences(History(whole.entries[:length])) == [], length


START = datetime(2027, 1, 11, 9, tzinfo=UTC)
agencies = st.sampled_from(AGENCIES)
days = st.none() | st.dates(date(2027, 1, 4), date(2027, 1, 20))
flags = st.none() | st.booleans()
KINDS: list[st.SearchStrategy[Event]] = [
    st.builds(
        events.FormIssued,
        agency=agencies,
        form=st.sampled_from(["a", "b"]) | st.none(),
        focus_from=st.sampled_from([date(2026, 1, 1), date(2026, 2, 1)]) | st.none(),
        focus_to=st.none(),
        file=st.just("audits/issued/x.docx"),
        sha256=st.sampled_from(["1", "2"]),
    ),
    st.builds(events.Sent, on=days, agency=agencies, letter=st.sampled_from(LETTERS)),
    st.builds(events.LetterDrafted, agency=agencies, letter=st.sampled_from(LETTERS)),
    st.builds(events.Told, on=days, whom=st.just("identity"), agency=agencies),
    st.builds(
        events.Reply,
        on=days,
        agency=agencies,
        knows=flags,
        attending=st.none() | st.integers(0, 3),
        bringing=flags,
        support=flags,
    ),
    st.builds(events.NilReturn, on=days, agency=agencies, reason=st.just("not known")),
    st.builds(events.Brought, on=days, agency=agencies),
    st.builds(events.Withdrawn, on=days, agency=agencies),
    st.builds(
        events.AuditFiled,
        agency=agencies,
        file=st.sampled_from(FILES),
        sha256=st.sampled_from(["3", "4"]),
        how=st.sampled_from(["controls", "not-read"]),
        answered=st.integers(0, 2),
    ),
    st.builds(
        events.Attended,
        on=days,
        agency=agencies,
        people=st.sampled_from([{}, {"manager": 1}]),
        apologies=st.booleans(),
    ),
    st.builds(events.AgendaMade, file=st.just(FILES[0]), sha256=st.sampled_from(["5", "6"])),
    st.builds(events.PapersCollected, on=days),
    st.builds(events.ReportMade, stage=st.sampled_from(["draft", "agreed", "issued"]), on=days),
    st.builds(events.SteppedUp, on=days),
    st.builds(events.Closed, on=days),
    st.builds(
        events.ActionNoted,
        item=st.sampled_from(["R1.1", "R2.1"]),
        recommendation=st.sampled_from(["R1", "R2"]),
        field=st.sampled_from(["owner", "progress"]),
        value=st.sampled_from(["", "under way"]),
    ),
]
steps = st.lists(
    st.tuples(st.one_of(KINDS), st.integers(0, 40), st.none() | st.integers(0, 30)), max_size=30
)


def history_of(made: list[tuple[Event, int, int | None]]) -> History:
    """Events as they would be recorded, some commands hours apart, some of them undone."""
    history, at = History(), START
    for event, hours, undoes in made:
        at += timedelta(hours=hours)
        new: list[Event] = [event]
        if undoes is not None and history.entries:
            taken = history.entries[undoes % len(history.entries)]
            new = [events.Undone(undoes=taken.id, was=taken.action)]
        history = History((*history.entries, *history.adding(new, at, "Officer")))
    return history


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_at_every_point_of_a_made_up_history_the_fold_says_the_same(
    made: list[tuple[Event, int, int | None]],
) -> None:
    whole = history_of(made)
    for length in range(len(whole.entries) + 1):
        assert differences(History(whole.entries[:length])) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_a_history_that_was_written_and_read_again_is_the_same(
    made: list[tuple[Event, int, int | None]],
) -> None:
    whole = history_of(made)
    again = read_history("".join(f"{entry.line()}\n" for entry in whole.entries))
    assert again == whole
    assert fold(again) == fold(whole)


def test_every_line_of_the_examples_is_known_and_would_be_written_the_same() -> None:
    lines = [json.loads(line) for path in EXAMPLES for line in path.read_text().splitlines()]
    assert len({line["action"] for line in lines}) > 25
    for line in lines:
        about = {k: v for k, v in line.items() if k not in ("id", "at", "by", "action", "command")}
        event = event_from(line["action"], about)
        assert not isinstance(event, Unknown)
        assert json.dumps(event.about()) == json.dumps(about)
