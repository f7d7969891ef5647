"""A template that never ends, or makes far too much, is stopped by what it does and told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helpers import word_xml
from helpers.officer import Officer
from lfe_cli.sandbox import IN_TEMPLATES, environment, environment_of_data
from lfe_cli.word.render import Properties, Template, TemplateFault, render

ENDLESS = {
    "loops in loops": "{% for a in range(99999) %}{% for b in range(99999) %}"
    "{% endfor %}{% endfor %}",
    "loops that let nothing through": "{% for a in range(99999) %}"
    "{% for b in range(99999) if false %}{% endfor %}{% endfor %}",
    "loops in a text that is kept": "{% set a %}{% for a in range(99999) %}"
    "{% for b in range(99999) %}xxxxxxxxxx{% endfor %}{% endfor %}{% endset %}",
    "a range of a thousand million": "{% for a in range(10**9) %}{% endfor %}",
    "lists of lists": "{% for a in range(99999) %}{% set b = range(99999)|list %}{% endfor %}",
    "filters of filters": "{{ range(99999)|map('center', 9999)|list|length }}",
    "a text times a number": "{{ 'a' * 10**10 }}",
    "a number times a text": "{{ 10**10 * 'a' }}",
    "a list times a number": "{{ ([1] * 10**10)|length }}",
    "a power": "{{ 9**(9**9) }}",
    "powers in a row": "{% set n = namespace(a=9) %}{% for b in range(90) %}"
    "{% set n.a = n.a * n.a %}{% endfor %}",
    "doubling": "{% set n = namespace(a='aa') %}{% for b in range(90) %}"
    "{% set n.a = n.a + n.a %}{% endfor %}",
    "doubling by joining": "{% set n = namespace(a='aa') %}{% for b in range(90) %}"
    "{% set n.a = n.a ~ n.a %}{% endfor %}",
    "doubling by text that is kept": "{% set n = namespace(a='aaaa') %}{% for b in range(90) %}"
    "{% set c %}{{ n.a }}{{ n.a }}{% endset %}{% set n.a = c %}{% endfor %}",
    "a width": "{{ 'a'|center(10**9) }}",
    "a width by a method": "{{ 'a'.ljust(10**9) }}",
    "a width in a format": '{{ "%1000000000d"|format(1) }}',
    "a width beside a format": '{{ "%*d"|format(10**9, 1) }}',
    "a width in the other format": "{{ '{:1000000000}'.format(1) }}",
    "a width by percent": "{{ '%1000000000d' % 1 }}",
    "replacing": "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
    "joining": "{{ range(99999)|join('b' * 99999) }}",
    "an indent": "{{ ('a\\n' * 9999)|indent(10**8) }}",
    "slices": "{{ [1]|slice(10**9)|list }}",
    "batches": "{{ [1]|batch(10**9, 'a')|list }}",
    "sums of lists": "{{ range(99999)|batch(1)|sum(start=[])|length }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macros that call two": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}"
    "{% endmacro %}{{ m(60) }}",
    "a loop in itself": "{% for a in [[[[1]]]] * 9 recursive %}"
    "{{ loop([[a], [a], [a]]) }}{% endfor %}",
}  # fmt: skip


@pytest.mark.parametrize("source", ENDLESS.values(), ids=list(ENDLESS))
def test_a_template_that_never_ends_is_stopped(source: str) -> None:
    for jinja in (environment(escapes=False), environment_of_data()):
        with pytest.raises(IN_TEMPLATES):
            jinja.filled(jinja.from_string(source), {})


ENDS = {
    "{% for a in range(300) %}{{ loop.index }}/{{ loop.length }};{% endfor %}": (
        "".join(f"{n}/300;" for n in range(1, 301))
    ),
    "{{ 'a'|center(9) }}|{{ 'ab' * 3 }}|{{ '%03d' % 7 }}|{{ 'a' ~ 1 ~ 'b' }}|{{ 2 ** 9 }}": (
        "    a    |ababab|007|a1b|512"
    ),
    "{{ ['b', 'a']|sort|join(', ') }} {{ 'a b'|replace(' ', '_') }} {{ 1.257|round(1) }}": (
        "a, b a_b 1.3"
    ),
    "{% for a in [1, 2, 3] if a > 1 %}{{ a }}{% else %}none{% endfor %}": "23",
    "{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m(1) }}": "[1]",
    "{{ [1, 2]|map('string')|map('upper')|join }}": "12",
    "{% set n = namespace(a=0) %}{% for b in [1, 2] %}{% set n.a = n.a + b %}{% endfor %}"
    "{{ n.a }}": "3",
}  # fmt: skip


@pytest.mark.parametrize("source", ENDS)
def test_a_template_that_ends_is_filled_as_ever(source: str) -> None:
    for jinja in (environment(escapes=False), environment_of_data()):
        assert jinja.filled(jinja.from_string(source), {}) == ENDS[source]


def test_what_one_template_costs_is_not_laid_to_the_next() -> None:
    jinja = environment(escapes=False)
    long = jinja.from_string("{% for a in range(60000) %}a{% endfor %}")

    assert {len(jinja.filled(long, {})) for _ in range(4)} == {60_000}


def test_a_letter_that_never_ends_is_told_with_its_line(review: Officer) -> None:
    at = review.folder.parent
    folder = at / "templates" / "letters"
    review.done("templates", "letters/audit-request.txt", at=at)
    path = folder / "audit-request.txt"
    path.write_text("Dear colleague\n\n" + ENDLESS["loops in loops"] + "\n")
    before = review.files()

    said = review.lfe("issue-audits")

    assert said.code == 2
    assert "it goes on and on, or makes far more text than any document holds" in said.all
    assert "audit-request.txt, line 3" in said.all
    assert review.files() == before


def test_a_word_template_that_never_ends_is_told_with_its_tag() -> None:
    body = word_xml.p("Sound") + word_xml.p(ENDLESS["a text times a number"])
    template = Template("agenda.docx", word_xml.document(body))

    with pytest.raises(TemplateFault) as fault:
        render(template, {}, Properties("a", "b", datetime(2027, 1, 4, tzinfo=UTC)))

    assert "goes on and on" in fault.value.sentence
    assert "agenda.docx" in fault.value.where
