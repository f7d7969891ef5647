"""`lfe check --repair`: what can be mended without guessing, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.audits import fill
from helpers.history import history
from helpers.officer import REFERENCE, Officer
from helpers.states import review_after
from lfe_cli.review.history.mending import mend

EXAMPLES = Path(__file__).parent.parent / "examples"


def with_an_audit(review: Officer) -> None:
    """Forms that went out, and an audit that came back."""
    review.done("issue-audits")
    review.done("sent")
    review.done("agenda")
    blank = review.path("audits/issued/police.docx").read_bytes()
    review.path("audits/inbox/a.docx").write_bytes(fill(blank, {"child_day": "A day"}))
    review.done("ingest")


@pytest.fixture
def asked(officer: Officer) -> Officer:
    return review_after(with_an_audit, officer)


def lines(review: Officer) -> list[bytes]:
    return review.path("history.jsonl").read_bytes().splitlines(keepends=True)


def write(review: Officer, *those: bytes) -> bytes:
    review.path("history.jsonl").write_bytes(b"".join(those))
    return b"".join(those)


def kept(review: Officer) -> dict[str, bytes]:
    """What was there before, as it is kept."""
    folder = review.folder.parent / ".lfe/kept"
    return {path.name: path.read_bytes() for path in folder.glob("*")}


def lose_some(there: list[bytes]) -> list[bytes]:
    return [*there[:4], *there[6:-2]]


def change_one(there: list[bytes]) -> list[bytes]:
    return [*there[:4], there[4].replace(b"2027", b"2026", 1), *there[5:]]


def tear_one(there: list[bytes]) -> list[bytes]:
    return [*there[:4], there[4][:70] + b"\n", *there[5:]]


def tear_one_within_its_id(there: list[bytes]) -> list[bytes]:
    return [*there[:-3], there[-3][:15]]


def lose_all(_: list[bytes]) -> list[bytes]:
    return []


def write_zeros(there: list[bytes]) -> list[bytes]:
    return [*there[:-3], b"\0" * 400]


@pytest.mark.parametrize(
    "damage",
    [lose_some, change_one, tear_one, tear_one_within_its_id, lose_all, write_zeros],
)
def test_what_git_has_comes_back_byte_for_byte(
    asked: Officer, damage: Callable[[list[bytes]], list[bytes]]
) -> None:
    whole = lines(asked)
    damaged = write(asked, *damage(whole))
    assert asked.lfe("check").code == 1
    assert asked.lfe("check", "--repair", "--yes").code == 0
    *there, last = lines(asked)
    assert sorted(there) == sorted(whole)
    assert json.loads(last)["action"] == "history mended"
    assert kept(asked) == ({f"{REFERENCE}-history.jsonl": damaged} if damaged else {})
    assert asked.lfe("check").code == 0
    assert asked.done("check", "--repair").out == "There is nothing to mend.\n"
    assert lines(asked)[-1] == last


def test_a_history_that_is_gone_comes_back(asked: Officer) -> None:
    whole = lines(asked)
    asked.path("history.jsonl").unlink()
    asked.done("check", "--repair", "--yes")
    assert sorted(lines(asked)[:-1]) == sorted(whole)


def test_a_folder_in_its_place_is_left_for_a_person(asked: Officer) -> None:
    asked.path("history.jsonl").unlink()
    asked.path("history.jsonl").mkdir()
    said = asked.lfe("check", "--repair", "--yes")
    assert said.code == 1
    assert "A folder is called history.jsonl." in said.all
    assert asked.path("history.jsonl").is_dir()


def test_what_a_copy_beside_it_has_is_read_in_and_the_copy_is_kept(asked: Officer) -> None:
    shutil.rmtree(asked.folder.parent / ".git")
    whole = lines(asked)
    write(asked, *whole[:-3])
    copy = "history (Jane's conflicted copy 2026-11-02).jsonl"
    asked.path(copy).write_bytes(b"".join([*whole[:2], *whole[-3:]]))
    asked.done("check", "--repair", "--yes")
    assert sorted(lines(asked)[:-1]) == sorted(whole)
    assert not asked.path(copy).exists()
    assert kept(asked)[f"{REFERENCE}-{copy}"] == b"".join([*whole[:2], *whole[-3:]])


@pytest.mark.parametrize(
    "saved",
    [
        lambda whole: b"".join(whole[:-3]),
        lambda whole: b"\xef\xbb\xbf" + b"".join(whole).replace(b"\n", b"\r\n"),
        lambda _: b"",
    ],
    ids=["earlier", "another way", "empty"],
)
def test_a_copy_that_says_nothing_else_is_put_away(
    asked: Officer, saved: Callable[[list[bytes]], bytes]
) -> None:
    whole, copy = lines(asked), saved(lines(asked))
    asked.path("history-LAPTOP.jsonl").write_bytes(copy)
    assert asked.lfe("check").code == 1
    asked.done("check", "--repair", "--yes")
    assert lines(asked)[:-1] == whole
    assert kept(asked) == {f"{REFERENCE}-history-LAPTOP.jsonl": copy}
    assert asked.lfe("check").code == 0
    assert asked.done("check", "--repair").out == "There is nothing to mend.\n"


ASKED = ("--agency", "police", "--agency", "school")
NEW = ("new", "--from", "2026-01-01", "--to", "2026-02-01", *ASKED, "--theme")


def test_what_had_the_number_before_is_not_brought_into_a_review_that_was_started_anew(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer.done(*NEW, "tried out")
    review = Officer(officer.path(REFERENCE))
    review.done("reply", "police", "--knows", "yes")
    before = lines(review)
    shutil.rmtree(review.folder)
    monkeypatch.setenv("LFE_NOW", "2027-01-11T10:30")
    officer.lfe(*NEW, "in earnest")
    another = officer.path("LFE-2027-002")
    manifest = (another / "review.yaml").read_text().replace("LFE-2027-002", REFERENCE)
    (another / "review.yaml").write_text(manifest)
    another.rename(review.folder)  # no command gives a number twice: a person can
    review.done("reply", "school", "--knows", "yes")
    now = lines(review)
    assert not set(before) & set(now)
    said = review.done("check", "--json").json["findings"]
    assert ("history-of-another", "consider") in [(f["rule"], f["severity"]) for f in said]
    assert review.done("check", "--repair", "--yes").out == "There is nothing to mend.\n"
    write(review, *now[:-1])
    review.done("check", "--repair", "--yes")
    assert lines(review)[:-1] == now


def test_the_history_of_another_review_in_its_place_is_named(asked: Officer) -> None:
    shutil.copy(EXAMPLES / "LFE-2025-001/history.jsonl", asked.path("history.jsonl"))
    before = asked.files()
    said = asked.lfe("check", "--json").json["findings"]
    assert ("history-of-another", "stop") in [(f["rule"], f["severity"]) for f in said]
    asked.lfe("check", "--repair", "--dry-run")
    assert asked.files() == before


@pytest.mark.parametrize("old", [False, True])
def test_the_history_of_another_review_beside_it_is_not_read_in(
    asked: Officer, *, old: bool
) -> None:
    another = (EXAMPLES / "LFE-2025-001/history.jsonl").read_bytes()
    if old:
        without = [{**json.loads(one), "after": None} for one in another.splitlines()]
        another = b"".join(json.dumps(one).encode() + b"\n" for one in without)
    asked.path("history (1).jsonl").write_bytes(another)
    before = asked.files()
    [copy] = [f for f in asked.lfe("check", "--json").json["findings"] if f["rule"] == "copy"]
    assert "If it is another review's, take it away." in copy["suggestion"]
    assert asked.done("check", "--repair", "--yes").out == "There is nothing to mend.\n"
    assert asked.files() == before


def test_what_a_merge_dropped_of_one_side_comes_back(asked: Officer) -> None:
    top = asked.folder.parent

    def git(*words: str) -> None:
        identity = ("-c", "user.name=x", "-c", "user.email=x@x.example")
        subprocess.run(["git", *identity, *words], cwd=top, check=True, capture_output=True)

    git("checkout", "-q", "-b", "other")
    asked.done("reply", "police", "--knows", "yes")
    theirs = lines(asked)[-1]
    git("checkout", "-q", "main")
    asked.done("reply", "school", "--knows", "yes")
    git("merge", "-q", "-s", "ours", "-m", "x", "other")
    assert theirs not in lines(asked)
    found = asked.lfe("check", "--json").json["findings"]
    assert "history-lines-elsewhere" in [one["rule"] for one in found]
    asked.done("check", "--repair", "--yes")
    assert theirs in lines(asked)


def test_a_merge_that_nobody_finished_keeps_both_sides(asked: Officer) -> None:
    shutil.rmtree(asked.folder.parent / ".git")
    whole = lines(asked)
    marks = (b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> other\n")
    write(asked, *whole[:-2], marks[0], whole[-2], marks[1], whole[-1], marks[2])
    found = asked.done("check", "--json").json["findings"]
    assert "history-untidy" in [one["rule"] for one in found]
    asked.done("check", "--repair", "--yes")
    assert lines(asked)[:-1] == whole


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode() + b"\0" * 40,
        lambda text: (text + text.splitlines()[3] + "\n").encode(),
        lambda text: text.replace("\n", "\n\n").encode(),
    ],
)
def test_what_another_program_put_between_the_lines_goes(damage: Callable[[str], bytes]) -> None:
    text = (EXAMPLES / REVIEWS[0] / "history.jsonl").read_text()
    mended = mend(damage(text), b"")
    assert mended.content == text.encode()
    assert not (mended.brought_back or mended.put_right or mended.damaged or mended.changed)


REVIEWS = ("LFE-2025-001", "LFE-2026-001")


@cache
def example(reference: str) -> bytes:
    return (EXAMPLES / reference / "history.jsonl").read_bytes()


@settings(deadline=None)
@given(st.sampled_from(REVIEWS), st.data())
def test_whatever_is_lost_or_changed_is_as_it_was_where_it_lies_elsewhere(
    reference: str, data: st.DataObject
) -> None:
    whole = example(reference)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 3000, len(whole))))
    put = data.draw(st.binary(max_size=6))
    mended = mend(whole[:start] + put + whole[end:], whole)
    there, wanted = mended.content.split(b"\n"), whole.split(b"\n")
    assert set(wanted) <= set(there)
    assert len(there) <= len(wanted) + len(mended.damaged)
    again = mend(mended.content, whole)
    assert (again.content, again.tidied) == (mended.content, False)


@settings(deadline=None)
@given(st.sampled_from(REVIEWS), st.data())
def test_without_another_source_no_line_is_made_up_and_none_is_dropped(
    reference: str, data: st.DataObject
) -> None:
    whole = example(reference)
    at = data.draw(st.integers(0, len(whole) - 1))
    put = data.draw(st.sampled_from([b"x", b"7", b'"', b"\xff"]))
    damaged = whole[:at] + put + whole[at + 1 :]
    mended = mend(damaged, b"")
    assert not mended.brought_back
    assert not mended.put_right
    if b"\xff" not in damaged:
        assert mended.content.rstrip(b"\n") == damaged.rstrip(b"\n")


def test_what_lies_nowhere_else_is_left_and_nothing_is_written(asked: Officer) -> None:
    shutil.rmtree(asked.folder.parent / ".git")
    write(asked, *tear_one(lines(asked)))
    before = asked.files()
    said = asked.lfe("check", "--repair", "--yes")
    assert said.code == 1
    assert "Line 5 of the history is no entry" in said.all
    assert "lfe check --repair --set-aside" in said.all
    assert asked.files() == before


def test_a_line_that_git_may_have_whole_is_taken_out_and_the_whole_one_comes_back(
    asked: Officer,
) -> None:
    whole = lines(asked)
    write(asked, *whole[:4], b"nobody can read this\n", *whole[5:])
    said = asked.lfe("check", "--repair", "--yes")
    assert said.code == 1
    assert "one of those that git, or a copy beside it, still has whole" in " ".join(
        said.all.split()
    )
    asked.done("check", "--repair", "--set-aside", "--yes")
    assert sorted(lines(asked)[:-1]) == sorted(whole)


def test_a_line_that_nobody_can_read_is_taken_out_where_a_person_says_so(asked: Officer) -> None:
    shutil.rmtree(asked.folder.parent / ".git")
    whole = lines(asked)
    damaged = write(asked, *tear_one(whole))
    said = asked.lfe("check", "--repair", "--set-aside", "--yes")
    assert said.code == 1  # what it said is gone: another entry follows it
    assert "Taken out of the history, because nobody can read it: 1 line." in said.all
    assert lines(asked)[:-1] == [*whole[:4], *whole[5:]]
    assert history(asked, "history mended")[0]["set_aside"] == 1
    assert kept(asked)[f"{REFERENCE}-history.jsonl"] == damaged
    asked.done("status")


def test_a_changed_line_that_lies_nowhere_else_is_left_for_a_person(asked: Officer) -> None:
    shutil.rmtree(asked.folder.parent / ".git")
    write(asked, *change_one(lines(asked)))
    before = asked.files()
    said = asked.lfe("check", "--repair", "--yes", "--json")
    assert said.code == 1
    [one] = said.json["repairs"]
    assert one["mended"] == []
    assert "the line was changed since it was recorded" in one["left"][0]
    assert asked.files() == before


@pytest.mark.parametrize(
    "elsewhere",
    [
        "audits/returned/police (1).docx",
        "audits/inbox/police.docx",
        f"../{REFERENCE} - Copy/audits/returned/police.docx",
    ],
)
def test_an_audit_whose_bytes_lie_elsewhere_comes_back(asked: Officer, elsewhere: str) -> None:
    path = asked.path("audits/returned/police.docx")
    content = path.read_bytes()
    there = asked.path(elsewhere)
    if "Copy" in elsewhere:
        shutil.copytree(asked.folder, there.parents[2])
    path.replace(there)
    asked.done("check", "--repair", "--yes")
    assert path.read_bytes() == there.read_bytes() == content
    assert history(asked, "history mended")[0]["files"] == ["audits/returned/police.docx"]


def test_an_audit_that_lies_nowhere_is_left_for_a_person_but_in_a_clone(asked: Officer) -> None:
    asked.path("audits/returned/police.docx").unlink()
    assert asked.done("check", "--repair").out == "There is nothing to mend.\n"
    shutil.rmtree(asked.folder.parent / ".git")
    said = asked.lfe("check", "--repair", "--yes")
    assert said.code == 1
    assert "audits/returned/police.docx is gone" in said.all


def test_a_document_comes_back_from_git_and_never_over_another(asked: Officer) -> None:
    agenda, form = asked.path("event/agenda.docx"), asked.path("event/invitation.ics")
    content = agenda.read_bytes()
    agenda.unlink()
    form.write_bytes(b"edited")
    asked.done("check", "--repair", "--yes")
    assert agenda.read_bytes() == content
    assert form.read_bytes() == b"edited"


def test_a_second_copy_with_the_same_bytes_is_removed_and_no_other(asked: Officer) -> None:
    same, other = asked.path("review (1).yaml"), asked.path("review (2).yaml")
    shutil.copy(asked.path("review.yaml"), same)
    other.write_text("theme: another\n")
    asked.done("check", "--repair", "--yes")
    assert not same.exists()
    assert other.read_text() == "theme: another\n"


@pytest.mark.parametrize("words", [("--dry-run",), (), ("--dry-run", "--json")])
def test_nothing_is_written_in_a_dry_run_or_without_a_word(
    asked: Officer, words: tuple[str, ...]
) -> None:
    write(asked, *lose_some(lines(asked)))
    before = asked.files()
    said = asked.lfe("check", "--repair", *words)
    assert said.code == (0 if words else 2)
    assert ("--yes" in said.all) == (not words)
    assert "Gone from the history, and back: 4 lines." in said.all or not words
    assert asked.files() == before


def test_from_the_top_each_review_is_mended_and_a_file_is_none(asked: Officer) -> None:
    whole = lines(asked)
    write(asked, *lose_some(whole))
    top = Officer(asked.folder.parent)
    top.done("new", "--theme", "x", "--from", "2026-01-01", "--to", "2026-02-01")
    said = top.done("check", "--repair", "--yes", "--json").json["repairs"]
    assert [bool(one["mended"]) for one in said] == [True, False]
    assert sorted(lines(asked)[:-1]) == sorted(whole)
    assert top.lfe("check", "--repair", asked.path("review.yaml")).code == 2
