"""The state of a review: its history folded once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lfe_cli.review import events
from lfe_cli.review.event import Event, Unknown
from lfe_cli.review.history.entries import History, undone
from lfe_cli.review.history.lines import event_from, read_history
from lfe_cli.review.state import fold

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*/history.jsonl"))
AGENCIES = ("police", "school", "health-visiting")
FILES = ("event/agenda.docx", "report/report.docx", "audits/returned/police.docx")
LETTERS = ("audit-request", "invitation", "chaser-1", "recommendations")

START = datetime(2027, 1, 11, 9, tzinfo=UTC)
agencies = st.sampled_from(AGENCIES)
days = st.none() | st.dates(date(2027, 1, 4), date(2027, 1, 20))
flags = st.none() | st.booleans()
FACTS: list[st.SearchStrategy[Event]] = [
    st.builds(events.Sent, on=days, agency=agencies, letter=st.sampled_from(LETTERS)),
    st.builds(events.Told, on=days, whom=st.just("identity"), agency=agencies),
    st.builds(events.Brought, on=days, agency=agencies),
    st.builds(events.Withdrawn, on=days, agency=agencies),
    st.builds(events.SteppedUp, on=days),
    st.builds(events.AgreedAgain, on=days, agency=agencies),
    st.builds(events.PapersCollected, on=days),
]
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
    st.builds(
        events.StepUpFollowed,
        on=days,
        aware=days,
        outcome=st.sampled_from([None, "no-review", "goes-on"]),
        nothing_needs_it=st.sampled_from([None, True]),
    ),
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
@given(steps, st.one_of(FACTS), st.integers(0, 40))
def test_what_is_taken_back_leaves_the_state_as_it_was(
    made: list[tuple[Event, int, int | None]], fact: Event, hours: int
) -> None:
    before = history_of(made)
    [entry] = before.adding([fact], START + timedelta(hours=9000 + hours), "Officer")
    with_it = History((*before.entries, entry))
    [back] = with_it.adding([undone(entry, whole=True)], entry.at, "Officer")
    after = fold(History((*with_it.entries, back)))
    then = fold(before)
    assert fold(with_it) != then
    assert (after.agencies, after.letters, after.event, after.family, after.page) == (
        then.agencies,
        then.letters,
        then.event,
        then.family,
        then.page,
    )
    assert (after.subgroup, after.ending, after.workbooks.made_from) == (
        then.subgroup,
        then.ending,
        then.workbooks.made_from,
    )
    assert (after.files.hashes, after.files.placed) == (then.files.hashes, then.files.placed)


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
        fixed = ("id", "at", "by", "action", "command", "after")
        about = {k: v for k, v in line.items() if k not in fixed}
        event = event_from(line["action"], about)
        assert not isinstance(event, Unknown)
        assert json.dumps(event.about()) == json.dumps(about)
