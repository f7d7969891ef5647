"""Whatever words a command is given, it is done or refused, and never a fault of the tool."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from helpers.odd_words import LINES, ODD
from helpers.officer import Officer
from helpers.pages import with_page
from helpers.states import review_after
from lfe_cli.cli.command_list import COMMANDS

FOR_EACH_PLACE = 2  # of the odd words; on demand: set it to len(ODD)


def prepared(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    with_page(review, "draft")


def with_an_odd_word(line: str) -> Iterator[list[str]]:
    """The line with an odd word in place of each of its words, and one at its end."""
    chance, words = random.Random(line), line.split()
    for place in range(1, len(words) + 1):
        for odd in chance.sample(ODD, FOR_EACH_PLACE):
            yield [*words[:place], odd, *words[place + 1 :]]


def test_there_is_a_line_for_every_command() -> None:
    assert {line.split()[0] for line in LINES} == {command.name for command in COMMANDS}


@pytest.mark.parametrize("line", LINES)
def test_a_word_that_nobody_means_is_no_fault_of_the_tool(
    line: str, anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"EDITOR": "true", "VISUAL": "", "LFE_OFFICE": "none"}.items():
        monkeypatch.setenv(name, value)
    review = review_after(prepared, anywhere)
    for words in with_an_odd_word(line):
        said = review.lfe(*words)
        assert said.code in (0, 1, 2), words
        assert said.code != 2 or said.err.strip(), words
        assert not {"\x1b", "\x07"} & set(said.out + said.err), words


ODD_SURROUNDINGS = {
    "LFE_BY": ("", " ", "a\nb", "\udcff", "x" * 5000, "\x1b[31m"),
    "LFE_NOW": ("x", "2027", "0001-01-01", "9999-12-31T23:59-12:00", "2027-01-11T09:30+99:00"),
    "COLUMNS": ("0", "-5", "x", "9" * 12, "1"),
    "HOME": ("", "/nonexistent", "x"),
    "TZ": ("Nowhere/Nope", "", "../../x"),
    "LC_ALL": ("xx_YY.nope", "C"),
    "TERM": ("", "dumb", "x" * 300),
    "PATH": ("", ".", "/nonexistent", ":"),
    "XDG_STATE_HOME": ("/proc/x", "", "x\ny"),
    "LFE_OFFICE": ("", "/nonexistent", "x"),
}


@pytest.mark.parametrize("name", ODD_SURROUNDINGS)
def test_odd_surroundings_are_no_fault_of_the_tool(
    name: str, review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ODD_SURROUNDINGS[name]:
        monkeypatch.setenv(name, value)
        for words in ("status", "reply police --knows yes", "actions --all"):
            said = review.lfe(*words.split())
            assert said.code in (0, 1, 2), (value, words)
    monkeypatch.undo()
    history = review.path("history.jsonl").read_text()
    assert "\x1b" not in history and "\\u001b" not in history and "\\udcff" not in history
