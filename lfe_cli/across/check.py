"""The check of a review's folder and its history, or of any file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lfe_cli import clock
from lfe_cli.across.check_documents import (
    check_copies,
    check_documents,
    check_inbox,
    check_workspace_copies,
)
from lfe_cli.across.check_history import check_history
from lfe_cli.across.repair import NOTHING_EARLIER, Earlier
from lfe_cli.audits.questions import read_questions
from lfe_cli.checks.access import find_accessibility
from lfe_cli.checks.findings import Finding, as_finding
from lfe_cli.checks.identifiers import UNREADABLE, about_the_list, identifiers_path
from lfe_cli.checks.names import NAMES_AND_NUMBERS
from lfe_cli.checks.reading import GAP
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.checks.wording import read_rules
from lfe_cli.errors import FileProblems, LfeError, Problem, unreadable
from lfe_cli.event.agenda_plan import read_agenda, read_facilitation
from lfe_cli.page.learning import problems_of_learning
from lfe_cli.regular_file import followed, read_file
from lfe_cli.review import files, templates
from lfe_cli.review.files import TEMPLATES
from lfe_cli.review.workspace import FILE as SETTINGS
from lfe_cli.review.workspace import NotRead, Review, Workspace, of_each, read_text, sha256
from lfe_cli.sentences import counted, joined
from lfe_cli.word.render import (
    Template,
    TemplateFault,
    check_tags,
    has_a_template_elsewhere,
    worked_out_in,
)

# The order in which texts are reported: first what goes out, or is read by many.
_ORDER = ("report", files.OUTBOX, files.FAMILY, "audits", "event", "subgroup")


@dataclass(frozen=True)
class Checked:
    """The findings, in how many files, against how many words of the list of names."""

    findings: tuple[Finding, ...]
    files: int
    words: int | None

    @property
    def needs_a_person(self) -> bool:
        """True where there is a stop."""
        return any(finding.severity == "stop" for finding in self.findings)


def check_file(
    path: Path, name: str, workspace: Workspace | None, reference: str | None
) -> Checked:
    """Every finding in one file, with the list of names of the review that it belongs to.

    Of a file that officers write for the tool its mistakes come first; in review.yaml only names
    and numbers are looked for besides, in the settings and the list of names nothing else.
    """
    check = TextCheck(workspace, reference)
    if workspace is None:
        return Checked(_all_checks(path, name, check), 1, None)
    if followed(path) == followed(workspace.folder / SETTINGS):
        return Checked((), 1, None)  # the workspace was loaded, so nothing in it is wrong
    if reference is None:
        return Checked(_all_checks(path, name, check), 1, None)
    words, about_list = about_the_list(workspace, reference)
    own = _own_file(path, workspace, reference)
    if own == files.IDENTIFIERS:
        return Checked(tuple(about_list), 1, words)
    found = _checked_as(own, path, name, check)
    unread = [f for f in about_list if f.rule in (UNREADABLE, "copy") and f.severity == "stop"]
    return Checked(_once([*unread, *found]), 1, words)


def _checked_as(own: str, path: Path, name: str, check: TextCheck) -> list[Finding]:
    """What is found in a file of a review; `own` is what officers write for the tool, or ""."""
    workspace, reference = check.workspace, check.reference
    if workspace is None or reference is None or not own:
        return list(_all_checks(path, name, check))
    if own == files.MANIFEST:
        return [*_mistakes(workspace, reference), *_names_in(path, check)]
    review = _readable(workspace, reference)
    mistakes = problems_of_learning(review) if review else ()
    checks = _all_checks(path, f"{reference}/{own}", check)
    return [*map(as_finding, mistakes), *checks]


def _own_file(path: Path, workspace: Workspace, reference: str) -> str:
    """Which of the files that officers write `path` is, "" for any other."""
    here, folder = followed(path), workspace.folder_of(reference)
    if here == followed(identifiers_path(workspace, reference)):
        return files.IDENTIFIERS
    own = (files.MANIFEST, files.LEARNING)
    return next((name for name in own if here == followed(folder / name)), "")


def _all_checks(path: Path, name: str, check: TextCheck) -> tuple[Finding, ...]:
    """What is found in its text, and of a Word document whether everybody can read it."""
    content = read_file(path)
    found = check.everything(name, content, place=_place(path, check))
    return (*found, *(find_accessibility(name, content) if name.endswith(".docx") else ()))


def _place(path: Path, check: TextCheck) -> str:
    """Where it lies in the workspace, as the table of files says it; "" for elsewhere."""
    if check.workspace is None:
        return ""
    here, folder = followed(path), followed(check.workspace.folder)
    return here.relative_to(folder).as_posix() if here.is_relative_to(folder) else ""


def _names_in(path: Path, check: TextCheck) -> tuple[Finding, ...]:
    return check.names(f"{check.reference}/{path.name}", read_file(path))


def _readable(workspace: Workspace, reference: str) -> Review | None:
    found, _ = of_each(workspace, (reference,), lambda review: review)
    return found[0] if found else None


def _mistakes(workspace: Workspace, reference: str) -> list[Finding]:
    """What is wrong in the manifest and in the history."""
    _, not_read = of_each(workspace, (reference,), lambda review: review)
    return [finding for one in not_read for finding in _why(one)]


def _why(one: NotRead) -> Iterator[Finding]:
    if isinstance(one.error, FileProblems):
        yield from map(as_finding, one.error.problems)
    else:
        yield Finding(
            "file-problem", "stop", one.reference, "", one.error.sentence, one.error.next_step, ""
        )


def check_folder(
    folder: Path, called: str, workspace: Workspace | None, reference: str | None
) -> Checked:
    """Every finding in the files of one folder; a file that cannot be opened is a finding too."""
    papers = [p for p in sorted(folder.iterdir()) if not p.is_dir() and files.is_paper(p.name)]
    if not papers:
        raise LfeError(f"There is no file in the folder {called}.", where=str(folder.parent))
    parts = []
    for path in papers:
        name = f"{called}/{path.name}"
        try:
            parts.append(check_file(path, name, workspace, reference))
        except LfeError as error:
            parts.append(Checked((_not_checked(name, error),), 1, None))
        except OSError as error:
            parts.append(Checked((_not_checked(name, unreadable(error)),), 1, None))
    return together(parts)


def together(parts: Sequence[Checked]) -> Checked:
    """Several files of one review, checked, as one."""
    words = [part.words for part in parts if part.words is not None]
    found = _once(finding for part in parts for finding in part.findings)
    return Checked(found, sum(part.files for part in parts), max(words) if words else None)


def check_review(
    workspace: Workspace, reference: str, earlier: Earlier = NOTHING_EARLIER
) -> Checked:
    """Every finding in a review's folder: faults of the folder first, then its texts."""
    if not os.access(workspace.folder_of(reference), os.R_OK | os.X_OK):  # not there, or not for us
        return Checked(tuple(_mistakes(workspace, reference)), 1, None)
    review = _readable(workspace, reference)
    words, about_list = about_the_list(workspace, reference)
    findings = [*_mistakes(workspace, reference), *about_list]
    findings += check_history(workspace, reference, clock.now(), earlier)
    findings += check_copies(workspace.folder_of(reference), reference)
    findings += check_inbox(workspace.folder_of(reference), reference)
    fresh = review is not None and _is_as_started(review)
    if review is not None:
        findings += check_documents(review)
    if review is not None and not fresh:
        findings += [as_finding(p) for p in problems_of_learning(review)]
    texts, check = _texts(workspace.folder_of(reference)), TextCheck(workspace, reference)
    for path in texts:
        if not (fresh and path.name == Path(files.LEARNING).name):
            findings += _in_text(path, workspace.folder_of(reference), check)
    sent = _sent_drafts(review)
    findings = [f for f in findings if f.rule != GAP or f.file not in sent]
    return Checked(_once(_asides_at_once(findings, reference)), len(texts) + 2, words)


