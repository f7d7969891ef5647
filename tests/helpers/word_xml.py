"""Word files from pieces of XML as other programs would write it."""

from __future__ import annotations

from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import NAMES

_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8"?><Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def document(body: str, **parts: bytes) -> bytes:
    """A Word file with this body, and other parts by name (`word/footer1.xml`)."""
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
    xml = f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
    return package(xml.encode(), **parts)


def package(xml: bytes, **parts: bytes) -> bytes:
    return write_package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": xml,
            **parts,
        }
    )


def p(text: str = "", inside: str = "") -> str:
    """A paragraph with a text, or with runs."""
    return f"<w:p>{r(text) if text else ''}{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def sdt(tag: str, inside: str, properties: str = "") -> str:
    """A control with a tag around whatever it holds."""
    named = f'<w:tag w:val="{tag}"/>' if tag else ""
    properties = f"<w:sdtPr>{named}{properties}</w:sdtPr>"
    return f"<w:sdt>{properties}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def with_part(content: bytes, name: str, xml: str, kind: str) -> bytes:
    """`content` with one part more beside its text, and what Word needs to find it."""
    parts = dict(open_package(content).parts)
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts[name] = f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/{name}" ContentType="{office}.{kind}+xml"/></Types>'.encode(),
    )
    relations = "word/_rels/document.xml.rels"
    relation = (
        f'<Relationship Id="rIdOf{kind}" Target="{name.rpartition("/")[2]}" Type="http://schemas.'
        f'openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    parts[relations] = parts[relations].replace(b"</Relationships>", relation.encode())
    return write_package(parts)
