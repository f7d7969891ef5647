"""The fictional review: played anew it is what examples/ holds, and it keeps every promise."""

from __future__ import annotations

import email
import email.policy
import os
import re
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from helpers.officer import Officer, Said
from lfe_cli.audits.questions import AuditForm, read_questions
from lfe_cli.audits.returns.reading import Reading, read_audit
from lfe_cli.clock import UK, uk_date
from lfe_cli.demo.play import the_story
from lfe_cli.review.days import is_working_day
from lfe_cli.review.files import SENT
from lfe_cli.review.history.lines import read_history
from lfe_cli.review.state import fold
from lfe_cli.review.workspace import sha256
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import parse
from ooxml.validate import problems
from tools.make_examples import EXAMPLES, example_files

REVIEW = "LFE-2026-001"
RETURNED = {
    "school": ("school.docx", "school.2.docx"),
    "health-visiting": ("health-visiting.docx",),
    "police": ("police.docx",),
    "childrens-social-care": ("childrens-social-care.docx",),
}
RELEASED = ("Health Visiting", "School", "Police")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """The folder in which a demonstration was asked for, with git, and what it said."""
    folder = tmp_path_factory.mktemp("Shared drive")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        surroundings.setenv("GIT_CONFIG_NOSYSTEM", "1")
        surroundings.setenv("COLUMNS", "80")
        return folder, Officer(folder).done("demo")


@pytest.fixture(scope="module")
def played(shown: tuple[Path, Said]) -> Officer:
    """An officer in the folder of the demonstration."""
    return Officer(shown[0] / "demo")


@pytest.fixture(scope="module")
def files(played: Officer) -> Mapping[str, bytes]:
    return example_files(played.folder)


@pytest.fixture(scope="module")
def audits(files: Mapping[str, bytes]) -> Mapping[str, list[Reading]]:
    """What each agency's returned audits say, by agency."""
    forms = [
        read_questions(content.decode(), name)
        for name, content in files.items()
        if "/issued/questions-" in name
    ]
    return {
        agency: [_read(files, name, forms, agency) for name in names]
        for agency, names in RETURNED.items()
    }


def _read(files: Mapping[str, bytes], name: str, forms: list[AuditForm], agency: str) -> Reading:
    content = files[f"{REVIEW}/audits/returned/{name}"]
    issued = files[f"{REVIEW}/audits/issued/{agency}.docx"]
    readings = [read_audit(content, form, issued) for form in forms]
    return max(readings, key=lambda reading: (not reading.unread, len(reading.answered)))


def text_of(name: str, content: bytes) -> str:
    """All that a file says, on one line, its attachments and hidden places included."""
    if name.endswith((".docx", ".xlsx")):
        parts = [b for n, b in open_package(content).parts.items() if n.endswith((".xml", ".rels"))]
        words = ["".join(parse(part).itertext()) for part in parts]
        return _on_one_line(" ".join(words + [part.decode() for part in parts]))
    if name.endswith(".eml"):
        message = email.message_from_bytes(content, policy=email.policy.default)
        inside = [
            text_of(part.get_filename() or "letter.txt", part.get_payload(decode=True) or b"")
            for part in message.walk()
            if not part.is_multipart()
        ]
        return _on_one_line(" ".join([str(message["Subject"]), str(message["To"]), *inside]))
    return _on_one_line(content.decode().replace("''", "'"))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def sentences(texts: object) -> set[str]:
    """The sentences of answers that are long enough to be somebody's own."""
    if isinstance(texts, list):
        return {s for one in texts for s in sentences(one)}
    if not isinstance(texts, str):
        return set()
    parts = re.split(r"(?<=[.!?])\s+|\n", texts)
    return {_on_one_line(part) for part in parts if len(part.split()) >= 5}


# What is shown is what the tool makes today


def test_the_examples_are_what_the_demonstration_makes_today(files: Mapping[str, bytes]) -> None:
    shown = example_files(EXAMPLES)
    assert sorted(shown) == sorted(files), "run: make examples"
    for name, content in files.items():
        assert text_of(name, shown[name]) == text_of(name, content), name
        assert shown[name] == content, f"{name} differs in more than its text"


