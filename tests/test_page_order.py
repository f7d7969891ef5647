"""The page goes through its stages in order: what is required before each is done, or named."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from helpers.family import MOTHER, enter
from helpers.history import history, next_steps
from helpers.officer import Officer
from helpers.pages import meets, with_page
from helpers.ready_page import (
    AFTERWARDS,
    BEFORE_THE_MEETING,
    MET_ON,
    OPENS,
    edit,
    opened_by,
    ready,
    take_back,
)
from helpers.states import review_after
from lfe_cli import clock
from lfe_cli.across.todo import todos
from lfe_cli.page.order import REQUIRED, open_steps
from lfe_cli.review.partnership import PageStep
from lfe_cli.review.workspace import Review, load_review, load_workspace

ISSUING = ("report", "--stage", "issued")
GOING_ON = ("--although", "The learning cannot wait for the next meeting")
BEFORE_FAMILY = ("--before-family", "not-reached", "--second-reader", "Safeguarding lead")
THE_ORDER = {"read", "agreed", "submitted", "decided"}


@pytest.fixture(autouse=True)
def _after_the_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_NOW", AFTERWARDS)
    monkeypatch.setenv("LFE_OFFICE", "none")


@pytest.fixture
def page(officer: Officer) -> Officer:
    """A review whose page can be issued."""
    return review_after(ready, officer)


def loaded(review: Officer) -> Review:
    return load_review(load_workspace(review.folder.parent), review.folder.name)


def missing(review: Officer, *words: str) -> set[str]:
    said = review.lfe(*ISSUING, *words, "--json")
    assert said.code == 2
    return {one["step"] for one in said.json["missing"]}


# ---------------------------------------------------------------- what is open


def test_a_page_of_which_nothing_is_open_is_issued(page: Officer) -> None:
    assert "issue the page, which may go to partner agencies: lfe report" in next_steps(page)
    page.done(*ISSUING)
    [entry] = [one for one in history(page, "report made") if one["stage"] == "issued"]
    assert not {"passed_over", "although", "before_family", "second_reader"} & set(entry)


@pytest.mark.parametrize("code", OPENS)
def test_a_step_that_is_open_is_named_with_its_command_and_keeps_the_page(
    page: Officer, code: str
) -> None:
    opens, sentence = OPENS[code]
    opens(page)
    before = page.files()
    said = page.lfe(*ISSUING)
    assert said.code == 2
    assert sentence in said.all
    assert missing(page) == opened_by(code)
    assert page.files() == before
    assert max(map(len, said.err.splitlines())) <= 80
    assert "issue the page, which may go to" not in next_steps(page)


@pytest.mark.parametrize("code", OPENS)
def test_every_two_steps_that_are_open_are_named_at_once(page: Officer, code: str) -> None:
    OPENS[code][0](page)
    alone = {name: page.path(name).read_bytes() for name in _TOUCHED if page.path(name).is_file()}
    for other in set(OPENS) - {code}:
        OPENS[other][0](page)
        found = {one.step.code for one in open_steps(loaded(page), "issued")}
        assert found == opened_by(code, other)
        for name, content in alone.items():
            page.path(name).write_bytes(content)
        if code != "page":
            page.path("report", "report.docx").write_bytes(alone["report/report.docx"])


_TOUCHED = (
    "history.jsonl", "review.yaml", "identifiers.yaml", "report/learning.yaml",
    "report/report.docx",
)  # fmt: skip


def test_all_steps_that_are_open_are_named_at_once_in_their_order(page: Officer) -> None:
    for code in OPENS:
        OPENS[code][0](page)
    said = page.lfe(*ISSUING, "--json")
    assert said.code == 2
    named = [one["step"] for one in said.json["missing"]]
    assert named == [one.code for one in REQUIRED if one.code in opened_by(*OPENS)]
    assert all(one["command"].startswith("lfe ") for one in said.json["missing"])
    assert said.json["error"] == f"The page is not issued yet: {len(named)} things come first."


@pytest.mark.parametrize(
    ("made", "stage", "named"),
    [
        (None, "read", {"page"}),
        (None, "agreed", {"page"}),
        (None, "subgroup", {"page", "agreed"}),
        ("draft", "subgroup", {"agreed"}),
        ("draft", "issued", {"agreed", "submitted", "circulation"}),
        ("agreed", "issued", {"submitted", "circulation"}),
        ("subgroup", "issued", {"submitted", "circulation"}),
    ],
)
def test_an_earlier_stage_has_its_order_too(
    review: Officer, made: str | None, stage: str, named: set[str]
) -> None:
    with_page(review, made or "draft")
    if made is None:
        review.path("report", "report.docx").unlink()
        take_back(review, "report made", stage="draft")
    said = review.lfe("report", "--stage", stage, "--json")
    assert said.code == 2
    assert {one["step"] for one in said.json["missing"]} == named


# ---------------------------------------------------------------- going on all the same


@pytest.mark.parametrize("code", OPENS)
def test_the_order_alone_can_be_passed_over_and_it_is_recorded(page: Officer, code: str) -> None:
    OPENS[code][0](page)
    before = page.files()
    if code not in THE_ORDER:
        assert missing(page, *GOING_ON) == opened_by(code)
        assert page.files() == before
        return
    said = page.done(*ISSUING, *GOING_ON)
    assert "Passed over, and recorded so:" in said.all
    entry = history(page, "report made")[-1]
    assert entry["although"] == GOING_ON[1]
    assert set(entry["passed_over"]) == opened_by(code)


@pytest.mark.parametrize("code", OPENS)
def test_before_the_family_it_goes_for_a_fixed_reason_and_with_a_second_person(
    page: Officer, code: str
) -> None:
    OPENS[code][0](page)
    if code != "family heard":
        assert missing(page, *BEFORE_FAMILY) == opened_by(code)
        return
    for words, sentence in (
        (
            ("--before-family", "in a hurry", "--second-reader", "Chair"),
            "is no reason that is known",
        ),
        (("--before-family", "urgent"), "only when a second person agrees"),
        (GOING_ON, "it is not recorded that the mother has heard the learning"),
    ):
        said = page.lfe(*ISSUING, *words)
        assert said.code == 2
        assert sentence in said.all
    page.done(*ISSUING, *BEFORE_FAMILY)
    entry = history(page, "report made")[-1]
    assert (entry["before_family"], entry["second_reader"]) == ("not-reached", "Safeguarding lead")
    assert (entry["passed_over"], "although" in entry) == (["family heard"], False)


def test_no_reason_lets_a_page_out_that_names_somebody(page: Officer) -> None:
    OPENS["submitted"][0](page)
    edit(page, "identifiers.yaml", "Anya Example", "Supervision Handover")
    before = page.files()
    said = page.lfe(*ISSUING, *GOING_ON, *BEFORE_FAMILY, "--json")
    assert said.code == 2
    assert any(one["severity"] == "stop" for one in said.json["findings"])
    assert page.files() == before


def test_a_reason_names_nobody(page: Officer) -> None:
    OPENS["submitted"][0](page)
    OPENS["family heard"][0](page)
    before = page.files()
    for words in (
        ("--although", "Anya Example asked for it", *BEFORE_FAMILY),
        (*GOING_ON, "--before-family", "urgent", "--second-reader", "Anya Example"),
    ):
        said = page.lfe(*ISSUING, *words)
        assert said.code == 2
        assert "holds what may not be kept" in said.all
    assert page.files() == before


@pytest.mark.parametrize("step", get_args(PageStep))
def test_a_partnership_does_without_a_step_of_the_order(page: Officer, step: str) -> None:
    OPENS[step][0](page)
    others = opened_by(step) - {step}
    edit(page, "../partnership.yaml", "page_steps_left_out: []", f"page_steps_left_out: [{step}]")
    assert {one.step.code for one in open_steps(loaded(page), "issued")} == others


@pytest.mark.parametrize("step", ["family told", "family heard", "hold", "names", "as decided"])
def test_no_partnership_does_without_what_keeps_somebody_safe(page: Officer, step: str) -> None:
    edit(page, "../partnership.yaml", "page_steps_left_out: []", f"page_steps_left_out: [{step}]")
    said = page.lfe("status")
    assert said.code == 2
    assert f"cannot be '{step}'. Write 'read', 'agreed', 'submitted' or 'decided'." in said.all


def test_what_can_be_passed_over_can_be_left_out_and_nothing_else() -> None:
    assert {one.code for one in REQUIRED if one.override == "--although"} == set(get_args(PageStep))


def test_without_a_submission_it_can_still_be_recorded_who_reads_the_page(review: Officer) -> None:
    with_page(review, "agreed")
    said = review.lfe("decide", "--circulation", "partners")
    assert said.code == 2
    edit(review, "../partnership.yaml", "steps_left_out: []", "steps_left_out: [submitted]")
    assert "record who else may read the page" in next_steps(review)
    assert "lfe submit" not in next_steps(review)
    review.done("decide", "--circulation", "partners")
    review.done(*ISSUING)


def test_without_an_agreement_status_leads_from_the_draft_to_the_issued_page(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(review, "../partnership.yaml", "steps_left_out: []", "steps_left_out: [agreed]")
    monkeypatch.setenv("LFE_NOW", BEFORE_THE_MEETING)
    with_page(review, "draft")
    meets(review, MET_ON)
    assert "--stage agreed" not in next_steps(review)
    assert "paper for 18 March 2027" in next_steps(review)
    said = review.done("submit")
    assert "not agreed" not in said.all
    monkeypatch.setenv("LFE_NOW", AFTERWARDS)
    review.done("decide", "--all", "--as", "accepted", "--on", MET_ON)
    review.done("decide", "--circulation", "subgroup", "--on", MET_ON)
    assert "issue the page, which may go to the CSCR subgroup alone" in next_steps(review)
    review.done(*ISSUING)


# ---------------------------------------------------------------- the family


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("told: yes", "told: no\n    why_not_told: safety"),
        ("safe_to_contact: yes", "safe_to_contact: no"),
        ("asked: social worker", "asked: social worker\n    wants_feedback: no"),
    ],
)
def test_nobody_waits_for_somebody_who_is_not_told_not_safe_or_does_not_wish_to_hear(
    page: Officer, was: str, now: str
) -> None:
    OPENS["family heard"][0](page)
    person = MOTHER.replace(was, now).replace("at the event", "no")
    enter(page, person, family_part=False)
    page.done(*ISSUING)


def test_nobody_waits_where_nobody_of_the_family_is_entered(page: Officer) -> None:
    OPENS["family heard"][0](page)
    enter(page, family_part=False)
    page.done(*ISSUING)


def test_while_it_is_not_known_to_be_safe_the_page_waits(page: Officer) -> None:
    OPENS["family heard"][0](page)
    unknown = MOTHER.replace("safe_to_contact: yes", "safe_to_contact: not yet asked")
    enter(page, unknown, family_part=False)
    assert "it is not yet known to be safe to contact the mother" in page.lfe(*ISSUING).all
    assert missing(page) == {"family heard"}


# ---------------------------------------------------------------- read first


def test_those_who_took_part_read_the_page_first_where_they_were_promised_so(page: Officer) -> None:
    page.done("report", "--replace")
    says = (
        "let those who took part read the page, and hear by 31 March 2027 whether it is fair "
        "(silence is consent), then record it: lfe report --stage read"
    )
    assert says in next_steps(page)
    assert "lfe report --stage agreed" not in next_steps(page)
    assert page.lfe("report", "--stage", "agreed").code == 2
    page.done("report", "--stage", "read")
    assert says not in next_steps(page)
    assert (
        "agree the page with the facilitator, then record it: lfe report --stage agreed"
        in next_steps(page)
    )
    page.done("report", "--stage", "agreed")


def test_nobody_is_asked_to_read_it_where_that_was_not_promised_or_is_left_out(
    page: Officer,
) -> None:
    edit(page, "../partnership.yaml", "page_steps_left_out: []", "page_steps_left_out: [read]")
    page.done("report", "--replace")
    assert "let those who took part read" not in next_steps(page)
    page.done("report", "--stage", "agreed")
    take_back(page, "sent", letter="thank-you")
    edit(page, "../partnership.yaml", "steps_left_out: [read]", "steps_left_out: []")
    page.done("report", "--replace")
    assert "let those who took part read" not in next_steps(page)


# ---------------------------------------------------------------- out, back, and out again


def test_a_page_that_was_withdrawn_by_mistake_goes_out_again_and_counts_from_the_first_day(
    page: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.done(*ISSUING)
    first = page.done("status", "--json").json["recommendations"]
    day = _days_to_the_page(page)
    monkeypatch.setenv("LFE_NOW", "2027-06-01T10:00")
    page.done("report", "--stage", "withdrawn")
    page.done("report")
    for stage in ("read", "agreed", "issued"):
        page.done("report", "--stage", stage)
    assert page.done("status", "--json").json["recommendations"] == first
    assert _days_to_the_page(page) == day


def _days_to_the_page(review: Officer) -> tuple[int, ...]:
    from lfe_cli.across.year_figures import count

    return count([loaded(review)], clock.uk_date(clock.now())).to_page


def test_a_page_that_was_withdrawn_is_made_anew_and_goes_all_the_way(page: Officer) -> None:
    page.done(*ISSUING)
    page.done("report", "--stage", "withdrawn")
    assert "once its words are right, make it anew: lfe report" in next_steps(page)
    edit(page, "report/learning.yaml", "title: ", "# put right\ntitle: ")
    page.done("report")
    assert missing(page) == {"read", "agreed"}
    for stage in ("read", "agreed", "issued"):
        page.done("report", "--stage", stage)


@pytest.mark.parametrize("stage", ["read", "agreed", "subgroup", "issued"])
def test_a_withdrawn_page_goes_nowhere_before_it_is_made_anew(page: Officer, stage: str) -> None:
    page.done(*ISSUING)
    page.done("report", "--stage", "withdrawn")
    before = page.files()
    for although in ((), GOING_ON):
        said = page.lfe("report", "--stage", stage, *although)
        assert said.code == 2
        assert "it is withdrawn; once its words are right, make it anew: lfe report" in said.all
    assert page.files() == before


def test_while_a_page_is_withdrawn_nothing_leads_to_the_groups(page: Officer) -> None:
    page.done(*ISSUING)
    assert "lfe actions" in next_steps(page)
    assert "letter to send" in page.done("status").all
    page.done("report", "--stage", "withdrawn")
    said = page.done("status").all
    assert "letter to send" not in said
    assert "page withdrawn" in said
    assert "lfe actions" not in next_steps(page)
    assert "lfe sent" not in next_steps(page)
    assert "send the groups no letter until then" in next_steps(page)
    assert "recommendations" not in page.lfe("sent", "--dry-run").all
    page.done("report")
    assert "letter to send" in page.done("status").all


def test_an_issued_page_can_be_withdrawn_whatever_learning_says_by_now(page: Officer) -> None:
    page.done(*ISSUING)
    edit(page, "report/learning.yaml", "title: ", "# put right\ntitle: ")
    page.done("report", "--stage", "withdrawn")


# ---------------------------------------------------------------- no advice is refused

_OF_THE_PAGE = {
    "changed page", "repeat", "learning", "notes", "page", "reading", "agreement", "said otherwise",
    "meetings", "submission", "papers to the subgroup", "withdrawn page", "record of decisions",
    "circulation", "issue", "group letter", "outdated letter", "receipt", "workbook", "feedback",
}  # fmt: skip


def refused_advice(review: Officer) -> list[str]:
    """The commands that status names for the page and what follows it, and that are refused."""
    today = clock.uk_date(clock.now())
    named = {one.command for one in todos(loaded(review), today) if one.says and one.command
             and one.code in _OF_THE_PAGE}  # fmt: skip
    return [one for one in sorted(named) if review.lfe(*one.split()[1:], "--dry-run").code == 2]


@pytest.mark.parametrize("codes", [(), *((one,) for one in OPENS)], ids=" ".join)
def test_status_names_no_command_that_is_refused(page: Officer, codes: tuple[str, ...]) -> None:
    for code in codes:
        OPENS[code][0](page)
    assert refused_advice(page) == []


@pytest.mark.parametrize(
    "codes", list(itertools.combinations(("made anew", "agreed", "as decided", "hold"), 2)),
    ids=" and ".join,
)  # fmt: skip
def test_status_names_no_command_that_is_refused_where_two_steps_are_open(
    page: Officer, codes: tuple[str, ...]
) -> None:
    for code in codes:
        OPENS[code][0](page)
    assert refused_advice(page) == []


def test_status_names_no_command_that_is_refused_once_the_page_is_out_or_taken_back(
    page: Officer,
) -> None:
    page.done(*ISSUING)
    assert refused_advice(page) == []
    OPENS["as decided"][0](page)
    assert refused_advice(page) == []
    page.done("report", "--stage", "withdrawn")
    assert refused_advice(page) == []
