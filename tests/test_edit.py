"""`lfe edit`: the manifest in the officer's own editor, checked on save."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from helpers.officer import Officer
from lfe_cli.cli import asking


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that puts `new.yaml` in place of the file that it is given."""
    script = tmp_path / "my editor.sh"
    script.write_text(
        f'#!/bin/sh\nif [ -f "{tmp_path}/new.yaml" ]; then cp "{tmp_path}/new.yaml" "$1"; fi\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))
    return tmp_path / "new.yaml"


def test_a_change_is_checked_and_recorded(review: Officer, editor: Path) -> None:
    text = review.path("review.yaml").read_text()
    editor.write_text(text.replace("The Guildhall", "The Library"))
    said = review.done("edit")
    assert "Nothing in LFE-2027-001/review.yaml is wrong" in said.all
    last = json.loads(review.path("history.jsonl").read_text().splitlines()[-1])
    assert (last["action"], last["file"]) == ("manifest edited", "review.yaml")


def test_a_mistake_is_told_with_its_line_and_the_officers_text_stays(
    review: Officer, editor: Path
) -> None:
    text = review.path("review.yaml").read_text()
    editor.write_text(text.replace("venue:", "venu:"))
    said = review.lfe("edit")
    assert said.code == 2
    assert "event.venu is not a key that is known here. Did you mean venue?" in said.all
    assert "venu:" in review.path("review.yaml").read_text()


def test_nothing_changed_is_nothing_recorded(review: Officer, editor: Path) -> None:
    before = review.files()
    review.done("edit")
    assert review.files() == before


def test_an_editor_that_is_not_there_is_a_sentence(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
    said = review.lfe("edit")
    assert said.code == 2
    assert "Open the file by hand" in said.all


def test_without_an_editor_officers_are_not_left_in_vi(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    vi = tmp_path / "vi"
    vi.write_text("#!/bin/sh\n")
    vi.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    said = review.lfe("edit")
    assert said.code == 2
    assert "Set EDITOR to the editor you use; or open the file by hand" in said.all
    assert "lfe check" in said.all


@pytest.mark.parametrize(
    "said",
    ['"', "'", "nano 'x", '"/opt/my editor/edit', "\\", "true;", "./sh", "../bin/sh", "~/no such",
     "/", "/dev/null", "false", "sh -c 'kill -9 $$'", "e" * 5000, "\udcff", "no-such 'a b' -w"],
)  # fmt: skip
@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR"])
def test_an_editor_that_cannot_be_used_is_a_sentence(
    said: str, variable: str, review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, said)
    before = review.files()
    answer = review.lfe("edit")
    assert answer.code == 2
    assert "open the file by hand, save it, and run: lfe check" in answer.all.lower()
    assert review.files() == before


@pytest.mark.parametrize("blank", ["", "   ", "\t", '""', "''"])
def test_a_blank_editor_is_none(
    blank: str, review: Officer, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", blank)
    review.done("edit")
    monkeypatch.setenv("EDITOR", blank)
    monkeypatch.setenv("PATH", "")
    assert "No editor was found." in review.lfe("edit").all


@pytest.mark.parametrize("shape", ["{}", '"{}"', "'{}' --wait", ' "{}" -x "a b" '])
def test_an_editor_may_have_blanks_in_its_path_and_words_after_it(
    shape: str, review: Officer, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Path(os.environ["EDITOR"])
    script.write_text('#!/bin/sh\nfor file; do :; done\necho "# a note" >> "$file"\n')
    monkeypatch.setenv("EDITOR", shape.format(script))
    review.done("edit")
    assert review.path("review.yaml").read_text().endswith("# a note\n")


def test_what_an_editor_saved_counts_although_it_ended_with_a_fault(
    review: Officer, editor: Path
) -> None:
    script = Path(os.environ["EDITOR"])
    script.write_text('#!/bin/sh\necho "# a note" >> "$1"\nexit 3\n')
    assert "Saved." in review.done("edit").out


def test_leaving_a_mistake_as_it_is_says_what_that_means(
    review: Officer, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "can_ask", lambda no_input: True)
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    text = review.path("review.yaml").read_text()
    editor.write_text(text.replace("venue:", "venu:"))
    said = review.lfe("edit")
    assert said.code == 2
    assert "review.yaml is saved as it is." in said.all
    assert "Commands in this review will stop until it is put right." in said.all
    assert "Nothing was changed" not in said.all


def test_a_listed_word_is_told_after_a_good_save(review: Officer, editor: Path) -> None:
    review.path("identifiers.yaml").write_text("names: [Testina Example]\n")
    text = review.path("review.yaml").read_text()
    line = text[: text.index("The Guildhall")].count("\n") + 1
    editor.write_text(text.replace("The Guildhall", "Testina's school"))
    said = review.lfe("edit")
    assert said.code == 1
    assert f"It holds a word from identifiers.yaml (line {line}" in said.all
    assert "write a role instead." in said.all
