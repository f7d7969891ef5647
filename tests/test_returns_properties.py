"""What holds for any disorder of a form: no exception, no strange tag, and no typed word lost."""

from __future__ import annotations

import itertools
import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpers.small_form import EMPTY, blank_body, small_form
from helpers.word_xml import document, p, r, sdt
from lfe_cli.audits.returns.controls import tags_of
from lfe_cli.audits.returns.reading import read_audit
from lfe_cli.word.xml import NAMES
from tools.fuzz_returns import case, faults, seed_files

BLANK = document(blank_body())
# The same examples each time: finding new ones is the fuzzer's work.
EXAMPLES = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
FORM = small_form()
SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
TYPED = "§"  # stands for a word of its own each time, so that every one of them can be looked for

TAGS = st.sampled_from([*tags_of(FORM), "", "somebody-elses", "STORY"])
KINDS = st.sampled_from(
    [
        *("", "", "", EMPTY, "<w:date/>", '<w:date w:fullDate="2027-02-09T00:00:00Z"/>'),
        '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>',
        '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>',
        '<w:dropDownList><w:listItem w:displayText="We did" w:value="yes"/></w:dropDownList>',
        "<w15:repeatingSection/>",
    ]
)
PRINTED = st.sampled_from(
    [
        *("A small form", "First part", "Second part", "Write as much as you like."),
        *("1. What is your role here", "4. What was a day like then", "What was a day like then"),
        *("3. Did your service know the child", "5. What was going on around it"),
        *("6. Moments that mattered to you", "7. What will you bring along"),
        *("8. The facilitator may read this before", "Your words", "Your role", "A month", "When"),
        *("Click or tap here to enter text.", "We did", "We did not", "☐ Demand", "☒ Demand", "☒"),
        "4. What was a dull day like then",
    ]
)
TEXTS = st.one_of(
    st.just(TYPED),
    PRINTED,
    st.builds("{} {}".format, PRINTED, st.just(TYPED)),
    st.builds("{} {}".format, st.just(TYPED), PRINTED),
    st.builds("{}{}".format, PRINTED, st.just(TYPED)),
    st.sampled_from([f"x {TYPED}", f"[x] {TYPED}", f"☒ {TYPED}", f"{TYPED} ☐", f"{TYPED}.", ""]),
)


def inline(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    together = st.lists(parts, max_size=3).map("".join)
    return st.one_of(
        st.builds(sdt, TAGS, together, KINDS),
        together.map("<w:ins>{}</w:ins>".format),
        together.map("<w:hyperlink>{}</w:hyperlink>".format),
        together.map("<w:smartTag>{}</w:smartTag>".format),
    )


RUNS = st.one_of(TEXTS.map(r), st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>"]))
INLINE = st.recursive(RUNS, inline, max_leaves=4)
LINES = st.lists(INLINE, max_size=3).map("".join).map("<w:p>{}</w:p>".format)


def block(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    together = st.lists(parts, max_size=3).map("".join)
    cells = st.one_of(
        together.map("<w:tc>{}</w:tc>".format),
        st.builds(sdt, TAGS, together.map("<w:tc>{}</w:tc>".format), KINDS),
    )
    rows = st.lists(cells, max_size=3).map("".join).map("<w:tr>{}</w:tr>".format)
    table = st.lists(st.one_of(rows, st.builds(sdt, TAGS, rows, KINDS)), max_size=3)
    return st.one_of(
        st.builds(sdt, TAGS, together, KINDS),
        table.map("".join).map("<w:tbl>{}</w:tbl>".format),
        together.map(
            "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>".format
        ),
    )


BLOCKS = st.recursive(LINES, block, max_leaves=6)
PIECES = re.findall(r"<w:tbl>.*?</w:tbl>|<w:sdt>.*?</w:sdt>|<w:p>.*?</w:p>", blank_body())
BODIES = st.lists(st.one_of(BLOCKS, st.sampled_from(PIECES)), max_size=8).map("".join)


def typed(body: str) -> tuple[str, list[str]]:
    """The body with its words, and the words."""
    number = itertools.count(1)
    words: list[str] = []

    def word(_: re.Match[str]) -> str:
        words.append(f"zq{next(number)}w")
        return words[-1]

    return re.sub(TYPED, word, body), words


@settings(EXAMPLES, max_examples=400)
@given(BODIES, LINES, LINES)
@example(p("4. What was a dull day §"), "", "")
@example(sdt("share", p("Yes, and §")), "", "")
@example(sdt("story", p("Your words §"), EMPTY), "", "")
@example(sdt("", p("§"), EMPTY), "", "")
@example("", p("§"), p("Your words §"))
@example(
    f"<w:tbl>{sdt('events', '<w:tr>' + f'<w:tc>{p(TYPED)}</w:tc>' * 4 + '</w:tr>')}</w:tbl>", "", ""
)
def test_every_typed_word_is_in_an_answer_or_among_what_is_unread(
    body: str, foot: str, note: str
) -> None:
    whole, words = typed("|".join((body, foot, note)))
    body, foot, note = whole.split("|")
    parts = {
        "word/footer1.xml": f"<w:ftr {SPACES}>{foot}</w:ftr>".encode(),
        "word/footnotes.xml": (
            f"<w:footnotes {SPACES}><w:footnote>{note}</w:footnote></w:footnotes>"
        ).encode(),
    }

    reading = read_audit(document(body, **parts), FORM, BLANK)

    tags = {tag for question in FORM.questions() for tag in question.tags()}
    assert set(reading.answers) <= tags
    assert set(reading.answered) <= set(reading.questions)
    assert set(reading.recovered) <= {tag.partition(".")[0] for tag in reading.answers}
    assert not set(reading.missing) & set(reading.answered)
    found = str((dict(reading.answers), reading.unread))
    assert [word for word in words if word not in found] == []


@settings(EXAMPLES, max_examples=150)
@given(BODIES)
def test_without_the_blank_nothing_raises_and_no_printed_prompt_is_an_answer(body: str) -> None:
    body, _ = typed(body)

    reading = read_audit(document(body), FORM)

    assert reading.unread == ()
    assert reading.answers.get("story") != "Your words"


def test_a_hundred_mutated_forms_lose_no_word_and_raise_nothing() -> None:
    seeds = seed_files()

    found = {number: faults(*case(number, seeds)) for number in range(1, 101)}

    assert {number: kinds for number, kinds in found.items() if kinds} == {}
    assert any(case(number, seeds)[1] for number in range(1, 11)), "there are words to lose"
