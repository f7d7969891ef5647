"""What people, Word and other programs do to a filled form, as changes to its XML."""

from __future__ import annotations

import copy
from collections.abc import Callable

from lxml import etree

from helpers import audits
from helpers.audits import control_of, runs
from helpers.word_files import edit
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import NAMES, W14, W, val, w

Change = Callable[[etree._Element], None]

# -- pieces of XML


def element(xml: str) -> etree._Element:
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
    return etree.fromstring(f"<w:x {spaces}>{xml}</w:x>")[0]


def run(text: str, properties: str = "") -> str:
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    ppr = f'<w:pPr><w:pStyle w:val="Answer"/>{properties}</w:pPr>'
    return f"<w:p>{ppr}{''.join(inside)}</w:p>"


def author(number: int) -> str:
    return f'w:id="{number}" w:author="A colleague" w:date="2027-02-01T09:00:00Z"'


def put(tag: str, *xml: str) -> Change:
    """Puts paragraphs (or runs, for a control within a line) into a control, as typed."""

    def change(root: etree._Element) -> None:
        control = control_of(root, tag)
        prompt = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
        if prompt is not None:
            control.find(w("sdtPr")).remove(prompt)
        inside = control.find(w("sdtContent"))
        for child in list(inside):
            inside.remove(child)
        inside.extend(element(one) for one in xml)

    return change


def put_after(tag: str, *xml: str) -> Change:
    def change(root: etree._Element) -> None:
        control = control_of(root, tag)
        for one in reversed(xml):
            control.addnext(element(one))

    return change


def question_of(root: etree._Element, tag: str) -> list[etree._Element]:
    """The label, the guidance and the control of a question, from the label on."""
    control = control_of(root, tag)
    block = control if control.getparent().tag == w("body") else control.getparent()
    found = [block]
    while val(found[0].find(f"{w('pPr')}/{w('pStyle')}")) != "Question":
        found.insert(0, found[0].getprevious())
    return found


# -- the changes


def word_online(root: etree._Element) -> None:
    """Runs split by revision numbers, spelling marks, bookmarks and tags of names between them."""
    for number, text in enumerate(list(root.iter(w("t")))):
        whole, parent = text.text or "", text.getparent()
        if len(whole) < 6 or parent.tag != w("r") or len(parent.findall(w("t"))) > 1:
            continue
        text.text = whole[: len(whole) // 2]
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        parent.set(w("rsidR"), f"00{number:06X}")
        rest = copy.deepcopy(parent)
        for child in list(rest):
            if child.tag not in (w("rPr"), w("t")):
                rest.remove(child)
        rest.find(w("t")).text = whole[len(whole) // 2 :]
        for child in list(parent)[list(parent).index(text) + 1 :]:
            rest.append(child)
        between = [
            '<w:proofErr w:type="spellStart"/>',
            f'<w:bookmarkStart w:id="{900 + number}" w:name="_Ref{number}"/>',
            f'<w:bookmarkEnd w:id="{900 + number}"/>',
            '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place"/>',
        ]
        at = parent
        for one in map(element, between):
            at.addnext(one)
            at = one
        at.append(rest)
        at.addnext(element('<w:proofErr w:type="spellEnd"/>'))


def ticks_as(state: str, shown: str) -> Change:
    def change(root: etree._Element) -> None:
        for box in root.iter(f"{{{W14}}}checkbox"):
            checked = box.find(f"{{{W14}}}checked")
            if checked.get(f"{{{W14}}}val") == "1":
                checked.set(f"{{{W14}}}val", state)
                next(box.getparent().getparent().iter(w("t"))).text = shown

    return change


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
LETTERED = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>'
BULLETED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="78"/></w:numPr>'


def with_lists(content: bytes) -> bytes:
    """Gives a document two lists of its own: 77 is numbered, 78 has bullets."""

    def change(root: etree._Element) -> None:
        nums = [*root.findall(w("num"))]
        kinds = ((77, "decimal", "%1."), (78, "bullet", "\u2022"))
        for number, kind, text in kinds:
            levels = "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
                for level in (0, 1)
            )
            shape = element(f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>')
            nums[0].addprevious(shape)
            root.append(
                element(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
            )

    return edit(content, change, "word/numbering.xml")


LINK = '<w:hyperlink w:anchor="_top">{}</w:hyperlink>'
PASTED = (
    paragraph(
        run("From our ", "<w:b/>"), run("record", '<w:i/><w:color w:val="C00000"/>'), run(":")
    ),
    paragraph(run("breakfast club"), properties=BULLETED),
    paragraph(run("the bus, see "), LINK.format(run("the plan")), properties=BULLETED),
    paragraph(run("first she slept"), properties=NUMBERED),
    paragraph(run("a little"), properties=LETTERED),
    paragraph(run("then she woke"), properties=NUMBERED),
    paragraph(run("Arrow "), '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', run(" home")),
)
PASTED_TEXT = (
    "From our record:\n• breakfast club\n• the bus, see the plan\n1. first she slept\n"
    "1. a little\n2. then she woke\nArrow → home"
)


def a_table(*rows: tuple[str, ...]) -> str:
    cells = (
        "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr><w:p>{run(text)}</w:p></w:tc>'
            for text in row
        )
        for row in rows
    )
    columns = '<w:gridCol w:w="1500"/>' * len(rows[0])
    inside = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}'
        f"</w:tblGrid>{inside}</w:tbl>"
    )


