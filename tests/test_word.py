"""Word documents from templates: data stays data, faults are told, the same is the same."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.render import Properties, Table, Template, TemplateFault, render
from lfe_cli.word.xml import W14, W15, parse, w
from ooxml.validate import problems
from tools.make_templates import kit

MOMENT = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
ABOUT = Properties("A title", "Seaside Safeguarding Children Partnership", MOMENT)


def template(*body: str, head: str = "", foot: str = "") -> Template:
    blank = kit.p("Normal", "End.")
    content = kit.document(
        [*body, blank], head=head or kit.p("Header", "Head"), foot=foot or kit.p("Footer", "Foot")
    )
    return Template("letter.docx", content)


def made(what: Template | str, context: dict[str, Any] | None = None, **more: Any) -> bytes:
    if isinstance(what, str):
        what = template(kit.p("Normal", what))
    return render(what, context or {}, more.pop("properties", ABOUT), **more)


def part(document: bytes, name: str = "word/document.xml") -> etree._Element:
    return parse(open_package(document).parts[name])


def texts(document: bytes, name: str = "word/document.xml") -> list[str]:
    def text(paragraph: etree._Element) -> str:
        shown = {w("t"): lambda e: e.text or "", w("br"): lambda e: "\n", w("tab"): lambda e: "\t"}
        return "".join(shown[e.tag](e) for e in paragraph.iter(*shown))

    return [text(p) for p in part(document, name).iter(w("p"))]


def assert_word_opens(document: bytes, folder: Path) -> None:
    path = folder / "made.docx"
    path.write_bytes(document)
    assert problems(path) == []


HOSTILE = [
    "Smith & Sons",
    "<urgent> & </w:t></w:r></w:p>",
    "{{ secret }} {% for x in y %} {# no #}",
    "{{ ''.__class__.__mro__ }}",
    "{_{ kept }_} {_% kept %_}",
    "half a tag {{ and no more",
    "curly {single} and 100 %} done }}",
    "quotes \"double\" 'single' \u201ccurly\u201d",
    "Ŵŷ Żółć 子供 \U0001f642",
    "&amp; &lt;b&gt; &#65;",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_text_comes_out_as_it_went_in_and_is_never_evaluated(words: str, tmp_path: Path) -> None:
    document = made("Before {{ words }} after", {"words": words, "secret": "told"})
    assert texts(document)[0] == f"Before {words} after"
    assert_word_opens(document, tmp_path)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_text_in_a_controls_title_and_in_a_list_comes_out_as_it_went_in(words: str) -> None:
    body = kit.p("Normal", kit.choice("{{ words }}", "pick", "Choose"))
    document = made(template(body), {"words": words}, choices={"pick": [(words, "a")]})
    root = part(document)
    assert root.find(f".//{w('alias')}").get(w("val")) == words  # type: ignore[union-attr]
    assert root.find(f".//{w('listItem')}").get(w("displayText")) == words  # type: ignore[union-attr]


def test_characters_that_xml_forbids_are_left_out(tmp_path: Path) -> None:
    document = made("{{ words }}", {"words": "a\x00b\x07c\x0c\x1bd\ud800e\ufffef\U0001fffeg"})
    assert texts(document)[0] == "abcdefg"
    assert_word_opens(document, tmp_path)


def test_line_ends_become_line_breaks_and_tabs_stay_tabs(tmp_path: Path) -> None:
    document = made("{{ words }}", {"words": "one\r\ntwo\rthree\u2028four\tfive"})
    assert texts(document)[0] == "one\ntwo\nthree\nfour\tfive"
    assert_word_opens(document, tmp_path)


def test_only_plain_data_goes_into_a_template() -> None:
    with pytest.raises(TypeError, match="plain data, not datetime"):
        made("{{ when }}", {"when": MOMENT})


def test_a_name_after_a_dot_is_a_field_even_where_python_has_a_method_of_that_name() -> None:
    context = {"point": {"items": ["a", "b"], "keys": "c"}}
    assert texts(made("{{ point.items|join(',') }}{{ point.keys }}", context))[0] == "a,bc"


def test_a_tag_that_word_has_split_into_runs_is_still_read() -> None:
    runs = [kit.run("{"), kit.run("{ wo", properties="<w:b/>"), kit.run("rds }"), kit.run("}")]
    assert texts(made(template(kit.p("Normal", *runs)), {"words": "whole"}))[0] == "whole"


FAULTS = [
    ("{{ venu }}", "venu"),
    ("{{ event.venu }}", "event.venu"),
    ("{{ event.venue.street }}", "street"),
    ("{{ event.venue", "{{ event.venue"),
    ("{% fore x in event %}", "{% fore x in event %}"),
    ("{% if event %} no end", "{% if event %}"),
    ("{{ event|safe }}", "{{ event|safe }}"),
    ("{{ event.venue.__class__ }}", "__class__"),
    ("{{ 1 + event.venue }}", ""),
]


@pytest.mark.parametrize(("tags", "named"), FAULTS)
def test_a_fault_names_the_templates_file_and_the_tag_and_says_what_to_do(
    tags: str, named: str
) -> None:
    with pytest.raises(TemplateFault) as fault:
        made(tags, {"event": {"venue": "Harbour House"}})
    assert fault.value.sentence.startswith("The template letter.docx ")
    assert fault.value.where.startswith("letter.docx, text")
    assert named in fault.value.where + fault.value.sentence
    assert "lfe templates letter.docx" in fault.value.next_step
    assert "Harbour House" not in str(fault.value)


def test_a_fault_suggests_the_name_that_was_probably_meant() -> None:
    with pytest.raises(TemplateFault) as fault:
        made("{{ event.venu }}", {"event": {"venue": "Harbour House"}})
    assert "Did you mean venue?" in fault.value.next_step


@pytest.mark.parametrize("which", ["head", "foot"])
def test_a_fault_in_a_header_or_footer_says_so(which: str) -> None:
    there = {which: kit.p("Header", "{{ unheard }}")}
    with pytest.raises(TemplateFault) as fault:
        made(template(**there))
    assert fault.value.part == {"head": "header", "foot": "footer"}[which]
    assert "unheard" in fault.value.where


def test_tags_that_open_in_a_cell_and_close_outside_are_told() -> None:
    table = kit.table("Plain", [900], kit.row(kit.cell(900, kit.tag("if words"))), "A table")
    with pytest.raises(TemplateFault, match="tags that do not fit together"):
        made(template(table, kit.p("Normal", "{{ words }}"), kit.tag("endif")), {"words": ""})


def test_something_that_looks_like_a_tag_and_is_none_is_told() -> None:
    with pytest.raises(TemplateFault, match="looks like a tag") as fault:
        made("Dear {% raw %}{{ name }}{% endraw %}")
    assert fault.value.what.startswith("{{ name }")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", write_package({"[Content_Types].xml": b"<a/>"})]
)
def test_a_template_that_is_no_word_document_is_told(content: bytes) -> None:
    with pytest.raises(TemplateFault, match="is not a Word document"):
        render(Template("letter.docx", content), {}, ABOUT)


def test_the_same_input_gives_the_same_bytes_and_another_time_gives_others() -> None:
    letter = template(kit.p("Normal", "{{ words }}", kit.tick("A", "a")))
    first = made(letter, {"words": "same"})
    assert made(Template("letter.docx", bytes(letter.content)), {"words": "same"}) == first
    later = Properties(ABOUT.title, ABOUT.author, datetime(2027, 2, 1, tzinfo=UTC))
    assert made(letter, {"words": "same"}, properties=later) != first


def test_every_control_bookmark_and_drawing_has_an_id_of_its_own(tmp_path: Path) -> None:
    mark = (
        '<w:bookmarkStart w:id="7" w:name="here"/><w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="7"/>'
    )
    body = kit.each("n", "numbers", kit.p("Normal", kit.tick("T", "t{{ n }}"), mark))
    document = made(
        template(body, head=kit.p("Header", kit.tick("H", "h"))), {"numbers": [1, 2, 3]}
    )
    ids = [
        e.get(w("val"))
        for name in ("document", "header1")
        for e in part(document, f"word/{name}.xml").iter(w("id"))
    ]
    assert len(ids) == len(set(ids)) == 4
    marks = [e.get(w("name")) for e in part(document).iter(w("bookmarkStart"))]
    assert len(set(marks)) == 3
    assert_word_opens(document, tmp_path)


def test_a_choice_gets_its_items_by_its_tag(tmp_path: Path) -> None:
    body = [kit.p("Normal", kit.choice("A", name, "Choose")) for name in ("fruit", "other")]
    document = made(template(*body), choices={"fruit": [("Red apple", "apple"), ("Pear", "pear")]})
    lists = [
        [(i.get(w("displayText")), i.get(w("value"))) for i in found]
        for found in part(document).iter(w("dropDownList"))
    ]
    assert lists == [[("Red apple", "apple"), ("Pear", "pear")], []]
    assert_word_opens(document, tmp_path)


def test_a_repeating_table_gets_its_rows_and_the_widths_of_its_columns(tmp_path: Path) -> None:
    columns = [kit.cell(1000, kit.text_area("A", f"moments.{n}", "Write", lock="")) for n in "ab"]
    head = kit.heads([1000, 1000], ["One", "Two"])
    table = kit.table(
        "Boxes", [1000, 1000], head + kit.repeating_row("M", "moments", "".join(columns)), "T"
    )
    document = made(template(table), tables={"moments": Table((1, 3), 5)})
    root = part(document)
    assert len(list(root.iter(f"{{{W15}}}repeatingSectionItem"))) == 5
    assert [c.get(w("w")) for c in root.iter(w("gridCol"))] == ["500", "1500"]
    assert {tuple(c.get(w("w")) for c in row.iter(w("tcW"))) for row in root.iter(w("tr"))} == {
        ("500", "1500")
    }
    assert_word_opens(document, tmp_path)


def test_a_cell_that_a_condition_emptied_gets_a_paragraph(tmp_path: Path) -> None:
    cell = kit.cell(900, kit.when("words", kit.p("Cell", "{{ words }}")))
    document = made(template(kit.table("Plain", [900], kit.row(cell), "T")), {"words": ""})
    assert part(document).find(f".//{w('tc')}/{w('p')}") is not None
    assert_word_opens(document, tmp_path)


def test_properties_are_the_partnerships_and_the_templates_are_gone(tmp_path: Path) -> None:
    about = Properties(
        "Tom & Co {{ x }}", "Seaside", MOMENT, {"lfe.reference": "LFE-2026-001"}, "A <b>"
    )
    document = made("Text", properties=about)
    core = {etree.QName(e).localname: e.text for e in part(document, "docProps/core.xml")}
    assert core == {
        "title": "Tom & Co {{ x }}",
        "subject": "A <b>",
        "creator": "Seaside",
        "lastModifiedBy": "Seaside",
        "language": "en-GB",
        "created": "2027-01-11T09:30:00Z",
        "modified": "2027-01-11T09:30:00Z",
    }
    custom = part(document, "docProps/custom.xml")
    assert [(e.get("name"), "".join(map(str, e.itertext()))) for e in custom] == [
        ("lfe.reference", "LFE-2026-001")
    ]
    assert_word_opens(document, tmp_path)


def test_a_sensitivity_label_of_the_template_stays_and_its_other_history_goes(
    tmp_path: Path,
) -> None:
    labelled = made(
        "Text {{ name|default('') }}",
        {},
        properties=Properties("", "Someone", MOMENT, {"MSIP_Label": "yes"}),
    )
    parts = dict(open_package(labelled).parts)
    settings = parse(parts["word/settings.xml"])
    etree.SubElement(etree.SubElement(settings, w("rsids")), w("rsid")).set(w("val"), "00AB12CD")
    parts["word/settings.xml"] = etree.tostring(settings)
    body = parse(parts["word/document.xml"])
    for paragraph in body.iter(w("p")):
        paragraph.set(w("rsidR"), "00AB12CD")
        paragraph.set(f"{{{W14}}}paraId", "11111111")
    parts["word/document.xml"] = etree.tostring(body)
    document = made(
        Template("own.docx", write_package(parts)),
        properties=Properties("", "S", MOMENT, {"lfe.form": "1"}),
    )
    names = [e.get("name") for e in part(document, "docProps/custom.xml")]
    assert names == ["MSIP_Label", "lfe.form"]
    whole = b"".join(open_package(document).parts.values())
    assert b"00AB12CD" not in whole
    assert b"11111111" not in whole
    assert b"Someone" not in whole
    assert_word_opens(document, tmp_path)


def test_the_package_says_nothing_of_the_day_it_was_zipped() -> None:
    with zipfile.ZipFile(io.BytesIO(made("Text"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