def _asides_at_once(findings: Iterable[Finding], reference: str) -> Iterator[Finding]:
    """The findings, with what stands in all versions that are kept aside as one, the last."""
    found: list[Finding] = []
    for one in findings:
        own = one.file.removeprefix(f"{reference}/")
        is_aside = one.severity == "consider" and files.file_of(own).kept_aside
        if is_aside and one.rule in NAMES_AND_NUMBERS:
            found.append(one)
        else:
            yield one
    if found:
        of = counted(len({one.file for one in found}), "version")
        rules = ", ".join(dict.fromkeys(one.rule.replace("-", " ") for one in found))
        yield replace(
            found[0],
            rule="kept-aside",
            text=f"what can point to a person ({rules}) stands in {of} kept aside, such as this.",
            suggestion="Git has none of them, and closing asks for the names to be gone first.",
        )


def _texts(folder: Path) -> list[Path]:
    """The texts of a review that are looked at, in the order in which they are reported."""
    papers = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    known = {path.relative_to(folder).as_posix(): path for path in papers}
    return [known[place] for place in sorted(filter(_is_looked_at, known), key=_in_order)]


def _is_looked_at(place: str) -> bool:
    file = files.file_of(place)
    return file.check != "nothing" and file.is_read_in(place) and files.is_paper(place)


