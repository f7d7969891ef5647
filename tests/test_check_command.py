"""`lfe check`: everything that can be checked, in a review or in any file."""

from __future__ import annotations

import subprocess
from pathlib import Path

from conftest import Officer

NAMES = "names: [Testina Example]\nplaces: [Sampleford Primary School]\nother: []\n"


def test_a_new_review_has_no_stop(review: Officer) -> None:
    said = review.done("check", "--json").json
    assert {f["severity"] for f in said["findings"]} <= {"consider", "suggest"}
    assert set(said["findings"][0]) == {
        "rule", "severity", "file", "where", "text", "suggestion", "source",
    }  # fmt: skip


def test_a_manifests_problems_are_findings_with_their_lines(review: Officer) -> None:
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("theme:", "them:", 1))
    said = review.lfe("check", "--json")
    assert said.code == 1
    places = [(f["file"], f["where"]) for f in said.json["findings"] if f["severity"] == "stop"]
    assert ("LFE-2027-001/review.yaml", "line 8, them") in places


def test_a_name_in_the_manifest_is_a_stop_and_git_does_not_keep_it(review: Officer) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("The Guildhall", "Testina's school"))
    said = review.lfe("check")
    assert said.code == 1
    assert "STOP" in said.out
    said = review.lfe("issue-audits", "--agency", "police")
    assert said.code == 1
    assert "review.yaml holds a word from identifiers.yaml" in said.all
    kept = subprocess.run(
        ["git", "show", "HEAD:LFE-2027-001/review.yaml"],
        cwd=review.folder.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Testina" not in kept


def test_a_missing_list_of_names_is_a_stop(review: Officer) -> None:
    review.path("identifiers.yaml").unlink()
    said = review.lfe("check")
    assert said.code == 1
    assert "identifiers.yaml" in said.all


def test_a_document_that_is_gone_is_a_fault_of_the_folder(review: Officer) -> None:
    review.done("agenda")
    review.path("event", "agenda.docx").unlink()
    said = review.lfe("check", "--json")
    assert said.code == 1
    [fault] = [f for f in said.json["findings"] if f["severity"] == "stop"]
    assert fault["file"] == "LFE-2027-001/event/agenda.docx"


def test_what_git_leaves_out_may_be_held_elsewhere(review: Officer) -> None:
    review.done("issue-audits")
    for path in review.path("outbox").iterdir():
        path.unlink()
    review.done("check")


def test_any_file_can_be_checked(review: Officer, tmp_path: Path) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    text = tmp_path / "letter.txt"
    text.write_text("We met.\nTestina's teacher was told, and the mother failed to engage.\n")
    said = review.lfe("check", text, "--json")
    assert said.code == 1
    stops = [f for f in said.json["findings"] if f["severity"] == "stop"]
    assert {f["where"] for f in stops} == {"line 2"}


def test_nothing_found_is_never_called_anonymous(review: Officer, tmp_path: Path) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    text = tmp_path / "letter.txt"
    text.write_text("We met and talked about what helps.\n")
    said = review.done("check", text)
    assert said.out == "None found by these checks (1 file, against 2 listed words).\n"


def test_a_file_that_is_not_there_is_a_sentence(review: Officer) -> None:
    said = review.lfe("check", "nowhere.docx")
    assert said.code == 2
    assert "There is no file nowhere.docx" in said.all


def test_from_the_top_every_review_is_checked(review: Officer) -> None:
    root = Officer(review.folder.parent)
    review.path("identifiers.yaml").unlink()
    said = root.lfe("check", "--json")
    assert said.code == 1
    assert any(f["file"].startswith("LFE-2027-001/") for f in said.json["findings"])


def test_a_mistake_in_the_settings_is_told_with_its_line(review: Officer) -> None:
    path = review.folder.parent / "partnership.yaml"
    path.write_text(path.read_text().replace("mailbox:", "mailbocks:"))
    said = Officer(path.parent).lfe("check", "--json")
    assert said.code == 1
    assert any("Did you mean mailbox?" in f["suggestion"] for f in said.json["findings"])
    assert review.lfe("status").code == 2
