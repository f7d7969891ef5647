"""Shapes that identify somebody: numbers, dates and ages, streets, schools, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lfe_cli.checks.english import fold, is_english
from lfe_cli.checks.findings import Severity
from lfe_cli.review.days import long_date, short_date


@dataclass(frozen=True)
class Hit:
    """A pattern found in a text, from `start` to `end`."""

    rule: str
    severity: Severity
    start: int
    end: int


# ---------------------------------------------------------------- numbers of one person

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_AREAS = frozenset(
    [
        "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF",
        "CH", "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT",
        "DY", "E", "EC", "EH", "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG",
        "HP", "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L",
        "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN",
        "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S",
        "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA",
        "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR",
        "WS", "WV", "YO", "ZE",
    ]
)  # fmt: skip
_NHS = re.compile(r"(?<![\w.£$€+-])\d{3}[ \u00a0.-]?\d{3}[ \u00a0.-]?\d{4}(?![\w-])")
_UPN = re.compile(r"(?<!\w)[A-Za-z](?:[ -]?\d){11}[ -]?[0-9A-Za-z](?!\w)")
_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?!\w)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<!\w)([A-Z]{1,2})(\d[A-Z\d]?)(\s?)(\d[ABD-HJLNP-UW-Z]{2})(?!\w)", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\w+])(?:\+44|0044|\(?0)(?:[\s().-]{0,3}\d){9,11}(?!\w)")
_LOCAL_PHONE = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|call|ring|text)\b[^\w\n]{0,4}(?:\w{1,6}[ :]{1,2})?"
    r"(\d(?:[ -]?\d){4,7})(?!\w)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b")
_SYSTEM = (
    r"LCS|Liquid ?logic|Mosaic|CareDirector|Care ?First|Eclipse|Niche|UNIFI|SystmOne|EMIS|RiO|"
    r"CRIS|PNC|URN|Framework-?i|EHM"
)
_LABEL = (
    r"case|ref|reference|file|record|patient|client|pupil|person|hospital|crime|incident|log|"
    r"custody|MARAC"
)
_NUMBER = r"(?<![£$€\d,.])([A-Z]{0,4}[/-]?\d{4,9}(?:/\d{2,4})?)(?![\w%]|[,.]\d)"
_SYSTEM_CASE = re.compile(rf"\b(?:{_SYSTEM})\b[^\n\d]{{0,20}}?\b{_NUMBER}", re.IGNORECASE)
_CASE_SYSTEM = re.compile(rf"\b{_NUMBER}[^\n\d\w]{{0,4}}(?:on |in )?(?:{_SYSTEM})\b", re.IGNORECASE)
_LABELLED_CASE = re.compile(
    rf"\b(?:{_LABEL})\b\.?\s{{0,2}}((?:no|number|num|nr|ref|reference|id)\b\.?)?"
    rf"\s{{0,2}}(?:is|was)?\s?[:#=]?\s{{0,2}}#?\b{_NUMBER}",
    re.IGNORECASE,
)
_NEAR_CASE = re.compile(rf"\b(?:{_LABEL})\b[^\n.\d]{{1,25}}\b{_NUMBER}", re.IGNORECASE)
_ONLY_A_YEAR = re.compile(r"(?:19|20)\d\d")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def is_nhs_number(text: str) -> bool:
    """True for ten digits with the check digit of an NHS number (weights 10 to 2, modulus 11)."""
    digits = [int(d) for d in _digits(text)]
    if len(digits) != 10:
        return False
    check = 11 - sum(d * (10 - i) for i, d in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == digits[9]


def is_upn(text: str) -> bool:
    """True for a unique pupil number: the letter follows from what comes after it."""
    compact = re.sub(r"[ -]", "", text).upper()
    if not re.fullmatch(rf"[{_UPN_LETTERS}]\d{{11}}[0-9{_UPN_LETTERS}]", compact):
        return False
    values = [int(c) if c.isdigit() else _UPN_LETTERS.index(c) for c in compact[1:]]
    total = sum(value * place for place, value in enumerate(values, start=2))
    return _UPN_LETTERS[total % 23] == compact[0]


def find_numbers(text: str) -> Iterator[Hit]:
    """Numbers, postcodes and addresses of mail in `text`; a check digit that fails only advises."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Hit("email", "stop", *match.span())
    if not any(c.isdecimal() for c in text):
        return
    yield from _with_check_digits(text)
    for match in _NINO.finditer(text):
        yield Hit("national-insurance-number", "stop", *match.span())
    for match in _POSTCODE.finditer(text):
        if match[1].upper() in _AREAS and (match[3] or len(match[1]) == 2 or match[1].isupper()):
            yield Hit("postcode", "stop", *match.span())
    yield from _phones(text)
    yield from _cases(text)


