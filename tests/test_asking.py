"""Questions that belong together: Enter leaves one for later, b goes back."""

from __future__ import annotations

from datetime import date

import pytest

from lfe_cli.cli import asking

TODAY = date(2027, 1, 11)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-01-11T09:30")


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[str]:
    """Answers `lines` in turn; the prompts that were shown are in the list."""
    prompts: list[str] = []
    left = iter(lines)

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        return next(left)

    monkeypatch.setattr("builtins.input", answer)
    return prompts


def replies() -> asking.Dialogue[dict[str, tuple[date, int | None]]]:
    found = {}
    for agency in ("Police", "School"):
        day = yield from asking.happened(f"{agency}: has it replied?", TODAY)
        if day is not None:
            number = yield from asking.asked("How many come?", int, default="2")
            found[agency] = (day, number)
    return found


def test_enter_leaves_a_thing_for_later_and_is_offered_no_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prompts = typed(monkeypatch, "", "yes", "")
    assert asking.converse(replies) == {"School": (TODAY, 2)}
    assert prompts[0] == "Police: has it replied? (yes, or the day) [Enter: later]: "
    assert prompts[2] == "How many come? [2]: "


def test_the_day_is_a_yes_with_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "8 January 2027", "3", "no")
    assert asking.converse(replies) == {"Police": (date(2027, 1, 8), 3)}


def test_b_goes_back_one_question_and_a_later_answer_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Police yes, 4, then back over both; b at the first question stays there
    typed(monkeypatch, "yes", "4", "b", "b", "b", "", "yes", "5")
    assert asking.converse(replies) == {"School": (TODAY, 5)}


def test_what_cannot_be_read_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "perhaps", "1 February 2027", "", "")
    assert asking.converse(replies) == {}
    assert "That is still to come" in capsys.readouterr().out


def test_enter_agrees_to_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "")
    assert asking.converse(lambda: asking.agreed(["Police: 2 coming"], "Record this?")) is False
    assert "Police: 2 coming" in capsys.readouterr().out


def test_a_long_question_is_broken_between_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = typed(monkeypatch, "")
    monkeypatch.setenv("COLUMNS", "80")
    asking.converse(lambda: asking.asked("word " * 30, str))
    shown = [*capsys.readouterr().out.splitlines(), *prompts]
    assert len(shown) > 1
    assert all(len(line) <= 80 for line in shown)
