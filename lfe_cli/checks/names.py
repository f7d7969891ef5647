"""Nobody named: the words of the list of names, and what identifies by its shape.

A check says what it found, or that these checks found nothing. It never says that a text is
anonymous.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from lfe_cli.checks.english import (
    NAMES_THAT_ARE_WORDS,
    Word,
    is_english,
    without_allowed,
    without_possessive,
    words,
)
from lfe_cli.checks.findings import Finding, Severity, Taken, excerpt
from lfe_cli.checks.identifiers import Identifiers, ListName
from lfe_cli.checks.name_index import PLAIN_IN_NAMES, PLAIN_IN_PLACES, NameIndex, Single, index_of
from lfe_cli.checks.passages import PROSE, Passage
from lfe_cli.checks.shapes import Hit, find_dates, find_numbers, find_people_and_places
from lfe_cli.review import files
from lfe_cli.text import printable

_SOURCE = "domain: never in the report"
_ROLE_INSTEAD = 'Write the role: "the child", "a parent", "a practitioner".'
_SUGGESTIONS = {
    "listed-name": _ROLE_INSTEAD,
    "listed-place": 'Say what kind of place it is: "a school", "the family\'s home".',
    "listed-word": "Leave it out, or say it in words that fit many families.",
    "name-or-word": f"If this is the person and not the word: {_ROLE_INSTEAD}",
    "misspelt-name": f"This is close to a name in the list. If it is meant: {_ROLE_INSTEAD}",
    "initials": f"These are the initials of a name in the list. {_ROLE_INSTEAD}",
    "nhs-number": "Take the NHS number out.",
    "nhs-number-shaped": "Ten digits, written like an NHS number: take them out if they are one.",
    "upn": "Take the unique pupil number out.",
    "upn-shaped": "This is written like a unique pupil number: take it out if it is one.",
    "national-insurance-number": "Take the National Insurance number out.",
    "postcode": 'Take the postcode out; "the city" or nothing is enough.',
    "telephone": "Take the number out, or give the partnership's own.",
    "email": "Take the address out, or give the partnership's mailbox.",
    "case-number": "Take the case number out; the review's reference is enough.",
    "date-of-birth": 'Take the date of birth out; "a baby", "a teenager" says enough, if needed.',
    "exact-date": 'Say when it was in general words: "in the spring", "after the move".',
    "month": "A month can tell which family is meant. Leave it out if the learning stands without.",
    "age": 'Leave the age out, or say "a young child", "a teenager".',
    "sibling-order": 'A place among siblings can tell who is meant: "a child", "children".',
    "address": 'Take the address out; "at home" is enough.',
    "street-name": "This looks like a street's name. Leave it out if it is one.",
    "place-name": 'This looks like a place\'s name: write "a school", "a hospital".',
    "titled-name": f"This looks like a person's name. {_ROLE_INSTEAD}",
    "possible-name": f"This may be a person's name. If so: {_ROLE_INSTEAD}",
}
_FROM_THE_LIST = {"listed-name", "listed-place", "listed-word", "name-or-word", "misspelt-name"}
# What stops even a text that is bound for the history: the list and the numbers, not dates or ages.
NAMES_AND_NUMBERS = _FROM_THE_LIST | {
    "initials", "nhs-number", "nhs-number-shaped", "upn", "upn-shaped", "email", "telephone",
    "national-insurance-number", "postcode", "case-number", "date-of-birth", "address",
}  # fmt: skip
_ONCE_A_FILE = {"name-or-word"}  # "will" in small letters stands in every second sentence
_ADDRESSED = {"email", "telephone"}


def find_identifiers(
    found_in: Iterable[Passage],
    identifiers: Identifiers,
    file: str,
    allowed: Collection[str] = (),
) -> list[Finding]:
    """The findings of what identifies somebody in the passages of `file`.

    `allowed` are texts that the settings or the tool put there (the mailbox, the reference, the
    dates of meetings): they are no finding.
    """
    findings: list[Finding] = []
    reported: set[tuple[str, str]] = set()
    index, before = index_of(identifiers.entries()), Passage("", "")
    for passage in found_in:
        if passage.kind not in {"picture", "unread"} and passage.text.strip():
            text = without_allowed(passage.text, allowed)
            beside = before.text if before.where == passage.where else ""
            for hit in _hits(text, passage, f"{beside} {passage.where}", index):
                matched = passage.text[hit.start : hit.end]
                if hit.rule in _ONCE_A_FILE and (hit.rule, matched.casefold()) in reported:
                    continue
                reported.add((hit.rule, matched.casefold()))
                findings.append(_finding(hit, passage, file))
        before = passage
    return findings


def _hits(text: str, passage: Passage, before: str, index: NameIndex) -> list[Hit]:
    """What was found in one passage; of two that overlap, the graver and earlier one stands."""
    found = list(_listed(text, passage.kind, index))
    numbers = list(find_numbers(text))
    if passage.kind == "address":
        numbers = [hit for hit in numbers if hit.rule not in _ADDRESSED]
    if passage.kind in PROSE or passage.kind in {"property", "name"}:
        numbers += find_dates(text, before)
        numbers += find_people_and_places(text)
    order = {"stop": 0, "suggest": 1, "consider": 2}
    every = [*found, *sorted(numbers, key=lambda hit: order[hit.severity])]
    taken = Taken(text if every else "")
    return sorted((h for h in every if taken.take(h.start, h.end)), key=lambda hit: hit.start)


def _finding(hit: Hit, passage: Passage, file: str) -> Finding:
    return Finding(
        rule=hit.rule,
        severity=hit.severity,
        file=file,
        where=printable(passage.where),
        text=excerpt(passage.text, hit.start, hit.end),
        suggestion=_SUGGESTIONS[hit.rule],
        source=files.IDENTIFIERS if hit.rule in _FROM_THE_LIST | {"initials"} else _SOURCE,
        matched=passage.text[hit.start : hit.end],
        passage=passage.text,
    )


# ---------------------------------------------------------------- the words of the list

_RULES: dict[ListName, str] = {
    "names": "listed-name",
    "places": "listed-place",
    "other": "listed-word",
}
_USUAL_ABBREVIATIONS = frozenset(
    """GP IT UK US PE TV ID OK PC PM AM MP QA HR SW HV CP CE DV DA DC DS ED EH NB PS CV EU PA PR
    MH LA TA SS SA SE NE NW OT SN SC HE FE AI AP BU CA CC EP PO SU TO OR IN ON AT BY IF IS IT NO
    AS AN WE US DO SO GO HE ME MY BE""".split()  # noqa: SIM905
)
_GLUED = frozenset({"name", "link", "address", "author", "key", "property", "field"})


@dataclass
class _Search:
    """One text being searched; `used` are the words that a finding covers already."""

    text: str
    said: tuple[Word, ...]
    kind: str
    title: bool
    used: set[int] = field(default_factory=set)


def _listed(text: str, kind: str, index: NameIndex) -> Iterator[Hit]:
    """The places where words of the list stand in `text`."""
    said = words(text)
    search = _Search(text, said, kind, _is_title(said))
    for source, start, end in index.numbers_in(text):
        yield Hit(_RULES[source], "stop", start, end)
    yield from _phrases(search, index)
    yield from _singles(search, index)
    yield from _initials(search, index)
    yield from _misspelt(search, index)


def _is_title(said: tuple[Word, ...]) -> bool:
    """Most words have a capital, so that a capital tells nothing ("What Will Help")."""
    inside = [word for word in said if not word.first and len(word.text) > 2]
    return len(inside) >= 2 and sum(w.capital for w in inside) > 0.6 * len(inside)


def _phrases(search: _Search, index: NameIndex) -> Iterator[Hit]:
    said = search.said
    for i, word in enumerate(said):
        joined = word.folded + said[i + 1].folded if _hyphen_after(said, i) else ""
        for form in (word.folded, without_possessive(word)):
            if form in index.glued:
                yield _hit(search, _RULES[index.glued[form]], "stop", i, i)
        if joined in index.singles and i not in search.used:
            yield _hit(search, _RULES[index.singles[joined].source], "stop", i, i + 1)
        following = index.phrases_at(word, said[i + 1]) if i + 1 < len(said) else ()
        for parts, source in following:
            last = i + len(parts) - 1
            if i not in search.used and _matches(said[i : last + 1], parts):
                yield _hit(search, _RULES[source], _of_phrase(word, parts, source), i, last)


def _hyphen_after(said: tuple[Word, ...], i: int) -> bool:
    return i + 1 < len(said) and said[i + 1].joined == ""


def _matches(said: tuple[Word, ...], parts: tuple[str, ...]) -> bool:
    if len(said) < len(parts) or any(word.joined == "." for word in said[1:]):
        return False
    inside = all(w.folded == part for w, part in zip(said[:-1], parts[:-1], strict=True))
    return inside and parts[-1] in {said[-1].folded, without_possessive(said[-1])}


def _of_phrase(first: Word, parts: tuple[str, ...], source: ListName) -> Severity:
    """ "high street" in small letters is no place; any other phrase of the list is what it is."""
    plain = PLAIN_IN_PLACES if source == "places" else PLAIN_IN_NAMES
    if all(part in plain for part in parts):
        return "stop" if first.capital and not first.first else "consider"
    return "stop"


def _singles(search: _Search, index: NameIndex) -> Iterator[Hit]:
    for i, word in enumerate(search.said):
        if i in search.used:
            continue
        single = _single(word, index) or _within(word, search, index)
        if single is None:
            continue
        severity = _of_single(search, i, single)
        if severity is not None:
            rule = "name-or-word" if severity == "consider" else _RULES[single.source]
            yield _hit(search, rule, severity, i, i)


def _single(word: Word, index: NameIndex) -> Single | None:
    """The listed word that this is, in its possessive, or in its plural: the Quillfeathers."""
    folded = word.folded
    found = index.singles.get(folded) or index.singles.get(without_possessive(word))
    if found is None and len(folded) > 4 and folded.endswith("s") and not is_english(folded):
        found = index.singles.get(folded[:-1])
    return found


def _within(word: Word, search: _Search, index: NameIndex) -> Single | None:
    """A name glued to something else: `anya88`, and in names of files and addresses `ourAnya`."""
    letters = word.folded.strip("0123456789")
    if letters != word.folded and len(letters) > 2:
        return index.singles.get(letters)
    if search.kind not in _GLUED or is_english(word.folded):
        return None
    return index.inside(word.folded)


def _of_single(search: _Search, i: int, single: Single) -> Severity | None:
    word, folded = search.said[i], single.folded
    if single.source == "other" and single.alone:  # the officer says that this very word is telling
        return "stop"
    common = folded in NAMES_THAT_ARE_WORDS
    if not common and not is_english(folded):
        if single.source == "other" and not single.alone:
            return "suggest" if len(folded) > 3 else None
        return "stop" if len(folded) > 2 or word.capital else "consider"
    inside = word.capital and (not word.first or not common)
    if single.source != "names" and not single.alone:  # one English word of a longer place
        telling = inside and not word.first and not search.title
        return "suggest" if telling and single.source == "places" else None
    if inside and not (common and (search.title or _is_a_month(search, i))):
        return "stop"
    return "consider"


_MONTHS = {"april", "august", "june", "may"}
_BEFORE_A_MONTH = {"in", "since", "by", "until", "early", "late", "mid", "last", "next", "during"}


def _is_a_month(search: _Search, i: int) -> bool:
    if search.said[i].folded not in _MONTHS:
        return False
    before = search.said[i - 1].folded if i else ""
    after = search.said[i + 1].folded if i + 1 < len(search.said) else ""
    return before in _BEFORE_A_MONTH or before[:1].isdigit() or after[:1].isdigit()


def _initials(search: _Search, index: NameIndex) -> Iterator[Hit]:
    said, run = search.said, -1
    for i, word in enumerate(said):
        if i > run:
            run = _last_of_single_letters(said, i)
        if i in search.used or not word.text.isupper():
            continue
        if word.text in index.initials and word.text not in _USUAL_ABBREVIATIONS:
            if not search.title:
                yield _hit(search, "initials", "consider", i, i)
            continue
        if i < run < i + index.longest_initials:
            letters = "".join(w.text for w in said[i : run + 1])
            dotted = "." in search.text[word.start : said[run].end + 1]
            if letters in index.initials:
                yield _hit(search, "initials", "suggest" if dotted else "consider", i, run)


def _last_of_single_letters(said: tuple[Word, ...], first: int) -> int:
    """The last of the words that stand in a row, one letter each, from `first` on."""
    run = first
    while run + 1 < len(said) and len(said[run].text) == 1 == len(said[run + 1].text):
        run += 1
    return run


def _misspelt(search: _Search, index: NameIndex) -> Iterator[Hit]:
    for i, word in enumerate(search.said):
        bare = without_possessive(word)
        if i in search.used or len(bare) < 4 or not bare.isalpha():
            continue
        if is_english(bare) or is_english(word.folded):
            continue
        if index.is_nearly_listed(bare):
            yield _hit(search, "misspelt-name", "suggest", i, i)


def _hit(search: _Search, rule: str, severity: Severity, first: int, last: int) -> Hit:
    search.used |= set(range(first, last + 1))
    return Hit(rule, severity, search.said[first].start, search.said[last].end)
