"""Templates that a partnership may change: Jinja in a sandbox, where a gap is a fault and not "".

One maker for all of them (documents, letters, the board, the files that start a review), so that
none runs code or swallows a name that it does not know, and none goes on for ever: what filling a
template costs is counted, so that no computer's speed decides which one is refused. Every turn of a
loop, every call and every value that is made costs something; what could be made large in one step
is worked out before it is made.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import BuiltinMethodType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2 import Template as JinjaTemplate
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

# What filling a template may raise, whatever stands in it.
IN_TEMPLATES = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)
_ABSENT = object()

# What filling one part of a template may cost: a character that is made costs one. The dearest part
# of the demonstration's 129 costs 190,000.
_MOST = 50_000_000
_A_STEP = 500  # a turn of a loop, or a call: 100,000 of them take about a second
_AN_ITEM = 10
_LARGEST = 1_000_000  # characters or items of one value
_ITEMS = 100_000  # of what is made piece by piece: as many as the sandbox lets a range have
_WIDTH = re.compile(r"\d{5,}|\*")  # in a format: "%1000000000d"
# Filters and methods that make much of little: of a width, a number of times, a text between.
_MULTIPLY = frozenset(
    """batch center expandtabs format format_map indent join ljust pprint replace rjust round slice
    sum tojson translate truncate urlize wordwrap xmlattr zfill""".split()  # noqa: SIM905
)


class TemplateEndless(TemplateError):
    """A template goes on for ever, or makes far more than any document holds."""

    def __init__(self) -> None:
        super().__init__("it goes on and on, or makes far more text than any document holds")


def line_in_template(error: BaseException) -> int | None:
    """The template's line: Jinja puts it into the traceback as if it were code."""
    line, traceback = None, error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


class _Bounded(SandboxedEnvironment):
    """The sandbox, with everything counted that is done while a template is filled."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        shown = options.pop("finalize", None)
        super().__init__(
            undefined=StrictUndefined,
            finalize=lambda value: self.counted(shown(value) if shown else value),
            **options,
        )
        self.left = _MOST
        self.globals.pop("lipsum")  # text by the thousand words, which nobody asks for
        self.globals["range"] = _range
        for name, does in list(self.filters.items()):
            self.filters[name] = self._filter(name, does)

    def filled(self, template: JinjaTemplate, context: Mapping[str, Any]) -> str:
        """What `template` makes of `context`. Raises TemplateEndless where it makes too much."""
        self.left = _MOST
        return template.render(context)

    def tick(self, cost: int) -> bool:
        """One step more."""
        self.left -= cost
        if self.left < 0:
            raise TemplateEndless
        return True

    def counted(self, value: Any) -> Any:
        """`value`, once it is counted; one that is made piece by piece is counted as it goes."""
        if isinstance(value, str | bytes | list | tuple | dict | set | frozenset):
            if len(value) > _LARGEST:
                raise TemplateEndless
            self.tick(len(value) * (1 if isinstance(value, str | bytes) else _AN_ITEM))
        elif isinstance(value, int) and value.bit_length() > _LARGEST:
            raise TemplateEndless
        return self._each_counted(value) if isinstance(value, Iterator) else value

    def _each_counted(self, values: Iterator[Any]) -> Iterator[Any]:
        for value in values:
            self.tick(_A_STEP)
            yield value

    # -- what the sandbox asks about

    def call(__self, __context: Any, __obj: Any, *args: Any, **named: Any) -> Any:  # noqa: N805
        if __obj == __self.tick:
            return __obj(*args)
        __self.tick(_A_STEP)
        method = getattr(__obj, "__wrapped__", __obj)  # the sandbox wraps a text's own format
        if isinstance(method, BuiltinMethodType):
            _refuse_what_is_large(method.__name__, method.__self__, args, named)
        return __self.counted(super().call(__context, __obj, *args, **named))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        self.tick(1)
        if operator == "%" and isinstance(left, str) and _WIDTH.search(left):
            raise TemplateEndless
        if operator in {"*", "**"} and _size_of(operator, left, right) > _LARGEST:
            raise TemplateEndless
        return self.counted(super().call_binop(context, operator, left, right))

    def _filter(self, name: str, does: Callable[..., Any]) -> Callable[..., Any]:
        passed = hasattr(does, "jinja_pass_arg")  # then the value is the second argument

        @functools.wraps(does)
        def counted(*args: Any, **named: Any) -> Any:
            given = args[1:] if passed else args
            self.tick(_A_STEP)
            _refuse_what_is_large(name, given[0] if given else "", given[1:], named)
            return self.counted(does(*args, **named))

        return counted

    def _generate(
        self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False
    ) -> str:
        """Every loop and every macro counts its turns, every joined text its length."""
        loops: list[nodes.For | nodes.Macro] = [
            *source.find_all(nodes.For),
            *source.find_all(nodes.Macro),
        ]
        for found in loops:
            fixed = sum(len(data.data) for data in found.find_all(nodes.TemplateData))
            found.body.insert(0, nodes.ExprStmt(self._tick(_A_STEP + fixed, found.lineno)))
            if isinstance(found, nodes.For) and found.test is not None:
                found.test = nodes.And(self._tick(_A_STEP, found.lineno), found.test)
        whole = _CountsJoins().visit(source)
        whole.set_environment(self)
        return super()._generate(whole, name, filename, defer_init)

    def _tick(self, cost: int, line: int) -> nodes.Call:
        tick = nodes.EnvironmentAttribute("tick")
        call = nodes.Call(tick, [nodes.Const(cost)], [], None, None)
        call.set_lineno(line)
        return call


class _CountsJoins(NodeTransformer):
    """Counts what `~` makes: that is no operation that the sandbox asks about."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802  (Jinja's way)
        """A text that is put together, counted."""
        self.generic_visit(node)
        counted = nodes.EnvironmentAttribute("counted")
        call = nodes.Call(counted, [node], [], None, None)
        call.set_lineno(node.lineno)
        return call


