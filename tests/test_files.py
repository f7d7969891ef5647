"""The table of files: what a row says holds for git, for checks, for closing and in every list."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.closing import CONFIRMED, MARK
from helpers.officer import REFERENCE, Officer, start_review
from lfe_cli.disk import git_rules, locking, writing
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.files import OTHER, TABLE, Aside, File
from lfe_cli.review.partnership import Readers
from tools.make_examples import EXAMPLES

PARTS = {
    "agency": "police", "group": "practice", "person": "mother", "form": "43ab569beb6c",
    "letter": "audit-request-police", "ending": "docx", "name": "as it came.docx", "year": "2027",
}  # fmt: skip
REFERRAL = File(
    "referral",  # type: ignore[arg-type]
    "referral/{agency}.docx",
    "referral",
    "an agency's",
    git="never keeps",
    closing="remove",
)
MINUTES = File(
    "minutes",  # type: ignore[arg-type]
    "subgroup/minutes.txt",
    "minutes of the subgroup",
    check="everything",
    aside=Aside("earlier minutes", check="nothing", closing="remove"),
)


def sample(row: File) -> str:
    """A path that the row's place stands for, relative to the workspace."""
    place = row.place.format(**PARTS)
    return place if row.within == "workspace" else f"{REFERENCE}/{place}"


def variants(row: File) -> list[str]:
    """The file itself, versions kept aside, and what else counts as it, in odd cases of letters."""
    path = sample(row)
    folder, _, name = path.rpartition("/")
    found = [path]
    if row.aside is not None:
        found += [files.numbered(path, 1), files.numbered(path, 23)]
    if row.also == "all in its folder":
        found += [f"{folder}/{name.upper()}", f"{folder}/Scan 3.PDF", f"{folder}/more/Deeper.jpg"]
    if row.also == "what is named like it":
        stem, ending = name.rpartition(".")[::2]
        found += [f"{folder}/{stem.capitalize()} (2).{ending.upper()}", f"{folder}/{stem}s.txt"]
    return found


def in_odd_case(path: str) -> str:
    """The path with every letter of its file in the other case; the review's folder as it is."""
    return path.swapcase().replace(REFERENCE.swapcase(), REFERENCE)


def kept_aside(row: File) -> list[str]:
    return [files.numbered(sample(row), number) for number in (1, 2, 23)]


def never_kept() -> list[str]:
    """Every path, of every row, that git must not keep."""
    found = [path for row in TABLE if row.git == "never keeps" for path in variants(row)]
    apart = [row for row in TABLE if row.aside and row.aside.git == "never keeps"]
    return [*found, *(path for row in apart for path in kept_aside(row))]


