"""The rules of what everybody can read, as data, and their faults as findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lfe_cli.checks.findings import Finding, Severity
from lfe_cli.text import printable

_LONGEST = 60


@dataclass(frozen=True)
class Rule:
    """One rule: how grave it is, what to do about it in Word's own words, and who asks for it."""

    severity: Severity
    say: str
    source: str


RULES: dict[str, Rule] = {
    "access-nothing-to-read": Rule(
        "stop",
        "There are only pictures in it, and nobody can listen to a picture. Use the document that "
        "it was scanned from, or type the text.",
        "WCAG 2.2, 1.4.5",
    ),
    "access-language": Rule(
        "suggest",
        "Say that it is in English: Review > Language > Set Proofing Language > English (United "
        "Kingdom) > Set As Default.",
        "WCAG 2.2, 3.1.1",
    ),
    "access-title": Rule("suggest", "Give it a title: File > Info > Title.", "WCAG 2.2, 2.4.2"),
    "access-heading-one": Rule(
        "suggest",
        "Give the document's title, and nothing else, the style Heading 1: Home > Styles.",
        "WCAG 2.2, 1.3.1; Kirklees",
    ),
    "access-heading-skipped": Rule(
        "suggest",
        "Use the heading that is one level below the one before it: Home > Styles.",
        "WCAG 2.2, 1.3.1; Kirklees",
    ),
    "access-header-row": Rule(
        "suggest",
        "Click in the table's first row, then Layout > Repeat Header Rows.",
        "WCAG 2.2, 1.3.1; East Dunbartonshire",
    ),
    "access-merged-cells": Rule(
        "suggest",
        "Split the merged cells: Layout > Split Cells.",
        "WCAG 2.2, 1.3.1; East Dunbartonshire",
    ),
    "access-alt-text": Rule(
        "suggest",
        "Right-click the picture > View Alt Text: say in a sentence what it shows, or tick Mark as "
        "decorative.",
        "WCAG 2.2, 1.1.1",
    ),
    "access-text-in-picture": Rule(
        "suggest",
        "These words are drawn, so nobody can listen to them: type them as text too.",
        "WCAG 2.2, 1.4.5",
    ),
    "access-typed-list": Rule(
        "suggest",
        "Take the typed mark away and use Home > Bullets or Home > Numbering.",
        "WCAG 2.2, 1.3.1; DWP",
    ),
    "access-empty-paragraph": Rule(
        "suggest",
        "Delete the empty line. For space, use Layout > Spacing > After on the paragraph before "
        "it.",
        "Accessible documents: no empty paragraphs for spacing",
    ),
    "access-contrast": Rule(
        "suggest",
        "Choose a colour that stands out more (Home > Font Color), or a lighter ground.",
        "WCAG 2.2, 1.4.3",
    ),
    "access-size": Rule(
        "suggest",
        "Make it larger: Home > Font Size, or Home > Styles > Modify.",
        "Accessible documents: 12 pt, and never below 11 for running text",
    ),
    "access-font": Rule(
        "suggest",
        "Choose a plain font such as Arial: Home > Font, or Home > Styles > Modify.",
        "Accessible documents: a sans serif font",
    ),
    "access-alignment": Rule(
        "suggest",
        "Align it to the left: Home > Align Left (Ctrl+L).",
        "Accessible documents: left aligned; WCAG 2.2, 1.4.8",
    ),
    "access-control-title": Rule(
        "suggest",
        "Give it the title that a screen reader says: Developer > Properties > Title.",
        "WCAG 2.2, 4.1.2",
    ),
    "access-control-tag": Rule(
        "suggest",
        "Give it the name by which its answer is read: Developer > Properties > Tag.",
        "form answers have a title and a tag",
    ),
    "access-link": Rule(
        "suggest",
        "Say where it leads: right-click the link > Edit Hyperlink > Text to display.",
        "WCAG 2.2, 2.4.4",
    ),
    "access-pdf-nothing-to-read": Rule(
        "stop",
        "There are only pictures in it, and nobody can listen to a picture. Make the PDF from the "
        "Word document instead of scanning it.",
        "WCAG 2.2, 1.4.5",
    ),
    "access-pdf-tags": Rule(
        "suggest",
        "Save it from Word again: File > Save As > PDF > Options > Document structure tags for "
        "accessibility.",
        "PDF/UA; WCAG 2.2, 1.3.1",
    ),
    "access-pdf-title": Rule(
        "suggest",
        "Give the Word document a title (File > Info > Title) and save the PDF again.",
        "PDF/UA; WCAG 2.2, 2.4.2",
    ),
    "access-pdf-title-shown": Rule(
        "suggest",
        "Save it with the document's title shown, not the file's name: in Acrobat, File > "
        "Properties > Initial View > Show > Document Title.",
        "PDF/UA; WCAG 2.2, 2.4.2",
    ),
    "access-pdf-language": Rule(
        "suggest",
        "Set the Word document's language (Review > Language > Set Proofing Language > Set As "
        "Default) and save the PDF again.",
        "PDF/UA; WCAG 2.2, 3.1.1",
    ),
}


@dataclass(frozen=True)
class Fault:
    """One place where a rule is broken.

    `number` is the place in reading order (-1: the whole document). Faults of one rule with the
    same `cause` are one finding, at the first place, that says how many places there are.
    `detail` stands before what the rule says to do; `unsure` makes it a *consider*.
    """

    rule: str
    where: str
    text: str
    number: int = -1
    cause: str = ""
    detail: str = ""
    unsure: bool = False


def as_findings(faults: Iterable[Fault], file: str) -> tuple[Finding, ...]:
    """One finding for each cause, in reading order."""
    together: dict[tuple[str, str, int], list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: fault.number):
        alone = 0 if fault.cause else len(together)
        together.setdefault((fault.rule, fault.cause, alone), []).append(fault)
    return tuple(_finding(same, file) for same in together.values())


def _finding(same: list[Fault], file: str) -> Finding:
    first = same[0]
    rule = RULES[first.rule]
    more = len({fault.number for fault in same}) - 1
    elsewhere = f" (and in {more} more place{'s' * (more > 1)})" if more else ""
    text = printable(first.text)
    short = text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return Finding(
        rule=first.rule,
        severity="consider" if first.unsure else rule.severity,
        file=file,
        where=first.where,
        text=short + elsewhere,
        suggestion=" ".join(part for part in (first.detail, rule.say) if part),
        source=rule.source,
        matched=first.cause or text,
        passage=text,
    )
