"""The audit form: its questions, and the controls that hold the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from lfe_cli.audits.form import make_form
from lfe_cli.audits.questions import AuditForm, read_questions
from lfe_cli.review.history.entries import History
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.partnership import Agency, Partnership
from lfe_cli.review.templates import shipped
from lfe_cli.review.workspace import Review, Workspace
from lfe_cli.word.package import open_package
from lfe_cli.word.render import Template
from lfe_cli.word.xml import W14, W15, parse, val, w
from ooxml.validate import problems

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
POLICE = Agency(id="police", name="Police")
IDS = [
    "completed_by",
    "completed_with",
    "completed_on",
    "involvement",
    "our_role",
    "child_day",
    "child_voice",
    "child_identity",
    "family_context",
    "earlier_history",
    "key_events",
    "outside_period",
    "good_practice",
    "good_practice_enablers",
    "helped_by_others",
    "working_together",
    "working_with_family",
    "system_factors",
    "system_comment",
    "better_service",
    "better_together",
    "better_system",
    "already_changed",
    "overall_view",
    "overall_reason",
    "support_now",
    "bring_good_practice",
    "bring_learning",
    "bring_questions",
    "share_before",
]
SHORT = (1, 2, 3, 4, 6, 7, 13, 16, 21, 27, 28, 30)
REQUIRED = (1, 2, 4, 6, 7, 8, 9, 11, 13, 16, 20, 21, 27, 28)


@cache
def full() -> AuditForm:
    return read_questions((shipped() / "audit.yaml").read_text("utf-8"), "audit.yaml")


def review(**settings: object) -> Review:
    partnership = Partnership.model_validate(
        {
            "name": "Seaside Safeguarding Children Partnership",
            "short_name": "SSCP",
            "mailbox": "sscp@seaside.example",
            "agencies": [{"id": "police", "name": "Police"}],
            **settings,
        }
    )
    manifest = Manifest.model_validate(
        {
            "reference": "LFE-2026-001",
            "theme": "Help that changes hands",
            "focus": {"from": "2026-01-01", "to": "2026-09-30"},
            "agencies": [{"id": "police"}],
            "audits": {"due": "2026-11-27"},
            "event": {"at": "2026-12-08 09:30"},
        }
    )
    return Review(Workspace(Path("nowhere"), partnership), "LFE-2026-001", manifest, History())


def form(
    questions: AuditForm | None = None, agency: Agency = POLICE, **settings: object
) -> dict[str, bytes]:
    template = Template("audit.docx", (shipped() / "audit.docx").read_bytes())
    content = make_form(template, questions or full(), review(**settings), agency, MOMENT)
    return dict(open_package(content).parts)


def body(parts: dict[str, bytes], name: str = "document") -> etree._Element:
    return parse(parts[f"word/{name}.xml"])


def text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(w("t")))


def styled(root: etree._Element, style: str) -> list[str]:
    found = root.iter(w("p"))
    return [text(p) for p in found if val(p.find(f"{w('pPr')}/{w('pStyle')}")) == style]


def control(root: etree._Element, tag: str) -> etree._Element:
    (found,) = [s for s in root.iter(w("sdt")) if val(s.find(f"{w('sdtPr')}/{w('tag')}")) == tag]
    return found


def said(control_: etree._Element, name: str) -> str | None:
    return val(control_.find(f"{w('sdtPr')}/{w(name)}"))


def test_the_default_form_asks_the_thirty_questions_in_their_order() -> None:
    questions = full().questions()
    assert [q.id for q in questions] == IDS
    assert [n for n, q in enumerate(questions, 1) if q.required] == list(REQUIRED)
    assert [q.id for q in questions if q.for_event] == IDS[26:29]
    assert full().release == "share_before"
    assert [len(section.questions) for section in full().sections] == [5, 5, 2, 3, 4, 4, 3, 4]


def test_the_short_form_asks_its_twelve() -> None:
    assert [q.id for q in full().short().questions()] == [IDS[n - 1] for n in SHORT]


def test_every_answer_has_a_control_with_its_questions_id_that_cannot_be_deleted() -> None:
    root = body(form())
    for question in full().questions():
        for tag in question.tags():
            assert said(control(root, tag), "lock") == "sdtLocked", tag


def test_a_screen_reader_hears_the_number_and_the_prompt() -> None:
    root = body(form())
    assert said(control(root, "our_role"), "alias") == (
        "5. What was your service there to do, and with whom?"
    )
    for sdt in root.iter(w("sdt")):
        alias = said(sdt, "alias")
        is_item = sdt.find(f"{w('sdtPr')}/{{{W15}}}repeatingSectionItem") is not None
        assert is_item or (alias and alias[0].isdigit() and len(alias) <= 64)


def test_question_numbers_are_typed_and_prompts_stand_whole() -> None:
    root = body(form())
    prompts = styled(root, "Question")
    for number, (shown, question) in enumerate(zip(prompts, full().questions(), strict=True), 1):
        assert shown.startswith(f"{number}.{question.prompt}")
        assert shown.endswith("please answer") == question.required
    style = body(form(), "styles").find(f"{w('style')}[@{w('styleId')}='Question']")
    assert style is not None
    assert style.find(f".//{w('numPr')}") is None


def test_an_empty_answer_shows_its_placeholder() -> None:
    root = body(form())
    for question in full().questions():
        if question.kind in {"text", "choice", "date"}:
            found = control(root, question.id)
            assert found.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None
            assert text(found) == question.placeholder


def test_a_text_answer_may_hold_paragraphs_and_lies_around_one() -> None:
    found = control(body(form()), "child_day")
    assert found.find(f"{w('sdtContent')}/{w('p')}") is not None
    assert found.find(f"{w('sdtPr')}/{w('text')}") is None


def test_a_choice_offers_its_options_and_shows_them_on_paper_too() -> None:
    root = body(form())
    items = control(root, "involvement").iter(w("listItem"))
    offered = [(item.get(w("displayText")), item.get(w("value"))) for item in items]
    options = next(q for q in full().questions() if q.id == "involvement").options
    assert offered == [(option.label, option.id) for option in options]
    assert set(styled(root, "Option")) >= {option.label for option in options}


def test_a_date_is_picked_and_shown_as_people_write_it() -> None:
    date = control(body(form()), "completed_on").find(f"{w('sdtPr')}/{w('date')}")
    assert date is not None
    assert [val(date.find(w(name))) for name in ("dateFormat", "lid", "calendar")] == [
        "d MMMM yyyy",
        "en-GB",
        "gregorian",
    ]


def test_each_tick_is_an_empty_box_with_its_label_beside_it() -> None:
    root = body(form())
    for tag, label in (
        ("system_factors.demand", "How much work there was"),
        ("share_before", "Yes, the facilitator may read it"),
    ):
        found = control(root, tag)
        box = found.find(f"{w('sdtPr')}/{{{W14}}}checkbox/{{{W14}}}checked")
        assert box is not None
        assert box.get(f"{{{W14}}}val") == "0"
        paragraph = found.getparent()
        assert paragraph is not None
        assert text(paragraph) == f"\u2610{label}"


def test_a_table_repeats_its_row_and_locks_nothing_inside() -> None:
    root = body(form())
    section = control(root, "key_events")
    items = section.findall(f"{w('sdtContent')}/{w('sdt')}")
    assert len(items) == 4
    for item in items:
        assert item.find(f"{w('sdtPr')}/{{{W15}}}repeatingSectionItem") is not None
        assert item.find(f"{w('sdtContent')}/{w('tr')}") is not None
        tags = [said(cell, "tag") for cell in item.iter(w("sdt"))][1:]
        assert tags == [f"key_events.{c}" for c in ("when", "what", "seemed", "child")]
        assert item.find(f".//{w('lock')}") is None


def test_the_file_says_of_which_review_agency_and_version_it_is_and_so_does_its_footer() -> None:
    parts = form()
    version = full().version()
    custom = {
        e.get("name"): "".join(map(str, e.itertext())) for e in parse(parts["docProps/custom.xml"])
    }
    assert custom == {
        "lfe.reference": "LFE-2026-001",
        "lfe.agency": "police",
        "lfe.form": version,
    }
    assert f"LFE-2026-001 · police · form {version}" in text(body(parts, "footer1"))


def test_the_marking_stands_at_head_and_foot_in_capitals_and_only_where_there_is_one() -> None:
    marked = form(marking="Official-Sensitive")
    assert "OFFICIAL-SENSITIVE" in text(body(marked, "header1"))
    assert "OFFICIAL-SENSITIVE" in styled(body(marked, "footer1"), "Marking")


def test_the_form_says_what_becomes_of_what_is_brought_to_the_event() -> None:
    for questions in (full(), full().short()):
        words = text(body(form(questions)))
        assert "facilitator" in words
        assert "only if you tick the box" in words
        assert "destroyed after the event" in words
        assert "not put together with what other services write" in words
        assert "local target" in words
        assert "statutory" not in words


def test_support_and_information_stand_in_the_form_where_the_partnership_gives_them() -> None:
    without = text(body(form()))
    assert "Support: your manager or safeguarding lead" in without
    assert "Your information" not in without
    words = text(body(form(support="Ring 01632 960001.", information_statement="One.\n\nTwo.")))
    assert "Support: Ring 01632 960001." in words
    assert "Your informationOne.Two." in words


def test_a_partnerships_own_questions_make_the_form_without_a_change_to_the_template(
    tmp_path: Path,
) -> None:
    own = read_questions(
        """
