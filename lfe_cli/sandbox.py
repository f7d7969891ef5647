"""Templates that a partnership may change: Jinja in a sandbox, where a gap is a fault and not "".

One maker for all of them (documents, letters, the board, the files that start a review), so that
none runs code or swallows a name that it does not know.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

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


def environment(*, escapes: bool, **options: Any) -> SandboxedEnvironment:
    """Where templates are filled. `escapes`: what is put in is text, and never markup.

    `options` are Jinja's own (`trim_blocks`, `finalize`).
    """
    return SandboxedEnvironment(autoescape=escapes, undefined=StrictUndefined, **options)


class _OfData(SandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            found = obj.get(attribute, _ABSENT)
            return self.undefined(obj=obj, name=attribute) if found is _ABSENT else found
        return super().getattr(obj, attribute)


def environment_of_data() -> SandboxedEnvironment:
    """For people who write tags in Word: what they put in is text, and a name after a dot is always
    a field of the data, never a method of it."""
    made = _OfData(autoescape=True, undefined=StrictUndefined)
    del made.filters["safe"]  # it would let a text of the data become markup
    return made
