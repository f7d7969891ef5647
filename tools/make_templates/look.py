"""The house look, in one place: colours, sizes, styles. Lengths are twentieths of a point (twips).

Every style of running text takes its size from Normal, so that Normal's size alone scales a page.
Contrast on white: ink 14:1, accent 9:1, quiet 7:1; line (borders of boxes) 3:1.
"""

from __future__ import annotations

INK = "1D2B30"
ACCENT = "0B4F5C"
QUIET = "4A5A61"
LINE = "7C979C"
HAIRLINE = "C9D8DA"
TINT = "F1F6F6"
RUST = "8A3B12"  # says "draft"; the word says it too

PAGE = (11906, 16838)
MARGIN = 1134  # 2 cm
TEXT_WIDTH = PAGE[0] - 2 * MARGIN

_BULLET = 1
_NUMBER = 2


def spacing(before: int = 0, after: int = 0, line: int | None = None) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def border(side: str, colour: str, size: int = 4, space: int = 4) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def box(colour: str, size: int = 4, top: int = 5, side: int = 6, bottom: int = 5) -> str:
    return (
        "<w:pBdr>"
        + border("top", colour, size, top)
        + border("left", colour, size, side)
        + border("bottom", colour, size, bottom)
        + border("right", colour, size, side)
        + "</w:pBdr>"
    )


def shade(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def indent(left: int = 0, right: int = 0, hanging: int = 0) -> str:
    hang = f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}" w:right="{right}"{hang}/>'


