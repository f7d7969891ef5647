"""Nobody blamed: the rules as data, and where a text meets them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from lfe_cli.checks.passages import Passage
from lfe_cli.checks.wording import Rule, Rules, find_wording, read_rules
from lfe_cli.errors import FileProblems

SHIPPED = (Path(__file__).parent.parent / "templates" / "wording.yaml").read_text("utf-8")
RULES = read_rules(SHIPPED, None)


def rules(text: str, known: Rules = RULES, kind: str = "body") -> list[tuple[str, str]]:
    found = find_wording([Passage("paragraph 1", text, kind)], known, "a.docx")
    return [(f.rule, f.severity) for f in found]


def test_there_are_at_least_sixty_rules_and_about_ten_that_stop() -> None:
    assert len(RULES.rules) >= 60
    assert 8 <= sum(rule.severity == "stop" for rule in RULES.rules) <= 12


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_every_rule_finds_its_examples_and_lets_its_false_friends_pass(rule: Rule) -> None:
    assert rule.finds and rule.passes
    for example in rule.finds:
        assert rule.id in [found for found, _ in rules(example)], example
    for example in rule.passes:
        assert rules(example) == [], example


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_every_suggestion_of_a_rule_is_itself_free_of_blame(rule: Rule) -> None:
    for text in (rule.suggestion, rule.why):
        assert "stop" not in [severity for _, severity in rules(text)], text


def test_the_rules_read_the_same_with_every_yaml_reader() -> None:
    assert yaml.load(SHIPPED, yaml.SafeLoader) == yaml.load(
        SHIPPED, getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Services FAILED TO act.",
        "services have again failed to act",
        "failing to act",
        "failed repeatedly to act",
        "the team failed\nto act",
        "the team failed **to** act",
        "She couldn’t be bothered.",
        "She couldn't be bothered.",
    ],
)
def test_a_phrase_is_found_in_any_case_inflection_and_spacing(text: str) -> None:
    expected = "failed-to" if "act" in text.lower() and "fail" in text.lower() else "incompetent"
    if "\n" in text:
        assert rules(text) == []  # a new line ends a clause
    else:
        assert expected in [rule for rule, _ in rules(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The baby had failure to thrive.",
        "The team is committed to the plan.",
        "A child should have access to an advocate.",
        "A DNA test was done.",
        "Please contact the team.",
        "The contact officer was there.",
        "Some tests failed. To act well takes time.",
        "Dna is a word in small letters.",
    ],
)
def test_false_friends_pass(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'The child said "you failed to listen to me".',
        "The child said “you failed to listen to me”.",
        "The child said ‘you failed to listen, it wasn’t fair’.",
        "The child said 'you failed to listen, it wasn't fair'.",
    ],
)
def test_quoted_words_are_left_alone(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("It was the fault of the hospital.", "stop"),
        ("The hospital is to blame.", "stop"),
        ("The child was let down by services.", "stop"),
        ("The school was at fault.", "stop"),
        ("Nobody bothered to tell the school.", "stop"),
        ("The negligence of the team was plain.", "stop"),
        ("The failure of agencies to share what they knew.", "stop"),
        ("The plan was inadequate.", "suggest"),
        ("The delay was unacceptable.", "suggest"),
        ("This was poor practice by the school.", "suggest"),
        ("Services dropped the ball.", "suggest"),
    ],
)
def test_plain_blame_is_found_as_gravely_as_it_is_meant(text: str, severity: str) -> None:
    assert severity in [found for _, found in rules(text)]
    assert rules(f"The child said “{text[0].lower()}{text[1:-1]}, I think”.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The child's plan was made under the category of neglect.",
        "We learned about the neglect of a child over time.",
        "The parents felt let down and told us so.",
        "It was nobody's fault.",
    ],
)
def test_what_only_looks_like_blame_passes(text: str) -> None:
    assert rules(text) == []


def test_an_apostrophe_is_no_quotation() -> None:
    assert rules("The parents' plan failed to hold, and the workers' too.") == [
        ("failed-to", "stop")
    ]


def test_a_quotation_that_is_only_the_phrase_is_the_writers_and_advised() -> None:
    assert rules("We saw “disguised compliance” here.") == [("disguised-compliance", "consider")]
    assert rules("They “failed to” act.") == [("failed-to", "consider")]


def test_of_two_rules_that_overlap_the_graver_and_the_longer_is_told() -> None:
    assert rules("She failed to protect him.") == [("failed-to-protect", "stop")]
    assert rules("They failed to engage.") == [("failed-to", "stop")]


def test_only_what_people_read_as_sentences_is_looked_at() -> None:
    assert rules("failed to", kind="deleted") == [("failed-to", "stop")]
    assert rules("failed to", kind="key") == rules("failed to", kind="link") == []


def test_what_is_shown_of_a_long_text_is_cut_between_words() -> None:
    text = f"{'Considerably ' * 30}they failed to act{' afterwards' * 30}"
    [finding] = find_wording([Passage("paragraph 1", text, "body")], RULES, "a.docx")
    shown = finding.text.strip("… ").split()
    assert set(shown) == {"Considerably", "they", "failed", "to", "act", "afterwards"}


def test_a_finding_says_where_what_and_what_to_write_instead() -> None:
    (finding,) = find_wording([Passage("line 3", "We failed to ask.")], RULES, "learning.yaml")
    assert (finding.file, finding.where) == ("learning.yaml", "line 3")
    assert finding.text == "We failed to ask."
    assert finding.suggestion and finding.source
    rule = RULES.rule("failed-to")
    assert rule is not None and rule.why


OWN = """
off: [care-leaver, placement]
words:
  team: [team, teams]
