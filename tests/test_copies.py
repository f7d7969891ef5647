"""Copies beside a file or a folder: named, never read, never changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from helpers.audits import fill
from helpers.officer import REFERENCE, Officer
from helpers.pages import write_learning
from lfe_cli.event.letter_contents import strengths_to_name
from lfe_cli.review.history.copies import copies_in, copies_of
from lfe_cli.review.templates import shipped
from lfe_cli.review.workspace import load_review, load_workspace

COPIES = {
    "history.jsonl": (
        "history (1).jsonl",
        "history - Copy.jsonl",
        "history - Copy (2).jsonl",
        "history-LAPTOP-7.jsonl",
        "history (Jane's conflicted copy 2026-11-02).jsonl",
        "history.sync-conflict-20261102-101010-ABCDEF.jsonl",
        "Copy of history.jsonl",
        "history.jsonl.txt",
        "history.jsonl~",
        "History.jsonl.orig",
        "history.1.jsonl",
    ),
    "review.yaml": (
        "review - Copy.yaml",
        "review.yaml.txt",
        "review.yml",
        "review.yaml - Copy",
        "review (Jo's conflicted copy 2026-11-20).yaml",
        "Kopie von review.yaml",
    ),
    "identifiers.yaml": ("identifiers-LAPTOP-7F3K.yaml", "identifiers (2).yaml", "identifiers.txt"),
    "actions.xlsx": (
        "actions-LAPTOP-7F3K.xlsx",
        "actions (1).xlsx",
        "actions - Copy.xlsx",
        "actions copy 2.xlsx",
        "Copy of actions.xlsx",
        "actions (Jo Smith's conflicted copy 2026-11-20).xlsx",
        "actions.xlsx.bak",
    ),
    "report/report.docx": (
        "report/report-DESKTOP-4QX.docx",
        "report/report_conflict-20261120.docx",
    ),
    "event/agenda.docx": ("event/agenda (1).docx",),
    "report/learning.yaml": ("report/learning-LAPTOP-7F3K.yaml",),
    "subgroup/recommendations.yaml": ("subgroup/recommendations (1).yaml",),
}
NONE = (
    "~$history.jsonl",
    "historyofours.jsonl",
    "review notes.txt",
    "preview.yaml",
    "report/learning.1.yaml",
    "report/report.1.docx",
    "report/report for the board.docx",
    "actions-practice.xlsx",
    "actions of the practice group.xlsx",
    "Police actions.xlsx",
    "event/agenda for the room.docx",
    "review.docx",
)


def put(folder: Path, name: str, content: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def test_what_programs_and_people_call_a_copy_is_known_and_nothing_else(tmp_path: Path) -> None:
    for name in (*COPIES, *NONE, *(one for each in COPIES.values() for one in each)):
        put(tmp_path, name, b"")
    found = {of: {c.place for c in copies_in(tmp_path) if c.of == of} for of in COPIES}
    assert found == {of: set(copies) for of, copies in COPIES.items()}


def test_the_settings_have_copies_too(officer: Officer) -> None:
    officer.path("partnership (conflict).yaml").write_text("name: Another\n")
    [copy] = copies_of(officer.folder, "partnership.yaml")
    assert copy.place == "partnership (conflict).yaml"
    page = (shipped() / "report.docx").read_bytes()
    put(officer.folder, "templates/report-LAPTOP-7F3K.docx", page)
    put(officer.folder, "templates/report for the board.docx", page)
    checked = officer.lfe("check", "--json").json["findings"]
    told = [one["text"] for one in checked if one["rule"] == "copy"]
    assert [text.partition(",")[0] for text in told] == [
        "looks like a second partnership.yaml",
        "looks like a second templates/report.docx",
    ]
    for words in (("status",), ("doctor",)):
        said = officer.lfe(*words).all
        assert "second partnership.yaml lies beside it and is not read" in said
        assert "second templates/report.docx lies beside it and is not read" in said


def about(review: Officer, rule: str) -> dict[str, Any]:
    said = review.lfe("check", "--json").json["findings"]
    return {f["file"].removeprefix(f"{REFERENCE}/"): f for f in said if f["rule"] == rule}


@pytest.mark.parametrize(
    ("of", "other", "severity"),
    [
        ("history.jsonl", False, "consider"),
        ("history.jsonl", True, "stop"),
        ("identifiers.yaml", False, "consider"),
        ("identifiers.yaml", True, "stop"),
        ("review.yaml", True, "consider"),
    ],
)
def test_a_copy_is_named_and_weighs_what_it_can_do(
    review: Officer, of: str, other: bool, severity: str
) -> None:
    name = COPIES[of][0]
    content = review.path(of).read_bytes()
    put(review.folder, name, content + b"# more\n" if other else content)
    before = review.files()
    [found] = about(review, "copy").values()
    assert found["file"] == f"{REFERENCE}/{name}"
    assert found["severity"] == severity
    assert f"a second {of} lies beside it" in review.done("status").all
    assert name not in review.done("status").out
    assert review.files() == before


def test_an_earlier_copy_of_the_history_is_told_as_one_and_put_aside(review: Officer) -> None:
    lines = review.path("history.jsonl").read_bytes().splitlines(keepends=True)
    put(review.folder, "history - Copy.jsonl", b"".join(lines[:-1]))
    [found] = about(review, "copy").values()
    assert "all that it holds is in the history" in found["text"]
    assert "have it put aside: lfe check --repair" in found["suggestion"]
    review.done("check", "--repair", "--yes")
    assert not about(review, "copy")


def test_a_copy_of_a_whole_review_is_named_and_never_counted_or_changed(review: Officer) -> None:
    top = Officer(review.folder.parent)
    copy = f"{REFERENCE} - Copy"
    shutil.copytree(review.folder, top.path(copy))
    before = {name: content for name, content in top.files().items() if name.startswith(copy)}
    assert top.done("new", "--theme", "x", "--from", "2026-01-01", "--to", "2026-02-01")
    said = top.done("status")
    assert f"{copy} looks like a review and is none" in said.all
    document = top.done("status", "--json").json
    assert [one["reference"] for one in document["reviews"]] == [REFERENCE, "LFE-2027-002"]
    assert document["not_reviews"] == [copy]
    top.done("board")
    assert "Copy" not in top.path("board.html").read_text()
    found = top.lfe("check", "--json")
    assert found.code == 1
    assert copy in [f["file"] for f in found.json["findings"] if f["severity"] == "stop"]
    for words in (("status",), ("issue-audits",), ("undo",), ("check",)):
        inside = top.lfe(*words, at=top.path(copy))
        assert inside.code == 2
        assert "It looks like a copy." in inside.all
        assert top.lfe(*words, "-r", copy).code == 2
    after = {name: content for name, content in top.files().items() if name.startswith(copy)}
    assert after == before


def test_a_review_whose_manifest_is_gone_is_named(review: Officer) -> None:
    review.path("review.yaml").rename(review.path("review.yaml.txt"))
    top = Officer(review.folder.parent)
    for words in (("check",), ("status",)):
        said = top.lfe(*words)
        assert said.code == 1
        assert f"{REFERENCE}/review.yaml is gone." in said.all
        assert "review.yaml.txt lies there, and is not read: name it review.yaml" in said.all


def returned(review: Officer) -> Path:
    """An audit that came back, recorded as `ingest` records it."""
    review.done("issue-audits", "--agency", "police")
    blank = review.path("audits/issued/police.docx").read_bytes()
    review.path("audits/inbox/a.docx").write_bytes(fill(blank, {"child_day": "A day"}))
    review.done("ingest")
    return review.path("audits/returned/police.docx")


def test_a_returned_audit_that_is_gone_is_named(review: Officer) -> None:
    path = returned(review)
    assert "audits/returned/police.docx" not in about(review, "document")
    path.unlink()
    found = about(review, "document")["audits/returned/police.docx"]
    assert found["severity"] == "consider"
    assert "may lie in another copy of the folder" in found["text"]
    shutil.rmtree(review.folder.parent / ".git")
    found = about(review, "document")["audits/returned/police.docx"]
    assert found["severity"] == "stop"
    review.done("undo")
    assert "audits/returned/police.docx" not in about(review, "document")


def test_what_lies_among_the_returned_audits_and_came_from_nowhere_is_named(
    review: Officer,
) -> None:
    path = returned(review)
    shutil.copy(path, path.with_name("police (1).docx"))
    (path.parent / "~$police.docx").write_bytes(b"")
    found = about(review, "document")
    assert {place for place in found if "returned" in place} == {"audits/returned/police (1).docx"}
    path.write_bytes(path.read_bytes() + b" ")
    assert (
        "no longer what came back"
        in about(review, "document")["audits/returned/police.docx"]["text"]
    )


def test_a_folder_in_the_inbox_is_named(review: Officer) -> None:
    put(review.folder, "audits/inbox/From housing/completed audit.docx", b"x")
    found = about(review, "document")["audits/inbox/From housing"]
    assert found["severity"] == "consider"
    assert "what lies in one there is not taken in" in found["text"]


def test_a_document_that_no_entry_names_is_named(review: Officer) -> None:
    review.done("agenda")
    assert not about(review, "document")
    path = review.path("history.jsonl")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "event/agenda.docx" not in line))
    found = about(review, "document")["event/agenda.docx"]
    assert found["severity"] == "consider"
    assert "no entry of the history names it" in found["text"]


@pytest.mark.parametrize("name", [COPIES["identifiers.yaml"][0], "Copy of identifiers.yaml"])
def test_no_page_is_made_while_a_second_list_of_names_lies_beside_the_list(
    review: Officer, name: str
) -> None:
    write_learning(review)
    put(review.folder, "identifiers.yaml", b"names:\n  - Anya Example\n")
    put(review.folder, name, b"places:\n  - Hollowmead\n")
    put(review.folder, "note.txt", b"Colleagues at Hollowmead rang each week.\n")
    for words in (("report",), ("check", "note.txt"), ("check",)):
        said = review.lfe(*words)
        assert said.code != 0
        assert "Words that only it holds are not looked for." in said.all
    assert not review.path("report", "report.docx").exists()
    assert "words that it alone holds are not looked for" in review.done("status").all
    assert "a second identifiers.yaml lies beside it" in review.lfe("doctor").all
    review.path(name).unlink()
    assert review.lfe("report", "--json").json["report"]


def test_a_second_list_in_the_restricted_folder_is_seen_there(review: Officer) -> None:
    top = Officer(review.folder.parent)
    settings = top.path("partnership.yaml").read_text()
    top.path("partnership.yaml").write_text(f"{settings}  identifiers_folder: kept\n")
    put(top.folder, f"kept/{REFERENCE}.yaml", b"names:\n  - Anya Example\n")
    put(top.folder, f"kept/{REFERENCE}-LAPTOP-7F3K.yaml", b"names:\n  - Bee Sample\n")
    assert about(review, "copy")[f"{REFERENCE}-LAPTOP-7F3K.yaml"]["severity"] == "stop"
    assert "words that it alone holds are not looked for" in review.done("status").all


def test_letters_of_thanks_take_nothing_while_a_second_list_lies_there(review: Officer) -> None:
    write_learning(review)
    put(review.folder, "identifiers.yaml", b"names:\n  - Anya Example\n")
    loaded = load_review(load_workspace(review.folder), REFERENCE)
    assert strengths_to_name(loaded).texts
    put(review.folder, "identifiers (1).yaml", b"names:\n  - Bee Sample\n")
    assert not strengths_to_name(loaded).texts


def test_what_lies_in_a_folder_of_the_inbox_is_told_where_it_is_looked_for(
    review: Officer,
) -> None:
    review.done("issue-audits")
    assert review.done("ingest").all == "The inbox is empty: there is nothing to take in."
    put(review.folder, "audits/inbox/From housing/completed audit.docx", b"x")
    before = review.files()
    said = review.lfe("ingest")
    assert said.code == 1
    assert "From housing: a folder, not taken in" in said.all
    assert "The inbox is empty" not in said.all
    as_json = review.lfe("ingest", "--json")
    assert (as_json.code, as_json.json["folders"]) == (1, ["From housing"])
    assert "a folder lies in the inbox" in review.done("status").all
    assert review.files() == before


@pytest.mark.parametrize("name", ["review.yaml.txt", "review.yml", "review - Copy.yaml"])
def test_a_manifest_of_another_name_is_told_in_place_of_no_review(
    officer: Officer, name: str
) -> None:
    put(officer.folder, f"LFE-2027-001/{name}", b"reference: LFE-2027-001\n")
    for words in (("status",), ("check",), ("agenda",)):
        said = officer.lfe(*words)
        assert f'"{name}" lies in it, and no review.yaml.' in said.all, words
        assert "no review yet" not in said.all
    assert officer.lfe("agenda").code == 2


def test_looking_for_copies_lists_each_folder_once(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    scandir = os.scandir

    def counting(path: str | Path) -> Any:
        looked.append(str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", counting)
    copies_in(review.folder)
    assert len(looked) == len(set(looked))
    assert len(looked) <= 6