def _with_check_digits(text: str) -> Iterator[Hit]:
    for match in _NHS.finditer(text):
        if is_nhs_number(match[0]):
            yield Hit("nhs-number", "stop", *match.span())
        elif not match[0].startswith("0"):  # a telephone number can have ten digits too
            yield Hit("nhs-number-shaped", "suggest", *match.span())
    for match in _UPN.finditer(text):
        if is_upn(match[0]):
            yield Hit("upn", "stop", *match.span())
        elif match[0][0].upper() in _UPN_LETTERS:
            yield Hit("upn-shaped", "suggest", *match.span())


def _phones(text: str) -> Iterator[Hit]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"^(?:0044|44)0?", "0", _digits(match[0]))
        helpline = digits.startswith(("03", "0800", "0808"))  # lines for everybody, of no person
        if 10 <= len(digits) <= 11 and not helpline:
            yield Hit("telephone", "stop", *match.span())
    for match in _LOCAL_PHONE.finditer(text):
        if not match[1].startswith("0"):
            yield Hit("telephone", "suggest", *match.span(1))


def _cases(text: str) -> Iterator[Hit]:
    for pattern in (_SYSTEM_CASE, _CASE_SYSTEM):
        for match in pattern.finditer(text):
            yield Hit("case-number", "stop", *match.span(1))
    for match in _LABELLED_CASE.finditer(text):
        if match[1] or not _ONLY_A_YEAR.fullmatch(match[2]):
            yield Hit("case-number", "stop", *match.span(2))
    for match in _NEAR_CASE.finditer(text):
        if not _ONLY_A_YEAR.fullmatch(match[1]):
            yield Hit("case-number", "suggest", *match.span(1))


# ---------------------------------------------------------------- dates and ages

_LONG = "january|february|march|april|may|june|july|august|september|october|november|december"
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
# March and may are words as well, so that a month counts only with its capital letter.
_MONTH = rf"(?-i:(?=[A-Z]))(?:{_LONG}|(?:{_SHORT})\b\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
_DATES = re.compile(
    rf"(?<![\w/.-])(?:(?:19|20)\d\d-(?:0[1-9]|1[0-2])-{_DAY}"
    rf"|{_DAY}/(?:0?[1-9]|1[0-2])/{_YEAR}"
    rf"|{_DAY}-(?:0?[1-9]|1[0-2])-{_YEAR}"
    rf"|(?:{_DAY}\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d|[0-3]\d\.[01]\d\.\d\d)"
    rf"|{_ORDINAL}[\s-]{{1,2}}(?:of )?(?:{_MONTH})(?:,?[\s-]{{1,2}}{_YEAR}(?!\d))?"
    rf"|(?:{_MONTH}) {{1,2}}{_ORDINAL}(?!\d)(?:,? {{1,2}}(?:19|20)\d\d)?)(?![\w/]|-\d)",
    re.IGNORECASE,
)
_MONTHS = re.compile(rf"(?<!\w)(?:{_MONTH}),? {{1,2}}(?:of )?(?:19|20)\d\d(?!\w)", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:born|d\.?\s?o\.?\s?b\b|date[ _-]of[ _-]birth|birth[ _-]?da(?:te|y)|birth)\b",
    re.IGNORECASE,
)
_BORN_IN = re.compile(r"\bborn (?:in|on|during|around)\b[^.\n\d]{0,20}((?:19|20)\d\d)\b", re.I)
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty"
)
_COUNT = rf"(?:\d{{1,2}}|{_SMALL})"
_OLD = re.compile(
    rf"(?<!\w){_COUNT}(?:\s?½)?[\s-]{{0,2}}(?:years?|yrs?|months?|weeks?|days?)[\s-]{{1,2}}old\b"
    rf"|(?<!\w)\d{{1,2}}\s?(?:yo|y/o)\b"
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th) birthday\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"\b(?:age|aged|age of|ages of|turned|turning)\s(?:only |just |about |around )?{_COUNT}\b"
    r"(?!\s?(?:%|to\b|[-–]\s?\d|\+|or over|and over|and above|or under|and under|upwards))",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:under|over|below|above|until|up to|before|after|from|by|reach\w{0,3})\s(?:the )?$", re.I
)
_WAS = re.compile(
    rf"\b(?:he|she|they|who|child|boy|girl|baby|sibling|brother|sister|son|daughter)\s"
    rf"(?:was|is|were|are)\s(?:only |just |still |then |about )?{_COUNT}"
    r"(?=\s?(?:[.,;)]|when\b|at the time|$))",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"\b(?:Year|Yr) (?:1[0-3]|[1-9])\b(?! (?:of|plan|two|one))")
