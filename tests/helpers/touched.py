"""What people, sync clients and other programs do to a shared folder between two commands.

Each way takes a path of the workspace, chosen by chance, and does it. What a person has written by
it is told, so that a test can look for it afterwards.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Touched:
    """A folder while somebody is at it: what was done, and what they wrote."""

    folder: Path
    chance: random.Random
    outside: Path
    done: list[str] = field(default_factory=list)
    written: list[bytes] = field(default_factory=list)

    def touch(self) -> None:
        """Does one thing, of those that can be done to what lies there."""
        name = self.chance.choice(list(WAYS))
        only_text, way = WAYS[name]
        path = self._somewhere(only_text)
        way(self, path)
        self.done.append(f"{name}: {path.relative_to(self.folder)}")

    def _somewhere(self, only_text: bool) -> Path:
        inside = [p for p in sorted(self.folder.rglob("*")) if ".git" not in p.parts]
        if only_text:
            texts = (".yaml", ".jsonl", ".eml", ".txt", ".ics", ".html")
            inside = [p for p in inside if p.suffix in texts]
        usual = [p for p in inside if not p.is_symlink() and (p.is_file() or p.is_dir())]
        return self.chance.choice([p for p in usual if not only_text or p.is_file()])

    def write(self, path: Path, content: bytes) -> None:
        """A person writes something, which is to stay."""
        path.write_bytes(content)
        self.written.append(content)

    def some_words(self) -> bytes:
        """What nobody else has written."""
        return f"Words of a colleague, {self.chance.random()}\n".encode()


def _delete(touched: Touched, path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _rename(touched: Touched, path: Path) -> None:
    names = (
        f"{path.name}.bak",
        f"x{path.name}",
        path.name.upper(),
        f"{path.stem} (1){path.suffix}",
    )
    target = path.with_name(touched.chance.choice(names))
    if not target.exists():
        path.rename(target)


def _double(touched: Touched, path: Path) -> None:
    marks = (" - Copy", " (conflicted copy of PC-7 2027-01-11)", "-PC-7", " 2", ".sync-conflict")
    target = path.with_name(f"{path.stem}{touched.chance.choice(marks)}{path.suffix}")
    if target.exists():
        return
    shutil.copytree(path, target) if path.is_dir() else shutil.copy2(path, target)


def _move(touched: Touched, path: Path) -> None:
    folders = [p for p in sorted(touched.folder.rglob("*")) if p.is_dir() and ".git" not in p.parts]
    target = touched.chance.choice(folders) / path.name
    if not target.exists() and path not in target.parents:
        path.rename(target)


def _edit(touched: Touched, path: Path) -> None:
    if path.is_dir():
        path = path / f"note {touched.chance.random()}.txt"
    before = path.read_bytes() if path.exists() else b""
    keeps = path.suffix not in (".docx", ".xlsx") and touched.chance.random() < 0.5
    content = (before if keeps else b"") + touched.some_words()
    if path.suffix == ".jsonl":  # it grows: the line itself is looked for
        path.write_bytes(content)
    else:
        touched.write(path, content)


def _cut(touched: Touched, path: Path) -> None:
    if path.is_file():
        size = path.stat().st_size
        path.write_bytes(path.read_bytes()[: touched.chance.choice((0, 1, size // 2, size - 1))])


def _spoil(touched: Touched, path: Path) -> None:
    if path.is_file():
        path.write_bytes(touched.chance.choice((bytes(5000), touched.chance.randbytes(3000))))


def _folder_for_file(touched: Touched, path: Path) -> None:
    _delete(touched, path)
    path.mkdir()
    touched.write(path / "inside.txt", touched.some_words())


def _file_for_folder(touched: Touched, path: Path) -> None:
    _delete(touched, path)
    touched.write(path, touched.some_words())


def _link_elsewhere(touched: Touched, path: Path) -> None:
    is_folder = path.is_dir()
    _delete(touched, path)
    path.symlink_to(touched.outside if is_folder else touched.outside / "a file.txt")


def _link_to_nowhere(touched: Touched, path: Path) -> None:
    _delete(touched, path)
    path.symlink_to(touched.chance.choice((path.name, "nowhere")))


def _pipe(touched: Touched, path: Path) -> None:
    if path.is_file():
        path.unlink()
        os.mkfifo(path)


def _close(touched: Touched, path: Path) -> None:
    path.chmod(0)


def _in_the_future(touched: Touched, path: Path) -> None:
    os.utime(path, (4e9, 4e9))


def _change_a_line(touched: Touched, path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    if not lines:
        return
    number = touched.chance.randrange(len(lines))
    line = lines[number]
    marks = [b"<<<<<<< HEAD\n", line, b"=======\n", line.upper(), b">>>>>>> theirs\n"]
    ways = (
        [], [line, line], [line[: len(line) // 2] + b"\n"], [line.upper()], [b"\t" + line], marks,
        [line.replace(b"2027", b"2036")], [line.replace(b"true", b'"yes"')], [b"\x00" + line],
        [line.replace(b'"', b"")], [line.replace(b": ", b": [")], [b"\xff\xfe" + line],
        [line.replace(b"police", b"nobody")], [line.replace(b"\n", b"\r\n")], [line, b"{}\n"],
        [line.replace(b": ", b": 1e999 ")], [line, b"null\n"], [b"\xef\xbb\xbf" + line],
    )  # fmt: skip
    lines[number : number + 1] = touched.chance.choice(ways)
    path.write_bytes(b"".join(lines))


# By name: whether it is done to texts only, and how.
WAYS: Mapping[str, tuple[bool, Callable[[Touched, Path], None]]] = {
    "deleted": (False, _delete),
    "renamed": (False, _rename),
    "copied beside": (False, _double),
    "moved": (False, _move),
    "written in": (False, _edit),
    "cut short": (False, _cut),
    "spoilt": (False, _spoil),
    "a folder instead": (False, _folder_for_file),
    "a file instead": (False, _file_for_folder),
    "a link elsewhere instead": (False, _link_elsewhere),
    "a link to nowhere instead": (False, _link_to_nowhere),
    "a pipe instead": (False, _pipe),
    "permission taken": (False, _close),
    "dated in the future": (False, _in_the_future),
    "a line changed": (True, _change_a_line),
    "a line changed again": (True, _change_a_line),
}