title: Our own
sections:
  - title: Only part
    questions:
      - {id: who, kind: text, prompt: Who & <what>?}
      - {id: agree, kind: tick, prompt: Do you agree?}
      - id: steps
        kind: table
        prompt: Steps
        rows: 2
        columns: [{id: a, label: A}, {id: b, label: B}, {id: c, label: C, width: 4},
                  {id: d, label: D}, {id: e, label: E}]
""",
        "audit.yaml",
    )
    template = Template("audit.docx", (shipped() / "audit.docx").read_bytes())
    agency = Agency(id="school-a", name="Smith & Sons <School> {{ A }}")
    content = make_form(template, own, review(), agency, MOMENT)
    path = tmp_path / "own.docx"
    path.write_bytes(content)
    assert problems(path) == []
    root = body(dict(open_package(content).parts))
    assert "For Smith & Sons <School> {{ A }}, to think through" in text(root)
    assert len(list(root.iter(w("gridCol")))) == 5
    assert [said(c, "tag") for c in control(root, "steps").iter(w("sdt")) if said(c, "tag")][
        1:6
    ] == [f"steps.{c}" for c in "abcde"]


@pytest.mark.parametrize("short", [False, True])
def test_word_opens_the_form_and_the_same_input_gives_the_same_bytes(
    short: bool, tmp_path: Path
) -> None:
    questions = full().short() if short else full()
    template = Template("audit.docx", (shipped() / "audit.docx").read_bytes())
    first, second = (make_form(template, questions, review(), POLICE, MOMENT) for _ in "ab")
    assert first == second
    path = tmp_path / "form.docx"
    path.write_bytes(first)
    assert problems(path) == []
