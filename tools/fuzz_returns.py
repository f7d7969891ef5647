"""Mutates filled forms for as long as it is told, and says what the reader does not stand.

    python -m tools.fuzz_returns --seconds 900 [--seed 1] [--keep FOLDER]

Four things are looked for: an exception, a file that takes long, a typed word that is in no answer
and not among what is unread, and a word that was struck through or hidden and is quoted. Each case follows from its number, so that
`--seed NUMBER --cases 1` runs one again; `--keep` writes the files that failed.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from helpers.audits import issued, the_form, without_controls, without_tags
from helpers.ways_to_fill import ways
from lfe_cli.audits.returns.identify import identify
from lfe_cli.audits.returns.reading import Reading, differences, read_audit
from lfe_cli.text import plain
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import W14, XmlRefused, parse, serialise, w

SLOW = 2.0
BODY = "word/document.xml"
WORD = re.compile(r"zq\d+w")
SILENT = {
    w(name)
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "trPr",
        "tcPr",
        "tblPr",
        "sectPr",
        "fldSimple",
    )
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
ODD_TEXTS = (
    *("", " ", "\u00a0", "\u202e", "\u2028", "\ufeff", "☒", "☐", "x", "1.", "4.", "-", "[x]", "•"),
    *("Your role, not your name", "Click or tap here to enter text.", "A line or two", "\uf0fe"),
    *("What happened", "Thank you", "Yes, in the focus period", "11.", "\U0001f600", "a" * 3000),
)
ODD_VALUES = ("", "0", "1", "true", "-1", "99999999999", "child_day", "key_events.when", "begin")
ODD_VALUES += ("separate", "end", "none", "bullet", "police", "../..", "a" * 2000, "\u202e")
WRAPS = ("sdt", "ins", "del", "hyperlink", "smartTag", "p", "r", "tbl", "tr", "tc", "txbxContent")


@dataclass
class Found:
    """What went wrong, by kind, and the first cases of each."""

    count: Counter[str] = field(default_factory=Counter)
    cases: dict[str, list[int]] = field(default_factory=dict)
    slowest: float = 0.0

    def note(self, kind: str, case: int) -> bool:
        """Counts a case; whether it is one of the first of its kind."""
        self.count[kind] += 1
        first = self.cases.setdefault(kind, [])
        first.append(case)
        return len(first) <= 3


# -- changes of a tree


def any_of(root: etree._Element, chance: random.Random) -> etree._Element:
    elements = [e for e in root.iter() if isinstance(e.tag, str) and e.getparent() is not None]
    return chance.choice(elements) if elements else root


def drop(root: etree._Element, chance: random.Random) -> None:
    element = any_of(root, chance)
    if element is not root:
        element.getparent().remove(element)


def repeat(root: etree._Element, chance: random.Random) -> None:
    element = any_of(root, chance)
    if element is not root and len(list(element.iter())) < 3000:
        for _ in range(chance.choice((1, 1, 2, 5))):
            element.addnext(parse(serialise(element)))


def move(root: etree._Element, chance: random.Random) -> None:
    element, to = any_of(root, chance), any_of(root, chance)
    if root in (element, to) or element in (to, *to.iterancestors()):
        return
    if chance.random() < 0.3:
        to.append(element)
    else:
        to.addnext(element)


def unwrap(root: etree._Element, chance: random.Random) -> None:
    element = any_of(root, chance)
    if element is not root:
        parent = element.getparent()
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def wrap(root: etree._Element, chance: random.Random) -> None:
    element = any_of(root, chance)
    if element is root:
        return
    name = chance.choice(WRAPS)
    around = etree.Element(w(name))
    element.addprevious(around)
    if name == "sdt":
        properties = etree.SubElement(around, w("sdtPr"))
        if chance.random() < 0.7:
            etree.SubElement(properties, w("tag")).set(w("val"), chance.choice(TAGS))
        if chance.random() < 0.3:
            etree.SubElement(properties, w("showingPlcHdr"))
        around = etree.SubElement(around, w("sdtContent"))
    around.append(element)


def rename(root: etree._Element, chance: random.Random) -> None:
    any_of(root, chance).tag = any_of(root, chance).tag


def change_value(root: etree._Element, chance: random.Random) -> None:
    element = any_of(root, chance)
    names = [*element.attrib, w("val"), w("type"), f"{{{W14}}}val"]
    element.set(chance.choice(names), chance.choice(ODD_VALUES))


def change_text(root: etree._Element, chance: random.Random) -> None:
    texts = list(root.iter(w("t")))
    if texts:
        chance.choice(texts).text = chance.choice(ODD_TEXTS)


def type_word(root: etree._Element, chance: random.Random) -> None:
    """Types a word of its own: into a text, behind one, or as a paragraph."""
    word = f"zq{chance.randrange(10**9)}w"
    texts = list(root.iter(w("t")))
    if not texts:
        return
    text = chance.choice(texts)
    joint = chance.choice((" ", "", ": ", "\u00a0", ". "))
    text.text = (
        f"{text.text or ''}{joint}{word}" if chance.random() < 0.6 else f"{word} {text.text or ''}"
    )
    if chance.random() < 0.3:
        run = text.getparent()
        run.addnext(parse(serialise(run)))


def merge_paragraphs(root: etree._Element, chance: random.Random) -> None:
    """Joins a paragraph with the one before it, as a person does with the backspace key."""
    pairs = [(p, p.getprevious()) for p in root.iter(w("p"))]
    pairs = [(p, before) for p, before in pairs if before is not None and before.tag == w("p")]
    if pairs:
        paragraph, before = chance.choice(pairs)
        before.extend(list(paragraph))
        paragraph.getparent().remove(paragraph)


def part_paragraph(root: etree._Element, chance: random.Random) -> None:
    paragraphs = [p for p in root.iter(w("p")) if len(p) > 1]
    if paragraphs:
        paragraph = chance.choice(paragraphs)
        rest = etree.Element(w("p"))
        rest.extend(list(paragraph)[chance.randrange(1, len(paragraph)) :])
        paragraph.addnext(rest)


def delete_an_end(root: etree._Element, chance: random.Random) -> None:
    """Tracks that the end of a paragraph was taken out."""
    paragraphs = list(root.iter(w("p")))
    if paragraphs:
        paragraph = chance.choice(paragraphs)
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        mark = etree.SubElement(properties, w("rPr"))
        etree.SubElement(mark, w(chance.choice(("del", "moveFrom", "ins"))))


def swap_texts(root: etree._Element, chance: random.Random) -> None:
    texts = list(root.iter(w("t")))
    if texts:
        one, other = chance.choice(texts), chance.choice(texts)
        one.text, other.text = other.text, one.text


def type_paragraph(root: etree._Element, chance: random.Random) -> None:
    """Types a word as a paragraph of its own, before or behind another."""
    paragraphs = list(root.iter(w("p")))
    if paragraphs:
        typed = etree.Element(w("p"))
        text = etree.SubElement(etree.SubElement(typed, w("r")), w("t"))
        text.text = f"{chance.choice(('', 'A ', '4. ', '☒ '))}zq{chance.randrange(10**9)}w"
        beside = chance.choice(paragraphs)
        if chance.random() < 0.5:
            beside.addnext(typed)
        else:
            beside.addprevious(typed)


def look(root: etree._Element, chance: random.Random) -> None:
    """Strikes a text through, hides it, or marks it, as people do who do not delete."""
    runs = [run for run in root.iter(w("r")) if run.find(w("t")) is not None]
    if not runs:
        return
    run = chance.choice(runs)
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    name, value = chance.choice(LOOKS)
    mark = etree.SubElement(properties, w(name))
    if value:
        mark.set(w("val"), value)


def mark_beside_a_box(root: etree._Element, chance: random.Random) -> None:
    """Types a sign before or behind a box that does not toggle."""
    boxes = [text for text in root.iter(w("t")) if set(text.text or "") & set("☐☒")]
    if boxes:
        box, sign = chance.choice(boxes), chance.choice(("x", "X", "✓", "√", "yes", "no", "[x]"))
        box.text = f"{sign} {box.text}" if chance.random() < 0.5 else f"{box.text} {sign}"


LOOKS = (
    *(("strike", ""), ("dstrike", ""), ("vanish", ""), ("strike", "0"), ("strike", "true")),
    *(("highlight", "yellow"), ("color", "FF0000"), ("b", ""), ("u", "single"), ("strike", "on")),
)
OFF = {"0", "false", "off", "none"}
CHANGES: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    *(drop, repeat, move, unwrap, wrap, rename, change_value, change_text),
    *(type_word, type_word, type_word, wrap, move, merge_paragraphs, part_paragraph),
    *(delete_an_end, swap_texts, type_paragraph, type_paragraph, merge_paragraphs),
    *(look, look, look, mark_beside_a_box, delete_an_end),
)
TAGS = sorted({tag for question in the_form().questions() for tag in question.tags()})
TAGS += ["key_events.when", "key_events.child", "", "nobody"]


# -- changes of a zip


def flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def splice(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    cut = chance.choice((0, 1, 40, 2000, len(content)))
    put = chance.choice((b"", b"PK\1\2", b"PK\3\4", b"\0" * 50, content[at : at + 300], b"<w:p/>"))
    return content[:at] + put + content[at + cut :]


def zipped(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """The parts as a zip; at times without one, with one under another name, or in disorder."""
    names = list(parts)
    if chance.random() < 0.2:
        names.remove(chance.choice(names))
    if chance.random() < 0.2:
        chance.shuffle(names)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            shown = name
            if chance.random() < 0.02:
                shown = chance.choice((name.upper(), name.replace("/", "\\"), name + ".bak"))
            archive.writestr(shown, parts[name])
    return buffer.getvalue()


# -- one case


def seed_files() -> list[dict[str, bytes]]:
    """The parts of forms filled in every way, and of blank ones, where every prompt still stands."""
    files = [way.content for way in ways().values()]
    files += [issued(), without_controls(issued()), without_tags(issued())] * 3
    return [dict(open_package(content).parts) for content in files]


def case(number: int, seeds: list[dict[str, bytes]]) -> tuple[bytes, set[str], set[str]]:
    """A file, the typed words that a reader sees in its text, and those that were taken back.

    None of them where that is not known.
    """
    chance = random.Random(number)
    parts = dict(chance.choice(seeds))
    way = chance.random()
    root = parse(parts[BODY])
    for _ in range(chance.choice((1, 2, 4, 8, 30))):
        try:
            chance.choice(CHANGES)(root, chance)
        except (ValueError, TypeError, XmlRefused):  # an odd name, or text that XML does not allow
            continue
    parts[BODY] = serialise(root)
    for name in list(parts):
        if name != BODY and chance.random() < 0.05:
            parts[name] = flip(parts[name], chance)
    if way < 0.75:
        shown, gone = visible(parts[BODY])
        return zipped_whole(renamed(parts) if chance.random() < 0.2 else parts), shown, gone
    if way < 0.85:
        parts[BODY] = splice(parts[BODY], chance)
        return zipped_whole(parts), set(), set()
    content = zipped(parts, chance)
    return (flip if chance.random() < 0.5 else splice)(content, chance), set(), set()


def renamed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts under the names that Word in the browser gives them."""
    changed = dict(parts)
    for name in ("document", "styles", "numbering", "footnotes", "comments"):
        old, new = f"word/{name}.xml", f"word/{name}2.xml"
        if old not in parts:
            continue
        changed[new] = changed.pop(old)
        beside = f"word/_rels/{name}.xml.rels"
        if beside in changed:
            changed[f"word/_rels/{name}2.xml.rels"] = changed.pop(beside)
        for other in changed:
            if other.endswith(".rels") or other.startswith("[Content"):
                content = changed[other].replace(
                    f'"{name}.xml"'.encode(), f'"{name}2.xml"'.encode()
                )
                changed[other] = content.replace(f"word/{name}.xml".encode(), new.encode())
    return changed


