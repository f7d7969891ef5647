"""The check of a review's documents: gone, changed, waiting, or lying there as a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lfe_cli.across.check_apart import two_versions
from lfe_cli.checks.findings import Finding, Severity
from lfe_cli.disk.git_rules import is_never_kept
from lfe_cli.review import files
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.history.copies import (
    Copy,
    copies_in,
    copies_in_workspace,
    documents_of_no_entry,
    manifests_called_otherwise,
    unknown_returns,
)
from lfe_cli.review.history.mending import holds_all_of
from lfe_cli.review.staged import GOES_ON_BY_ITSELF
from lfe_cli.review.workspace import Review, Workspace, folders_in_the_inbox, sha256
from lfe_cli.sentences import joined

_BRING_BACK = "Bring it back from an earlier version (to look for one: lfe check --repair)"


def check_documents(review: Review) -> Iterator[Finding]:
    """Documents that the history names and that wait, are gone, or were changed since."""
    for one in review.waiting:
        what = f"is still to {one.is_to}: {one.why}"
        yield Finding("document", "consider", one.path, "", what, GOES_ON_BY_ITSELF, "")
    yield from _gone_returns(review)
    for file, digest in sorted(review.state.files.hashes.items()):
        present = review.read(file)
        if present is None:
            yield from _gone(review, file)
        elif _is_written_by_hand(file):
            continue
        elif file in review.state.files.of_copies:
            yield two_versions(review.reference, file)
        elif sha256(present) != digest:
            yield _changed(review, file)
    yield from _kept_aside(review)
    yield from _of_no_entry(review)
    for file in unknown_returns(review):
        what = "lies among what came back, and no entry of the history names it: it is not counted."
        instead = (
            f"If it is a copy, take it away. If it came back, put it into {files.INBOX}: lfe ingest"
        )
        yield _fault(review, file, "consider", what, instead)


def _kept_aside(review: Review) -> Iterator[Finding]:
    """Copies kept aside are the officer's to delete, but while another process may ask for them."""
    reasons = joined(list(reasons_to_keep(review)))
    aside = [file for those in review.state.files.kept_aside.values() for file in those]
    disposed = {entry.event.file for entry in review.state.ending.disposed}
    if not reasons:
        return
    for file in aside:
        if file not in disposed and not (review.folder / file).exists():
            what = f"was kept aside and is gone, while {reasons}."
            instead = (
                "Bring it back from the recycle bin or a backup, and tell whoever keeps the hold: "
                "to delete what such a process asks for can be an offence."
            )
            yield _fault(review, file, "stop", what, instead)
    there = [file for file in aside if (review.folder / file).exists()]
    if there:
        what = f"and all else that is kept aside has to stay for now: {reasons}."
        instead = "To delete what such a process asks for can be an offence."
        yield _fault(review, there[0], "consider", what, instead)


def _of_no_entry(review: Review) -> Iterator[Finding]:
    for file in documents_of_no_entry(review):
        what = "is there, and no entry of the history names it: an entry may be gone."
        instead = "If it is an earlier or another one that somebody put there, nothing needs doing."
        yield _fault(review, file, "consider", what, instead)


def check_copies(folder: Path, reference: str) -> Iterator[Finding]:
    """Copies beside the files that are read, in the folder of a review."""
    for copy in copies_in(folder):
        if copy.of != files.IDENTIFIERS:  # told with the list
            yield _about_copy(folder, f"{reference}/", copy)


def check_workspace_copies(workspace: Workspace) -> Iterator[Finding]:
    """Copies beside the settings, and folders that are not reviews and look like one."""
    for copy in copies_in_workspace(workspace.folder):
        yield _about_copy(workspace.folder, "", copy)
    for one in manifests_called_otherwise(workspace.folder):
        yield Finding("copy", "stop", f"{one.reference}/{one.name}", "", str(one), "", "")
    for name in workspace.folders.copies:
        what = "looks like a review and is none: it is not counted, and never changed or cleared."
        instead = (
            "If it is a copy, take it away: it may hold what agencies wrote, and closing does not "
            "reach it. If it is the review itself, give it its reference as its name again."
        )
        yield Finding("copy", "stop", name, "", what, instead, "")


