"""No decision is taken by searching an English sentence of ours.

A sentence is for whoever reads it. What code acts on is a code or a value beside it: else a word
that is put better one day changes what the tool does, and nobody is told. This walks the package
for places that look into a text for words, or that find a thing by them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

import lfe_cli

# What may be looked for all the same, because others wrote it: a text, or the constant that has it.
WORDS_OF_OTHERS = {
    "mapping values": "PyYAML's, in its error",
    "_SYNCED": "folders of programs that copy files elsewhere, as those programs call them",
    "_FAMILIES": "fonts, as Word files name them",
    "_FONTS": "fonts, as Word files name them",
    "_OF_WHO_WROTE_IT": "properties of a file, as Office calls them",
    "_MEANT": "what people write in a cell of progress",
    "_UNWRITTEN": "what people write where nothing is to be said yet",
    "SAYS_NOTHING": "what people write as evidence that shows nothing",
    " at ": "what people write between a date and a time",
    "MARK_OF_A_GAP": "a mark in a letter, from its template, which a person writes over",
}
# Whatever is looked for in them, these hold sentences: by how they are called.
SENTENCES = {"sentence", "where", "what", "instead", "next_step", "remark", "suggestion"}
MAY_LOOK_INTO = {
    "acceptance.at in f.where": "an officer names a place by a part of it, as they saw it",
    "_UNKNOWN.search(str(error))": "Jinja's own words, in its error",
}
ALLOWED = WORDS_OF_OTHERS.keys() | MAY_LOOK_INTO.keys()
ERRORS = {"error", "refused", "found", "wrong", "problem"}

SEARCHES = {
    "startswith", "endswith", "find", "rfind", "index", "rindex", "count", "partition",
    "rpartition", "split", "rsplit", "removeprefix", "removesuffix", "replace",
}  # fmt: skip
OF_PATTERNS = {"search", "match", "fullmatch", "findall", "finditer"}
Around = Mapping[str, ast.expr]


@dataclass(frozen=True)
class Found:
    """A place where a text is looked into, or a thing found by words.

    `by` are those words, each with the constant that holds it; of a sentence that is looked into,
    the code that does it.
    """

    module: str
    line: int
    code: str
    by: frozenset[tuple[str, str]]

    @property
    def is_allowed(self) -> bool:
        """Whether all that is looked for was written by others."""
        return all(ALLOWED & {*words} for words in self.by)

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: {self.code}"


def is_of_words(text: str) -> bool:
    """More than one word, or a word and room for another: no key, path or mark looks so."""
    return " " in text and any(letter.isalpha() for letter in text)


def texts_in(node: ast.AST | None) -> Iterator[str]:
    """The texts that are written in `node`: one, several in brackets, the keys of a mapping."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(text for part in node.values for text in texts_in(part))
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        yield from (text for part in node.elts for text in texts_in(part))
    elif isinstance(node, ast.Dict):
        yield from (text for key in node.keys for text in texts_in(key))
    elif isinstance(node, ast.BinOp):
        yield from (text for part in (node.left, node.right) for text in texts_in(part))
    elif isinstance(node, ast.Call) and name_of(node.func) in {"frozenset", "set", "tuple"}:
        yield from (text for argument in node.args for text in texts_in(argument))


def name_of(node: ast.AST) -> str:
    """The last word of a name: `told` of `self.told`."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


class Module:
    """A module: its own constants, and those that it imports, by the name that it gives them."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source, self.tree = name, source, ast.parse(source)
        self.constants: dict[str, frozenset[str]] = {}
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
            for target in targets:
                if isinstance(target, ast.Name):
                    self.constants[target.id] = frozenset(texts_in(getattr(node, "value", None)))

    def know(self, others: Mapping[str, Module]) -> None:
        """Takes up the constants of the modules that it imports from."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    name = alias.asname or alias.name
                    if node.module in others:
                        found = others[node.module].constants.get(alias.name)
                        self.constants |= {name: found} if found else {}
                    module = others.get(f"{node.module}.{alias.name}")
                    if module:
                        self.constants |= {f"{name}.{k}": v for k, v in module.constants.items()}

    def codes(self) -> Iterator[str]:
        """The words that a type of it names, so that one written amiss does not pass."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Subscript) and name_of(node.value) == "Literal":
                yield from texts_in(node.slice)
            elif isinstance(node, ast.ClassDef):  # an event of the history, by its tag
                yield from (t for k in node.keywords if k.arg == "tag" for t in texts_in(k.value))

    def places(self, codes: frozenset[str]) -> Iterator[Found]:
        """Where it looks into a text, or finds a thing, by words that are no code."""
        for node, around in with_loops(self.tree, {}):
            looked_for, into, may_be_codes = looks(node)
            by = {
                (text, constant)
                for part in looked_for
                for text, constant in self.texts_of(part, around)
                if is_of_words(text) and not (may_be_codes and text in codes)
            }
            if any(map(is_a_sentence, into)):
                by.add((self.code_of(node), ""))
            if by:
                line = getattr(node, "lineno", 0)
                yield Found(self.name, line, self.code_of(node)[:120], frozenset(by))

    def code_of(self, node: ast.AST) -> str:
        """A piece of its code, in one line."""
        return " ".join((ast.get_source_segment(self.source, node) or "").split())

    def texts_of(self, node: ast.AST, around: Around) -> Iterator[tuple[str, str]]:
        """The texts that `node` stands for, with the name of the constant that holds them.

        They are its own, a constant's, or those that a loop goes through.
        """
        if isinstance(node, ast.Name) and node.id in around:
            yield from self.texts_of(around[node.id], {})
        elif isinstance(node, ast.Name | ast.Attribute):
            name = ast.unparse(node)
            yield from ((text, name) for text in self.constants.get(name, ()))
        else:
            yield from ((text, "") for text in texts_in(node))