def size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def colour(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def _style(
    style_id: str, name: str, ppr: str = "", rpr: str = "", based: str = "Normal", extra: str = ""
) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + extra
        + "<w:qFormat/>"
        + (f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + "</w:style>"
    )


def _character(style_id: str, name: str, rpr: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:qFormat/>'
        f"<w:rPr>{rpr}</w:rPr></w:style>"
    )


KEEP = "<w:keepNext/><w:keepLines/>"
RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'


def _numbered(number: int) -> str:
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'


def _headings(title: float, tight: bool) -> str:
    """Heading 1 is the document's title. `tight` is for the one page."""
    rule = "<w:pBdr>" + border("bottom", HAIRLINE, 6, 5) + "</w:pBdr>" if tight else ""
    following = '<w:next w:val="Normal"/>'
    looks = (
        ("Heading1", "heading 1", rule + spacing(0, 100 if tight else 160, 250), ACCENT, title),
        (
            "Heading2",
            "heading 2",
            spacing(*((150, 40) if tight else (320, 100)), 247),
            ACCENT,
            13.5 if tight else 15,
        ),
        ("Heading3", "heading 3", spacing(220, 60, 252), INK, 12.5),
    )
    return "".join(
        _style(
            style_id,
            name,
            f'{KEEP}{gaps}<w:outlineLvl w:val="{level}"/>',
            "<w:b/>" + colour(ink) + size(points),
            extra=following,
        )
        for level, (style_id, name, gaps, ink, points) in enumerate(looks)
    )


def _running(after: int, between: int) -> str:
    box_sides = indent(140, 140)

    def fact(gap: int) -> str:
        tabs = '<w:tabs><w:tab w:val="left" w:pos="2835"/></w:tabs>'
        return tabs + spacing(0, gap) + indent(2835, 0, 2835)

    return (
        _style("Lead", "Lead", spacing(0, 160, 276), colour(QUIET) + size(13))
        + _style(
            "Kicker",
            "Kicker",
            KEEP + RIGHT_TAB + spacing(0, 40, 240),
            "<w:b/>" + colour(QUIET) + size(11),
        )
        + _style("Fact", "Fact", fact(40))
        + _style("FactLast", "Last fact", fact(200))
        + _style(
            "Callout",
            "Callout",
            "<w:pBdr>"
            + border("top", TINT, 4, 5)
            + border("left", ACCENT, 36, 9)
            + border("bottom", TINT, 4, 3)
            + border("right", TINT, 4, 5)
            + "</w:pBdr>"
            + shade(TINT)
            + spacing(0, 60, 264)
            + indent(270, 110),
        )
        + _style(
            "Question",
            "Question",
            KEEP + spacing(260, 40, 259) + indent(454, 0, 454),
            "<w:b/>",
        )
        + _style(
            "Guidance",
            "Guidance",
            KEEP + spacing(0, 80, 259) + indent(454, 0),
            colour(QUIET) + size(11),
        )
        + _style("Intro", "Section intro", "<w:keepNext/>" + spacing(0, 60), colour(QUIET))
        + _style(
            "Option",
            "Option",
            "<w:keepNext/>" + _numbered(_BULLET) + spacing(0, 20, 259) + indent(737, 0, 283),
            size(11),
        )
        + _style("CellNote", "Cell note", spacing(0, 40, 247), colour(QUIET) + size(11))
        + _style("Cell12", "Cell, body size", spacing(40, 40, 259))
        + _style("AfterTableNormal", "Text after a table", spacing(200, after))
        + _style(
            "Quoted",
            "Quoted",
            "<w:pBdr>"
            + border("left", HAIRLINE, 18, 8)
            + "</w:pBdr>"
            + spacing(0, 140, 264)
            + indent(227),
        )
        + _style("AfterTable", "After a table", spacing(60, 120, 252), colour(QUIET) + size(11))
        + _style("Answer", "Answer", box(LINE, 4, 6, 6, 22) + spacing(60, 120, 264) + box_sides)
        + _style(
            "AnswerLine", "Answer line", box(LINE, 4, 5, 6, 5) + spacing(60, 120, 264) + box_sides
        )
        + _style("Tick", "Tick", "<w:keepLines/>" + spacing(20, 40, 259) + indent(882, 0, 428))
        + _style("Cell", "Cell", spacing(40, 40, 252), size(11))
        + _style(
            "CellHead", "Cell head", "<w:keepNext/>" + spacing(50, 50, 252), "<w:b/>" + size(11)
        )
        + _style(
            "ListBullet",
            "List Bullet",
            _numbered(_BULLET) + spacing(0, between) + indent(397, 0, 284),
        )
        + _style(
            "ListNumber",
            "List Number",
            _numbered(_NUMBER) + spacing(0, between) + indent(454, 0, 397),
        )
        + _style(
            "ListShaded",
            "List Bullet shaded",
            shade(TINT),
            based="ListBullet",
        )
        + _style("Closing", "Closing line", spacing(160, 0), colour(QUIET))
        + _style("Small", "Small", spacing(0, 60, 252), colour(QUIET) + size(11))
    )


def _furniture() -> str:
    tab = RIGHT_TAB
    quiet = colour(QUIET) + size(9)
    return (
        _style("Header", "header", tab + spacing(0, 0, 240), quiet)
        + _style(
            "Footer",
            "footer",
            "<w:pBdr>" + border("top", HAIRLINE, 6, 6) + "</w:pBdr>" + tab + spacing(0, 0, 240),
            quiet,
        )
        + _style(
            "Marking",
            "Marking",
            spacing(0, 0, 240),
            "<w:b/>" + colour(INK) + '<w:spacing w:val="12"/>' + size(9),
        )
        + _style(
            "Draft",
            "Draft",
            spacing(0, 80, 240),
            "<w:b/>" + colour(RUST) + size(11),
        )
    )


def _characters() -> str:
    return (
        _character("Strong", "Strong", "<w:b/>")
        + _character("PlaceholderText", "Placeholder Text", colour("56666D"))
        + _character("Quiet", "Quiet", '<w:b w:val="0"/>' + colour(QUIET) + size(11))
        + _character("Stage", "Stage", "<w:b/>" + colour(RUST))
        + _character("Label", "Label", "<w:b/>" + colour(ACCENT))
        + _character("Loud", "Loud", "<w:b/>" + colour(INK) + '<w:spacing w:val="12"/>')
        + _character("Hyperlink", "Hyperlink", colour(ACCENT) + '<w:u w:val="single"/>')
    )


def _tables() -> str:
    inner = border("insideH", HAIRLINE, 4, 0)
    margins = (
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain rows"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        + border("top", ACCENT, 8, 0)
        + border("bottom", LINE, 4, 0)
        + inner
        + f"</w:tblBorders>{margins}</w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        + "<w:tcBorders>"
        + border("bottom", ACCENT, 6, 0)
        + "</w:tcBorders>"
        + shade(TINT)
        + "</w:tcPr></w:tblStylePr></w:style>"
        '<w:style w:type="table" w:styleId="Boxes"><w:name w:val="Answer boxes"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        + "".join(border(side, LINE, 4, 0) for side in ("top", "left", "bottom", "right"))
        + border("insideH", LINE, 4, 0)
        + border("insideV", LINE, 4, 0)
        + f"</w:tblBorders>{margins}</w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        + shade(TINT)
        + "</w:tcPr></w:tblStylePr></w:style>"
    )


def styles(
    body: float = 12, title: float = 24, after: int = 120, line: int = 269, tight: bool = False
) -> str:
    """styles.xml. `after` and `line` are the space after and the leading of running text."""
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        + size(12)
        + '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{spacing(0, after, line)}</w:pPr>"
        f"<w:rPr>{colour(INK)}{size(body)}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        + _headings(title, tight)
        + _running(after, 20 if tight else after - 40)
        + _furniture()
        + _characters()
        + _tables()
    )


def numbering() -> str:
    """Bullets and numbers, with the indents of their list styles."""
    bullets = "".join(_level(n, "bullet", "\u2022", "ListBullet") for n in range(9))
    numbers = "".join(_level(n, "decimal", f"%{n + 1}.", "ListNumber") for n in range(9))
    return (
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>{bullets}'
        '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{numbers}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )


def _level(level: int, kind: str, text: str, style: str) -> str:
    bound = f'<w:pStyle w:val="{style}"/>' if level == 0 else ""
    left, hanging = (397, 284) if kind == "bullet" else (454, 397)
    look = "<w:rPr>" + colour(ACCENT) + "</w:rPr>" if kind == "bullet" else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{bound}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left + 397 * level}" w:hanging="{hanging}"/></w:pPr>{look}</w:lvl>'
    )
