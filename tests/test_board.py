"""The board: one page for whoever leads the unit, in a browser, on paper, read aloud."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import html5lib
import pytest

from helpers.browser import Page, a_page
from helpers.histories import every_kind, happened, noted, submitted
from helpers.officer import Officer, Said, start_review, where
from helpers.states import lay, new_workspace

TODAY = "2027-04-27T09:00"
LOOKS = [(360, "light"), (360, "dark"), (1400, "light"), (1400, "dark")]


@pytest.fixture
def board(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer whose board shows a review at every point of its life."""
    lay(show_every_kind, officer)
    monkeypatch.setenv("LFE_NOW", TODAY)
    return officer


def show_every_kind(officer: Officer) -> None:
    lay(new_workspace, officer)
    every_kind(officer)
    with where(LFE_NOW=TODAY):
        but_one(officer)


def but_one(officer: Officer, *words: str) -> Said:
    """The board of reviews of which one cannot be read: that one needs a person."""
    said = officer.lfe("board", *words)
    assert said.code == 1, said
    return said


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with a_page(tmp_path_factory.mktemp("browser")) as page:
        yield page


def html(officer: Officer) -> str:
    return officer.path("board.html").read_text("utf-8")


def rows(officer: Officer) -> dict[str, str]:
    """The first table's rows by reference, as text."""
    tree = html5lib.parse(html(officer), namespaceHTMLElements=False)
    table = next(tree.iter("table"))
    found = {}
    for row in table.find("tbody").iter("tr"):
        for label in row.iter("span"):
            label.text = "" if label.get("class") == "label" else label.text
        cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row]
        found[cells[0]] = " | ".join(cells[1:])
    return found


def test_every_review_says_plainly_where_it_stands(board: Officer) -> None:
    assert rows(board) == {
        "LFE-2027-001": "after the event |  | ",
        "LFE-2027-002": "after the event | write the page with the facilitator | ",
        "LFE-2027-003": "event cancelled | find another day for the event make the audit forms | ",
        "LFE-2027-004": "cannot be read | put right review.yaml: lfe check -r LFE-2027-004 | ",
        "LFE-2027-006": "with the CSCR subgroup | issue the page once it is decided who gets "
        "it | the CSCR subgroup's decision on R1, R2, R3",
        "LFE-2027-007": "with the working groups | send the groups' letters (R1, R2) "
        "ask what became of R2.1 | the groups' report on R1, R2 "
        "evidence that R1.2, R2.1 are done",
        "LFE-2027-005": "stepped up 22 January 2027 | nothing further is made here: the statutory "
        "route goes on | ",
        "LFE-2027-008": "closed 26 April 2027 |  | the groups' report on R1, R2 "
        "evidence that R1.2, R2.1 are done",
    }


