"""Where a line of text may end: the Unicode rules as LibreOffice applies them to English and Welsh.

They differ from the plain Unicode rules (and from the packages that implement those) in what such
texts are full of: a hyphen or a dash before a number ends a line ("2026-|27"), a slash inside a
word does not ("and/or"). Word does the same in both.
"""

from __future__ import annotations

SPACES = frozenset(" \u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u3000")
_GLUE = frozenset("\u00a0\u202f\u2011\u2060\ufeff\u200d")
_ENDS_A_LINE = frozenset("-\u2010\u2012\u2013\u2014|!?\u2026\u200b")
_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d")
_NEVER_AFTER_A_SPACE = frozenset("!),.:;?]}")
_NEVER_FIRST = _NEVER_AFTER_A_SPACE | _QUOTES | _GLUE | frozenset("-/|\u2010\u2012\u2013\u200b")
_DASH, _ELLIPSIS = "\u2014", "\u2026"
_NOT_BEFORE_A_DASH = _QUOTES | _GLUE | frozenset("([{/")
_CLOSED = frozenset(")],.:;")
_SIGNS = frozenset("%+\u00a3\u2212")


def may_end(text: str, at: int) -> bool:
    """Whether a line may end between `text[at - 1]` and `text[at]`."""
    before, after = text[at - 1], text[at]
    if after in SPACES or after in "\n\t":
        return False
    if before in SPACES or before == "\t":
        return _after_a_space(text, at)
    if before in _GLUE or after in _GLUE:
        return False
    if before in _ENDS_A_LINE:
        return after not in _NEVER_FIRST and before != after
    if after == _DASH:
        return before not in _NOT_BEFORE_A_DASH
    return _between_signs(before, after)


def _after_a_space(text: str, at: int) -> bool:
    """A closing mark does not begin a line, nor does a slash that stands alone."""
    if text[at] == "/":
        return at + 1 < len(text) and text[at + 1] not in SPACES
    return text[at] not in _NEVER_AFTER_A_SPACE


def _between_signs(before: str, after: str) -> bool:
    if before in _CLOSED:
        return after in "([" or after == _ELLIPSIS
    if before in _SIGNS:
        return after in _SIGNS or after == _ELLIPSIS
    if before == "\\":
        return after.isalpha()
    return after == "%" and before.isalpha()
