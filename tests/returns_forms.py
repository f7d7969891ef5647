"""Small forms and documents for the tests of reading: XML as other programs would write it."""

from __future__ import annotations

from lfe_cli.review.questions import AuditForm, read_questions
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import NAMES

SMALL = """
title: A small form
release: share
complete_with: [known.no]
sections:
  - title: First part
    questions:
      - id: role
        kind: text
        prompt: What is your role here
        placeholder: Your role
        required: yes
      - {id: day, kind: date, prompt: When did you talk about it}
      - id: known
        kind: choice
        prompt: Did your service know the child
        required: yes
        options: [{id: "yes", label: We did}, {id: "no", label: We did not}]
  - title: Second part
    questions:
      - id: story
        kind: text
        prompt: What was a day like then
        placeholder: Your words
        required: yes
      - id: factors
        kind: tick
        prompt: What was going on around it
        options: [{id: demand, label: Demand}, {id: staff, label: Staff and turnover}]
      - id: events
        kind: table
        prompt: Moments that mattered to you
        rows: 2
        columns: [{id: when, label: When, hint: A month}, {id: what, label: What happened}]
      - {id: bring, kind: text, prompt: What will you bring along, for_event: yes}
      - {id: share, kind: tick, prompt: The facilitator may read this before}
"""
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


def small_form() -> AuditForm:
    return read_questions(SMALL, "small.yaml")


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


EMPTY = "<w:showingPlcHdr/>"


def blank_body() -> str:
    """The small form with nothing in it."""
    cell = "<w:tc>{}</w:tc>".format
    row = sdt(
        "",
        f"<w:tr>{cell(sdt('events.when', p('A month'), EMPTY))}"
        f"{cell(sdt('events.what', p('In a sentence'), EMPTY))}</w:tr>",
        "<w15:repeatingSectionItem/>",
    )
    return "".join(
        (
            p("A small form"),
            p("Write as much as you like."),
            p("First part"),
            p("1. What is your role here"),
            sdt("role", p("Your role"), EMPTY),
            p("2. When did you talk about it"),
            p(inside=sdt("day", r("Click or tap to enter a date."), EMPTY + "<w:date/>")),
            p("3. Did your service know the child"),
            p(inside=sdt("known", r("Choose an item."), EMPTY + "<w:dropDownList/>")),
            p("Second part"),
            p("4. What was a day like then"),
            sdt("story", p("Your words"), EMPTY),
            p("5. What was going on around it"),
            p(inside=box("factors.demand") + r(" Demand")),
            p(inside=box("factors.staff") + r(" Staff and turnover")),
            p("6. Moments that mattered to you"),
            f"<w:tbl><w:tr>{cell(p('When'))}{cell(p('What happened'))}</w:tr>"
            f"{sdt('events', row + row, '<w15:repeatingSection/>')}</w:tbl>",
            p("7. What will you bring along"),
            sdt("bring", p("Click or tap here to enter text."), EMPTY),
            p("8. The facilitator may read this before"),
            p(inside=box("share") + r(" Yes")),
        )
    )


def box(tag: str, state: str = "0", shown: str = "☐") -> str:
    return sdt(tag, r(shown), f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>')


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
