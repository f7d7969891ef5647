"""Numbers that belong to one person, told by their shape and by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lfe_cli.checks.findings import Severity

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


@dataclass(frozen=True)
class Hit:
    """A pattern found in a text, from `start` to `end`."""

    rule: str
    severity: Severity
    start: int
    end: int


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
_YEAR = re.compile(r"(?:19|20)\d\d")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def is_nhs_number(text: str) -> bool:
    """Whether ten digits have the check digit of an NHS number (weights 10 to 2, modulus 11)."""
    digits = [int(d) for d in _digits(text)]
    if len(digits) != 10:
        return False
    check = 11 - sum(d * (10 - i) for i, d in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == digits[9]


def is_upn(text: str) -> bool:
    """Whether this is a unique pupil number: the letter follows from what comes after it."""
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
        if match[1] or not _YEAR.fullmatch(match[2]):
            yield Hit("case-number", "stop", *match.span(2))
    for match in _NEAR_CASE.finditer(text):
        if not _YEAR.fullmatch(match[1]):
            yield Hit("case-number", "suggest", *match.span(1))
