"""Programs and libraries that did not write our calendar files and letters, asked what they read.

libical is what Evolution and GNOME Calendar read with, calcurse a calendar for the terminal,
mblaze and mutt programs for mail. Each is called as its own users call it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

LIBICAL = ctypes.util.find_library("ical") or "libical.so.3"


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        shutil.which(program) is None, reason=f"{program} is not installed here"
    )


def _has_libical() -> bool:
    try:
        ctypes.CDLL(LIBICAL)
    except OSError:
        return False
    return True


needs_libical = pytest.mark.skipif(not _has_libical(), reason="libical is not installed here")


class _Time(ctypes.Structure):
    """libical's struct icaltimetype."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, ctypes.c_int) for name in ("is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    )


@dataclass(frozen=True)
class InLibical:
    """A calendar file as libical understands it: `moments` by the file's own time zone."""

    errors: int
    allowed: bool  # by the rules of RFC 5546 for the file's method
    begins: datetime
    ends: datetime


def in_libical(content: bytes) -> InLibical:
    library = ctypes.CDLL(LIBICAL)
    pointer = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = (ctypes.c_char_p,)
    library.icalparser_parse_string.restype = pointer
    library.icaltime_as_timet_with_zone.argtypes = (_Time, pointer)
    library.icaltime_as_timet_with_zone.restype = ctypes.c_long
    for name, result in (
        ("icalcomponent_get_first_real_component", pointer),
        ("icalcomponent_get_dtstart", _Time),
        ("icalcomponent_get_dtend", _Time),
        ("icalcomponent_count_errors", ctypes.c_int),
        ("icalrestriction_check", ctypes.c_int),
        ("icalcomponent_free", None),
    ):
        function = getattr(library, name)
        function.argtypes, function.restype = (pointer,), result
    calendar = library.icalparser_parse_string(content)
    assert calendar, "libical reads no calendar in it"
    event = library.icalcomponent_get_first_real_component(calendar)
    moments = []
    for read in (library.icalcomponent_get_dtstart, library.icalcomponent_get_dtend):
        time = read(event)
        assert time.zone, "libical finds no time zone for it"
        seconds = library.icaltime_as_timet_with_zone(time, time.zone)
        moments.append(datetime.fromtimestamp(seconds, UTC))
    allowed = bool(library.icalrestriction_check(calendar))
    told = InLibical(library.icalcomponent_count_errors(calendar), allowed, *moments)
    library.icalcomponent_free(calendar)
    return told


@dataclass(frozen=True)
class InCalcurse:
    """An appointment as calcurse shows it, on the clock of the reader's own time zone."""

    begins: str
    ends: str
    lasts: timedelta
    title: str
    note: str


def in_calcurse(file: Path, zone: str, folder: Path) -> list[InCalcurse]:
    folder.mkdir()
    clock = {**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    calcurse = ["calcurse", "-q", "-D", str(folder)]
    subprocess.run([*calcurse, "-i", str(file)], env=clock, check=True, stdin=subprocess.DEVNULL)
    shown = "%(start:%Y-%m-%d %H:%M)|%(end:%Y-%m-%d %H:%M)|%(duration)|%m|%n\\n"
    span = ["--input-datefmt", "4", "-Q", "--from", "2026-01-01", "--to", "2028-12-31"]
    said = subprocess.run(
        [*calcurse, *span, "--format-apt", shown],
        env=clock,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = []
    for line in said.splitlines():
        if "|" in line:
            begins, ends, seconds, title, note = line.split("|")
            text = (folder / "notes" / note).read_text("utf-8")
            found.append(InCalcurse(begins, ends, timedelta(seconds=int(seconds)), title, text))
    return found


def taken_out_by_mblaze(letter: Path, folder: Path) -> dict[str, bytes]:
    """The attachments as mblaze saves them."""
    folder.mkdir()
    home = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    subprocess.run(["mshow", "-x", str(letter)], cwd=folder, env=home, check=True)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def shown_by_mblaze(letter: Path, part: int = 2) -> str:
    """A part of the letter as mblaze decodes it, whole."""
    said = subprocess.run(
        ["mshow", "-O", str(letter), str(part)],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=True,
        capture_output=True,
    )
    return said.stdout.decode("utf-8").replace("\r\n", "\n")


def header_by_mblaze(letter: Path, name: str) -> list[str]:
    said = subprocess.run(
        ["mhdr", "-d", "-h", name, str(letter)],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,  # mhdr ends with 1 where there is no such header
        capture_output=True,
        text=True,
    )
    return said.stdout.splitlines()


def sent_by_mutt(letter: Path, folder: Path) -> tuple[list[str], Path]:
    """The letter as mutt sends it from the draft: to whom, and the file.

    mutt hands a letter to a program that delivers it; here that program only keeps it.
    """
    folder.mkdir()
    program, kept, to = folder / "deliver", folder / "sent.eml", folder / "to"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{to}"\ncat > "{kept}"\n')
    program.chmod(0o700)
    settings = f'set sendmail="{program}" copy=no charset=utf-8 send_charset="utf-8" use_from=yes'
    subprocess.run(
        ["mutt", "-n", "-F", os.devnull, "-e", settings, "-H", str(letter)],
        env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        check=True,
        capture_output=True,
    )
    return [line for line in to.read_text().splitlines() if line != "--"], kept
