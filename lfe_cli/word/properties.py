"""What a document says of itself: title, author, dates, and the review's own custom properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from lfe_cli.text import clean_text
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import CORE, CUSTOM, DC, DCTERMS, VT, XmlRefused, parse, serialise
from lfe_cli.word.zips import PackageRefused

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_ROOT_RELATIONS = "_rels/.rels"


@dataclass(frozen=True)
class Properties:
    """A document's properties. `author` is the partnership; `moment` is when it was made."""

    title: str
    author: str
    moment: datetime
    custom: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""


@dataclass(frozen=True)
class _Part:
    name: str
    content_type: str
    relation: str


_CORE_PART = _Part(
    "docProps/core.xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
)
_APP_PART = _Part(
    "docProps/app.xml",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    f"{_OFFICE}/extended-properties",
)
_CUSTOM_PART = _Part(
    "docProps/custom.xml",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    f"{_OFFICE}/custom-properties",
)


def set_properties(parts: Mapping[str, bytes], properties: Properties) -> dict[str, bytes]:
    """`parts` with these properties instead of the template's own.

    Custom properties that the template brings (a sensitivity label, say) stay.
    """
    changed = dict(parts)
    custom = {**_custom_of(changed), **properties.custom}
    _put(changed, _CORE_PART, _core(properties))
    _put(changed, _APP_PART, _root(_APP, "Properties"))
    if custom:
        _put(changed, _CUSTOM_PART, _custom(custom))
    return changed


def made_at(content: bytes) -> datetime | None:
    """When a Word or Excel file was made, by what it says of itself; None where it says nothing."""
    try:
        core = open_package(content).part(_CORE_PART.name)
        made = parse(core).findtext(f"{{{DCTERMS}}}created") if core is not None else None
        return datetime.fromisoformat(made.strip()) if made else None
    except (PackageRefused, XmlRefused, ValueError):
        return None


def _root(namespace: str, name: str) -> etree._Element:
    """An element in the default namespace, as Office writes it."""
    return parse(f'<{name} xmlns="{namespace}" xmlns:vt="{VT}"/>'.encode())


def _core(properties: Properties) -> etree._Element:
    root = etree.Element(
        f"{{{CORE}}}coreProperties",
        nsmap={"cp": CORE, "dc": DC, "dcterms": DCTERMS, "xsi": _XSI},
    )
    moment = properties.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name, text in (
        (f"{{{DC}}}title", properties.title),
        (f"{{{DC}}}subject", properties.subject),
        (f"{{{DC}}}creator", properties.author),
        (f"{{{CORE}}}lastModifiedBy", properties.author),
        (f"{{{DC}}}language", "en-GB"),
    ):
        if text:
            etree.SubElement(root, name).text = clean_text(text)
    for name in ("created", "modified"):
        element = etree.SubElement(root, f"{{{DCTERMS}}}{name}")
        element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        element.text = moment
    return root


def _custom(custom: Mapping[str, str]) -> etree._Element:
    root = _root(CUSTOM, "Properties")
    for number, (name, value) in enumerate(custom.items(), start=2):
        entry = etree.SubElement(root, f"{{{CUSTOM}}}property")
        entry.set("fmtid", _FORMAT_ID)
        entry.set("pid", str(number))
        entry.set("name", name)
        etree.SubElement(entry, f"{{{VT}}}lpwstr").text = clean_text(value)
    return root


def _custom_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    try:
        root = parse(parts[_CUSTOM_PART.name])
    except (KeyError, XmlRefused):
        return {}
    return {
        str(entry.get("name")): "".join(str(text) for text in entry.itertext())
        for entry in root.iter(f"{{{CUSTOM}}}property")
    }


def _put(parts: dict[str, bytes], part: _Part, root: etree._Element) -> None:
    """Put `root` into the package as `part`, known by its content type and its relationship."""
    types = parse(parts["[Content_Types].xml"])
    relations = parse(parts[_ROOT_RELATIONS])
    for relation in list(relations):
        if relation.get("Type") == part.relation:
            old = str(relation.get("Target")).lstrip("/")
            parts.pop(old, None)
            relations.remove(relation)
            for entry in [e for e in types if e.get("PartName") == f"/{old}"]:
                types.remove(entry)
    used = {relation.get("Id") for relation in relations}
    free = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    etree.SubElement(
        relations,
        f"{{{_RELATIONS}}}Relationship",
        {"Id": free, "Type": part.relation, "Target": part.name},
    )
    etree.SubElement(
        types,
        f"{{{_TYPES}}}Override",
        {"PartName": f"/{part.name}", "ContentType": part.content_type},
    )
    parts[part.name] = serialise(root)
    parts["[Content_Types].xml"] = serialise(types)
    parts[_ROOT_RELATIONS] = serialise(relations)