def _in_order(place: str) -> tuple[int, int, int, str]:
    """Intent first, then what many read in the table's order, then all else by name."""
    file, folder = files.file_of(place), place.partition("/")[0]
    whole = file.check == "everything"
    rank = 3 if file.kept_aside else 0 if file.check == "names" else 1 if whole else 2
    among = _ORDER.index(folder) if folder in _ORDER else len(_ORDER)
    of_the_table = [row.id for row in files.TABLE].index(file.id) if whole else 0
    return rank, among, of_the_table, place


def _in_text(path: Path, folder: Path, check: TextCheck) -> list[Finding]:
    """What is found in one text: of letters, forms and the manifest only what must not be."""
    own = path.relative_to(folder).as_posix()
    name, wanted = f"{check.reference}/{own}", files.file_of(own).check
    try:
        _refuse_a_link(path, folder.parent)
        if wanted == "names":
            found = check.names(name, read_file(path))
            aside = files.file_of(own).kept_aside
            return [replace(one, severity="consider") if aside else one for one in found]
        found = _all_checks(path, name, check)
    except FileNotFoundError:
        return []  # it went between listing and reading
    except LfeError as error:
        return [_not_checked(name, error)]
    except OSError as error:
        return [_not_checked(name, unreadable(error))]
    return [f for f in found if wanted == "everything" or _must_not_be(f, wanted)]


def _refuse_a_link(path: Path, workspace: Path) -> None:
    """Raises LfeError for a link that leads out of the partnership's folder, or to a folder."""
    there = followed(path)
    if path.is_symlink() and (there.is_dir() or not there.is_relative_to(followed(workspace))):
        raise LfeError(
            "It was not checked: it is a link to another place.",
            next_step="Check what it leads to by itself, or put the document itself here.",
        )


def _must_not_be(finding: Finding, check: files.Check) -> bool:
    return finding.severity == "stop" or (check == "stops and gaps" and finding.rule == GAP)


def _sent_drafts(review: Review | None) -> set[str]:
    """Drafts whose letter was sent since: an officer fills a gap in the mail, and not in the draft.

    What was sent is in the officer's own mailbox, where no check of ours can look.
    """
    if review is None:
        return set()
    sent = {(e.event.letter, e.event.agency): e.at for e in review.state.letters.sent}
    drafted = review.state.letters.newest_drafts
    return {
        f"{review.reference}/{file}"
        for file, entry in drafted.items()
        if entry.at < sent.get((entry.event.letter, entry.event.agency), entry.at)
    }


