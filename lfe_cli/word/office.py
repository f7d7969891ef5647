"""LibreOffice, where it is installed: turns Word documents into PDF, and nothing else.

Every call has a profile of its own in which macros are off and links are not followed, a process
group of its own that is ended whole, a time limit, and a folder that only this user can read.
A call is judged by the file that it made, not by its exit code.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lfe_cli import programs, temporary

SECONDS = 90  # for a call, and one more for each document
_AT_ONCE = 100  # LibreOffice leaves out what comes after the 255th file of a call
_LOOK_EVERY = 0.05  # seconds
_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_INTERNET = "/org.openoffice.Inet/Settings"
_SAFE = (
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (_SECURITY, "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # A picture that an old .doc links to is fetched in spite of all that. So every address is
    # asked for at a proxy that is not there: on this computer, at the port where nothing listens.
    (_INTERNET, "ooInetProxyType", "2"),
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
    (_INTERNET, "ooInetFTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetFTPProxyPort", "9"),
    (_INTERNET, "ooInetNoProxy", ""),
)
# A field of an .rtf brings in a file, from a share as well, whatever the settings say. Without its
# instruction a field is the text that it shows; only page numbers and old forms keep theirs.
_RTF_FIELD = re.compile(
    rb"\\fldinst(?!(?:[\s{}]|\\\*|\\[a-z]{1,30}-?[0-9]{0,10}){0,60}"
    rb"(?:FORM(?:TEXT|CHECKBOX|DROPDOWN)|(?:NUM|SECTION)?PAGES?)\b)"
)
_TAGGED = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "DisplayPDFDocumentTitle": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
}

# A killed process clears nothing up. So a shell holds the end of a pipe on which nothing is ever
# written: when it closes, because we are no more, it ends the group. Windows has no such shell:
# there the next start ends what was left (`temporary.sweep`).
_WATCHER = 'exec 3<&0 </dev/null; { read _ <&3; kill -9 0; } & exec 3<&-; exec "$@"'
_ENDED_WITH_US = () if os.name == "nt" else ("/bin/sh", "-c", _WATCHER, "lfe")

_END_OF_A_PDF = 1_024  # bytes within which it says that it ends
_TO_PDF = f"writer_pdf_Export:{json.dumps(_TAGGED)}"


@dataclass(frozen=True)
class Office:
    """A LibreOffice that can be called."""

    program: str

    def pdf_of(self, document: bytes) -> bytes | None:
        """`document` (.docx) as a tagged PDF; None where LibreOffice made none in time."""
        return self.pdfs_of([document])[0]

    def pdfs_of(self, documents: Sequence[bytes]) -> list[bytes | None]:
        """Each of `documents` (.docx) as a tagged PDF, in one call: starting takes the longest."""
        return self._converted(documents, ".docx", "pdf", _TO_PDF)

    def converted(
        self, document: bytes, ending: str, to: str, filter_name: str = ""
    ) -> bytes | None:
        """`document`, a file with this ending, saved in the format `to`; None where that failed."""
        return self._converted([document], ending, to, filter_name)[0]

    def _converted(
        self, documents: Sequence[bytes], ending: str, to: str, filter_name: str
    ) -> list[bytes | None]:
        temporary.sweep()
        made: list[bytes | None] = []
        for start in range(0, len(documents), _AT_ONCE):
            some = documents[start : start + _AT_ONCE]
            made += self._call(some, ending, to, f"{to}:{filter_name}" if filter_name else to)
        return made

    def _call(
        self, documents: Sequence[bytes], ending: str, to: str, wanted: str
    ) -> list[bytes | None]:
        with temporary.folder() as folder:
            sources = [folder / f"document{number}{ending}" for number in range(len(documents))]
            for source, document in zip(sources, documents, strict=True):
                source.write_bytes(_without_instructions(document))
            profile = folder / "profile" / "user"
            profile.mkdir(parents=True)
            items = "\n".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _SAFE)
            (profile / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items))
            self._run(folder, sources, wanted)
            made = [folder / "made" / f"{source.stem}.{to}" for source in sources]
            return [_whole(path) for path in made]

    def _run(self, folder: Path, sources: Sequence[Path], to: str) -> None:
        words = [
            self.program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", to, "--outdir", str(folder / "made")),
            *map(str, sources),
        ]
        environment = {**programs.environment(), "TMPDIR": str(folder), "HOME": str(folder)}
        try:
            process = subprocess.Popen(  # noqa: S603  (the program found, words of our own)
                [*_ENDED_WITH_US, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=folder,
                start_new_session=os.name != "nt",
            )
        except OSError:  # it cannot be started: then it makes nothing
            return
        ends = time.monotonic() + SECONDS + len(sources)
        try:
            # not process.wait: on Windows nothing wakes it, neither Ctrl-C nor a closed window
            while process.poll() is None and time.monotonic() < ends:
                time.sleep(_LOOK_EVERY)
        finally:
            _end(process)


def _whole(path: Path) -> bytes | None:
    """What LibreOffice made; None where it made nothing, or began and did not end."""
    content = path.read_bytes() if path.is_file() else b""
    cut = path.suffix == ".pdf" and b"%%EOF" not in content[-_END_OF_A_PDF:]
    return None if cut else content or None


def _without_instructions(document: bytes) -> bytes:
    """An .rtf whose fields do nothing; any other document as it is."""
    is_rtf = document.lstrip()[:5].lower() == b"{\\rtf"
    return _RTF_FIELD.sub(rb"\\fldnone", document) if is_rtf else document


def find_office() -> Office | None:
    """The LibreOffice of this computer, or None. `LFE_OFFICE=none` does as if there were none."""
    if os.environ.get("LFE_OFFICE") == "none":
        return None
    found = programs.find(*_NAMES, usual=_USUAL_PLACES)
    return Office(found) if found else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """The launcher starts a second process: all that it started is ended, not only the first."""
    if sys.platform == "win32":
        import psutil

        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    child.kill()
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
