"""The yearly figures: what is counted, what is kept back, and the two files."""

from __future__ import annotations

import io
import itertools
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from helpers.histories import noted
from helpers.libreoffice import needs_office, saved
from helpers.officer import Officer
from helpers.reviews import HANDOVER, WORDS, a_review, decided
from helpers.states import lay, new_workspace
from lfe_cli.across.year_figures import Counted
from lfe_cli.across.year_tables import DECISIONS, STATES, figures_shown
from lfe_cli.checks.access import find_accessibility
from lfe_cli.review import events
from lfe_cli.review.partnership import Partnership
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import parse, w

TWO = ((HANDOVER, "practice"), (WORDS, "quality"))


@pytest.fixture(autouse=True)
def _measured_by_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")
    monkeypatch.setenv("LFE_NOW", "2027-03-02T10:00")


def of_2026(officer: Officer, *words: str) -> dict[str, dict[str, Any]]:
    """Each table of the year by its heading."""
    tables = officer.done("year", "2026", "--json", "--dry-run", *words).json["tables"]
    return {table["heading"]: dict(table["rows"]) for table in tables}


def words_of(path: Path) -> str:
    body = parse(open_package(path.read_bytes()).parts["word/document.xml"])
    return " ".join("".join(t.text or "" for t in p.iter(w("t"))) for p in body.iter(w("p")))


# ---------------------------------------------------------------- what is counted


def test_it_counts_the_reviews_of_the_year_in_their_reference(officer: Officer) -> None:
    for number in range(1, 11):
        a_review(officer, number, stage="issued" if number < 6 else "draft")
    a_review(officer, 1, year=2025)
    reviews = of_2026(officer)["Reviews"]
    assert (reviews["Started"], reviews["Page issued"]) == (10, 5)


def test_it_counts_recommendations_by_what_was_decided_and_what_came_of_it(
    officer: Officer,
) -> None:
    for number in range(1, 6):
        facts = [
            decided("R1"),
            noted("R1.1", "action", "Meet"),
            noted("R1.1", "progress", "completed"),
            events.ImpactChecked(recommendation="R1", months=3),
        ]
        a_review(officer, number, steps=TWO, facts=facts, themes=["infants"])
    tables = of_2026(officer)
    assert tables["Recommendations"] == {
        "All": 10, "Accepted": 5, "Accepted with changes": 0, "Held for now": 0,
        "Declined": 0, "Not decided yet": 5,
    }  # fmt: skip
    assert tables["Recommendations by working group"] == {
        "Practice Development Group": 5,
        "Multi-Agency Performance and Quality Assurance": 5,
        "Learning and Development Group": 0,
    }
    assert tables["Actions"]["Completed, evidence to come"] == 5
    assert tables["Actions"]["Closed, with evidence"] == 0
    assert tables["Impact checks"] == {"Recorded": 5}
    assert (tables["Themes"]["Infants"], tables["Themes"]["Neglect"]) == (5, 0)


def test_times_are_medians_in_working_days_and_a_range_needs_twice_as_many(
    officer: Officer,
) -> None:
    start = datetime(2026, 2, 2, 9, tzinfo=UTC)
    for number in range(1, 6):
        a_review(officer, number, start=start, event="2026-02-09 09:30")
    assert of_2026(officer)["Reviews"]["Working days from start to event"] == "median 5"
    for number in range(6, 11):
        a_review(officer, number, start=start, event="2026-02-16 09:30")
    said = of_2026(officer)["Reviews"]["Working days from start to event"]
    assert said == "median 8, from 5 to 10"


def test_a_time_of_few_reviews_is_not_given(officer: Officer) -> None:
    for number in range(1, 10):
        a_review(officer, number, stage="issued" if number < 5 else None)
    reviews = of_2026(officer)["Reviews"]
    assert reviews["Working days from start to issued page"] == "not given"
    assert reviews["Page issued"] == "fewer than 5"


