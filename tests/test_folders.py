"""A review whose folder was renamed, moved or lost is named by every overview, with what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.officer import Officer
from helpers.states import lay, new_workspace

LOST = "LFE-2027-002"
NEW = ("new", "--from", "2026-01-01", "--to", "2026-02-01", "--agency", "police", "--theme")
OVERVIEWS = (
    ("status",),
    ("board",),
    ("year", "2027"),
    ("learning",),
    ("actions", "--all"),
    ("check",),
    ("doctor",),
)


def with_three_reviews(officer: Officer) -> None:
    new_workspace(officer)
    for theme in ("one", "two", "three"):
        officer.done(*NEW, theme)


@pytest.fixture
def top(officer: Officer) -> Officer:
    lay(with_three_reviews, officer)
    return officer


def renamed_to(place: str) -> Callable[[Path], None]:
    def rename(top: Path) -> None:
        (top / place).parent.mkdir(parents=True, exist_ok=True)
        (top / LOST).rename(top / place)

    return rename


def without(place: str) -> Callable[[Path], None]:
    def remove(top: Path) -> None:
        path = top / LOST / place
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return remove


def in_two_places(top: Path) -> None:
    shutil.copytree(top / LOST, top / f"{LOST} - Copy")
    (top / LOST).rename(top / f"old {LOST}")


def without_a_mark(top: Path) -> None:
    shutil.rmtree(top / ".lfe")
    shutil.rmtree(top / LOST)


BACK = 'Rename it back: from "{}" to "LFE-2027-002".'
MOVE = 'Move it back: from "{}" to "LFE-2027-002".'
LOSSES = {
    f"{LOST} School case": BACK,
    f"{LOST} - Copy": BACK,
    f"old {LOST}": BACK,
    LOST.lower(): BACK,
    "LFE-2027-012": BACK,
    "Case of a school": BACK,
    f"School cases/{LOST}": MOVE,
    f"Old/2027/{LOST} (done)": MOVE,
    f"LFE-2027-001/{LOST}": MOVE,
    f"LFE-2027-001/event/{LOST}": MOVE,
}
WAYS: dict[str, tuple[Callable[[Path], None], str]] = {
    **{place: (renamed_to(place), says.format(place)) for place, says in LOSSES.items()},
    "archive, renamed": (
        renamed_to(f"Archive/{LOST} done"),
        f'Rename it back: from "Archive/{LOST} done" to "Archive/{LOST}".',
    ),
    "gone": (without("."), "Bring it back: from where it was moved to"),
    "gone, and the mark too": (without_a_mark, "Bring it back: from where it was moved to"),
    "two that look like it": (in_two_places, f'these look like it: "{LOST} - Copy" and'),
    "no history": (without("history.jsonl"), f"{LOST}/history.jsonl is gone"),
    "no manifest": (without("review.yaml"), f"{LOST}/review.yaml is gone"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_overview_names_a_review_that_is_not_in_its_place_and_what_to_do(
    top: Officer, way: str
) -> None:
    lose, says = WAYS[way]
    lose(top.folder)
    for words in OVERVIEWS:
        said = top.lfe(*words)
        assert says in said.all, words
        assert said.code == (2 if words[0] == "actions" else 1), words
    document = top.lfe("status", "--json").json
    assert [one["reference"] for one in document["reviews"] if "error" in one] == [LOST]
    assert LOST in top.path("board.html").read_text()
    assert says in top.lfe("status", "-r", LOST).all
    made = top.done(*NEW, "four").out.split()[0]
    assert made == ("LFE-2027-013" if way == "LFE-2027-012" else "LFE-2027-004")


@pytest.mark.parametrize("words", [("status",), ("issue-audits",), ("check",), ("undo",)])
def test_in_a_renamed_folder_every_command_says_what_to_rename_it_to(
    top: Officer, words: tuple[str, ...]
) -> None:
    renamed_to(f"{LOST} School case")(top.folder)
    said = top.lfe(*words, at=top.path(f"{LOST} School case"))
    assert said.code == 2
    assert BACK.format(f"{LOST} School case") in said.all


def test_what_was_renamed_back_is_as_it_was(top: Officer) -> None:
    before = top.done("status").out
    renamed_to(f"{LOST} School case")(top.folder)
    assert top.lfe("status").code == 1
    top.path(f"{LOST} School case").rename(top.path(LOST))
    assert top.done("status").out == before


@pytest.mark.parametrize("also_lost", ["", ".lfe", ".git"])
def test_a_number_is_never_given_out_twice(top: Officer, also_lost: str) -> None:
    top.done(*NEW, "four")
    for place in ("LFE-2027-004", *filter(None, [also_lost])):
        shutil.rmtree(top.path(place))
    assert top.done(*NEW, "five").out.split()[0] == "LFE-2027-005"


@pytest.mark.parametrize("damage", [b"", b"\0\0\0", b"LFE-2027-001\nLFE-20", b"\xff\xfe\n"])
def test_a_damaged_mark_is_worked_out_anew_and_never_says_less(top: Officer, damage: bytes) -> None:
    mark = top.path(".lfe/numbers")
    whole = mark.read_bytes()
    shutil.rmtree(top.path("LFE-2027-003"))
    mark.write_bytes(damage)
    assert "LFE-2027-003 was begun here" in top.lfe("status").all
    assert top.done(*NEW, "four").out.split()[0] == "LFE-2027-004"
    assert mark.read_bytes() == whole + b"LFE-2027-004\n"


def test_a_number_that_was_never_a_review_can_be_said_to_be_none(top: Officer) -> None:
    shutil.rmtree(top.path(LOST))
    assert "numbers_not_used" in top.lfe("status").all
    settings = top.path("partnership.yaml")
    settings.write_text(
        settings.read_text().replace("settings:\n", f"settings:\n  numbers_not_used: [{LOST}]\n")
    )
    assert LOST not in top.done("status").all
    assert LOST not in top.done("board").all


def test_who_goes_on_from_numbers_of_an_earlier_list_misses_none(top: Officer) -> None:
    shutil.copytree(top.path(LOST), top.path("LFE-2025-050"))
    manifest = top.path("LFE-2025-050", "review.yaml")
    manifest.write_text(manifest.read_text().replace(LOST, "LFE-2025-050"))
    assert "LFE-2025-049" not in top.done("status").all


def test_a_dry_run_and_a_look_leave_no_mark(top: Officer) -> None:
    top.path(".lfe/numbers").unlink()
    before = top.files()
    top.done("status")
    top.done(*NEW, "four", "--dry-run")
    assert top.files() == before


@pytest.mark.parametrize("place", ["review.yaml", "history.jsonl"])
def test_what_a_review_cannot_do_without_comes_back_from_git(top: Officer, place: str) -> None:
    path = top.path(LOST, place)
    before = path.read_bytes()
    path.unlink()
    assert f"lfe check -r {LOST} --repair" in top.lfe("status").all
    top.done("check", "-r", LOST, "--repair", "--yes")
    assert path.read_bytes().startswith(before)
    assert top.done("status").code == 0


def test_a_repair_makes_no_second_folder_of_a_review_that_was_renamed(top: Officer) -> None:
    renamed_to(f"{LOST} School case")(top.folder)
    before = top.files()
    said = top.lfe("check", "--repair", "--yes")
    assert BACK.format(f"{LOST} School case") in said.all
    assert said.code == 1
    assert top.files() == before


def test_a_history_that_is_nowhere_can_be_begun_anew(top: Officer) -> None:
    shutil.rmtree(top.path(".git"))
    top.path(LOST, "history.jsonl").unlink()
    said = top.lfe("check", "--repair", "--yes").all
    assert "an empty file of that name begins a new one" in said
    top.path(LOST, "history.jsonl").touch()
    assert LOST in [one["reference"] for one in top.done("status", "--json").json["reviews"]]


def test_a_review_of_elsewhere_that_lies_in_the_folder_is_no_loss(top: Officer) -> None:
    examples = Path(__file__).parents[1] / "examples"
    shutil.copytree(examples / "LFE-2026-002", top.path("Training", "LFE-2026-002"))
    said = top.done("status").all
    assert "Training/LFE-2026-002 looks like a review and is none" in said
    assert "cannot be read" not in said
    assert top.done(*NEW, "four").out.split()[0] == "LFE-2027-004"
    shutil.rmtree(top.path("Training"))
    assert "LFE-2026-002" not in top.done("status").all


def test_in_a_folder_of_an_earlier_version_a_renamed_review_is_seen_and_stays_seen(
    top: Officer,
) -> None:
    shutil.rmtree(top.path(".git"))
    top.path(".lfe/numbers").unlink()
    top.path("LFE-2027-003").rename(top.path("LFE-2027-003 School case"))
    for _ in range(2):
        assert "The folder of LFE-2027-003 was renamed" in top.lfe("status").all
        top.lfe("board")
    assert top.done(*NEW, "four").out.split()[0] == "LFE-2027-004"
    assert "The folder of LFE-2027-003 was renamed" in top.lfe("status").all


@pytest.mark.parametrize("words", OVERVIEWS)
def test_a_review_that_cannot_be_read_is_named_with_its_command(
    top: Officer, words: tuple[str, ...]
) -> None:
    manifest = top.path(LOST, "review.yaml")
    manifest.write_text(manifest.read_text().replace("theme:", "thema:"))
    said = top.lfe(*words)
    assert LOST in said.all
    if words[0] != "check":  # which is that command
        assert f"lfe check -r {LOST}" in said.all