def may_be_kept() -> list[str]:
    rows = [row for row in TABLE if row.git == "may keep" and row.title]
    apart = {path for row in rows for path in kept_aside(row) if row.aside and row.aside.git}
    return [path for row in rows for path in variants(row) if path not in apart]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the .gitignore that `lfe init` writes."""
    folder = tmp_path_factory.mktemp("Shared drive")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    lines = "".join(f"{line}\n" for line in git_rules.ignored_by_git())
    folder.joinpath(".gitignore").write_text(lines)
    return folder


def ignored(folder: Path, paths: list[str], *options: str) -> set[str]:
    done = subprocess.run(
        ["git", *options, "check-ignore", "-z", "--stdin"],
        cwd=folder, input="\0".join(paths), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {path for path in done.stdout.split("\0") if path}


# ---------------------------------------------------------------- git


def test_git_ignores_every_file_that_it_must_never_keep(repository: Path) -> None:
    paths = never_kept()
    assert len(paths) > 40
    assert set(paths) - ignored(repository, paths) == set()


def test_git_ignores_it_in_any_case_where_a_drive_keeps_none(repository: Path) -> None:
    paths = [in_odd_case(path) for path in never_kept()]
    left = set(paths) - ignored(repository, paths, "-c", "core.ignorecase=true")
    assert left == set()
    assert [path for path in paths if not git_rules.is_never_kept(path)] == []


def test_git_may_keep_every_other_file(repository: Path) -> None:
    assert ignored(repository, may_be_kept()) == set()


def test_what_is_never_kept_is_what_the_lines_for_git_say(repository: Path) -> None:
    paths = [*never_kept(), *may_be_kept(), "board.html", "sub/board.html", "year-2027.xlsx",
             f"{REFERENCE}/my own notes.docx", f"{REFERENCE}/event/a notes.docx", "notes.docx",
             f"{REFERENCE}/actions.xlsx.txt", "a/.lfe/x", "a/b/~$c/d.txt"]  # fmt: skip
    said = {path for path in paths if git_rules.is_never_kept(path)}
    assert said == ignored(repository, paths)


def test_the_lines_for_git_are_those_of_every_earlier_folder() -> None:
    lines = EXAMPLES.joinpath(".gitignore").read_text().splitlines()[1:]
    assert list(git_rules.ignored_by_git()) == lines


def test_a_file_that_holds_others_words_is_never_kept_by_git() -> None:
    others = {"an agency's", "a group's", "the family's", "the facilitator's"}
    assert [row.id for row in TABLE if row.words in others and row.git != "never keeps"] == []
    assert [row.id for row in TABLE if row.words in others and row.closing != "remove"] == []


# ---------------------------------------------------------------- who may read it


def test_what_git_never_keeps_of_others_words_is_confidential_and_so_is_the_list_of_names() -> None:
    assert {row.id for row in TABLE if row.confidential} == {
        "what-was-read", "returned-audit", "facilitators-paper", "notes", "returned-actions",
        "family-letter", "identifiers", "left-in-the-inbox", "reply-details",
        "attendance-sheet",
    }  # fmt: skip


@pytest.mark.parametrize(("readers", "mode"), [("owner", 0o600), ("group", 0o640)])
def test_who_may_read_a_file_follows_from_its_row(
    readers: Readers, mode: int, tmp_path: Path
) -> None:
    rows = [row for row in TABLE if row.id != "tool-folder"]
    changes = Changes(writes=tuple(Write(sample(row), b"x") for row in rows))
    before = os.umask(0o022)
    try:
        with locking.locked(tmp_path, "Officer", datetime.now(UTC)) as lock:
            writing.apply(lock, changes, datetime.now(UTC), "Officer", readers=readers)
    finally:
        os.umask(before)
    written = {row.id: (tmp_path / sample(row)).stat().st_mode & 0o777 for row in rows}
    assert written == {row.id: mode if row.confidential else 0o644 for row in rows}


def test_the_facilitators_paper_may_be_read_by_whom_the_settings_name(review: Officer) -> None:
    settings = review.folder.parent / "partnership.yaml"
    said = settings.read_text().replace("readable_by: owner", "readable_by: group")
    settings.write_text(said)
    paper, agenda = review.path("event", "facilitator.docx"), review.path("event", "agenda.docx")
    before = os.umask(0o022)
    try:
        review.done("agenda")
        made = paper.stat().st_mode & 0o777
        paper.write_bytes(agenda.read_bytes())
        review.done("agenda", "--replace")
    finally:
        os.umask(before)
    kept = review.path("event", "facilitator.1.docx")
    assert [made, *(path.stat().st_mode & 0o777 for path in (paper, kept, agenda))] == [
        0o640, 0o640, 0o640, 0o644,
    ]  # fmt: skip


def test_names_are_looked_for_in_every_text_but_the_questions_and_the_settings() -> None:
    texts = [row for row in TABLE if row.git == "may keep" and sample(row).endswith(files.TEXTS)]
    not_looked = {row.id for row in texts if not git_rules.is_looked_into(sample(row))}
    assert not_looked == {"questions", "settings", "no-longer-kept"}
    assert git_rules.is_looked_into(f"{REFERENCE}/event/somebody's own.docx")


def test_git_keeps_each_time_what_changes_without_an_entry() -> None:
    own = {"review.yaml", "history.jsonl", "report/learning.yaml"}
    assert set(git_rules.kept_without_an_entry()) == own


def test_the_page_as_pdf_goes_with_its_text() -> None:
    made = [row.id for row in TABLE if git_rules.goes_with_its_text(sample(row))]
    assert "report-pdf" in made
    assert "report" not in made


# ---------------------------------------------------------------- the table itself


def test_a_path_has_the_row_that_it_was_made_from() -> None:
    for row in TABLE:
        path = sample(row)
        assert files.file_in_workspace(path).id == row.id, path
        assert files.file_in_workspace(in_odd_case(path)).id == row.id


def test_a_version_that_is_kept_aside_is_known_as_one() -> None:
    for row in TABLE:
        if row.aside is None:
            continue
        assert "." in row.name
        for path in kept_aside(row):
            assert files.file_in_workspace(path) == row.as_kept_aside(), path


def test_what_many_read_is_not_looked_at_as_closely_once_it_is_kept_aside() -> None:
    rows = [row for row in TABLE if row.check == "everything"]
    assert len(rows) > 5
    assert {row.as_kept_aside().check for row in rows} == {"nothing", "names"}


def test_what_a_file_is_made_from_is_in_the_table() -> None:
    known = {row.id for row in TABLE}
    assert {one for row in TABLE for one in row.made_from} <= known


def test_every_template_that_it_names_is_there() -> None:
    shipped = Path(__file__).parent.parent / "templates"
    named = {row.template.replace("{kind}", "*") for row in TABLE if row.template}
    assert [one for one in named if not list(shipped.glob(one))] == []


def test_every_template_of_a_document_or_letter_is_named_by_what_is_made_from_it() -> None:
    shipped = Path(__file__).parent.parent / "templates"
    named = {row.template.replace("{kind}", "*") for row in TABLE if row.template}
    documents = {path for ending in ("*.docx", "letters/*.txt") for path in shipped.glob(ending)}
    assert len(documents) > 15
    assert documents == {path for one in named for path in shipped.glob(one)}


def test_every_place_that_has_a_name_of_its_own_is_in_the_table() -> None:
    places = {name: place for name, place in vars(files).items()
              if name.isupper() and isinstance(place, str) and "." in place}  # fmt: skip
    assert len(places) > 15
    unknown = [name for name, place in places.items()
               if OTHER in (files.file_of(place), files.file_in_workspace(place))
               and files.file_of(place) == files.file_in_workspace(place)]  # fmt: skip
    assert unknown == []


def test_a_persons_own_file_is_told_as_that() -> None:
    for path in ("my own notes.docx", "event/photograph of the wall.jpg", "a/b/c.txt"):
        assert files.file_of(path) == OTHER
        assert files.parts_of(path) == {}
        assert not files.is_named_by_us(path)
    assert (OTHER.git, OTHER.closing, OTHER.title) == ("may keep", "keep", "other")


def test_the_agency_is_read_from_the_place_of_its_audit() -> None:
    for number in (1, 2):
        place = files.returned("school-a", ".pdf", number)
        assert files.parts_of(place)["agency"] == "school-a"
    assert files.returned("police", ".docx", 2) == "audits/returned/police.2.docx"


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("event/facilitator.docx", True),
        ("event/facilitator.3.docx", True),
        ("event/facilitator (1).docx", False),
        ("event/Facilitator.docx", False),  # on a drive that tells cases apart, a person's copy
        ("event/FACILITATOR.3.docx", False),
        ("event/facilitator.x.docx", False),
        ("audits/returned/police.docx", False),  # the history knows
        ("report/report.1.pdf", True),
        ("family/letter for somebody.docx", False),
    ],
)
def test_a_name_that_a_sender_may_have_chosen_is_not_ours(path: str, ours: bool) -> None:
    assert files.is_named_by_us(path) is ours


@pytest.mark.parametrize(
    ("path", "second"),
    [
        ("event/agenda.docx", "event/agenda.2.docx"),
        (".gitignore", ".gitignore.2"),
        ("a.b/noext", "a.b/noext.2"),
    ],
)
def test_a_second_version_is_named_so_that_a_person_sees_it(path: str, second: str) -> None:
    assert files.numbered(path, 2) == second


def test_every_file_that_the_demonstration_makes_has_a_row() -> None:
    paths = [path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*")
             if path.is_file()]  # fmt: skip
    assert len(paths) > 70
    assert [path for path in paths if files.file_in_workspace(path).title == "other"] == []


# ---------------------------------------------------------------- one row is enough


@pytest.fixture
def with_more_rows(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in a review of a tool whose table has two rows more."""
    monkeypatch.setattr(files, "TABLE", (REFERRAL, MINUTES, *TABLE))
    anywhere.done("init", ".")
    start_review(anywhere)
    review = Officer(anywhere.path(REFERENCE))
    for place in ("referral/police.docx", "referral/police.1.docx", "referral/Scan.PDF"):
        review.path("referral").mkdir(exist_ok=True)
        review.path(place).write_bytes(review.path("review.yaml").read_bytes())
    review.path("subgroup").mkdir()
    review.path("subgroup/minutes.txt").write_text("The subgroup met.\n")
    review.path("subgroup/minutes.1.txt").write_text(f"{MARK}.\n")
    return review