def test_neither_clock_nor_author_nor_git_changes_a_byte(
    anywhere: Officer, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2031-05-06T07:08")
    monkeypatch.setenv("LFE_BY", "Somebody else")
    anywhere.done("demo", "Again", "--no-git")
    assert example_files(anywhere.path("Again")) == files
    assert not anywhere.path("Again", ".git").exists()


def test_every_word_file_is_valid_and_those_that_agencies_filled_in_too(played: Officer) -> None:
    documents = sorted(played.folder.rglob("*.docx"))
    assert len(documents) > 15
    for path in documents:
        assert problems(path) == [], path.name


def test_the_history_names_every_document_by_the_hash_that_it_has(
    files: Mapping[str, bytes],
) -> None:
    history = read_history(files[f"{REVIEW}/history.jsonl"].decode())
    hashes = fold(history).files.hashes
    named = set(hashes)
    assert named > {"review.yaml", "audits/returned/school.2.docx", "report/report.docx"}
    for name in named - {"report/learning.yaml"}:  # begun by the tool, written by the facilitator
        lies = name if f"{REVIEW}/{name}" in files else name.replace("outbox/", f"{SENT}/")
        assert sha256(files[f"{REVIEW}/{lies}"]) == hashes[name], name


def test_it_happens_in_order_on_working_days_and_under_one_author(
    files: Mapping[str, bytes],
) -> None:
    moments = [scene.moment for scene in the_story().scenes]
    history = read_history(files[f"{REVIEW}/history.jsonl"].decode())
    assert moments == sorted(set(moments))
    assert all(is_working_day(uk_date(moment)) for moment in moments)
    assert all(8 <= moment.astimezone(UK).hour < 18 for moment in moments)
    assert {entry.by for entry in history.entries} == {"Business Unit"}
    assert {entry.at.replace(microsecond=0) for entry in history.entries} <= set(moments)


# It keeps the promises


def test_nobody_who_is_listed_is_named_in_any_other_file(files: Mapping[str, bytes]) -> None:
    listed = yaml.safe_load(files[f"{REVIEW}/identifiers.yaml"])
    words = {w for kind in ("names", "places") for one in listed[kind] for w in one.split()}
    telling = {w for w in words if w not in {"Primary", "School", "Gardens", "Surgery"}}
    assert len(telling) > 6
    for name, content in files.items():
        if not name.endswith("identifiers.yaml"):
            said = text_of(name, content).lower()
            assert not [w for w in {*telling, *listed["other"]} if w.lower() in said], name
            assert not [w for w in telling if w.lower() in name.lower()]


def test_no_sentence_of_an_audit_is_in_any_other_file_but_what_it_released(
    files: Mapping[str, bytes], audits: Mapping[str, list[Reading]]
) -> None:
    texts = {name: text_of(name, content) for name, content in files.items()}
    for agency, readings in audits.items():
        own = {f"{REVIEW}/audits/returned/{name}" for name in RETURNED[agency]}
        for reading in readings:
            said = {s for answer in reading.answers.values() for s in sentences(answer)}
            said -= {s for s in said if s in texts[f"{REVIEW}/audits/issued/{agency}.docx"]}
            brought = {s for answer in reading.for_event.values() for s in sentences(answer)}
            assert len(said - brought) > 5
            for name, text in texts.items():
                may = brought if _is_for_the_released(reading, name, agency) else set()
                found = {s for s in said if s in text}
                assert name in own or found <= may, f"{name}: {found}"


def _is_for_the_released(reading: Reading, name: str, agency: str) -> bool:
    files = (f"{REVIEW}/event/facilitator.docx", f"{REVIEW}/audits/returned/{agency}.yaml")
    return reading.released and name in files


def test_the_facilitator_reads_what_was_released_under_the_agency_that_released_it(
    files: Mapping[str, bytes], audits: Mapping[str, list[Reading]]
) -> None:
    package = open_package(files[f"{REVIEW}/event/facilitator.docx"])
    paper = _on_one_line("\n".join(parse(package.parts["word/document.xml"]).itertext()))
    places = [paper.rindex(f" {agency} ") for agency in RELEASED]
    assert places == sorted(places)
    for agency, start, end in zip(RELEASED, places, [*places[1:], len(paper)], strict=True):
        reading = audits[agency.lower().replace(" ", "-")][-1]
        brought = {s for answer in reading.for_event.values() for s in sentences(answer)}
        assert brought
        assert all(sentence in paper[start:end] for sentence in brought)
    kept = audits["childrens-social-care"][-1]
    assert kept.for_event
    assert not kept.released


def test_an_officer_finds_nothing_to_stop_for(played: Officer) -> None:
    played.done("status")
    played.done("status", "--json")
    checked = played.done("check", "--json").json
    assert [(f["file"], f["rule"]) for f in checked["findings"]] == [
        ("LFE-2026-002/identifiers.yaml", "identifiers-empty")
    ]


def test_git_holds_no_word_of_an_agency_and_nothing_is_left_to_record(played: Officer) -> None:
    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=played.folder, capture_output=True, text=True, check=True
        )
        return done.stdout

    kept = git("ls-files").split("\n")
    assert f"{REVIEW}/review.yaml" in kept
    hidden = ("/returned/", "/inbox/", "outbox/", "facilitator", "identifiers", "notes.docx")
    assert [name for name in kept if any(word in name for word in hidden)] == []
    assert git("status", "--porcelain") == ""


# It tells the whole story


