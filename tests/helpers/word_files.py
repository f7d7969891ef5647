"""What a Word file says, and a Word file as somebody changed it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docx import Document
from lxml import etree

from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import parse, serialise, w

DOCUMENT = "word/document.xml"


def edit(content: bytes, change: Callable[[etree._Element], None], part: str = DOCUMENT) -> bytes:
    """A copy of a document in which `change` was made to the XML of one part."""
    parts = dict(open_package(content).parts)
    root = parse(parts[part])
    change(root)
    parts[part] = serialise(root)
    return write_package(parts)


def text_of(content: bytes) -> str:
    root = parse(open_package(content).parts["word/document.xml"])
    return "\n".join("".join(t.text or "" for t in p.iter(w("t"))) for p in root.iter(w("p")))


def edit_in_word(path: Path, old: str, new: str) -> bytes:
    """Changes a sentence, as a person does in Word; returns the file as it is then."""
    document = Document(str(path))
    texts = [text for text in document.element.body.iter(w("t")) if old in (text.text or "")]
    assert texts
    for text in texts:
        text.text = text.text.replace(old, new)
    document.save(str(path))
    return path.read_bytes()
