"""Why a file that a person typed is no YAML: the line in which the fault is, and what to write.

The parser says where it could not go on, which is often far below. So the lines above are looked
through for what is known to come from Word, Outlook or Teams, or to need quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from lfe_cli.errors import FileProblems, Problem
from lfe_cli.review.yaml_comments import quoted
from lfe_cli.text import printable

NO_SPACE = re.compile(r"[ \t]*-[^ \t\r\n-]")  # "-police", where "- police" is meant
# Spaces that are none for YAML, and characters that take no room.
ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
DASHES = "\u2010-\u2015\u2212"
# What Word, Outlook and Teams put before an entry of a list: those of the font Symbol, too.
BULLETS = (
    "\u2022\u00b7\u25aa\u25ab\u25cf\u25cb\u25a0\u25e6\u2023\u2043\u2219\u25ba\u27a2\u2713\u2714"
    "\uf000-\uf0ff"
)
MADE_OF_A_HYPHEN = (
    "Word made a dash or a bullet of the hyphen.",
    "Write each entry on its own line, after a hyphen and a space.",
)
ODD_SPACE = (
    "There are spaces in it that are none here: they came from Word, Outlook or Teams.",
    "Delete the beginning of the line, and type it again.",
)
NOT_SEEN = (
    "There is a character in it that cannot be seen.",
    "Delete the beginning of the line, and type it again.",
)

_NOT_READABLE = "This line is not written so that it can be read here."
_NEEDS_QUOTES = "Put quotes around the whole: {quoted}"
_MARK = "<" * 7
_EMPTY_LIST = re.compile(r"\s*[\w-]+:\s*\[\s*\]\s*(?:#.*)?")
_BLOCK = re.compile(r"\s*(?:- \s*)*(?:[\w-]+:\s*)?[|>][+-]?\d?[+-]?\s*(?:\s#.*)?")
_ONLY_A_KEY = re.compile(r"\s*[\w-]+:(?:\s(?:(?!:\s).)*)?")
_KEY_OR_ENTRY = re.compile(r"\s*(?:-(?:\s|$)|[\w-]+:(?:\s|$))")
_BEFORE = r"\s*(?:- +)*(?:[\w-]+: +)?"  # what may stand before a value in its line

# ---------------------------------------------------------------- characters

_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TWICE = re.compile(
    "\u00e2\u20ac[\u2122\u0153\u201d\u2013\u201c\u02dc\u00a6]|\u00c3[\u00a0-\u00bf]"
)
_SAVE_AGAIN = "In Notepad: File > Save as, Encoding: UTF-8."
_CHARACTERS = (
    (
        re.compile("\x00"),
        "The file is not saved as text that can be read here.",
        _SAVE_AGAIN,
    ),
    (
        _BREAK,
        "There is a line break in it that is none here (Shift+Enter in Word or PowerPoint){after}.",
        "Put a space in its place.",
    ),
    (
        _CONTROL,
        "There is a character in it that cannot be read here{after}.",
        "Delete the line, and type it again.",
    ),
    (
        _TWICE,
        "A sign was changed when the file was saved: {found} stands in its place{after}.",
        f"Type it again, and save the file as UTF-8. {_SAVE_AGAIN}",
    ),
)


def refuse_odd_characters(text: str, file: str) -> None:
    """Raises FileProblems for characters that no officer types, each with its line."""
    for pattern, what, instead in _CHARACTERS:
        if not pattern.search(text):
            continue
        found = []
        for number, line in enumerate(lines_of(text), start=1):
            if at := pattern.search(line):
                said = what.format(after=_after(line, at), found=at.group())
                found.append(Problem(file, number, "", said, instead))
        raise FileProblems(tuple(found[:1] if "\x00" in text else found))


def _after(line: str, at: re.Match[str]) -> str:
    words = printable(line[: at.start()])[-30:].strip()
    return f', after "{words}"' if words else ""


def refuse_two_versions(text: str, file: str) -> None:
    """Raises FileProblems where git put two versions together and left to a person which holds."""
    begins = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith(_MARK)]
    if not begins:
        return
    what = "Two versions of this file were put together here: choose one."
    instead = (
        f"One stands below {_MARK}, the other between ======= and >>>>>>>. Keep what "
        "holds, and take the lines with these signs away."
    )
    raise FileProblems(tuple(Problem(file, line, "", what, instead) for line in begins))


# ---------------------------------------------------------------- what no parser takes

# What a line looks like that is wrong wherever it stands -> what is wrong, what to write instead.
_LINES: tuple[tuple[re.Pattern[str], tuple[str, str]], ...] = (
    (
        re.compile(
            rf"[ \t]*[{ODD_SPACES}]|[ \t]*-[{ODD_SPACES}]|[ ]*(?:- +)*[\w-]+:[{ODD_SPACES}]"
        ),
        ODD_SPACE,
    ),
    (re.compile(rf"[ \t]*(?:- *)?[{UNSEEN}]|[ ]*(?:- +)*[\w-]*[{UNSEEN}][\w-]*:"), NOT_SEEN),
    (
        re.compile(_BEFORE + r"""(?P<text>("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*[^\s#:,\]}"'].*)"""),
        ("The text begins with a quotation and goes on after it.", _NEEDS_QUOTES),
    ),
    (
        re.compile(_BEFORE + r"(?P<text>\[[^\[\]]*\]\s*[^\s#:].*|\{[^{}]*\}\s*[^\s#:].*)"),
        ("A text that begins with a bracket needs quotes.", _NEEDS_QUOTES),
    ),
    (
        re.compile(_BEFORE + r"(?P<text>(?P<first>[*&!@`%]).*)"),
        ("A text that begins with {first} needs quotes.", _NEEDS_QUOTES),
    ),
    (
        re.compile(_BEFORE + r"(?P<text>(?P<first>[|>])(?![+-]?\d?[+-]?\s*(?:\s#.*)?$).*)"),
        ("A text that begins with {first} needs quotes.", _NEEDS_QUOTES),
    ),
    (
        re.compile(r"(?:-{3,}|\.{3,})\s*\S?.*"),
        ("A line of hyphens or dots ends the file for the program.", "Take the line away."),
    ),
)
# The parser's own words -> what is wrong, what to write instead, in the line where it began.
_WHERE_IT_BEGAN = (
    (
        "while scanning a quoted scalar",
        "The quote that begins in this line is not closed.",
        "Close it at the end of the text, with the same sign.",
    ),
    (
        "while parsing a flow",
        "The bracket that begins in this line is not closed.",
        "Close it, or where it is part of a text, put quotes around the whole text.",
    ),
    (
        "while scanning a simple key",
        "This line has no colon with a space after it.",
        "If it goes on from the line above, indent it as far as the text there and two spaces "
        "more. If not, it needs a name, a colon and a space.",
    ),
)


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """What is wrong in a file that the parser does not take."""
    lines = lines_of(text)
    mark = error.problem_mark or error.context_mark
    at = min(mark.line if mark else 0, len(lines) - 1)
    known = _known_fault(lines, at)
    if known is None and error.context_mark:
        known = _where_it_began(error, error.context_mark.line, lines)
    if known is None:
        known = _fault_of_its_line(error, lines, at)
    line, what, instead = known
    return Problem(file, line + 1, "", what, instead)


