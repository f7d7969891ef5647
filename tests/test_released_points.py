"""Points whose release is not clear: status asks, one command answers, and nothing goes ahead."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from helpers.audits import control_of, fill
from helpers.contents import everything_in
from helpers.form_changes import element, run
from helpers.officer import Officer
from helpers.states import review_after
from helpers.word_files import edit

POINT = "Ring before a handover"
STRUCK = "Nobody came to the strategy meeting"
ANSWERS: dict[str, Any] = {
    "completed_by": "Team manager",
    "bring_good_practice": POINT,
    "share_before": True,
}


def typed_beside_the_box(root: etree._Element) -> None:
    control_of(root, "share_before").getparent().append(element(run(" no")))


def struck_beside_a_point(root: etree._Element) -> None:
    inside = next(control_of(root, "bring_good_practice").iter("{*}p"))
    inside.append(element(run(f" {STRUCK}", "<w:strike/>")))


def ask(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    blank = review.path("audits", "issued", "police.docx").read_bytes()
    content = edit(fill(blank, ANSWERS), typed_beside_the_box)
    review.path("audits", "inbox", "a.docx").write_bytes(edit(content, struck_beside_a_point))
    review.done("ingest")


@pytest.fixture
def unclear(officer: Officer) -> Officer:
    return review_after(ask, officer)


def facilitators(review: Officer) -> str:
    review.done("agenda", "--replace")
    content = review.path("event", "facilitator.docx").read_bytes()
    return everything_in(content).decode("utf-8", "replace")


def test_status_asks_until_the_agency_has_said_it_and_nothing_is_read_ahead(
    unclear: Officer,
) -> None:
    asked = unclear.done("status").all

    assert "ask Police whether the facilitator may read ahead" in " ".join(asked.split())
    assert "lfe ingest --may-read police" in " ".join(asked.split())
    assert POINT not in facilitators(unclear)


@pytest.mark.parametrize("option", ["--may-read", "--may-not-read"])
def test_one_command_answers_it(unclear: Officer, option: str) -> None:
    said = unclear.done("ingest", option, "police", "--json").json

    assert said["released"] is (option == "--may-read")
    assert "whether the facilitator may read" not in " ".join(unclear.done("status").all.split())
    assert (POINT in facilitators(unclear)) is (option == "--may-read")

    unclear.lfe("undo")  # the agenda and the paper
    unclear.lfe("undo")
    assert "whether the facilitator may read" in " ".join(unclear.done("status").all.split())


def test_what_is_struck_beside_a_released_point_stands_in_no_file(unclear: Officer) -> None:
    unclear.done("ingest", "--may-read", "police")

    assert STRUCK not in facilitators(unclear)
    returned = unclear.path("audits", "returned", "police.docx")
    for path in unclear.path(".").parent.rglob("*"):
        if path.is_file() and path != returned:
            assert STRUCK.encode() not in everything_in(path.read_bytes()), path


def test_a_dry_run_records_nothing_and_one_without_an_audit_is_refused(unclear: Officer) -> None:
    before = unclear.files()
    unclear.done("ingest", "--may-read", "police", "--dry-run")
    assert unclear.files() == before

    refused = unclear.lfe("ingest", "--may-read", "school")
    assert refused.code == 2
    assert "No audit of School is here" in refused.all
    both = unclear.lfe("ingest", "--may-read", "police", "--may-not-read", "police")
    assert both.code == 2
