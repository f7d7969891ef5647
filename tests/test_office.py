"""LibreOffice is called so that a document can do nothing: nothing is fetched, run, or left."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from helpers.libreoffice import needs_office, saved, the_office
from helpers.linking_files import BUILDERS, with_macro
from lfe_cli.audits.returns.opening import open_word
from lfe_cli.word import office
from lfe_cli.word.office import Office, find_office

needs_posix = pytest.mark.skipif(os.name == "nt", reason="The stand-ins are shell scripts")
# How each document is given to LibreOffice: as what it is, and the old .doc that it makes of it.
FOLLOWED = [".docx", ".odt", ".docx as .doc", ".odt as .doc"]
NEVER_FOLLOWED = [".rtf", ".rtf as .doc"]  # of these LibreOffice 7.4 follows files, no addresses


@dataclass
class Listener:
    """A server of this machine that writes down what is asked of it."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


reaches_out = pytest.mark.xdist_group("documents that reach out")


@pytest.fixture(scope="module")
def server() -> Iterator[Listener]:
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            heard.asked.append("a connection")
            super().handle()

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield heard
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def listener(server: Listener) -> Listener:
    server.asked.clear()
    return server


@cache
def document_at(kind: str, address: str) -> tuple[bytes, str]:
    """A document that reaches out, and its ending."""
    ending, _, old = kind.partition(" as ")
    content = BUILDERS[ending](address)
    if not old:
        return content, ending
    made = the_office().converted(content, ending, "doc", "MS Word 97")
    assert made is not None
    return made, old


@needs_office
@reaches_out
@pytest.mark.parametrize("to", ["docx", "pdf"])
@pytest.mark.parametrize("kind", [*FOLLOWED, *NEVER_FOLLOWED])
def test_no_picture_template_object_or_text_at_an_address_is_fetched(
    kind: str, to: str, listener: Listener
) -> None:
    content, ending = document_at(kind, listener.address)
    assert listener.asked == [], "while it was made"

    made = the_office().converted(content, ending, to)

    assert made is not None
    assert listener.asked == []


@needs_office
@reaches_out
@pytest.mark.parametrize("kind", FOLLOWED)
def test_those_documents_would_be_followed_by_a_careless_call(
    kind: str, listener: Listener
) -> None:
    content, ending = document_at(kind, listener.address)

    saved({"careless": content}, "pdf", ending[1:])

    assert listener.asked


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Listener]:
    """A folder, as on a shared drive, whose files tell when somebody opens them."""
    heard = Listener(address=(tmp_path / "share").as_uri())
    (tmp_path / "share").mkdir()
    for name in ("INCLUDEPICTURE", "INCLUDETEXT", "object.doc", "template.dotm"):
        path = tmp_path / "share" / name
        os.mkfifo(path)

        def wait(path: Path = path) -> None:
            os.close(os.open(path, os.O_WRONLY))  # returns when somebody opens it to read
            heard.asked.append(path.name)

        threading.Thread(target=wait, daemon=True).start()
    yield heard
    for path in (tmp_path / "share").iterdir():
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))


@needs_office
@needs_posix
def test_no_file_on_a_share_is_opened_for_an_rtf(shared: Listener) -> None:
    content = BUILDERS[".rtf"](shared.address)

    assert the_office().converted(content, ".rtf", "docx") is not None
    assert shared.asked == []

    saved({"careless": content}, "pdf", "rtf")
    assert shared.asked


@needs_office
def test_the_texts_of_fields_in_an_rtf_stay_and_so_do_the_ticks_of_old_forms() -> None:
    field = r"{{\field{{\*\fldinst {{\b0  {0} }}}}{{\fldrslt {{{1}}}}}}}"
    content = (
        r"{\rtf1\ansi\pard Before "
        + field.format('INCLUDETEXT "file:///etc/hostname"', "as it was shown")
        + field.format('HYPERLINK "http://example.org"', "the plan")
        + field.format("FORMTEXT", "typed")
        + r"\par}"
    ).encode()

    made = the_office().converted(content, ".rtf", "docx", "MS Word 2007 XML")

    assert made is not None
    text = "".join(line.text for line in open_word(made).body.lines)
    assert text.replace(" ", "") == "Beforeasitwasshowntheplantyped"


OPENED = """#!/bin/sh
# Opens the document instead of converting it: macros of a document run then, where they may.
profile="$1"
for document; do :; done
{settings}
soffice "$profile" --headless --norestore --nologo --nodefault --nolockcheck "$document" &
turns=0
while [ $turns -lt {turns} ] && [ ! -e "{ran}" ]; do
    sleep 0.2
    turns=$((turns + 1))
done
"""
CARELESS = """
folder="${profile#-env:UserInstallation=file://}"
sed -i -e '/MacroSecurityLevel/s|<value>3|<value>0|' \\
    -e 's|<value>true</value>|<value>false</value>|' "$folder/user/registrymodifications.xcu"
"""