def test_an_event_that_is_still_to_come_is_not_counted(officer: Officer) -> None:
    for number in range(1, 6):
        a_review(officer, number, event="2027-06-01 09:30")
    assert of_2026(officer)["Reviews"]["Working days from start to event"] == "too few to give"


def test_a_review_that_was_stepped_up_is_counted_as_that_and_nowhere_else(
    officer: Officer,
) -> None:
    for number in range(1, 11):
        facts = [events.SteppedUp()] if number > 5 else [decided()]
        a_review(officer, number, facts=facts)
    tables = of_2026(officer)
    assert tables["Reviews"]["Stepped up"] == 5
    assert tables["Reviews"]["Page issued"] == 5
    assert tables["Recommendations"]["All"] == 5


def test_how_agencies_took_part_is_said_in_words_without_agency_or_number(
    officer: Officer,
) -> None:
    for number in range(1, 6):
        facts = [
            events.Brought(agency="police"),
            events.NilReturn(agency="school", reason="no record"),
        ]
        a_review(officer, number, facts=facts)
    said = officer.done("year", "2026")
    sentence = "Agencies brought their audit to the event or told us that they had no record"
    assert sentence in said.all
    for file in ("police", "school", "housing"):
        assert file not in said.out.lower()
    assert "would turn help into a league" in said.all


def test_a_review_that_cannot_be_read_is_named_and_not_counted(officer: Officer) -> None:
    for number in range(1, 6):
        a_review(officer, number)
    broken = a_review(officer, 6)
    officer.path(broken, "review.yaml").write_text("reference: X\n")
    said = officer.lfe("year", "2026", "--json")
    assert said.code == 1
    assert said.json["left_out"] == [broken]
    assert dict(said.json["tables"][0]["rows"])["Started"] == 5
    again = officer.lfe("year", "2026", "--replace")
    assert again.code == 1
    assert f"Not counted: {broken}." in again.err


def test_a_year_without_reviews_is_refused_with_those_there_are(officer: Officer) -> None:
    a_review(officer, 1)
    said = officer.lfe("year", "2031", "--json")
    assert said.code == 2
    assert said.json["next"] == "There are reviews of 2026."
    assert officer.lfe("year", "soon").code == 2


# ---------------------------------------------------------------- what is kept back


def test_with_fewer_reviews_than_the_small_number_no_figure_is_given_at_all(
    officer: Officer,
) -> None:
    for number in range(1, 5):
        facts = [decided(), events.NilReturn(agency="school", reason="no record")]
        a_review(officer, number, steps=TWO, facts=facts)
    said = officer.done("year", "2026")
    assert "Fewer than 5 reviews have a reference of 2026." in said.all
    assert "figures would point to children and families" in said.all
    assert of_2026(officer) == {}
    assert "Agencies" not in said.out
    paper = words_of(officer.path("year-2026.docx"))
    assert "What is counted" not in paper
    assert "WRITE HERE, BY HAND" in paper
    assert "they say more" not in paper  # that is for the officer: the paper is for everybody
    book = load_workbook(officer.path("year-2026.xlsx"))
    assert book["Figures"].max_row == 1


def test_zero_is_zero_and_a_small_figure_is_fewer_than(officer: Officer) -> None:
    for number in range(1, 9):
        decision = "declined" if number < 3 else "accepted"
        a_review(officer, number, steps=TWO, facts=[decided("R1", decision)])
    decisions = of_2026(officer)["Recommendations"]
    assert decisions["Declined"] == "fewer than 5"
    assert decisions["Held for now"] == 0
    assert decisions["Accepted"] == 6
    assert decisions["All"] == "not given"