def track(number: int, kind: str, inside: str) -> str:
    return f"<w:{kind} {author(number)}>{inside}</w:{kind}>"


def deleted(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def mark(number: int, kind: str) -> str:
    """The properties of a paragraph whose end was put in, taken out or moved."""
    return f"<w:rPr><w:{kind} {author(number)}/></w:rPr>"


TRACKED_TEXT = (
    paragraph(run("A drawing.")),
    paragraph(
        run("She "),
        track(801, "del", deleted("refused")),
        track(802, "ins", run("was not able")),
        run(" to say"),
        properties=mark(803, "del"),
    ),
    paragraph(run(" at first."), track(804, "del", deleted(" Wrong."))),
    paragraph(track(805, "del", deleted("A whole paragraph.")), properties=mark(806, "del")),
    paragraph(track(807, "moveFrom", run("Moved words.")), properties=mark(808, "moveFrom")),
    paragraph(run("Later she drew it.")),
    paragraph(track(809, "moveTo", run("Moved words.")), properties=mark(810, "moveTo")),
)


def tracked_in_a_cell(root: etree._Element) -> None:
    at = next(control_of(root, "key_events").iter(w("p")))
    at.append(element(track(830, "ins", run(" or April"))))


def tracked_rows(root: etree._Element) -> None:
    """A row put in and a row taken out, with what it held."""
    rows = list(control_of(root, "key_events").iter(w("tr")))
    for number, (row, kind) in enumerate(((rows[4], "del"), (rows[5], "ins"))):
        properties = row.find(w("trPr"))
        properties.append(element(f"<w:{kind} {author(820 + number)}/>"))
    for number, old in enumerate(list(rows[4].iter(w("r")))):
        for text in old.iter(w("t")):
            text.tag = w("delText")
        taken = element(f"<w:del {author(840 + number)}/>")
        old.addprevious(taken)
        taken.append(old)


COMMENTS = (
    f'<w:comments xmlns:w="{W}">'
    f'<w:comment {author(1)} w:initials="A"><w:p>{run("Is this so? A comment.")}</w:p></w:comment>'
    f'<w:comment {author(2)} w:initials="B"><w:p>{run("Yes, a reply.")}</w:p></w:comment>'
    "</w:comments>"
)


def commented(root: etree._Element) -> None:
    inside = list(control_of(root, "our_role").iter(w("p")))[1]
    for number in (1, 2):
        inside.insert(1, element(f'<w:commentRangeStart w:id="{number}"/>'))
        inside.append(element(f'<w:commentRangeEnd w:id="{number}"/>'))
        inside.append(element(f'<w:r><w:commentReference w:id="{number}"/></w:r>'))


NOTED = '<w:r><w:footnoteReference w:id="1"/></w:r>'
FOOTNOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p>{run("A note at the foot.")}</w:p>'
    "</w:footnote></w:footnotes>"
)