def check_inbox(folder: Path, reference: str) -> Iterator[Finding]:
    """Folders in the inbox: what lies in them is not taken in."""
    for name in folders_in_the_inbox(folder):
        what = "is a folder in the inbox, and what lies in one there is not taken in."
        instead = "Move what is in it into the inbox itself."
        yield Finding(
            "document", "consider", f"{reference}/{files.INBOX}/{name}", "", what, instead, ""
        )


def _gone(review: Review, file: str) -> Iterator[Finding]:
    disposed = {entry.event.file for entry in review.state.ending.disposed}
    if file in disposed or file == files.MANIFEST or is_never_kept(f"{review.reference}/{file}"):
        return
    what = "is in the history, and is not in the folder."
    yield _fault(review, file, "stop", what, f"{_BRING_BACK}, or make it anew.")


def _gone_returns(review: Review) -> Iterator[Finding]:
    """Audits and workbooks that came back and are gone: nobody can make them anew.

    Git never keeps them, so a clone never had them: certain it is only where there is no git.
    """
    state = review.state
    came = [entry.event.file for entry in state.audits]
    came += [entry.event.file for entry in state.workbooks.returned]
    disposed = {entry.event.file for entry in state.ending.disposed}
    named = [file for file in dict.fromkeys(came) if file and file not in disposed]
    gone = [file for file in named if not (review.folder / file).is_file()]
    is_clone = (review.workspace.folder / ".git").exists()
    others = any(path.is_file() for path in (review.folder / files.RETURNED).glob("*"))
    for file in gone:
        what = "came back, is in the history, and is not in the folder."
        if is_clone:
            here = "others that came back are here" if others else "this may be a clone"
            what += f" Git never keeps it, so it may lie in another copy of the folder ({here})."
        weight: Severity = "consider" if is_clone else "stop"
        yield _fault(review, file, weight, what, f"{_BRING_BACK}, or ask for it again.")


def _changed(review: Review, file: str) -> Finding:
    if files.file_of(file).came:
        what = "is no longer what came back: it was changed since."
        instead = "What was read of it stays. Ask who changed it, or bring it back as it came."
        return _fault(review, file, "consider", what, instead)
    what = "was changed since it was made."
    instead = "If that was you, nothing needs doing: it is kept as it is."
    return _fault(review, file, "consider", what, instead)


def _about_copy(folder: Path, of_review: str, copy: Copy) -> Finding:
    """A stop where it says something else and that matters to what is checked or recorded."""
    is_same = _bytes(folder / copy.place) == _bytes(folder / copy.of)
    matters = copy.of == files.HISTORY
    if is_same:
        what, instead = f"is a second {copy.of}, the same, and is not read.", "Take it away."
    elif copy.of == files.HISTORY and _says_nothing_else(folder, copy):
        what = f"is an earlier {copy.of}: all that it holds is in the history. It is not read."
        instead = "Take it away, or have it put aside: lfe check --repair"
    else:
        what = f"looks like a second {copy.of}, says something else, and is not read."
        instead = _INSTEAD.get(
            copy.of, f"Carry what is right over into {copy.of}, then take it away."
        )
    weight: Severity = "stop" if matters and not is_same else "consider"
    return Finding("copy", weight, f"{of_review}{copy.place}", "", what, instead, "")


_INSTEAD = {
    files.HISTORY: (
        "What only it holds is put into the history, and the copy out of the way, by: lfe check "
        "--repair. If it is another review's, take it away."
    ),
}


def _says_nothing_else(folder: Path, copy: Copy) -> bool:
    return holds_all_of(_bytes(folder / copy.of) or b"", _bytes(folder / copy.place) or b"")


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _is_written_by_hand(file: str) -> bool:
    """Whether an officer writes it, so that it is meant to change."""
    return files.file_of(file).words == "the officer's"


def _fault(review: Review, file: str, severity: Severity, what: str, instead: str) -> Finding:
    return Finding("document", severity, f"{review.reference}/{file}", "", what, instead, "")