def test_status_tells_how_far_each_agency_came_and_shows_both_reviews(played: Officer) -> None:
    ended, first, second = played.done("status", "--json").json["reviews"]
    assert (ended["reference"], ended["stage"], ended["next"]) == ("LFE-2025-001", "closed", [])
    assert {agency["id"]: agency["state"] for agency in first["agencies"]} == {
        "childrens-social-care": "sent ahead",
        "health-visiting": "sent ahead",
        "school": "sent ahead",
        "police": "sent ahead",
        "housing": "nil",
        "gp": "brought",
    }
    assert first["stage"] == "with the working groups"
    assert [r["decision"] for r in first["recommendations"]] == ["accepted"] * 4
    assert "lfe collected --destroy" in first["next"][0]
    assert any("lfe received quality" in step for step in first["next"])
    assert second["reference"] == "LFE-2026-002"
    assert second["next"][0].startswith("complete review.yaml (lfe edit): who is asked")


def test_the_audits_read_as_whole_as_their_agencies_left_them(
    audits: Mapping[str, list[Reading]],
) -> None:
    assert all(r.how == "controls" and not r.unread for rs in audits.values() for r in rs)
    assert len(audits["school"][1].answered) > len(audits["school"][0].answered)
    assert len(audits["health-visiting"][0].answered) > 25
    assert audits["childrens-social-care"][0].missing == ("child_identity",)
    assert audits["police"][0].answers["involvement"] == "Only outside it"
    rows = audits["school"][1].answers["key_events"]
    assert isinstance(rows, list)
    assert len(rows) > 4
    many = [a for a in audits["school"][1].answers.values() if isinstance(a, str) and "\n" in a]
    assert len(many) > 3


def test_the_inbox_is_empty_and_every_version_is_kept(files: Mapping[str, bytes]) -> None:
    inbox = [name for name in files if "/inbox/" in name and name.startswith(REVIEW)]
    assert [name.rsplit("/", 1)[1] for name in inbox] == ["put returned audits here.txt"]
    for names in RETURNED.values():
        assert all(f"{REVIEW}/audits/returned/{name}" in files for name in names)


def test_the_page_that_went_to_the_subgroup_carries_no_draft_mark(
    files: Mapping[str, bytes],
) -> None:
    page = ZipFile(BytesIO(files[f"{REVIEW}/report/report.docx"]))
    words = page.read("word/document.xml").decode() + page.read("word/header1.xml").decode()
    history = read_history(files[f"{REVIEW}/history.jsonl"].decode())
    made = [e for e in history.entries if e.action == "report made"]
    assert [e.event.stage for e in made] == ["draft", "read", "agreed", "subgroup", "issued"]
    assert {e.event.points for e in made} == {12.0}
    assert "When help changes hands" in words
    assert "not for circulation" not in words


def test_of_the_review_that_has_ended_nothing_of_an_agency_or_a_name_is_left(
    files: Mapping[str, bytes],
) -> None:
    left = {name for name in files if name.startswith("LFE-2025-001/")}
    gone = ("/returned/", "/outbox/", "identifiers", "facilitator", "notes", "sign-in", "/family/")
    assert not [name for name in left if any(part in name for part in gone)]
    record = files["LFE-2025-001/disposal.txt"].decode()
    assert "identifiers.yaml" in record
    history = read_history(files["LFE-2025-001/history.jsonl"].decode())
    assert sum(entry.action == "disposed" for entry in history.entries) == 20
    assert {"closed", "impact checked", "action noted"} <= {e.action for e in history.entries}


# At the terminal


def test_what_happened_fits_on_one_screen(shown: tuple[Path, Said]) -> None:
    folder, said = shown
    lines = said.out.rstrip().split("\n")
    assert (folder / "demo" / "partnership.yaml").is_file()
    assert len(lines) <= 26
    # a path is broken at its spaces alone, and may be longer than a line
    parts = str(folder).split(" ")
    long = [line for line in lines if len(line) > 80 and not any(part in line for part in parts)]
    assert long == []
    assert " 3 Feb 2025  The partnership's folder is started" in said.out
    assert "cd demo" in said.out
    assert "lfe status" in said.out
    assert said.err == ""


def test_a_folder_that_holds_something_is_left_alone(anywhere: Officer) -> None:
    anywhere.path("demo").mkdir()
    anywhere.path("demo", "mine.txt").write_text("mine")
    said = anywhere.lfe("demo")
    assert said.code == 2
    assert "demo already" in said.all
    assert list(anywhere.files()) == ["demo/mine.txt"]


def test_an_empty_folder_is_used_and_a_name_with_spaces_is_quoted(anywhere: Officer) -> None:
    anywhere.path("To try").mkdir()
    assert 'cd "To try"' in anywhere.done("demo", "To try", "--no-git").out


def test_inside_a_partnerships_folder_it_is_refused(officer: Officer) -> None:
    before = officer.files()
    said = officer.lfe("demo")
    assert said.code == 2
    assert "partnership.yaml is in a folder above" in said.all
    assert officer.files() == before
    assert not officer.path("demo").exists()


def test_a_dry_run_tells_the_story_and_writes_nothing(anywhere: Officer) -> None:
    said = anywhere.done("demo", "--dry-run")
    assert "The page goes to the subgroup" in said.out
    assert "Nothing was written." in said.out
    assert list(anywhere.folder.iterdir()) == []