def zipped_whole(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def visible(xml: bytes) -> tuple[set[str], set[str]]:
    """The typed words that stand in paragraphs and were not deleted, found without the reader; and
    those that were struck through, hidden or deleted everywhere."""
    try:
        root = parse(xml)
    except XmlRefused:
        return set(), set()
    body = root.find(w("body"))
    if body is None or root.tag != w("document"):
        return set(), set()
    shown, gone = set[str](), set[str]()
    for text in root.iter(w("t")):
        words = set(WORD.findall(text.text or ""))
        around = list(text.iterancestors())
        names = {element.tag for element in around}
        rows = any(
            element.tag == w("tr") and element.find(f"{w('trPr')}/{w('del')}") is not None
            for element in around
        )
        if is_taken_back(text):
            gone |= words
        elif w("p") in names and body in around and not names & SILENT and not rows:
            shown |= words
        else:
            gone -= words  # not known
            shown -= words
    everywhere = set(WORD.findall("".join(root.itertext())))
    elsewhere = {
        word
        for text in root.iter(w("t"))
        if not is_taken_back(text)
        for word in WORD.findall(text.text or "")
    }
    return shown, (gone & everywhere) - elsewhere


def is_taken_back(text: etree._Element) -> bool:
    """Whether a text is struck through or hidden by its own run."""
    run = text.getparent()
    properties = None if run is None or run.tag != w("r") else run.find(w("rPr"))
    if properties is None:
        return False
    last = {mark.tag: mark.get(w("val"), "1") for mark in properties}
    return any(last.get(w(name), "0") not in OFF for name in ("strike", "dstrike", "vanish"))


def faults(content: bytes, words: set[str], gone: set[str]) -> list[str]:
    """What is wrong with how a file is read."""
    found = []
    start = time.monotonic()
    try:
        identify(content)
        reading = read_audit(content, the_form(), issued())
        differences(reading, reading)
    except Exception as error:  # what it looks for
        last = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"]
    if time.monotonic() - start > SLOW:
        found.append("slow")
    said = everything(reading)
    if reading.how != "not-read" or reading.unread:
        found += ["lost text"] if any(word not in said for word in words) else []
    found += ["taken back, and quoted"] if any(word in said for word in gone) else []
    if said != plain(said):
        found.append("steering marks")
    if bool(reading.reason) != (reading.how == "not-read"):
        found.append("no reason")
    return found


def everything(reading: Reading) -> str:
    texts = [*reading.unread, *reading.remarks, reading.reason]
    for answer in reading.answers.values():
        rows = answer if isinstance(answer, list) else [[str(answer)]]
        texts += [cell for row in rows for cell in row]
    return "\n".join(texts)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--cases", type=int, default=sys.maxsize)
    words.add_argument("--keep", type=Path)
    asked = words.parse_args()
    seeds = seed_files()
    found, number, end = Found(), asked.seed, time.monotonic() + asked.seconds
    while number < asked.seed + asked.cases and time.monotonic() < end:
        content, typed, gone = case(number, seeds)
        start = time.monotonic()
        for kind in faults(content, typed, gone):
            if found.note(kind, number) and asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                name = re.sub(r"[^A-Za-z0-9]+", "-", kind)
                (asked.keep / f"{name}-{number}.docx").write_bytes(content)
        found.slowest = max(found.slowest, time.monotonic() - start)
        number += 1
    print(f"{number - asked.seed} cases, the slowest {found.slowest:.2f} s")
    for kind, count in found.count.most_common():
        print(f"{count:6} {kind}: for example {found.cases[kind][:5]}")
    return 1 if found.count else 0


if __name__ == "__main__":
    sys.exit(main())
