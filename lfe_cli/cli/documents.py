"""`lfe documents`: every document of a review, for an information request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lfe_cli.cli import options, screen, shell
from lfe_cli.disk import git
from lfe_cli.review import days
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.across.documents import Document


def documents(review: options.ReviewOption = None, as_json: options.AsJson = False) -> None:
    """List every document of a review, for a request.

    For an information or access request: what there is, which agency it came from or
    went to, its date, whether git keeps it, and where it lies; also what was removed.
    No content. To print it: lfe documents > documents.txt
    """
    from lfe_cli.across.documents import documents_of

    with shell.answering(as_json, refused={"documents": []}) as call:
        loaded = shell.the_review(review)
        call.show(
            shell.Done(documents_of(loaded, _in_git(loaded))),
            as_json=lambda found: _documents_as_json(loaded, found),
            on_screen=lambda found: _show_documents(loaded, found),
        )


def _documents_as_json(review: Review, found: Sequence[Document]) -> dict[str, Any]:
    from lfe_cli.after.disposal import NOT_REACHED

    return {
        "reference": review.reference,
        "documents": [document.as_json() for document in found],
        "not_reached": list(NOT_REACHED),
    }


def _show_documents(review: Review, found: Sequence[Document]) -> None:
    from lfe_cli.after.disposal import NOT_REACHED

    screen.say(f"{review.partnership.name}")
    screen.say(f"Documents of {review.reference}, {days.short_date(shell.today())}")
    screen.say()
    for document in found:
        if not document.removed:
            _show_document(document)
    gone = [document for document in found if document.removed]
    if gone:
        screen.say()
        screen.say("Removed from this folder:")
        screen.say()
    for document in gone:
        _show_document(document)
    screen.steps("What this list does not reach:", NOT_REACHED)


def _show_document(document: Document) -> None:
    agency = f"{document.way} {document.agency}" if document.agency else ""
    on = days.short_date(document.on) if document.on else "date not recorded"
    in_git = "kept in git" if document.in_git else "not in git"
    gone = f"removed {days.short_date(document.removed)}" if document.removed else ""
    screen.say(document.place)
    said = ", ".join(part for part in (document.what, agency, on, in_git, gone) if part)
    screen.say(said, indent="    ")


def _in_git(review: Review) -> set[str]:
    folder = review.workspace.folder
    if not git.is_repository(folder):
        return set()
    return git.ever_recorded(folder, review.reference) | git.ever_recorded(folder, ":(glob)*.xlsx")
