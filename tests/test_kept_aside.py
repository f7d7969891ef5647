"""Earlier versions kept aside: they stop nothing, may be deleted, and lie out of the way."""

from __future__ import annotations

import subprocess

import pytest
from docx import Document

from helpers.officer import REFERENCE, Officer

AGENCIES = ("health-visiting", "police", "school")
PHONE = "Please ring 01752 304567 if unsure."


def edited(review: Officer, place: str, text: str = PHONE) -> None:
    path = review.path(place)
    document = Document(str(path))
    document.add_paragraph(text)
    document.save(str(path))


def with_another_period(review: Officer) -> None:
    path = review.path("review.yaml")
    days = {"2026-01-05": "2026-01-06"} if "2026-01-05" in path.read_text() else {}
    text = path.read_text()
    for before, after in (days or {_from(text): "2026-01-05"}).items():
        text = text.replace(before, after, 1)
    path.write_text(text)


def _from(manifest: str) -> str:
    return manifest.partition("from:")[2].split()[0]


@pytest.fixture
def kept(review: Officer) -> Officer:
    """An officer in a review in which every form was edited, and then made anew."""
    review.done("issue-audits")
    for agency in AGENCIES:
        edited(review, f"audits/issued/{agency}.docx")
    with_another_period(review)
    review.done("issue-audits", "--reissue")
    return review


ASIDE = [f"audits/issued/{agency}.1.docx" for agency in AGENCIES]


def found(review: Officer) -> list[dict[str, str]]:
    findings: list[dict[str, str]] = review.lfe("check", "--json").json["findings"]
    return [one for one in findings if ".1." in one["file"]]


def test_what_is_kept_aside_stops_nothing_and_is_spoken_of_once(kept: Officer) -> None:
    assert kept.done("check")
    [one] = found(kept)
    assert one["severity"] == "consider"
    assert "(telephone) stands in 3 versions kept aside" in one["text"]


def test_git_does_not_keep_it_and_that_is_said_once(review: Officer) -> None:
    review.done("issue-audits")
    for agency in AGENCIES:
        edited(review, f"audits/issued/{agency}.docx")
    with_another_period(review)
    said = review.done("issue-audits", "--reissue")
    assert said.all.count("Git does not keep what is kept aside") == 1
    assert "identifiers.yaml" not in said.err
    words = ["git", "log", "--all", "--format=", "--name-only"]
    recorded = subprocess.run(words, cwd=review.folder, capture_output=True, text=True, check=True)
    assert ".1." not in recorded.stdout
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=review.folder, capture_output=True, text=True
    )
    assert status.stdout == ""


@pytest.mark.parametrize("gone", [ASIDE[:1], ASIDE])
def test_it_may_be_deleted_without_being_called_lost(kept: Officer, gone: list[str]) -> None:
    for place in gone:
        kept.path(place).unlink()
    assert kept.done("check")
    assert not [one for one in found(kept) if "gone" in one["text"]]
    assert "lost" not in kept.done("status").all
    kept.done("check", "--repair", "--yes")
    assert not kept.path(gone[0]).exists()


HOLDS = {
    "a hold": "parallel:\n  - kind: inquest\n    checked_on: 2027-01-08\n    hold: circulation\n",
    "a complaint": "parallel:\n  - kind: complaint\n",
    "an access request": "parallel:\n  - kind: access request\n",
    "a hold on disposal": "hold_disposal: yes\n",
}


@pytest.mark.parametrize("hold", HOLDS)
def test_while_something_may_ask_for_it_it_is_said_that_it_stays(kept: Officer, hold: str) -> None:
    path = kept.path("review.yaml")
    text = path.read_text()
    for key in ("parallel:", "hold_disposal:"):
        text = "\n".join(line for line in text.split("\n") if not line.startswith(key))
    path.write_text(f"{text}\n{HOLDS[hold]}")
    assert "nothing is to be deleted, copies kept aside neither" in kept.done("status").all
    assert kept.done("check")
    assert any("can be an offence" in one["suggestion"] for one in found(kept))
    assert "none is to be deleted now" in kept.done("documents").all
    kept.path(ASIDE[1]).unlink()
    said = kept.lfe("check")
    assert said.code == 1
    assert f"{REFERENCE}/{ASIDE[1]}" in said.all
    assert "to delete what such a process asks for can be an offence" in said.all


def test_the_list_of_documents_has_it_last_and_together(kept: Officer) -> None:
    listed = kept.done("documents", "--json").json["documents"]
    aside = [one["place"] for one in listed if one["kept_aside"]]
    assert aside == ASIDE
    assert [one["place"] for one in listed][-len(aside) :] == aside
    said = kept.done("documents").out
    assert said.index("kept aside (yours to keep or delete)") < said.index(ASIDE[0])


def test_an_earlier_draft_lies_where_nobody_sends_it_by_mistake(review: Officer) -> None:
    review.done("issue-audits")
    for number in (1, 2):
        for path in review.path("outbox").glob("*.eml"):
            path.write_bytes(path.read_bytes().replace(b"Dear", b"Dear dear", 1))
        with_another_period(review)
        said = review.done("issue-audits", "--reissue")
        assert f"{REFERENCE}/outbox/earlier/audit-request-police.{number}.eml" in said.all
    names = [path.name for path in review.path("outbox").iterdir() if path.is_file()]
    assert sorted(names) == [f"audit-request-{agency}.eml" for agency in AGENCIES]
    assert len(list(review.path("outbox/earlier").iterdir())) == 2 * len(AGENCIES)
    earlier = {
        one["what"]
        for one in review.done("documents", "--json").json["documents"]
        if one["place"].startswith("outbox/earlier")
    }
    assert earlier == {"earlier draft of a letter"}


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("[Marrowby]", "a word from identifiers.yaml"),
        ("[]", "what can point to a person (telephone)"),
    ],
)
def test_what_git_does_not_record_is_said_once_with_its_true_reason(
    review: Officer, names: str, says: str
) -> None:
    review.done("issue-audits")
    review.done("agenda")
    review.path("identifiers.yaml").write_text(f"names: {names}\nplaces: []\nother: []\n")
    path = review.path("review.yaml")
    text = "Marrowby House" if "Marrowby" in names else "01752 304567"
    path.write_text(path.read_text().replace("The Guildhall", text))
    said = review.lfe("agenda")
    assert said.code == 1
    assert said.all.count("git did not record") == 1
    assert says in said.all
