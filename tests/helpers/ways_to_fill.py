"""The ways in which agencies fill in a form, and what is to be read of each.

Each way takes the issued form and answers, and gives the file as that way leaves it. What is
expected is said as the difference from a form that was filled in Word, control by control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from helpers import audits
from helpers.audits import an_audit, control_of, fill, issued, the_form
from helpers.form_changes import (
    COMMENTS,
    FOOTNOTES,
    NOTED,
    PASTED,
    PASTED_TEXT,
    TRACKED_TEXT,
    Change,
    a_table,
    as_macro_document,
    cell_with_a_table,
    commented,
    default_prompts,
    in_a_text_box,
    legacy,
    marked_in_the_printed_list,
    paragraph,
    prompts_left_above,
    put,
    put_after,
    rows_deleted_and_added,
    run,
    strict,
    ticks_as,
    tracked_in_a_cell,
    tracked_rows,
    typed_in_head_and_foot,
    typed_over_a_prompt_that_stays,
    whole_question_deleted,
    with_lists,
    word_online,
)
from helpers.word_files import edit
from helpers.word_xml import with_part

Answer = str | bool | list[list[str]]
ALL = ("all",)
AROUND = "Words stand in its notes, its header or its footer, and were not read."
TRACKED = "It holds tracked changes: what was put in was read, what was taken out was not."


@dataclass(frozen=True)
class Way:
    """A filled form, and how its reading differs from `an_audit()` read from its controls."""

    content: bytes
    answers: Mapping[str, Answer] = field(default_factory=dict)
    recovered: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def expected(self) -> dict[str, Answer]:
        """Every answer, by tag."""
        empty: dict[str, Answer] = {"tick": False, "table": []}
        given = {**an_audit(), **self.answers}
        return {
            tag: given.get(tag, empty.get(question.kind, ""))
            for question in the_form().questions()
            for tag in question.tags()
            if tag not in self.gone
        }


def filled(**answers: Answer) -> bytes:
    return fill(issued(), {**an_audit(), **answers})


def without(*tags: str) -> bytes:
    return fill(issued(), {tag: text for tag, text in an_audit().items() if tag not in tags})


def changed(*changes: Change, content: bytes | None = None) -> bytes:
    def change(root: etree._Element) -> None:
        for one in changes:
            one(root)

    return edit(filled() if content is None else content, change)


def rows(*numbers: int) -> list[list[str]]:
    table = an_audit()["key_events"]
    assert isinstance(table, list)
    return [list(table[number]) for number in numbers]


def ways() -> dict[str, Way]:
    """Every way, by what a person would call it."""
    with_table = rows(*range(6))
    with_table[0][1] += "\npasted one\npasted two"
    tracked_cell = rows(*range(6))
    tracked_cell[0][0] = "March 2026 or April"
    return {
        "Word": Way(filled()),
        "Word online": Way(changed(word_online)),
        "ticks said to be true": Way(changed(ticks_as("true", "☑"))),
        "ticks that are only drawn": Way(changed(ticks_as("on", "✓"))),
        "pasted with its formatting": Way(
            with_lists(changed(put("child_day", *PASTED))), {"child_day": PASTED_TEXT}
        ),
        "a table pasted into a text": Way(
            changed(
                put(
                    "child_day",
                    paragraph(run("Above")),
                    a_table(("Seven", "up"), ("Eight", "school")),
                    paragraph(run("Below")),
                )
            ),
            {"child_day": "Above\nSeven\nup\nEight\nschool\nBelow"},
        ),
        "a table pasted into a cell": Way(changed(cell_with_a_table), {"key_events": with_table}),
        "tracked changes": Way(
            changed(put("child_voice", *TRACKED_TEXT), tracked_in_a_cell),
            {
                "child_voice": (
                    "A drawing.\nShe was not able to say at first.\n"
                    "Later she drew it.\nMoved words."
                ),
                "key_events": tracked_cell,
            },
            remarks=(TRACKED,),
        ),
        "tracked rows": Way(
            changed(tracked_rows), {"key_events": rows(0, 1, 2, 3, 5)}, remarks=(TRACKED,)
        ),
        "comments and a reply": Way(
            with_part(changed(commented), "word/comments.xml", COMMENTS, "comments"),
            remarks=(
                "It holds 2 comments. Comments are not answers.",
                "In question 5 stands a comment: please look there.",
            ),
        ),
        "a footnote in an answer": Way(
            with_part(
                changed(
                    put(
                        "child_voice",
                        paragraph(run("She drew.")),
                        paragraph(run("A house"), NOTED, run(".")),
                    )
                ),
                "word/footnotes.xml",
                FOOTNOTES,
                "footnotes",
            ),
            {"child_voice": "She drew.\nA house."},
            unread=("A note at the foot.",),
            remarks=(AROUND, "In question 7 stands a note: please look there."),
        ),
        "typed beside the control": Way(
            changed(
                put_after("completed_on", run(" 9 February 2027")),
                put_after("involvement", run("Only outside it")),
                content=without("completed_on", "involvement"),
            ),
            {"completed_on": "9 February 2027", "involvement": "Only outside it"},
            recovered=("completed_on", "involvement"),
        ),
        "typed under the prompt": Way(
            changed(
                put_after("child_day", paragraph(run("Up at seven.")), paragraph(run("Bed."))),
                content=without("child_day"),
            ),
            {"child_day": "Up at seven.\nBed."},
            recovered=("child_day",),
        ),
        "the prompt left above the text": Way(changed(prompts_left_above)),
        "typed behind a prompt that stays": Way(
            changed(typed_over_a_prompt_that_stays),
            {"already_changed": "A checklist, and fewer gaps."},
        ),
        "marked in the printed list": Way(
            changed(marked_in_the_printed_list, content=without("overall_view")),
            {"overall_view": "Some strengths, much to build"},
            recovered=("overall_view",),
        ),
        "Word's own prompt": Way(changed(default_prompts), {"bring_questions": ""}),
        "in a text box": Way(
            changed(put("child_voice", paragraph(in_a_text_box("She drew.")))),
            {"child_voice": "She drew."},
        ),
        "rows deleted and added": Way(
            changed(rows_deleted_and_added),
            {"key_events": [*rows(0, 1, 4, 5), ["October 2026", "Added", "", "By hand"]]},
            recovered=("key_events",),
        ),
        "a whole question deleted": Way(
            changed(whole_question_deleted),
            gone=("family_context",),
            remarks=("Question 9 is no longer in the document.",),
        ),
        "one control deleted": Way(
            changed(lambda root: audits.unwrap(control_of(root, "child_day"))),
            recovered=("child_day",),
        ),
        "written into the footer": Way(
            edit(filled(), typed_in_head_and_foot, "word/footer1.xml"),
            remarks=(AROUND,),
            unread=(
                "LFE-2027-001 · police · form "
                f"{the_form().version()}\tPage  of  Draft two, for my manager",
            ),
        ),
        "Google Docs: no controls": Way(audits.without_controls(filled()), recovered=ALL),
        "controls without tags": Way(audits.without_tags(filled()), recovered=ALL),
        "fields of Word 97": Way(changed(legacy), recovered=ALL),
        "with macros (.docm)": Way(
            as_macro_document(filled()), remarks=("It holds macros. They were not run.",)
        ),
        "strict Open XML": Way(strict(filled())),
    }