def with_loops(node: ast.AST, around: Around) -> Iterator[tuple[ast.AST, Around]]:
    """Every node, with what the names of the loops around it go through."""
    loops = [node] if isinstance(node, ast.For) else getattr(node, "generators", [])
    for loop in loops:
        if isinstance(loop.target, ast.Name):
            around = {**around, loop.target.id: loop.iter}
    yield node, around
    for child in ast.iter_child_nodes(node):
        yield from with_loops(child, around)


Looks = tuple[list[ast.AST], list[ast.AST], bool]  # for what, into what, and whether codes will do


def looks(node: ast.AST) -> Looks:
    """What a piece of code looks for, and into what it looks."""
    if isinstance(node, ast.Compare):
        return compared(node)
    if isinstance(node, ast.match_case):
        return [p.value for p in ast.walk(node.pattern) if isinstance(p, ast.MatchValue)], [], True
    if isinstance(node, ast.Subscript):
        by_name = isinstance(node.slice, ast.Name) or isinstance(
            getattr(node.slice, "value", None), str
        )
        is_type = name_of(node.value) in {"Literal", "Annotated"}
        return [node.slice, node.value] if by_name and not is_type else [], [], True
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
        return [], [], True
    what, holder, first = node.func.attr, node.func.value, node.args[0]
    if what in OF_PATTERNS:
        return [], node.args[1:2] if name_of(holder) == "re" else [first], True
    if what in {"get", "pop"}:
        return [first, holder], [], True
    return ([first], [holder], False) if what in SEARCHES else ([], [], True)


def compared(node: ast.Compare) -> Looks:
    """Of `==`, both sides; of `in`, what is looked for, and a text or a collection of codes."""
    left, right = node.left, node.comparators[0]
    if not isinstance(node.ops[0], ast.In | ast.NotIn):
        return [left, right], [], True
    several = isinstance(right, ast.Tuple | ast.List | ast.Set | ast.Dict)
    several = several or name_of(right).isupper()
    among = isinstance(right, ast.Call) and name_of(right.func) in {"values", "keys"}
    return ([left, right] if several else [left]), [right], several or among


def is_a_sentence(node: ast.AST) -> bool:
    """Whether it is a sentence by how it is called, or what an error says."""
    if isinstance(node, ast.Call) and name_of(node.func) in {"lower", "casefold", "strip"}:
        return is_a_sentence(node.func.value) if isinstance(node.func, ast.Attribute) else False
    if isinstance(node, ast.Call) and name_of(node.func) == "str":
        return any(name_of(argument) in ERRORS for argument in node.args)
    return name_of(node) in SENTENCES


def places_in(sources: Iterable[tuple[str, str]]) -> list[Found]:
    modules = {name: Module(name, source) for name, source in sources}
    for module in modules.values():
        module.know(modules)
    codes = frozenset(code for module in modules.values() for code in module.codes())
    return [found for module in modules.values() for found in module.places(codes)]


@lru_cache(maxsize=1)
def places_in_the_package() -> list[Found]:
    folder = Path(lfe_cli.__file__).parent
    return places_in(
        (".".join(path.relative_to(folder.parent).with_suffix("").parts), path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.py"))
    )


def test_no_decision_is_taken_by_searching_a_sentence_of_ours() -> None:
    found = [str(place) for place in places_in_the_package() if not place.is_allowed]
    assert not found, "give it a code or a value:\n" + "\n".join(found)


def test_nothing_is_allowed_that_is_not_done() -> None:
    done = {word for place in places_in_the_package() for words in place.by for word in words}
    assert done >= ALLOWED


@pytest.mark.parametrize(
    "code",
    [
        'if "not taken" in remark: pass',
        '_LEFT = ("not taken", "left as it is")\nx = any(words in told for words in _LEFT)',
        'x = where.startswith("row ")',
        "x = one.where.startswith(reference)",
        'what, _, instead = str(error).partition("|")',
        'x = "entered" in sentence',
        'x = state.endswith(" to come")',
        'x = {"Report back": "R"}.get(name)',
        'SHARES = {"Next steps": 70}\nx = SHARES[heading]',
        'import re\nx = re.match(r"line (\\d+)", passage.where)',
        'x = state == "stepped up"',
        'match state:\n    case "stepped up":\n        pass',
        'x = next(t for t in tables if t.heading == "All of them")',
    ],
)
def test_a_search_in_a_sentence_is_found(code: str) -> None:
    assert places_in([("made_up", code)])


@pytest.mark.parametrize(
    "code",
    [
        'from typing import Literal\nState = Literal["stepped up"]\nx = state == "stepped up"',
        'from typing import Literal\nS = Literal["to come"]\nx = state in ("to come", "done")',
        'x = told.code == "left"',
        'x = file.endswith(".docx")',
        'x = text.split(", ")',
        'say("not taken")',
        'x = f"{name} is not taken"',
    ],
)
def test_a_code_is_no_sentence(code: str) -> None:
    assert places_in([("made_up", code)]) == []
