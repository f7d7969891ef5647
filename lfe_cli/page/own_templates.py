"""A partnership's own templates: whether each can be read, before a command needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lfe_cli.audits.questions import read_questions
from lfe_cli.errors import FileProblems, LfeError, Problem
from lfe_cli.event.agenda_plan import read_agenda, read_facilitation
from lfe_cli.review import templates
from lfe_cli.review.files import TEMPLATES
from lfe_cli.review.workspace import Workspace, read_text
from lfe_cli.word.render import Template, check_tags

_READERS: dict[str, Callable[[str, str], object]] = {
    "audit.yaml": read_questions,
    "agenda.yaml": read_agenda,
    "facilitation.yaml": read_facilitation,
}


def mistakes_in_own_templates(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong in the Word and YAML templates of the folder templates."""
    for name, own in templates.listed(workspace.folder):
        if own:
            yield from _mistakes(workspace, name)


def _mistakes(workspace: Workspace, name: str) -> Iterator[Problem]:
    path, shown = templates.find(name, workspace.folder), f"{TEMPLATES}/{name}"
    try:
        if name.endswith(".docx"):
            check_tags(Template(name, path.read_bytes()))
        elif name in _READERS:
            _READERS[name](read_text(path), shown)
    except FileProblems as found:
        yield from found.problems
    except LfeError as error:
        yield Problem(shown, None, "", error.sentence, error.next_step)