rules:
  - id: tea
    severity: consider
    phrases: [cup* of tea, <team> (really) like* ... biscuits]
    except: [cup of tea break]
    suggestion: Write "a warm drink".
  - id: failed-to
    severity: consider
    phrases: [fail* to]
    suggestion: Our own words.
"""


def test_a_partnership_switches_rules_off_adds_its_own_and_changes_ours() -> None:
    own = read_rules(SHIPPED, OWN)
    assert rules("He is a care leaver in a placement.", own) == []
    assert rules("two cups of tea", own) == [("tea", "consider")]
    assert rules("Our teams like very plain biscuits.", own) == [("tea", "consider")]
    assert rules("a cup-of-tea break", own) == []
    assert rules("They failed to ask.", own) == [("failed-to", "consider")]
    assert len(own.rules) == len(RULES.rules) - 1


def test_a_phrase_in_capitals_is_found_in_capitals_alone() -> None:
    said = "severity: consider, phrases: [IT], suggestion: Say which"
    own = read_rules(SHIPPED, f"rules: [{{id: it, {said}}}]")
    assert rules("Ask IT for a key.", own) == [("it", "consider")]
    assert rules("It was late, and it rained.", own) == []


@pytest.mark.parametrize("own", ["", "\n", "# nothing yet\n", "off:\nrules:\n"])
def test_a_file_of_their_own_that_says_nothing_changes_nothing(own: str) -> None:
    assert read_rules(SHIPPED, own).rules == RULES.rules


@pytest.mark.parametrize(
    ("own", "line", "said"),
    [
        ("off: [care-leavr]\n", 1, "Did you mean care-leaver?"),
        ("rule: []\n", 1, "Did you mean rules?"),
        ("rules:\n  - id: a\n    severity: bad\n    phrases: [b]\n    suggestion: c\n", 3, "stop"),
        ("rules:\n  - id: a\n    phrases: []\n    severity: stop\n    suggestion: c\n", 3, ""),
    ],
)
def test_a_fault_of_their_own_file_is_told_with_its_line(own: str, line: int, said: str) -> None:
    with pytest.raises(FileProblems) as caught:
        read_rules(SHIPPED, own)
    problem = caught.value.problems[0]
    assert problem.file == "templates/wording.yaml"
    assert problem.line == line
    assert said in str(problem)


@pytest.mark.parametrize(
    "phrase",
    ["'... late'", "'(very) late'", "late ...", "'*ed late'", "'*'", "late <nolist>", "'(late'"],
)
def test_a_phrase_that_cannot_be_read_is_told(phrase: str) -> None:
    own = f"rules:\n  - id: a\n    severity: stop\n    phrases: [{phrase}]\n    suggestion: c\n"
    with pytest.raises(FileProblems) as caught:
        read_rules(SHIPPED, own)
    assert caught.value.problems[0].line == 4
    assert "rules (a).phrases" in str(caught.value.problems[0])


def test_no_phrase_makes_the_check_slow() -> None:
    own = "rules:\n  - id: a\n    severity: stop\n    suggestion: c\n    phrases: ['%s']\n"
    greedy = "a* " + "... a* " * 6 + "z"
    slow = read_rules(SHIPPED, own % greedy)
    start = time.process_time()
    rules("a " * 300, slow)
    rules("“'‘ failed " * 3000)
    assert time.process_time() - start < 5
