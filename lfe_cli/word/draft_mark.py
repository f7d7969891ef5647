"""The mark on the page's face that says what stage it is at ("Draft, not for circulation").

It sits in a control tagged `lfe.draft`, so that it can be changed or taken away alone: whatever
else a person changed in Word stays as they left it.
"""

from __future__ import annotations

from lxml import etree

from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import parse, serialise, val, w

TAG = "lfe.draft"
_DOCUMENT = "word/document.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def with_mark(content: bytes, mark: str) -> bytes:
    """The document with `mark` on its face; without any where `mark` is empty."""
    parts = dict(open_package(content).parts)
    root = parse(parts[_DOCUMENT])
    controls = [c for c in root.iter(w("sdt")) if val(c.find(f"{w('sdtPr')}/{w('tag')}")) == TAG]
    for control in controls[1:] if mark else controls:
        _take_away(control)
    if mark and controls:
        _write(controls[0], mark)
    elif mark:
        _put_first(root, mark)
    parts[_DOCUMENT] = serialise(root)
    return write_package(parts)


def _take_away(control: etree._Element) -> None:
    """The control goes, and its paragraph too where nothing else is in it."""
    parent = control.getparent()
    assert parent is not None
    parent.remove(control)
    above = parent.getparent()
    if parent.tag == w("p") and above is not None and not any(True for _ in parent.iter(w("t"))):
        above.remove(parent)


def _write(control: etree._Element, mark: str) -> None:
    texts = list(control.iter(w("t")))
    for text in texts[1:]:
        text.text = ""
    if texts:
        texts[0].text = mark


def _put_first(root: etree._Element, mark: str) -> None:
    """A paragraph of its own at the top, in a look that needs no style of the template."""
    body = root.find(w("body"))
    assert body is not None
    paragraph = etree.Element(w("p"))
    control = etree.SubElement(paragraph, w("sdt"))
    properties = etree.SubElement(control, w("sdtPr"))
    for name, value in (("alias", "Stage"), ("tag", TAG)):
        etree.SubElement(properties, w(name)).set(w("val"), value)
    run = etree.SubElement(etree.SubElement(control, w("sdtContent")), w("r"))
    etree.SubElement(etree.SubElement(run, w("rPr")), w("b"))
    text = etree.SubElement(run, w("t"))
    text.set(_SPACE, "preserve")
    text.text = mark
    body.insert(0, paragraph)
