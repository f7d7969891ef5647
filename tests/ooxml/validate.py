#!/usr/bin/env python3
"""Hold .docx and .xlsx files against the published schemas of Office Open XML (ECMA-376, transitional), as Word and Excel expect them.

    python validate.py FILE ...        a line for each fault: file, part, line, what; exit 1 where there is one

Elements and attributes of namespaces that a part declares ignorable (mc:Ignorable), and the word/2010 and later extensions
inside content controls, are left out first, as a reader that does not know them does; mc:AlternateContent counts by its fallback.
It also checks what no schema says and Office insists on: every relationship's target exists, every part has a content type,
ids of content controls and drawings do not repeat, every style and numbering that is used is defined.
Needs lxml. Use it from tests (`problems(path)` returns a list of strings) and by hand.
"""

from __future__ import annotations

import posixpath
import sys
import zipfile
from collections import Counter
from functools import lru_cache
from pathlib import Path

from lxml import etree

XSD = Path(__file__).resolve().parent / "xsd"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
CT = "http://schemas.openxmlformats.org/package/2006/content-types"
SCHEMA_OF = {W: "wml.xsd", S: "sml.xsd", REL: "opc-relationships.xsd", CT: "opc-contentTypes.xsd"}
# what Word and Excel themselves write or accept although the schema says otherwise
TOLERATED = (
    "XML/1998/namespace}space'",
    "main}uiCompat97To2003'",
    "main}zoom': The attribute",
    "main}ext': Missing child",
)
EXTENSIONS = (
    "http://schemas.microsoft.com/office/word/20",
    "http://schemas.microsoft.com/office/spreadsheetml/20",
    "http://schemas.microsoft.com/office/drawing/20",
)


@lru_cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(XSD / name)))


def as_an_older_reader_sees_it(root: etree._Element) -> etree._Element:
    """Drop ignorable namespaces and known extensions; keep the fallback of alternatives."""
    ignorable = set()
    for el in root.iter(etree.Element):
        for prefix in (el.get(f"{{{MC}}}Ignorable") or "").split():
            if prefix in el.nsmap:
                ignorable.add(el.nsmap[prefix])
    for alt in list(root.iter(f"{{{MC}}}AlternateContent")):
        fallback = alt.find(f"{{{MC}}}Fallback")
        parent, at = alt.getparent(), alt.getparent().index(alt)
        for child in list(fallback) if fallback is not None else []:
            parent.insert(at, child)
            at += 1
        parent.remove(alt)
    gone = lambda ns: ns in ignorable or ns == MC or (ns or "").startswith(EXTENSIONS)
    for el in list(root.iter(etree.Element)):
        if gone(etree.QName(el).namespace) and el.getparent() is not None:
            el.getparent().remove(el)
            continue
        for name in list(el.attrib):
            if gone(etree.QName(name).namespace):
                del el.attrib[name]
    return root


def problems(path: str | Path) -> list[str]:
    """Every fault found in the file at `path`, one sentence each; empty where there is none."""
    out: list[str] = []
    with zipfile.ZipFile(path) as z:
        names = set(z.namelist())
        out += [
            f"{n}: stands twice in the package" for n, k in Counter(z.namelist()).items() if k > 1
        ]
        parts = {n: etree.fromstring(z.read(n)) for n in names if n.endswith((".xml", ".rels"))}
    types = parts.get("[Content_Types].xml")
    if types is None:
        return out + ["[Content_Types].xml: missing"]
    overrides = {e.get("PartName") for e in types.findall(f"{{{CT}}}Override")}
    defaults = {e.get("Extension", "").lower() for e in types.findall(f"{{{CT}}}Default")}
    for n in names - {"[Content_Types].xml"}:
        if (
            not n.endswith("/")
            and "/" + n not in overrides
            and n.rsplit(".", 1)[-1].lower() not in defaults
        ):
            out.append(f"{n}: no content type")
    out += [
        f"[Content_Types].xml: names {p}, which is not there"
        for p in overrides
        if p.lstrip("/") not in names
    ]
    for n, root in parts.items():
        if n.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(n))
            for r in root:
                if r.get("TargetMode") != "External":
                    target = r.get("Target", "")
                    full = (
                        target.lstrip("/")
                        if target.startswith("/")
                        else posixpath.normpath(posixpath.join(base, target))
                    )
                    if full not in names:
                        out.append(f"{n}: {r.get('Id')} points to {full}, which is not there")
    styles = {
        s.get(f"{{{W}}}styleId")
        for n, r in parts.items()
        if n.endswith("styles.xml")
        for s in r.iter(f"{{{W}}}style")
    }
    numbers = {
        s.get(f"{{{W}}}numId")
        for n, r in parts.items()
        if n.endswith("numbering.xml")
        for s in r.iter(f"{{{W}}}num")
    } | {"0"}
    for n, root in parts.items():
        ns = etree.QName(root).namespace
        if ns == W and not n.endswith(("styles.xml", "numbering.xml")):
            for tag, known, what in (
                ("pStyle", styles, "style"),
                ("rStyle", styles, "style"),
                ("tblStyle", styles, "style"),
                ("numId", numbers, "numbering"),
            ):
                for e in root.iter(f"{{{W}}}{tag}"):
                    if known and e.get(f"{{{W}}}val") not in known:
                        out.append(
                            f"{n}: line {e.sourceline}: {what} {e.get(f'{{{W}}}val')} is not defined"
                        )
            ids = Counter(
                e.get(f"{{{W}}}val")
                for e in root.iter(f"{{{W}}}id")
                if e.getparent().tag == f"{{{W}}}sdtPr"
            )
            out += [
                f"{n}: content control id {i} stands {k} times" for i, k in ids.items() if k > 1
            ]
        if ns == W:
            out += [
                f"{n}: line {c.sourceline}: a table cell has no paragraph"
                for c in root.iter(f"{{{W}}}tc")
                if c.find(f".//{{{W}}}p") is None
            ]
            marks = Counter(b.get(f"{{{W}}}id") for b in root.iter(f"{{{W}}}bookmarkStart"))
            ends = Counter(b.get(f"{{{W}}}id") for b in root.iter(f"{{{W}}}bookmarkEnd"))
            out += [
                f"{n}: bookmark {i} is doubled or not closed"
                for i in marks
                if marks[i] != 1 or ends[i] != 1
            ]
        if ns == S:
            out += [
                f"{n}: a validation list is longer than 255 characters"
                for f in root.iter(f"{{{S}}}formula1")
                if len(f.text or "") > 255
            ]
        name = SCHEMA_OF.get(ns)
        if name:
            check = schema(name)
            if not check.validate(as_an_older_reader_sees_it(root)):
                out += [
                    f"{n}: line {e.line}: {e.message}"
                    for e in list(check.error_log)[:20]
                    if not any(t in e.message for t in TOLERATED)
                ]
    return out


if __name__ == "__main__":
    bad = 0
    for f in sys.argv[1:]:
        try:
            found = problems(f)
        except (zipfile.BadZipFile, etree.XMLSyntaxError) as e:
            found = [str(e)]
        for p in found:
            print(f"{f}: {p}")
        bad += bool(found)
    sys.exit(1 if bad else 0)
