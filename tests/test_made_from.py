"""What each document was made from: status names what is out of date, and the one command.

A row for each fact that a document is made from: it is changed, status names the document and the
command, the command is run, and status says no more of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.actions import LATER, decide
from helpers.audits import fill
from helpers.history import history
from helpers.letters import draft
from helpers.officer import Officer, where
from helpers.pages import with_page
from helpers.states import review_after
from helpers.word_files import text_of
from lfe_cli.letters.made_from import PARTS
from lfe_cli.letters.names_in_template import names_in
from lfe_cli.page.stages import Stage
from lfe_cli.review.templates import shipped

Change = Callable[[Officer], object]
MOTHER = """family:
  - relation: mother
    told: yes
    takes_part: at the event
    safe_to_contact: yes
    asked: social worker
"""


def in_the_manifest(before: str, after: str) -> Change:
    return _writing("review.yaml", before, after)


def in_the_settings(before: str, after: str) -> Change:
    return _writing("../partnership.yaml", before, after)


def _writing(file: str, before: str, after: str) -> Change:
    def change(review: Officer) -> None:
        path = review.path(file)
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))

    return change


def own_template(name: str, before: str, after: str) -> Change:
    """The partnership's own copy of one of our texts, in other words."""

    def change(review: Officer) -> None:
        text = (shipped() / name).read_text("utf-8")
        assert before in text
        path = review.path("..", "templates", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(before, after), encoding="utf-8")

    return change


