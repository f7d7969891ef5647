"""What another program, a hand or a merge can do to the bytes of a file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[random.Random, bytes], bytes]


def cut_off(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def other_bytes(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def zeros(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + b"\0" * chance.randrange(1, 600) + content[at:]


def a_line_twice_elsewhere_or_gone(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    at = chance.randrange(len(lines))
    what = chance.choice(("twice", "elsewhere", "gone"))
    line = lines[at] if what == "twice" else lines.pop(at)
    if what != "gone":
        lines.insert(chance.randrange(len(lines) + 1), line)
    return b"".join(lines)


def another_word(chance: random.Random, content: bytes) -> bytes:
    words = list(re.finditer(rb"[\w.-]+", content))
    if len(words) < 2:
        return content
    one, other = chance.sample(words, 2)
    return content[: one.start()] + other.group() + content[one.end() :]


def nothing_in_it(_: random.Random, content: bytes) -> bytes:
    return content[:0]


DAMAGES: tuple[Damage, ...] = (
    cut_off,
    other_bytes,
    zeros,
    a_line_twice_elsewhere_or_gone,
    another_word,
    nothing_in_it,
)