@pytest.fixture
def _not_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in for Word files of a made-up kind is none."""
    monkeypatch.setattr("conftest.assert_office_files_are_valid", lambda folder: None)


@pytest.mark.usefixtures("_not_word")
def test_one_row_makes_a_file_confidential(with_more_rows: Officer) -> None:
    lines = with_more_rows.path("..", ".gitignore").read_text()
    assert "**/referral/\n" in lines
    paths = [f"{REFERENCE}/referral/police.docx", f"{REFERENCE}/referral/Scan.PDF"]
    assert ignored(with_more_rows.folder.parent, paths) == set(paths)
    assert all(git_rules.is_never_kept(path) for path in paths)
    assert not git_rules.is_never_kept(f"{REFERENCE}/subgroup/minutes.txt")
    assert git_rules.is_looked_into(f"{REFERENCE}/subgroup/minutes.txt")


@pytest.mark.usefixtures("_not_word")
def test_one_row_titles_a_file_in_the_list_of_documents(with_more_rows: Officer) -> None:
    found = with_more_rows.done("documents", "--json").json["documents"]
    said = {document["place"]: document["what"] for document in found}
    assert said["subgroup/minutes.txt"] == "minutes of the subgroup"
    assert said["subgroup/minutes.1.txt"] == "earlier minutes"
    named = [(d["what"], d["agency"], d["way"]) for d in found if d["place"].startswith("referral")]
    assert ("referral", "Police", "from") in named


@pytest.mark.usefixtures("_not_word")
def test_one_row_says_whether_closing_removes_a_file(with_more_rows: Officer) -> None:
    said = with_more_rows.done("close", *CONFIRMED, "--json").json
    assert {"referral", "earlier minutes"} <= {paper["what"] for paper in said["removed"]}
    assert not with_more_rows.path("referral/police.docx").exists()
    assert not with_more_rows.path("referral/police.1.docx").exists()
    assert not with_more_rows.path("subgroup/minutes.1.txt").exists()
    assert with_more_rows.path("subgroup/minutes.txt").exists()
    record = with_more_rows.path("disposal.txt").read_text()
    assert re.search(r"referral, removed on", " ".join(record.split()))


@pytest.mark.usefixtures("_not_word")
def test_one_row_says_what_is_looked_for_in_a_file(with_more_rows: Officer) -> None:
    names = "names: [Quillon Marrowby]\nplaces: []\nother: []\n"
    with_more_rows.path("identifiers.yaml").write_text(names)
    for place in ("subgroup/minutes.txt", "subgroup/minutes.1.txt", "referral/police.docx"):
        with_more_rows.path(place).write_text("Quillon Marrowby was there.\n")
    found = with_more_rows.lfe("check", "--json").json["findings"]
    stopped = {finding["file"] for finding in found if finding["severity"] == "stop"}
    assert stopped == {f"{REFERENCE}/subgroup/minutes.txt"}