_ORDER = re.compile(
    r"\b(?:eldest|oldest|youngest|middle|first-?born|second|third|fourth|only)\s"
    r"(?:child|sibling|son|daughter|brother|sister|twin)\b"
    rf"|\b(?:eldest|oldest|youngest|one|two) of (?:\d|{_SMALL})(?: (?:siblings|children))?\b"
    r"|\b(?:twins?|triplets?)\b",
    re.IGNORECASE,
)
_NEAR_BEFORE, _NEAR_AFTER = 40, 25


def find_dates(text: str, before: str = "") -> Iterator[Hit]:
    """Dates and ages in `text`; `before` is what stands beside it (the cell to its left, its key).

    A date near a word of birth is a date of birth.
    """
    if any(c.isdecimal() for c in text):
        yield from _dates(text, before)
        for match in _SCHOOL_YEAR.finditer(text):
            yield Hit("age", "consider", *match.span())
    for pattern in (_OLD, _WAS):
        for match in pattern.finditer(text):
            yield Hit("age", "suggest", *match.span())
    for match in _AGED.finditer(text):
        if not _GROUP.search(text, max(0, match.start() - _NEAR_BEFORE), match.start()):
            yield Hit("age", "suggest", *match.span())
    for match in _ORDER.finditer(text):
        yield Hit("sibling-order", "consider", *match.span())


def _dates(text: str, before: str) -> Iterator[Hit]:
    for match in _DATES.finditer(text):
        start, end = match.span()
        left = text[max(0, start - _NEAR_BEFORE) : start]
        if start < _NEAR_BEFORE:
            left = f"{before} {left}"
        if _BIRTH.search(left) or _BIRTH.search(text[end : end + _NEAR_AFTER]):
            yield Hit("date-of-birth", "stop", start, end)
        else:
            yield Hit("exact-date", "suggest", start, end)
    for match in _BORN_IN.finditer(text):
        yield Hit("age", "suggest", *match.span())
    for match in _MONTHS.finditer(text):
        yield Hit("month", "consider", *match.span())


def dates_as_written(*days: date) -> tuple[str, ...]:
    """The ways in which the tool and its settings write `days`, to be allowed in a check."""
    return tuple(form for day in days for form in _forms(day))


def _forms(day: date) -> tuple[str, ...]:
    without_year = f"{day.day} {day:%B}"
    return long_date(day), short_date(day), day.isoformat(), f"{day:%d/%m/%Y}", without_year


# ---------------------------------------------------------------- streets, schools, people

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
    before = match.start()
    while before and text[before - 1].isspace():
        before -= 1
    starts = not before or text[before - 1] in ".!?:"
    words = match[0].split()[:-1]
    if starts and len(words) == 1:
        return not is_english(fold(words[0]))
    return any(fold(word) not in _GENERIC for word in (words[1:] if starts else words))
