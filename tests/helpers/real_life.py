"""What happens to a review that nobody had planned: thrown into the life of a player."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from helpers.player import Player, an_audit_comes

Happening = Callable[[Player], bool]
LATE = "housing"


def with_real_life(player: Player, undoes: float = 0) -> Player:
    """Each of these happens once, at a drawn moment at which it can; commands are taken back."""
    player.undoes = undoes
    to_come = list(HAPPENINGS)
    player.random.shuffle(to_come)

    def happens(player: Player) -> None:
        if to_come and player.random.random() < 0.25:
            for one in to_come:
                if one(player):
                    to_come.remove(one)
                    return

    player.between.append(happens)
    player.tells.append(no_letter_twice(player))
    return player


# ---------------------------------------------------------------- what happens


def _is_ahead(player: Player) -> bool:
    """The event is still to come by some days, and forms are out."""
    event = player.life.event
    return bool(event and player.today < event - timedelta(days=3) and player.life.standing("form"))


def the_day_is_moved(player: Player) -> bool:
    if not _is_ahead(player):
        return False
    assert player.life.event is not None
    day = player.life.event + timedelta(days=14)
    player.types("move", "--to", f"{day} 13:00", "--keep")  # as it says where a paper was edited
    return True


def it_is_cancelled(player: Player) -> bool:
    if not _is_ahead(player) or not player.life.standing("agenda"):
        return False
    player.types("cancel")
    return True


def an_agency_is_late(player: Player) -> bool:
    if not _is_ahead(player):
        return False
    player.types("agency", "add", LATE)
    return True


def an_agency_withdraws(player: Player) -> bool:
    if not _is_ahead(player) or "gp" not in player.life.agencies:
        return False
    if not player.life.takes_part("gp"):
        return False
    player.types("agency", "withdraw", "gp")
    return True


def it_has_nothing_to_bring(player: Player) -> bool:
    if not _is_ahead(player) or player.life.progress("early-help") not in ("asked", "replied"):
        return False
    player.types("ingest", "--nil", "early-help", "--reason", "Not known to us")
    return True


def an_audit_comes_as_pdf(player: Player) -> bool:
    if not _is_ahead(player) or player.life.progress("school") not in ("asked", "replied"):
        return False
    an_audit_comes(player, "school", "scan.pdf", b"%PDF-1.4 What the school wrote")
    return True


def a_decision_is_amended(player: Player) -> bool:
    if player.life.standing("closed") or player.life.standing("stepped up"):
        return False
    if player.life.recommendation("R2")["decision"] != "accepted":
        return False
    words = "Test with two services one way to see when a child is not brought to appointments."
    player.types("decide", "R2", "--as", "amended", "--words", words)
    return True


def a_hold_is_set(player: Player) -> bool:
    path = player.review.path("review.yaml")
    text = path.read_text()
    if player.life.standing("closed") or not player.life.standing("page"):
        return False
    hold = "parallel:\n  - kind: inquest\n    contact: Coroner's officer\n    hold: circulation"
    text, found = re.subn(r"(?m)^parallel: \[\]$", hold, text)
    if not found:
        return False
    path.write_text(text)
    player.does("an inquest holds the circulation")
    return True


def it_is_stepped_up_and_comes_back(player: Player) -> bool:
    if not _is_ahead(player):
        return False
    before, undoes, player.undoes = player.copied_life(), player.undoes, 0
    player.types("step-up")
    player.agrees_with_the_model()
    player.takes_back(before)
    player.undoes = undoes
    return True


def a_paper_is_edited(player: Player) -> bool:
    path = player.review.path("event", "agenda.docx")
    if not path.is_file() or not _is_ahead(player):
        return False
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"edited"
    player.does("edits event/agenda.docx in Word")
    return True


HAPPENINGS: tuple[Happening, ...] = (
    the_day_is_moved,
    it_is_cancelled,
    an_agency_is_late,
    an_agency_withdraws,
    it_has_nothing_to_bring,
    an_audit_comes_as_pdf,
    a_decision_is_amended,
    a_hold_is_set,
    it_is_stepped_up_and_comes_back,
    a_paper_is_edited,
)


# ---------------------------------------------------------------- letters

# After one of these a letter may be drafted again: what it says, or for whom, may have changed.
_REASONS = ("move", "cancel", "decide", "agency", "undo", "by hand", "edits", "--reissue", "report")


def no_letter_twice(player: Player) -> Callable[[Player, Any, Any], None]:
    """Looks after each command whether a letter was drafted that was drafted before."""
    drafted: dict[tuple[str, ...], tuple[str, int]] = {}
    seen = 0

    def look(player: Player, words: list[str], said: Any) -> None:
        nonlocal seen
        lines = player.lines()
        new, seen = [json.loads(line) for line in lines[seen:]], len(lines)
        reasons = sum(any(reason in step for reason in _REASONS) for step in player.steps)
        for entry in new:
            if entry["action"] == "letter drafted":
                key = tuple(str(entry.get(k)) for k in ("letter", "agency", "group", "person"))
                same, before = drafted.get(key, ("", -1))
                if same == entry["sha256"]:
                    raise player.wrong(f"the same letter was drafted again: {key}")
                if before == reasons:
                    raise player.wrong(f"a letter was drafted again without a reason: {key}")
                drafted[key] = (entry["sha256"], reasons)

    return look
