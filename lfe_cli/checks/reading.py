"""Advice that names and wording do not give: what is hard to read, and what is left in a file.

A page is read by people who know neither the agency nor its abbreviations. A file that is about to
be passed on may hold comments, changes and gaps, or parts that these checks could not read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from lfe_cli.checks.english import fold, is_english, without_allowed
from lfe_cli.checks.findings import Finding, Severity, excerpt
from lfe_cli.checks.passages import Passage
from lfe_cli.checks.phrases import PhraseBook, read_phrase, tokens
from lfe_cli.checks.wording import Rules
from lfe_cli.text import printable

AVERAGE_WORDS = 25
LONG_SENTENCE = 40
MOST_LEARNING_POINTS = 6
MOST_RECOMMENDATIONS = 5
_READ = frozenset({"body", "item"})
_SENTENCES = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?<![\w&/-])[A-Z][A-Z&]{1,7}(?=s?(?![\w-]))")
# Its words in brackets after it, or it in brackets after its words.
_EXPLAINED = re.compile(r"\(([A-Z][A-Z&]{1,7})s?\)|\b([A-Z][A-Z&]{1,7})s? (?=\()")
# Known to every reader, or spoken of by a rule of wording.yaml that says what to write instead.
_NO_NEED = frozenset(
    """UK US EU GP NHS TV OK PDF ID DVD CD AM PM BBC RAG QR PS NB TO DO IN ON AT BY IF IS IT NO AS
    AN WE SO GO HE ME MY BE OR UP OF LAC DNA NEET CSE CCE AWOL SCR LSCB""".split()  # noqa: SIM905
)
_OLD_CHAPTER = re.compile(
    r"Working Together[^.\n]{0,80}?\bchapter (?:4|four)\b|"
    r"\bchapter (?:4|four)\b[^.\n]{0,60}?Working Together",
    re.IGNORECASE,
)
_LEARNED = re.compile(r"what we (?:have )?learn|learning points|key learning", re.IGNORECASE)
_STEPS = re.compile(r"next steps|recommendations", re.IGNORECASE)
_GOOD = re.compile(r"work(?:ed|ing) well|good practice|strength|went well|proud", re.IGNORECASE)
_IMPROVE = re.compile(
    r"what we (?:have )?learn|could be better|improve|got in the way|areas for development",
    re.IGNORECASE,
)
_SOURCE = "GOV.UK: sentences of 25 words or fewer"
_PAGE = "practice: the one page"


def find_reading(
    found_in: Sequence[Passage],
    file: str,
    rules: Rules,
    agencies: Collection[str] = (),
    allowed: Collection[str] = (),
) -> list[Finding]:
    """Advice for the readers of `file`. `agencies` are names of agencies, as they are said."""
    read = [p for p in found_in if p.kind in _READ]
    return [
        *_sentences(read, file),
        *_abbreviations(found_in, file, allowed),
        *_old_chapter(read, file),
        *_too_many(found_in, file),
        *_good_comes_first(found_in, file),
        *_agencies(read, file, rules, agencies),
    ]


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [s for s in _SENTENCES.split(text) if any(c.isalpha() for c in s)]


def _sentences(read: list[Passage], file: str) -> Iterator[Finding]:
    lengths: list[int] = []
    for passage in read:
        start = 0
        for sentence in sentences(passage.text):
            length = len(sentence.split())
            lengths.append(length)
            start = passage.text.find(sentence, start)
            if length > LONG_SENTENCE:
                say = f"This sentence has {length} words. Two shorter ones are easier to take in."
                end = start + len(sentence[:40])
                yield _finding("long-sentence", "consider", file, passage, (start, end), say)
            start += len(sentence)
    average = sum(lengths) / len(lengths) if lengths else 0
    if len(lengths) >= 3 and average > AVERAGE_WORDS:
        text = f"over {AVERAGE_WORDS} words a sentence on average"
        if round(average) > AVERAGE_WORDS:
            text = f"{average:.0f} words a sentence on average"
        say = f"Split the longest sentences: up to {AVERAGE_WORDS} on average are easy to read."
        yield Finding("sentence-length", "suggest", file, "the whole text", text, say, _SOURCE)


def _abbreviations(
    found_in: Sequence[Passage], file: str, allowed: Collection[str]
) -> Iterator[Finding]:
    read = [p for p in found_in if p.kind in _READ | {"heading"}]
    explained = {m[1] or m[2] for p in read for m in _EXPLAINED.finditer(p.text)}
    reported: set[str] = set()
    for passage in read:
        if passage.text.isupper():
            continue
        for match in _ABBREVIATION.finditer(without_allowed(passage.text, allowed)):
            short = match[0]
            if short in reported or short in _NO_NEED or is_english(fold(short)):
                continue
            reported.add(short)
            if short not in explained:
                say = f"Write it out, at least the first time: not every reader knows {short}."
                yield _finding("abbreviation", "consider", file, passage, match.span(), say)


def _old_chapter(read: list[Passage], file: str) -> Iterator[Finding]:
    for passage in read:
        for match in _OLD_CHAPTER.finditer(passage.text):
            say = "Chapter 4 was in the edition of 2018; in Working Together 2023 it is chapter 5."
            yield _finding("old-chapter", "suggest", file, passage, match.span(), say)


def _too_many(found_in: Sequence[Passage], file: str) -> Iterator[Finding]:
    section, counted = "", {"what_we_learned": 0, "next_steps": 0}
    most = {"what_we_learned": MOST_LEARNING_POINTS, "next_steps": MOST_RECOMMENDATIONS}
    last: dict[str, Passage] = {}
    for passage in found_in:
        item = _item(passage)
        if passage.kind == "heading":
            section = _section(passage.text)
        elif item and passage.kind in _READ:
            part, number = item
            counted[part] = max(counted[part], number)
            last[part] = passage
        elif section and passage.kind == "item":
            counted[section] += 1
            last[section] = passage
    for name, rule, things in (
        ("what_we_learned", "learning-points", "learning points"),
        ("next_steps", "recommendations", "recommendations"),
    ):
        if counted[name] > most[name]:
            text = f"{counted[name]} {things}"
            say = f"Keep the {most[name]} that matter most: a reader remembers few."
            where = printable(last[name].where)
            yield Finding(f"too-many-{rule}", "suggest", file, where, text, say, _PAGE)


def _item(passage: Passage) -> tuple[str, int] | None:
    """Which point of learning.yaml it belongs to, and the how-manieth that is."""
    match passage.path:
        case ("what_we_learned" | "next_steps" as part, int(index), *_):
            return part, index + 1
    return None


def _section(heading: str) -> str:
    if _LEARNED.search(heading):
        return "what_we_learned"
    return "next_steps" if _STEPS.search(heading) else ""


def _good_comes_first(found_in: Sequence[Passage], file: str) -> Iterator[Finding]:
    headings = [p for p in found_in if p.kind == "heading"]
    good = next((i for i, p in enumerate(headings) if _GOOD.search(p.text)), None)
    for i, passage in enumerate(headings):
        title = i == 0 and len(headings) > 2
        if good is not None and i < good and not title and _IMPROVE.search(passage.text):
            say = "Put what worked well first: people learn better once their work has been seen."
            span = (0, len(passage.text))
            yield _finding("good-practice-first", "suggest", file, passage, span, say)


def _agencies(
    read: list[Passage], file: str, rules: Rules, agencies: Collection[str]
) -> Iterator[Finding]:
    """An agency named beside a shortcoming."""
    shortfall = rules.words.get("shortfall")
    names = [*rules.words.get("agency", ()), *(n for a in agencies for n in _said(a))]
    if not shortfall or not names:
        return
    lists = {"agency": names, "shortfall": shortfall}
    phrase = read_phrase("<agency> (also|then|again|repeatedly|staff) <shortfall>", lists)
    pardon = read_phrase("<agency> did not have|need|know", lists)
    say = 'Speak of the practice or the system: "information did not travel, because ...".'
    book = PhraseBook()
    book.add(phrase, 0)
    for passage in read:
        found = tokens(passage.text)
        for at, end in dict.fromkeys((at, end) for _, at, end in book.find(found)):
            if pardon.ends(found, at) is None:
                span = (found[at].start, found[end - 1].end)
                yield _finding("agency-shortcoming", "suggest", file, passage, span, say)


def _said(agency: str) -> list[str]:
    """An agency's name, and what stands in its brackets: "Mental Health Services (CAMHS)"."""
    parts = [re.sub(r"[^\w\s'’-]|_", " ", part) for part in re.split(r"[()]", agency)]
    # of an apostrophe that stands alone nothing is left to look for
    spoken = [" ".join(w for w in re.split(r"[\s-]+", part) if fold(w)) for part in parts]
    return [part for part in spoken if len(part) > 1]