def legacy(root: etree._Element) -> None:
    """Every control as a field of Word 97 to 2003."""
    for control in list(root.iter(w("sdt"))):
        tag = val(control.find(f"{w('sdtPr')}/{w('tag')}"))
        inside = control.find(w("sdtContent"))
        if tag is None or inside.find(w("sdt")) is not None:
            continue
        texts = list(inside.iter(w("r")))
        box = control.find(f"{w('sdtPr')}/{{{W14}}}checkbox")
        choice = control.find(f"{w('sdtPr')}/{w('dropDownList')}")
        if box is not None:
            state = box.find(f"{{{W14}}}checked").get(f"{{{W14}}}val")
            data = f'<w:checkBox><w:sizeAuto/><w:default w:val="{state}"/></w:checkBox>'
            replace_runs(texts, old_field("FORMCHECKBOX", data, ""))
        elif choice is not None:
            labels = [item.get(w("displayText")) for item in choice.findall(w("listItem"))]
            shown = "".join(t.text or "" for t in inside.iter(w("t")))
            at = labels.index(shown) + 1 if shown in labels else 0
            entries = "".join(f'<w:listEntry w:val="{label}"/>' for label in [" ", *labels])
            data = f'<w:ddList><w:result w:val="{at}"/>{entries}</w:ddList>'
            replace_runs(texts, old_field("FORMDROPDOWN", data, ""))
        elif texts:
            begins = element(f"<w:x>{old_field('FORMTEXT', '<w:textInput/>', 'x')}</w:x>")
            first, last = texts[0], texts[-1]
            for piece in list(begins)[:3]:
                first.addprevious(piece)
            last.addnext(list(begins)[-1])
    for control in reversed(list(root.iter(w("sdt")))):
        audits.unwrap(control)


def old_field(code: str, data: str, shown: str) -> str:
    result = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run(shown) if shown else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val=""/><w:enabled/>'
        f'<w:calcOnExit w:val="0"/>{data}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def replace_runs(texts: list[etree._Element], xml: str) -> None:
    pieces = list(element(f"<w:x>{xml}</w:x>"))
    for piece in pieces:
        texts[0].addprevious(piece)
    for text in texts:
        text.getparent().remove(text)


def rows_deleted_and_added(root: etree._Element) -> None:
    """The two rows in the middle deleted; one added below those that have controls."""
    inside = control_of(root, "key_events").find(w("sdtContent"))
    items = inside.findall(w("sdt"))
    for item in items[2:4]:
        inside.remove(item)
    added = copy.deepcopy(next(items[0].iter(w("tr"))))
    for control in reversed(list(added.iter(w("sdt")))):
        audits.unwrap(control)
    for cell, text in zip(
        added.iter(w("tc")), ("October 2026", "Added", "", "By hand"), strict=True
    ):
        for old in list(cell.iter(w("r"))):
            old.getparent().remove(old)
        next(cell.iter(w("p"))).extend(runs(text))
    control_of(root, "key_events").addnext(added)


def whole_question_deleted(root: etree._Element) -> None:
    for part in question_of(root, "family_context"):
        part.getparent().remove(part)


def as_macro_document(content: bytes) -> bytes:
    parts = dict(open_package(content).parts)
    types = "[Content_Types].xml"
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts[types] = parts[types].replace(
        main, b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    parts[types] = parts[types].replace(
        b"</Types>",
        b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    parts["word/vbaProject.bin"] = b"\0" * 200
    return write_package(parts)


def strict(content: bytes) -> bytes:
    parts = open_package(content).parts
    return write_package(
        {
            name: part.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            for name, part in parts.items()
        }
    )


def in_a_text_box(text: str) -> str:
    return (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="box" '
        'style="position:absolute;width:200pt;height:60pt"><v:textbox>'
        f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def prompts_left_above(root: etree._Element) -> None:
    """The prompt stays as a paragraph, as in programs that do not take it away by themselves."""
    inside = control_of(root, "our_role").find(w("sdtContent"))
    inside.insert(0, element(paragraph(run("A line or two"))))


def typed_over_a_prompt_that_stays(root: etree._Element) -> None:
    """The file still says that the prompt is shown, and there is more than the prompt."""
    control = control_of(root, "already_changed")
    list(control.iter(w("t")))[-1].text += " A checklist, and fewer gaps."


def marked_in_the_printed_list(root: etree._Element) -> None:
    control = control_of(root, "overall_view").getparent()
    option = control.getprevious().getprevious()
    next(option.iter(w("t"))).text = "x  Some strengths, much to build"


def cell_with_a_table(root: etree._Element) -> None:
    cell = list(control_of(root, "key_events").iter(w("tc")))[1]
    cell.append(element(a_table(("pasted one", "pasted two"))))
    cell.append(element("<w:p/>"))


def typed_in_head_and_foot(root: etree._Element) -> None:
    root.find(w("p")).extend(runs(" Draft two, for my manager"))


def default_prompts(root: etree._Element) -> None:
    """A text was deleted again: Word then shows a prompt of its own."""
    put("bring_questions", paragraph(run("Click or tap here to enter text.")))(root)
    control_of(root, "bring_questions").find(w("sdtPr")).append(element("<w:showingPlcHdr/>"))
