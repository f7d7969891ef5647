"""Every command that a screen, a refusal or a document names is accepted where it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.named_commands import Collector, Tried, commands_in, paragraphs
from helpers.player import begins
from helpers.real_life import with_real_life

AGENCIES = ("police", "school", "health-visiting", "gp", "early-help")


def refused_in_a_life(folder: Path, seed: int, every: int) -> list[Tried]:
    """What is named over a whole review and is not accepted, tried there and then."""
    player, collector = begins(folder / "reviews", seed, AGENCIES), Collector(every)
    with_real_life(player)
    player.tells.append(collector.after_a_command)
    player.between.append(collector.between)
    player.lives()
    return collector.refused


def test_a_command_ends_where_its_sentence_goes_on() -> None:
    assert list(commands_in('ask, then: lfe move --to "2027-02-17 13:00". Or wait.')) == [
        'move --to "2027-02-17 13:00"'
    ]
    assert list(commands_in("send it (lfe sent), or: lfe told identity; lfe close: never")) == [
        "sent",
        "told identity",
        "close",
    ]
    assert list(commands_in("lfe never sends; a selfe check")) == []


def test_a_paragraph_of_a_screen_goes_on_in_the_next_line_where_the_first_is_full() -> None:
    full = f"  - {'word ' * 14}lfe"
    assert [p.strip() for p in paragraphs(f"{full}\n    agenda --keep\nNext")] == [
        "",
        f"{full.strip()} agenda --keep",
        "Next",
    ]


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 7, 21])
def test_whatever_is_named_over_a_whole_life_can_be_typed(tmp_path: Path, seed: int) -> None:
    refused = refused_in_a_life(tmp_path, seed, every=3)
    assert not refused, "\n\n".join(map(str, refused))