def _finding(
    rule: str, severity: Severity, file: str, passage: Passage, span: tuple[int, int], say: str
) -> Finding:
    start, end = span
    return Finding(
        rule=rule,
        severity=severity,
        file=file,
        where=printable(passage.where),
        text=excerpt(passage.text, start, end),
        suggestion=say,
        source=_SOURCE if rule == "long-sentence" else _PAGE,
        matched=passage.text[start:end],
        passage=passage.text,
    )


# ---------------------------------------------------------------- what is left in a file

MARK_OF_A_GAP = "[ WRITE HERE, BY HAND"  # as the letters' templates write it
GAP = "gap-open"
_OF_A_LETTER = "the letter's template"
_NOTHING_LEFT = "domain: nothing in comments, tracked changes or properties"
_SAY: dict[str, tuple[Severity, str]] = {
    "tracked-change": ("suggest", "In Word: Review, Accept (or Reject) All Changes."),
    "comment-left": ("suggest", "In Word: Review, Delete, Delete All Comments."),
    "hidden-text": ("suggest", "Show hidden text in Word (Ctrl+Shift+8) and take it out."),
    "author": ("consider", "In Word: File, Info, Inspect Document takes names out of properties."),
    GAP: ("suggest", "Write here by hand before you send it, or take the line out."),
    "not-read": ("suggest", "Open it and look for yourself: it was not checked."),
    "picture": ("consider", "Look at each picture for names and faces: it was not checked."),
}
LEFT_IN_A_FILE = frozenset(_SAY)


def find_leftovers(
    found_in: Iterable[Passage], file: str, allowed: Collection[str] = ()
) -> list[Finding]:
    """One finding for each kind of thing that is left, at its first place; unread files each."""
    findings: dict[tuple[str, str], Finding] = {}
    for passage in found_in:
        for rule in _left_in(passage, allowed):
            severity, say = _SAY[rule]
            text = printable(passage.text)[:60] or "unread"
            key = (rule, text if rule == "not-read" else "")
            where = printable(passage.where)
            source = _OF_A_LETTER if rule == GAP else _NOTHING_LEFT
            findings.setdefault(key, Finding(rule, severity, file, where, text, say, source))
    return list(findings.values())


def _left_in(passage: Passage, allowed: Collection[str]) -> Iterator[str]:
    kind, leftover = passage.kind, passage.leftover
    if kind == "deleted":
        yield "tracked-change"
    elif leftover == "author":
        if any(c.isalnum() for c in without_allowed(passage.text, allowed)):
            yield leftover
    elif leftover is not None:
        yield leftover
    elif kind == "hidden":
        yield "hidden-text"
    elif kind == "unread":
        yield "not-read"
    elif kind == "picture":
        yield "picture"
    elif MARK_OF_A_GAP in passage.text:
        yield GAP
