"""`lfe check`: everything that can be checked, in a review or in any file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from helpers.officer import Officer, Said
from helpers.word_xml import document, p

LEARNING = Path(__file__).parent / "data" / "learning.yaml"
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
    assert " ".join(said.out.split()) == (
        "Mistakes, names and blame: none found by these checks (1 file, against 2 listed words)."
    )
    review.path("identifiers.yaml").write_text("names: [Testina]\n")
    assert "(1 file, against 1 listed word)." in review.done("check", text).all


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


def findings(said: Said, severity: str = "") -> list[tuple[str, str, str]]:
    found = said.json["findings"]
    kept = [f for f in found if not severity or f["severity"] == severity]
    return [(f["file"], f["where"], f["text"]) for f in kept]


def learn(review: Officer, text: str = "") -> None:
    review.path("report").mkdir(exist_ok=True)
    review.path("report", "learning.yaml").write_text(text or LEARNING.read_text())


def test_a_manifest_given_as_a_file_tells_its_mistakes(review: Officer) -> None:
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("theme:", "them:", 1))
    said = review.lfe("check", "review.yaml", "--json")
    assert said.code == 1
    told = [(file, where) for file, where, _ in findings(said, "stop")]
    assert ("LFE-2027-001/review.yaml", "line 8, them") in told


def test_of_a_manifest_only_names_and_numbers_are_told(review: Officer) -> None:
    assert findings(review.done("check", "review.yaml", "--json")) == []
    review.path("identifiers.yaml").write_text(NAMES)
    path = review.path("review.yaml")
    said = "Mother failed to engage on 3 May 2026; Testina knows (07700 900123)"
    path.write_text(path.read_text().replace("The Guildhall", said))
    told = review.lfe("check", "review.yaml", "--json")
    assert told.code == 1
    rules = {f["rule"] for f in told.json["findings"]}
    assert rules == {"listed-name", "telephone"}


def test_the_settings_given_as_a_file_tell_only_their_mistakes(review: Officer) -> None:
    path = review.folder.parent / "partnership.yaml"
    assert findings(review.done("check", "../partnership.yaml", "--json")) == []
    path.write_text(path.read_text().replace("event_start: ", "event_strat: "))
    said = review.lfe("check", "../partnership.yaml", "--json")
    assert said.code == 1
    line = path.read_text().split("event_strat")[0].count("\n") + 1
    assert [where for _, where, _ in findings(said)] == [f"line {line}, settings.event_strat"]


def test_the_list_of_names_given_as_a_file_tells_only_its_mistakes(review: Officer) -> None:
    path = review.path("identifiers.yaml")
    path.write_text(NAMES)
    assert findings(review.done("check", "identifiers.yaml", "--json")) == []
    path.write_text("names: []\n  - Testina Example\nplaces: []\n")
    said = review.lfe("check", "identifiers.yaml")
    assert said.code == 1
    assert "identifiers.yaml, line 1 (identifiers-unreadable)" in said.all
    assert "This line says that the list is empty" in said.all
    assert "Take the [] away" in said.all
    path.write_text("names: [A]\nplaces: [B]\nothers: []\n")
    said = review.lfe("check", "identifiers.yaml", "--json")
    assert [where for _, where, _ in findings(said)] == ["line 3, others"]
    path.write_text("names: [A]\nplaces: [B]\n")
    said = review.lfe("check", "identifiers.yaml", "--json")
    assert [where for _, where, _ in findings(said)] == ["line 1, names (1)", "line 2, places (1)"]


def test_learning_given_as_a_file_tells_its_mistakes_and_its_words(review: Officer) -> None:
    learn(review, LEARNING.read_text().replace("why_we_looked:", "why_we_look:", 1))
    path = review.path("report", "learning.yaml")
    path.write_text(path.read_text() + "# The mother failed to engage.\n")
    said = review.lfe("check", "report/learning.yaml", "--json")
    assert said.code == 1
    texts = " ".join(text for _, _, text in findings(said, "stop"))
    assert "is not a key that is known here." in texts
    assert "failed to engage" in texts


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Practice Group", "is 'Practice Group', which is no working group of the partnership."),
        ("''", "is empty."),
        ("", "is empty."),
        ("practise", "is 'practise', which is no working group of the partnership."),
    ],
)
def test_a_group_that_is_none_is_told_with_those_there_are(
    review: Officer, given: str, said: str
) -> None:
    text = LEARNING.read_text()
    assert "working_group: quality" in text
    learn(review, text.replace("working_group: quality", f"working_group: {given}", 1))
    told = review.lfe("check", "report/learning.yaml", "--json")
    [group] = [f for f in told.json["findings"] if f["where"].endswith("working_group")]
    assert (group["text"], group["suggestion"]) == (said, "Choose practice, quality or learning.")


def test_our_own_comments_are_never_commented_on(review: Officer) -> None:
    review.done("report")
    said = review.lfe("check", "report/learning.yaml", "review.yaml", "--json")
    assert [f for f in said.json["findings"] if "comment" in f["where"]] == []
    review.path("report", "learning.yaml").write_text(
        "\n".join(
            [line for line in review.path("report", "learning.yaml").read_text().split("\n")
             if line.startswith("#")]
        ) + "\n" + LEARNING.read_text()
    )  # fmt: skip
    assert findings(review.lfe("check", "report/learning.yaml", "--json")) == []


def test_learning_that_nobody_wrote_in_yet_is_no_finding(review: Officer) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    review.done("report")
    assert findings(review.done("check", "--json")) == []
    path = review.path("report", "learning.yaml")
    path.write_text(path.read_text() + "\n")
    assert review.lfe("check").code == 1


def test_a_history_that_is_gone_is_a_stop(review: Officer) -> None:
    review.path("history.jsonl").unlink()
    said = review.lfe("check")
    assert said.code == 1
    assert "history.jsonl is gone" in said.all
    assert "lfe check --repair" in said.all


def test_letters_forms_and_papers_are_looked_at_for_what_must_not_be(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    place = "The Guildhall"
    review.path("identifiers.yaml").write_text(f"places: [{place}]\n")
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace(place, "The Library"))
    said = review.lfe("check", "--json")
    assert said.code == 1
    files = {file for file, _, _ in findings(said, "stop")}
    assert "LFE-2027-001/event/sign-in.docx" in files
    assert any(file.startswith("LFE-2027-001/outbox/invitation-") for file in files)
    advised = {f["file"] for f in said.json["findings"] if f["severity"] != "stop"}
    assert not [file for file in advised if "/outbox/" in file and "changed" not in file]


def test_a_letter_that_cannot_be_opened_hides_no_other(review: Officer) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    review.done("issue-audits")
    review.path("audits", "issued", "police.docx").write_bytes(b"not a zip")
    review.path("audits", "issued", "~$school.docx").write_bytes(b"Word's own")
    said = review.lfe("check", "--json")
    assert said.code == 1
    [(file, _, text)] = findings(said, "stop")
    assert file == "LFE-2027-001/audits/issued/police.docx"
    assert "was not checked" in text
    review.path("audits", "issued", "police.docx").unlink()


def test_a_folder_means_the_files_in_it(review: Officer) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    review.done("issue-audits")
    letters = len(list(review.path("outbox").iterdir()))
    assert letters > 1
    assert f"({letters} files, against 2 listed words)" in review.lfe("check", "outbox").all
    review.path("outbox", "note.txt").write_text("Testina was there.\n")
    said = review.lfe("check", "outbox", "--json")
    assert said.code == 1
    assert [file for file, _, _ in findings(said, "stop")] == ["outbox/note.txt"]
    review.path("empty").mkdir()
    said = review.lfe("check", "empty")
    assert said.code == 2
    assert "There is no file in the folder empty." in said.all


def test_a_reviews_folder_given_is_checked_as_a_whole(review: Officer) -> None:
    review.path("history.jsonl").unlink()
    root = Officer(review.folder.parent)
    assert "history.jsonl is gone" in root.lfe("check", "LFE-2027-001").all
    assert "history.jsonl is gone" in root.lfe("check", ".").all


def test_a_word_document_that_not_everybody_can_read_is_pointed_out(
    review: Officer, tmp_path: Path
) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("A page without a heading, in a table's style.")
    path = tmp_path / "ours.docx"
    document.save(str(path))
    rules = {f["rule"] for f in review.lfe("check", path, "--json").json["findings"]}
    assert any(rule.startswith("access-") for rule in rules)


def test_a_mistake_in_a_partnerships_own_template_is_told_before_it_is_needed(
    review: Officer,
) -> None:
    root = Officer(review.folder.parent)
    root.done("templates", "agenda.yaml")
    root.done("templates", "report.docx")
    path = root.path("templates", "agenda.yaml")
    path.write_text(path.read_text().replace("kind: break", "kind: brake"))
    from docx import Document

    document = Document(str(root.path("templates", "report.docx")))
    document.add_paragraph("{{ title")
    document.save(str(root.path("templates", "report.docx")))
    said = root.lfe("check", "--json")
    assert said.code == 1
    stops = {f["file"]: f["text"] for f in said.json["findings"] if f["severity"] == "stop"}
    assert "cannot be 'brake'" in stops["templates/agenda.yaml"]
    assert "{{ title" in stops["templates/report.docx"]
    root.path("templates", "report.docx").unlink()


@pytest.mark.parametrize("ending", [".docx", ".docm", ".dotx", ".dotm"])
def test_a_name_is_found_in_every_kind_of_word_file(review: Officer, ending: str) -> None:
    review.path("identifiers.yaml").write_text(NAMES)
    notes = review.path(f"notes{ending}")
    notes.write_bytes(document(p("Then Testina Example came.")))
    found = review.lfe("check", notes, "--json").json["findings"]
    assert ("listed-name", "stop") in [(one["rule"], one["severity"]) for one in found]