def test_an_event_that_is_to_come_is_next_and_replies_are_counted_without_names(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_review(officer)
    officer.done("issue-audits", "-r", "LFE-2027-001")
    officer.done("sent", "-r", "LFE-2027-001")
    officer.done("reply", "police", "--knows", "yes", "-r", "LFE-2027-001")
    monkeypatch.setenv("LFE_NOW", "2027-01-20")
    officer.done("board")
    [row] = rows(officer).values()
    assert row == (
        "audits out | the event, 10 February 2027 | the replies of 2 agencies, not heard yet"
    )


def test_each_action_has_the_subgroups_words_its_group_its_date_and_its_state(
    board: Officer,
) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", html(board)).split())
    assert "Test two ways &amp; compare &lt;both&gt;." in text  # as the subgroup amended it
    assert "Test one way to see" not in text
    assert "Change shared forms" not in text  # declined
    for said in (
        "R1.1 Try the conversation with three teams and ask children about it",
        "Practice Development Group",
        "1 May 2027",
        "closed",
        "completed, evidence to come",
        "under way",
        "not heard back yet; asked for by 18 May 2027",
        "after 3 months: 18 June 2027",
    ):
        assert said in text
    assert "Notes of twelve conversations" not in text  # evidence stays with the officer


def test_a_day_that_has_passed_is_said_kindly_and_is_next(
    board: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "this day has passed" not in html(board)
    monkeypatch.setenv("LFE_NOW", "2027-07-01T09:00")  # R1.2 was hoped for by the day before
    but_one(board)
    text = " ".join(re.sub(r"<[^>]+>", " ", html(board)).split())
    assert "30 June 2027 this day has passed" in text
    assert "1 May 2027 this day has passed" not in text  # R1.1 is closed
    following = rows(board)["LFE-2027-007"]
    assert "ask the groups how it goes with R1, R2 ask kindly how R1.2 is going" in following
    assert "ask what difference R1, R2 made" in following


def test_nothing_on_it_tells_which_child_family_or_agency(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    every_kind(officer)
    manifest = officer.path("LFE-2027-007", "review.yaml")
    text = manifest.read_text()
    marked = text.replace("family: []", "family:\n  - relation: grandparent\n    told: yes")
    marked = marked.replace("parallel: []", "parallel:\n  - kind: inquest\n    hold: event")
    assert marked != text
    manifest.write_text(marked)
    monkeypatch.setenv("LFE_NOW", TODAY)
    but_one(officer)
    said = html(officer).casefold()
    telling = ("neglect", "police", "school", "health visiting", "guildhall", "grandparent",
               "inquest", "independent chair", "no serious harm")  # fmt: skip
    assert [word for word in telling if word in said] == []


@pytest.mark.parametrize(
    "word", ["late", "overdue", "failed", "rejected", "silent", "deadline", "non-compliant"]
)
def test_nobody_is_blamed_on_it(board: Officer, word: str) -> None:
    assert not re.search(rf"\b{word}\b", html(board), re.IGNORECASE)


def test_the_same_reviews_on_the_same_day_give_the_same_bytes(board: Officer) -> None:
    before = board.path("board.html").read_bytes()
    assert "is as it was" in but_one(board).all
    board.path("board.html").unlink()
    but_one(board)
    assert board.path("board.html").read_bytes() == before


def test_it_says_when_it_was_made_and_how_it_is_made_anew(board: Officer) -> None:
    assert "As of 27 April 2027" in html(board)
    assert "<code>lfe board</code>" in html(board)


def test_it_needs_nothing_from_anywhere(board: Officer) -> None:
    page = html(board)
    assert """content="default-src 'none'; style-src 'unsafe-inline'\"""" in page
    assert not re.search(r"https?:|<script|<link|<img|<iframe|\bsrc=|url\(|@import", page)


def test_its_html_is_well_formed(board: Officer) -> None:
    html5lib.HTMLParser(strict=True).parse(html(board))


def test_a_groups_words_are_text_whatever_they_look_like(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    every_kind(officer)
    hostile = "<script>x()</script> {{ 7 * 7 }} \u202eabc\x07 \"' & end"
    happened(officer, "LFE-2027-007", "2027-04-21T10:00", noted("R1.1", "action", hostile))
    monkeypatch.setenv("LFE_NOW", TODAY)
    but_one(officer)
    page = html(officer)
    assert "&lt;script&gt;x()&lt;/script&gt; {{ 7 * 7 }} abc &#34;&#39; &amp; end" in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_spoilt_list_of_recommendations_is_one_review_that_cannot_be_read(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_review(officer)
    start_review(officer)
    submitted(officer, "LFE-2027-002")
    officer.path("LFE-2027-002", "subgroup/recommendations.yaml").write_text("recommendations: 3\n")
    said = but_one(officer)
    assert "LFE-2027-002 cannot be read. There is one thing" in said.all
    assert "Next: lfe check -r LFE-2027-002" in said.all
    assert rows(officer)["LFE-2027-002"].startswith(
        "cannot be read | put right recommendations.yaml"
    )
    assert rows(officer)["LFE-2027-001"].startswith("starting | ")


def test_a_folder_without_reviews_has_a_board_too(officer: Officer) -> None:
    officer.done("board")
    assert "There is no review yet." in html(officer)
    html5lib.HTMLParser(strict=True).parse(html(officer))


def test_a_dry_run_writes_nothing_and_json_is_one_document(board: Officer) -> None:
    board.path("board.html").unlink()
    before = board.files()
    assert "would write board.html" in but_one(board, "--dry-run").out
    assert board.files() == before
    said = but_one(board, "--json").json
    assert said["board"] == "board.html"
    assert said["made"] == "2027-04-27"
    assert [r["reference"] for r in said["reviews"]][-1] == "LFE-2027-008"
    actions = said["reviews"][5]["recommendations"][0]["actions"]
    assert actions[0]["by"] == "2027-05-01"
    assert actions[0]["state"] == "closed"


def test_somebody_elses_board_is_left_alone(officer: Officer) -> None:
    officer.path("board.html").write_text("<p>The board of trustees</p>")
    said = officer.lfe("board")
    assert said.code == 2
    assert "lfe did not make it" in said.all
    assert html(officer) == "<p>The board of trustees</p>"


def test_git_never_keeps_it(board: Officer) -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=board.folder, capture_output=True, text=True, check=True
    ).stdout
    assert "board.html" not in listed
    status = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=board.folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "board.html" not in status


def test_a_partnership_has_it_its_own_way(board: Officer) -> None:
    board.done("templates", "board.html")
    own = board.path("templates", "board.html")
    own.write_text(own.read_text().replace("Skip to the reviews", "Go to the reviews"))
    but_one(board)
    assert "Go to the reviews" in html(board)
    own.write_text("<p>{{ nothing.here }}</p>")
    said = board.lfe("board")
    assert said.code == 2
    assert "The template board.html cannot be used" in said.all
    own.write_text("<p>\n{% for %}</p>")
    assert "board.html, line 2" in board.lfe("board").all


# ---------------------------------------------------------------- in a browser


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_it_opens_without_a_word_of_complaint_and_asks_for_nothing(
    board: Officer, browser: Page, width: int, scheme: str
) -> None:
    browser.look(width, scheme)
    browser.open(board.path("board.html"))
    assert browser.said == []
    assert browser.asked_for == [board.path("board.html").as_uri()]
    assert len(browser.picture()) > 20_000


@pytest.mark.parametrize("width", [320, 360, 800, 961, 1100, 1400])
def test_nothing_runs_off_the_side(board: Officer, browser: Page, width: int) -> None:
    browser.look(width)
    browser.open(board.path("board.html"))
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.value(wide) == 0
    beyond = (
        "[...document.querySelectorAll('td, th, .state, li')].filter(e => "
        f"e.getBoundingClientRect().right > {width} + 1).length"
    )
    assert browser.value(beyond) == 0


@pytest.mark.parametrize("width", [360, 1000, 1400])
def test_a_word_without_an_end_runs_off_no_side(
    officer: Officer, browser: Page, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    every_kind(officer)
    happened(officer, "LFE-2027-007", "2027-04-21T10:00", noted("R1.1", "action", "x" * 300))
    monkeypatch.setenv("LFE_NOW", TODAY)
    but_one(officer)
    browser.look(width)
    browser.open(officer.path("board.html"))
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.value(wide) == 0


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_no_barrier_in_it(board: Officer, browser: Page, width: int, scheme: str) -> None:
    browser.look(width, scheme)
    browser.open(board.path("board.html"))
    assert barriers(browser) == []


def test_axe_does_find_barriers(browser: Page, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!DOCTYPE html><title>x</title><p style='color:#999;background:#fff'>grey")
    browser.look(1400)
    browser.open(page)
    assert {"color-contrast", "html-has-lang", "landmark-one-main"} <= set(barriers(browser))


def barriers(browser: Page) -> list[str]:
    """The rules of axe-core that the page breaks, those of good practice included."""
    spec = find_spec("axe_core_python")
    assert spec is not None
    assert spec.origin is not None
    axe = Path(spec.origin).with_name("axe.min.js").read_text("utf-8")
    browser.do("Runtime.evaluate", expression=axe)
    said = browser.value("axe.run().then(found => JSON.stringify(found.violations))")
    found = json.loads(said)
    return [rule["id"] for rule in found]


@pytest.mark.parametrize("width", [360, 1400])
def test_a_screen_reader_is_told_of_tables_headings_and_landmarks(
    board: Officer, browser: Page, width: int
) -> None:
    browser.look(width)
    browser.open(board.path("board.html"))
    nodes = browser.do("Accessibility.getFullAXTree")["nodes"]
    heard = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]
    roles = [role for role, _ in heard]
    for landmark in ("banner", "main", "navigation", "contentinfo"):
        assert roles.count(landmark) == 1
    headings = [name for role, name in heard if role == "heading"]
    assert headings == [
        "Learning from Experience Reviews: where they stand",
        "Reviews",
        "Timeline",
        "Recommendations and actions",
        "LFE-2027-007",
        "LFE-2027-008",
    ]
    tables = [name for role, name in heard if role == "table"]
    assert len(tables) == 4
    assert all(tables)
    assert ("rowheader", "LFE-2027-003") in heard
    assert ("columnheader", "Waiting for") in heard
    assert browser.value("document.documentElement.lang") == "en-GB"


def test_the_keyboard_reaches_the_reviews_first_and_shows_where_it_is(
    board: Officer, browser: Page
) -> None:
    browser.look(1400)
    browser.open(board.path("board.html"))
    press(browser, "Tab")
    assert browser.value("document.activeElement.textContent") == "Skip to the reviews"
    assert browser.value("document.activeElement.getBoundingClientRect().left") >= 0
    assert browser.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    press(browser, "Enter")
    assert browser.value("document.activeElement.id") == "main"


def press(browser: Page, key: str) -> None:
    codes = {"Tab": 9, "Enter": 13}
    for kind in ("keyDown", "keyUp"):
        text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
        browser.do(
            "Input.dispatchKeyEvent",
            type=kind,
            key=key,
            code=key,
            windowsVirtualKeyCode=codes[key],
            **text,
        )


def test_it_prints_on_a4_across_in_ink_on_white_and_cuts_no_row(
    board: Officer, browser: Page, tmp_path: Path
) -> None:
    browser.open(board.path("board.html"))
    pdf = tmp_path / "board.pdf"
    pdf.write_bytes(browser.pdf())
    sizes = set(re.findall(r"size:\s+([\d.]+ x [\d.]+) pts", run("pdfinfo", "-l", "99", pdf)))
    assert {tuple(round(float(n)) for n in size.split(" x ")) for size in sizes} == {(842, 595)}
    pages = run("pdftotext", "-layout", pdf, "-").split("\f")
    assert len([page for page in pages if page.strip()]) <= 5
    # every action of a recommendation stands on the page on which the recommendation begins
    for page in pages:
        assert page.count("R1 Agree") == page.count("R1.1") - page.count("evidence that R1.1")
        assert page.count("R1.1 Try") == page.count("R1.2 Write")
    run("pdftoppm", "-r", "20", "-l", "1", pdf, tmp_path / "print")
    [picture] = tmp_path.glob("print*.ppm")
    pixels = picture.read_bytes().split(b"255\n", 1)[1]
    assert sum(pixels) / len(pixels) > 240


@pytest.mark.parametrize("lower", [16, 48])  # millimetres: the page ends where the section begins
def test_on_paper_no_heading_is_left_without_its_table(
    board: Officer, browser: Page, tmp_path: Path, lower: int
) -> None:
    begins = '<section aria-labelledby="actions">'
    assert begins in html(board)
    pushed = f'<p style="height: {lower}mm; margin: 0"></p>{begins}'
    moved = tmp_path / "board.html"
    moved.write_text(html(board).replace(begins, pushed), "utf-8")
    browser.open(moved)
    pdf = tmp_path / "board.pdf"
    pdf.write_bytes(browser.pdf())
    for page in run("pdftotext", "-layout", pdf, "-").split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        last = lines[-1] if lines else ""
        assert not re.match(r"LFE-2027-00\d$|What working groups|Recommendation|Each rec", last)


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_board_that_somebody_wrote_into_is_left_alone(board: Officer) -> None:
    page = html(board)
    written = page.replace("<h1", "<p>A note of mine</p>\n<h1", 1)
    board.path("board.html").write_text(written)
    said = board.lfe("board")
    assert (said.code, "lfe did not make it as it is" in said.all) == (2, True)
    assert html(board) == written