@pytest.mark.parametrize("issued", [4, 6])
def test_how_many_are_not_issued_yet_is_not_told_by_what_is_left_of_those_started(
    officer: Officer, issued: int
) -> None:
    for number in range(1, 8):
        themes = ["infants"] if number < 7 else ["neglect"]
        a_review(officer, number, stage="issued" if number <= issued else None, themes=themes)
    tables = of_2026(officer)
    assert tables["Reviews"]["Started"] == 7
    assert tables["Reviews"]["Page issued"] == "not given"
    assert tables["Reviews"]["Working days from start to issued page"] == "not given"
    assert tables["Themes"] == {}
    assert "There were reviews on: Neglect, Infants." in officer.done("year", "2026").all


def test_that_nobody_was_stepped_up_is_not_told_from_that_somebody_was(officer: Officer) -> None:
    for number in range(1, 7):
        a_review(officer, number)
    before = of_2026(officer)["Reviews"]
    a_review(officer, 6, facts=[events.SteppedUp()])
    assert before["Stepped up"] == of_2026(officer)["Reviews"]["Stepped up"] == "fewer than 5"


def test_a_table_that_cannot_be_given_in_figures_is_told_in_words(officer: Officer) -> None:
    for number in range(1, 7):
        a_review(officer, number, steps=TWO if number == 1 else TWO[:1], facts=[decided()])
    said = officer.done("year", "2026").all
    assert "Not given in figures. They went to: Practice Development Group, Multi-Agency" in said


def test_what_is_small_is_the_partnerships_setting(officer: Officer) -> None:
    settings_of = officer.path("partnership.yaml")
    settings_of.write_text(settings_of.read_text().replace("small_number: 5", "small_number: 3"))
    for number in range(1, 4):
        a_review(officer, number)
    assert of_2026(officer)["Reviews"]["Started"] == 3


# Nobody can work a small figure out, not even somebody who knows these rules: whatever it is from
# 1 to the small number less one, there is a world that looks just the same.

GROUPS, THEMES = ("practice", "quality"), ("neglect", "infants", "transitions")


def partnership(small: int) -> Partnership:
    return Partnership.model_validate(
        {
            "name": "Made-up Partnership",
            "short_name": "MP",
            "mailbox": "unit@partnership.example",
            "working_groups": [{"id": group, "name": group} for group in GROUPS],
            "themes": list(THEMES),
            "settings": {"small_number": small, "follow_up_months": [3, 6]},
        }
    )


def is_possible(world: Counted) -> bool:
    """Whether a year could be so, by all that a reader knows of how a review works."""
    decided_on = world.decisions
    acted_on = decided_on["accepted"] + decided_on["amended"]
    whole = sum(decided_on.values())
    return (
        world.issued + world.stepped_up <= world.started
        and sum(world.groups.values()) == whole
        and world.issued <= whole <= 5 * world.started
        and world.recommended <= whole
        and world.checks <= 2 * acted_on
        and world.unwritten <= acted_on <= world.unwritten + sum(world.actions.values())
        and all(number <= world.started for number in world.themes.values())
        and sum(world.themes.values()) >= world.started
    )


NUMBER = st.integers(0, 9)


@st.composite
def worlds(draw: st.DrawFn) -> Counted:
    started = draw(st.integers(2, 12))
    stepped_up = draw(st.integers(0, started))
    decisions = {key: draw(NUMBER) for key, _ in DECISIONS}
    whole = sum(decisions.values())
    to_first = draw(st.integers(0, whole))
    acted_on = decisions["accepted"] + decisions["amended"]
    return Counted(
        started=started,
        stepped_up=stepped_up,
        issued=draw(st.integers(0, started - stepped_up)),
        to_event=(),
        to_page=(),
        recommended=draw(st.integers(0, min(started, whole))),
        decisions=decisions,
        groups=dict(zip(GROUPS, (to_first, whole - to_first), strict=True)),
        actions={key: draw(NUMBER) for key, _ in STATES},
        checks=draw(st.integers(0, 2 * acted_on)),
        themes={theme: draw(st.integers(0, started)) for theme in THEMES},
        untold_themes=0,
        ways=frozenset(),
        unwritten=draw(st.integers(0, acted_on)),
    )


