"""All checks together: on the example page, on a whole Word file, and how quickly."""

from __future__ import annotations

import io
import time
from pathlib import Path

import docx
import pytest

from helpers.marked_word_file import word_file
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.identifiers import Identifiers
from lfe_cli.checks.text_check import check_names_only, check_text
from lfe_cli.checks.wording import read_rules
from lfe_cli.errors import LfeError

TEMPLATES = Path(__file__).parent.parent / "templates"
RULES = read_rules((TEMPLATES / "wording.yaml").read_text("utf-8"), None)
LISTED = Identifiers(names=("Anya Quillfeather",), places=("Thistledown Road",))
AGENCIES = ("Police", "School", "Children's social care", "Mental Health Services (CAMHS)")

EXAMPLE = """\
title: When help changes hands
why_we_looked: >-
  A child was receiving help from several services because of worries about neglect. The help changed hands
  when the family moved home. We wanted to understand how that move felt for the child and the family.
  We also asked what made it easier or harder for colleagues to stay alongside them. We heard from
  practitioners who knew the child, and from the parents.
worked_well:
  - A trusted adult noticed small changes, wrote down the child's own words and asked what would help.
  - Visits were arranged around the family's day. The parents told us this made it easier to talk honestly.
  - When worries grew, services met within days and made one plan, in plain words, with the parents in the room.
  - Colleagues said when they were unsure, and were met with interest. That openness brought help sooner.
what_we_learned:
  - A move can bring hope and also loss. It helps a child when someone who knows them is there on both sides of it.
  - Handover worked best as a conversation. When only a form travelled, the facts arrived but the worry behind them did not.
  - Each service knew of one or two appointments to which the child was not brought. Put together, they told a fuller story of the child's days.
  - Our forms ask about one main carer, so other important adults were easy to leave out.
  - Supervision helped colleagues to pause and think again. In busy weeks it was the first thing to move.
questions_for_your_team:
  - When a child you know moves, who do you speak to, and how soon?
  - What is an ordinary day like for this child, and how do you know?
  - What would help you to say "I am still worried" to another service?
next_steps:
  - recommendation: Agree a short handover conversation for every child with a plan who moves home, and try it with three teams.
    working_group: practice
  - recommendation: Test one way for services to see, together, when a child is not brought to appointments.
    working_group: quality
  - recommendation: Change shared forms so that they ask about every adult who matters to a child.
    working_group: practice
  - recommendation: Add this learning to neglect training, planned with practitioners and with parents.
    working_group: learning
"""  # noqa: E501


def check(name: str, content: bytes | str, **more: object) -> tuple[Finding, ...]:
    given = content.encode() if isinstance(content, str) else content
    return check_text(name, given, LISTED, RULES, agencies=AGENCIES, **more)  # type: ignore[arg-type]


def word(*paragraphs: str, style: str | None = None) -> bytes:
    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = ""
    for text in paragraphs:
        level = len(text) - len(text.lstrip("#"))
        if level:
            document.add_heading(text.lstrip("# "), level=level)
        else:
            document.add_paragraph(text, style=style)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rules_in(found: tuple[Finding, ...]) -> list[str]:
    return [f.rule for f in found if f.rule != "picture"]


def test_the_example_page_has_no_finding_at_all() -> None:
    assert check("learning.yaml", EXAMPLE) == ()


@pytest.mark.parametrize(
    "path",
    sorted(TEMPLATES.glob("*.docx")) + sorted(TEMPLATES.glob("letters/*.txt")),
    ids=lambda path: path.name,
)
def test_what_the_shipped_templates_say_stops_nothing_and_is_hardly_advised(path: Path) -> None:
    found = check(path.name, path.read_bytes())
    assert [f for f in found if f.severity == "stop"] == []
    assert sum(f.severity == "suggest" for f in found) <= 1, [f.as_json() for f in found]


def test_every_check_runs_on_a_word_file_and_the_order_is_that_of_the_text() -> None:
    content = word(
        "# What we learned", "Services failed to ask Anya.", "Police did not call.", "By 3 March."
    )
    found = check("LFE-2026-001/report/report.docx", content)
    assert [(f.where, f.rule, f.severity) for f in found if f.rule != "picture"] == [
        ("paragraph 2", "listed-name", "stop"),
        ("paragraph 2", "failed-to", "stop"),
        ("paragraph 3", "agency-shortcoming", "suggest"),
        ("paragraph 4", "exact-date", "suggest"),
    ]
    assert {f.file for f in found} == {"LFE-2026-001/report/report.docx"}


def test_the_same_words_twice_in_one_place_are_one_finding() -> None:
    assert rules_in(check("a.txt", "Anya and anya failed to, and failed to.")) == [
        "listed-name",
        "failed-to",
    ]


def test_without_a_list_the_numbers_are_still_found() -> None:
    found = check_text("a.txt", b"Anya, 943 476 5919", None, RULES)
    assert rules_in(found) == ["nhs-number"]


