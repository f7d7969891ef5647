"""One file, one agency: several agencies' forms in one file are neither filed nor split."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from helpers.audits import control_of, fill, write
from helpers.officer import Officer
from helpers.states import review_after
from helpers.two_forms import bare, behind, body_of, brought_in, of_style, together
from helpers.word_files import edit
from helpers.word_xml import document, p
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import val, w

THEIRS = "Quiet mornings with a grandparent."
INCIDENT = "possible data incident"


def ask(review: Officer) -> None:
    review.done("issue-audits")


@pytest.fixture
def asked(officer: Officer) -> Officer:
    return review_after(ask, officer)


def audit(review: Officer, agency: str) -> bytes:
    blank = review.path("audits", "issued", f"{agency}.docx").read_bytes()
    words = f"What the {agency} brings."
    return fill(blank, {"child_day": THEIRS, "bring_good_practice": words, "share_before": True})


def ingested(review: Officer, content: bytes, *words: str) -> tuple[int, dict[str, Any], str]:
    path = review.path("audits", "inbox", "sent.docx")
    path.write_bytes(content)
    before = review.files()
    screen = review.lfe("ingest", path, "--dry-run", *words)
    said = review.lfe("ingest", path, "--json", *words)
    if said.code:
        assert review.files() == before
    return said.code, said.json["files"][0], screen.all


def nameless(content: bytes) -> bytes:
    """Without the properties, heads and feet that say whose it is."""
    parts = dict(open_package(content).parts)
    for name in parts:
        if name == "docProps/custom.xml" or "/footer" in name or "/header" in name:
            root = etree.fromstring(parts[name])
            for text in root.iter(w("t")):
                text.text = ""
            if name == "docProps/custom.xml":
                root.clear()
            parts[name] = etree.tostring(root)
    return write_package(parts)


def in_the_last_answer(first: bytes, second: bytes) -> bytes:
    def change(root: etree._Element) -> None:
        inside = control_of(root, "bring_questions").find(w("sdtContent"))
        inside.extend(copy.deepcopy(o) for o in body_of(second) if o.tag != w("sectPr"))

    return edit(first, change)


def without_labels(elements: list[etree._Element]) -> list[etree._Element]:
    printed = {"Question", "Heading1", "Heading2", "Lead"}
    return [o for o in elements if val(o.find(f"{w('pPr')}/{w('pStyle')}")) not in printed]


WEB_PAGE = b"<p>LFE-2027-001 &middot; <b>school</b> &middot; form 0123456789ab</p>"


def first_of(second: bytes) -> list[etree._Element]:
    """The beginning of a form, whose agency deleted what it did not need."""
    return list(body_of(second))[:26]


PUT_TOGETHER: dict[str, Callable[[bytes, bytes], bytes]] = {
    "text from file": lambda one, two: together(one, two, its_footer=True),
    "the first footer kept": together,
    "the second without controls": lambda one, two: behind(one, bare(list(body_of(two)))),
    "the second without its labels": lambda one, two: behind(
        one, without_labels(list(body_of(two)))
    ),
    "the beginning of the second": lambda one, two: behind(one, first_of(two)),
    "the second in an answer of the first": in_the_last_answer,
    "an alternative format chunk": lambda one, two: brought_in(one, two, "chunk.docx", "aFChunk"),
    "embedded": lambda one, two: brought_in(one, two, "embeddings/a.docx", "package"),
    "as a web page in it": lambda one, _: brought_in(one, WEB_PAGE, "chunk.html", "aFChunk"),
    "nameless": lambda one, two: nameless(together(one, two)),
}


@pytest.mark.parametrize("way", PUT_TOGETHER)
def test_two_agencies_forms_in_one_file_are_neither_filed_nor_split(
    asked: Officer, way: str
) -> None:
    both = PUT_TOGETHER[way](audit(asked, "police"), audit(asked, "school"))

    code, taken, screen = ingested(asked, both)

    assert (code, taken["outcome"], taken["filed_as"]) == (1, "rejected", "")
    assert taken["for_event"] == {}
    assert taken["unread"] == []
    assert INCIDENT in taken["reason"]
    assert "information governance lead" in screen
    assert THEIRS not in screen + str(taken)
    if way != "the second without its labels":
        assert "School" in taken["reason"]


@pytest.mark.parametrize(
    "way", ["the first footer kept", "nameless", "the second without controls"]
)
def test_to_say_whose_it_is_does_not_file_it(asked: Officer, way: str) -> None:
    both = PUT_TOGETHER[way](audit(asked, "police"), audit(asked, "school"))

    code, taken, _ = ingested(asked, both, "--agency", "police")

    assert (code, taken["outcome"]) == (1, "rejected")
    assert INCIDENT in taken["reason"]


def test_one_agencys_form_twice_is_asked_about(asked: Officer) -> None:
    code, taken, _ = ingested(asked, together(audit(asked, "police"), audit(asked, "police")))

    assert (code, taken["outcome"]) == (1, "rejected")
    assert "more than one form, and names no agency but Police" in taken["reason"]


def test_a_form_with_the_headings_of_another_is_asked_about(asked: Officer) -> None:
    headings = of_style(list(body_of(audit(asked, "school"))), "Heading1", "Heading2")

    code, taken, _ = ingested(asked, behind(audit(asked, "police"), headings))

    assert (code, taken["outcome"]) == (1, "rejected")


def test_a_form_that_speaks_to_another_agency_than_its_properties_say_is_asked_about(
    asked: Officer,
) -> None:
    parts = dict(open_package(nameless(audit(asked, "police"))).parts)
    theirs = open_package(audit(asked, "school")).parts
    parts["docProps/custom.xml"] = theirs["docProps/custom.xml"]

    code, taken, _ = ingested(asked, write_package(parts))

    assert (code, taken["outcome"]) == (1, "rejected")
    assert "names more than one agency: School and Police" in taken["reason"]


def test_a_form_that_only_its_first_line_names_is_not_filed_as_anothers(asked: Officer) -> None:
    code, taken, _ = ingested(asked, nameless(audit(asked, "police")), "--agency", "school")

    assert (code, taken["outcome"]) == (1, "rejected")
    assert "speaks to Police, and --agency says school" in taken["reason"]
    assert ingested(asked, nameless(audit(asked, "police")), "--agency", "police")[0] == 0


def test_a_footer_that_stands_in_the_text_says_whose_it_is(asked: Officer) -> None:
    footer = etree.fromstring(open_package(audit(asked, "police")).parts["word/footer1.xml"])
    pages = [copy.deepcopy(one) for one in footer.iter(w("p"))]
    turned = behind(nameless(audit(asked, "police")), [*pages, *copy.deepcopy(pages)])

    code, taken, _ = ingested(asked, turned)

    assert (code, taken["outcome"], taken["agency"]) == (0, "filed", "police")


def answered_twice(content: bytes) -> bytes:
    def change(root: etree._Element) -> None:
        control = control_of(root, "child_day")
        control.addnext(copy.deepcopy(control))

    return edit(content, change)


def asked_for_each_child(content: bytes) -> bytes:
    """One part of the form, copied so that it is answered for each of two children."""

    def change(root: etree._Element) -> None:
        first = control_of(root, "better_service").getprevious()
        last = control_of(root, "already_changed")
        part = [first, *first.itersiblings()]
        part = part[: part.index(last) + 1]
        for one in reversed(part):
            last.addnext(copy.deepcopy(one))

    return edit(content, change)


def quoting(content: bytes) -> bytes:
    quoted = "As said under 7:\nWhat did the child say, show or keep silent about?"
    return edit(content, lambda root: write(control_of(root, "child_identity"), quoted))


def with_a_letter(content: bytes) -> bytes:
    letter = document(p("Dear colleague, here is our audit."))
    return brought_in(content, letter, "embeddings/letter.docx", "package")


@pytest.mark.parametrize("change", [answered_twice, asked_for_each_child, quoting, with_a_letter])
def test_one_form_in_which_something_stands_twice_is_filed(
    asked: Officer, change: Callable[[bytes], bytes]
) -> None:
    code, taken, _ = ingested(asked, change(audit(asked, "police")))

    assert (code, taken["outcome"], taken["agency"]) == (0, "filed", "police")
    assert "child_day" not in taken["missing"]