def others_that_look_the_same(
    world: Counted, key: str, value: int, small: int
) -> Iterator[Counted]:
    """Worlds in which the small figure `key` is `value`, and other small ones are all of a kind."""
    for level in (None, 1, small - 1):
        for field in ("decisions", "actions", "themes"):
            cells = dict(getattr(world, field))
            name = key.removeprefix("theme:")
            if name in cells:
                few = [k for k, v in cells.items() if 0 < v < small and level]
                changed = {**cells, **dict.fromkeys(few, level), name: value}
                yield with_sums(replace(world, **{field: changed}))
        if key in {"issued", "checks"}:
            more = {**world.decisions, "undecided": world.decisions["undecided"] + small}
            for stepped_up in (world.stepped_up, 0):
                other = replace(world, **{key: value}, stepped_up=stepped_up)
                yield other
                yield with_sums(replace(other, decisions=more))
        if key.startswith("group:"):
            groups = {**world.groups, key.removeprefix("group:"): value}
            yield replace(world, groups=groups)
        if key == "recommendations":
            decisions = {**dict.fromkeys(world.decisions, 0), "undecided": value}
            yield with_sums(replace(world, decisions=decisions))
        if key == "actions":
            actions = {**dict.fromkeys(world.actions, 0), "closed": value}
            yield with_sums(replace(world, actions=actions))
        if key in {"stepped_up", "unwritten"}:
            yield replace(world, **{key: value})


def with_sums(world: Counted) -> Counted:
    """The same, with its groups and checks as its decisions make them."""
    whole = sum(world.decisions.values())
    acted_on = world.decisions["accepted"] + world.decisions["amended"]
    first = min(world.groups[GROUPS[0]], whole)
    groups = dict(zip(GROUPS, (first, whole - first), strict=True))
    checks, behind = min(world.checks, 2 * acted_on), min(world.recommended, whole)
    at_least = acted_on - sum(world.actions.values())
    unwritten = min(max(world.unwritten, at_least), acted_on)
    return replace(world, groups=groups, checks=checks, recommended=behind, unwritten=unwritten)


@given(worlds(), st.integers(2, 6))
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_no_small_figure_can_be_worked_out_even_by_who_knows_the_rules(
    world: Counted, small: int
) -> None:
    if world.started < small or not is_possible(world):
        return
    of = partnership(small)
    published = figures_shown(world, of)
    for key, one in published.items():
        if one != "few":
            continue
        could_be = {
            value
            for value in range(1, small)
            for other in others_that_look_the_same(world, key, value, small)
            if is_possible(other) and figures_shown(other, of) == published
        }
        if key == "stepped_up":  # none may always be; how many is bounded by what else is told
            other = replace(world, stepped_up=0)
            assert is_possible(other)
            assert figures_shown(other, of) == published
        else:
            assert could_be == set(range(1, small)), (key, could_be, published)


@given(worlds(), st.integers(2, 6))
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_what_one_figure_leaves_of_another_is_never_small_nor_to_be_worked_out(
    world: Counted, small: int
) -> None:
    if world.started < small or not is_possible(world):
        return
    of = partnership(small)
    published = figures_shown(world, of)
    if "started" not in published:
        return
    is_small = set(range(1, small))
    told = published["stepped_up"] != "few"
    wholes = {"started": world.started} | (
        {"going on": world.started - world.stepped_up} if told else {}
    )
    assert not is_small & {*wholes.values()}
    for key, one in published.items():
        if key == "issued" or key.startswith("theme:"):
            whole = wholes.get("going on", world.started) if key == "issued" else world.started
            if isinstance(one, int):
                assert whole - one not in is_small
                assert key != "issued" or not told or world.started - one not in is_small
            elif one == "not given":
                left = {
                    whole - value
                    for value in range(1, whole)
                    for other in others_that_look_the_same(world, key, value, small)
                    if is_possible(other) and figures_shown(other, of) == published
                }
                assert is_small & set(range(1, whole)) <= left, (key, left, published)


