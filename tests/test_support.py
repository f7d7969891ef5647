"""Looking after people: who to turn to stands in all that an agency or a practitioner gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.officer import Officer
from helpers.review_in_memory import MOMENT, a_review, template
from helpers.word_files import text_of
from lfe_cli.letters.context import letter_context
from lfe_cli.letters.kinds import KINDS
from lfe_cli.letters.template import write_letter
from lfe_cli.review.templates import shipped

CONTACT = "the wellbeing line, 01632 960 002, day and night"
WITHOUT = "your manager or safeguarding lead"
# Whom a letter points to where the settings name nobody; these two go to managers and leads.
TO_OTHERS = {"line-managers": "your safeguarding lead", "chaser-3": "you, or their manager"}
PAPERS = (
    "audits/issued/police.docx",
    "audits/issued/school.docx",
    "audits/guidance.docx",
    "audits/guide-for-staff.docx",
    "event/agenda.docx",
    "event/sign-in.docx",
    "event/facilitator.docx",
    "event/notes.docx",
)


def partnership_with(review: Officer, support: str | None) -> None:
    path = review.folder.parent / "partnership.yaml"
    lines = path.read_text().splitlines()
    own = f"support: {support}" if support else ""
    path.write_text("\n".join(own if line.startswith("support:") else line for line in lines))


def papers_of(review: Officer) -> Iterator[tuple[str, str]]:
    """Every Word paper of a review in which the school has the short form."""
    manifest = review.path("review.yaml")
    text = manifest.read_text()
    assert text.count("  - school\n") == 1
    manifest.write_text(text.replace("  - school\n", "  - {id: school, form: short}\n"))
    review.done("issue-audits")
    review.done("agenda")
    made = {name: content for name, content in review.files().items() if name.endswith(".docx")}
    assert set(PAPERS) <= set(made)
    for name, content in made.items():
        yield name, text_of(content)


def letters_of(support: str | None) -> Iterator[tuple[str, str]]:
    """Every letter to an agency."""
    review = a_review(partnership={"support": support})
    agency = review.agencies()[0]
    extra = {"questions": [{"number": 6, "prompt": "What was an ordinary day like?"}]}
    for kind in KINDS:
        if kind.to in ("contact", "lead", "line managers"):
            context = letter_context(review, agency, MOMENT.date(), [], extra)
            yield kind.id, write_letter(template(kind.template), kind.template, context)


@pytest.mark.parametrize("support", [CONTACT, None])
def test_everything_that_an_agency_or_a_practitioner_gets_says_who_to_turn_to(
    review: Officer, support: str | None
) -> None:
    partnership_with(review, support)
    missing = []
    for name, text in (*papers_of(review), *letters_of(support)):
        wanted = support or TO_OTHERS.get(name, WITHOUT)
        if wanted not in text or "None" in text:
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("support", [CONTACT, None])
def test_the_agenda_names_it_in_its_first_and_its_last_item(
    review: Officer, support: str | None
) -> None:
    partnership_with(review, support)
    review.done("agenda")
    rows = rows_of(review.path("event", "agenda.docx"))
    said = f"Somebody to talk to: {support or WITHOUT}"
    assert [said in row for row in rows] == [True, *[False] * (len(rows) - 2), True]
    assert "Arrivals" in rows[0]
    assert "Check-out" in rows[-1]


def rows_of(path: Path) -> list[str]:
    from docx import Document

    [table] = Document(str(path)).tables
    return [" ".join(cell.text for cell in row.cells) for row in table.rows[1:]]


def test_the_familys_papers_name_no_contact_that_is_meant_for_staff() -> None:
    papers = sorted(shipped().glob("*family*.docx"))
    assert papers
    for paper in papers:
        assert "{{ support" not in text_of(paper.read_bytes())


def support_of(review: Officer) -> dict[str, str | None]:
    agencies = review.done("status", "--json").json["agencies"]
    return {a["id"]: a["support"] for a in agencies}


def asked_about_support(review: Officer) -> list[str]:
    steps = review.done("status", "--json").json["next"]
    return [step for step in steps if "colleagues are looked after" in step]


def test_status_says_when_support_was_confirmed_and_by_whom(review: Officer) -> None:
    assert set(support_of(review).values()) == {None}
    assert "Support" not in review.done("status").out
    review.done("reply", "police", "--support", "yes", "--on", "2027-01-08")
    assert support_of(review) == {
        "police": "2027-01-08",
        "school": None,
        "health-visiting": None,
    }
    assert "Support          in place for colleagues at Police\n" in review.done("status").out


def test_support_that_is_no_longer_in_place_is_not_counted(review: Officer) -> None:
    review.done("reply", "police", "--support", "yes")
    review.done("reply", "police", "--attending", "2")
    assert support_of(review)["police"] == "2027-01-11"
    review.done("reply", "police", "--support", "no")
    assert support_of(review)["police"] is None
    review.done("undo")
    assert support_of(review)["police"] == "2027-01-11"


def test_before_the_event_it_is_asked_after_kindly(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("issue-audits")
    review.done("sent")
    assert asked_about_support(review) == []
    review.done("reply", "police", "--knows", "yes")
    [step] = asked_about_support(review)
    assert "at Police; once support is in place: lfe reply police --support yes" in step
    review.done("agenda")
    assert "at Police, School, Health Visiting;" in asked_about_support(review)[0]
    review.done("reply", "police", "--support", "yes")
    review.done("reply", "school", "--knows", "no")
    assert "at Health Visiting;" in asked_about_support(review)[0]
    monkeypatch.setenv("LFE_NOW", "2027-02-11")
    assert asked_about_support(review) == []
