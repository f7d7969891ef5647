"""What a file is that is not read, in a sentence or two, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from lfe_cli.sentences import counted
from lfe_cli.word.file_kinds import ARCHIVE, MAIL, OUTLOOK_MAIL, kind_of
from lfe_cli.word.mails import Attached, attached_to
from lfe_cli.word.zips import names_in_zip

_WORD = (".docx", ".docm", ".doc", ".odt", ".rtf")


@dataclass(frozen=True)
class Told:
    """`what` the file is, and what to `do` about it ("" where nobody can say)."""

    what: str
    do: str

    @property
    def sentence(self) -> str:
        """Both."""
        return f"{self.what} {self.do}".rstrip()


def what_it_is(content: bytes, name: str = "") -> Told:
    """What the file is, and what helps; of a mail and a zip with what is in it."""
    kind = kind_of(content, name)
    if kind is ARCHIVE:
        documents = [one for one in names_in_zip(content) if one.lower().endswith(_WORD)]
        holds = f" with {_count(len(documents), 'Word document')} in it" if documents else ""
        return Told(f"It is {kind.thing}{holds}.", kind.do)
    attached = attached_to(content) if kind in {MAIL, OUTLOOK_MAIL} else None
    return Told(kind.said, kind.do) if attached is None else _mail_with(attached)


def _mail_with(attached: tuple[Attached, ...]) -> Told:
    if not attached:
        return Told(
            "It is an e-mail with nothing attached.",
            "If a link in it leads to a document, download that, and use that instead.",
        )
    if len(attached) > 1:
        things = ", ".join(dict.fromkeys(_thing(one) for one in attached))
        return Told(
            f"It is an e-mail with {len(attached)} files attached ({things}).",
            "Save them out of it, and use those instead.",
        )
    [one] = attached
    named = f"“{one.name}”" if one.name else "that"
    return Told(
        f"It is an e-mail with {_thing(one)} attached.",
        f"Save {named} out of it, and use that instead.",
    )


def _thing(one: Attached) -> str:
    return "another e-mail" if one.kind in {MAIL, OUTLOOK_MAIL} else one.kind.thing


def _count(number: int, thing: str) -> str:
    return f"one {thing}" if number == 1 else counted(number, thing)
