"""The shape of the files that officers write, and its errors in plain English.

Every model refuses keys that it does not know, so that a slip of the pen is told and not ignored.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)

from lfe_cli.errors import FileProblems, Problem, WrongValue
from lfe_cli.review.days import parse_date, parse_moment
from lfe_cli.review.yaml_comments import Comment, quoted
from lfe_cli.review.yamlfile import YamlText
from lfe_cli.sentences import did_you_mean

LONGEST_ID = 40
_LONGEST = 20_000  # characters of a text


def _yes_or_no(value: object) -> object:
    known = {"yes": True, "no": False, "true": True, "false": False, "y": True, "n": False}
    if isinstance(value, bool):
        return value
    if str(value).strip().lower() in known:
        return known[str(value).strip().lower()]
    raise WrongValue(f"is neither yes nor no: {str(value)!r}.", "Write yes or no.")


_UNWRITTEN = frozenset({
    "n/a", "na", "-", "–", "?", "none", "tbc", "tbd", "to be confirmed", "to do", "todo",
})  # fmt: skip


def is_unwritten(value: object) -> bool:
    """Whether a text only holds the place of one that is still to come."""
    return isinstance(value, str) and " ".join(value.split()).casefold().rstrip(".:") in _UNWRITTEN


def _none_if_unwritten(value: object) -> object:
    return None if is_unwritten(value) else value


def _says_something(value: object) -> object:
    if is_unwritten(value):
        raise WrongValue(f"says nothing yet: {value!r}.", "Write it in a few words.")
    return value


def as_name(text: str) -> str:
    """The name that `text` is. Raises WrongValue for one without a letter or digit."""
    if not any(character.isalnum() for character in text):
        raise WrongValue(f"is no name: {text!r}.", "Write it with letters or digits.")
    if len(text) > _LONGEST:
        raise WrongValue("is too long.", "Write it in a few words.")
    return text.strip()


Day = Annotated[date, BeforeValidator(parse_date)]
Moment = Annotated[datetime, BeforeValidator(parse_moment)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)]
Name = Annotated[Text, AfterValidator(as_name)]
SayingText = Annotated[Text, BeforeValidator(_says_something)]
TextToCome = Annotated[Text | None, BeforeValidator(_none_if_unwritten)]
Id = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=LONGEST_ID)
]


class Schema(BaseModel):
    """Base of everything read from an officer's file: frozen, and strict about its keys.

    `NOTES_BESIDE`: whether a note may stand behind a # in the line of a value.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    NOTES_BESIDE: ClassVar[bool] = True


S = TypeVar("S", bound=Schema)


def read_schema(
    source: YamlText, schema: type[S], context: Mapping[str, object] | None = None
) -> S:
    """`source` as a `schema`. Raises FileProblems that hold every problem at once.

    `context` is what a schema's own validators ask for.
    """
    if source.data is None:
        raise FileProblems((Problem(source.file, 1, "", "The file is empty."),))
    problems = list(words_not_read(source, schema, context))
    try:
        read = schema.model_validate(source.data, context=context)
    except ValidationError as error:
        lines = {problem.line for problem in problems}
        more = [_in_plain_english(e, source, schema) for e in _without_what_follows(error)]
        problems += [one for one in more if one.line not in lines]
    if problems:
        raise FileProblems(tuple(sorted(problems, key=lambda p: p.line or 0)))
    return read


def _without_what_follows(error: ValidationError) -> list[Any]:
    """The errors, less those of lists that have too few items as others of theirs are refused."""
    errors: list[Any] = list(error.errors())
    places = [one["loc"] for one in errors]
    return [
        one
        for one, place in zip(errors, places, strict=True)
        if one["type"] != "too_short"
        or not any(len(p) > len(place) and p[: len(place)] == place for p in places)
    ]


def words_not_read(
    source: YamlText, schema: type[Schema], context: Mapping[str, object] | None = None
) -> Iterator[Problem]:
    """What stands behind a # and looks like words of the value before it.

    Behind a date, an id, a choice nothing can be a part of it: there it is a note.
    """
    strict = not schema.NOTES_BESIDE
    asked = [
        one
        for one in source.comments
        if one.text
        and ((one.is_beside and strict) or (one.behind is not None and not one.is_a_note))
    ]
    if not asked:
        return
    together = copy.deepcopy(source.data)
    with_words = [one.behind for one in asked if _put(together, one.behind, one.whole)]
    refused = _refused(together, schema, context) if with_words else []
    for comment in asked:
        path = comment.behind
        cannot = path in with_words and any(place[: len(path or ())] == path for place in refused)
        if not cannot:
            yield _not_read(comment, source)


