"""`lfe edit`: the manifest in the officer's own editor, checked on save."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from conftest import Officer


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