def test_how_few_have_no_action_yet_is_not_told_where_the_actions_bound_it() -> None:
    world = Counted(
        12, 0, 12, (), (), 6, {**{key: 0 for key, _ in DECISIONS}, "accepted": 10},
        {"practice": 10, "quality": 0}, {"closed": 8}, 6, {"neglect": 12}, 0, frozenset(), 2,
    )  # fmt: skip
    assert "unwritten" not in figures_shown(world, partnership(5))  # two or more have none
    assert (
        figures_shown(replace(world, actions={"closed": 12}), partnership(5))["unwritten"] == "few"
    )


def test_no_small_figure_itself_is_ever_shown() -> None:
    of = partnership(5)
    for decisions in itertools.product((0, 2, 4, 5, 9), repeat=3):
        names = ("accepted", "declined", "undecided")
        world = Counted(
            12, 1, 6, (), (), 6,
            {**{key: 0 for key, _ in DECISIONS}, **dict(zip(names, decisions, strict=True))},
            {"practice": sum(decisions), "quality": 0}, {"closed": 3}, 2, {"neglect": 12}, 0,
            frozenset(),
        )  # fmt: skip
        assert not {1, 2, 3, 4} & set(figures_shown(world, of).values())


# ---------------------------------------------------------------- the files


def a_year(officer: Officer) -> None:
    lay(with_seven_reviews, officer)


def with_seven_reviews(officer: Officer) -> None:
    lay(new_workspace, officer)
    for number in range(1, 8):
        a_review(officer, number, steps=TWO, facts=[decided(), decided("R2")])


def test_it_writes_a_workbook_and_a_summary_and_says_what_is_next(officer: Officer) -> None:
    a_year(officer)
    said = officer.done("year", "2026")
    assert "look at year-2026.xlsx and year-2026.docx" in said.all
    assert "give out one edition only" in said.all
    assert max(map(len, said.out.splitlines())) <= 80
    book = load_workbook(officer.path("year-2026.xlsx"))
    rows = [[cell.value for cell in row] for row in book["Figures"].iter_rows()]
    assert rows[0] == ["About", "What is counted", "Figure"]
    assert ["Reviews", "Started", 7] in rows
    assert ["Reviews", "Stepped up", "fewer than 5"] in rows
    assert book["Figures"].freeze_panes == "A2"
    assert not any(sheet._charts for sheet in book)
    paper = words_of(officer.path("year-2026.docx"))
    assert "Learning from Experience Reviews in 2026" in paper
    assert "Started 7" in paper