def _put(data: Any, path: tuple[str | int, ...] | None, value: str) -> bool:
    """Puts `value` in the place of the text at `path`; False where there is none."""
    if not path:
        return False
    try:
        for part in path[:-1]:
            data = data[part]
        present = data[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    data[path[-1]] = {**present, "id": value} if isinstance(present, dict) else value
    return present is not None and not isinstance(present, list)


def _refused(
    data: Any, schema: type[Schema], context: Mapping[str, object] | None
) -> list[tuple[str | int, ...]]:
    try:
        schema.model_validate(data, context=context)
    except ValidationError as error:
        return [tuple(one["loc"]) for one in error.errors()]
    return []


def _not_read(comment: Comment, source: YamlText) -> Problem:
    name = _name(comment.behind, source.data) if comment.behind else ""
    if not name:
        instead = "Put it on a line of its own: a note after a #, an entry after a hyphen."
        return Problem(
            source.file, comment.line, "", "What stands behind the # is not read.", instead
        )
    what = "is read only as far as the #."
    instead = (
        "If a note follows it, put that on a line of its own. If it is part of the text, put "
        f"quotes around the whole: {quoted(comment.whole)}"
    )
    return Problem(source.file, comment.line, name, what, instead)


def _in_plain_english(error: Any, source: YamlText, schema: type[Schema]) -> Problem:
    path = tuple(error["loc"])
    what, instead = _sentence(error, path, schema)
    name = _name(path, source.data)
    if not path and error["type"] != "value_error":  # of the file itself there is no name to say
        what = f"The file {what}"
    return Problem(source.file, source.line(path), name, what, instead)


def _name(path: tuple[str | int, ...], data: Any) -> str:
    """`agencies (police).contact` rather than `agencies.3.contact`: things by their name."""
    words: list[str] = []
    for part in path:
        known = isinstance(data, dict) or (isinstance(data, list) and isinstance(part, int))
        try:
            data = data[part] if known else None
        except (KeyError, IndexError):
            data = None
        if isinstance(part, int) and words:
            label = data.get("id") if isinstance(data, dict) else None
            words[-1] += f" ({label or part + 1})"
        else:
            words.append(str(part))
    return ".".join(words)


# pydantic's kinds of error -> what is wrong, what to write instead. {given} is what was written.
_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("is missing.", "Add a line for it: {key}:"),
    "literal_error": ("cannot be {given}.", "Write {expected}."),
    "string_too_long": ("is too long.", "Keep it under {max_length} characters."),
    "string_pattern_mismatch": ("cannot be {given}.", "Use small letters, digits and hyphens."),
    "tuple_type": ("should be a list.", "Write each item on its own line, after a hyphen."),
    "model_type": ("should have keys below it.", "Write each key on its own line, indented."),
    "int_parsing": ("is not a whole number: {given}.", "Write a number in digits."),
    "int_type": ("is not a whole number: {given}.", "Write a number in digits."),
    "float_parsing": ("is not a number: {given}.", "Write a number in digits."),
    "float_type": ("is not a number: {given}.", "Write a number in digits."),
    "greater_than_equal": ("cannot be {given}.", "Write {ge} or more."),
    "less_than_equal": ("cannot be {given}.", "Write {le} or less."),
    "too_short": ("has too few items.", "It needs {min_length} or more."),
}


def _sentence(error: Any, path: tuple[str | int, ...], schema: type[Schema]) -> tuple[str, str]:
    """What is wrong and what to write instead, for one error of pydantic's."""
    kind, given, context = error["type"], error.get("input"), error.get("ctx") or {}
    if kind == "extra_forbidden":
        return "is not a key that is known here.", _did_you_mean(path, schema)
    if kind == "value_error" and isinstance(wrong := context["error"], WrongValue):
        return wrong.what, wrong.instead
    if kind == "string_type" and given is not None:
        return _not_a_text(given)
    if kind in {"string_type", "string_too_short"}:
        optional = not _is_required(path, schema)
        return "is empty.", "Write a text, or take the line out." if optional else "Write a text."
    what, instead = _SENTENCES.get(kind, ("cannot be used as it is.", ""))
    words = {**context, "given": repr(given), "key": path[-1] if path else ""}
    return what.format_map(words), instead.format_map(words)


def _not_a_text(given: object) -> tuple[str, str]:
    if isinstance(given, dict):
        return "is read as a key and a value, because of its colon.", _quoted(given)
    return "should be one text.", "Write it on one line, or in quotes."


def _quoted(given: dict[str, Any]) -> str:
    key, value = next(iter(given.items()), ("", ""))
    return f"Put quotes around it: {quoted(f'{key}: {value or str()}')}"


def _did_you_mean(path: tuple[str | int, ...], schema: type[Schema]) -> str:
    known = sorted(_keys_at(path[:-1], schema))
    return did_you_mean(str(path[-1]), known, f"Known here: {', '.join(known)}.")


def _is_required(path: tuple[str | int, ...], schema: type[Schema]) -> bool:
    """Whether the thing at `path` must be there: an item of a list can always be taken out."""
    return bool(path) and any(
        info.is_required() and path[-1] in (name, info.alias)
        for model in _models_at(path[:-1], schema)
        for name, info in model.model_fields.items()
    )


def _keys_at(path: tuple[str | int, ...], schema: type[Schema]) -> set[str]:
    """The keys that `schema` knows at `path`."""
    models = _models_at(path, schema)
    return {info.alias or name for model in models for name, info in model.model_fields.items()}


def _models_at(path: tuple[str | int, ...], schema: type[Schema]) -> set[type[Schema]]:
    """The schemas that stand at `path` in `schema` (indices of lists are passed over)."""
    here = {schema}
    for part in path:
        if isinstance(part, int):
            continue
        found: set[type[Schema]] = set()
        for model in here:
            for name, info in model.model_fields.items():
                if part in (name, info.alias):
                    found |= set(_schemas_in(info.annotation))
        here = found or here
    return here


def _schemas_in(annotation: Any) -> Iterator[type[Schema]]:
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _schemas_in(inner)