def own_word_template(name: str) -> Change:
    """The partnership's own copy of one of our Word templates, saved anew."""

    def change(review: Officer) -> None:
        path = review.path("..", "templates", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(saved_anew((shipped() / name).read_bytes()))

    return change


def saved_anew(content: bytes) -> bytes:
    """The same Word file in another zip."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def typed(*words: str) -> Change:
    return lambda review: review.done(*words)


def audits_came(review: Officer) -> None:
    """An audit was sent ahead, with a point that its agency releases."""
    form = review.path("audits/issued/police.docx").read_bytes()
    answers = {"bring_learning": "What helps when help changes hands", "share_before": True}
    review.path("audits/inbox/from the police.docx").write_bytes(fill(form, answers))
    review.done("ingest")


def prepare(review: Officer) -> None:
    """A family part of which all know; the forms are sent, the papers made, nothing else sent."""
    in_the_manifest("family: []\n", MOTHER)(review)
    in_the_manifest("family_part: no", "family_part: yes")(review)
    review.done("told", "professionals")
    review.done("issue-audits")
    review.done("sent")
    review.done("agenda")


@dataclass(frozen=True)
class Row:
    """A fact that changes, a document that it is in, what is called changed, and the command."""

    change: Change
    file: str
    part: str
    command: str = "lfe agenda"


DAY = in_the_manifest("2027-02-10 09:30", "2027-02-12 09:30")
AGENDA, FACILITATOR = "event/agenda.docx", "event/facilitator.docx"
SIGN_IN, FAMILY = "event/sign-in.docx", "event/agenda-family.docx"
ROWS = {
    "the day": Row(DAY, AGENDA, "the event"),
    "the day, in the calendar": Row(DAY, "event/invitation.ics", "the event"),
    "the day, in an invitation": Row(DAY, "the invitations to Police", "the event"),
    "the day, in the family's agenda": Row(DAY, FAMILY, "the event"),
    "the place": Row(in_the_manifest('"The Guildhall"', "The Library"), SIGN_IN, "the event"),
    "the length": Row(in_the_settings("event_minutes: 195", "event_minutes: 240"), AGENDA, "times"),
    "the agenda": Row(own_template("agenda.yaml", "Arrivals", "Coming in"), AGENDA, "the times"),
    "what is said before": Row(
        own_template("facilitation.yaml", "factors:", "factors:\n  - Whatever else"),
        FACILITATOR,
        "facilitation.yaml",
    ),
    "what agencies released": Row(audits_came, FACILITATOR, "what agencies released"),
    "the family knows": Row(typed("told", "family"), AGENDA, "whether it is a draft"),
    "who comes": Row(typed("reply", "police", "--attending", "3"), SIGN_IN, "who comes"),
    "who takes part": Row(
        typed("ingest", "--nil", "school", "--reason", "not known to us"), SIGN_IN, "who comes"
    ),
    "the telephone": Row(
        in_the_settings("mailbox:", 'telephone: "01752 000000"\nmailbox:'),
        FAMILY,
        "the settings",
    ),
    "the support": Row(
        in_the_settings("support:", "support: The wellbeing line  #"),
        AGENDA,
        "the settings",
    ),
    "a template": Row(own_word_template("agenda.docx"), AGENDA, "its template"),
    "a letter's text": Row(
        own_template("letters/invitation.txt", "Dear colleague", "Hello"),
        "the invitations to Police",
        "its template",
    ),
    "an address": Row(
        in_the_settings(
            "name: Police\n    contact:", "name: Police\n    contact: p@police.example"
        ),
        "the invitations to Police",
        "its address",
    ),
}


def next_of(review: Officer) -> list[str]:
    steps: list[str] = review.done("status", "--json").json["next"]
    return steps


def out_of_date(review: Officer, command: str = "lfe agenda") -> str:
    """The steps that name this command for what is out of date."""
    steps = [step for step in next_of(review) if step.startswith("out of date")]
    return " ".join(step for step in steps if f": {command}" in step)


@pytest.fixture
def prepared(officer: Officer) -> Officer:
    return review_after(prepare, officer)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_changed_fact_is_named_with_its_document_until_the_command_is_run(
    prepared: Officer, row: Row
) -> None:
    assert out_of_date(prepared, row.command) == ""
    row.change(prepared)
    said = out_of_date(prepared, row.command)
    assert row.file in said
    assert row.part in said
    assert said.endswith(f": {row.command}")
    prepared.done(*row.command.split()[1:])
    assert out_of_date(prepared, row.command) == ""
    before = prepared.files()
    prepared.done(*row.command.split()[1:])
    assert prepared.files() == before


def test_everything_that_a_document_is_made_from_has_a_name_for_an_officer(
    prepared: Officer,
) -> None:
    audits_came(prepared)
    prepared.done("told", "family")
    prepared.done("agenda")
    kept = [entry["made_from"] for entry in history(prepared) if "made_from" in entry]
    assert len(kept) > 15
    assert {part for made_from in kept for part in made_from} <= set(PARTS)


def test_nothing_is_out_of_date_and_nothing_is_made_where_nothing_changed(
    prepared: Officer,
) -> None:
    before = prepared.files()
    assert out_of_date(prepared) == ""
    said = prepared.done("agenda").all
    assert "The papers are as they were: nothing has changed." in said
    assert prepared.files() == before


@pytest.mark.parametrize("name", sorted(path.name for path in shipped().glob("*.docx")))
def test_every_name_in_a_word_template_is_seen_without_filling_it(name: str) -> None:
    content = (shipped() / name).read_bytes()
    seen = names_in(content)
    written = text_of(content)
    for found in re.findall(r"\{\{\s*(\w+)\.(\w+)", written):
        assert found[0] in seen.whole or found[1] in seen.parts[found[0]]
    assert {"partnership"} <= set(seen.parts)


def test_a_paper_that_a_person_edited_is_named_and_stays(prepared: Officer) -> None:
    paper = prepared.path(AGENDA)
    paper.write_bytes(edited := saved_anew(paper.read_bytes()))
    assert out_of_date(prepared) == ""
    DAY(prepared)
    said = out_of_date(prepared)
    assert "and look yourself at what you edited, which stays: lfe agenda --keep" in said
    assert "look whether it is still right" in prepared.done("agenda", "--keep").all
    assert paper.read_bytes() == edited
    assert out_of_date(prepared) == ""
    assert [one["document"] for one in history(prepared, "left as it is")] == [AGENDA]


def test_a_draft_that_is_addressed_anew_is_made_from_what_it_was(prepared: Officer) -> None:
    prepared.done("agency", "contact", "police", "unit@police.example")
    assert out_of_date(prepared) == ""


def test_a_history_that_does_not_say_what_papers_were_made_from_says_nothing_false(
    prepared: Officer,
) -> None:
    forget_what_papers_were_made_from(prepared.path("history.jsonl"))
    audits_came(prepared)
    assert out_of_date(prepared) == ""
    DAY(prepared)
    assert f"{AGENDA} (the event)" in out_of_date(prepared)
    prepared.done("agenda")
    assert out_of_date(prepared) == ""


def forget_what_papers_were_made_from(path: Path) -> None:
    path.write_text(re.sub(r', "made_from": \{[^}]*\}', "", path.read_text()))


# ---------------------------------------------------------------- an attachment that changed alone


def invite(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("agenda")
    review.done("sent", "--letter", "invitation")
    review.done("sent", "--letter", "line-managers")


@pytest.fixture
def invited(officer: Officer) -> Officer:
    return review_after(invite, officer)


@pytest.mark.parametrize("how", [saved_anew, None], ids=["edited", "made anew"])
def test_a_newer_agenda_alone_makes_no_new_invitation_and_is_told(
    invited: Officer, how: Callable[[bytes], bytes] | None
) -> None:
    if how:
        paper = invited.path(AGENDA)
        paper.write_bytes(how(paper.read_bytes()))
        assert "a newer agenda than Police, School and Health Visiting got" in next_in_one(invited)
        said = invited.done("agenda", "--keep").all
    else:
        own_template("agenda.yaml", "Arrivals", "Coming in")(invited)
        said = invited.done("agenda").all
    assert "A newer agenda: event/agenda.docx. What was sent to Police, School and Health" in said
    assert not list(invited.path("outbox").glob("*.eml"))
    assert "invitation" not in next_in_one(invited)
    assert "newer" not in next_in_one(invited)
    before = invited.files()
    invited.done("agenda", "--keep")
    assert invited.files() == before


def test_a_draft_that_waits_goes_with_the_newer_agenda(prepared: Officer) -> None:
    prepared.done("told", "family")
    prepared.done("agenda")
    paper = prepared.path(AGENDA)
    paper.write_bytes(edited := saved_anew(paper.read_bytes()))
    said = out_of_date(prepared)
    assert "the invitations to Police, School, Health Visiting (a newer agenda)" in said
    prepared.done("agenda")
    attached = list(draft(prepared, "invitation-police").iter_attachments())
    assert attached[1].get_content() == edited


OTHER_LETTERS = {
    "another day": (DAY, "the event"),
    "another place": (in_the_manifest('"The Guildhall"', "The Library"), "the event"),
    "another reader": (
        in_the_settings("Police\n    contact:", "Police\n    contact: unit@police.example"),
        "its address",
    ),
    "another text": (
        own_template("letters/invitation.txt", "Dear colleague", "Hello"),
        "its template",
    ),
}


@pytest.mark.parametrize(("change", "part"), OTHER_LETTERS.values(), ids=OTHER_LETTERS.keys())
def test_another_day_place_reader_or_text_makes_a_new_invitation(
    invited: Officer, change: Change, part: str
) -> None:
    change(invited)
    said = out_of_date(invited)
    assert "the invitations to Police" in said
    assert part in said
    invited.done("agenda")
    assert invited.path("outbox/invitation-police.eml").is_file()
    assert "lfe sent --letter invitation" in next_in_one(invited)


def test_after_the_event_papers_can_be_made_and_nobody_is_invited(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", DAY_AFTER)
    said = review.done("agenda").all
    assert "No invitation is made: the event was on 10 February 2027." in said
    assert review.path(AGENDA).is_file()
    assert not review.path("outbox").exists()


def next_in_one(review: Officer) -> str:
    return "\n".join(next_of(review))


# ---------------------------------------------------------------- every other document

BEFORE, DAY_AFTER = "2027-01-25T09:30", "2027-02-11T10:00"


@dataclass(frozen=True)
class Made:
    """A document that is made by `steps`, and a fact of it that changes."""

    steps: tuple[Change, ...]
    row: Row
    now: str = "2027-01-11T09:30"


def learned(review: Officer) -> None:
    review.path("report").mkdir(exist_ok=True)
    review.path("report/learning.yaml").write_text("worked_well:\n  - Visits fitted the day.\n")


def page(stage: Stage) -> Change:
    return lambda review: with_page(review, stage)


ISSUED, SENT = typed("issue-audits"), typed("sent")
REMINDED = (ISSUED, SENT, typed("told", "identity"))
TELEPHONE = in_the_settings("mailbox:", 'telephone: "01752 000000"\nmailbox:')
SUBGROUP = in_the_settings("subgroup: ", "subgroup: The new ")
THE_FORMS = "the forms and letters of Police, School and Health Visiting"
REISSUE = "lfe issue-audits --reissue"
OTHERS = {
    "guidance, the telephone": Made(
        (ISSUED, SENT),
        Row(TELEPHONE, "audits/guidance.docx", "the settings", "lfe issue-audits"),
    ),
    "a form, a question": Made(
        (ISSUED,),
        Row(own_template("audit.yaml", "ordinary day", "usual day"), THE_FORMS, "its questions",
            REISSUE),
    ),
    "a form, its template": Made(
        (ISSUED,), Row(own_word_template("audit.docx"), THE_FORMS, "its template", REISSUE)
    ),
    "a form, the period": Made(
        (ISSUED, SENT),
        Row(in_the_manifest("to: 2026-06-30", "to: 2026-07-31"), THE_FORMS, "the focus period",
            REISSUE),
    ),
    "a request, the place": Made(
        (ISSUED,),
        Row(in_the_manifest('"The Guildhall"', "The Library"), THE_FORMS, "the event", REISSUE),
    ),
    "a request, how long it takes": Made(
        (ISSUED,),
        Row(in_the_settings("audit_takes: an hour", "audit_takes: two hours"), THE_FORMS,
            "the settings", REISSUE),
    ),
    "a reminder, the hour": Made(
        (*REMINDED, typed("chase")),
        Row(in_the_manifest("2027-02-10 09:30", "2027-02-10 10:00"), "the reminder to Police", "",
            "lfe chase"),
        now=BEFORE,
    ),
    "a letter about gaps, the telephone": Made(
        (*REMINDED, audits_came, typed("ingest", "--ask", "police")),
        Row(TELEPHONE, "outbox/still-open-police.eml", "the settings", "lfe ingest --ask police"),
    ),
    "thanks, what was learned": Made(
        (ISSUED, SENT, typed("letter", "thank-you")),
        Row(learned, "outbox/thank-you-police.eml", "learning.yaml", "lfe letter thank-you"),
        now=DAY_AFTER,
    ),
    "the family's letter, an interpreter": Made(
        (
            in_the_manifest("family: []\n", MOTHER),
            typed("letter", "family", "--person", "mother"),
        ),
        Row(in_the_manifest("told: yes\n", "told: yes\n    interpreter: yes\n"),
            "family/letter-mother.docx", "who it is for", "lfe letter family --person mother"),
    ),
    "the page, the mailbox": Made(
        (page("draft"),),
        Row(in_the_settings("pscp@plymouth.gov.uk", "unit@pscp.example"), "report/report.docx",
            "the settings", "lfe report"),
    ),
    "the subgroup's paper, its name": Made(
        (page("agreed"), typed("submit", "--meeting", "2027-03-17")),
        Row(SUBGROUP, "subgroup/paper.docx", "the settings", "lfe submit --meeting 2027-03-17"),
        now=DAY_AFTER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("made", OTHERS.values(), ids=OTHERS.keys())
def test_of_every_document_status_names_what_is_out_of_date_until_it_is_made_anew(
    review: Officer, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made.row
    for step in made.steps:
        early = step in (ISSUED, SENT, *REMINDED)
        monkeypatch.setenv("LFE_NOW", "2027-01-11T09:30" if early else made.now)
        step(review)
    monkeypatch.setenv("LFE_NOW", made.now)
    assert out_of_date(review, row.command) == ""
    row.change(review)
    said = out_of_date(review, row.command)
    assert row.file in said
    assert row.part in said
    assert said.endswith(f": {row.command}") or f": {row.command} (" in said
    review.done(*row.command.split()[1:])
    assert out_of_date(review, row.command) == ""
    before = review.files()
    review.done(*row.command.split()[1:])
    assert review.files() == before


def test_the_letter_to_a_group_is_out_of_date_once_its_address_is_another(review: Officer) -> None:
    decide(review)
    group = "Practice Development Group\n    contact:"
    address = in_the_settings(group, f"{group} p@groups.example")
    with where(LFE_NOW=LATER):
        assert "out of date" not in next_in_one(review)
        address(review)
        step = "do not send outbox/recommendations-practice.eml: it is out of date. Make it anew: "
        assert f"{step}lfe decide --letters" in next_in_one(review)
        review.done("decide", "--letters")
        assert "out of date" not in next_in_one(review)
        assert str(draft(review, "recommendations-practice")["To"]) == "p@groups.example"
