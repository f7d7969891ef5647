"""Files made to do harm. Each is built when it is asked for: together they are large."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping

from helpers.audits import an_audit, fill, issued
from helpers.small_form import blank_body
from helpers.word_xml import document, p, r, sdt
from lfe_cli.audits.returns.opening import MAX_MARKS, MAX_TEXT
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import CUSTOM, NAMES, VT, W

SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
LABEL = p("4. What was a day like then")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def blank_parts() -> dict[str, bytes]:
    return dict(open_package(document(blank_body())).parts)


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def of_body(body: str) -> bytes:
    """A file with this body, packed so that no ratio gives it away."""
    xml = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()
    return zipped({**blank_parts(), "word/document.xml": xml}, zipfile.ZIP_STORED)


def with_parts(**parts: bytes) -> bytes:
    return zipped({**blank_parts(), **parts}, zipfile.ZIP_STORED)


def many(piece: str, before: str = "", after: str = "") -> Callable[[], bytes]:
    """As much of `piece` as is read at all."""
    marks = piece.count("<")
    times = (MAX_MARKS - 200) // marks
    words = sum(len(text.rpartition(">")[2]) for text in piece.split("<"))
    if words:
        times = min(times, (MAX_TEXT - 1000) // words)
    return lambda: of_body(before + piece * times + after)


# -- zips


def bomb() -> bytes:
    return zipped({**blank_parts(), "word/media/a.xml": b" " * 100_000_000})


def nested_bomb() -> bytes:
    inside = zipped({"word/document.xml": b" " * 20_000_000})
    for _ in range(20):
        inside = zipped({"word/embeddings/a.docx": inside, "word/b.docx": inside})
        if len(inside) > 500_000:
            break
    return with_parts(**{"word/embeddings/a.docx": inside})


def one_stream_many_names() -> bytes:
    """Many entries of the table that point to one and the same packed stream."""
    data = zlib.compress(b" " * 900_000, 9)[2:-4]
    head = struct.pack(
        "<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, zlib.crc32(b" " * 900_000), len(data), 900_000,
        5, 0,
    )  # fmt: skip
    local = head + b"a.xml" + data
    table = b""
    for number in range(1_900):
        name = f"word/{number:05}.xml".encode()
        table += struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, zlib.crc32(b" " * 900_000),
            len(data), 900_000, len(name), 0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1_900, 1_900, len(table), len(local), 0)
    return local + table + end


def a_million_entries() -> bytes:
    entry = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0
    )
    table = b"".join(entry + f"{number:06}".encode() for number in range(1_000_000))
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(table), 10, 0)
    return b"PK\3\4word/.." + table + end


def lying(size: int) -> Callable[[], bytes]:
    """The table says that the text has another size than it has."""

    def build() -> bytes:
        parts = blank_parts()
        content = bytearray(zipped(parts))
        true = struct.pack("<I", len(parts["word/document.xml"]))
        at = content.rfind(b"PK\1\2", 0, content.rfind(b"word/document.xml"))
        content[at + 24 : at + 28] = struct.pack("<I", size)
        assert true not in content[at + 24 : at + 28]
        return bytes(content)

    return build


def twice(first: str, second: str) -> Callable[[], bytes]:
    def build() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in blank_parts().items():
                archive.writestr(name, content)
            with warnings.catch_warnings(action="ignore"):  # zipfile warns of the second name
                archive.writestr(first, b"<a/>")
            if second != first:
                archive.writestr(second, b"<a/>")
        return buffer.getvalue()

    return build


def locked() -> bytes:
    """A zip whose entries say that they have a password."""
    content = bytearray(document(blank_body()))
    for sign, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(sign, at + 4)
    return bytes(content)


# -- XML

LAUGHS = (
    "<!DOCTYPE d ["
    + "".join(f'<!ENTITY {c} "{f"&{chr(ord(c) - 1)};" * 10}">' for c in "bcdefghij")
    + '<!ENTITY a "ha">]>'
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
NETWORK = '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><!-- &j; -->'
EVERY_PART = (
    *("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "docProps/custom.xml"),
    *("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/comments.xml"),
    *("word/footnotes.xml", "word/footer1.xml", "word/header1.xml"),
)


def doctype(text: str, part: str) -> Callable[[], bytes]:
    def build() -> bytes:
        parts = dict(open_package(fill(issued(), an_audit())).parts)
        old = parts.get(part, f'<w:comments xmlns:w="{W}"/>'.encode())
        declaration, end, rest = old.rpartition(b"?>")
        parts[part] = declaration + end + text.encode() + rest.replace(b"</", b"&j;</", 1)
        return zipped(parts)

    return build


def encoded(encoding: str) -> bytes:
    """A great many marks in an encoding in which none of them is a "<"."""
    body = f"<w:document {SPACES}><w:body>{'<w:p/>' * 400_000}</w:body></w:document>"
    xml = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + body.encode(encoding)
    return zipped({**blank_parts(), "word/document.xml": xml}, zipfile.ZIP_STORED)


def absurd_lists() -> bytes:
    """A shape of list with a great many levels, and a great many lists that have it."""
    levels = "".join(f'<w:lvl w:ilvl="{n}"/>' for n in range(30_000))
    lists = '<w:num w:numId="{}"><w:abstractNumId w:val="1"/></w:num>'
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        + "".join(lists.format(n) for n in range(15_000))
        + "</w:numbering>"
    )
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
        "<w:r><w:t>a</w:t></w:r></w:p>"
    )
    absurd = ("", "-1", "9", "12", "99999999999999999999", "\u00b2", "a", "0" * 5000)
    body = "".join(item.format(level, number) for level in absurd for number in (*absurd, "7"))
    return zipped(
        {
            **open_package(document(LABEL + body)).parts,
            "word/numbering.xml": numbering.encode(),
        },
        zipfile.ZIP_STORED,
    )


def properties(agency: str, reference: str = "LFE-2027-001", size: int = 0) -> Callable[[], bytes]:
    def build() -> bytes:
        texts = {"lfe.reference": reference, "lfe.agency": agency, "more": "a" * size}
        items = "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="{name}">'
            f"<vt:lpwstr>{text}</vt:lpwstr></property>"
            for n, (name, text) in enumerate(texts.items(), start=2)
        )
        xml = f'<Properties xmlns="{CUSTOM}" xmlns:vt="{VT}">{items}</Properties>'
        return with_parts(**{"docProps/custom.xml": xml.encode()})

    return build


def relations(*targets: str, kind: str = "officeDocument", mode: str = "") -> Callable[[], bytes]:
    def build() -> bytes:
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        items = "".join(
            f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{target}" {mode}/>'
            for n, target in enumerate(targets)
        )
        spaces = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
        xml = f"<Relationships {spaces}>{items}</Relationships>".encode()
        return with_parts(**{"_rels/.rels": xml, "word/_rels/document.xml.rels": xml})

    return build


def around(part: str, root: str, piece: str) -> Callable[[], bytes]:
    """A part beside the text, as large as it can be."""

    def build() -> bytes:
        count = 24_000_000 // len(piece)
        xml = f'<w:{root} xmlns:w="{W}">{piece * count}</w:{root}>'
        return with_parts(**{part: xml.encode()})

    return build


STEERING = (
    "\u009b31m\u0085\u202e\u2066over\u200b\u2028\u2029next\ufeff\U000e0041\ufff9\u0090q\u009c"
)


def steering() -> bytes:
    """Marks that move a cursor or turn a line, wherever an agency can write."""
    text = STEERING
    rows = "<w:tbl><w:tr>" + f"<w:tc>{sdt('events.what', p(text))}</w:tc>" * 3 + "</w:tr></w:tbl>"
    body = (
        p(text)
        + sdt("role", p(text))
        + p(inside=sdt("day", r(text), "<w:date/>"))
        + p(inside=sdt("known", r(text), "<w:comboBox/>"))
        + sdt("story", p(text))
        + p(inside=sdt("factors.demand", r(text)))
        + rows
        + sdt("bring", p(text) + p(text), "")
        + sdt("bring", p(text), "<w:showingPlcHdr/>")
        + p(text)
    )
    foot = f'<w:ftr xmlns:w="{W}">{p(text)}</w:ftr>'.encode()
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote>{p(text)}</w:footnote></w:footnotes>'.encode()
    return document(body, **{"word/footer1.xml": foot, "word/footnotes.xml": notes})


def deep(name: str, times: int) -> Callable[[], bytes]:
    return lambda: of_body(f"<w:{name}>" * times + p("a") + f"</w:{name}>" * times)


ZIPS: dict[str, Callable[[], bytes]] = {
    "a zip bomb": bomb,
    "a bomb in a file in a file": nested_bomb,
    "one stream under many names": one_stream_many_names,
    "a million entries": a_million_entries,
    "three thousand parts": lambda: zipped({f"word/{n}.xml": b"" for n in range(3000)}),
    "a part that is larger than it says": lying(10),
    "a part that is smaller than it says": lying(30_000_000),
    "a part of no size": lying(0),
    "two parts of one name": twice("word/document.xml", "word/document.xml"),
    "two parts of one name but for capitals": twice("word/A.xml", "word/a.xml"),
    "two parts of one name but for slashes": twice("word/a.xml", "word\\a.xml"),
    "a part above the folder": twice("../../outside.xml", "b"),
    "a part at the root": twice("/etc/passwd", "b"),
    "a part on a drive": twice("C:\\word\\a.xml", "b"),
    "a part of a long name": twice("word/" + "a" * 60_000 + ".xml", "b"),
    "a part with a nul in its name": twice("word/document.xml\0.xml", "b"),
    "a part with an escape in its name": twice("word/\x1b[2J.xml", "b"),
    "a password on the zip": locked,
    "a password from Word": lambda: OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500,
    "an old file": lambda: OLE + "WordDocument".encode("utf-16-le") + b"\0" * 500,
    "a zip in a zip": lambda: zipped({"word/document.xml": document(blank_body())}),
    "only the beginning of a zip": lambda: b"PK",
    "zeros after the sign": lambda: b"PK\3\4" + b"\0" * 100_000 + b"word/",
    "packed by bzip2": lambda: zipped(blank_parts(), zipfile.ZIP_BZIP2),
}
_MARK = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"


def _letters(count: int) -> str:
    """So many letters without a space, and without a pattern that a zip could make small."""
    return "".join(random.Random(5).choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=count))


TEXTS: dict[str, Callable[[], bytes]] = {
    "a million empty controls": lambda: of_body("<w:sdt/>" * 1_000_000),
    "a million paragraphs": lambda: of_body("<w:p/>" * 1_000_000),
    "as many controls as are read": many("<w:sdt/>"),
    "as many paragraphs as are read": many("<w:p/>"),
    "as many attributes as are read": many("<w:p a='' b=''/>"),
    "one element with a million attributes": lambda: of_body(
        "<w:p " + " ".join(f"a{n}=''" for n in range(1_000_000)) + "/>"
    ),
    "one answer again and again": many(sdt("story", p("a"))),
    "empty answers": many(sdt("story", "")),
    "prompts": many(sdt("story", p("x"), "<w:showingPlcHdr/>")),
    "prompts with more": many(sdt("story", p("Your words x"), "<w:showingPlcHdr/>")),
    "one prompt in many runs": many(r("Your words "), "", ""),
    "one control with many runs": many(
        r("ab "),
        "<w:sdt><w:sdtPr><w:tag w:val='story'/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p>",
        "</w:p></w:sdtContent></w:sdt>",
    ),
    "ticks": many(p(inside=sdt("share", r("aaa b")))),
    "drawn boxes": lambda: of_body(
        p("5. What was going on around it") + p("☐☒" * (MAX_TEXT // 2 - 100))
    ),
    "options": many(p("☒ We did it"), p("3. Did your service know the child")),
    "options of a list": many(
        "<w:listItem w:displayText='a' w:value='b'/>",
        "<w:sdt><w:sdtPr><w:tag w:val='known'/><w:dropDownList>",
        "</w:dropDownList></w:sdtPr></w:sdt>",
    ),
    "a field with a code of four million letters": lambda: of_body(
        f"<w:p>{_MARK.format('begin')}<w:r><w:instrText>{_letters(4_000_000)}</w:instrText></w:r>"
        f"{_MARK.format('separate')}{r('a') * 1_000}</w:p>"
    ),
    "labels": many(LABEL),
    "labels that were changed": many(p("4. What was a blue then")),
    "lines of an answer": many(p("ab c de a "), LABEL),
    "lines of no answer": many(p("ab c de a ")),
    "text boxes": many("<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>"),
    "copies for older readers": many(
        "<m:Fallback/>",
        "<m:AlternateContent xmlns:m='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<m:Choice/>",
        "</m:AlternateContent>",
    ),
    "pictures in pictures": many("<w:a/>", "<w:pict>" * 120, "</w:pict>" * 120),
    "fields that never end": many(
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "<w:p>", "</w:p>"
    ),
    "rows": many(f"<w:tr><w:tc>{p('x y')}</w:tc></w:tr>", "<w:tbl>", "</w:tbl>"),
    "rows of answers": many(
        f"<w:tr><w:tc>{sdt('events.what', p('x'))}</w:tc></w:tr>", "<w:tbl>", "</w:tbl>"
    ),
    "answers in cells in cells": many(
        sdt("events.what", p("x")), "<w:tbl><w:tr><w:tc>" * 60, "</w:tc></w:tr></w:tbl>" * 60
    ),
    "lists": many('<w:p><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:p>'),
    "absurd lists": absurd_lists,
    "a paragraph of nine million letters": lambda: of_body(LABEL + p("a day " * 1_500_000)),
    "a paragraph as long as is read": lambda: of_body(LABEL + p("ab " * (MAX_TEXT // 3 - 100))),
    "a paragraph of spaces": lambda: of_body(LABEL + p(" " * (MAX_TEXT - 100))),
    "a paragraph of brackets": lambda: of_body(
        p("5. What was going on around it") + p("[   " * (MAX_TEXT // 4 - 100))
    ),
    "a reference again and again": lambda: of_body(p("LFE-2027-001 · police · " * 30_000)),
    "an attribute of nine million letters": lambda: of_body(f'<w:p w:a="{"a" * 9_000_000}"/>'),
    "an attribute of twenty million letters": lambda: of_body(f'<w:p w:a="{"a" * 20_000_000}"/>'),
    "nested two hundred deep": deep("sdt", 200),
    "nested ten thousand deep": deep("sdt", 10_000),
    "cells nested ten thousand deep": deep("tc", 10_000),
    "marks in UTF-7": lambda: encoded("utf-7"),
    "marks in EBCDIC": lambda: encoded("cp037"),
    "marks in UTF-32": lambda: encoded("utf-32"),
    "steering marks": steering,
}
PARTS: dict[str, Callable[[], bytes]] = {
    **{f"entities in {part}": doctype(LAUGHS, part) for part in EVERY_PART},
    **{f"a file named in {part}": doctype(OUTSIDE, part) for part in EVERY_PART},
    **{f"an address named in {part}": doctype(NETWORK, part) for part in EVERY_PART},
    "an agency that is a path": properties("../../../etc/passwd"),
    "an agency that is a path of Windows": properties("..\\..\\police"),
    "an agency that is no word": properties("\u009b2Jpolice\u202e"),
    "an agency of a megabyte": properties("a" * 1_000_000),
    "a reference that is a path": properties("police", "../LFE-2027-001"),
    "properties of nine megabytes": properties("police", size=9_000_000),
    "a text that is elsewhere": relations("../../../../etc/passwd"),
    "a text at an address": relations("http://127.0.0.1:9/a", mode='TargetMode="External"'),
    "a text that is its own list": relations("_rels/.rels", "[Content_Types].xml"),
    "a text that is not there": relations("word/nowhere.xml", "", "%00", "/", "//", "."),
    "no relations": lambda: with_parts(**{"_rels/.rels": b"<<<"}),
    "many relations": relations(*["word/document.xml"] * 30_000, kind="hyperlink"),
    "only a list of types": lambda: zipped({"[Content_Types].xml": b"<a/>", "word/": b""}),
    "wrong types": lambda: with_parts(**{"[Content_Types].xml": b"<Types/>"}),
    "a text that is a picture": lambda: with_parts(**{"word/document.xml": b"\x89PNG\r\n"}),
    "a text that is empty": lambda: with_parts(**{"word/document.xml": b""}),
    "a text without a body": lambda: with_parts(**{"word/document.xml": b"<w:document/>"}),
    "a large footer": around("word/footer1.xml", "ftr", "<w:p><w:r><w:t>a</w:t></w:r></w:p>"),
    "large footnotes": around("word/footnotes.xml", "footnotes", "<w:footnote/>"),
    "large comments": around("word/comments.xml", "comments", "<w:comment/>"),
    "large styles": around("word/styles.xml", "styles", "<w:style/>"),
    "large lists": around("word/numbering.xml", "numbering", "<w:num/>"),
    "a long footer": around("word/footer1.xml", "ftr", "<w:p><w:r><w:t>abcdef</w:t></w:r></w:p>"),
    "large parts that nobody reads": around("customXml/item1.xml", "p", "<w:p/>"),
}
CORPUS = ZIPS | TEXTS | PARTS


def flipped(content: bytes, seed: int) -> bytes:
    """`content` with a few bytes changed, the same ones for one seed."""
    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)
