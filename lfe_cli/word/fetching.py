"""What a Word document would have Word fetch from elsewhere as soon as somebody opens it.

Documents made from a template carry what it carries: a linked picture tells another computer who
opens the page, and when. A link that a person clicks on fetches nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from lfe_cli.word.xml import parse, w

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CALLED = {
    "image": "a linked picture",
    "oleObject": "a linked object",
    "subDocument": "a linked document",
    "frame": "a linked frame",
    "aFChunk": "a linked document",
    "mailMergeSource": "a source for mail merge",
    "mailMergeHeaderSource": "a source for mail merge",
}
_FIELDS = {
    "INCLUDEPICTURE": "a field that fetches a picture",
    "INCLUDETEXT": "a field that fetches a text",
    "IMPORT": "a field that fetches a picture",
    "LINK": "a field that is linked to another file",
    "DDE": "a field that asks another program",
    "DDEAUTO": "a field that asks another program",
    "DATABASE": "a field that asks a database",
    "RD": "a field that names another document",
}
_CLICKED = "hyperlink"
_TEMPLATE = "attachedTemplate"


def fetched(parts: Mapping[str, bytes]) -> list[str]:
    """What in these parts is fetched when the document is opened, as a person calls it."""
    linked = (kind for kind in _outside(parts) if kind not in {_CLICKED, _TEMPLATE})
    found = [_CALLED.get(kind, "a link that is followed on opening") for kind in linked]
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml") and b"instr" in content:
            codes = (code.split()[:1] for code in _codes(parse(content)))
            found += [_FIELDS[c[0].upper()] for c in codes if c and c[0].upper() in _FIELDS]
    return list(dict.fromkeys(found))


def is_attached_elsewhere(parts: Mapping[str, bytes]) -> bool:
    """Whether a template of another place is attached, which Word looks for on opening."""
    return _TEMPLATE in _outside(parts)


def _outside(parts: Mapping[str, bytes]) -> list[str]:
    """The kinds of all that is linked to and lies outside of the document."""
    return [
        (relation.get("Type") or "").rsplit("/", 1)[-1]
        for name, content in parts.items()
        if name.endswith(".rels")
        for relation in parse(content).iter(_RELATIONSHIP)
        if (relation.get("TargetMode") or "").lower() == "external"
    ]


def _codes(root: etree._Element) -> Iterator[str]:
    """The code of each field, however Word has cut it into runs."""
    open_fields: list[list[str]] = []
    for element in root.iter(w("fldSimple"), w("fldChar"), w("instrText")):
        if element.tag == w("fldSimple"):
            yield element.get(w("instr")) or ""
        elif element.tag == w("instrText"):
            if open_fields:
                open_fields[-1].append(element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            open_fields.append([])
        elif element.get(w("fldCharType")) == "end" and open_fields:
            yield "".join(open_fields.pop())
    yield from ("".join(code) for code in open_fields)
