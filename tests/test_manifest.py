"""`review.yaml`: every mistake is told at once, in plain English, with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.officer import Officer
from lfe_cli.errors import FileProblems
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.schema import read_schema
from lfe_cli.review.workspace import load_review, load_workspace
from lfe_cli.review.yamlfile import read_yaml

TEN_MISTAKES = """\
reference: LFE-2027-009
them: Neglect
theme: Handover: who tells school
focus:
  from: 2026-13-40
  to: 30 June 2026
  until: 2026-07-01
agencies:
  - polise
  - police
  - police
audits:
  due: soon
  form: medium
event:
  at: 2027-02-10
  minutes: three hours
family:
  - relation: uncle
    told: perhaps
"""


def write_manifest(review: Officer, text: str) -> Path:
    path = review.path("review.yaml")
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_with_a_colon_is_told_with_its_line(review: Officer) -> None:
    write_manifest(review, TEN_MISTAKES)
    said = review.lfe("status")
    assert said.code == 2
    assert "review.yaml, line 3" in said.all
    assert "needs quotes" in said.all


def test_ten_different_mistakes_are_told_at_once(review: Officer) -> None:
    before = review.files()
    path = write_manifest(review, TEN_MISTAKES.replace("theme: Handover:", "theme: Handover,"))
    said = review.lfe("issue-audits")
    assert said.code == 2
    for expected in (
        "line 2, them: is not a key that is known here. Did you mean theme?",
        "line 5, focus.from: is not a date that exists: '2026-13-40'.",
        "line 7, focus.until: is not a key that is known here.",
        "line 13, audits.due: cannot be read as a date: 'soon'.",
        "line 14, audits.form: cannot be 'medium'. Write 'full' or 'short'.",
        "line 16, event.at: has no time of day",
        "line 17, event.minutes: is not a whole number: 'three hours'.",
        "line 19, family (1).relation: cannot be 'uncle'.",
        "line 20, family (1).told: is neither yes nor no: 'perhaps'.",
        "line 1, reference: is LFE-2027-009, and the folder is LFE-2027-001.",
        "line 9, agencies (polise): is not an agency of the partnership. Did you mean police?",
        "line 11, agencies (police): stands twice.",
    ):
        place, _, sentence = expected.partition(": ")
        assert place in said.all, said.err
        assert sentence in said.all, said.err
    assert "Traceback" not in said.err
    assert {**before, "review.yaml": path.read_bytes()} == review.files()


def test_sense_is_checked_as_well_as_shape(review: Officer) -> None:
    text = review.path("review.yaml").read_text()
    text = text.replace("- school\n", "- polise\n  - police\n").replace(
        "from: 2026-01", "from: 2027-01"
    )
    write_manifest(review, text.replace("reference: LFE-2027-001", "reference: LFE-2027-009"))
    said = review.lfe("status")
    assert said.code == 2
    line = 1 + next(n for n, one in enumerate(text.splitlines()) if one.strip().startswith("to: "))
    for sentence in (
        "is LFE-2027-009, and the folder is LFE-2027-001. Write LFE-2027-001.",
        f"line {line}, focus.to comes before focus.from.",
        "agencies (polise)",
        "Did you mean police?",
        "agencies (police) stands twice.",
    ):
        assert sentence in said.all


def test_the_event_cannot_come_before_the_audits_are_ready(review: Officer) -> None:
    text = review.path("review.yaml").read_text().replace("2027-02-10 09:30", "2027-01-25 09:30")
    write_manifest(review, text)
    said = review.lfe("status")
    assert said.code == 2
    assert "event.at comes before the date by which audits are ready" in said.all


def test_two_of_a_kind_are_told_apart_by_role(review: Officer) -> None:
    text = review.path("review.yaml").read_text()
    text = text.replace(
        "  - school\n",
        "  - id: school-a\n    name: School A\n  - id: school-b\n    name: School B\n",
    )
    write_manifest(review, text)
    names = [a["name"] for a in review.done("status", "--json").json["agencies"]]
    assert names[1:3] == ["School A", "School B"]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "stands twice (first in line 1)."),
        ("a: [1, 2\nb: 3\n", 1, "The bracket that begins in this line is not closed."),
        ("a:\n\tb: 1\n", 2, "This line is not written so that it can be read here."),
        (
            "a: &x 1\nb: *x\n",
            1,
            "begins with &, so that what follows it would not be read as a text.",
        ),
    ],
)
def test_yaml_that_would_be_misread_is_refused(text: str, line: int, sentence: str) -> None:
    with pytest.raises(FileProblems) as refused:
        read_yaml(text, "x.yaml")
    problem = refused.value.problems[0]
    assert (problem.line, problem.what) == (line, sentence)


def test_nothing_is_guessed_from_how_a_value_looks() -> None:
    read = read_yaml("time: 10:30\nno: NO\nnumber: 012345\nempty:\ndate: 2026-13-40\n", "x.yaml")
    assert read.data == {
        "time": "10:30",
        "no": "NO",
        "number": "012345",
        "empty": None,
        "date": "2026-13-40",
    }


def test_a_few_aliases_cannot_unfold_into_gigabytes() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(FileProblems):
        read_yaml(bomb, "x.yaml")


def test_deep_nesting_ends_in_a_sentence() -> None:
    with pytest.raises(FileProblems):
        read_yaml("[" * 5000, "x.yaml")
    with pytest.raises(FileProblems):
        read_yaml("[" * 500 + "]" * 500, "x.yaml")
    with pytest.raises(FileProblems):
        read_yaml("[" * 200_000, "x.yaml")


def test_a_key_that_stands_twice_hides_no_other_mistake(review: Officer) -> None:
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("due: 2027", "due: 2028") + "theme: again\n")
    said = review.lfe("status")
    assert said.code == 2
    assert "theme stands twice" in said.all
    assert "comes before the date by which audits are ready" in said.all


@pytest.mark.parametrize("key", ["audits", "event", "agencies", "themes", "family", "parallel"])
def test_a_heading_with_nothing_below_it_is_no_mistake(review: Officer, key: str) -> None:
    lines = "reference: LFE-2027-001\ntheme: T\nfocus: {from: 2026-01-01, to: 2026-06-30}\n"
    write_manifest(review, f"{lines}{key}:\n")
    review.done("status")


def test_two_of_a_relation_of_two_words_are_told_apart_with_a_hyphen(review: Officer) -> None:
    lines = "reference: LFE-2027-001\ntheme: T\nfocus: {from: 2026-01-01, to: 2026-06-30}\n"
    write_manifest(review, f"{lines}family:\n" + "  - relation: young person\n" * 2)
    assert "Write such as id: young-person-a" in review.lfe("status").all


def test_a_byte_order_mark_of_windows_is_no_mistake(review: Officer) -> None:
    path = review.path("review.yaml")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    review.done("status")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (
            "family: []   # TO DO: who?\n#  a note\n  - relation: mother\n    told: yes\n",
            1,
            "Take the [] away: the entries below take its place.",
        ),
        ("names: []\n- Testina\n", 1, "Take the [] away: the entries below take its place."),
        ("a: one\n  b: two\n", 2, "It is indented by 2 spaces, and line 1 above it by 0."),
        ('a: "one"\n\n   b: two\n', 3, "It is indented by 3 spaces, and line 1 above it by 0."),
        (
            "a:\n  - id: one\n     name: two\n",
            3,
            "It is indented by 5 spaces, and line 2 above it by 4.",
        ),
        ("a:\n  -police\n  - school\n", 2, "Put a space after the hyphen."),
        ("a:\n  - school\n  -police\n", 3, "Put a space after the hyphen."),
        ("a:\n  - id: school\n  -police\nb: 1\n", 3, "Put a space after the hyphen."),
        ("a:\n  -police\n", 2, "Put a space after the hyphen."),
    ],
)
def test_what_usually_goes_wrong_in_yaml_is_told_with_what_to_do(
    text: str, line: int, sentence: str
) -> None:
    with pytest.raises(FileProblems) as refused:
        read_yaml(text, "x.yaml")
    problem = refused.value.problems[0]
    assert (problem.line, problem.instead) == (line, sentence)


@pytest.mark.parametrize(
    "text", ["a: x-ray\n", "a: -5\n", "a: >-\n  one\n  -two\n", 'a: "one\n  -two"\n', "- -5\n"]
)
def test_a_hyphen_that_is_part_of_a_text_is_no_mistake(text: str) -> None:
    read_yaml(text, "x.yaml")


def test_a_message_never_begins_in_the_middle_of_a_sentence(review: Officer) -> None:
    for text in ("a: [1, 2\nb: 3\n", "", "- a\n", "a: \x01\n"):
        with pytest.raises(FileProblems) as refused:
            read_schema(read_yaml(text, "x.yaml"), Manifest)
        for problem in refused.value.problems:
            assert problem.name or problem.what[0].isupper(), problem


def test_a_required_text_that_is_empty_cannot_be_taken_out(review: Officer) -> None:
    text = review.path("review.yaml").read_text()
    for value in ("", ' ""'):
        broken = text.replace('theme: "Neglect and a move between areas"', f"theme:{value}")
        assert broken != text
        write_manifest(review, broken)
        said = review.lfe("status")
        assert "theme is empty. Write a text." in said.all
        assert "take the line out" not in said.all
    path = review.folder.parent / "partnership.yaml"
    path.write_text(path.read_text().replace("marking: OFFICIAL-SENSITIVE", "marking:"))
    assert "marking is empty. Write a text, or take the line out." in review.lfe("status").all


@pytest.mark.parametrize(
    "said",
    [
        "n/a",
        "N/A",
        "na",
        '"-"',
        '"?"',
        "None",
        "tbc",
        "TBD",
        "To be confirmed",
        "TO DO",
        "todo",
        '"To do:"',
        "Tbc.",
    ],
)
def test_a_text_that_only_holds_a_place_counts_as_not_written(review: Officer, said: str) -> None:
    text = review.path("review.yaml").read_text()
    for key in ("decided_by", "basis", "venue", "facilitator", "wellbeing"):
        text = re.sub(rf"(?m)^  {key}:.*$", f"  {key}: {said}", text)
    text = text.replace("  family_part:", f"  access: {said}\n  family_part:")
    write_manifest(review, text)
    manifest = load_review(load_workspace(review.folder), "LFE-2027-001").manifest
    event, why = manifest.event, manifest.why_this_review
    found = (event.venue, event.facilitator, event.wellbeing, event.access)
    assert (*found, why.decided_by, why.basis) == (None,) * 6


def test_a_theme_that_says_nothing_is_told(review: Officer) -> None:
    text = review.path("review.yaml").read_text()
    write_manifest(review, re.sub(r"(?m)^theme:.*$", "theme: TBC", text))
    said = review.lfe("status")
    assert said.code == 2
    assert "theme says nothing yet: 'TBC'. Write it in a few words." in said.all


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('event_start: "09:30"', "event_start: 25:30", "event_start is not a time: '25:30'."),
        (
            "mailbox: pscp@plymouth.gov.uk",
            "mailbox: the Business Unit",
            "mailbox is not an e-mail address: 'the Business Unit'.",
        ),
        (
            "mailbox: pscp@plymouth.gov.uk",
            "mailbox: a@example.org, b@example.org",
            "mailbox is not an e-mail address",
        ),
        (
            "review_prefix: LFE",
            "review_prefix: lfe",
            "review_prefix cannot be 'lfe'. Use capital letters and digits",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_with_its_line(
    review: Officer, was: str, now: str, told: str
) -> None:
    path = review.folder.parent / "partnership.yaml"
    text = path.read_text()
    assert was in text
    line = text[: text.index(was)].count("\n") + 1
    path.write_text(text.replace(was, now))
    said = review.lfe("status")
    assert said.code == 2
    assert told in said.all
    assert f"partnership.yaml, line {line}," in said.all
