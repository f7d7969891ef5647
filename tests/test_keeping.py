"""A closed review is looked at again; what is not kept, or was a mistake, is removed whole."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from helpers.closing import CONFIRMED, MARK, NAME, with_papers
from helpers.officer import REFERENCE, Officer, start_review, where
from helpers.states import review_after
from lfe_cli.cli import asking

CLOSED_ON, ITS_DAY, LATER = "2027-04-01T10:00", "2029-04-01T10:00", "2030-04-01T10:00"
RECORD = "no-longer-kept.txt"
KEPT = ("keep", "--until", "2030-04-01", "--reason", "The inspection may ask for it")
NOT_NEEDED = ("discard", "--yes", "--nothing-needs-it", "--decided-by", "Statutory partners")
A_MISTAKE = ("discard", "--yes", "--nothing-went-out", "--decided-by", "Business manager")


def closed(review: Officer) -> None:
    with_papers(review)
    with where(LFE_NOW=CLOSED_ON):
        review.done("close", *CONFIRMED)


@pytest.fixture
def kept(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in a closed review, on the day on which its keeping is looked at."""
    monkeypatch.setenv("LFE_NOW", ITS_DAY)
    return review_after(closed, anywhere)


def following(review: Officer) -> list[str]:
    steps: list[str] = review.done("status", "--json").json["next"]
    return steps


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    asked, left = [], list(answers)

    def line(prompt: str) -> str:
        asked.append(prompt)
        return left.pop(0)

    monkeypatch.setattr(asking, "can_ask", lambda no_input: not no_input)
    monkeypatch.setattr(asking, "_line", line)
    return asked


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


# ---------------------------------------------------------------- the day


def test_its_day_comes_up_first_wherever_one_looks(
    kept: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = Officer(kept.folder.parent)
    monkeypatch.setenv("LFE_NOW", "2029-03-31T10:00")
    assert not any("still kept" in step for step in following(kept))
    assert kept.done("status", "--json").json["kept_until"] == "2029-04-01"
    monkeypatch.setenv("LFE_NOW", ITS_DAY)
    assert following(kept)[0].startswith("it is time to look at whether this review is still kept")
    assert "it is time to look at whether this review is still kept" in top.done("status").all
    [on_board] = top.done("board", "--json").json["reviews"]
    assert on_board["next"] == ["look at whether it is still kept"]


def test_closing_says_until_when_what_is_left_is_kept(review: Officer) -> None:
    said = review.done("close", *CONFIRMED).all
    assert "What is left is kept until 11 January 2029" in said


def test_how_long_is_the_partnerships_own(kept: Officer) -> None:
    settings = kept.folder.parent / "partnership.yaml"
    edit(settings, "keep_closed_months: 24", "keep_closed_months: 36")
    assert not any("still kept" in step for step in following(kept))
    edit(settings, "  keep_closed_months: 36\n", "")  # as in an older folder
    assert any("still kept" in step for step in following(kept))


def test_it_is_kept_on_with_a_reason_until_another_day_and_that_is_taken_back(
    kept: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.done(*KEPT, "--decided-by", "Business manager")
    assert not any("still kept" in step for step in following(kept))
    monkeypatch.setenv("LFE_NOW", LATER)
    assert any("still kept" in step for step in following(kept))
    kept.done("undo")
    assert kept.done("status", "--json").json["kept_until"] == "2029-04-01"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("keep",), "--until"),
        (("keep", "--until", "2030-04-01"), "--reason"),
        (("keep", "--until", "2028-04-01", "--reason", "x"), "that day has passed"),
        (("keep", "--until", "2060-04-01", "--reason", "x"), "more than 25 years away"),
        ((*KEPT[:4], "NHS number 943 476 5919"), "--reason holds what may not be kept"),
    ],
)
def test_what_does_not_fit_is_refused(kept: Officer, words: tuple[str, ...], why: str) -> None:
    before = kept.files()
    said = kept.lfe(*words)
    assert said.code == 2
    assert why in said.all
    assert kept.files() == before