def test_a_text_bound_for_the_history_is_checked_for_names_and_numbers_only() -> None:
    text = "They failed to reach Anya, aged 7, on 3 March 2026, at PL4 8AA"
    found = check_names_only("--reason", text, LISTED)
    assert rules_in(found) == ["listed-name", "postcode"]
    assert check_names_only("--reason", "moved to 3 March 2026, officer unwell", LISTED) == ()
    yaml = b"theme: neglect # Anya\nevent:\n  at: 2027-02-10 09:30\n  venue: 14 Elm Tree Road\n"
    assert rules_in(check_names_only("review.yaml", yaml, LISTED)) == ["listed-name", "address"]
    allowed = ("14 Elm Tree Road",)
    assert rules_in(check_names_only("review.yaml", yaml, LISTED, allowed=allowed)) == [
        "listed-name"
    ]


def test_what_the_settings_put_there_is_no_finding_of_any_check() -> None:
    text = "Ask the DNA Team Example (help@example.org), MARK-ED."
    allowed = ("DNA Team Example", "help@example.org", "MARK-ED")
    assert check("a.txt", text, allowed=allowed) == ()


def test_a_file_that_cannot_be_opened_is_refused_and_never_clean() -> None:
    with pytest.raises(LfeError):
        check("a.docx", b"nothing")


def test_sentences_that_are_long_on_average_are_advised() -> None:
    long = " ".join(["word"] * 28) + "."
    assert "sentence-length" in rules_in(check("a.txt", f"{long}\n{long}\n{long}"))
    short = " ".join(["word"] * 20) + "."
    assert rules_in(check("a.txt", f"{short}\n{short} {short}")) == []
    assert rules_in(check("a.txt", " ".join(["word"] * 45) + ".")) == ["long-sentence"]


def test_an_abbreviation_is_told_once_unless_it_is_written_out() -> None:
    assert rules_in(check("a.txt", "The MAPPQ met.\nThe MAPPQ wrote.")) == ["abbreviation"]
    assert rules_in(check("a.txt", "Multi-Agency Panel (MAPPQ).\nThe MAPPQ wrote.")) == []
    assert rules_in(check("a.txt", "NHS staff in the UK.\nAN ALL CAPITAL LINE QQQ")) == []


def test_the_chapter_of_working_together_is_the_one_of_2023() -> None:
    assert rules_in(check("a.txt", "As Working Together says in Chapter 4.")) == ["old-chapter"]
    assert rules_in(check("a.txt", "As Working Together says in Chapter 5.")) == []


def test_more_points_than_a_reader_keeps_are_advised() -> None:
    points = "".join(f"  - A point {i} here.\n" for i in "abcdefg")
    steps = "".join(f"  - recommendation: Do {i}.\n    working_group: x\n" for i in "abcdef")
    found = check("learning.yaml", f"what_we_learned:\n{points}next_steps:\n{steps}")
    assert rules_in(found) == ["too-many-learning-points", "too-many-recommendations"]
    fewer = EXAMPLE.replace("  - Supervision", "  - One more.\n  - Supervision")
    assert check("learning.yaml", fewer) == ()


def test_points_are_counted_in_a_word_file_too() -> None:
    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = ""
    document.add_heading("Next steps", level=1)
    for i in range(6):
        document.add_paragraph(f"Do {i}.", style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    assert "too-many-recommendations" in rules_in(check("a.docx", buffer.getvalue()))


def test_good_practice_comes_before_improvement() -> None:
    right = ["# A title", "## What worked well", "One.", "## What we learned", "Two."]
    assert rules_in(check("a.docx", word(*right))) == []
    wrong = [right[0], right[3], right[4], right[1], right[2]]
    assert rules_in(check("a.docx", word(*wrong))) == ["good-practice-first"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Police did not share it.", True),
        ("Children’s social care was late.", True),
        ("CAMHS never answered.", True),
        ("Mental health services again delayed the visit.", True),
        ("The police shared it.", False),
        ("School did not know then.", False),
        ("It helped when the school called.", False),
    ],
)
def test_an_agency_named_beside_a_shortcoming_is_advised(text: str, found: bool) -> None:
    assert ("agency-shortcoming" in rules_in(check("a.txt", text))) is found


def test_what_is_left_in_a_word_file_is_told() -> None:
    found = {f.rule: f for f in check("a.docx", word_file())}
    for rule in ("tracked-change", "comment-left", "hidden-text", "author"):
        assert found[rule].suggestion, rule
        assert found[rule].severity in {"suggest", "consider"}


def test_a_page_is_checked_at_once() -> None:
    lines = [line.strip(" -") for line in EXAMPLE.splitlines()]
    content = word(*lines)
    check("warm.docx", content)
    times = []
    for i in range(5):
        fresh = word(*lines, f"Another ending {i}.")
        start = time.process_time()
        check("a.docx", fresh)
        times.append(time.process_time() - start)
    assert min(times) < 0.15  # 16 ms on a quiet machine