_Fault = tuple[int, str, str]  # the line, from 0; what is wrong; what to write instead


def _known_fault(lines: Sequence[str], at: int) -> _Fault | None:
    """The first line down to `at` that is wrong wherever it stands."""
    above = ""
    for number in _outside_blocks(lines[: at + 1]):
        line = lines[number]
        if _stands_for_a_hyphen(line, above):
            return (number, *MADE_OF_A_HYPHEN)
        if _is_not_closed(line, _next(lines, number)):
            return (number, *_WHERE_IT_BEGAN[0][1:])
        for pattern, (what, instead) in _LINES:
            if match := pattern.match(line):
                words = match.groupdict()
                whole = quoted(words.get("text") or "")
                first = words.get("first") or ""
                return number, what.format(first=first), instead.format(quoted=whole)
        above = line
    return None


def _outside_blocks(lines: Sequence[str]) -> Iterator[int]:
    """The lines that say something and are no part of a text below | or >."""
    inside: int | None = None
    for number, line in enumerate(lines):
        if not _says_something(line):
            continue
        if inside is not None and _indent(line) > inside:
            continue
        inside = _indent(line) if _BLOCK.fullmatch(line) else None
        yield number


def _stands_for_a_hyphen(line: str, above: str) -> bool:
    """Whether a dash or a bullet begins an entry: below a key, or beside another entry."""
    if not BEGINS_LIKE_AN_ENTRY.match(line):
        return False
    is_entry = above.lstrip().startswith("- ") or BEGINS_LIKE_AN_ENTRY.match(above)
    return above.rstrip().endswith(":") or bool(is_entry and _indent(line) <= _indent(above))