def test_at_a_terminal_enter_means_later_and_answers_are_recorded(
    kept: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.files()
    answering(monkeypatch, "")
    assert "Nothing was recorded" in kept.done("keep").all
    assert "Nothing was recorded" in kept.done("keep", "--dry-run", "--no-input").all
    assert kept.files() == before
    answering(monkeypatch, "1 April 2030", "A complaint may come", "")
    assert "is kept until 1 April 2030" in kept.done("keep").all


def test_an_open_review_has_no_such_day(review: Officer) -> None:
    said = review.lfe(*KEPT)
    assert (said.code, "is not closed" in said.all) == (2, True)
    assert review.done("status", "--json").json["kept_until"] is None


# ---------------------------------------------------------------- the end of it


def test_what_is_no_longer_kept_goes_whole_and_leaves_its_record(kept: Officer) -> None:
    shown = kept.done("discard", "--dry-run")
    assert "the page was not submitted" in shown.all  # ends with it
    kept.done(*NOT_NEEDED)
    assert [path.name for path in kept.folder.rglob("*")] == [RECORD]
    record = " ".join(kept.path(RECORD).read_text().split())
    for said in (
        "Removed on 1 April 2029 by Review officer, as decided by: Statutory partners.",
        "closed on 1 April 2027",
        "not from e-mail, backups, SharePoint versions or recycle bins",
        "[ ] git, where it is used: it holds earlier versions of every text",
        "1 returned audit",
        "1 history of the review",
    ):
        assert said in record
    assert MARK not in record
    assert NAME not in record
    git = subprocess.run(
        ["git", "status", "--porcelain"], cwd=kept.folder.parent, capture_output=True, check=True
    )
    assert git.stdout == b""


def test_it_is_no_loss_and_its_number_is_not_given_out_again(
    kept: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.done(*NOT_NEEDED)
    top = Officer(kept.folder.parent)
    assert top.done("status", "--json").json["no_longer_kept"] == [REFERENCE]
    assert f"({RECORD}): {REFERENCE}" in top.done("status").all
    for named in ((), ("-r", REFERENCE), ("-r", "001")):
        said = top.lfe("status", *named) if named else kept.lfe("status")
        assert (said.code, f"{REFERENCE} is no longer kept" in said.all) == (2, True)
    assert "are no longer kept" in top.lfe("year", "2027").all
    assert top.done("check").code == 0
    monkeypatch.setenv("LFE_NOW", "2027-05-01T10:00")
    start_review(top)
    assert top.path("LFE-2027-002", "review.yaml").exists()
    few = top.done("year", "2027", "--json").json
    assert few["notes"][-1].startswith("Reviews of this year that are no longer kept")


def test_its_record_may_lie_in_the_archive(kept: Officer) -> None:
    kept.done(*NOT_NEEDED)
    top = Officer(kept.folder.parent)
    top.path("archive", "2027").mkdir(parents=True)
    kept.folder.rename(top.path("archive", "2027", REFERENCE))
    assert top.done("status", "--json").json["no_longer_kept"] == [REFERENCE]
    assert "was begun here" not in top.done("status").all


def test_nothing_goes_before_its_day_unless_that_is_decided(
    kept: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2028-04-01T10:00")
    before = kept.files()
    said = kept.lfe(*NOT_NEEDED)
    assert (said.code, "is kept until 1 April 2029" in said.all) == (2, True)
    assert kept.files() == before
    kept.done("keep", "--until", "2028-04-01", "--reason", "The adviser asks for it")
    kept.done(*NOT_NEEDED)


@pytest.mark.parametrize(
    "now",
    [
        "parallel: []\nhold_disposal: yes",
        "parallel:\n  - kind: inquest\n    checked_on: 2027-01-08\n    hold: event",
        "parallel:\n  - kind: complaint",
        "parallel:\n  - kind: access request\n    checked_on: 2027-01-08\n    hold: circulation",
    ],
)
def test_what_another_process_may_need_is_kept(kept: Officer, now: str) -> None:
    edit(kept.path("review.yaml"), "parallel: []", now)
    before = kept.files()
    said = kept.lfe(*NOT_NEEDED)
    assert said.code == 2
    assert "is kept:" in said.all
    assert kept.files() == before
    assert "lfe discard" not in " ".join(following(kept))


@pytest.mark.parametrize("left_out", ["--yes", "--nothing-needs-it", "--decided-by"])
def test_without_a_terminal_every_word_is_needed(kept: Officer, left_out: str) -> None:
    before = kept.files()
    words = [one for one in NOT_NEEDED if one != left_out]
    if left_out == "--decided-by":
        words.remove("Statutory partners")
    said = kept.lfe(*words)
    assert said.code == 2
    assert f"Add {left_out} to the command" in said.all
    assert kept.files() == before


@pytest.mark.parametrize("answers", [["no"], ["yes", "Statutory partners", "no"]])
def test_at_a_terminal_a_no_removes_nothing(
    kept: Officer, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    before = kept.files()
    answering(monkeypatch, *answers)
    assert kept.lfe("discard").code == 2
    assert kept.files() == before
    answering(monkeypatch, "yes", "Statutory partners", "yes")
    kept.done("discard")
    assert [path.name for path in kept.folder.rglob("*")] == [RECORD]


def test_what_changes_while_the_list_is_looked_at_stops_the_whole(
    kept: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line(prompt: str) -> str:
        kept.path("event", "just now.txt").write_text("x")
        return "yes"

    monkeypatch.setattr(asking, "can_ask", lambda no_input: not no_input)
    monkeypatch.setattr(asking, "_line", line)
    said = kept.lfe("discard")
    assert (said.code, "changed while you looked" in said.all) == (2, True)
    assert kept.path("review.yaml").exists()


def test_a_file_that_is_open_stops_the_whole_and_what_a_person_edited_is_named(
    kept: Officer,
) -> None:
    agenda = kept.path("event/agenda.docx")
    agenda.write_bytes(kept.path("audits/guidance.docx").read_bytes())
    assert "by one of you: - event/agenda.docx" in kept.done("discard", "--dry-run").all
    kept.path("event", "~$agenda.docx").write_text("")
    before = kept.files()
    said = kept.lfe(*NOT_NEEDED)
    assert (said.code, "is open in Word" in said.all) == (2, True)
    assert kept.files() == before


def test_what_a_program_holds_waits_and_goes_with_the_next_command(
    kept: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name == "agenda.docx":
            raise PermissionError
        real(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        said = kept.lfe(*NOT_NEEDED)
        assert (said.code, "agenda.docx is still to be removed" in said.all) == (1, True)
    top = Officer(kept.folder.parent)
    start_review(top)
    assert [path.name for path in kept.folder.rglob("*")] == [RECORD]


# ---------------------------------------------------------------- begun by mistake


def prepared(review: Officer) -> None:
    """Everything is made, and nothing has gone out."""
    review.done("issue-audits")
    review.done("agenda")


def test_a_review_begun_by_mistake_is_discarded_while_nothing_has_gone_out(
    anywhere: Officer,
) -> None:
    review = review_after(prepared, anywhere)
    before = review.files()
    assert "2 " not in review.done("discard", "--dry-run").err
    assert review.files() == before
    review.done(*A_MISTAKE)
    assert [path.name for path in review.folder.rglob("*")] == [RECORD]
    record = " ".join(review.path(RECORD).read_text().split())
    assert "by mistake. It was confirmed that nothing of it had gone out" in record
    top = Officer(review.folder.parent)
    start_review(top)
    assert top.path("LFE-2027-002", "review.yaml").exists()


WENT_OUT = [
    ("sent",),
    ("told", "identity"),
    ("reply", "police", "--knows", "yes"),
    ("ingest", "--nil", "school", "--reason", "not known to us"),
    ("told", "line-managers"),
    ("step-up",),
]


@pytest.mark.parametrize("words", WENT_OUT, ids=" ".join)
def test_what_somebody_heard_of_is_ended_and_not_discarded(
    anywhere: Officer, words: tuple[str, ...]
) -> None:
    review = review_after(prepared, anywhere)
    review.done(*words)
    before = review.files()
    said = review.lfe(*A_MISTAKE)
    assert said.code == 2
    assert "has gone out" in said.all
    assert "lfe close" in said.all
    assert review.files() == before


def test_what_was_taken_back_did_not_go_out(anywhere: Officer) -> None:
    review = review_after(prepared, anywhere)
    review.done("reply", "police", "--knows", "yes")
    review.done("undo")
    review.done(*A_MISTAKE)


def test_what_lies_in_the_inbox_came_from_somebody(review: Officer) -> None:
    review.path("audits/inbox", "audit.docx").write_text("x")
    said = review.lfe(*A_MISTAKE)
    assert (said.code, "so somebody knows of the review" in said.all) == (2, True)
    review.path("audits/inbox", "audit.docx").unlink()


def test_its_list_of_names_elsewhere_is_named(officer: Officer, tmp_path: Path) -> None:
    restricted = tmp_path / "Restricted"
    restricted.mkdir()
    line = "  # identifiers_folder: S:/Restricted/LFE"
    edit(officer.path("partnership.yaml"), line, f"  identifiers_folder: {restricted}")
    (restricted / f"{REFERENCE}.yaml").write_text(f"names: [{NAME}]\n")
    start_review(officer)
    said = officer.done(*A_MISTAKE, "-r", REFERENCE)
    assert "Remove it by hand" in said.all
    assert "the list of names: it lies" in officer.path(REFERENCE, RECORD).read_text()


def test_its_list_of_names_in_another_folder_here_goes_too(officer: Officer) -> None:
    folder = officer.path("lists")
    folder.mkdir()
    line = "  # identifiers_folder: S:/Restricted/LFE"
    edit(officer.path("partnership.yaml"), line, f"  identifiers_folder: {folder}")
    (folder / f"{REFERENCE}.yaml").write_text(f"names: [{NAME}]\n")
    start_review(officer)
    officer.done(*A_MISTAKE, "-r", REFERENCE)
    assert not (folder / f"{REFERENCE}.yaml").exists()


def test_its_screens_fit_a_terminal(kept: Officer) -> None:
    with where(COLUMNS="80"):
        said = [kept.done("status"), kept.done("discard", "--dry-run"), kept.done(*NOT_NEEDED)]
    assert max(len(line) for one in said for line in one.out.splitlines()) <= 80
