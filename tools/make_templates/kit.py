"""A small kit for Word templates: paragraphs, tables and content controls as XML, in a lean package.

Texts are given as they read, tags of docxtpl included: `p("Lead", "For {{ agency.name }}")`.
"""

from __future__ import annotations

from html import escape

from lfe_cli.word.package import write_package
from tools.make_templates import look

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'mc:Ignorable="w14 w15"'
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."

# ---------------------------------------------------------------- text


def run(text: str, style: str = "", properties: str = "") -> str:
    """A run of text. Tabs in it are tabs."""
    inside = (f'<w:rStyle w:val="{style}"/>' if style else "") + properties
    before = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    pieces = [
        f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>' if piece else ""
        for piece in text.split("\t")
    ]
    return f"<w:r>{before}{'<w:tab/>'.join(pieces)}</w:r>"


def strong(text: str) -> str:
    return run(text, "Strong")


def p(style: str, *content: str, properties: str = "") -> str:
    """A paragraph. What starts with `<` is XML (a run, a control), all else is text."""
    runs = "".join(item if item.startswith("<") else run(item) for item in content)
    named = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
    inside = named + properties
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{runs}</w:p>"


def tag(text: str) -> str:
    """A paragraph that holds a tag for whole paragraphs and goes when the template is filled."""
    return p("Normal", "{%p " + text + " %}")


def when(condition: str, *blocks: str) -> str:
    """Blocks that are there only if `condition` holds."""
    return tag(f"if {condition}") + "".join(blocks) + tag("endif")


def each(name: str, of: str, *blocks: str) -> str:
    """Blocks once for each of a list."""
    return tag(f"for {name} in {of}") + "".join(blocks) + tag("endfor")


def bullets(*lines: str) -> str:
    return "".join(p("ListBullet", line) for line in lines)


def field(instruction: str) -> str:
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


# ---------------------------------------------------------------- controls


