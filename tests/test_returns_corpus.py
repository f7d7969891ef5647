"""A corpus of files made to do harm: each ends soon, in little memory, in a reading or a reason."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.audits import an_audit, fill, issued, the_form
from helpers.hostile_files import CORPUS, PARTS, STEERING, flipped, zipped
from helpers.small_form import blank_body, small_form
from helpers.word_xml import document
from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.returns.identify import Identity, identify
from lfe_cli.audits.returns.reading import Reading, differences, read_audit
from lfe_cli.word.file_kinds import kind_of
from lfe_cli.word.package import open_package
from lfe_cli.word.what_it_is import what_it_is

BLANK = document(blank_body())
SECONDS = 5
MEGABYTES = 300
FILLED = fill(issued(), an_audit())


def take(content: bytes, form: AuditForm, blank: bytes) -> tuple[Identity, Reading]:
    """Does what a command does with a file from outside, and looks at all that it may show."""
    kind_of(content)
    identity = identify(content)
    reading = read_audit(content, form, blank)
    differences(reading, reading)
    assert reading.how in ("controls", "recovered", "not-read")
    assert bool(reading.reason) == (reading.how == "not-read")
    what_it_is(content)
    answers = [
        cell
        for answer in reading.answers.values()
        for row in (answer if isinstance(answer, list) else [[answer]])
        for cell in row
    ]
    shown = (
        *(text for text in answers if isinstance(text, str)),
        *(reading.reason, *reading.unread, *reading.remarks, *reading.for_event.values()),
        *(identity.reference or "", identity.agency or "", identity.form or "", identity.conflict),
    )
    for text in shown:
        assert text.isascii() or not any(map(steers, set(text))), ascii(text[:200])
        assert text.isprintable() or not any(map(steers, set(text))), ascii(text[:200])
    for name in (identity.reference, identity.agency, identity.form):
        assert name is None or re.fullmatch(r"[A-Za-z0-9_-]{1,60}", name)
    return identity, reading


def steers(character: str) -> bool:
    """Whether a character moves a cursor, turns a line or hides itself."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in (
        "\n\t\u200c\u200d"
    )


@pytest.mark.parametrize("build", CORPUS.values(), ids=list(CORPUS))
def test_a_file_made_to_do_harm_ends_in_a_reading_or_a_sentence(
    build: Callable[[], bytes],
) -> None:
    content = build()
    start = time.process_time()

    take(content, small_form(), BLANK)

    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", [name for name in PARTS if " named in " in name])
def test_a_document_type_in_any_part_brings_nothing_in(name: str) -> None:
    _, reading = take(PARTS[name](), the_form(), issued())

    assert "root:" not in str((reading.answers, reading.unread))
    assert "haha" not in str((reading.answers, reading.unread))
    assert reading.how == ("not-read" if "word/document.xml" in name else "controls")


@pytest.mark.parametrize("name", [name for name in PARTS if name.startswith("an agency")])
def test_an_agency_that_is_no_id_is_nobody(name: str) -> None:
    identity, _ = take(PARTS[name](), small_form(), BLANK)

    assert identity.agency is None


def test_steering_marks_are_taken_out_and_the_words_stay() -> None:
    _, reading = take(CORPUS["steering marks"](), small_form(), BLANK)

    words = STEERING.translate({ord(mark): " " for mark in STEERING if steers(mark)}).split()
    assert words == ["31m", "over", "next", "q"]
    assert reading.answers["story"] == "31m\nover\n\nnextq"
    assert len(reading.unread) >= 3


@pytest.mark.parametrize("percent", range(100))
def test_a_file_that_was_cut_off_is_said_to_be_damaged(percent: int) -> None:
    identity, reading = take(FILLED[: len(FILLED) * percent // 100], the_form(), issued())

    assert identity == Identity()
    assert reading.how == "not-read"
    assert reading.answers == {}


@pytest.mark.parametrize("hundred", range(4))
def test_a_file_with_bytes_flipped_is_read_or_said_to_be_damaged(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        take(flipped(FILLED, seed), the_form(), issued())


@pytest.mark.parametrize(
    "part",
    ["word/document.xml", "word/numbering.xml", "docProps/custom.xml", "word/footer1.xml"],
)
def test_a_part_with_bytes_flipped_is_read_or_said_to_be_damaged(part: str) -> None:
    parts = dict(open_package(FILLED).parts)
    for seed in range(75):
        take(zipped({**parts, part: flipped(parts[part], seed)}), the_form(), issued())


HEAVY = [
    *("a zip bomb", "one stream under many names", "a million entries"),
    *("as many controls as are read", "as many attributes as are read", "options of a list"),
    *("lines of an answer", "options", "a paragraph as long as is read", "drawn boxes"),
    *("an attribute of nine million letters", "a large footer", "a long footer", "absurd lists"),
    *("marks in UTF-7", "properties of nine megabytes"),
    "a field with a code of four million letters",
]
ALONE = """
import resource, sys, time
sys.path.insert(0, {tests!r})
from helpers.small_form import blank_body, small_form
from helpers.word_xml import document
from lfe_cli.audits.returns.identify import identify
from lfe_cli.audits.returns.reading import differences, read_audit

form, blank = small_form(), document(blank_body())
content = open({path!r}, "rb").read()
resource.setrlimit(resource.RLIMIT_DATA, ({bytes}, {bytes}))
did = []
forbidden = ("socket.", "subprocess.", "os.remove", "os.rename", "os.mkdir", "os.exec", "os.spawn")
def watch(event, arguments):
    if event.startswith(forbidden) or event == "os.system":
        did.append(event)
    if event == "open" and set(str(arguments[1])) & set("wax+"):
        did.append(arguments[0])
sys.addaudithook(watch)
start = time.process_time()
identify(content)
first = read_audit(content, form, blank)
differences(first, read_audit(content, form, blank))
seconds = time.process_time() - start
assert not did, did
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(peak.split()[1]) // 1000)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="The bound on memory is Linux's")
@pytest.mark.parametrize("name", HEAVY)
def test_the_worst_files_are_read_twice_in_five_seconds_and_little_memory_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "audit.docx"
    path.write_bytes(CORPUS[name]())
    script = ALONE.format(
        tests=str(Path(__file__).parent), path=str(path), bytes=MEGABYTES * 1_000_000
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=folder, check=False
    )

    assert done.returncode == 0, done.stderr[-2000:]
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert list(folder.iterdir()) == [path]
