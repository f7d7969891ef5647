"""Forms that other programs opened and saved: what was written is read, or somebody is told.

`LFE_SHARES=1` with pytest's -s prints, by program, how many answers were read, are to be compared,
are told as unread, or are asked about.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter

import pytest

from helpers.audits import issued, the_form
from helpers.other_programs import PROGRAMS
from helpers.ways_to_fill import Way, ways
from lfe_cli.audits.returns.reading import Answer, Reading, read_audit

WAYS = ways()
NOT_OPENED = {("python-docx", "with macros (.docm)")}  # it opens no .docm
_WORD = re.compile(r"\w+")


def words(answer: object) -> set[str]:
    return set(_WORD.findall(str(answer)))


def fate(tag: str, wanted: Answer, reading: Reading) -> str:
    """What became of one answer: read, to be compared, unread, asked about, or lost."""
    if reading.how == "not-read":
        return "in a file that was not read"
    question = tag.partition(".")[0]
    got, number = reading.answers.get(tag), the_form().numbers()[question]
    told = any(re.search(rf"[Qq]uestions? (?:[\d, and]* )?{number}\b", r) for r in reading.remarks)
    if got == wanted:
        return "to compare" if question in reading.recovered or told else "read"
    written = words(wanted) if not isinstance(wanted, bool) else {"?"}
    if written <= words(got):
        return "to compare" if question in reading.recovered or told else "changed"
    if written <= words(got) | words(reading.unread):
        return "unread"
    return "asked about" if told else "lost"


def fates(way: Way, reading: Reading) -> Counter[str]:
    return Counter(fate(tag, wanted, reading) for tag, wanted in way.expected().items() if wanted)


@pytest.mark.long
@pytest.mark.parametrize("program", PROGRAMS)
def test_no_answer_is_lost_without_a_word_whichever_program_saved_the_form(program: str) -> None:
    count = Counter[str]()
    for name, way in WAYS.items():
        if (program, name) in NOT_OPENED:
            continue
        reading = read_audit(PROGRAMS[program](way.content), the_form(), issued())
        of_this = fates(way, reading)
        assert not of_this["lost"], name
        assert not of_this["changed"], name
        count += of_this
    if os.environ.get("LFE_SHARES"):
        sys.stdout.write(f"\n{program}: {dict(count)}\n")
    assert count["read"] + count["to compare"] > 590


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_empty_form_stays_empty_whichever_program_saved_it(program: str) -> None:
    reading = read_audit(PROGRAMS[program](issued()), the_form(), issued())
    assert reading.answered == ()