def _control(alias: str, name: str, kind: str, content: str, lock: str, placeholder: bool) -> str:
    return (
        "<w:sdt><w:sdtPr>"
        + (f'<w:alias w:val="{escape(alias)}"/>' if alias else "")
        + (f'<w:tag w:val="{escape(name)}"/>' if name else "")
        + (f'<w:lock w:val="{lock}"/>' if lock else "")
        + ("<w:showingPlcHdr/>" if placeholder else "")
        + kind
        + f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def text_area(
    alias: str, name: str, hint: str, *, style: str = "Answer", lock: str = "sdtLocked"
) -> str:
    """A control around a paragraph, for an answer of any length."""
    return _control(alias, name, "", p(style, run(hint, "PlaceholderText")), lock, True)


def gap(alias: str, hint: str, *examples: str) -> str:
    """A gap that a person fills by hand: in words, brackets and bold, so not by colour alone.

    Word takes the whole of it away when somebody types; what they write looks like the rest.
    """
    lines = [f"[ WRITE HERE, BY HAND: {hint}", *examples]
    lines[-1] += " ]"
    end = "<w:r><w:br/></w:r>"
    inside = end.join(run(line, "Strong", look.shade(look.TINT)) for line in lines)
    return p("Normal", _control(alias, alias.lower().replace(" ", "-"), "", inside, "", True))


def inline_control(
    alias: str, name: str, hint: str, kind: str, lock: str = "sdtLocked", style: str = ""
) -> str:
    """A control within a paragraph. With a `style` its text is content, else a placeholder."""
    content = run(hint, style or "PlaceholderText")
    return _control(alias, name, kind, content, lock, not style)


def choice(alias: str, name: str, hint: str) -> str:
    """A list to choose from; its items are filled in by tag when a document is made."""
    return inline_control(alias, name, hint, "<w:dropDownList/>")


def date(alias: str, name: str, hint: str) -> str:
    kind = (
        '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
    return inline_control(alias, name, hint, kind)


def combo(alias: str, name: str, hint: str, lock: str = "") -> str:
    """A list to choose from, or to type something else into."""
    return inline_control(alias, name, hint, "<w:comboBox/>", lock)


def tick(alias: str, name: str) -> str:
    kind = (
        '<w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    fonts = (
        '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" '
        'w:cs="Segoe UI Symbol" w:hint="eastAsia"/>'
    )
    return _control(alias, name, kind, run("\u2610", properties=fonts), "sdtLocked", False)


def repeating_row(alias: str, name: str, cells: str, times: int = 1) -> str:
    """A row that the person who fills it in may repeat; only the whole is locked."""
    item = _control("", "", "<w15:repeatingSectionItem/>", row(cells), "", False)
    return _control(alias, name, "<w15:repeatingSection/>", item * times, "sdtLocked", False)


# ---------------------------------------------------------------- tables


def cell(width: int, *blocks: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(blocks)}</w:tc>'


def row(cells: str, *, header: bool = False, height: int = 0) -> str:
    marked = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    marked += "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{marked}</w:trPr>{cells}</w:tr>"


def tag_row(text: str, columns: int, width: int) -> str:
    """A row that holds a tag for whole rows and goes when the template is filled."""
    first = cell(width, p("Cell", "{%tr " + text + " %}"))
    return row(first + cell(width, p("Cell")) * (columns - 1))


def table(style: str, widths: list[int], rows: str, caption: str) -> str:
    """A table whose first row is its header; `caption` is read out by screen readers."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(caption)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}'
        "</w:tbl>"
    )


def heads(widths: list[int], labels: list[str]) -> str:
    cells = [cell(w, p("CellHead", label)) for w, label in zip(widths, labels, strict=True)]
    return row("".join(cells), header=True)


def rows_of(name: str, of: str, widths: list[int], cells: list[str], height: int = 0) -> str:
    """A row for each of a list; each cell is given as its blocks."""
    filled = "".join(cell(w, blocks) for w, blocks in zip(widths, cells, strict=True))
    columns = len(widths)
    return (
        tag_row(f"for {name} in {of}", columns, widths[0])
        + row(filled, height=height)
        + tag_row("endfor", columns, widths[0])
    )


# ---------------------------------------------------------------- the package


def header(left: str) -> str:
    """The partnership's name, and the marking where the document has one."""
    return p("Header", run(left), run("\t"), run("{{ marking|upper }}", "Loud"))


def footer(left: str = "{{ footer }}") -> str:
    count = (run("\tPage "), field("PAGE"), run(" of "), field("NUMPAGES"))
    return p("Footer", run(left), *count) + when("marking", p("Marking", "{{ marking|upper }}"))


def document(
    body: list[str],
    *,
    head: str,
    foot: str,
    styles: str = "",
    margins: tuple[int, int] = (1304, 1191),
) -> bytes:
    """The whole template. `margins` are those of head and foot; the sides have 2 cm."""
    width, height = look.PAGE
    side = look.MARGIN
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{margins[0]}" w:right="{side}" w:bottom="{margins[1]}" w:left="{side}" '
        'w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>'
    )
    parts = {
        "word/document.xml": _part("document", f"<w:body>{''.join(body)}{section}</w:body>"),
        "word/styles.xml": _part("styles", styles or look.styles()),
        "word/numbering.xml": _part("numbering", look.numbering()),
        "word/settings.xml": _part("settings", _SETTINGS),
        "word/header1.xml": _part("hdr", head),
        "word/footer1.xml": _part("ftr", foot),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
            ("header", "header1.xml"),
            ("footer", "footer1.xml"),
        ),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "[Content_Types].xml": _CONTENT_TYPES.encode(),
    }
    return write_package(parts)


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
_KINDS = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "header1": "header",
    "footer1": "footer",
}
_CONTENT_TYPES = (
    f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WML}{kind}+xml"/>'
        for name, kind in _KINDS.items()
    )
    + "</Types>"
)


def _part(name: str, inside: str) -> bytes:
    return f"{_DECLARATION}<w:{name} {_NAMES}>{inside}</w:{name}>".encode()


def _relations(*targets: tuple[str, str]) -> bytes:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{entries}</Relationships>'
    ).encode()