@needs_office
@needs_posix
@pytest.mark.parametrize("careless", [True, False], ids=["careless settings", "our settings"])
def test_a_macro_does_not_run_even_where_the_document_is_opened(
    careless: bool, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    text = OPENED.replace("{settings}", CARELESS if careless else "")
    turns = "150" if careless else "40"
    program = script(tmp_path, text.replace("{turns}", turns).replace("{ran}", str(ran)))

    Office(str(program)).converted(with_macro(str(ran)), ".odt", "pdf")

    assert ran.exists() is careless


@needs_office
def test_a_macro_does_not_run_while_converting(tmp_path: Path) -> None:
    ran = tmp_path / "ran"

    assert the_office().converted(with_macro(str(ran)), ".odt", "docx") is not None
    assert not ran.exists()


def script(folder: Path, text: str) -> Path:
    program = folder / "soffice-of-the-test"
    program.write_text(text)
    program.chmod(0o755)
    return program


SLEEPER = """#!/bin/sh
sleep 300 &
echo $! > {folder}/child
echo $$ > {folder}/first
sleep 300
"""


def is_running(file: Path) -> bool:
    try:
        state = Path(f"/proc/{file.read_text().strip()}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@needs_posix
def test_a_call_that_takes_too_long_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS", 0)
    program = script(tmp_path, SLEEPER.format(folder=tmp_path))
    start = time.monotonic()

    assert Office(str(program)).converted(b"a", ".doc", "docx") is None

    assert time.monotonic() - start < 20
    assert not is_running(tmp_path / "first")
    deadline = time.monotonic() + 5
    while is_running(tmp_path / "child") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(tmp_path / "child")


LEAVER = """#!/bin/sh
sleep 300 &
echo $! > {folder}/child
for document; do :; done
cd "$(dirname "$document")"
mkdir made
cp "$document" made/document0.docx
{last}
"""


@needs_posix
@pytest.mark.parametrize(
    ("last", "made"), [("exit 0", b"a"), ("exit 81", b"a"), ("rm made/*; exit 0", None)]
)
def test_a_call_is_judged_by_what_it_made_and_leaves_nothing_running(
    last: str, made: bytes | None, tmp_path: Path
) -> None:
    program = script(tmp_path, LEAVER.format(folder=tmp_path, last=last))

    assert Office(str(program)).converted(b"a", ".doc", "docx") == made

    deadline = time.monotonic() + 5
    while is_running(tmp_path / "child") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(tmp_path / "child")


WITNESS = """#!/bin/sh
for document; do :; done
folder="$(dirname "$document")"
stat -c '%a %n' "$folder" > {folder}/seen
echo "$HOME $TMPDIR" >> {folder}/seen
cat "$folder/profile/user/registrymodifications.xcu" > {folder}/settings
"""


@needs_posix
def test_the_folder_of_a_call_is_for_this_user_only_and_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    program = script(tmp_path, WITNESS.format(folder=tmp_path))

    Office(str(program)).converted(b"a", ".doc", "docx")

    seen, surroundings = (tmp_path / "seen").read_text().splitlines()
    mode, _, folder = seen.partition(" ")
    assert mode == "700"
    assert Path(folder).parent == place
    assert surroundings == f"{folder} {folder}"
    assert list(place.iterdir()) == []
    settings = (tmp_path / "settings").read_text()
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "DisableActiveContent"):
        assert f'"{name}" oor:op="fuse"><value>true</value>' in settings


@needs_posix
def test_a_folder_that_was_left_behind_is_cleared_by_the_next_call_and_others_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, fresh, another = (tmp_path / n for n in ("lfe-office-a", "lfe-office-b", "something"))
    for folder in (old, fresh, another):
        folder.mkdir()
        (folder / "document.docx").write_bytes(b"a")
    for folder in (old, another):
        os.utime(folder, (time.time() - 7200, time.time() - 7200))

    Office(str(script(tmp_path, "#!/bin/sh\nexit 0\n"))).converted(b"a", ".doc", "docx")

    assert not old.exists()
    assert fresh.exists()
    assert another.exists()


@needs_posix
def test_a_link_that_looks_like_such_a_folder_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, mine = tmp_path / "temporary", tmp_path / "mine"
    for folder in (place, mine):
        folder.mkdir()
    (mine / "letter.docx").write_bytes(b"a")
    os.utime(mine, (time.time() - 7200, time.time() - 7200))
    (place / "lfe-office-x").symlink_to(mine)
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    Office(str(script(tmp_path, "#!/bin/sh\nexit 0\n"))).converted(b"a", ".doc", "docx")

    assert (mine / "letter.docx").exists()


def test_libreoffice_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")

    assert find_office() is None
