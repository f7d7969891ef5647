"""Documents that reach out: to a picture, a template, an object or a text at an address, or by
a macro. Each is built around an address of this machine, so that a test sees who follows it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from helpers.small_form import blank_body
from helpers.word_xml import document, p
from lfe_cli.word.package import open_package, write_package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(address: str) -> bytes:
    """A linked picture, a linked object, an attached template, and fields that fetch."""
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="a"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://'
        'schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" '
        'name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId1"/><a:stretch>'
        "<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x='0' y='0'/><a:ext "
        "cx='900000' cy='900000'/></a:xfrm><a:prstGeom prst='rect'><a:avLst/></a:prstGeom>"
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    old_picture = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="b" '
        'style="width:90pt;height:90pt"><v:imagedata r:id="rId2"/></v:shape></w:pict></w:r>'
    )
    linked = (
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
        'Type="Link" ProgID="Word.Document.12" ShapeID="b" DrawAspect="Content" r:id="rId3" '
        'UpdateMode="Always"/></w:object></w:r>'
    )
    fields = "".join(
        f'<w:fldSimple w:instr=" {code} &quot;{address}/{code}&quot; "><w:r><w:t>a</w:t></w:r>'
        "</w:fldSimple>"
        for code in ("INCLUDEPICTURE", "INCLUDETEXT", "LINK Word.Document.12")
    )
    body = blank_body() + p(inside=picture + old_picture + linked + fields)
    kinds = (("image", "picture.png"), ("image", "old.png"), ("oleObject", "object.docx"))
    parts = {
        "word/_rels/document.xml.rels": relations(address, *kinds),
        "word/settings.xml": (
            b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            b'<w:attachedTemplate r:id="rId1"/></w:settings>'
        ),
        "word/_rels/settings.xml.rels": relations(address, ("attachedTemplate", "template.dotm")),
    }
    settings = (
        f'<Relationship Id="rIdS" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", settings.encode())
    whole = dict(open_package(document(body, **parts)).parts)
    types = "[Content_Types].xml"
    whole[types] = whole[types].replace(
        b"</Types>",
        b'<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.settings+xml"/></Types>',
    )
    return write_package(whole)


def relations(address: str, *targets: tuple[str, str]) -> bytes:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{address}/{name}" '
        'TargetMode="External"/>'
        for number, (kind, name) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'.encode()


_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("text", "text"), ("draw", "drawing"), ("meta", "meta")),
        *(("svg", "svg-compatible"), ("script", "script"), ("manifest", "manifest")),
    )
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office"'
    ' xmlns:dom="http://www.w3.org/2001/xml-events"'
)


def odt(address: str) -> bytes:
    """A linked picture, a linked section, a linked object and a template."""
    body = (
        '<text:p><draw:frame draw:name="a" text:anchor-type="as-char" svg:width="3cm" '
        f'svg:height="3cm"><draw:image xlink:href="{address}/picture.png" xlink:type="simple" '
        'xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
        '<draw:frame draw:name="b" text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">'
        f'<draw:object xlink:href="{address}/object.odt" xlink:type="simple" xlink:show="embed" '
        'xlink:actuate="onLoad"/></draw:frame></text:p>'
        '<text:section text:name="c"><text:section-source xlink:type="simple" '
        f'xlink:href="{address}/section.odt" text:filter-name="writer8"/><text:p>a</text:p>'
        "</text:section>"
    )
    meta = f'<meta:template xlink:href="{address}/template.ott" xlink:actuate="onLoad"/>'
    return open_document(body, meta=meta)


def open_document(body: str, scripts: str = "", meta: str = "", **parts: str) -> bytes:
    """An .odt of these pieces."""
    root = '<office:document-{0} {1} office:version="1.3">{2}</office:document-{0}>'
    whole = {
        "content.xml": root.format(
            "content",
            _SPACES,
            f"<office:scripts>{scripts}</office:scripts><office:body><office:text>{body}"
            "</office:text></office:body>",
        ),
        "meta.xml": root.format("meta", _SPACES, f"<office:meta>{meta}</office:meta>"),
        **parts,
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in whole
    )
    kind = "application/vnd.oasis.opendocument.text"
    whole["META-INF/manifest.xml"] = (
        f'<manifest:manifest {_SPACES} manifest:version="1.3"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/>{entries}</manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        for name, xml in whole.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return buffer.getvalue()


def rtf(address: str) -> bytes:
    """A linked picture, a linked object, a linked text and a template."""
    field = r'{{\field{{\*\fldinst {{ {0} "{1}/{0}" \\d }}}}{{\fldrslt {{a}}}}}}'
    fields = "".join(field.format(code, address) for code in ("INCLUDEPICTURE", "INCLUDETEXT"))
    return (
        rf"{{\rtf1\ansi{{\*\template {address}/template.dotm}}\pard {fields}"
        rf"{{\object\objautlink\objupdate\objw900\objh900{{\*\objclass Word.Document.8}}"
        rf'{{\field{{\*\fldinst {{ LINK Word.Document.8 "{address}/object.doc" "" \\a \\r }}}}'
        r"{\fldrslt {a}}}{\result {a}}}\par}"
    ).encode()


BUILDERS: dict[str, Callable[[str], bytes]] = {".docx": docx, ".odt": odt, ".rtf": rtf}


def with_macro(path: str) -> bytes:
    """An .odt whose macro writes a file as soon as it is opened."""
    basic = "http://openoffice.org/2000/script"
    library = "http://openoffice.org/2000/library"
    code = f"Sub Main\n Open &quot;{path}&quot; For Output As #1\n Print #1, 1\n Close #1\nEnd Sub"
    place = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"
    listeners = "".join(
        f'<script:event-listener script:language="ooo:script" script:event-name="{event}" '
        f'xlink:href="{place}" xlink:type="simple"/>'
        for event in ("dom:load", "office:view-created", "office:load-finished")
    )
    return open_document(
        "<text:p>a</text:p>",
        scripts=f"<office:event-listeners>{listeners}</office:event-listeners>",
        **{
            "Basic/Standard/Module1.xml": (
                f'<script:module xmlns:script="{basic}" script:name="Module1" '
                f'script:language="StarBasic">{code}</script:module>'
            ),
            "Basic/Standard/script-lb.xml": (
                f'<library:library xmlns:library="{library}" library:name="Standard" '
                'library:readonly="false" library:passwordprotected="false">'
                '<library:element library:name="Module1"/></library:library>'
            ),
            "Basic/script-lc.xml": (
                f'<library:libraries xmlns:library="{library}"><library:library '
                'library:name="Standard" library:link="false"/></library:libraries>'
            ),
        },
    )
