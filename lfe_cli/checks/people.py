"""Streets, schools and people that stand in no list but look like a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lfe_cli.checks.english import fold, is_english
from lfe_cli.checks.numbers import Hit

_CAPITAL = r"[A-Z][\w'’-]{1,20}"
_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Close|Drive|Lane|Way|Court|Place|Terrace|Gardens|Crescent|Grove|"
    "Hill|Park|Square|Walk|Row|Mews|Green|Rise|View|Parade|Villas|Cottages"
)
_ADDRESS = re.compile(
    rf"(?<![\w£$€.,/-])\d{{1,4}}[A-Za-z]?,? (?:{_CAPITAL} ){{1,3}}(?:{_STREET})\b"
    r"|\b(?:Flat|Apartment|Apt) \d{1,4}[A-Za-z]?\b"
)
_STREET_NAME = re.compile(
    rf"\b(?:{_CAPITAL} ){{1,3}}(?:Street|Road|Avenue|Crescent|Terrace|Lane|Grove|Mews|Gardens)\b"
)
_PLACE_NAME = re.compile(
    rf"\b(?:{_CAPITAL} ){{1,5}}(?:School|Academy|College|Nursery|Hospital|Surgery|Medical Centre|"
    r"Health Centre|Children['’]s Centre|Children['’]s Home|Hostel|Refuge)\b(?! of\b)"
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|PC|DC|DS|DI|Sgt|Sergeant|Rev|Sister|Nurse)\.?"
    r" (?!(?:and|or)\b)([A-Z][a-z'’-]{1,20})\b"
)
_CALLED = re.compile(
    r"\b(?:called|named|known as|name is|name was|nickname|nicknamed)\s[\"“‘']?"
    r"([A-Z][a-z'’-]{1,20})\b"
)
_ROLE = re.compile(
    r"\b(?:social worker|health visitor|school nurse|midwife|teacher|head ?teacher|nurse|officer|"
    r"doctor|mother|father|mum|dad|stepfather|stepmother|partner|uncle|aunt|brother|sister|"
    r"grandmother|grandfather|nan|grandad|cousin|child|baby|boy|girl),? "
    r"([A-Z][a-z'’-]{2,20})(?![\w-])"
)
_GENERIC = frozenset(
    [
        "the", "a", "an", "our", "their", "his", "her", "each", "every", "one", "this", "that",
        "primary", "secondary", "special", "local", "virtual", "independent", "public", "childrens",
        "children", "family", "general", "acute", "community", "university", "nursery", "infant",
        "infants", "junior", "high", "grammar", "further", "sixth", "form", "early", "royal",
        "national", "child", "private", "boarding", "free", "state", "head", "nhs", "adult", "day",
        "residential", "foundation", "catholic", "church", "england", "new", "main", "home",
        "school", "college", "hospital", "when", "where", "after", "before", "in", "at", "from",
        "and", "or", "for", "with", "some", "most", "any", "all", "teaching", "no", "if", "since",
    ]
)  # fmt: skip


def find_people_and_places(text: str) -> Iterator[Hit]:
    """Addresses (a stop), and what looks like the name of a place or a person (advice)."""
    for match in _ADDRESS.finditer(text):
        yield Hit("address", "stop", *match.span())
    for pattern, rule in ((_STREET_NAME, "street-name"), (_PLACE_NAME, "place-name")):
        for match in pattern.finditer(text):
            if _names_something(text, match):
                yield Hit(rule, "suggest", *match.span())
    for match in _TITLED.finditer(text):
        yield Hit("titled-name", "suggest", *match.span())
    for match in _CALLED.finditer(text):
        yield Hit("possible-name", "consider", *match.span(1))
    for match in _ROLE.finditer(text):
        if not is_english(fold(match[1])):
            yield Hit("possible-name", "consider", *match.span(1))


def _names_something(text: str, match: re.Match[str]) -> bool:
    """Whether a word of it is neither general ("Primary School") nor only a sentence's first."""
    left = text[: match.start()].rstrip()
    starts = not left or left[-1] in ".!?:"
    said = match[0].split()[:-1]
    if starts and len(said) == 1:
        return not is_english(fold(said[0]))
    return any(fold(word) not in _GENERIC for word in (said[1:] if starts else said))
