"""Nobody named: what is found, how gravely, and what is left alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lfe_cli.checks.findings import Finding, stops
from lfe_cli.checks.identifiers import Identifiers, check_list, read_identifiers
from lfe_cli.checks.names import find_identifiers
from lfe_cli.checks.passages import Passage
from lfe_cli.checks.roles import names_in_prose, reads_like
from lfe_cli.checks.shapes import dates_as_written, is_nhs_number, is_upn
from lfe_cli.errors import FileProblems
from lfe_cli.text import printable

LISTED = Identifiers(
    names=(
        "Anya Quillfeather",
        "Zoë Ó'Tarnish",
        "Grace",
        "Will",
        "May",
        "Jo",
        "Bartholomew",
        "Jade",
    ),
    places=("Woodland Park Primary School", "Thistledown Road", "Bath", "High Street"),
    other=("dragon_girl09", "LCS 4471823", "Angelwing syndrome"),
)


def found(text: str, *, allowed: tuple[str, ...] = (), kind: str = "body") -> list[Finding]:
    return find_identifiers([Passage("paragraph 1", text, kind)], LISTED, "a.docx", allowed)


def rules(text: str, **more: object) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in found(text, **more)]  # type: ignore[arg-type]


NAME = [("listed-name", "stop")]


@pytest.mark.parametrize(
    "text",
    [
        "We spoke to Anya.",
        "we spoke to ANYA today",
        "anya's day was long",
        "Anya’s day was long",
        "The Quillfeathers’ home",
        "It was Anya-Lou who asked.",
        "It was An\u00adya who asked.",
        "They wrote zoe in the note",
        "They wrote Zoé in the note",
        "They wrote Zoe\u0308 in the note",
        "the otarnish family",
        "the O’Tarnish family",
        "AnyaQuillfeather came",
        "anya88 wrote",
        "The child, Jo, was heard.",
        "It was Anyas book.",
        "The book is of Bartho-lomew",
    ],
)
def test_a_listed_name_is_found_however_it_is_written(text: str) -> None:
    severities = {f.severity for f in found(text) if f.rule in {"listed-name", "misspelt-name"}}
    assert severities == {"stop"}, rules(text)


def test_a_full_name_is_one_finding_and_not_two() -> None:
    assert rules("We met Anya Quillfeather there.") == NAME


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("We saw that Grace was calm.", "stop"),
        ("We asked Will about it.", "stop"),
        ("Will you ask?", "consider"),
        ("Grace was calm.", "consider"),
        ("it happened with grace", "consider"),
        ("We met in May.", "consider"),
        ("We met on 12 May.", "consider"),
        ("We met May at home.", "stop"),
        ("What We Learned And What Will Help", "consider"),
        ("Jade was calm.", "stop"),
        ("a jade ring", "consider"),
    ],
)
def test_a_name_that_is_a_word_stops_only_with_a_capital_inside_a_sentence(
    text: str, severity: str
) -> None:
    listed = [f for f in found(text) if f.rule in {"listed-name", "name-or-word"}]
    assert [f.severity for f in listed] == [severity]


def test_a_word_in_small_letters_is_told_once_for_the_whole_file() -> None:
    twice = [Passage("line 1", "we will ask"), Passage("line 2", "they will come")]
    assert len(find_identifiers(twice, LISTED, "a.txt")) == 1


@pytest.mark.parametrize(
    ("text", "found_it"),
    [
        ("We asked Quilfeather.", True),
        ("We asked Quilfaether.", True),
        ("We asked Bartolomev.", True),
        ("We asked Bartlemuw.", False),
        ("We asked Anja.", False),  # four letters are too few to guess from
    ],
)
def test_a_name_misspelt_by_a_letter_or_two_is_advised(text: str, found_it: bool) -> None:
    assert (("misspelt-name", "suggest") in rules(text)) is found_it


def test_a_word_that_was_told_before_hides_no_name_after_it() -> None:
    texts = ("They will come.", "They will see Anya.")
    passages = [Passage(f"paragraph {n}", text, "body") for n, text in enumerate(texts, start=1)]
    found = find_identifiers(passages, LISTED, "a.docx")
    assert [(one.rule, one.where) for one in stops(found)] == [("listed-name", "paragraph 2")]
    assert len(found) == 2


@pytest.mark.parametrize("word", ["boxes", "churches", "classes"])
def test_a_word_in_the_plural_is_no_misspelt_name(word: str) -> None:
    listed = Identifiers(names=(f"{word[:-1]}z",))
    text = f"They carried {word} all day."
    assert find_identifiers([Passage("paragraph 1", text, "body")], listed, "a.docx", ()) == []


def test_an_ordinary_word_is_no_misspelt_name() -> None:
    near = Identifiers(names=("Clare", "Hayes", "Evans", "Terry", "Colin"))
    text = "Care was clear, hates were gone, it evens out, berry and colon, and the Care Act."
    assert find_identifiers([Passage("p", text)], near, "a.txt") == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [("A.Q. was heard.", "suggest"), ("A. Q. was heard.", "suggest"), ("AQ was heard", "consider")],
)
def test_the_initials_of_a_listed_name_are_advised(text: str, severity: str) -> None:
    assert rules(text) == [("initials", severity)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at Woodland Park Primary School", [("listed-place", "stop")]),
        ("at woodland park primary", []),
        ("They like Woodland walks.", [("listed-place", "suggest")]),
        ("The primary school has a park by the road.", []),
        ("a house in thistledown road", [("listed-place", "stop")]),
        ("near Thistledown", [("listed-place", "stop")]),
        ("She moved to Bath last year.", [("listed-place", "stop")]),
        ("bath time", [("name-or-word", "consider")]),
        ("a walk on the High Street", [("listed-place", "stop")]),
    ],
)
def test_general_words_of_a_place_do_not_match_alone(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [r for r in rules(text) if r[0] != "street-name"] == expected


@pytest.mark.parametrize(
    "text", ["user dragon_girl09 wrote", "Dragon Girl09", "lcs-4471823", "LCS  447 1823"]
)
def test_other_listed_words_are_found(text: str) -> None:
    assert ("listed-word", "stop") in rules(text)


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        ("NHS 943 476 5919", "nhs-number", "stop"),
        ("no 9434765919 here", "nhs-number", "stop"),
        ("943-476-5918", "nhs-number-shaped", "suggest"),
        ("pupil H801200001001", "upn", "stop"),
        ("pupil A801200001001", "upn-shaped", "suggest"),
        ("QQ 12 34 56 C", None, None),
        ("AB 12 34 56 C", "national-insurance-number", "stop"),
        ("gb123456a", None, None),
        ("lives at PL4 8AA", "postcode", "stop"),
        ("pl48aa", "postcode", "stop"),
        ("see PL4 8CI", None, None),
        ("ring 01752 555123", "telephone", "stop"),
        ("ring +44 7700 900123", "telephone", "stop"),
        ("ring (01752) 555 123", "telephone", "stop"),
        ("Childline is 0800 1111 and 0808 800 5000", None, None),
        ("tel. 555123", "telephone", "suggest"),
        ("write to a.person@example.org", "email", "stop"),
        ("LCS number 4471", "case-number", "stop"),
        ("Case no. 123456", "case-number", "stop"),
        ("crime ref 50231234", "case-number", "stop"),
        ("the case 20261234 in the file", "case-number", "stop"),
        ("case law of 2024", None, None),
        ("this reference 2024", None, None),
        ("a cost of £4500 in each case", None, None),
        ("14 Elm Tree Road", "address", "stop"),
        ("Flat 3b", "address", "stop"),
        ("a room in Elm Terrace", "street-name", "suggest"),
        ("he went to Hollybush Infant School", "place-name", "suggest"),
        ("Each primary school, and the Virtual School, took part.", None, None),
        ("Mrs Tarnby came", "titled-name", "suggest"),
        ("the social worker Tamsyn came", "possible-name", "consider"),
        ("born on 12/03/2019", "date-of-birth", "stop"),
        ("DOB: 2019-03-12", "date-of-birth", "stop"),
        ("12 March 2019 (date of birth)", "date-of-birth", "stop"),
        ("on 12 March 2019", "exact-date", "suggest"),
        ("on the 3rd of March", "exact-date", "suggest"),
        ("on March 12th, 2019", "exact-date", "suggest"),
        ("in March 2019", "month", "consider"),
        ("we march 12 times", None, None),
        ("section 2.1.14 and 24/7", None, None),
        ("a 14-year-old", "age", "suggest"),
        ("aged 14", "age", "suggest"),
        ("aged fourteen", "age", "suggest"),
        ("she was 14 when", "age", "suggest"),
        ("a six-month-old baby", "age", "suggest"),
        ("young people aged 11 to 16", None, None),
        ("until the age of 25", None, None),
        ("16 and 17 year olds", None, None),
        ("in six months", None, None),
        ("in Year 9", "age", "consider"),
        ("the youngest child", "sibling-order", "consider"),
    ],
)
def test_what_identifies_by_its_shape(text: str, rule: str | None, severity: str | None) -> None:
    assert rules(text) == ([(rule, severity)] if rule else []), rules(text)


def test_check_digits_are_worked_out_as_published() -> None:
    assert is_nhs_number("943 476 5919")
    assert not is_nhs_number("943 476 5918")
    assert is_upn("H801200001001")
    assert not is_upn("A801200001001")
    assert not is_upn("I801200001001")


def test_a_date_beside_a_cell_that_says_birth_is_a_date_of_birth() -> None:
    row = [Passage("table 1, row 2", "Born"), Passage("table 1, row 2", "12/03/2019")]
    assert [f.rule for f in find_identifiers(row, LISTED, "a.docx")] == ["date-of-birth"]


def test_what_the_settings_put_there_is_no_finding() -> None:
    allowed = ("help@example.org", "LFE-2026-001", "01752 555123")
    allowed += dates_as_written(date(2027, 2, 10))
    text = (
        "LFE-2026-001: Wednesday 10 February 2027 or 10 February 2027 or 2027-02-10, "
        "help@example.org, 01752  555123"
    )
    assert rules(text, allowed=allowed) == []
    assert rules(text) != []


def test_an_allowed_text_hides_nothing_around_it() -> None:
    text = "Anya@example.org and nothelp@example.org"
    assert [f.severity for f in found(text, allowed=("help@example.org",))] == ["stop", "stop"]


def test_a_mail_may_have_addresses_in_its_header() -> None:
    assert rules("Worker <a.worker@example.org>", kind="address") == []
    assert rules("anya@example.org", kind="address") == NAME


@pytest.mark.parametrize(
    ("text", "names"),
    [("Ask Quillon on Monday", ["Quillon"]), ("The Torbay panel meets on Monday", [])],
)
def test_a_word_is_somebodys_name_where_it_is_asked_or_told(text: str, names: list[str]) -> None:
    assert list(names_in_prose(text)) == names


@pytest.mark.parametrize("owner", ["Barnardo's", "Barnardo’s", "Head of children’s services"])
def test_an_owner_with_an_apostrophe_is_a_role_however_it_is_typed(owner: str) -> None:
    assert reads_like(owner) == "role"


def test_a_name_glued_into_an_address_or_a_file_name_is_found() -> None:
    assert rules("reportAnya.docx", kind="name") == NAME
    assert rules("https://example.org/ouranyapage", kind="link") == NAME


def test_the_text_of_a_finding_is_safe_to_print() -> None:
    finding = found("before\x1b[31m Anya\u202e after\r\n" + "word " * 40)[0]
    assert printable(finding.text) == finding.text
    assert finding.text.startswith("before") and finding.text.endswith("…")
    assert "\x1b" not in json.dumps(finding.as_json(), ensure_ascii=False)
    assert list(finding.as_json()) == [
        *("rule", "severity", "file", "where", "text", "suggestion", "source")
    ]


def test_an_acceptance_lapses_when_the_passage_changes() -> None:
    one, again = found("We saw Anya.")[0], found("We  saw Anya. ")[0]
    other = found("We saw Anya twice.")[0]
    assert one.digest == again.digest != other.digest
    assert "Anya" not in one.digest


def test_the_gravest_finding_counts() -> None:
    both = found("We saw Anya on 12 March 2019.")
    assert [f.rule for f in stops(both)] == ["listed-name"]


def test_a_list_is_read_with_empty_parts() -> None:
    listed = read_identifiers("names:\n  - Anya Quillfeather\nplaces:\nother: []\n")
    assert listed.names == ("Anya Quillfeather",)
    assert listed.count == 1
    assert read_identifiers("# nothing yet\n").count == 0


def test_every_fault_of_a_list_is_told_with_its_line() -> None:
    with pytest.raises(FileProblems) as caught:
        read_identifiers("names: Anya\nplace: []\n")
    assert [p.line for p in caught.value.problems] == [1, 2]
    assert "places" in str(caught.value.problems[1])
    with pytest.raises(FileProblems) as caught:
        read_identifiers("names:\n  - Anya\n  - A\n")
    assert caught.value.problems[0].line == 3


def test_a_missing_or_broken_list_stops_and_an_empty_one_is_considered() -> None:
    assert [f.severity for f in check_list(None)[1]] == ["stop"]
    assert [f.severity for f in check_list("names: [")[1]] == ["stop"]
    assert [f.severity for f in check_list("names: []\nplaces: []\nother: []\n")[1]] == ["consider"]
    assert check_list("names: [Anya]\n") == (Identifiers(names=("Anya",)), [])


def test_the_scaffold_explains_itself_and_is_an_empty_list(shipped: Path) -> None:
    text = (shipped / "scaffold" / "identifiers.yaml").read_text("utf-8")
    assert read_identifiers(text).count == 0
    assert "{{" not in text
    for key in ("names", "places", "other"):
        assert f"\n{key}: []\n" in text
        assert f"# {key} " in text


def test_a_long_text_full_of_near_misses_is_checked_quickly() -> None:
    import time

    nasty = ["1 " * 4000, "a" * 8000, "Aa " * 3000, "0" * 8000, "a@" * 4000, "12 Aa Aa Aa " * 800]
    nasty += ["‘a’" * 3000, "'" * 8000, "case " * 2000, "(0 " * 3000, "A." * 4000]
    for text in nasty:
        start = time.process_time()
        found(text)
        assert time.process_time() - start < 5, text[:10]


@pytest.fixture
def shipped() -> Path:
    return Path(__file__).parent.parent / "templates"
