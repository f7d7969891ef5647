"""What the officer should know of a file beside its answers."""

from __future__ import annotations

from lfe_cli.audits.opening import Opened, Relation, parts_of, relations
from lfe_cli.word.xml import w


def remarks(opened: Opened, blank: Opened | None) -> list[str]:
    """One sentence for each thing that was there and is no answer."""
    return [*_of_the_text(opened, blank), *_of_the_file(opened, blank)]


def _of_the_text(opened: Opened, blank: Opened | None) -> list[str]:
    seen = opened.body.seen
    found = []
    if seen["inserted"] or seen["deleted"]:
        found.append(
            "It holds tracked changes: what was put in was read, what was taken out was not."
        )
    comments = _comments(opened)
    if comments:
        found.append(f"It holds {_count(comments, 'comment')}. Comments are not answers.")
    if seen["hidden"]:
        found.append("Some of its text is hidden in Word. It was read like the rest.")
    pictures = seen["pictures"] - (blank.body.seen["pictures"] if blank else 0)
    if pictures > 0:
        found.append(
            f"It holds {_count(pictures, 'picture')}. Look at the file for what they show."
        )
    if seen["imported"]:
        found.append("It brings in another document, which was not read.")
    if opened.left_out:
        found.append("Its notes, its header or its footer are damaged, and were not read.")
    return found


def _of_the_file(opened: Opened, blank: Opened | None) -> list[str]:
    found = []
    names = [name.lower() for name in opened.package.names]
    if any(name.endswith("vbaproject.bin") for name in names):
        found.append("It holds macros. They were not run.")
    embedded = sum("/embeddings/" in name or "/activex/" in name for name in names)
    if embedded:
        found.append(f"It holds {_count(embedded, 'embedded file')}, not opened.")
    links = _outside(opened) - (_outside(blank) if blank else set())
    if any(link.kind == "attachedTemplate" for link in links):
        found.append("It asks for a template from elsewhere, which was not fetched.")
    others = [link for link in links if link.kind not in {"attachedTemplate", "hyperlink"}]
    if others:
        found.append(f"It points to {_count(len(others), 'file')} elsewhere, not fetched.")
    addresses = [link for link in links if link.kind == "hyperlink"]
    if addresses:
        found.append(f"It holds {_count(len(addresses), 'link')}, not followed.")
    return found


def _outside(opened: Opened) -> set[Relation]:
    return {link for link in relations(opened.package, r"(.*/)?_rels/.*\.rels") if link.external}


def _comments(opened: Opened) -> int:
    names = opened.package.matching(r"word/comments\.xml")
    return sum(len(root.findall(w("comment"))) for root in parts_of(opened.package, names))


def _count(number: int, thing: str) -> str:
    return f"one {thing}" if number == 1 else f"{number} {thing}s"