def test_the_workbook_holds_no_formula_whatever_a_group_is_called(officer: Officer) -> None:
    a_year(officer)
    path = officer.path("partnership.yaml")
    path.write_text(path.read_text().replace("Practice Development Group", '"=1+1"'))
    officer.done("year", "2026")
    cells = [c for row in load_workbook(officer.path("year-2026.xlsx"))["Figures"] for c in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_everybody_can_read_the_summary(officer: Officer) -> None:
    a_year(officer)
    officer.done("year", "2026")
    content = officer.path("year-2026.docx").read_bytes()
    assert find_accessibility("year-2026.docx", content) == ()


@needs_office
@pytest.mark.parametrize("reviews", [3, 12])
def test_the_summary_is_one_page_on_paper(officer: Officer, reviews: int) -> None:
    path = officer.path("partnership.yaml")
    more = "".join(f"  - id: g{n}\n    name: Working Group Number {n}\n" for n in range(6))
    path.write_text(path.read_text().replace("working_groups:\n", f"working_groups:\n{more}"))
    for number in range(1, reviews + 1):
        a_review(
            officer,
            number,
            themes=["neglect", "infants", "transitions", "exploitation"],
            steps=[(HANDOVER, f"g{n}") for n in range(5)],
            facts=[decided(f"R{n}") for n in range(1, 6)],
        )
    officer.done("year", "2026")
    printed = saved({"year": officer.path("year-2026.docx").read_bytes()}, "pdf")
    assert len(PdfReader(io.BytesIO(printed["year"])).pages) == 1


def test_again_with_the_same_figures_nothing_is_written(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_year(officer)
    officer.done("year", "2026")
    before = officer.files()
    monkeypatch.setenv("LFE_NOW", "2027-05-02T10:00")
    said = officer.done("year", "2026")
    assert "up to 2 May 2027" in said.out
    assert "nothing in them has changed" in said.out
    assert officer.files() == before


def test_it_speaks_of_the_day_on_which_it_was_made(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_year(officer)
    monkeypatch.setenv("LFE_NOW", "2027-12-20T10:00")
    assert "The reviews of 2026, up to 20 December 2027" in officer.done("year", "2026").out
    assert "up to 20 December 2027" in words_of(officer.path("year-2026.docx"))


def test_the_workbook_can_be_printed(officer: Officer) -> None:
    a_year(officer)
    officer.done("year", "2026")
    for sheet in load_workbook(officer.path("year-2026.xlsx")):
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.oddFooter.center.text == "OFFICIAL-SENSITIVE"
        widest = sum(dimension.width for dimension in sheet.column_dimensions.values())
        assert widest <= 104
    notes = load_workbook(officer.path("year-2026.xlsx"))["Notes"]
    assert notes.column_dimensions["A"].width <= 76  # one column alone is not made to fit
    assert notes.row_dimensions[3].height > 20  # a note of several lines


def test_a_summary_that_somebody_wrote_into_is_never_replaced_unasked(officer: Officer) -> None:
    a_year(officer)
    officer.done("year", "2026")
    theirs = officer.path("year-2026.docx").read_bytes() + b" "
    officer.path("year-2026.docx").write_bytes(theirs)
    said = officer.lfe("year", "2026")
    assert said.code == 2
    assert "year-2026.docx is there already and differs" in said.err
    assert officer.path("year-2026.docx").read_bytes() == theirs
    said = officer.done("year", "2026", "--replace")
    assert "What was there before is kept: year-2026.1.docx" in said.err
    assert officer.path("year-2026.1.docx").read_bytes() == theirs
    assert not officer.path("year-2026.1.xlsx").exists()


def test_a_file_that_is_open_is_left_alone(officer: Officer) -> None:
    a_year(officer)
    officer.path("~$ar-2026.xlsx").write_bytes(b"")
    said = officer.lfe("year", "2026")
    assert said.code == 2
    assert "year-2026.xlsx cannot be changed: it is open in Word or Excel." in said.err
    assert not officer.path("year-2026.docx").exists()


def test_a_dry_run_and_json_tell_and_write_nothing_more(officer: Officer) -> None:
    a_year(officer)
    before = officer.files()
    said = officer.done("year", "2026", "--dry-run")
    assert "would write year-2026.docx" in said.out
    assert officer.files() == before
    document = officer.done("year", "2026", "--json").json
    assert document["files"] == ["year-2026.xlsx", "year-2026.docx"]
    assert document["reviews"] == 7


def test_git_keeps_the_files_but_not_what_somebody_wrote_by_hand(officer: Officer) -> None:
    a_year(officer)
    officer.done("year", "2026")
    written = officer.path("year-2026.docx").read_bytes() + b" "
    officer.path("year-2026.docx").write_bytes(written)
    officer.done("year", "2026", "--replace")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=officer.folder, capture_output=True, text=True, check=True,
        env={**os.environ},
    ).stdout.split()  # fmt: skip
    assert {"year-2026.docx", "year-2026.xlsx"} <= set(listed)
    assert "year-2026.1.docx" not in listed
