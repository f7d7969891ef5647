"""A Word file that holds a marked word in every place where one can be."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOX = f"""<w:r {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml">
 <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>
 <wp:extent cx="914400" cy="914400"/><wp:docPr id="7" name="Box 7" descr="marked-alt"/>
 <a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>
 <w:txbxContent><w:p><w:r><w:t>marked-box</w:t></w:r></w:p></w:txbxContent></wps:txbx>
 </wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>marked-box</w:t></w:r>
 </w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def _xml(text: str) -> object:
    return parse_xml(text.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))


def word_file() -> bytes:
    """A Word file that holds a marked word in every place where one can be."""
    document = docx.Document()
    document.add_heading("What we learned", level=1)
    split = document.add_paragraph()
    for part in ("mar", "ked-", "split"):
        split.add_run(part)
    document.add_paragraph()
    changed = document.add_paragraph("It is ")
    changed._p.append(
        _xml(
            f'<w:ins {_W} w:id="1" w:author="marked-author">'
            "<w:r><w:t>marked-inserted</w:t></w:r></w:ins>"
        )
    )
    changed.add_run(" marked-de")
    changed._p.append(
        _xml(
            f'<w:del {_W} w:id="2" w:author="marked-author">'
            "<w:r><w:delText>leted</w:delText></w:r></w:del>"
        )
    )
    changed.add_run("d now").bold = True
    hidden = document.add_paragraph("Shown ")
    hidden.add_run("marked-hidden").font.hidden = True
    hidden.add_run(" end")
    document.add_paragraph("marked-item", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(1, 0).text = "marked-cell"
    inner = table.cell(1, 1).add_table(1, 1)
    inner.cell(0, 0).text = "marked-nested"
    field = document.add_paragraph("Page ")
    for kind in ("begin", "text", "end"):
        run = field.add_run()
        run._r.append(
            _xml(f'<w:instrText {_W} xml:space="preserve"> QUOTE "marked-field" </w:instrText>')
            if kind == "text"
            else _xml(f'<w:fldChar {_W} w:fldCharType="{kind}"/>')
        )
    document.add_paragraph()._p.append(_xml(_BOX))
    document.element.body.insert(
        1,
        _xml(
            f'<w:sdt {_W}><w:sdtPr><w:alias w:val="marked-title"/><w:tag w:val="marked_tag"/>'
            "</w:sdtPr>"
            "<w:sdtContent><w:p><w:r><w:t>marked-control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    section = document.sections[0]
    section.header.paragraphs[0].text = "marked-header"
    section.footer.paragraphs[0].text = "marked-footer"
    properties = document.core_properties
    properties.author = "marked-creator"
    properties.title = "marked-doctitle"
    properties.comments = "marked-description"
    _add_what_lies_beside_the_text(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_what_lies_beside_the_text(document: WordDocument) -> None:
    document.styles.add_style("CommentReference", WD_STYLE_TYPE.CHARACTER)
    document.styles.add_style("CommentText", WD_STYLE_TYPE.PARAGRAPH)
    [about] = [p.runs for p in document.paragraphs if p.text == "marked-split"]
    document.add_comment(about, "marked-comment", author="marked-reader", initials="MR")
    held = b'<data about="marked-attribute"><a>marked-custom</a></data>'
    place = PackURI("/customXml/item2.xml")
    custom = Part(place, CONTENT_TYPE.XML, held, document.part.package)
    document.part.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_XML)
    address = "https://example.org/marked%2Dlink"
    document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
