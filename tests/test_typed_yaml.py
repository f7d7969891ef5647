"""What officers type as YAML: no word of it vanishes, and each message leads to the fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.officer import Officer, where
from helpers.pages import LEARNING, write_learning
from helpers.yaml_files import replace_in
from lfe_cli.errors import FileProblems
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.schema import Schema, read_schema
from lfe_cli.review.templates import shipped
from lfe_cli.review.yamlfile import read_yaml

POINT = "  - The plan was shared quickly and in plain language."
POINTS = f"""why_we_looked: |
  We looked at how services worked together when a young person moved between settings.
worked_well:
{POINT}
what_we_learned:
  - Information reached some services late, because each system had its own referral route.
questions_for_your_team:
  - How do you know what life is like for a child between visits?
next_steps:
  - recommendation: Agree one route for sharing plans when a young person moves.
    working_group: practice
"""
NAMES = "names:\n  - Anya Example\nplaces: []\nother: []\n"


def learning_is(review: Officer, text: str | bytes) -> None:
    review.path("report").mkdir(exist_ok=True)
    content = text.encode() if isinstance(text, str) else text
    review.path("report", "learning.yaml").write_bytes(content)
    review.path("identifiers.yaml").write_text(NAMES)


# ---------------------------------------------------------------- words that would vanish


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        (
            "The plan was shared #thinkfamily in time.",
            '"The plan was shared #thinkfamily in time."',
        ),
        ("The plan was shared # and in time.", '"The plan was shared # and in time."'),
        ("The plan was shared\n    soon #thinkfamily", '"The plan was shared soon #thinkfamily"'),
        ("The plan was shared\n    #thinkfamily", '"The plan was shared #thinkfamily"'),
        ("#thinkfamily was a help", '"#thinkfamily was a help"'),
        ('"Think Family" #approach was used', "'\"Think Family\" #approach was used'"),
        ("“Room #4” was quiet", '"“Room #4” was quiet"'),
        ("“Room #4”", '"Room #4"'),
        ("!important the plan was shared.", '"!important the plan was shared."'),
        ("&more was shared.", '"&more was shared."'),
        ("? who was asked", '"? who was asked"'),
        ("*Everybody* was asked", '"*Everybody* was asked"'),
        ("@home visits", '"@home visits"'),
        ("`quick` visits", '"`quick` visits"'),
        ("%age of visits", '"%age of visits"'),
        ("| The plan", '"| The plan"'),
        (">5 visits", '">5 visits"'),
        ("Handover: who tells school", '"Handover: who tells school"'),
        ("null", '"null"'),
    ],
)
def test_words_that_yaml_would_drop_stop_the_page_and_are_shown_with_quotes(
    review: Officer, typed: str, quoted: str
) -> None:
    learning_is(review, POINTS.replace(POINT, f"  - {typed}"))
    before = review.files()
    said = review.lfe("report")
    assert said.code == 2
    assert re.search("learning.yaml, line [45]", said.all), said
    assert quoted in said.all
    assert review.files() == before
    checked = review.lfe("check")
    assert checked.code == 1
    assert quoted in checked.all


@pytest.mark.parametrize(
    "typed",
    [
        "C# and room 4#2 were used.",
        '"Room #4 was quiet."',
        "'It was #1 for us.'",
        "The page is at https://example.org/#top",
        "At 10:30 she said NO; 0123 was rung.",
        "The plan was\n    shared quickly.",
        ">-\n    Room #4 was quiet.",
        "We asked \u2013 and were told.",
        "A wait of 10\u00a0days.",
    ],
)
def test_what_yaml_reads_as_it_was_meant_is_left_alone(review: Officer, typed: str) -> None:
    learning_is(review, POINTS.replace(POINT, f"  # a note\n  - {typed}\n# another"))
    said = review.lfe("check", "--json").json["findings"]
    assert not [one for one in said if one["rule"] == "file-problem"], said


@pytest.mark.parametrize(
    "listed",
    [
        "names:\n  - Tamsin #Tam Quillfeather\n",
        "names:\n  - Tamsin # Quillfeather\n",
        "names:\n  - Tamsin     # Quillfeather\n",
        'names:\n  - "Tamsin" #Quillfeather\n',
        "names:\n  - Tamsin\n    #Quillfeather\n",
        "names: #Quillfeather\n  - Tamsin\n",
        "names: #Quillfeather\n",
        "names: [Tamsin] # Quillfeather\n",
        "names:\n  - Tamsin\n  - # Quillfeather\n",
        "names:\n  - !Tamsin Quillfeather\n",
        "names:\n  - Tamsin\n  - Null\n",
    ],
)
def test_a_listed_name_that_would_not_be_looked_for_is_a_stop_before_any_page(
    review: Officer, listed: str
) -> None:
    write_learning(review)
    review.path("identifiers.yaml").write_text(listed)
    line = listed[: re.search("Quillfeather|Null", listed).start()].count("\n") + 1  # type: ignore[union-attr]
    place = f"identifiers.yaml, line {line}"
    said = review.lfe("report")
    assert said.code == 2
    assert place in said.all
    assert place in review.lfe("check").all
    review.path("note.txt").write_text("Mx Quillfeather rang.\n")
    of_a_file = review.lfe("check", "note.txt")
    assert of_a_file.code == 1
    assert place in of_a_file.all
    assert "cannot be read as it is typed" in review.done("status").all


@pytest.mark.parametrize(
    "venue",
    [
        "Room #4, Town Hall",
        "Room # 4, Town Hall",
        "#4, Town Hall",
        "!Hall of the town",
        "“Room #4”",
    ],
)
def test_a_venue_is_read_whole_or_nothing_is_made_of_it(review: Officer, venue: str) -> None:
    text = review.path("review.yaml").read_text()
    changed = re.sub("(?m)^  venue:.*$", f"  venue: {venue}", text)
    review.path("review.yaml").write_text(changed)
    line = changed[: changed.index("  venue:")].count("\n") + 1
    for words in (("agenda",), ("status",), ("check",)):
        said = review.lfe(*words)
        assert said.code != 0
        assert f"review.yaml, line {line}, event.venue" in said.all
        assert f'"{venue.strip("“”")}"' in said.all
    review.path("review.yaml").write_text(
        re.sub("(?m)^  venue:.*$", f'  venue: "{venue.strip("“”")}"', text)
    )
    review.done("agenda")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("partnership.yaml", "subgroup: Group #2 of the board", None),
        ("templates/wording.yaml", "off: [placement]\nwords:\n  child: [a]\nrules: !x []\n", 4),
        ("templates/agenda.yaml", "title: The day #1 of two", None),
        ("templates/facilitation.yaml", "before: !x text", None),
        ("templates/audit.yaml", "title: Looking back #together", None),
    ],
)
def test_every_file_that_a_person_types_is_read_so(
    review: Officer, name: str, text: str, line: int | None
) -> None:
    top = Officer(review.folder.parent)
    path = top.path(name)
    key = text.partition(":")[0]
    if line is None:
        path.parent.mkdir(exist_ok=True)
        before = path.read_text() if path.is_file() else (shipped() / path.name).read_text()
        if name == "templates/agenda.yaml":
            before, text = re.subn("(?m)^    title: .*$", f"    {text}", before, count=1)[0], ""
        elif re.search(f"(?m)^{key}:", before):
            before, text = re.sub(f"(?m)^{key}:.*$", text, before), ""
        path.write_text(f"{before}\n{text}")
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    said = top.lfe("check")
    assert said.code != 0, said
    assert f"{name}, line " in said.all


def test_letters_of_thanks_name_no_half_sentence(review: Officer) -> None:
    learning_is(review, POINTS.replace("quickly and", "quickly #and"))
    review.done("issue-audits")
    with where(LFE_NOW="2027-02-11T09:30"):
        review.done("attended", "police", "--role", "practitioner")
        said = review.lfe("letter", "thank-you")
    letters = [path.read_text() for path in review.path("outbox").glob("thank-you*.eml")]
    assert letters, said
    assert not [one for one in letters if "shared quickly" in one]
    assert "cannot all be read as it is typed" in said.all


# ---------------------------------------------------------------- notes stay notes


def test_the_notes_of_the_scaffolds_stay_notes_also_where_an_officer_moved_them(
    review: Officer,
) -> None:
    for name in ("review.yaml", "partnership.yaml"):
        text = (shipped() / "scaffold" / name).read_text()
        notes = re.findall(r"(?m)^#? *-? *\w+: *(?:\{\{.*?\}\}|[^#\n]*?) *# ?(.*)$", text)
        assert len(notes) > 5
        text = re.sub(r"(?m)^#?( *-? *\w+: .*?\S) +# ", r"\1 # ", text).replace("{{ due }}", "x")
        text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "x", text)
        schema: type[Schema] = Manifest if name == "review.yaml" else Partnership
        try:
            read_schema(read_yaml(text, name, collect=True), schema)
        except FileProblems as refused:
            assert not [p for p in refused.problems if "#" in p.what], refused.problems


def test_a_note_of_ones_own_behind_a_value_opens_as_before(review: Officer) -> None:
    text = review.path("review.yaml").read_text()
    for key, note in (("due", " #as agreed"), ("venue", "   # booked"), ("form", " # for now")):
        text = re.sub(rf"(?m)^(  {key}: [^#\n]*?) *(#.*)?$", rf"\1{note}", text, count=1)
    review.path("review.yaml").write_text(text)
    review.done("status")


def test_what_the_tool_writes_into_a_manifest_is_read_as_it_was_given(officer: Officer) -> None:
    theme = 'Handover #2: "who tells school" - !now'
    officer.done("new", "--theme", theme, "--from", "2026-01-01", "--to", "2026-06-30")
    assert officer.done("status", "--json").json["reviews"][0]["theme"] == theme


# ---------------------------------------------------------------- messages


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (POINT, '  - "Think Family" was used.', 4, "'\"Think Family\" was used.'"),
        (POINT, "  - 'Children's services' met.", 4, "\"'Children's services' met.\""),
        (POINT, "  - [Voice of the child] was heard.", 4, '"[Voice of the child] was heard."'),
        (POINT, "  - [Voice of the child", 4, "bracket that begins in this line is not closed"),
        (POINT, "  - {Voice} was heard.", 4, '"{Voice} was heard."'),
        (POINT, '  - "The plan was shared.', 4, "quote that begins in this line is not closed"),
        (POINT, '  - "The plan.\n  - "Another."', 4, "is not closed"),
        (POINT, '  - "The plan.\n  - Another."', 4, "begins with a quote that ends in line 5 only"),
        (POINT, "  - The plan: it was", 4, '"The plan: it was"'),
        (POINT, "  - The plan was\n\tshared", 5, "use spaces"),
        (POINT, "\t- The plan was shared", 4, "use spaces"),
        (POINT, "  - The plan was #quickly\n    shared", 4, "Put quotes around the whole text"),
        (POINT, f"{POINT}\nand on.", 5, "If it goes on from the line above, indent it"),
        (POINT, f"{POINT}\n---", 5, "Take the line away"),
        ("why_we_looked:", "why_we_looked", 1, "has no colon"),
        ("worked_well:\n", "worked_well:x\n", 3, "no space after the colon"),
        ("  - The plan", "\u00a0 - The plan", 4, "spaces in it that are none here"),
        ("  - The plan", "  -\u00a0The plan", 4, "spaces in it that are none here"),
        ("  - The plan", "\u2003- The plan", 4, "spaces in it that are none here"),
        ("  - The plan", "  \u200b- The plan", 4, "cannot be seen"),
        ("worked_well", "worked\u00adwell", 3, "cannot be seen"),
        ("why_we", "\u200bwhy_we", 1, "cannot be seen"),
        ("next_steps", "\u2060next_steps", 9, "cannot be seen"),
        ("quickly and", "quickly\u2028and", 4, "a line break in it"),
        ("quickly and", "quickly\u2029and", 4, "a line break in it"),
        ("quickly and", "quickly\x0band", 4, 'after "- The plan was shared quickly"'),
        ("quickly and", "quickly\x0cand", 4, "a line break in it"),
        ("quickly and", "quickly\x07and", 4, "character in it that cannot be read"),
        ("quickly and", "it\u00e2\u20ac\u2122s and", 4, "was changed when the file was saved"),
    ],
)  # fmt: skip
def test_a_message_leads_to_the_line_and_says_what_to_write(
    review: Officer, old: str, new: str, line: int, says: str
) -> None:
    learning_is(review, POINTS.replace(old, new, 1))
    said = review.lfe("report")
    assert said.code == 2
    assert f"learning.yaml, line {line}" in said.all, said.all
    assert says in said.all
    assert len(re.findall(r"learning\.yaml, line", said.all)) == 1, said.all


@pytest.mark.parametrize("sign", ["\u2013", "\u2014", "\u2022", "\u00b7", "\uf0b7", "*", "\u25aa"])
@pytest.mark.parametrize("space", [" ", "\t"])
def test_a_dash_or_bullet_in_place_of_a_hyphen_is_told_where_it_stands_first(
    review: Officer, sign: str, space: str
) -> None:
    every = re.sub("(?m)^  - ", f"  {sign}{space}", POINTS)
    one = POINTS.replace(POINT, f"{POINT}\n  {sign}{space}Another.")
    for text, line in ((every, 4), (one, 5), (POINTS.replace("  - The", f"  {sign} The"), 4)):
        learning_is(review, text)
        said = review.lfe("report")
        assert said.code == 2
        assert f"learning.yaml, line {line}" in said.all, (text, said.all)
        assert "Word made a dash or a bullet of the hyphen." in said.all


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_in_any_way_that_notepad_saves_it(
    review: Officer, encoding: str, end: str
) -> None:
    text = LEARNING.read_text().replace("\n", end)
    learning_is(review, f"# \u2018caf\u00e9\u2019{end}{text}".encode(encoding))
    assert review.lfe("report", "--json").json["report"]


def test_a_file_of_another_encoding_says_how_to_save_it(review: Officer) -> None:
    learning_is(review, POINTS.encode("utf-16-le"))
    said = review.lfe("report")
    assert said.code == 2
    assert "File > Save as, Encoding: UTF-8" in said.all


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        with pytest.raises(FileProblems) as refused:
            read_yaml(POINTS.replace("quickly", "x #quickly\n    y").replace("\n", end), "x.yaml")
        assert refused.value.problems[0].line == 4


def test_replaced_quotes_of_a_place_on_a_disk_are_told(review: Officer) -> None:
    top = Officer(review.folder.parent)
    shown = "  # identifiers_folder: S:/Restricted/LFE    # keeps the lists of names away"
    for typed in (r'"S:\new\LFE"', r'"S:\Restricted"', r'"\\server\new"'):
        text = top.path("partnership.yaml").read_text()
        replace_in(top, "partnership.yaml", shown, f"  identifiers_folder: {typed} #")
        said = top.lfe("status")
        assert said.code == 2
        assert "Write / in" in said.all
        top.path("partnership.yaml").write_text(text)