def _range(*args: int) -> range:
    """A range, refused in words of ours where it is too long."""
    found = range(*args)
    if found[_ITEMS:]:
        raise TemplateEndless
    return found


def _refuse_what_is_large(
    name: str, value: Any, args: Iterable[Any], named: Mapping[str, Any]
) -> None:
    """Raises TemplateEndless for a filter or method that would make far too much of `value`."""
    if name not in _MULTIPLY:
        return
    if name.startswith("format") and isinstance(value, str) and _WIDTH.search(value):
        raise TemplateEndless
    given = [*args, *named.values()]
    if name == "sum" and any(isinstance(one, list | tuple) for one in given):
        raise TemplateEndless  # each addition copies all that was added before
    times = max((_times(one) for one in given), default=0)
    if times * (len(value) + 1 if hasattr(value, "__len__") else _ITEMS) > _LARGEST * 10:
        raise TemplateEndless


def _times(value: Any) -> int:
    """How many times as much a filter can make with this argument."""
    if isinstance(value, int):
        return abs(value)
    return len(value) if isinstance(value, str) else 1


def _size_of(operator: str, left: Any, right: Any) -> float:
    """How large a product or a power would be: characters, items, or the bits of a number."""
    for one, other in ((left, right), (right, left)):
        if hasattr(one, "__len__") and isinstance(other, int):
            return float(len(one)) * max(other, 0)
    if not (isinstance(left, int) and isinstance(right, int)):
        return 0
    if operator == "*":
        return left.bit_length() + right.bit_length()
    return float(left.bit_length()) * float(min(abs(right), _MOST))


def environment(*, escapes: bool, **options: Any) -> _Bounded:
    """Where templates are filled. `escapes`: what is put in is text, and never markup.

    `options` are Jinja's own (`trim_blocks`, `finalize`).
    """
    return _Bounded(autoescape=escapes, **options)


class _OfData(_Bounded):
    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            found = obj.get(attribute, _ABSENT)
            return self.undefined(obj=obj, name=attribute) if found is _ABSENT else found
        return super().getattr(obj, attribute)


def environment_of_data() -> _Bounded:
    """For people who write tags in Word: what they put in is text, and a name after a dot is always
    a field of the data, never a method of it."""
    made = _OfData(autoescape=True)
    del made.filters["safe"]  # it would let a text of the data become markup
    return made