def _not_checked(name: str, error: LfeError) -> Finding:
    return Finding("not-checked", "stop", name, "", error.sentence, error.next_step, "")


def _is_as_started(review: Review) -> bool:
    """Whether learning.yaml is still exactly as `lfe report` began it: nobody wrote in it yet."""
    started = review.state.page.learning_started
    present = review.read(files.LEARNING)
    return started is not None and present is not None and started.event.sha256 == sha256(present)


def check_workspace(workspace: Workspace, earlier: Earlier = NOTHING_EARLIER) -> Checked:
    """Every finding in the partnership's own templates, and in every review."""
    parts = [problems_as_findings(_mistakes_in_own_templates(workspace))]
    parts.append(Checked(tuple(_about_own_templates(workspace)), 0, None))
    parts.append(Checked(tuple(check_workspace_copies(workspace)), 0, None))
    parts += [check_review(workspace, one, earlier) for one in workspace.references()]
    words = [part.words for part in parts if part.words is not None]
    found = tuple(finding for part in parts for finding in part.findings)
    return Checked(found, sum(part.files for part in parts), sum(words) if words else None)


def problems_as_findings(problems: Iterable[Problem]) -> Checked:
    """The problems of a file that stops everything else, as findings."""
    return Checked(tuple(as_finding(problem) for problem in problems), 1, None)


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))


def _read_wording(text: str, _: str) -> object:
    return read_rules((templates.shipped() / "wording.yaml").read_text("utf-8"), text)


_READERS: dict[str, Callable[[str, str], object]] = {
    "audit.yaml": read_questions,
    "agenda.yaml": read_agenda,
    "facilitation.yaml": read_facilitation,
    "wording.yaml": _read_wording,
}


def _mistakes_in_own_templates(workspace: Workspace) -> Iterator[Problem]:
    """The mistakes in the Word and YAML templates of the folder templates."""
    for name, own in templates.listed(workspace.folder):
        if own:
            yield from _mistakes_in_template(workspace, name)


def _about_own_templates(workspace: Workspace) -> Iterator[Finding]:
    """What documents made from the own Word templates do not keep as it is there."""
    for name, own in templates.listed(workspace.folder):
        if own and name.endswith(".docx"):
            content = read_file(templates.find(name, workspace.folder))
            with contextlib.suppress(TemplateFault):  # which is a mistake, and told as one
                yield from _about_template(Template(name, content))


def _about_template(template: Template) -> Iterator[Finding]:
    place = f"{TEMPLATES}/{template.name}"
    if has_a_template_elsewhere(template):
        yield Finding(
            "template-elsewhere",
            "suggest",
            place,
            "",
            "A template of another place is attached to it, and Word looks for that one "
            "when somebody opens this. Documents made from it do not keep it.",
            "In Word: File > Options > Add-ins > Manage: Templates > Go, and empty the "
            "box Document template.",
            "",
        )
    for part, found in worked_out_in(template).items():
        yield Finding(
            "template-worked-out",
            "consider",
            place,
            part,
            f"It holds {joined(found)}. A document made from it keeps the words that stand there "
            "now, as plain text, so that everybody sees what was checked.",
            "If they are not the words that you want, write those in their place.",
            "",
        )


def _mistakes_in_template(workspace: Workspace, name: str) -> Iterator[Problem]:
    path, shown = templates.find(name, workspace.folder), f"{TEMPLATES}/{name}"
    try:
        if name.endswith(".docx"):
            check_tags(Template(name, read_file(path)))
        elif name in _READERS:
            _READERS[name](read_text(path), shown)
    except FileProblems as found:
        yield from found.problems
    except LfeError as error:
        yield Problem(shown, None, "", error.sentence, error.next_step)