BEGINS_LIKE_AN_ENTRY = re.compile(rf"\s*(?:[{DASHES}{BULLETS}*+]\s|o\t)")
BEGINS_WITH_A_BULLET = re.compile(rf"\s*(?:[{BULLETS}]\s|o\t)")
_OPEN = re.compile(_BEFORE + r"""(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)""")


def _is_not_closed(line: str, below: str) -> bool:
    """Whether a quote begins in `line`, and below it the next entry or key."""
    is_next = _KEY_OR_ENTRY.match(below) and _indent(below) <= _indent(line)
    return bool(is_next and _OPEN.fullmatch(line))


def _next(lines: Sequence[str], number: int) -> str:
    return next((line for line in lines[number + 1 :] if _says_something(line)), "")


def _where_it_began(error: yaml.MarkedYAMLError, at: int, lines: Sequence[str]) -> _Fault | None:
    for context, what, instead in _WHERE_IT_BEGAN:
        if not (error.context or "").startswith(context) or at >= len(lines):
            continue
        if NO_SPACE.match(lines[at]):
            return at, _NOT_READABLE, "Put a space after the hyphen."
        if re.match(r"\s*(?:- +)*[\w-]+:[^\s/]", lines[at]):
            return at, "There is no space after the colon.", "Put one after it."
        if "escape" not in (error.problem or ""):
            return at, what, instead
    return None


def _fault_of_its_line(error: yaml.MarkedYAMLError, lines: Sequence[str], at: int) -> _Fault:
    """What is wrong in the line where the parser could not go on, or in the one above it."""
    above = next((n for n in range(at - 1, -1, -1) if _says_something(lines[n])), None)
    if above is not None and NO_SPACE.match(lines[above]):
        return above, _NOT_READABLE, "Put a space after the hyphen."
    entry = lines[at].lstrip().startswith("- ")
    if entry and above is not None and _EMPTY_LIST.fullmatch(lines[above]):
        what = "This line says that the list is empty, and entries stand below it."
        return above, what, "Take the [] away: the entries below take its place."
    if above is not None and re.search(r"\s#\w", lines[above]):
        what = "The text of this line ends at its #, and goes on below."
        return above, what, "Put quotes around the whole text."
    if "mapping values" in (error.problem or "") and _ONLY_A_KEY.fullmatch(lines[at]):
        as_far_in = (n for n in range(at - 1, -1, -1) if _indent(lines[n]) <= _indent(lines[at]))
        begins = next((n for n in as_far_in if _says_something(lines[n])), None)
        if begins is not None and not _KEY_OR_ENTRY.match(lines[begins]):
            return begins, *_WHERE_IT_BEGAN[2][1:]
    return at, _NOT_READABLE, _hint(error, lines, at, above)


def _hint(error: yaml.MarkedYAMLError, lines: Sequence[str], at: int, above: int | None) -> str:
    """What to write instead in the line `at`; `above` is the line before it that says something."""
    line = lines[at]
    if "\t" in line:
        return "There is a tab in this line: use spaces."
    if NO_SPACE.match(line):
        return "Put a space after the hyphen."
    if '"' in line and "\\" in line:
        return "Write / in place of \\, or put the text into single quotes: '...'."
    indent = _indent(line)
    if above is not None and not lines[above].rstrip().endswith(":"):
        column = _column(lines[above])
        if indent > column:
            spaces = "1 space" if indent == 1 else f"{indent} spaces"
            return f"It is indented by {spaces}, and line {above + 1} above it by {column}."
    if "mapping values" in (error.problem or ""):
        said = re.sub(rf"^{_BEFORE}", "", line)
        return f"A text with a colon in it needs quotes around it: {quoted(said)}"
    return "Look for a missing colon, a quote that is not closed, or a different indent."


def lines_of(text: str) -> list[str]:
    """The lines as an editor and the parser count them."""
    return re.split("\r\n|\r|\n", text)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _column(line: str) -> int:
    """Where the text of `line` begins, after the hyphen of an entry."""
    entry = re.match(r"\s*(?:- +)*", line)
    return entry.end() if entry else 0
